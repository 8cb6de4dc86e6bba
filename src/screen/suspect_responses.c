/* Responses among each other: the same answers from one address, answers given too fast, ids that
 * stand twice. */
#include "suspect_parts.h"

#include <stdlib.h>
#include <string.h>

#include "wjtab/base/digest.h"
#include "wjtab/base/text.h"
#include "wjtab/screen/screen.h"

enum { NEAR = 60, FEWEST_DURATIONS = 3 }; /* seconds; responses */

/* Set in a map's value once an id was seen again. */
#define REPEATED ((uint64_t)1 << 62)

/* ---- columns ---- */

static bool is_letter(char byte)
{
    return byte >= 'A' && byte <= 'Z';
}

/* Does the cleaned header hold IP as a word of its own? */
static bool names_ip(struct wj_slice header)
{
    for (size_t i = 0; i + 2 <= header.len; i++) {
        bool here = memcmp(header.ptr + i, "IP", 2) == 0;
        bool before = i > 0 && is_letter(header.ptr[i - 1]);
        bool behind = i + 2 < header.len && is_letter(header.ptr[i + 2]);
        if (here && !before && !behind) {
            return true;
        }
    }
    return false;
}

static bool holds(struct wj_slice header, const char *word)
{
    return memmem(header.ptr, header.len, word, strlen(word)) != NULL;
}

static bool names_time(struct wj_slice header)
{
    return holds(header, "提交答卷时间") || holds(header, "提交时间") ||
           holds(header, "结束答题时间");
}

static bool names_duration(struct wj_slice header)
{
    return holds(header, "所用时间") || holds(header, "答题时长") || holds(header, "填写时长") ||
           holds(header, "答卷时长");
}

static void take(long *column, bool fits, size_t number)
{
    if (*column < 0 && fits) {
        *column = (long)number;
    }
}

void wj_suspect_find_columns(struct wj_suspect *suspect, const struct wj_columns *columns,
                             const struct wj_slice *header, size_t count)
{
    suspect->ip = -1;
    suspect->time = -1;
    suspect->seconds = columns->seconds;
    suspect->id_personal = suspect->id_personal || columns->id_personal;
    for (size_t i = 0; i < count; i++) {
        wj_buf_reset(&suspect->key);
        wj_text_clean(&suspect->key, header[i], true);
        struct wj_slice cleaned = wj_buf_slice(&suspect->key);
        bool ip = cleaned.len > 0 && names_ip(cleaned);
        bool time = cleaned.len > 0 && names_time(cleaned);
        bool duration = cleaned.len > 0 && names_duration(cleaned);
        if ((ip || time || duration) && !wj_columns_has_question(suspect->survey, columns, i)) {
            take(&suspect->ip, ip, i);
            take(&suspect->time, time, i);
            take(&suspect->seconds, duration, i);
        }
    }
}

/* ---- collecting ---- */

static struct wj_sighting place_of(const struct wj_response *response)
{
    return (struct wj_sighting){response->file, response->file_number, response->record,
                                response->line};
}

static void add_part(struct wj_buf *key, struct wj_slice part)
{
    wj_buf_add(key, wj_slice((const char *)&part.len, sizeof part.len));
    wj_buf_add(key, part);
}

/* The answers in a form that is equal where they mean the same. False when nothing was answered. */
static bool add_answers(struct wj_suspect *suspect, const struct wj_response *response)
{
    bool any = false;
    for (size_t i = 0; i < suspect->survey->question_count; i++) {
        const struct wj_question *question = &suspect->survey->questions[i];
        const struct wj_answer *answer = &response->answers[i];
        wj_buf_add_char(&suspect->key, (char)('0' + answer->state));
        any = any || (answer->state != WJ_BLANK && answer->state != WJ_NOT_ASKED);
        if (answer->state == WJ_BLANK || answer->state == WJ_NOT_ASKED) {
            continue;
        }
        if (answer->state == WJ_ANSWERED && question->type == WJ_SINGLE) {
            wj_buf_add(&suspect->key,
                       wj_slice((const char *)&answer->option, sizeof answer->option));
            add_part(&suspect->key, answer->reason);
        } else if (answer->state == WJ_ANSWERED && question->type == WJ_MULTIPLE) {
            size_t words = (question->option_count + 63) / 64;
            add_part(&suspect->key,
                     wj_slice((const char *)answer->chosen, words * sizeof *answer->chosen));
        } else {
            add_part(&suspect->key, wj_text_trim(answer->cell));
        }
    }
    return any;
}

static enum wj_status see_moment(struct wj_suspect *suspect, const struct wj_response *response)
{
    int64_t time;
    char digest[WJ_DIGEST_TEXT];
    struct wj_slice ip = wj_text_trim(wj_response_cell(response, suspect->ip));
    if (ip.len == 0 || !wj_time_parse(&time, wj_response_cell(response, suspect->time))) {
        return WJ_OK;
    }
    wj_buf_reset(&suspect->key);
    add_part(&suspect->key, ip);
    if (!add_answers(suspect, response)) {
        return wj_buf_status(&suspect->key);
    }
    if (suspect->moment_count >= WJ_MOST_COMPARED) {
        suspect->truncated = true;
        return WJ_OK;
    }
    enum wj_status status = wj_buf_status(&suspect->key);
    if (status == WJ_OK) {
        status = wj_digest_of(wj_buf_slice(&suspect->key), digest);
    }
    if (status == WJ_OK) {
        status = wj_grow(&suspect->moments, &suspect->moment_capacity, suspect->moment_count + 1,
                         sizeof *suspect->moments);
    }
    if (status == WJ_OK) {
        struct wj_moment *moment = &suspect->moments[suspect->moment_count++];
        *moment = (struct wj_moment){.time = time, .place = place_of(response)};
        memcpy(moment->key, digest, sizeof moment->key[0]);
        memcpy(&moment->key[1], digest + sizeof moment->key[0], sizeof moment->key[1]);
    }
    return status;
}

/* A duration in whole milliseconds; false when it is none, or longer than some thousand years. */
static bool read_duration(struct wj_slice cell, uint64_t *milliseconds)
{
    mpq_t seconds;
    mpz_t whole;
    mpq_init(seconds);
    mpz_init(whole);
    bool good = wj_duration_parse(seconds, cell);
    if (good) {
        mpz_mul_ui(whole, mpq_numref(seconds), 1000);
        mpz_fdiv_q(whole, whole, mpq_denref(seconds));
        good = mpz_sizeinbase(whole, 2) <= 48;
        *milliseconds = good ? mpz_get_ui(whole) : 0;
    }
    mpz_clear(whole);
    mpq_clear(seconds);
    return good;
}

static enum wj_status see_duration(struct wj_suspect *suspect, const struct wj_response *response)
{
    uint64_t milliseconds;
    if (suspect->seconds < 0 ||
        !read_duration(wj_response_cell(response, suspect->seconds), &milliseconds)) {
        return WJ_OK;
    }
    if (suspect->duration_count >= WJ_MOST_COMPARED) {
        suspect->truncated = true;
        return WJ_OK;
    }
    if (wj_grow(&suspect->durations, &suspect->duration_capacity, suspect->duration_count + 1,
                sizeof *suspect->durations) != WJ_OK) {
        return WJ_MEMORY;
    }
    suspect->durations[suspect->duration_count++] =
        (struct wj_lasted){milliseconds, place_of(response)};
    return WJ_OK;
}

static enum wj_status add_repeated(struct wj_suspect *suspect, size_t id, struct wj_sighting place)
{
    if (wj_grow(&suspect->repeated, &suspect->repeated_capacity, suspect->repeated_count + 1,
                sizeof *suspect->repeated) != WJ_OK) {
        return WJ_MEMORY;
    }
    suspect->repeated[suspect->repeated_count++] = (struct wj_repeated){id, place};
    return WJ_OK;
}

static enum wj_status see_id(struct wj_suspect *suspect, const struct wj_response *response)
{
    uint64_t *value;
    size_t known = suspect->ids.count;
    wj_buf_reset(&suspect->key);
    enum wj_status status = wj_text_clean(&suspect->key, response->id, false);
    if (status != WJ_OK || suspect->key.len == 0) {
        return status;
    }
    if (known >= WJ_MOST_COMPARED) {
        suspect->truncated = true;
        return WJ_OK;
    }
    if (wj_grow(&suspect->first_ids, &suspect->first_id_capacity, known + 1,
                sizeof *suspect->first_ids) != WJ_OK ||
        wj_map_put(&suspect->ids, wj_buf_slice(&suspect->key), &value) != WJ_OK) {
        return WJ_MEMORY;
    }
    if (suspect->ids.count > known) {
        *value = known;
        suspect->first_ids[known] = place_of(response);
        return WJ_OK;
    }
    size_t id = (size_t)(*value & ~REPEATED);
    if ((*value & REPEATED) == 0) {
        *value |= REPEATED;
        status = add_repeated(suspect, id, suspect->first_ids[id]);
    }
    return status == WJ_OK ? add_repeated(suspect, id, place_of(response)) : status;
}

enum wj_status wj_suspect_compare(struct wj_suspect *suspect, const struct wj_response *response)
{
    enum wj_status status = see_id(suspect, response);
    if (status == WJ_OK) {
        status = see_duration(suspect, response);
    }
    if (status == WJ_OK && suspect->ip >= 0 && suspect->time >= 0) {
        status = see_moment(suspect, response);
    }
    return status;
}

/* ---- orders ---- */

static int in_order(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

static int by_place(const void *a, const void *b)
{
    const struct wj_sighting *one = a;
    const struct wj_sighting *other = b;
    int order = in_order(one->file_number, other->file_number);
    return order != 0 ? order : in_order(one->record, other->record);
}

static int by_length(const void *a, const void *b)
{
    const struct wj_lasted *one = a;
    const struct wj_lasted *other = b;
    int order = in_order(one->milliseconds, other->milliseconds);
    return order != 0 ? order : by_place(&one->place, &other->place);
}

static int by_id(const void *a, const void *b)
{
    const struct wj_repeated *one = a;
    const struct wj_repeated *other = b;
    int order = in_order(one->id, other->id);
    return order != 0 ? order : by_place(&one->place, &other->place);
}

static int by_moment(const void *a, const void *b)
{
    const struct wj_moment *one = a;
    const struct wj_moment *other = b;
    int order = memcmp(one->key, other->key, sizeof one->key);
    if (order != 0) {
        return order;
    }
    order = one->time < other->time ? -1 : one->time > other->time;
    return order != 0 ? order : by_place(&one->place, &other->place);
}

static void sort(void *array, size_t count, size_t size, int (*order)(const void *, const void *))
{
    if (count > 1) {
        qsort(array, count, size, order);
    }
}

/* A finding with room for so many places. */
static struct wj_suspicion *add_with_places(struct wj_suspect *suspect, enum wj_suspicion_kind kind,
                                            size_t count)
{
    struct wj_suspicion *found = wj_suspect_add(suspect, kind);
    if (found == NULL) {
        return NULL;
    }
    found->places = wj_arena_alloc(&suspect->arena, count * sizeof *found->places);
    found->place_count = count;
    found->count = count;
    return found->places != NULL ? found : NULL;
}

/* ---- speaking up ---- */

/* Below a third of the median, which with an even count is the middle two's mean. */
static enum wj_status tell_fast(struct wj_suspect *suspect)
{
    struct wj_lasted *list = suspect->durations;
    size_t count = suspect->duration_count;
    size_t fast = 0;
    if (count < FEWEST_DURATIONS) {
        return WJ_OK;
    }
    sort(list, count, sizeof *list, by_length);
    uint64_t doubled = list[(count - 1) / 2].milliseconds + list[count / 2].milliseconds;
    while (fast < count && list[fast].milliseconds * 6 < doubled) {
        fast++;
    }
    if (fast == 0) {
        return WJ_OK;
    }
    struct wj_suspicion *found = add_with_places(suspect, WJ_FAST, fast);
    if (found == NULL) {
        return WJ_MEMORY;
    }
    found->base = count;
    found->median = doubled / 2;
    for (size_t i = 0; i < fast; i++) {
        found->places[i] = list[i].place;
    }
    sort(found->places, fast, sizeof *found->places, by_place);
    return WJ_OK;
}

static enum wj_status tell_same_ip(struct wj_suspect *suspect)
{
    struct wj_moment *list = suspect->moments;
    sort(list, suspect->moment_count, sizeof *list, by_moment);
    for (size_t start = 0; start < suspect->moment_count;) {
        size_t end = start + 1;
        while (end < suspect->moment_count &&
               memcmp(list[end].key, list[start].key, sizeof list->key) == 0 &&
               list[end].time - list[end - 1].time <= NEAR) {
            end++;
        }
        struct wj_suspicion *found =
            end - start > 1 ? add_with_places(suspect, WJ_SAME_IP, end - start) : NULL;
        if (end - start > 1 && found == NULL) {
            return WJ_MEMORY;
        }
        for (size_t i = start; found != NULL && i < end; i++) {
            found->places[i - start] = list[i].place;
        }
        start = end;
    }
    return WJ_OK;
}

static int by_first_place(const void *a, const void *b)
{
    const struct wj_suspicion *one = a;
    const struct wj_suspicion *other = b;
    return by_place(&one->places[0], &other->places[0]);
}

/* An id as it may be shown; NULL when there is no memory. */
static const char *shown_id(struct wj_suspect *suspect, struct wj_slice id)
{
    wj_buf_reset(&suspect->key);
    bool good = wj_cell_show(suspect->survey, id, suspect->id_personal, &suspect->key) == WJ_OK;
    return good ? wj_arena_copy(&suspect->arena, wj_buf_slice(&suspect->key)) : NULL;
}

static enum wj_status tell_repeated(struct wj_suspect *suspect)
{
    struct wj_repeated *list = suspect->repeated;
    sort(list, suspect->repeated_count, sizeof *list, by_id);
    for (size_t start = 0; start < suspect->repeated_count;) {
        size_t end = start + 1;
        while (end < suspect->repeated_count && list[end].id == list[start].id) {
            end++;
        }
        struct wj_suspicion *found = add_with_places(suspect, WJ_DUPLICATE_ID, end - start);
        if (found == NULL) {
            return WJ_MEMORY;
        }
        found->answer = shown_id(suspect, suspect->ids.entries[list[start].id].key);
        for (size_t i = start; i < end; i++) {
            found->places[i - start] = list[i].place;
        }
        if (found->answer == NULL) {
            return WJ_MEMORY;
        }
        start = end;
    }
    return WJ_OK;
}

enum wj_status wj_suspect_tell_responses(struct wj_suspect *suspect)
{
    enum wj_status status = tell_fast(suspect);
    size_t before = suspect->count;
    if (status == WJ_OK) {
        status = tell_same_ip(suspect);
    }
    if (suspect->count > before) {
        sort(suspect->list + before, suspect->count - before, sizeof *suspect->list,
             by_first_place);
    }
    return status == WJ_OK ? tell_repeated(suspect) : status;
}
