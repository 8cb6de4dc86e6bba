/* Quantities: how often each number was given. */
#ifndef WJTAB_TALLY_QUANTITY_H
#define WJTAB_TALLY_QUANTITY_H

#include "wjtab/tally/tally.h"

enum wj_status wj_quantities_init(struct wj_tally *tally);

/* So many in a row, in the tally's arena; NULL when memory ran out. */
struct wj_quantity_tally *wj_quantities_new(struct wj_tally *tally, size_t count);
void wj_quantity_clear(struct wj_quantity_tally *quantity);

/* Counts an answer that is a number, so many times. */
void wj_quantity_add(struct wj_quantity_tally *quantity, const mpq_t number, uint64_t times);

/* Adds what `from` counted. WJ_MEMORY; WJ_DATA: a number became too large. */
enum wj_status wj_quantity_merge(struct wj_quantity_tally *into,
                                 const struct wj_quantity_tally *from);

void wj_quantities_clear(struct wj_tally *tally);

#endif
