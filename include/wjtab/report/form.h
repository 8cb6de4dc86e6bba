/* The blank questionnaire, as a tree for the writers. */
#ifndef WJTAB_REPORT_FORM_H
#define WJTAB_REPORT_FORM_H

#include <stdint.h>

#include "wjtab/base/api.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/status.h"
#include "wjtab/report/report.h"
#include "wjtab/survey/survey.h"

/* Builds the form that people fill in: every question of the definition in its order, numbered
 * from 1, with the options as they may be keyed; three single questions or more in a row that
 * share a scale are one table. `date` in seconds since 1970 (UTC). WJ_DEFINITION with a message
 * where there are no questions, WJ_MEMORY; clear the report in any case. */
WJ_API enum wj_status wj_form_build(struct wj_diags *diags, const struct wj_survey *survey,
                                    int64_t date, struct wj_report *report);

#endif
