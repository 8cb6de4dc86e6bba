/* Means with their spread, and intervals: the one place of the library where figures are binary
 * floating point. Everything up to a variance is computed exactly. The formulas and their sources
 * stand in docs/formulas.md. */
#ifndef WJTAB_MEASURE_INTERVAL_H
#define WJTAB_MEASURE_INTERVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gmp.h>

#include "wjtab/base/api.h"
#include "wjtab/survey/survey.h"

/* Why there is no interval. */
enum wj_no_interval {
    WJ_INTERVAL_THERE,
    WJ_NO_SCORES,      /* no option of the question has a score */
    WJ_SMALL_BASE,     /* fewer than two responses, or an item that has fewer than two; a share of
                        * nobody */
    WJ_TOO_MANY_ITEMS, /* the items' joint counts were not kept (tally.h) */
    WJ_TOO_LARGE,      /* for binary floating point */
    WJ_SUPPRESSED,     /* hidden counts could be computed from it (hide.h) */
};

enum wj_interval_method {
    WJ_BY_T,
    WJ_BY_T_FPC,
    WJ_BY_WILSON,
    WJ_BY_CLOPPER_PEARSON,
    WJ_BY_T_RAKED, /* of a weighted figure */
    WJ_BY_T_RAKED_FPC,
    WJ_BY_T_WEIGHTED, /* with weights as constants */
    WJ_BY_T_WEIGHTED_FPC
};

/* What a report prints beside a rate or share. */
struct wj_interval {
    enum wj_no_interval missing; /* WJ_INTERVAL_THERE: the rest is set */
    double level;                /* 0..1, as 0.95 */
    double lower;                /* 0..1 */
    double upper; /* 0..1; above 1 only in a multiple question's rate, which may be */
    enum wj_interval_method method;
};

/* A mean over responses, in the unit of what it is the mean of: 0..1 for rates. */
struct wj_statistics {
    enum wj_no_interval missing; /* WJ_INTERVAL_THERE: all is set; else n and mean alone */
    bool has_mean;               /* n is at least 1, and the mean no larger than a double */
    uint64_t n;
    double mean;
    double sd; /* of measures: se · √n */
    double se;
    double df; /* n - 1 */
    double t;  /* quantile of the survey's confidence */
    double lower;
    double upper;
    bool has_fpc; /* the survey has a population: the rest is set */
    double se_fpc;
    double lower_fpc;
    double upper_fpc;
    bool is_cut; /* limits lie in 0..1 */
};

/* How many answers a half-width needs. */
struct wj_sample_size {
    bool exists;
    double n0;  /* of an infinite population */
    uint64_t n; /* n0 rounded up */
    bool has_fpc;
    double n0_fpc;
    uint64_t n_fpc;
};

/* The interval of count / base at a level (0..1, exclusive). WJ_SMALL_BASE where base is 0. */
WJ_API struct wj_interval wj_interval_share(uint64_t count, uint64_t base, const mpq_t level,
                                            enum wj_interval_method method);

/* The method that a survey asks for shares. */
WJ_API enum wj_interval_method wj_interval_share_method(const struct wj_survey *survey);

/* The interval of a mean at any level, with the population's correction where there is one. */
WJ_API struct wj_interval wj_interval_mean(const struct wj_statistics *statistics,
                                           const mpq_t level);

/* The limits as fractions of 15 decimals, for printing: so the point 0.7 is 7/10 and no double
 * beside it, which `truncate` would print as 69.99%. The interval must be there. */
WJ_API void wj_interval_limits(const struct wj_interval *interval, mpq_t lower, mpq_t upper);

/* The standard deviation, with 15 decimals; false where there is none. */
WJ_API bool wj_statistics_sd(const struct wj_statistics *statistics, mpq_t sd);

/* The answers needed for a mean with this standard deviation, or (`worst`) for a share of 50 %,
 * to lie within ± margin at a level; none where the mean has no spread, and beyond 1e15. Population
 * 0: infinite. */
WJ_API struct wj_sample_size wj_sample_size_mean(const struct wj_statistics *statistics,
                                                 const mpq_t margin, const mpq_t level,
                                                 uint64_t population);
WJ_API struct wj_sample_size wj_sample_size_share(const mpq_t margin, const mpq_t level,
                                                  uint64_t population);

/* "t", "t-fpc", "wilson", "clopper-pearson", "t-raked", "t-raked-fpc", "t-weighted",
 * "t-weighted-fpc"; "no_scores", "small_base", "too_many_items",
 * "too_large". */
WJ_API const char *wj_interval_method_name(enum wj_interval_method method);
WJ_API const char *wj_no_interval_name(enum wj_no_interval missing);

#endif
