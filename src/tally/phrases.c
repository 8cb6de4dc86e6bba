#include "phrases.h"

#include <stdlib.h>
#include <string.h>

#include "wjtab/base/text.h"

enum { SHORTEST = 2, LONGEST = 4, COUNT_BITS = 32 };

/* A value holds the respondents that wrote the sequence, and in its upper half the number of the
 * last one, so that one who writes it twice counts once. */
static const uint64_t count_mask = UINT64_C(0xFFFFFFFF);

static uint64_t count_of(uint64_t value)
{
    return value & count_mask;
}

static bool is_han(int32_t character)
{
    return (character >= 0x4E00 && character <= 0x9FFF) ||
           (character >= 0x3400 && character <= 0x4DBF) ||
           (character >= 0xF900 && character <= 0xFAFF) ||
           (character >= 0x20000 && character <= 0x323AF) || character == 0x3007;
}

/* ---- counting ---- */

static size_t most_sequences(const struct wj_open *open)
{
    size_t texts = 0;
    for (size_t i = 0; i < open->survey->question_count; i++) {
        texts += open->survey->questions[i].type == WJ_TEXT ? 1 : 0;
    }
    return WJ_OPEN_SEQUENCES / (texts > 0 ? texts : 1);
}

/* Drops the rarest sequences, until half of the room is free. What was dropped may come again:
 * every count may then be too low by as much as the highest one dropped. */
static enum wj_status drop_rare(struct wj_open_question *question, size_t most)
{
    struct wj_map kept = {0};
    enum wj_status status = WJ_OK;
    uint64_t least = 1;
    size_t left = question->sequences.count;
    while (left > most / 2) {
        left = 0;
        for (size_t i = 0; i < question->sequences.count; i++) {
            left += count_of(question->sequences.entries[i].value) > least ? 1 : 0;
        }
        least++;
    }
    least--;
    for (size_t i = 0; status == WJ_OK && i < question->sequences.count; i++) {
        const struct wj_map_entry *entry = &question->sequences.entries[i];
        uint64_t *value;
        if (count_of(entry->value) > least) {
            status = wj_map_put(&kept, entry->key, &value);
            if (status == WJ_OK) {
                *value = entry->value;
            }
        }
    }
    wj_map_clear(&question->sequences);
    question->sequences = kept;
    question->missed += least;
    return status;
}

static enum wj_status count_sequence(struct wj_open_question *question, struct wj_slice sequence,
                                     size_t most)
{
    uint64_t *value;
    enum wj_status status = WJ_OK;
    if (question->sequences.count >= most) {
        status = drop_rare(question, most);
    }
    if (status == WJ_OK) {
        status = wj_map_put(&question->sequences, sequence, &value);
    }
    uint64_t respondent = question->count & count_mask;
    if (status == WJ_OK && *value >> COUNT_BITS != respondent) {
        *value = respondent << COUNT_BITS | (count_of(*value) + 1);
    }
    return status;
}

enum wj_status wj_phrases_add(struct wj_open *open, struct wj_open_question *question,
                              struct wj_slice text)
{
    const char *starts[LONGEST] = {0}; /* of the last 汉字 in a row, the newest last */
    size_t most = most_sequences(open);
    size_t row = 0;
    enum wj_status status = WJ_OK;
    while (status == WJ_OK && text.len > 0) {
        int32_t character;
        const char *start = text.ptr;
        text = wj_slice_from(text, wj_utf8_next(text, &character));
        row = is_han(character) ? row + 1 : 0;
        for (size_t i = 0; i + 1 < LONGEST; i++) {
            starts[i] = starts[i + 1];
        }
        starts[LONGEST - 1] = start;
        for (size_t n = SHORTEST; status == WJ_OK && n <= LONGEST && n <= row; n++) {
            const char *first = starts[LONGEST - n];
            status = count_sequence(question, wj_slice(first, (size_t)(text.ptr - first)), most);
        }
    }
    return status;
}

/* ---- the most frequent ones ---- */

static size_t first_length(struct wj_slice text)
{
    int32_t character;
    return wj_utf8_next(text, &character);
}

static size_t last_length(struct wj_slice text)
{
    size_t length = 1;
    while (length < text.len && ((unsigned char)text.ptr[text.len - length] & 0xC0) == 0x80) {
        length++;
    }
    return length;
}

/* Marks the two parts of a sequence, one 汉字 shorter, that as many respondents wrote. A shorter
 * part that is as frequent has such a part in between. */
static enum wj_status cover_parts(const struct wj_map *sequences, const struct wj_map_entry *entry,
                                  struct wj_map *covered)
{
    struct wj_slice text = entry->key;
    struct wj_slice parts[] = {wj_slice_from(text, first_length(text)),
                               wj_slice(text.ptr, text.len - last_length(text))};
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < 2; i++) {
        const uint64_t *value = wj_map_get(sequences, parts[i]);
        uint64_t *mark;
        if (value != NULL && count_of(*value) == count_of(entry->value)) {
            status = wj_map_put(covered, parts[i], &mark);
        }
    }
    return status;
}

static int compare_phrases(const void *a, const void *b)
{
    const struct wj_phrase *first = a;
    const struct wj_phrase *second = b;
    if (first->count != second->count) {
        return first->count > second->count ? -1 : 1;
    }
    if (first->text.len != second->text.len) {
        return first->text.len > second->text.len ? -1 : 1;
    }
    return memcmp(first->text.ptr, second->text.ptr, first->text.len);
}

static enum wj_status collect(const struct wj_map *sequences, uint64_t least,
                              const struct wj_map *covered, struct wj_arena *arena,
                              struct wj_phrase **phrases, size_t *count)
{
    size_t candidates = 0;
    for (size_t i = 0; i < sequences->count; i++) {
        candidates += count_of(sequences->entries[i].value) >= least ? 1 : 0;
    }
    *phrases = wj_arena_alloc(arena, (candidates + 1) * sizeof **phrases);
    *count = 0;
    if (*phrases == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < sequences->count; i++) {
        const struct wj_map_entry *entry = &sequences->entries[i];
        if (count_of(entry->value) >= least && wj_map_get(covered, entry->key) == NULL) {
            (*phrases)[(*count)++] =
                (struct wj_phrase){.text = entry->key, .count = count_of(entry->value)};
        }
    }
    return WJ_OK;
}

enum wj_status wj_open_phrases(const struct wj_open *open, size_t question, struct wj_arena *arena,
                               struct wj_phrase **phrases, size_t *count)
{
    const struct wj_open_spec *spec = &open->survey->open_answers;
    struct wj_map covered = {0};
    enum wj_status status = WJ_OK;
    *phrases = NULL;
    *count = 0;
    if (open->questions == NULL) {
        return WJ_OK;
    }
    const struct wj_map *sequences = &open->questions[question].sequences;
    for (size_t i = 0; status == WJ_OK && i < sequences->count; i++) {
        const struct wj_map_entry *entry = &sequences->entries[i];
        if (count_of(entry->value) >= spec->least) {
            status = cover_parts(sequences, entry, &covered);
        }
    }
    if (status == WJ_OK) {
        status = collect(sequences, spec->least, &covered, arena, phrases, count);
    }
    wj_map_clear(&covered);
    if (status == WJ_OK && *count > 0) {
        qsort(*phrases, *count, sizeof **phrases, compare_phrases);
        *count = *count < spec->phrases ? *count : (size_t)spec->phrases;
    }
    return status;
}
