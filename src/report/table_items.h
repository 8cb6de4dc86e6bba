/* A table of items by levels: the figures of an item among those who stand in a column, for
 * documents and the workbook alike. `by` beyond the last element: everybody. */
#ifndef WJTAB_REPORT_TABLE_ITEMS_H
#define WJTAB_REPORT_TABLE_ITEMS_H

#include "tabulation.h"
#include "wording.h"

/* Items have scores, so that there are rates. */
bool wj_items_scored(const struct wj_survey *survey, const struct wj_table_spec *spec);

/* The items are those of a measure whose mean may stand under them. */
bool wj_items_have_composite(const struct wj_table_spec *spec);

const struct wj_cross_tally *wj_items_cross(const struct wj_findings *findings, size_t table,
                                            size_t item, size_t by);

/* The same place, with its weighted figures where there are any. */
struct wj_tabulated wj_items_place(struct wj_arena *arena, const struct wj_findings *findings,
                                   const struct wj_cross_tally *cross, size_t column);

/* The mean of the items' rates, with the measure's weights; none where an item has no base. The
 * number is initialised. */
void wj_items_composite(struct wj_arena *arena, const struct wj_findings *findings, size_t table,
                        size_t by, size_t column, bool weighted, struct wj_figure *composite);

/* "sex: men × district: East", in the arena. */
const char *wj_items_band(struct wj_arena *arena, const struct wj_tally *tally,
                          const struct wj_cross_tally *cross, size_t column);

#endif
