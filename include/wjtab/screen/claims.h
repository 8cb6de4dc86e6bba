/* Responses that are effective unless `unique` says otherwise, until it is their turn to be judged
 * by it: that has an order, and everything else about them has none. */
#ifndef WJTAB_SCREEN_CLAIMS_H
#define WJTAB_SCREEN_CLAIMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/api.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"
#include "wjtab/survey/answer.h"
#include "wjtab/survey/survey.h"

/* Keys are in parts by the highest bits of their hash, each judged apart from the others. */
enum {
    WJ_CLAIM_PART_BITS = 3,
    WJ_CLAIM_PARTS = 1 << WJ_CLAIM_PART_BITS,
    WJ_CLAIM_PART_SHIFT = 64 - WJ_CLAIM_PART_BITS
};

/* A response that claims its key. */
struct wj_claim {
    uint64_t hash; /* of its key */
    uint64_t record;
    uint64_t line;
    uint32_t text; /* where its key, and behind it what names the form, stand in `texts` */
    uint32_t key_len;
    uint32_t id_len;
    bool has_key; /* without one it equals no other */
    bool dropped; /* another response has the key */
};

/* Some of them, in file order. A zeroed struct is empty. */
struct wj_claims {
    struct wj_claim *list;
    size_t count;
    size_t capacity;
    struct wj_buf texts;
    struct wj_slice *cells; /* room for those of one */
    size_t cell_capacity;
    uint64_t first; /* number of the first, where the last of a key is kept: others follow */
};

/* Appends a response: where it stands in its file or chunk, the cells of its key as they are
 * written, and behind them the one that names the form. WJ_MEMORY. */
WJ_API enum wj_status wj_claims_put(struct wj_claims *claims, uint64_t record, uint64_t line,
                                    const struct wj_slice *cells, size_t key_cells);

/* The same. */
WJ_API enum wj_status wj_claims_add(struct wj_claims *claims, const struct wj_survey *survey,
                                    const struct wj_response *response);

/* Claims of two lists in the order in which they are judged: part by part, in each as their records
 * stand in the file. A zeroed struct is empty. */
struct wj_contest {
    struct wj_claims *one;
    struct wj_claims *other;
    uint32_t *order; /* numbers of those with a key: the other list's follow on the first one's */
    size_t order_capacity;
    size_t ends[WJ_CLAIM_PARTS]; /* where a part ends in `order` */
    uint64_t *superseded;        /* held responses whose key one of these has */
    size_t superseded_count;
    size_t superseded_capacity;
};

/* Puts the claims of both lists, each of which is in file order, into that order. WJ_MEMORY. */
WJ_API enum wj_status wj_contest_set(struct wj_contest *contest, struct wj_claims *one,
                                     struct wj_claims *other);

/* The list that a claim with a number is of, and the claim. */
static inline struct wj_claims *wj_contest_claims(const struct wj_contest *contest, uint32_t number)
{
    return number < contest->one->count ? contest->one : contest->other;
}

static inline struct wj_claim *wj_contest_claim(const struct wj_contest *contest, uint32_t number)
{
    size_t count = contest->one->count;
    return number < count ? &contest->one->list[number] : &contest->other->list[number - count];
}

WJ_API void wj_contest_clear(struct wj_contest *contest);

/* Empties it, keeps its memory. */
WJ_API void wj_claims_reset(struct wj_claims *claims);

WJ_API void wj_claims_clear(struct wj_claims *claims);

#endif
