/* From the cells of a tally to weights. */
#ifndef MEASURE_WEIGHTING_H
#define MEASURE_WEIGHTING_H

#include "wjtab/measure/weights.h"

/* Reports what can't be weighted: WJ_DATA. WJ_MEMORY. To be cleared in any case. */
enum wj_status wj_weighting_init(struct wj_weights *weights, struct wj_diags *diags,
                                 const struct wj_tally *tally);

void wj_weighting_clear(struct wj_weights *weights);

#endif
