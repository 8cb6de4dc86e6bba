/* Intervals and what they rest on, in results.json and from the functions themselves, against what
 * R and Python made of ten random surveys. */
#include "job_support.h"

#include <math.h>

#include <jansson.h>

enum { DIGITS = 9 };

static bool is_near(double got, double expected)
{
    double size = fabs(expected) > 1e-3 ? fabs(expected) : 1e-3;
    return fabs(got - expected) <= pow(10, -DIGITS) * size;
}

/* Counts a difference, and shows it. */
static size_t near(const char *name, const char *key, const json_t *expected, double got)
{
    if (is_near(got, json_number_value(expected))) {
        return 0;
    }
    print_error("%s %s: got %.15g, expected %.15g\n", name, key, got, json_number_value(expected));
    return 1;
}

/* A fraction of results.json, or a number. */
static double value_of(const json_t *json)
{
    if (!json_is_object(json)) {
        return json_number_value(json);
    }
    return json_number_value(json_object_get(json, "num")) /
           json_number_value(json_object_get(json, "den"));
}

static size_t check_size(const char *name, const struct wj_sample_size *size,
                         const json_t *expected)
{
    if (!json_is_object(expected)) {
        return size->exists ? 1 : 0;
    }
    size_t wrong = near(name, "n0", json_object_get(expected, "n0"), size->n0) +
                   near(name, "n", json_object_get(expected, "n"), (double)size->n);
    if (json_is_number(json_object_get(expected, "n_fpc"))) {
        wrong += near(name, "n0_fpc", json_object_get(expected, "n0_fpc"), size->n0_fpc) +
                 near(name, "n_fpc", json_object_get(expected, "n_fpc"), (double)size->n_fpc);
    }
    return wrong;
}

static size_t check_limits(const char *name, const struct job *job, const json_t *expected,
                           enum wj_interval_method method)
{
    const json_t *limits =
        json_object_get(expected, method == WJ_BY_WILSON ? "wilson" : "clopper_pearson");
    uint64_t count = (uint64_t)json_integer_value(json_object_get(expected, "count"));
    uint64_t base = (uint64_t)json_integer_value(json_object_get(expected, "base"));
    struct wj_interval interval = wj_interval_share(count, base, job->survey->confidence, method);
    if (!json_is_object(limits)) {
        return interval.missing == WJ_INTERVAL_THERE ? 1 : 0;
    }
    return near(name, "lower", json_object_get(limits, "lower"), interval.lower) +
           near(name, "upper", json_object_get(limits, "upper"), interval.upper);
}

static size_t check_object(const char *name, const struct job *job, const json_t *got,
                           const json_t *expected);

static size_t check_value(const char *name, const struct job *job, const char *key,
                          const json_t *got, const json_t *expected)
{
    size_t wrong = 0;
    if (json_is_array(expected) && json_array_size(got) == json_array_size(expected)) {
        for (size_t i = 0; i < json_array_size(expected); i++) {
            wrong +=
                check_value(name, job, key, json_array_get(got, i), json_array_get(expected, i));
        }
        return wrong;
    }
    if (json_is_object(expected)) {
        return check_object(name, job, got, expected);
    }
    if (json_is_string(expected) || json_is_null(expected)) {
        bool same =
            json_is_null(expected) ? got == NULL || json_is_null(got) : json_equal(got, expected);
        if (!same) {
            print_error("%s %s differs\n", name, key);
        }
        return same ? 0 : 1;
    }
    if (!json_is_number(expected) || json_is_null(got) || got == NULL) {
        print_error("%s %s differs\n", name, key);
        return 1;
    }
    return near(name, key, expected, value_of(got));
}

/* Every key that the reference has must stand in the results. */
static size_t check_object(const char *name, const struct job *job, const json_t *got,
                           const json_t *expected)
{
    size_t wrong = 0;
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)expected, key, value)
    {
        if (strcmp(key, "clopper_pearson") == 0) {
            wrong += check_limits(name, job, expected, WJ_BY_CLOPPER_PEARSON);
        } else if (strcmp(key, "df") == 0 && json_integer_value(value) < 1) {
            wrong += json_is_null(json_object_get(got, key)) ? 0 : 1;
        } else if (strcmp(key, "sample_size") != 0 && strcmp(key, "count") != 0 &&
                   strcmp(key, "base") != 0) {
            wrong += check_value(name, job, key, json_object_get(got, key), value);
        }
    }
    return wrong;
}

static const json_t *find(const json_t *list, const char *name)
{
    size_t i;
    json_t *one;
    json_array_foreach((json_t *)list, i, one)
    {
        if (strcmp(json_string_value(json_object_get(one, "name")), name) == 0) {
            return one;
        }
    }
    fail_msg("%s is not there", name);
    return NULL;
}

static size_t check_questions(const struct job *job, const json_t *expected, const mpq_t margin)
{
    const json_t *list = json_object_get(job->report.results, "questions");
    size_t wrong = 0;
    size_t i;
    json_t *question;
    json_array_foreach((json_t *)expected, i, question)
    {
        const char *name = json_string_value(json_object_get(question, "name"));
        long number = wj_survey_question(job->survey, wj_slice_of(name));
        const json_t *size = json_object_get(question, "sample_size");
        wrong += check_object(name, job, find(list, name), question);
        if (size != NULL) {
            struct wj_sample_size got =
                wj_sample_size_mean(&job->figures.questions[number].rate_statistics, margin,
                                    job->survey->confidence, job->survey->population);
            wrong += check_size(name, &got, size);
        }
    }
    return wrong;
}

/* The reference computes an interval even where an item was answered once (d36: one of six). One
 * answer says nothing about spread, so that a mean of items has none here, nor a sample size. */
static bool is_exception(const struct job *job, size_t number)
{
    const struct wj_measure *measure = &job->survey->measures[number];
    for (size_t i = 0; measure->kind == WJ_MEAN_OF && i < measure->item_count; i++) {
        if (job->tally.questions[measure->items[i]].rate_base == 1) {
            return true;
        }
    }
    return false;
}

static size_t check_exception(const struct job *job, size_t number, const json_t *expected,
                              const json_t *got)
{
    const struct wj_statistics *statistics = &job->figures.measure_statistics[number];
    const char *reason = json_string_value(json_object_get(got, "no_interval"));
    size_t wrong = statistics->missing == WJ_SMALL_BASE ? 0 : 1;
    assert_true(json_is_null(json_object_get(got, "se")));
    assert_string_equal(reason, "small_base");
    return wrong + near("n", "n", json_object_get(expected, "n"), (double)statistics->n) +
           near("rate", "rate", json_object_get(expected, "rate"), statistics->mean);
}

static size_t check_measures(const struct job *job, const json_t *expected, const mpq_t margin)
{
    const json_t *list = json_object_get(job->report.results, "measures");
    size_t wrong = 0;
    for (size_t i = 0; i < job->survey->measure_count; i++) {
        const char *name = job->survey->measures[i].name;
        const json_t *measure = find(expected, name);
        const json_t *size = json_object_get(measure, "sample_size");
        if (is_exception(job, i)) {
            wrong += check_exception(job, i, measure, find(list, name));
            continue;
        }
        wrong += check_object(name, job, find(list, name), measure);
        if (size != NULL) {
            struct wj_sample_size got =
                wj_sample_size_mean(&job->figures.measure_statistics[i], margin,
                                    job->survey->confidence, job->survey->population);
            wrong += check_size(name, &got, size);
        }
    }
    return wrong;
}

static void check_set(const char *set)
{
    char path[1024];
    struct job job = {0};
    json_error_t error;
    mpq_t margin;
    mpq_init(margin);
    mpq_set_ui(margin, 3, 100);
    snprintf(path, sizeof path, WJTAB_SOURCE_DIR "/tests/unit/measure/sets/%s/intervals.json", set);
    json_t *expected = json_load_file(path, 0, &error);
    assert_non_null(expected);
    snprintf(path, sizeof path, WJTAB_SOURCE_DIR "/tests/unit/measure/sets/%s/survey.yaml", set);
    enum wj_status status = job_run(&job, path, NULL);
    if (status != WJ_OK) {
        show_diags(&job.diags);
    }
    assert_int_equal(status, WJ_OK);
    size_t wrong = check_questions(&job, json_object_get(expected, "questions"), margin);
    wrong += check_measures(&job, json_object_get(expected, "measures"), margin);
    struct wj_sample_size size =
        wj_sample_size_share(margin, job.survey->confidence, job.survey->population);
    wrong += check_size("sample_size", &size, json_object_get(expected, "sample_size"));
    json_decref(expected);
    mpq_clear(margin);
    job_clear(&job);
    assert_int_equal(wrong, 0);
}

static void ten_surveys_agree_with_r(void **state)
{
    (void)state;
    static const char *const sets[] = {"d01", "d04", "d09", "d16", "d24",
                                       "d27", "d29", "d31", "d36", "d39"};
    for (size_t i = 0; i < COUNT(sets); i++) {
        print_message("%s\n", sets[i]);
        check_set(sets[i]);
    }
}

/* ---- what the sets do not hold ---- */

#define HEAD(more)                                                                                 \
    "survey: t\n"                                                                                  \
    "responses: responses.csv\n" more "questions:\n"                                               \
    "  - {name: 甲, type: single, options: [{code: A, score: 4}, {code: B, score: 3},"            \
    " {code: C, score: 1}, {code: Z}]}\n"                                                          \
    "  - {name: 丙, type: multiple, options: [{code: A, score: 2}, {code: B, score: 1},"          \
    " {code: C}]}\n"                                                                               \
    "valid: {required: []}\n"                                                                      \
    "measures:\n"                                                                                  \
    "  - {name: 均, mean_of: [甲, 丙]}\n"                                                       \
    "  - {name: 合, pooled_of: [丙, 甲]}\n"

static const char answers[] = "甲,丙\n"
                              "A,AB\n"
                              "B,A\n"
                              "C,B\n"
                              ",C\n"
                              "Z,\n"
                              "A,-3\n";

/* y of 甲: 1, 3/4, 1/4, 0 (blank), none (Z), 1. y of 丙: 3/2, 1, 1/2, none (C), 0 (blank), none. */
static const double first[] = {1, 0.75, 0.25, 0, -1, 1};
static const double second[] = {1.5, 1, 0.5, -1, 0, -1};

/* The residuals of the six responses, one by one. */
static double by_hand(bool pooled)
{
    double sums[2] = {0};
    double bases[2] = {0};
    double squares = 0;
    for (size_t i = 0; i < 6; i++) {
        sums[0] += first[i] >= 0 ? first[i] : 0;
        bases[0] += first[i] >= 0 ? 1 : 0;
        sums[1] += second[i] >= 0 ? second[i] : 0;
        bases[1] += second[i] >= 0 ? 1 : 0;
    }
    double most = 4 * bases[0] + 2 * bases[1];
    double ratio = (4 * sums[0] + 2 * sums[1]) / most;
    for (size_t i = 0; i < 6; i++) {
        double a =
            pooled ? 4 / most * (first[i] - ratio) : (first[i] - sums[0] / bases[0]) / bases[0] / 2;
        double b = pooled ? 2 / most * (second[i] - ratio)
                          : (second[i] - sums[1] / bases[1]) / bases[1] / 2;
        double u = (first[i] >= 0 ? a : 0) + (second[i] >= 0 ? b : 0);
        squares += u * u;
    }
    return sqrt(6.0 / 5 * squares);
}

static void multiple_questions_count_with_their_sums(void **state)
{
    char *folder = folder_new();
    struct job job;
    (void)state;
    job_open(&job, folder, HEAD(""), answers);
    const struct wj_question_figures *multiple = &job.figures.questions[1];
    /* 1.5, 1, 0.5, 0: mean 0.75, variance 1.25/3. */
    assert_int_equal(multiple->rate_statistics.n, 4);
    assert_true(is_near(multiple->rate_statistics.mean, 0.75));
    assert_true(is_near(multiple->rate_statistics.sd, sqrt(1.25 / 3)));
    assert_true(multiple->rate_statistics.upper > 1);
    assert_int_equal(multiple->mean_statistics.n, 3);
    assert_true(is_near(multiple->mean_statistics.mean, 2));
    assert_true(is_near(multiple->mean_statistics.sd, 1));
    assert_int_equal(job.figures.measure_statistics[0].n, 6);
    assert_true(is_near(job.figures.measure_statistics[0].se, by_hand(false)));
    assert_true(is_near(job.figures.measure_statistics[1].se, by_hand(true)));
    assert_int_equal(job.tally.joint_count, 2);
    job_clear(&job);
    folder_remove(folder);
}

static void a_whole_population_has_no_doubt_left(void **state)
{
    char *folder = folder_new();
    struct job job;
    (void)state;
    job_open(&job, folder, HEAD("population: 6\n"), answers);
    const struct wj_interval *interval = &job.figures.measure_intervals[0];
    assert_int_equal(interval->missing, WJ_INTERVAL_THERE);
    assert_int_equal(interval->method, WJ_BY_T_FPC);
    assert_true(is_near(interval->lower, job.figures.measure_statistics[0].mean));
    assert_true(is_near(interval->upper, interval->lower));
    job_clear(&job);
    folder_remove(folder);
}

static void a_constant_item_is_a_point_and_a_small_base_has_a_reason(void **state)
{
    char *folder = folder_new();
    struct job job;
    (void)state;
    job_open(&job, folder, HEAD(""), "甲,丙\nB,A\nB,\nB,-3\n");
    const struct wj_question_figures *constant = &job.figures.questions[0];
    assert_true(constant->interval.lower == 0.75 && constant->interval.upper == 0.75);
    job_clear(&job);
    /* A point is printed as what it is, although 0.7 is no double. */
    job_open(&job, folder,
             "survey: t\nresponses: responses.csv\n"
             "questions:\n"
             "  - {name: 甲, type: single, options: [{code: A, score: 10}, {code: B, score: 7}]}\n"
             "measures: [{name: 均, mean_of: [甲]}]\n",
             "甲\nB\nB\n");
    mpq_t limits[2];
    mpq_inits(limits[0], limits[1], NULL);
    wj_interval_limits(&job.figures.measure_intervals[0], limits[0], limits[1]);
    assert_int_equal(mpq_cmp_ui(limits[0], 7, 10), 0);
    assert_int_equal(mpq_cmp_ui(limits[1], 7, 10), 0);
    mpq_clears(limits[0], limits[1], NULL);
    job_clear(&job);
    job_open(&job, folder, HEAD(""), "甲,丙\nB,A\nB,-3\n");
    assert_int_equal(job.figures.questions[1].interval.missing, WJ_SMALL_BASE);
    assert_true(job.figures.questions[1].rate_statistics.has_mean);
    assert_int_equal(job.figures.measure_intervals[0].missing, WJ_SMALL_BASE);
    assert_int_equal(job.figures.measure_intervals[1].missing, WJ_INTERVAL_THERE);
    const json_t *measure = json_array_get(json_object_get(job.report.results, "measures"), 0);
    assert_true(json_is_null(json_object_get(measure, "interval")));
    assert_string_equal(json_string_value(json_object_get(measure, "no_interval")), "small_base");
    job_clear(&job);
    job_open(&job, folder, HEAD(""), "甲,丙\n-3,-3\n");
    assert_false(job.figures.questions[0].rate_statistics.has_mean);
    assert_int_equal(job.figures.measure_intervals[1].missing, WJ_SMALL_BASE);
    job_clear(&job);
    folder_remove(folder);
}

static void any_level_can_be_asked_for(void **state)
{
    char *folder = folder_new();
    struct job job;
    mpq_t level;
    mpq_t lower;
    mpq_t upper;
    (void)state;
    mpq_inits(level, lower, upper, NULL);
    job_open(&job, folder, HEAD("confidence: 90%\n"), answers);
    /* qt(0.95, 5), qt(0.995, 5) of R. */
    mpq_set_ui(level, 99, 100);
    const struct wj_statistics *statistics = &job.figures.measure_statistics[1];
    struct wj_interval wide = wj_measure_interval(&job.figures, &job.tally, 1, level);
    assert_true(is_near(statistics->t, 2.015048373333024));
    double half = 4.032142983557535 * statistics->se;
    assert_true(is_near(wide.lower, statistics->mean - half));
    wj_interval_limits(&job.figures.measure_intervals[1], lower, upper);
    assert_true(is_near(mpq_get_d(lower), statistics->lower));
    assert_true(is_near(mpq_get_d(upper), statistics->upper));
    mpq_clears(level, lower, upper, NULL);
    job_clear(&job);
    folder_remove(folder);
}

static void a_measure_of_very_many_items_has_none(void **state)
{
    enum { ITEMS = 101 };
    char *folder = folder_new();
    struct wj_buf yaml = {0};
    struct wj_buf csv = {0};
    struct job job;
    (void)state;
    wj_buf_add_text(&yaml,
                    "survey: t\nresponses: responses.csv\n"
                    "scales: {量: [{code: A, score: 1}, {code: B, score: 0}]}\nquestions:\n");
    for (size_t i = 0; i < ITEMS; i++) {
        wj_buf_addf(&yaml, "  - {name: 题%zu, type: single, scale: 量}\n", i);
        wj_buf_addf(&csv, "%s题%zu", i > 0 ? "," : "", i);
    }
    for (size_t row = 0; row < 3; row++) {
        for (size_t i = 0; i < ITEMS; i++) {
            wj_buf_add_text(&csv, i == 0 ? "\n" : ",");
            wj_buf_add_char(&csv, (i + row) % 3 == 0 ? 'A' : 'B');
        }
    }
    wj_buf_add_text(&yaml, "measures:\n");
    for (size_t measure = 0; measure < 2; measure++) {
        wj_buf_addf(&yaml, "  - {name: 指%zu, mean_of: [题0", measure);
        for (size_t i = 1; i < ITEMS - measure; i++) {
            wj_buf_addf(&yaml, ", 题%zu", i);
        }
        wj_buf_add_text(&yaml, "]}\n");
    }
    job_open(&job, folder, wj_buf_text(&yaml), wj_buf_text(&csv));
    assert_int_equal(job.figures.measure_intervals[0].missing, WJ_TOO_MANY_ITEMS);
    assert_int_equal(job.figures.measure_intervals[1].missing, WJ_INTERVAL_THERE);
    assert_int_equal(job.tally.joint_count, 100 * 99 / 2);
    wj_buf_clear(&yaml);
    wj_buf_clear(&csv);
    job_clear(&job);
    folder_remove(folder);
}

/* 1/1000 of a million: R's binom.test(1000, 1e6) and prop.test(…, correct = FALSE). */
static void large_counts_stay_exact(void **state)
{
    mpq_t level;
    (void)state;
    mpq_init(level);
    mpq_set_ui(level, 95, 100);
    struct wj_interval interval = wj_interval_share(1000, 1000000, level, WJ_BY_CLOPPER_PEARSON);
    assert_true(is_near(1e3 * interval.lower, 1e3 * 0.0009390012079500722));
    assert_true(is_near(1e3 * interval.upper, 1e3 * 0.001063918107315228));
    interval = wj_interval_share(1000, 1000000, level, WJ_BY_WILSON);
    assert_true(is_near(1e3 * interval.lower, 1e3 * 0.0009399388437436419));
    assert_true(is_near(1e3 * interval.upper, 1e3 * 0.0010638949174321755));
    mpq_clear(level);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_surveys_agree_with_r),
        cmocka_unit_test(multiple_questions_count_with_their_sums),
        cmocka_unit_test(a_whole_population_has_no_doubt_left),
        cmocka_unit_test(a_constant_item_is_a_point_and_a_small_base_has_a_reason),
        cmocka_unit_test(any_level_can_be_asked_for),
        cmocka_unit_test(a_measure_of_very_many_items_has_none),
        cmocka_unit_test(large_counts_stay_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
