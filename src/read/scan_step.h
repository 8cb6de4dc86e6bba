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

/* The marks of these bytes; *breaks: line ends inside quotes. */
static inline uint64_t wj_scan_step(struct wj_scan_carry *carry, struct wj_scan_masks masks,
                                    uint64_t *breaks)
{
    uint64_t inside = masks.parity ^ carry->inside;
    uint64_t ends = (masks.delimiters | masks.returns | masks.feeds) & ~inside;
    uint64_t opening = masks.quotes & inside;
    uint64_t closing = masks.quotes & ~inside;
    uint64_t odd =
        (opening & ~(ends << 1 | carry->ended)) | ((closing << 1 | carry->closed) & ~ends);
    *breaks = (masks.returns | (masks.feeds & ~(masks.returns << 1 | carry->cr))) & inside;
    carry->inside = 0 - (inside >> 63);
    carry->ended = ends >> 63;
    carry->closed = closing >> 63;
    carry->cr = masks.returns >> 63;
    return ends | odd;
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
