#include "wjtab/measure/tests.h"

#include <math.h>

#define MATHLIB_STANDALONE 1
#include <Rmath.h>

#include "statistics.h"
#include "wjtab/base/number.h"

/* Their means may be hidden where no count of the table is (hide.h). */
static bool hides_means(const struct wj_tally *tally, const struct wj_cross_tally *cross)
{
    return cross->quantities != NULL && tally->survey->suppress_below > 0;
}

/* A test of columns that overlap tells by how many. */
static bool overlaps_are_small(const struct wj_tally *tally, const struct wj_cross_tally *cross)
{
    bool small = false;
    size_t count = cross->shared != NULL ? cross->column_count * cross->column_count : 0;
    for (size_t i = 0; i < count; i++) {
        small = small || (cross->shared[i] > 0 && cross->shared[i] < tally->survey->suppress_below);
    }
    return small;
}

bool wj_tests_wanted(const struct wj_tally *tally, const struct wj_cross_tally *cross)
{
    bool ticks = tally->survey->tables[cross->table].responses && cross->quantities == NULL;
    return tally->survey->tests.level_count > 0 && cross->column_count <= WJ_MOST_TESTED &&
           cross->by->count > 0 && !ticks && !cross->hidden && !hides_means(tally, cross) &&
           !overlaps_are_small(tally, cross);
}

bool wj_tests_overlap(const struct wj_tally *tally, const struct wj_cross_tally *cross)
{
    for (size_t i = 0; i < cross->by->count; i++) {
        if (tally->survey->questions[cross->by->questions[i]].type == WJ_MULTIPLE) {
            return true;
        }
    }
    return false;
}

bool wj_tests_letters(const struct wj_tally *tally, const struct wj_cross_tally *cross)
{
    return wj_tests_wanted(tally, cross) &&
           (cross->quantities == NULL || !wj_tests_overlap(tally, cross));
}

size_t wj_tests_pairs(const struct wj_cross_tally *cross)
{
    return cross->column_count * (cross->column_count - 1) / 2;
}

/* ---- a family of pairs ---- */

/* Names every pair, and makes the columns that it compares those that have somebody. Returns how
 * many pairs do: the family. */
static size_t begin_pairs(struct wj_pair_test *pairs, const uint64_t *bases, size_t columns)
{
    size_t next = 0;
    size_t family = 0;
    for (size_t i = 0; i < columns; i++) {
        for (size_t j = i + 1; j < columns; j++) {
            bool empty = bases[i] == 0 || bases[j] == 0;
            pairs[next++] = (struct wj_pair_test){
                .first = i, .second = j, .missing = empty ? WJ_EMPTY_COLUMN : WJ_TEST_THERE};
            family += empty ? 0 : 1;
        }
    }
    return family;
}

/* Is a pair the next one in the order of p? */
static bool is_next(const struct wj_pair_test *pairs, const bool *done, size_t pair, size_t best,
                    size_t count)
{
    return pairs[pair].missing == WJ_TEST_THERE && !done[pair] &&
           (best == count || pairs[pair].p < pairs[best].p);
}

static void adjust(struct wj_pair_test *pairs, size_t count, size_t family)
{
    bool done[WJ_MOST_PAIRS] = {false};
    double holm = 0.0;
    for (size_t n = 0; n < family; n++) {
        size_t best = count;
        for (size_t i = 0; i < count; i++) {
            best = is_next(pairs, done, i, best, count) ? i : best;
        }
        if (best == count) {
            return;
        }
        done[best] = true;
        holm = fmax(holm, fmin(1.0, pairs[best].p * (double)(family - n)));
        pairs[best].p_holm = holm;
        pairs[best].p_bonferroni = fmin(1.0, pairs[best].p * (double)family);
    }
}

/* ---- shares ---- */

struct column {
    uint64_t count;
    uint64_t base;
};

/* p(1 − p)(1/n + 1/n' − 2 · shared/(n · n')) with the p of both together. */
static void pooled_variance(mpq_t variance, const struct column *first, const struct column *second,
                            uint64_t shared)
{
    mpq_t part;
    mpq_t rest;
    mpq_inits(part, rest, NULL);
    wj_number_ratio(part, 1, first->base);
    wj_number_ratio(variance, 1, second->base);
    mpq_add(variance, variance, part);
    wj_number_ratio(part, shared, first->base);
    wj_number_ratio(rest, 2, second->base);
    mpq_mul(part, part, rest);
    mpq_sub(variance, variance, part);
    wj_number_ratio(part, first->count + second->count, first->base + second->base);
    mpq_set_ui(rest, 1, 1);
    mpq_sub(rest, rest, part);
    mpq_mul(variance, variance, part);
    mpq_mul(variance, variance, rest);
    mpq_clears(part, rest, NULL);
}

static bool is_extreme(const struct column *column)
{
    return column->count == 0 || column->count == column->base;
}

static void test_pair(struct wj_pair_test *pair, const struct column *first,
                      const struct column *second)
{
    mpq_t diff;
    mpq_t part;
    mpq_inits(diff, part, NULL);
    wj_number_ratio(diff, first->count, first->base);
    wj_number_ratio(part, second->count, second->base);
    mpq_sub(diff, diff, part);
    pair->has_diff = true;
    pair->diff = wj_double_of(diff);
    pair->is_extreme = is_extreme(first) || is_extreme(second);
    pooled_variance(part, first, second, pair->shared);
    if (mpq_sgn(part) > 0) {
        pair->statistic = pair->diff / sqrt(wj_double_of(part));
        pair->p = 2.0 * pnorm(-fabs(pair->statistic), 0.0, 1.0, 1, 0);
    } else {
        bool same = !is_extreme(first);
        pair->missing = same ? WJ_SAME_RESPONSES : WJ_NO_SPREAD;
    }
    mpq_clears(diff, part, NULL);
}

void wj_test_shares(const struct wj_cross_tally *cross, size_t row, struct wj_pair_test *pairs)
{
    size_t columns = cross->column_count;
    size_t count = wj_tests_pairs(cross);
    size_t family = begin_pairs(pairs, cross->column_base, columns);
    for (size_t i = 0; i < count; i++) {
        struct wj_pair_test *pair = &pairs[i];
        struct column first = {cross->cells[row * columns + pair->first],
                               cross->column_base[pair->first]};
        struct column second = {cross->cells[row * columns + pair->second],
                                cross->column_base[pair->second]};
        if (pair->missing == WJ_TEST_THERE) {
            pair->shared =
                cross->shared != NULL ? cross->shared[pair->first * columns + pair->second] : 0;
            test_pair(pair, &first, &second);
        }
    }
    adjust(pairs, count, family);
}

/* ---- means ---- */

bool wj_tests_means(const struct wj_tally *tally, const struct wj_cross_tally *cross)
{
    const struct wj_question *row = &tally->survey->questions[cross->row];
    return row->type == WJ_QUANTITY || (row->scored && row->type == WJ_SINGLE);
}

/* `counts`: of the row question's options, `step` apart. */
static void set_mean(struct wj_statistics *mean, const struct wj_question *row,
                     const uint64_t *counts, size_t step, const struct wj_survey *survey)
{
    mpq_t sum;
    mpq_t squares;
    mpq_t part;
    mpq_inits(sum, squares, part, NULL);
    *mean = (struct wj_statistics){0};
    for (size_t i = 0; i < row->option_count; i++) {
        uint64_t count = row->options[i].scored ? counts[i * step] : 0;
        mean->n += count;
        wj_number_ratio(part, count, 1);
        mpq_mul(part, part, row->options[i].score);
        mpq_add(sum, sum, part);
        mpq_mul(part, part, row->options[i].score);
        mpq_add(squares, squares, part);
    }
    wj_statistics_of_sums(mean, sum, squares, survey);
    mpq_clears(sum, squares, part, NULL);
}

static void set_quantity_mean(struct wj_statistics *mean, const struct wj_quantity_tally *quantity,
                              const struct wj_survey *survey)
{
    mpq_t sum;
    mpq_t squares;
    mpq_inits(sum, squares, NULL);
    *mean = (struct wj_statistics){0};
    wj_quantity_sums(quantity, &mean->n, sum, squares);
    wj_statistics_of_sums(mean, sum, squares, survey);
    mpq_clears(sum, squares, NULL);
}

void wj_column_means(const struct wj_tally *tally, const struct wj_cross_tally *cross,
                     struct wj_statistics *means)
{
    const struct wj_question *row = &tally->survey->questions[cross->row];
    for (size_t i = 0; i < cross->column_count; i++) {
        if (cross->quantities != NULL) {
            set_quantity_mean(&means[i], &cross->quantities[i], tally->survey);
        } else {
            set_mean(&means[i], row, &cross->cells[i], cross->column_count, tally->survey);
        }
    }
}

/* The degrees of freedom of Welch and Satterthwaite. */
static void test_welch(struct wj_pair_test *pair, const struct wj_statistics *first,
                       const struct wj_statistics *second)
{
    double a = first->se * first->se;
    double b = second->se * second->se;
    pair->has_diff = true;
    pair->diff = first->mean - second->mean;
    if (!(a + b > 0.0) || !isfinite(a + b)) {
        pair->missing = a + b > 0.0 ? WJ_TEST_TOO_LARGE : WJ_NO_SPREAD;
        return;
    }
    pair->statistic = pair->diff / sqrt(a + b);
    a /= a + b;
    pair->df = 1.0 / (a * a / first->df + (1.0 - a) * (1.0 - a) / second->df);
    pair->p = 2.0 * pt(-fabs(pair->statistic), pair->df, 1, 0);
}

void wj_test_means(const struct wj_tally *tally, const struct wj_cross_tally *cross,
                   const struct wj_statistics *means, struct wj_pair_test *pairs)
{
    uint64_t bases[WJ_MOST_TESTED];
    size_t count = wj_tests_pairs(cross);
    for (size_t i = 0; i < cross->column_count; i++) {
        bases[i] = means[i].n;
    }
    size_t family = begin_pairs(pairs, bases, cross->column_count);
    bool overlapping = wj_tests_overlap(tally, cross);
    for (size_t i = 0; i < count; i++) {
        const struct wj_statistics *first = &means[pairs[i].first];
        const struct wj_statistics *second = &means[pairs[i].second];
        if (overlapping) {
            pairs[i].missing = WJ_SEVERAL_ANSWERS;
        } else if (first->n < 2 || second->n < 2) {
            pairs[i].missing = WJ_FEW_ANSWERS;
        } else if (first->missing != WJ_INTERVAL_THERE || second->missing != WJ_INTERVAL_THERE) {
            pairs[i].missing = WJ_TEST_TOO_LARGE;
        } else {
            test_welch(&pairs[i], first, second);
        }
    }
    adjust(pairs, count, family);
}

/* ---- which of them tell ---- */

/* Is p below 1 − level? */
static bool passes(double p, const mpq_t level)
{
    mpq_t limit;
    mpq_init(limit);
    mpq_set_ui(limit, 1, 1);
    mpq_sub(limit, limit, level);
    bool below = p < wj_double_of(limit);
    mpq_clear(limit);
    return below;
}

unsigned wj_test_level(const struct wj_survey *survey, const struct wj_pair_test *pair)
{
    const struct wj_tests_spec *tests = &survey->tests;
    double p = pair->p;
    if (pair->missing != WJ_TEST_THERE || pair->is_extreme) {
        return 0;
    }
    p = tests->adjust == WJ_ADJUST_BONFERRONI ? pair->p_bonferroni : p;
    p = tests->adjust == WJ_ADJUST_HOLM ? pair->p_holm : p;
    for (unsigned i = 0; i < tests->level_count; i++) {
        if (passes(p, tests->levels[i])) {
            return i + 1;
        }
    }
    return 0;
}

const char *wj_no_test_name(enum wj_no_test missing)
{
    static const char *const names[] = {"",
                                        "empty_column",
                                        "few_answers",
                                        "no_spread",
                                        "same_responses",
                                        "few_categories",
                                        "several_answers",
                                        "nested_columns",
                                        "too_large"};
    return names[missing];
}
