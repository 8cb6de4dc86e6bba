#include "residuals.h"
#include "statistics.h"
#include "weighted.h"
#include "wjtab/base/number.h"

/* An item of a measure: a response's residual counts `factor` times. */
struct item {
    struct wj_residuals residuals;
    mpq_t base;  /* weighted */
    mpq_t rate;  /* weighted, exactly */
    mpq_t share; /* of the item in the measure, times its base */
    long double factor;
};

struct items {
    struct item *list;
    size_t count;
};

static void clear_items(struct items *items)
{
    for (size_t i = 0; items->list != NULL && i < items->count; i++) {
        mpq_clears(items->list[i].base, items->list[i].rate, items->list[i].share, NULL);
        wj_free(items->list[i].residuals.values);
    }
    wj_free(items->list);
}

static enum wj_status init_items(struct items *items, const struct wj_weights *weights,
                                 const struct wj_measure *measure)
{
    items->count = measure->item_count;
    items->list = wj_alloc(items->count * sizeof *items->list);
    if (items->list == NULL) {
        return WJ_MEMORY;
    }
    enum wj_status status = WJ_OK;
    for (size_t i = 0; i < items->count; i++) {
        struct item *item = &items->list[i];
        const struct wj_question *question = &weights->survey->questions[measure->items[i]];
        struct wj_count base = {WJ_COUNT_RATE_BASE, measure->items[i], 0};
        mpq_inits(item->base, item->rate, item->share, NULL);
        item->residuals.values =
            wj_alloc((question->option_count + 1) * sizeof *item->residuals.values);
        status = item->residuals.values != NULL ? status : WJ_MEMORY;
        wj_weigh(weights, base, item->base);
        if (mpq_sgn(item->base) > 0) {
            wj_weighted_scores(weights, measure->items[i], item->rate);
            mpq_div(item->rate, item->rate, item->base);
            mpq_div(item->rate, item->rate, question->top);
        }
    }
    return status;
}

/* ---- the figure ---- */

/* Σ w·r / Σ w; false where an item has no base. An item's share in the measure is w / Σ w. */
static bool take_mean(struct items *items, const struct wj_measure *measure, mpq_t value)
{
    mpq_t whole;
    mpq_t part;
    bool exists = true;
    mpq_inits(whole, part, NULL);
    for (size_t i = 0; i < items->count; i++) {
        mpq_set_ui(items->list[i].share, 1, 1);
        if (measure->weights != NULL) {
            mpq_set(items->list[i].share, measure->weights[i]);
        }
        mpq_add(whole, whole, items->list[i].share);
    }
    for (size_t i = 0; i < items->count; i++) {
        struct item *item = &items->list[i];
        exists = exists && mpq_sgn(item->base) > 0;
        mpq_div(item->share, item->share, whole);
        mpq_mul(part, item->share, item->rate);
        mpq_add(value, value, part);
    }
    mpq_clears(whole, part, NULL);
    return exists;
}

/* Σ base·top·r / Σ base·top. An item's share is the part of its scores that could be given. */
static bool take_pooled(struct items *items, const struct wj_survey *survey,
                        const struct wj_measure *measure, mpq_t value)
{
    mpq_t whole;
    mpq_t part;
    mpq_inits(whole, part, NULL);
    for (size_t i = 0; i < items->count; i++) {
        struct item *item = &items->list[i];
        mpq_mul(item->share, item->base, survey->questions[measure->items[i]].top);
        mpq_add(whole, whole, item->share);
    }
    bool exists = mpq_sgn(whole) > 0;
    for (size_t i = 0; exists && i < items->count; i++) {
        struct item *item = &items->list[i];
        mpq_div(item->share, item->share, whole);
        mpq_mul(part, item->share, item->rate);
        mpq_add(value, value, part);
    }
    mpq_clears(whole, part, NULL);
    return exists;
}

/* ---- its spread ---- */

/* u = Σ share / base × (y − centre): the centre is the item's rate, or the measure itself. */
static void set_residuals(struct items *items, const struct wj_survey *survey,
                          const struct wj_measure *measure, const mpq_t value)
{
    mpq_t factor;
    mpq_init(factor);
    for (size_t i = 0; i < items->count; i++) {
        struct item *item = &items->list[i];
        mpq_set_ui(factor, 0, 1);
        if (mpq_sgn(item->base) > 0) {
            mpq_div(factor, item->share, item->base);
        }
        item->factor = (long double)wj_double_of(factor);
        mpq_srcptr centre = measure->kind == WJ_MEAN_OF ? item->rate : value;
        wj_residuals_set(&item->residuals, survey, measure->items[i], centre,
                         survey->questions[measure->items[i]].top);
    }
    mpq_clear(factor);
}

static void add_part(const struct items *items, const struct wj_tally *part, long double *sum,
                     long double *square)
{
    for (size_t i = 0; i < items->count; i++) {
        const struct item *item = &items->list[i];
        wj_residuals_add(&item->residuals, part, true, item->factor, sum, square);
        for (size_t j = 0; j < i; j++) {
            const struct item *other = &items->list[j];
            const struct wj_joint_tally *joint =
                wj_tally_joint(part, item->residuals.number, other->residuals.number);
            bool same = joint->first == item->residuals.number;
            long double product =
                wj_residuals_product(joint, same ? &item->residuals : &other->residuals,
                                     same ? &other->residuals : &item->residuals);
            *square += 2.0L * item->factor * other->factor * product;
        }
    }
}

static void set_spread(struct wj_sample *sample, struct items *items,
                       const struct wj_measure *measure, const mpq_t value,
                       struct wj_weighted *figure)
{
    const struct wj_weights *weights = sample->weights;
    set_residuals(items, weights->survey, measure, value);
    wj_sample_reset(sample);
    for (size_t i = 0; i < weights->count; i++) {
        add_part(items, weights->parts[i].tally, &sample->sums[i], &sample->squares[i]);
    }
    wj_sample_finish(sample, figure, 1.0L);
}

/* ---- all of it ---- */

static void weigh_scores(struct wj_sample *sample, const struct wj_figures *figures,
                         const struct wj_measure *measure, struct items *items,
                         struct wj_weighted *figure, enum wj_no_interval missing)
{
    const struct wj_survey *survey = figures->survey;
    mpq_t value;
    mpq_init(value);
    figure->exists = measure->kind == WJ_MEAN_OF ? take_mean(items, measure, value)
                                                 : take_pooled(items, survey, measure, value);
    figure->missing = missing != WJ_INTERVAL_THERE ? missing : WJ_SMALL_BASE;
    if (figure->exists) {
        wj_weighted_set(sample->weights, figure, value);
        if (missing == WJ_INTERVAL_THERE) {
            set_spread(sample, items, measure, value, figure);
        }
    }
    mpq_clear(value);
}

enum wj_status wj_weighted_measure(struct wj_sample *sample, const struct wj_tally *tally,
                                   struct wj_figures *figures, size_t number)
{
    const struct wj_measure *measure = &figures->survey->measures[number];
    const struct wj_statistics *unweighted = &figures->measure_statistics[number];
    struct wj_weighted *figure = &figures->weighted->measures[number];
    struct wj_count base = {WJ_COUNT_MEASURE, number, 0};
    struct items items = {0};
    mpq_t whole;
    if (measure->kind == WJ_SHARE_OF) {
        struct wj_count count = {WJ_COUNT_ANY_OF, number, 0};
        wj_weighted_set_share(sample, tally, figure, count, base);
        return WJ_OK;
    }
    mpq_init(whole);
    wj_weighted_base(sample->weights, tally, figure, base, whole);
    mpq_clear(whole);
    figure->is_cut = unweighted->is_cut;
    enum wj_status status = init_items(&items, sample->weights, measure);
    if (status == WJ_OK) {
        weigh_scores(sample, figures, measure, &items, figure, unweighted->missing);
    }
    clear_items(&items);
    return status;
}
