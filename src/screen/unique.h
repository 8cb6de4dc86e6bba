/* The rule `unique`: one response per key, the first or the last. */
#ifndef WJTAB_SCREEN_UNIQUE_H
#define WJTAB_SCREEN_UNIQUE_H

#include "keys.h"
#include "wjtab/base/spill.h"
#include "wjtab/screen/claims.h"
#include "wjtab/screen/screen.h"

/* What the held responses of a file have in common. */
struct wj_held_file {
    const char *name;
    const struct wj_columns *columns;
};

/* Goes through the held responses; a zeroed struct stands before the first. */
struct wj_held_walk {
    struct wj_spill_walk walk;
    struct wj_slice *fields; /* of the response at hand */
    size_t field_capacity;
};

/* With `keep: last` a response waits for a later one with its key: its record is kept as it was
 * read, packed, on disk where there are many. */
struct wj_unique {
    struct wj_keys keys[WJ_CLAIM_PARTS]; /* with `keep: last` numbered: by who has it */
    struct wj_spill held;
    uint64_t held_count; /* numbers that were given */
    uint64_t superseded_count;
    uint64_t *superseded; /* a bit per held response */
    size_t superseded_capacity;
    struct wj_held_file *files; /* by number */
    size_t file_capacity;
    struct wj_buf key;
    struct wj_buf entry;
    struct wj_buf framed;
    struct wj_held_walk left;
    struct wj_held_walk dropped;
};

void wj_unique_init(struct wj_unique *unique, const struct wj_survey *survey);

/* Judges an otherwise effective response. WJ_REJECTED: it has a key that came before. With
 * `keep: last` the response is held. */
enum wj_status wj_unique_judge(struct wj_unique *unique, const struct wj_survey *survey,
                               const struct wj_response *response, struct wj_diags *diags,
                               enum wj_verdict *verdict);

/* Judges the claims of a part of the keys: for each part, in turn, from the first on; nothing of
 * another contest may be judged in the same part before the last one's. Where the first of a key is
 * kept, drops the others. Where the last is, numbers all at the first part, by which they are to be
 * held, and wj_unique_drop knows in the end. WJ_MEMORY. */
enum wj_status wj_unique_judge_part(struct wj_unique *unique, size_t part,
                                    struct wj_contest *contest);

/* Is any of the held responses from the first number on superseded? */
bool wj_unique_drops(const struct wj_unique *unique, uint64_t first, size_t count);

/* Drops those that others supersede. */
void wj_unique_drop(const struct wj_unique *unique, struct wj_claims *claims);

/* Holds a response by its number. WJ_MEMORY, WJ_IO with a message. */
enum wj_status wj_unique_hold(struct wj_unique *unique, const struct wj_response *response,
                              uint64_t number, struct wj_diags *diags);

/* The next held response that no other supersedes, without its answers; its fields live until the
 * next call. Superseded ones on the way go into the ledger. WJ_MEMORY, WJ_IO with a message. */
enum wj_status wj_unique_next(struct wj_unique *unique, const struct wj_survey *survey,
                              struct wj_ledger *ledger, struct wj_response *response, bool *any);

/* The next held response that is superseded. */
enum wj_status wj_unique_next_superseded(struct wj_unique *unique, struct wj_diags *diags,
                                         struct wj_response *response, bool *any);

void wj_unique_clear(struct wj_unique *unique);

#endif
