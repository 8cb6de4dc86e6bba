#include "score_job.h"

#include "cell.h"
#include "wjtab/base/message.h"

/* A row being judged. */
struct judging {
    struct wj_score_job *job;
    struct wj_indicator *indicator;
    const char *name; /* for messages, until the next wj_score_excerpt */
};

static struct wj_slice text_of(const struct judging *judging, size_t column)
{
    const struct wj_scoring *scoring = judging->job->scoring;
    return wj_small_table_text(&scoring->table, judging->indicator->row, scoring->columns[column]);
}

static struct wj_place place_of(const struct judging *judging, size_t column)
{
    const struct wj_scoring *scoring = judging->job->scoring;
    return wj_small_table_place(&scoring->table, judging->indicator->row, scoring->columns[column]);
}

static enum wj_status check_cell(const struct judging *judging, size_t column)
{
    struct wj_slice clean;
    enum wj_status status = wj_score_clean(judging->job, text_of(judging, column), true, &clean);
    if (status != WJ_OK) {
        return status;
    }
    struct wj_place place = place_of(judging, column);
    const char *error = wj_cell_error_value(clean);
    if (error != NULL) {
        wj_diag_add(judging->job->diags, WJ_ERROR, "spreadsheet_error", &place,
                    _("indicator “%s”: the cell holds %s, which a spreadsheet program left there; "
                      "write what was meant again"),
                    judging->name, error);
    } else if (column == WJ_COLUMN_VALUE && wj_cell_is_date(clean)) {
        wj_diag_add(judging->job->diags, WJ_WARNING, "date_in_cell", &place,
                    _("indicator “%s”: the 指标值 looks like a number that a spreadsheet program "
                      "made a date; format the column as text and write it again"),
                    judging->name);
    }
    return WJ_OK;
}

static enum wj_status check_cells(const struct judging *judging)
{
    static const size_t checked[] = {WJ_COLUMN_POINTS, WJ_COLUMN_FORMULA, WJ_COLUMN_VALUE,
                                     WJ_COLUMN_SCORE,  WJ_COLUMN_TARGET,  WJ_COLUMN_ACTUAL};
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < sizeof checked / sizeof *checked; i++) {
        status = check_cell(judging, checked[i]);
    }
    return status;
}

static enum wj_status read_points(const struct judging *judging)
{
    struct wj_place place = place_of(judging, WJ_COLUMN_POINTS);
    struct wj_slice clean;
    enum wj_status status =
        wj_score_clean(judging->job, text_of(judging, WJ_COLUMN_POINTS), false, &clean);
    if (status != WJ_OK) {
        return status;
    }
    if (clean.len == 0) {
        wj_diag_add(
            judging->job->diags, WJ_ERROR, "missing_points", &place,
            _("the indicator “%s” has no 分值; write its full score, or remove the row if it "
              "is a heading"),
            judging->name);
    } else if (!wj_number_parse(judging->indicator->points, clean, WJ_NUMBER_THOUSANDS) ||
               mpq_sgn(judging->indicator->points) < 0) {
        struct wj_buf excerpt = {0};
        wj_diag_add(judging->job->diags, WJ_ERROR, "bad_points", &place,
                    _("indicator “%s”: the 分值 “%s” is no number from 0 up; write digits only, "
                      "such as 5 or 2.5"),
                    judging->name, wj_text_excerpt(&excerpt, clean));
        status = wj_buf_status(&excerpt);
        wj_buf_clear(&excerpt);
    }
    return status;
}

static enum wj_status parse_formula(const struct judging *judging)
{
    struct wj_place place = place_of(judging, WJ_COLUMN_FORMULA);
    struct wj_buf label = {0};
    wj_buf_addf(&label, _("indicator “%s”: "), judging->name);
    enum wj_status status = wj_buf_status(&label);
    if (status == WJ_OK) {
        status = wj_score_parse(judging->job, &place, wj_buf_text(&label),
                                text_of(judging, WJ_COLUMN_FORMULA), &judging->indicator->formula);
    }
    wj_buf_clear(&label);
    return status == WJ_DEFINITION ? WJ_OK : status;
}

/* Reports a score outside 0..分值. */
static enum wj_status check_range(const struct judging *judging, size_t column)
{
    const struct wj_indicator *indicator = judging->indicator;
    if (mpq_sgn(indicator->score) >= 0 && mpq_cmp(indicator->score, indicator->points) <= 0) {
        return WJ_OK;
    }
    struct wj_place place = place_of(judging, column);
    struct wj_buf score = {0};
    struct wj_buf points = {0};
    wj_number_exact(&score, indicator->score);
    wj_number_exact(&points, indicator->points);
    wj_diag_add(judging->job->diags, WJ_ERROR, "score_range", &place,
                _("indicator “%s”: the score %s is outside 0 to %s, its 分值"), judging->name,
                wj_buf_text(&score), wj_buf_text(&points));
    bool failed = wj_buf_status(&score) != WJ_OK || wj_buf_status(&points) != WJ_OK;
    wj_buf_clear(&score);
    wj_buf_clear(&points);
    return failed ? WJ_MEMORY : WJ_OK;
}

/* A name in the formula has no value: there is no score, and that is no fault of the file. */
static void report_no_value(const struct judging *judging, const struct wj_place *place)
{
    const struct wj_known *missing = judging->job->missing;
    if (missing->why != NULL) {
        wj_diag_add(judging->job->diags, WJ_WARNING, "no_value", place,
                    _("the indicator “%s” has no score: “%s” has no value (%s)"), judging->name,
                    missing->name, missing->why);
    } else {
        wj_diag_add(judging->job->diags, WJ_WARNING, "no_value", place,
                    _("the indicator “%s” has no score: “%s” has no value"), judging->name,
                    missing->name);
    }
}

static enum wj_status evaluate(const struct judging *judging)
{
    struct wj_score_job *job = judging->job;
    struct wj_indicator *indicator = judging->indicator;
    struct wj_place place = place_of(judging, WJ_COLUMN_FORMULA);
    switch (wj_score_evaluate(job, indicator->formula, indicator->raw)) {
    case WJ_OUTCOME_NUMBER:
        wj_number_round(indicator->score, indicator->raw, (int)job->options->rounding.places,
                        job->options->rounding.mode);
        indicator->has_score = true;
        return wj_scoring_put_numbers(job, indicator) == WJ_OK
                   ? check_range(judging, WJ_COLUMN_FORMULA)
                   : WJ_MEMORY;
    case WJ_OUTCOME_TEXT:
        wj_diag_add(job->diags, WJ_ERROR, "formula_text", &place,
                    _("indicator “%s”: the formula gives the text “%s”; a score must be a number"),
                    judging->name, wj_buf_text(&job->reason));
        break;
    case WJ_OUTCOME_ERROR:
        wj_diag_add(job->diags, WJ_ERROR, "formula_evaluation", &place,
                    _("indicator “%s”: the formula can't be computed: %s"), judging->name,
                    wj_buf_text(&job->reason));
        break;
    case WJ_OUTCOME_NO_VALUE:
        report_no_value(judging, &place);
        break;
    case WJ_OUTCOME_NO_FACT:
        break;
    case WJ_OUTCOME_NO_MEMORY:
        return WJ_MEMORY;
    }
    return WJ_OK;
}

/* A score that was judged by hand. */
static enum wj_status read_score(const struct judging *judging)
{
    struct wj_indicator *indicator = judging->indicator;
    struct wj_place place = place_of(judging, WJ_COLUMN_SCORE);
    struct wj_slice clean;
    enum wj_status status =
        wj_score_clean(judging->job, text_of(judging, WJ_COLUMN_SCORE), false, &clean);
    if (status != WJ_OK) {
        return status;
    }
    if (clean.len == 0) {
        wj_diag_add(judging->job->diags, WJ_WARNING, "not_judged", &place,
                    _("the indicator “%s” has neither 公式 nor 得分: it is not judged yet, and "
                      "there is no total"),
                    judging->name);
        return WJ_OK;
    }
    if (wj_number_parse(indicator->score, clean, WJ_NUMBER_THOUSANDS)) {
        mpq_set(indicator->raw, indicator->score);
        indicator->has_score = true;
        return check_range(judging, WJ_COLUMN_SCORE);
    }
    struct wj_buf excerpt = {0};
    wj_diag_add(judging->job->diags, WJ_ERROR, "bad_score", &place,
                _("indicator “%s”: the 得分 “%s” is no number; write digits only, such as 5 or "
                  "2.5, or leave it empty"),
                judging->name, wj_text_excerpt(&excerpt, clean));
    status = wj_buf_status(&excerpt);
    wj_buf_clear(&excerpt);
    return status;
}

enum wj_status wj_scoring_judge(struct wj_score_job *job, struct wj_indicator *indicator)
{
    struct judging judging = {
        .job = job,
        .indicator = indicator,
        .name = wj_score_excerpt(job, indicator->levels[indicator->depth - 1]),
    };
    bool by_formula = text_of(&judging, WJ_COLUMN_FORMULA).len > 0;
    size_t errors = job->diags->errors;
    enum wj_status status = check_cells(&judging);
    if (status != WJ_OK || job->diags->errors > errors) {
        return status;
    }
    status = read_points(&judging);
    if (status == WJ_OK) {
        status = wj_scoring_read_amounts(job, indicator);
    }
    judging.name = wj_score_excerpt(job, indicator->levels[indicator->depth - 1]);
    job->row = indicator;
    if (status == WJ_OK && by_formula) {
        status = parse_formula(&judging);
    }
    bool sound = job->diags->errors == errors;
    if (status != WJ_OK || !sound) {
        return status;
    }
    status = by_formula ? evaluate(&judging) : read_score(&judging);
    if (status == WJ_OK && indicator->has_score && mpq_sgn(indicator->points) > 0) {
        mpq_div(indicator->rate, indicator->score, indicator->points);
    }
    return status;
}
