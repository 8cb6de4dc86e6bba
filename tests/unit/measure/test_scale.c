/* Scale quality and pairs of items, against what R made of ten random surveys and of a sixth. */
#include "sets_support.h"

#include "wjtab/measure/importance.h"
#include "wjtab/measure/scale.h"

static size_t check_list(const char *name, const char *key, const json_t *got,
                         const json_t *expected)
{
    const json_t *ours = json_object_get(got, key);
    const json_t *theirs = json_object_get(expected, key);
    size_t wrong = 0;
    for (size_t i = 0; i < json_array_size(theirs); i++) {
        wrong += check_number(name, key, json_array_get(ours, i), json_array_get(theirs, i));
    }
    return wrong;
}

static size_t check_scale(const char *name, const json_t *got, const json_t *expected)
{
    static const char *const keys[] = {"n", "k", "alpha"};
    static const char *const limits[] = {"lower", "upper"};
    const json_t *feldt = json_object_get(expected, "feldt");
    size_t wrong = check_keys(name, got, expected, keys, COUNT(keys));
    if (feldt != NULL) {
        wrong += check_keys(name, json_object_get(got, "feldt"), feldt, limits, COUNT(limits));
    }
    wrong += json_is_null(json_object_get(got, "alpha")) == (json_object_get(got, "why") != NULL)
                 ? 0
                 : 1;
    return wrong + check_list(name, "alpha_if_dropped", got, expected) +
           check_list(name, "item_rest_correlation", got, expected) +
           check_list(name, "item_total_correlation", got, expected) +
           check_list(name, "item_composite_correlation", got, expected);
}

static size_t check_paired(const char *name, const json_t *got, const json_t *expected)
{
    static const char *const keys[] = {"n", "diff", "se", "t", "df", "p"};
    size_t wrong = json_array_size(got) == json_array_size(expected) ? 0 : 1;
    for (size_t i = 0; i < json_array_size(expected); i++) {
        const json_t *ours = json_array_get(got, i);
        const json_t *theirs = json_array_get(expected, i);
        wrong += json_equal(json_object_get(ours, "items"), json_object_get(theirs, "items")) != 0
                     ? 0
                     : 1;
        wrong += check_keys(name, json_object_get(ours, "scores"),
                            json_object_get(theirs, "scores"), keys, COUNT(keys));
        wrong += check_keys(name, json_object_get(ours, "rates"), json_object_get(theirs, "rates"),
                            keys, COUNT(keys));
    }
    return wrong;
}

static void ten_surveys_agree_with_r(void **state)
{
    char *folder = folder_new();
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(set_names); i++) {
        const char *set = set_names[i];
        struct job job;
        json_t *expected = set_expected(set);
        print_message("%s\n", set);
        set_run(&job, folder, set, "summaries: [alpha]\n");
        const json_t *results = job.report.results;
        wrong +=
            check_scale(set, json_object_get(results, "scale"), json_object_get(expected, "scale"));
        wrong += check_paired(set, json_object_get(results, "paired"),
                              json_object_get(expected, "paired"));
        json_decref(expected);
        job_clear(&job);
    }
    folder_remove(folder);
    assert_int_equal(wrong, 0);
}

/* ---- five items of 53 respondents ---- */

#define FIVE_ITEMS                                                                                 \
    "survey: t\n"                                                                                  \
    "responses: responses.csv\n"                                                                   \
    "scales: {量: [{code: 1, score: 1}, {code: 2, score: 2}, {code: 3, score: 3}, "               \
    "{code: 4, score: 4}, {code: 5, score: 5}]}\n"                                                 \
    "questions:\n"                                                                                 \
    "  - {name: q1, type: single, scale: 量}\n"                                                   \
    "  - {name: q2, type: single, scale: 量}\n"                                                   \
    "  - {name: q3, type: single, scale: 量}\n"                                                   \
    "  - {name: q4, type: single, scale: 量}\n"                                                   \
    "  - {name: q5, type: single, scale: 量}\n"                                                   \
    "summaries: [alpha]\n"

/* Limits, correlations and the rest are those of R's own functions, as the reference has them. */
static void five_items_agree_with_r(void **state)
{
    static const double rest[] = {0.799872675695188, 0.765579984513076, 0.741730673385227,
                                  0.751349552936172, 0.818095068724307};
    static const double dropped[] = {0.885337531981893, 0.892595439405585, 0.897718572959731,
                                     0.896646673610363, 0.881426336516157};
    char *folder = folder_new();
    struct job job = {0};
    struct wj_scale scale;
    struct wj_paired paired;
    (void)state;
    write_text(in_folder(folder, "survey.yaml"), FIVE_ITEMS);
    assert_int_equal(job_run(&job, in_folder(folder, "survey.yaml"),
                             WJTAB_SOURCE_DIR "/tests/unit/measure/sets/likert53x5.csv"),
                     WJ_OK);
    assert_int_equal(wj_scale_compute(&job.tally, &job.arena, &scale), WJ_OK);
    assert_true(is_close("", scale.alpha, 0.910816654933119, 1e-9));
    assert_true(is_close("", scale.lower, 0.866277154508477, 1e-9));
    assert_true(is_close("", scale.upper, 0.943806751423715, 1e-9));
    for (size_t i = 0; i < COUNT(rest); i++) {
        assert_true(is_close("", scale.items[i].rest.value, rest[i], 1e-9));
        assert_true(is_close("", scale.items[i].alpha_if_dropped.value, dropped[i], 1e-9));
    }
    wj_paired_compute(&job.tally, 0, 3, false, &paired);
    assert_true(is_close("", paired.t, 7.14402106919045, 1e-9));
    assert_true(is_close("p", paired.p, 2.91615970148564e-09, 1e-9));
    job_clear(&job);
    folder_remove(folder);
}

/* ---- what has no figure ---- */

#define TWO_ITEMS(more)                                                                            \
    "survey: t\n"                                                                                  \
    "responses: responses.csv\n"                                                                   \
    "scales: {量: [{code: A, score: 2}, {code: B, score: 1}, {code: C}]}\n"                       \
    "questions:\n"                                                                                 \
    "  - {name: 甲, type: single, scale: 量}\n"                                                  \
    "  - {name: 乙, type: single, scale: 量}\n"                                                  \
    "valid: {required: []}\n"                                                                      \
    "summaries: [alpha]\n" more

struct degenerate {
    const char *csv;
    const char *scale;  /* why there is none */
    const char *paired; /* likewise */
    unsigned n;         /* complete answers */
};

static void what_has_no_figure_says_why(void **state)
{
    static const struct degenerate cases[] = {
        {"甲,乙\nA,A\nB,B\n", NULL, "no_spread", 2},
        {"甲,乙\nA,B\nB,A\n", "no_spread", NULL, 2},
        {"甲,乙\nA,B\nA,B\n", "no_spread", "no_spread", 2},
        {"甲,乙\nA,B\n,A\nC,A\n", "few_answers", "few_answers", 1},
        {"甲,乙\nC,C\n", "few_answers", "few_answers", 0},
    };
    char *folder = folder_new();
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct job job;
        job_open(&job, folder, TWO_ITEMS(""), cases[i].csv);
        const json_t *scale = json_object_get(job.report.results, "scale");
        const json_t *pair = json_array_get(json_object_get(job.report.results, "paired"), 0);
        const json_t *scores = json_object_get(pair, "scores");
        const char *reasons[] = {json_string_value(json_object_get(scale, "why")),
                                 json_string_value(json_object_get(scores, "why"))};
        const char *expected[] = {cases[i].scale, cases[i].paired};
        for (size_t j = 0; j < 2; j++) {
            assert_string_equal(reasons[j] != NULL ? reasons[j] : "there",
                                expected[j] != NULL ? expected[j] : "there");
        }
        assert_int_equal(json_integer_value(json_object_get(scale, "n")), cases[i].n);
        /* Two items: without one of them, none is left to go with the other. */
        assert_true(json_is_null(json_array_get(json_object_get(scale, "alpha_if_dropped"), 0)));
        job_clear(&job);
    }
    folder_remove(folder);
}

/* The items are the measure's where there is one, in its order, and its weights count in the
 * composite: 甲 + 3 · 乙. By hand: x = 2, 2, 1, 1 and y = 2, 1, 2, 1, so that r = 1/√10. */
static void a_measure_has_its_own_composite(void **state)
{
    char *folder = folder_new();
    struct job job;
    struct wj_scale scale;
    (void)state;
    job_open(&job, folder,
             TWO_ITEMS("measures: [{name: 单, mean_of: [甲]}, "
                       "{name: 均, mean_of: [乙, 甲], weights: [3, 1]}]\n"),
             "甲,乙\nA,A\nA,B\nB,A\nB,B\n");
    assert_int_equal(wj_scale_compute(&job.tally, &job.arena, &scale), WJ_OK);
    assert_int_equal(job.tally.scale.items[0], 1);
    assert_true(is_close("", scale.items[0].composite.value, 3 / sqrt(10), 1e-9));
    assert_true(is_close("", scale.items[1].composite.value, 1 / sqrt(10), 1e-9));
    assert_true(is_close("", scale.alpha, 0, 1e-9));
    assert_string_equal(
        json_string_value(json_object_get(json_object_get(job.report.results, "scale"), "measure")),
        "均");
    job_clear(&job);
    job_open(&job, folder, TWO_ITEMS("measures: [{name: 单, mean_of: [甲]}]\n"), "甲,乙\nA,A\n");
    assert_int_equal(job.tally.scale.count, 2);
    job_clear(&job);
    folder_remove(folder);
}

/* Rscript -e 'a<-c(5,4,4,2,5,3);b<-c(5,5,4,3,4,3);c<-c(3,4,5,4,4,5);s<-a+b+c+4;
 * print(sapply(list(a,b,c),cor,s),digits=15)'; the last item is always 4, and has none. */
static void importance_agrees_with_r(void **state)
{
    static const double importances[] = {0.920157538397846, 0.801783725737273, -0.158776837207489};
    static const enum wj_quadrant quadrants[] = {WJ_QUADRANT_IMPROVE, WJ_QUADRANT_KEEP,
                                                 WJ_QUADRANT_ENOUGH, WJ_QUADRANT_NONE};
    static const double improve_cut = 0.521054808975877;
    char *folder = folder_new();
    struct job job;
    (void)state;
    job_open(&job, folder,
             "survey: t\nresponses: responses.csv\n"
             "scales: {量: [{code: 1, score: 1}, {code: 2, score: 2}, {code: 3, score: 3}, "
             "{code: 4, score: 4}, {code: 5, score: 5}]}\n"
             "questions:\n"
             "  - {name: 甲, type: single, scale: 量}\n"
             "  - {name: 乙, type: single, scale: 量}\n"
             "  - {name: 丙, type: single, scale: 量}\n"
             "  - {name: 丁, type: single, scale: 量}\n"
             "measures: [{name: 均, mean_of: [甲, 乙, 丙, 丁]}]\nsummaries: [importance]\n",
             "甲,乙,丙,丁\n5,5,3,4\n4,5,4,4\n4,4,5,4\n2,3,4,4\n5,4,4,4\n3,3,5,4\n");
    const struct wj_importance *importance = job.figures.importance;
    assert_int_equal(importance->count, 4);
    for (size_t i = 0; i < 4; i++) {
        const struct wj_importance_item *item = &importance->items[i];
        assert_int_equal(item->importance.exists, i < 3);
        assert_int_equal(item->quadrant, quadrants[i]);
        assert_true(i == 3 ||
                    is_close("", mpq_get_d(item->importance.value), importances[i], 1e-9));
    }
    /* 乙 is rated 4/5, which is the mean of the three, and so counts as high. */
    assert_int_equal(mpq_cmp_ui(importance->rate_cut.value, 4, 5), 0);
    assert_true(is_close("", mpq_get_d(importance->importance_cut.value), improve_cut, 1e-9));
    const json_t *object = json_object_get(job.report.results, "importance");
    const json_t *last = json_array_get(json_object_get(object, "items"), 3);
    assert_true(json_is_null(json_object_get(last, "importance")));
    assert_true(json_is_null(json_object_get(last, "quadrant")));
    assert_null(json_object_get(job.report.results, "paired"));
    job_clear(&job);
    folder_remove(folder);
}

static void nothing_is_kept_where_nobody_asks(void **state)
{
    char *folder = folder_new();
    struct job job;
    (void)state;
    job_open(&job, folder,
             "survey: t\nresponses: responses.csv\n"
             "questions: [{name: 甲, type: single, options: [{code: A, score: 2}, {code: B}]}, "
             "{name: 乙, type: single, options: [{code: A, score: 2}, {code: B}]}]\n",
             "甲,乙\nA,A\n");
    assert_int_equal(job.tally.joint_count, 0);
    assert_null(json_object_get(job.report.results, "scale"));
    assert_null(json_object_get(job.report.results, "paired"));
    job_clear(&job);
    folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_surveys_agree_with_r),
        cmocka_unit_test(five_items_agree_with_r),
        cmocka_unit_test(what_has_no_figure_says_why),
        cmocka_unit_test(a_measure_has_its_own_composite),
        cmocka_unit_test(importance_agrees_with_r),
        cmocka_unit_test(nothing_is_kept_where_nobody_asks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
