#include "wjtab/measure/change.h"

#include <math.h>

#define MATHLIB_STANDALONE 1
#include <Rmath.h>

#include "statistics.h"
#include "wjtab/base/number.h"

enum { DECIMALS = 15 };

static struct wj_change change_of(double lower, double upper)
{
    struct wj_change change = {.exists = isfinite(lower) && isfinite(upper)};
    if (change.exists) {
        change.lower = lower;
        change.upper = upper;
        change.direction = lower > 0.0 ? 1 : upper < 0.0 ? -1 : 0;
    }
    return change;
}

/* Welch's interval. Two constants have no spread: their difference is a point. */
struct wj_change wj_change_of_estimates(const struct wj_estimate *now,
                                        const struct wj_estimate *before, const mpq_t level)
{
    if (!now->exists || !before->exists) {
        return (struct wj_change){0};
    }
    double difference = now->value - before->value;
    double first = now->se * now->se;
    double second = before->se * before->se;
    double both = first + second;
    if (both <= 0.0) {
        return change_of(difference, difference);
    }
    double df = both * both / (first * first / now->df + second * second / before->df);
    double half = qt(wj_tail_of(level), df, 0, 0) * sqrt(both);
    return change_of(difference - half, difference + half);
}

/* Newcombe's method 10: the distances of the two Wilson limits, squared and added. */
struct wj_change wj_change_of_shares(uint64_t count_now, uint64_t base_now, uint64_t count_before,
                                     uint64_t base_before, const mpq_t level)
{
    struct wj_interval now = wj_interval_share(count_now, base_now, level, WJ_BY_WILSON);
    struct wj_interval before = wj_interval_share(count_before, base_before, level, WJ_BY_WILSON);
    if (now.missing != WJ_INTERVAL_THERE || before.missing != WJ_INTERVAL_THERE) {
        return (struct wj_change){0};
    }
    double p = (double)count_now / (double)base_now;
    double q = (double)count_before / (double)base_before;
    return change_of(p - q - hypot(p - now.lower, before.upper - q),
                     p - q + hypot(now.upper - p, q - before.lower));
}

void wj_change_limits(const struct wj_change *change, mpq_t lower, mpq_t upper)
{
    mpq_set_d(lower, change->lower);
    mpq_set_d(upper, change->upper);
    wj_number_round(lower, lower, DECIMALS, WJ_HALF_EVEN);
    wj_number_round(upper, upper, DECIMALS, WJ_HALF_EVEN);
}
