/* Counts of a weighted survey: one more tally for every raking cell, or limb of a weight. */
#ifndef WJTAB_TALLY_WEIGHTS_H
#define WJTAB_TALLY_WEIGHTS_H

#include "wjtab/tally/tally.h"

/* Says how many cells there is room for; after everything else of the tally. */
void wj_weights_start(struct wj_tally *tally);

/* Counts a response in its cells, so many times. Want of memory is noticed by wj_tally_add. */
void wj_weights_add(struct wj_tally *tally, const struct wj_response *response, uint64_t times);

/* What decides about the weight of an effective response: the key of its raking cell, or its weight
 * in units of 1e-9; 0 where its cell is no weight, which wj_tally_finish reports. */
uint64_t wj_weight_key(const struct wj_survey *survey, const struct wj_response *response,
                       struct wj_buf *store);

/* The tally of the cell with a key, made where there is none: what merging and loading need. NULL
 * where there is no room (`overflow` is set then), and without memory. */
struct wj_tally *wj_weights_cell(struct wj_tally *tally, uint64_t key);

/* Adds what the cells of `from` counted (wj_tally_merge). */
enum wj_status wj_weights_merge(struct wj_tally *into, const struct wj_tally *from);

/* Reports what wj_tally_finish says. */
enum wj_status wj_weights_finish(const struct wj_tally *tally, struct wj_diags *diags);

void wj_weights_clear(struct wj_tally *tally);

/* A tally that belongs to a cell (tally.c). WJ_MEMORY. */
enum wj_status wj_tally_init_part(struct wj_tally *part, const struct wj_survey *survey);

#endif
