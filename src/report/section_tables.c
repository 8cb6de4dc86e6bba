#include "sections.h"

#include "table_dashes.h"
#include "table_rows.h"
#include "table_tests.h"

enum { MOST_COLUMNS = 60 }; /* wider tables stand in files of data only */

/* ---- head ---- */

static void add_letter(const struct wj_tell *tell, struct wj_buf *out,
                       const struct wj_tabulation *tabulation, const struct wj_tabulated *place)
{
    if (wj_tests_letters(tabulation->tally, place->cross)) {
        size_t first = wj_tabulated_letter(tabulation, place->by);
        wj_buf_add_text(out, wj_column_letter(tell, first + place->column));
    }
}

/* The n-th row of options above a column: its option, or nothing where a cell before or above it
 * spans it. */
static const char *head_text(const struct wj_tell *tell, const struct wj_tabulation *tabulation,
                             size_t column, size_t n)
{
    const struct wj_tabulated *place = &tabulation->columns[column];
    const struct wj_banner *by = place->cross->by;
    struct wj_buf text = {0};
    if (by->count == 0) {
        return n == 0 ? tell->words->all : "";
    }
    if (n >= by->count || place->column % wj_tabulated_under(tabulation, by, n) > 0) {
        return "";
    }
    size_t option = wj_cross_option(tabulation->tally, place->cross, place->column, n);
    wj_buf_add_text(&text, tell->survey->questions[by->questions[n]].options[option].label);
    if (n + 1 == by->count) {
        add_letter(tell, &text, tabulation, place);
    }
    const char *copy = wj_arena_copy(tell->arena, wj_buf_slice(&text));
    wj_buf_clear(&text);
    return copy != NULL ? copy : "";
}

/* Rows of the head above the options of a band with fewer questions than the deepest: its name
 * spans them, so that all columns' own names stand in the last row. */
static size_t rows_above(const struct wj_tabulation *tabulation, const struct wj_banner *by)
{
    return tabulation->depth - by->count;
}

/* Makes the name of a band span its columns, and an option of the n-th question those under it. */
static void merge_band(struct wj_grid *grid, const struct wj_tabulation *tabulation, size_t by,
                       size_t top)
{
    const struct wj_banner *banner = &tabulation->spec->by[by];
    size_t above = rows_above(tabulation, banner);
    size_t first = 1 + wj_tabulated_first(tabulation, by);
    size_t width = wj_tabulated_width(tabulation, by);
    for (size_t n = 0; n < banner->count; n++) {
        size_t under = wj_tabulated_under(tabulation, banner, n);
        for (size_t i = 0; under > 1 && i < width; i += under) {
            wj_grid_merge(grid, top + above + n, first + i, 1, under);
        }
    }
    if (tabulation->banded && (width > 1 || above > 0)) {
        wj_grid_merge(grid, 0, first, 1 + above, width);
    }
}

static const char *header_text(const struct wj_tell *tell, const struct wj_tabulation *tabulation,
                               size_t column, size_t row, size_t top)
{
    const struct wj_tabulated *place = &tabulation->columns[column];
    if (column + 1 == tabulation->column_count) {
        return head_text(tell, tabulation, column, row);
    }
    if (row < top) {
        return place->column == 0 ? wj_banner_name(tell->arena, tell->survey, place->cross->by)
                                  : "";
    }
    size_t above = top + rows_above(tabulation, place->cross->by);
    return row < above ? "" : head_text(tell, tabulation, column, row - above);
}

/* The names of the bands where there are several, and a row of options for each question of the
 * deepest; outer ones span the inner ones below. */
static void add_header(const struct wj_tell *tell, struct wj_grid *grid,
                       const struct wj_tabulation *tabulation)
{
    size_t top = tabulation->banded ? 1 : 0;
    size_t rows = top + tabulation->depth;
    grid->columns = tabulation->column_count + 1;
    grid->header_rows = rows;
    grid->banner = true;
    for (size_t row = 0; row < rows; row++) {
        wj_cell(grid, row == 0 ? tell->words->option : "");
        for (size_t i = 0; i < tabulation->column_count; i++) {
            wj_cell(grid, header_text(tell, tabulation, i, row, top));
        }
    }
    for (size_t by = 0; by < tabulation->spec->by_count; by++) {
        merge_band(grid, tabulation, by, top);
    }
    if (rows > 1) {
        wj_grid_merge(grid, 0, 0, rows, 1);
        wj_grid_merge(grid, 0, grid->columns - 1, rows, 1);
    }
}

/* ---- notes ---- */

/* Says how many stand in no column of a band, and so in the total alone. */
static void tell_outside(const struct wj_tell *tell, const struct wj_tabulation *tabulation)
{
    const struct wj_cross_tally *all =
        wj_tally_all(tabulation->tally, tabulation->table, tabulation->row);
    for (size_t i = 0; i < tabulation->spec->by_count; i++) {
        const struct wj_cross_tally *cross =
            wj_tally_cross(tabulation->tally, tabulation->table, tabulation->row, i);
        if (all->total_base != WJ_HIDDEN && cross->total_base < all->total_base) {
            const char *parts[] = {wj_count(tell, all->total_base - cross->total_base),
                                   wj_banner_name(tell->arena, tell->survey, cross->by)};
            wj_tell(tell, WJ_REMARK, WJ_TEXT_TABLE_OUTSIDE, 2, parts);
        }
    }
}

static bool shows_weighted_rows(const struct wj_tabulation *tabulation)
{
    unsigned shown = wj_shown_summaries(tabulation);
    bool any = false;
    for (unsigned bit = 1; bit <= WJ_TABLE_QUARTILES; bit <<= 1) {
        any = any || ((shown & bit) != 0 && wj_weighs_summary((enum wj_table_summary)bit));
    }
    return any;
}

/* What is odd about rates and boxes of its row question. */
static void note_scores(const struct wj_tell *tell, const struct wj_tabulation *tabulation)
{
    const struct wj_question *row = tabulation->question;
    unsigned summaries = wj_summaries_of(tabulation->spec, row);
    const char *parts[] = {row->label};
    bool boxes = (summaries & (WJ_TABLE_TOP2 | WJ_TABLE_BOTTOM2 | WJ_TABLE_NET)) != 0;
    if (boxes && row->type == WJ_SINGLE && wj_boxes_overlap(row)) {
        wj_tell_detail(tell, WJ_REMARK, WJ_TEXT_BOXES_OVERLAP, 1, parts);
    }
    if ((summaries & WJ_TABLE_RATE) != 0 && row->type == WJ_MULTIPLE) {
        wj_tell(tell, WJ_REMARK, WJ_TEXT_RATE_ABOVE, 1, parts);
    }
}

static void tell_notes(const struct wj_tell *tell, const struct wj_tabulation *tabulation)
{
    struct wj_cross_column all = wj_tabulated_column(tabulation, tabulation->column_count - 1);
    struct wj_reasons reasons = wj_reasons_of_table(tell, tabulation);
    wj_tell_reasons(tell, &reasons);
    if (all.respondents == 0) {
        return;
    }
    if (tabulation->spec->responses && all.quantity == NULL) {
        wj_tell(tell, WJ_REMARK, WJ_TEXT_TABLE_RESPONSES, 0, NULL);
    }
    tell_outside(tell, tabulation);
    if (wj_tabulated_weighted(tabulation)) {
        if (shows_weighted_rows(tabulation)) {
            wj_tell(tell, WJ_REMARK, WJ_TEXT_TABLE_WEIGHTED_ROWS, 0, NULL);
        }
        wj_tell(tell, WJ_REMARK,
                all.quantity == NULL ? WJ_TEXT_TABLE_WEIGHTED : WJ_TEXT_TABLE_WEIGHTED_BASE, 0,
                NULL);
    }
    if ((tabulation->spec->show & WJ_SHOW_INDEX) != 0 && all.quantity == NULL) {
        wj_tell(tell, WJ_REMARK, WJ_TEXT_TABLE_INDEX, 0, NULL);
    }
    bool scores =
        all.quantity == NULL && wj_summaries_of(tabulation->spec, tabulation->question) != 0;
    if (scores || all.quantity != NULL) {
        wj_tell_detail(tell, WJ_REMARK, scores ? WJ_TEXT_TABLE_SCORES : WJ_TEXT_TABLE_QUANTITY, 0,
                       NULL);
    }
    if (scores) {
        note_scores(tell, tabulation);
    }
}

static bool is_tested(const struct wj_tabulation *tabulation)
{
    for (size_t i = 0; i + 1 < tabulation->column_count; i++) {
        if (wj_tests_wanted(tabulation->tally, tabulation->columns[i].cross)) {
            return true;
        }
    }
    return false;
}

/* ---- the tables ---- */

static const char *caption_of(const struct wj_tell *tell, const struct wj_tabulation *tabulation)
{
    const struct wj_table_spec *spec = tabulation->spec;
    struct wj_slice condition =
        spec->where != NULL ? wj_formula_text(spec->where) : wj_slice(NULL, 0);
    const char *filter = wj_arena_copy(tell->arena, condition);
    const char *parts[] = {
        tabulation->question->label,
        spec->by_count > 0 ? wj_banner_names(tell->arena, tell->survey, spec, tell->words->comma)
                           : tell->words->all,
        filter != NULL ? filter : ""};
    const char *said = wj_said(tell, spec->where != NULL ? WJ_TEXT_TABLE_WHERE : WJ_TEXT_TABLE,
                               spec->where != NULL ? 3 : 2, parts);
    const char *titled[] = {spec->title, tabulation->question->label};
    if (spec->title == NULL) {
        return said;
    }
    return spec->row_count > 1 ? wj_said(tell, WJ_TEXT_TABLE_TITLED, 2, titled) : spec->title;
}

/* False where the table is too wide to be shown. */
static bool add_table(const struct wj_tell *tell, const struct wj_tabulation *tabulation)
{
    const char *caption = caption_of(tell, tabulation);
    size_t last = tabulation->column_count - 1;
    /* `wjtab table` writes no files, and cuts tables into blocks. */
    bool alone = tell->survey->output.formats == 0;
    if (tabulation->column_count > MOST_COLUMNS && !alone) {
        const char *parts[] = {caption, wj_wide_tables(tell->survey)};
        wj_tell(tell, WJ_REMARK, WJ_TEXT_TABLE_WIDE, 2, parts);
        return false;
    }
    struct wj_grid *grid = wj_section_table(tell->report, caption);
    if (grid != NULL) {
        add_header(tell, grid, tabulation);
        wj_tabulated_rows(tell, grid, tabulation);
    }
    tell_notes(tell, tabulation);
    if (is_tested(tabulation) && wj_tabulated_column(tabulation, last).respondents > 0) {
        wj_tell_tests(tell, tabulation);
    }
    wj_tell_untested(tell, tabulation);
    wj_tell_hidden_table(tell, tabulation->table, tabulation->row, 1);
    return true;
}

static uint64_t least_base(const struct wj_tabulation *tabulation)
{
    uint64_t least = UINT64_MAX;
    for (size_t i = 0; i < tabulation->column_count; i++) {
        uint64_t base = wj_tabulated_column(tabulation, i).respondents;
        least = base > 0 && base < least ? base : least;
    }
    return least;
}

static void tell_table(const struct wj_tell *tell, size_t table, uint64_t *least)
{
    const struct wj_table_spec *spec = &tell->survey->tables[table];
    struct wj_tabulation tabulation;
    if (spec->grid) {
        wj_tell_grid(tell, table, least);
        return;
    }
    for (size_t row = 0; row < spec->row_count; row++) {
        if (wj_tabulate(tell->arena, tell->findings, table, row, &tabulation) &&
            add_table(tell, &tabulation)) {
            uint64_t base = least_base(&tabulation);
            *least = base < *least ? base : *least;
        }
    }
}

void wj_section_tables(const struct wj_tell *tell)
{
    uint64_t least = UINT64_MAX;
    if (tell->survey->table_count == 0) {
        return;
    }
    wj_tell_open(tell, WJ_SECTION_TABLES, WJ_TEXT_TABLES_TITLE);
    for (size_t i = 0; i < tell->survey->table_count; i++) {
        tell_table(tell, i, &least);
    }
    if (least < UINT64_MAX) {
        wj_tell_detail(tell, WJ_REMARK, WJ_TEXT_TABLES_NOTE, 0, NULL);
        wj_tell_small_base(tell, least);
    }
}
