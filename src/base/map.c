#include "wjtab/base/map.h"

enum { FIRST_SLOTS = 16 };

/* Eight bytes at a time, each mixed into the lower half as well, finished with a multiply-shift:
 * keys come from survey answers, and a table is only as large as its distinct keys. */
static uint64_t hash_of(struct wj_slice key)
{
    uint64_t hash = 14695981039346656037u ^ key.len;
    uint64_t word = 0;
    size_t at = 0;
    for (; at + sizeof word <= key.len; at += sizeof word) {
        memcpy(&word, key.ptr + at, sizeof word);
        hash = (hash ^ word) * 0xC2B2AE3D27D4EB4Fu;
        hash ^= hash >> 32;
    }
    word = 0;
    if (at < key.len) {
        memcpy(&word, key.ptr + at, key.len - at);
    }
    hash = (hash ^ word) * 0xC2B2AE3D27D4EB4Fu;
    return (hash ^ hash >> 32) * 0x9E3779B97F4A7C15u;
}

/* The slot that holds the key, or the free one where it belongs. */
static size_t slot_of(const struct wj_map *map, struct wj_slice key, uint64_t hash)
{
    size_t mask = map->slot_count - 1;
    size_t slot = (size_t)(hash >> 20) & mask;
    while (map->slots[slot] != 0) {
        const struct wj_map_entry *entry = &map->entries[map->slots[slot] - 1];
        if (entry->hash == hash && wj_slice_equal(entry->key, key)) {
            break;
        }
        slot = (slot + 1) & mask;
    }
    return slot;
}

static enum wj_status widen(struct wj_map *map)
{
    size_t wanted = map->slot_count == 0 ? FIRST_SLOTS : map->slot_count * 2;
    uint32_t *slots = wj_alloc(wanted * sizeof *slots);
    if (slots == NULL) {
        return WJ_MEMORY;
    }
    wj_free(map->slots);
    map->slots = slots;
    map->slot_count = wanted;
    for (size_t i = 0; i < map->count; i++) {
        size_t slot = slot_of(map, map->entries[i].key, map->entries[i].hash);
        map->slots[slot] = (uint32_t)(i + 1);
    }
    return WJ_OK;
}

uint64_t *wj_map_get(const struct wj_map *map, struct wj_slice key)
{
    if (map->slot_count == 0) {
        return NULL;
    }
    size_t slot = slot_of(map, key, hash_of(key));
    return map->slots[slot] != 0 ? &map->entries[map->slots[slot] - 1].value : NULL;
}

static enum wj_status insert(struct wj_map *map, struct wj_slice key, uint64_t hash)
{
    if (map->count >= UINT32_MAX - 1) {
        return WJ_MEMORY;
    }
    if (wj_grow(&map->entries, &map->capacity, map->count + 1, sizeof *map->entries) != WJ_OK) {
        return WJ_MEMORY;
    }
    if ((map->count + 1) * 3 > map->slot_count * 2 && widen(map) != WJ_OK) {
        return WJ_MEMORY;
    }
    char *copy = wj_arena_copy(&map->keys, key);
    if (copy == NULL) {
        return WJ_MEMORY;
    }
    map->entries[map->count] = (struct wj_map_entry){wj_slice(copy, key.len), hash, 0};
    map->slots[slot_of(map, key, hash)] = (uint32_t)(map->count + 1);
    map->count++;
    map->key_bytes += key.len;
    return WJ_OK;
}

enum wj_status wj_map_put(struct wj_map *map, struct wj_slice key, uint64_t **value)
{
    uint64_t hash = hash_of(key);
    size_t slot = map->slot_count > 0 ? slot_of(map, key, hash) : 0;
    if (map->slot_count > 0 && map->slots[slot] != 0) {
        *value = &map->entries[map->slots[slot] - 1].value;
        return WJ_OK;
    }
    enum wj_status status = insert(map, key, hash);
    if (status == WJ_OK) {
        *value = &map->entries[map->count - 1].value;
    }
    return status;
}

void wj_map_clear(struct wj_map *map)
{
    wj_free(map->entries);
    wj_free(map->slots);
    wj_arena_clear(&map->keys);
    *map = (struct wj_map){0};
}
