/* Overwrites what is hidden. */
#include "hide_overlaps.h"
#include "hiding.h"
#include "statistics.h"
#include "wjtab/base/number.h"
#include "wjtab/measure/importance.h"
#include "wjtab/measure/scale.h"

static void hide_figure(struct wj_figure *figure)
{
    mpq_set_ui(figure->value, 0, 1);
    figure->hidden = true;
    figure->exists = false;
}

static void hide_statistics(struct wj_statistics *statistics)
{
    *statistics = (struct wj_statistics){.missing = WJ_SUPPRESSED};
}

/* ---- questions ---- */

static void hide_option(struct wj_hiding *hiding, size_t number, size_t option)
{
    struct wj_hidden_question *hidden = &hiding->hidden->questions[number];
    uint64_t *count = &hiding->tally->questions[number].counts[option];
    struct wj_question_figures *figures = &hiding->figures->questions[number];
    hidden->cells++;
    hidden->any = true;
    *count = WJ_HIDDEN;
    hide_figure(&figures->shares[option]);
    hide_figure(&figures->contributions[option]);
}

/* Everything that is computed from all counts together but the rate. */
static void hide_finer(struct wj_question_figures *figures)
{
    hide_figure(&figures->top2);
    hide_figure(&figures->bottom2);
    hide_statistics(&figures->rate_statistics);
    hide_statistics(&figures->mean_statistics);
    figures->interval = (struct wj_interval){.missing = WJ_SUPPRESSED};
}

static void hide_themes(struct wj_hiding *hiding, size_t number)
{
    struct wj_question_tally *tally = &hiding->tally->questions[number];
    struct wj_question_figures *figures = &hiding->figures->questions[number];
    size_t count = hiding->survey->questions[number].theme_count;
    for (size_t i = 0; i < count; i++) {
        if (hiding->themes[number][i]) {
            tally->themes[i] = WJ_HIDDEN;
            hide_figure(&figures->themes[i]);
            hiding->hidden->questions[number].themes++;
        }
    }
    if (count > 0 && hiding->themes[number][count]) {
        tally->uncoded = WJ_HIDDEN;
        hide_figure(&figures->uncoded);
        hiding->hidden->questions[number].themes++;
    }
}

/* The lowest and the highest number are somebody's own; so are, nearly, quartiles of few. How many
 * promote something could be told from its score. */
bool wj_quantity_hide(struct wj_quantity_figures *figures, uint64_t below, bool whole)
{
    enum { QUARTERS = 4 };
    uint64_t n = figures->mean.n;
    const uint64_t groups[] = {figures->promoters, figures->passives, figures->detractors};
    bool all = whole || (n > 0 && n < below);
    bool few = all;
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        few = few || (groups[i] > 0 && groups[i] < below);
    }
    hide_figure(&figures->min);
    hide_figure(&figures->max);
    if (all || n < QUARTERS * below) {
        hide_figure(&figures->q1);
        hide_figure(&figures->median);
        hide_figure(&figures->q3);
    }
    bool counts = figures->has_nps && few;
    if (counts) {
        figures->promoters = WJ_HIDDEN;
        figures->passives = WJ_HIDDEN;
        figures->detractors = WJ_HIDDEN;
        hide_statistics(&figures->nps);
    }
    if (all || counts) {
        hide_statistics(&figures->mean);
        hide_figure(&figures->average);
    }
    if (all) {
        figures->mean.n = WJ_HIDDEN;
        figures->nps.n = WJ_HIDDEN;
    }
    return counts;
}

static void hide_quantity(struct wj_hiding *hiding, size_t number)
{
    struct wj_quantity_figures *figures = hiding->figures->questions[number].quantity;
    if (figures != NULL &&
        wj_quantity_hide(figures, hiding->hidden->below, wj_is_whole(hiding, number))) {
        hiding->hidden->questions[number].any = true;
    }
}

static void hide_question(struct wj_hiding *hiding, size_t number)
{
    struct wj_hidden_question *hidden = &hiding->hidden->questions[number];
    struct wj_question_tally *tally = &hiding->tally->questions[number];
    struct wj_question_figures *figures = &hiding->figures->questions[number];
    for (size_t i = 0; i < hiding->survey->questions[number].option_count; i++) {
        if (hiding->cells[number][i]) {
            hide_option(hiding, number, i);
        }
    }
    for (size_t i = 0; hidden->scored && i < hiding->survey->questions[number].option_count; i++) {
        hide_figure(&figures->contributions[i]); /* shares of the rate's base */
    }
    hide_themes(hiding, number);
    hide_quantity(hiding, number);
    hidden->any = hidden->any || hidden->whole;
    if (hidden->any) {
        hide_finer(figures);
    }
    if (hidden->rate) {
        hide_figure(&figures->rate);
    }
    if (hidden->scored) {
        tally->rate_base = WJ_HIDDEN;
    }
    if (hidden->whole) {
        tally->base = WJ_HIDDEN;
        tally->rate_base = WJ_HIDDEN;
        tally->answered = WJ_HIDDEN;
        tally->not_asked = WJ_HIDDEN;
    }
}

/* ---- what rests on several questions ---- */

/* Is anything hidden in a table of both questions? */
static bool meet_hidden(const struct wj_hiding *hiding, size_t question, size_t other)
{
    bool meet = false;
    for (size_t i = 0; i < hiding->tally->cross_count; i++) {
        const struct wj_cross_tally *cross = &hiding->tally->crosses[i];
        meet = meet || (hiding->hidden->tables[i].any && wj_cross_has(cross, question) &&
                        wj_cross_has(cross, other));
    }
    return meet;
}

/* Is anything hidden in a table of two of these questions? */
static bool any_two_meet(const struct wj_hiding *hiding, const size_t *items, size_t count)
{
    bool meet = false;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count; j++) {
            meet = meet || meet_hidden(hiding, items[i], items[j]);
        }
    }
    return meet;
}

/* The spread of a measure is one more equation about its items, and about how they go together. */
static void hide_measure(struct wj_hiding *hiding, size_t number)
{
    const struct wj_measure *measure = &hiding->survey->measures[number];
    struct wj_figures *figures = hiding->figures;
    bool hidden = hiding->hidden->measures[number];
    bool finer = hidden || any_two_meet(hiding, measure->items, measure->item_count);
    for (size_t i = 0; i < measure->item_count; i++) {
        finer = finer ||
                (measure->kind != WJ_SHARE_OF && hiding->hidden->questions[measure->items[i]].any);
    }
    if (finer) {
        hide_statistics(&figures->measure_statistics[number]);
        figures->measure_intervals[number] = (struct wj_interval){.missing = WJ_SUPPRESSED};
    }
    if (hidden) {
        hide_figure(&figures->measures[number]);
        hiding->tally->measures[number].base = WJ_HIDDEN;
        hiding->tally->measures[number].any_of = WJ_HIDDEN;
    }
}

/* Correlations of items. */
static void hide_quality(struct wj_figures *figures)
{
    struct wj_importance *importance = figures->importance;
    struct wj_scale *scale = figures->scale;
    if (scale != NULL) {
        for (size_t i = 0; i < scale->k; i++) {
            scale->items[i] = (struct wj_scale_item){0};
        }
        *scale = (struct wj_scale){
            .missing = WJ_SCALE_SUPPRESSED, .n = WJ_HIDDEN, .k = scale->k, .items = scale->items};
    }
    if (importance != NULL) {
        for (size_t i = 0; i < importance->count; i++) {
            hide_figure(&importance->items[i].importance);
            importance->items[i].quadrant = WJ_QUADRANT_NONE;
        }
        hide_figure(&importance->rate_cut);
        hide_figure(&importance->importance_cut);
    }
}

static void hide_scale(struct wj_hiding *hiding)
{
    struct wj_scale_tally *scale = &hiding->tally->scale;
    for (size_t i = 0; i < scale->count; i++) {
        scale->hidden = scale->hidden || hiding->hidden->questions[scale->items[i]].any;
    }
    scale->hidden = scale->hidden || any_two_meet(hiding, scale->items, scale->count);
    if (scale->hidden) {
        scale->no_joints = true;
        scale->complete = WJ_HIDDEN;
        hide_quality(hiding->figures);
    }
}

static void hide_joints(struct wj_tally *tally)
{
    for (size_t i = 0; i < tally->joint_count; i++) {
        struct wj_joint_tally *joint = &tally->joints[i];
        for (size_t j = 0; j < joint->row_count * joint->column_count; j++) {
            joint->cells[j] = 0;
            if (joint->complete != NULL) {
                joint->complete[j] = 0;
            }
        }
    }
    tally->joint_count = 0;
}

/* ---- cross tables ---- */

static void hide_counts(uint64_t *counts, size_t count)
{
    for (size_t i = 0; counts != NULL && i < count; i++) {
        counts[i] = WJ_HIDDEN;
    }
}

static void hide_column(struct wj_cross_tally *cross, size_t column)
{
    cross->column_base[column] = WJ_HIDDEN;
    cross->rate_base[column] = WJ_HIDDEN;
    cross->no_answer[column] = WJ_HIDDEN;
    cross->not_asked[column] = WJ_HIDDEN;
}

/* How many chose options with a score tells how many chose those without one. */
static void hide_scored(const struct wj_question *row, struct wj_cross_tally *cross)
{
    for (size_t i = 0; row->scored && i < cross->row_count; i++) {
        if (row->options[i].scored) {
            continue;
        }
        for (size_t j = 0; j < cross->column_count; j++) {
            if (cross->cells[i * cross->column_count + j] == WJ_HIDDEN) {
                cross->rate_base[j] = WJ_HIDDEN;
            }
        }
        if (cross->totals[i] == WJ_HIDDEN) {
            cross->total_rate_base = WJ_HIDDEN;
        }
    }
}

static void hide_table(const struct wj_survey *survey, struct wj_cross_tally *cross,
                       const struct wj_hidden_table *hidden)
{
    size_t cells = cross->row_count * cross->column_count;
    for (size_t i = 0; i < cells; i++) {
        cross->cells[i] = hidden->whole || hidden->cells[i] ? WJ_HIDDEN : cross->cells[i];
    }
    for (size_t i = 0; i < cross->row_count; i++) {
        cross->totals[i] = hidden->whole || hidden->totals[i] ? WJ_HIDDEN : cross->totals[i];
    }
    for (size_t i = 0; i < cross->column_count; i++) {
        if (hidden->whole || hidden->columns[i]) {
            hide_column(cross, i);
        }
    }
    if (hidden->whole) {
        cross->total_base = WJ_HIDDEN;
        cross->total_rate_base = WJ_HIDDEN;
        cross->total_no_answer = WJ_HIDDEN;
        cross->total_not_asked = WJ_HIDDEN;
    }
    if (hidden->any) {
        hide_counts(cross->shared,
                    cross->shared != NULL ? cross->column_count * cross->column_count : 0);
    }
    hide_scored(&survey->questions[cross->row], cross);
    cross->hidden = hidden->any;
}

/* Everybody's rate is the question's own. */
static void show_rate(struct wj_hiding *hiding, struct wj_cross_tally *cross)
{
    const struct wj_figure *rate = &hiding->figures->questions[cross->row].rate;
    const struct wj_question_tally *question = &hiding->tally->questions[cross->row];
    bool same =
        hiding->survey->tables[cross->table].where == NULL && cross->total_base == question->base;
    if (same && cross->hidden && rate->exists && cross->total_base != WJ_HIDDEN) {
        cross->shown_rate = rate->value;
    }
}

/* ---- weighted figures ---- */

static void hide_weighted(struct wj_weighted *figure)
{
    mpq_set_ui(figure->value, 0, 1);
    figure->hidden = true;
    figure->exists = false;
    figure->number = 0.0;
    figure->base = WJ_HIDDEN;
    figure->weighted_base = 0.0;
    figure->weighted_count = 0.0;
    figure->missing = WJ_SUPPRESSED;
}

static void hide_weighted_question(struct wj_hiding *hiding, size_t number)
{
    struct wj_weighted_question *figures = &hiding->figures->weighted->questions[number];
    for (size_t i = 0; i < hiding->survey->questions[number].option_count; i++) {
        hide_weighted(&figures->shares[i]);
    }
    hide_weighted(&figures->top2);
    hide_weighted(&figures->bottom2);
    hide_weighted(&figures->quantity);
    hide_weighted(&figures->nps);
    if (hiding->hidden->questions[number].any || meet_hidden(hiding, number, number)) {
        hide_weighted(&figures->rate);
        hide_weighted(&figures->mean);
    }
}

/* A weighted count beside the unweighted one says how the responses lie across the cells of the
 * weights, a table that nobody asked for: only rates, means and measures are left, where all counts
 * of their items are shown, in cross tables, too. */
static void hide_weights(struct wj_hiding *hiding)
{
    struct wj_weighted_figures *weighted = hiding->figures->weighted;
    for (size_t i = 0; weighted != NULL && i < hiding->survey->question_count; i++) {
        hide_weighted_question(hiding, i);
    }
    for (size_t i = 0; weighted != NULL && i < hiding->survey->measure_count; i++) {
        const struct wj_measure *measure = &hiding->survey->measures[i];
        bool hidden = hiding->hidden->measures[i] || measure->kind == WJ_SHARE_OF;
        for (size_t j = 0; j < measure->item_count; j++) {
            hidden = hidden || hiding->hidden->questions[measure->items[j]].any ||
                     meet_hidden(hiding, measure->items[j], measure->items[j]);
        }
        if (hidden) {
            hide_weighted(&weighted->measures[i]);
        }
    }
}

void wj_hide_apply(struct wj_hiding *hiding)
{
    const struct wj_survey *survey = hiding->survey;
    bool any = false;
    for (size_t i = 0; i < survey->question_count; i++) {
        hide_question(hiding, i);
        any = any || hiding->hidden->questions[i].any;
    }
    for (size_t i = 0; i < survey->measure_count; i++) {
        hide_measure(hiding, i);
    }
    hide_scale(hiding);
    hide_weights(hiding);
    for (size_t i = 0; i < hiding->tally->cross_count; i++) {
        hide_table(survey, &hiding->tally->crosses[i], &hiding->hidden->tables[i]);
        show_rate(hiding, &hiding->tally->crosses[i]);
    }
    for (size_t i = 0; i < hiding->tally->all_count; i++) {
        hide_table(survey, &hiding->tally->alls[i],
                   &hiding->hidden->tables[hiding->tally->cross_count + i]);
        show_rate(hiding, &hiding->tally->alls[i]);
    }
    if (any && hiding->tally->scale.hidden) {
        hide_joints(hiding->tally);
    }
}
