/* results.json as a tree; its keys are a contract (docs/formats.md). */
#ifndef WJTAB_REPORT_RESULTS_H
#define WJTAB_REPORT_RESULTS_H

#include <jansson.h>

#include "stated.h"
#include "wjtab/measure/tests.h"
#include "wjtab/report/report.h"

/* Everything but `outputs`, which the writers fill in. NULL when memory ran out. */
json_t *wj_results(struct wj_arena *arena, const struct wj_findings *findings,
                   const struct wj_comparison *comparison);

/* Its part `score`, and `facts`. */
json_t *wj_results_score(struct wj_arena *arena, const struct wj_findings *findings);
json_t *wj_results_facts(struct wj_arena *arena, const struct wj_scoring *scoring);

/* Adds the intervals of the total, the levels and the indicators to the part `score`. */
void wj_results_sure(struct wj_arena *arena, const struct wj_findings *findings, json_t *score);

/* Intervals and what they rest on, added to a question, to one of its options, to a measure. */
void wj_results_question(struct wj_arena *arena, const struct wj_findings *findings,
                         size_t question, json_t *object);
void wj_results_option(const struct wj_findings *findings, size_t question, size_t option,
                       json_t *object);
void wj_results_measure(const struct wj_findings *findings, size_t measure, json_t *object);

/* `tables`, and `grids` where there are any. */
void wj_results_tables(struct wj_arena *arena, const struct wj_findings *findings, json_t *results);

/* The numbers of a quantity's answers. */
json_t *wj_results_quantity(const struct wj_survey *survey,
                            const struct wj_quantity_figures *figures);

/* Adds `suppressed` where something of an object is hidden. */
void wj_results_mark(json_t *object, bool hidden);

/* The code of a cross table's column; joined by × where questions are nested. */
json_t *wj_results_column(const struct wj_findings *findings, const struct wj_cross_tally *cross,
                          size_t column);

/* What the definition's `tests` asks for: of a row of a cross table, and of the whole. */
json_t *wj_results_z_tests(const struct wj_findings *findings, const struct wj_cross_tally *cross,
                           size_t row);
void wj_results_tests(const struct wj_findings *findings, const struct wj_cross_tally *cross,
                      json_t *object);

/* `scale`, `paired` and `importance`, where the definition's `summaries` asks for them. */
void wj_results_scale(struct wj_arena *arena, const struct wj_findings *findings, json_t *results);

/* Adds `open_answers` to a text question, where they are asked for. */
void wj_results_open(struct wj_arena *arena, const struct wj_findings *findings, size_t question,
                     json_t *object);

/* The key `comparison`, of an earlier survey beside this one. */
struct wj_waves;
json_t *wj_results_waves(struct wj_arena *arena, const struct wj_survey *survey,
                         const struct wj_waves *waves);

/* Adds a summary of a cross table's column, weighted, where that is one. */
void wj_results_weigh_summary(struct wj_arena *arena, const struct wj_findings *findings,
                              const struct wj_cross_tally *cross, size_t column,
                              enum wj_table_summary summary, const char *key, json_t *object);

/* `weighting`, and what stands beside unweighted figures as `weighted`; nothing where the survey is
 * not weighted. The objects have all else already. */
void wj_results_weighting(const struct wj_findings *findings, json_t *results);
void wj_results_weigh_option(struct wj_arena *arena, const struct wj_findings *findings,
                             size_t question, size_t option, json_t *object);
void wj_results_weigh_question(struct wj_arena *arena, const struct wj_findings *findings,
                               size_t question, json_t *object);
void wj_results_weigh_measure(struct wj_arena *arena, const struct wj_findings *findings,
                              size_t measure, json_t *object);
void wj_results_weigh_table(struct wj_arena *arena, const struct wj_findings *findings,
                            const struct wj_cross_tally *cross, json_t *object);

/* The answers that the definition's `sample_size` needs for a share; null where there is none. */
json_t *wj_results_sample_size(const struct wj_survey *survey);

#endif
