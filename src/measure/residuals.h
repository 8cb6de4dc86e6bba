/* What responses differ by from a weighted figure of scores. */
#ifndef MEASURE_RESIDUALS_H
#define MEASURE_RESIDUALS_H

#include "wjtab/tally/tally.h"

/* What each state of an item adds to a response's residual (wj_joint_tally has the states): of a
 * single question y − centre, of a multiple one y per option and −centre once. */
struct wj_residuals {
    const struct wj_question *question;
    size_t number;
    long double *values; /* per option, and one more; the caller's */
};

/* y is the score over `top`. */
void wj_residuals_set(struct wj_residuals *residuals, const struct wj_survey *survey, size_t number,
                      const mpq_t centre, const mpq_t top);

/* Adds Σu and Σu² of one item over the responses of a tally, u being factor × residual; `blanks`:
 * those without an answer are in the base. A multiple question needs its own joint counts. */
void wj_residuals_add(const struct wj_residuals *item, const struct wj_tally *part, bool blanks,
                      long double factor, long double *sum, long double *square);

/* Σ of the products of two items' residuals over their joint counts. */
long double wj_residuals_product(const struct wj_joint_tally *joint,
                                 const struct wj_residuals *first,
                                 const struct wj_residuals *second);

#endif
