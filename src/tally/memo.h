/* From the bytes of cells to small numbers. Cells of up to 16 bytes, and where a longer one was met
 * those of up to 64, are compared whole: whether they are short or long can't be foreseen, and a
 * wrong guess costs more than comparing. */
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
    WJ_MEMO_NARROW = 16,      /* bytes of a key */
    WJ_MEMO_WIDE = 64,        /* likewise; so many bytes of a cell are read, however short it is */
    WJ_MEMO_BATCH = 128,      /* values that are worked on at once */
    WJ_MEMO_NUMBER = 0xFFFFFF /* the bits of a value that are a number */
};

/* Nothing is known. */
#define WJ_MEMO_NONE UINT32_MAX

struct wj_memo_long;
struct wj_memo;

/* Records one behind the other, each with as many marks: the places of what ends its fields, and of
 * the LF of a CRLF. */
struct wj_memo_rows {
    const char *text;
    size_t start; /* of the first */
    const uint32_t *marks;
    size_t stride; /* marks of a record */
};

/* Where a record starts; also where the one behind the last would. */
static inline size_t wj_memo_start(const struct wj_memo_rows *rows, size_t record)
{
    return record > 0 ? (size_t)rows->marks[record * rows->stride - 1] + 1 : rows->start;
}

/* A record's fields from one to another. */
static inline struct wj_slice wj_memo_cell(const struct wj_memo_rows *rows, size_t record,
                                           size_t first, size_t last)
{
    const uint32_t *marks = rows->marks + record * rows->stride;
    size_t from = first > 0 ? (size_t)marks[first - 1] + 1 : wj_memo_start(rows, record);
    return wj_slice(rows->text + from, marks[last] - from);
}

/* One way of looking them up. */
struct wj_memo_kernel {
    const char *name;
    bool (*runs)(void); /* on this processor */
    /* Of a key of so many bytes, a cell with zeros behind it; another one for each seed. */
    size_t (*hash)(const void *key, size_t size, uint32_t seed);
    /* What is remembered of each record's fields from one to another, quotes included. Returns the
     * bits that any of these values has. */
    uint32_t (*find)(const struct wj_memo *memo, const struct wj_memo_rows *rows, size_t first,
                     size_t last, size_t count, uint32_t *values);
    /* Adds to each of WJ_MEMO_BATCH places the number of a value, times a stride. */
    void (*add)(uint32_t *places, const uint32_t *values, uint32_t stride);
    /* Takes WJ_MEMO_BATCH values out of a table that has as many, by places modulo that. */
    void (*pick)(uint32_t *values, const uint32_t *known, const uint32_t *places);
    /* Of WJ_MEMO_BATCH values: adds the bits of each to `any`, takes those that it, even with
     * `neutral`, has not from `all`. */
    void (*gather)(uint32_t *any, uint32_t *all, const uint32_t *values, uint32_t neutral);
};

/* The fastest first; the last one runs everywhere. */
extern const struct wj_memo_kernel *const wj_memo_kernels[];
extern const size_t wj_memo_kernel_count;

/* Open addressing. A free slot has the value WJ_MEMO_NONE, and zeros for a key. */
struct wj_memo {
    const struct wj_memo_kernel *kernel;
    void *memory; /* what the keys stand in */
    unsigned char *keys;
    uint32_t *values;
    size_t size; /* of a key */
    size_t mask; /* slots, a power of two, minus 1 */
    uint32_t seed;
    size_t count;
    struct wj_memo_long *longs; /* cells that are longer than a key can be */
    size_t long_mask;
    size_t long_count;
    struct wj_arena texts;
};

/* Of them what is needed to look up a cell that is no longer than a key. */
struct wj_memo_slots {
    const unsigned char *keys;
    const uint32_t *values;
    size_t mask;
    uint32_t seed;
};

/* A zeroed struct is to be initialised. `kernel`: NULL: the fastest that runs here. WJ_MEMORY;
 * clear it in any case. */
enum wj_status wj_memo_init(struct wj_memo *memo, const struct wj_memo_kernel *kernel);

/* Remembers a cell, which has no NUL, and which is not there yet. WJ_MEMORY. */
enum wj_status wj_memo_put(struct wj_memo *memo, struct wj_slice cell, uint32_t value);

/* What is remembered of one cell. */
uint32_t wj_memo_get(const struct wj_memo *memo, struct wj_slice cell);

/* The same of a cell of more than 64 bytes. */
uint32_t wj_memo_get_long(const struct wj_memo *memo, const char *text, size_t len);

void wj_memo_clear(struct wj_memo *memo);

/* 64 bytes of ones, and 64 of zeros. */
extern const unsigned char wj_memo_masks[2 * WJ_MEMO_WIDE];

#endif
