/* Building the tree of a report, section by section. */
#ifndef WJTAB_REPORT_SECTION_H
#define WJTAB_REPORT_SECTION_H

#include "wjtab/base/api.h"
#include "wjtab/base/status.h"
#include "wjtab/report/grid.h"
#include "wjtab/report/report.h"

/* Opens a section; what follows goes into it. */
WJ_API enum wj_status wj_section_open(struct wj_report *report, const char *title);

/* Adds a paragraph or a remark to the last section. */
WJ_API enum wj_status wj_section_say(struct wj_report *report, enum wj_block_kind kind,
                                     const char *text);

/* Adds an empty table to the last section, to be filled from its header on; `caption` may be
 * NULL. NULL when memory ran out. */
WJ_API struct wj_grid *wj_section_table(struct wj_report *report, const char *caption);

#endif
