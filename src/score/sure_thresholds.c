#include "sure.h"

static enum wj_status add_threshold(struct wj_sure_job *job, size_t indicator,
                                    const struct wj_sure_threshold *found, size_t *capacity)
{
    struct wj_sure *sure = job->sure;
    enum wj_status status =
        wj_grow(&sure->thresholds, capacity, sure->threshold_count + 1, sizeof *sure->thresholds);
    if (status == WJ_OK) {
        struct wj_sure_threshold *threshold = &sure->thresholds[sure->threshold_count++];
        *threshold = *found;
        threshold->indicator = indicator;
        mpq_init(threshold->with);
        mpq_set(threshold->with, found->with);
    }
    return status;
}

/* What an enclosure leaves open may still be the same at every point: both must be found. */
static enum wj_status check(struct wj_sure_job *job, size_t indicator, size_t position, bool *open)
{
    const struct wj_sure_query query = {
        .aim = WJ_AIM_COMPARISON, .indicators = &indicator, .count = 1, .position = position};
    struct wj_spread spread;
    wj_spread_init(&spread);
    enum wj_status status = wj_sure_search(job, &query, job->used[indicator], &spread);
    *open = spread.state == WJ_SPREAD_EXACT && mpq_cmp(spread.lower, spread.upper) < 0;
    wj_spread_clear(&spread);
    return status;
}

enum wj_status wj_sure_thresholds(struct wj_sure_job *job, size_t indicator, size_t *capacity)
{
    struct wj_sure_threshold list[WJ_SURE_THRESHOLDS];
    struct wj_span *spans = wj_sure_spans(job->sure);
    if (spans == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < WJ_SURE_THRESHOLDS; i++) {
        mpq_init(list[i].with);
    }
    enum wj_status status = WJ_OK;
    size_t count = wj_sure_undecided(job, indicator, spans, list);
    for (size_t i = 0; i < count && status == WJ_OK; i++) {
        bool open;
        status = check(job, indicator, list[i].position, &open);
        if (status == WJ_OK && open) {
            status = add_threshold(job, indicator, &list[i], capacity);
        }
    }
    for (size_t i = 0; i < WJ_SURE_THRESHOLDS; i++) {
        mpq_clear(list[i].with);
    }
    wj_sure_spans_free(job->sure, spans);
    return status;
}
