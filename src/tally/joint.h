/* Joint counts of the items of measures with several items. */
#ifndef WJTAB_TALLY_JOINT_H
#define WJTAB_TALLY_JOINT_H

#include "wjtab/tally/tally.h"

enum wj_status wj_joints_init(struct wj_tally *tally);

void wj_joints_add(struct wj_tally *tally, const struct wj_response *response);

#endif
