#include "print.h"
#include "results.h"

static void set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new(object, key, value);
}

static json_t *exact_of(struct wj_arena *arena, const mpq_t value)
{
    return wj_json_fraction(value, wj_print_exact(arena, value));
}

/* Of a total and its levels, as they are printed. */
static json_t *printed_of(struct wj_arena *arena, const struct wj_findings *findings,
                          const mpq_t value)
{
    return wj_json_fraction(value, wj_print_short(arena, value, findings->survey->score_rounding));
}

static bool is_found(const struct wj_spread *spread)
{
    return spread->state == WJ_SPREAD_EXACT || spread->state == WJ_SPREAD_BOUNDED;
}

static json_t *measures_of(struct wj_arena *arena, const struct wj_sure *sure)
{
    json_t *list = json_array();
    for (size_t i = 0; i < sure->name_count; i++) {
        const struct wj_sure_name *name = &sure->names[i];
        json_t *object = json_object();
        set(object, "name", json_string(name->known->name));
        set(object, "lower", name->has_range ? exact_of(arena, name->lower) : json_null());
        set(object, "upper", name->has_range ? exact_of(arena, name->upper) : json_null());
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *thresholds_of(struct wj_arena *arena, const struct wj_sure *sure,
                             const struct wj_scoring *scoring)
{
    json_t *list = json_array();
    for (size_t i = 0; i < sure->threshold_count; i++) {
        const struct wj_sure_threshold *threshold = &sure->thresholds[i];
        const struct wj_indicator *indicator = &scoring->indicators[threshold->indicator];
        json_t *object = json_object();
        bool named = threshold->name >= 0;
        set(object, "indicator", json_string(indicator->levels[indicator->depth - 1]));
        set(object, "line", wj_json_count(indicator->line));
        set(object, "position", wj_json_count(threshold->position));
        set(object, "measure",
            named ? json_string(sure->names[threshold->name].known->name) : json_null());
        set(object, "threshold", named ? exact_of(arena, threshold->with) : json_null());
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *grades_of(const struct wj_sure *sure)
{
    json_t *list = json_array();
    for (size_t i = 0; i < sure->grade_count; i++) {
        json_array_append_new(list, wj_json_text(sure->grades[i]));
    }
    return list;
}

static json_t *interval_of(struct wj_arena *arena, const struct wj_findings *findings,
                           const struct wj_spread *spread, bool printed)
{
    if (!is_found(spread)) {
        return json_null();
    }
    json_t *interval = json_object();
    set(interval, "lower",
        printed ? printed_of(arena, findings, spread->lower) : exact_of(arena, spread->lower));
    set(interval, "upper",
        printed ? printed_of(arena, findings, spread->upper) : exact_of(arena, spread->upper));
    set(interval, "reached", json_boolean(spread->state == WJ_SPREAD_EXACT));
    return interval;
}

/* Takes the interval; adds the reason where there is none, and nothing at all where the sample does
 * not matter. */
static void set_interval(json_t *object, const struct wj_spread *spread, json_t *interval)
{
    if (spread->state == WJ_SPREAD_NONE) {
        json_decref(interval);
        return;
    }
    set(object, "interval", interval);
    if (spread->state == WJ_SPREAD_UNKNOWN) {
        set(object, "no_interval", json_string(spread->why));
    }
}

static json_t *interval_of_total(struct wj_arena *arena, const struct wj_findings *findings)
{
    const struct wj_sure *sure = findings->sure;
    json_t *interval = interval_of(arena, findings, &sure->total, true);
    if (is_found(&sure->total)) {
        set(interval, "level", exact_of(arena, sure->confidence));
        set(interval, "method", json_string("bonferroni"));
        set(interval, "grades", grades_of(sure));
        set(interval, "measure_level", exact_of(arena, sure->level));
        set(interval, "measures", measures_of(arena, sure));
        set(interval, "thresholds", thresholds_of(arena, sure, findings->scoring));
    }
    return interval;
}

void wj_results_sure(struct wj_arena *arena, const struct wj_findings *findings, json_t *score)
{
    const struct wj_sure *sure = findings->sure;
    if (sure == NULL || sure->name_count == 0) {
        return;
    }
    set_interval(score, &sure->total, interval_of_total(arena, findings));
    json_t *levels = json_object_get(score, "levels");
    for (size_t i = 0; i < sure->level_count; i++) {
        set_interval(json_array_get(levels, i), &sure->levels[i],
                     interval_of(arena, findings, &sure->levels[i], true));
    }
    json_t *indicators = json_object_get(score, "indicators");
    for (size_t i = 0; i < sure->indicator_count; i++) {
        set_interval(json_array_get(indicators, i), &sure->indicators[i],
                     interval_of(arena, findings, &sure->indicators[i], false));
    }
}
