/* Iterative proportional fitting of cell weights to margins. */
#ifndef MEASURE_RAKING_H
#define MEASURE_RAKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/memory.h"

struct wj_raking_cell {
    uint64_t n;
    const size_t *terms; /* per margin, the number of its category among those of all margins */
    long double weight;  /* result */
    bool is_trimmed;     /* result */
};

struct wj_raking {
    struct wj_raking_cell *cells;
    size_t cell_count;
    size_t margin_count;
    size_t term_count;    /* categories of all margins */
    long double *targets; /* per category; those of a margin add up to the responses of all cells */
    long double *sums;    /* scratch, per category; at the end what the weights make of it */
    long double trim;     /* no weight is above so many times the mean; 0: no ceiling */
    size_t iterations;    /* result: rounds through all margins */
    size_t worst;         /* result: the category that is furthest from its target, relatively */
    long double error;    /* result: how far */
};

/* Sets the weights, which have the mean 1. False where they did not converge: a margin is still
 * further than 1e-12 from its target. Trimming may leave an error, which is no failure. */
bool wj_rake(struct wj_raking *raking);

#endif
