/* Cross tables: counts per combination that a table asks for. */
#ifndef WJTAB_TALLY_CROSS_H
#define WJTAB_TALLY_CROSS_H

#include "wjtab/tally/tally.h"

enum wj_status wj_crosses_init(struct wj_tally *tally, struct wj_diags *diags);

/* A cross table by its number: first those of everybody, then those of banners. */
struct wj_cross_tally *wj_cross_numbered(const struct wj_tally *tally, size_t number);

/* Counts a response in one of them. A `where` that fails is counted with its first. */
void wj_cross_add(struct wj_tally *tally, size_t number, const struct wj_response *response);

/* In all of them. */
void wj_crosses_add(struct wj_tally *tally, const struct wj_response *response);

void wj_crosses_clear(struct wj_tally *tally);

#endif
