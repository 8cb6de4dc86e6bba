#include "wjtab/measure/measure.h"

#include "statistics.h"
#include "weighted.h"
#include "wjtab/base/number.h"
#include "wjtab/measure/cross.h"
#include "wjtab/measure/importance.h"

void wj_figure_ratio(struct wj_figure *figure, uint64_t count, uint64_t base)
{
    figure->hidden = count == WJ_HIDDEN || base == WJ_HIDDEN;
    figure->exists = base > 0 && !figure->hidden;
    if (figure->exists) {
        wj_number_ratio(figure->value, count, base);
    }
}

/* ---- questions ---- */

/* score × count / (rate base × top) */
static void set_contribution(struct wj_figure *figure, const struct wj_question *question,
                             const struct wj_option *option, uint64_t count, uint64_t rate_base)
{
    figure->exists = option->scored && rate_base > 0;
    if (figure->exists) {
        wj_number_ratio(figure->value, count, rate_base);
        mpq_mul(figure->value, figure->value, option->score);
        mpq_div(figure->value, figure->value, question->top);
    }
}

/* Is there more than one distinct score beyond the option's? */
bool wj_question_in_box(const struct wj_question *question, size_t option, bool top)
{
    const struct wj_option *options = question->options;
    const struct wj_option *next = NULL; /* with the nearest score beyond */
    size_t beyond = 0;
    for (size_t i = 0; i < question->option_count; i++) {
        int order = mpq_cmp(options[i].score, options[option].score);
        if (!options[i].scored || (top ? order <= 0 : order >= 0)) {
            continue;
        }
        if (next == NULL || mpq_equal(next->score, options[i].score) == 0) {
            next = &options[i];
            beyond++;
        }
    }
    return options[option].scored && beyond < 2;
}

static void set_box(struct wj_figure *figure, const struct wj_question *question,
                    const struct wj_question_tally *tally, bool top)
{
    uint64_t count = 0;
    if (!question->scored || question->type != WJ_SINGLE) {
        return;
    }
    for (size_t i = 0; i < question->option_count; i++) {
        count += wj_question_in_box(question, i, top) ? tally->counts[i] : 0;
    }
    wj_figure_ratio(figure, count, tally->rate_base);
}

static void measure_question(struct wj_question_figures *figures,
                             const struct wj_question *question,
                             const struct wj_question_tally *tally)
{
    figures->rate.exists = question->scored && tally->rate_base > 0;
    for (size_t i = 0; i < question->theme_count; i++) {
        wj_figure_ratio(&figures->themes[i], tally->themes[i], tally->answered);
    }
    if (question->theme_count > 0) {
        wj_figure_ratio(&figures->uncoded, tally->uncoded, tally->answered);
    }
    set_box(&figures->top2, question, tally, true);
    set_box(&figures->bottom2, question, tally, false);
    for (size_t i = 0; i < question->option_count; i++) {
        wj_figure_ratio(&figures->shares[i], tally->counts[i], tally->base);
        struct wj_figure *contribution = &figures->contributions[i];
        set_contribution(contribution, question, &question->options[i], tally->counts[i],
                         tally->rate_base);
        if (contribution->exists) {
            mpq_add(figures->rate.value, figures->rate.value, contribution->value);
        }
    }
}

/* ---- measures ---- */

/* Σ w·r / Σ w, over the items' unrounded rates; none where an item has no base. */
static void measure_mean(struct wj_figure *figure, const struct wj_figures *figures,
                         const struct wj_measure *measure)
{
    mpq_t weight;
    mpq_t weights;
    mpq_t part;
    mpq_inits(weight, weights, part, NULL);
    figure->exists = true;
    for (size_t i = 0; i < measure->item_count; i++) {
        const struct wj_figure *rate = &figures->questions[measure->items[i]].rate;
        figure->exists = figure->exists && rate->exists;
        mpq_set_ui(weight, 1, 1);
        if (measure->weights != NULL) {
            mpq_set(weight, measure->weights[i]);
        }
        mpq_mul(part, rate->value, weight);
        mpq_add(figure->value, figure->value, part);
        mpq_add(weights, weights, weight);
    }
    if (figure->exists) {
        mpq_div(figure->value, figure->value, weights);
    }
    mpq_clears(weight, weights, part, NULL);
}

/* Σ scores / Σ (rate base × top), over all items. */
static void measure_pooled(struct wj_figure *figure, const struct wj_figures *figures,
                           const struct wj_tally *tally, const struct wj_measure *measure)
{
    mpq_t most;
    mpq_t full;
    mpq_inits(most, full, NULL);
    for (size_t i = 0; i < measure->item_count; i++) {
        size_t item = measure->items[i];
        wj_number_ratio(most, tally->questions[item].rate_base, 1);
        mpq_mul(most, most, tally->survey->questions[item].top);
        mpq_add(full, full, most);
        mpq_mul(most, most, figures->questions[item].rate.value);
        mpq_add(figure->value, figure->value, most);
    }
    figure->exists = mpq_sgn(full) > 0;
    if (figure->exists) {
        mpq_div(figure->value, figure->value, full);
    }
    mpq_clears(most, full, NULL);
}

static void measure_one(struct wj_figures *figures, const struct wj_tally *tally, size_t number)
{
    const struct wj_measure *measure = &tally->survey->measures[number];
    struct wj_figure *figure = &figures->measures[number];
    switch (measure->kind) {
    case WJ_MEAN_OF:
        measure_mean(figure, figures, measure);
        break;
    case WJ_POOLED_OF:
        measure_pooled(figure, figures, tally, measure);
        break;
    case WJ_SHARE_OF:
        wj_figure_ratio(figure, tally->measures[number].any_of, tally->measures[number].base);
        break;
    }
}

/* ---- all of it ---- */

static struct wj_figure *new_figures(struct wj_arena *arena, size_t count)
{
    struct wj_figure *figures = wj_arena_alloc(arena, (count + 1) * sizeof *figures);
    for (size_t i = 0; figures != NULL && i < count; i++) {
        mpq_init(figures[i].value);
    }
    return figures;
}

static void clear_figures(struct wj_figure *figures, size_t count)
{
    for (size_t i = 0; figures != NULL && i < count; i++) {
        mpq_clear(figures[i].value);
    }
}

static enum wj_status allocate(struct wj_figures *figures, const struct wj_survey *survey)
{
    figures->questions =
        wj_arena_alloc(&figures->arena, (survey->question_count + 1) * sizeof *figures->questions);
    figures->measures = new_figures(&figures->arena, survey->measure_count);
    figures->measure_statistics = wj_arena_alloc(
        &figures->arena, (survey->measure_count + 1) * sizeof *figures->measure_statistics);
    figures->measure_intervals = wj_arena_alloc(
        &figures->arena, (survey->measure_count + 1) * sizeof *figures->measure_intervals);
    if (figures->questions == NULL || figures->measures == NULL ||
        figures->measure_statistics == NULL || figures->measure_intervals == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < survey->question_count; i++) {
        struct wj_question_figures *question = &figures->questions[i];
        size_t options = survey->questions[i].option_count;
        question->shares = new_figures(&figures->arena, options);
        question->contributions = new_figures(&figures->arena, options);
        question->themes = new_figures(&figures->arena, survey->questions[i].theme_count);
        if (question->shares == NULL || question->contributions == NULL ||
            question->themes == NULL) {
            return WJ_MEMORY;
        }
        mpq_inits(question->rate.value, question->top2.value, question->bottom2.value,
                  question->uncoded.value, NULL);
    }
    return WJ_OK;
}

static struct wj_quantity_figures *new_quantity(struct wj_arena *arena)
{
    struct wj_quantity_figures *figures = wj_arena_alloc(arena, sizeof *figures);
    if (figures != NULL) {
        wj_quantity_figures_init(figures);
    }
    return figures;
}

static enum wj_status measure_quantities(struct wj_figures *figures, const struct wj_tally *tally)
{
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < tally->survey->question_count; i++) {
        struct wj_question_figures *question = &figures->questions[i];
        if (tally->questions[i].quantity == NULL) {
            continue;
        }
        question->quantity = new_quantity(&figures->arena);
        status = question->quantity != NULL
                     ? wj_quantity_statistics(question->quantity, tally->survey, i,
                                              tally->questions[i].quantity)
                     : WJ_MEMORY;
    }
    return status;
}

/* The items of the composite, where the definition asks how they hang together. */
static enum wj_status measure_scale(struct wj_figures *figures, const struct wj_tally *tally)
{
    if (!tally->survey->wants_scale) {
        return WJ_OK;
    }
    figures->scale = wj_arena_alloc(&figures->arena, sizeof *figures->scale);
    struct wj_importance *importance = wj_arena_alloc(&figures->arena, sizeof *importance);
    if (figures->scale == NULL || importance == NULL ||
        wj_scale_compute(tally, &figures->arena, figures->scale) != WJ_OK) {
        return WJ_MEMORY;
    }
    figures->importance = importance; /* from here on there is something to clear */
    return wj_importance_compute(figures, tally, importance);
}

enum wj_status wj_figures_init(struct wj_figures *figures, const struct wj_tally *tally,
                               uint64_t returned)
{
    const struct wj_survey *survey = tally->survey;
    *figures = (struct wj_figures){.survey = survey};
    mpq_init(figures->return_rate.value);
    mpq_init(figures->valid_rate.value);
    enum wj_status status = tally->failed ? WJ_MEMORY : allocate(figures, survey);
    if (status != WJ_OK) {
        return status;
    }
    if (survey->has_distributed) {
        wj_figure_ratio(&figures->return_rate, returned, survey->distributed);
    }
    wj_figure_ratio(&figures->valid_rate, tally->effective, returned);
    for (size_t i = 0; i < survey->question_count; i++) {
        measure_question(&figures->questions[i], &survey->questions[i], &tally->questions[i]);
        wj_question_statistics(figures, tally, i);
    }
    status = measure_quantities(figures, tally);
    for (size_t i = 0; status == WJ_OK && i < survey->measure_count; i++) {
        measure_one(figures, tally, i);
        status = wj_measure_statistics(figures, tally, i);
    }
    return status == WJ_OK ? measure_scale(figures, tally) : status;
}

static void clear_question(struct wj_question_figures *figures, const struct wj_question *question)
{
    if (figures->shares != NULL && figures->contributions != NULL && figures->themes != NULL) {
        mpq_clears(figures->rate.value, figures->top2.value, figures->bottom2.value,
                   figures->uncoded.value, NULL);
    }
    if (figures->quantity != NULL) {
        wj_quantity_figures_clear(figures->quantity);
    }
    clear_figures(figures->shares, question->option_count);
    clear_figures(figures->contributions, question->option_count);
    clear_figures(figures->themes, question->theme_count);
}

void wj_figures_clear(struct wj_figures *figures)
{
    if (figures->survey == NULL) {
        return;
    }
    mpq_clear(figures->return_rate.value);
    mpq_clear(figures->valid_rate.value);
    for (size_t i = 0; figures->questions != NULL && i < figures->survey->question_count; i++) {
        clear_question(&figures->questions[i], &figures->survey->questions[i]);
    }
    clear_figures(figures->measures, figures->survey->measure_count);
    if (figures->importance != NULL) {
        wj_importance_clear(figures->importance);
    }
    wj_weighted_clear(figures);
    wj_arena_clear(&figures->arena);
}
