#include "weighted.h"

#include "residuals.h"
#include "sample.h"
#include "statistics.h"
#include "wjtab/base/number.h"
#include "wjtab/measure/measure.h"

enum { DECIMALS = 15 };

void wj_weighted_set(const struct wj_weights *weights, struct wj_weighted *figure,
                     const mpq_t value)
{
    figure->number = wj_double_of(value);
    mpq_set(figure->value, value);
    if (weights->survey->weighting.kind == WJ_RAKED) {
        wj_number_round(figure->value, value, DECIMALS, WJ_HALF_EVEN);
    }
}

bool wj_weighted_base(const struct wj_weights *weights, const struct wj_tally *tally,
                      struct wj_weighted *figure, struct wj_count base, mpq_t weighted)
{
    wj_weigh(weights, base, weighted);
    figure->base = wj_count_of(tally, base);
    figure->weighted_base = wj_double_of(weighted);
    figure->exists = mpq_sgn(weighted) > 0;
    figure->missing = WJ_SMALL_BASE;
    return figure->exists;
}

/* ---- shares ---- */

void wj_weighted_set_share(struct wj_sample *sample, const struct wj_tally *tally,
                           struct wj_weighted *figure, struct wj_count count, struct wj_count base)
{
    const struct wj_weights *weights = sample->weights;
    mpq_t whole;
    mpq_t part;
    mpq_inits(whole, part, NULL);
    figure->is_cut = true;
    if (wj_weighted_base(weights, tally, figure, base, whole)) {
        wj_weigh(weights, count, part);
        figure->weighted_count = wj_double_of(part);
        mpq_div(part, part, whole);
        wj_weighted_set(weights, figure, part);
        long double share = (long double)figure->number;
        mpq_set_ui(whole, 1, 1);
        mpq_sub(whole, whole, part);
        long double rest = (long double)wj_double_of(whole);
        wj_sample_reset(sample);
        for (size_t i = 0; i < weights->count; i++) {
            const struct wj_tally *counts = weights->parts[i].tally;
            long double in = (long double)wj_count_of(counts, count);
            long double out = (long double)wj_count_of(counts, base) - in;
            sample->sums[i] = in * rest - out * share;
            sample->squares[i] = in * rest * rest + out * share * share;
        }
        wj_sample_finish(sample, figure, (long double)figure->weighted_base);
    }
    mpq_clears(whole, part, NULL);
}

void wj_weighted_scores(const struct wj_weights *weights, size_t number, mpq_t sum)
{
    const struct wj_question *question = &weights->survey->questions[number];
    mpq_t part;
    mpq_init(part);
    mpq_set_ui(sum, 0, 1);
    for (size_t i = 0; i < question->option_count; i++) {
        if (question->options[i].scored) {
            struct wj_count count = {WJ_COUNT_OPTION, number, i};
            wj_weigh(weights, count, part);
            mpq_mul(part, part, question->options[i].score);
            mpq_add(sum, sum, part);
        }
    }
    mpq_clear(part);
}

/* A question's rate, or (`blanks` not in the base) its mean score. */
static enum wj_status set_mean(struct wj_sample *sample, const struct wj_tally *tally,
                               struct wj_weighted *figure, size_t number, bool is_rate)
{
    const struct wj_weights *weights = sample->weights;
    const struct wj_question *question = &weights->survey->questions[number];
    struct wj_count base = {is_rate ? WJ_COUNT_RATE_BASE : WJ_COUNT_SCORED, number, 0};
    struct wj_residuals item = {.values =
                                    wj_alloc((question->option_count + 1) * sizeof *item.values)};
    if (item.values == NULL) {
        return WJ_MEMORY;
    }
    mpq_t whole;
    mpq_t value;
    mpq_t top;
    mpq_inits(whole, value, top, NULL);
    mpq_set_ui(top, 1, 1);
    if (is_rate) {
        mpq_set(top, question->top);
    }
    figure->is_cut = is_rate && question->type == WJ_SINGLE;
    if (wj_weighted_base(weights, tally, figure, base, whole)) {
        wj_weighted_scores(weights, number, value);
        mpq_div(value, value, whole);
        mpq_div(value, value, top);
        wj_weighted_set(weights, figure, value);
        wj_residuals_set(&item, weights->survey, number, value, top);
        wj_sample_reset(sample);
        bool has_own = question->type == WJ_SINGLE || wj_tally_joint(tally, number, number) != NULL;
        for (size_t i = 0; has_own && i < weights->count; i++) {
            wj_residuals_add(&item, weights->parts[i].tally, is_rate, 1.0L, &sample->sums[i],
                             &sample->squares[i]);
        }
        wj_sample_finish(sample, figure, (long double)figure->weighted_base);
        figure->missing = has_own ? figure->missing : WJ_TOO_MANY_ITEMS;
    }
    mpq_clears(whole, value, top, NULL);
    wj_free(item.values);
    return WJ_OK;
}

/* ---- quantities ---- */

/* n, Σ and Σ² of 1 for those who promote, -1 for those who detract. */
static void sum_nps(const struct wj_quantity_tally *quantity, uint64_t *n, mpq_t sum, mpq_t squares)
{
    uint64_t groups[WJ_NPS_GROUPS] = {0};
    mpq_t detractors;
    mpq_init(detractors);
    wj_nps_groups(quantity, groups);
    *n = groups[WJ_PROMOTERS] + groups[WJ_PASSIVES] + groups[WJ_DETRACTORS];
    wj_number_ratio(sum, groups[WJ_PROMOTERS], 1);
    wj_number_ratio(detractors, groups[WJ_DETRACTORS], 1);
    mpq_add(squares, sum, detractors);
    mpq_sub(sum, sum, detractors);
    mpq_clear(detractors);
}

typedef void sum_function(const struct wj_quantity_tally *quantity, uint64_t *n, mpq_t sum,
                          mpq_t squares);

/* The weighted Σx over all parts. */
static void weigh_quantity(const struct wj_weights *weights, size_t number, sum_function *add,
                           mpq_t total)
{
    mpq_t sum;
    mpq_t squares;
    mpq_t factor;
    mpq_inits(sum, squares, factor, NULL);
    for (size_t i = 0; i < weights->count; i++) {
        uint64_t n;
        add(weights->parts[i].tally->questions[number].quantity, &n, sum, squares);
        mpz_set(mpq_numref(factor), weights->parts[i].exact);
        mpz_set(mpq_denref(factor), weights->unit);
        mpq_canonicalize(factor);
        mpq_mul(sum, sum, factor);
        mpq_add(total, total, sum);
    }
    mpq_clears(sum, squares, factor, NULL);
}

/* Σ(x − mean) and Σ(x − mean)² of every part. */
static void spread_quantity(struct wj_sample *sample, size_t number, sum_function *add,
                            const mpq_t mean)
{
    mpq_t sum;
    mpq_t squares;
    mpq_inits(sum, squares, NULL);
    for (size_t i = 0; i < sample->weights->count; i++) {
        uint64_t n;
        add(sample->weights->parts[i].tally->questions[number].quantity, &n, sum, squares);
        wj_sample_centre(sample, i, n, sum, squares, mean);
    }
    mpq_clears(sum, squares, NULL);
}

static void set_quantity(struct wj_sample *sample, const struct wj_tally *tally,
                         struct wj_weighted *figure, size_t number, sum_function *add)
{
    const struct wj_weights *weights = sample->weights;
    struct wj_count base = {WJ_COUNT_ANSWERED, number, 0};
    mpq_t whole;
    mpq_t mean;
    mpq_inits(whole, mean, NULL);
    if (wj_weighted_base(weights, tally, figure, base, whole)) {
        weigh_quantity(weights, number, add, mean);
        mpq_div(mean, mean, whole);
        wj_weighted_set(weights, figure, mean);
        spread_quantity(sample, number, add, mean);
        wj_sample_finish(sample, figure, (long double)figure->weighted_base);
    }
    mpq_clears(whole, mean, NULL);
}

/* ---- questions ---- */

static enum wj_status weigh_question(struct wj_sample *sample, const struct wj_tally *tally,
                                     const struct wj_question_figures *figures, size_t number,
                                     struct wj_weighted_question *result)
{
    const struct wj_question *question = &tally->survey->questions[number];
    struct wj_count base = {WJ_COUNT_BASE, number, 0};
    struct wj_count rate_base = {WJ_COUNT_RATE_BASE, number, 0};
    enum wj_status status = WJ_OK;
    for (size_t i = 0; i < question->option_count; i++) {
        struct wj_count count = {WJ_COUNT_OPTION, number, i};
        wj_weighted_set_share(sample, tally, &result->shares[i], count, base);
    }
    if (question->scored && question->type == WJ_SINGLE) {
        struct wj_count top = {WJ_COUNT_TOP, number, 0};
        struct wj_count bottom = {WJ_COUNT_BOTTOM, number, 0};
        wj_weighted_set_share(sample, tally, &result->top2, top, rate_base);
        wj_weighted_set_share(sample, tally, &result->bottom2, bottom, rate_base);
    }
    if (question->scored) {
        status = set_mean(sample, tally, &result->rate, number, true);
        status = status == WJ_OK ? set_mean(sample, tally, &result->mean, number, false) : status;
    }
    if (figures->quantity != NULL) {
        set_quantity(sample, tally, &result->quantity, number, wj_quantity_sums);
    }
    if (figures->quantity != NULL && figures->quantity->has_nps) {
        set_quantity(sample, tally, &result->nps, number, sum_nps);
    }
    return status;
}

/* ---- all of it ---- */

static enum wj_status allocate(struct wj_figures *figures)
{
    const struct wj_survey *survey = figures->survey;
    struct wj_weighted_figures *weighted =
        wj_arena_alloc(&figures->arena, sizeof *figures->weighted);
    figures->weighted = weighted;
    if (weighted == NULL) {
        return WJ_MEMORY;
    }
    weighted->questions =
        wj_arena_alloc(&figures->arena, (survey->question_count + 1) * sizeof *weighted->questions);
    weighted->measures =
        wj_arena_alloc(&figures->arena, (survey->measure_count + 1) * sizeof *weighted->measures);
    if (weighted->questions == NULL || weighted->measures == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < survey->measure_count; i++) {
        mpq_init(weighted->measures[i].value);
    }
    for (size_t i = 0; i < survey->question_count; i++) {
        struct wj_weighted_question *question = &weighted->questions[i];
        size_t options = survey->questions[i].option_count;
        mpq_inits(question->rate.value, question->mean.value, question->top2.value,
                  question->bottom2.value, question->quantity.value, question->nps.value, NULL);
        question->shares =
            wj_arena_alloc(&figures->arena, (options + 1) * sizeof *question->shares);
        for (size_t j = 0; question->shares != NULL && j < options; j++) {
            mpq_init(question->shares[j].value);
        }
    }
    return WJ_OK;
}

static bool has_shares(const struct wj_figures *figures)
{
    for (size_t i = 0; i < figures->survey->question_count; i++) {
        if (figures->weighted->questions[i].shares == NULL) {
            return false;
        }
    }
    return true;
}

static enum wj_status weigh_all(struct wj_figures *figures, const struct wj_tally *tally,
                                struct wj_sample *sample)
{
    struct wj_weighted_figures *weighted = figures->weighted;
    enum wj_status status = wj_sample_init(sample, &weighted->weights);
    for (size_t i = 0; status == WJ_OK && i < figures->survey->question_count; i++) {
        status = weigh_question(sample, tally, &figures->questions[i], i, &weighted->questions[i]);
    }
    for (size_t i = 0; status == WJ_OK && i < figures->survey->measure_count; i++) {
        status = wj_weighted_measure(sample, tally, figures, i);
    }
    return status;
}

enum wj_status wj_figures_weight(struct wj_figures *figures, struct wj_diags *diags,
                                 const struct wj_tally *tally)
{
    struct wj_sample sample = {0};
    if (figures->survey->weighting.kind == WJ_UNWEIGHTED || tally->effective == 0) {
        return WJ_OK;
    }
    enum wj_status status = allocate(figures);
    if (status == WJ_OK && !has_shares(figures)) {
        status = WJ_MEMORY;
    }
    if (status == WJ_OK) {
        status = wj_weighting_init(&figures->weighted->weights, diags, tally);
    }
    if (status == WJ_OK) {
        status = weigh_all(figures, tally, &sample);
    }
    wj_sample_clear(&sample);
    return status;
}

struct wj_interval wj_question_interval(const struct wj_figures *figures, size_t question)
{
    if (figures->weighted == NULL) {
        return figures->questions[question].interval;
    }
    return wj_interval_weighted(&figures->weighted->questions[question].rate,
                                figures->survey->confidence);
}

struct wj_interval wj_measure_interval_shown(const struct wj_figures *figures, size_t measure)
{
    if (figures->weighted == NULL) {
        return figures->measure_intervals[measure];
    }
    return wj_interval_weighted(&figures->weighted->measures[measure], figures->survey->confidence);
}

static void clear_question(struct wj_weighted_question *question, size_t options)
{
    mpq_clears(question->rate.value, question->mean.value, question->top2.value,
               question->bottom2.value, question->quantity.value, question->nps.value, NULL);
    for (size_t i = 0; question->shares != NULL && i < options; i++) {
        mpq_clear(question->shares[i].value);
    }
}

void wj_weighted_clear(struct wj_figures *figures)
{
    struct wj_weighted_figures *weighted = figures->weighted;
    if (weighted == NULL) {
        return;
    }
    if (weighted->weights.survey != NULL) {
        wj_weighting_clear(&weighted->weights);
    }
    bool there = weighted->questions != NULL && weighted->measures != NULL;
    for (size_t i = 0; there && i < figures->survey->question_count; i++) {
        clear_question(&weighted->questions[i], figures->survey->questions[i].option_count);
    }
    for (size_t i = 0; there && i < figures->survey->measure_count; i++) {
        mpq_clear(weighted->measures[i].value);
    }
}
