/* The key of a response for `unique`: its cells cleaned, each behind its length, so that no two
 * keys run together, and no key is the beginning of another of as many cells. */
#ifndef WJTAB_SCREEN_KEY_H
#define WJTAB_SCREEN_KEY_H

#include <stdbool.h>
#include <stdint.h>

#include "wjtab/base/buf.h"
#include "wjtab/base/slice.h"

/* The hash of a key without cells. */
#define WJ_KEY_HASH UINT64_C(14695981039346656037)

/* Appends a cell to a key, and to its hash. False when the cell is empty. */
bool wj_key_add(struct wj_buf *key, uint64_t *hash, struct wj_slice cell);

/* Spreads the hash of all cells over its highest bits. */
static inline uint64_t wj_key_spread(uint64_t hash)
{
    return hash * 0x9E3779B97F4A7C15u;
}

#endif
