/* Sums of a figure's residuals over the parts of a weighted tally, and what follows from them. */
#ifndef MEASURE_SAMPLE_H
#define MEASURE_SAMPLE_H

#include "wjtab/measure/weights.h"

/* A number that every part has counted. */
enum wj_counter_kind {
    WJ_COUNT_BASE, /* of question `number` */
    WJ_COUNT_RATE_BASE,
    WJ_COUNT_ANSWERED,
    WJ_COUNT_OPTION, /* its `option` */
    WJ_COUNT_TOP,    /* its options with the two highest scores */
    WJ_COUNT_BOTTOM,
    WJ_COUNT_SCORED,  /* those who gave a score: the rate's base without blanks */
    WJ_COUNT_MEASURE, /* the base of measure `number` */
    WJ_COUNT_ANY_OF   /* its answers that count */
};

struct wj_count {
    enum wj_counter_kind kind;
    size_t number;
    size_t option;
};

uint64_t wj_count_of(const struct wj_tally *tally, struct wj_count count);

/* Its weighted sum, exactly, with weights of mean 1. */
void wj_weigh(const struct wj_weights *weights, struct wj_count count, mpq_t sum);

/* Per part: Σu and Σu² of the residuals of its responses, each counted once. */
struct wj_sample {
    const struct wj_weights *weights;
    long double *sums;
    long double *squares;
    long double *fits; /* scratch */
};

/* WJ_MEMORY. To be cleared in any case. */
enum wj_status wj_sample_init(struct wj_sample *sample, const struct wj_weights *weights);
void wj_sample_clear(struct wj_sample *sample);

void wj_sample_reset(struct wj_sample *sample);

/* Sets a part's sums of y − mean from n, Σy and Σy² of its responses. */
void wj_sample_centre(struct wj_sample *sample, size_t part, uint64_t n, const mpq_t sum,
                      const mpq_t squares, const mpq_t mean);

/* Fills the spread of a figure whose value and bases are there. The residuals are not yet divided
 * by `scale`. */
void wj_sample_finish(struct wj_sample *sample, struct wj_weighted *figure, long double scale);

#endif
