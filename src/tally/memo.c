#include "memo.h"

enum {
    FIRST_SLOTS = 64,
    LOAD = 2,       /* one slot in so many is taken, */
    THIN = 256,     /* and up to so many entries */
    THIN_LOAD = 64, /* one in so many, until each entry has the slot that is looked at first, */
    SEEDS = 32,     /* which so many seeds are tried for */
    ALIGNMENT = 64
};

/* Cells of more than 64 bytes. */
struct wj_memo_long {
    uint64_t hash;
    const char *text;
    size_t len;
    uint32_t value;
};

#define EIGHT(byte) byte, byte, byte, byte, byte, byte, byte, byte
#define ALL(byte)                                                                                  \
    EIGHT(byte), EIGHT(byte), EIGHT(byte), EIGHT(byte), EIGHT(byte), EIGHT(byte), EIGHT(byte),     \
        EIGHT(byte)

const unsigned char wj_memo_masks[2 * WJ_MEMO_WIDE] = {ALL(0xFF), ALL(0)};

#if defined(__x86_64__)
extern const struct wj_memo_kernel wj_memo_avx512;
extern const struct wj_memo_kernel wj_memo_avx2;
#endif
extern const struct wj_memo_kernel wj_memo_portable;

const struct wj_memo_kernel *const wj_memo_kernels[] = {
#if defined(__x86_64__)
    &wj_memo_avx512,
    &wj_memo_avx2,
#endif
    &wj_memo_portable,
};

const size_t wj_memo_kernel_count = sizeof wj_memo_kernels / sizeof wj_memo_kernels[0];

/* ---- up to 64 bytes ---- */

static bool is_same(const struct wj_memo *memo, size_t slot, const unsigned char *key)
{
    return memcmp(memo->keys + slot * memo->size, key, memo->size) == 0;
}

/* The slot of a key, or the free one where it belongs. */
static size_t slot_of(const struct wj_memo *memo, const unsigned char *key)
{
    size_t slot = memo->kernel->hash(key, memo->size, memo->seed) & memo->mask;
    while (memo->values[slot] != WJ_MEMO_NONE && !is_same(memo, slot, key)) {
        slot = (slot + 1) & memo->mask;
    }
    return slot;
}

/* False: it has not the slot that is looked at first. */
static bool place(struct wj_memo *memo, const unsigned char *key, uint32_t value)
{
    size_t slot = slot_of(memo, key);
    memcpy(memo->keys + slot * memo->size, key, memo->size);
    memo->values[slot] = value;
    return slot == (memo->kernel->hash(key, memo->size, memo->seed) & memo->mask);
}

static enum wj_status make_slots(struct wj_memo *memo, size_t slots, size_t size)
{
    memo->memory = wj_alloc(slots * size + ALIGNMENT);
    memo->values = wj_alloc(slots * sizeof *memo->values);
    if (memo->memory == NULL || memo->values == NULL) {
        return WJ_MEMORY;
    }
    memo->keys = (unsigned char *)memo->memory + ALIGNMENT - (uintptr_t)memo->memory % ALIGNMENT;
    memo->mask = slots - 1;
    memo->size = size;
    for (size_t i = 0; i < slots; i++) {
        memo->values[i] = WJ_MEMO_NONE;
    }
    return WJ_OK;
}

static void free_slots(struct wj_memo *memo)
{
    wj_free(memo->memory);
    wj_free(memo->values);
}

/* Moves everything into other slots. *first: each has the slot that is looked at first. */
static enum wj_status remake(struct wj_memo *memo, size_t slots, size_t size, uint32_t seed,
                             bool *first)
{
    struct wj_memo before = *memo;
    *first = true;
    if (make_slots(memo, slots, size) != WJ_OK) {
        free_slots(memo);
        *memo = before;
        return WJ_MEMORY;
    }
    memo->seed = seed;
    for (size_t i = 0; i <= before.mask; i++) {
        unsigned char key[WJ_MEMO_WIDE] = {0};
        memcpy(key, before.keys + i * before.size, before.size);
        if (before.values[i] != WJ_MEMO_NONE) {
            *first = place(memo, key, before.values[i]) && *first;
        }
    }
    free_slots(&before);
    return WJ_OK;
}

/* Has each entry, among so many slots and with this seed, a slot of its own to be looked at first?
 */
static bool are_apart(const struct wj_memo *memo, size_t slots, uint32_t seed)
{
    uint64_t taken[THIN * THIN_LOAD / 64] = {0};
    bool apart = true;
    for (size_t i = 0; apart && i <= memo->mask; i++) {
        if (memo->values[i] != WJ_MEMO_NONE) {
            size_t slot =
                memo->kernel->hash(memo->keys + i * memo->size, memo->size, seed) & (slots - 1);
            apart = (taken[slot / 64] >> slot % 64 & 1) == 0;
            taken[slot / 64] |= (uint64_t)1 << slot % 64;
        }
    }
    return apart;
}

/* Looks for a seed that gives each entry the slot that is looked at first, among as few slots as
 * may be: they are in a near cache then, on few pages. */
static enum wj_status spread(struct wj_memo *memo)
{
    bool first = false;
    size_t most = memo->count * THIN_LOAD;
    for (size_t slots = memo->mask + 1; slots <= most; slots *= 2) {
        for (uint32_t seed = 0; seed < SEEDS; seed++) {
            if (are_apart(memo, slots, seed)) {
                return remake(memo, slots, memo->size, seed, &first);
            }
        }
    }
    return WJ_OK;
}

static enum wj_status put(struct wj_memo *memo, struct wj_slice cell, uint32_t value)
{
    unsigned char key[WJ_MEMO_WIDE] = {0};
    size_t size = cell.len > WJ_MEMO_NARROW ? WJ_MEMO_WIDE : memo->size;
    size_t slots = memo->mask + 1;
    bool first = true;
    enum wj_status status = WJ_OK;
    slots *= (memo->count + 1) * LOAD > slots ? 2 : 1;
    if (slots > memo->mask + 1 || size != memo->size) {
        status = remake(memo, slots, size, memo->seed, &first);
    }
    if (status != WJ_OK) {
        return status;
    }
    memcpy(key, cell.ptr, cell.len);
    first = place(memo, key, value) && first;
    memo->count++;
    return status == WJ_OK && !first && memo->count < THIN ? spread(memo) : status;
}

/* ---- longer ones ---- */

/* FNV-1a, by words. */
static uint64_t hash_long(const char *text, size_t len)
{
    uint64_t hash = 14695981039346656037u ^ len;
    uint64_t word;
    for (size_t at = 0; at + sizeof word < len; at += sizeof word) {
        memcpy(&word, text + at, sizeof word);
        hash = (hash ^ word) * 1099511628211u;
        hash ^= hash >> 32;
    }
    memcpy(&word, text + len - sizeof word, sizeof word);
    hash = (hash ^ word) * 1099511628211u;
    return hash ^ hash >> 32;
}

uint32_t wj_memo_get_long(const struct wj_memo *memo, const char *text, size_t len)
{
    if (memo->long_count == 0 || len <= WJ_MEMO_WIDE) {
        return WJ_MEMO_NONE;
    }
    uint64_t hash = hash_long(text, len);
    size_t slot = (size_t)hash & memo->long_mask;
    const struct wj_memo_long *at = &memo->longs[slot];
    while (at->value != WJ_MEMO_NONE &&
           (at->hash != hash || at->len != len || memcmp(at->text, text, len) != 0)) {
        slot = (slot + 1) & memo->long_mask;
        at = &memo->longs[slot];
    }
    return at->value;
}

static void place_long(struct wj_memo *memo, const struct wj_memo_long *entry)
{
    size_t slot = (size_t)entry->hash & memo->long_mask;
    while (memo->longs[slot].value != WJ_MEMO_NONE) {
        slot = (slot + 1) & memo->long_mask;
    }
    memo->longs[slot] = *entry;
}

static enum wj_status widen_longs(struct wj_memo *memo)
{
    struct wj_memo_long *before = memo->longs;
    size_t count = before != NULL ? memo->long_mask + 1 : 0;
    size_t wanted = count > 0 ? 2 * count : FIRST_SLOTS;
    struct wj_memo_long *longs = wj_alloc(wanted * sizeof *longs);
    if (longs == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < wanted; i++) {
        longs[i].value = WJ_MEMO_NONE;
    }
    memo->longs = longs;
    memo->long_mask = wanted - 1;
    for (size_t i = 0; i < count; i++) {
        if (before[i].value != WJ_MEMO_NONE) {
            place_long(memo, &before[i]);
        }
    }
    wj_free(before);
    return WJ_OK;
}

static enum wj_status put_long(struct wj_memo *memo, struct wj_slice cell, uint32_t value)
{
    bool full = memo->longs == NULL || (memo->long_count + 1) * LOAD > memo->long_mask;
    if (full && widen_longs(memo) != WJ_OK) {
        return WJ_MEMORY;
    }
    struct wj_memo_long entry = {hash_long(cell.ptr, cell.len), wj_arena_copy(&memo->texts, cell),
                                 cell.len, value};
    if (entry.text == NULL) {
        return WJ_MEMORY;
    }
    place_long(memo, &entry);
    memo->long_count++;
    return WJ_OK;
}

/* ---- both ---- */

enum wj_status wj_memo_init(struct wj_memo *memo, const struct wj_memo_kernel *kernel)
{
    size_t i = 0;
    *memo = (struct wj_memo){.kernel = kernel};
    while (memo->kernel == NULL) {
        memo->kernel = wj_memo_kernels[i]->runs() ? wj_memo_kernels[i] : NULL;
        i++;
    }
    return make_slots(memo, FIRST_SLOTS, WJ_MEMO_NARROW);
}

enum wj_status wj_memo_put(struct wj_memo *memo, struct wj_slice cell, uint32_t value)
{
    return cell.len <= WJ_MEMO_WIDE ? put(memo, cell, value) : put_long(memo, cell, value);
}

uint32_t wj_memo_get(const struct wj_memo *memo, struct wj_slice cell)
{
    unsigned char key[WJ_MEMO_WIDE] = {0};
    if (cell.len > memo->size) {
        return wj_memo_get_long(memo, cell.ptr, cell.len);
    }
    memcpy(key, cell.ptr, cell.len);
    return memo->values[slot_of(memo, key)];
}

void wj_memo_clear(struct wj_memo *memo)
{
    free_slots(memo);
    wj_free(memo->longs);
    wj_arena_clear(&memo->texts);
    *memo = (struct wj_memo){0};
}
