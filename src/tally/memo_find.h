/* What the kernels of the memo share. Whoever includes this has defined find_narrow and find_wide,
 * which look up a cell that is no longer than the key. */
#ifndef WJTAB_TALLY_MEMO_FIND_H
#define WJTAB_TALLY_MEMO_FIND_H

#include "memo.h"

typedef uint32_t find_one(struct wj_memo_slots slots, const char *text, size_t len);

static inline __attribute__((always_inline)) uint32_t
find_cells(const struct wj_memo *memo, const struct wj_memo_rows *rows, size_t first, size_t last,
           size_t count, uint32_t *values, size_t size, find_one *find)
{
    const struct wj_memo_slots slots = {memo->keys, memo->values, memo->mask, memo->seed};
    const char *text = rows->text;
    const size_t stride = rows->stride;
    const uint32_t *marks = rows->marks + last;
    const size_t back = last - first + 1;
    uint32_t seen = 0;
    for (size_t i = 0; i < count; i++) {
        size_t from = i > 0 || first > 0 ? (size_t) * (marks - back) + 1 : rows->start;
        size_t len = *marks - from;
        values[i] = __builtin_expect(len <= size, 1) ? find(slots, text + from, len)
                                                     : wj_memo_get_long(memo, text + from, len);
        seen |= values[i];
        marks += stride;
    }
    return seen;
}

static uint32_t find_all(const struct wj_memo *memo, const struct wj_memo_rows *rows, size_t first,
                         size_t last, size_t count, uint32_t *values)
{
    return memo->size == WJ_MEMO_NARROW
               ? find_cells(memo, rows, first, last, count, values, WJ_MEMO_NARROW, find_narrow)
               : find_cells(memo, rows, first, last, count, values, WJ_MEMO_WIDE, find_wide);
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
