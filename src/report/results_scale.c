#include "results.h"

#include "wjtab/measure/importance.h"

#include "print.h"

/* Scale quality and pairs of items. Computed in binary floating point, so plain JSON numbers. */

static void set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new(object, key, value);
}

static json_t *real_of(const struct wj_real *real)
{
    return real->exists ? json_real(real->value) : json_null();
}

static json_t *name_of(const struct wj_findings *findings, size_t item)
{
    return json_string(findings->survey->questions[findings->tally->scale.items[item]].name);
}

/* ---- the scale ---- */

static void set_items(json_t *object, const struct wj_scale *scale)
{
    json_t *dropped = json_array();
    json_t *rest = json_array();
    json_t *total = json_array();
    json_t *composite = json_array();
    for (size_t i = 0; i < scale->k; i++) {
        json_array_append_new(dropped, real_of(&scale->items[i].alpha_if_dropped));
        json_array_append_new(rest, real_of(&scale->items[i].rest));
        json_array_append_new(total, real_of(&scale->items[i].total));
        json_array_append_new(composite, real_of(&scale->items[i].composite));
    }
    set(object, "alpha_if_dropped", dropped);
    set(object, "item_rest_correlation", rest);
    set(object, "item_total_correlation", total);
    set(object, "item_composite_correlation", composite);
}

static json_t *scale_of(const struct wj_findings *findings, const struct wj_scale *scale)
{
    const struct wj_measure *measure = findings->tally->scale.measure;
    bool there = scale->missing == WJ_SCALE_THERE;
    json_t *object = json_object();
    json_t *names = json_array();
    json_t *feldt = json_object();
    for (size_t i = 0; i < scale->k; i++) {
        json_array_append_new(names, name_of(findings, i));
    }
    set(feldt, "lower", there ? json_real(scale->lower) : json_null());
    set(feldt, "upper", there ? json_real(scale->upper) : json_null());
    set(object, "measure", wj_json_text(measure != NULL ? measure->name : NULL));
    set(object, "items", names);
    set(object, "n", wj_json_count(scale->n));
    set(object, "k", wj_json_count(scale->k));
    set(object, "alpha", there ? json_real(scale->alpha) : json_null());
    set(object, "feldt", feldt);
    set_items(object, scale);
    if (!there) {
        set(object, "why", json_string(wj_no_scale_name(scale->missing)));
    }
    return object;
}

/* ---- two items ---- */

static json_t *paired_of(const struct wj_tally *tally, size_t first, size_t second, bool rates)
{
    struct wj_paired paired;
    json_t *object = json_object();
    wj_paired_compute(tally, first, second, rates, &paired);
    bool there = paired.missing == WJ_TEST_THERE;
    bool has_diff = there || paired.missing == WJ_NO_SPREAD;
    set(object, "n", wj_json_count(paired.n));
    set(object, "diff", has_diff ? json_real(paired.diff) : json_null());
    set(object, "se", has_diff ? json_real(paired.se) : json_null());
    set(object, "t", there ? json_real(paired.t) : json_null());
    set(object, "df", there ? json_real(paired.df) : json_null());
    set(object, "p", there ? json_real(paired.p) : json_null());
    if (!there) {
        set(object, "why", json_string(wj_no_test_name(paired.missing)));
    }
    return object;
}

static json_t *pairs_of(const struct wj_findings *findings)
{
    const struct wj_scale_tally *scale = &findings->tally->scale;
    json_t *list = json_array();
    for (size_t i = 0; !scale->no_joints && i < scale->count; i++) {
        for (size_t j = i + 1; j < scale->count; j++) {
            json_t *object = json_object();
            json_t *names = json_array();
            json_array_append_new(names, name_of(findings, i));
            json_array_append_new(names, name_of(findings, j));
            set(object, "items", names);
            set(object, "scores", paired_of(findings->tally, i, j, false));
            set(object, "rates", paired_of(findings->tally, i, j, true));
            json_array_append_new(list, object);
        }
    }
    return list;
}

/* ---- importance ---- */

static json_t *decimal_of(const struct wj_figure *figure)
{
    return figure->exists ? json_real(mpq_get_d(figure->value)) : json_null();
}

static json_t *importance_of(struct wj_arena *arena, const struct wj_findings *findings)
{
    const struct wj_importance *importance = findings->figures->importance;
    const struct wj_measure *measure = findings->tally->scale.measure;
    struct wj_rounding percent = findings->survey->percent;
    json_t *object = json_object();
    json_t *items = json_array();
    for (size_t i = 0; i < importance->count; i++) {
        const struct wj_importance_item *item = &importance->items[i];
        json_t *one = json_object();
        set(one, "name", json_string(findings->survey->questions[item->question].name));
        set(one, "rate", wj_json_percent(arena, item->rate, percent));
        set(one, "importance", decimal_of(&item->importance));
        set(one, "quadrant", wj_json_text(wj_quadrant_name(item->quadrant)));
        json_array_append_new(items, one);
    }
    set(object, "measure", wj_json_text(measure != NULL ? measure->name : NULL));
    set(object, "n", wj_json_count(findings->figures->scale->n));
    set(object, "rate_cut", wj_json_percent(arena, &importance->rate_cut, percent));
    set(object, "importance_cut", decimal_of(&importance->importance_cut));
    set(object, "items", items);
    return object;
}

static bool is_asked(const struct wj_findings *findings, unsigned summary)
{
    return (findings->survey->summaries >> summary & 1U) != 0;
}

void wj_results_scale(struct wj_arena *arena, const struct wj_findings *findings, json_t *results)
{
    if (findings->figures->scale == NULL) {
        return;
    }
    set(results, "scale", scale_of(findings, findings->figures->scale));
    if (is_asked(findings, WJ_SUMMARY_ALPHA) || is_asked(findings, WJ_SUMMARY_PAIRED)) {
        set(results, "paired", pairs_of(findings));
    }
    if (is_asked(findings, WJ_SUMMARY_IMPORTANCE)) {
        set(results, "importance", importance_of(arena, findings));
    }
}
