#include "check.h"

#include "check_answers.h"
#include "check_shown.h"
#include "cli.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"
#include "wjtab/report/section.h"
#include "wjtab/write/write.h"

/* ---- for people ---- */

static enum wj_status add_inputs(struct wj_report *report, const struct wj_job *job)
{
    const char *const header[] = {_("file"), _("records"), _("encoding"), _("separator")};
    struct wj_grid *grid = wj_check_table(report, _("Files"), header, 4);
    if (grid == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < job->input_count; i++) {
        const struct wj_input *input = &job->inputs[i];
        char delimiter[2] = {input->delimiter, '\0'};
        wj_check_cell(grid, input->file);
        wj_grid_count(grid, input->records);
        wj_check_cell(grid, wj_encoding_name(input->encoding));
        wj_check_cell(grid, input->delimiter == '\t' ? "tab" : delimiter);
    }
    return wj_check_grid_status(grid);
}

static enum wj_status add_columns(struct wj_report *report, const struct wj_check *check)
{
    const char *const header[] = {_("file"), _("question"), _("option"), _("column"), _("header")};
    struct wj_grid *grid = wj_check_table(report, _("Columns"), header, 5);
    if (grid == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < check->mapped_count; i++) {
        const struct wj_mapped *mapped = &check->mapped[i];
        wj_check_cell(grid, mapped->file);
        wj_check_cell(grid, mapped->question);
        wj_check_cell(grid, mapped->option != NULL ? mapped->option : "");
        wj_grid_count(grid, (uint64_t)mapped->column + 1);
        wj_check_cell(grid, mapped->header);
    }
    return wj_check_grid_status(grid);
}

static enum wj_status add_unknown(struct wj_report *report, const struct wj_check *check,
                                  const struct wj_job *job)
{
    const char *const header[] = {_("question"), _("answer"), _("times"), _("advice")};
    struct wj_buf advice = {0};
    if (check->unknown_count == 0) {
        return WJ_OK;
    }
    struct wj_grid *grid = wj_check_table(report, _("Answers that fit no option"), header, 4);
    if (grid == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < check->unknown_count; i++) {
        const struct wj_unknown *unknown = &check->unknown[i];
        const struct wj_question *question = &job->survey->questions[unknown->question];
        wj_buf_reset(&advice);
        wj_check_add_advice(&advice, question, &unknown->advice);
        wj_check_cell(grid, question->name);
        wj_check_cell(grid, unknown->cell);
        wj_grid_count(grid, unknown->count);
        wj_check_cell(grid, wj_buf_text(&advice));
    }
    wj_buf_clear(&advice);
    return wj_check_grid_status(grid);
}

enum wj_status wj_check_text(const struct wj_check *check, struct wj_job *job, bool all,
                             struct wj_buf *out)
{
    struct wj_report report = {.language = wj_cli_language()};
    const char *title = job->survey->title != NULL ? job->survey->title : "";
    report.title = wj_arena_copy(&report.arena, wj_slice_of(title));
    enum wj_status status = report.title != NULL ? WJ_OK : WJ_MEMORY;
    if (status == WJ_OK && job->has_tally) {
        status = add_inputs(&report, job);
        status = status == WJ_OK ? add_columns(&report, check) : status;
        status = status == WJ_OK ? wj_check_add_personal(&report, check) : status;
        status = status == WJ_OK ? wj_check_add_answers(&report, check, all) : status;
        status = status == WJ_OK ? add_unknown(&report, check, job) : status;
        status = status == WJ_OK ? wj_check_add_open(&report, job, all) : status;
        status = status == WJ_OK ? wj_check_add_suspicious(&report, check, all) : status;
        status = status == WJ_OK ? wj_check_add_rejected(&report, job) : status;
    }
    if (status == WJ_OK) {
        status = wj_write_text(&report, out);
    }
    wj_report_clear(&report);
    return status;
}

/* ---- for programs ---- */

static json_t *columns_of(const struct wj_check *check)
{
    json_t *list = json_array();
    for (size_t i = 0; i < check->mapped_count; i++) {
        const struct wj_mapped *mapped = &check->mapped[i];
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:s?, s:I, s:s}", "file", mapped->file, "question",
                            mapped->question, "option", mapped->option, "column",
                            (json_int_t)mapped->column + 1, "header", mapped->header));
    }
    return list;
}

static json_t *unknown_of(const struct wj_check *check, const struct wj_job *job)
{
    json_t *list = json_array();
    for (size_t i = 0; i < check->unknown_count; i++) {
        const struct wj_unknown *unknown = &check->unknown[i];
        const struct wj_question *question = &job->survey->questions[unknown->question];
        json_array_append_new(list, json_pack("{s:s, s:s, s:I, s:s?, s:o}", "question",
                                              question->name, "answer", unknown->cell, "count",
                                              (json_int_t)unknown->count, "nearest",
                                              unknown->advice.nearest, "patterns",
                                              wj_check_patterns_of(question, &unknown->advice)));
    }
    return list;
}

static json_t *inputs_of(const struct wj_job *job)
{
    json_t *list = json_array();
    for (size_t i = 0; i < job->input_count; i++) {
        const struct wj_input *input = &job->inputs[i];
        char delimiter[2] = {input->delimiter, '\0'};
        json_array_append_new(list,
                              json_pack("{s:s, s:s, s:s, s:I}", "file", input->file, "encoding",
                                        wj_encoding_name(input->encoding), "delimiter", delimiter,
                                        "records", (json_int_t)input->records));
    }
    return list;
}

enum wj_status wj_check_json(const struct wj_check *check, struct wj_job *job, struct wj_buf *out)
{
    json_t *found = json_object();
    json_object_set_new(found, "inputs", inputs_of(job));
    json_object_set_new(found, "columns", columns_of(check));
    json_object_set_new(found, "personal", wj_check_personal_of(check));
    json_object_set_new(found, "returned", json_integer((json_int_t)job->returned));
    json_object_set_new(found, "valid",
                        json_integer(job->has_tally ? (json_int_t)job->tally.effective : 0));
    json_object_set_new(found, "unknown", unknown_of(check, job));
    json_object_set_new(found, "answers", wj_check_answers_of(check));
    json_object_set_new(found, "rejected_by_rule",
                        job->has_tally ? wj_check_rules_of(job) : json_object());
    json_t *rejected = json_array();
    enum wj_status status = job->has_tally ? wj_check_rejected_of(job, rejected) : WJ_OK;
    json_object_set_new(found, "rejected", rejected);
    json_t *open = json_array();
    status = status == WJ_OK && job->has_tally ? wj_check_open_of(job, open) : status;
    json_object_set_new(found, "open_answers", open);
    json_object_set_new(found, "suspicious", wj_check_suspicious_of(check));
    json_object_set_new(
        found, "suspicious_truncated",
        json_boolean(check->suspect != NULL && wj_suspect_truncated(check->suspect)));
    if (status != WJ_OK) {
        json_decref(found);
        return status;
    }
    return wj_check_dump(found, out);
}
