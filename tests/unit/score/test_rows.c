/* Rows of a scoring file: levels, what is passed over, scores, and every fault with its place. */
#include "support.h"

static void blank_levels_repeat_the_row_above(void **state)
{
    static const struct sheet sheets[] = {
        {"一级指标,二级指标,三级指标,分值,得分\n"
         "决策,立项,依据,3,3\n,,程序,3,1.5\n,目标,合理,4,4\n过程,管理,到位,2,2\n",
         NULL,
         "决策>立项>依据 3/3\n决策>立项>程序 1.5/3\n决策>目标>合理 4/4\n过程>管理>到位 2/2\n"
         "1 决策 8.5/10\n2<0 立项 4.5/6\n2<0 目标 4/4\n1 过程 2/2\n2<3 管理 2/2\ntotal 10.5/12\n"},
        /* a level that changes empties those below it */
        {"一级指标,二级指标,三级指标,分值,得分\n决策,立项,依据,3,3\n,目标,,4,4\n过程,,,2,2\n", NULL,
         "决策>立项>依据 3/3\n决策>目标 4/4\n过程 2/2\n"
         "1 决策 7/7\n2<0 立项 3/3\ntotal 9/9\n"},
        /* a name that is written again is no change */
        {"一级指标,二级指标,分值,得分\n决策,依据,3,3\n决策,,1,1\n", NULL,
         "warning duplicate_indicator@s3:0\n决策>依据 3/3\n决策>依据 1/1\n1 决策 4/4\n"
         "total 4/4\n"},
        /* four levels, and a path that comes again joins its first appearance */
        {"一级指标,二级指标,三级指标,四级指标,分值,得分\n"
         "A,B,C,D,1,1\n,,,E,2,1\n,,F,G,3,3\nH,B,C,D,4,4\nA,B,C,I,5,0\n",
         NULL,
         "A>B>C>D 1/1\nA>B>C>E 1/2\nA>B>F>G 3/3\nH>B>C>D 4/4\nA>B>C>I 0/5\n"
         "1 A 5/11\n2<0 B 5/11\n3<1 C 2/8\n3<1 F 3/3\n1 H 4/4\n2<4 B 4/4\n3<5 C 4/4\n"
         "total 9/15\n"},
        {"一级指标,二级指标,三级指标,分值,得分\nA,B,C,1,1\nH,B,,2,2\n", NULL,
         "A>B>C 1/1\nH>B 2/2\n1 A 1/1\n2<0 B 1/1\n1 H 2/2\ntotal 3/3\n"},
        /* names that hold what a path is written with */
        {"一级指标,二级指标,三级指标,分值,得分\nA,B,C,1,1\nA/B,C,D,1,1\nA1:B,C,,1,1\n", NULL,
         "A>B>C 1/1\nA/B>C>D 1/1\nA1:B>C 1/1\n"
         "1 A 1/1\n2<0 B 1/1\n1 A/B 1/1\n2<2 C 1/1\n1 A1:B 1/1\ntotal 3/3\n"},
        /* one that is not judged takes the sums above it */
        {"一级指标,二级指标,分值,得分\nA,B,3,\n,C,1,1\nD,E,1,1\n", NULL,
         "warning not_judged@s2:4\nA>B –/3\nA>C 1/1\nD>E 1/1\n1 A –/4\n1 D 1/1\n"
         "total –/5\n"},
        /* a gap between levels */
        {"一级指标,二级指标,三级指标,分值,得分\nA,B,C,1,1\nD,,E,2,2\n", NULL,
         "A>B>C 1/1\nD>>E 2/2\n1 A 1/1\n2<0 B 1/1\n1 D 2/2\ntotal 3/3\n"},
        /* one level only, in the last place; names are trimmed */
        {"得分,分值,三级指标\n1,2, A\n2,2,\xE3\x80\x80中 文 \n", NULL,
         ">>A 1/2\n>>中 文 2/2\ntotal 3/4\n"},
        {"一级指标,二级指标,分值,得分\nA,,10,9\nA,B,10,8\n", NULL,
         "warning indicator_is_level@s2:0\nA 9/10\nA>B 8/10\n1 A 8/10\ntotal 17/20\n"},
    };
    (void)state;
    expect_sheets(sheets, COUNT(sheets), SHOW_INDICATORS | SHOW_LEVELS);
}

static void totals_and_blank_rows_are_passed_over(void **state)
{
    static const struct sheet sheets[] = {
        {"一级指标,二级指标,分值,得分,问题\nA,B,1,1,\n,小计,1,x,\n,C,2,2,\n,,,,注\n合 计,,3,3,\n"
         "总计,,3,3,\n\xE3\x80\x80总分,,3,3,\n",
         NULL, "A>B 1/1\nA>C 2/2\n"},
        {"一级指标,二级指标,分值,得分\nA,B,1,1\nA,小计,1,1\n", NULL, "A>B 1/1\n"},
        {"一级指标,分值,得分\nA,1,1\n合计数,3,3\n", NULL, "A 1/1\n合计数 3/3\n"},
    };
    (void)state;
    expect_sheets(sheets, COUNT(sheets), SHOW_INDICATORS);
}

static void scores_come_from_formulas_or_by_hand(void **state)
{
    static const struct sheet sheets[] = {
        {"一级指标,分值,公式,指标值,得分\n"
         "A,3,1.5*指标值,１,9\n" /* full-width digit; what stood there does not matter */
         "B,\"1,000\",指标值*分值,98.57%,\n"
         "C,4,=指标值/1000,\"3,491.36\",\n"
         "D,4,\"IF(指标值=\"\"良\"\",分值,0)\",良,\n"
         "E,1,指标值=5,5,\n"
         "F,1,指标值>5,5,\n"
         "G,2.005,,,2.005\n"
         "H,０,,,0\n",
         NULL, "A 1.5/3\nB 985.7/1000\nC 3.5/4\nD 4/4\nE 1/1\nF 0/1\nG 2.005/2.005\nH 0/0\n"},
        {"一级指标,分值,公式,指标值,得分\nA,3,[2022年],,\nB,3,（２０２２年＋１）,,\n",
         "值,名称\n1,2022年\n", "error formula_syntax@s3:3\n"},
        {"一级指标,分值,公式\nA,3,人数２０２２年＋１\n", "值,名称\n1,人数2022年\n", "A 2/3\n"},
        {"一级指标,分值,公式,得分\nA,3,,\nB,1,1,\n", NULL,
         "warning not_judged@s2:4\nA –/3\nB 1/1\n"},
        {"一级指标,分值\nA,3\n", NULL, "warning not_judged@s2:0\nA –/3\n"},
    };
    (void)state;
    expect_sheets(sheets, COUNT(sheets), SHOW_INDICATORS);
}

static void faults_have_kind_and_place(void **state)
{
    static const struct sheet sheets[] = {
        {"一级指标,得分\nA,1\n", NULL, "error missing_column@s1:0\n"},
        {"名称,分值\nA,1\n", NULL, "error missing_column@s1:0\n"},
        {"一级指标,分值,得分,分 值,分值,公式,公式\nA,1,1,,,,\n", NULL,
         "error duplicate_column@s1:5\nerror duplicate_column@s1:7\n"},
        {"一级指标,三级指表,分值,得分\nA,B,1,1\n", NULL, "warning unknown_column@s1:2\n"},
        {"一级指标,目标值,分值,得分\nA,B,1,1\n", NULL, ""},
        {"一级指标,得分说明,分值,得分\nA,B,1,1\n", NULL, ""},
        {"一级指标,分值,得分\nA,3,5月6日\n", NULL, "error bad_score@s2:3\n"},
        {"一级指标,分值\n", NULL, "error no_indicators@s0:0\n"},
        {"一级指标,分值,得分\n,,\n合计,5,5\n", NULL, "error no_indicators@s0:0\n"},
        {"一级指标,分值,公式\n,2,\n,,1\n", NULL,
         "error row_without_indicator@s2:0\nerror row_without_indicator@s3:0\n"},
        {"一级指标,二级指标,分值,得分\n,B,1,1\n,C,1,1\nA,D,1,1\n", NULL,
         "error missing_level@s2:1\n"},
        {"二级指标,分值,得分\nB,1,1\n", NULL, ""},
        {"一级指标,分值,得分\nA,,1\nB,-1,1\nC,5分,1\nD,50%,1\n\"E\n\",\"1,00\",0\n", NULL,
         "error missing_points@s2:2\nerror bad_points@s3:2\nerror bad_points@s4:2\n"
         "error bad_points@s5:2\nerror bad_points@s7:2\n"},
        {"一级指标,分值,得分\nA,3,三\nB,3,50%\nC,3,3.1\nD,3,-1\nE,3,3.0\n", NULL,
         "error bad_score@s2:3\nerror bad_score@s3:3\nerror score_range@s4:3\n"
         "error score_range@s5:3\n"},
        {"一级指标,分值,公式\nA,3,分值+0.05\nB,3,-1\nC,3,分值+0.04\n", NULL,
         "error score_range@s2:3\nerror score_range@s3:3\n"},
        {"一级指标,分值,公式\nA,3,\"IF(1,2\"\nB,3,人数\nC,1,\"\"\"优\"\"\"\nD,1,1/0\n", NULL,
         "error formula_syntax@s2:3\nerror unknown_name@s3:3\nerror formula_text@s4:3\n"
         "error formula_evaluation@s5:3\n"},
        {"一级指标,分值,公式,指标值\nA,3,指标值*2,\nB,3,指标值*2,多\n", NULL,
         "error formula_evaluation@s2:3\nerror formula_evaluation@s3:3\n"},
        {"一级指标,分值,公式\nA,3,指标值*2\n", NULL, "error formula_evaluation@s2:3\n"},
        {"一级指标,分值,公式,指标值,得分\nA,3,#NAME?,,\nB,3,1,#REF!,\nC,3,,,#DIV/0!\n"
         "D,#VALUE!,,,1\nE,1,=1+#n/a,,\nF,1,,＃NUM！,1\n",
         NULL,
         "error spreadsheet_error@s2:3\nerror spreadsheet_error@s3:4\n"
         "error spreadsheet_error@s4:5\nerror spreadsheet_error@s5:2\n"
         "error spreadsheet_error@s6:3\nerror spreadsheet_error@s7:4\n"},
        {"一级指标,分值,公式\nA,3,IF(1,2,3)\n", NULL, "error row_shape@s2:4\n"},
    };
    (void)state;
    expect_sheets(sheets, COUNT(sheets), 0);
}

static void dates_are_pointed_out(void **state)
{
    static const char *const dates[] = {
        "5月6日", "2023年5月6日", "2023年5月", "2023/5/6",     "2023-05-06", "2023/5/6 0:00",
        "6-May",  "May-06",       "06-may-23", "２０２３/5/6", "Mar-2021",
    };
    static const char *const others[] = {
        "5/6",        "1138÷1138", "2+1+0", "5月",        "1023/5/6", "19/5/6",
        "2023/125/6", "2023-2024", "6-Mai", "2023/5/6人", "",         "5",
    };
    (void)state;
    for (size_t i = 0; i < COUNT(dates) + COUNT(others); i++) {
        bool is_date = i < COUNT(dates);
        const char *cell = is_date ? dates[i] : others[i - COUNT(dates)];
        struct wj_buf text = {0};
        wj_buf_addf(&text, "一级指标,分值,指标值,得分\nA,3,%s,1\n", cell);
        struct attempt attempt = {.scoring = wj_buf_text(&text)};
        expect_attempt(&attempt, is_date ? "warning date_in_cell@s2:3\n" : "");
        wj_buf_clear(&text);
    }
}

static void messages_name_the_indicator_and_what_to_do(void **state)
{
    static const struct sheet sheets[] = {
        {"一级指标,分值,公式,得分\n及时,3,4,\n", NULL,
         "error score_range@s2:3: indicator “及时”: the score 4 is outside 0 to 3, its 分值\n"},
        {"一级指标,分值,公式,得分\n及时,3,1/0,\n", NULL,
         "error formula_evaluation@s2:3: indicator “及时”: the formula can't be computed: division "
         "by zero at character 2\n"},
        {"一级指标,分值,公式\n及时,3,到位资今\n", "名称,值\n到位资金,1\n",
         "error unknown_name@s2:3: indicator “及时”: at character 1: unknown name “到位资今” (did "
         "you mean “到位资金”?)\n"},
        {"一级指标,分数,得分\n及时,3,1\n", NULL,
         "error missing_column@s1:0: the header (the first line) has no column “分值” (did you "
         "mean “分数”?)\n"},
        {"一级指标,三级指表,分值,得分\n及时,,3,1\n", NULL,
         "warning unknown_column@s1:2: the column “三级指表” is kept and not used (did you mean "
         "“三级指标”?)\n"},
        {"一级指标,分值,公式\n及时,3,#REF!*2\n", NULL,
         "error spreadsheet_error@s2:3: indicator “及时”: the cell holds #REF!, which a "
         "spreadsheet program left there; write what was meant again\n"},
    };
    (void)state;
    expect_sheets(sheets, COUNT(sheets), SHOW_MESSAGES);
}

static void a_name_without_value_leaves_no_score(void **state)
{
    struct wj_known known[2] = {{.name = "满意度", .why = "no base"}, {.name = "回收率"}};
    mpq_init(known[0].value);
    mpq_init(known[1].value);
    struct attempt attempt = {
        .scoring = "一级指标,二级指标,分值,公式\nA,B,10,满意度*分值\n,C,5,\"IF(1>0,5,满意度)\"\n"
                   "D,E,5,回收率\n",
        .known = known,
        .known_count = 2,
        .show = SHOW_INDICATORS | SHOW_LEVELS | SHOW_MESSAGES,
    };
    (void)state;
    expect_attempt(&attempt,
                   "warning no_value@s2:4: the indicator “B” has no score: “满意度” has no value "
                   "(no base)\n"
                   "warning no_value@s4:4: the indicator “E” has no score: “回收率” has no value\n"
                   "A>B –/10\nA>C 5/5\nD>E –/5\n1 A –/15\n1 D –/5\ntotal –/20\n");
    mpq_clear(known[0].value);
    mpq_clear(known[1].value);
}

/* 0.25 and 0.35 are ties at one decimal; the levels add the rounded scores. */
static void ties_follow_the_rounding_mode(void **state)
{
    static const struct {
        enum wj_round_mode mode;
        const char *expected;
    } cases[] = {
        {WJ_HALF_UP, "A>B 0.3/9\nA>C 0.4/9\nA>D 0.2/9\n1 A 0.9/27\ntotal 0.9/27\n"},
        {WJ_HALF_EVEN, "A>B 0.2/9\nA>C 0.4/9\nA>D 0.2/9\n1 A 0.8/27\ntotal 0.8/27\n"},
        {WJ_TRUNCATE, "A>B 0.2/9\nA>C 0.3/9\nA>D 0.2/9\n1 A 0.7/27\ntotal 0.7/27\n"},
        {WJ_UP, "A>B 0.3/9\nA>C 0.4/9\nA>D 0.3/9\n1 A 1/27\ntotal 1/27\n"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct attempt attempt = {
            .scoring = "一级指标,二级指标,分值,公式\nA,B,9,1/4\n,C,9,7/20\n,D,9,2401/10000\n",
            .mode = cases[i].mode,
            .show = SHOW_INDICATORS | SHOW_LEVELS,
        };
        expect_attempt(&attempt, cases[i].expected);
    }
}

/* What the grade is for a total, under the usual grades; "–" for none. */
static const char *grade_for(const char *sheet, struct wj_score_options *options, const char **own)
{
    static char found[16];
    struct wj_diags diags = {0};
    struct wj_scoring scoring = {0};
    options->file = file_with('s', wj_slice_of(sheet));
    assert_int_equal(wj_scoring_compute(&diags, options, &scoring), WJ_OK);
    snprintf(found, sizeof found, "%s",
             scoring.computed_grade != NULL ? scoring.computed_grade : "–");
    *own = options->grade;
    if (*own != NULL) {
        assert_string_equal(scoring.grade, *own);
    } else {
        assert_true(scoring.grade == scoring.computed_grade);
    }
    wj_scoring_clear(&scoring);
    wj_diags_clear(&diags);
    unlink(path_of('s'));
    return found;
}

static void the_grade_compares_the_printed_total(void **state)
{
    struct wj_grade grades[4];
    const char *own;
    grades_init(grades);
    struct wj_score_options options = {
        .rounding = {1, WJ_HALF_UP}, .grades = grades, .grade_count = 4};
    (void)state;
    assert_string_equal(grade_for("一级指标,分值,得分\nA,100,89.95\n", &options, &own), "优");
    assert_string_equal(grade_for("一级指标,分值,得分\nA,100,89.94\n", &options, &own), "良");
    assert_string_equal(grade_for("一级指标,分值,得分\nA,100,0\n", &options, &own), "差");
    assert_string_equal(grade_for("一级指标,分值,得分\nA,100,\n", &options, &own), "–");
    options.rounding.mode = WJ_TRUNCATE;
    assert_string_equal(grade_for("一级指标,分值,得分\nA,100,89.99\n", &options, &own), "良");
    options.grade = "无法显示成效";
    assert_string_equal(grade_for("一级指标,分值,得分\nA,100,60\n", &options, &own), "中");
    assert_string_equal(grade_for("一级指标,分值,得分\nA,100,\n", &options, &own), "–");
    options.grade_count = 1;
    options.grade = NULL;
    assert_string_equal(grade_for("一级指标,分值,得分\nA,100,60\n", &options, &own), "–");
    grades_clear(grades);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blank_levels_repeat_the_row_above),
        cmocka_unit_test(totals_and_blank_rows_are_passed_over),
        cmocka_unit_test(scores_come_from_formulas_or_by_hand),
        cmocka_unit_test(faults_have_kind_and_place),
        cmocka_unit_test(dates_are_pointed_out),
        cmocka_unit_test(messages_name_the_indicator_and_what_to_do),
        cmocka_unit_test(a_name_without_value_leaves_no_score),
        cmocka_unit_test(ties_follow_the_rounding_mode),
        cmocka_unit_test(the_grade_compares_the_printed_total),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
