#include "keys.h"

#include "wjtab/base/memory.h"
#include "wjtab/base/pack.h"

/* A hash is, from its highest bit on: the table; the tag, whose lower bits are the slot. */
enum {
    FIRST_SLOTS = 8,
    TABLE_SHIFT = 54,
    TAG_SHIFT = 30,
    TAG_BITS = 24,
    PLACE_BITS = 40 /* of a slot: where the key stands, plus 1 */
};

#define MOST_PLACE ((UINT64_C(1) << PLACE_BITS) - 2)
#define MOST_SLOTS (UINT32_C(1) << TAG_BITS)

/* Eight bytes at a time, each mixed into the lower half as well, finished with a multiply-shift. */
uint64_t wj_keys_hash(struct wj_slice key)
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

static uint64_t tag_of(uint64_t hash)
{
    return hash >> TAG_SHIFT & (MOST_SLOTS - 1);
}

void wj_keys_expect(const struct wj_keys *keys, uint64_t hash)
{
    if (keys->tables != NULL) {
        const struct wj_keys_table *table = &keys->tables[hash >> TABLE_SHIFT];
        if (table->slots != NULL) {
            __builtin_prefetch(&table->slots[tag_of(hash) & table->mask], 1);
        }
    }
}

/* Puts what is not there yet into a free slot. */
static void place(struct wj_keys_table *table, uint64_t slot)
{
    size_t at = (size_t)(slot >> PLACE_BITS) & table->mask;
    while (table->slots[at] != 0) {
        at = (at + 1) & table->mask;
    }
    table->slots[at] = slot;
}

static enum wj_status widen(struct wj_keys_table *table)
{
    size_t before = table->slots != NULL ? (size_t)table->mask + 1 : 0;
    size_t wanted = before > 0 ? 2 * before : FIRST_SLOTS;
    uint64_t *old = table->slots;
    uint64_t *slots = wanted <= MOST_SLOTS ? wj_alloc(wanted * sizeof *slots) : NULL;
    if (slots == NULL) {
        return WJ_MEMORY;
    }
    table->slots = slots;
    table->mask = (uint32_t)(wanted - 1);
    for (size_t i = 0; i < before; i++) {
        if (old[i] != 0) {
            place(table, old[i]);
        }
    }
    wj_free(old);
    return WJ_OK;
}

/* Appends a key to the texts. */
static enum wj_status keep(struct wj_keys *keys, struct wj_slice key, uint64_t number)
{
    if (keys->numbered) {
        wj_buf_add(&keys->texts, wj_slice((const char *)&number, sizeof number));
    }
    wj_pack_text(&keys->texts, key);
    return wj_buf_status(&keys->texts);
}

/* Is this the key that stands at a place? */
static bool is_key(const struct wj_keys *keys, uint64_t place, struct wj_slice key)
{
    struct wj_unpack from = {.rest = wj_slice_from(wj_buf_slice(&keys->texts), (size_t)place)};
    if (keys->numbered) {
        wj_unpack_bytes(&from, sizeof(uint64_t));
    }
    return wj_slice_equal(wj_unpack_text(&from), key);
}

static enum wj_status add(struct wj_keys *keys, struct wj_keys_table *table, uint64_t hash,
                          struct wj_slice key, uint64_t number)
{
    uint64_t at = keys->texts.len;
    bool full = table->slots == NULL || (table->count + 1) * UINT64_C(3) > table->mask * UINT64_C(2);
    if (at > MOST_PLACE || (full && widen(table) != WJ_OK) || keep(keys, key, number) != WJ_OK) {
        return WJ_MEMORY;
    }
    place(table, tag_of(hash) << PLACE_BITS | (at + 1));
    table->count++;
    return WJ_OK;
}

/* The key's place plus 1; 0 where it is new. */
static uint64_t find(const struct wj_keys *keys, const struct wj_keys_table *table, uint64_t hash,
                     struct wj_slice key)
{
    const uint64_t tag = tag_of(hash);
    size_t at = (size_t)tag & table->mask;
    for (; table->slots != NULL && table->slots[at] != 0; at = (at + 1) & table->mask) {
        uint64_t slot = table->slots[at];
        uint64_t found = slot & (MOST_PLACE + 1);
        if (slot >> PLACE_BITS == tag && is_key(keys, found - 1, key)) {
            return found;
        }
    }
    return 0;
}

enum wj_status wj_keys_put(struct wj_keys *keys, uint64_t hash, struct wj_slice key,
                           uint64_t *number, bool *known)
{
    if (keys->tables == NULL) {
        keys->tables = wj_alloc(WJ_KEYS_TABLES * sizeof *keys->tables);
        if (keys->tables == NULL) {
            return WJ_MEMORY;
        }
    }
    struct wj_keys_table *table = &keys->tables[hash >> TABLE_SHIFT];
    uint64_t found = find(keys, table, hash, key);
    *known = found != 0;
    if (found == 0) {
        return add(keys, table, hash, key, *number);
    }
    if (keys->numbered) {
        uint64_t before = 0;
        char *at = keys->texts.ptr + (found - 1);
        memcpy(&before, at, sizeof before);
        memcpy(at, number, sizeof *number);
        *number = before;
    }
    return WJ_OK;
}

void wj_keys_clear(struct wj_keys *keys)
{
    for (size_t i = 0; keys->tables != NULL && i < WJ_KEYS_TABLES; i++) {
        wj_free(keys->tables[i].slots);
    }
    wj_free(keys->tables);
    wj_buf_clear(&keys->texts);
    *keys = (struct wj_keys){0};
}
