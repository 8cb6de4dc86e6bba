#include "memo.h"

enum {
    FIRST_BITS = 6, /* binary logarithm of the slots */
    THIN = 256,     /* up to so many entries, */
    THIN_LOAD = 8,  /* one slot in so many is taken: the first one looked at is nearly always it; */
    LOAD = 2        /* beyond, one in so many: the slots shall stay in a near cache */
};

#define EIGHT(byte) byte, byte, byte, byte, byte, byte, byte, byte
#define ALL(byte)                                                                                  \
    EIGHT(byte), EIGHT(byte), EIGHT(byte), EIGHT(byte), EIGHT(byte), EIGHT(byte), EIGHT(byte),     \
        EIGHT(byte)

const unsigned char wj_memo_masks[2 * WJ_MEMO_READ] = {ALL(0xFF), ALL(0)};

static const struct wj_memo_value nothing = {0, WJ_MEMO_NONE};

static size_t slots_of(unsigned shift)
{
    return (size_t)1 << (64 - shift);
}

static bool is_full(size_t count, unsigned shift)
{
    size_t load = count < THIN ? THIN_LOAD : LOAD;
    return (count + 1) * load > slots_of(shift);
}

/* ---- up to 64 bytes ---- */

static void place_narrow(struct wj_memo *memo, const uint64_t *words, struct wj_memo_value value)
{
    size_t slot = (size_t)(wj_memo_hash(words, WJ_MEMO_NARROW) >> memo->shift);
    while (memo->narrow[slot].value.number != WJ_MEMO_NONE) {
        slot = (slot + 1) & (slots_of(memo->shift) - 1);
    }
    memcpy(memo->narrow[slot].words, words, sizeof memo->narrow[slot].words);
    memo->narrow[slot].value = value;
}

static void place_wide(struct wj_memo *memo, const uint64_t *words, struct wj_memo_value value)
{
    size_t slot = (size_t)(wj_memo_hash(words, WJ_MEMO_WIDE) >> memo->shift);
    while (memo->wide[slot].value.number != WJ_MEMO_NONE) {
        slot = (slot + 1) & (slots_of(memo->shift) - 1);
    }
    memcpy(memo->wide[slot].words, words, sizeof memo->wide[slot].words);
    memo->wide[slot].value = value;
}

static void place(struct wj_memo *memo, const uint64_t *words, struct wj_memo_value value)
{
    if (memo->narrow != NULL) {
        place_narrow(memo, words, value);
    } else {
        place_wide(memo, words, value);
    }
}

static enum wj_status make_slots(struct wj_memo *memo, bool wide)
{
    size_t count = slots_of(memo->shift);
    memo->wide = wide ? wj_alloc(count * sizeof *memo->wide) : NULL;
    memo->narrow = wide ? NULL : wj_alloc(count * sizeof *memo->narrow);
    if ((wide ? (void *)memo->wide : (void *)memo->narrow) == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        *(wide ? &memo->wide[i].value : &memo->narrow[i].value) = nothing;
    }
    return WJ_OK;
}

/* Moves everything into other slots. */
static enum wj_status remake(struct wj_memo *memo, unsigned shift, bool wide)
{
    struct wj_memo before = *memo;
    memo->shift = shift;
    if (make_slots(memo, wide) != WJ_OK) {
        *memo = before;
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < slots_of(before.shift); i++) {
        uint64_t words[WJ_MEMO_WIDE] = {0};
        bool narrow = before.narrow != NULL;
        struct wj_memo_value value = narrow ? before.narrow[i].value : before.wide[i].value;
        memcpy(words, narrow ? before.narrow[i].words : before.wide[i].words,
               narrow ? sizeof before.narrow[i].words : sizeof before.wide[i].words);
        if (value.number != WJ_MEMO_NONE) {
            place(memo, words, value);
        }
    }
    wj_free(before.narrow);
    wj_free(before.wide);
    return WJ_OK;
}

static enum wj_status put(struct wj_memo *memo, struct wj_slice cell, struct wj_memo_value value)
{
    uint64_t words[WJ_MEMO_WIDE] = {0};
    bool wide = memo->narrow == NULL || cell.len > 8 * WJ_MEMO_NARROW;
    bool full = is_full(memo->count, memo->shift);
    if (full || (wide && memo->narrow != NULL)) {
        enum wj_status status = remake(memo, memo->shift - (full ? 1 : 0), wide);
        if (status != WJ_OK) {
            return status;
        }
    }
    memcpy(words, cell.ptr, cell.len);
    place(memo, words, value);
    memo->count++;
    return WJ_OK;
}

/* ---- longer ones ---- */

static uint64_t hash_long(const char *text, size_t len)
{
    uint64_t hash = len;
    uint64_t words[WJ_MEMO_WIDE];
    size_t at = 0;
    for (; at + sizeof words < len; at += sizeof words) {
        memcpy(words, text + at, sizeof words);
        hash = (hash ^ hash >> 32) * 0x9E3779B97F4A7C15u + wj_memo_hash(words, WJ_MEMO_WIDE);
    }
    memcpy(words, text + len - sizeof words, sizeof words);
    return (hash ^ hash >> 32) * 0x9E3779B97F4A7C15u + wj_memo_hash(words, WJ_MEMO_WIDE);
}

struct wj_memo_value wj_memo_find_long(const struct wj_memo *memo, const char *text, size_t len)
{
    uint64_t hash = hash_long(text, len);
    size_t slot = (size_t)(hash >> memo->long_shift);
    const struct wj_memo_long *at = &memo->longs[slot];
    while (at->value.number != WJ_MEMO_NONE &&
           (at->hash != hash || at->len != len || memcmp(at->text, text, len) != 0)) {
        slot = (slot + 1) & (slots_of(memo->long_shift) - 1);
        at = &memo->longs[slot];
    }
    return at->value;
}

static void place_long(struct wj_memo *memo, const struct wj_memo_long *entry)
{
    size_t slot = (size_t)(entry->hash >> memo->long_shift);
    while (memo->longs[slot].value.number != WJ_MEMO_NONE) {
        slot = (slot + 1) & (slots_of(memo->long_shift) - 1);
    }
    memo->longs[slot] = *entry;
}

static enum wj_status make_longs(struct wj_memo *memo, unsigned shift)
{
    struct wj_memo before = *memo;
    memo->longs = wj_alloc(slots_of(shift) * sizeof *memo->longs);
    if (memo->longs == NULL) {
        memo->longs = before.longs;
        return WJ_MEMORY;
    }
    memo->long_shift = shift;
    for (size_t i = 0; i < slots_of(shift); i++) {
        memo->longs[i].value = nothing;
    }
    for (size_t i = 0; before.longs != NULL && i < slots_of(before.long_shift); i++) {
        if (before.longs[i].value.number != WJ_MEMO_NONE) {
            place_long(memo, &before.longs[i]);
        }
    }
    wj_free(before.longs);
    return WJ_OK;
}

static enum wj_status put_long(struct wj_memo *memo, struct wj_slice cell,
                               struct wj_memo_value value)
{
    if (memo->narrow != NULL && remake(memo, memo->shift, true) != WJ_OK) {
        return WJ_MEMORY;
    }
    if (is_full(memo->long_count, memo->long_shift) &&
        make_longs(memo, memo->long_shift - 1) != WJ_OK) {
        return WJ_MEMORY;
    }
    struct wj_memo_long entry = {.hash = hash_long(cell.ptr, cell.len),
                                 .text = wj_arena_copy(&memo->texts, cell),
                                 .len = cell.len,
                                 .value = value};
    if (entry.text == NULL) {
        return WJ_MEMORY;
    }
    place_long(memo, &entry);
    memo->long_count++;
    return WJ_OK;
}

/* ---- both ---- */

enum wj_status wj_memo_init(struct wj_memo *memo)
{
    *memo = (struct wj_memo){.shift = 64 - FIRST_BITS};
    enum wj_status status = make_slots(memo, false);
    return status == WJ_OK ? make_longs(memo, 64 - FIRST_BITS) : status;
}

enum wj_status wj_memo_put(struct wj_memo *memo, struct wj_slice cell, struct wj_memo_value value)
{
    return cell.len <= 8 * WJ_MEMO_WIDE ? put(memo, cell, value) : put_long(memo, cell, value);
}

struct wj_memo_value wj_memo_find_copy(const struct wj_memo *memo, struct wj_slice cell)
{
    char bytes[WJ_MEMO_READ] = {0};
    if (cell.len > sizeof bytes) {
        return wj_memo_find(memo, cell.ptr, cell.len);
    }
    memcpy(bytes, cell.ptr, cell.len);
    return wj_memo_find(memo, bytes, cell.len);
}

void wj_memo_clear(struct wj_memo *memo)
{
    wj_free(memo->narrow);
    wj_free(memo->wide);
    wj_free(memo->longs);
    wj_arena_clear(&memo->texts);
    *memo = (struct wj_memo){0};
}
