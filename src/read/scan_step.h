/* What the kernels of the scan share: from the masks of 64 bytes to places. */
#ifndef WJTAB_SRC_READ_SCAN_STEP_H
#define WJTAB_SRC_READ_SCAN_STEP_H

#include "scan.h"

/* Bit i belongs to byte i. */
struct wj_scan_masks {
    uint64_t quotes;
    uint64_t delimiters;
    uint64_t returns;
    uint64_t feeds;
    uint64_t parity; /* of the quotes up to and with each byte */
};

/* What wj_scan lists. */
struct wj_scan_found {
    uint64_t marks;
    uint64_t breaks;
    uint64_t doubled;
};

static inline struct wj_scan_found wj_scan_step(struct wj_scan_carry *carry,
                                                struct wj_scan_masks masks)
{
    uint64_t inside = masks.parity ^ carry->inside;
    uint64_t ends = (masks.delimiters | masks.returns | masks.feeds) & ~inside;
    uint64_t opening = masks.quotes & inside;
    uint64_t closing = masks.quotes & ~inside;
    uint64_t after_end = ends << 1 | carry->ended;
    uint64_t after_closing = closing << 1 | carry->closed;
    uint64_t after_return = masks.returns << 1 | carry->cr;
    uint64_t faults =
        (opening & ~(after_end | after_closing)) | (after_closing & ~(ends | opening));
    carry->inside = 0 - (inside >> 63);
    carry->ended = ends >> 63;
    carry->closed = closing >> 63;
    carry->cr = masks.returns >> 63;
    return (struct wj_scan_found){
        .marks = ends | faults,
        .breaks = (masks.returns | (masks.feeds & ~after_return)) & inside,
        .doubled = opening & after_closing,
    };
}

/* The lowest `len` bits. */
static inline uint64_t wj_scan_low(size_t len)
{
    return len < 64 ? ((uint64_t)1 << len) - 1 : UINT64_MAX;
}

/* Adds the places of a mask that is seldom set. */
static inline void wj_scan_add(struct wj_scan_places *places, uint64_t mask, uint32_t base)
{
    for (; mask != 0; mask &= mask - 1) {
        places->at[places->count++] = base + (uint32_t)__builtin_ctzll(mask);
    }
}

/* Adds line ends and doubled quotes, which are seldom there. */
static inline void wj_scan_add_seldom(struct wj_scan *scan, struct wj_scan_found found,
                                      uint64_t real, uint32_t base)
{
    if ((found.breaks | found.doubled) != 0) {
        wj_scan_add(&scan->breaks, found.breaks & real, base);
        wj_scan_add(&scan->doubled, found.doubled & real, base);
    }
}

/* Where to look again for the first fault of UTF-8 once a vector that starts at `at` showed one, or
 * the text ended there: at the start of the character that may reach into it. */
static inline size_t wj_scan_back(struct wj_slice text, size_t at)
{
    size_t from = at < 3 ? 0 : at - 3;
    while (from < at && ((unsigned char)text.ptr[from] & 0xC0) == 0x80) {
        from++;
    }
    return from;
}

#endif
