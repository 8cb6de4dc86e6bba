#include "results.h"

#include "print.h"

/* Weighted figures beside the unweighted ones, and what they rest on. Computed in binary floating
 * point, so plain JSON numbers. */

static void set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new(object, key, value);
}

static const struct wj_weighted_figures *weighted_of(const struct wj_findings *findings)
{
    return findings->figures->weighted;
}

/* ---- figures ---- */

static void set_spread(json_t *object, const struct wj_weighted *figure)
{
    bool there = figure->missing == WJ_INTERVAL_THERE;
    bool raked = there && figure->has_raked;
    set(object, "df", there ? json_real(figure->df) : json_null());
    set(object, "se_raked", raked ? json_real(figure->se_raked) : json_null());
    set(object, "se_fixed", there ? json_real(figure->se_fixed) : json_null());
    set(object, "lower", there ? json_real(figure->lower) : json_null());
    set(object, "upper", there ? json_real(figure->upper) : json_null());
    if (there && figure->has_fpc) {
        set(object, "se_raked_fpc", raked ? json_real(figure->se_raked_fpc) : json_null());
        set(object, "se_fixed_fpc", json_real(figure->se_fixed_fpc));
        set(object, "lower_fpc", json_real(figure->lower_fpc));
        set(object, "upper_fpc", json_real(figure->upper_fpc));
    }
    if (!there) {
        set(object, "no_interval", json_string(wj_no_interval_name(figure->missing)));
    }
}

/* `text`: as printed, or NULL. */
static json_t *weighted_json(const struct wj_weighted *figure, const char *text)
{
    json_t *object =
        text != NULL && figure->exists ? wj_json_fraction(figure->value, text) : json_object();
    set(object, "value", figure->exists ? json_real(figure->number) : json_null());
    set(object, "base", wj_json_count(figure->base));
    set(object, "weighted_base", figure->hidden ? json_null() : json_real(figure->weighted_base));
    set_spread(object, figure);
    wj_results_mark(object, figure->hidden);
    return object;
}

static json_t *percent_json(struct wj_arena *arena, const struct wj_findings *findings,
                            const struct wj_weighted *figure)
{
    const char *text = wj_print_weighted(arena, figure, findings->survey->percent);
    return weighted_json(figure, text);
}

static json_t *share_json(struct wj_arena *arena, const struct wj_findings *findings,
                          const struct wj_weighted *figure)
{
    json_t *object = percent_json(arena, findings, figure);
    set(object, "weighted_count", figure->hidden ? json_null() : json_real(figure->weighted_count));
    return object;
}

/* Adds a weighted figure to a part of an object that is there. */
static void set_in(json_t *object, const char *part, json_t *weighted)
{
    json_t *inner = json_object_get(object, part);
    if (json_is_object(inner)) {
        set(inner, "weighted", weighted);
    } else {
        json_decref(weighted);
    }
}

void wj_results_weigh_option(struct wj_arena *arena, const struct wj_findings *findings,
                             size_t question, size_t option, json_t *object)
{
    if (weighted_of(findings) != NULL) {
        set(object, "weighted",
            share_json(arena, findings,
                       &weighted_of(findings)->questions[question].shares[option]));
    }
}

void wj_results_weigh_question(struct wj_arena *arena, const struct wj_findings *findings,
                               size_t number, json_t *object)
{
    const struct wj_question *question = &findings->survey->questions[number];
    if (weighted_of(findings) == NULL) {
        return;
    }
    const struct wj_weighted_question *figures = &weighted_of(findings)->questions[number];
    if (question->scored) {
        set(object, "weighted", percent_json(arena, findings, &figures->rate));
        set_in(object, "mean_statistics", weighted_json(&figures->mean, NULL));
    }
    if (question->scored && question->type == WJ_SINGLE) {
        set_in(object, "top2", share_json(arena, findings, &figures->top2));
        set_in(object, "bottom2", share_json(arena, findings, &figures->bottom2));
    }
    if (question->type == WJ_QUANTITY) {
        set_in(object, "quantity", weighted_json(&figures->quantity, NULL));
    }
    if (json_object_get(object, "nps") != NULL) {
        set_in(object, "nps", weighted_json(&figures->nps, NULL));
    }
}

void wj_results_weigh_measure(struct wj_arena *arena, const struct wj_findings *findings,
                              size_t number, json_t *object)
{
    if (weighted_of(findings) == NULL) {
        return;
    }
    const struct wj_weighted *figure = &weighted_of(findings)->measures[number];
    bool is_share = findings->survey->measures[number].kind == WJ_SHARE_OF;
    set(object, "weighted",
        is_share ? share_json(arena, findings, figure) : percent_json(arena, findings, figure));
}

/* ---- cross tables ---- */

void wj_results_weigh_summary(struct wj_arena *arena, const struct wj_findings *findings,
                              const struct wj_cross_tally *cross, size_t column,
                              enum wj_table_summary summary, const char *key, json_t *object)
{
    struct wj_weighted figure = {0};
    if (weighted_of(findings) == NULL || findings->survey->suppress_below > 0 ||
        !wj_weighs_summary(summary)) {
        return;
    }
    mpq_init(figure.value);
    /* That memory ran out is noticed where all of its requests are counted. */
    if (wj_weighted_summary(&weighted_of(findings)->weights, findings->tally, cross, column,
                            summary, &figure) == WJ_OK) {
        set(object, key,
            summary == WJ_TABLE_MEAN ? weighted_json(&figure, NULL)
                                     : percent_json(arena, findings, &figure));
    }
    mpq_clear(figure.value);
}

static void weigh_row(const struct wj_weighted_cross *weighted, size_t row, json_t *object)
{
    json_t *counts = json_array();
    json_t *shares = json_array();
    size_t total = (row + 1) * weighted->columns - 1;
    for (size_t i = 0; i + 1 < weighted->columns; i++) {
        size_t cell = row * weighted->columns + i;
        json_array_append_new(counts, json_real(weighted->cells[cell]));
        json_array_append_new(shares, weighted->bases[i] > 0 ? json_real(weighted->shares[cell])
                                                             : json_null());
    }
    set(object, "weighted_counts", counts);
    set(object, "weighted_shares", shares);
    set(object, "weighted_total", json_real(weighted->cells[total]));
}

void wj_results_weigh_table(struct wj_arena *arena, const struct wj_findings *findings,
                            const struct wj_cross_tally *cross, json_t *object)
{
    struct wj_weighted_cross weighted;
    size_t i;
    json_t *row;
    if (weighted_of(findings) == NULL || findings->survey->suppress_below > 0 ||
        wj_weighted_cross(&weighted_of(findings)->weights, findings->tally, cross, arena,
                          &weighted) != WJ_OK) {
        return;
    }
    json_t *bases = json_array();
    for (i = 0; i + 1 < weighted.columns; i++) {
        json_array_append_new(bases, json_real(weighted.bases[i]));
    }
    set(object, "weighted_column_base", bases);
    set(object, "weighted_total_base", json_real(weighted.bases[weighted.columns - 1]));
    json_array_foreach(json_object_get(object, "rows"), i, row)
    {
        weigh_row(&weighted, i, row);
    }
}

/* ---- the weights ---- */

static json_t *targets_of(const struct wj_survey *survey)
{
    json_t *targets = json_object();
    for (size_t i = 0; i < survey->weighting.margin_count; i++) {
        const struct wj_margin *margin = &survey->weighting.margins[i];
        const struct wj_question *question = &survey->questions[margin->question];
        json_t *one = json_object();
        for (size_t j = 0; j < question->option_count; j++) {
            if (margin->given[j]) {
                set(one, question->options[j].code, json_real(mpq_get_d(margin->targets[j])));
            }
        }
        set(targets, question->name, one);
    }
    return targets;
}

static json_t *cells_of(const struct wj_weights *weights)
{
    const struct wj_survey *survey = weights->survey;
    json_t *cells = json_array();
    for (size_t i = 0; i < weights->count; i++) {
        const struct wj_weight_part *part = &weights->parts[i];
        if (!part->is_raked) {
            continue;
        }
        json_t *cell = json_object();
        for (size_t j = 0; j < survey->weighting.margin_count; j++) {
            const struct wj_question *question =
                &survey->questions[survey->weighting.margins[j].question];
            size_t option = wj_weight_option(survey, part->key, j);
            set(cell, question->name, json_string(question->options[option].code));
        }
        set(cell, "n", wj_json_count(part->tally->effective));
        set(cell, "weight", json_real(part->weight));
        json_array_append_new(cells, cell);
    }
    return cells;
}

/* The weights tell the counts of the smallest cells: not beside hidden counts. */
static json_t *told(const struct wj_weights *weights, json_t *figure)
{
    if (weights->survey->suppress_below == 0) {
        return figure;
    }
    json_decref(figure);
    return json_null();
}

static json_t *worst_of(const struct wj_weights *weights)
{
    const struct wj_survey *survey = weights->survey;
    const struct wj_margin *margin = &survey->weighting.margins[weights->worst.margin];
    const struct wj_question *question = &survey->questions[margin->question];
    json_t *worst = json_object();
    set(worst, "question", json_string(question->name));
    set(worst, "code", json_string(question->options[weights->worst.option].code));
    set(worst, "target", json_real(weights->worst.target));
    set(worst, "reached", told(weights, json_real(weights->worst.reached)));
    set(worst, "error", told(weights, json_real(weights->worst.error)));
    return worst;
}

static void set_raking(json_t *object, const struct wj_weights *weights)
{
    const struct wj_weighting *weighting = &weights->survey->weighting;
    set(object, "targets", targets_of(weights->survey));
    set(object, "total", json_real(mpq_get_d(weighting->margins[0].total)));
    set(object, "cells", weights->survey->suppress_below > 0 ? json_null() : cells_of(weights));
    set(object, "without_target", wj_json_count(weights->without_target));
    set(object, "iterations", wj_json_count(weights->iterations));
    set(object, "margins_hold", json_boolean(weights->margins_hold));
    set(object, "worst_margin", worst_of(weights));
    set(object, "weight_min", told(weights, json_real(weights->least)));
    set(object, "weight_max", told(weights, json_real(weights->most)));
    set(object, "trim", weighting->has_trim ? json_real(mpq_get_d(weighting->trim)) : json_null());
    set(object, "trimmed", wj_json_count(weights->trimmed));
}

void wj_results_weighting(const struct wj_findings *findings, json_t *results)
{
    if (findings->survey->weighting.kind == WJ_UNWEIGHTED) {
        return;
    }
    if (weighted_of(findings) == NULL) {
        set(results, "weighting", json_null());
        return;
    }
    const struct wj_weights *weights = &weighted_of(findings)->weights;
    bool raked = findings->survey->weighting.kind == WJ_RAKED;
    json_t *object = json_object();
    set(object, "method", json_string(raked ? "raking" : "column"));
    if (raked) {
        set_raking(object, weights);
    } else {
        set(object, "column", json_string(findings->survey->weighting.column.text));
        set(object, "sum", json_real(weights->sum));
    }
    set(object, "kish_n_eff", told(weights, json_real(weights->n_eff)));
    set(object, "kish_deff", told(weights, json_real(weights->deff)));
    set(results, "weighting", object);
}
