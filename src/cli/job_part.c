#include "job_part.h"

#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "wjtab/base/file.h"
#include "wjtab/base/interrupt.h"
#include "wjtab/base/message.h"

/* ---- a job as a part ---- */

/* Gives effective responses to the part, where `unique` may still drop some. */
static enum wj_status keep_row(void *user, const struct wj_response *response, long rule)
{
    return rule < 0 ? wj_part_add(user, response) : WJ_OK;
}

/* What was said while files were read; the rest is said again of all together. */
static enum wj_status take_warnings(struct wj_part *part, const struct wj_job *job, size_t first)
{
    for (size_t i = first; i < job->read_messages; i++) {
        const struct wj_diag *diag = &job->diags.list[i];
        if (diag->severity != WJ_WARNING) {
            continue;
        }
        if (wj_grow(&part->warnings, &part->warning_capacity, part->warning_count + 1,
                    sizeof *part->warnings) != WJ_OK) {
            return WJ_MEMORY;
        }
        struct wj_part_warning warning = {
            .kind = wj_arena_copy(&part->arena, wj_slice_of(diag->kind)),
            .file = wj_arena_copy(&part->arena, wj_slice_of(diag->file)),
            .line = diag->line,
            .column = diag->column,
            .message = wj_arena_copy(&part->arena, wj_slice_of(diag->message))};
        if (warning.kind == NULL || warning.file == NULL || warning.message == NULL) {
            return WJ_MEMORY;
        }
        part->warnings[part->warning_count++] = warning;
    }
    return WJ_OK;
}

static enum wj_status take_inputs(struct wj_part *part, const struct wj_job *job)
{
    for (size_t i = 0; i < job->input_count; i++) {
        if (wj_grow(&part->inputs, &part->input_capacity, part->input_count + 1,
                    sizeof *part->inputs) != WJ_OK) {
            return WJ_MEMORY;
        }
        part->inputs[part->input_count++] = job->inputs[i];
    }
    return WJ_OK;
}

/* With `unique` the responses wait in rows, and nothing is counted yet. */
static enum wj_status take_empty(struct wj_job *job, struct wj_part *part)
{
    wj_tally_clear(&job->tally);
    enum wj_status status = wj_tally_init(&job->tally, &job->diags, job->survey);
    return status == WJ_OK ? wj_part_take(part, &job->tally, job->screen, &job->spool) : status;
}

enum wj_status wj_job_tally(struct wj_job *job, struct wj_part *part, bool with_rows)
{
    bool unique = job->survey->valid.unique_count > 0;
    size_t first = job->diags.count;
    struct wj_part_adder *adder = NULL;
    enum wj_status status = WJ_OK;
    job->partial = true;
    job->survey->open_answers.wanted = false; /* texts don't travel along */
    job->survey->output.formats = with_rows ? WJ_FORMAT_XLSX : 0;
    part->has_spool = wj_job_wants_rows(job->survey);
    job->survey->output.formats = unique ? 0 : job->survey->output.formats;
    if (unique) {
        status = wj_part_adder_new(part, job->survey, &adder);
        job->observer.user = adder;
        job->observer.judged = keep_row;
    }
    if (status == WJ_OK) {
        status = wj_job_read(job);
    }
    if (status == WJ_OK) {
        status = take_warnings(part, job, first);
    }
    if (status == WJ_OK) {
        status = take_inputs(part, job);
    }
    if (status == WJ_OK) {
        status = unique ? take_empty(job, part)
                        : wj_part_take(part, &job->tally, job->screen, &job->spool);
    }
    job->observer = (struct wj_observer){0};
    wj_part_adder_free(adder);
    return status;
}

/* ---- parts as a job ---- */

static enum wj_status give_messages(struct wj_job *job, const struct wj_part *part)
{
    for (size_t i = 0; i < part->warning_count; i++) {
        const struct wj_part_warning *warning = &part->warnings[i];
        const char *kind = wj_arena_copy(&job->arena, wj_slice_of(warning->kind));
        struct wj_place place = {.file = warning->file[0] != '\0' ? warning->file : NULL,
                                 .line = warning->line,
                                 .column = warning->column};
        if (kind == NULL) {
            return WJ_MEMORY;
        }
        wj_diag_add(&job->diags, WJ_WARNING, kind, &place, "%s", warning->message);
    }
    return WJ_OK;
}

static enum wj_status give_inputs(struct wj_job *job, const struct wj_part *part)
{
    if (wj_grow(&job->inputs, &job->input_capacity, part->input_count + 1, sizeof *job->inputs) !=
        WJ_OK) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < part->input_count; i++) {
        job->inputs[i] = part->inputs[i];
        job->inputs[i].file = wj_arena_copy(&job->arena, wj_slice_of(part->inputs[i].file));
        job->inputs[i].format = wj_arena_copy(&job->arena, wj_slice_of(part->inputs[i].format));
        if (job->inputs[i].file == NULL || job->inputs[i].format == NULL) {
            return WJ_MEMORY;
        }
        job->input_count++;
    }
    job->records = part->records;
    return WJ_OK;
}

/* What is asked for and did not travel along. */
static enum wj_status check_products(struct wj_job *job, const struct wj_part *part)
{
    struct wj_place place = {.file = job->survey->path};
    struct wj_place rowless = {.file = part->rowless};
    if (wj_job_wants_rows(job->survey) && !part->has_spool) {
        return wj_fail(&job->diags, WJ_USAGE, "tally_rows", &rowless,
                       _("this tally holds no coded rows, which workbook.xlsx shows; make it with "
                         "--keep rows, or name other formats with --format"));
    }
    if (job->survey->open_answers.wanted && job->survey->suppress_below == 0) {
        return wj_fail(
            &job->diags, WJ_USAGE, "tally_texts", &place,
            _("tally files hold no answers in words, which `open_answers` lists; run over "
              "the responses, or leave the key out of the definition"));
    }
    return WJ_OK;
}

static enum wj_status give_all(struct wj_job *job, struct wj_part *part)
{
    enum wj_status status = wj_screen_new(job->survey, &job->screen);
    if (status == WJ_OK) {
        wj_screen_tell(job->screen, &job->diags);
        job->has_tally = true;
        job->spool.survey = wj_job_wants_rows(job->survey) ? job->survey : NULL;
        status = wj_tally_init(&job->tally, &job->diags, job->survey);
    }
    if (status == WJ_OK) {
        status = give_messages(job, part);
    }
    if (status == WJ_OK) {
        status = give_inputs(job, part);
    }
    if (status == WJ_OK) {
        status = wj_part_give(part, &job->tally, job->screen, &job->spool);
    }
    for (size_t i = 0; status == WJ_OK && i < job->input_count; i++) {
        status = wj_screen_name_file(job->screen, i, job->inputs[i].file);
    }
    return status == WJ_OK ? wj_job_end(job) : status;
}

enum wj_status wj_job_from(struct wj_job *job, const char *const *tallies, size_t count)
{
    struct wj_part part;
    struct wj_place place = {.file = job->survey->path};
    if (job->survey->question_count == 0) {
        return wj_fail(&job->diags, WJ_DEFINITION, "no_questions", &place,
                       _("there are no questions, so there is nothing that a tally could hold"));
    }
    enum wj_status status = wj_part_init(&part, &job->diags, job->survey);
    for (size_t i = 0; status == WJ_OK && i < count; i++) {
        status = wj_part_load(&part, tallies[i]);
    }
    if (status == WJ_OK) {
        status = check_products(job, &part);
    }
    if (status == WJ_OK) {
        status = wj_part_settle(&part);
    }
    if (status == WJ_OK) {
        status = give_all(job, &part);
    }
    wj_part_clear(&part);
    return status;
}

/* ---- writing ---- */

static bool is_tally(const char *path)
{
    char magic[8] = "";
    FILE *file = fopen(path, "rb");
    size_t got = file != NULL ? fread(magic, 1, sizeof magic, file) : 0;
    if (file != NULL) {
        fclose(file);
    }
    return got == sizeof magic && memcmp(magic, "wjtally\n", sizeof magic) == 0;
}

static enum wj_status check_place(struct wj_diags *diags, const char *path,
                                  const char *const *inputs, size_t count, bool force)
{
    struct wj_place place = {.file = path};
    if (wj_path_among(path, inputs, count)) {
        return wj_fail(diags, WJ_IO, "input_overwritten", &place,
                       _("this output would overwrite an input; choose another name with -o"));
    }
    return wj_cli_spare_file(diags, path, force || is_tally(path));
}

static enum wj_status put_standard(struct wj_diags *diags, struct wj_part *part)
{
    bool put = !wj_interrupted() && wj_part_save(part, stdout, NULL) == WJ_OK;
    return put ? WJ_OK : wj_cli_cannot_put(diags);
}

enum wj_status wj_job_put_part(struct wj_diags *diags, struct wj_part *part, const char *path,
                               const char *const *inputs, size_t count, bool force)
{
    struct wj_outputs outputs = {0};
    FILE *file = NULL;
    if (strcmp(path, "-") == 0) {
        return put_standard(diags, part);
    }
    enum wj_status status = check_place(diags, path, inputs, count, force);
    if (status == WJ_OK) {
        status = wj_outputs_open(&outputs, diags, path, &file);
    }
    if (status == WJ_OK) {
        status = wj_part_save(part, file, path);
        enum wj_status closed = wj_outputs_close(&outputs, diags, file);
        status = status == WJ_OK ? closed : status;
    }
    if (status == WJ_OK) {
        status = wj_outputs_commit(&outputs, diags);
    }
    wj_outputs_clear(&outputs);
    return status;
}
