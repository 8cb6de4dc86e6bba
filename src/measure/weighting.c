#include "wjtab/measure/weights.h"

#include <math.h>

#include "raking.h"
#include "regression.h"
#include "statistics.h"
#include "wjtab/base/message.h"
#include "wjtab/base/number.h"

/* Weights are multiples of 2^-UNIT_BITS in sums that are kept exactly. */
enum { UNIT_BITS = 80, LIMB_BITS = 32 };

/* ---- categories of the margins, numbered one margin after the other ---- */

static const struct wj_question *question_of(const struct wj_survey *survey, size_t margin)
{
    return &survey->questions[survey->weighting.margins[margin].question];
}

static size_t count_terms(const struct wj_survey *survey)
{
    size_t count = 0;
    for (size_t i = 0; i < survey->weighting.margin_count; i++) {
        count += question_of(survey, i)->option_count;
    }
    return count;
}

/* The category of a number. */
static void find_term(const struct wj_survey *survey, size_t term, size_t *margin, size_t *option)
{
    *margin = 0;
    while (term >= question_of(survey, *margin)->option_count) {
        term -= question_of(survey, (*margin)++)->option_count;
    }
    *option = term;
}

static enum wj_status set_terms(struct wj_weights *weights)
{
    const struct wj_survey *survey = weights->survey;
    size_t margins = survey->weighting.margin_count;
    for (size_t i = 0; i < weights->count; i++) {
        struct wj_weight_part *part = &weights->parts[i];
        size_t *terms = wj_arena_alloc(&weights->arena, margins * sizeof *terms);
        size_t first = 0;
        if (terms == NULL) {
            return WJ_MEMORY;
        }
        for (size_t j = 0; part->is_raked && j < margins; j++) {
            terms[j] = first + wj_weight_option(survey, part->key, j);
            first += question_of(survey, j)->option_count;
        }
        part->terms = terms;
    }
    return WJ_OK;
}

/* ---- targets that can be met ---- */

static void report_category(const struct wj_weights *weights, struct wj_diags *diags, size_t margin,
                            size_t option, uint64_t met)
{
    const struct wj_survey *survey = weights->survey;
    const struct wj_margin *wanted = &survey->weighting.margins[margin];
    const struct wj_question *question = question_of(survey, margin);
    struct wj_place place = wj_survey_place(survey, wanted->mark);
    bool has_target = wanted->given[option] && mpq_sgn(wanted->targets[option]) > 0;
    if (has_target && met == 0) {
        wj_diag_add(diags, WJ_ERROR, "empty_target", &place,
                    _("“%s” of “%s” (%s) has a target, but no effective response that could be "
                      "weighted chose it; take it together with another category, or leave the "
                      "question out of `weighting`"),
                    question->options[option].code, question->name,
                    question->options[option].label);
    } else if (!has_target && met > 0) {
        wj_diag_add(diags, WJ_ERROR, "no_target", &place,
                    _("%llu effective responses chose “%s” of “%s” (%s), which has no target; give "
                      "it one above 0"),
                    (unsigned long long)met, question->options[option].code, question->name,
                    question->options[option].label);
    }
}

/* Every category that responses chose has a target, and the other way round. */
static enum wj_status check_categories(const struct wj_weights *weights, struct wj_diags *diags,
                                       const struct wj_raking *raking)
{
    size_t errors = diags->errors;
    for (size_t i = 0; i < raking->term_count; i++) {
        size_t margin;
        size_t option;
        uint64_t met = 0;
        find_term(weights->survey, i, &margin, &option);
        for (size_t j = 0; j < raking->cell_count; j++) {
            met += raking->cells[j].terms[margin] == i ? raking->cells[j].n : 0;
        }
        report_category(weights, diags, margin, option, met);
    }
    return diags->errors > errors ? WJ_DATA : WJ_OK;
}

/* ---- raking ---- */

static void set_targets(const struct wj_weights *weights, struct wj_raking *raking)
{
    const struct wj_survey *survey = weights->survey;
    uint64_t n = weights->n - weights->without_target;
    mpq_t target;
    mpq_t whole;
    mpq_inits(target, whole, NULL);
    for (size_t i = 0; i < raking->term_count; i++) {
        size_t margin;
        size_t option;
        find_term(survey, i, &margin, &option);
        wj_number_ratio(whole, n, 1);
        mpq_mul(target, survey->weighting.margins[margin].targets[option], whole);
        mpq_div(target, target, survey->weighting.margins[margin].total);
        /* A double's digits, and those that it lacks. */
        double near = mpq_get_d(target);
        mpq_set_d(whole, near);
        mpq_sub(whole, target, whole);
        raking->targets[i] = (long double)near + (long double)mpq_get_d(whole);
    }
    mpq_clears(target, whole, NULL);
}

static void set_worst(struct wj_weights *weights, const struct wj_raking *raking)
{
    const struct wj_survey *survey = weights->survey;
    struct wj_worst_margin *worst = &weights->worst;
    double n = (double)(weights->n - weights->without_target);
    find_term(survey, raking->worst, &worst->margin, &worst->option);
    const struct wj_margin *margin = &survey->weighting.margins[worst->margin];
    worst->target = wj_double_of(margin->targets[worst->option]);
    worst->reached = (double)raking->sums[raking->worst] * wj_double_of(margin->total) / n;
    worst->error = (double)raking->error;
}

static enum wj_status report_no_convergence(const struct wj_weights *weights,
                                            struct wj_diags *diags)
{
    const struct wj_survey *survey = weights->survey;
    const struct wj_question *question = question_of(survey, weights->worst.margin);
    struct wj_place place =
        wj_survey_place(survey, survey->weighting.margins[weights->worst.margin].mark);
    return wj_fail(diags, WJ_DATA, "no_convergence", &place,
                   _("no weights meet all targets: after %zu rounds “%s” of “%s” (%s) is furthest "
                     "from its target; take it together with another category, or name fewer "
                     "questions"),
                   weights->iterations, question->options[weights->worst.option].code,
                   question->name, question->options[weights->worst.option].label);
}

/* Weights that were trimmed keep to their limit before they keep to the targets. */
static void warn_trimmed(const struct wj_weights *weights, struct wj_diags *diags)
{
    const struct wj_survey *survey = weights->survey;
    const struct wj_worst_margin *worst = &weights->worst;
    const struct wj_question *question = question_of(survey, worst->margin);
    struct wj_place place = wj_survey_place(survey, survey->weighting.margins[worst->margin].mark);
    bool shares = survey->weighting.shares;
    wj_diag_add(diags, WJ_WARNING, "targets_missed", &place,
                _("trimmed weights do not meet all targets: “%s” of “%s” (%s) is furthest from its "
                  "target, with %.6g%s instead of %.6g%s; raise `trim`, or take the category "
                  "together with another"),
                question->options[worst->option].code, question->name,
                question->options[worst->option].label, worst->reached * (shares ? 100.0 : 1.0),
                shares ? "%" : "", worst->target * (shares ? 100.0 : 1.0), shares ? "%" : "");
}

static void take_weights(struct wj_weights *weights, const struct wj_raking *raking)
{
    size_t cell = 0;
    for (size_t i = 0; i < weights->count; i++) {
        struct wj_weight_part *part = &weights->parts[i];
        part->weight = 1.0;
        if (part->is_raked) {
            part->weight = (double)raking->cells[cell].weight;
            part->is_trimmed = raking->cells[cell++].is_trimmed;
            weights->trimmed += part->is_trimmed ? part->tally->effective : 0;
        }
        part->first = (long double)part->weight;
        part->second = part->first * part->first;
        mpz_set_d(part->exact, ldexp(part->weight, UNIT_BITS));
    }
    mpz_setbit(weights->unit, UNIT_BITS);
    weights->iterations = raking->iterations;
    weights->margins_hold = raking->error <= 1e-12L;
}

static enum wj_status run(struct wj_weights *weights, struct wj_diags *diags,
                          struct wj_raking *raking)
{
    enum wj_status status = check_categories(weights, diags, raking);
    if (status != WJ_OK) {
        return status;
    }
    set_targets(weights, raking);
    bool converged = wj_rake(raking);
    take_weights(weights, raking);
    set_worst(weights, raking);
    if (!converged) {
        return report_no_convergence(weights, diags);
    }
    if (!weights->margins_hold) {
        warn_trimmed(weights, diags);
    }
    return wj_regression_new(weights, raking->term_count, &weights->regression);
}

static enum wj_status rake(struct wj_weights *weights, struct wj_diags *diags)
{
    const struct wj_weighting *weighting = &weights->survey->weighting;
    size_t terms = count_terms(weights->survey);
    struct wj_raking raking = {
        .cells = wj_alloc((weights->count + 1) * sizeof *raking.cells),
        .margin_count = weighting->margin_count,
        .term_count = terms,
        .targets = wj_alloc(terms * sizeof *raking.targets),
        .sums = wj_alloc(terms * sizeof *raking.sums),
        .trim = weighting->has_trim ? (long double)wj_double_of(weighting->trim) : 0.0L,
    };
    enum wj_status status =
        raking.cells != NULL && raking.targets != NULL && raking.sums != NULL ? WJ_OK : WJ_MEMORY;
    for (size_t i = 0; status == WJ_OK && i < weights->count; i++) {
        const struct wj_weight_part *part = &weights->parts[i];
        if (part->is_raked) {
            raking.cells[raking.cell_count++] =
                (struct wj_raking_cell){.n = part->tally->effective, .terms = part->terms};
        }
    }
    if (status == WJ_OK) {
        status = run(weights, diags, &raking);
    }
    wj_free(raking.cells);
    wj_free(raking.targets);
    wj_free(raking.sums);
    return status;
}

/* ---- a weight column ---- */

/* A limb's worth. */
static unsigned shift_of(uint64_t key)
{
    return (unsigned)(key < WJ_WEIGHT_LIMBS ? key : key - WJ_WEIGHT_LIMBS) * LIMB_BITS;
}

/* The sum of all weights, in units of 1e-9. */
static void sum_units(const struct wj_weights *weights, mpz_t sum)
{
    mpz_t part;
    mpz_init(part);
    for (size_t i = 0; i < weights->count; i++) {
        if (weights->parts[i].key < WJ_WEIGHT_LIMBS) {
            mpz_set_ui(part, weights->parts[i].tally->effective);
            mpz_mul_2exp(part, part, shift_of(weights->parts[i].key));
            mpz_add(sum, sum, part);
        }
    }
    mpz_clear(part);
}

static enum wj_status take_column(struct wj_weights *weights, struct wj_diags *diags)
{
    const struct wj_survey *survey = weights->survey;
    struct wj_place place = wj_survey_place(survey, survey->weighting.mark);
    sum_units(weights, weights->unit);
    if (mpz_sgn(weights->unit) == 0) {
        return wj_fail(diags, WJ_DATA, "weight", &place,
                       _("the weights in “%s” are all 0; nothing can be weighted"),
                       survey->weighting.column.text);
    }
    long double mean = (long double)mpz_get_d(weights->unit) / (long double)weights->n;
    for (size_t i = 0; i < weights->count; i++) {
        struct wj_weight_part *part = &weights->parts[i];
        long double worth = ldexpl(1.0L, (int)shift_of(part->key));
        if (part->key < WJ_WEIGHT_LIMBS) {
            part->first = worth / mean;
            mpz_set_ui(part->exact, weights->n);
            mpz_mul_2exp(part->exact, part->exact, shift_of(part->key));
        } else {
            part->second = worth / mean / mean;
        }
    }
    weights->sum = mpz_get_d(weights->unit) / 1e9;
    return WJ_OK;
}

/* ---- both ---- */

static enum wj_status take_parts(struct wj_weights *weights, const struct wj_tally *tally)
{
    bool raked = weights->survey->weighting.kind == WJ_RAKED;
    weights->parts =
        wj_arena_alloc(&weights->arena, (tally->weights.count + 1) * sizeof *weights->parts);
    if (weights->parts == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < tally->weights.count; i++) {
        struct wj_weight_part *part = &weights->parts[weights->count++];
        part->tally = tally->weights.cells[i].tally;
        part->key = tally->weights.cells[i].key;
        part->is_raked = raked && part->key != WJ_WEIGHT_REST;
        mpz_init(part->exact);
        if (raked && !part->is_raked) {
            weights->without_target = part->tally->effective;
        }
    }
    return WJ_OK;
}

/* Kish's effective number of responses: (Σw)²/Σw². */
static void set_effective(struct wj_weights *weights)
{
    long double n = (long double)weights->n;
    long double squares = 0.0L;
    weights->least = HUGE_VAL;
    for (size_t i = 0; i < weights->count; i++) {
        const struct wj_weight_part *part = &weights->parts[i];
        squares += part->second * (long double)part->tally->effective;
        weights->least = fmin(weights->least, part->weight);
        weights->most = fmax(weights->most, part->weight);
    }
    weights->n_eff = (double)(n * n / squares);
    weights->deff = (double)(squares / n);
}

enum wj_status wj_weighting_init(struct wj_weights *weights, struct wj_diags *diags,
                                 const struct wj_tally *tally)
{
    *weights = (struct wj_weights){.survey = tally->survey, .n = tally->effective};
    mpz_init(weights->unit);
    enum wj_status status = take_parts(weights, tally);
    if (status == WJ_OK && weights->survey->weighting.kind == WJ_WEIGHT_COLUMN) {
        status = take_column(weights, diags);
    } else if (status == WJ_OK) {
        status = set_terms(weights);
        status = status == WJ_OK ? rake(weights, diags) : status;
    }
    if (status == WJ_OK) {
        set_effective(weights);
    }
    return status;
}

/* The part of a raking cell: as in the tally, they are in the order of their keys. */
static const struct wj_weight_part *part_of(const struct wj_weights *weights, uint64_t key)
{
    size_t first = 0;
    size_t last = weights->count;
    while (last - first > 1) {
        size_t middle = first + (last - first) / 2;
        if (weights->parts[middle].key <= key) {
            first = middle;
        } else {
            last = middle;
        }
    }
    return &weights->parts[first];
}

void wj_weighting_of(const struct wj_weights *weights, uint64_t kept, mpq_t weight)
{
    if (weights->survey->weighting.kind == WJ_RAKED) {
        mpz_set(mpq_numref(weight), part_of(weights, kept)->exact);
    } else {
        mpz_set_ui(mpq_numref(weight), kept);
        mpz_mul_ui(mpq_numref(weight), mpq_numref(weight), weights->n);
    }
    mpz_set(mpq_denref(weight), weights->unit);
    mpq_canonicalize(weight);
}

void wj_weighting_clear(struct wj_weights *weights)
{
    for (size_t i = 0; i < weights->count; i++) {
        mpz_clear(weights->parts[i].exact);
    }
    mpz_clear(weights->unit);
    wj_regression_free(weights->regression);
    wj_arena_clear(&weights->arena);
}

/* ---- printing ---- */

bool wj_weighted_share(double count, double base, mpq_t share)
{
    enum { DECIMALS = 15 };
    if (base <= 0.0) {
        return false;
    }
    mpq_set_d(share, count / base);
    wj_number_round(share, share, DECIMALS, WJ_HALF_EVEN);
    return true;
}
