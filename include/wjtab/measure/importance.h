/* How much each item of a composite matters for it, beside how well it was rated: the importance
 * and performance matrix. Where the definition's `summaries` asks for the scale. The formulas and
 * their sources stand in docs/formulas.md. */
#ifndef WJTAB_MEASURE_IMPORTANCE_H
#define WJTAB_MEASURE_IMPORTANCE_H

#include <stddef.h>

#include "wjtab/base/api.h"
#include "wjtab/base/status.h"
#include "wjtab/measure/measure.h"
#include "wjtab/tally/tally.h"

/* High means at the cut or above it. */
enum wj_quadrant {
    WJ_QUADRANT_NONE,    /* the item has no importance */
    WJ_QUADRANT_IMPROVE, /* important, rated low */
    WJ_QUADRANT_KEEP,    /* important, rated high */
    WJ_QUADRANT_LOW,     /* less important, rated low */
    WJ_QUADRANT_ENOUGH   /* less important, rated high */
};

struct wj_importance_item {
    size_t question;
    const struct wj_figure *rate;
    struct wj_figure importance; /* correlation with the composite, to 15 decimals; none of a
                                  * constant item, and where there is no scale */
    enum wj_quadrant quadrant;
};

struct wj_importance {
    size_t count;
    struct wj_importance_item *items; /* as in the tally's scale; in the figures' arena */
    struct wj_figure rate_cut;        /* mean of the rates of the items that have an importance */
    struct wj_figure importance_cut;  /* mean of their importances */
};

/* The figures' rates and scale must be there. WJ_MEMORY; clear it in any case. */
WJ_API enum wj_status wj_importance_compute(struct wj_figures *figures,
                                            const struct wj_tally *tally,
                                            struct wj_importance *importance);

WJ_API void wj_importance_clear(struct wj_importance *importance);

/* "improve", "keep", "low", "enough"; NULL for none. */
WJ_API const char *wj_quadrant_name(enum wj_quadrant quadrant);

#endif
