/* Figures: rates, contributions, shares and measures, as exact fractions. */
#include "job_support.h"

#define DEFINITION(base, more)                                                                     \
    "survey: t\n"                                                                                  \
    "responses: responses.csv\n"                                                                   \
    "questions:\n"                                                                                 \
    "  - {name: 甲, type: single, options: [{code: A, score: 100}, {code: B, score: 80},"         \
    " {code: C, score: 60}, {code: D, score: 0}, {code: Z}]}\n"                                    \
    "  - {name: 乙, type: single, options: [{code: A, score: 3}, {code: B, score: 0.5}]}\n"       \
    "  - {name: 丙, type: multiple, options: [{code: A, score: 2}, {code: B, score: 2},"          \
    " {code: C}]}\n"                                                                               \
    "  - {name: 丁, type: single, options: [{code: A}, {code: B}]}\n"                             \
    "valid: {required: []}\n"                                                                      \
    "base: " base "\n" more

static const char responses[] = "甲,乙,丙,丁\n"
                                "A,A,AB,A\n"
                                "B,A,A,A\n"
                                "B,B,C,B\n"
                                "D,,,A\n"
                                "Z,B,B,\n"
                                ",-3,-3,B\n"
                                "C,A,AC,-3\n";

static void check_question(const struct job *job, const char *name, const char *shares,
                           const char *contributions, const char *rate)
{
    long number = wj_survey_question(job->survey, wj_slice_of(name));
    const struct wj_question_figures *figures = &job->figures.questions[number];
    size_t count = job->survey->questions[number].option_count;
    struct wj_buf text = {0};
    size_t wrong = differs(name, figures_text(figures->shares, count, &text), shares);
    wrong += differs(name, figures_text(figures->contributions, count, &text), contributions);
    wrong += differs(name, figure_text(&figures->rate), rate);
    wj_buf_clear(&text);
    assert_int_equal(wrong, 0);
}

static void rates_are_the_score_reached_of_the_score_possible(void **state)
{
    char *folder = folder_new();
    struct job job;
    (void)state;
    job_open(&job, folder, DEFINITION("valid", ""), responses);
    /* 甲: 7 asked. A 1, B 2, C 1, D 1, Z 1, blank 1. The rate is over the 6 without Z:
     * (100 + 160 + 60) / (6 · 100) = 320/600. */
    check_question(&job, "甲", "1/7 2/7 1/7 1/7 1/7", "1/6 4/15 1/10 0 none", "8/15");
    /* 乙: 6 asked. A 3, B 2, blank 1. (9 + 1) / (6 · 3). */
    check_question(&job, "乙", "1/2 1/3", "1/2 1/18", "5/9");
    /* 丙: 6 asked. A 3, B 2, C 2, blank 1; who chose C alone leaves the rate: 5.
     * (6 + 4) / (5 · 2): a multiple question may reach more than its top. */
    check_question(&job, "丙", "1/2 1/3 1/3", "3/5 2/5 none", "1");
    check_question(&job, "丁", "1/2 1/3", "none none", "none");
    job_clear(&job);
    folder_remove(folder);
}

static void or_over_those_who_answered(void **state)
{
    char *folder = folder_new();
    struct job job;
    (void)state;
    job_open(&job, folder, DEFINITION("answered", ""), responses);
    /* 甲: 6 answered, 5 of them with a score: 320/500. */
    check_question(&job, "甲", "1/6 1/3 1/6 1/6 1/6", "1/5 8/25 3/25 0 none", "16/25");
    check_question(&job, "乙", "3/5 2/5", "3/5 1/15", "2/3");
    check_question(&job, "丙", "3/5 2/5 2/5", "3/4 1/2 none", "5/4");
    check_question(&job, "丁", "3/5 2/5", "none none", "none");
    job_clear(&job);
    folder_remove(folder);
}

/* ---- measures ---- */

static void check_measures(const char *yaml, const char *csv, const char *expected)
{
    char *folder = folder_new();
    struct wj_buf text = {0};
    struct job job;
    job_open(&job, folder, yaml, csv);
    size_t wrong = differs(
        "measures", figures_text(job.figures.measures, job.survey->measure_count, &text), expected);
    wj_buf_clear(&text);
    job_clear(&job);
    folder_remove(folder);
    assert_int_equal(wrong, 0);
}

#define MEASURES                                                                                   \
    "measures:\n"                                                                                  \
    "  - {name: 均, mean_of: [甲, 乙]}\n"                                                       \
    "  - {name: 独, mean_of: [甲]}\n"                                                            \
    "  - {name: 权, mean_of: [甲, 乙], weights: [2, 1]}\n"                                      \
    "  - {name: 半, mean_of: [甲, 乙], weights: [0.5, 0]}\n"                                    \
    "  - {name: 合, pooled_of: [甲, 乙]}\n"                                                     \
    "  - {name: 份, share_of: {question: 丁, codes: [A]}}\n"                                     \
    "  - {name: 多, share_of: {question: 丙, codes: [A, B]}}\n"                                  \
    "  - {name: 全, share_of: {question: 甲, codes: [A, B, Z]}}\n"

static void measures_are_made_of_unrounded_rates(void **state)
{
    (void)state;
    /* 甲 8/15, 乙 5/9.
     * 均 (24/45 + 25/45)/2; 权 (48/45 + 25/45)/3; 半 is 甲 alone.
     * 合 (320 + 10) / (6·100 + 6·3) = 330/618.
     * 份: A 3 of 6. 多: A or B 4 of 6. 全: A, B, Z 4 of 7. */
    check_measures(DEFINITION("valid", MEASURES), responses,
                   "49/90 8/15 73/135 8/15 55/103 1/2 2/3 4/7");
}

static void and_of_the_answered_base_where_that_is_asked_for(void **state)
{
    (void)state;
    /* 甲 16/25, 乙 2/3. 均 (48/75 + 50/75)/2; 权 (96/75 + 50/75)/3.
     * 合 330 / (5·100 + 5·3) = 330/515. 份 3/5, 多 4/5, 全 4/6. */
    check_measures(DEFINITION("answered", MEASURES), responses,
                   "49/75 16/25 146/225 16/25 66/103 3/5 4/5 2/3");
}

static void a_mean_without_an_item_is_none_but_pooling_goes_on(void **state)
{
    (void)state;
    /* 乙 was asked of nobody: 均 and 权 have no value; neither has 半, whose 乙 weighs 0. */
    check_measures(DEFINITION("valid", MEASURES), "甲,乙,丙,丁\nB,-3,-3,A\nC,-3,-3,B\n",
                   "none 7/10 none none 7/10 1/2 none 1/2");
}

static void nothing_is_known_of_nobody(void **state)
{
    char *folder = folder_new();
    struct job job;
    (void)state;
    check_measures(DEFINITION("valid", MEASURES), "甲,乙,丙,丁\n",
                   "none none none none none none none none");
    check_measures(DEFINITION("answered", MEASURES), "甲,乙,丙,丁\n-3,-3,-3,-3\n",
                   "none none none none none none none none");
    job_open(&job, folder, DEFINITION("valid", ""), "甲,乙,丙,丁\n");
    check_question(&job, "甲", "none none none none none", "none none none none none", "none");
    assert_string_equal(figure_text(&job.figures.return_rate), "none");
    assert_string_equal(figure_text(&job.figures.valid_rate), "none");
    job_clear(&job);
    folder_remove(folder);
}

/* ---- returns ---- */

static void returns_are_shares_of_what_was_handed_out_and_came_back(void **state)
{
    static const struct {
        const char *yaml;
        const char *return_rate;
        const char *valid_rate;
    } cases[] = {
        {DEFINITION("valid", ""), "none", "1"},
        {DEFINITION("valid", "distributed: 14\n"), "1/2", "1"},
        {DEFINITION("valid", "distributed: 14\nreturned: 10\n"), "5/7", "7/10"},
        {DEFINITION("valid", "returned: 21\n"), "none", "1/3"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *folder = folder_new();
        struct job job;
        job_open(&job, folder, cases[i].yaml, responses);
        assert_string_equal(figure_text(&job.figures.return_rate), cases[i].return_rate);
        assert_string_equal(figure_text(&job.figures.valid_rate), cases[i].valid_rate);
        job_clear(&job);
        folder_remove(folder);
    }
}

/* ---- what scoring formulas may name ---- */

static void scoring_formulas_know_returns_and_measures(void **state)
{
    static const struct {
        const char *name;
        const char *value; /* NULL: none */
    } expected[] = {
        {"有效问卷", "2"}, {"回收问卷", "2"}, {"发放问卷", NULL}, {"回收率", NULL},
        {"有效率", "1"},   {"均", NULL},      {"独", "7/10"},
    };
    char *folder = folder_new();
    struct job job;
    (void)state;
    job_open(&job, folder,
             DEFINITION("valid", "measures:\n  - {name: 均, mean_of: [甲, 乙]}\n"
                                 "  - {name: 独, mean_of: [甲]}\n"),
             "甲,乙,丙,丁\nB,-3,-3,A\nC,-3,-3,B\n");
    assert_int_equal(job.known_count, COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++) {
        assert_string_equal(job.known[i].name, expected[i].name);
        assert_int_equal(job.known[i].has_value, expected[i].value != NULL);
        assert_int_equal(job.known[i].why != NULL, expected[i].value == NULL);
        if (expected[i].value != NULL) {
            char *text = mpq_get_str(NULL, 10, job.known[i].value);
            assert_string_equal(text, expected[i].value);
            free(text);
        }
    }
    job_clear(&job);
    folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_are_the_score_reached_of_the_score_possible),
        cmocka_unit_test(or_over_those_who_answered),
        cmocka_unit_test(measures_are_made_of_unrounded_rates),
        cmocka_unit_test(and_of_the_answered_base_where_that_is_asked_for),
        cmocka_unit_test(a_mean_without_an_item_is_none_but_pooling_goes_on),
        cmocka_unit_test(nothing_is_known_of_nobody),
        cmocka_unit_test(returns_are_shares_of_what_was_handed_out_and_came_back),
        cmocka_unit_test(scoring_formulas_know_returns_and_measures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
