/* How well the items of a composite hang together, where the definition's `summaries` asks for
 * alpha. Scores as given, of those who answered all items. The formulas and their sources stand in
 * docs/formulas.md. */
#ifndef WJTAB_MEASURE_SCALE_H
#define WJTAB_MEASURE_SCALE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/api.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/status.h"
#include "wjtab/measure/tests.h"
#include "wjtab/tally/tally.h"

struct wj_real {
    bool exists;
    double value;
};

struct wj_scale_item {
    struct wj_real alpha_if_dropped;
    struct wj_real rest;      /* correlation with the sum of the other items */
    struct wj_real total;     /* with the sum of all */
    struct wj_real composite; /* with the measure whose items they are */
};

enum wj_no_scale {
    WJ_SCALE_THERE,
    WJ_SCALE_FEW_ITEMS, /* fewer than two */
    WJ_SCALE_TOO_MANY,  /* the items' joint counts were not kept (tally.h) */
    WJ_SCALE_FEW_ANSWERS,
    WJ_SCALE_NO_SPREAD, /* all who answered have the same sum */
    WJ_SCALE_TOO_LARGE, /* for binary floating point */
    WJ_SCALE_SUPPRESSED /* hidden counts could be computed from it (hide.h) */
};

struct wj_scale {
    enum wj_no_scale missing; /* WJ_SCALE_THERE: alpha and its limits are there */
    uint64_t n;               /* who answered all items */
    size_t k;
    double alpha;
    double lower; /* at the survey's confidence; may be below 0 */
    double upper;
    struct wj_scale_item *items; /* k of them, as in the tally; in the arena */
};

/* Two items among those who answered both: the mean difference, and the paired t of it. */
struct wj_paired {
    enum wj_no_test missing; /* WJ_TEST_THERE: all is set; WJ_NO_SPREAD: diff and se are */
    uint64_t n;
    double diff; /* first - second */
    double se;
    double t;
    double df;
    double p; /* two-sided */
};

WJ_API enum wj_status wj_scale_compute(const struct wj_tally *tally, struct wj_arena *arena,
                                       struct wj_scale *scale);

/* `first` and `second` count the items of the tally's scale, which must not be without joint
 * counts. `rates`: of scores over the highest one, instead of scores. */
WJ_API void wj_paired_compute(const struct wj_tally *tally, size_t first, size_t second, bool rates,
                              struct wj_paired *paired);

/* "few_items", … */
WJ_API const char *wj_no_scale_name(enum wj_no_scale missing);

#endif
