/* From the bytes of cells to small numbers. Cells of up to 16 bytes, and where a longer one was met
 * those of up to 64, are compared whole, as words: whether they are short or long can't be
 * foreseen, and a wrong guess costs more than comparing. */
#ifndef WJTAB_TALLY_MEMO_H
#define WJTAB_TALLY_MEMO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "wjtab/base/memory.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"

enum {
    WJ_MEMO_NARROW = 2, /* words of a key */
    WJ_MEMO_WIDE = 8,
    WJ_MEMO_READ = 64 /* bytes that wj_memo_find reads, however short the cell is */
};

#define WJ_MEMO_NONE UINT32_MAX

/* What is remembered of a cell. */
struct wj_memo_value {
    uint64_t traits; /* the caller's; 0 where nothing is known */
    uint32_t number; /* WJ_MEMO_NONE: nothing is known */
};

/* Words are bytes as they are in memory; a cell has no NUL, so that what is missing can be 0. */
struct wj_memo_narrow {
    uint64_t words[WJ_MEMO_NARROW];
    struct wj_memo_value value;
};

struct wj_memo_wide {
    uint64_t words[WJ_MEMO_WIDE];
    struct wj_memo_value value;
};

/* Cells of more than 64 bytes. */
struct wj_memo_long {
    uint64_t hash;
    const char *text;
    size_t len;
    struct wj_memo_value value;
};

/* Open addressing; a free slot has the number WJ_MEMO_NONE. */
struct wj_memo {
    struct wj_memo_narrow *narrow; /* NULL: it is wide */
    struct wj_memo_wide *wide;
    unsigned shift; /* 64 minus the binary logarithm of the slots */
    size_t count;
    struct wj_memo_long *longs;
    unsigned long_shift;
    size_t long_count;
    struct wj_arena texts;
};

/* A zeroed struct is to be initialised. WJ_MEMORY; clear it in any case. */
enum wj_status wj_memo_init(struct wj_memo *memo);

/* Remembers a cell, which has no NUL, and which is not there yet. WJ_MEMORY. */
enum wj_status wj_memo_put(struct wj_memo *memo, struct wj_slice cell, struct wj_memo_value value);

void wj_memo_clear(struct wj_memo *memo);

/* 64 bytes of ones, and 64 of zeros. */
extern const unsigned char wj_memo_masks[2 * WJ_MEMO_READ];

static inline uint64_t wj_memo_word(const void *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

/* The number-th word of a text of `len` bytes, up to 64, with 0 for what is behind its end. */
static inline uint64_t wj_memo_masked(const char *text, size_t len, size_t number)
{
    return wj_memo_word(text + 8 * number) &
           wj_memo_word(wj_memo_masks + WJ_MEMO_READ - len + 8 * number);
}

/* Multiplicative: the upper bits are the good ones. */
static inline uint64_t wj_memo_hash(const uint64_t *words, size_t count)
{
    static const uint64_t factors[WJ_MEMO_WIDE] = {
        0x9E3779B97F4A7C15u, 0xC2B2AE3D27D4EB4Fu, 0xD6E8FEB86659FD93u, 0xA0761D6478BD642Fu,
        0xE7037ED1A0B428DBu, 0x8EBC6AF09C88C6E3u, 0x589965CC75374CC3u, 0x1D8E4E27C47D124Fu};
    uint64_t hash = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t word = words[i] ^ words[i] >> 32;
        hash += word * factors[i];
    }
    return hash;
}

static inline struct wj_memo_value wj_memo_find_narrow(const struct wj_memo *memo, const char *text,
                                                       size_t len)
{
    uint64_t words[WJ_MEMO_NARROW];
    for (size_t i = 0; i < WJ_MEMO_NARROW; i++) {
        words[i] = wj_memo_masked(text, len, i);
    }
    size_t slot = (size_t)(wj_memo_hash(words, WJ_MEMO_NARROW) >> memo->shift);
    size_t mask = ((size_t)1 << (64 - memo->shift)) - 1;
    const struct wj_memo_narrow *at = &memo->narrow[slot];
    while (((at->words[0] ^ words[0]) | (at->words[1] ^ words[1])) != 0 &&
           at->value.number != WJ_MEMO_NONE) {
        slot = (slot + 1) & mask;
        at = &memo->narrow[slot];
    }
    return at->value;
}

static inline struct wj_memo_value wj_memo_find_wide(const struct wj_memo *memo, const char *text,
                                                     size_t len)
{
    uint64_t words[WJ_MEMO_WIDE];
    for (size_t i = 0; i < WJ_MEMO_WIDE; i++) {
        words[i] = wj_memo_masked(text, len, i);
    }
    size_t slot = (size_t)(wj_memo_hash(words, WJ_MEMO_WIDE) >> memo->shift);
    size_t mask = ((size_t)1 << (64 - memo->shift)) - 1;
    const struct wj_memo_wide *at = &memo->wide[slot];
    for (;;) {
        uint64_t differs = 0;
        for (size_t i = 0; i < WJ_MEMO_WIDE; i++) {
            differs |= at->words[i] ^ words[i];
        }
        if (differs == 0 || at->value.number == WJ_MEMO_NONE) {
            return at->value;
        }
        slot = (slot + 1) & mask;
        at = &memo->wide[slot];
    }
}

struct wj_memo_value wj_memo_find_long(const struct wj_memo *memo, const char *text, size_t len);

/* What is remembered of a cell. 64 bytes are read, however short it is. */
static inline struct wj_memo_value wj_memo_find(const struct wj_memo *memo, const char *text,
                                                size_t len)
{
    if (memo->narrow != NULL) {
        return len <= 8 * WJ_MEMO_NARROW ? wj_memo_find_narrow(memo, text, len)
                                         : (struct wj_memo_value){0, WJ_MEMO_NONE};
    }
    return len <= 8 * WJ_MEMO_WIDE ? wj_memo_find_wide(memo, text, len)
                                   : wj_memo_find_long(memo, text, len);
}

/* The same of a cell behind which nothing may be read. */
struct wj_memo_value wj_memo_find_copy(const struct wj_memo *memo, struct wj_slice cell);

#endif
