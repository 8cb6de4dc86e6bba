#include "sample.h"

#include <math.h>

#include "regression.h"
#include "statistics.h"
#include "wjtab/base/number.h"
#include "wjtab/measure/measure.h"

/* ---- counts ---- */

static uint64_t box_of(const struct wj_tally *tally, size_t number, bool top)
{
    const struct wj_question *question = &tally->survey->questions[number];
    uint64_t count = 0;
    for (size_t i = 0; i < question->option_count; i++) {
        count += wj_question_in_box(question, i, top) ? tally->questions[number].counts[i] : 0;
    }
    return count;
}

uint64_t wj_count_of(const struct wj_tally *tally, struct wj_count count)
{
    bool of_measure = count.kind == WJ_COUNT_MEASURE || count.kind == WJ_COUNT_ANY_OF;
    const struct wj_question_tally *question = &tally->questions[of_measure ? 0 : count.number];
    switch (count.kind) {
    case WJ_COUNT_BASE:
        return question->base;
    case WJ_COUNT_RATE_BASE:
        return question->rate_base;
    case WJ_COUNT_ANSWERED:
        return question->answered;
    case WJ_COUNT_OPTION:
        return question->counts[count.option];
    case WJ_COUNT_TOP:
        return box_of(tally, count.number, true);
    case WJ_COUNT_BOTTOM:
        return box_of(tally, count.number, false);
    case WJ_COUNT_SCORED:
        return question->rate_base - (question->base - question->answered);
    case WJ_COUNT_MEASURE:
        return tally->measures[count.number].base;
    case WJ_COUNT_ANY_OF:
        return tally->measures[count.number].any_of;
    }
    return 0;
}

void wj_weigh(const struct wj_weights *weights, struct wj_count count, mpq_t sum)
{
    mpq_set_ui(sum, 0, 1);
    for (size_t i = 0; i < weights->count; i++) {
        const struct wj_weight_part *part = &weights->parts[i];
        mpz_addmul_ui(mpq_numref(sum), part->exact, wj_count_of(part->tally, count));
    }
    mpz_set(mpq_denref(sum), weights->unit);
    mpq_canonicalize(sum);
}

/* Σ(y − m)² = Σy² − m·(2·Σy − n·m) */
void wj_sample_centre(struct wj_sample *sample, size_t part, uint64_t n, const mpq_t sum,
                      const mpq_t squares, const mpq_t mean)
{
    mpq_t rest;
    mpq_t square;
    mpq_inits(rest, square, NULL);
    wj_number_ratio(rest, n, 1);
    mpq_mul(rest, rest, mean);
    mpq_sub(rest, sum, rest);
    sample->sums[part] = (long double)wj_double_of(rest);
    mpq_add(rest, rest, sum);
    mpq_mul(rest, rest, mean);
    mpq_sub(square, squares, rest);
    sample->squares[part] = (long double)wj_double_of(square);
    mpq_clears(rest, square, NULL);
}

/* ---- spread ---- */

enum wj_status wj_sample_init(struct wj_sample *sample, const struct wj_weights *weights)
{
    size_t size = (weights->count + 1) * sizeof *sample->sums;
    *sample = (struct wj_sample){
        .weights = weights,
        .sums = wj_alloc(size),
        .squares = wj_alloc(size),
        .fits = wj_alloc(size),
    };
    bool good = sample->sums != NULL && sample->squares != NULL && sample->fits != NULL;
    return good ? WJ_OK : WJ_MEMORY;
}

void wj_sample_clear(struct wj_sample *sample)
{
    wj_free(sample->sums);
    wj_free(sample->squares);
    wj_free(sample->fits);
    *sample = (struct wj_sample){0};
}

void wj_sample_reset(struct wj_sample *sample)
{
    for (size_t i = 0; i < sample->weights->count; i++) {
        sample->sums[i] = 0.0L;
        sample->squares[i] = 0.0L;
    }
}

/* n/(n−1)·Σ(w·u)²: the weighted residuals themselves add up to 0. */
static long double fixed_variance(const struct wj_sample *sample)
{
    const struct wj_weights *weights = sample->weights;
    long double n = (long double)weights->n;
    long double squares = 0.0L;
    for (size_t i = 0; i < weights->count; i++) {
        squares += weights->parts[i].second * sample->squares[i];
    }
    return n / (n - 1.0L) * squares;
}

/* n/(n−1)·Σ(z − z̄)² with z = w·(u − fit). */
static long double raked_variance(struct wj_sample *sample)
{
    const struct wj_weights *weights = sample->weights;
    long double n = (long double)weights->n;
    long double squares = 0.0L;
    long double sum = 0.0L;
    wj_regression_fit(weights->regression, weights, sample->sums, sample->fits);
    for (size_t i = 0; i < weights->count; i++) {
        const struct wj_weight_part *part = &weights->parts[i];
        long double fit = sample->fits[i];
        long double count = (long double)part->tally->effective;
        long double square = sample->squares[i] - 2.0L * fit * sample->sums[i] + count * fit * fit;
        squares += part->second * (square > 0.0L ? square : 0.0L);
        sum += part->first * (sample->sums[i] - count * fit);
    }
    return n / (n - 1.0L) * (squares - sum * sum / n);
}

/* What the margins explain wholly has no spread but that of rounding. */
static double error_of(long double variance, long double fixed, long double scale)
{
    static const long double rounding = 1e-14L; /* the sums are rounded to doubles */
    return variance > rounding * fixed ? (double)(sqrtl(variance) / scale) : 0.0;
}

static double cut(const struct wj_weighted *figure, double limit)
{
    return figure->is_cut ? fmin(fmax(limit, 0.0), 1.0) : limit;
}

static void set_limits(struct wj_weighted *figure, const struct wj_survey *survey, uint64_t n)
{
    double se = figure->has_raked ? figure->se_raked : figure->se_fixed;
    double half = wj_t_of(survey->confidence, figure->df) * se;
    figure->lower = cut(figure, figure->number - half);
    figure->upper = cut(figure, figure->number + half);
    figure->has_fpc = survey->has_population && survey->population >= n;
    if (figure->has_fpc) {
        double left = sqrt((double)(survey->population - n) / (double)survey->population);
        figure->se_raked_fpc = figure->se_raked * left;
        figure->se_fixed_fpc = figure->se_fixed * left;
        figure->lower_fpc = cut(figure, figure->number - half * left);
        figure->upper_fpc = cut(figure, figure->number + half * left);
    }
}

void wj_sample_finish(struct wj_sample *sample, struct wj_weighted *figure, long double scale)
{
    const struct wj_weights *weights = sample->weights;
    figure->missing = WJ_SMALL_BASE;
    if (!figure->exists || figure->base < 2 || weights->n < 2) {
        return;
    }
    long double fixed = fixed_variance(sample);
    figure->missing = WJ_INTERVAL_THERE;
    figure->df = (double)figure->base - 1.0;
    figure->se_fixed = error_of(fixed, fixed, scale);
    figure->has_raked = weights->regression != NULL;
    if (figure->has_raked) {
        figure->se_raked = error_of(raked_variance(sample), fixed, scale);
    }
    set_limits(figure, weights->survey, weights->n);
    if (!isfinite(figure->upper - figure->lower)) {
        figure->missing = WJ_TOO_LARGE;
    }
}
