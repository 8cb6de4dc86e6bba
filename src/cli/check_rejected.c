#include "check_answers.h"
#include "check_shown.h"
#include "wjtab/base/message.h"
#include "wjtab/report/section.h"

enum { COLUMNS = 8 };

/* ---- where the questions of a breach stand ---- */

static const struct wj_columns *columns_of(const struct wj_job *job,
                                           const struct wj_rejection *rejection)
{
    return job->files[rejection->file_number].columns;
}

/* The columns of a rule that is about no question. */
static void add_rule_columns(const struct wj_job *job, const struct wj_rejection *rejection,
                             size_t rule, json_t *list)
{
    const struct wj_columns *columns = columns_of(job, rejection);
    if (rule == WJ_RULE_MIN_SECONDS && columns->seconds >= 0) {
        json_array_append_new(list, json_integer(columns->seconds + 1));
    }
    for (size_t i = 0;
         rule + 1 == wj_rule_count(job->survey) && i < job->survey->valid.unique_count; i++) {
        json_array_append_new(list, json_integer(columns->unique[i] + 1));
    }
}

/* The columns of a breach as text: questions separated by `;` as their names are. */
static void add_columns(struct wj_grid *grid, const struct wj_job *job,
                        const struct wj_rejection *rejection, const struct wj_breach *breach)
{
    struct wj_buf text = {0};
    json_t *list = json_array();
    add_rule_columns(job, rejection, breach->rule, list);
    wj_check_add_runs(&text, list);
    for (size_t i = 0; i < breach->asked_count; i++) {
        json_array_clear(list);
        wj_check_columns(job->survey, columns_of(job, rejection), breach->asked[i], list);
        wj_buf_add_text(&text, text.len > 0 ? ";" : "");
        wj_check_add_runs(&text, list);
    }
    wj_check_cell(grid, wj_buf_text(&text));
    json_decref(list);
    wj_buf_clear(&text);
}

static json_t *columns_json(const struct wj_job *job, const struct wj_rejection *rejection,
                            const struct wj_breach *breach)
{
    json_t *list = json_array();
    add_rule_columns(job, rejection, breach->rule, list);
    for (size_t i = 0; i < breach->asked_count; i++) {
        wj_check_columns(job->survey, columns_of(job, rejection), breach->asked[i], list);
    }
    return list;
}

/* ---- for people ---- */

static enum wj_status say_counts(struct wj_report *report, const struct wj_job *job)
{
    struct wj_buf said = {0};
    const struct wj_ledger *ledger = wj_screen_ledger(job->screen);
    wj_buf_addf(&said, _("%llu returned, %llu effective, %llu rejected"),
                (unsigned long long)job->returned, (unsigned long long)job->tally.effective,
                (unsigned long long)ledger->count);
    enum wj_status status = wj_section_open(report, "responses", _("Responses"));
    if (status == WJ_OK) {
        status = wj_section_say(report, WJ_PARAGRAPH, wj_buf_text(&said));
    }
    wj_buf_clear(&said);
    return status;
}

static enum wj_status add_rules(struct wj_report *report, const struct wj_job *job)
{
    const struct wj_ledger *ledger = wj_screen_ledger(job->screen);
    struct wj_grid *grid = wj_section_table(report, NULL);
    if (grid == NULL) {
        return WJ_MEMORY;
    }
    grid->columns = 3;
    wj_check_cell(grid, _("rule"));
    wj_check_cell(grid, _("rejected under it"));
    wj_check_cell(grid, _("break it"));
    for (size_t i = 0; i < wj_rule_count(job->survey); i++) {
        uint64_t breaches = ledger->broken[i];
        if (breaches > 0) {
            wj_check_cell(grid, wj_rule_name(job->survey, i));
            wj_grid_count(grid, ledger->by_rule[i]);
            wj_grid_count(grid, breaches);
        }
    }
    return wj_check_grid_status(grid);
}

static void add_rejection(struct wj_grid *grid, const struct wj_job *job,
                          const struct wj_rejection *rejection)
{
    for (size_t i = 0; i < rejection->breach_count; i++) {
        const struct wj_breach *breach = &rejection->breaches[i];
        wj_check_cell(grid, rejection->id);
        wj_check_cell(grid, rejection->file);
        wj_grid_count(grid, rejection->record);
        wj_grid_count(grid, rejection->line);
        add_columns(grid, job, rejection, breach);
        wj_check_cell(grid, wj_rule_name(job->survey, breach->rule));
        wj_check_cell(grid, breach->questions);
        wj_check_cell(grid, breach->answers);
    }
}

enum wj_status wj_check_add_rejected(struct wj_report *report, const struct wj_job *job)
{
    const struct wj_ledger *ledger = wj_screen_ledger(job->screen);
    struct wj_ledger_walk walk = {.ledger = ledger};
    bool any = false;
    enum wj_status status = say_counts(report, job);
    if (status == WJ_OK && ledger->count > 0) {
        status = add_rules(report, job);
    }
    if (status != WJ_OK || ledger->count == 0) {
        return status;
    }
    const char *const header[COLUMNS] = {_("id"),     _("file"), _("record"),   _("line"),
                                         _("column"), _("rule"), _("question"), _("answer")};
    struct wj_grid *grid = wj_section_table(report, NULL);
    if (grid == NULL) {
        return WJ_MEMORY;
    }
    grid->columns = COLUMNS;
    for (size_t i = 0; i < COLUMNS; i++) {
        wj_check_cell(grid, header[i]);
    }
    status = wj_ledger_next(&walk, &any);
    while (status == WJ_OK && any) {
        add_rejection(grid, job, &walk.rejection);
        status = wj_ledger_next(&walk, &any);
    }
    wj_ledger_walk_clear(&walk);
    return status == WJ_OK ? wj_check_grid_status(grid) : status;
}

/* ---- for programs ---- */

static json_t *breaches_of(const struct wj_job *job, const struct wj_rejection *rejection)
{
    json_t *list = json_array();
    for (size_t i = 0; i < rejection->breach_count; i++) {
        const struct wj_breach *breach = &rejection->breaches[i];
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:o}", "rule",
                                              wj_rule_name(job->survey, breach->rule), "question",
                                              breach->questions, "answer", breach->answers,
                                              "columns", columns_json(job, rejection, breach)));
    }
    return list;
}

enum wj_status wj_check_rejected_of(const struct wj_job *job, json_t *list)
{
    struct wj_ledger_walk walk = {.ledger = wj_screen_ledger(job->screen)};
    bool any = false;
    enum wj_status status = wj_ledger_next(&walk, &any);
    while (status == WJ_OK && any) {
        const struct wj_rejection *rejection = &walk.rejection;
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:I, s:I, s:o}", "id", rejection->id, "file",
                            rejection->file, "record", (json_int_t)rejection->record, "line",
                            (json_int_t)rejection->line, "rules", breaches_of(job, rejection)));
        status = wj_ledger_next(&walk, &any);
    }
    wj_ledger_walk_clear(&walk);
    return status;
}

json_t *wj_check_rules_of(const struct wj_job *job)
{
    const struct wj_ledger *ledger = wj_screen_ledger(job->screen);
    json_t *rules = json_object();
    for (size_t i = 0; i < wj_rule_count(job->survey); i++) {
        uint64_t breaches = ledger->broken[i];
        if (breaches > 0) {
            json_object_set_new(rules, wj_rule_name(job->survey, i),
                                json_pack("{s:I, s:I}", "rejected", (json_int_t)ledger->by_rule[i],
                                          "broken", (json_int_t)breaches));
        }
    }
    return rules;
}
