#include "print.h"
#include "sections.h"
#include "wording.h"

enum { MOST_COLUMNS = 12 }; /* wider tables stand in crosstabs.csv only */

static void text(struct wj_grid *grid, const char *value)
{
    wj_grid_text(grid, wj_slice_of(value));
}

/* A banner's questions or a column's options, joined by ×. */
static const char *joined(struct wj_arena *arena, const struct wj_findings *findings,
                          const struct wj_cross_tally *cross, bool options, size_t column)
{
    struct wj_buf names = {0};
    for (size_t i = 0; i < cross->by->count; i++) {
        const struct wj_question *question = &findings->survey->questions[cross->by->questions[i]];
        size_t option = wj_cross_option(findings->tally, cross, column, i);
        wj_buf_addf(&names, "%s%s", i > 0 ? "×" : "",
                    options ? question->options[option].label : question->label);
    }
    const char *copy = wj_arena_copy(arena, wj_buf_slice(&names));
    wj_buf_clear(&names);
    return copy != NULL ? copy : "";
}

/* "14 (26.42%)" */
static void add_cell(struct wj_grid *grid, const struct wj_findings *findings, uint64_t count,
                     uint64_t base)
{
    struct wj_figure share = {.exists = base > 0};
    mpq_init(share.value);
    if (share.exists) {
        wj_number_ratio(share.value, count, base);
    }
    const char *parts[] = {wj_print_count(grid->arena, count),
                           wj_print_percent(grid->arena, &share, findings->survey->percent)};
    wj_grid_number(grid, wj_slice_of(wj_print(grid->arena, "%s (%s)", 2, parts)));
    mpq_clear(share.value);
}

static void fill(struct wj_grid *grid, const struct wj_wording *words,
                 const struct wj_findings *findings, const struct wj_cross_tally *cross)
{
    const struct wj_question *row = &findings->survey->questions[cross->row];
    grid->columns = cross->column_count + 2;
    text(grid, words->option);
    for (size_t i = 0; i < cross->column_count; i++) {
        text(grid, joined(grid->arena, findings, cross, true, i));
    }
    text(grid, words->all);
    text(grid, words->base_row);
    for (size_t i = 0; i < cross->column_count; i++) {
        wj_grid_count(grid, cross->column_base[i]);
    }
    wj_grid_count(grid, cross->total_base);
    for (size_t i = 0; i < cross->row_count; i++) {
        text(grid, row->options[i].label);
        for (size_t j = 0; j < cross->column_count; j++) {
            add_cell(grid, findings, cross->cells[i * cross->column_count + j],
                     cross->column_base[j]);
        }
        add_cell(grid, findings, cross->totals[i], cross->total_base);
    }
}

static enum wj_status add_cross(struct wj_report *report, const struct wj_wording *words,
                                const struct wj_findings *findings,
                                const struct wj_cross_tally *cross)
{
    struct wj_arena *arena = &report->arena;
    const struct wj_formula *where = findings->survey->tables[cross->table].where;
    struct wj_slice condition = where != NULL ? wj_formula_text(where) : wj_slice(NULL, 0);
    const char *filter = wj_arena_copy(arena, condition);
    const char *parts[] = {findings->survey->questions[cross->row].label,
                           joined(arena, findings, cross, false, 0), filter};
    if (filter == NULL) {
        return WJ_MEMORY;
    }
    const char *caption = wj_print(arena, where != NULL ? words->table_where : words->table,
                                   where != NULL ? 3 : 2, parts);
    if (cross->column_count > MOST_COLUMNS) {
        const char *named[] = {caption};
        return wj_section_say(report, WJ_REMARK, wj_print(arena, words->table_wide, 1, named));
    }
    struct wj_grid *grid = wj_section_table(report, caption);
    if (grid == NULL) {
        return WJ_MEMORY;
    }
    fill(grid, words, findings, cross);
    return WJ_OK;
}

enum wj_status wj_section_tables(struct wj_report *report, const struct wj_wording *words,
                                 const struct wj_findings *findings)
{
    size_t count = findings->tally->cross_count;
    enum wj_status status = count > 0 ? wj_section_open(report, "tables", words->tables) : WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < count; i++) {
        status = add_cross(report, words, findings, &findings->tally->crosses[i]);
    }
    return status;
}
