/* What has to be hidden beside small counts: tables small enough to be worked out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* must follow the four above */
#include <cmocka.h>

#include "../../../src/measure/mask.h"

/* Adds counts that all can be hidden; those below 5 are small. */
static void add(struct wj_mask *mask, const uint64_t *counts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        wj_mask_add(mask, counts[i], 10, counts[i] > 0 && counts[i] < mask->below);
    }
}

static void add_row(struct wj_mask *mask, const long *factors, size_t count)
{
    wj_mask_row(mask);
    for (size_t i = 0; i < count; i++) {
        wj_mask_plus(mask, i, factors[i]);
    }
}

static size_t hidden_of(const struct wj_mask *mask)
{
    size_t hidden = 0;
    for (size_t i = 0; i < mask->cell_count; i++) {
        hidden += mask->cells[i].hidden ? 1 : 0;
    }
    return hidden;
}

/* 3 + 20 + 30 = 53 is published: one more has to go. */
static void a_sum_costs_one_more(void **state)
{
    static const uint64_t counts[] = {3, 20, 30};
    static const long sum[] = {1, 1, 1};
    struct wj_mask mask;
    size_t failed = 0;
    (void)state;
    wj_mask_init(&mask, 5);
    add(&mask, counts, 3);
    add_row(&mask, sum, 3);
    assert_false(wj_mask_holds(&mask));
    assert_int_equal(wj_mask_solve(&mask, &failed), WJ_OK);
    assert_int_equal(failed, 3);
    assert_int_equal(hidden_of(&mask), 2);
    assert_true(wj_mask_holds(&mask));
    wj_mask_clear(&mask);
}

/* 100·52 + 80·1 of 53 answers: nothing else gives 5280, so the rate tells everything. */
static void a_rate_may_tell_all(void **state)
{
    static const uint64_t counts[] = {52, 1, 0, 0};
    static const long sum[] = {1, 1, 1, 1};
    static const long scores[] = {100, 80, 60, 0};
    struct wj_mask mask;
    size_t failed = 0;
    (void)state;
    wj_mask_init(&mask, 5);
    add(&mask, counts, 4);
    add_row(&mask, sum, 4);
    add_row(&mask, scores, 4);
    assert_int_equal(wj_mask_solve(&mask, &failed), WJ_OK);
    assert_int_equal(failed, 1);
    assert_false(wj_mask_holds(&mask));
    wj_mask_clear(&mask);
}

/* 3·a + 4·b = 13 has other solutions than 3 and 1, none of them in whole numbers. */
static void fractions_are_no_witness(void **state)
{
    static const uint64_t counts[] = {3, 1};
    static const long odd[] = {3, 4};
    struct wj_mask mask;
    size_t failed = 0;
    (void)state;
    wj_mask_init(&mask, 5);
    add(&mask, counts, 2);
    add_row(&mask, odd, 2);
    assert_int_equal(wj_mask_solve(&mask, &failed), WJ_OK);
    assert_int_equal(failed, 0);
    wj_mask_clear(&mask);
}

/* A table of 2 × 2 with its margins: all four, or none. */
static void a_square_is_hidden_whole(void **state)
{
    static const uint64_t counts[] = {2, 20, 30, 40};
    static const long margins[][4] = {{1, 1, 0, 0}, {0, 0, 1, 1}, {1, 0, 1, 0}, {0, 1, 0, 1}};
    struct wj_mask mask;
    size_t failed = 0;
    (void)state;
    wj_mask_init(&mask, 5);
    add(&mask, counts, 4);
    for (size_t i = 0; i < 4; i++) {
        add_row(&mask, margins[i], 4);
    }
    assert_int_equal(wj_mask_solve(&mask, &failed), WJ_OK);
    assert_int_equal(failed, 4);
    assert_int_equal(hidden_of(&mask), 4);
    assert_true(wj_mask_holds(&mask));
    /* One that is shown again spoils it, and is noticed. */
    mask.cells[3].hidden = false;
    assert_false(wj_mask_holds(&mask));
    wj_mask_clear(&mask);
}

static void what_keeps_no_equation_is_no_witness(void **state)
{
    static const uint64_t counts[] = {3, 20};
    static const long sum[] = {1, 1};
    static const long wrong[] = {1, 0};
    static const long below[] = {-4, 4};
    static const long right[] = {2, -2};
    struct wj_mask mask;
    (void)state;
    wj_mask_init(&mask, 5);
    add(&mask, counts, 2);
    add_row(&mask, sum, 2);
    assert_false(wj_mask_try(&mask, wrong));
    assert_false(wj_mask_try(&mask, below));
    assert_true(wj_mask_try(&mask, right));
    assert_true(wj_mask_holds(&mask));
    wj_mask_clear(&mask);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sum_costs_one_more),
        cmocka_unit_test(a_rate_may_tell_all),
        cmocka_unit_test(fractions_are_no_witness),
        cmocka_unit_test(a_square_is_hidden_whole),
        cmocka_unit_test(what_keeps_no_equation_is_no_witness),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
