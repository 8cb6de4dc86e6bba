/* Counting a response piece by piece: tally->times says how often it counts. */
#ifndef WJTAB_TALLY_TALLY_PARTS_H
#define WJTAB_TALLY_TALLY_PARTS_H

#include "wjtab/tally/tally.h"

/* In the counts of one question; sets its state. */
void wj_question_add(struct wj_tally *tally, size_t number, const struct wj_answer *answer);

/* In the counts of one measure. */
void wj_measure_add(struct wj_tally *tally, size_t number, const struct wj_response *response);

#endif
