/* CSV output: quoting, line ends, and nothing that a spreadsheet program would compute. */
#include "../base/support.h"

#include "wjtab/report/grid.h"
#include "wjtab/write/write.h"

static struct wj_arena arena;

static const char *csv_of(const struct wj_grid *grid, bool bom, struct wj_buf *out)
{
    wj_buf_reset(out);
    assert_int_equal(wj_write_csv(grid, bom, out), WJ_OK);
    return wj_buf_text(out);
}

static void rows_end_as_spreadsheets_want_or_plainly(void **state)
{
    struct wj_grid grid = {.columns = 3, .arena = &arena};
    struct wj_buf out = {0};
    (void)state;
    wj_grid_text(&grid, wj_slice_of("题"));
    wj_grid_text(&grid, wj_slice_of("a b"));
    wj_grid_text(&grid, wj_slice_of(""));
    wj_grid_text(&grid, wj_slice_of("满意"));
    wj_grid_count(&grid, UINT64_MAX - 1);
    wj_grid_number(&grid, wj_slice_of("84.53%"));
    assert_int_equal(wj_grid_rows(&grid), 2);
    assert_string_equal(csv_of(&grid, true, &out),
                        "\xEF\xBB\xBF题,a b,\r\n满意,18446744073709551614,84.53%\r\n");
    assert_string_equal(csv_of(&grid, false, &out), "题,a b,\n满意,18446744073709551614,84.53%\n");
    wj_buf_clear(&out);
    wj_grid_clear(&grid);
}

/* A cell of text, and how it is written. */
static const struct {
    const char *cell;
    const char *csv;
} cells[] = {
    {"", ""},
    {" a ", " a "},
    {"a,b", "\"a,b\""},
    {"a，b", "a，b"},
    {"a\"b", "\"a\"\"b\""},
    {"\"", "\"\"\"\""},
    {"a\nb", "\"a\nb\""},
    {"a\rb", "\"a\rb\""},
    {"a;b", "a;b"},
    {"'a", "'a"},
    /* what begins a formula */
    {"=1+1", "'=1+1"},
    {"+1", "'+1"},
    {"-1", "'-1"},
    {"@SUM(A1)", "'@SUM(A1)"},
    {"\tx", "'\tx"},
    {"\rx", "\"'\rx\""},
    {"\nx", "\"'\nx\""},
    {"＝1+1", "'＝1+1"},
    {"＋1", "'＋1"},
    {"－1", "'－1"},
    {"＠x", "'＠x"},
    {"=A1,B1", "\"'=A1,B1\""},
    {"=\"x\"", "\"'=\"\"x\"\"\""},
    {"-", "'-"},
    /* and what does not */
    {"1=1", "1=1"},
    {" =1", " =1"},
    {"–", "–"},
    {"1,402", "\"1,402\""},
    {"%", "%"},
};

static void texts_are_quoted_and_disarmed(void **state)
{
    struct wj_buf out = {0};
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(cells); i++) {
        struct wj_grid grid = {.columns = 1, .arena = &arena};
        wj_grid_text(&grid, wj_slice_of(cells[i].cell));
        csv_of(&grid, false, &out);
        out.len--; /* the line end */
        wrong += differs(cells[i].cell, wj_buf_text(&out), cells[i].csv);
        wj_grid_clear(&grid);
    }
    wj_buf_clear(&out);
    assert_int_equal(wrong, 0);
}

static void figures_of_ours_are_never_touched(void **state)
{
    static const char *const figures[] = {"-1", "-12.50%", "+3", "=", "@"};
    struct wj_grid grid = {.columns = COUNT(figures), .arena = &arena};
    struct wj_buf out = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(figures); i++) {
        wj_grid_number(&grid, wj_slice_of(figures[i]));
    }
    assert_string_equal(csv_of(&grid, false, &out), "-1,-12.50%,+3,=,@\n");
    wj_buf_clear(&out);
    wj_grid_clear(&grid);
}

static void cells_are_copied_and_lost_ones_remembered(void **state)
{
    struct wj_grid grid = {.columns = 1, .arena = &arena};
    char text[] = "甲";
    (void)state;
    wj_grid_text(&grid, wj_slice_of(text));
    text[0] = 'x';
    assert_string_equal(wj_grid_cell(&grid, 0, 0)->text, "甲");
    for (size_t i = 0; !grid.failed && i < 100; i++) {
        wj_memory_fail_at(1); /* the next request, which is when the array grows */
        wj_grid_text(&grid, wj_slice_of("乙"));
        wj_memory_fail_at(0);
    }
    assert_true(grid.failed);
    wj_grid_clear(&grid);
}

static int clear_arena(void **state)
{
    (void)state;
    wj_arena_clear(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_end_as_spreadsheets_want_or_plainly),
        cmocka_unit_test(texts_are_quoted_and_disarmed),
        cmocka_unit_test(figures_of_ours_are_never_touched),
        cmocka_unit_test(cells_are_copied_and_lost_ones_remembered),
    };
    return cmocka_run_group_tests(tests, NULL, clear_arena);
}
