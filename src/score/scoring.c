#include "wjtab/score/score.h"

#include "score_job.h"

static enum wj_status read_files(struct wj_score_job *job)
{
    enum wj_status facts = job->options->facts != NULL ? wj_facts_read(job) : WJ_OK;
    if (facts == WJ_MEMORY) {
        return facts;
    }
    enum wj_status status = wj_small_table_read(job->diags, job->options->file, job->options->read,
                                                "分值", &job->scoring->table);
    if (status == WJ_OK) {
        status = wj_scoring_find_columns(job);
    }
    return facts != WJ_OK && status != WJ_MEMORY ? facts : status;
}

static void sum_indicators(struct wj_scoring *scoring)
{
    scoring->has_total = true;
    for (size_t i = 0; i < scoring->indicator_count; i++) {
        const struct wj_indicator *indicator = &scoring->indicators[i];
        mpq_add(scoring->points, scoring->points, indicator->points);
        mpq_add(scoring->total, scoring->total, indicator->score);
        scoring->has_total = scoring->has_total && indicator->has_score;
    }
}

/* The usual bands of a table of 100 points, for tables that name none. */
static const struct {
    const char *grade;
    unsigned long from;
} usual_grades[] = {{"优", 90}, {"良", 80}, {"中", 60}, {"差", 0}};

size_t wj_usual_grade_count(const struct wj_scoring *scoring)
{
    return mpq_cmp_ui(scoring->points, 100, 1) == 0 ? sizeof usual_grades / sizeof *usual_grades
                                                    : 0;
}

const char *wj_usual_grade(size_t number, mpq_t from)
{
    mpq_set_ui(from, usual_grades[number].from, 1);
    return usual_grades[number].grade;
}

const char *wj_score_grade(const struct wj_score_options *options, const struct wj_scoring *scoring,
                           size_t i, mpq_t from)
{
    if (options->grade_count == 0) {
        return i < wj_usual_grade_count(scoring) ? wj_usual_grade(i, from) : NULL;
    }
    if (i >= options->grade_count) {
        return NULL;
    }
    mpq_set(from, options->grades[i].from);
    return options->grades[i].grade;
}

/* The first grade that the total, as it is printed, reaches; NULL when there is none. */
static const char *reached(const struct wj_score_options *options, const struct wj_scoring *scoring,
                           const mpq_t printed)
{
    mpq_t from;
    mpq_init(from);
    size_t i = 0;
    const char *grade = wj_score_grade(options, scoring, i, from);
    while (grade != NULL && mpq_cmp(from, printed) > 0) {
        grade = wj_score_grade(options, scoring, ++i, from);
    }
    mpq_clear(from);
    return grade;
}

static enum wj_status set_grade(struct wj_score_job *job)
{
    struct wj_scoring *scoring = job->scoring;
    const struct wj_score_options *options = job->options;
    mpq_t printed;
    mpq_init(printed);
    wj_number_round(printed, scoring->total, (int)options->rounding.places, options->rounding.mode);
    const char *grade = reached(options, scoring, printed);
    mpq_clear(printed);
    if (grade != NULL && scoring->has_total) {
        scoring->computed_grade = wj_arena_copy(&scoring->arena, wj_slice_of(grade));
        if (scoring->computed_grade == NULL) {
            return WJ_MEMORY;
        }
    }
    scoring->grade = scoring->computed_grade;
    if (job->options->grade != NULL) {
        scoring->grade = wj_arena_copy(&scoring->arena, wj_slice_of(job->options->grade));
        return scoring->grade != NULL ? WJ_OK : WJ_MEMORY;
    }
    return WJ_OK;
}

static enum wj_status compute(struct wj_score_job *job)
{
    size_t errors = job->diags->errors;
    enum wj_status status = read_files(job);
    if (status == WJ_OK) {
        status = wj_score_number_names(job);
    }
    if (status == WJ_OK) {
        status = wj_facts_compute(job);
    }
    if (status == WJ_OK) {
        status = wj_scoring_read_rows(job);
    }
    if (status == WJ_OK && job->diags->errors > errors) {
        status = WJ_DEFINITION;
    }
    if (status == WJ_OK) {
        status = wj_scoring_sum_levels(job);
    }
    if (status == WJ_OK) {
        sum_indicators(job->scoring);
        status = set_grade(job);
    }
    return status;
}

struct wj_score_options wj_score_options_of(const struct wj_survey *survey)
{
    return (struct wj_score_options){
        .rounding = survey->score_rounding,
        .percent = survey->percent,
        .grades = survey->score.grades,
        .grade_count = survey->score.grade_count,
        .grade = survey->score.grade,
    };
}

enum wj_status wj_scoring_compute(struct wj_diags *diags, const struct wj_score_options *options,
                                  struct wj_scoring *scoring)
{
    unsigned long failures = wj_memory_failures();
    struct wj_score_job job = {.diags = diags, .options = options, .scoring = scoring};
    mpq_inits(scoring->points, scoring->total, NULL);
    enum wj_status status = compute(&job);
    wj_map_clear(&job.names);
    wj_free(job.work);
    wj_buf_clear(&job.reason);
    wj_buf_clear(&job.scratch);
    wj_buf_clear(&job.excerpt);
    bool whole = !job.out_of_memory && !diags->failed && wj_memory_status(failures) == WJ_OK;
    return whole ? status : WJ_MEMORY;
}

void wj_scoring_clear(struct wj_scoring *scoring)
{
    for (size_t i = 0; i < scoring->indicator_count; i++) {
        struct wj_indicator *indicator = &scoring->indicators[i];
        mpq_clears(indicator->points, indicator->raw, indicator->score, indicator->rate,
                   indicator->target.number, indicator->actual.number, indicator->done, NULL);
        wj_formula_free(indicator->formula);
    }
    for (size_t i = 0; i < scoring->level_count; i++) {
        mpq_clears(scoring->levels[i].points, scoring->levels[i].score, NULL);
    }
    for (size_t i = 0; i < scoring->fact_count; i++) {
        mpq_clear(scoring->facts[i].value);
        wj_formula_free(scoring->facts[i].formula);
    }
    wj_free(scoring->indicators);
    wj_free(scoring->levels);
    wj_free(scoring->facts);
    wj_table_clear(&scoring->table);
    wj_table_clear(&scoring->facts_table);
    mpq_clears(scoring->points, scoring->total, NULL);
    wj_arena_clear(&scoring->arena);
    *scoring = (struct wj_scoring){0};
}
