#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "cli.h"
#include "compare.h"
#include "job.h"
#include "options.h"
#include "wjtab/base/message.h"

struct check_options {
    struct wj_options shared;
    bool all;
    const char *compare; /* --compare; NULL: the usual check */
};

static const struct option options[] = {
    {"json", no_argument, NULL, WJ_OPTION_JSON},
    {"all", no_argument, NULL, 'a'},
    {"compare", required_argument, NULL, 'c'},
    {"keep-personal", no_argument, NULL, WJ_OPTION_KEEP_PERSONAL},
    {"quiet", no_argument, NULL, WJ_OPTION_QUIET},
    {"encoding", required_argument, NULL, WJ_OPTION_ENCODING},
    {"delimiter", required_argument, NULL, WJ_OPTION_DELIMITER},
    {"help", no_argument, NULL, WJ_OPTION_HELP},
    {NULL, 0, NULL, 0},
};

static const char *help(void)
{
    return _("wjtab check SURVEY.yaml [FILE…] — the definition against the data\n"
             "\n"
             "Shows which column each question is read from, every spelling of an answer with\n"
             "the option that it was taken for, every answer that fits no option with the nearest\n"
             "one, answers in words that no theme fits and what is often written in them, what\n"
             "else is worth a look, and every response that is not effective with file, record,\n"
             "line, column and rule. Writes nothing. Exit status 1 when a response is rejected,\n"
             "an answer fits no option, or there is a warning.\n"
             "\n"
             "With --compare it compares two keyings of the same forms instead: every cell that\n"
             "means something else in SECOND, and the forms that only one of them has, found by\n"
             "the column that `id` names. Exit status 1 when there is any.\n"
             "\n"
             "      --compare SECOND  the second keying; its encoding and column order may differ\n"
             "      --all             all lines of long lists\n"
             "      --json            for programs: everything\n"
             "      --keep-personal   shows phone numbers, names and the like, which are masked\n"
             "                        otherwise, in outputs and messages\n"
             "      --encoding E      auto, utf-8, gb18030, utf-16: of the responses\n"
             "      --delimiter D     auto, tab, or one character: of the responses\n"
             "  -q, --quiet           prints only the messages\n"
             "\n"
             "Examples:\n"
             "  wjtab check survey.yaml\n"
             "  wjtab check survey.yaml second-site.csv --json\n"
             "  wjtab check survey.yaml li.csv --compare wang.csv\n");
}

static enum wj_status take(void *chosen, struct wj_diags *diags, int option, const char *value)
{
    struct check_options *check = chosen;
    (void)diags;
    if (option == 'c') {
        check->compare = value;
    } else {
        check->all = true;
    }
    return WJ_OK;
}

static enum wj_status put(struct wj_job *job, const struct check_options *chosen,
                          const struct wj_buf *out)
{
    bool wanted = chosen->shared.json || !chosen->shared.quiet;
    return wanted ? wj_cli_put(&job->diags, wj_buf_slice(out)) : WJ_OK;
}

static enum wj_status print(struct wj_job *job, const struct wj_check *check,
                            const struct check_options *chosen)
{
    struct wj_buf out = {0};
    unsigned long failures = wj_memory_failures();
    enum wj_status status = chosen->shared.json ? wj_check_json(check, job, &out)
                                                : wj_check_text(check, job, chosen->all, &out);
    status = status == WJ_OK ? wj_memory_status(failures) : status;
    if (status == WJ_OK) {
        status = put(job, chosen, &out);
    }
    wj_buf_clear(&out);
    return status;
}

static enum wj_status compare(struct wj_job *job, const struct check_options *chosen)
{
    struct wj_compare found = {.job = job};
    struct wj_buf out = {0};
    unsigned long failures = wj_memory_failures();
    enum wj_status status = wj_compare_read(&found, job, chosen->compare);
    if (status == WJ_OK) {
        status = chosen->shared.json ? wj_compare_json(&found, &out)
                                     : wj_compare_text(&found, chosen->all, &out);
    }
    status = status == WJ_OK ? wj_memory_status(failures) : status;
    if (status == WJ_OK) {
        status = put(job, chosen, &out);
    }
    bool any = wj_compare_found(&found);
    wj_buf_clear(&out);
    wj_compare_clear(&found);
    return status == WJ_OK && any ? WJ_FINDINGS : status;
}

static enum wj_status examine(struct wj_job *job, const struct check_options *chosen)
{
    unsigned long failures = wj_memory_failures();
    struct wj_check check = {.job = job};
    job->observer = wj_check_observer(&check);
    job->keeps_open = true;
    enum wj_status status = wj_job_read(job);
    if (status == WJ_OK) {
        status = wj_check_finish(&check);
    }
    if (status == WJ_OK) {
        status = wj_job_compute(job);
    }
    if (status == WJ_OK) {
        status = wj_memory_status(failures);
    }
    if (status == WJ_OK) {
        status = print(job, &check, chosen);
    }
    bool found = check.unknown_count > 0 || job->diags.warnings > 0 ||
                 (job->has_tally && wj_screen_ledger(job->screen)->count > 0);
    wj_check_clear(&check);
    return status == WJ_OK && found ? WJ_FINDINGS : status;
}

int wj_cmd_check(int argc, char **argv)
{
    struct check_options chosen = {0};
    struct wj_job job = {0};
    enum wj_status status =
        wj_options_take(&chosen.shared, &job.diags, options, argc, argv, take, &chosen);
    if (status == WJ_OK && chosen.shared.helped) {
        return wj_cli_help(help());
    }
    if (status == WJ_OK) {
        status = wj_job_from_arguments(&job, argc, argv);
    }
    if (status == WJ_OK) {
        wj_options_apply(&chosen.shared, job.survey);
        job.show_progress = !chosen.shared.quiet;
        status = chosen.compare != NULL ? compare(&job, &chosen) : examine(&job, &chosen);
    }
    wj_job_clear(&job);
    return wj_cli_finish(&job.diags, status, chosen.shared.quiet);
}
