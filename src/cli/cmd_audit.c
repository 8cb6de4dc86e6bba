#include <stdio.h>
#include <string.h>

#include "audit_print.h"
#include "cli.h"
#include "job.h"
#include "options.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/message.h"
#include "wjtab/score/audit.h"

/* What the command works with. */
struct auditing {
    struct wj_options shared;
    struct wj_job job; /* of the survey; its messages are the command's */
    const char *facts;
    const char *stated;
    const char *survey;
    bool csv;
    struct wj_findings findings; /* of the survey */
};

static const struct option options[] = {
    {"facts", required_argument, NULL, 'f'},
    {"stated", required_argument, NULL, 't'},
    {"survey", required_argument, NULL, 'y'},
    {"encoding", required_argument, NULL, WJ_OPTION_ENCODING},
    {"delimiter", required_argument, NULL, WJ_OPTION_DELIMITER},
    {"json", no_argument, NULL, WJ_OPTION_JSON},
    {"csv", no_argument, NULL, 'c'},
    {"quiet", no_argument, NULL, WJ_OPTION_QUIET},
    {"help", no_argument, NULL, WJ_OPTION_HELP},
    {NULL, 0, NULL, 0},
};

static const char *help(void)
{
    return _("wjtab audit SCORING.csv — does a scoring table add up?\n"
             "\n"
             "Checks a published table, or an own one: points and scores add up to the levels and\n"
             "the total, scores lie within the points, printed rates and shares fit, the grade\n"
             "fits the total, bands have no hole and no overlap, columns of scores agree. Every\n"
             "figure is compared under every rounding. Exit status 1 when something was found.\n"
             "\n"
             "      --stated FILE     what the report states elsewhere (范围, 名称, 值, 出处)\n"
             "      --facts FILE      facts (名称, 值, 单位, 来源); the table's formulas are\n"
             "                        computed, too\n"
             "      --survey YAML     a definition: its facts, stated figures, grades and\n"
             "                        rounding, and the figures of its responses\n"
             "      --encoding E      auto, utf-8, gb18030, utf-16: of the table\n"
             "      --delimiter D     auto, tab, or one character: of the table\n"
             "      --json            prints the findings as JSON\n"
             "      --csv             prints the findings as CSV\n"
             "  -q, --quiet           prints nothing where nothing was found\n"
             "\n"
             "Examples:\n"
             "  wjtab audit scoring.csv\n"
             "  wjtab audit scoring.csv --stated stated.csv --facts facts.csv\n");
}

/* ---- the survey ---- */

static bool survey_figure(void *user, const char *scope, const char *name, mpq_t value)
{
    const struct auditing *auditing = user;
    return wj_stated_survey_figure(&auditing->findings, scope, name, value);
}

static enum wj_status read_survey(struct auditing *auditing)
{
    struct wj_job *job = &auditing->job;
    if (auditing->survey == NULL) {
        return WJ_OK;
    }
    enum wj_status status = wj_job_open(job, auditing->survey, NULL, 0);
    if (status != WJ_OK) {
        return status;
    }
    const struct wj_score_spec *score = &job->survey->score;
    if (auditing->facts == NULL && score->facts != NULL) {
        auditing->facts = wj_job_path(job, score->facts);
        status = auditing->facts != NULL ? status : WJ_MEMORY;
    }
    if (auditing->stated == NULL && score->stated != NULL) {
        auditing->stated = wj_job_path(job, score->stated);
        status = auditing->stated != NULL ? status : WJ_MEMORY;
    }
    if (status == WJ_OK) {
        status = wj_job_read(job);
    }
    if (status == WJ_OK) {
        job->survey->score.present = false; /* the table that is audited is scored in its place */
        status = wj_job_compute(job);
    }
    auditing->findings = wj_job_findings(job);
    return status;
}

/* ---- the audit ---- */

static struct wj_audit_options audit_options(struct auditing *auditing, const char *table)
{
    const struct wj_job *job = &auditing->job;
    struct wj_audit_options wanted = {
        .file = table,
        .facts = auditing->facts,
        .stated = auditing->stated,
        .read = &auditing->shared.read,
        .known = job->known,
        .known_count = job->known_count,
        .percent = {2, WJ_HALF_UP},
        .score = {1, WJ_HALF_UP},
        .formulas = auditing->facts != NULL || auditing->survey != NULL,
        .user = auditing,
    };
    if (job->survey != NULL) {
        wanted.grades = job->survey->score.grades;
        wanted.grade_count = job->survey->score.grade_count;
        wanted.declared = true;
        wanted.percent = job->survey->percent;
        wanted.score = job->survey->score_rounding;
    }
    if (job->has_tally) {
        wanted.survey_figure = survey_figure;
    }
    return wanted;
}

static enum wj_status print(struct auditing *auditing, const struct wj_audit *audit)
{
    unsigned long failures = wj_memory_failures();
    struct wj_buf out = {0};
    enum wj_status status;
    if (auditing->shared.json) {
        status = wj_audit_print_json(audit, &out);
    } else if (auditing->csv) {
        status = wj_audit_print_csv(audit, &out);
    } else {
        status = wj_audit_print_text(audit, &out);
    }
    if (status == WJ_OK) {
        status = wj_memory_status(failures);
    }
    if (status == WJ_OK) {
        status = wj_cli_put(&auditing->job.diags, wj_buf_slice(&out));
    }
    wj_buf_clear(&out);
    return status;
}

static enum wj_status run_audit(struct auditing *auditing, const char *table)
{
    struct wj_audit audit = {0};
    struct wj_audit_options wanted = audit_options(auditing, table);
    enum wj_status status = wj_audit_run(&auditing->job.diags, &wanted, &audit);
    bool silent = auditing->shared.quiet && audit.finding_count == 0 && !auditing->shared.json &&
                  !auditing->csv;
    if (status == WJ_OK && !silent) {
        status = print(auditing, &audit);
    }
    if (status == WJ_OK && audit.finding_count > 0) {
        status = WJ_FINDINGS;
    }
    wj_audit_clear(&audit);
    return status;
}

/* ---- options ---- */

static enum wj_status take(void *chosen, struct wj_diags *diags, int option, const char *value)
{
    struct auditing *auditing = chosen;
    (void)diags;
    switch (option) {
    case 'f':
        auditing->facts = value;
        break;
    case 't':
        auditing->stated = value;
        break;
    case 'y':
        auditing->survey = value;
        break;
    default:
        auditing->csv = true;
    }
    return WJ_OK;
}

static enum wj_status take_options(struct auditing *auditing, int argc, char **argv)
{
    struct wj_diags *diags = &auditing->job.diags;
    enum wj_status status =
        wj_options_take(&auditing->shared, diags, options, argc, argv, take, auditing);
    if (status == WJ_OK && !auditing->shared.helped && optind + 1 != argc) {
        return wj_fail(diags, WJ_USAGE, "usage", NULL,
                       _("name one scoring table: wjtab audit SCORING.csv"));
    }
    return status;
}

int wj_cmd_audit(int argc, char **argv)
{
    struct auditing auditing = {.csv = false};
    enum wj_status status = take_options(&auditing, argc, argv);
    if (status == WJ_OK && auditing.shared.helped) {
        return wj_cli_help(help());
    }
    if (status == WJ_OK) {
        status = read_survey(&auditing);
    }
    if (status == WJ_OK) {
        status = run_audit(&auditing, argv[optind]);
    }
    wj_job_clear(&auditing.job);
    return wj_cli_finish(&auditing.job.diags, status, auditing.shared.quiet);
}
