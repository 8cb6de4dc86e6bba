/* How sure the sample makes the scores: the intervals of the survey's measures, carried through the
 * formulas to intervals of the scores. The method stands in docs/formulas.md. */
#ifndef WJTAB_SCORE_SURE_H
#define WJTAB_SCORE_SURE_H

#include <stdbool.h>
#include <stddef.h>

#include <gmp.h>

#include "wjtab/score/score.h"

enum wj_spread_state {
    WJ_SPREAD_NONE,    /* nothing in it depends on the sample */
    WJ_SPREAD_EXACT,   /* `lower` and `upper` are reached, nothing lies outside */
    WJ_SPREAD_BOUNDED, /* nothing lies outside; there was too much to look at to say more */
    WJ_SPREAD_UNKNOWN  /* `why` */
};

/* The values that a score can take. */
struct wj_spread {
    enum wj_spread_state state;
    mpq_t lower; /* always initialised; meaningful where EXACT or BOUNDED */
    mpq_t upper;
    const char *why; /* translated */
};

/* A measure that stands in a formula. */
struct wj_sure_name {
    const struct wj_known *known;
    bool has_range; /* false: `why` */
    mpq_t lower;    /* always initialised; 0..1 */
    mpq_t upper;
    const char *why; /* translated */
};

/* A condition of a formula that holds or fails as the sample has it. */
struct wj_sure_threshold {
    size_t indicator;
    size_t position; /* in its formula, in characters from 1 */
    long name;       /* of a measure that is compared with one number, in `names`; else -1 */
    mpq_t with;      /* that number; always initialised */
};

struct wj_sure {
    struct wj_sure_name *names; /* the measures that formulas use */
    size_t name_count;
    mpq_t confidence;             /* that all scores lie in their intervals, at least */
    mpq_t level;                  /* of the intervals in `names`: 1 - (1 - confidence) / count */
    struct wj_spread *indicators; /* as many as the scoring has */
    size_t indicator_count;
    struct wj_spread *levels; /* likewise */
    size_t level_count;
    struct wj_spread total;
    const char **grades; /* that the total's interval covers, highest first; NULL: below them all */
    size_t grade_count;
    struct wj_sure_threshold *thresholds;
    size_t threshold_count;
    struct wj_arena arena;
};

/* Finds the measures that the formulas use and sets `level`. No measure: there is nothing to do.
 * The options are those of wj_scoring_compute. `sure` is zeroed storage; clear it after failure,
 * too. WJ_MEMORY. */
WJ_API enum wj_status wj_sure_init(struct wj_sure *sure, const struct wj_score_options *options,
                                   const struct wj_scoring *scoring, const mpq_t confidence);

/* Computes everything from the ranges that were put into `names`. WJ_MEMORY. */
WJ_API enum wj_status wj_sure_compute(struct wj_sure *sure, const struct wj_score_options *options,
                                      const struct wj_scoring *scoring);

/* Warns where the grade or a condition hangs on the sample. */
WJ_API void wj_sure_warn(struct wj_diags *diags, const struct wj_sure *sure,
                         const struct wj_score_options *options, const struct wj_scoring *scoring);

WJ_API void wj_sure_clear(struct wj_sure *sure);

#endif
