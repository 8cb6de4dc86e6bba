#include "dataset.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "wjtab/base/number.h"

/* ---- rows ---- */

enum wj_status wj_dataset_rewind(struct wj_dataset *dataset, struct wj_diags *diags)
{
    dataset->next = 0;
    return wj_cases_rewind(dataset->cases, diags);
}

static void put_code(struct wj_datum **at, size_t category)
{
    *(*at)++ = (struct wj_datum){.state = WJ_CASE_ANSWERED, .category = category};
}

/* An empty text is none. */
static void put_text(struct wj_datum **at, struct wj_slice text)
{
    enum wj_case_state state = text.len > 0 ? WJ_CASE_ANSWERED : WJ_CASE_BLANK;
    *(*at)++ = (struct wj_datum){.state = state, .text = text};
}

static void put_weight(struct wj_dataset *dataset, const struct wj_case *response,
                       struct wj_datum **at)
{
    static const struct wj_rounding kept = {WJ_DATASET_WEIGHT_PLACES, WJ_HALF_EVEN};
    mpq_t weight;
    mpq_init(weight);
    if (response->rule < 0 && dataset->options->weights != NULL) {
        wj_weighting_of(dataset->options->weights, response->weight, weight);
    }
    wj_buf_reset(&dataset->weight_text);
    wj_number_short(&dataset->weight_text, weight, kept);
    put_text(at, wj_buf_slice(&dataset->weight_text));
    mpq_clear(weight);
}

static void put_places(struct wj_dataset *dataset, const struct wj_case *response,
                       struct wj_datum **at)
{
    if (dataset->survey->id.text != NULL) {
        put_text(at, response->id);
    }
    put_code(at, response->file);
    snprintf(dataset->record, sizeof dataset->record, "%" PRIu64, response->record);
    put_text(at, wj_slice_of(dataset->record));
    if (dataset->options->rejected) {
        put_code(at, (size_t)(response->rule + 1));
    }
    if (dataset->has_weight) {
        put_weight(dataset, response, at);
    }
}

static void put_multiple(const struct wj_question *question, const struct wj_case_answer *answer,
                         struct wj_datum **at)
{
    for (size_t i = 0; i < question->option_count; i++) {
        if (answer->state == WJ_CASE_ANSWERED) {
            put_code(at, answer->chosen[i / 8] >> i % 8 & 1);
        } else {
            *(*at)++ = (struct wj_datum){.state = answer->state};
        }
    }
}

static void put_answer(const struct wj_dataset *dataset, const struct wj_question *question,
                       struct wj_case *response, struct wj_datum **at)
{
    struct wj_case_answer answer = wj_case_answer(response, question);
    if (question->type == WJ_MULTIPLE) {
        put_multiple(question, &answer, at);
    } else if (question->type != WJ_TEXT || dataset->options->keep_text) {
        *(*at)++ = (struct wj_datum){
            .state = answer.state, .category = answer.option, .text = answer.text};
    }
    if (wj_dataset_has_reason(dataset, question)) {
        put_text(at, answer.reason);
    }
}

enum wj_status wj_dataset_next(struct wj_dataset *dataset, struct wj_diags *diags,
                               const struct wj_datum **cells)
{
    const struct wj_survey *survey = dataset->survey;
    struct wj_datum *at = dataset->cells;
    struct wj_case response;
    *cells = NULL;
    if (dataset->next == dataset->rows) {
        return WJ_OK;
    }
    enum wj_status status = wj_cases_next(dataset->cases, diags, &response);
    if (status != WJ_OK) {
        return status;
    }
    put_places(dataset, &response, &at);
    for (size_t i = 0; i < survey->question_count; i++) {
        put_answer(dataset, &survey->questions[i], &response, &at);
    }
    dataset->next++;
    *cells = dataset->cells;
    return wj_buf_status(&dataset->weight_text);
}

/* ---- counts ---- */

/* The limits of a number variable. */
struct limits {
    mpq_t lowest;
    mpq_t highest;
};

static void see_number(struct wj_variable *variable, struct limits *limits, mpq_t number,
                       struct wj_slice text)
{
    const char *point = memchr(text.ptr, '.', text.len);
    unsigned decimals = point != NULL ? (unsigned)(text.ptr + text.len - point) - 1 : 0;
    variable->decimals = decimals > variable->decimals ? decimals : variable->decimals;
    wj_number_parse(number, text, 0);
    if (variable->answered == 1 || mpq_cmp(number, limits->lowest) < 0) {
        mpq_set(limits->lowest, number);
    }
    if (variable->answered == 1 || mpq_cmp(number, limits->highest) > 0) {
        mpq_set(limits->highest, number);
    }
}

static bool is_ascii(struct wj_slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < ' ' || text.ptr[i] > '~') {
            return false;
        }
    }
    return true;
}

static void see_cell(struct wj_variable *variable, struct limits *limits, mpq_t number,
                     const struct wj_datum *cell)
{
    if (cell->state != WJ_CASE_ANSWERED) {
        variable->missing_count[cell->state]++;
        return;
    }
    variable->answered++;
    variable->width = cell->text.len > variable->width ? cell->text.len : variable->width;
    if (variable->kind == WJ_VARIABLE_CODE) {
        variable->categories[cell->category].count++;
    } else if (variable->kind == WJ_VARIABLE_NUMBER) {
        see_number(variable, limits, number, cell->text);
    } else {
        variable->ascii = variable->ascii && is_ascii(cell->text);
    }
}

static char *limit_text(struct wj_dataset *dataset, const struct wj_variable *variable,
                        const mpq_t limit)
{
    struct wj_buf text = {0};
    struct wj_rounding exact = {variable->decimals, WJ_HALF_UP};
    wj_number_fixed(&text, limit, exact);
    char *kept = wj_arena_copy(&dataset->arena, wj_buf_slice(&text));
    wj_buf_clear(&text);
    return kept;
}

/* Takes -2, -3, -4, or -92, -93, -94, and so on: the first that lie below all numbers. -2 and -3
 * mean the same in exports of survey platforms. */
static void choose_missing(struct wj_variable *variable, const struct limits *limits)
{
    int64_t power = 10;
    for (size_t digits = 1; digits < WJ_CASE_DIGITS && !variable->has_missing; digits++) {
        int64_t first = 10 - power - 2;
        variable->has_missing = variable->kind != WJ_VARIABLE_NUMBER || variable->answered == 0 ||
                                mpq_cmp_si(limits->lowest, first, 1) > 0;
        for (size_t kind = 0; kind < WJ_MISSING_KINDS; kind++) {
            variable->missing[kind] = first - (int64_t)kind;
        }
        power *= 10;
    }
}

static void settle(struct wj_dataset *dataset, struct wj_variable *variable,
                   const struct limits *limits)
{
    if (variable->kind != WJ_VARIABLE_TEXT && variable->question != NULL) {
        choose_missing(variable, limits);
    }
    if (variable->kind == WJ_VARIABLE_NUMBER && variable->answered > 0) {
        variable->lowest = limit_text(dataset, variable, limits->lowest);
        variable->highest = limit_text(dataset, variable, limits->highest);
    }
}

static enum wj_status count_rows(struct wj_dataset *dataset, struct wj_diags *diags,
                                 struct limits *limits)
{
    const struct wj_datum *cells = NULL;
    mpq_t number;
    mpq_init(number);
    enum wj_status status = wj_dataset_rewind(dataset, diags);
    if (status == WJ_OK) {
        status = wj_dataset_next(dataset, diags, &cells);
    }
    while (status == WJ_OK && cells != NULL) {
        for (size_t i = 0; i < dataset->variable_count; i++) {
            see_cell(&dataset->variables[i], &limits[i], number, &cells[i]);
        }
        status = wj_dataset_next(dataset, diags, &cells);
    }
    mpq_clear(number);
    return status;
}

enum wj_status wj_dataset_count(struct wj_dataset *dataset, struct wj_diags *diags)
{
    size_t count = dataset->variable_count;
    struct limits *limits = wj_arena_alloc(&dataset->arena, (count + 1) * sizeof *limits);
    if (limits == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        mpq_inits(limits[i].lowest, limits[i].highest, NULL);
    }
    enum wj_status status = count_rows(dataset, diags, limits);
    for (size_t i = 0; i < count; i++) {
        if (status == WJ_OK) {
            settle(dataset, &dataset->variables[i], &limits[i]);
        }
        mpq_clears(limits[i].lowest, limits[i].highest, NULL);
    }
    return status;
}
