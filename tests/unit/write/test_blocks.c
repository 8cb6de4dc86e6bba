/* Cutting wide tables: as few blocks as any cut makes, and between names where that makes no more.
 */
#include "../base/random.h"
#include "../base/support.h"

#include "wjtab/report/grid.h"
#include "writer.h"

enum { MOST = 14 };

struct table {
    size_t columns;
    size_t widths[MOST];
    bool named[MOST + 1]; /* a name of the head begins here */
    struct wj_block_room room;
};

static void make(struct table *table)
{
    *table = (struct table){.columns = 2 + random_below(MOST - 1)};
    for (size_t i = 0; i < table->columns; i++) {
        table->widths[i] = 1 + random_below(9);
        table->named[i] = i < 2 || i + 1 == table->columns || random_below(3) == 0;
    }
    table->named[table->columns] = true;
    table->room = (struct wj_block_room){
        .widths = table->widths, .all = 3 + random_below(30), .most = 1 + random_below(8)};
}

static void fill(const struct table *table, struct wj_grid *grid)
{
    grid->columns = table->columns;
    grid->header_rows = 1;
    for (size_t i = 0; i < 2 * table->columns; i++) {
        wj_grid_text(grid, wj_slice_of("x"));
    }
    for (size_t i = 1; i < table->columns; i++) {
        size_t end = i + 1;
        while (!table->named[end]) {
            end++;
        }
        if (table->named[i] && end > i + 1) {
            wj_grid_merge(grid, 0, i, 1, end - i);
        }
    }
}

static bool fits(const struct table *table, size_t from, size_t to)
{
    size_t used = 0;
    for (size_t i = from; i < to; i++) {
        used += table->widths[i];
    }
    return to - from == 1 || (used <= table->room.all && to - from <= table->room.most);
}

/* The fewest blocks of all cuts, by trying each. */
static size_t fewest(const struct table *table, size_t from, bool between_names)
{
    size_t least = from == table->columns ? 0 : 1000;
    for (size_t to = from + 1; to <= table->columns && fits(table, from, to); to++) {
        if (!between_names || table->named[to]) {
            size_t blocks = 1 + fewest(table, to, between_names);
            least = blocks < least ? blocks : least;
        }
    }
    return least;
}

static void check(const struct table *table)
{
    struct wj_arena arena = {0};
    struct wj_grid grid = {.arena = &arena};
    size_t ends[MOST] = {0};
    size_t blocks = 0;
    bool named = true;
    fill(table, &grid);
    assert_int_equal(wj_cut_blocks(&grid, &table->room, ends), WJ_OK);
    for (size_t from = 1; from < table->columns; from = ends[from]) {
        assert_true(ends[from] > from && ends[from] <= table->columns);
        assert_true(fits(table, from, ends[from]));
        named = named && table->named[ends[from]];
        blocks++;
    }
    assert_int_equal(blocks, fewest(table, 1, false));
    assert_true(named || fewest(table, 1, true) > blocks);
    wj_grid_clear(&grid);
    wj_arena_clear(&arena);
}

static void random_tables_are_cut_as_well_as_by_trying_everything(void **state)
{
    (void)state;
    for (size_t i = 0; i < 3000; i++) {
        struct table table;
        random_seed(i);
        make(&table);
        check(&table);
    }
}

static void everybody_gets_company(void **state)
{
    struct table table = {.columns = 6, .widths = {4, 5, 5, 5, 5, 5}};
    struct wj_arena arena = {0};
    struct wj_grid grid = {.arena = &arena};
    size_t ends[MOST] = {0};
    (void)state;
    memset(table.named, true, sizeof table.named);
    table.room = (struct wj_block_room){.widths = table.widths, .all = 20, .most = 9};
    fill(&table, &grid);
    assert_int_equal(wj_cut_blocks(&grid, &table.room, ends), WJ_OK);
    assert_int_equal(ends[1], 4);
    assert_int_equal(ends[4], 6);
    wj_grid_clear(&grid);
    wj_arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_tables_are_cut_as_well_as_by_trying_everything),
        cmocka_unit_test(everybody_gets_company),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
