/* Joint counts of the items of measures with several items. */
#ifndef WJTAB_TALLY_JOINT_H
#define WJTAB_TALLY_JOINT_H

#include "wjtab/tally/tally.h"

enum wj_status wj_joints_init(struct wj_tally *tally);

/* The state of an answer outside the rate base. */
#define WJ_OUTSIDE UINT32_MAX

/* The row that an answer counts in; of a multiple question the one of every response. */
static inline uint32_t wj_joint_state(const struct wj_question *question,
                                      const struct wj_answer *answer, bool in_rate)
{
    bool chosen = answer->state == WJ_ANSWERED && question->type == WJ_SINGLE;
    if (!in_rate) {
        return WJ_OUTSIDE;
    }
    return chosen ? answer->option : (uint32_t)question->option_count;
}

/* Counts a response whose states are there, in one of the joint counts, but for those of the scale.
 */
void wj_joint_add(struct wj_tally *tally, size_t number, const struct wj_response *response);

/* Counts a response whose states are there, and that answered all items of the scale. */
void wj_joints_add_complete(struct wj_tally *tally);

/* All of it. */
void wj_joints_add(struct wj_tally *tally, const struct wj_response *response);

#endif
