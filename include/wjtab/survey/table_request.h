/* A table that is asked for outside the definition, as `wjtab table` does. */
#ifndef WJTAB_SURVEY_TABLE_REQUEST_H
#define WJTAB_SURVEY_TABLE_REQUEST_H

#include "wjtab/base/api.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/status.h"
#include "wjtab/survey/survey.h"

/* Lists of names, as after the options of the command; NULL: not given. Names are separated by
 * `,` `，` or `、`, nested questions by `*` or `×`. */
struct wj_table_request {
    const char *rows; /* either rows or grid */
    const char *grid;
    const char *by;
    const char *where;
    const char *title;
    const char *count;
    const char *show;
    const char *summaries;
    const char *tests; /* levels: 95%, or 95%,90% */
    const char *adjust;
};

/* Makes the table the only one of a definition. Every fault is reported. WJ_USAGE, WJ_MEMORY. */
WJ_API enum wj_status wj_table_request(struct wj_diags *diags, struct wj_survey *survey,
                                       const struct wj_table_request *request);

#endif
