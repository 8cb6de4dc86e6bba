/* The fast lane: plain records are coded, judged and counted straight from the text, by what the
 * careful path (wj_coder_code, wj_screen_judge, wj_tally_add) made of the same cells before. A
 * record with anything else in it is left to that path. What comes out is the same. */
#ifndef WJTAB_TALLY_LANE_H
#define WJTAB_TALLY_LANE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/api.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/status.h"
#include "wjtab/read/stretch.h"
#include "wjtab/screen/claims.h"
#include "wjtab/survey/answer.h"
#include "wjtab/survey/columns.h"
#include "wjtab/survey/survey.h"
#include "wjtab/tally/tally.h"

struct wj_lane;

/* Can it count a survey's responses? A column of weights and formulas about texts need the cells.
 */
WJ_API bool wj_lane_wants(const struct wj_survey *survey);

/* It counts into the tally, which must outlive it, at the latest in wj_lane_finish. */
WJ_API enum wj_status wj_lane_new(const struct wj_survey *survey, struct wj_tally *tally,
                                  struct wj_lane **lane);

/* Begins a file whose header has so many fields. */
WJ_API void wj_lane_begin(struct wj_lane *lane, const struct wj_columns *columns,
                          size_t header_count);

/* May the file's records be offered as GB18030 that is not decoded? To be asked behind
 * wj_lane_begin; if so, it takes such text, and no other, until the next file begins. WJ_MEMORY. */
WJ_API enum wj_status wj_lane_take_raw(struct wj_lane *lane, bool *raw);

/* For wj_reader_offer; lives as long as the lane. */
WJ_API struct wj_taker wj_lane_taker(struct wj_lane *lane);

/* Learns what the cells of a response mean that was coded and judged with care, and is effective:
 * others are not to be shown. WJ_MEMORY. */
WJ_API enum wj_status wj_lane_learn(struct wj_lane *lane, const struct wj_response *response);

/* With `unique`: the records that were taken since wj_lane_count_claims. They wait to be judged by
 * wj_screen_judge_claims: none of them is counted yet. */
WJ_API struct wj_claims *wj_lane_claims(struct wj_lane *lane);

/* Counts those that were not dropped, and forgets them all. WJ_MEMORY. */
WJ_API enum wj_status wj_lane_count_claims(struct wj_lane *lane);

/* Where the last of a key is kept: puts them away, with the numbers that wj_screen_judge_part
 * gave them. The shifts are added to records and lines. WJ_MEMORY, WJ_IO with a message. */
WJ_API enum wj_status wj_lane_hold_claims(struct wj_lane *lane, struct wj_diags *diags, size_t file,
                                          uint64_t record_shift, uint64_t line_shift);

/* Records that were put away at once. */
struct wj_lane_held {
    size_t file;
    uint64_t first; /* their numbers follow on this one */
    size_t count;
};

/* Fetches the next of them back; behind the last there are none. WJ_MEMORY, WJ_IO with a message.
 */
WJ_API enum wj_status wj_lane_next_held(struct wj_lane *lane, struct wj_diags *diags,
                                        struct wj_lane_held *held);

/* Makes wj_lane_claims of them, to be counted, without their keys. `placed`: with where they stand
 * in the file and what names the form, which is needed where any is dropped. WJ_MEMORY. */
WJ_API enum wj_status wj_lane_claim_held(struct wj_lane *lane, const struct wj_lane_held *held,
                                         bool placed);

/* Records that were taken since wj_lane_begin: all of them are effective, but for those dropped. */
WJ_API uint64_t wj_lane_records(const struct wj_lane *lane);

/* How many of all that were taken gave the same option throughout the questions of
 * `straight_line`. */
WJ_API uint64_t wj_lane_straight(const struct wj_lane *lane);

/* Brings the tally up to date; the lane may go on afterwards. WJ_MEMORY, also where it ran out
 * before. */
WJ_API enum wj_status wj_lane_finish(struct wj_lane *lane);

WJ_API void wj_lane_free(struct wj_lane *lane);

#endif
