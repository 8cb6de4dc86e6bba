/* The CSV tables of the output folder. */
#ifndef WJTAB_REPORT_GRIDS_H
#define WJTAB_REPORT_GRIDS_H

#include "wjtab/report/report.h"

void wj_grid_frequencies(struct wj_grid *grid, const struct wj_findings *findings);
void wj_grid_satisfaction(struct wj_grid *grid, const struct wj_findings *findings);
void wj_grid_measures(struct wj_grid *grid, const struct wj_findings *findings);
void wj_grid_crosstabs(struct wj_grid *grid, const struct wj_findings *findings);
void wj_grid_rejected(struct wj_grid *grid, const struct wj_findings *findings);

/* Does a measure belong into the annex's satisfaction table: the mean of several items that
 * share one scale? */
bool wj_is_annex_measure(const struct wj_survey *survey, const struct wj_measure *measure);

/* Fills a row of header cells. */
void wj_grid_header(struct wj_grid *grid, size_t count, const char *const *names);

#endif
