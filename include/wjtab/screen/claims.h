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
};

/* Who claims: where it stands, the cells of its key as written, and the one that names the form. */
struct wj_claimant {
    uint64_t record;
    uint64_t line;
    const struct wj_slice *cells;
    size_t cell_count;
    struct wj_slice id;
};

/* Appends a key's cells, cleaned, each behind its length, so that no two keys run together. False
 * when all are empty. */
WJ_API bool wj_key_add(struct wj_buf *key, const struct wj_slice *cells, size_t count);

/* Appends one. WJ_MEMORY. */
WJ_API enum wj_status wj_claims_add(struct wj_claims *claims, const struct wj_claimant *claimant);

/* Empties it, keeps its memory. */
WJ_API void wj_claims_reset(struct wj_claims *claims);

WJ_API void wj_claims_clear(struct wj_claims *claims);

#endif
