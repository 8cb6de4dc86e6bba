/* Figures of an indicator as people read them. Private to the report floor. */
#ifndef WJTAB_REPORT_EXPLAIN_H
#define WJTAB_REPORT_EXPLAIN_H

#include "wjtab/report/report.h"

/* A number, as wj_scoring_show_number has it. */
const char *wj_explain_number(struct wj_arena *arena, const mpq_t value, bool percent,
                              struct wj_rounding rounding);

/* The value of a formula; *exact: is it written out? */
const char *wj_explain_value(struct wj_arena *arena, const mpq_t value, bool *exact);

#endif
