#include "explain.h"
#include "print.h"
#include "results.h"

static void set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new(object, key, value);
}

/* 得分率 as a fraction, or null. */
static json_t *rate_of(struct wj_arena *arena, const mpq_t score, const mpq_t points,
                       struct wj_rounding percent)
{
    mpq_t rate;
    if (mpq_sgn(points) == 0) {
        return json_null();
    }
    mpq_init(rate);
    mpq_div(rate, score, points);
    json_t *fraction = wj_json_fraction(rate, wj_print_ratio(arena, score, points, percent));
    mpq_clear(rate);
    return fraction;
}

static json_t *exact_of(struct wj_arena *arena, const mpq_t value)
{
    return wj_json_fraction(value, wj_print_exact(arena, value));
}

static json_t *level_of(struct wj_arena *arena, const struct wj_findings *findings,
                        const struct wj_level *level)
{
    const struct wj_scoring *scoring = findings->scoring;
    struct wj_rounding rounding = findings->survey->score_rounding;
    json_t *object = json_object();
    set(object, "level", wj_json_count(level->level));
    set(object, "parent",
        wj_json_text(level->parent >= 0 ? scoring->levels[level->parent].name : NULL));
    set(object, "name", json_string(level->name));
    set(object, "points", exact_of(arena, level->points));
    set(object, "score",
        level->has_score
            ? wj_json_fraction(level->score, wj_print_short(arena, level->score, rounding))
            : json_null());
    set(object, "rate",
        level->has_score ? rate_of(arena, level->score, level->points, findings->survey->percent)
                         : json_null());
    return object;
}

/* How the score came about; null where it is no formula's. */
static json_t *explained_of(struct wj_arena *arena, const struct wj_findings *findings,
                            const struct wj_indicator *indicator)
{
    struct wj_rounding rounding = findings->survey->score_rounding;
    if (indicator->with_numbers == NULL) {
        return json_null();
    }
    bool exact;
    json_t *object = json_object();
    json_t *rounded = json_object();
    struct wj_slice formula = wj_formula_text(indicator->formula);
    set(object, "formula", json_stringn(formula.ptr, formula.len));
    set(object, "with_numbers", json_string(indicator->with_numbers));
    set(object, "value", json_string(wj_explain_value(arena, indicator->raw, &exact)));
    set(object, "exact", json_boolean(exact));
    set(rounded, "places", wj_json_count(rounding.places));
    set(rounded, "mode", json_string(wj_round_mode_name(rounding.mode)));
    set(object, "rounding", rounded);
    set(object, "score", json_string(wj_print_exact(arena, indicator->score)));
    set(object, "rate",
        mpq_sgn(indicator->points) > 0
            ? json_string(wj_print_ratio(arena, indicator->score, indicator->points,
                                         findings->survey->percent))
            : json_null());
    return object;
}

/* A target or an actual value; null where there is none. */
static json_t *amount_of(struct wj_arena *arena, const struct wj_amount *amount)
{
    if (amount->text[0] == '\0') {
        return json_null();
    }
    json_t *object = json_object();
    set(object, "text", json_string(amount->text));
    set(object, "sign", wj_json_text(amount->sign[0] != '\0' ? amount->sign : NULL));
    set(object, "value", amount->has_number ? exact_of(arena, amount->number) : json_null());
    set(object, "unit", wj_json_text(amount->unit[0] != '\0' ? amount->unit : NULL));
    return object;
}

static json_t *indicator_of(struct wj_arena *arena, const struct wj_findings *findings,
                            const struct wj_indicator *indicator)
{
    static const char *const keys[WJ_LEVELS] = {"level1", "level2", "level3", "level4"};
    struct wj_rounding percent = findings->survey->percent;
    json_t *object = json_object();
    bool scored = indicator->has_score;
    set(object, "name", json_string(indicator->levels[indicator->depth - 1]));
    for (size_t i = 0; i + 1 < indicator->depth; i++) {
        if (indicator->levels[i] != NULL) {
            set(object, keys[i], json_string(indicator->levels[i]));
        }
    }
    set(object, "points", exact_of(arena, indicator->points));
    set(object, "raw", scored ? exact_of(arena, indicator->raw) : json_null());
    set(object, "score", scored ? exact_of(arena, indicator->score) : json_null());
    set(object, "rate",
        scored ? rate_of(arena, indicator->score, indicator->points, percent) : json_null());
    if (indicator->formula != NULL) {
        struct wj_slice text = wj_formula_text(indicator->formula);
        set(object, "formula", json_stringn(text.ptr, text.len));
    } else {
        set(object, "formula", json_null());
    }
    set(object, "source", json_string(indicator->formula != NULL ? "formula" : "given"));
    set(object, "line", wj_json_count(indicator->line));
    set(object, "explained", explained_of(arena, findings, indicator));
    set(object, "target", amount_of(arena, &indicator->target));
    set(object, "actual", amount_of(arena, &indicator->actual));
    set(object, "done",
        indicator->has_done
            ? wj_json_fraction(indicator->done,
                               wj_explain_number(arena, indicator->done, true, percent))
            : json_null());
    set(object, "standard",
        wj_json_text(indicator->standard[0] != '\0' ? indicator->standard : NULL));
    set(object, "basis", wj_json_text(indicator->basis[0] != '\0' ? indicator->basis : NULL));
    set(object, "problem", wj_json_text(indicator->problem[0] != '\0' ? indicator->problem : NULL));
    return object;
}

json_t *wj_results_score(struct wj_arena *arena, const struct wj_findings *findings)
{
    const struct wj_scoring *scoring = findings->scoring;
    struct wj_rounding rounding = findings->survey->score_rounding;
    json_t *score = json_object();
    json_t *levels = json_array();
    json_t *indicators = json_array();
    for (size_t i = 0; i < scoring->level_count; i++) {
        json_array_append_new(levels, level_of(arena, findings, &scoring->levels[i]));
    }
    for (size_t i = 0; i < scoring->indicator_count; i++) {
        json_array_append_new(indicators, indicator_of(arena, findings, &scoring->indicators[i]));
    }
    set(score, "points", exact_of(arena, scoring->points));
    set(score, "total",
        scoring->has_total
            ? wj_json_fraction(scoring->total, wj_print_short(arena, scoring->total, rounding))
            : json_null());
    set(score, "rate",
        scoring->has_total
            ? rate_of(arena, scoring->total, scoring->points, findings->survey->percent)
            : json_null());
    set(score, "grade", wj_json_text(scoring->grade));
    if (findings->survey->score.grade != NULL) {
        set(score, "computed_grade", wj_json_text(scoring->computed_grade));
        set(score, "reason", wj_json_text(findings->survey->score.reason));
    }
    set(score, "levels", levels);
    set(score, "indicators", indicators);
    wj_results_sure(arena, findings, score);
    return score;
}

json_t *wj_results_facts(struct wj_arena *arena, const struct wj_scoring *scoring)
{
    json_t *list = json_array();
    for (size_t i = 0; i < scoring->fact_count; i++) {
        const struct wj_fact *fact = &scoring->facts[i];
        json_t *object = json_object();
        set(object, "name", json_string(fact->name));
        set(object, "value", fact->text == NULL ? exact_of(arena, fact->value) : json_null());
        if (fact->text != NULL) {
            set(object, "text", wj_json_text(fact->text));
        }
        set(object, "unit", wj_json_text(fact->unit));
        set(object, "source", wj_json_text(fact->source));
        if (fact->formula != NULL) {
            struct wj_slice text = wj_formula_text(fact->formula);
            set(object, "formula", json_stringn(text.ptr, text.len));
        } else {
            set(object, "formula", json_null());
        }
        json_array_append_new(list, object);
    }
    return list;
}
