#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "job.h"
#include "job_part.h"
#include "wjtab/base/file.h"
#include "wjtab/base/interrupt.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"
#include "wjtab/write/write.h"

struct run_options {
    const char **from; /* --from, and what stands behind it */
    size_t from_count;
    size_t from_capacity;
    const char *folder; /* -o */
    unsigned formats;   /* --format; 0: the definition's */
    bool quiet;
    bool json;
    bool strict;
    bool force;
    bool no_digest;
    size_t threads; /* --threads; 0: as many as there are processors */
    bool keep_personal;
    bool has_language;
    enum wj_language language;
    struct wj_read_options read;
    bool has_encoding;
    bool has_delimiter;
};

static const struct option options[] = {
    {"output", required_argument, NULL, 'o'},
    {"format", required_argument, NULL, 'f'},
    {"quiet", no_argument, NULL, 'q'},
    {"json", no_argument, NULL, 'j'},
    {"strict", no_argument, NULL, 's'},
    {"force", no_argument, NULL, 'F'},
    {"digest", required_argument, NULL, 'd'},
    {"lang", required_argument, NULL, 'l'},
    {"encoding", required_argument, NULL, 'e'},
    {"delimiter", required_argument, NULL, 'D'},
    {"threads", required_argument, NULL, 't'},
    {"keep-personal", no_argument, NULL, 'p'},
    {"from", required_argument, NULL, 'r'},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

static const char *help(void)
{
    return _(
        "wjtab run SURVEY.yaml [FILE…] — the whole job: statistics, annex, scores\n"
        "\n"
        "Reads the responses (the FILEs, or those that the definition names; - is standard\n"
        "input), leaves out those that are not effective, counts, computes, fills the\n"
        "scoring table, prints a summary and writes the results into a folder.\n"
        "\n"
        "      --from TALLY…     tally files instead of responses, in their order (wjtab tally)\n"
        "  -o, --output DIR      the folder (default: `output.folder`, out/ beside the\n"
        "                        definition)\n"
        "      --format LIST     of text, csv, json, html, xlsx, docx; results.json is always\n"
        "                        written\n"
        "      --encoding E      auto, utf-8, gb18030, utf-16: of the responses\n"
        "      --delimiter D     auto, tab, or one character: of the responses\n"
        "      --digest none     leaves the SHA-256 of the responses out\n"
        "      --threads N       as many threads read a large CSV file (default: the processors\n"
        "                        that the process may use); the results are the same\n"
        "      --lang zh|en      language of the report\n"
        "      --json            prints results.json instead of the summary\n"
        "      --keep-personal   shows phone numbers, names and the like, which are masked\n"
        "                        otherwise, in outputs and messages\n"
        "      --strict          exit status 1 if anything was rejected or warned about\n"
        "      --force           replaces files that were changed since, or that wjtab did\n"
        "                        not write\n"
        "  -q, --quiet           prints no summary and no notes\n"
        "\n"
        "Examples:\n"
        "  wjtab run survey.yaml\n"
        "  wjtab run survey.yaml site-a.csv site-b.csv -o results\n"
        "  wjtab run survey.yaml --from site-a.tally site-b.tally\n"
        "  wjtab run survey.yaml --json --quiet | jq .measures\n");
}

static bool parse_formats(struct wj_diags *diags, const char *list, unsigned *formats)
{
    static const struct wj_cli_format known[] = {
        {"text", WJ_FORMAT_TEXT}, {"csv", WJ_FORMAT_CSV},   {"json", WJ_FORMAT_JSON},
        {"html", WJ_FORMAT_HTML}, {"xlsx", WJ_FORMAT_XLSX}, {"docx", WJ_FORMAT_DOCX}};
    struct wj_slice unknown = {0};
    if (!wj_cli_formats(list, known, sizeof known / sizeof *known, formats, &unknown)) {
        wj_diag_add(diags, WJ_ERROR, "usage", NULL,
                    _("there is no format “%.*s”; it is text, csv, json, html, xlsx or docx"),
                    WJ_SLICE_ARG(unknown));
        return false;
    }
    return true;
}

static bool take_folder(struct wj_diags *diags, const char *name, struct run_options *run)
{
    run->folder = name;
    if (name[0] == '\0' || strcmp(name, "-") == 0) {
        wj_diag_add(diags, WJ_ERROR, "usage", NULL,
                    _("-o takes the name of a folder; --json prints results.json"));
        return false;
    }
    return true;
}

static bool add_from(struct wj_diags *diags, const char *name, struct run_options *run)
{
    if (wj_grow(&run->from, &run->from_capacity, run->from_count + 1, sizeof *run->from) != WJ_OK) {
        diags->failed = true;
        return false;
    }
    run->from[run->from_count++] = name;
    return true;
}

/* One option that has a value; false when it is wrong. */
static bool take_value(struct wj_diags *diags, int option, struct run_options *run)
{
    switch (option) {
    case 'o':
        return take_folder(diags, optarg, run);
    case 'f':
        return parse_formats(diags, optarg, &run->formats);
    case 'r':
        return add_from(diags, optarg, run);
    case 'd':
        return wj_cli_digest(diags, optarg, &run->no_digest);
    case 't':
        return wj_cli_threads(diags, optarg, &run->threads);
    case 'l':
        run->has_language = true;
        return wj_cli_language(diags, optarg, &run->language);
    case 'e':
        run->has_encoding = true;
        return wj_cli_encoding(diags, optarg, &run->read);
    case 'D':
        run->has_delimiter = true;
        return wj_cli_delimiter(diags, optarg, &run->read);
    default:
        return false;
    }
}

/* Reads the options; false when one is wrong. *helped: the help page was wanted. */
static bool take_options(struct wj_diags *diags, int argc, char **argv, struct run_options *run,
                         bool *helped)
{
    int option;
    while ((option = getopt_long(argc, argv, ":o:qh", options, NULL)) != -1) {
        switch (option) {
        case 'q':
            run->quiet = true;
            break;
        case 'j':
            run->json = true;
            break;
        case 's':
            run->strict = true;
            break;
        case 'F':
            run->force = true;
            break;
        case 'p':
            run->keep_personal = true;
            break;
        case 'h':
            *helped = true;
            return true;
        case '?':
        case ':':
            wj_cli_bad_option(diags, options, option, argv);
            return false;
        default:
            if (!take_value(diags, option, run)) {
                return false;
            }
        }
    }
    return true;
}

static void apply(const struct run_options *run, struct wj_job *job)
{
    struct wj_survey *survey = job->survey;
    if (run->has_language) {
        survey->output.language = run->language;
    }
    if (run->has_encoding) {
        survey->encoding = run->read.encoding;
    }
    if (run->has_delimiter) {
        survey->delimiter = run->read.delimiter;
    }
    if (run->formats != 0) {
        survey->output.formats = run->formats;
    }
    survey->keep_personal = run->keep_personal;
    job->no_digest = run->no_digest;
    job->threads = run->threads;
    job->show_progress = !run->quiet;
}

/* The definition; the tallies are those of `--from` and, so that `--from *.tally` is understood,
 * all that stand behind it. */
static enum wj_status open_from(struct wj_job *job, struct run_options *run, int argc, char **argv)
{
    if (optind >= argc) {
        return wj_fail(&job->diags, WJ_USAGE, "usage", NULL,
                       _("name the definition: wjtab %s SURVEY.yaml"), argv[0]);
    }
    if (run->from_count > 1 && optind + 1 < argc) {
        return wj_fail(&job->diags, WJ_USAGE, "usage", NULL,
                       _("the order of the tallies is not clear: give --from once with all of "
                         "them, or once for each"));
    }
    for (int i = optind + 1; i < argc; i++) {
        if (!add_from(&job->diags, argv[i], run)) {
            return WJ_MEMORY;
        }
    }
    return wj_job_open_definition(job, argv[optind]);
}

static enum wj_status print_json(struct wj_diags *diags, const char *folder)
{
    struct wj_buf path = {0};
    struct wj_buf bytes = {0};
    wj_buf_addf(&path, "%s/results.json", folder);
    enum wj_status status = wj_file_read(diags, wj_buf_text(&path), SIZE_MAX, &bytes);
    if (status == WJ_OK) {
        status = wj_cli_put(diags, wj_buf_slice(&bytes));
    }
    wj_buf_clear(&bytes);
    wj_buf_clear(&path);
    return status;
}

static enum wj_status print_summary(struct wj_diags *diags, const struct wj_report *report)
{
    struct wj_buf text = {0};
    enum wj_status status = wj_write_text(report, &text);
    if (status == WJ_OK) {
        status = wj_cli_put(diags, wj_buf_slice(&text));
    }
    wj_buf_clear(&text);
    return status;
}

static enum wj_status put_report(struct wj_job *job, const struct run_options *run,
                                 const struct wj_report *report)
{
    struct wj_write_options write = {
        .folder = run->folder != NULL ? run->folder : wj_job_path(job, job->survey->output.folder),
        .formats = job->survey->output.formats,
        .force = run->force,
    };
    write.inputs = wj_job_inputs(job, &write.input_count);
    if (write.folder == NULL || write.inputs == NULL) {
        return WJ_MEMORY;
    }
    enum wj_status status = wj_write_folder(&job->diags, report, &write);
    if (status == WJ_OK) {
        struct wj_place place = {.file = write.folder};
        wj_diag_add(&job->diags, WJ_NOTE, "written", &place, _("the results are here"));
    }
    if (status == WJ_OK && run->json) {
        status = print_json(&job->diags, write.folder);
    } else if (status == WJ_OK && !run->quiet) {
        status = print_summary(&job->diags, report);
    }
    return status;
}

static enum wj_status make_report(struct wj_job *job, const struct run_options *run)
{
    struct wj_report report = {0};
    struct wj_findings findings = wj_job_findings(job);
    enum wj_status status = wj_cli_date(&job->diags, &findings.date);
    if (status != WJ_OK) {
        return status;
    }
    status = wj_report_build(&job->diags, &findings, &report);
    if (status == WJ_OK) {
        status = put_report(job, run, &report);
    }
    wj_report_clear(&report);
    bool findings_there =
        job->diags.warnings > 0 || (findings.ledger != NULL && findings.ledger->count > 0);
    return status == WJ_OK && run->strict && findings_there ? WJ_FINDINGS : status;
}

int wj_cmd_run(int argc, char **argv)
{
    struct run_options run = {0};
    struct wj_job job = {0};
    bool helped = false;
    enum wj_status status = WJ_USAGE;
    if (take_options(&job.diags, argc, argv, &run, &helped)) {
        if (helped) {
            return wj_cli_help(help());
        }
        status = run.from_count > 0 ? open_from(&job, &run, argc, argv)
                                    : wj_job_from_arguments(&job, argc, argv);
    } else if (job.diags.failed) {
        status = WJ_MEMORY;
    }
    if (status == WJ_OK) {
        wj_interrupt_catch();
        apply(&run, &job);
        status =
            run.from_count > 0 ? wj_job_from(&job, run.from, run.from_count) : wj_job_read(&job);
    }
    if (status == WJ_OK) {
        status = wj_job_compute(&job);
    }
    if (status == WJ_OK) {
        status = wj_job_audit(&job);
    }
    if (status == WJ_OK) {
        status = make_report(&job, &run);
    }
    /* Messages of tally files bear words that the job keeps. */
    int result = wj_cli_finish(&job.diags, status, run.quiet);
    wj_free(run.from);
    wj_job_clear(&job);
    return result;
}
