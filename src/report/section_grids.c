/* Grids: the items of one scale by its levels, the form of the annex. */
#include "table_dashes.h"
#include "table_items.h"
#include "table_rows.h"

enum { FIRST = 2 /* behind item and base; pairs of count and share, then the rate */ };

struct grid {
    const struct wj_tell *tell;
    const struct wj_table_spec *spec;
    const struct wj_question *first; /* item: all have its options */
    size_t table;
    bool scored;
    uint64_t *least;
};

static void add_head(const struct grid *grid, struct wj_grid *out)
{
    const struct wj_wording *words = grid->tell->words;
    size_t levels = grid->first->option_count;
    out->columns = FIRST + 2 * levels + (grid->scored ? 1 : 0);
    out->header_rows = 2;
    out->banner = true;
    wj_cell(out, words->item);
    wj_cell(out, words->base_row);
    for (size_t i = 0; i < 2 * levels; i++) {
        wj_cell(out, i % 2 == 0 ? grid->first->options[i / 2].label : "");
    }
    if (grid->scored) {
        wj_cell(out, words->rate);
    }
    for (size_t i = 0; i < out->columns; i++) {
        bool level = i >= FIRST && i < FIRST + 2 * levels;
        wj_cell(out, !level ? "" : i % 2 == 0 ? words->count : words->share);
    }
    for (size_t i = 0; i < out->columns; i++) {
        bool level = i >= FIRST && i < FIRST + 2 * levels;
        if (!level) {
            wj_grid_merge(out, 0, i, 2, 1);
        } else if (i % 2 == 0) {
            wj_grid_merge(out, 0, i, 1, 2);
        }
    }
}

/* One item among those who stand in a column. */
static void add_item(const struct grid *grid, struct wj_grid *out,
                     const struct wj_cross_column *column)
{
    struct wj_figure share = {0};
    mpq_init(share.value);
    wj_cell(out, grid->tell->survey->questions[column->question].label);
    wj_row_base(grid->tell, out, column->base);
    for (size_t i = 0; i < grid->first->option_count; i++) {
        wj_cross_share(column, i, &share);
        wj_cell_figure(out, wj_count(grid->tell, wj_cross_count(column, i)));
        wj_cell_figure(out, wj_percent(grid->tell, &share));
    }
    if (grid->scored) {
        wj_cell_figure(
            out, wj_summary_text(grid->tell->arena, grid->tell->percent, column, WJ_TABLE_RATE));
    }
    mpq_clear(share.value);
    *grid->least = column->base > 0 && column->base < *grid->least ? column->base : *grid->least;
}

static bool is_weighted(const struct grid *grid)
{
    const struct wj_tell *tell = grid->tell;
    const struct wj_cross_tally *all = wj_tally_all(tell->findings->tally, grid->table, 0);
    return wj_cross_weighted(tell->arena, tell->findings, all) != NULL;
}

/* The row under an item: the same, weighted. */
static void add_weighted(const struct grid *grid, struct wj_grid *out, size_t item, size_t by,
                         size_t column)
{
    const struct wj_tell *tell = grid->tell;
    const struct wj_cross_tally *cross = wj_items_cross(tell->findings, grid->table, item, by);
    struct wj_tabulated place = wj_items_place(tell->arena, tell->findings, cross, column);
    struct wj_figure figure = {0};
    if (place.weighted == NULL) {
        return;
    }
    mpq_init(figure.value);
    wj_cell(out, tell->words->weighted_row);
    wj_weighted_divisor(&place, figure.value);
    wj_cell_figure(out, wj_decimals(tell, figure.value, 1));
    for (size_t i = 0; i < grid->first->option_count; i++) {
        wj_weighted_count(&place, i, figure.value);
        wj_cell_figure(out, wj_decimals(tell, figure.value, 1));
        wj_weighted_option(&place, i, &figure);
        wj_cell_figure(out, wj_percent(tell, &figure));
    }
    if (grid->scored) {
        wj_weighted_place(tell->findings, &place, WJ_TABLE_RATE, &figure);
        wj_cell_figure(out, wj_percent(tell, &figure));
    }
    mpq_clear(figure.value);
}

static void add_composite(const struct grid *grid, struct wj_grid *out, size_t by, size_t column,
                          bool weighted)
{
    struct wj_figure composite;
    size_t row = wj_grid_rows(out);
    mpq_init(composite.value);
    wj_items_composite(grid->tell->arena, grid->tell->findings, grid->table, by, column, weighted,
                       &composite);
    wj_cell(out, weighted ? grid->tell->words->weighted_row : grid->tell->words->annex_composite);
    for (size_t i = 2; i < out->columns; i++) {
        wj_cell(out, "");
    }
    wj_cell_figure(out, wj_percent(grid->tell, &composite));
    wj_grid_merge(out, row, 0, 1, out->columns - 1);
    wj_grid_strong(out);
    mpq_clear(composite.value);
}

static void add_items(const struct grid *grid, struct wj_grid *out, size_t by, size_t column)
{
    const struct wj_findings *findings = grid->tell->findings;
    for (size_t i = 0; i < grid->spec->row_count; i++) {
        const struct wj_cross_tally *cross = wj_items_cross(findings, grid->table, i, by);
        struct wj_cross_column item = wj_cross_column(findings->tally, cross, column);
        add_item(grid, out, &item);
        add_weighted(grid, out, i, by, column);
    }
    if (wj_items_have_composite(grid->spec)) {
        add_composite(grid, out, by, column, false);
        if (is_weighted(grid)) {
            add_composite(grid, out, by, column, true);
        }
    }
}

/* A row with the name of a column, over the items of those who stand in it. */
static void add_band(struct wj_grid *out, const char *name)
{
    size_t row = wj_grid_rows(out);
    wj_cell(out, name);
    for (size_t i = 1; i < out->columns; i++) {
        wj_cell(out, "");
    }
    wj_grid_merge(out, row, 0, 1, out->columns);
    wj_grid_strong(out);
}

static void fill(const struct grid *grid, struct wj_grid *out)
{
    const struct wj_tally *tally = grid->tell->findings->tally;
    add_head(grid, out);
    if (grid->spec->by_count > 0) {
        add_band(out, grid->tell->words->all);
    }
    add_items(grid, out, grid->spec->by_count, 0);
    for (size_t by = 0; by < grid->spec->by_count; by++) {
        const struct wj_cross_tally *cross = wj_tally_cross(tally, grid->table, 0, by);
        for (size_t column = 0; column < cross->column_count; column++) {
            add_band(out, wj_items_band(grid->tell->arena, tally, cross, column));
            add_items(grid, out, by, column);
        }
    }
}

static const char *caption_of(const struct grid *grid)
{
    const struct wj_tell *tell = grid->tell;
    const struct wj_formula *where = grid->spec->where;
    struct wj_slice condition = where != NULL ? wj_formula_text(where) : wj_slice(NULL, 0);
    const char *filter = wj_arena_copy(tell->arena, condition);
    const char *name = grid->spec->title != NULL     ? grid->spec->title
                       : grid->spec->measure != NULL ? grid->spec->measure->name
                                                     : tell->words->item;
    const char *parts[] = {
        name,
        grid->spec->by_count > 0
            ? wj_banner_names(tell->arena, tell->survey, grid->spec, tell->words->comma)
            : tell->words->levels_column,
        filter != NULL ? filter : ""};
    if (grid->spec->title != NULL) {
        return name;
    }
    return wj_said(tell, where != NULL ? WJ_TEXT_TABLE_WHERE : WJ_TEXT_TABLE, where != NULL ? 3 : 2,
                   parts);
}

void wj_tell_grid(const struct wj_tell *tell, size_t table, uint64_t *least)
{
    struct grid grid = {.tell = tell,
                        .spec = &tell->survey->tables[table],
                        .table = table,
                        .scored = wj_items_scored(tell->survey, &tell->survey->tables[table]),
                        .least = least};
    grid.first = &tell->survey->questions[grid.spec->rows[0]];
    struct wj_grid *out = wj_section_table(tell->report, caption_of(&grid));
    if (out != NULL) {
        fill(&grid, out);
    }
    struct wj_reasons reasons = wj_reasons_of_grid(tell, table);
    wj_tell_reasons(tell, &reasons);
    if (tell->survey->tests.level_count > 0 && grid.spec->by_count > 0) {
        wj_tell(tell, WJ_REMARK, WJ_TEXT_TABLE_UNTESTED_GRID, 0, NULL);
    }
    if (is_weighted(&grid)) {
        wj_tell(tell, WJ_REMARK, WJ_TEXT_TABLE_WEIGHTED_GRID, 0, NULL);
    }
    wj_tell_hidden_table(tell, table, 0, grid.spec->row_count);
}
