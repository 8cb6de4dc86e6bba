/* How much a figure changed between two independent surveys, and the interval of that. The formulas
 * and their sources stand in docs/formulas.md. */
#ifndef WJTAB_MEASURE_CHANGE_H
#define WJTAB_MEASURE_CHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include <gmp.h>

#include "wjtab/base/api.h"

/* A mean, rate or measure with its standard error. */
struct wj_estimate {
    bool exists; /* the rest is set */
    double value;
    double se; /* at least 0 */
    double df; /* above 0 */
};

struct wj_change {
    bool exists; /* the rest is set */
    double lower;
    double upper;
    int direction; /* 1 where the whole interval lies above 0, -1 below, else 0 */
};

/* now - before, at a level (0..1, exclusive). */
WJ_API struct wj_change wj_change_of_estimates(const struct wj_estimate *now,
                                               const struct wj_estimate *before, const mpq_t level);

/* The same of count / base; none where a base is 0. A count is at most its base. */
WJ_API struct wj_change wj_change_of_shares(uint64_t count_now, uint64_t base_now,
                                            uint64_t count_before, uint64_t base_before,
                                            const mpq_t level);

/* The limits as fractions of 15 decimals, for printing. */
WJ_API void wj_change_limits(const struct wj_change *change, mpq_t lower, mpq_t upper);

#endif
