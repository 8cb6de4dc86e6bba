#include "score_job.h"

#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

static const struct wj_small_column columns[WJ_SCORING_COLUMNS] = {
    [WJ_COLUMN_LEVEL] = {.name = "一级指标", .hinted = true},
    [WJ_COLUMN_LEVEL + 1] = {.name = "二级指标", .hinted = true},
    [WJ_COLUMN_LEVEL + 2] = {.name = "三级指标", .hinted = true},
    [WJ_COLUMN_LEVEL + 3] = {.name = "四级指标", .hinted = true},
    [WJ_COLUMN_POINTS] = {.name = "分值", .required = true},
    [WJ_COLUMN_FORMULA] = {.name = "公式", .hinted = true},
    [WJ_COLUMN_VALUE] = {.name = "指标值"},
    [WJ_COLUMN_SCORE] = {.name = "得分", .hinted = true},
    [WJ_COLUMN_RATE] = {.name = "得分率", .hinted = true},
    [WJ_COLUMN_PROBLEM] = {.name = "问题"},
    [WJ_COLUMN_TARGET] = {.name = "目标值"},
    [WJ_COLUMN_ACTUAL] = {.name = "实际值"},
    [WJ_COLUMN_DONE] = {.name = "完成率"},
    [WJ_COLUMN_STANDARD] = {.name = "评价标准"},
    [WJ_COLUMN_BASIS] = {.name = "依据"},
};

enum row_kind { ROW_INDICATOR, ROW_PASSED_OVER, ROW_WITHOUT_NAME };

/* The state between two rows. */
struct reading {
    struct wj_score_job *job;
    char *above[WJ_LEVELS]; /* what a blank level repeats */
    bool told;              /* that level 1 is missing */
    struct wj_map seen;     /* paths of indicators -> their numbers */
    struct wj_buf path;
};

/* ---- the header ---- */

/* Which known column a text names, or -1. */
static long column_named(struct wj_score_job *job, struct wj_slice text)
{
    struct wj_slice clean;
    if (wj_score_clean(job, text, false, &clean) != WJ_OK) {
        job->out_of_memory = true;
        return -1;
    }
    for (long i = 0; i < WJ_SCORING_COLUMNS; i++) {
        if (wj_slice_is(clean, columns[i].name)) {
            return i;
        }
    }
    return -1;
}

/* Does the row below the header go on with it: a known column's name where the header has none, and
 * nothing below 分值? */
static bool header_goes_on(struct wj_score_job *job)
{
    const struct wj_table *table = &job->scoring->table;
    bool named = false;
    for (size_t i = 0; table->row_count > 1 && i < table->rows[1].count; i++) {
        struct wj_slice below = wj_small_table_text(table, 1, (long)i);
        long above = column_named(job, wj_small_table_text(table, 0, (long)i));
        if (below.len == 0) {
            continue;
        }
        if (above == WJ_COLUMN_POINTS) {
            return false;
        }
        named = named || (above < 0 && column_named(job, below) >= 0);
    }
    return named;
}

/* Makes one header of two rows, as tables have them whose 得分 and 得分率 stand below a common head
 * and whose other heads are merged downwards. */
static void join_headers(struct wj_score_job *job)
{
    struct wj_table *table = &job->scoring->table;
    if (!header_goes_on(job)) {
        return;
    }
    size_t kept = table->rows[1].count > table->rows[0].count ? 1 : 0;
    for (size_t i = 0; i < table->rows[kept].count; i++) {
        struct wj_slice below = wj_small_table_text(table, 1, (long)i);
        table->cells[table->rows[kept].first + i].text =
            below.len > 0 ? below : wj_small_table_text(table, 0, (long)i);
    }
    table->rows[1] = table->rows[kept];
    memmove(table->rows, table->rows + 1, (table->row_count - 1) * sizeof *table->rows);
    table->row_count--;
}

enum wj_status wj_scoring_find_columns(struct wj_score_job *job)
{
    struct wj_scoring *scoring = job->scoring;
    join_headers(job);
    enum wj_status status = wj_small_table_columns(job->diags, &scoring->table, columns,
                                                   WJ_SCORING_COLUMNS, scoring->columns);
    for (size_t i = 0; i < WJ_LEVELS; i++) {
        if (status != WJ_OK || scoring->columns[WJ_COLUMN_LEVEL + i] >= 0) {
            return status;
        }
    }
    struct wj_place place = wj_small_table_place(&scoring->table, 0, -1);
    return wj_fail(job->diags, WJ_DEFINITION, "missing_column", &place,
                   _("the header (the first line) has none of the columns 一级指标, 二级指标, "
                     "三级指标, 四级指标; one of them must name the indicators"));
}

static struct wj_slice level_text(const struct wj_scoring *scoring, size_t row, size_t level)
{
    return wj_small_table_text(&scoring->table, row, scoring->columns[WJ_COLUMN_LEVEL + level]);
}

/* 合 计, 总计, …: blanks inside don't matter. */
static bool is_total(struct wj_slice text)
{
    static const char *const words[] = {"合计", "总计", "总分", "小计"};
    char letters[sizeof "合计"] = {0};
    size_t len = 0;
    while (text.len > 0) {
        int32_t codepoint;
        size_t bytes = wj_utf8_next(text, &codepoint);
        if (!wj_text_is_blank(codepoint)) {
            if (len + bytes >= sizeof letters) {
                return false;
            }
            memcpy(letters + len, text.ptr, bytes);
            len += bytes;
        }
        text = wj_slice_from(text, bytes);
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(letters, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_filled(const struct wj_scoring *scoring, size_t row, size_t column)
{
    return wj_small_table_text(&scoring->table, row, scoring->columns[column]).len > 0;
}

static enum row_kind kind_of(const struct wj_scoring *scoring, size_t row)
{
    bool named = false;
    for (size_t i = 0; i < WJ_LEVELS; i++) {
        struct wj_slice text = level_text(scoring, row, i);
        named = named || text.len > 0;
        if (is_total(text)) {
            return ROW_PASSED_OVER;
        }
    }
    if (named) {
        return ROW_INDICATOR;
    }
    bool judged = is_filled(scoring, row, WJ_COLUMN_POINTS) ||
                  is_filled(scoring, row, WJ_COLUMN_FORMULA) ||
                  is_filled(scoring, row, WJ_COLUMN_SCORE);
    return judged ? ROW_WITHOUT_NAME : ROW_PASSED_OVER;
}

/* A blank level repeats the one above, unless a higher level on its row changes. */
static enum wj_status fill_levels(struct reading *reading, struct wj_indicator *indicator)
{
    struct wj_scoring *scoring = reading->job->scoring;
    bool changed = false;
    for (size_t i = 0; i < WJ_LEVELS; i++) {
        struct wj_slice text = level_text(scoring, indicator->row, i);
        char *above = reading->above[i];
        char *name = changed ? NULL : above;
        if (text.len > 0 && (above == NULL || !wj_slice_is(text, above))) {
            name = wj_arena_copy(&scoring->arena, text);
            if (name == NULL) {
                return WJ_MEMORY;
            }
        } else if (text.len > 0) {
            name = above;
        }
        changed = changed || name != above;
        reading->above[i] = name;
        indicator->levels[i] = name;
        if (name != NULL) {
            indicator->depth = i + 1;
        }
    }
    return WJ_OK;
}

static enum wj_status add_indicator(struct reading *reading, size_t row)
{
    struct wj_score_job *job = reading->job;
    struct wj_scoring *scoring = job->scoring;
    enum wj_status status = wj_grow(&scoring->indicators, &job->indicator_capacity,
                                    scoring->indicator_count + 1, sizeof *scoring->indicators);
    if (status != WJ_OK) {
        return status;
    }
    struct wj_indicator *indicator = &scoring->indicators[scoring->indicator_count++];
    *indicator = (struct wj_indicator){.row = row, .line = scoring->table.rows[row].line};
    mpq_inits(indicator->points, indicator->raw, indicator->score, indicator->rate,
              indicator->target.number, indicator->actual.number, indicator->done, NULL);
    return fill_levels(reading, indicator);
}

static void check_first_level(struct reading *reading, const struct wj_indicator *indicator)
{
    const struct wj_scoring *scoring = reading->job->scoring;
    long column = scoring->columns[WJ_COLUMN_LEVEL];
    if (column < 0 || indicator->levels[0] != NULL || reading->told) {
        return;
    }
    reading->told = true;
    struct wj_place place = wj_small_table_place(&scoring->table, indicator->row, column);
    wj_diag_add(reading->job->diags, WJ_ERROR, "missing_level", &place,
                _("the indicator “%s” stands under no 一级指标: the first row must name it"),
                wj_score_excerpt(reading->job, indicator->levels[indicator->depth - 1]));
}

static enum wj_status check_twice(struct reading *reading, const struct wj_indicator *indicator)
{
    const struct wj_scoring *scoring = reading->job->scoring;
    size_t count = reading->seen.count;
    uint64_t *number;
    wj_buf_reset(&reading->path);
    wj_scoring_path(&reading->path, indicator, indicator->depth);
    enum wj_status status = wj_buf_status(&reading->path);
    if (status == WJ_OK) {
        status = wj_map_put(&reading->seen, wj_buf_slice(&reading->path), &number);
    }
    if (status != WJ_OK) {
        return status;
    }
    if (reading->seen.count > count) {
        *number = scoring->indicator_count - 1;
        return WJ_OK;
    }
    struct wj_place place = wj_small_table_place(&scoring->table, indicator->row, -1);
    wj_diag_add(reading->job->diags, WJ_WARNING, "duplicate_indicator", &place,
                _("the indicator “%s” stands under the same levels on line %llu already; both "
                  "count"),
                wj_score_excerpt(reading->job, indicator->levels[indicator->depth - 1]),
                (unsigned long long)scoring->indicators[*number].line);
    return WJ_OK;
}

static enum wj_status read_row(struct reading *reading, size_t row)
{
    struct wj_score_job *job = reading->job;
    struct wj_scoring *scoring = job->scoring;
    enum row_kind kind = kind_of(scoring, row);
    if (kind == ROW_PASSED_OVER ||
        wj_small_table_check_row(job->diags, &scoring->table, row) != WJ_OK) {
        return WJ_OK;
    }
    if (kind == ROW_WITHOUT_NAME) {
        struct wj_place place = wj_small_table_place(&scoring->table, row, -1);
        wj_diag_add(job->diags, WJ_ERROR, "row_without_indicator", &place,
                    _("this row has 分值, 公式 or 得分, and names no indicator; name it, or call a "
                      "total row 合计"));
        return WJ_OK;
    }
    enum wj_status status = add_indicator(reading, row);
    if (status != WJ_OK) {
        return status;
    }
    struct wj_indicator *indicator = &scoring->indicators[scoring->indicator_count - 1];
    check_first_level(reading, indicator);
    status = check_twice(reading, indicator);
    return status == WJ_OK ? wj_scoring_judge(job, indicator) : status;
}

enum wj_status wj_scoring_read_rows(struct wj_score_job *job)
{
    struct reading reading = {.job = job};
    const struct wj_table *table = &job->scoring->table;
    enum wj_status status = WJ_OK;
    size_t errors = job->diags->errors;
    for (size_t row = 1; status == WJ_OK && row < table->row_count; row++) {
        status = read_row(&reading, row);
    }
    if (status == WJ_OK && job->scoring->indicator_count == 0 && job->diags->errors == errors) {
        struct wj_place place = {.file = table->path};
        wj_diag_add(job->diags, WJ_ERROR, "no_indicators", &place,
                    _("the scoring file names no indicator below its header"));
    }
    wj_map_clear(&reading.seen);
    wj_buf_clear(&reading.path);
    return status;
}
