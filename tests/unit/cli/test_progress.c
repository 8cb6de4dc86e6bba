/* What a terminal is shown while responses are read. */
#include "../base/support.h"

#include "../../../src/cli/progress.h"

static void assert_line(uint64_t done, uint64_t total, uint64_t elapsed, const char *expected)
{
    struct wj_buf line = {0};
    wj_progress_line(&line, done, total, elapsed);
    assert_string_equal(wj_buf_text(&line), expected);
    wj_buf_clear(&line);
}

static void a_bar_shows_how_far_it_is(void **state)
{
    (void)state;
    assert_line(34000000, 100000000, 2000,
                "[######..............] reading: 34%, 17 MB/s, 4 s left");
    assert_line(1000000, 1000000000, 1000,
                "[....................] reading: 0%, 1 MB/s, 999 s left");
    assert_line(999999999, 1000000000, 1000,
                "[###################.] reading: 99%, 999 MB/s, 1 s left");
    assert_line(1000000000, 1000000000, 1000,
                "[####################] reading: 100%, 1000 MB/s, 0 s left");
    assert_line(5000, 5000, 1000, "[####################] reading: 100%, 0 MB/s, 0 s left");
}

static void without_a_total_it_says_how_much(void **state)
{
    (void)state;
    assert_line(34000000, 0, 2000, "reading: 34 MB, 17 MB/s");
    assert_line(1, 0, 0, "reading: 0 MB, 0 MB/s");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bar_shows_how_far_it_is),
        cmocka_unit_test(without_a_total_it_says_how_much),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
