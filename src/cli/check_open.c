/* What people wrote that no theme fits, and what is often written in it: to be read before themes
 * are made. The definition need not ask for it here. */
#include "check_answers.h"
#include "check_shown.h"
#include "wjtab/base/message.h"
#include "wjtab/report/section.h"

enum { MOST_LISTED = 20 };

static const struct wj_open_question *open_question(const struct wj_job *job, size_t question)
{
    return job->open.questions != NULL && job->open.questions[question].count > 0
               ? &job->open.questions[question]
               : NULL;
}

/* ---- for people ---- */

static enum wj_status add_phrases(struct wj_report *report, const struct wj_job *job)
{
    const char *const header[] = {_("question"), _("characters"), _("respondents")};
    struct wj_grid *grid = NULL;
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < job->survey->question_count; i++) {
        struct wj_phrase *phrases = NULL;
        size_t count = 0;
        if (open_question(job, i) != NULL) {
            status = wj_open_phrases(&job->open, i, &report->arena, &phrases, &count);
        }
        if (status == WJ_OK && count > 0 && grid == NULL) {
            grid = wj_check_table(report, _("Often written, and in no theme"), header, 3);
            status = grid != NULL ? WJ_OK : WJ_MEMORY;
        }
        for (size_t j = 0; status == WJ_OK && j < count; j++) {
            wj_check_cell(grid, job->survey->questions[i].name);
            wj_grid_text(grid, phrases[j].text);
            wj_grid_count(grid, phrases[j].count);
        }
    }
    return status == WJ_OK && grid != NULL ? wj_check_grid_status(grid) : status;
}

static void add_answers(struct wj_grid *grid, const struct wj_question *question,
                        const struct wj_open_question *open, bool all)
{
    size_t shown = all || open->list_count < MOST_LISTED ? open->list_count : MOST_LISTED;
    for (size_t i = 0; i < shown; i++) {
        const struct wj_open_answer *answer = &open->list[i];
        wj_check_cell(grid, question->name);
        wj_check_cell(grid, answer->id);
        wj_check_cell(grid, answer->file);
        wj_grid_count(grid, answer->record);
        wj_check_cell(grid, answer->text);
    }
    if (open->count > shown) {
        struct wj_buf said = {0};
        wj_buf_addf(&said, _("… and %llu more"), (unsigned long long)(open->count - shown));
        wj_check_cell(grid, question->name);
        wj_check_cell(grid, "");
        wj_check_cell(grid, "");
        wj_check_cell(grid, "");
        wj_check_cell(grid, wj_buf_text(&said));
        wj_buf_clear(&said);
    }
}

static enum wj_status list_answers(struct wj_report *report, const struct wj_job *job, bool all)
{
    const char *const header[] = {_("question"), _("id"), _("file"), _("record"), _("answer")};
    struct wj_grid *grid = NULL;
    for (size_t i = 0; i < job->survey->question_count; i++) {
        const struct wj_open_question *open = open_question(job, i);
        if (open == NULL || open->list_count == 0) {
            continue;
        }
        if (grid == NULL) {
            grid = wj_check_table(report, _("Answers in words that no theme fits"), header, 5);
        }
        if (grid == NULL) {
            return WJ_MEMORY;
        }
        add_answers(grid, &job->survey->questions[i], open, all);
    }
    return grid != NULL ? wj_check_grid_status(grid) : WJ_OK;
}

enum wj_status wj_check_add_open(struct wj_report *report, const struct wj_job *job, bool all)
{
    enum wj_status status = add_phrases(report, job);
    return status == WJ_OK ? list_answers(report, job, all) : status;
}

/* ---- for programs ---- */

static json_t *answers_of(const struct wj_open_question *open)
{
    json_t *list = json_array();
    for (size_t i = 0; i < open->list_count; i++) {
        const struct wj_open_answer *answer = &open->list[i];
        json_array_append_new(list, json_pack("{s:s, s:s, s:I, s:s}", "id", answer->id, "file",
                                              answer->file, "record", (json_int_t)answer->record,
                                              "answer", answer->text));
    }
    return list;
}

static enum wj_status phrases_of(struct wj_job *job, size_t question, json_t *list)
{
    struct wj_phrase *phrases;
    size_t count;
    enum wj_status status = wj_open_phrases(&job->open, question, &job->arena, &phrases, &count);
    for (size_t i = 0; status == WJ_OK && i < count; i++) {
        json_array_append_new(list,
                              json_pack("{s:o, s:I}", "text",
                                        json_stringn(phrases[i].text.ptr, phrases[i].text.len),
                                        "count", (json_int_t)phrases[i].count));
    }
    return status;
}

enum wj_status wj_check_open_of(struct wj_job *job, json_t *list)
{
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < job->survey->question_count; i++) {
        const struct wj_open_question *open = open_question(job, i);
        if (open == NULL) {
            continue;
        }
        json_t *phrases = json_array();
        status = phrases_of(job, i, phrases);
        json_array_append_new(
            list, json_pack("{s:s, s:I, s:o, s:I, s:o}", "question", job->survey->questions[i].name,
                            "count", (json_int_t)open->count, "answers", answers_of(open), "missed",
                            (json_int_t)open->missed, "phrases", phrases));
    }
    return status;
}
