#include "job.h"

static bool survey_figure(void *user, const char *scope, const char *name, mpq_t value)
{
    return wj_stated_survey_figure(user, scope, name, value);
}

enum wj_status wj_job_audit(struct wj_job *job)
{
    const struct wj_survey *survey = job->survey;
    struct wj_findings findings = wj_job_findings(job);
    if (!survey->score.audit || !job->has_scoring) {
        return WJ_OK;
    }
    struct wj_audit_options wanted = {
        .file = job->scoring.table.path,
        .facts = survey->score.facts != NULL ? job->scoring.facts_table.path : NULL,
        .stated = findings.stated,
        .known = job->known,
        .known_count = job->known_count,
        .grades = survey->score.grades,
        .grade_count = survey->score.grade_count,
        .declared = true,
        .percent = survey->percent,
        .score = survey->score_rounding,
        .formulas = true,
        .survey_figure = job->has_tally ? survey_figure : NULL,
        .user = &findings,
    };
    job->has_audit = true;
    return wj_audit_run(&job->diags, &wanted, &job->audit);
}
