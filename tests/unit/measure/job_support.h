/* A whole job for tests: a definition and one file of responses become figures, scores, a report.
 * Every step returns a status, so that each request for memory may fail. */
#ifndef TESTS_UNIT_MEASURE_JOB_SUPPORT_H
#define TESTS_UNIT_MEASURE_JOB_SUPPORT_H

#include "../base/support.h"

#include "wjtab/measure/hide.h"
#include "wjtab/measure/measure.h"
#include "wjtab/read/reader.h"
#include "wjtab/report/report.h"
#include "wjtab/score/score.h"
#include "wjtab/screen/screen.h"
#include "wjtab/survey/answer.h"
#include "wjtab/survey/columns.h"
#include "wjtab/survey/survey.h"
#include "wjtab/tally/tally.h"

/* A zeroed struct is a job that has not begun. Clear it after failure, too. */
struct job {
    struct wj_diags diags;
    struct wj_survey *survey;
    char *responses; /* path */
    struct wj_columns *columns;
    struct wj_slice *header;
    size_t header_count;
    struct wj_coder *coder;
    struct wj_screen *screen;
    struct wj_tally tally;
    struct wj_open open;
    struct wj_spool spool;
    bool has_tally;
    uint64_t more_times; /* every response counts so often more than once */
    struct wj_input input;
    struct wj_figures figures;
    struct wj_known *known;
    size_t known_count;
    struct wj_scoring scoring;
    struct wj_sure sure;
    bool has_scoring;
    struct wj_findings findings;
    struct wj_report report;
    bool has_report;
    struct wj_arena arena;
};

static inline char *job_path(struct job *job, const char *name)
{
    struct wj_buf path = {0};
    wj_path_beside(&path, job->survey->path, name);
    char *copy =
        wj_buf_status(&path) == WJ_OK ? wj_arena_copy(&job->arena, wj_buf_slice(&path)) : NULL;
    wj_buf_clear(&path);
    return copy;
}

static inline enum wj_status job_header(struct job *job, const struct wj_batch *batch)
{
    const struct wj_record *record = &batch->records[0];
    job->header = wj_arena_alloc(&job->arena, record->count * sizeof *job->header);
    job->header_count = record->count;
    if (job->header == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < record->count; i++) {
        struct wj_slice field = batch->fields[record->first + i];
        job->header[i] = wj_slice(wj_arena_copy(&job->arena, field), field.len);
        if (job->header[i].ptr == NULL) {
            return WJ_MEMORY;
        }
    }
    return wj_columns_find(&job->diags, job->survey, "responses", job->header, record->count,
                           &job->columns);
}

static inline enum wj_status job_effective(struct job *job, const struct wj_response *response)
{
    wj_tally_add(&job->tally, response, 1 + job->more_times);
    enum wj_status status = job->open.survey != NULL ? wj_open_add(&job->open, response) : WJ_OK;
    return status == WJ_OK ? wj_spool_add(&job->spool, response) : status;
}

static inline enum wj_status job_record(struct job *job, const struct wj_record *record,
                                        const struct wj_slice *fields)
{
    struct wj_response *response = wj_coder_response(job->coder);
    enum wj_verdict verdict = WJ_REJECTED;
    enum wj_status status = WJ_OK;
    response->file = "responses";
    response->record = record->number;
    response->line = record->line;
    response->columns = job->columns;
    response->fields = fields;
    response->field_count = record->count;
    response->shape = !wj_record_fits(job->header, job->header_count, fields, record->count);
    response->id = wj_response_cell(response, job->columns->id);
    response->seconds = wj_response_cell(response, job->columns->seconds);
    job->input.records++;
    if (!response->shape) {
        status = wj_coder_code(job->coder, &job->diags);
    }
    if (status == WJ_OK) {
        status = wj_screen_judge(job->screen, response, &verdict);
    }
    return status == WJ_OK && verdict == WJ_EFFECTIVE ? job_effective(job, response) : status;
}

static inline enum wj_status job_batches(struct job *job, struct wj_reader *reader)
{
    struct wj_batch batch;
    bool first = true;
    enum wj_status status = wj_reader_next(reader, &job->diags, &batch);
    while (status == WJ_OK && batch.count > 0) {
        if (first) {
            status = job_header(job, &batch);
        }
        for (size_t i = first ? 1 : 0; status == WJ_OK && i < batch.count; i++) {
            status = job_record(job, &batch.records[i], batch.fields + batch.records[i].first);
        }
        first = false;
        if (status == WJ_OK) {
            status = wj_reader_next(reader, &job->diags, &batch);
        }
    }
    return status;
}

static inline enum wj_status job_held(struct job *job)
{
    struct wj_response *response = wj_coder_response(job->coder);
    bool any = false;
    enum wj_status status = wj_screen_next_held(job->screen, response, &any);
    while (status == WJ_OK && any) {
        status = wj_coder_code(job->coder, &job->diags);
        wj_screen_settle(job->survey, response);
        status = status == WJ_OK ? job_effective(job, response) : status;
        status = status == WJ_OK ? wj_screen_next_held(job->screen, response, &any) : status;
    }
    return status;
}

static inline enum wj_status job_read(struct job *job)
{
    struct wj_read_options options = {.encoding = job->survey->encoding,
                                      .delimiter = job->survey->delimiter};
    struct wj_reader *reader = NULL;
    enum wj_status status = wj_reader_open(&job->diags, job->responses, &options, &reader);
    if (status == WJ_OK) {
        status = job_batches(job, reader);
    }
    if (status == WJ_OK) {
        status = job_held(job);
    }
    if (status == WJ_OK) {
        job->input.file = job->survey->responses[0];
        job->input.encoding = wj_reader_encoding(reader);
        job->input.delimiter = wj_reader_delimiter(reader);
        strcpy(job->input.digest, wj_reader_digest(reader));
        wj_screen_finish(job->screen, &job->diags);
        status = wj_tally_finish(&job->tally, &job->diags);
    }
    wj_reader_free(reader);
    return status;
}

/* Reads, codes, judges and counts. `responses`: a path, or NULL for the definition's file. */
static inline enum wj_status job_count(struct job *job, const char *definition,
                                       const char *responses)
{
    enum wj_status status = wj_survey_load(&job->diags, definition, &job->survey);
    if (status != WJ_OK) {
        return status;
    }
    job->responses = responses != NULL ? wj_arena_copy(&job->arena, wj_slice_of(responses))
                                       : job_path(job, job->survey->responses[0]);
    if (job->responses == NULL) {
        return WJ_MEMORY;
    }
    status = wj_coder_new(job->survey, &job->coder);
    if (status == WJ_OK) {
        status = wj_screen_new(job->survey, &job->screen);
    }
    if (status == WJ_OK) {
        job->has_tally = true;
        job->spool.survey = job->survey;
        job->open.survey = job->survey->open_answers.wanted ? job->survey : NULL;
        status = wj_tally_init(&job->tally, &job->diags, job->survey);
    }
    return status == WJ_OK ? job_read(job) : status;
}

static inline uint64_t job_returned(const struct job *job)
{
    return job->survey->has_returned ? job->survey->returned : job->input.records;
}

static inline enum wj_status job_figures(struct job *job)
{
    enum wj_status status = wj_figures_init(&job->figures, &job->tally, job_returned(job));
    if (status == WJ_OK) {
        status = wj_figures_weight(&job->figures, &job->diags, &job->tally);
    }
    if (status == WJ_OK && job->survey->suppress_below > 0) {
        status = wj_hide(&job->diags, &job->tally, &job->figures);
    }
    return status;
}

static inline enum wj_status job_scores(struct job *job)
{
    const struct wj_survey *survey = job->survey;
    enum wj_status status = wj_known_build(&job->arena, survey, &job->tally, &job->figures,
                                           job_returned(job), &job->known, &job->known_count);
    if (status != WJ_OK || !survey->score.present) {
        return status;
    }
    struct wj_score_options options = wj_score_options_of(survey);
    options.file = job_path(job, survey->score.file);
    options.facts = survey->score.facts != NULL ? job_path(job, survey->score.facts) : NULL;
    options.known = job->known;
    options.known_count = job->known_count;
    if (options.file == NULL || (survey->score.facts != NULL && options.facts == NULL)) {
        return WJ_MEMORY;
    }
    job->has_scoring = true;
    status = wj_scoring_compute(&job->diags, &options, &job->scoring);
    if (status == WJ_OK) {
        status = wj_sure_of_survey(&job->sure, &job->tally, &job->figures, &options, &job->scoring);
    }
    if (status == WJ_OK) {
        wj_sure_warn(&job->diags, &job->sure, &options, &job->scoring);
    }
    return status;
}

static inline enum wj_status job_report(struct job *job)
{
    const char *stated = job->survey->score.stated;
    const char *previous = job->survey->previous;
    job->findings = (struct wj_findings){
        .survey = job->survey,
        .inputs = &job->input,
        .input_count = 1,
        .returned = job_returned(job),
        .tally = &job->tally,
        .figures = &job->figures,
        .open = job->open.survey != NULL ? &job->open : NULL,
        .spool = &job->spool,
        .known = job->known,
        .known_count = job->known_count,
        .ledger = wj_screen_ledger(job->screen),
        .straight = wj_screen_straight(job->screen),
        .scoring = job->has_scoring ? &job->scoring : NULL,
        .sure = job->has_scoring ? &job->sure : NULL,
        .stated = stated != NULL ? job_path(job, stated) : NULL,
        .previous = previous != NULL ? job_path(job, previous) : NULL,
    };
    if ((stated != NULL && job->findings.stated == NULL) ||
        (previous != NULL && job->findings.previous == NULL)) {
        return WJ_MEMORY;
    }
    job->has_report = true;
    return wj_report_build(&job->diags, &job->findings, &job->report);
}

/* All of it. */
static inline enum wj_status job_run(struct job *job, const char *definition, const char *responses)
{
    enum wj_status status = job_count(job, definition, responses);
    if (status == WJ_OK) {
        status = job_figures(job);
    }
    if (status == WJ_OK) {
        status = job_scores(job);
    }
    return status == WJ_OK ? job_report(job) : status;
}

static inline void job_clear(struct job *job)
{
    if (job->has_report) {
        wj_report_clear(&job->report);
    }
    if (job->has_scoring) {
        wj_scoring_clear(&job->scoring);
    }
    wj_sure_clear(&job->sure);
    wj_known_clear(job->known, job->known_count);
    wj_figures_clear(&job->figures);
    wj_open_clear(&job->open);
    wj_spool_clear(&job->spool);
    if (job->has_tally) {
        wj_tally_clear(&job->tally);
    }
    if (job->survey != NULL) {
        wj_columns_free(job->survey, job->columns);
    }
    wj_screen_free(job->screen);
    wj_coder_free(job->coder);
    wj_survey_free(job->survey);
    wj_diags_clear(&job->diags);
    wj_arena_clear(&job->arena);
}

/* ---- a job in a folder of its own ---- */

/* Writes definition and responses into a folder, and runs the job, which must succeed. */
static inline void job_open(struct job *job, const char *folder, const char *yaml, const char *csv)
{
    *job = (struct job){0};
    write_text(in_folder(folder, "survey.yaml"), yaml);
    write_text(in_folder(folder, "responses.csv"), csv);
    enum wj_status status = job_run(job, in_folder(folder, "survey.yaml"), NULL);
    if (status != WJ_OK) {
        show_diags(&job->diags);
    }
    assert_int_equal(status, WJ_OK);
}

/* A figure as `num/den`, or `none`. One of a few texts that are used in turn. */
static inline const char *figure_text(const struct wj_figure *figure)
{
    static char texts[8][128];
    static size_t next;
    char *text = texts[next++ % COUNT(texts)];
    strcpy(text, "none");
    if (figure->exists) {
        mpq_get_str(text, 10, figure->value);
    }
    return text;
}

/* Figures, joined by blanks; an exact one as a fraction, 1 as "1". */
static inline const char *figures_text(const struct wj_figure *figures, size_t count,
                                       struct wj_buf *out)
{
    wj_buf_reset(out);
    for (size_t i = 0; i < count; i++) {
        wj_buf_addf(out, "%s%s", i > 0 ? " " : "", figure_text(&figures[i]));
    }
    return wj_buf_text(out);
}

#endif
