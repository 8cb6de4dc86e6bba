/* Grids in 交叉表: the items of one scale by its levels. */
#include "book_table.h"
#include "print.h"
#include "table_items.h"
#include "table_rows.h"

enum { LABEL, BASE, FIRST /* pairs of count and share; then the rate */ };

struct grid {
    struct wj_book *book;
    const struct wj_wording *words;
    const struct wj_table_spec *spec;
    const struct wj_question *first; /* item: all have its options */
    size_t table;
    size_t rate; /* its column */
    bool scored;
};

static size_t width_of(const struct grid *grid)
{
    return grid->rate + (grid->scored ? 1 : 0);
}

static const char *title_of(const struct grid *grid)
{
    struct wj_book *book = grid->book;
    const struct wj_table_spec *spec = grid->spec;
    const char *filter = "";
    if (spec->title != NULL) {
        return spec->title;
    }
    if (spec->where != NULL) {
        struct wj_slice text = wj_formula_text(spec->where);
        const char *formula[] = {wj_book_print(book, "%.*s", WJ_SLICE_ARG(text))};
        filter = wj_print(book->arena, book->words->where, 1, formula);
    }
    const char *parts[] = {
        spec->measure != NULL ? spec->measure->name : book->words->item,
        spec->by_count > 0 ? wj_banner_names(book->arena, book->survey, spec, grid->words->comma)
                           : grid->words->levels_column,
        filter};
    return wj_print(book->arena, book->words->table, 3, parts);
}

static void add_head(const struct grid *grid)
{
    struct wj_book *book = grid->book;
    const char *share = book->words->count_columns[WJ_COUNTS_SHARE];
    wj_book_text(book, LABEL, WJ_LOOK_HEADER, book->words->item);
    wj_book_text(book, BASE, WJ_LOOK_HEADER, grid->words->base_row);
    for (size_t i = 0; i < grid->first->option_count; i++) {
        wj_book_merge(book, FIRST + 2 * i, 2, grid->first->options[i].label);
    }
    if (grid->scored) {
        wj_book_text(book, grid->rate, WJ_LOOK_HEADER, grid->words->rate);
    }
    book->row++;
    for (size_t i = 0; i < width_of(grid); i++) {
        bool level = i >= FIRST && i < grid->rate;
        wj_book_text(book, i, WJ_LOOK_HEADER,
                     !level                 ? ""
                     : (i - FIRST) % 2 == 0 ? book->words->people
                                            : share);
    }
    book->row++;
}

/* ---- items ---- */

static void add_level(const struct grid *grid, const struct wj_cross_column *item,
                      const char *criteria, size_t option)
{
    struct wj_book *book = grid->book;
    size_t column = FIRST + 2 * option;
    const char *base = wj_book_near(book, book->row, BASE);
    const char *formula = book->live
                              ? wj_book_print(book, "COUNTIFS(%s%s)",
                                              wj_book_chose(book, item->question, option), criteria)
                              : "";
    struct wj_figure share = {0};
    mpq_init(share.value);
    wj_cross_share(item, option, &share);
    wj_book_counted(book, column, formula, wj_cross_count(item, option));
    wj_book_formula(
        book, column + 1, WJ_BOOK_PERCENT,
        wj_book_share(book, base,
                      wj_book_print(book, "%s/%s", wj_book_near(book, book->row, column), base)),
        wj_book_printed(book, &share));
    mpq_clear(share.value);
}

static void add_item(const struct grid *grid, const struct wj_cross_tally *cross, size_t column)
{
    struct wj_book *book = grid->book;
    struct wj_cross_column item = wj_cross_column(book->findings->tally, cross, column);
    const char *criteria = wj_book_criteria(book, grid->table, cross, column);
    wj_book_text(book, LABEL, WJ_LOOK_CELL, book->survey->questions[item.question].label);
    if (grid->spec->responses) {
        wj_book_count(book, BASE, item.base);
    } else {
        wj_book_counted(book, BASE, wj_book_asked(book, item.question, criteria), item.base);
    }
    for (size_t i = 0; i < grid->first->option_count; i++) {
        add_level(grid, &item, criteria, i);
    }
    if (grid->scored) {
        struct wj_figure rate = {0};
        mpq_init(rate.value);
        wj_cross_summary(&item, WJ_TABLE_RATE, &rate);
        wj_book_number(book, grid->rate, WJ_BOOK_PERCENT, wj_book_printed(book, &rate));
        mpq_clear(rate.value);
    }
    book->row++;
}

/* The same, weighted: values. */
static void add_weighted(const struct grid *grid, const struct wj_cross_tally *cross, size_t column)
{
    struct wj_book *book = grid->book;
    struct wj_tabulated place = wj_items_place(book->arena, book->findings, cross, column);
    struct wj_figure figure = {0};
    if (place.weighted == NULL) {
        return;
    }
    mpq_init(figure.value);
    wj_book_text(book, LABEL, WJ_LOOK_CELL, grid->words->weighted_row);
    wj_weighted_divisor(&place, figure.value);
    wj_book_number(book, BASE, WJ_BOOK_PLACES_1, wj_book_weight(book, figure.value));
    for (size_t i = 0; i < grid->first->option_count; i++) {
        wj_weighted_count(&place, i, figure.value);
        wj_book_number(book, FIRST + 2 * i, WJ_BOOK_PLACES_1, wj_book_weight(book, figure.value));
        wj_weighted_option(&place, i, &figure);
        wj_book_number(book, FIRST + 2 * i + 1, WJ_BOOK_PERCENT, wj_book_printed(book, &figure));
    }
    if (grid->scored) {
        wj_weighted_place(book->findings, &place, WJ_TABLE_RATE, &figure);
        wj_book_number(book, grid->rate, WJ_BOOK_PERCENT, wj_book_printed(book, &figure));
    }
    mpq_clear(figure.value);
    book->row++;
}

static void add_composite(const struct grid *grid, size_t by, size_t column, bool weighted)
{
    struct wj_book *book = grid->book;
    struct wj_figure composite = {0};
    mpq_init(composite.value);
    wj_items_composite(book->arena, book->findings, grid->table, by, column, weighted, &composite);
    wj_book_text(book, LABEL, WJ_LOOK_CELL,
                 weighted ? grid->words->weighted_row : book->words->composite);
    for (size_t i = BASE; i < grid->rate; i++) {
        wj_book_text(book, i, WJ_LOOK_CELL, "");
    }
    struct wj_book_cell *cell =
        wj_book_number(book, grid->rate, WJ_BOOK_PERCENT, wj_book_printed(book, &composite));
    if (cell != NULL) {
        cell->strong = true;
    }
    mpq_clear(composite.value);
    book->row++;
}

static void add_items(const struct grid *grid, size_t by, size_t column)
{
    const struct wj_findings *findings = grid->book->findings;
    const struct wj_cross_tally *all = wj_tally_all(findings->tally, grid->table, 0);
    for (size_t i = 0; i < grid->spec->row_count; i++) {
        const struct wj_cross_tally *cross = wj_items_cross(findings, grid->table, i, by);
        add_item(grid, cross, column);
        add_weighted(grid, cross, column);
    }
    if (wj_items_have_composite(grid->spec)) {
        add_composite(grid, by, column, false);
        if (wj_cross_weighted(grid->book->arena, findings, all) != NULL) {
            add_composite(grid, by, column, true);
        }
    }
}

static void add_band(const struct grid *grid, const char *name)
{
    wj_book_merge(grid->book, LABEL, width_of(grid), name);
    grid->book->row++;
}

void wj_book_grid(struct wj_book *book, size_t table)
{
    const struct wj_table_spec *spec = &book->survey->tables[table];
    struct grid grid = {.book = book,
                        .words = wj_wording(book->survey->output.language),
                        .spec = spec,
                        .first = &book->survey->questions[spec->rows[0]],
                        .table = table,
                        .scored = wj_items_scored(book->survey, spec)};
    grid.rate = FIRST + 2 * grid.first->option_count;
    wj_book_text(book, LABEL, WJ_LOOK_TITLE, title_of(&grid));
    book->row++;
    add_head(&grid);
    if (spec->by_count > 0) {
        add_band(&grid, book->words->all);
    }
    add_items(&grid, spec->by_count, 0);
    for (size_t by = 0; by < spec->by_count; by++) {
        const struct wj_cross_tally *cross = wj_items_cross(book->findings, table, 0, by);
        for (size_t column = 0; column < cross->column_count; column++) {
            add_band(&grid, wj_items_band(book->arena, book->findings->tally, cross, column));
            add_items(&grid, by, column);
        }
    }
    struct wj_tell tell;
    wj_tell_begin(&tell, book->arena, book->findings);
    struct wj_reasons reasons = wj_reasons_of_grid(&tell, table);
    wj_book_reasons(book, &reasons);
    book->row++;
}
