/* The CSV tables of the output folder. */
#ifndef WJTAB_REPORT_GRIDS_H
#define WJTAB_REPORT_GRIDS_H

#include "wjtab/report/report.h"

void wj_grid_frequencies(struct wj_grid *grid, const struct wj_findings *findings);
void wj_grid_satisfaction(struct wj_grid *grid, const struct wj_findings *findings);
void wj_grid_measures(struct wj_grid *grid, const struct wj_findings *findings);
void wj_grid_crosstabs(struct wj_grid *grid, const struct wj_findings *findings);
void wj_grid_rejected(struct wj_grid *grid, const struct wj_findings *findings);

/* Only where open answers are asked for. */
void wj_grid_uncoded(struct wj_grid *grid, const struct wj_findings *findings);

struct wj_waves; /* waves.h */
void wj_grid_comparison(struct wj_grid *grid, const struct wj_survey *survey,
                        const struct wj_waves *waves);

/* Does a measure belong into the annex's satisfaction table: the mean of several items that
 * share one scale? */
bool wj_is_annex_measure(const struct wj_survey *survey, const struct wj_measure *measure);

/* What the annex's table is made of: its measures, and the labels of their options, each once. The
 * list lies in the arena; NULL when memory ran out. */
struct wj_annex {
    const char **labels;
    size_t label_count;
    size_t measure_count;
};
struct wj_annex wj_annex_of(struct wj_arena *arena, const struct wj_survey *survey);

/* The option that bears a label, or -1. */
long wj_annex_option(const struct wj_question *question, const char *label);

/* Fills a row of header cells. */
void wj_grid_header(struct wj_grid *grid, size_t count, const char *const *names);

#endif
