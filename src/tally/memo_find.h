/* What the kernels of the memo share. Whoever includes this has defined find_narrow and find_wide,
 * which look up a cell that is no longer than the key. */
#ifndef WJTAB_TALLY_MEMO_FIND_H
#define WJTAB_TALLY_MEMO_FIND_H

#include "memo.h"

typedef uint32_t find_one(const struct wj_memo *memo, const char *text, size_t len);

static inline __attribute__((always_inline)) void find_cells(const struct wj_memo *memo,
                                                             const struct wj_memo_cells *cells,
                                                             uint32_t *values, size_t size,
                                                             find_one *find)
{
    const struct wj_memo local = *memo;
    const size_t field = cells->field;
    for (size_t i = 0; i < cells->count; i++) {
        const uint32_t *marks = cells->marks[i];
        size_t from = field > 0 ? (size_t)marks[field - 1] + 1 : cells->starts[i];
        size_t len = marks[field] - from;
        const char *text = cells->text + from;
        values[i] = len <= size ? find(&local, text, len) : wj_memo_get_long(memo, text, len);
    }
}

static void find_all(const struct wj_memo *memo, const struct wj_memo_cells *cells,
                     uint32_t *values)
{
    if (memo->size == WJ_MEMO_NARROW) {
        find_cells(memo, cells, values, WJ_MEMO_NARROW, find_narrow);
    } else {
        find_cells(memo, cells, values, WJ_MEMO_WIDE, find_wide);
    }
}

/* Simple loops, for the compiler to make vectors of: all batches are of the same size. */
static void add_numbers(uint32_t *restrict places, const uint32_t *restrict values, uint32_t stride)
{
    for (size_t i = 0; i < WJ_MEMO_BATCH; i++) {
        places[i] += (values[i] & WJ_MEMO_NUMBER) * stride;
    }
}

static void gather_bits(uint32_t *restrict any, uint32_t *restrict all,
                        const uint32_t *restrict values, uint32_t neutral)
{
    for (size_t i = 0; i < WJ_MEMO_BATCH; i++) {
        any[i] |= values[i];
        all[i] &= values[i] | neutral;
    }
}

#endif
