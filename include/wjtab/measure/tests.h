/* Tests between the columns of a cross table, where the definition's `tests` asks for them, and the
 * test that rows and columns are independent. Counts are unweighted. The formulas and their sources
 * stand in docs/formulas.md. */
#ifndef WJTAB_MEASURE_TESTS_H
#define WJTAB_MEASURE_TESTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/api.h"
#include "wjtab/base/status.h"
#include "wjtab/measure/interval.h"
#include "wjtab/tally/tally.h"

/* Why there is no test. */
enum wj_no_test {
    WJ_TEST_THERE,
    WJ_EMPTY_COLUMN,    /* nobody stands in one of the two */
    WJ_FEW_ANSWERS,     /* fewer than two scores in one of the two, or pairs of them */
    WJ_NO_SPREAD,       /* both columns at 0 % or both at 100 %; scores or differences constant */
    WJ_SAME_RESPONSES,  /* both columns are the same responses */
    WJ_FEW_CATEGORIES,  /* fewer than two rows or columns with answers */
    WJ_SEVERAL_ANSWERS, /* a multiple question: a response counts several times */
    WJ_NESTED_COLUMNS,  /* columns are combinations of questions */
    WJ_TEST_TOO_LARGE   /* for binary floating point */
};

struct wj_independence {
    enum wj_no_test missing; /* WJ_TEST_THERE: the rest is set */
    uint64_t n;              /* set always: responses with an answer to both questions */
    uint64_t df;
    double chi_square;
    double p;
    double min_expected;
    double cramers_v;
    bool is_small;   /* an expected count is below 5 */
    bool has_fisher; /* is_small, and the table is not too large for it */
    double fisher_p;
};

/* One column against a later one. */
struct wj_pair_test {
    size_t first;
    size_t second;
    enum wj_no_test missing; /* WJ_TEST_THERE: all but diff is set */
    bool has_diff;
    double diff;      /* first - second: shares 0..1, or scores */
    double statistic; /* z, or Welch's t */
    double df;        /* of t */
    double p;         /* two-sided */
    double p_bonferroni;
    double p_holm;
    bool is_extreme; /* a share of 0 % or 100 %: no letter comes of it */
    uint64_t shared; /* responses in both columns */
};

enum { WJ_MOST_PAIRS = WJ_MOST_TESTED * (WJ_MOST_TESTED - 1) / 2 };

/* Does the definition ask for tests of this table, are its columns few enough, and all of its
 * counts shown? */
WJ_API bool wj_tests_wanted(const struct wj_tally *tally, const struct wj_cross_tally *cross);

/* Do columns of the table share responses, as options of a multiple question? */
WJ_API bool wj_tests_overlap(const struct wj_tally *tally, const struct wj_cross_tally *cross);

/* Are there letters? Not where all that could be tested are means of columns that share responses.
 */
WJ_API bool wj_tests_letters(const struct wj_tally *tally, const struct wj_cross_tally *cross);

/* columns · (columns − 1) / 2 */
WJ_API size_t wj_tests_pairs(const struct wj_cross_tally *cross);

/* WJ_MEMORY. */
WJ_API enum wj_status wj_test_independence(const struct wj_tally *tally,
                                           const struct wj_cross_tally *cross,
                                           struct wj_independence *independence);

/* One row's shares, every column against every later one: wj_tests_pairs of them. */
WJ_API void wj_test_shares(const struct wj_cross_tally *cross, size_t row,
                           struct wj_pair_test *pairs);

/* Have the rows numbers that can be averaged? Scores of a single question, quantities. */
WJ_API bool wj_tests_means(const struct wj_tally *tally, const struct wj_cross_tally *cross);

/* The mean of each column: n, mean, and sd and se where n is above 1. */
WJ_API void wj_column_means(const struct wj_tally *tally, const struct wj_cross_tally *cross,
                            struct wj_statistics *means);

/* Welch's test of these means. */
WJ_API void wj_test_means(const struct wj_tally *tally, const struct wj_cross_tally *cross,
                          const struct wj_statistics *means, struct wj_pair_test *pairs);

/* Which of the definition's levels a difference passes, by the p that it wants: 1 is the stricter
 * one, 2 the other, 0 none. */
WJ_API unsigned wj_test_level(const struct wj_survey *survey, const struct wj_pair_test *pair);

/* "empty_column", … */
WJ_API const char *wj_no_test_name(enum wj_no_test missing);

#endif
