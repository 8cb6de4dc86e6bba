#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "job_header.h"
#include "job_part.h"
#include "options.h"
#include "wjtab/base/message.h"

struct tally_options {
    struct wj_options shared;
    const char *header;
    bool has_keep;
    bool keep_rows;
};

static const struct option options[] = {
    {"output", required_argument, NULL, WJ_OPTION_OUTPUT},
    {"keep", required_argument, NULL, 'k'},
    {"header", required_argument, NULL, 'H'},
    {"encoding", required_argument, NULL, WJ_OPTION_ENCODING},
    {"delimiter", required_argument, NULL, WJ_OPTION_DELIMITER},
    {"digest", required_argument, NULL, WJ_OPTION_DIGEST},
    {"threads", required_argument, NULL, WJ_OPTION_THREADS},
    {"keep-personal", no_argument, NULL, WJ_OPTION_KEEP_PERSONAL},
    {"force", no_argument, NULL, WJ_OPTION_FORCE},
    {"quiet", no_argument, NULL, WJ_OPTION_QUIET},
    {"help", no_argument, NULL, WJ_OPTION_HELP},
    {NULL, 0, NULL, 0},
};

static const char *help(void)
{
    return _("wjtab tally SURVEY.yaml [FILE…] -o TALLY — partial counts\n"
             "\n"
             "Reads, judges and counts responses as `run` does, and writes the counts into a\n"
             "small file instead of a report. Tallies of several files, made by any number of\n"
             "processes or machines, are brought together by `wjtab run SURVEY.yaml --from` or\n"
             "`wjtab merge`: the results have the same bytes as those of one run over all files.\n"
             "\n"
             "  -o, --output TALLY    the file to write; - is standard output\n"
             "      --keep rows|none  lets the coded rows travel along that workbook.xlsx shows\n"
             "                        (default: rows where `output.formats` has xlsx)\n"
             "      --header FILE     the responses are a piece of a file that was cut between\n"
             "                        lines: the first line of FILE is their header\n"
             "      --encoding E      auto, utf-8, gb18030, utf-16: of the responses\n"
             "      --delimiter D     auto, tab, or one character: of the responses\n"
             "      --digest none     leaves the SHA-256 of the responses out\n"
             "      --threads N       as many threads read a large CSV file (default: the\n"
             "                        processors that wjtab may use)\n"
             "      --keep-personal   shows phone numbers, names and the like, which are masked\n"
             "                        otherwise, in what is rejected; `run` needs it then, too\n"
             "      --force           replaces a file that is no tally\n"
             "  -q, --quiet           prints no notes\n"
             "\n"
             "Examples:\n"
             "  wjtab tally survey.yaml site-a.csv -o site-a.tally\n"
             "  wjtab run survey.yaml --from site-a.tally site-b.tally\n"
             "  parallel wjtab tally survey.yaml {} -o {.}.tally --threads 1 ::: site-*.csv\n");
}

static enum wj_status take(void *chosen, struct wj_diags *diags, int option, const char *value)
{
    struct tally_options *tally = chosen;
    if (option == 'H') {
        tally->header = value;
        return WJ_OK;
    }
    tally->has_keep = true;
    tally->keep_rows = strcmp(value, "rows") == 0;
    if (!tally->keep_rows && strcmp(value, "none") != 0) {
        return wj_fail(diags, WJ_USAGE, "usage", NULL,
                       _("a tally can't keep “%s”; it is rows or none"), value);
    }
    return WJ_OK;
}

static enum wj_status take_options(struct wj_diags *diags, int argc, char **argv,
                                   struct tally_options *tally)
{
    enum wj_status status =
        wj_options_take(&tally->shared, diags, options, argc, argv, take, tally);
    const char *output = tally->shared.output;
    if (status == WJ_OK && !tally->shared.helped && (output == NULL || output[0] == '\0')) {
        return wj_fail(diags, WJ_USAGE, "usage", NULL,
                       _("name the tally file with -o; - is standard output"));
    }
    return status;
}

static enum wj_status make_tally(struct wj_job *job, const struct tally_options *tally)
{
    struct wj_part part;
    struct wj_place place = {.file = job->survey->path};
    bool book = (job->survey->output.formats & WJ_FORMAT_XLSX) != 0;
    size_t count = 0;
    if (job->survey->question_count == 0) {
        return wj_fail(&job->diags, WJ_DEFINITION, "no_questions", &place,
                       _("there are no questions, so there is nothing that a tally could hold"));
    }
    const char *const *inputs = wj_job_inputs(job, &count);
    enum wj_status status = wj_part_init(&part, &job->diags, job->survey);
    if (status == WJ_OK) {
        status = inputs != NULL
                     ? wj_job_tally(job, &part, tally->has_keep ? tally->keep_rows : book)
                     : WJ_MEMORY;
    }
    if (status == WJ_OK) {
        status = wj_job_put_part(&job->diags, &part, tally->shared.output, inputs, count,
                                 tally->shared.force);
    }
    wj_part_clear(&part);
    return status;
}

int wj_cmd_tally(int argc, char **argv)
{
    struct tally_options tally = {0};
    struct wj_job job = {0};
    FILE *piece = NULL;
    enum wj_status status = take_options(&job.diags, argc, argv, &tally);
    if (status == WJ_OK && tally.shared.helped) {
        return wj_cli_help(help());
    }
    if (status == WJ_OK) {
        status = wj_job_from_arguments(&job, argc, argv);
    }
    if (status == WJ_OK) {
        wj_options_apply(&tally.shared, job.survey);
        job.show_progress = !tally.shared.quiet;
        job.no_digest = tally.shared.no_digest;
        job.threads = tally.shared.threads;
        status = tally.header != NULL ? wj_job_put_header(&job, tally.header, &piece) : WJ_OK;
    }
    if (status == WJ_OK) {
        status = make_tally(&job, &tally);
    }
    if (piece != NULL) {
        fclose(piece);
    }
    wj_job_clear(&job);
    return wj_cli_finish(&job.diags, status, tally.shared.quiet);
}
