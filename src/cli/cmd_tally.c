#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "job_header.h"
#include "job_part.h"
#include "wjtab/base/interrupt.h"
#include "wjtab/base/message.h"

struct tally_options {
    const char *output; /* -o */
    const char *header;
    size_t threads; /* --threads; 0: as many as there are processors */
    bool has_keep;
    bool keep_rows;
    bool quiet;
    bool force;
    bool no_digest;
    bool keep_personal;
    struct wj_read_options read;
    bool has_encoding;
    bool has_delimiter;
};

static const struct option options[] = {
    {"output", required_argument, NULL, 'o'},
    {"keep", required_argument, NULL, 'k'},
    {"header", required_argument, NULL, 'H'},
    {"encoding", required_argument, NULL, 'e'},
    {"delimiter", required_argument, NULL, 'D'},
    {"digest", required_argument, NULL, 'd'},
    {"threads", required_argument, NULL, 't'},
    {"keep-personal", no_argument, NULL, 'p'},
    {"force", no_argument, NULL, 'F'},
    {"quiet", no_argument, NULL, 'q'},
    {"help", no_argument, NULL, 'h'},
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

static bool parse_keep(struct wj_diags *diags, const char *value, struct tally_options *tally)
{
    tally->has_keep = true;
    tally->keep_rows = strcmp(value, "rows") == 0;
    if (!tally->keep_rows && strcmp(value, "none") != 0) {
        wj_diag_add(diags, WJ_ERROR, "usage", NULL,
                    _("a tally can't keep “%s”; it is rows or none"), value);
        return false;
    }
    return true;
}

/* One option that has a value; false when it is wrong. */
static bool take_value(struct wj_diags *diags, int option, struct tally_options *tally)
{
    switch (option) {
    case 'o':
        tally->output = optarg;
        return true;
    case 'k':
        return parse_keep(diags, optarg, tally);
    case 'H':
        tally->header = optarg;
        return true;
    case 'e':
        tally->has_encoding = true;
        return wj_cli_encoding(diags, optarg, &tally->read);
    case 'D':
        tally->has_delimiter = true;
        return wj_cli_delimiter(diags, optarg, &tally->read);
    case 't':
        return wj_cli_threads(diags, optarg, &tally->threads);
    case 'd':
        return wj_cli_digest(diags, optarg, &tally->no_digest);
    default:
        return false;
    }
}

/* Reads the options; false when one is wrong. *helped: the help page was wanted. */
static bool take_options(struct wj_diags *diags, int argc, char **argv, struct tally_options *tally,
                         bool *helped)
{
    int option;
    while ((option = getopt_long(argc, argv, ":o:qh", options, NULL)) != -1) {
        switch (option) {
        case 'p':
            tally->keep_personal = true;
            break;
        case 'F':
            tally->force = true;
            break;
        case 'q':
            tally->quiet = true;
            break;
        case 'h':
            *helped = true;
            return true;
        case '?':
        case ':':
            wj_cli_bad_option(diags, options, option, argv);
            return false;
        default:
            if (!take_value(diags, option, tally)) {
                return false;
            }
        }
    }
    if (tally->output == NULL || tally->output[0] == '\0') {
        wj_diag_add(diags, WJ_ERROR, "usage", NULL,
                    _("name the tally file with -o; - is standard output"));
        return false;
    }
    return true;
}

static void apply(const struct tally_options *tally, struct wj_job *job)
{
    struct wj_survey *survey = job->survey;
    if (tally->has_encoding) {
        survey->encoding = tally->read.encoding;
    }
    if (tally->has_delimiter) {
        survey->delimiter = tally->read.delimiter;
    }
    survey->keep_personal = tally->keep_personal;
    job->no_digest = tally->no_digest;
    job->threads = tally->threads;
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
        status = wj_job_put_part(&job->diags, &part, tally->output, inputs, count, tally->force);
    }
    wj_part_clear(&part);
    return status;
}

int wj_cmd_tally(int argc, char **argv)
{
    struct tally_options tally = {0};
    struct wj_job job = {0};
    FILE *piece = NULL;
    bool helped = false;
    enum wj_status status = WJ_USAGE;
    if (take_options(&job.diags, argc, argv, &tally, &helped)) {
        if (helped) {
            return wj_cli_help(help());
        }
        status = wj_job_from_arguments(&job, argc, argv);
    }
    if (status == WJ_OK) {
        wj_interrupt_catch();
        apply(&tally, &job);
        status = tally.header != NULL ? wj_job_put_header(&job, tally.header, &piece) : WJ_OK;
    }
    if (status == WJ_OK) {
        status = make_tally(&job, &tally);
    }
    if (piece != NULL) {
        fclose(piece);
    }
    wj_job_clear(&job);
    return wj_cli_finish(&job.diags, status, tally.quiet);
}
