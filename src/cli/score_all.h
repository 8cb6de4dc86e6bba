/* Several scoring projects side by side: a row each. */
#ifndef WJTAB_CLI_SCORE_ALL_H
#define WJTAB_CLI_SCORE_ALL_H

#include "wjtab/base/diag.h"
#include "wjtab/survey/survey.h"

struct wj_score_all {
    const char *folder; /* its subfolders are the projects */
    const char *output; /* of the CSV file; "-" standard output, NULL none */
    bool json;
    bool quiet;
    bool force;
    const struct wj_survey *plain; /* rounding and grades of projects without a definition */
};

/* Scores every project, and prints them by score, with those that could not be scored and why.
 * WJ_FINDINGS where some could not, WJ_DEFINITION where none could; WJ_USAGE where there is no
 * project, WJ_IO, WJ_MEMORY. */
enum wj_status wj_score_all(struct wj_diags *diags, const struct wj_score_all *wanted);

#endif
