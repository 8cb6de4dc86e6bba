#include "print.h"
#include "results.h"
#include "waves.h"

static void set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new(object, key, value);
}

static json_t *interval_of(const struct wj_wave *wave)
{
    if (!wave->change.exists) {
        return json_null();
    }
    json_t *object = json_object();
    set(object, "lower", json_real(wave->change.lower));
    set(object, "upper", json_real(wave->change.upper));
    set(object, "method", json_string(wave->method));
    return object;
}

static json_t *base_json(uint64_t base)
{
    return base > 0 ? wj_json_count(base) : json_null();
}

static json_t *wave_of(struct wj_arena *arena, const struct wj_survey *survey,
                       const struct wj_wave *wave)
{
    static const char *const changes[] = {"down", "none", "up"};
    json_t *object = json_object();
    set(object, wave->kind == WJ_WAVE_MEASURE ? "measure" : "question", json_string(wave->name));
    if (wave->kind == WJ_WAVE_SHARE) {
        set(object, "code", wj_json_text(wave->code));
        set(object, "label", wj_json_text(wave->option));
    }
    set(object, "previous", wj_json_percent(arena, &wave->before, survey->percent));
    set(object, "current", wj_json_percent(arena, &wave->now, survey->percent));
    set(object, "previous_base", base_json(wave->base_before));
    set(object, "current_base", base_json(wave->base_now));
    set(object, "difference", wj_json_percent(arena, &wave->difference, survey->percent));
    set(object, "interval", interval_of(wave));
    set(object, "change",
        wave->change.exists ? json_string(changes[wave->change.direction + 1]) : json_null());
    if (wave->missing != WJ_WAVE_THERE) {
        set(object, "why", json_string(wj_no_wave_name(wave->missing)));
    }
    return object;
}

static json_t *list_of(struct wj_arena *arena, const struct wj_survey *survey,
                       const struct wj_waves *waves, enum wj_wave_kind kind)
{
    json_t *list = json_array();
    for (size_t i = 0; i < waves->count; i++) {
        if (waves->list[i].kind == kind) {
            json_array_append_new(list, wave_of(arena, survey, &waves->list[i]));
        }
    }
    return list;
}

json_t *wj_results_waves(struct wj_arena *arena, const struct wj_survey *survey,
                         const struct wj_waves *waves)
{
    json_t *object = json_object();
    json_t *previous = json_object();
    set(previous, "file", json_string(waves->file));
    set(previous, "sha256", json_string(waves->digest));
    set(previous, "title", wj_json_text(waves->title[0] != '\0' ? waves->title : NULL));
    set(previous, "valid", wj_json_count(waves->valid_before));
    set(object, "previous", previous);
    set(object, "level", json_real(mpq_get_d(survey->confidence)));
    set(object, "measures", list_of(arena, survey, waves, WJ_WAVE_MEASURE));
    set(object, "rates", list_of(arena, survey, waves, WJ_WAVE_RATE));
    set(object, "shares", list_of(arena, survey, waves, WJ_WAVE_SHARE));
    return object;
}
