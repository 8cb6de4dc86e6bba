#include "extremes.h"

void wj_extremes_add(struct wj_extremes *extremes, const char *name, const struct wj_figure *figure)
{
    if (!figure->exists || wj_grow(&extremes->list, &extremes->capacity, extremes->count + 1,
                                   sizeof *extremes->list) != WJ_OK) {
        return;
    }
    extremes->list[extremes->count++] = (struct wj_extreme){name, figure};
}

/* The names of all whose figure is the same. */
static const char *named(const struct wj_tell *tell, const struct wj_extremes *extremes,
                         const struct wj_figure *figure)
{
    struct wj_list list = {.quoted = true};
    for (size_t i = 0; i < extremes->count; i++) {
        if (mpq_equal(extremes->list[i].figure->value, figure->value) != 0) {
            wj_list_add(tell, &list, extremes->list[i].name);
        }
    }
    return wj_list_said(tell, &list);
}

static const char *printed(const struct wj_tell *tell, const struct wj_extremes *extremes,
                           const struct wj_figure *figure)
{
    mpq_t one;
    if (!extremes->shorten) {
        return wj_percent(tell, figure);
    }
    mpq_init(one);
    mpq_set_ui(one, 1, 1);
    const char *text = wj_print_ratio(tell->arena, figure->value, one, tell->percent);
    mpq_clear(one);
    return text;
}

void wj_tell_extremes(const struct wj_tell *tell, struct wj_extremes *extremes, enum wj_text text,
                      enum wj_text equal)
{
    const struct wj_figure *highest = extremes->count > 0 ? extremes->list[0].figure : NULL;
    const struct wj_figure *lowest = highest;
    for (size_t i = 1; i < extremes->count; i++) {
        const struct wj_figure *figure = extremes->list[i].figure;
        highest = mpq_cmp(figure->value, highest->value) > 0 ? figure : highest;
        lowest = mpq_cmp(figure->value, lowest->value) < 0 ? figure : lowest;
    }
    if (extremes->count > 1) {
        bool same = mpq_equal(highest->value, lowest->value) != 0;
        const char *count = wj_count(tell, extremes->count);
        const char *parts[] = {count, named(tell, extremes, highest),
                               printed(tell, extremes, highest), named(tell, extremes, lowest),
                               printed(tell, extremes, lowest)};
        const char *one[] = {count, parts[2]};
        wj_tell_detail(tell, WJ_PARAGRAPH, same ? equal : text, same ? 2 : 5, same ? one : parts);
    }
    wj_free(extremes->list);
    *extremes = (struct wj_extremes){0};
}
