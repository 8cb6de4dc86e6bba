#include "job_files.h"

#include <glob.h>
#include <string.h>
#include <unistd.h>

#include "wjtab/base/file.h"
#include "wjtab/base/message.h"

const char *wj_job_path(struct wj_job *job, const char *name)
{
    struct wj_buf path = {0};
    wj_path_beside(&path, job->survey->path, name);
    const char *copy =
        wj_buf_status(&path) == WJ_OK ? wj_arena_copy(&job->arena, wj_buf_slice(&path)) : NULL;
    wj_buf_clear(&path);
    return copy;
}

static enum wj_status add_file(struct wj_job *job, const char *path, const char *shown)
{
    if (wj_grow(&job->files, &job->file_capacity, job->file_count + 1, sizeof *job->files) !=
        WJ_OK) {
        return WJ_MEMORY;
    }
    struct wj_job_file *file = &job->files[job->file_count++];
    file->path = wj_arena_copy(&job->arena, wj_slice_of(path));
    file->shown = wj_arena_copy(&job->arena, wj_slice_of(shown));
    return file->path != NULL && file->shown != NULL ? WJ_OK : WJ_MEMORY;
}

/* The name without the definition's folder before it. */
static const char *shown_name(const struct wj_job *job, const char *path)
{
    const char *definition = job->survey->path;
    size_t folder = (size_t)(wj_path_name(definition) - definition);
    return strncmp(path, definition, folder) == 0 ? path + folder : path;
}

static enum wj_status add_matches(struct wj_job *job, const char *written, const char *pattern)
{
    glob_t found;
    struct wj_place place = wj_survey_place(job->survey, job->survey->responses_mark);
    int result = glob(pattern, 0, NULL, &found);
    if (result == GLOB_NOSPACE) {
        return WJ_MEMORY;
    }
    if (result != 0) {
        return wj_fail(&job->diags, WJ_IO, "no_file", &place,
                       _("no file fits “%s”; the name is seen from the definition's folder"),
                       written);
    }
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < found.gl_pathc; i++) {
        status = add_file(job, found.gl_pathv[i], shown_name(job, found.gl_pathv[i]));
    }
    globfree(&found);
    return status;
}

/* A name of the definition: a file as it is written, or else a glob. */
static enum wj_status add_written(struct wj_job *job, const char *written)
{
    if (strcmp(written, "-") == 0) {
        return add_file(job, written, written);
    }
    const char *path = wj_job_path(job, written);
    if (path == NULL) {
        return WJ_MEMORY;
    }
    bool is_glob = strpbrk(written, "*?[") != NULL && access(path, F_OK) != 0;
    return is_glob ? add_matches(job, written, path) : add_file(job, path, written);
}

/* A name from the command line: seen from here, or else from the definition's folder. */
static enum wj_status add_given(struct wj_job *job, const char *name)
{
    if (strcmp(name, "-") == 0 || access(name, F_OK) == 0) {
        return add_file(job, name, name);
    }
    const char *beside = wj_job_path(job, name);
    if (beside == NULL) {
        return WJ_MEMORY;
    }
    return access(beside, F_OK) == 0 ? add_file(job, beside, name) : add_file(job, name, name);
}

enum wj_status wj_job_find_files(struct wj_job *job, char **files, int count)
{
    const struct wj_survey *survey = job->survey;
    enum wj_status status = WJ_OK;
    struct wj_place place = {.file = survey->path};
    for (int i = 0; status == WJ_OK && i < count; i++) {
        status = add_given(job, files[i]);
    }
    for (size_t i = 0; status == WJ_OK && count == 0 && i < survey->response_count; i++) {
        status = add_written(job, survey->responses[i]);
    }
    if (status == WJ_OK && job->file_count == 0 && survey->question_count > 0) {
        return wj_fail(&job->diags, WJ_DEFINITION, "no_responses", &place,
                       _("there are questions, but no responses: name the file in the definition "
                         "(`responses: answers.csv`), or on the command line"));
    }
    return status;
}

const char *const *wj_job_inputs(struct wj_job *job, size_t *count)
{
    const struct wj_score_spec *score = &job->survey->score;
    const char *named[] = {score->file, score->facts, score->stated, job->survey->previous,
                           job->survey->report.template};
    const char **list = wj_arena_alloc(&job->arena, (job->file_count + 6) * sizeof *list);
    *count = 0;
    if (list == NULL) {
        return NULL;
    }
    list[(*count)++] = job->survey->path;
    for (size_t i = 0; i < job->file_count; i++) {
        list[(*count)++] = job->files[i].path;
    }
    for (size_t i = 0; i < 5; i++) {
        const char *path = named[i] != NULL ? wj_job_path(job, named[i]) : NULL;
        if (path != NULL) {
            list[(*count)++] = path;
        }
    }
    return list;
}
