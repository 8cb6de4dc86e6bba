#include "wjtab/screen/suspect.h"

#include <string.h>

#include "suspect_parts.h"

enum { FEWEST_ANSWERS = 3, FEWEST_STRAIGHT = 3 };

struct wj_suspicion *wj_suspect_add(struct wj_suspect *suspect, enum wj_suspicion_kind kind)
{
    if (wj_grow(&suspect->list, &suspect->capacity, suspect->count + 1, sizeof *suspect->list) !=
        WJ_OK) {
        return NULL;
    }
    struct wj_suspicion *added = &suspect->list[suspect->count++];
    *added = (struct wj_suspicion){.kind = kind};
    return added;
}

/* ---- answers to each question ---- */

static size_t words_of(const struct wj_question *question)
{
    return (question->option_count + 63) / 64;
}

static bool is_first_again(const struct wj_question *question, const struct wj_answered *answered,
                           const struct wj_answer *answer)
{
    switch (question->type) {
    case WJ_SINGLE:
        return answered->counts[answer->option] == answered->answered;
    case WJ_MULTIPLE:
        return memcmp(answered->chosen, answer->chosen,
                      words_of(question) * sizeof *answer->chosen) == 0;
    case WJ_QUANTITY:
        return mpq_equal(answered->number, answer->number) != 0;
    case WJ_TEXT:
        break;
    }
    return false;
}

static void keep_first(const struct wj_question *question, struct wj_answered *answered,
                       const struct wj_answer *answer)
{
    if (question->type == WJ_MULTIPLE) {
        memcpy(answered->chosen, answer->chosen, words_of(question) * sizeof *answer->chosen);
    } else if (question->type == WJ_QUANTITY) {
        mpq_set(answered->number, answer->number);
    }
}

static void see_answer(const struct wj_question *question, struct wj_answered *answered,
                       const struct wj_answer *answer)
{
    answered->seen++;
    switch (answer->state) {
    case WJ_BLANK:
        answered->blank++;
        return;
    case WJ_NOT_ASKED:
        answered->not_asked++;
        return;
    case WJ_UNKNOWN:
    case WJ_SEVERAL:
        answered->varies = true;
        return;
    case WJ_ANSWERED:
        break;
    }
    for (size_t i = 0; i < question->option_count; i++) {
        bool here = question->type == WJ_SINGLE ? answer->option == i : wj_answer_has(answer, i);
        answered->counts[i] += here ? 1 : 0;
    }
    if (answered->answered++ == 0) {
        keep_first(question, answered, answer);
    }
    answered->varies = answered->varies || !is_first_again(question, answered, answer);
}

/* ---- the same option throughout ---- */

static void see_straight(struct wj_straight *straight, const struct wj_response *response)
{
    size_t asked = 0;
    uint32_t option = 0;
    bool same = true;
    for (size_t i = 0; i < straight->count; i++) {
        const struct wj_answer *answer = &response->answers[straight->questions[i]];
        if (answer->state == WJ_NOT_ASKED) {
            continue;
        }
        if (answer->state != WJ_ANSWERED) {
            return;
        }
        same = same && (asked == 0 || answer->option == option);
        option = answer->option;
        asked++;
    }
    if (asked >= FEWEST_STRAIGHT) {
        straight->base++;
        straight->straight += same ? 1 : 0;
    }
}

/* Do the questions go on with the same scale, and is this the first of them? */
static bool opens_scale(const struct wj_survey *survey, size_t number)
{
    const struct wj_question *question = &survey->questions[number];
    if (question->type != WJ_SINGLE || !question->scored || question->scale == NULL) {
        return false;
    }
    for (size_t i = 0; i < number; i++) {
        const struct wj_question *before = &survey->questions[i];
        if (before->type == WJ_SINGLE && before->scale != NULL &&
            strcmp(before->scale, question->scale) == 0) {
            return false;
        }
    }
    return true;
}

static enum wj_status collect_scale(struct wj_suspect *suspect, const char *scale)
{
    const struct wj_survey *survey = suspect->survey;
    struct wj_straight *straight = &suspect->straight[suspect->straight_count];
    size_t *questions = wj_arena_alloc(&suspect->arena, survey->question_count * sizeof *questions);
    if (questions == NULL) {
        return WJ_MEMORY;
    }
    *straight = (struct wj_straight){.scale = scale, .questions = questions};
    for (size_t i = 0; i < survey->question_count; i++) {
        const struct wj_question *question = &survey->questions[i];
        if (question->type == WJ_SINGLE && question->scale != NULL &&
            strcmp(question->scale, scale) == 0) {
            questions[straight->count++] = i;
        }
    }
    suspect->straight_count += straight->count >= FEWEST_STRAIGHT ? 1 : 0;
    return WJ_OK;
}

static bool same_questions(const struct wj_straight *straight, const struct wj_valid *valid)
{
    bool same = straight->count == valid->straight_count;
    for (size_t i = 0; same && i < valid->straight_count; i++) {
        bool found = false;
        for (size_t j = 0; !found && j < straight->count; j++) {
            found = straight->questions[j] == valid->straight_questions[i];
        }
        same = found;
    }
    return same;
}

/* One group per scale of three scored questions or more, and the definition's own. */
static enum wj_status collect_straight(struct wj_suspect *suspect)
{
    const struct wj_survey *survey = suspect->survey;
    const struct wj_valid *valid = &survey->valid;
    enum wj_status status = WJ_OK;
    suspect->straight =
        wj_arena_alloc(&suspect->arena, (survey->question_count + 1) * sizeof *suspect->straight);
    if (suspect->straight == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; status == WJ_OK && i < survey->question_count; i++) {
        if (opens_scale(survey, i)) {
            status = collect_scale(suspect, survey->questions[i].scale);
        }
    }
    bool covered = valid->straight_count < FEWEST_STRAIGHT;
    for (size_t i = 0; i < suspect->straight_count; i++) {
        covered = covered || same_questions(&suspect->straight[i], valid);
    }
    if (!covered) {
        suspect->straight[suspect->straight_count++] = (struct wj_straight){
            .questions = valid->straight_questions, .count = valid->straight_count};
    }
    return status;
}

/* ---- passing by ---- */

enum wj_status wj_suspect_file(struct wj_suspect *suspect, const struct wj_columns *columns,
                               const struct wj_slice *header, size_t count)
{
    unsigned long failures = wj_memory_failures();
    wj_suspect_find_columns(suspect, columns, header, count);
    return wj_memory_status(failures);
}

enum wj_status wj_suspect_see(struct wj_suspect *suspect, const struct wj_response *response)
{
    if (response->shape) {
        return WJ_OK;
    }
    unsigned long failures = wj_memory_failures();
    suspect->seen++;
    for (size_t i = 0; i < suspect->survey->question_count; i++) {
        see_answer(&suspect->survey->questions[i], &suspect->questions[i], &response->answers[i]);
    }
    for (size_t i = 0; i < suspect->straight_count; i++) {
        see_straight(&suspect->straight[i], response);
    }
    wj_suspect_mark(suspect, response);
    enum wj_status status = wj_suspect_compare(suspect, response);
    return status == WJ_OK ? wj_memory_status(failures) : status;
}

/* ---- speaking up ---- */

/* The first answer as text: codes joined by commas, or a number. */
static char *first_answer(struct wj_suspect *suspect, const struct wj_question *question,
                          const struct wj_answered *answered)
{
    struct wj_buf text = {0};
    if (question->type == WJ_QUANTITY) {
        wj_number_exact(&text, answered->number);
    }
    for (size_t i = 0; i < question->option_count; i++) {
        if (answered->counts[i] > 0) {
            wj_buf_addf(&text, "%s%s", text.len > 0 ? "," : "", question->options[i].code);
        }
    }
    char *copy =
        wj_buf_status(&text) == WJ_OK ? wj_arena_copy(&suspect->arena, wj_buf_slice(&text)) : NULL;
    wj_buf_clear(&text);
    return copy;
}

static enum wj_status tell_constant(struct wj_suspect *suspect, size_t number)
{
    const struct wj_answered *answered = &suspect->questions[number];
    const struct wj_question *question = &suspect->survey->questions[number];
    if (question->type == WJ_TEXT || answered->varies || answered->answered < FEWEST_ANSWERS) {
        return WJ_OK;
    }
    struct wj_suspicion *found = wj_suspect_add(suspect, WJ_CONSTANT);
    if (found == NULL) {
        return WJ_MEMORY;
    }
    found->question = number;
    found->count = answered->answered;
    found->base = answered->seen;
    found->answer = first_answer(suspect, question, answered);
    return found->answer != NULL ? WJ_OK : WJ_MEMORY;
}

static enum wj_status tell_question(struct wj_suspect *suspect, size_t number)
{
    const struct wj_answered *answered = &suspect->questions[number];
    const struct wj_question *question = &suspect->survey->questions[number];
    uint64_t asked = answered->seen - answered->not_asked;
    struct wj_suspicion *found;
    if (suspect->survey->valid.is_required[number] && answered->blank > asked / 2) {
        found = wj_suspect_add(suspect, WJ_MOSTLY_EMPTY);
        if (found == NULL) {
            return WJ_MEMORY;
        }
        found->question = number;
        found->count = answered->blank;
        found->base = asked;
    }
    enum wj_status status = tell_constant(suspect, number);
    for (size_t i = 0; status == WJ_OK && answered->answered > 0 && i < question->option_count;
         i++) {
        if (answered->counts[i] > 0) {
            continue;
        }
        found = wj_suspect_add(suspect, WJ_UNUSED_OPTION);
        if (found == NULL) {
            return WJ_MEMORY;
        }
        found->question = number;
        found->option = i;
        found->base = answered->answered;
    }
    return status == WJ_OK ? wj_suspect_tell_follows(suspect, number) : status;
}

static enum wj_status tell_straight(struct wj_suspect *suspect)
{
    for (size_t i = 0; i < suspect->straight_count; i++) {
        const struct wj_straight *straight = &suspect->straight[i];
        if (straight->straight == 0) {
            continue;
        }
        struct wj_suspicion *found = wj_suspect_add(suspect, WJ_STRAIGHT);
        if (found == NULL) {
            return WJ_MEMORY;
        }
        found->scale = straight->scale;
        found->questions = straight->questions;
        found->question_count = straight->count;
        found->count = straight->straight;
        found->base = straight->base;
    }
    return WJ_OK;
}

enum wj_status wj_suspect_finish(struct wj_suspect *suspect)
{
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < suspect->survey->question_count; i++) {
        status = tell_question(suspect, i);
    }
    if (status == WJ_OK) {
        status = tell_straight(suspect);
    }
    return status == WJ_OK ? wj_suspect_tell_responses(suspect) : status;
}

const struct wj_suspicion *wj_suspect_list(const struct wj_suspect *suspect, size_t *count)
{
    *count = suspect->count;
    return suspect->list;
}

bool wj_suspect_truncated(const struct wj_suspect *suspect)
{
    return suspect->truncated;
}

/* ---- making and freeing ---- */

static enum wj_status prepare(struct wj_suspect *suspect)
{
    const struct wj_survey *survey = suspect->survey;
    for (size_t i = 0; i < survey->question_count; i++) {
        const struct wj_question *question = &survey->questions[i];
        struct wj_answered *answered = &suspect->questions[i];
        size_t options = question->option_count;
        answered->counts = wj_arena_alloc(&suspect->arena, (options + 1) * sizeof(uint64_t));
        answered->chosen =
            wj_arena_alloc(&suspect->arena, (words_of(question) + 1) * sizeof(uint64_t));
        answered->options =
            wj_arena_alloc(&suspect->arena, (options + 1) * sizeof *answered->options);
        if (answered->counts == NULL || answered->chosen == NULL || answered->options == NULL) {
            return WJ_MEMORY;
        }
    }
    return collect_straight(suspect);
}

enum wj_status wj_suspect_new(const struct wj_survey *survey, struct wj_suspect **suspect)
{
    struct wj_suspect *made = wj_alloc(sizeof *made);
    *suspect = NULL;
    if (made == NULL) {
        return WJ_MEMORY;
    }
    made->survey = survey;
    made->ip = -1;
    made->time = -1;
    made->seconds = -1;
    made->questions =
        wj_arena_alloc(&made->arena, (survey->question_count + 1) * sizeof *made->questions);
    if (made->questions == NULL) {
        wj_free(made);
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < survey->question_count; i++) {
        mpq_init(made->questions[i].number);
    }
    enum wj_status status = prepare(made);
    if (status != WJ_OK) {
        wj_suspect_free(made);
        return status;
    }
    *suspect = made;
    return WJ_OK;
}

void wj_suspect_free(struct wj_suspect *suspect)
{
    if (suspect == NULL) {
        return;
    }
    for (size_t i = 0; i < suspect->survey->question_count; i++) {
        mpq_clear(suspect->questions[i].number);
    }
    wj_free(suspect->moments);
    wj_free(suspect->durations);
    wj_map_clear(&suspect->ids);
    wj_free(suspect->first_ids);
    wj_free(suspect->repeated);
    wj_free(suspect->list);
    wj_buf_clear(&suspect->key);
    wj_arena_clear(&suspect->arena);
    wj_free(suspect);
}
