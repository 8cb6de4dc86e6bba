#include "audit_job.h"

#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

static const char *const numerals[WJ_LEVELS] = {"一级", "二级", "三级", "四级"};

/* The header without blanks, and without what stands in brackets at its end: 分值（分） is 分值. */
static const char *header_name(struct wj_audit_job *job, size_t column)
{
    struct wj_slice text = wj_small_table_text(&job->table, 0, (long)column);
    const char *clean = wj_audit_squeeze(job, wj_audit_clean(job, text));
    const char *bracket = strrchr(clean, '(');
    if (bracket == NULL || bracket == clean || !wj_slice_ends(wj_slice_of(clean), ")")) {
        return clean;
    }
    return wj_audit_text(job, "%.*s", (int)(bracket - clean), clean);
}

/* The level that a header begins with: 二级指标分值 is 2; 0: none. */
static size_t level_of(const char *name)
{
    for (size_t i = 0; i < WJ_LEVELS; i++) {
        if (strncmp(name, numerals[i], strlen(numerals[i])) == 0) {
            return i + 1;
        }
    }
    return 0;
}

static bool is_one_of(const char *name, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(name, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

#define IS_ONE_OF(name, words) is_one_of(name, words, sizeof words / sizeof *words)

static enum wj_audit_column_kind kind_of(const char *name)
{
    static const char *const targets[] = {"目标值", "指标目标值", "年度指标值", "计划值"};
    static const char *const actuals[] = {"实际值", "实际完成值", "完成值", "全年完成值"};
    static const char *const grades[] = {"等级", "评价等级", "评级"};
    size_t level = level_of(name);
    if (level > 0 && (strcmp(name + strlen(numerals[level - 1]), "指标") == 0)) {
        return AUDIT_LEVEL;
    }
    if (wj_slice_ends(wj_slice_of(name), "分值") || strcmp(name, "满分") == 0 ||
        strcmp(name, "标准分") == 0) {
        return AUDIT_POINTS;
    }
    if (wj_slice_ends(wj_slice_of(name), "得分率")) {
        return AUDIT_RATE;
    }
    if (wj_slice_ends(wj_slice_of(name), "得分")) {
        return AUDIT_SCORE;
    }
    if (wj_slice_ends(wj_slice_of(name), "人数")) {
        return AUDIT_COUNT;
    }
    if (wj_slice_ends(wj_slice_of(name), "占比") || wj_slice_ends(wj_slice_of(name), "比例")) {
        return AUDIT_SHARE;
    }
    if (IS_ONE_OF(name, targets)) {
        return AUDIT_TARGET;
    }
    if (IS_ONE_OF(name, actuals)) {
        return AUDIT_ACTUAL;
    }
    return IS_ONE_OF(name, grades) ? AUDIT_GRADE : AUDIT_OTHER;
}

static size_t count_named(const struct wj_audit_job *job, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < job->column_count; i++) {
        count += strcmp(job->columns[i].name, name) == 0 ? 1 : 0;
    }
    return count;
}

/* Where 分值 stands behind every level's column it is that level's, the deepest the row's own. */
static void place_repeated(struct wj_audit_job *job)
{
    size_t deepest = 0;
    size_t level = 0;
    for (size_t i = 0; i < job->column_count; i++) {
        const struct wj_audit_column *column = &job->columns[i];
        if (column->kind == AUDIT_LEVEL && column->level > deepest) {
            deepest = column->level;
        }
    }
    for (size_t i = 0; i < job->column_count; i++) {
        struct wj_audit_column *column = &job->columns[i];
        bool measure = column->kind == AUDIT_POINTS || column->kind == AUDIT_SCORE ||
                       column->kind == AUDIT_RATE;
        if (column->kind == AUDIT_LEVEL) {
            level = column->level;
        } else if (measure && level_of(column->name) > 0) {
            column->level = level_of(column->name);
            column->name += strlen("一级");
            column->name += strncmp(column->name, "指标", strlen("指标")) == 0 ? strlen("指标") : 0;
        } else if (measure && level < deepest && count_named(job, column->name) > 1) {
            column->level = level;
        }
        column->level = measure && column->level == deepest ? 0 : column->level;
    }
}

/* The number of a score column of this name; a new one where there is none. */
static size_t score_number(struct wj_audit_job *job, const char *name, bool add)
{
    for (size_t i = 0; i < job->score_count; i++) {
        if (strcmp(job->scores[i], name) == 0) {
            return i;
        }
    }
    if (!add || job->score_count == AUDIT_SCORES) {
        return AUDIT_SCORES;
    }
    job->scores[job->score_count] = name;
    return job->score_count++;
}

static void number_scores(struct wj_audit_job *job)
{
    for (size_t i = 0; i < job->column_count; i++) {
        struct wj_audit_column *column = &job->columns[i];
        if (column->kind == AUDIT_SCORE) {
            column->score = score_number(job, column->name, true);
            column->kind = column->score == AUDIT_SCORES ? AUDIT_OTHER : AUDIT_SCORE;
        }
    }
    for (size_t i = 0; i < job->column_count; i++) {
        struct wj_audit_column *column = &job->columns[i];
        if (column->kind == AUDIT_RATE) {
            const char *name = wj_audit_text(
                job, "%.*s", (int)(strlen(column->name) - strlen("率")), column->name);
            column->score = score_number(job, name, false);
        }
    }
}

/* 非常满意占比 belongs to 非常满意人数. */
static void pair_shares(struct wj_audit_job *job)
{
    for (size_t i = 0; i < job->column_count; i++) {
        struct wj_audit_column *share = &job->columns[i];
        share->pair = -1;
        if (share->kind != AUDIT_SHARE) {
            continue;
        }
        for (size_t j = 0; j < job->column_count; j++) {
            const struct wj_audit_column *count = &job->columns[j];
            size_t prefix = strlen(share->name) - strlen("占比");
            if (count->kind == AUDIT_COUNT && strlen(count->name) == prefix + strlen("人数") &&
                strncmp(count->name, share->name, prefix) == 0) {
                share->pair = (long)j;
            }
        }
        share->kind = share->pair < 0 ? AUDIT_OTHER : AUDIT_SHARE;
    }
}

static bool has_kind(const struct wj_audit_job *job, enum wj_audit_column_kind kind)
{
    for (size_t i = 0; i < job->column_count; i++) {
        if (job->columns[i].kind == kind) {
            return true;
        }
    }
    return false;
}

enum wj_status wj_audit_find_columns(struct wj_audit_job *job)
{
    job->column_count = job->table.rows[0].count;
    job->columns =
        wj_arena_alloc(&job->audit->arena, (job->column_count + 1) * sizeof *job->columns);
    if (job->columns == NULL) {
        job->column_count = 0;
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < job->column_count; i++) {
        const char *name = header_name(job, i);
        job->columns[i] = (struct wj_audit_column){.kind = kind_of(name), .name = name};
        if (job->columns[i].kind == AUDIT_LEVEL) {
            job->columns[i].level = level_of(name);
        }
    }
    place_repeated(job);
    number_scores(job);
    pair_shares(job);
    bool scored =
        has_kind(job, AUDIT_LEVEL) && (has_kind(job, AUDIT_POINTS) || has_kind(job, AUDIT_SCORE));
    if (!scored && !has_kind(job, AUDIT_SHARE)) {
        struct wj_place place = wj_small_table_place(&job->table, 0, -1);
        return wj_fail(job->diags, WJ_DEFINITION, "missing_column", &place,
                       _("there is nothing to audit: the header (the first line) needs a level "
                         "(一级指标 …) with 分值 or 得分, or 人数 with 占比"));
    }
    return WJ_OK;
}

enum wj_status wj_audit_read_table(struct wj_audit_job *job)
{
    enum wj_status status = wj_small_table_read(job->diags, job->options->file, job->options->read,
                                                "分值", &job->table);
    if (status == WJ_OK) {
        status = wj_audit_find_columns(job);
    }
    if (status == WJ_OK) {
        wj_audit_read_rows(job);
    }
    return status;
}
