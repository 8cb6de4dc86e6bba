/* The rule `unique`: one response per key, the first or the last. */
#ifndef WJTAB_SCREEN_UNIQUE_H
#define WJTAB_SCREEN_UNIQUE_H

#include "wjtab/base/map.h"
#include "wjtab/screen/screen.h"

/* A response that waits for a later one with its key: its record as it was read. */
struct wj_held {
    struct wj_response response; /* answers are not kept */
    struct wj_slice *fields;     /* one allocation with what they point to */
    bool superseded;
};

/* A zeroed struct is empty. */
struct wj_unique {
    struct wj_map keys; /* -> number of the held response, or 0 */
    struct wj_held *held;
    size_t held_count;
    size_t held_capacity;
    struct wj_buf key;
};

/* Judges an otherwise effective response. WJ_REJECTED: it has a key that came before. With
 * `keep: last` the response is held, and the one before it goes into the ledger. */
enum wj_status wj_unique_judge(struct wj_unique *unique, const struct wj_survey *survey,
                               const struct wj_response *response, struct wj_ledger *ledger,
                               enum wj_verdict *verdict);

void wj_unique_clear(struct wj_unique *unique);

#endif
