#include "cross.h"

#include "count.h"
#include "wjtab/base/message.h"

enum { MOST_COLUMNS = 10000 };

static size_t columns_of(const struct wj_survey *survey, const struct wj_banner *by)
{
    size_t columns = 1;
    for (size_t i = 0; i < by->count && columns <= MOST_COLUMNS; i++) {
        columns *= survey->questions[by->questions[i]].option_count;
    }
    return columns;
}

static bool has_rows(const struct wj_question *question)
{
    return question->type == WJ_SINGLE || question->type == WJ_MULTIPLE;
}

/* Columns of a multiple question share responses, which tests of them take into account. */
static bool needs_shared(const struct wj_survey *survey, const struct wj_cross_tally *cross)
{
    bool several = false;
    for (size_t i = 0; i < cross->by->count; i++) {
        several = several || survey->questions[cross->by->questions[i]].type == WJ_MULTIPLE;
    }
    return several && survey->tests.level_count > 0 && cross->column_count <= WJ_MOST_TESTED;
}

static enum wj_status init_cross(struct wj_tally *tally, struct wj_cross_tally *cross)
{
    size_t cells = cross->row_count * cross->column_count;
    cross->cells = wj_arena_alloc(&tally->arena, cells * sizeof *cross->cells);
    cross->column_base =
        wj_arena_alloc(&tally->arena, cross->column_count * sizeof *cross->column_base);
    cross->totals = wj_arena_alloc(&tally->arena, cross->row_count * sizeof *cross->totals);
    if (cross->cells == NULL || cross->column_base == NULL || cross->totals == NULL) {
        return WJ_MEMORY;
    }
    if (needs_shared(tally->survey, cross)) {
        cross->shared = wj_arena_alloc(&tally->arena, cross->column_count * cross->column_count *
                                                          sizeof *cross->shared);
        return cross->shared != NULL ? WJ_OK : WJ_MEMORY;
    }
    return WJ_OK;
}

/* Adds the tables of one element of `by`. */
static enum wj_status init_banner(struct wj_tally *tally, struct wj_diags *diags, size_t table,
                                  const struct wj_banner *by)
{
    const struct wj_survey *survey = tally->survey;
    const struct wj_table_spec *spec = &survey->tables[table];
    size_t columns = columns_of(survey, by);
    struct wj_place place = {.file = survey->path};
    if (columns > MOST_COLUMNS) {
        return wj_fail(diags, WJ_DEFINITION, "too_many_columns", &place,
                       _("table %zu would have more than %d columns; nest fewer questions"),
                       table + 1, MOST_COLUMNS);
    }
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < spec->row_count; i++) {
        const struct wj_question *row = &survey->questions[spec->rows[i]];
        if (has_rows(row)) {
            struct wj_cross_tally *cross = &tally->crosses[tally->cross_count++];
            *cross = (struct wj_cross_tally){.table = table,
                                             .row = spec->rows[i],
                                             .by = by,
                                             .row_count = row->option_count,
                                             .column_count = columns};
            status = init_cross(tally, cross);
        }
    }
    return status;
}

enum wj_status wj_crosses_init(struct wj_tally *tally, struct wj_diags *diags)
{
    const struct wj_survey *survey = tally->survey;
    size_t count = 0;
    for (size_t i = 0; i < survey->table_count; i++) {
        count += survey->tables[i].row_count * survey->tables[i].by_count;
    }
    tally->crosses = wj_arena_alloc(&tally->arena, (count + 1) * sizeof *tally->crosses);
    tally->column_scratch = wj_arena_alloc(&tally->arena, MOST_COLUMNS);
    enum wj_status status =
        tally->crosses != NULL && tally->column_scratch != NULL ? WJ_OK : WJ_MEMORY;
    for (size_t i = 0; status == WJ_OK && i < survey->table_count; i++) {
        for (size_t j = 0; status == WJ_OK && j < survey->tables[i].by_count; j++) {
            status = init_banner(tally, diags, i, &survey->tables[i].by[j]);
        }
    }
    return status;
}

size_t wj_cross_option(const struct wj_tally *tally, const struct wj_cross_tally *cross,
                       size_t column, size_t n)
{
    size_t option = 0;
    for (size_t i = cross->by->count; i-- > n;) {
        size_t options = tally->survey->questions[cross->by->questions[i]].option_count;
        option = column % options;
        column /= options;
    }
    return option;
}

/* Marks the columns that a response belongs to; false when there is none. */
static bool find_columns(const struct wj_tally *tally, const struct wj_cross_tally *cross,
                         const struct wj_response *response)
{
    bool any = false;
    for (size_t column = 0; column < cross->column_count; column++) {
        bool in = true;
        for (size_t i = 0; in && i < cross->by->count; i++) {
            size_t number = cross->by->questions[i];
            in = wj_counts_option(&tally->survey->questions[number], &response->answers[number],
                                  wj_cross_option(tally, cross, column, i));
        }
        tally->column_scratch[column] = in ? 1 : 0;
        any = any || in;
    }
    return any;
}

static void count_shared(const struct wj_tally *tally, struct wj_cross_tally *cross)
{
    for (size_t i = 0; i < cross->column_count; i++) {
        for (size_t j = i + 1; tally->column_scratch[i] != 0 && j < cross->column_count; j++) {
            cross->shared[i * cross->column_count + j] += tally->column_scratch[j] * tally->times;
        }
    }
}

static void count_cross(struct wj_tally *tally, struct wj_cross_tally *cross,
                        const struct wj_response *response)
{
    const struct wj_question *row = &tally->survey->questions[cross->row];
    const struct wj_answer *answer = &response->answers[cross->row];
    if (!wj_counts_in_base(tally->survey, answer) || !find_columns(tally, cross, response)) {
        return;
    }
    cross->total_base += tally->times;
    for (size_t column = 0; column < cross->column_count; column++) {
        cross->column_base[column] += tally->column_scratch[column] * tally->times;
    }
    if (cross->shared != NULL) {
        count_shared(tally, cross);
    }
    for (size_t option = 0; option < cross->row_count; option++) {
        if (!wj_counts_option(row, answer, option)) {
            continue;
        }
        cross->totals[option] += tally->times;
        for (size_t column = 0; column < cross->column_count; column++) {
            cross->cells[option * cross->column_count + column] +=
                tally->column_scratch[column] * tally->times;
        }
    }
}

/* Does a table take this response? */
static bool is_wanted(struct wj_tally *tally, size_t table, const struct wj_response *response,
                      bool first)
{
    const struct wj_formula *where = tally->survey->tables[table].where;
    struct wj_answers answers = {tally->survey, response};
    struct wj_values values = wj_answers_values(&answers);
    bool wanted = true;
    if (where == NULL) {
        return true;
    }
    wj_buf_reset(&tally->reason);
    if (!wj_formula_evaluate(where, &values, &tally->value, &tally->reason) ||
        !wj_value_condition(&tally->value, &wanted)) {
        tally->where_faults[table] += first ? tally->times : 0;
        return false;
    }
    return wanted;
}

static bool is_first(const struct wj_tally *tally, size_t number)
{
    return number == 0 || tally->crosses[number].table != tally->crosses[number - 1].table;
}

void wj_cross_add(struct wj_tally *tally, size_t number, const struct wj_response *response)
{
    struct wj_cross_tally *cross = &tally->crosses[number];
    if (is_wanted(tally, cross->table, response, is_first(tally, number))) {
        count_cross(tally, cross, response);
    }
}

void wj_crosses_add(struct wj_tally *tally, const struct wj_response *response)
{
    bool wanted = false;
    for (size_t i = 0; i < tally->cross_count; i++) {
        struct wj_cross_tally *cross = &tally->crosses[i];
        if (is_first(tally, i)) {
            wanted = is_wanted(tally, cross->table, response, true);
        }
        if (wanted) {
            count_cross(tally, cross, response);
        }
    }
}
