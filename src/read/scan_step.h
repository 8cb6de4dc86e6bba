/* What the kernels of the scan share: from the masks of 64 bytes to places. */
#ifndef WJTAB_SRC_READ_SCAN_STEP_H
#define WJTAB_SRC_READ_SCAN_STEP_H

#include <string.h>

#include "scan.h"
#include "wjtab/base/text.h"

/* Bit i belongs to byte i. */
struct wj_scan_masks {
    uint64_t quotes;
    uint64_t delimiters;
    uint64_t returns;
    uint64_t feeds;
};

/* What wj_scan lists. */
struct wj_scan_found {
    uint64_t marks;
    uint64_t breaks;
    uint64_t doubled;
};

/* `parity`: of the quotes up to and with each byte. */
static inline struct wj_scan_found wj_scan_step(struct wj_scan_carry *carry,
                                                struct wj_scan_masks masks, uint64_t parity)
{
    uint64_t inside = parity ^ carry->inside;
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

/* The parity where no instruction multiplies without carries. */
static inline uint64_t wj_scan_shifted_parity(uint64_t quotes)
{
    quotes ^= quotes << 1;
    quotes ^= quotes << 2;
    quotes ^= quotes << 4;
    quotes ^= quotes << 8;
    quotes ^= quotes << 16;
    return quotes ^ quotes << 32;
}

/* Writes the places of a mask one by one. */
static inline uint32_t *wj_scan_write_each(uint32_t *to, uint64_t mask, uint32_t base)
{
    for (; mask != 0; mask &= mask - 1) {
        *to++ = base + (uint32_t)__builtin_ctzll(mask);
    }
    return to;
}

static inline void wj_scan_add(struct wj_scan_places *places, uint64_t mask, uint32_t base)
{
    uint32_t *end = wj_scan_write_each(places->at + places->count, mask, base);
    places->count = (size_t)(end - places->at);
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

/* The lowest `len` bits. */
static inline uint64_t wj_scan_low(size_t len)
{
    return len < 64 ? ((uint64_t)1 << len) - 1 : UINT64_MAX;
}

/* How a kernel turns 64 bytes into masks (but for the parity, which is seldom needed), and how it
 * writes the places of a mask; what it returns stands behind them. */
typedef struct wj_scan_masks wj_scan_classify(const char *bytes, char delimiter);
typedef uint64_t wj_scan_parity(uint64_t quotes);
typedef uint32_t *wj_scan_write(uint32_t *to, uint64_t mask, uint32_t base);

/* The marks of 64 bytes with a quote in them, or open or closed right before. */
static __attribute__((noinline)) uint64_t wj_scan_quoted(struct wj_scan *scan,
                                                         struct wj_scan_masks masks,
                                                         uint64_t parity, uint64_t real,
                                                         uint32_t base)
{
    struct wj_scan_found found = wj_scan_step(&scan->carry, masks, parity);
    wj_scan_add_seldom(scan, found, real, base);
    scan->others += (size_t)__builtin_popcountll(found.marks & real & ~masks.delimiters);
    return found.marks & real;
}

/* As `list` of a kernel. Bytes without quotes need no more of the step before than whether it ended
 * a field, and that only where the next one has quotes. */
static inline __attribute__((always_inline)) void
wj_scan_list(struct wj_scan *scan, const char *text, uint32_t from, size_t len,
             wj_scan_classify *classify, wj_scan_parity *parity, wj_scan_write *write)
{
    const char delimiter = scan->delimiter;
    uint64_t open = scan->carry.inside | scan->carry.closed;
    uint64_t ended = scan->carry.ended;
    uint32_t *to = scan->marks.at + scan->marks.count;
    size_t others = 0;
    char last[WJ_SCAN_STEP] = {0};
    for (size_t i = 0; i < len; i += WJ_SCAN_STEP) {
        const char *bytes = text + from + i;
        uint32_t base = from + (uint32_t)i;
        if (__builtin_expect(len - i < WJ_SCAN_STEP, 0)) {
            bytes = memcpy(last, bytes, len - i);
        }
        struct wj_scan_masks masks = classify(bytes, delimiter);
        uint64_t lines = masks.returns | masks.feeds;
        uint64_t marks = masks.delimiters | lines;
        if (__builtin_expect((masks.quotes | open) == 0, 1)) {
            others += (size_t)__builtin_popcountll(lines);
            ended = marks >> 63;
        } else {
            scan->carry.ended = ended;
            marks = wj_scan_quoted(scan, masks, parity(masks.quotes), wj_scan_low(len - i), base);
            open = scan->carry.inside | scan->carry.closed;
            ended = scan->carry.ended;
        }
        to = write(to, marks, base);
    }
    scan->marks.count = (size_t)(to - scan->marks.at);
    scan->others += others;
    scan->carry.ended = ended;
}

/* UTF-8 by masks: is 64 bytes' every one ASCII, or part of a character of three bytes that is valid
 * whatever follows its first, as nearly all Chinese ones are? `high`: bytes above 0x7F; of these
 * `follows`: up to 0xBF, and `triples`: 0xE1 to 0xEF without 0xED. *due: those of the next step
 * that belong to a character which began before. */
static inline bool wj_scan_triples(uint64_t *due, uint64_t high, uint64_t follows, uint64_t triples)
{
    uint64_t expected = triples << 1 | triples << 2 | *due;
    uint64_t last = triples >> 62;
    *due = last | last >> 1;
    return ((high ^ follows ^ triples) | (follows ^ expected)) == 0;
}

/* ---- GB18030 ---- */

/* Bit i belongs to byte i. */
struct wj_scan_codes {
    uint64_t high;    /* above 0x7F */
    uint64_t second;  /* may be the second byte of two: 0x40 to 0xFE without 0x7F */
    uint64_t neither; /* may not be the first: 0x80 and 0xFF */
};

/* Are 64 bytes whole characters of one and two bytes, but for the last byte? *due: the first byte
 * of the next step is the second of its character. In a row of high bytes every other one is a
 * first byte, from its start on: the rows that start at even places are told from the others by
 * what an addition carries through them. */
static inline bool wj_scan_pairs(uint64_t *due, struct wj_scan_codes codes)
{
    const uint64_t even = 0x5555555555555555u;
    uint64_t rows = codes.high & ~*due;
    uint64_t starts = rows & ~(rows << 1);
    uint64_t from_even = rows & ~(rows + (starts & even));
    uint64_t firsts = (from_even & even) | (rows & ~from_even & ~even);
    uint64_t seconds = firsts << 1 | *due;
    unsigned last = codes.high == UINT64_MAX ? 64 : (unsigned)__builtin_clzll(~codes.high);
    /* The last row alone decides, unless it is all there is: so no step waits for the one before.
     */
    *due = last < 64 ? last & 1 : *due;
    return ((seconds & ~codes.second) | (firsts & codes.neither)) == 0;
}

/* The same one by one, of a text from its start. */
static inline bool wj_scan_pairs_each(struct wj_slice text)
{
    bool due = false;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        bool second = byte >= 0x40 && byte != 0x7F && byte != 0xFF;
        if (byte == 0 || (due ? !second : byte == 0x80 || byte == 0xFF)) {
            return false;
        }
        due = !due && byte >= 0x80;
    }
    return !due;
}

/* ---- a look at a text ---- */

static inline bool wj_scan_follows(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* How many bytes at the start may be the rest of a character? */
static inline size_t wj_scan_rest(struct wj_slice text)
{
    size_t rest = 0;
    while (rest < 3 && rest < text.len && wj_scan_follows(text.ptr[rest])) {
        rest++;
    }
    return rest;
}

/* How many at the end may be the beginning of one? */
static inline size_t wj_scan_beginning(struct wj_slice text)
{
    size_t back = 1;
    while (back < 3 && back < text.len && wj_scan_follows(text.ptr[text.len - back])) {
        back++;
    }
    unsigned char first = text.len > 0 ? (unsigned char)text.ptr[text.len - back] : 0;
    size_t whole = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 0;
    return whole > back ? back : 0;
}

/* A text without these. */
static inline struct wj_slice wj_scan_whole(struct wj_slice text)
{
    struct wj_slice whole = wj_slice_from(text, wj_scan_rest(text));
    whole.len -= wj_scan_beginning(whole);
    return whole;
}

/* What UTF-8 by masks has to know of the step before. */
struct wj_scan_utf8 {
    uint64_t due;
    bool careful; /* what is due is not known */
};

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

/* As `valid` of a kernel, of what is less than a vector. */
static inline size_t wj_scan_valid_each(struct wj_slice text)
{
    const char *nul = text.len > 0 ? memchr(text.ptr, '\0', text.len) : NULL;
    return wj_utf8_valid(nul != NULL ? wj_slice(text.ptr, (size_t)(nul - text.ptr)) : text);
}

/* The end of a look at a whole text: what stands from `at` on, less than a vector, and what is
 * known of all before. */
static inline struct wj_scan_look wj_scan_end_look(struct wj_slice whole, size_t at, bool sound,
                                                   bool odd)
{
    struct wj_slice rest = wj_slice_from(whole, wj_scan_back(whole, at));
    for (size_t i = at; i < whole.len; i++) {
        odd = odd != (whole.ptr[i] == '"');
    }
    return (struct wj_scan_look){odd, sound && wj_scan_valid_each(rest) == rest.len};
}

/* A look by one pass for each of its questions. */
static inline struct wj_scan_look wj_scan_look_apart(struct wj_slice text,
                                                     bool (*odd)(struct wj_slice text),
                                                     size_t (*valid)(struct wj_slice text))
{
    struct wj_slice whole = wj_scan_whole(text);
    return (struct wj_scan_look){
        .odd = odd(whole),
        .sound = valid(whole) == whole.len,
    };
}

#endif
