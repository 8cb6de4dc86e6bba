#include "wjtab/survey/answer.h"

#include "match.h"
#include "wjtab/base/map.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

/* Ceilings of the memory of resolved spellings; beyond them cells are matched afresh. */
enum { LONGEST_REMEMBERED = 128, MOST_REMEMBERED_BYTES = 1 << 20 };

/* What a spelling was resolved to. */
struct resolved {
    enum wj_answer_state state;
    bool written_blank;
    uint32_t option;
    uint64_t *chosen; /* multiple */
};

/* One question's matching and its memory, from a cell's raw bytes to what it means. */
struct question_coder {
    struct wj_matcher matcher;
    struct wj_map remembered; /* -> number of a `resolved` */
    struct resolved *resolved;
    size_t resolved_count;
    size_t resolved_capacity;
    struct wj_arena sets;
};

struct wj_coder {
    const struct wj_survey *survey;
    struct question_coder *questions;
    struct wj_response response;
    struct wj_answers answers;
    struct wj_buf cleaned;
    struct wj_value value;
    struct wj_buf reason;
    struct wj_arena arena;
};

struct wj_slice wj_response_cell(const struct wj_response *response, long column)
{
    bool there = column >= 0 && (size_t)column < response->field_count;
    return there ? response->fields[column] : wj_slice(NULL, 0);
}

/* ---- closed questions, one cell ---- */

static enum wj_status limit_hit(struct wj_coder *coder, struct wj_diags *diags, size_t number,
                                size_t option)
{
    const struct wj_response *response = &coder->response;
    const struct wj_question *question = &coder->survey->questions[number];
    struct wj_place place = {.file = response->file, .line = response->line};
    return wj_fail(diags, WJ_DATA, "pattern_limit", &place,
                   _("record %llu: the pattern of option “%s” of “%s” takes too long on this "
                     "answer; write it more simply"),
                   (unsigned long long)response->record, question->options[option].label,
                   question->name);
}

/* Fills an answer from a match; the answer's `chosen` is already set for a multiple one. */
static void take_match(struct wj_answer *answer, struct wj_match match)
{
    switch (match.kind) {
    case WJ_MATCH_OPTION:
        answer->state = WJ_ANSWERED;
        answer->option = (uint32_t)match.option;
        answer->reason = match.reason;
        break;
    case WJ_MATCH_SET:
        answer->state = WJ_ANSWERED;
        break;
    case WJ_MATCH_SEVERAL:
        answer->state = WJ_SEVERAL;
        break;
    case WJ_MATCH_EMPTY:
        answer->state = WJ_BLANK;
        answer->written_blank = true;
        break;
    case WJ_MATCH_NONE:
    case WJ_MATCH_CONFLICT:
    case WJ_MATCH_LIMIT:
        answer->state = WJ_UNKNOWN;
        break;
    }
}

static void take_empty(struct wj_answer *answer, enum wj_emptiness emptiness)
{
    answer->state = emptiness == WJ_CELL_EMPTY ? WJ_BLANK : WJ_NOT_ASKED;
    answer->written_blank = emptiness == WJ_CELL_EMPTY;
}

static void recall(const struct question_coder *question, size_t number, struct wj_answer *answer)
{
    const struct resolved *known = &question->resolved[number];
    answer->state = known->state;
    answer->written_blank = known->written_blank;
    answer->option = known->option;
    for (size_t i = 0; known->chosen != NULL && i < question->matcher.words; i++) {
        answer->chosen[i] = known->chosen[i];
    }
}

static enum wj_status remember(struct question_coder *question, struct wj_slice cell,
                               const struct wj_answer *answer)
{
    uint64_t *value;
    struct resolved resolved = {answer->state, answer->written_blank, answer->option, NULL};
    if (cell.len > LONGEST_REMEMBERED || question->remembered.key_bytes > MOST_REMEMBERED_BYTES) {
        return WJ_OK;
    }
    if (answer->chosen != NULL) {
        size_t size = question->matcher.words * sizeof *resolved.chosen;
        resolved.chosen = wj_arena_alloc(&question->sets, size);
        if (resolved.chosen == NULL) {
            return WJ_MEMORY;
        }
        memcpy(resolved.chosen, answer->chosen, size);
    }
    if (wj_grow(&question->resolved, &question->resolved_capacity, question->resolved_count + 1,
                sizeof resolved) != WJ_OK ||
        wj_map_put(&question->remembered, cell, &value) != WJ_OK) {
        return WJ_MEMORY;
    }
    *value = question->resolved_count;
    question->resolved[question->resolved_count++] = resolved;
    return WJ_OK;
}

static enum wj_status code_closed(struct wj_coder *coder, struct wj_diags *diags, size_t number)
{
    struct question_coder *question = &coder->questions[number];
    struct wj_answer *answer = &coder->response.answers[number];
    const uint64_t *known = wj_map_get(&question->remembered, answer->cell);
    if (known != NULL) {
        recall(question, (size_t)*known, answer);
        return WJ_OK;
    }
    enum wj_emptiness emptiness = wj_match_empty(&question->matcher, answer->cell);
    struct wj_match match = {0};
    if (emptiness != WJ_CELL_FILLED) {
        take_empty(answer, emptiness);
    } else {
        match = answer->chosen != NULL
                    ? wj_match_multiple(&question->matcher, answer->cell, answer->chosen)
                    : wj_match_single(&question->matcher, answer->cell);
        if (match.kind == WJ_MATCH_LIMIT) {
            return limit_hit(coder, diags, number, match.option);
        }
        take_match(answer, match);
    }
    return match.tail ? WJ_OK : remember(question, answer->cell, answer);
}

/* ---- one column per option ---- */

static void code_columns(struct wj_coder *coder, size_t number)
{
    const struct wj_question *question = &coder->survey->questions[number];
    struct wj_answer *answer = &coder->response.answers[number];
    const long *columns = coder->response.columns->options[number];
    size_t not_asked = 0;
    size_t chosen = 0;
    for (size_t i = 0; i < coder->questions[number].matcher.words; i++) {
        answer->chosen[i] = 0;
    }
    for (size_t i = 0; i < question->option_count; i++) {
        wj_buf_reset(&coder->cleaned);
        wj_text_clean(&coder->cleaned, wj_response_cell(&coder->response, columns[i]), true);
        struct wj_slice cell = wj_buf_slice(&coder->cleaned);
        enum wj_emptiness emptiness = wj_cell_emptiness(cell, true);
        not_asked += emptiness == WJ_CELL_NOT_ASKED ? 1 : 0;
        if (emptiness == WJ_CELL_FILLED && !wj_slice_is(cell, "0") && !wj_slice_is(cell, "否")) {
            answer->chosen[i / 64] |= (uint64_t)1 << i % 64;
            chosen++;
        }
    }
    answer->state = chosen > 0                            ? WJ_ANSWERED
                    : not_asked == question->option_count ? WJ_NOT_ASKED
                                                          : WJ_BLANK;
    answer->written_blank = answer->state == WJ_BLANK;
}

/* ---- quantities and texts ---- */

static bool in_range(const struct wj_question *question, const mpq_t number)
{
    return (!question->has_min || mpq_cmp(number, question->min) >= 0) &&
           (!question->has_max || mpq_cmp(number, question->max) <= 0);
}

static void code_quantity(struct wj_coder *coder, size_t number)
{
    const struct wj_question *question = &coder->survey->questions[number];
    struct wj_answer *answer = &coder->response.answers[number];
    wj_buf_reset(&coder->cleaned);
    wj_text_clean(&coder->cleaned, answer->cell, true);
    struct wj_slice cell = wj_buf_slice(&coder->cleaned);
    bool is_number =
        !wj_text_has_odd_digit(answer->cell) &&
        wj_number_parse(answer->number, cell, WJ_NUMBER_THOUSANDS | WJ_NUMBER_EXPONENT);
    bool allowed =
        is_number && (question->has_min || question->has_max) && in_range(question, answer->number);
    enum wj_emptiness emptiness = wj_cell_emptiness(cell, !allowed);
    if (emptiness != WJ_CELL_FILLED) {
        take_empty(answer, emptiness);
        return;
    }
    answer->state = is_number ? WJ_ANSWERED : WJ_UNKNOWN;
    answer->out_of_range = is_number && !in_range(question, answer->number);
}

static void code_text(struct wj_coder *coder, struct wj_answer *answer)
{
    wj_buf_reset(&coder->cleaned);
    wj_text_clean(&coder->cleaned, answer->cell, true);
    enum wj_emptiness emptiness = wj_cell_emptiness(wj_buf_slice(&coder->cleaned), true);
    if (emptiness != WJ_CELL_FILLED) {
        take_empty(answer, emptiness);
    } else {
        answer->state = WJ_ANSWERED;
    }
}

/* ---- a whole response ---- */

static enum wj_status code_question(struct wj_coder *coder, struct wj_diags *diags, size_t number)
{
    struct wj_response *response = &coder->response;
    struct wj_answer *answer = &response->answers[number];
    answer->cell = wj_response_cell(response, response->columns->questions[number]);
    answer->reason = wj_slice(NULL, 0);
    answer->written_blank = false;
    answer->out_of_range = false;
    switch (coder->survey->questions[number].type) {
    case WJ_SINGLE:
    case WJ_MULTIPLE:
        if (response->columns->options[number] == NULL) {
            return code_closed(coder, diags, number);
        }
        code_columns(coder, number);
        break;
    case WJ_QUANTITY:
        code_quantity(coder, number);
        break;
    case WJ_TEXT:
        code_text(coder, answer);
        break;
    }
    return WJ_OK;
}

static enum wj_status stop_at_unknown(struct wj_coder *coder, struct wj_diags *diags, size_t number)
{
    const struct wj_response *response = &coder->response;
    const struct wj_question *question = &coder->survey->questions[number];
    struct wj_place place = {.file = response->file,
                             .line = response->line,
                             .column = (uint64_t)(response->columns->questions[number] + 1)};
    struct wj_nearest nearest = wj_nearest(wj_text_trim(response->answers[number].cell));
    struct wj_buf hint = {0};
    struct wj_buf cell = {0};
    struct wj_buf shown = {0};
    if (wj_answer_show(coder->survey, response, number, &cell) != WJ_OK) {
        wj_buf_clear(&cell);
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < question->option_count; i++) {
        wj_nearest_try(&nearest, wj_slice_of(question->options[i].label));
    }
    wj_nearest_hint(&nearest, &hint);
    enum wj_status status =
        wj_fail(diags, WJ_DATA, "unknown_answer", &place,
                _("record %llu: “%s” is no answer to “%s”%s (`unknown: stop`); correct it, or "
                  "add it to the option's `also`"),
                (unsigned long long)response->record, wj_text_excerpt(&shown, wj_buf_slice(&cell)),
                question->name, wj_buf_text(&hint));
    wj_buf_clear(&cell);
    wj_buf_clear(&hint);
    wj_buf_clear(&shown);
    return status;
}

/* A question that was left empty and that the response was not to answer was not asked. */
static void apply_asked_if(struct wj_coder *coder, size_t number)
{
    const struct wj_formula *asked_if = coder->survey->questions[number].asked_if;
    struct wj_values values = wj_answers_values(&coder->answers);
    bool asked = true;
    wj_buf_reset(&coder->reason);
    if (wj_formula_evaluate(asked_if, &values, &coder->value, &coder->reason) &&
        wj_value_condition(&coder->value, &asked) && !asked) {
        coder->response.answers[number].state = WJ_NOT_ASKED;
    }
}

static enum wj_status code_all(struct wj_coder *coder, struct wj_diags *diags)
{
    const struct wj_survey *survey = coder->survey;
    struct wj_answer *answers = coder->response.answers;
    for (size_t i = 0; i < survey->question_count; i++) {
        enum wj_status status = code_question(coder, diags, i);
        if (status == WJ_OK && answers[i].state == WJ_UNKNOWN &&
            survey->valid.unknown == WJ_UNKNOWN_STOP) {
            status = stop_at_unknown(coder, diags, i);
        }
        if (status != WJ_OK) {
            return status;
        }
    }
    for (size_t i = 0; i < survey->question_count; i++) {
        if (survey->questions[i].asked_if != NULL && answers[i].state == WJ_BLANK) {
            apply_asked_if(coder, i);
        }
    }
    return WJ_OK;
}

enum wj_status wj_coder_code(struct wj_coder *coder, struct wj_diags *diags)
{
    unsigned long failures = wj_memory_failures();
    enum wj_status status = code_all(coder, diags);
    /* An answer that could not be cleaned looks like one that fits no option. */
    return wj_memory_status(failures) != WJ_OK ? WJ_MEMORY : status;
}

struct wj_response *wj_coder_response(struct wj_coder *coder)
{
    return &coder->response;
}

bool wj_coder_ambiguous(struct wj_coder *coder, size_t question, struct wj_slice cell,
                        size_t options[2])
{
    const struct wj_question *asked = &coder->survey->questions[question];
    size_t count = 0;
    for (size_t i = 0; i < asked->option_count && count < 2; i++) {
        struct wj_pattern *pattern = asked->options[i].pattern;
        if (pattern != NULL && wj_pattern_find(pattern, wj_text_trim(cell)) == WJ_FOUND) {
            options[count++] = i;
        }
    }
    return count == 2;
}

/* ---- making and freeing ---- */

static enum wj_status prepare(struct wj_coder *coder)
{
    const struct wj_survey *survey = coder->survey;
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < survey->question_count; i++) {
        struct wj_answer *answer = &coder->response.answers[i];
        status = wj_matcher_init(&coder->questions[i].matcher, &survey->questions[i]);
        if (status == WJ_OK && survey->questions[i].type == WJ_MULTIPLE) {
            answer->chosen = wj_arena_alloc(&coder->arena, coder->questions[i].matcher.words *
                                                               sizeof *answer->chosen);
            status = answer->chosen == NULL ? WJ_MEMORY : WJ_OK;
        }
    }
    return status;
}

enum wj_status wj_coder_new(const struct wj_survey *survey, struct wj_coder **coder)
{
    struct wj_coder *made = wj_alloc(sizeof *made);
    *coder = NULL;
    if (made == NULL) {
        return WJ_MEMORY;
    }
    size_t count = survey->question_count + 1;
    wj_value_init(&made->value);
    made->survey = survey;
    made->questions = wj_arena_alloc(&made->arena, count * sizeof *made->questions);
    made->response.answers = wj_arena_alloc(&made->arena, count * sizeof(struct wj_answer));
    made->answers = (struct wj_answers){survey, &made->response};
    if (made->questions == NULL || made->response.answers == NULL) {
        wj_value_clear(&made->value);
        wj_arena_clear(&made->arena);
        wj_free(made);
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < survey->question_count; i++) {
        mpq_init(made->response.answers[i].number);
    }
    enum wj_status status = prepare(made);
    if (status != WJ_OK) {
        wj_coder_free(made);
        return status;
    }
    *coder = made;
    return WJ_OK;
}

void wj_coder_free(struct wj_coder *coder)
{
    if (coder == NULL) {
        return;
    }
    for (size_t i = 0; i < coder->survey->question_count; i++) {
        struct question_coder *question = &coder->questions[i];
        wj_matcher_clear(&question->matcher);
        wj_map_clear(&question->remembered);
        wj_free(question->resolved);
        wj_arena_clear(&question->sets);
        mpq_clear(coder->response.answers[i].number);
    }
    wj_value_clear(&coder->value);
    wj_buf_clear(&coder->cleaned);
    wj_buf_clear(&coder->reason);
    wj_arena_clear(&coder->arena);
    wj_free(coder);
}
