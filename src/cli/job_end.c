#include <string.h>

#include "job.h"
#include "wjtab/base/message.h"

void wj_job_warn_same(struct wj_diags *diags, const struct wj_input *inputs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct wj_input *input = &inputs[i];
        for (size_t j = 0; j < i && input->records > 0 && input->digest[0] != '\0'; j++) {
            struct wj_place place = {.file = input->file};
            if (strcmp(input->digest, inputs[j].digest) == 0) {
                wj_diag_add(diags, WJ_WARNING, "same_file", &place,
                            _("this file has the same content as %s: its responses count twice"),
                            inputs[j].file);
            }
        }
    }
}

static enum wj_status check_returns(struct wj_job *job)
{
    const struct wj_survey *survey = job->survey;
    struct wj_place place = {.file = survey->path};
    job->returned = survey->has_returned ? survey->returned : job->records;
    if (job->returned < job->records) {
        wj_diag_add(&job->diags, WJ_WARNING, "returned", &place,
                    _("`returned` is %llu, but the files hold %llu responses"),
                    (unsigned long long)job->returned, (unsigned long long)job->records);
    }
    if (survey->has_distributed && survey->distributed < job->returned) {
        wj_diag_add(&job->diags, WJ_WARNING, "distributed", &place,
                    _("%llu questionnaires came back, but only %llu were handed out"),
                    (unsigned long long)job->returned, (unsigned long long)survey->distributed);
    }
    if (job->tally.effective == 0) {
        wj_diag_add(&job->diags, WJ_WARNING, "no_effective", NULL,
                    _("no response is effective: rates and shares can't be computed"));
    }
    if (survey->has_population && survey->population < job->tally.effective) {
        struct wj_place own = wj_survey_place(survey, survey->population_mark);
        return wj_fail(&job->diags, WJ_DEFINITION, "population", &own,
                       _("`population` is %llu, but %llu responses are effective; it is the number "
                         "of people who were to be asked"),
                       (unsigned long long)survey->population,
                       (unsigned long long)job->tally.effective);
    }
    return WJ_OK;
}

bool wj_job_wants_rows(const struct wj_survey *survey)
{
    /* Single responses have no place beside hidden counts. */
    return (survey->output.formats & WJ_FORMAT_XLSX) != 0 && survey->suppress_below == 0;
}

enum wj_status wj_job_end(struct wj_job *job)
{
    wj_screen_finish(job->screen, &job->diags);
    enum wj_status status = wj_tally_finish(&job->tally, &job->diags);
    wj_job_warn_same(&job->diags, job->inputs, job->input_count);
    return status == WJ_OK && !job->partial ? check_returns(job) : status;
}
