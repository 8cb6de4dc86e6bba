#include "job.h"

#include <getopt.h>
#include <string.h>
#include <sys/stat.h>

#include "cli.h"
#include "job_files.h"
#include "job_held.h"
#include "job_read.h"
#include "options.h"
#include "wjtab/base/message.h"
#include "wjtab/base/thread.h"

enum wj_status wj_job_open_definition(struct wj_job *job, const char *definition)
{
    return wj_survey_load(&job->diags, definition, &job->survey);
}

enum wj_status wj_job_open(struct wj_job *job, const char *definition, char **files, int count)
{
    enum wj_status status = wj_survey_load(&job->diags, definition, &job->survey);
    if (status == WJ_OK && (count > 0 || job->survey->question_count > 0)) {
        status = wj_job_find_files(job, files, count);
    }
    return status;
}

enum wj_status wj_job_from_arguments(struct wj_job *job, int argc, char **argv)
{
    if (optind >= argc) {
        return wj_fail(&job->diags, WJ_USAGE, "usage", NULL,
                       _("name the definition: wjtab %s SURVEY.yaml"), argv[0]);
    }
    return wj_job_open(job, argv[optind], argv + optind + 1, argc - optind - 1);
}

/* ---- reading ---- */

/* Opens the lane, where nobody needs to see every response. */
static enum wj_status open_lane(struct wj_job *job)
{
    bool watched = job->observer.response != NULL || job->observer.judged != NULL;
    bool wanted = !job->careful && !watched && wj_lane_wants(job->survey);
    return wanted ? wj_lane_new(job->survey, &job->tally, &job->lane) : WJ_OK;
}

static enum wj_status close_lane(struct wj_job *job, struct wj_lane *lane)
{
    if (lane == NULL) {
        return WJ_OK;
    }
    wj_screen_add_straight(job->screen, wj_lane_straight(lane));
    return wj_lane_finish(lane);
}

/* Brings together what was counted in the lanes and beside them, by all threads. */
static enum wj_status close_lanes(struct wj_job *job)
{
    enum wj_status status = wj_job_count_held(job);
    if (status == WJ_OK) {
        status = close_lane(job, job->lane);
    }
    for (size_t i = 0; status == WJ_OK && i < job->hand_count; i++) {
        struct wj_hand *hand = &job->hands[i];
        status = close_lane(job, hand->lane);
        if (status == WJ_OK && hand->has_tally) {
            status = wj_tally_merge(&job->tally, &hand->tally);
        }
    }
    return status;
}

static void clear_hand(struct wj_hand *hand)
{
    wj_coder_free(hand->coder);
    wj_lane_free(hand->lane);
    if (hand->has_tally) {
        wj_tally_clear(&hand->tally);
    }
}

static size_t default_threads(void)
{
    size_t count = wj_processors();
    return count < WJ_CLI_MOST_THREADS ? count : WJ_CLI_MOST_THREADS;
}

/* Bytes in all files; 0 where one is no regular file. */
static uint64_t total_bytes(const struct wj_job *job)
{
    uint64_t total = 0;
    for (size_t i = 0; i < job->file_count; i++) {
        struct stat info;
        if (stat(job->files[i].path, &info) != 0 || !S_ISREG(info.st_mode)) {
            return 0;
        }
        total += (uint64_t)info.st_size;
    }
    return total;
}

static enum wj_status read_files(struct wj_job *job)
{
    enum wj_status status = WJ_OK;
    if (job->show_progress) {
        wj_progress_begin(&job->progress, total_bytes(job));
    }
    for (size_t i = 0; status == WJ_OK && i < job->file_count; i++) {
        status = wj_job_read_file(job, i);
    }
    wj_progress_end(&job->progress);
    return status;
}

enum wj_status wj_job_read(struct wj_job *job)
{
    if (job->survey->question_count == 0) {
        return WJ_OK;
    }
    enum wj_status status = wj_coder_new(job->survey, &job->coder);
    if (status == WJ_OK) {
        status = wj_screen_new(job->survey, &job->screen);
    }
    if (status == WJ_OK) {
        wj_screen_tell(job->screen, &job->diags);
        job->threads = job->threads > 0 ? job->threads : default_threads();
        job->has_tally = true;
        job->spool.survey = wj_job_wants_rows(job->survey) ? job->survey : NULL;
        bool asked = job->survey->open_answers.wanted && job->survey->suppress_below == 0;
        job->open.survey = asked || job->keeps_open ? job->survey : NULL;
        status = wj_tally_init(&job->tally, &job->diags, job->survey);
    }
    if (status == WJ_OK) {
        status = open_lane(job);
    }
    if (status == WJ_OK) {
        status = read_files(job);
    }
    if (status == WJ_OK) {
        status = close_lanes(job);
    }
    if (status == WJ_OK) {
        status = wj_job_take_held(job);
    }
    if (status == WJ_OK) {
        job->read_messages = job->diags.count;
        status = wj_job_end(job);
    }
    return status;
}

/* ---- computing ---- */

static enum wj_status compute_scores(struct wj_job *job)
{
    const struct wj_survey *survey = job->survey;
    struct wj_score_options options = wj_score_options_of(survey);
    options.file = wj_job_path(job, survey->score.file);
    options.facts = survey->score.facts != NULL ? wj_job_path(job, survey->score.facts) : NULL;
    options.known = job->known;
    options.known_count = job->known_count;
    if (options.file == NULL || (survey->score.facts != NULL && options.facts == NULL)) {
        return WJ_MEMORY;
    }
    job->has_scoring = true;
    enum wj_status status = wj_scoring_compute(&job->diags, &options, &job->scoring);
    if (status == WJ_OK && job->has_tally) {
        status = wj_sure_of_survey(&job->sure, &job->tally, &job->figures, &options, &job->scoring);
    }
    if (status == WJ_OK && job->has_tally) {
        wj_sure_warn(&job->diags, &job->sure, &options, &job->scoring);
    }
    return status;
}

enum wj_status wj_job_compute(struct wj_job *job)
{
    enum wj_status status = WJ_OK;
    if (job->has_tally) {
        status = wj_figures_init(&job->figures, &job->tally, job->returned);
        if (status == WJ_OK) {
            status = wj_figures_weight(&job->figures, &job->diags, &job->tally);
        }
        if (status == WJ_OK && job->survey->suppress_below > 0) {
            status = wj_hide(&job->diags, &job->tally, &job->figures);
        }
        if (status == WJ_OK) {
            status = wj_known_build(&job->arena, job->survey, &job->tally, &job->figures,
                                    job->returned, &job->known, &job->known_count);
        }
    }
    if (status == WJ_OK && job->survey->score.present) {
        status = compute_scores(job);
    }
    return status;
}

struct wj_findings wj_job_findings(struct wj_job *job)
{
    const char *stated = job->survey->score.stated;
    const char *template = job->survey->report.template;
    const char *previous = job->survey->previous;
    struct wj_findings findings = {
        .survey = job->survey,
        .inputs = job->inputs,
        .input_count = job->input_count,
        .returned = job->returned,
        .tally = job->has_tally ? &job->tally : NULL,
        .figures = job->has_tally ? &job->figures : NULL,
        .open = job->open.survey != NULL ? &job->open : NULL,
        .spool = job->spool.survey != NULL ? &job->spool : NULL,
        .known = job->known,
        .known_count = job->known_count,
        .ledger = job->has_tally ? wj_screen_ledger(job->screen) : NULL,
        .straight = job->has_tally ? wj_screen_straight(job->screen) : 0,
        .scoring = job->has_scoring ? &job->scoring : NULL,
        .audit = job->has_audit ? &job->audit : NULL,
        .sure = job->has_scoring && job->has_tally ? &job->sure : NULL,
        .stated = stated != NULL ? wj_job_path(job, stated) : NULL,
        .previous = previous != NULL ? wj_job_path(job, previous) : NULL,
        .template = template != NULL ? wj_job_path(job, template) : NULL,
    };
    return findings;
}

void wj_job_clear(struct wj_job *job)
{
    for (size_t i = 0; i < job->file_count; i++) {
        wj_columns_free(job->survey, job->files[i].columns);
    }
    if (job->has_scoring) {
        wj_scoring_clear(&job->scoring);
    }
    wj_audit_clear(&job->audit);
    wj_sure_clear(&job->sure);
    wj_known_clear(job->known, job->known_count);
    wj_figures_clear(&job->figures);
    wj_open_clear(&job->open);
    wj_spool_clear(&job->spool);
    if (job->has_tally) {
        wj_tally_clear(&job->tally);
    }
    for (size_t i = 0; i < job->hand_count; i++) {
        clear_hand(&job->hands[i]);
    }
    wj_free(job->hands);
    wj_lane_free(job->lane);
    wj_screen_free(job->screen);
    wj_coder_free(job->coder);
    wj_survey_free(job->survey);
    wj_free(job->files);
    wj_free(job->inputs);
    wj_arena_clear(&job->arena);
}
