/* Weights and weighted figures in results.json, against what R's survey package made of the same
 * answers: calibrate(calfun = "raking") to convergence. */
#include "sets_support.h"

#define MATHLIB_STANDALONE 1
#include <Rmath.h>

static json_t *load(const char *name)
{
    char path[1024];
    json_error_t error;
    snprintf(path, sizeof path, WJTAB_SOURCE_DIR "/tests/unit/measure/sets/%s", name);
    json_t *json = json_load_file(path, 0, &error);
    assert_non_null(json);
    return json;
}

static json_t *find(json_t *list, const char *name)
{
    size_t i;
    json_t *one;
    json_array_foreach(list, i, one)
    {
        if (strcmp(json_string_value(json_object_get(one, "name")), name) == 0) {
            return one;
        }
    }
    fail_msg("%s is not there", name);
    return NULL;
}

static json_t *question_of(const struct job *job, const char *name)
{
    return find(json_object_get(job->report.results, "questions"), name);
}

static json_t *measure_of(const struct job *job, const char *name)
{
    return find(json_object_get(job->report.results, "measures"), name);
}

static double number_at(const json_t *object, const char *key)
{
    const json_t *number = json_object_get(object, key);
    if (!json_is_number(number)) {
        fail_msg("%s is no number", key);
    }
    return json_number_value(number);
}

/* ---- the random surveys of the reference ---- */

/* The limits are those of Student's t around the value. */
static size_t check_limits(const char *name, const json_t *got)
{
    double half = qt(0.975, number_at(got, "df"), 1, 0) * number_at(got, "se_raked");
    double value = number_at(got, "value");
    double lower = number_at(got, "lower");
    double upper = number_at(got, "upper");
    bool near = (lower == 0.0 || is_close("lower", lower, value - half, 1e-9)) &&
                (upper == 1.0 || is_close("upper", upper, value + half, 1e-9)) &&
                value - half <= lower + 1e-12 && value + half >= upper - 1e-12;
    if (!near) {
        print_error("%s: limits %.17g, %.17g\n", name, lower, upper);
    }
    return near ? 0 : 1;
}

/* Every number of the reference against `weighted` of an object. */
static size_t check_weighted(const char *name, const json_t *holder, const json_t *expected)
{
    const json_t *got = json_object_get(holder, "weighted");
    size_t wrong = check_limits(name, got);
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)expected, key, value)
    {
        if (json_is_number(value)) {
            wrong += check_number(name, key, json_object_get(got, key), value);
        }
    }
    return wrong;
}

static size_t check_options(const char *name, const json_t *question, const json_t *expected)
{
    const json_t *options = json_object_get(question, "options");
    size_t wrong = 0;
    size_t i;
    json_t *option;
    assert_int_equal(json_array_size(options), json_array_size(expected));
    json_array_foreach(options, i, option)
    {
        wrong += check_weighted(name, option, json_array_get(expected, i));
    }
    return wrong;
}

static size_t check_items(const struct job *job, const json_t *items)
{
    size_t wrong = 0;
    size_t i;
    json_t *item;
    json_array_foreach((json_t *)items, i, item)
    {
        const char *name = json_string_value(json_object_get(item, "name"));
        const json_t *question = question_of(job, name);
        if (json_object_get(item, "rate") != NULL) {
            wrong += check_weighted(name, question, json_object_get(item, "rate"));
            wrong += check_weighted(name, json_object_get(question, "mean_statistics"),
                                    json_object_get(item, "mean"));
        }
        wrong += check_options(name, question, json_object_get(item, "options"));
    }
    return wrong;
}

static size_t check_figures(const struct job *job, const json_t *expected)
{
    const json_t *quantity = question_of(job, "推荐");
    size_t wrong = check_items(job, json_object_get(expected, "items"));
    wrong += check_items(job, json_object_get(expected, "background"));
    wrong += check_options("多选", question_of(job, "多选"), json_object_get(expected, "multiple"));
    wrong +=
        check_weighted("综合", measure_of(job, "综合"), json_object_get(expected, "composite"));
    wrong += check_weighted("合并", measure_of(job, "合并"), json_object_get(expected, "pooled"));
    wrong += check_weighted("推荐", json_object_get(quantity, "quantity"),
                            json_object_get(expected, "quantity_mean"));
    wrong +=
        check_weighted("nps", json_object_get(quantity, "nps"), json_object_get(expected, "nps"));
    return wrong;
}

/* Is it the cell of these two categories? */
static bool is_cell(const json_t *cell, const json_t *other)
{
    return json_equal(json_object_get(cell, "背景1"), json_object_get(other, "背景1")) &&
           json_equal(json_object_get(cell, "背景2"), json_object_get(other, "背景2"));
}

static size_t check_cells(const json_t *cells, const json_t *expected)
{
    size_t wrong = 0;
    size_t i;
    json_t *cell;
    assert_int_equal(json_array_size(cells), json_array_size(expected));
    json_array_foreach((json_t *)cells, i, cell)
    {
        size_t j = 0;
        while (j < json_array_size(expected) && !is_cell(cell, json_array_get(expected, j))) {
            j++;
        }
        const json_t *other = json_array_get(expected, j);
        wrong += check_number("cell", "n", json_object_get(cell, "n"), json_object_get(other, "n"));
        wrong += check_number("cell", "weight", json_object_get(cell, "weight"),
                              json_object_get(other, "weight_mean1"));
    }
    return wrong;
}

static size_t check_weights(const struct job *job, const json_t *expected)
{
    const json_t *weighting = json_object_get(job->report.results, "weighting");
    size_t wrong =
        check_cells(json_object_get(weighting, "cells"), json_object_get(expected, "cells"));
    wrong += check_number("weighting", "kish_n_eff", json_object_get(weighting, "kish_n_eff"),
                          json_object_get(expected, "kish_n_eff"));
    wrong += check_number("weighting", "kish_deff", json_object_get(weighting, "kish_deff"),
                          json_object_get(expected, "kish_deff"));
    wrong += check_number("weighting", "weight_min", json_object_get(weighting, "weight_min"),
                          json_object_get(expected, "weight_min_mean1"));
    wrong += check_number("weighting", "weight_max", json_object_get(weighting, "weight_max"),
                          json_object_get(expected, "weight_max_mean1"));
    assert_true(number_at(json_object_get(weighting, "worst_margin"), "error") <= 1e-12);
    assert_true(json_is_true(json_object_get(weighting, "margins_hold")));
    return wrong;
}

static size_t check_tables(const struct job *job, const json_t *expected)
{
    const json_t *tables = json_object_get(job->report.results, "tables");
    size_t wrong = 0;
    size_t met = 0;
    size_t i;
    json_t *table;
    json_array_foreach((json_t *)expected, i, table)
    {
        size_t j;
        json_t *got;
        json_array_foreach((json_t *)tables, j, got)
        {
            bool same =
                json_equal(json_object_get(got, "table"), json_object_get(table, "table")) &&
                json_equal(json_object_get(got, "row"), json_object_get(table, "row")) &&
                json_equal(json_object_get(got, "by"), json_object_get(table, "by"));
            const json_t *rows = json_object_get(table, "weighted_shares");
            met += same ? 1 : 0;
            for (size_t k = 0; same && k < json_array_size(rows); k++) {
                const json_t *shares = json_object_get(
                    json_array_get(json_object_get(got, "rows"), k), "weighted_shares");
                for (size_t m = 0; m < json_array_size(json_array_get(rows, k)); m++) {
                    wrong += check_number("table", "weighted_shares", json_array_get(shares, m),
                                          json_array_get(json_array_get(rows, k), m));
                }
            }
        }
    }
    assert_int_equal(met, json_array_size(expected));
    return wrong;
}

/* `weighting:` as YAML, of the reference's targets. */
static void add_targets(struct wj_buf *out, const json_t *targets)
{
    const char *question;
    const char *code;
    json_t *margin;
    json_t *target;
    wj_buf_add_text(out, "weighting:\n  targets:\n");
    json_object_foreach((json_t *)targets, question, margin)
    {
        wj_buf_addf(out, "    %s: {", question);
        json_object_foreach(margin, code, target)
        {
            wj_buf_addf(out, "%s: %lld, ", code, (long long)json_integer_value(target));
        }
        wj_buf_add_text(out, "}\n");
    }
}

static void check_set(const char *set)
{
    char *folder = folder_new();
    char name[64];
    struct job job = {0};
    struct wj_buf more = {0};
    snprintf(name, sizeof name, "%s/weights.json", set);
    json_t *expected = load(name);
    const json_t *weighting = json_object_get(expected, "weighting");
    /* The definition of d31 has its targets already. */
    if (strcmp(set, "d31") != 0) {
        add_targets(&more, json_object_get(weighting, "targets"));
    }
    set_run(&job, folder, set, wj_buf_text(&more));
    size_t wrong = check_weights(&job, weighting);
    wrong += check_figures(&job, json_object_get(expected, "weighted"));
    wrong += check_tables(&job, json_object_get(expected, "tables"));
    wj_buf_clear(&more);
    json_decref(expected);
    job_clear(&job);
    folder_remove(folder);
    assert_int_equal(wrong, 0);
}

static void sets_agree(void **state)
{
    (void)state;
    check_set("d16");
    check_set("d24");
    check_set("d29");
    check_set("d31");
}

/* ---- the reference's example of raking ---- */

static const char raking60[] =
    "survey: t\n"
    "responses: responses.csv\n"
    "questions:\n"
    "  - {name: region, type: single, options: [{code: R1}, {code: R2}, {code: R3}]}\n"
    "  - {name: gender, type: single, options: [{code: F}, {code: M}]}\n"
    "  - {name: score, type: single, options: [{code: 0, score: 0}, {code: 60, score: 60},"
    " {code: 80, score: 80}, {code: 100, score: 100}]}\n"
    "  - {name: yes, type: single, options: [{code: 0, score: 0}, {code: 1, score: 1}]}\n"
    "measures: [{name: m, mean_of: [score, yes]}]\n";

static void expect_near(double got, const json_t *expected, const char *key)
{
    const json_t *number = json_object_get(expected, key);
    assert_true(json_is_number(number));
    if (!is_close(key, got, json_number_value(number), 1e-9)) {
        fail_msg("%s: got %.17g, expected %.17g", key, got, json_number_value(number));
    }
}

static void run_raking60(struct job *job, const char *folder, const char *weighting)
{
    struct wj_buf yaml = {0};
    char path[] = WJTAB_SOURCE_DIR "/tests/unit/measure/sets/raking60.csv";
    *job = (struct job){0};
    wj_buf_addf(&yaml, "%s%s", raking60, weighting);
    write_text(in_folder(folder, "survey.yaml"), wj_buf_text(&yaml));
    wj_buf_clear(&yaml);
    enum wj_status status = job_run(job, in_folder(folder, "survey.yaml"), path);
    if (status != WJ_OK) {
        show_diags(&job->diags);
    }
    assert_int_equal(status, WJ_OK);
}

static void the_example_of_raking_agrees(void **state)
{
    (void)state;
    char *folder = folder_new();
    struct job job;
    json_t *expected = load("raking60.json");
    run_raking60(&job, folder,
                 "weighting: {targets: {region: {R1: 560, R2: 480, R3: 362},"
                 " gender: {F: 690, M: 712}}}\n");
    const json_t *weighting = json_object_get(job.report.results, "weighting");
    const json_t *mean =
        json_object_get(json_object_get(question_of(&job, "score"), "mean_statistics"), "weighted");
    const json_t *yes = json_object_get(question_of(&job, "yes"), "weighted");
    expect_near(number_at(weighting, "kish_n_eff"), expected, "kish_neff");
    expect_near(number_at(weighting, "kish_deff"), expected, "kish_deff");
    expect_near(number_at(weighting, "total"), expected, "sum_weights");
    expect_near(number_at(mean, "value"), expected, "weighted_mean");
    expect_near(number_at(mean, "se_raked"), expected, "se_calibrate_object");
    expect_near(number_at(mean, "se_fixed"), expected, "se_weights_as_fixed");
    expect_near(number_at(yes, "value"), expected, "prop_yes");
    expect_near(number_at(yes, "se_raked"), expected, "prop_yes_se_rake");
    expect_near(number_at(yes, "se_fixed"), expected, "prop_yes_se_fixed");
    job_clear(&job);
    folder_remove(folder);
    json_decref(expected);
}

/* Shares are the same targets. */
static void shares_and_counts_weigh_alike(void **state)
{
    (void)state;
    char *folder = folder_new();
    struct job counts;
    struct job shares;
    run_raking60(
        &counts, folder,
        "weighting: {targets: {region: {R1: 40, R2: 35, R3: 25}, gender: {F: 50, M: 50}}}\n");
    run_raking60(&shares, folder,
                 "weighting: {targets: {region: {R1: 40%, R2: 35%, R3: 25%},"
                 " gender: {F: 50%, M: 50%}}}\n");
    assert_true(json_equal(json_object_get(counts.report.results, "questions"),
                           json_object_get(shares.report.results, "questions")));
    job_clear(&counts);
    job_clear(&shares);
    folder_remove(folder);
}

/* ---- a weight column ---- */

/* Raked weights written into a column give the same figures with weights as constants. */
static void a_column_weighs_as_its_numbers_say(void **state)
{
    (void)state;
    static const char definition[] =
        "survey: t\n"
        "responses: responses.csv\n"
        "questions:\n"
        "  - {name: 甲, type: single, options: [{code: A, score: 4}, {code: B, score: 1}]}\n"
        "  - {name: 乙, type: single, options: [{code: A, score: 2}, {code: B, score: 1}]}\n"
        "valid: {required: []}\n"
        "measures: [{name: 均, mean_of: [甲, 乙]}]\n"
        "weighting: {column: 权}\n";
    char *folder = folder_new();
    struct job job;
    /* weights 0.5, 1.5, 1000.25 (more than one limb), 0, and 2 in another spelling */
    job_open(&job, folder, definition,
             "甲,乙,权\nA,A,0.5\nB,B,1.5\nA,B,\"1,000.25\"\nB,A,0\nB,A,２\n");
    const json_t *weighting = json_object_get(job.report.results, "weighting");
    const json_t *share = json_object_get(
        json_array_get(json_object_get(question_of(&job, "甲"), "options"), 0), "weighted");
    mpq_t expected;
    mpq_init(expected);
    /* (0.5 + 1000.25) / (0.5 + 1.5 + 1000.25 + 2) */
    wj_number_ratio(expected, 4003, 4017);
    assert_int_equal(mpq_equal(job.figures.weighted->questions[0].shares[0].value, expected), 1);
    assert_true(json_is_null(json_object_get(share, "se_raked")));
    assert_true(number_at(share, "se_fixed") > 0.0);
    assert_true(is_close("sum", number_at(weighting, "sum"), 1004.25, 1e-15));
    mpq_clear(expected);
    job_clear(&job);
    folder_remove(folder);
}

/* By hand: weights 1, 2, 3; y 1, 0, 1. */
static void the_fixed_error_is_that_of_a_hand_worked_line(void **state)
{
    (void)state;
    static const char definition[] = "survey: t\n"
                                     "responses: responses.csv\n"
                                     "questions: [{name: 甲, type: single, options: [{code: A, "
                                     "score: 1}, {code: B, score: 0}]}]\n"
                                     "weighting: {column: 权}\n";
    char *folder = folder_new();
    struct job job;
    job_open(&job, folder, definition, "甲,权\nA,1\nB,2\nA,3\n");
    const json_t *rate = json_object_get(question_of(&job, "甲"), "weighted");
    /* r = 4/6; Σ(w(y − r))² = (1/3)² + (4/3)² + 1² = 26/9; SE² = 3/2 · 26/9 / 36 */
    assert_true(is_close("se", number_at(rate, "se_fixed"), sqrt(1.5 * 26.0 / 9.0 / 36.0), 1e-14));
    assert_true(is_close("value", number_at(rate, "value"), 2.0 / 3.0, 1e-15));
    /* Kish: 6²/14 */
    assert_true(is_close("n",
                         number_at(json_object_get(job.report.results, "weighting"), "kish_n_eff"),
                         36.0 / 14.0, 1e-15));
    job_clear(&job);
    folder_remove(folder);
}

/* ---- what can't be weighted ---- */

struct refused {
    const char *weighting;
    const char *csv;
    const char *kind; /* of the first error */
    const char *text; /* stands in its message */
};

static const struct refused refusals[] = {
    {"{targets: {甲: {A: 1, B: 1, C: 1}}}", "A,A,1\nB,A,1\n", "empty_target", "“C” of “甲”"},
    {"{targets: {甲: {A: 1, B: 1}}}", "A,A,1\nB,A,1\nC,A,1\n", "no_target", "“C” of “甲”"},
    {"{targets: {甲: {A: 1, B: 1, C: 0}}}", "A,A,1\nB,A,1\nC,A,1\n", "no_target", "1 effective"},
    {"{targets: {甲: {A: 1, B: 1}, 乙: {A: 1, B: 1}}}", "A,A,1\nB,A,1\n,B,1\n", "empty_target",
     "“B” of “乙”"},
    /* Everybody in A of 甲 is in A of 乙, and nobody else: the margins contradict each other. */
    {"{targets: {甲: {A: 30, B: 70}, 乙: {A: 60, B: 40}}}", "A,A,1\nB,B,1\n", "no_convergence",
     "no weights meet all targets"},
    {"{column: 权}", "A,A,1\nB,A,\n", "weight", "has no weight"},
    {"{column: 权}", "A,A,1\nB,A,-1\n", "weight", "“-1” in “权” is no weight"},
    {"{column: 权}", "A,A,1\nB,A,x\n", "weight", "“x”"},
    {"{column: 权}", "A,A,1\nB,A,1e10\n", "weight", "“1e10”"},
    {"{column: 权}", "A,A,1\nB,A,0.0000000001\n", "weight", "“0.0000000001”"},
    {"{column: 权}", "A,A,1\nB,A,10²\n", "weight", "is no weight"},
    {"{column: 权}", "A,A,0\nB,A,0\n", "weight", "are all 0"},
};

static void write_weighting(const char *folder, const char *weighting)
{
    struct wj_buf text = {0};
    wj_buf_addf(
        &text,
        "survey: t\n"
        "responses: responses.csv\n"
        "questions:\n"
        "  - {name: 甲, type: single, options: [{code: A}, {code: B}, {code: C}]}\n"
        "  - {name: 乙, type: single, options: [{code: A, score: 2}, {code: B, score: 1}]}\n"
        "valid: {required: []}\n"
        "measures: [{name: 均, mean_of: [乙]}, {name: 份, share_of: {question: 乙, codes:"
        " [A]}}]\n"
        "tables: [{rows: [乙], by: [甲]}]\n"
        "weighting: %s\n",
        weighting);
    write_text(in_folder(folder, "survey.yaml"), wj_buf_text(&text));
    wj_buf_clear(&text);
}

static void write_answers(const char *folder, const char *name, const char *csv)
{
    struct wj_buf text = {0};
    wj_buf_addf(&text, "甲,乙,权\n%s", csv);
    write_text(in_folder(folder, name), wj_buf_text(&text));
    wj_buf_clear(&text);
}

static enum wj_status run_weighting(struct job *job, const char *folder, const char *weighting,
                                    const char *csv)
{
    *job = (struct job){0};
    write_weighting(folder, weighting);
    write_answers(folder, "responses.csv", csv);
    return job_run(job, in_folder(folder, "survey.yaml"), NULL);
}

static void what_cannot_be_weighted_is_named(void **state)
{
    (void)state;
    char *folder = folder_new();
    for (size_t i = 0; i < COUNT(refusals); i++) {
        struct job job;
        enum wj_status status = run_weighting(&job, folder, refusals[i].weighting, refusals[i].csv);
        const struct wj_diag *diag = job.diags.count > 0 ? &job.diags.list[0] : NULL;
        if (status != WJ_DATA || diag == NULL || strcmp(diag->kind, refusals[i].kind) != 0 ||
            strstr(diag->message, refusals[i].text) == NULL || diag->line == 0) {
            show_diags(&job.diags);
            fail_msg("%s: status %d", refusals[i].weighting, (int)status);
        }
        job_clear(&job);
    }
    folder_remove(folder);
}

/* ---- edges ---- */

/* A response without an answer to a target question counts once; a base of one has no interval. */
static void edges_have_figures_or_a_reason(void **state)
{
    (void)state;
    char *folder = folder_new();
    struct job job;
    assert_int_equal(run_weighting(&job, folder, "{targets: {甲: {A: 1, B: 3}}}",
                                   "A,A,1\nA,A,1\nB,A,1\nB,,1\n,A,1\n"),
                     WJ_OK);
    const json_t *weighting = json_object_get(job.report.results, "weighting");
    assert_int_equal(number_at(weighting, "without_target"), 1);
    /* 4 take part: A weighs 0.5, B 1.5 */
    assert_true(is_close("w", number_at(weighting, "weight_min"), 0.5, 1e-15));
    const json_t *rate = json_object_get(question_of(&job, "乙"), "weighted");
    assert_true(is_close("value", number_at(rate, "value"), 3.5 / 5.0, 1e-15));
    assert_true(is_close("base", number_at(rate, "weighted_base"), 5.0, 1e-15));
    /* A constant item has a point for an interval. */
    const json_t *mean =
        json_object_get(json_object_get(question_of(&job, "乙"), "mean_statistics"), "weighted");
    assert_true(number_at(mean, "value") == 2.0 && number_at(mean, "se_raked") == 0.0 &&
                number_at(mean, "lower") == 2.0 && number_at(mean, "upper") == 2.0);
    job_clear(&job);
    assert_int_equal(run_weighting(&job, folder, "{targets: {甲: {A: 1}}}", "A,A,1\n"), WJ_OK);
    rate = json_object_get(question_of(&job, "乙"), "weighted");
    assert_true(number_at(rate, "value") == 1.0);
    assert_true(json_is_null(json_object_get(rate, "lower")));
    assert_string_equal(json_string_value(json_object_get(rate, "no_interval")), "small_base");
    job_clear(&job);
    /* Without effective responses there is nothing to weigh. */
    assert_int_equal(run_weighting(&job, folder, "{targets: {甲: {A: 1}}}", ",,1\n"), WJ_OK);
    assert_true(json_is_null(json_object_get(job.report.results, "weighting")));
    job_clear(&job);
    folder_remove(folder);
}

/* ---- trimming ---- */

static double share_of(const json_t *question, size_t option)
{
    return number_at(
        json_object_get(json_array_get(json_object_get(question, "options"), option), "weighted"),
        "value");
}

static void trimming_keeps_weights_below_the_ceiling(void **state)
{
    (void)state;
    /* 甲 × 乙: AA 6, AB 1, BA 1, BB 2 */
    static const char csv[] =
        "A,A,1\nA,A,1\nA,A,1\nA,A,1\nA,A,1\nA,A,1\nA,B,1\nB,A,1\nB,B,1\nB,B,1\n";
    char *folder = folder_new();
    struct job job;
    /* One margin: B would weigh 5/3, A 5/7; with 1.5 at most B has a share of 45 % and no more. */
    assert_int_equal(
        run_weighting(&job, folder, "{targets: {甲: {A: 50%, B: 50%}}, trim: 1.5}", csv), WJ_OK);
    const json_t *weighting = json_object_get(job.report.results, "weighting");
    assert_true(json_is_false(json_object_get(weighting, "margins_hold")));
    assert_int_equal(number_at(weighting, "trimmed"), 3);
    assert_true(is_close("max", number_at(weighting, "weight_max"), 1.5, 1e-12));
    assert_true(is_close("share", share_of(question_of(&job, "甲"), 1), 0.45, 1e-12));
    job_clear(&job);
    /* A ceiling that no weight reaches changes nothing. */
    assert_int_equal(run_weighting(&job, folder, "{targets: {甲: {A: 50%, B: 50%}}, trim: 2}", csv),
                     WJ_OK);
    weighting = json_object_get(job.report.results, "weighting");
    assert_true(json_is_true(json_object_get(weighting, "margins_hold")));
    assert_int_equal(number_at(weighting, "trimmed"), 0);
    assert_true(is_close("max", number_at(weighting, "weight_max"), 5.0 / 3.0, 1e-12));
    job_clear(&job);
    folder_remove(folder);
}

/* ---- merging ---- */

/* Counts three files, merges them in an order, and computes. */
static void merge_in_order(const char *folder, const size_t order[3], struct job jobs[3])
{
    for (size_t i = 0; i < 3; i++) {
        char name[16];
        snprintf(name, sizeof name, "%zu.csv", order[i]);
        jobs[i] = (struct job){0};
        assert_int_equal(
            job_count(&jobs[i], in_folder(folder, "survey.yaml"), in_folder(folder, name)), WJ_OK);
    }
    assert_int_equal(wj_tally_merge(&jobs[0].tally, &jobs[1].tally), WJ_OK);
    assert_int_equal(wj_tally_merge(&jobs[0].tally, &jobs[2].tally), WJ_OK);
    jobs[0].input.records = 9;
    assert_int_equal(job_figures(&jobs[0]), WJ_OK);
    assert_int_equal(job_report(&jobs[0]), WJ_OK);
}

static void expect_same(const struct job *merged, const struct job *whole)
{
    static const char *const keys[] = {"questions", "measures", "tables", "weighting"};
    for (size_t i = 0; i < COUNT(keys); i++) {
        assert_true(json_equal(json_object_get(merged->report.results, keys[i]),
                               json_object_get(whole->report.results, keys[i])));
    }
}

static void parts_merge_to_the_same_weights_in_any_order(void **state)
{
    (void)state;
    static const char *const weightings[] = {
        "{targets: {甲: {A: 2, B: 3, C: 4}, 乙: {A: 5, B: 4}}}", "{column: 权}"};
    static const char *const parts[] = {"A,A,0.1\nB,A,7\n,B,2\n", "C,B,12345.678\nA,B,1\nC,A,0\n",
                                        "B,B,3.3\nA,A,4.5\nA,,1\n"};
    static const size_t orders[][3] = {{0, 1, 2}, {2, 0, 1}, {1, 2, 0}};
    char *folder = folder_new();
    struct wj_buf all = {0};
    for (size_t i = 0; i < COUNT(parts); i++) {
        char name[16];
        snprintf(name, sizeof name, "%zu.csv", i);
        write_answers(folder, name, parts[i]);
        wj_buf_add_text(&all, parts[i]);
    }
    for (size_t i = 0; i < COUNT(weightings); i++) {
        struct job whole;
        assert_int_equal(run_weighting(&whole, folder, weightings[i], wj_buf_text(&all)), WJ_OK);
        assert_non_null(whole.figures.weighted);
        for (size_t j = 0; j < COUNT(orders); j++) {
            struct job jobs[3];
            merge_in_order(folder, orders[j], jobs);
            expect_same(&jobs[0], &whole);
            for (size_t k = 0; k < 3; k++) {
                job_clear(&jobs[k]);
            }
        }
        job_clear(&whole);
    }
    wj_buf_clear(&all);
    folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_agree),
        cmocka_unit_test(the_example_of_raking_agrees),
        cmocka_unit_test(shares_and_counts_weigh_alike),
        cmocka_unit_test(a_column_weighs_as_its_numbers_say),
        cmocka_unit_test(the_fixed_error_is_that_of_a_hand_worked_line),
        cmocka_unit_test(what_cannot_be_weighted_is_named),
        cmocka_unit_test(edges_have_figures_or_a_reason),
        cmocka_unit_test(trimming_keeps_weights_below_the_ceiling),
        cmocka_unit_test(parts_merge_to_the_same_weights_in_any_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
