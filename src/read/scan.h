/* The structural scan: 64 bytes of CSV become bit masks, and these the places of everything that
 * ends a field. */
#ifndef WJTAB_SRC_READ_SCAN_H
#define WJTAB_SRC_READ_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/slice.h"

/* Bytes whose places are listed at once: they stay in the nearest cache. The fuzz targets are built
 * with small windows, so that short files have what goes on over several. */
#ifndef WJ_WINDOW_BYTES
#define WJ_WINDOW_BYTES 16384
#endif

enum {
    WJ_SCAN_STEP = 64, /* bytes that become one mask */
    WJ_SCAN_WINDOW = WJ_WINDOW_BYTES,
    WJ_SCAN_KEPT = WJ_SCAN_WINDOW / 4, /* places before it that may be kept beside its own */
    WJ_SCAN_SLACK = 64                 /* entries that may be written behind the last one */
};

/* Places in the text, ascending. */
struct wj_scan_places {
    size_t count;
    uint32_t at[WJ_SCAN_KEPT + WJ_SCAN_WINDOW + WJ_SCAN_SLACK];
};

/* What one step has to know of the one before. A bit each, `inside` is all ones or none. */
struct wj_scan_carry {
    uint64_t inside; /* a quote is open */
    uint64_t ended;  /* the byte before ended a field: true at a text's start */
    uint64_t closed; /* it closed a quote */
    uint64_t cr;     /* it was CR */
};

struct wj_scan {
    char delimiter;
    struct wj_scan_carry carry;
    /* Delimiters, CR and LF outside quotes; and where a fault is: a quote that opens elsewhere than
     * behind such a place, and whatever else stands behind a closing quote. Quotes are counted from
     * the text's start, so the places are right up to the first fault. */
    struct wj_scan_places marks;
    size_t others; /* of them: those that are no delimiters */
    /* CR, LF and CRLF inside quotes. */
    struct wj_scan_places breaks;
    struct wj_scan_places doubled; /* the second of two quotes that stand for one */
};

/* What a look at a text shows. */
struct wj_scan_look {
    bool odd;   /* the number of its quotes is */
    bool sound; /* it is UTF-8 without NUL, but for the rest of a character at its start, and the
                 * beginning of one at its end */
};

/* One way of doing it. */
struct wj_scan_kernel {
    const char *name;
    bool (*runs)(void); /* on this processor */
    /* Lists the places of bytes [from, from + len) of a text, after those before it. `len` is at
     * most WJ_SCAN_WINDOW and a multiple of WJ_SCAN_STEP unless the text ends there; nothing
     * outside of it is read. */
    void (*list)(struct wj_scan *scan, const char *text, uint32_t from, size_t len);
    /* How many bytes at the start are UTF-8 without NUL? */
    size_t (*valid)(struct wj_slice text);
    struct wj_scan_look (*look)(struct wj_slice text);
    /* Is it GB18030 of one and two bytes a character, without NUL? False also of a text that ends
     * within a character. */
    bool (*pairs)(struct wj_slice text);
};

/* The fastest first; the last one runs everywhere. */
extern const struct wj_scan_kernel *const wj_scan_kernels[];
extern const size_t wj_scan_kernel_count;

/* The fastest that runs here. */
const struct wj_scan_kernel *wj_scan_kernel(void);

/* Begins a text at the start of a record. */
void wj_scan_begin(struct wj_scan *scan, char delimiter);

/* Empties the lists. */
void wj_scan_forget(struct wj_scan *scan);

/* Is the character whole that one text ends within, and the next begins within? So where neither
 * does. */
bool wj_scan_joins(struct wj_slice before, struct wj_slice behind);

/* Forgets the first so many places of a list. */
void wj_scan_drop(struct wj_scan_places *places, size_t count);

#endif
