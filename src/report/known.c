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

enum { RETURNS = 5 };

enum wj_status wj_known_build(struct wj_arena *arena, const struct wj_survey *survey,
                              const struct wj_tally *tally, const struct wj_figures *figures,
                              uint64_t returned, struct wj_known **known, size_t *count)
{
    const char *not_given = _("the definition does not give `distributed`");
    size_t total = RETURNS + survey->measure_count;
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
    for (size_t i = 0; i < survey->measure_count; i++) {
        take_figure(&list[RETURNS + i], survey->measures[i].name, &figures->measures[i],
                    _("the measure has no base: nobody's answer counts for it"));
        list[RETURNS + i].sampled = true;
        list[RETURNS + i].measure = i;
    }
    *count = total;
    return WJ_OK;
}

void wj_known_clear(struct wj_known *known, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        mpq_clear(known[i].value);
    }
}
