/* 目标值 and 实际值 of a row, and the 完成率 that follows from them. */
#include "score_job.h"

#include "cell.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

/* How a target says when it is met. Longer spellings stand before those that they begin with. */
static const struct {
    const char *written;
    enum wj_goal goal;
    const char *sign;
} signs[] = {
    {"≥", WJ_GOAL_AT_LEAST, "≥"},          {">=", WJ_GOAL_AT_LEAST, "≥"},
    {"≧", WJ_GOAL_AT_LEAST, "≥"},          {"大于等于", WJ_GOAL_AT_LEAST, "≥"},
    {"大于或等于", WJ_GOAL_AT_LEAST, "≥"}, {"不少于", WJ_GOAL_AT_LEAST, "≥"},
    {"不低于", WJ_GOAL_AT_LEAST, "≥"},     {"不小于", WJ_GOAL_AT_LEAST, "≥"},
    {"≤", WJ_GOAL_AT_MOST, "≤"},           {"<=", WJ_GOAL_AT_MOST, "≤"},
    {"≦", WJ_GOAL_AT_MOST, "≤"},           {"小于等于", WJ_GOAL_AT_MOST, "≤"},
    {"小于或等于", WJ_GOAL_AT_MOST, "≤"},  {"不超过", WJ_GOAL_AT_MOST, "≤"},
    {"不高于", WJ_GOAL_AT_MOST, "≤"},      {"不大于", WJ_GOAL_AT_MOST, "≤"},
    {"不多于", WJ_GOAL_AT_MOST, "≤"},      {">", WJ_GOAL_AT_LEAST, ">"},
    {"大于", WJ_GOAL_AT_LEAST, ">"},       {"高于", WJ_GOAL_AT_LEAST, ">"},
    {"超过", WJ_GOAL_AT_LEAST, ">"},       {"<", WJ_GOAL_AT_MOST, "<"},
    {"小于", WJ_GOAL_AT_MOST, "<"},        {"低于", WJ_GOAL_AT_MOST, "<"},
    {"少于", WJ_GOAL_AT_MOST, "<"},        {"=", WJ_GOAL_EXACTLY, "="},
    {"等于", WJ_GOAL_EXACTLY, "="},
};

/* The same behind the unit. */
static const struct {
    const char *written;
    enum wj_goal goal;
    const char *sign;
} endings[] = {
    {"及以上", WJ_GOAL_AT_LEAST, "≥"}, {"以上", WJ_GOAL_AT_LEAST, "≥"},
    {"及以下", WJ_GOAL_AT_MOST, "≤"},  {"以下", WJ_GOAL_AT_MOST, "≤"},
    {"以内", WJ_GOAL_AT_MOST, "≤"},
};

static bool ends(struct wj_slice text, struct wj_slice with)
{
    return text.len >= with.len && wj_slice_equal(wj_slice_from(text, text.len - with.len), with);
}

/* Takes the sign off the start of a target. */
static struct wj_slice take_sign(struct wj_slice text, struct wj_amount *amount)
{
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (wj_slice_starts(text, wj_slice_of(signs[i].written))) {
            amount->goal = signs[i].goal;
            amount->sign = signs[i].sign;
            return wj_text_trim(wj_slice_from(text, strlen(signs[i].written)));
        }
    }
    return text;
}

/* Takes 以上 and the like off the end of a target. */
static struct wj_slice take_ending(struct wj_slice text, struct wj_amount *amount)
{
    for (size_t i = 0; amount->sign[0] == '\0' && i < sizeof endings / sizeof *endings; i++) {
        if (ends(text, wj_slice_of(endings[i].written))) {
            amount->goal = endings[i].goal;
            amount->sign = endings[i].sign;
            return wj_text_trim(wj_slice(text.ptr, text.len - strlen(endings[i].written)));
        }
    }
    return text;
}

/* How many bytes at the start can be a number. */
static size_t number_length(struct wj_slice text)
{
    size_t len = 0;
    while (len < text.len && text.ptr[len] != '\0' && strchr("0123456789.,+-", text.ptr[len])) {
        len++;
    }
    return len;
}

/* 240 万元（含上年结转）: what is said in parentheses behind the unit is no part of it. */
static struct wj_slice without_remark(struct wj_slice text)
{
    const char *open = text.len > 0 ? memchr(text.ptr, '(', text.len) : NULL;
    if (open == NULL || text.ptr[text.len - 1] != ')') {
        return text;
    }
    return wj_text_trim(wj_slice(text.ptr, (size_t)(open - text.ptr)));
}

/* Several targets in one cell (70 人；7 天) or a span (3-5 人) are no number with a unit. A digit
 * may follow a letter: m2. */
static bool is_unit(struct wj_slice text)
{
    static const char *const separators[] = {";", ",", "、", "~", "-", "–", "—", "±", "至", "到"};
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
        if (text.len > 0 &&
            memmem(text.ptr, text.len, separators[i], strlen(separators[i])) != NULL) {
            return false;
        }
    }
    for (size_t i = 0; i < text.len; i++) {
        bool digit = text.ptr[i] >= '0' && text.ptr[i] <= '9';
        char before = i > 0 ? text.ptr[i - 1] : ' ';
        bool letter = (before >= 'a' && before <= 'z') || (before >= 'A' && before <= 'Z');
        if (digit && !letter) {
            return false;
        }
    }
    return true;
}

/* Reads number and unit from a cleaned text; leaves the amount a text where it is something else.
 */
static enum wj_status read_number(struct wj_score_job *job, struct wj_slice clean, bool target,
                                  struct wj_amount *amount)
{
    struct wj_amount read = *amount;
    struct wj_slice text = target ? take_sign(clean, &read) : clean;
    size_t len = number_length(text);
    struct wj_slice number = wj_slice(text.ptr, len);
    struct wj_slice unit = wj_text_trim(wj_slice_from(text, len));
    bool percent = wj_slice_starts(unit, wj_slice_of("%"));
    unit = wj_text_trim(wj_slice_from(unit, percent ? 1 : 0));
    unit = without_remark(unit);
    unit = target ? take_ending(unit, &read) : unit;
    if (len == 0 || (percent && unit.len > 0) || !is_unit(unit) ||
        !wj_number_parse(amount->number, number, WJ_NUMBER_THOUSANDS)) {
        return WJ_OK;
    }
    amount->has_number = true;
    amount->goal = read.goal;
    amount->sign = read.sign;
    amount->percent = percent;
    if (percent) {
        mpq_div_2exp(amount->number, amount->number, 2);
        mpz_mul_ui(mpq_denref(amount->number), mpq_denref(amount->number), 25);
        mpq_canonicalize(amount->number);
    }
    amount->unit = percent ? "%" : wj_arena_copy(&job->scoring->arena, unit);
    return amount->unit != NULL ? WJ_OK : WJ_MEMORY;
}

static enum wj_status read_amount(struct wj_score_job *job, const struct wj_indicator *indicator,
                                  size_t column, struct wj_amount *amount)
{
    const struct wj_scoring *scoring = job->scoring;
    struct wj_slice text =
        wj_small_table_text(&scoring->table, indicator->row, scoring->columns[column]);
    struct wj_slice clean;
    amount->sign = "";
    amount->unit = "";
    amount->text = wj_arena_copy(&job->scoring->arena, text);
    enum wj_status status = wj_score_clean(job, text, false, &clean);
    if (status != WJ_OK || amount->text == NULL) {
        return WJ_MEMORY;
    }
    return read_number(job, clean, column == WJ_COLUMN_TARGET, amount);
}

static struct wj_place place_of(const struct wj_score_job *job,
                                const struct wj_indicator *indicator, size_t column)
{
    const struct wj_scoring *scoring = job->scoring;
    return wj_small_table_place(&scoring->table, indicator->row, scoring->columns[column]);
}

/* An 实际值 that is no number may be the name of a fact or measure. */
static void look_up(struct wj_score_job *job, struct wj_indicator *indicator)
{
    struct wj_amount *actual = &indicator->actual;
    indicator->actual_name = -1;
    if (actual->has_number || actual->text[0] == '\0') {
        return;
    }
    indicator->actual_name = wj_score_take(job, wj_slice_of(actual->text), actual);
    if (indicator->actual_name < 0 && indicator->target.has_number) {
        struct wj_place place = place_of(job, indicator, WJ_COLUMN_ACTUAL);
        struct wj_buf excerpt = {0};
        const char *text = wj_text_excerpt(&excerpt, wj_slice_of(actual->text));
        wj_diag_add(job->diags, WJ_WARNING, "actual_text", &place,
                    _("indicator “%s”: the 实际值 “%s” is neither a number with a unit nor the "
                      "name of a fact or measure, and can't be compared with the 目标值"),
                    wj_score_excerpt(job, indicator->levels[indicator->depth - 1]), text);
        job->out_of_memory = job->out_of_memory || wj_buf_status(&excerpt) != WJ_OK;
        wj_buf_clear(&excerpt);
    }
}

static const char *unit_of(const struct wj_amount *amount)
{
    return amount->unit[0] != '\0' ? amount->unit : _("no unit");
}

/* Two units that are there must be the same; and 98 is not 98%. */
static void check_units(struct wj_score_job *job, const struct wj_indicator *indicator)
{
    const struct wj_amount *target = &indicator->target;
    const struct wj_amount *actual = &indicator->actual;
    bool both = target->unit[0] != '\0' && actual->unit[0] != '\0';
    bool differ = both && strcmp(target->unit, actual->unit) != 0;
    bool written = indicator->actual_name < 0 || strcmp(actual->unit, "%") == 0;
    bool hundred = written && target->percent != actual->percent;
    if (!target->has_number || !actual->has_number || (!differ && !hundred)) {
        return;
    }
    struct wj_place place = place_of(job, indicator, WJ_COLUMN_ACTUAL);
    wj_diag_add(job->diags, WJ_ERROR, "unit_differs", &place,
                _("indicator “%s”: the 目标值 is in %s, the 实际值 in %s; write both in one unit"),
                wj_score_excerpt(job, indicator->levels[indicator->depth - 1]), unit_of(target),
                unit_of(actual));
}

/* 完成率: actual/target, of a target not to be passed target/actual. Where that is a division by 0,
 * a target that is met is done, and one that is not is not begun. */
static void compute_done(struct wj_indicator *indicator)
{
    const struct wj_amount *target = &indicator->target;
    const struct wj_amount *actual = &indicator->actual;
    indicator->has_done = target->has_number && actual->has_number;
    if (!indicator->has_done) {
        return;
    }
    bool inverse = target->goal == WJ_GOAL_AT_MOST;
    bool strict = target->sign[0] == '>' || target->sign[0] == '<';
    int order = mpq_cmp(actual->number, target->number);
    bool met = (order == 0 && !strict) || (order < 0 && inverse) ||
               (order > 0 && target->goal == WJ_GOAL_AT_LEAST);
    if (mpq_sgn(inverse ? actual->number : target->number) == 0) {
        mpq_set_ui(indicator->done, met, 1);
    } else if (inverse) {
        mpq_div(indicator->done, target->number, actual->number);
    } else {
        mpq_div(indicator->done, actual->number, target->number);
    }
}

static const char *copy_cell(struct wj_score_job *job, const struct wj_indicator *indicator,
                             size_t column)
{
    struct wj_scoring *scoring = job->scoring;
    return wj_arena_copy(&scoring->arena, wj_small_table_text(&scoring->table, indicator->row,
                                                              scoring->columns[column]));
}

enum wj_status wj_scoring_read_amounts(struct wj_score_job *job, struct wj_indicator *indicator)
{
    enum wj_status status = read_amount(job, indicator, WJ_COLUMN_TARGET, &indicator->target);
    if (status == WJ_OK) {
        status = read_amount(job, indicator, WJ_COLUMN_ACTUAL, &indicator->actual);
    }
    indicator->standard = copy_cell(job, indicator, WJ_COLUMN_STANDARD);
    indicator->basis = copy_cell(job, indicator, WJ_COLUMN_BASIS);
    indicator->problem = copy_cell(job, indicator, WJ_COLUMN_PROBLEM);
    if (status != WJ_OK || indicator->standard == NULL || indicator->basis == NULL ||
        indicator->problem == NULL) {
        return WJ_MEMORY;
    }
    look_up(job, indicator);
    if (job->out_of_memory) {
        return WJ_MEMORY;
    }
    check_units(job, indicator);
    compute_done(indicator);
    return job->out_of_memory ? WJ_MEMORY : WJ_OK;
}
