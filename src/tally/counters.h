/* All counters of a tally, one after the other: what merging, saving and loading walk over. */
#ifndef WJTAB_TALLY_COUNTERS_H
#define WJTAB_TALLY_COUNTERS_H

#include "wjtab/tally/tally.h"

/* Numbers that are added up, or the numbers that a quantity's answers gave. */
struct wj_counter {
    uint64_t *cells; /* borrowed from the tally, as the next */
    size_t count;
    struct wj_quantity_tally *quantity; /* NULL: it is the cells */
};

/* A zeroed struct is empty. */
struct wj_counters {
    struct wj_counter *list;
    size_t count;
    size_t capacity;
};

/* Lists the counters of a tally, in an order that depends on the definition alone. Whatever is
 * counted is named here, and nowhere else. WJ_MEMORY; the list is to be cleared then, too. */
enum wj_status wj_counters_list(struct wj_counters *counters, struct wj_tally *tally);

/* Adds counters of the same definition. WJ_MEMORY; WJ_DATA: a number became too large; WJ_INTERNAL:
 * they are those of another one. */
enum wj_status wj_counters_add(const struct wj_counters *into, const struct wj_counters *from);

void wj_counters_clear(struct wj_counters *counters);

#endif
