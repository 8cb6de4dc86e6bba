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

/* Appends a cell of a key, cleaned, behind its length, so that no two keys run together. False when
 * it is empty. */
WJ_API bool wj_key_add(struct wj_buf *key, struct wj_slice cell);

/* Appends a response: where it stands in its file or chunk, the cells of its key as they are
 * written, and behind them the one that names the form. WJ_MEMORY. */
WJ_API enum wj_status wj_claims_put(struct wj_claims *claims, uint64_t record, uint64_t line,
                                    const struct wj_slice *cells, size_t key_cells);

/* The same. */
WJ_API enum wj_status wj_claims_add(struct wj_claims *claims, const struct wj_survey *survey,
                                    const struct wj_response *response);

/* Empties it, keeps its memory. */
WJ_API void wj_claims_reset(struct wj_claims *claims);

WJ_API void wj_claims_clear(struct wj_claims *claims);

#endif
