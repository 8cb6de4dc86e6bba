#include "check_spellings.h"

#include <stdlib.h>

#include "check_shown.h"
#include "wjtab/base/text.h"

enum { MOST_SPELLINGS = 1000, LONGEST_SPELLING = 128, PER_OPTION = 3 };

struct wj_advice wj_advise(const struct wj_survey *survey, struct wj_coder *coder, size_t question,
                           struct wj_slice cell)
{
    const struct wj_question *asked = &survey->questions[question];
    struct wj_advice advice = {0};
    struct wj_nearest nearest = wj_nearest(wj_text_trim(cell));
    for (size_t i = 0; i < asked->option_count; i++) {
        wj_nearest_try(&nearest, wj_slice_of(asked->options[i].label));
        for (size_t j = 0; j < asked->options[i].also_count; j++) {
            wj_nearest_try(&nearest, wj_slice_of(asked->options[i].also[j]));
        }
    }
    if (nearest.best.len > 0) {
        advice.nearest = nearest.best.ptr;
    }
    advice.ambiguous = wj_coder_ambiguous(coder, question, cell, advice.options);
    return advice;
}

/* ---- preparing ---- */

static bool is_closed(const struct wj_question *question)
{
    return question->type == WJ_SINGLE || question->type == WJ_MULTIPLE;
}

static enum wj_status add_column(struct wj_spellings *spellings, size_t question, long option,
                                 long column, const struct wj_slice *header)
{
    struct wj_spelled *spelled = &spellings->columns[spellings->count++];
    *spelled = (struct wj_spelled){.question = question, .option = option, .column = column};
    spelled->header = column >= 0 ? wj_check_shown(&spellings->arena, spellings->survey,
                                                   header[column], false, SIZE_MAX)
                                  : "";
    return spelled->header != NULL ? WJ_OK : WJ_MEMORY;
}

static enum wj_status add_columns(struct wj_spellings *spellings, const struct wj_columns *columns,
                                  const struct wj_slice *header, size_t number)
{
    const struct wj_question *question = &spellings->survey->questions[number];
    spellings->first[number] = spellings->count;
    if (!is_closed(question)) {
        return WJ_OK;
    }
    if (columns->options[number] == NULL) {
        struct wj_spelled *spelled = &spellings->columns[spellings->count];
        enum wj_status added =
            add_column(spellings, number, -1, columns->questions[number], header);
        spelled->personal = columns->personal[number];
        return added;
    }
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < question->option_count; i++) {
        status = add_column(spellings, number, (long)i, columns->options[number][i], header);
    }
    return status;
}

enum wj_status wj_spellings_init(struct wj_spellings *spellings, const struct wj_survey *survey,
                                 const struct wj_columns *columns, const struct wj_slice *header)
{
    size_t most = 1;
    for (size_t i = 0; i < survey->question_count; i++) {
        most += columns->options[i] != NULL ? survey->questions[i].option_count : 1;
    }
    spellings->survey = survey;
    spellings->columns = wj_arena_alloc(&spellings->arena, most * sizeof *spellings->columns);
    spellings->first =
        wj_arena_alloc(&spellings->arena, (survey->question_count + 1) * sizeof *spellings->first);
    spellings->sizes =
        wj_arena_alloc(&spellings->arena, (survey->question_count + 1) * sizeof *spellings->sizes);
    if (spellings->columns == NULL || spellings->first == NULL || spellings->sizes == NULL) {
        return WJ_MEMORY;
    }
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < survey->question_count; i++) {
        status = add_columns(spellings, columns, header, i);
    }
    spellings->first[survey->question_count] = spellings->count;
    return status;
}

/* ---- counting ---- */

/* The cell with what stands in the tail of an `other` option replaced by `…`: everybody wrote
 * something else there. */
static struct wj_slice without_reason(struct wj_spellings *spellings,
                                      const struct wj_answer *answer)
{
    struct wj_slice cell = answer->cell;
    struct wj_slice reason = answer->reason;
    if (reason.len == 0) {
        return cell;
    }
    size_t at = (size_t)(reason.ptr - cell.ptr);
    wj_buf_reset(&spellings->cell);
    wj_buf_add(&spellings->cell, wj_slice(cell.ptr, at));
    wj_buf_add_text(&spellings->cell, "…");
    wj_buf_add(&spellings->cell, wj_slice_from(cell, at + reason.len));
    return wj_buf_slice(&spellings->cell);
}

/* A spelling is known by its bytes and its state; a cut one by what it was taken for, too. */
static void make_key(struct wj_spellings *spellings, const struct wj_spelling *spelling,
                     size_t words)
{
    struct wj_buf *key = &spellings->key;
    wj_buf_reset(key);
    wj_buf_add_char(key, (char)('0' + spelling->state));
    wj_buf_add_char(key, spelling->cut ? '+' : '=');
    wj_buf_add(key, spelling->cell);
    if (spelling->cut && spelling->state == WJ_ANSWERED) {
        wj_buf_addf(key, "+%lu+", (unsigned long)spelling->option);
        wj_buf_add(key, wj_slice((const char *)spelling->chosen, words * sizeof(uint64_t)));
    }
}

/* Keeps a new spelling; what it points to is copied. */
static enum wj_status keep(struct wj_spellings *spellings, struct wj_spelled *spelled,
                           const struct wj_spelling *spelling, struct wj_slice whole, size_t words)
{
    if (wj_grow(&spelled->list, &spelled->capacity, spelled->count + 1, sizeof *spelled->list) !=
        WJ_OK) {
        return WJ_MEMORY;
    }
    bool hidden = spelled->personal && spelling->state == WJ_UNKNOWN;
    const char *shown =
        wj_check_shown(&spellings->arena, spellings->survey, whole, hidden, LONGEST_SPELLING);
    uint64_t *chosen = words > 0 ? wj_arena_alloc(&spellings->arena, words * sizeof *chosen) : NULL;
    if (shown == NULL || (words > 0 && chosen == NULL)) {
        return WJ_MEMORY;
    }
    if (words > 0) {
        memcpy(chosen, spelling->chosen, words * sizeof *chosen);
    }
    struct wj_spelling *kept = &spelled->list[spelled->count];
    *kept = *spelling;
    kept->cell = wj_slice(NULL, 0);
    kept->shown = shown;
    kept->chosen = chosen;
    kept->order = spelled->count++;
    spellings->sizes[spelled->question]++;
    return WJ_OK;
}

/* The spelling's entry, made if there is room; NULL in *entry beyond the ceiling. */
static enum wj_status find(struct wj_spellings *spellings, struct wj_spelled *spelled,
                           struct wj_spelling *spelling, bool *made, struct wj_spelling **entry)
{
    const struct wj_question *question = &spellings->survey->questions[spelled->question];
    size_t words = spelling->chosen != NULL ? (question->option_count + 63) / 64 : 0;
    size_t most = MOST_SPELLINGS + (spelled->option >= 0 ? PER_OPTION * question->option_count : 0);
    struct wj_slice whole = spelling->cell;
    spelling->cut = spelling->cell.len > LONGEST_SPELLING;
    if (spelling->cut) {
        spelling->cell.len = wj_utf8_valid(wj_slice(spelling->cell.ptr, LONGEST_SPELLING));
    }
    make_key(spellings, spelling, words);
    *made = false;
    *entry = NULL;
    enum wj_status status = wj_buf_status(&spellings->key);
    uint64_t *number = wj_map_get(&spelled->known, wj_buf_slice(&spellings->key));
    if (status == WJ_OK && number == NULL && spellings->sizes[spelled->question] >= most) {
        spelled->more++;
        return WJ_OK;
    }
    if (status == WJ_OK && number == NULL) {
        *made = true;
        status = wj_map_put(&spelled->known, wj_buf_slice(&spellings->key), &number);
        if (status == WJ_OK) {
            *number = spelled->count;
            status = keep(spellings, spelled, spelling, whole, words);
        }
    }
    if (status == WJ_OK) {
        *entry = &spelled->list[*number];
    }
    return status;
}

static enum wj_status see_cell(struct wj_spellings *spellings, struct wj_spelled *spelled,
                               struct wj_coder *coder, const struct wj_answer *answer)
{
    bool answered = answer->state == WJ_ANSWERED;
    struct wj_spelling spelling = {
        .cell = without_reason(spellings, answer),
        .state = answer->state,
        .option = answered ? answer->option : 0,
        .chosen = answered ? answer->chosen : NULL,
    };
    bool made;
    struct wj_spelling *entry;
    enum wj_status status = find(spellings, spelled, &spelling, &made, &entry);
    if (status == WJ_OK && entry != NULL) {
        entry->count++;
        if (made && answer->state == WJ_UNKNOWN) {
            entry->advice = wj_advise(spellings->survey, coder, spelled->question, answer->cell);
        }
    }
    return status;
}

/* One column per option: chosen, not chosen, or not asked. */
static enum wj_status see_option(struct wj_spellings *spellings, struct wj_spelled *spelled,
                                 const struct wj_response *response)
{
    size_t option = (size_t)spelled->option;
    const struct wj_answer *answer = &response->answers[spelled->question];
    struct wj_spelling spelling = {
        .cell = wj_response_cell(response, response->columns->options[spelled->question][option]),
        .ticked = wj_answer_has(answer, option),
        .state = WJ_BLANK,
    };
    wj_buf_reset(&spellings->cell);
    wj_text_clean(&spellings->cell, spelling.cell, true);
    struct wj_slice cleaned = wj_buf_slice(&spellings->cell);
    if (spelling.ticked) {
        spelling.state = WJ_ANSWERED;
    } else if (wj_slice_is(cleaned, "-3") || wj_slice_is(cleaned, "(跳过)")) {
        spelling.state = WJ_NOT_ASKED;
    }
    bool made;
    struct wj_spelling *entry;
    enum wj_status status = find(spellings, spelled, &spelling, &made, &entry);
    if (status == WJ_OK && entry != NULL) {
        entry->count++;
    }
    return status;
}

enum wj_status wj_spellings_see(struct wj_spellings *spellings, struct wj_coder *coder,
                                const struct wj_response *response)
{
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && !response->shape && i < spellings->count; i++) {
        struct wj_spelled *spelled = &spellings->columns[i];
        status = spelled->option >= 0
                     ? see_option(spellings, spelled, response)
                     : see_cell(spellings, spelled, coder, &response->answers[spelled->question]);
    }
    return status;
}

/* ---- the end ---- */

static int by_count(const void *a, const void *b)
{
    const struct wj_spelling *one = a;
    const struct wj_spelling *other = b;
    if (one->count != other->count) {
        return one->count > other->count ? -1 : 1;
    }
    return one->order < other->order ? -1 : one->order > other->order;
}

void wj_spellings_sort(struct wj_spellings *spellings)
{
    for (size_t i = 0; i < spellings->count; i++) {
        struct wj_spelled *spelled = &spellings->columns[i];
        wj_map_clear(&spelled->known);
        if (spelled->count > 1) {
            qsort(spelled->list, spelled->count, sizeof *spelled->list, by_count);
        }
    }
}

void wj_spellings_clear(struct wj_spellings *spellings)
{
    for (size_t i = 0; i < spellings->count; i++) {
        wj_map_clear(&spellings->columns[i].known);
        wj_free(spellings->columns[i].list);
    }
    wj_buf_clear(&spellings->key);
    wj_buf_clear(&spellings->cell);
    wj_arena_clear(&spellings->arena);
}
