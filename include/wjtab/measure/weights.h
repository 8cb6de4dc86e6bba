/* The weights of a survey's responses, out of the counts of its tally, and figures that use them.
 * The formulas and their sources stand in docs/formulas.md. */
#ifndef WJTAB_MEASURE_WEIGHTS_H
#define WJTAB_MEASURE_WEIGHTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gmp.h>

#include "wjtab/base/api.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/status.h"
#include "wjtab/measure/interval.h"
#include "wjtab/tally/tally.h"

/* A cell of the tally, and how much its counts weigh. Weights have the mean 1. */
struct wj_weight_part {
    const struct wj_tally *tally;
    uint64_t key;       /* as in the tally */
    double weight;      /* raked: of each of its responses */
    bool is_raked;      /* it has answers to all target questions */
    bool is_trimmed;    /* its weight was cut */
    mpz_t exact;        /* what its counts are multiplied with, in units that all parts share */
    long double first;  /* the same in a sum of weights */
    long double second; /* and in one of squared weights */
    const size_t
        *terms; /* raked: its categories, numbered one target question after the other (private) */
};

/* The category whose weighted count is furthest from its target. */
struct wj_worst_margin {
    size_t margin; /* of the survey's weighting */
    size_t option;
    double target; /* in the unit of the targets */
    double reached;
    double error; /* relative */
};

struct wj_regression; /* private: on all margins */

struct wj_weights {
    const struct wj_survey *survey;
    uint64_t n; /* effective responses; 0: there are no weights */
    struct wj_weight_part *parts;
    size_t count;
    mpz_t unit;              /* what `exact` is divided by for a weight of mean 1 */
    uint64_t without_target; /* raked: responses that lack an answer, of weight 1 */
    size_t iterations;       /* rounds through all margins */
    struct wj_worst_margin worst;
    bool margins_hold; /* every margin meets its target; trimming may prevent it */
    uint64_t trimmed;  /* responses whose weight was cut */
    double least;      /* weights; raked */
    double most;
    double sum;   /* of the weights as given; a weight column */
    double n_eff; /* Kish */
    double deff;
    struct wj_regression *regression;
    struct wj_arena arena;
};

/* A weighted figure: a rate, share or mean. */
struct wj_weighted {
    bool hidden;                 /* it is not shown (measure/hide.h), and does not exist */
    bool exists;                 /* there is a weighted base: the next five are set */
    mpq_t value;                 /* for printing; always initialised. Raked: to 15 decimals */
    double number;               /* the same as computed */
    uint64_t base;               /* responses, unweighted */
    double weighted_base;        /* Σ of their weights */
    double weighted_count;       /* shares: of those counted */
    enum wj_no_interval missing; /* WJ_INTERVAL_THERE: the rest is set */
    bool is_cut;                 /* limits lie in 0..1 */
    double df;                   /* base - 1 */
    bool has_raked;
    double se_raked; /* by residuals of the regression on the margins */
    double se_fixed; /* with weights as constants */
    double lower;    /* by se_raked; where there is none, by se_fixed */
    double upper;
    bool has_fpc;
    double se_raked_fpc;
    double se_fixed_fpc;
    double lower_fpc;
    double upper_fpc;
};

struct wj_weighted_question {
    struct wj_weighted *shares; /* per option */
    struct wj_weighted rate;
    struct wj_weighted mean; /* of the scores of those who answered */
    struct wj_weighted top2; /* single questions with scores, as the next */
    struct wj_weighted bottom2;
    struct wj_weighted quantity; /* mean of a quantity */
    struct wj_weighted nps;
};

struct wj_weighted_figures {
    struct wj_weights weights;
    struct wj_weighted_question *questions;
    struct wj_weighted *measures;
};

/* A cross table's counts, weighted; column by column, and last the total. */
struct wj_weighted_cross {
    size_t columns;      /* the table's, and one more */
    double *cells;       /* row × columns + column */
    double *shares;      /* cells over bases; 0 where that is 0 */
    double *bases;       /* divisors of shares: respondents, or their ticks */
    double *respondents; /* in the row question's base */
};

struct wj_figure;
struct wj_figures;

/* Computes the weights of a weighted survey with effective responses. Targets that can't be met are
 * reported: WJ_DATA. WJ_MEMORY. To be cleared in any case. */
WJ_API enum wj_status wj_weighting_init(struct wj_weights *weights, struct wj_diags *diags,
                                        const struct wj_tally *tally);

/* The weight of an effective response, out of what its case keeps (tally/cases.h). */
WJ_API void wj_weighting_of(const struct wj_weights *weights, uint64_t kept, mpq_t weight);

WJ_API void wj_weighting_clear(struct wj_weights *weights);

/* Computes weights and weighted figures of a weighted survey (after wj_figures_init). Targets that
 * can't be met are reported, naming the category: WJ_DATA. WJ_MEMORY. A survey without effective
 * responses, and an unweighted one, gets none: figures->weighted stays NULL. */
WJ_API enum wj_status wj_figures_weight(struct wj_figures *figures, struct wj_diags *diags,
                                        const struct wj_tally *tally);

/* The interval of a weighted figure at any level, with the population's correction where there is
 * one. */
WJ_API struct wj_interval wj_interval_weighted(const struct wj_weighted *figure, const mpq_t level);

/* The weighted counts of one of the tally's cross tables; its lists live in the arena. WJ_MEMORY.
 */
WJ_API enum wj_status wj_weighted_cross(const struct wj_weights *weights,
                                        const struct wj_tally *tally,
                                        const struct wj_cross_tally *cross, struct wj_arena *arena,
                                        struct wj_weighted_cross *result);

/* Have columns this summary weighted? Medians, quartiles and standard deviations are unweighted. */
WJ_API bool wj_weighs_summary(enum wj_table_summary summary);

/* A summary of a column of one of the tally's cross tables, weighted; of a quantity WJ_TABLE_MEAN.
 * Column `column_count`: those who stand in at least one. The figure is zeroed but for its number,
 * which is initialised. WJ_MEMORY. */
WJ_API enum wj_status wj_weighted_summary(const struct wj_weights *weights,
                                          const struct wj_tally *tally,
                                          const struct wj_cross_tally *cross, size_t column,
                                          enum wj_table_summary summary,
                                          struct wj_weighted *figure);

/* count / base for printing: 15 decimals. False where base is 0. */
WJ_API bool wj_weighted_share(double count, double base, mpq_t share);

#endif
