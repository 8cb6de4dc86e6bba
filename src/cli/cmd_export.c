#include <string.h>

#include "cli.h"
#include "job.h"
#include "options.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"
#include "wjtab/measure/weights.h"
#include "wjtab/write/export.h"

struct export_options {
    struct wj_options shared;
    unsigned formats; /* --format; 0: all */
    bool rejected;    /* --all */
    bool keep_text;
};

/* Keeps the responses that are wanted, as they are judged. */
struct keeping {
    struct wj_job *job;
    struct wj_cases *cases;
    bool rejected;
};

static const struct option options[] = {
    {"output", required_argument, NULL, WJ_OPTION_OUTPUT},
    {"format", required_argument, NULL, 'f'},
    {"all", no_argument, NULL, 'a'},
    {"keep-text", no_argument, NULL, 't'},
    {"keep-personal", no_argument, NULL, WJ_OPTION_KEEP_PERSONAL},
    {"lang", required_argument, NULL, WJ_OPTION_LANGUAGE},
    {"encoding", required_argument, NULL, WJ_OPTION_ENCODING},
    {"delimiter", required_argument, NULL, WJ_OPTION_DELIMITER},
    {"force", no_argument, NULL, WJ_OPTION_FORCE},
    {"quiet", no_argument, NULL, WJ_OPTION_QUIET},
    {"help", no_argument, NULL, WJ_OPTION_HELP},
    {NULL, 0, NULL, 0},
};

static const char *help(void)
{
    return _("wjtab export SURVEY.yaml [FILE…] — the coded responses for other programs\n"
             "\n"
             "Writes the effective responses with their labels, missing values, multiple\n"
             "response sets and weights, one row each: data.sav for SPSS, PSPP, jamovi and\n"
             "R; data.sss with data.csv (triple-S XML 2.0) for tabulation programs;\n"
             "codebook.xml (DDI-Codebook 2.5) for archives. Variables are q1, q2 … in the\n"
             "definition's order; those of a multiple question are q7_A, q7_B ….\n"
             "\n"
             "  -o, --output DIR      the folder (default: `output.folder`, out/ beside the\n"
             "                        definition)\n"
             "      --format LIST     of sav, triple-s, ddi (default: all)\n"
             "      --all             rejected responses, too: the variable `rule` says why\n"
             "      --keep-text       texts and written reasons, too; without it they stay out\n"
             "      --keep-personal   shows phone numbers, names and the like, which are masked\n"
             "                        otherwise\n"
             "      --lang zh|en      language of the labels that wjtab adds\n"
             "      --encoding E      auto, utf-8, gb18030, utf-16: of the responses\n"
             "      --delimiter D     auto, tab, or one character: of the responses\n"
             "      --force           replaces files that are there\n"
             "  -q, --quiet           prints no notes\n"
             "\n"
             "Examples:\n"
             "  wjtab export survey.yaml\n"
             "  wjtab export survey.yaml --format sav --all -o spss\n");
}

static enum wj_status take_formats(struct wj_diags *diags, const char *list, unsigned *formats)
{
    static const struct wj_option_format known[] = {
        {"sav", WJ_EXPORT_SAV}, {"triple-s", WJ_EXPORT_TRIPLE_S}, {"ddi", WJ_EXPORT_DDI}};
    struct wj_slice unknown = {0};
    if (!wj_option_formats(list, known, sizeof known / sizeof *known, formats, &unknown)) {
        return wj_fail(diags, WJ_USAGE, "usage", NULL,
                       _("there is no format “%.*s”; it is sav, triple-s or ddi"),
                       WJ_SLICE_ARG(unknown));
    }
    return WJ_OK;
}

static enum wj_status take(void *chosen, struct wj_diags *diags, int option, const char *value)
{
    struct export_options *export = chosen;
    switch (option) {
    case 'a':
        export->rejected = true;
        return WJ_OK;
    case 't':
        export->keep_text = true;
        return WJ_OK;
    default:
        return take_formats(diags, value, &export->formats);
    }
}

static enum wj_status take_options(struct wj_diags *diags, int argc, char **argv,
                                   struct export_options *export)
{
    enum wj_status status =
        wj_options_take(&export->shared, diags, options, argc, argv, take, export);
    const char *folder = export->shared.output;
    if (status == WJ_OK && folder != NULL && (folder[0] == '\0' || strcmp(folder, "-") == 0)) {
        return wj_fail(diags, WJ_USAGE, "usage", NULL, _("-o takes the name of a folder"));
    }
    return status;
}

static enum wj_status keep(void *user, const struct wj_response *response, long rule)
{
    struct keeping *keeping = user;
    if (rule >= 0 && !keeping->rejected) {
        return WJ_OK;
    }
    return wj_cases_add(keeping->cases, &keeping->job->diags, response, rule);
}

static enum wj_status read_responses(struct wj_job *job, const struct export_options *export,
                                     struct wj_cases *cases)
{
    struct keeping keeping = {job, cases, export->rejected};
    struct wj_place place = {.file = job->survey->path};
    if (job->survey->question_count == 0) {
        return wj_fail(&job->diags, WJ_DEFINITION, "no_questions", &place,
                       _("there are no questions, so there are no responses to export"));
    }
    cases->keep_text = export->keep_text;
    enum wj_status status = wj_cases_open(cases, &job->diags, job->survey);
    if (status == WJ_OK) {
        job->observer.user = &keeping;
        job->observer.judged = keep;
        status = wj_job_read(job);
        job->observer = (struct wj_observer){0};
    }
    if (status == WJ_OK && cases->large > 0) {
        wj_diag_add(&job->diags, WJ_WARNING, "large_number", NULL,
                    _("%llu numbers have more than %d digits before the point: they are exported "
                      "as not usable"),
                    (unsigned long long)cases->large, WJ_CASE_DIGITS);
    }
    if (status == WJ_OK && cases->cut > 0) {
        wj_diag_add(&job->diags, WJ_WARNING, "long_text", NULL,
                    _("%llu texts were cut to %d bytes"), (unsigned long long)cases->cut,
                    WJ_CASE_LONGEST);
    }
    return status;
}

/* Texts that triple-S data can't hold. */
static void warn_texts(struct wj_job *job, const struct wj_dataset *dataset)
{
    struct wj_buf names = {0};
    for (size_t i = 0; i < dataset->variable_count; i++) {
        const struct wj_variable *variable = &dataset->variables[i];
        if (variable->kind == WJ_VARIABLE_TEXT && !variable->ascii) {
            wj_buf_addf(&names, "%s%s", names.len > 0 ? ", " : "", variable->name);
        }
    }
    if (names.len > 0) {
        wj_diag_add(&job->diags, WJ_NOTE, "triple_s_text", NULL,
                    _("triple-S data know no Chinese: these variables are not in data.sss: %s"),
                    wj_buf_text(&names));
    }
    wj_buf_clear(&names);
}

static enum wj_status put_dataset(struct wj_job *job, const struct export_options *export,
                                  struct wj_dataset *dataset)
{
    struct wj_export_options write = {
        .folder = export->shared.output != NULL ? export->shared.output
                                                : wj_job_path(job, job->survey->output.folder),
        .formats = export->formats != 0
                       ? export->formats
                       : (unsigned)(WJ_EXPORT_SAV | WJ_EXPORT_TRIPLE_S | WJ_EXPORT_DDI),
        .force = export->shared.force,
    };
    write.inputs = wj_job_inputs(job, &write.input_count);
    if (write.folder == NULL || write.inputs == NULL) {
        return WJ_MEMORY;
    }
    enum wj_status status = wj_write_export(&job->diags, dataset, &write);
    if (status != WJ_OK) {
        return status;
    }
    struct wj_place place = {.file = write.folder};
    if ((write.formats & WJ_EXPORT_TRIPLE_S) != 0) {
        warn_texts(job, dataset);
    }
    wj_diag_add(&job->diags, WJ_NOTE, "written", &place, _("%llu responses are exported here"),
                (unsigned long long)dataset->rows);
    return WJ_OK;
}

static enum wj_status make_dataset(struct wj_job *job, const struct export_options *export,
                                   struct wj_cases *cases, const struct wj_weights *weights)
{
    struct wj_dataset dataset = {0};
    struct wj_dataset_options made = {.file_count = job->file_count,
                                      .rejected = export->rejected,
                                      .keep_text = export->keep_text,
                                      .weights = weights};
    const char **files = wj_arena_alloc(&job->arena, (job->file_count + 1) * sizeof *files);
    if (files == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < job->file_count; i++) {
        files[i] = job->files[i].shown;
    }
    made.files = files;
    enum wj_status status = wj_cli_date(&job->diags, &made.date);
    if (status == WJ_OK) {
        status = wj_dataset_open(&dataset, &job->diags, job->survey, cases, &made);
    }
    if (status == WJ_OK) {
        status = put_dataset(job, export, &dataset);
    }
    wj_dataset_clear(&dataset);
    return status;
}

/* Raked weights are known when all responses were read. */
static enum wj_status weigh_and_make(struct wj_job *job, const struct export_options *export,
                                     struct wj_cases *cases)
{
    struct wj_weights weights = {0};
    if (job->survey->weighting.kind == WJ_UNWEIGHTED || job->tally.effective == 0) {
        return make_dataset(job, export, cases, NULL);
    }
    enum wj_status status = wj_weighting_init(&weights, &job->diags, &job->tally);
    if (status == WJ_OK) {
        status = make_dataset(job, export, cases, &weights);
    }
    wj_weighting_clear(&weights);
    return status;
}

/* Single responses undo what `suppress_below` is there for, all the more beside its tables. */
static enum wj_status refuse_hidden(struct wj_job *job)
{
    struct wj_place place = {.file = job->survey->path};
    if (job->survey->suppress_below == 0) {
        return WJ_OK;
    }
    return wj_fail(&job->diags, WJ_DEFINITION, "single_responses", &place,
                   _("`suppress_below` hides small counts, and single responses would show them; "
                     "to export them all the same, use a copy of the definition without it, and "
                     "keep them apart from what is published"));
}

int wj_cmd_export(int argc, char **argv)
{
    struct export_options export = {0};
    struct wj_job job = {0};
    struct wj_cases cases = {0};
    enum wj_status status = take_options(&job.diags, argc, argv, &export);
    if (status == WJ_OK && export.shared.helped) {
        return wj_cli_help(help());
    }
    if (status == WJ_OK) {
        status = wj_job_from_arguments(&job, argc, argv);
    }
    if (status == WJ_OK) {
        status = refuse_hidden(&job);
    }
    if (status == WJ_OK) {
        wj_options_apply(&export.shared, job.survey);
        job.show_progress = !export.shared.quiet;
        job.survey->output.formats = 0; /* no workbook: its rows are not wanted */
        status = read_responses(&job, &export, &cases);
    }
    if (status == WJ_OK) {
        status = weigh_and_make(&job, &export, &cases);
    }
    wj_cases_clear(&cases);
    wj_job_clear(&job);
    return wj_cli_finish(&job.diags, status, export.shared.quiet);
}
