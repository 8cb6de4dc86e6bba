/* A hash map from bytes to a number. Keys are copied. */
#ifndef WJTAB_BASE_MAP_H
#define WJTAB_BASE_MAP_H

#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/api.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"

struct wj_map_entry {
    struct wj_slice key;
    uint64_t hash;
    uint64_t value;
};

/* A zeroed struct is an empty map. Entries stand in the order in which they came. */
struct wj_map {
    struct wj_map_entry *entries;
    size_t count;
    size_t capacity;
    uint32_t *slots; /* entry number + 1, 0 = free */
    size_t slot_count;
    struct wj_arena keys;
    size_t key_bytes;
};

/* The value's address, until the next wj_map_put; NULL when the key is not there. */
WJ_API uint64_t *wj_map_get(const struct wj_map *map, struct wj_slice key);

/* Finds the key or adds it with value 0; *value is its address until the next call. */
WJ_API enum wj_status wj_map_put(struct wj_map *map, struct wj_slice key, uint64_t **value);

WJ_API void wj_map_clear(struct wj_map *map);

#endif
