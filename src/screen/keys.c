#include "keys.h"

#include <string.h>

#include "wjtab/base/memory.h"

enum {
    FIRST_SLOTS = 8,
    FILLED = 5, /* of so many slots */
    FULL = 8,
    DOUBLED = 3,     /* filled so far, a table grows when others do */
    PLACE_BITS = 40, /* of a slot: which block, and where in it the key stands, plus 1 */
    OFFSET_BITS = 24,
    MOST_BLOCKS = (1 << (PLACE_BITS - OFFSET_BITS)) - 1,
    MOST_BLOCK = 1 << OFFSET_BITS, /* bytes; but for a longer key, which has one alone */
    FOURFOLD = 5,                  /* so many blocks have four times the room of the one before */
    LEAST_BLOCK = MOST_BLOCK >> 2 * FOURFOLD
};

#define MOST_SLOTS (UINT32_C(1) << WJ_KEYS_TAG_BITS)

/* What stands at a slot's place; *left bytes are there. */
static char *text_at(const struct wj_keys *keys, uint64_t slot, size_t *left)
{
    size_t place = (size_t)(slot & ((UINT64_C(1) << PLACE_BITS) - 1)) - 1;
    const struct wj_keys_block *block = &keys->blocks[place >> OFFSET_BITS];
    size_t offset = place & (MOST_BLOCK - 1);
    *left = block->len - offset;
    return block->bytes + offset;
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
    uint64_t *slots = wj_alloc_large(total * sizeof *slots);
    uint64_t *next = slots;
    for (size_t i = 0; slots != NULL && i < WJ_KEYS_TABLES; i++) {
        size_t count = slots_for(&keys->tables[i]);
        move(&keys->tables[i], next, count);
        next += count;
    }
    if (slots == NULL) {
        return WJ_MEMORY;
    }
    wj_free_large(keys->slots, keys->slot_count * sizeof *slots);
    keys->slots = slots;
    keys->slot_count = total;
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

/* Begins a block that a text fits into. */
static enum wj_status add_block(struct wj_keys *keys, size_t len)
{
    size_t count = keys->block_count;
    size_t usual = count < FOURFOLD ? (size_t)LEAST_BLOCK << 2 * count : MOST_BLOCK;
    size_t room = usual > len ? usual : len;
    if (count == MOST_BLOCKS ||
        wj_grow(&keys->blocks, &keys->block_capacity, count + 1, sizeof *keys->blocks) != WJ_OK) {
        return WJ_MEMORY;
    }
    char *bytes = wj_alloc_large(room);
    if (bytes == NULL) {
        return WJ_MEMORY;
    }
    keys->blocks[keys->block_count++] = (struct wj_keys_block){.bytes = bytes, .size = room};
    keys->left = room;
    return WJ_OK;
}

/* Appends a key to what stands in blocks; *place: where. */
static enum wj_status keep(struct wj_keys *keys, struct wj_slice key, uint64_t number,
                           uint64_t *place)
{
    size_t before = keys->numbered ? sizeof number : 0;
    size_t len = before + key.len;
    if (len > keys->left && add_block(keys, len) != WJ_OK) {
        return WJ_MEMORY;
    }
    struct wj_keys_block *block = &keys->blocks[keys->block_count - 1];
    char *at = block->bytes + block->len;
    if (keys->numbered) {
        memcpy(at, &number, sizeof number);
    }
    wj_slice_put(at + before, key);
    *place = (keys->block_count - 1) << OFFSET_BITS | block->len;
    block->len += len;
    keys->left -= len;
    return WJ_OK;
}

/* Is this the key that stands at a slot's place? None is the beginning of another. */
static bool is_key(const struct wj_keys *keys, uint64_t slot, struct wj_slice key)
{
    size_t left = 0;
    size_t before = keys->numbered ? sizeof(uint64_t) : 0;
    const char *text = text_at(keys, slot, &left);
    return key.len <= left - before && memcmp(text + before, key.ptr, key.len) == 0;
}

static enum wj_status add(struct wj_keys *keys, struct wj_keys_table *table, size_t at,
                          uint64_t hash, struct wj_slice key, uint64_t number)
{
    uint64_t text = 0;
    bool full = (table->count + UINT64_C(1)) * FULL > (uint64_t)table->mask * FILLED;
    if ((full && widen(keys) != WJ_OK) || keep(keys, key, number, &text) != WJ_OK) {
        return WJ_MEMORY;
    }
    uint64_t slot = wj_keys_tag(hash) << PLACE_BITS | (text + 1);
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
        if (slot >> PLACE_BITS == tag && is_key(keys, slot, key)) {
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
    struct wj_keys_table *table = wj_keys_table(keys, hash);
    size_t at = find(keys, table, hash, key);
    *known = table->slots[at] != 0;
    if (!*known) {
        return add(keys, table, at, hash, key, *number);
    }
    if (keys->numbered) {
        uint64_t before = 0;
        size_t left = 0;
        char *text = text_at(keys, table->slots[at], &left);
        memcpy(&before, text, sizeof before);
        memcpy(text, number, sizeof *number);
        *number = before;
    }
    return WJ_OK;
}

void wj_keys_clear(struct wj_keys *keys)
{
    wj_free_large(keys->slots, keys->slot_count * sizeof *keys->slots);
    wj_free(keys->tables);
    for (size_t i = 0; i < keys->block_count; i++) {
        wj_free_large(keys->blocks[i].bytes, keys->blocks[i].size);
    }
    wj_free(keys->blocks);
    *keys = (struct wj_keys){0};
}
