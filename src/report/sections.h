/* The sections of the report, for people. */
#ifndef WJTAB_REPORT_SECTIONS_H
#define WJTAB_REPORT_SECTIONS_H

#include "stated.h"
#include "wjtab/report/report.h"
#include "wjtab/report/section.h"
#include "wording.h"

enum wj_status wj_sections_build(struct wj_report *report, const struct wj_findings *findings,
                                 const struct wj_comparison *comparison);

/* The section of the cross tables. */
enum wj_status wj_section_tables(struct wj_report *report, const struct wj_wording *words,
                                 const struct wj_findings *findings);

/* The sections about the scoring table, and about the published figures. */
enum wj_status wj_section_score(struct wj_report *report, const struct wj_findings *findings);
enum wj_status wj_section_stated(struct wj_report *report, const struct wj_findings *findings,
                                 const struct wj_comparison *comparison);

#endif
