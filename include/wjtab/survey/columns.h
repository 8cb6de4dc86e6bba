/* Which column of a response file holds what. */
#ifndef WJTAB_SURVEY_COLUMNS_H
#define WJTAB_SURVEY_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include "wjtab/base/api.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"
#include "wjtab/survey/survey.h"

/* Column numbers from 0; -1 where the definition wants none. */
struct wj_columns {
    long id;
    long seconds;
    long weight;
    long *unique;     /* per column of the rule `unique` */
    long *questions;  /* per question; -1 for one column per option */
    long **options;   /* per question, NULL or one column per option */
    bool id_personal; /* by its header, the id's column holds personal data */
    bool *personal;   /* per question: its one column does */
};

/* Finds every column that the definition names in the header. WJ_DATA with a message for each
 * that is not there, or fits twice. */
WJ_API enum wj_status wj_columns_find(struct wj_diags *diags, const struct wj_survey *survey,
                                      const char *file, const struct wj_slice *header, size_t count,
                                      struct wj_columns **columns);

/* Is some question read from this column? */
WJ_API bool wj_columns_has_question(const struct wj_survey *survey,
                                    const struct wj_columns *columns, size_t column);

WJ_API void wj_columns_free(const struct wj_survey *survey, struct wj_columns *columns);

#endif
