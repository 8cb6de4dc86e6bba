#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli.h"
#include "job.h"
#include "options.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/message.h"
#include "wjtab/survey/report_texts.h"
#include "wjtab/survey/table_request.h"
#include "wjtab/write/write.h"

enum { FORMAT_TEXT = 1, FORMAT_CSV = 2, FORMAT_JSON = 4 };

enum { USUAL_WIDTH = 100, LEAST_WIDTH = 20, MOST_WIDTH = 10000 };

struct table_options {
    struct wj_options shared;
    struct wj_table_request request;
    unsigned format; /* one of them; --json is --format json */
    bool wide;
};

static const struct option options[] = {
    {"rows", required_argument, NULL, 'r'},
    {"grid", required_argument, NULL, 'g'},
    {"by", required_argument, NULL, 'b'},
    {"where", required_argument, NULL, 'w'},
    {"title", required_argument, NULL, 't'},
    {"count", required_argument, NULL, 'c'},
    {"show", required_argument, NULL, 's'},
    {"summaries", required_argument, NULL, 'S'},
    {"tests", required_argument, NULL, 'T'},
    {"adjust", required_argument, NULL, 'A'},
    {"wide", no_argument, NULL, 'W'},
    {"format", required_argument, NULL, 'f'},
    {"json", no_argument, NULL, WJ_OPTION_JSON},
    {"output", required_argument, NULL, WJ_OPTION_OUTPUT},
    {"force", no_argument, NULL, WJ_OPTION_FORCE},
    {"lang", required_argument, NULL, WJ_OPTION_LANGUAGE},
    {"keep-personal", no_argument, NULL, WJ_OPTION_KEEP_PERSONAL},
    {"encoding", required_argument, NULL, WJ_OPTION_ENCODING},
    {"delimiter", required_argument, NULL, WJ_OPTION_DELIMITER},
    {"quiet", no_argument, NULL, WJ_OPTION_QUIET},
    {"help", no_argument, NULL, WJ_OPTION_HELP},
    {NULL, 0, NULL, 0},
};

static const char *help(void)
{
    return _("wjtab table SURVEY.yaml [FILE…] --rows A,B --by C,D — one table, now\n"
             "\n"
             "Counts the effective responses of a definition by the options of its questions:\n"
             "every question of --rows against all of --by side by side, and a total. A cell is\n"
             "a count and its share of the column. Writes nothing but the table.\n"
             "\n"
             "      --rows A,B        questions with options, or quantities (mean, quartiles)\n"
             "      --by C,D*E        columns: the options of C, and beside them those of E\n"
             "                        inside those of D; without it there is only the total\n"
             "      --grid NAME       instead of --rows: the items of a measure, or questions\n"
             "                        with the same options, by these options\n"
             "      --where FORMULA   only responses for which it is TRUE\n"
             "      --count WHAT      respondents (default), or responses: all ticks are the base\n"
             "      --show LIST       row_share, total_share, index: lines under every option;\n"
             "                        no_answer, not_asked: rows\n"
             "      --summaries LIST  rate, mean, sd, top2, bottom2, net of scored questions;\n"
             "                        mean, sd, median, quartiles of quantities\n"
             "      --tests 95%       letters for significant differences; two levels: 95%,90%\n"
             "      --adjust HOW      none, bonferroni, holm: of the tests\n"
             "      --title TEXT      over the table\n"
             "      --wide            is not cut into blocks that fit the window\n"
             "      --format FORMAT   text (default), csv (columns of crosstabs.csv), json\n"
             "      --json            is --format json\n"
             "  -o, --output FILE     where to, instead of standard output; --force replaces it\n"
             "      --lang LANGUAGE   zh or en: of the table\n"
             "      --encoding E      auto, utf-8, gb18030, utf-16: of the responses\n"
             "      --delimiter D     auto, tab, or one character: of the responses\n"
             "      --keep-personal   shows personal data in messages, which are masked otherwise\n"
             "  -q, --quiet           no notes\n"
             "\n"
             "Examples:\n"
             "  wjtab table survey.yaml --rows 发放及时 --by 补贴类型,学历职称\n"
             "  wjtab table survey.yaml --rows 最需改进 --by 补贴类型*学历职称 --where "
             "'政策了解=\"A\"'\n"
             "  wjtab table survey.yaml --grid 满意度 --by 补贴类型 --json\n");
}

/* ---- options ---- */

static enum wj_status take_format(struct wj_diags *diags, const char *value, unsigned *format)
{
    static const struct wj_option_format known[] = {
        {"text", FORMAT_TEXT}, {"csv", FORMAT_CSV}, {"json", FORMAT_JSON}};
    struct wj_slice unknown;
    *format = 0;
    bool one = strchr(value, ',') == NULL && value[0] != '\0';
    if (one && wj_option_formats(value, known, sizeof known / sizeof *known, format, &unknown)) {
        return WJ_OK;
    }
    return wj_fail(diags, WJ_USAGE, "usage", NULL,
                   _("there is no table format “%s”; it is text, csv or json"), value);
}

/* Options whose value a table request keeps. */
static const char **requested(struct wj_table_request *request, int option)
{
    switch (option) {
    case 'r':
        return &request->rows;
    case 'g':
        return &request->grid;
    case 'b':
        return &request->by;
    case 'w':
        return &request->where;
    case 't':
        return &request->title;
    case 'c':
        return &request->count;
    case 's':
        return &request->show;
    case 'S':
        return &request->summaries;
    case 'T':
        return &request->tests;
    case 'A':
        return &request->adjust;
    default:
        return NULL;
    }
}

static enum wj_status take(void *user, struct wj_diags *diags, int option, const char *value)
{
    struct table_options *chosen = user;
    const char **kept = requested(&chosen->request, option);
    if (kept != NULL) {
        *kept = value;
    } else if (option == 'f') {
        return take_format(diags, value, &chosen->format);
    } else {
        chosen->wide = true;
    }
    return WJ_OK;
}

/* ---- printing ---- */

/* Columns of the window; 0: no limit. */
static size_t window_width(const struct table_options *chosen)
{
    struct winsize window = {0};
    const char *given = getenv("COLUMNS");
    char *end = NULL;
    if (chosen->wide) {
        return 0;
    }
    unsigned long columns = given != NULL ? strtoul(given, &end, 10) : 0;
    if (given != NULL && end != given && *end == '\0' && columns >= LEAST_WIDTH &&
        columns <= MOST_WIDTH) {
        return columns;
    }
    bool to_window = chosen->shared.output == NULL || strcmp(chosen->shared.output, "-") == 0;
    if (to_window && ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 0) {
        return window.ws_col > LEAST_WIDTH ? window.ws_col : LEAST_WIDTH;
    }
    return USUAL_WIDTH;
}

static enum wj_status print_json(const struct wj_report *report, struct wj_buf *out)
{
    static const char *const keys[] = {"schema",  "tool",   "survey", "inputs",
                                       "returns", "tables", "grids"};
    json_t *object = json_object();
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        json_t *value = json_object_get(report->results, keys[i]);
        if (value != NULL) {
            json_object_set(object, keys[i], value);
        }
    }
    enum wj_status status = wj_write_json(object, 2, out);
    json_decref(object);
    return status;
}

static enum wj_status print_csv(const struct wj_report *report, bool bom, struct wj_buf *out)
{
    for (size_t i = 0; i < report->grid_count; i++) {
        if (report->grids[i].name != NULL && strcmp(report->grids[i].name, "crosstabs") == 0) {
            return wj_write_csv(&report->grids[i], bom, out);
        }
    }
    return WJ_INTERNAL;
}

static enum wj_status print(struct wj_job *job, const struct wj_report *report,
                            const struct table_options *chosen)
{
    struct wj_buf out = {0};
    enum wj_status status;
    unsigned long failures = wj_memory_failures();
    bool to_file = chosen->shared.output != NULL && strcmp(chosen->shared.output, "-") != 0;
    if (chosen->format == FORMAT_JSON) {
        status = print_json(report, &out);
    } else if (chosen->format == FORMAT_CSV) {
        status = print_csv(report, to_file && report->bom, &out);
    } else {
        status = wj_write_tables(report, window_width(chosen), &out);
    }
    if (status == WJ_OK) {
        status = wj_memory_status(failures);
    }
    if (status == WJ_OK) {
        status = to_file ? wj_cli_write(&job->diags, chosen->shared.output, wj_buf_slice(&out),
                                        chosen->shared.force)
                         : wj_cli_put(&job->diags, wj_buf_slice(&out));
    }
    wj_buf_clear(&out);
    return status;
}

/* ---- the table ---- */

/* Everything of the definition that a table does not need is left out. */
static enum wj_status prepare(struct wj_job *job, const struct table_options *chosen)
{
    static size_t only[] = {WJ_SECTION_TABLES};
    struct wj_survey *survey = job->survey;
    if (survey->question_count == 0) {
        struct wj_place place = {.file = survey->path};
        return wj_fail(&job->diags, WJ_DEFINITION, "no_questions", &place,
                       _("the definition has no questions, so that there is nothing to count"));
    }
    wj_options_apply(&chosen->shared, survey);
    job->show_progress = !chosen->shared.quiet;
    survey->output.formats = 0;
    survey->score.present = false;
    survey->score.stated = NULL;
    survey->report.sections = only;
    survey->report.section_count = 1;
    survey->report.template = NULL;
    return wj_table_request(&job->diags, survey, &chosen->request);
}

/* Each call decides anew what to hide. */
static void warn_of_others(struct wj_job *job)
{
    if (job->survey->suppress_below > 0) {
        wj_diag_add(&job->diags, WJ_NOTE, "alone", NULL,
                    _("small counts are hidden so that this table alone does not give them back; "
                      "beside a report or another table of the same responses it may. Put tables "
                      "that are published together into `tables` of the definition"));
    }
}

static enum wj_status tabulate(struct wj_job *job, const struct table_options *chosen)
{
    struct wj_report report = {0};
    enum wj_status status = wj_job_read(job);
    if (status == WJ_OK) {
        status = wj_job_compute(job);
    }
    if (status == WJ_OK) {
        struct wj_findings findings = wj_job_findings(job);
        status = wj_report_build(&job->diags, &findings, &report);
    }
    if (status == WJ_OK) {
        status = print(job, &report, chosen);
        warn_of_others(job);
    }
    wj_report_clear(&report);
    return status;
}

int wj_cmd_table(int argc, char **argv)
{
    struct table_options chosen = {.format = FORMAT_TEXT};
    struct wj_job job = {0};
    enum wj_status status =
        wj_options_take(&chosen.shared, &job.diags, options, argc, argv, take, &chosen);
    if (status == WJ_OK && chosen.shared.helped) {
        return wj_cli_help(help());
    }
    chosen.format = chosen.shared.json ? FORMAT_JSON : chosen.format;
    if (status == WJ_OK) {
        status = wj_job_from_arguments(&job, argc, argv);
    }
    if (status == WJ_OK) {
        status = prepare(&job, &chosen);
    }
    if (status == WJ_OK) {
        status = tabulate(&job, &chosen);
    }
    wj_job_clear(&job);
    return wj_cli_finish(&job.diags, status, chosen.shared.quiet);
}
