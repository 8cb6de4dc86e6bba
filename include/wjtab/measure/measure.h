/* Tallies as exact figures: shares, contributions, rates, measures. The formulas and their
 * sources stand in docs/formulas.md. */
#ifndef WJTAB_MEASURE_MEASURE_H
#define WJTAB_MEASURE_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gmp.h>

#include "wjtab/base/api.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/status.h"
#include "wjtab/measure/interval.h"
#include "wjtab/measure/scale.h"
#include "wjtab/measure/weights.h"
#include "wjtab/tally/tally.h"

/* An exact fraction, or none where there is no base. */
struct wj_figure {
    bool exists;
    bool hidden; /* it is not to be shown, and does not exist any more (hide.h) */
    mpq_t value; /* always initialised; 0..1 for shares and rates */
};

/* Of those who answered with a number. */
struct wj_quantity_figures {
    struct wj_statistics mean; /* in the unit of the answers */
    struct wj_figure average;  /* the same mean, exactly */
    struct wj_figure min;
    struct wj_figure max;
    struct wj_figure q1; /* quartiles of type 7; none where too many distinct numbers were given */
    struct wj_figure median;
    struct wj_figure q3;
    bool has_nps; /* the question goes from 0 to 10 */
    uint64_t promoters;
    uint64_t passives;
    uint64_t detractors;
    struct wj_statistics nps; /* of 1, 0 and -1 */
};

struct wj_question_figures {
    struct wj_figure *shares;        /* per option: count / base */
    struct wj_figure *contributions; /* per option: score × count / (rate base × top) */
    struct wj_figure rate;           /* Σ(score × count) / (rate base × top) */
    struct wj_figure *themes;        /* per theme: count / answered */
    struct wj_figure uncoded;        /* uncoded / answered; none without themes */
    struct wj_figure top2;           /* single: options with the two highest scores / rate base */
    struct wj_figure bottom2;        /* single: with the two lowest */
    struct wj_statistics rate_statistics;
    struct wj_statistics mean_statistics; /* of the scores of those who answered */
    struct wj_interval interval;          /* of the unweighted rate */
    struct wj_quantity_figures *quantity; /* NULL: the question is none */
};

struct wj_importance; /* wjtab/measure/importance.h */
struct wj_hidden;     /* hide.h */

struct wj_figures {
    const struct wj_survey *survey;
    struct wj_question_figures *questions;
    struct wj_figure *measures;
    struct wj_statistics *measure_statistics; /* per measure; WJ_NO_SCORES for share_of */
    struct wj_interval *measure_intervals;    /* per measure, unweighted */
    struct wj_weighted_figures *weighted;     /* wj_figures_weight; NULL: there are none */
    struct wj_figure return_rate;             /* returned / distributed */
    struct wj_figure valid_rate;              /* effective / returned */
    struct wj_scale *scale;                   /* NULL: nobody asks for it */
    struct wj_importance *importance;         /* likewise */
    const struct wj_hidden *hidden;           /* NULL: everything is shown */
    struct wj_arena arena;
};

/* Computes all of it. `returned` is the number of forms that came back. The tally's survey must
 * outlive the figures. */
WJ_API enum wj_status wj_figures_init(struct wj_figures *figures, const struct wj_tally *tally,
                                      uint64_t returned);

/* The interval of a measure at any level (0..1, exclusive), for those who test several at once. */
WJ_API struct wj_interval wj_measure_interval(const struct wj_figures *figures,
                                              const struct wj_tally *tally, size_t measure,
                                              const mpq_t level);

/* Sets an initialised figure to count / base: none where the base is 0, hidden where one of the two
 * is. */
WJ_API void wj_figure_ratio(struct wj_figure *figure, uint64_t count, uint64_t base);

/* The interval that reports print: of the weighted figure where the survey is weighted. */
WJ_API struct wj_interval wj_question_interval(const struct wj_figures *figures, size_t question);
WJ_API struct wj_interval wj_measure_interval_shown(const struct wj_figures *figures,
                                                    size_t measure);

/* Is an option among those with the two highest (`top`) or lowest distinct scores? */
WJ_API bool wj_question_in_box(const struct wj_question *question, size_t option, bool top);

WJ_API void wj_figures_clear(struct wj_figures *figures);

#endif
