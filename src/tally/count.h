/* What a coded answer counts for. */
#ifndef WJTAB_TALLY_COUNT_H
#define WJTAB_TALLY_COUNT_H

#include <stdbool.h>
#include <stddef.h>

#include "wjtab/survey/answer.h"
#include "wjtab/survey/survey.h"

/* Is the answer in the base of the question's shares? */
bool wj_counts_in_base(const struct wj_survey *survey, const struct wj_answer *answer);

/* Is it in the base of the question's rate? */
bool wj_counts_in_rate(const struct wj_survey *survey, const struct wj_question *question,
                       const struct wj_answer *answer);

/* Was this option chosen? */
bool wj_counts_option(const struct wj_question *question, const struct wj_answer *answer,
                      size_t option);

#endif
