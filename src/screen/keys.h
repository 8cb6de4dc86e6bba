/* The keys of `unique` that came so far: who wants to know whether one came asks with its hash, and
 * is told by its bytes. */
#ifndef WJTAB_SCREEN_KEYS_H
#define WJTAB_SCREEN_KEYS_H

#include <stdbool.h>
#include <stdint.h>

#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"
#include "wjtab/screen/claims.h"

/* A hash is, from its highest bit on: the part, whose keys are judged apart (claims.h); the table;
 * the tag, whose lower bits are the slot. */
enum {
    WJ_KEYS_TABLE_BITS = 7,
    WJ_KEYS_TABLES = 1 << WJ_KEYS_TABLE_BITS, /* of a part */
    WJ_KEYS_TABLE_SHIFT = WJ_CLAIM_PART_SHIFT - WJ_KEYS_TABLE_BITS,
    WJ_KEYS_TAG_SHIFT = 30,
    WJ_KEYS_TAG_BITS = 24
};

/* Open addressing. A slot holds a key's tag and where the key stands; 0 is free. */
struct wj_keys_table {
    uint64_t *slots;
    uint32_t count;
    uint32_t mask; /* slots, a power of two, minus 1 */
};

/* Where keys stand, one behind the other: each behind its number, if it has one. */
struct wj_keys_block {
    char *bytes;
    size_t len;
    size_t size;
};

/* The keys of a part; a zeroed struct is empty. Many small tables, chosen by the hash, grow within
 * a near cache, in one piece of memory. Keys stay where they are. */
struct wj_keys {
    bool numbered;                /* each key has a number; to be set before the first */
    struct wj_keys_table *tables; /* NULL: no key came */
    uint64_t *slots;              /* of all of them */
    size_t slot_count;
    struct wj_keys_block *blocks;
    size_t block_count;
    size_t block_capacity;
    size_t left; /* bytes in the last block */
};

static inline struct wj_keys_table *wj_keys_table(const struct wj_keys *keys, uint64_t hash)
{
    return &keys->tables[hash >> WJ_KEYS_TABLE_SHIFT & (WJ_KEYS_TABLES - 1)];
}

static inline uint64_t wj_keys_tag(uint64_t hash)
{
    return hash >> WJ_KEYS_TAG_SHIFT & ((UINT64_C(1) << WJ_KEYS_TAG_BITS) - 1);
}

/* Has the memory fetched that wj_keys_put will look at. */
static inline void wj_keys_expect(const struct wj_keys *keys, uint64_t hash)
{
    if (keys->tables != NULL) {
        const struct wj_keys_table *table = wj_keys_table(keys, hash);
        __builtin_prefetch(&table->slots[wj_keys_tag(hash) & table->mask], 1);
    }
}

/* Adds a key where it is new; all are made by wj_key_add of as many cells. *number becomes the
 * key's; then *number is what it was before, where *known says that the key was there. WJ_MEMORY.
 */
enum wj_status wj_keys_put(struct wj_keys *keys, uint64_t hash, struct wj_slice key,
                           uint64_t *number, bool *known);

void wj_keys_clear(struct wj_keys *keys);

#endif
