#include "regression.h"

#include <math.h>

/* Categories depend on each other: those of every margin add up to the same. What is left of such
 * a column is rounding. */
static const long double least_pivot = 1e-12L;

struct wj_regression {
    size_t terms;
    long double *factor;       /* lower triangle of XᵀX = L·Lᵀ; a column left out is 0 */
    long double *coefficients; /* scratch */
};

static long double *at(const struct wj_regression *regression, size_t row, size_t column)
{
    return &regression->factor[row * regression->terms + column];
}

/* XᵀX of the responses' indicators, each response of the same weight. */
static void multiply(struct wj_regression *regression, const struct wj_weights *weights)
{
    size_t margins = weights->survey->weighting.margin_count;
    for (size_t i = 0; i < weights->count; i++) {
        const struct wj_weight_part *part = &weights->parts[i];
        for (size_t j = 0; part->is_raked && j < margins; j++) {
            for (size_t k = 0; k <= j; k++) {
                *at(regression, part->terms[j], part->terms[k]) +=
                    (long double)part->tally->effective;
            }
        }
    }
}

/* Cholesky, leaving out what depends on columns before. */
static void factorise(struct wj_regression *regression)
{
    for (size_t j = 0; j < regression->terms; j++) {
        long double whole = *at(regression, j, j);
        long double pivot = whole;
        for (size_t k = 0; k < j; k++) {
            pivot -= *at(regression, j, k) * *at(regression, j, k);
        }
        bool is_left_out = pivot <= least_pivot * whole;
        long double root = is_left_out ? 0.0L : sqrtl(pivot);
        *at(regression, j, j) = root;
        for (size_t i = j + 1; i < regression->terms; i++) {
            long double sum = *at(regression, i, j);
            for (size_t k = 0; k < j && !is_left_out; k++) {
                sum -= *at(regression, i, k) * *at(regression, j, k);
            }
            *at(regression, i, j) = is_left_out ? 0.0L : sum / root;
        }
    }
}

enum wj_status wj_regression_new(const struct wj_weights *weights, size_t terms,
                                 struct wj_regression **regression)
{
    struct wj_regression *made = wj_alloc(sizeof *made);
    *regression = made;
    if (made == NULL) {
        return WJ_MEMORY;
    }
    made->terms = terms;
    made->factor = wj_alloc(terms * terms * sizeof *made->factor);
    made->coefficients = wj_alloc(terms * sizeof *made->coefficients);
    if (made->factor == NULL || made->coefficients == NULL) {
        return WJ_MEMORY;
    }
    multiply(made, weights);
    factorise(made);
    return WJ_OK;
}

/* Solves L·Lᵀ·b = b in place. */
static void solve(struct wj_regression *regression)
{
    long double *b = regression->coefficients;
    for (size_t i = 0; i < regression->terms; i++) {
        for (size_t k = 0; k < i; k++) {
            b[i] -= *at(regression, i, k) * b[k];
        }
        long double pivot = *at(regression, i, i);
        b[i] = pivot > 0.0L ? b[i] / pivot : 0.0L;
    }
    for (size_t i = regression->terms; i-- > 0;) {
        for (size_t k = i + 1; k < regression->terms; k++) {
            b[i] -= *at(regression, k, i) * b[k];
        }
        long double pivot = *at(regression, i, i);
        b[i] = pivot > 0.0L ? b[i] / pivot : 0.0L;
    }
}

void wj_regression_fit(struct wj_regression *regression, const struct wj_weights *weights,
                       const long double *sums, long double *fits)
{
    size_t margins = weights->survey->weighting.margin_count;
    for (size_t i = 0; i < regression->terms; i++) {
        regression->coefficients[i] = 0.0L;
    }
    for (size_t i = 0; i < weights->count; i++) {
        const struct wj_weight_part *part = &weights->parts[i];
        for (size_t j = 0; part->is_raked && j < margins; j++) {
            regression->coefficients[part->terms[j]] += sums[i];
        }
    }
    solve(regression);
    for (size_t i = 0; i < weights->count; i++) {
        const struct wj_weight_part *part = &weights->parts[i];
        fits[i] = 0.0L;
        for (size_t j = 0; part->is_raked && j < margins; j++) {
            fits[i] += regression->coefficients[part->terms[j]];
        }
    }
}

void wj_regression_free(struct wj_regression *regression)
{
    if (regression != NULL) {
        wj_free(regression->factor);
        wj_free(regression->coefficients);
        wj_free(regression);
    }
}
