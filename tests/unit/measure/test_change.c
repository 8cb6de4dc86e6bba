/* The interval of a difference between two surveys, against what Newcombe published and what R
 * makes of the same numbers. */
#include "sets_support.h"

#include "wjtab/measure/change.h"

static void set_level(mpq_t level, unsigned percent)
{
    mpq_init(level);
    mpq_set_ui(level, percent, 100);
    mpq_canonicalize(level);
}

/* R. G. Newcombe, Statistics in Medicine 17 (1998), 873-890, table II, method 10: to four places as
 * printed there, to 15 from R 4.2: w <- function(x, n) prop.test(x, n, correct=FALSE)$conf.int;
 * a <- w(56, 70); b <- w(48, 80); p <- 56/70; q <- 48/80;
 * print(c(p-q-sqrt((p-a[1])^2+(b[2]-q)^2), p-q+sqrt((a[2]-p)^2+(q-b[1])^2)), digits=15) */
static void shares_agree_with_newcombe_and_with_r(void **state)
{
    static const struct {
        unsigned count, base, count_before, base_before;
        double lower, upper;
        double printed_lower, printed_upper;
    } cases[] = {
        {56, 70, 48, 80, 0.0524314724023649, 0.3338726540369059, 0.0524, 0.3339},
        {9, 10, 3, 10, 0.170522723934503, 0.809017973535488, 0.1705, 0.8090},
        {6, 7, 2, 7, 0.0582279274823123, 0.8062496375242277, 0.0582, 0.8062},
        {5, 56, 0, 29, -0.0381371479035369, 0.1925600138551116, -0.0381, 0.1926},
        {0, 10, 0, 20, -0.161125158052819, 0.277532799862889, -0.1611, 0.2775},
        {0, 10, 0, 10, -0.277532799862889, 0.277532799862889, -0.2775, 0.2775},
        {10, 10, 0, 20, 0.679086037141915, 1, 0.6791, 1},
        {10, 10, 0, 10, 0.607509350430524, 1, 0.6075, 1},
    };
    mpq_t level;
    (void)state;
    set_level(level, 95);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct wj_change change = wj_change_of_shares(
            cases[i].count, cases[i].base, cases[i].count_before, cases[i].base_before, level);
        assert_true(change.exists);
        assert_true(is_close("", change.lower, cases[i].lower, 1e-9));
        assert_true(is_close("", change.upper, cases[i].upper, 1e-9));
        assert_true(fabs(change.lower - cases[i].printed_lower) <= 5.1e-5);
        assert_true(fabs(change.upper - cases[i].printed_upper) <= 5.1e-5);
        assert_int_equal(change.direction, cases[i].lower > 0 ? 1 : 0);
        change = wj_change_of_shares(cases[i].count_before, cases[i].base_before, cases[i].count,
                                     cases[i].base, level);
        assert_true(is_close("", change.lower, -cases[i].upper, 1e-9));
        assert_int_equal(change.direction, cases[i].lower > 0 ? -1 : 0);
    }
    assert_false(wj_change_of_shares(0, 0, 1, 2, level).exists);
    assert_false(wj_change_of_shares(1, 2, 0, 0, level).exists);
    mpq_clear(level);
}

/* a <- c(100,80,60,100,0,80,80)/100; b <- c(60,60,80,0,0,100,60,80,60)/100;
 * t <- t.test(a, b); print(c(t$conf.int, t$parameter), digits=15); with conf.level=.9 */
static void means_agree_with_r(void **state)
{
    struct wj_estimate now = {true, 0.714285714285714, 0.129887444733199, 6};
    struct wj_estimate before = {true, 0.555555555555556, 0.114395890455411, 8};
    mpq_t level;
    (void)state;
    set_level(level, 95);
    struct wj_change change = wj_change_of_estimates(&now, &before, level);
    assert_true(is_close("", change.lower, -0.215085195299183, 1e-9));
    assert_true(is_close("", change.upper, 0.532545512759500, 1e-9));
    assert_int_equal(change.direction, 0);
    mpq_set_ui(level, 9, 10);
    change = wj_change_of_estimates(&now, &before, level);
    assert_true(is_close("", change.lower, -0.147721160273426, 1e-9));
    assert_true(is_close("", change.upper, 0.465181477733744, 1e-9));
    mpq_clear(level);
}

static void constants_differ_by_a_point(void **state)
{
    struct wj_estimate now = {true, 1, 0, 6};
    struct wj_estimate before = {true, 0.75, 0, 8};
    mpq_t level;
    (void)state;
    set_level(level, 95);
    struct wj_change change = wj_change_of_estimates(&now, &before, level);
    assert_true(change.exists && change.lower == 0.25 && change.upper == 0.25);
    assert_int_equal(change.direction, 1);
    change = wj_change_of_estimates(&now, &now, level);
    assert_true(change.exists && change.lower == 0 && change.direction == 0);
    /* One constant: the other one's spread and degrees of freedom alone. */
    before.se = 0.1;
    change = wj_change_of_estimates(&now, &before, level);
    assert_true(is_close("", change.upper - 0.25, 0.1 * 2.30600413520417, 1e-9));
    before.exists = false;
    assert_false(wj_change_of_estimates(&now, &before, level).exists);
    mpq_clear(level);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_agree_with_newcombe_and_with_r),
        cmocka_unit_test(means_agree_with_r),
        cmocka_unit_test(constants_differ_by_a_point),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
