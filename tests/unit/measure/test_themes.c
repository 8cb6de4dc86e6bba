/* Themes of open answers: who fits, who fits nothing, and what `not` takes out. */
#include "job_support.h"

#define DEFINITION(themes, more)                                                                   \
    "survey: t\n"                                                                                  \
    "responses: responses.csv\n"                                                                   \
    "questions:\n"                                                                                 \
    "  - {name: 甲, type: single, options: [{code: A}, {code: B}]}\n"                             \
    "  - name: 言\n"                                                                              \
    "    type: text\n"                                                                             \
    "    asked_if: '甲=\"A\"'\n"                                                                  \
    "    themes:\n" themes "valid: {required: []" more "}\n"

/* Counts of the themes, then of what fits none. */
static const char *counts_text(const struct job *job, struct wj_buf *out)
{
    const struct wj_question_tally *tally = &job->tally.questions[1];
    wj_buf_reset(out);
    for (size_t i = 0; i < job->survey->questions[1].theme_count; i++) {
        wj_buf_addf(out, "%llu ", (unsigned long long)tally->themes[i]);
    }
    wj_buf_addf(out, "/ %llu", (unsigned long long)tally->uncoded);
    return wj_buf_text(out);
}

static size_t check(const char *themes, const char *csv, const char *expected)
{
    char *folder = folder_new();
    char yaml[4096];
    struct wj_buf text = {0};
    struct job job;
    snprintf(yaml, sizeof yaml, DEFINITION("%s", ""), themes);
    job_open(&job, folder, yaml, csv);
    size_t wrong = differs(themes, counts_text(&job, &text), expected);
    wj_buf_clear(&text);
    job_clear(&job);
    folder_remove(folder);
    return wrong;
}

static void an_answer_may_fit_several_themes_one_or_none(void **state)
{
    (void)state;
    assert_int_equal(check("      - {label: 快, pattern: '审批|及时|到账'}\n"
                           "      - {label: 宣, pattern: 宣传}\n",
                           "甲,言\n"
                           "A,审批再快些、多宣传\n"
                           "A,审批审批审批\n"
                           "A,宣传\n"
                           "A,没有意见\n"
                           "A,\n"
                           "B,\n",
                           "2 2 / 1"),
                     0);
}

static const struct {
    const char *theme;
    const char *answer;
    bool fits;
} cases[] = {
    {"pattern: 及时, not: 不及时", "发放及时", true},
    {"pattern: 及时, not: 不及时", "发放不及时", false},
    {"pattern: 及时, not: 不及时", "以前不及时，现在及时", true},
    {"pattern: 及时, not: 不及时", "现在及时，以前不及时", true},
    {"pattern: '不?及时', not: 不及时", "不及时", false},
    {"pattern: '满意|好', not: '不(太)?满意|不好'", "不太满意，也不好", false},
    {"pattern: '满意|好', not: '不(太)?满意|不好'", "不太满意，态度好", true},
    {"pattern: '(.)\\1', not: '(不)很好'", "不很好，谢谢", true},
    {"pattern: '(.)\\1', not: '(不)很好'", "不很好", false},
    {"pattern: online, not: 'not online'", "ＯＮＬＩＮＥ", false}, /* full width is not folded */
    {"pattern: online, not: 'not online'", "Online", true},
    {"pattern: online, not: 'NOT\\s+online'", "not   ONLINE", false},
    {"pattern: 'é', not: 'x'", "CAFÉ", true},
    {"pattern: '^审批$', not: 无", "　 审批　", true}, /* without the blanks around it */
    {"pattern: '\\p{Han}{3}'", "三个字", true},
    {"pattern: '\\Q(a', not: '\\Q(b'", "(A", true},
    {"pattern: '\\Q(a', not: '\\Q(b'", "(b", false},
};

static void what_not_fits_is_passed_over(void **state)
{
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char theme[256];
        char csv[256];
        snprintf(theme, sizeof theme, "      - {label: 一, %s}\n", cases[i].theme);
        snprintf(csv, sizeof csv, "甲,言\nA,%s\n", cases[i].answer);
        wrong += check(theme, csv, cases[i].fits ? "1 / 0" : "0 / 1");
    }
    assert_int_equal(wrong, 0);
}

static void shares_are_of_those_who_wrote_and_of_those_who_were_asked(void **state)
{
    char *folder = folder_new();
    struct job job;
    (void)state;
    job_open(&job, folder,
             DEFINITION("      - {label: 快, pattern: 快}\n",
                        ", unique: {columns: [甲, 言], keep: last}"),
             "甲,言\nA,快\nA,慢\nA,不快\nA,\nB,\nA,快\n");
    /* The first 快 is the same form as the last. */
    const json_t *question = json_array_get(json_object_get(job.report.results, "questions"), 1);
    char *text =
        json_dumps(json_object_get(question, "themes"), JSON_COMPACT | JSON_REAL_PRECISION(4));
    assert_string_equal(text, "[{\"label\":\"快\",\"count\":2,"
                              "\"share\":{\"num\":2,\"den\":3,\"text\":\"66.67%\"},"
                              "\"share_of_base\":{\"num\":1,\"den\":2,\"text\":\"50.00%\"},"
                              "\"wilson\":{\"lower\":0.2077,\"upper\":0.9385}}]");
    free(text);
    text = json_dumps(json_object_get(question, "uncoded"), JSON_COMPACT);
    assert_string_equal(text, "{\"count\":1,\"share\":{\"num\":1,\"den\":3,\"text\":\"33.33%\"}}");
    free(text);
    job_clear(&job);
    folder_remove(folder);
}

static void a_pattern_that_takes_too_long_is_reported_and_fits_nothing(void **state)
{
    char *folder = folder_new();
    struct job job;
    (void)state;
    job_open(&job, folder, DEFINITION("      - {label: 长, pattern: '^(a+)+$'}\n", ""),
             "甲,言\nA,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\nA,aaa\n");
    assert_int_equal(job.tally.questions[1].themes[0], 1);
    assert_int_equal(job.tally.questions[1].uncoded, 1);
    assert_int_equal(job.tally.questions[1].theme_faults, 1);
    bool warned = false;
    for (size_t i = 0; i < job.diags.count; i++) {
        warned = warned || strcmp(job.diags.list[i].kind, "theme_limit") == 0;
    }
    assert_true(warned);
    job_clear(&job);
    folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_may_fit_several_themes_one_or_none),
        cmocka_unit_test(what_not_fits_is_passed_over),
        cmocka_unit_test(shares_are_of_those_who_wrote_and_of_those_who_were_asked),
        cmocka_unit_test(a_pattern_that_takes_too_long_is_reported_and_fits_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
