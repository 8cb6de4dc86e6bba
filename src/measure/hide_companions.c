/* Options of a multiple question overlap, so one of them can be hidden alone; whoever knows that
 * something small is hidden knows that it is this one then, from 1 to so much, and what all options
 * reach together leaves little of that. So none is hidden alone. */
#include "hide_tables.h"

/* ---- frequencies ---- */

/* The smallest count that is shown; one that is not 0 if there is any. */
static size_t cheapest_option(const struct wj_hiding *hiding, size_t number)
{
    const struct wj_question *question = &hiding->survey->questions[number];
    const uint64_t *counts = hiding->tally->questions[number].counts;
    size_t found = question->option_count;
    for (size_t i = 0; i < question->option_count; i++) {
        bool better = found == question->option_count ||
                      wj_hiding_cost(counts[i]) < wj_hiding_cost(counts[found]);
        found = !hiding->cells[number][i] && better ? i : found;
    }
    return found;
}

bool wj_hiding_accompany(struct wj_hiding *hiding, size_t number)
{
    const struct wj_question *question = &hiding->survey->questions[number];
    size_t hidden = 0;
    for (size_t i = 0; i < question->option_count; i++) {
        hidden += hiding->cells[number][i] ? 1 : 0;
    }
    if (question->type != WJ_MULTIPLE || hidden != 1) {
        return true;
    }
    size_t option = cheapest_option(hiding, number);
    if (option < question->option_count) {
        hiding->cells[number][option] = true;
    }
    return option < question->option_count;
}

/* ---- tables ---- */

/* A table's cells along the options of a multiple question: per line one cell of each. */
struct lines {
    const struct wj_hiding *hiding;
    const struct wj_table *table;
    size_t question;
    bool down; /* the options stand in rows */
    size_t count;
    size_t options;
};

static bool *cell_of(const struct lines *lines, size_t line, size_t option)
{
    size_t columns = lines->table->cross->column_count;
    if (!lines->down) {
        return &lines->table->hidden_cells[line * columns + option];
    }
    return line < columns ? &lines->table->hidden_cells[option * columns + line]
                          : &lines->table->hidden_totals[option];
}

static size_t hidden_in(const struct lines *lines, size_t line)
{
    size_t hidden = 0;
    for (size_t i = 0; i < lines->options; i++) {
        hidden += *cell_of(lines, line, i) ? 1 : 0;
    }
    return hidden;
}

/* Is it shown wherever another option is hidden alone? */
static bool is_companion(const struct lines *lines, size_t option)
{
    bool fits = true;
    for (size_t i = 0; i < lines->count; i++) {
        fits = fits && (hidden_in(lines, i) != 1 || !*cell_of(lines, i, option));
    }
    return fits;
}

/* One whose frequency is hidden is preferred, then the smallest. */
static size_t companion_of(const struct lines *lines)
{
    const bool *hidden = lines->hiding->cells[lines->question];
    const uint64_t *counts = lines->hiding->tally->questions[lines->question].counts;
    size_t found = lines->options;
    for (size_t i = 0; i < lines->options; i++) {
        bool better = found == lines->options || (hidden[i] && !hidden[found]) ||
                      (hidden[i] == hidden[found] &&
                       wj_hiding_cost(counts[i]) < wj_hiding_cost(counts[found]));
        found = better && is_companion(lines, i) ? i : found;
    }
    return found;
}

/* False: it could be computed from the others of its option. */
static bool accompany_lines(const struct lines *lines)
{
    bool alone = false;
    size_t hidden = 0;
    for (size_t i = 0; i < lines->count; i++) {
        alone = alone || hidden_in(lines, i) == 1;
    }
    size_t option = alone ? companion_of(lines) : lines->options;
    for (size_t i = 0; option < lines->options && i < lines->count; i++) {
        bool *cell = cell_of(lines, i, option);
        *cell = *cell || hidden_in(lines, i) > 0;
        hidden += *cell ? 1 : 0;
    }
    return !alone || (option < lines->options && hidden > 1);
}

static bool is_multiple(const struct wj_hiding *hiding, size_t question)
{
    return hiding->survey->questions[question].type == WJ_MULTIPLE;
}

static bool any_cell(const struct wj_table *table)
{
    const struct wj_cross_tally *cross = table->cross;
    bool any = false;
    for (size_t i = 0; i < cross->row_count * cross->column_count; i++) {
        any = any || table->hidden_cells[i];
    }
    return any;
}

bool wj_table_accompany(const struct wj_hiding *hiding, const struct wj_table *table)
{
    const struct wj_cross_tally *cross = table->cross;
    bool fine = true;
    if (cross->row_count == 0 || cross->by->count == 0) {
        return true;
    }
    for (size_t i = 0; cross->by->count > 1 && i < cross->by->count; i++) {
        fine = fine && !(is_multiple(hiding, cross->by->questions[i]) && any_cell(table));
    }
    if (fine && is_multiple(hiding, cross->row)) {
        struct lines lines = {.hiding = hiding,
                              .table = table,
                              .question = cross->row,
                              .down = true,
                              .count = cross->column_count + 1,
                              .options = cross->row_count};
        fine = accompany_lines(&lines);
    }
    if (fine && cross->by->count == 1 && is_multiple(hiding, cross->by->questions[0])) {
        struct lines lines = {.hiding = hiding,
                              .table = table,
                              .question = cross->by->questions[0],
                              .count = cross->row_count,
                              .options = cross->column_count};
        fine = accompany_lines(&lines);
    }
    return fine;
}
