#include "statistics.h"

#include <math.h>

#include "wjtab/base/number.h"

/* ---- sums over the responses in the rate base of both of two items ---- */

/* y is the score over the highest one. */
struct sums {
    mpq_t n;
    mpq_t first;   /* Σ y of the first item */
    mpq_t second;  /* Σ y of the second */
    mpq_t product; /* Σ of the products */
};

static void sums_init(struct sums *sums)
{
    mpq_inits(sums->n, sums->first, sums->second, sums->product, NULL);
}

static void sums_clear(struct sums *sums)
{
    mpq_clears(sums->n, sums->first, sums->second, sums->product, NULL);
}

static void sums_reset(struct sums *sums)
{
    mpq_set_ui(sums->n, 0, 1);
    mpq_set_ui(sums->first, 0, 1);
    mpq_set_ui(sums->second, 0, 1);
    mpq_set_ui(sums->product, 0, 1);
}

/* sum += score × count; the state behind the options has no score. */
static void add_scores(mpq_t sum, const struct wj_question *question, size_t state,
                       const mpq_t count)
{
    mpq_t part;
    if (state == question->option_count || !question->options[state].scored) {
        return;
    }
    mpq_init(part);
    mpq_mul(part, question->options[state].score, count);
    mpq_add(sum, sum, part);
    mpq_clear(part);
}

/* A single question is in one state; a multiple one in its options', and always in the last. */
static bool is_once(const struct wj_question *question, size_t state)
{
    return question->type == WJ_SINGLE || state == question->option_count;
}

/* One state of the first item against all of the second. */
static void add_row(struct sums *sums, const struct wj_question *first,
                    const struct wj_question *second, const uint64_t *cells, size_t row)
{
    mpq_t count;
    mpq_t responses;
    mpq_t scores;
    mpq_inits(count, responses, scores, NULL);
    for (size_t i = 0; i <= second->option_count; i++) {
        if (cells[i] == 0) {
            continue;
        }
        wj_number_ratio(count, cells[i], 1);
        add_scores(scores, second, i, count);
        if (is_once(second, i)) {
            mpq_add(responses, responses, count);
        }
    }
    if (is_once(first, row)) {
        mpq_add(sums->n, sums->n, responses);
        mpq_add(sums->second, sums->second, scores);
    }
    add_scores(sums->first, first, row, responses);
    add_scores(sums->product, first, row, scores);
    mpq_clears(count, responses, scores, NULL);
}

static void take_joint(struct sums *sums, const struct wj_survey *survey,
                       const struct wj_joint_tally *joint)
{
    const struct wj_question *first = &survey->questions[joint->first];
    const struct wj_question *second = &survey->questions[joint->second];
    sums_reset(sums);
    for (size_t i = 0; i < joint->row_count; i++) {
        add_row(sums, first, second, &joint->cells[i * joint->column_count], i);
    }
    mpq_div(sums->first, sums->first, first->top);
    mpq_div(sums->second, sums->second, second->top);
    mpq_div(sums->product, sums->product, first->top);
    mpq_div(sums->product, sums->product, second->top);
}

/* An item with itself: a single question's counts say it all. */
static void take_own(struct sums *sums, const struct wj_tally *tally, size_t item)
{
    const struct wj_question *question = &tally->survey->questions[item];
    const struct wj_question_tally *counts = &tally->questions[item];
    mpq_t count;
    if (question->type == WJ_MULTIPLE) {
        take_joint(sums, tally->survey, wj_tally_joint(tally, item, item));
        return;
    }
    sums_reset(sums);
    mpq_init(count);
    wj_number_ratio(sums->n, counts->rate_base, 1);
    for (size_t i = 0; i < question->option_count; i++) {
        wj_number_ratio(count, counts->counts[i], 1);
        add_scores(sums->first, question, i, count);
        mpq_mul(count, count, question->options[i].score);
        add_scores(sums->product, question, i, count);
    }
    mpq_clear(count);
    mpq_div(sums->first, sums->first, question->top);
    mpq_div(sums->product, sums->product, question->top);
    mpq_div(sums->product, sums->product, question->top);
    mpq_set(sums->second, sums->first);
}

/* Is there what take_own needs? */
static bool has_own(const struct wj_tally *tally, size_t item)
{
    return tally->survey->questions[item].type == WJ_SINGLE ||
           wj_tally_joint(tally, item, item) != NULL;
}

/* ---- items ---- */

/* √(variance / n) with variance = (Σx² − (Σx)²/n) / (n − 1). */
static double standard_error(const mpq_t sum, const mpq_t squares, uint64_t n)
{
    mpq_t variance;
    mpq_t count;
    mpq_inits(variance, count, NULL);
    wj_number_ratio(count, n, 1);
    mpq_mul(variance, sum, sum);
    mpq_div(variance, variance, count);
    mpq_sub(variance, squares, variance);
    mpq_div(variance, variance, count);
    wj_number_ratio(count, n - 1, 1);
    mpq_div(variance, variance, count);
    double result = sqrt(wj_double_of(variance));
    mpq_clears(variance, count, NULL);
    return result;
}

void wj_statistics_of_sums(struct wj_statistics *statistics, const mpq_t sum, const mpq_t squares,
                           const struct wj_survey *survey)
{
    mpq_t mean;
    statistics->missing = WJ_SMALL_BASE;
    statistics->has_mean = statistics->n > 0;
    if (!statistics->has_mean) {
        return;
    }
    mpq_init(mean);
    wj_number_ratio(mean, statistics->n, 1);
    mpq_div(mean, sum, mean);
    statistics->mean = wj_double_of(mean);
    mpq_clear(mean);
    statistics->has_mean = isfinite(statistics->mean);
    if (statistics->n > 1) {
        wj_statistics_set(statistics, standard_error(sum, squares, statistics->n), survey);
    }
}

void wj_question_statistics(struct wj_figures *figures, const struct wj_tally *tally, size_t number)
{
    const struct wj_question *question = &tally->survey->questions[number];
    const struct wj_question_tally *counts = &tally->questions[number];
    struct wj_question_figures *result = &figures->questions[number];
    struct sums sums;
    result->rate_statistics.missing = WJ_NO_SCORES;
    result->mean_statistics.missing = WJ_NO_SCORES;
    if (question->scored && !has_own(tally, number)) {
        result->rate_statistics.missing = WJ_TOO_MANY_ITEMS;
        result->mean_statistics.missing = WJ_TOO_MANY_ITEMS;
    } else if (question->scored) {
        sums_init(&sums);
        take_own(&sums, tally, number);
        result->rate_statistics.n = counts->rate_base;
        result->rate_statistics.is_cut = question->type == WJ_SINGLE;
        wj_statistics_of_sums(&result->rate_statistics, sums.first, sums.product, tally->survey);
        /* Blanks stand in the rate's base, and have no score. */
        result->mean_statistics.n = counts->rate_base - (counts->base - counts->answered);
        mpq_mul(sums.first, sums.first, question->top);
        mpq_mul(sums.product, sums.product, question->top);
        mpq_mul(sums.product, sums.product, question->top);
        wj_statistics_of_sums(&result->mean_statistics, sums.first, sums.product, tally->survey);
        sums_clear(&sums);
    }
    result->interval = wj_interval_mean(&result->rate_statistics, tally->survey->confidence);
}

/* ---- measures ---- */

/* An item's part of a response's residual: factor × (y − centre). */
struct term {
    mpq_t factor;
    mpq_t centre;
};

/* total += factor × factor' × Σ(y − centre)(y' − centre'). */
static void add_covariance(mpq_t total, const struct sums *sums, const struct term *first,
                           const struct term *second)
{
    mpq_t part;
    mpq_t sum;
    mpq_inits(part, sum, NULL);
    mpq_set(sum, sums->product);
    mpq_mul(part, second->centre, sums->first);
    mpq_sub(sum, sum, part);
    mpq_mul(part, first->centre, sums->second);
    mpq_sub(sum, sum, part);
    mpq_mul(part, first->centre, second->centre);
    mpq_mul(part, part, sums->n);
    mpq_add(sum, sum, part);
    mpq_mul(sum, sum, first->factor);
    mpq_mul(sum, sum, second->factor);
    mpq_add(total, total, sum);
    mpq_clears(part, sum, NULL);
}

/* Σ of the squared residuals of all responses. */
static void add_squares(mpq_t total, const struct wj_tally *tally, const struct wj_measure *measure,
                        const struct term *terms)
{
    struct sums sums;
    mpq_t pairs;
    mpq_init(pairs);
    sums_init(&sums);
    for (size_t i = 0; i < measure->item_count; i++) {
        take_own(&sums, tally, measure->items[i]);
        add_covariance(total, &sums, &terms[i], &terms[i]);
        for (size_t j = 0; j < i; j++) {
            const struct wj_joint_tally *joint =
                wj_tally_joint(tally, measure->items[i], measure->items[j]);
            bool same = joint->first == measure->items[i];
            take_joint(&sums, tally->survey, joint);
            add_covariance(pairs, &sums, &terms[same ? i : j], &terms[same ? j : i]);
        }
    }
    mpq_mul_2exp(pairs, pairs, 1);
    mpq_add(total, total, pairs);
    sums_clear(&sums);
    mpq_clear(pairs);
}

/* w / (m · Σw) around the item's rate. */
static void set_mean_terms(struct term *terms, const struct wj_figures *figures,
                           const struct wj_tally *tally, const struct wj_measure *measure)
{
    mpq_t weights;
    mpq_t base;
    mpq_inits(weights, base, NULL);
    for (size_t i = 0; i < measure->item_count; i++) {
        mpq_set_ui(terms[i].factor, 1, 1);
        if (measure->weights != NULL) {
            mpq_set(terms[i].factor, measure->weights[i]);
        }
        mpq_add(weights, weights, terms[i].factor);
    }
    for (size_t i = 0; i < measure->item_count; i++) {
        size_t item = measure->items[i];
        wj_number_ratio(base, tally->questions[item].rate_base, 1);
        mpq_div(terms[i].factor, terms[i].factor, base);
        mpq_div(terms[i].factor, terms[i].factor, weights);
        mpq_set(terms[i].centre, figures->questions[item].rate.value);
    }
    mpq_clears(weights, base, NULL);
}

/* top / Σ(m · top) around the measure. */
static void set_pooled_terms(struct term *terms, const struct wj_tally *tally,
                             const struct wj_measure *measure, const mpq_t centre)
{
    mpq_t total;
    mpq_t part;
    mpq_inits(total, part, NULL);
    for (size_t i = 0; i < measure->item_count; i++) {
        size_t item = measure->items[i];
        wj_number_ratio(part, tally->questions[item].rate_base, 1);
        mpq_mul(part, part, tally->survey->questions[item].top);
        mpq_add(total, total, part);
    }
    for (size_t i = 0; i < measure->item_count; i++) {
        mpq_div(terms[i].factor, tally->survey->questions[measure->items[i]].top, total);
        mpq_set(terms[i].centre, centre);
    }
    mpq_clears(total, part, NULL);
}

/* √(n/(n−1) · Σu²). */
static double residual_error(const struct wj_figures *figures, const struct wj_tally *tally,
                             size_t number, struct term *terms)
{
    const struct wj_measure *measure = &tally->survey->measures[number];
    uint64_t n = tally->measures[number].base;
    mpq_t total;
    mpq_t factor;
    mpq_inits(total, factor, NULL);
    if (measure->kind == WJ_MEAN_OF) {
        set_mean_terms(terms, figures, tally, measure);
    } else {
        set_pooled_terms(terms, tally, measure, figures->measures[number].value);
    }
    add_squares(total, tally, measure, terms);
    wj_number_ratio(factor, n, n - 1);
    mpq_mul(total, total, factor);
    double result = sqrt(wj_double_of(total));
    mpq_clears(total, factor, NULL);
    return result;
}

/* Where no standard error can be computed, and why. */
static enum wj_no_interval missing_of(const struct wj_tally *tally, size_t number)
{
    const struct wj_measure *measure = &tally->survey->measures[number];
    if (tally->measures[number].base < 2) {
        return WJ_SMALL_BASE;
    }
    bool is_kept = !tally->measures[number].no_joints;
    for (size_t i = 0; i < measure->item_count; i++) {
        size_t item = measure->items[i];
        if (measure->kind == WJ_MEAN_OF && tally->questions[item].rate_base < 2) {
            return WJ_SMALL_BASE;
        }
        is_kept = is_kept && has_own(tally, item);
    }
    return is_kept ? WJ_INTERVAL_THERE : WJ_TOO_MANY_ITEMS;
}

static enum wj_status set_measure(struct wj_figures *figures, const struct wj_tally *tally,
                                  size_t number)
{
    const struct wj_measure *measure = &tally->survey->measures[number];
    struct wj_statistics *statistics = &figures->measure_statistics[number];
    struct term *terms = wj_alloc(measure->item_count * sizeof *terms);
    if (terms == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < measure->item_count; i++) {
        mpq_inits(terms[i].factor, terms[i].centre, NULL);
    }
    wj_statistics_set(statistics, residual_error(figures, tally, number, terms), tally->survey);
    for (size_t i = 0; i < measure->item_count; i++) {
        mpq_clears(terms[i].factor, terms[i].centre, NULL);
    }
    wj_free(terms);
    return WJ_OK;
}

static bool are_single(const struct wj_survey *survey, const struct wj_measure *measure)
{
    for (size_t i = 0; i < measure->item_count; i++) {
        if (survey->questions[measure->items[i]].type != WJ_SINGLE) {
            return false;
        }
    }
    return true;
}

enum wj_status wj_measure_statistics(struct wj_figures *figures, const struct wj_tally *tally,
                                     size_t number)
{
    const struct wj_measure *measure = &tally->survey->measures[number];
    const struct wj_figure *rate = &figures->measures[number];
    struct wj_statistics *statistics = &figures->measure_statistics[number];
    enum wj_status status = WJ_OK;
    statistics->n = tally->measures[number].base;
    statistics->has_mean = rate->exists;
    statistics->mean = wj_double_of(rate->value);
    statistics->is_cut = measure->kind == WJ_SHARE_OF || are_single(tally->survey, measure);
    /* A share has an interval, and no scores to spread. */
    statistics->missing = measure->kind == WJ_SHARE_OF ? WJ_NO_SCORES : missing_of(tally, number);
    if (statistics->missing == WJ_INTERVAL_THERE) {
        status = set_measure(figures, tally, number);
    }
    figures->measure_intervals[number] =
        wj_measure_interval(figures, tally, number, tally->survey->confidence);
    return status;
}

struct wj_interval wj_measure_interval(const struct wj_figures *figures,
                                       const struct wj_tally *tally, size_t number,
                                       const mpq_t level)
{
    const struct wj_measure_tally *counts = &tally->measures[number];
    if (tally->survey->measures[number].kind == WJ_SHARE_OF) {
        return wj_interval_share(counts->any_of, counts->base, level,
                                 wj_interval_share_method(tally->survey));
    }
    return wj_interval_mean(&figures->measure_statistics[number], level);
}
