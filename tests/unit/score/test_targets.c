/* 目标值, 实际值 and 完成率: cells as people write them; the results were worked by hand. */
#include "support.h"

/* One row with this target and actual value. */
struct row {
    const char *target;
    const char *actual;
    const char *expected; /* what `show` writes */
};

/* `≥70|人 done 1/2 score 5`, behind the messages' kinds. */
static void show(struct wj_buf *out, const struct wj_diags *diags, const struct wj_scoring *scoring,
                 enum wj_status status)
{
    for (size_t i = 0; i < diags->count; i++) {
        wj_buf_addf(out, "%s ", diags->list[i].kind);
    }
    if (status != WJ_OK) {
        return;
    }
    const struct wj_indicator *indicator = &scoring->indicators[0];
    if (indicator->target.has_number) {
        wj_buf_add_text(out, indicator->target.sign);
        wj_number_exact(out, indicator->target.number);
        wj_buf_addf(out, "|%s", indicator->target.unit);
    } else {
        wj_buf_add_text(out, "text");
    }
    if (indicator->has_done) {
        wj_buf_add_text(out, " done ");
        wj_number_exact(out, indicator->done);
    }
    if (indicator->has_score) {
        wj_buf_add_text(out, " score ");
        wj_number_exact(out, indicator->raw);
    }
}

static void expect(const struct row *row, const char *formula)
{
    static const char facts[] = "名称,值,单位\n实发,7,人\n实发率,9/10,\n面积,5,㎡\n百分,98,%\n";
    struct wj_buf sheet = {0};
    struct wj_buf out = {0};
    struct wj_diags diags = {0};
    struct wj_scoring scoring = {0};
    wj_buf_addf(&sheet, "一级指标,分值,目标值,实际值,公式,得分\nA,10,\"%s\",\"%s\",\"%s\",1\n",
                row->target, row->actual, formula);
    struct wj_score_options options = {
        .file = file_with('s', wj_buf_slice(&sheet)),
        .facts = file_with('f', wj_slice_of(facts)),
        .rounding = {1, WJ_HALF_UP},
    };
    enum wj_status status = wj_scoring_compute(&diags, &options, &scoring);
    show(&out, &diags, &scoring, status);
    if (strcmp(wj_buf_text(&out), row->expected) != 0) {
        print_error("%s / %s\n", row->target, row->actual);
    }
    assert_string_equal(wj_buf_text(&out), row->expected);
    wj_scoring_clear(&scoring);
    wj_diags_clear(&diags);
    wj_buf_clear(&sheet);
    wj_buf_clear(&out);
}

static void cells_are_read_as_people_write_them(void **state)
{
    static const struct row rows[] = {
        {"≥70 人", "74 人", "≥70|人 done 37/35 score 1"},
        {"≥10场", "７ 场", "≥10|场 done 0.7 score 1"},
        {"＞＝10 场", "7场", "≥10|场 done 0.7 score 1"},
        {"≤240 万元", "265.25 万元（含上年结转 25.25 万元）", "≤240|万元 done 960/1061 score 1"},
        {"240 万元", "265.25 万元", "240|万元 done 1061/960 score 1"},
        {"=100%", "100％", "=1|% done 1 score 1"},
        {"=100%", "110%", "=1|% done 1.1 score 1"},
        {"90%以上", "45%", "≥0.9|% done 0.5 score 1"},
        {"20人及以下", "40人", "≤20|人 done 0.5 score 1"},
        {"7 天以内", "0 天", "≤7|天 done 1 score 1"},
        {"不少于 1,000 ㎡", "1,200㎡", "≥1000|m2 done 1.2 score 1"},
        {"不超过3次", "6次", "≤3|次 done 0.5 score 1"},
        {">5", "10", ">5| done 2 score 1"},
        {"≤0 起", "0 起", "≤0|起 done 1 score 1"},
        {"<0 起", "0 起", "<0|起 done 0 score 1"},
        {">0 起", "0 起", ">0|起 done 0 score 1"},
        {">0 起", "2 起", ">0|起 done 1 score 1"},
        {"≤0 起", "3 起", "≤0|起 done 0 score 1"},
        {"0", "3", "0| done 1 score 1"},
        {"=0", "3", "=0| done 0 score 1"},
        {"-5%", "-10%", "-0.05|% done 2 score 1"},
        {"≥10 人", "实发", "≥10|人 done 0.7 score 1"},
        {"≥100%", "实发率", "≥1|% done 0.9 score 1"},
        {"10 ㎡", "面积", "10|m2 done 0.5 score 1"},
        {"≥70 人", "", "≥70|人 score 1"},
        {"", "74 人", "text score 1"},
        {"定性", "定性", "text score 1"},
        {"≥70 人；7 天；≥10 场", "74 人；7 天；10 场", "text score 1"},
        {"3-5 人", "4 人", "text score 1"},
        {"80%~90%", "85%", "text score 1"},
        {"1,00 人", "4 人", "text score 1"},
        {"≥70 人", "完成", "actual_text ≥70|人 score 1"},
        {"≥70 人", "74 人次", "unit_differs "},
        {"≥240 万元", "2400000 元", "unit_differs "},
        {"=100%", "98", "unit_differs "},
        {"=100%", "百分", "unit_differs "},
        {"100", "98%", "unit_differs "},
        {"≥10 户", "实发", "unit_differs "},
        {"#REF!", "1", "spreadsheet_error "},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        expect(&rows[i], "1");
    }
}

static void formulas_know_the_cells_of_their_row(void **state)
{
    static const struct {
        struct row row;
        const char *formula;
    } cases[] = {
        {{"≥10 场", "7 场", "≥10|场 done 0.7 score 7"}, "分值*TARGET(实际值,目标值)"},
        {{"≥10 场", "20 场", "≥10|场 done 2 score 10"}, "分值*TARGET(实际值,目标值)"},
        {{"≤10 场", "20 场", "≤10|场 done 0.5 score 5"}, "分值*TARGET(实际值,目标值)"},
        {{"≤10 场", "20 场", "≤10|场 done 0.5 score 10"}, "分值*TARGET(实际值,目标值,\"\"≥\"\")"},
        {{"=100%", "80%", "=1|% done 0.8 score 8"}, "分值*TARGET(实际值,目标值)"},
        {{"=100%", "125%", "=1|% done 1.25 score 8"}, "分值*TARGET(实际值,目标值)"},
        {{"≥10 人", "实发", "≥10|人 done 0.7 score 7"}, "实际值"},
        {{"≥10 人", "实发", "≥10|人 done 0.7 score 7"}, "分值*完成率"},
        {{"定性", "定性", "text score 10"}, "IF(目标值=\"\"定性\"\",分值,0)"},
        {{"定性", "定性", "formula_evaluation "}, "分值*TARGET(实际值,目标值)"},
        {{"定性", "", "formula_evaluation "}, "分值*完成率"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        expect(&cases[i].row, cases[i].formula);
    }
}

/* 完成率 of a table without these columns is a name like others. */
static void facts_may_bear_the_names_where_there_are_no_such_columns(void **state)
{
    static const struct sheet sheets[] = {
        {"一级指标,分值,公式\nA,10,分值*完成率\n", "名称,值\n完成率,70%\n", "A 7/10\n"},
        {"一级指标,分值,公式,目标值\nA,10,分值*完成率,5\n", "名称,值\n完成率,70%\n", "A 7/10\n"},
        {"一级指标,分值,公式,目标值,实际值\nA,10,分值*完成率,5,5\n", "名称,值\n完成率,70%\n",
         "error name_conflict@f2:0\n"},
        {"一级指标,分值,公式\nA,10,分值*完成率\n", NULL, "error unknown_name@s2:3\n"},
    };
    (void)state;
    expect_sheets(sheets, COUNT(sheets), SHOW_INDICATORS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_read_as_people_write_them),
        cmocka_unit_test(formulas_know_the_cells_of_their_row),
        cmocka_unit_test(facts_may_bear_the_names_where_there_are_no_such_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
