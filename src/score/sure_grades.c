#include "sure.h"

/* What the grades are looked for with. */
struct grading {
    struct wj_sure_job *job;
    const struct wj_sure_query *sum;
    uint64_t names;
    mpq_t lower; /* the lowest printed total */
    mpq_t upper;
    mpq_t below; /* where the band above begins */
    bool has_below;
    size_t capacity;
};

static enum wj_status add_grade(struct grading *grading, const char *grade)
{
    struct wj_sure *sure = grading->job->sure;
    const char *copy = NULL;
    if (grade != NULL) {
        copy = wj_arena_copy(&sure->arena, wj_slice_of(grade));
        if (copy == NULL) {
            return WJ_MEMORY;
        }
    }
    enum wj_status status =
        wj_grow(&sure->grades, &grading->capacity, sure->grade_count + 1, sizeof *sure->grades);
    if (status == WJ_OK) {
        sure->grades[sure->grade_count++] = copy;
    }
    return status;
}

static bool is_in_band(const struct grading *grading, const mpq_t total, const mpq_t from)
{
    return mpq_cmp(total, from) >= 0 && (!grading->has_below || mpq_cmp(total, grading->below) < 0);
}

/* Does a total jump over the band, or is there one within? */
static enum wj_status is_reached(struct grading *grading, const mpq_t from, bool *reached)
{
    if (is_in_band(grading, grading->lower, from) || is_in_band(grading, grading->upper, from)) {
        *reached = true;
        return WJ_OK;
    }
    *reached = false;
    if (mpq_cmp(from, grading->lower) < 0 || mpq_cmp(grading->upper, from) < 0) {
        return WJ_OK;
    }
    struct wj_sure_query query = *grading->sum;
    struct wj_spread spread;
    query.aim = WJ_AIM_BAND;
    query.from = from;
    query.below = grading->below;
    wj_spread_init(&spread);
    enum wj_status status = wj_sure_search(grading->job, &query, grading->names, &spread);
    *reached = spread.state == WJ_SPREAD_UNKNOWN || mpq_sgn(spread.upper) > 0;
    wj_spread_clear(&spread);
    return status;
}

static enum wj_status add_grades(struct grading *grading)
{
    const struct wj_score_options *options = grading->job->score.options;
    const struct wj_scoring *scoring = grading->job->scoring;
    enum wj_status status = WJ_OK;
    const char *grade = NULL;
    mpq_t from;
    mpq_init(from);
    size_t i = 0;
    for (; status == WJ_OK && (grade = wj_score_grade(options, scoring, i, from)) != NULL; i++) {
        bool reached;
        status = is_reached(grading, from, &reached);
        if (status == WJ_OK && reached) {
            status = add_grade(grading, grade);
        }
        mpq_set(grading->below, from);
        grading->has_below = true;
    }
    if (status == WJ_OK && i > 0 && mpq_cmp(grading->lower, grading->below) < 0) {
        status = add_grade(grading, NULL);
    }
    mpq_clear(from);
    return status;
}

enum wj_status wj_sure_grades(struct wj_sure_job *job, const struct wj_sure_query *sum,
                              uint64_t names)
{
    const struct wj_rounding rounding = job->score.options->rounding;
    const struct wj_spread *total = &job->sure->total;
    struct grading grading = {.job = job, .sum = sum, .names = names};
    mpq_inits(grading.lower, grading.upper, grading.below, NULL);
    wj_number_round(grading.lower, total->lower, (int)rounding.places, rounding.mode);
    wj_number_round(grading.upper, total->upper, (int)rounding.places, rounding.mode);
    enum wj_status status = add_grades(&grading);
    mpq_clears(grading.lower, grading.upper, grading.below, NULL);
    return status;
}
