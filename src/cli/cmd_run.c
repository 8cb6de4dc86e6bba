#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "job.h"
#include "job_part.h"
#include "options.h"
#include "wjtab/base/file.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"
#include "wjtab/write/write.h"

struct run_options {
    struct wj_options shared;
    const char **from; /* --from, and what stands behind it */
    size_t from_count;
    size_t from_capacity;
    unsigned formats; /* --format; 0: the definition's */
};

static const struct option options[] = {
    {"output", required_argument, NULL, WJ_OPTION_OUTPUT},
    {"format", required_argument, NULL, 'f'},
    {"quiet", no_argument, NULL, WJ_OPTION_QUIET},
    {"json", no_argument, NULL, WJ_OPTION_JSON},
    {"strict", no_argument, NULL, WJ_OPTION_STRICT},
    {"force", no_argument, NULL, WJ_OPTION_FORCE},
    {"digest", required_argument, NULL, WJ_OPTION_DIGEST},
    {"lang", required_argument, NULL, WJ_OPTION_LANGUAGE},
    {"encoding", required_argument, NULL, WJ_OPTION_ENCODING},
    {"delimiter", required_argument, NULL, WJ_OPTION_DELIMITER},
    {"threads", required_argument, NULL, WJ_OPTION_THREADS},
    {"keep-personal", no_argument, NULL, WJ_OPTION_KEEP_PERSONAL},
    {"from", required_argument, NULL, 'r'},
    {"help", no_argument, NULL, WJ_OPTION_HELP},
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

static enum wj_status take_formats(struct wj_diags *diags, const char *list, unsigned *formats)
{
    static const struct wj_option_format known[] = {
        {"text", WJ_FORMAT_TEXT}, {"csv", WJ_FORMAT_CSV},   {"json", WJ_FORMAT_JSON},
        {"html", WJ_FORMAT_HTML}, {"xlsx", WJ_FORMAT_XLSX}, {"docx", WJ_FORMAT_DOCX}};
    struct wj_slice unknown = {0};
    if (!wj_option_formats(list, known, sizeof known / sizeof *known, formats, &unknown)) {
        return wj_fail(diags, WJ_USAGE, "usage", NULL,
                       _("there is no format “%.*s”; it is text, csv, json, html, xlsx or docx"),
                       WJ_SLICE_ARG(unknown));
    }
    return WJ_OK;
}

static enum wj_status add_from(struct run_options *run, const char *name)
{
    enum wj_status status =
        wj_grow(&run->from, &run->from_capacity, run->from_count + 1, sizeof *run->from);
    if (status == WJ_OK) {
        run->from[run->from_count++] = name;
    }
    return status;
}

static enum wj_status take(void *chosen, struct wj_diags *diags, int option, const char *value)
{
    struct run_options *run = chosen;
    return option == 'f' ? take_formats(diags, value, &run->formats) : add_from(run, value);
}

static enum wj_status take_options(struct wj_diags *diags, int argc, char **argv,
                                   struct run_options *run)
{
    enum wj_status status = wj_options_take(&run->shared, diags, options, argc, argv, take, run);
    const char *folder = run->shared.output;
    const char *wrong = run->shared.encoding != NULL    ? "--encoding"
                        : run->shared.delimiter != NULL ? "--delimiter"
                        : run->shared.no_digest         ? "--digest"
                                                        : NULL;
    if (status == WJ_OK && run->from_count > 0 && wrong != NULL) {
        return wj_fail(diags, WJ_USAGE, "usage", NULL,
                       _("%s is about responses, which were read when the tallies of --from were "
                         "made; leave it out"),
                       wrong);
    }
    if (status == WJ_OK && folder != NULL && (folder[0] == '\0' || strcmp(folder, "-") == 0)) {
        return wj_fail(diags, WJ_USAGE, "usage", NULL,
                       _("-o takes the name of a folder; --json prints results.json"));
    }
    return status;
}

static void apply(const struct run_options *run, struct wj_job *job)
{
    wj_options_apply(&run->shared, job->survey);
    if (run->formats != 0) {
        job->survey->output.formats = run->formats;
    }
    job->no_digest = run->shared.no_digest;
    job->threads = run->shared.threads;
    job->show_progress = !run->shared.quiet;
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
    enum wj_status status = WJ_OK;
    for (int i = optind + 1; status == WJ_OK && i < argc; i++) {
        status = add_from(run, argv[i]);
    }
    return status == WJ_OK ? wj_job_open_definition(job, argv[optind]) : status;
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
        .folder = run->shared.output != NULL ? run->shared.output
                                             : wj_job_path(job, job->survey->output.folder),
        .formats = job->survey->output.formats,
        .force = run->shared.force,
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
    if (status == WJ_OK && run->shared.json) {
        status = print_json(&job->diags, write.folder);
    } else if (status == WJ_OK && !run->shared.quiet) {
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
    return status == WJ_OK && run->shared.strict && findings_there ? WJ_FINDINGS : status;
}

int wj_cmd_run(int argc, char **argv)
{
    struct run_options run = {0};
    struct wj_job job = {0};
    enum wj_status status = take_options(&job.diags, argc, argv, &run);
    if (status == WJ_OK && run.shared.helped) {
        wj_free(run.from);
        return wj_cli_help(help());
    }
    if (status == WJ_OK) {
        status = run.from_count > 0 ? open_from(&job, &run, argc, argv)
                                    : wj_job_from_arguments(&job, argc, argv);
    }
    if (status == WJ_OK) {
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
    int result = wj_cli_finish(&job.diags, status, run.shared.quiet);
    wj_free(run.from);
    wj_job_clear(&job);
    return result;
}
