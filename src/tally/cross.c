#include "cross.h"

#include "count.h"
#include "quantity.h"
#include "wjtab/base/message.h"

enum { MOST_COLUMNS = 10000 };

/* One column that holds everybody. */
static const struct wj_banner nobody_is_left_out = {NULL, 0};

static size_t columns_of(const struct wj_survey *survey, const struct wj_banner *by)
{
    size_t columns = 1;
    for (size_t i = 0; i < by->count && columns <= MOST_COLUMNS; i++) {
        columns *= survey->questions[by->questions[i]].option_count;
    }
    return columns;
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

static uint64_t *counters_of(struct wj_tally *tally, size_t count, bool *fine)
{
    uint64_t *counters = wj_arena_alloc(&tally->arena, (count + 1) * sizeof *counters);
    *fine = *fine && counters != NULL;
    return counters;
}

static enum wj_status init_cross(struct wj_tally *tally, struct wj_cross_tally *cross)
{
    size_t columns = cross->column_count;
    bool fine = true;
    cross->cells = counters_of(tally, cross->row_count * columns, &fine);
    cross->column_base = counters_of(tally, columns, &fine);
    cross->rate_base = counters_of(tally, columns, &fine);
    cross->no_answer = counters_of(tally, columns, &fine);
    cross->not_asked = counters_of(tally, columns, &fine);
    cross->totals = counters_of(tally, cross->row_count, &fine);
    if (!tally->is_part && needs_shared(tally->survey, cross)) {
        cross->shared = counters_of(tally, columns * columns, &fine);
    }
    if (tally->survey->questions[cross->row].type == WJ_QUANTITY) {
        cross->quantities = wj_quantities_new(tally, columns + 1);
        fine = fine && cross->quantities != NULL;
    }
    return fine ? WJ_OK : WJ_MEMORY;
}

/* Adds a table's rows against one banner to a list of cross tables. */
static enum wj_status init_banner(struct wj_tally *tally, size_t table, const struct wj_banner *by,
                                  struct wj_cross_tally *crosses, size_t *count)
{
    const struct wj_survey *survey = tally->survey;
    const struct wj_table_spec *spec = &survey->tables[table];
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < spec->row_count; i++) {
        struct wj_cross_tally *cross = &crosses[(*count)++];
        *cross = (struct wj_cross_tally){.table = table,
                                         .row = spec->rows[i],
                                         .by = by,
                                         .row_count = survey->questions[spec->rows[i]].option_count,
                                         .column_count = columns_of(survey, by)};
        status = init_cross(tally, cross);
    }
    return status;
}

static enum wj_status init_table(struct wj_tally *tally, struct wj_diags *diags, size_t table)
{
    const struct wj_survey *survey = tally->survey;
    const struct wj_table_spec *spec = &survey->tables[table];
    struct wj_place place = {.file = survey->path};
    enum wj_status status =
        init_banner(tally, table, &nobody_is_left_out, tally->alls, &tally->all_count);
    for (size_t i = 0; status == WJ_OK && i < spec->by_count; i++) {
        if (columns_of(survey, &spec->by[i]) > MOST_COLUMNS) {
            return wj_fail(diags, WJ_DEFINITION, "too_many_columns", &place,
                           _("table %zu would have more than %d columns; nest fewer questions"),
                           table + 1, MOST_COLUMNS);
        }
        status = init_banner(tally, table, &spec->by[i], tally->crosses, &tally->cross_count);
    }
    return status;
}

enum wj_status wj_crosses_init(struct wj_tally *tally, struct wj_diags *diags)
{
    const struct wj_survey *survey = tally->survey;
    size_t count = 0;
    size_t rows = 0;
    for (size_t i = 0; i < survey->table_count; i++) {
        rows += survey->tables[i].row_count;
        count += survey->tables[i].row_count * survey->tables[i].by_count;
    }
    tally->crosses = wj_arena_alloc(&tally->arena, (count + 1) * sizeof *tally->crosses);
    tally->alls = wj_arena_alloc(&tally->arena, (rows + 1) * sizeof *tally->alls);
    tally->columns = wj_arena_alloc(&tally->arena, MOST_COLUMNS * sizeof *tally->columns);
    enum wj_status status =
        tally->crosses != NULL && tally->alls != NULL && tally->columns != NULL ? WJ_OK : WJ_MEMORY;
    for (size_t i = 0; status == WJ_OK && i < survey->table_count; i++) {
        status = init_table(tally, diags, i);
    }
    return status;
}

const struct wj_cross_tally *wj_tally_cross(const struct wj_tally *tally, size_t table, size_t row,
                                            size_t by)
{
    const struct wj_table_spec *specs = tally->survey->tables;
    size_t before = 0;
    for (size_t i = 0; i < table; i++) {
        before += specs[i].row_count * specs[i].by_count;
    }
    return &tally->crosses[before + by * specs[table].row_count + row];
}

const struct wj_cross_tally *wj_tally_all(const struct wj_tally *tally, size_t table, size_t row)
{
    size_t before = 0;
    for (size_t i = 0; i < table; i++) {
        before += tally->survey->tables[i].row_count;
    }
    return &tally->alls[before + row];
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

/* ---- counting ---- */

/* Replaces each of the columns found so far, which are those of the outer questions, by those of
 * one more question inside it; returns how many there are then. */
static size_t nest(const struct wj_tally *tally, const struct wj_question *question,
                   const struct wj_answer *answer, size_t count)
{
    size_t chosen = 0;
    for (size_t option = 0; option < question->option_count; option++) {
        chosen += wj_counts_option(question, answer, option) ? 1 : 0;
    }
    /* From behind, so that no column is overwritten before it was read. */
    size_t end = count * chosen;
    for (size_t i = count; chosen > 0 && i-- > 0;) {
        size_t outer = tally->columns[i];
        for (size_t option = question->option_count; option-- > 0;) {
            if (wj_counts_option(question, answer, option)) {
                tally->columns[--end] = outer * question->option_count + option;
            }
        }
    }
    return count * chosen;
}

/* Lists the columns that a response stands in, ascending; returns how many there are. */
static size_t find_columns(const struct wj_tally *tally, const struct wj_banner *by,
                           const struct wj_response *response)
{
    size_t count = 1;
    tally->columns[0] = 0;
    for (size_t i = 0; i < by->count && count > 0; i++) {
        size_t number = by->questions[i];
        const struct wj_question *question = &tally->survey->questions[number];
        const struct wj_answer *answer = &response->answers[number];
        if (question->type == WJ_SINGLE) {
            count = answer->state == WJ_ANSWERED ? count : 0;
            for (size_t j = 0; j < count; j++) {
                tally->columns[j] = tally->columns[j] * question->option_count + answer->option;
            }
        } else {
            count = nest(tally, question, answer, count);
        }
    }
    return count;
}

/* Adds the response at hand to those of `counters` that it stands in. */
static void count_in(const struct wj_tally *tally, uint64_t *counters, uint64_t *total,
                     size_t count)
{
    for (size_t i = 0; i < count; i++) {
        counters[tally->columns[i]] += tally->times;
    }
    *total += tally->times;
}

static void count_shared(const struct wj_tally *tally, struct wj_cross_tally *cross, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t *row = &cross->shared[tally->columns[i] * cross->column_count];
        for (size_t j = i + 1; j < count; j++) {
            row[tally->columns[j]] += tally->times;
        }
    }
}

static void count_quantity(const struct wj_tally *tally, struct wj_cross_tally *cross,
                           const struct wj_answer *answer, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        wj_quantity_add(&cross->quantities[tally->columns[i]], answer->number, tally->times);
    }
    wj_quantity_add(&cross->quantities[cross->column_count], answer->number, tally->times);
}

static void count_options(const struct wj_tally *tally, struct wj_cross_tally *cross,
                          const struct wj_answer *answer, size_t count)
{
    const struct wj_question *row = &tally->survey->questions[cross->row];
    size_t first = row->type == WJ_SINGLE ? answer->option : 0;
    size_t end = row->type == WJ_SINGLE ? first + 1 : cross->row_count;
    for (size_t option = first; option < end; option++) {
        if (wj_counts_option(row, answer, option)) {
            count_in(tally, &cross->cells[option * cross->column_count], &cross->totals[option],
                     count);
        }
    }
}

/* Counts a response that stands in the first `count` of tally->columns: at least one. */
static void count_cross(struct wj_tally *tally, struct wj_cross_tally *cross,
                        const struct wj_response *response, size_t count)
{
    const struct wj_question *row = &tally->survey->questions[cross->row];
    const struct wj_answer *answer = &response->answers[cross->row];
    if (answer->state == WJ_NOT_ASKED) {
        count_in(tally, cross->not_asked, &cross->total_not_asked, count);
    } else if (answer->state != WJ_ANSWERED) {
        count_in(tally, cross->no_answer, &cross->total_no_answer, count);
    }
    if (!wj_counts_in_base(tally->survey, answer)) {
        return;
    }
    count_in(tally, cross->column_base, &cross->total_base, count);
    if (wj_counts_in_rate(tally->survey, row, answer)) {
        count_in(tally, cross->rate_base, &cross->total_rate_base, count);
    }
    if (cross->shared != NULL) {
        count_shared(tally, cross, count);
    }
    if (answer->state == WJ_ANSWERED && cross->quantities != NULL) {
        count_quantity(tally, cross, answer, count);
    } else if (answer->state == WJ_ANSWERED) {
        count_options(tally, cross, answer, count);
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

struct wj_cross_tally *wj_cross_numbered(const struct wj_tally *tally, size_t number)
{
    return number < tally->all_count ? &tally->alls[number]
                                     : &tally->crosses[number - tally->all_count];
}

void wj_cross_add(struct wj_tally *tally, size_t number, const struct wj_response *response)
{
    struct wj_cross_tally *cross = wj_cross_numbered(tally, number);
    bool first =
        number < tally->all_count && (number == 0 || tally->alls[number - 1].table != cross->table);
    size_t count = 0;
    if (is_wanted(tally, cross->table, response, first)) {
        count = find_columns(tally, cross->by, response);
    }
    if (count > 0) {
        count_cross(tally, cross, response, count);
    }
}

void wj_crosses_add(struct wj_tally *tally, const struct wj_response *response)
{
    struct wj_cross_tally *cross = tally->crosses;
    struct wj_cross_tally *all = tally->alls;
    for (size_t i = 0; i < tally->survey->table_count; i++) {
        const struct wj_table_spec *spec = &tally->survey->tables[i];
        bool wanted = is_wanted(tally, i, response, true);
        tally->columns[0] = 0;
        for (size_t row = 0; row < spec->row_count; row++, all++) {
            if (wanted) {
                count_cross(tally, all, response, 1);
            }
        }
        for (size_t by = 0; by < spec->by_count; by++) {
            size_t count = wanted ? find_columns(tally, &spec->by[by], response) : 0;
            for (size_t row = 0; row < spec->row_count; row++, cross++) {
                if (count > 0) {
                    count_cross(tally, cross, response, count);
                }
            }
        }
    }
}

static void clear_list(struct wj_cross_tally *crosses, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; crosses[i].quantities != NULL && j <= crosses[i].column_count; j++) {
            wj_quantity_clear(&crosses[i].quantities[j]);
        }
    }
}

void wj_crosses_clear(struct wj_tally *tally)
{
    clear_list(tally->crosses, tally->cross_count);
    clear_list(tally->alls, tally->all_count);
}
