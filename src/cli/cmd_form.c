#include <string.h>

#include "cli.h"
#include "options.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/file.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"
#include "wjtab/report/form.h"
#include "wjtab/survey/survey.h"
#include "wjtab/write/write.h"

enum { KINDS = 2 };

static const struct {
    unsigned format;
    const char *ending;
} kinds[KINDS] = {{WJ_FORMAT_DOCX, ".docx"}, {WJ_FORMAT_HTML, ".html"}};

struct form_options {
    struct wj_options shared; /* output: a folder, or a file by its ending */
    unsigned formats;         /* --format; 0: those of the ending, or both */
};

/* What is written, and where. */
struct form_job {
    struct wj_diags diags;
    struct wj_survey *survey;
    struct wj_report report;
    struct wj_buf paths[KINDS];
    struct wj_buf bytes[KINDS];
    struct wj_outputs outputs;
};

static const struct option options[] = {
    {"output", required_argument, NULL, WJ_OPTION_OUTPUT},
    {"format", required_argument, NULL, 'f'},
    {"lang", required_argument, NULL, WJ_OPTION_LANGUAGE},
    {"force", no_argument, NULL, WJ_OPTION_FORCE},
    {"quiet", no_argument, NULL, WJ_OPTION_QUIET},
    {"help", no_argument, NULL, WJ_OPTION_HELP},
    {NULL, 0, NULL, 0},
};

static const char *help(void)
{
    return _("wjtab form SURVEY.yaml — prints the blank questionnaire\n"
             "\n"
             "Writes form.docx and form.html, to print and hand out: the questions of the\n"
             "definition in their order, numbered, with their options, so that one file serves\n"
             "printing, entry and tabulation. Responses are not needed.\n"
             "\n"
             "  -o, --output PLACE    a folder, or a file that ends in .docx or .html\n"
             "                        (default: `output.folder`, out/ beside the definition)\n"
             "      --format LIST     of docx, html (default: both)\n"
             "      --lang zh|en      language of the words around the questions\n"
             "      --force           replaces a file that is there and says something else\n"
             "  -q, --quiet           prints only what is wrong\n"
             "\n"
             "Examples:\n"
             "  wjtab form survey.yaml\n"
             "  wjtab form survey.yaml -o questionnaire.docx\n");
}

/* ---- options ---- */

static enum wj_status take(void *chosen, struct wj_diags *diags, int option, const char *value)
{
    static const struct wj_option_format known[] = {{"docx", WJ_FORMAT_DOCX},
                                                    {"html", WJ_FORMAT_HTML}};
    struct form_options *form = chosen;
    struct wj_slice unknown = {0};
    (void)option; /* --format is the only one of its own */
    if (!wj_option_formats(value, known, sizeof known / sizeof *known, &form->formats, &unknown)) {
        return wj_fail(diags, WJ_USAGE, "usage", NULL,
                       _("a form can't be written as “%.*s”; it is docx or html"),
                       WJ_SLICE_ARG(unknown));
    }
    return WJ_OK;
}

static enum wj_status take_options(struct wj_diags *diags, int argc, char **argv,
                                   struct form_options *chosen)
{
    enum wj_status status =
        wj_options_take(&chosen->shared, diags, options, argc, argv, take, chosen);
    if (status == WJ_OK && !chosen->shared.helped && optind + 1 != argc) {
        return wj_fail(diags, WJ_USAGE, "usage", NULL,
                       _("name one definition: wjtab form SURVEY.yaml"));
    }
    return status;
}

/* ---- places ---- */

/* The format that a file's name asks for; 0 where it names a folder. */
static unsigned format_of(const char *path)
{
    unsigned format = 0;
    for (size_t i = 0; i < KINDS; i++) {
        bool ends = wj_slice_ends(wj_slice_of(path), kinds[i].ending);
        format |= ends && strcmp(path, kinds[i].ending) != 0 ? kinds[i].format : 0;
    }
    return format;
}

/* Finds the paths of the formats that are wanted; the others stay empty. */
static enum wj_status find_paths(struct form_job *job, const struct form_options *chosen)
{
    const char *output = chosen->shared.output;
    unsigned named = output != NULL ? format_of(output) : 0;
    unsigned formats = chosen->formats != 0 ? chosen->formats : WJ_FORMAT_DOCX | WJ_FORMAT_HTML;
    bool to_stdout = output != NULL && strcmp(output, "-") == 0;
    formats = named != 0 && chosen->formats == 0 ? named : formats;
    if ((named != 0 && formats != named) || (to_stdout && (formats & (formats - 1)) != 0) ||
        (output != NULL && output[0] == '\0')) {
        return wj_fail(&job->diags, WJ_USAGE, "usage", NULL,
                       _("“-o %s” does not go with the formats; name a folder, a file that ends "
                         "in .docx or .html, or one format"),
                       output);
    }
    for (size_t i = 0; i < KINDS; i++) {
        if ((formats & kinds[i].format) == 0) {
            continue;
        }
        if (output == NULL) {
            wj_path_beside(&job->paths[i], job->survey->path, job->survey->output.folder);
        } else {
            wj_buf_add_text(&job->paths[i], output);
        }
        if (named == 0 && !to_stdout) {
            wj_buf_addf(&job->paths[i], "/form%s", kinds[i].ending);
        }
    }
    return WJ_OK;
}

/* Makes the folder of the files; a file that was named lies in one that is there. */
static enum wj_status make_folder(struct form_job *job, const struct form_options *chosen)
{
    const char *output = chosen->shared.output;
    struct wj_buf folder = {0};
    if (output != NULL && (format_of(output) != 0 || strcmp(output, "-") == 0)) {
        return WJ_OK;
    }
    if (output != NULL) {
        return wj_folder_make(&job->diags, output);
    }
    wj_path_beside(&folder, job->survey->path, job->survey->output.folder);
    enum wj_status status = wj_folder_make(&job->diags, wj_buf_text(&folder));
    wj_buf_clear(&folder);
    return status;
}

/* ---- writing ---- */

/* Does a file hold exactly this? */
static bool is_same(const char *path, struct wj_slice bytes)
{
    struct wj_diags ignored = {0};
    struct wj_buf found = {0};
    bool same = wj_file_read(&ignored, path, bytes.len + 1, &found) == WJ_OK &&
                wj_slice_equal(wj_buf_slice(&found), bytes);
    wj_buf_clear(&found);
    wj_diags_clear(&ignored);
    return same;
}

static enum wj_status add_output(struct form_job *job, const struct form_options *chosen, size_t i)
{
    const char *path = wj_buf_text(&job->paths[i]);
    const char *input = job->survey->path;
    struct wj_slice bytes = wj_buf_slice(&job->bytes[i]);
    enum wj_status status = wj_cli_spare_inputs(&job->diags, path, &input, 1);
    if (status == WJ_OK) {
        bool replaced = chosen->shared.force || is_same(path, bytes);
        status = wj_cli_spare_file(&job->diags, path, replaced);
    }
    return status == WJ_OK ? wj_outputs_add(&job->outputs, &job->diags, path, bytes) : status;
}

static enum wj_status write_bytes(struct form_job *job, size_t i)
{
    return kinds[i].format == WJ_FORMAT_DOCX
               ? wj_write_docx(&job->diags, &job->report, &job->bytes[i])
               : wj_write_html(&job->report, &job->bytes[i]);
}

static void note_written(struct form_job *job)
{
    for (size_t i = 0; i < KINDS; i++) {
        if (job->paths[i].len > 0 && !wj_slice_is(wj_buf_slice(&job->paths[i]), "-")) {
            struct wj_place place = {.file = wj_buf_text(&job->paths[i])};
            wj_diag_add(&job->diags, WJ_NOTE, "written", &place, _("the questionnaire is here"));
        }
    }
}

static enum wj_status write_all(struct form_job *job, const struct form_options *chosen)
{
    enum wj_status status = find_paths(job, chosen);
    for (size_t i = 0; status == WJ_OK && i < KINDS; i++) {
        status = job->paths[i].len > 0 ? write_bytes(job, i) : WJ_OK;
    }
    if (status == WJ_OK) {
        status = make_folder(job, chosen);
    }
    for (size_t i = 0; status == WJ_OK && i < KINDS; i++) {
        if (job->paths[i].len == 0) {
            continue;
        }
        status = wj_slice_is(wj_buf_slice(&job->paths[i]), "-")
                     ? wj_cli_put(&job->diags, wj_buf_slice(&job->bytes[i]))
                     : add_output(job, chosen, i);
    }
    if (status == WJ_OK) {
        status = wj_outputs_commit(&job->outputs, &job->diags);
    }
    if (status == WJ_OK) {
        note_written(job);
    }
    return status;
}

static enum wj_status make_form(struct form_job *job, const struct form_options *chosen,
                                const char *path)
{
    int64_t date;
    enum wj_status status = wj_cli_date(&job->diags, &date);
    if (status == WJ_OK) {
        status = wj_survey_load(&job->diags, path, &job->survey);
    }
    if (status == WJ_OK) {
        wj_options_apply(&chosen->shared, job->survey);
        status = wj_form_build(&job->diags, job->survey, date, &job->report);
    }
    return status == WJ_OK ? write_all(job, chosen) : status;
}

static void clear_job(struct form_job *job)
{
    for (size_t i = 0; i < KINDS; i++) {
        wj_buf_clear(&job->paths[i]);
        wj_buf_clear(&job->bytes[i]);
    }
    wj_outputs_clear(&job->outputs);
    wj_report_clear(&job->report);
    wj_survey_free(job->survey);
}

int wj_cmd_form(int argc, char **argv)
{
    struct form_options chosen = {0};
    struct form_job job = {0};
    enum wj_status status = take_options(&job.diags, argc, argv, &chosen);
    if (status == WJ_OK && chosen.shared.helped) {
        return wj_cli_help(help());
    }
    if (status == WJ_OK) {
        status = make_form(&job, &chosen, argv[optind]);
    }
    clear_job(&job);
    return wj_cli_finish(&job.diags, status, chosen.shared.quiet);
}
