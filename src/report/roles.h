/* Which part a question plays in the report. */
#ifndef WJTAB_REPORT_ROLES_H
#define WJTAB_REPORT_ROLES_H

#include "wjtab/survey/survey.h"

enum wj_role {
    WJ_ROLE_RESPONDENT, /* unscored single questions and quantities: who answered */
    WJ_ROLE_ITEM,       /* scored, part of a composite */
    WJ_ROLE_RATED,      /* scored, beside the composite: awareness */
    WJ_ROLE_MULTIPLE,
    WJ_ROLE_OPEN
};

/* A scored question is an item where it stands in a measure of several items, or shares the options
 * of one that does; where there is no such measure, every scored question is. */
enum wj_role wj_role_of(const struct wj_survey *survey, size_t question);

/* Is there a question with this role? */
bool wj_has_role(const struct wj_survey *survey, enum wj_role role);

/* Do two scored questions have the same options, by label and score? */
bool wj_same_options(const struct wj_question *a, const struct wj_question *b);

#endif
