#include "sections.h"

#include "table_tests.h"

enum { MOST_COLUMNS = 12 }; /* wider tables stand in crosstabs.csv only */

/* The banner's questions, joined by ×. */
static const char *joined(const struct wj_tell *tell, const struct wj_cross_tally *cross)
{
    struct wj_buf names = {0};
    for (size_t i = 0; i < cross->by->count; i++) {
        wj_buf_addf(&names, "%s%s", i > 0 ? "×" : "",
                    tell->survey->questions[cross->by->questions[i]].label);
    }
    const char *copy = wj_arena_copy(tell->arena, wj_buf_slice(&names));
    wj_buf_clear(&names);
    return copy != NULL ? copy : "";
}

/* "14 (26.42%) B" */
static void add_cell(const struct wj_tell *tell, struct wj_grid *grid, uint64_t count,
                     uint64_t base, const char *letters)
{
    struct wj_figure share = {0};
    mpq_init(share.value);
    wj_figure_ratio(&share, count, base);
    const char *parts[] = {wj_count(tell, count), wj_percent(tell, &share), letters};
    wj_cell_figure(grid,
                   share.hidden ? WJ_HIDDEN_TEXT : wj_print(tell->arena, "%s (%s)%s", 3, parts));
    mpq_clear(share.value);
}

/* "28**" */
static void add_base(const struct wj_tell *tell, struct wj_grid *grid, uint64_t base)
{
    const char *parts[] = {wj_count(tell, base), wj_base_mark(tell, base)};
    wj_cell_figure(grid, wj_print(tell->arena, "%s%s", 2, parts));
}

/* How many columns stand under one option of the n-th banner question. */
static size_t columns_under(const struct wj_tell *tell, const struct wj_cross_tally *cross,
                            size_t n)
{
    size_t count = 1;
    for (size_t i = n + 1; i < cross->by->count; i++) {
        count *= tell->survey->questions[cross->by->questions[i]].option_count;
    }
    return count;
}

/* A row of options for each banner question; outer ones span the inner ones below. */
static void add_header(const struct wj_tell *tell, struct wj_grid *grid,
                       const struct wj_cross_tally *cross)
{
    size_t depth = cross->by->count;
    bool tested = wj_tests_wanted(tell->findings->tally, cross);
    grid->columns = cross->column_count + 2;
    grid->header_rows = depth;
    for (size_t n = 0; n < depth; n++) {
        const struct wj_question *question = &tell->survey->questions[cross->by->questions[n]];
        size_t under = columns_under(tell, cross, n);
        wj_cell(grid, n == 0 ? tell->words->option : "");
        for (size_t i = 0; i < cross->column_count; i++) {
            size_t option = wj_cross_option(tell->findings->tally, cross, i, n);
            bool named = tested && n + 1 == depth;
            const char *parts[] = {question->options[option].label,
                                   named ? wj_column_letter(tell, i) : ""};
            wj_cell(grid, i % under == 0 ? wj_print(tell->arena, "%s%s", 2, parts) : "");
        }
        wj_cell(grid, n == 0 ? tell->words->all : "");
        for (size_t i = 0; under > 1 && i < cross->column_count; i += under) {
            wj_grid_merge(grid, n, 1 + i, 1, under);
        }
    }
    if (depth > 1) {
        wj_grid_merge(grid, 0, 0, depth, 1);
        wj_grid_merge(grid, 0, grid->columns - 1, depth, 1);
    }
}

static void add_row(const struct wj_tell *tell, struct wj_grid *grid,
                    const struct wj_cross_tally *cross, size_t row)
{
    struct wj_pair_test pairs[WJ_MOST_PAIRS];
    size_t count = 0;
    if (wj_tests_wanted(tell->findings->tally, cross)) {
        count = wj_tests_pairs(cross);
        wj_test_shares(cross, row, pairs);
    }
    wj_cell(grid, tell->survey->questions[cross->row].options[row].label);
    for (size_t i = 0; i < cross->column_count; i++) {
        add_cell(tell, grid, cross->cells[row * cross->column_count + i], cross->column_base[i],
                 wj_letters_above(tell, pairs, count, i));
    }
    add_cell(tell, grid, cross->totals[row], cross->total_base, "");
}

static void fill(const struct wj_tell *tell, struct wj_grid *grid,
                 const struct wj_cross_tally *cross)
{
    add_header(tell, grid, cross);
    wj_cell(grid, tell->words->base_row);
    for (size_t i = 0; i < cross->column_count; i++) {
        add_base(tell, grid, cross->column_base[i]);
    }
    add_base(tell, grid, cross->total_base);
    for (size_t i = 0; i < cross->row_count; i++) {
        add_row(tell, grid, cross, i);
    }
    if (wj_tests_wanted(tell->findings->tally, cross)) {
        wj_add_means(tell, grid, cross);
    }
}

/* False where the table is too wide to be shown. */
static bool add_cross(const struct wj_tell *tell, const struct wj_cross_tally *cross)
{
    const struct wj_formula *where = tell->survey->tables[cross->table].where;
    struct wj_slice condition = where != NULL ? wj_formula_text(where) : wj_slice(NULL, 0);
    const char *filter = wj_arena_copy(tell->arena, condition);
    const char *parts[] = {tell->survey->questions[cross->row].label, joined(tell, cross),
                           filter != NULL ? filter : ""};
    const char *caption = wj_said(tell, where != NULL ? WJ_TEXT_TABLE_WHERE : WJ_TEXT_TABLE,
                                  where != NULL ? 3 : 2, parts);
    if (cross->column_count > MOST_COLUMNS) {
        const char *named[] = {caption};
        wj_tell(tell, WJ_REMARK, WJ_TEXT_TABLE_WIDE, 1, named);
        return false;
    }
    struct wj_grid *grid = wj_section_table(tell->report, caption);
    if (grid != NULL) {
        fill(tell, grid, cross);
    }
    if (wj_tests_wanted(tell->findings->tally, cross)) {
        wj_tell_tests(tell, cross);
    }
    return true;
}

static uint64_t least_base(const struct wj_cross_tally *cross)
{
    uint64_t least = cross->total_base;
    for (size_t i = 0; i < cross->column_count; i++) {
        uint64_t base = cross->column_base[i];
        least = base > 0 && base < least ? base : least;
    }
    return least;
}

void wj_section_tables(const struct wj_tell *tell)
{
    const struct wj_tally *tally = tell->findings->tally;
    uint64_t least = UINT64_MAX;
    if (tally->cross_count == 0) {
        return;
    }
    wj_tell_open(tell, WJ_SECTION_TABLES, WJ_TEXT_TABLES_TITLE);
    for (size_t i = 0; i < tally->cross_count; i++) {
        if (tally->crosses[i].quantities == NULL && add_cross(tell, &tally->crosses[i])) {
            uint64_t base = least_base(&tally->crosses[i]);
            least = base > 0 && base < least ? base : least;
        }
    }
    if (least < UINT64_MAX) {
        wj_tell_detail(tell, WJ_REMARK, WJ_TEXT_TABLES_NOTE, 0, NULL);
        wj_tell_small_base(tell, least);
    }
}
