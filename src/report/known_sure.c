#include "wjtab/base/message.h"
#include "wjtab/report/report.h"

static const char *why_not(enum wj_no_interval missing)
{
    switch (missing) {
    case WJ_INTERVAL_THERE:
        break;
    case WJ_NO_SCORES:
        return _("no option of a question has a score");
    case WJ_SMALL_BASE:
        return _("fewer than two responses count for it");
    case WJ_TOO_MANY_ITEMS:
        return _("its items are too many");
    case WJ_TOO_LARGE:
        return _("its numbers are too large");
    case WJ_SUPPRESSED:
        return _("counts of its items are hidden");
    }
    return NULL;
}

/* Limits are computed in binary floating point: they are rounded outwards, to a decimal that does
 * not depend on the last bits. */
static void take_limits(const struct wj_interval *interval, struct wj_sure_name *name)
{
    enum { PLACES = 10 };
    wj_interval_limits(interval, name->lower, name->upper);
    wj_number_round(name->lower, name->lower, PLACES, WJ_TRUNCATE);
    wj_number_round(name->upper, name->upper, PLACES, WJ_UP);
}

enum wj_status wj_sure_of_survey(struct wj_sure *sure, const struct wj_tally *tally,
                                 const struct wj_figures *figures,
                                 const struct wj_score_options *options,
                                 const struct wj_scoring *scoring)
{
    enum wj_status status = wj_sure_init(sure, options, scoring, figures->survey->confidence);
    for (size_t i = 0; status == WJ_OK && i < sure->name_count; i++) {
        struct wj_sure_name *name = &sure->names[i];
        size_t measure = name->known->measure;
        bool weighted = name->known->weighted && figures->weighted != NULL;
        struct wj_interval interval =
            weighted ? wj_interval_weighted(&figures->weighted->measures[measure], sure->level)
                     : wj_measure_interval(figures, tally, measure, sure->level);
        name->has_range = interval.missing == WJ_INTERVAL_THERE;
        name->why = why_not(interval.missing);
        if (name->has_range) {
            take_limits(&interval, name);
        }
    }
    return status == WJ_OK ? wj_sure_compute(sure, options, scoring) : status;
}
