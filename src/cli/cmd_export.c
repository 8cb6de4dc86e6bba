#include <string.h>

#include "cli.h"
#include "job.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"
#include "wjtab/write/export.h"

struct export_options {
    const char *folder; /* -o */
    unsigned formats;   /* --format; 0: all */
    bool rejected;      /* --all */
    bool keep_text;
    bool keep_personal;
    bool quiet;
    bool force;
    bool has_language;
    enum wj_language language;
    struct wj_read_options read;
    bool has_encoding;
    bool has_delimiter;
};

/* Keeps the responses that are wanted, as they are judged. */
struct keeping {
    struct wj_job *job;
    struct wj_cases *cases;
    bool rejected;
};

static const struct option options[] = {
    {"output", required_argument, NULL, 'o'},
    {"format", required_argument, NULL, 'f'},
    {"all", no_argument, NULL, 'a'},
    {"keep-text", no_argument, NULL, 't'},
    {"keep-personal", no_argument, NULL, 'p'},
    {"lang", required_argument, NULL, 'l'},
    {"encoding", required_argument, NULL, 'e'},
    {"delimiter", required_argument, NULL, 'D'},
    {"force", no_argument, NULL, 'F'},
    {"quiet", no_argument, NULL, 'q'},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

static const char *help(void)
{
    return _("wjtab export SURVEY.yaml [FILE…] — the coded responses for other programs\n"
             "\n"
             "Writes the effective responses with their labels, missing values and multiple\n"
             "response sets, one row each: data.sav for SPSS, PSPP, jamovi and R; data.sss with\n"
             "data.csv (triple-S XML 2.0) for tabulation programs; codebook.xml\n"
             "(DDI-Codebook 2.5) for archives. Variables are q1, q2 … in the definition's\n"
             "order; those of a multiple question are q7_A, q7_B ….\n"
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

static bool parse_formats(struct wj_diags *diags, const char *list, unsigned *formats)
{
    static const struct wj_cli_format known[] = {
        {"sav", WJ_EXPORT_SAV}, {"triple-s", WJ_EXPORT_TRIPLE_S}, {"ddi", WJ_EXPORT_DDI}};
    struct wj_slice unknown = {0};
    if (!wj_cli_formats(list, known, sizeof known / sizeof *known, formats, &unknown)) {
        wj_diag_add(diags, WJ_ERROR, "usage", NULL,
                    _("there is no format “%.*s”; it is sav, triple-s or ddi"),
                    WJ_SLICE_ARG(unknown));
        return false;
    }
    return true;
}

static bool take_folder(struct wj_diags *diags, const char *name, struct export_options *export)
{
    export->folder = name;
    if (name[0] == '\0' || strcmp(name, "-") == 0) {
        wj_diag_add(diags, WJ_ERROR, "usage", NULL, _("-o takes the name of a folder"));
        return false;
    }
    return true;
}

/* One option that has a value; false when it is wrong. */
static bool take_value(struct wj_diags *diags, int option, struct export_options *export)
{
    switch (option) {
    case 'o':
        return take_folder(diags, optarg, export);
    case 'f':
        return parse_formats(diags, optarg, &export->formats);
    case 'l':
        export->has_language = true;
        return wj_cli_language(diags, optarg, &export->language);
    case 'e':
        export->has_encoding = true;
        return wj_cli_encoding(diags, optarg, &export->read);
    case 'D':
        export->has_delimiter = true;
        return wj_cli_delimiter(diags, optarg, &export->read);
    default:
        return false;
    }
}

/* Reads the options; false when one is wrong. *helped: the help page was wanted. */
static bool take_options(struct wj_diags *diags, int argc, char **argv,
                         struct export_options *export, bool *helped)
{
    int option;
    while ((option = getopt_long(argc, argv, ":o:qh", options, NULL)) != -1) {
        switch (option) {
        case 'a':
            export->rejected = true;
            break;
        case 't':
            export->keep_text = true;
            break;
        case 'p':
            export->keep_personal = true;
            break;
        case 'q':
            export->quiet = true;
            break;
        case 'F':
            export->force = true;
            break;
        case 'h':
            *helped = true;
            return true;
        case '?':
        case ':':
            wj_cli_bad_option(diags, options, option, argv);
            return false;
        default:
            if (!take_value(diags, option, export)) {
                return false;
            }
        }
    }
    return true;
}

static void apply(const struct export_options *export, struct wj_job *job)
{
    struct wj_survey *survey = job->survey;
    if (export->has_language) {
        survey->output.language = export->language;
    }
    if (export->has_encoding) {
        survey->encoding = export->read.encoding;
    }
    if (export->has_delimiter) {
        survey->delimiter = export->read.delimiter;
    }
    survey->output.formats = 0; /* no workbook: its rows are not wanted */
    survey->keep_personal = export->keep_personal;
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
        .folder =
            export->folder != NULL ? export->folder : wj_job_path(job, job->survey->output.folder),
        .formats = export->formats != 0
                       ? export->formats
                       : (unsigned)(WJ_EXPORT_SAV | WJ_EXPORT_TRIPLE_S | WJ_EXPORT_DDI),
        .force = export->force,
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
                                   struct wj_cases *cases)
{
    struct wj_dataset dataset = {0};
    struct wj_dataset_options made = {.file_count = job->file_count,
                                      .rejected = export->rejected,
                                      .keep_text = export->keep_text};
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
    bool helped = false;
    enum wj_status status = WJ_USAGE;
    if (take_options(&job.diags, argc, argv, &export, &helped)) {
        if (helped) {
            return wj_cli_help(help());
        }
        status = wj_job_from_arguments(&job, argc, argv);
    }
    if (status == WJ_OK) {
        status = refuse_hidden(&job);
    }
    if (status == WJ_OK) {
        apply(&export, &job);
        status = read_responses(&job, &export, &cases);
    }
    if (status == WJ_OK) {
        status = make_dataset(&job, &export, &cases);
    }
    wj_cases_clear(&cases);
    wj_job_clear(&job);
    return wj_cli_finish(&job.diags, status, export.quiet);
}
