#include "raking.h"

#include <math.h>

enum { MOST_ROUNDS = 10000, MOST_TRIMS = 100 };

/* The error aimed at, and the one accepted. */
static const long double fine_error = 1e-15L;
static const long double most_error = 1e-12L;

static void add_up(struct wj_raking *raking)
{
    for (size_t i = 0; i < raking->term_count; i++) {
        raking->sums[i] = 0.0L;
    }
    for (size_t i = 0; i < raking->cell_count; i++) {
        const struct wj_raking_cell *cell = &raking->cells[i];
        for (size_t margin = 0; margin < raking->margin_count; margin++) {
            raking->sums[cell->terms[margin]] += cell->weight * (long double)cell->n;
        }
    }
}

/* Brings one margin to its targets. */
static void fit_margin(struct wj_raking *raking, size_t margin)
{
    for (size_t i = 0; i < raking->cell_count; i++) {
        raking->sums[raking->cells[i].terms[margin]] = 0.0L;
    }
    for (size_t i = 0; i < raking->cell_count; i++) {
        const struct wj_raking_cell *cell = &raking->cells[i];
        raking->sums[cell->terms[margin]] += cell->weight * (long double)cell->n;
    }
    for (size_t i = 0; i < raking->cell_count; i++) {
        struct wj_raking_cell *cell = &raking->cells[i];
        size_t term = cell->terms[margin];
        cell->weight *= raking->targets[term] / raking->sums[term];
    }
}

/* Finds the category that is furthest from its target. One without a target has no respondents. */
static void judge(struct wj_raking *raking)
{
    add_up(raking);
    raking->error = 0.0L;
    raking->worst = 0;
    for (size_t i = 0; i < raking->term_count; i++) {
        if (raking->targets[i] > 0.0L) {
            long double error = fabsl(raking->sums[i] / raking->targets[i] - 1.0L);
            /* One that is no number at all is the worst. */
            if (!(error <= raking->error)) {
                raking->error = error;
                raking->worst = i;
            }
        }
    }
}

static bool converge(struct wj_raking *raking)
{
    long double before = HUGE_VALL;
    for (size_t round = 0; round < MOST_ROUNDS; round++) {
        for (size_t margin = 0; margin < raking->margin_count; margin++) {
            fit_margin(raking, margin);
        }
        raking->iterations++;
        judge(raking);
        /* Below the error accepted, only what still gets better goes on. */
        if (raking->error <= fine_error ||
            (raking->error <= most_error && raking->error >= before)) {
            return true;
        }
        before = raking->error;
    }
    return raking->error <= most_error;
}

/* Cuts weights at the ceiling; false when none was above it. */
static bool cut(struct wj_raking *raking)
{
    bool any = false;
    for (size_t i = 0; i < raking->cell_count; i++) {
        struct wj_raking_cell *cell = &raking->cells[i];
        if (cell->weight > raking->trim * (1.0L + most_error)) {
            cell->weight = raking->trim;
            cell->is_trimmed = true;
            any = true;
        }
    }
    return any;
}

/* What was cut away is given to the weights below the ceiling, in proportion, until the mean is 1
 * again. */
static void restore_mean(struct wj_raking *raking)
{
    bool again = true;
    while (again) {
        long double all = 0.0L;
        long double at_ceiling = 0.0L;
        long double below = 0.0L;
        for (size_t i = 0; i < raking->cell_count; i++) {
            const struct wj_raking_cell *cell = &raking->cells[i];
            bool is_cut = cell->weight >= raking->trim;
            all += (long double)cell->n;
            *(is_cut ? &at_ceiling : &below) += cell->weight * (long double)cell->n;
        }
        for (size_t i = 0; below > 0.0L && i < raking->cell_count; i++) {
            struct wj_raking_cell *cell = &raking->cells[i];
            cell->weight *= cell->weight < raking->trim ? (all - at_ceiling) / below : 1.0L;
        }
        again = cut(raking);
    }
}

bool wj_rake(struct wj_raking *raking)
{
    for (size_t i = 0; i < raking->cell_count; i++) {
        raking->cells[i].weight = 1.0L;
        raking->cells[i].is_trimmed = false;
    }
    bool converged = converge(raking);
    if (raking->trim <= 0.0L) {
        return converged;
    }
    for (size_t i = 0; converged && i < MOST_TRIMS && cut(raking); i++) {
        converged = converge(raking);
    }
    if (converged && cut(raking)) {
        restore_mean(raking);
        judge(raking);
    }
    return converged;
}
