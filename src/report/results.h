/* results.json as a tree; its keys are a contract (docs/formats.md). */
#ifndef WJTAB_REPORT_RESULTS_H
#define WJTAB_REPORT_RESULTS_H

#include <jansson.h>

#include "stated.h"
#include "wjtab/report/report.h"

/* Everything but `outputs`, which the writers fill in. NULL when memory ran out. */
json_t *wj_results(struct wj_arena *arena, const struct wj_findings *findings,
                   const struct wj_comparison *comparison);

/* Its part `score`, and `facts`. */
json_t *wj_results_score(struct wj_arena *arena, const struct wj_findings *findings);
json_t *wj_results_facts(struct wj_arena *arena, const struct wj_scoring *scoring);

#endif
