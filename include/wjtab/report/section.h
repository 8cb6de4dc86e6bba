/* Building the tree of a report, section by section. */
#ifndef WJTAB_REPORT_SECTION_H
#define WJTAB_REPORT_SECTION_H

#include "wjtab/base/api.h"
#include "wjtab/base/status.h"
#include "wjtab/report/grid.h"
#include "wjtab/report/report.h"

/* Opens a section; what follows goes into it. `key` is a literal. */
WJ_API enum wj_status wj_section_open(struct wj_report *report, const char *key, const char *title);

/* Adds a paragraph, a remark or a heading to the last section. */
WJ_API enum wj_status wj_section_say(struct wj_report *report, enum wj_block_kind kind,
                                     const char *text);

/* Adds an empty table to the last section, to be filled from its header on; `caption` may be
 * NULL. NULL when memory ran out. */
WJ_API struct wj_grid *wj_section_table(struct wj_report *report, const char *caption);

/* Adds a chart, to be filled; everything that it points at lives in the report's arena. NULL when
 * memory ran out. */
WJ_API struct wj_chart *wj_section_chart(struct wj_report *report, enum wj_chart_kind kind,
                                         const char *title);

/* The last block: to mark it as detail. NULL where there is none. */
WJ_API struct wj_block *wj_section_last(struct wj_report *report);

#endif
