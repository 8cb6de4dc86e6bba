#include "wjtab/base/message.h"
#include "wjtab/base/number.h"
#include "wjtab/report/report.h"

static void take_figure(struct wj_known *known, const char *name, const struct wj_figure *figure,
                        const char *why)
{
    known->name = name;
    known->has_value = figure->exists;
    known->why = figure->exists ? NULL
                 : figure->hidden
                     ? _("`suppress_below` hides it: hidden counts could be computed from it")
                     : why;
    known->percent = true;
    mpq_set(known->value, figure->value);
}

static void take_count(struct wj_known *known, const char *name, bool exists, uint64_t count,
                       const char *why)
{
    known->name = name;
    known->has_value = exists;
    known->why = exists ? NULL : why;
    wj_number_ratio(known->value, count, 1);
}

/* The figure that formulas call after the unweighted one. */
static enum wj_status take_weighted(struct wj_arena *arena, struct wj_known *known,
                                    const struct wj_measure *measure,
                                    const struct wj_weighted *figure, const char *why)
{
    struct wj_buf name = {0};
    wj_buf_addf(&name, "%s" WJ_WEIGHTED_NAME, measure->name);
    known->name = wj_arena_copy(arena, wj_buf_slice(&name));
    known->has_value = figure != NULL && figure->exists;
    known->why = known->has_value ? NULL : why;
    known->percent = true;
    known->weighted = true;
    if (known->has_value) {
        mpq_set(known->value, figure->value);
    }
    wj_buf_clear(&name);
    return known->name != NULL ? WJ_OK : WJ_MEMORY;
}

enum { RETURNS = 5 };

static enum wj_status take_measures(struct wj_arena *arena, const struct wj_figures *figures,
                                    struct wj_known *list)
{
    const struct wj_survey *survey = figures->survey;
    const char *why = _("the measure has no base: nobody's answer counts for it");
    bool weighted = survey->weighting.kind != WJ_UNWEIGHTED;
    enum wj_status status = WJ_OK;
    for (size_t i = 0; i < survey->measure_count; i++) {
        struct wj_known *known = &list[i];
        take_figure(known, survey->measures[i].name, &figures->measures[i], why);
        known->sampled = true;
        known->measure = i;
    }
    for (size_t i = 0; weighted && status == WJ_OK && i < survey->measure_count; i++) {
        struct wj_known *known = &list[survey->measure_count + i];
        const struct wj_weighted_figures *figure = figures->weighted;
        status = take_weighted(arena, known, &survey->measures[i],
                               figure != NULL ? &figure->measures[i] : NULL, why);
        known->sampled = true;
        known->measure = i;
    }
    return status;
}

enum wj_status wj_known_build(struct wj_arena *arena, const struct wj_survey *survey,
                              const struct wj_tally *tally, const struct wj_figures *figures,
                              uint64_t returned, struct wj_known **known, size_t *count)
{
    const char *not_given = _("the definition does not give `distributed`");
    size_t kinds = survey->weighting.kind != WJ_UNWEIGHTED ? 2 : 1;
    size_t total = RETURNS + kinds * survey->measure_count;
    struct wj_known *list = wj_arena_alloc(arena, total * sizeof *list);
    *known = list;
    *count = 0;
    if (list == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < total; i++) {
        mpq_init(list[i].value);
    }
    take_count(&list[0], "有效问卷", true, tally->effective, NULL);
    take_count(&list[1], "回收问卷", true, returned, NULL);
    take_count(&list[2], "发放问卷", survey->has_distributed, survey->distributed, not_given);
    take_figure(&list[3], "回收率", &figures->return_rate,
                survey->has_distributed ? _("no questionnaire was handed out") : not_given);
    take_figure(&list[4], "有效率", &figures->valid_rate, _("no questionnaire came back"));
    enum wj_status status = take_measures(arena, figures, list + RETURNS);
    *count = total;
    return status;
}

void wj_known_clear(struct wj_known *known, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        mpq_clear(known[i].value);
    }
}
