/* The items whose scale quality is asked for. */
#ifndef WJTAB_TALLY_SCALE_H
#define WJTAB_TALLY_SCALE_H

#include "wjtab/tally/tally.h"

/* Finds the items; before wj_joints_init. WJ_MEMORY. */
enum wj_status wj_scale_init(struct wj_tally *tally);

/* Did a response whose states are there answer all of them? Counts it. */
bool wj_scale_add(struct wj_tally *tally);

#endif
