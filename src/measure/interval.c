#include "wjtab/measure/interval.h"

#include <float.h>
#include <math.h>

#define MATHLIB_STANDALONE 1
#include <Rmath.h>

#include "statistics.h"
#include "wjtab/base/number.h"
#include "wjtab/measure/weights.h"

enum { DECIMALS = 15 };

static const double most_answers = 1e15;

/* GMP's own conversion drops what does not fit. */
double wj_double_of(const mpq_t value)
{
    double near = mpq_get_d(value);
    double next = nextafter(near, mpq_sgn(value) < 0 ? -HUGE_VAL : HUGE_VAL);
    if (!isfinite(near) || !isfinite(next)) {
        return near;
    }
    mpq_t middle;
    mpq_t bound;
    mpq_inits(middle, bound, NULL);
    mpq_set_d(middle, near);
    mpq_set_d(bound, next);
    mpq_add(middle, middle, bound);
    mpq_div_2exp(middle, middle, 1);
    int order = mpq_sgn(value) < 0 ? mpq_cmp(middle, value) : mpq_cmp(value, middle);
    mpq_clears(middle, bound, NULL);
    return order > 0 ? next : near;
}

/* (1 - level) / 2, exact until it is a double. */
double wj_tail_of(const mpq_t level)
{
    mpq_t tail;
    mpq_init(tail);
    mpq_set_ui(tail, 1, 1);
    mpq_sub(tail, tail, level);
    mpq_div_2exp(tail, tail, 1);
    double result = wj_double_of(tail);
    mpq_clear(tail);
    return result;
}

double wj_t_of(const mpq_t level, double df)
{
    double t = qt(wj_tail_of(level), df, 0, 0);
    return isfinite(t) ? t : DBL_MAX;
}

static double z_of(const mpq_t level)
{
    return qnorm(wj_tail_of(level), 0.0, 1.0, 0, 0);
}

/* ---- shares ---- */

static void set_wilson(struct wj_interval *interval, double count, double base, double z)
{
    double share = count / base;
    interval->upper = 1.0;
    if (!isfinite(z)) {
        return;
    }
    double scale = 1.0 + z * z / base;
    double centre = (share + z * z / (2.0 * base)) / scale;
    double half = z / scale * sqrt(share * (1.0 - share) / base + z * z / (4.0 * base * base));
    interval->lower = count > 0.0 ? centre - half : 0.0;
    interval->upper = count < base ? centre + half : 1.0;
}

static void set_clopper_pearson(struct wj_interval *interval, double count, double base,
                                double tail)
{
    interval->lower = count > 0.0 ? qbeta(tail, count, base - count + 1.0, 1, 0) : 0.0;
    interval->upper = count < base ? qbeta(tail, count + 1.0, base - count, 0, 0) : 1.0;
}

struct wj_interval wj_interval_share(uint64_t count, uint64_t base, const mpq_t level,
                                     enum wj_interval_method method)
{
    struct wj_interval interval = {
        .missing = WJ_SMALL_BASE, .level = wj_double_of(level), .method = method};
    if (count == WJ_HIDDEN || base == WJ_HIDDEN) {
        interval.missing = WJ_SUPPRESSED;
        return interval;
    }
    if (base == 0) {
        return interval;
    }
    interval.missing = WJ_INTERVAL_THERE;
    if (method == WJ_BY_CLOPPER_PEARSON) {
        set_clopper_pearson(&interval, (double)count, (double)base, wj_tail_of(level));
    } else {
        set_wilson(&interval, (double)count, (double)base, z_of(level));
    }
    return interval;
}

enum wj_interval_method wj_interval_share_method(const struct wj_survey *survey)
{
    return survey->exact_shares ? WJ_BY_CLOPPER_PEARSON : WJ_BY_WILSON;
}

/* ---- means ---- */

static double cut_below(const struct wj_statistics *statistics, double limit)
{
    return statistics->is_cut && limit < 0.0 ? 0.0 : limit;
}

static double cut_above(const struct wj_statistics *statistics, double limit)
{
    return statistics->is_cut && limit > 1.0 ? 1.0 : limit;
}

struct wj_interval wj_interval_mean(const struct wj_statistics *statistics, const mpq_t level)
{
    struct wj_interval interval = {.missing = statistics->missing,
                                   .level = wj_double_of(level),
                                   .method = statistics->has_fpc ? WJ_BY_T_FPC : WJ_BY_T};
    if (interval.missing == WJ_INTERVAL_THERE) {
        double se = statistics->has_fpc ? statistics->se_fpc : statistics->se;
        double half = wj_t_of(level, statistics->df) * se;
        interval.lower = cut_below(statistics, statistics->mean - half);
        interval.upper = cut_above(statistics, statistics->mean + half);
        if (!isfinite(interval.upper - interval.lower)) {
            interval.missing = WJ_TOO_LARGE;
        }
    }
    return interval;
}

void wj_statistics_set(struct wj_statistics *statistics, double se, const struct wj_survey *survey)
{
    double n = (double)statistics->n;
    statistics->se = se;
    statistics->sd = se * sqrt(n);
    statistics->df = n - 1.0;
    statistics->t = wj_t_of(survey->confidence, statistics->df);
    statistics->lower = cut_below(statistics, statistics->mean - statistics->t * se);
    statistics->upper = cut_above(statistics, statistics->mean + statistics->t * se);
    bool fits = isfinite(statistics->sd) && isfinite(statistics->upper - statistics->lower);
    statistics->missing = fits ? WJ_INTERVAL_THERE : WJ_TOO_LARGE;
    statistics->has_fpc = survey->has_population && survey->population >= statistics->n;
    if (statistics->has_fpc) {
        double left = (double)(survey->population - statistics->n);
        double half = sqrt(left / (double)survey->population);
        statistics->se_fpc = se * half;
        half = statistics->t * statistics->se_fpc;
        statistics->lower_fpc = cut_below(statistics, statistics->mean - half);
        statistics->upper_fpc = cut_above(statistics, statistics->mean + half);
    }
}

struct wj_interval wj_interval_weighted(const struct wj_weighted *figure, const mpq_t level)
{
    enum wj_interval_method method = figure->has_raked ? WJ_BY_T_RAKED : WJ_BY_T_WEIGHTED;
    struct wj_interval interval = {.missing = figure->missing,
                                   .level = wj_double_of(level),
                                   .method = figure->has_fpc ? method + 1 : method};
    if (interval.missing == WJ_INTERVAL_THERE) {
        double fixed = figure->has_fpc ? figure->se_fixed_fpc : figure->se_fixed;
        double raked = figure->has_fpc ? figure->se_raked_fpc : figure->se_raked;
        double half = wj_t_of(level, figure->df) * (figure->has_raked ? raked : fixed);
        bool is_cut = figure->is_cut;
        interval.lower = is_cut ? fmax(figure->number - half, 0.0) : figure->number - half;
        interval.upper = is_cut ? fmin(figure->number + half, 1.0) : figure->number + half;
        if (!isfinite(interval.upper - interval.lower)) {
            interval.missing = WJ_TOO_LARGE;
        }
    }
    return interval;
}

void wj_interval_limits(const struct wj_interval *interval, mpq_t lower, mpq_t upper)
{
    mpq_set_d(lower, interval->lower);
    mpq_set_d(upper, interval->upper);
    wj_number_round(lower, lower, DECIMALS, WJ_HALF_EVEN);
    wj_number_round(upper, upper, DECIMALS, WJ_HALF_EVEN);
}

bool wj_statistics_sd(const struct wj_statistics *statistics, mpq_t sd)
{
    if (statistics->missing != WJ_INTERVAL_THERE) {
        return false;
    }
    mpq_set_d(sd, statistics->sd);
    wj_number_round(sd, sd, DECIMALS, WJ_HALF_EVEN);
    return true;
}

/* ---- sample sizes ---- */

static struct wj_sample_size size_of(double n0, double population, double shift)
{
    struct wj_sample_size size = {.exists = n0 < most_answers, .n0 = n0};
    if (!size.exists) {
        return size;
    }
    size.n = (uint64_t)ceil(n0);
    size.has_fpc = population > 0.0;
    if (size.has_fpc) {
        size.n0_fpc = n0 / (1.0 + (n0 - shift) / population);
        size.n_fpc = (uint64_t)ceil(size.n0_fpc);
    }
    return size;
}

struct wj_sample_size wj_sample_size_mean(const struct wj_statistics *statistics,
                                          const mpq_t margin, const mpq_t level,
                                          uint64_t population)
{
    if (statistics->missing != WJ_INTERVAL_THERE || statistics->sd <= 0.0) {
        return (struct wj_sample_size){0};
    }
    double root = z_of(level) * statistics->sd / wj_double_of(margin);
    return size_of(root * root, (double)population, 0.0);
}

struct wj_sample_size wj_sample_size_share(const mpq_t margin, const mpq_t level,
                                           uint64_t population)
{
    double root = z_of(level) * 0.5 / wj_double_of(margin);
    return size_of(root * root, (double)population, 1.0);
}

/* ---- names ---- */

const char *wj_interval_method_name(enum wj_interval_method method)
{
    static const char *const names[] = {"t",       "t-fpc",       "wilson",     "clopper-pearson",
                                        "t-raked", "t-raked-fpc", "t-weighted", "t-weighted-fpc"};
    return names[method];
}

const char *wj_no_interval_name(enum wj_no_interval missing)
{
    static const char *const names[] = {"",          "no_scores", "small_base", "too_many_items",
                                        "too_large", "suppressed"};
    return names[missing];
}
