/* Facts: values, formulas in any order, cycles, names that clash. */
#include "support.h"

#define HEAD "名称,值,单位,来源\n"
#define SHEET "一级指标,分值,公式\nA,100,"

static void facts_have_exact_values(void **state)
{
    static const struct {
        const char *facts;
        const char *a;
    } cases[] = {
        {HEAD "a,\"3,491.36\",万元,表\n", "3491.36"},
        {HEAD "a,98.57%\n", "0.9857"},
        {HEAD " a ,９８．５７％\n", "0.9857"},
        {HEAD "a,-0.5\n,\n", "-0.5"},
        {HEAD "a,-0.5+1\n", "0.5"},
        {HEAD "b,=c+1\na,b*2+c\nc,3\n", "11"}, /* in any order, with = and without */
        {HEAD "a,1/3\n", "1/3"},
        {HEAD "a,2>1\n", "1"},
        {HEAD "b,0\na,\"IF(b=0,7,1/b)\"\n", "7"},
        {HEAD "[a,1\na,2\n", "2"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct wj_diags diags = {0};
        struct wj_scoring scoring = {0};
        struct wj_buf out = {0};
        struct wj_score_options options = {
            .file = file_with('s', wj_slice_of("一级指标,分值,得分\nA,1,1\n")),
            .facts = file_with('f', wj_slice_of(cases[i].facts)),
        };
        assert_int_equal(wj_scoring_compute(&diags, &options, &scoring), WJ_OK);
        for (size_t fact = 0; fact < scoring.fact_count; fact++) {
            if (strcmp(scoring.facts[fact].name, "a") == 0) {
                wj_number_exact(&out, scoring.facts[fact].value);
            }
        }
        assert_string_equal(wj_buf_text(&out), cases[i].a);
        wj_buf_clear(&out);
        wj_scoring_clear(&scoring);
        wj_diags_clear(&diags);
    }
    unlink(path_of('s'));
    unlink(path_of('f'));
}

static void dates_and_words_compare(void **state)
{
    static const struct {
        const char *fact;
        const char *formula;
        const char *text;
    } cases[] = {
        {"2022年5月1日,日期", "a=\"2022-05-01\"", "2022-05-01"},
        {"2022/5/1,日期", "a<\"2022-05-02\"", "2022-05-01"},
        {"２０２２.１２.３１,日期", "a>\"2022-05-02\"", "2022-12-31"},
        {"2024-2-29,日期", "a<>\"2024-03-01\"", "2024-02-29"},
        {"2022年5月,日期", "AND(a<\"2022-05-01\",a>\"2022-04-30\")", "2022-05"},
        {"已完工,文字", "a=\"已完工\"", "已完工"},
        {"\" 1,2 \",文字", "a=\"1,2\"", "1,2"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct wj_diags diags = {0};
        struct wj_scoring scoring = {0};
        struct wj_buf facts = {0};
        struct wj_buf sheet = {0};
        wj_buf_addf(&facts, HEAD "a,%s\n", cases[i].fact);
        wj_buf_add_text(&sheet, "一级指标,分值,公式\nA,100,\"100*(");
        for (const char *at = cases[i].formula; *at != '\0'; at++) {
            wj_buf_add_text(&sheet, *at == '"' ? "\"\"" : (char[]){*at, '\0'});
        }
        wj_buf_add_text(&sheet, ")\"\n");
        struct wj_score_options options = {
            .file = file_with('s', wj_buf_slice(&sheet)),
            .facts = file_with('f', wj_buf_slice(&facts)),
        };
        assert_int_equal(wj_scoring_compute(&diags, &options, &scoring), WJ_OK);
        assert_string_equal(scoring.facts[0].text, cases[i].text);
        assert_int_equal(mpq_cmp_si(scoring.total, 100, 1), 0);
        wj_buf_clear(&facts);
        wj_buf_clear(&sheet);
        wj_scoring_clear(&scoring);
        wj_diags_clear(&diags);
    }
    unlink(path_of('s'));
    unlink(path_of('f'));
}

static void faults_have_kind_and_place(void **state)
{
    static const struct sheet sheets[] = {
        {SHEET "1\n", "名称,数\na,1\n", "error missing_column@f1:0\n"},
        {SHEET "1\n", "值,名称,值\n1,a,1\n", "error duplicate_column@f1:3\n"},
        {SHEET "a\n", HEAD "a,\n", "error empty_fact@f2:2\n"},
        {SHEET "1\n", HEAD ",1,人\n", "error unnamed_fact@f2:1\n"},
        {SHEET "a\n", HEAD "a,1\nb,2\na,3\n", "error duplicate_fact@f4:0\n"},
        {SHEET "a\n", HEAD "a,1/0\n", "error fact_evaluation@f2:2\n"},
        {SHEET "a\n", HEAD "a,\"\"\"x\"\"\"\n", "error fact_text@f2:2\n"},
        {SHEET "a\n", HEAD "a,b+\n", "error unknown_name@f2:2\nerror formula_syntax@f2:2\n"},
        {SHEET "a\n", HEAD "a,分值\n", "error unknown_name@f2:2\n"},
        {SHEET "1\n", HEAD "a,2022-02-29,日期\n", "error fact_date@f2:2\n"},
        {SHEET "1\n", HEAD "a,2022-13,日期\nb,2022-5-,日期\nc,2022年5,日期\nd,开工,日期\n",
         "error fact_date@f2:2\nerror fact_date@f3:2\nerror fact_date@f4:2\nerror "
         "fact_date@f5:2\n"},
        {SHEET "1\n", HEAD "a,,日期\nb,,文字\n", "error empty_fact@f2:2\nerror empty_fact@f3:2\n"},
        {SHEET "a+1\n", HEAD "a,2022-05-01,日期\n", "error formula_evaluation@s2:3\n"},
        {SHEET "a*1\n", HEAD "a,12,文字\n", "error formula_evaluation@s2:3\n"},
        {SHEET "a\n", HEAD "a,#DIV/0!\n", "error spreadsheet_error@f2:2\n"},
        {SHEET "a\n", HEAD "a,2023/5/6\n", "warning date_in_cell@f2:2\n"},
        /* 3,491.36 without quotes */
        {SHEET "a\n", HEAD "a,3,491.36,万元,表\n", "error row_shape@f2:5\n"},
        {SHEET "a\n", HEAD "a,b,c,d,e\n", "error row_shape@f2:5\n"},
        {SHEET "1\n", HEAD "a,1/0+a\n", "error fact_cycle@f2:2\n"},
        /* three circles among three facts; two messages name them all */
        {SHEET "1\n", HEAD "a,b\nb,c+a\nc,b+a\n", "error fact_cycle@f3:2\nerror fact_cycle@f2:2\n"},
        {SHEET "1\n", HEAD "分值,1\n指标值,2\n",
         "error name_conflict@f2:0\nerror name_conflict@f3:0\n"},
        /* one message per cause: neither b nor the indicator is blamed for a */
        {SHEET "b\n", HEAD "a,1/0\nb,a+1\n", "error fact_evaluation@f2:2\n"},
        {SHEET "b\n", HEAD "a,b\nb,a\nc,a+1\n", "error fact_cycle@f2:2\n"},
        /* both files are looked at */
        {"分值\n", "名称\n", "error missing_column@f1:0\nerror missing_column@s1:0\n"},
    };
    (void)state;
    expect_sheets(sheets, COUNT(sheets), 0);
}

static void a_cycle_shows_its_chain(void **state)
{
    static const struct sheet sheets[] = {
        {SHEET "1\n", HEAD "x,甲+1\n甲,乙\n乙,=2*丙\n丙,甲\n",
         "error fact_cycle@f3:2: these facts need one another in a circle: 甲 → 乙 → 丙 → 甲; give "
         "one of them a number\n"},
        {SHEET "1\n", HEAD "a,a+1\n",
         "error fact_cycle@f2:2: these facts need one another in a circle: a → a; give one of them "
         "a number\n"},
        {SHEET "1\n", HEAD "a,b\nb,a\nc,d\nd,c\n",
         "error fact_cycle@f2:2: these facts need one another in a circle: a → b → a; give one of "
         "them a number\n"
         "error fact_cycle@f4:2: these facts need one another in a circle: c → d → c; give one of "
         "them a number\n"},
    };
    (void)state;
    expect_sheets(sheets, COUNT(sheets), SHOW_MESSAGES);
}

/* Facts that need the next one, 20,000 deep, the last being the first or a number. */
static void add_chain(struct wj_buf *facts, const char *last)
{
    wj_buf_add_text(facts, HEAD);
    for (int i = 0; i < 20000; i++) {
        wj_buf_addf(facts, "f%d,f%d\n", i, i + 1);
    }
    wj_buf_addf(facts, "f20000,%s\n", last);
}

static void a_long_chain_needs_no_deep_stack(void **state)
{
    static const char *const expected[] = {"A 7/100\n", "error fact_cycle@f2:2\n"};
    static const char *const last[] = {"7", "f0"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct wj_buf facts = {0};
        add_chain(&facts, last[i]);
        struct attempt attempt = {
            .scoring = SHEET "f0\n", .facts = wj_buf_text(&facts), .show = SHOW_INDICATORS};
        expect_attempt(&attempt, expected[i]);
        wj_buf_clear(&facts);
    }
}

static void known_names_clash_unless_they_replace(void **state)
{
    struct wj_known known[2];
    set_known(&known[0], "满意度", 9, 10);
    set_known(&known[1], "a", 5, 1);
    struct attempt attempt = {.scoring = SHEET "a*10+b+满意度*10\n",
                              .facts = HEAD "b,a*2\na,1\n",
                              .known = known,
                              .known_count = 2,
                              .show = SHOW_INDICATORS};
    (void)state;
    expect_attempt(&attempt, "error name_conflict@f3:0\n");
    known[1].replaces = true;
    expect_attempt(&attempt, "A 69/100\n");
    attempt.facts = HEAD "b,a*2\na,\n"; /* the replaced cell is not looked at */
    expect_attempt(&attempt, "A 69/100\n");
    attempt.facts = HEAD "b,a*2\n"; /* --set stands for a fact that is not there */
    expect_attempt(&attempt, "A 69/100\n");
    attempt.facts = HEAD "b,满意度*2\n"; /* facts see no measures */
    expect_attempt(&attempt, "error unknown_name@f2:2\n");
    attempt.facts = HEAD "b,1\n";
    known[0].name = "指标值";
    attempt.scoring = SHEET "b\n";
    expect_attempt(&attempt, "error name_conflict@s0:0\n");
    mpq_clear(known[0].value);
    mpq_clear(known[1].value);
}

/* A measure comes before what is set by hand, and is replaced by it. */
static void what_is_set_wins_over_a_measure(void **state)
{
    struct wj_known known[3];
    set_known(&known[0], "a", 1, 1);
    set_known(&known[1], "a", 2, 1);
    set_known(&known[2], "a", 3, 1);
    struct attempt attempt = {
        .scoring = SHEET "a\n", .known = known, .known_count = 3, .show = SHOW_INDICATORS};
    (void)state;
    expect_attempt(&attempt, "A 1/100\n");
    known[1].replaces = true;
    expect_attempt(&attempt, "A 2/100\n");
    known[2].replaces = true;
    expect_attempt(&attempt, "A 3/100\n");
    attempt.facts = HEAD "b,a\n";
    known[2].has_value = false;
    expect_attempt(&attempt, "error fact_evaluation@f2:2\nwarning no_value@s2:3\n");
    for (size_t i = 0; i < COUNT(known); i++) {
        mpq_clear(known[i].value);
    }
}

static void units_and_sources_are_kept(void **state)
{
    struct wj_diags diags = {0};
    struct wj_scoring scoring = {0};
    struct wj_score_options options = {
        .file = file_with('s', wj_slice_of("一级指标,分值,得分\nA,1,1\n")),
        .facts = file_with('f', wj_slice_of("来源,名称,值,单位\n表, 人数 ,5,人\n,率,人数/4\n")),
    };
    (void)state;
    assert_int_equal(wj_scoring_compute(&diags, &options, &scoring), WJ_OK);
    assert_int_equal(scoring.fact_count, 2);
    assert_string_equal(scoring.facts[0].name, "人数");
    assert_string_equal(scoring.facts[0].unit, "人");
    assert_string_equal(scoring.facts[0].source, "表");
    assert_null(scoring.facts[0].formula);
    assert_string_equal(scoring.facts[1].unit, "");
    assert_non_null(scoring.facts[1].formula);
    assert_int_equal(scoring.facts[1].line, 3);
    assert_int_equal(mpq_cmp_ui(scoring.facts[1].value, 5, 4), 0);
    wj_scoring_clear(&scoring);
    wj_diags_clear(&diags);
    unlink(path_of('s'));
    unlink(path_of('f'));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts_have_exact_values),
        cmocka_unit_test(dates_and_words_compare),
        cmocka_unit_test(faults_have_kind_and_place),
        cmocka_unit_test(a_cycle_shows_its_chain),
        cmocka_unit_test(a_long_chain_needs_no_deep_stack),
        cmocka_unit_test(known_names_clash_unless_they_replace),
        cmocka_unit_test(what_is_set_wins_over_a_measure),
        cmocka_unit_test(units_and_sources_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
