#include "memo.h"

enum {
    FIRST_BITS = 6, /* binary logarithm of the slots */
    THIN = 256,     /* up to so many entries, */
    THIN_LOAD = 8,  /* one slot in so many is taken: the first one looked at is nearly always it; */
    LOAD = 2        /* beyond, one in so many: the slots shall stay in a near cache */
};

/* Little-endian or not, the words are only ever compared with words read likewise; the masks follow
 * the bytes. */
#define FULL UINT64_MAX
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define FIRST(bytes) (((uint64_t)1 << 8 * (bytes)) - 1)
#else
#define FIRST(bytes) ~(FULL >> 8 * (bytes))
#endif

const uint64_t wj_memo_masks[WJ_MEMO_SHORT + 1][2] = {
    {0, 0},           {FIRST(1), 0},    {FIRST(2), 0},    {FIRST(3), 0},    {FIRST(4), 0},
    {FIRST(5), 0},    {FIRST(6), 0},    {FIRST(7), 0},    {FULL, 0},        {FULL, FIRST(1)},
    {FULL, FIRST(2)}, {FULL, FIRST(3)}, {FULL, FIRST(4)}, {FULL, FIRST(5)}, {FULL, FIRST(6)},
    {FULL, FIRST(7)}, {FULL, FULL},
};

static struct wj_memo_short *new_shorts(size_t count)
{
    struct wj_memo_short *slots = wj_alloc(count * sizeof *slots);
    for (size_t i = 0; slots != NULL && i < count; i++) {
        slots[i].number = WJ_MEMO_NONE;
    }
    return slots;
}

static struct wj_memo_long *new_longs(size_t count)
{
    struct wj_memo_long *slots = wj_alloc(count * sizeof *slots);
    for (size_t i = 0; slots != NULL && i < count; i++) {
        slots[i].number = WJ_MEMO_NONE;
    }
    return slots;
}

enum wj_status wj_memo_init(struct wj_memo *memo)
{
    *memo = (struct wj_memo){.short_shift = 64 - FIRST_BITS, .long_shift = 64 - FIRST_BITS};
    memo->shorts = new_shorts((size_t)1 << FIRST_BITS);
    memo->longs = new_longs((size_t)1 << FIRST_BITS);
    return memo->shorts != NULL && memo->longs != NULL ? WJ_OK : WJ_MEMORY;
}

static void place_short(struct wj_memo_short *slots, unsigned shift, struct wj_memo_short entry)
{
    size_t mask = ((size_t)1 << (64 - shift)) - 1;
    size_t slot = (size_t)(wj_memo_hash(entry.low, entry.high) >> shift);
    while (slots[slot].number != WJ_MEMO_NONE) {
        slot = (slot + 1) & mask;
    }
    slots[slot] = entry;
}

static void place_long(struct wj_memo_long *slots, unsigned shift, struct wj_memo_long entry)
{
    size_t mask = ((size_t)1 << (64 - shift)) - 1;
    size_t slot = (size_t)(entry.hash >> shift);
    while (slots[slot].number != WJ_MEMO_NONE) {
        slot = (slot + 1) & mask;
    }
    slots[slot] = entry;
}

static bool is_full(size_t count, unsigned shift)
{
    size_t load = count < THIN ? THIN_LOAD : LOAD;
    return (count + 1) * load > (size_t)1 << (64 - shift);
}

static enum wj_status widen_shorts(struct wj_memo *memo)
{
    size_t count = (size_t)1 << (64 - memo->short_shift);
    unsigned shift = memo->short_shift - 1;
    struct wj_memo_short *slots = new_shorts(2 * count);
    if (slots == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        if (memo->shorts[i].number != WJ_MEMO_NONE) {
            place_short(slots, shift, memo->shorts[i]);
        }
    }
    wj_free(memo->shorts);
    memo->shorts = slots;
    memo->short_shift = shift;
    return WJ_OK;
}

static enum wj_status widen_longs(struct wj_memo *memo)
{
    size_t count = (size_t)1 << (64 - memo->long_shift);
    unsigned shift = memo->long_shift - 1;
    struct wj_memo_long *slots = new_longs(2 * count);
    if (slots == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        if (memo->longs[i].number != WJ_MEMO_NONE) {
            place_long(slots, shift, memo->longs[i]);
        }
    }
    wj_free(memo->longs);
    memo->longs = slots;
    memo->long_shift = shift;
    return WJ_OK;
}

static enum wj_status put_short(struct wj_memo *memo, struct wj_slice cell, uint32_t number)
{
    char bytes[WJ_MEMO_SHORT] = {0};
    if (is_full(memo->short_count, memo->short_shift) && widen_shorts(memo) != WJ_OK) {
        return WJ_MEMORY;
    }
    if (cell.len > 0) {
        memcpy(bytes, cell.ptr, cell.len);
    }
    struct wj_memo_short entry = {wj_memo_word(bytes), wj_memo_word(bytes + 8), number};
    place_short(memo->shorts, memo->short_shift, entry);
    memo->short_count++;
    return WJ_OK;
}

enum wj_status wj_memo_put(struct wj_memo *memo, struct wj_slice cell, uint32_t number)
{
    if (cell.len <= WJ_MEMO_SHORT) {
        return put_short(memo, cell, number);
    }
    if (is_full(memo->long_count, memo->long_shift) && widen_longs(memo) != WJ_OK) {
        return WJ_MEMORY;
    }
    const char *text = wj_arena_copy(&memo->texts, cell);
    if (text == NULL) {
        return WJ_MEMORY;
    }
    struct wj_memo_long entry = {wj_memo_hash_long(cell.ptr, cell.len), text, (uint32_t)cell.len,
                                 number};
    place_long(memo->longs, memo->long_shift, entry);
    memo->long_count++;
    return WJ_OK;
}

void wj_memo_clear(struct wj_memo *memo)
{
    wj_free(memo->shorts);
    wj_free(memo->longs);
    wj_arena_clear(&memo->texts);
    *memo = (struct wj_memo){0};
}
