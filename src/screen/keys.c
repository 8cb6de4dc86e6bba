#include "keys.h"

#include <string.h>

#include "wjtab/base/memory.h"

enum {
    FIRST_SLOTS = 8,
    FILLED = 5, /* of so many slots */
    FULL = 8,
    DOUBLED = 3,    /* filled so far, a table grows when others do */
    PLACE_BITS = 40 /* of a slot: where the key stands, plus 1 */
};

#define MOST_PLACE ((UINT64_C(1) << PLACE_BITS) - 2)
#define MOST_SLOTS (UINT32_C(1) << WJ_KEYS_TAG_BITS)

static uint64_t word_at(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0xC2B2AE3D27D4EB4Fu;
    return hash ^ hash >> 32;
}

/* Eight bytes at a time, the last of which may be looked at twice, each mixed into the lower half
 * as well, finished with a multiply-shift. */
uint64_t wj_keys_hash(struct wj_slice key)
{
    uint64_t hash = 14695981039346656037u ^ key.len;
    uint64_t word = 0;
    size_t at = 0;
    for (; at + sizeof word < key.len; at += sizeof word) {
        hash = mix(hash, word_at(key.ptr + at));
    }
    if (key.len >= sizeof word) {
        word = word_at(key.ptr + key.len - sizeof word);
    }
    for (size_t i = 0; key.len < sizeof word && i < key.len; i++) {
        word = word << 8 | (unsigned char)key.ptr[i];
    }
    return mix(hash, word) * 0x9E3779B97F4A7C15u;
}

static size_t place_of(uint64_t slot)
{
    return (size_t)(slot & (MOST_PLACE + 1)) - 1;
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

/* Gives a table other slots. */
static void move(struct wj_keys_table *table, uint64_t *slots, size_t count)
{
    struct wj_keys_table before = *table;
    table->slots = slots;
    table->mask = (uint32_t)(count - 1);
    for (size_t i = 0; before.slots != NULL && i <= before.mask; i++) {
        if (before.slots[i] != 0) {
            place(table, before.slots[i]);
        }
    }
}

/* How many slots a table is to have. */
static size_t slots_for(const struct wj_keys_table *table)
{
    size_t slots = (size_t)table->mask + 1;
    if (table->slots == NULL) {
        return FIRST_SLOTS;
    }
    return (uint64_t)table->count * FULL > slots * DOUBLED ? 2 * slots : slots;
}

/* Makes tables wider when one is full: as keys are spread evenly over them, nearly all at once. */
static enum wj_status widen(struct wj_keys *keys)
{
    size_t total = 0;
    for (size_t i = 0; i < WJ_KEYS_TABLES; i++) {
        size_t slots = slots_for(&keys->tables[i]);
        if (slots > MOST_SLOTS) {
            return WJ_MEMORY;
        }
        total += slots;
    }
    uint64_t *slots = wj_alloc_scattered(total * sizeof *slots);
    uint64_t *next = slots;
    for (size_t i = 0; slots != NULL && i < WJ_KEYS_TABLES; i++) {
        size_t count = slots_for(&keys->tables[i]);
        move(&keys->tables[i], next, count);
        next += count;
    }
    if (slots == NULL) {
        return WJ_MEMORY;
    }
    wj_free(keys->slots);
    keys->slots = slots;
    return WJ_OK;
}

static enum wj_status begin(struct wj_keys *keys)
{
    keys->tables = wj_alloc(WJ_KEYS_TABLES * sizeof *keys->tables);
    enum wj_status status = keys->tables != NULL ? widen(keys) : WJ_MEMORY;
    if (status != WJ_OK) {
        wj_free(keys->tables);
        keys->tables = NULL;
    }
    return status;
}

/* Appends a key to the texts. */
static enum wj_status keep(struct wj_keys *keys, struct wj_slice key, uint64_t number)
{
    size_t before = keys->numbered ? sizeof number : 0;
    struct wj_buf *texts = &keys->texts;
    bool room = before + key.len < texts->capacity - texts->len;
    char *at = room ? texts->ptr + texts->len : wj_buf_reserve(texts, before + key.len);
    if (at == NULL) {
        return WJ_MEMORY;
    }
    memcpy(at, &number, before);
    memcpy(at + before, key.ptr, key.len);
    keys->texts.len += before + key.len;
    return WJ_OK;
}

/* Is this the key that stands at a place? None is the beginning of another. */
static bool is_key(const struct wj_keys *keys, uint64_t place, struct wj_slice key)
{
    size_t at = (size_t)place + (keys->numbered ? sizeof(uint64_t) : 0);
    return key.len <= keys->texts.len - at && memcmp(keys->texts.ptr + at, key.ptr, key.len) == 0;
}

static enum wj_status add(struct wj_keys *keys, struct wj_keys_table *table, size_t at,
                          uint64_t hash, struct wj_slice key, uint64_t number)
{
    uint64_t slot = wj_keys_tag(hash) << PLACE_BITS | (keys->texts.len + 1);
    bool full = (table->count + UINT64_C(1)) * FULL > (uint64_t)table->mask * FILLED;
    if (keys->texts.len > MOST_PLACE || (full && widen(keys) != WJ_OK) ||
        keep(keys, key, number) != WJ_OK) {
        return WJ_MEMORY;
    }
    if (full) {
        place(table, slot);
    } else {
        table->slots[at] = slot;
    }
    table->count++;
    return WJ_OK;
}

/* The slot that has the key, or the free one where it belongs. */
static size_t find(const struct wj_keys *keys, const struct wj_keys_table *table, uint64_t hash,
                   struct wj_slice key)
{
    const uint64_t tag = wj_keys_tag(hash);
    size_t at = (size_t)tag & table->mask;
    for (; table->slots[at] != 0; at = (at + 1) & table->mask) {
        uint64_t slot = table->slots[at];
        if (slot >> PLACE_BITS == tag && is_key(keys, place_of(slot), key)) {
            return at;
        }
    }
    return at;
}

enum wj_status wj_keys_put(struct wj_keys *keys, uint64_t hash, struct wj_slice key,
                           uint64_t *number, bool *known)
{
    if (keys->tables == NULL && begin(keys) != WJ_OK) {
        return WJ_MEMORY;
    }
    struct wj_keys_table *table = &keys->tables[hash >> WJ_KEYS_TABLE_SHIFT];
    size_t at = find(keys, table, hash, key);
    *known = table->slots[at] != 0;
    if (!*known) {
        return add(keys, table, at, hash, key, *number);
    }
    if (keys->numbered) {
        uint64_t before = 0;
        char *text = keys->texts.ptr + place_of(table->slots[at]);
        memcpy(&before, text, sizeof before);
        memcpy(text, number, sizeof *number);
        *number = before;
    }
    return WJ_OK;
}

void wj_keys_clear(struct wj_keys *keys)
{
    wj_free(keys->slots);
    wj_free(keys->tables);
    wj_buf_clear(&keys->texts);
    *keys = (struct wj_keys){0};
}
