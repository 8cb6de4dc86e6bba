/* The regression of residuals on all margins: raking takes out of a figure's spread what the
 * margins explain (Deville, Särndal, Sautory 1993). */
#ifndef MEASURE_REGRESSION_H
#define MEASURE_REGRESSION_H

#include "wjtab/measure/weights.h"

/* Prepares it for the raked parts of some weights; `terms` is the number of categories. WJ_MEMORY.
 */
enum wj_status wj_regression_new(const struct wj_weights *weights, size_t terms,
                                 struct wj_regression **regression);

/* Fits sums of residuals, one per part: what each response of a part is expected to have, 0 in
 * parts that are not raked. */
void wj_regression_fit(struct wj_regression *regression, const struct wj_weights *weights,
                       const long double *sums, long double *fits);

void wj_regression_free(struct wj_regression *regression);

#endif
