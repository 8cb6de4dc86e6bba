/* Weighted figures. */
#ifndef MEASURE_WEIGHTED_H
#define MEASURE_WEIGHTED_H

#include "sample.h"
#include "wjtab/measure/measure.h"
#include "wjtab/measure/weights.h"

/* Makes an exact value the figure's; raked weights are rounded themselves, so what is printed is
 * rounded to 15 decimals. */
void wj_weighted_set(const struct wj_weights *weights, struct wj_weighted *figure,
                     const mpq_t value);

/* Sets the figure's bases, and *weighted exactly. False where the weighted one is 0. */
bool wj_weighted_base(const struct wj_weights *weights, const struct wj_tally *tally,
                      struct wj_weighted *figure, struct wj_count base, mpq_t weighted);

/* All of a share. */
void wj_weighted_set_share(struct wj_sample *sample, const struct wj_tally *tally,
                           struct wj_weighted *figure, struct wj_count count, struct wj_count base);

/* Σ score × weighted count of a question. */
void wj_weighted_scores(const struct wj_weights *weights, size_t number, mpq_t sum);

/* All of a measure; the weighted figures of the questions are there. WJ_MEMORY. */
enum wj_status wj_weighted_measure(struct wj_sample *sample, const struct wj_tally *tally,
                                   struct wj_figures *figures, size_t number);

/* Clears what wj_figures_weight made. */
void wj_weighted_clear(struct wj_figures *figures);

#endif
