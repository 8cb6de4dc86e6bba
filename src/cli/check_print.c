#include "check.h"

#include <stdio.h>
#include <stdlib.h>

#include "wjtab/base/message.h"
#include "wjtab/report/section.h"
#include "wjtab/write/write.h"

static void text(struct wj_grid *grid, const char *value)
{
    wj_grid_text(grid, wj_slice_of(value));
}

static struct wj_grid *open_table(struct wj_report *report, const char *title, size_t columns)
{
    if (wj_section_open(report, title) != WJ_OK) {
        return NULL;
    }
    struct wj_grid *grid = wj_section_table(report, NULL);
    if (grid != NULL) {
        grid->columns = columns;
    }
    return grid;
}

/* ---- for people ---- */

static enum wj_status add_inputs(struct wj_report *report, const struct wj_job *job)
{
    struct wj_grid *grid = open_table(report, _("Files"), 4);
    if (grid == NULL) {
        return WJ_MEMORY;
    }
    text(grid, _("file"));
    text(grid, _("records"));
    text(grid, _("encoding"));
    text(grid, _("separator"));
    for (size_t i = 0; i < job->input_count; i++) {
        const struct wj_input *input = &job->inputs[i];
        char delimiter[2] = {input->delimiter, '\0'};
        text(grid, input->file);
        wj_grid_count(grid, input->records);
        text(grid, wj_encoding_name(input->encoding));
        text(grid, input->delimiter == '\t' ? "tab" : delimiter);
    }
    return WJ_OK;
}

static enum wj_status add_columns(struct wj_report *report, const struct wj_check *check)
{
    struct wj_grid *grid = open_table(report, _("Columns"), 5);
    if (grid == NULL) {
        return WJ_MEMORY;
    }
    text(grid, _("file"));
    text(grid, _("question"));
    text(grid, _("option"));
    text(grid, _("column"));
    text(grid, _("header"));
    for (size_t i = 0; i < check->mapped_count; i++) {
        const struct wj_mapped *mapped = &check->mapped[i];
        text(grid, mapped->file);
        text(grid, mapped->question);
        text(grid, mapped->option != NULL ? mapped->option : "");
        wj_grid_count(grid, (uint64_t)mapped->column + 1);
        text(grid, mapped->header);
    }
    return WJ_OK;
}

/* What to think of an unknown answer: the nearest label, or the two patterns that fit. */
static void add_advice(struct wj_grid *grid, const struct wj_job *job,
                       const struct wj_unknown *unknown)
{
    const struct wj_question *question = &job->survey->questions[unknown->question];
    struct wj_buf advice = {0};
    if (unknown->ambiguous) {
        wj_buf_addf(&advice, _("the patterns of “%s” and “%s” both fit"),
                    question->options[unknown->options[0]].label,
                    question->options[unknown->options[1]].label);
    } else if (unknown->nearest != NULL) {
        wj_buf_addf(&advice, _("nearest: %s"), unknown->nearest);
    }
    text(grid, wj_buf_text(&advice));
    wj_buf_clear(&advice);
}

static enum wj_status add_unknown(struct wj_report *report, const struct wj_check *check,
                                  const struct wj_job *job)
{
    struct wj_grid *grid =
        check->unknown_count > 0 ? open_table(report, _("Answers that fit no option"), 4) : NULL;
    if (grid == NULL) {
        return check->unknown_count > 0 ? WJ_MEMORY : WJ_OK;
    }
    text(grid, _("question"));
    text(grid, _("answer"));
    text(grid, _("times"));
    text(grid, _("advice"));
    for (size_t i = 0; i < check->unknown_count; i++) {
        const struct wj_unknown *unknown = &check->unknown[i];
        text(grid, job->survey->questions[unknown->question].name);
        text(grid, unknown->cell);
        wj_grid_count(grid, unknown->count);
        add_advice(grid, job, unknown);
    }
    return WJ_OK;
}

static enum wj_status say_counts(struct wj_report *report, const struct wj_job *job)
{
    struct wj_buf said = {0};
    const struct wj_ledger *ledger = wj_screen_ledger(job->screen);
    wj_buf_addf(&said, _("%llu returned, %llu effective, %zu rejected"),
                (unsigned long long)job->returned, (unsigned long long)job->tally.effective,
                ledger->count);
    enum wj_status status = wj_section_open(report, _("Responses"));
    if (status == WJ_OK) {
        status = wj_section_say(report, WJ_PARAGRAPH, wj_buf_text(&said));
    }
    wj_buf_clear(&said);
    return status;
}

static enum wj_status add_rejected(struct wj_report *report, const struct wj_job *job)
{
    const struct wj_ledger *ledger = wj_screen_ledger(job->screen);
    enum wj_status status = say_counts(report, job);
    if (status != WJ_OK || ledger->count == 0) {
        return status;
    }
    const char *const header[] = {_("id"),   _("file"),     _("record"), _("line"),
                                  _("rule"), _("question"), _("answer")};
    struct wj_grid *grid = wj_section_table(report, NULL);
    if (grid == NULL) {
        return WJ_MEMORY;
    }
    grid->columns = sizeof header / sizeof *header;
    for (size_t i = 0; i < grid->columns; i++) {
        text(grid, header[i]);
    }
    for (size_t i = 0; i < ledger->count; i++) {
        const struct wj_rejection *rejection = &ledger->list[i];
        for (size_t j = 0; j < rejection->breach_count; j++) {
            text(grid, rejection->id);
            text(grid, rejection->file);
            wj_grid_count(grid, rejection->record);
            wj_grid_count(grid, rejection->line);
            text(grid, wj_rule_name(job->survey, rejection->breaches[j].rule));
            text(grid, rejection->breaches[j].questions);
            text(grid, rejection->breaches[j].answers);
        }
    }
    return WJ_OK;
}

enum wj_status wj_check_text(const struct wj_check *check, struct wj_job *job, struct wj_buf *out)
{
    struct wj_report report = {0};
    const char *title = job->survey->title != NULL ? job->survey->title : "";
    report.title = wj_arena_copy(&report.arena, wj_slice_of(title));
    enum wj_status status = report.title != NULL ? WJ_OK : WJ_MEMORY;
    if (status == WJ_OK && job->has_tally) {
        status = add_inputs(&report, job);
        status = status == WJ_OK ? add_columns(&report, check) : status;
        status = status == WJ_OK ? add_unknown(&report, check, job) : status;
        status = status == WJ_OK ? add_rejected(&report, job) : status;
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
        json_t *fits = json_array();
        for (size_t j = 0; unknown->ambiguous && j < 2; j++) {
            json_array_append_new(fits, json_string(question->options[unknown->options[j]].code));
        }
        json_array_append_new(list, json_pack("{s:s, s:s, s:I, s:s?, s:o}", "question",
                                              question->name, "answer", unknown->cell, "count",
                                              (json_int_t)unknown->count, "nearest",
                                              unknown->nearest, "patterns", fits));
    }
    return list;
}

static json_t *breaches_of(const struct wj_job *job, const struct wj_rejection *rejection)
{
    json_t *list = json_array();
    for (size_t i = 0; i < rejection->breach_count; i++) {
        const struct wj_breach *breach = &rejection->breaches[i];
        json_array_append_new(list, json_pack("{s:s, s:s, s:s}", "rule",
                                              wj_rule_name(job->survey, breach->rule), "question",
                                              breach->questions, "answer", breach->answers));
    }
    return list;
}

static json_t *rejected_of(const struct wj_job *job)
{
    const struct wj_ledger *ledger = wj_screen_ledger(job->screen);
    json_t *list = json_array();
    for (size_t i = 0; i < ledger->count; i++) {
        const struct wj_rejection *rejection = &ledger->list[i];
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:I, s:I, s:o}", "id", rejection->id, "file",
                            rejection->file, "record", (json_int_t)rejection->record, "line",
                            (json_int_t)rejection->line, "rules", breaches_of(job, rejection)));
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
    json_object_set_new(found, "returned", json_integer((json_int_t)job->returned));
    json_object_set_new(found, "valid",
                        json_integer(job->has_tally ? (json_int_t)job->tally.effective : 0));
    json_object_set_new(found, "unknown", unknown_of(check, job));
    json_object_set_new(found, "rejected", job->has_tally ? rejected_of(job) : json_array());
    char *dumped = json_dumps(found, JSON_INDENT(1));
    json_decref(found);
    if (dumped == NULL) {
        return WJ_MEMORY;
    }
    wj_buf_add_text(out, dumped);
    wj_buf_add_char(out, '\n');
    free(dumped);
    return wj_buf_status(out);
}
