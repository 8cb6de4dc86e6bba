/* From the bytes of cells to small numbers: cells of up to 16 bytes are two words, compared and
 * hashed as such. */
#ifndef WJTAB_TALLY_MEMO_H
#define WJTAB_TALLY_MEMO_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "wjtab/base/memory.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"

enum { WJ_MEMO_SHORT = 16 /* bytes */ };

#define WJ_MEMO_NONE UINT32_MAX

/* A free slot has the number WJ_MEMO_NONE. */
struct wj_memo_short {
    uint64_t low; /* bytes without NUL, so that what is missing can be 0 */
    uint64_t high;
    uint32_t number;
};

struct wj_memo_long {
    uint64_t hash;
    const char *text;
    uint32_t len;
    uint32_t number;
};

/* A zeroed struct is to be initialised. */
struct wj_memo {
    struct wj_memo_short *shorts;
    unsigned short_shift; /* 64 minus the binary logarithm of the slots */
    size_t short_count;
    struct wj_memo_long *longs;
    unsigned long_shift;
    size_t long_count;
    struct wj_arena texts;
};

enum wj_status wj_memo_init(struct wj_memo *memo);

/* Remembers a cell, which has no NUL, and which is not there yet. WJ_MEMORY. */
enum wj_status wj_memo_put(struct wj_memo *memo, struct wj_slice cell, uint32_t number);

void wj_memo_clear(struct wj_memo *memo);

extern const uint64_t wj_memo_masks[WJ_MEMO_SHORT + 1][2];

static inline uint64_t wj_memo_word(const char *text)
{
    uint64_t word;
    memcpy(&word, text, sizeof word);
    return word;
}

/* Multiplicative hashing; the upper bits are the good ones. */
static inline uint64_t wj_memo_hash(uint64_t low, uint64_t high)
{
    uint64_t mixed = low * 0x9E3779B97F4A7C15u + (high ^ high >> 29) * 0xC2B2AE3D27D4EB4Fu;
    return (mixed ^ mixed >> 32) * 0xD6E8FEB86659FD93u;
}

/* Of a text of 16 bytes and more. */
static inline uint64_t wj_memo_hash_long(const char *text, size_t len)
{
    uint64_t hash = len * 0x9E3779B97F4A7C15u;
    for (size_t at = 0; at + WJ_MEMO_SHORT < len; at += WJ_MEMO_SHORT) {
        hash = (hash ^ wj_memo_word(text + at)) * 0xC2B2AE3D27D4EB4Fu;
        hash ^= wj_memo_word(text + at + 8) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 32;
    }
    const char *last = text + len - WJ_MEMO_SHORT;
    return wj_memo_hash(hash ^ wj_memo_word(last), wj_memo_word(last + 8));
}

static inline uint32_t wj_memo_find_long(const struct wj_memo *memo, const char *text, size_t len)
{
    uint64_t hash = wj_memo_hash_long(text, len);
    size_t slot = (size_t)(hash >> memo->long_shift);
    size_t mask = ((size_t)1 << (64 - memo->long_shift)) - 1;
    const struct wj_memo_long *at = &memo->longs[slot];
    while (at->number != WJ_MEMO_NONE) {
        if (at->hash == hash && at->len == len && memcmp(at->text, text, len) == 0) {
            return at->number;
        }
        slot = (slot + 1) & mask;
        at = &memo->longs[slot];
    }
    return WJ_MEMO_NONE;
}

/* The number of a cell, or WJ_MEMO_NONE. 16 bytes are read, however short the cell is. */
static inline uint32_t wj_memo_find(const struct wj_memo *memo, const char *text, size_t len)
{
    if (len > WJ_MEMO_SHORT) {
        return wj_memo_find_long(memo, text, len);
    }
    uint64_t low = wj_memo_word(text) & wj_memo_masks[len][0];
    uint64_t high = wj_memo_word(text + 8) & wj_memo_masks[len][1];
    size_t slot = (size_t)(wj_memo_hash(low, high) >> memo->short_shift);
    size_t mask = ((size_t)1 << (64 - memo->short_shift)) - 1;
    const struct wj_memo_short *at = &memo->shorts[slot];
    while (((at->low ^ low) | (at->high ^ high)) != 0 && at->number != WJ_MEMO_NONE) {
        slot = (slot + 1) & mask;
        at = &memo->shorts[slot];
    }
    return at->number;
}

/* The same of a cell behind which nothing may be read. */
static inline uint32_t wj_memo_find_copy(const struct wj_memo *memo, struct wj_slice cell)
{
    char bytes[WJ_MEMO_SHORT] = {0};
    if (cell.len > WJ_MEMO_SHORT) {
        return wj_memo_find_long(memo, cell.ptr, cell.len);
    }
    memcpy(bytes, cell.ptr, cell.len);
    return wj_memo_find(memo, bytes, cell.len);
}

#endif
