#include "score_job.h"

#include "wjtab/base/message.h"

void wj_scoring_path(struct wj_buf *key, const struct wj_indicator *indicator, size_t depth)
{
    for (size_t i = 0; i < depth; i++) {
        size_t len = indicator->levels[i] != NULL ? strlen(indicator->levels[i]) : 0;
        wj_buf_addf(key, "%zu:", len);
        wj_buf_add(key, wj_slice(indicator->levels[i], len));
    }
}

struct summing {
    struct wj_score_job *job;
    size_t capacity;
    struct wj_map numbers; /* paths -> numbers of levels */
    struct wj_buf path;
};

static enum wj_status add_level(struct summing *summing, const struct wj_indicator *indicator,
                                size_t depth, long parent)
{
    struct wj_scoring *scoring = summing->job->scoring;
    enum wj_status status = wj_grow(&scoring->levels, &summing->capacity, scoring->level_count + 1,
                                    sizeof *scoring->levels);
    if (status == WJ_OK) {
        struct wj_level *level = &scoring->levels[scoring->level_count++];
        *level = (struct wj_level){.level = depth,
                                   .parent = parent,
                                   .name = indicator->levels[depth - 1],
                                   .has_score = true};
        mpq_inits(level->points, level->score, NULL);
    }
    return status;
}

/* The number of the level that is the first `depth` levels of an indicator. */
static enum wj_status find_level(struct summing *summing, const struct wj_indicator *indicator,
                                 size_t depth, long *found)
{
    wj_buf_reset(&summing->path);
    wj_scoring_path(&summing->path, indicator, depth);
    size_t count = summing->numbers.count;
    uint64_t *number;
    enum wj_status status = wj_buf_status(&summing->path);
    if (status == WJ_OK) {
        status = wj_map_put(&summing->numbers, wj_buf_slice(&summing->path), &number);
    }
    if (status != WJ_OK) {
        return status;
    }
    if (summing->numbers.count > count) {
        *number = summing->job->scoring->level_count;
        status = add_level(summing, indicator, depth, *found);
    }
    *found = (long)*number;
    return status;
}

static enum wj_status add_indicator(struct summing *summing, const struct wj_indicator *indicator)
{
    long found = -1;
    for (size_t depth = 1; depth < indicator->depth; depth++) {
        if (indicator->levels[depth - 1] == NULL) {
            continue;
        }
        enum wj_status status = find_level(summing, indicator, depth, &found);
        if (status != WJ_OK) {
            return status;
        }
        struct wj_level *level = &summing->job->scoring->levels[found];
        mpq_add(level->points, level->points, indicator->points);
        mpq_add(level->score, level->score, indicator->score);
        level->has_score = level->has_score && indicator->has_score;
    }
    return WJ_OK;
}

/* An indicator that is also a level above others is a heading with its own 分值: it counts twice.
 */
static enum wj_status check_headings(struct summing *summing)
{
    struct wj_score_job *job = summing->job;
    for (size_t i = 0; i < job->scoring->indicator_count; i++) {
        const struct wj_indicator *indicator = &job->scoring->indicators[i];
        wj_buf_reset(&summing->path);
        wj_scoring_path(&summing->path, indicator, indicator->depth);
        if (wj_buf_status(&summing->path) != WJ_OK) {
            return WJ_MEMORY;
        }
        if (wj_map_get(&summing->numbers, wj_buf_slice(&summing->path)) == NULL) {
            continue;
        }
        struct wj_place place = wj_small_table_place(&job->scoring->table, indicator->row, -1);
        wj_diag_add(job->diags, WJ_WARNING, "indicator_is_level", &place,
                    _("“%s” is an indicator on this row and a level above others: its 分值 counts "
                      "beside theirs; remove this row if it is a heading"),
                    wj_score_excerpt(job, indicator->levels[indicator->depth - 1]));
    }
    return WJ_OK;
}

enum wj_status wj_scoring_sum_levels(struct wj_score_job *job)
{
    struct summing summing = {.job = job};
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < job->scoring->indicator_count; i++) {
        status = add_indicator(&summing, &job->scoring->indicators[i]);
    }
    if (status == WJ_OK) {
        status = check_headings(&summing);
    }
    wj_map_clear(&summing.numbers);
    wj_buf_clear(&summing.path);
    return status;
}
