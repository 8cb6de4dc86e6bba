/* Which column holds what: headers are cleaned, everything that is wrong is said at once. */
#include "match_support.h"

static const char definition[] =
    "survey: t\n"
    "responses: responses.csv\n"
    "id: 编号\n"
    "questions:\n"
    "  - {name: 类型, column: Q1补贴类型, type: single, options: [{code: A}]}\n"
    "  - {name: 通知, column: '/^q2[.、]/', type: single, options: [{code: A}]}\n"
    "  - {name: 年龄, type: quantity}\n"
    "valid:\n"
    "  required: []\n"
    "  min_seconds: {column: '/用时/', at_least: 45}\n"
    "  unique: {columns: [编号, 年龄]}\n";

/* `id seconds unique… / questions…`, counted from 0. */
static const char *places(const struct bench *bench, struct wj_buf *out)
{
    const struct wj_columns *columns = bench->columns;
    wj_buf_reset(out);
    wj_buf_addf(out, "%ld %ld", columns->id, columns->seconds);
    for (size_t i = 0; i < bench->survey->valid.unique_count; i++) {
        wj_buf_addf(out, " %ld", columns->unique[i]);
    }
    wj_buf_add_text(out, " /");
    for (size_t i = 0; i < bench->survey->question_count; i++) {
        wj_buf_addf(out, " %ld", columns->questions[i]);
    }
    return wj_buf_text(out);
}

static const struct {
    const char *name;
    const char *header;
    const char *places;
} found[] = {
    {"in order", "编号\tQ1补贴类型\tQ2.通知\t年龄\t用时", "0 4 0 3 / 1 2 3"},
    {"in any order", "用时\t年龄\tQ2、x\tQ1补贴类型\t编号", "4 0 4 1 / 3 2 1"},
    {"full-width and case", "编号\tｑ１补贴类型\tｑ２．通知\t年龄\t用时", "0 4 0 3 / 1 2 3"},
    {"outer blanks", "\uFEFF编号\t \u3000Q1补贴类型\u00A0\t\u200BQ2.\t年龄\n\t用时",
     "0 4 0 3 / 1 2 3"},
    {"a pattern need not fit the whole", "编号\tQ1补贴类型\tQ2.通知\t年龄\t所用时间（秒）",
     "0 4 0 3 / 1 2 3"},
    {"others in between", "x\t编号\tx\tQ1补贴类型\t\tQ2.通知\t\t年龄\t用时\tQ22",
     "1 8 1 7 / 3 5 7"},
};

static void columns_are_found_by_their_cleaned_header(void **state)
{
    struct bench bench;
    struct wj_buf text = {0};
    size_t wrong = 0;
    (void)state;
    bench_load(&bench, definition);
    for (size_t i = 0; i < COUNT(found); i++) {
        assert_int_equal(bench_header(&bench, found[i].header), WJ_OK);
        wrong += differs(found[i].name, places(&bench, &text), found[i].places);
    }
    assert_int_equal(bench.diags.count, 0);
    wj_buf_clear(&text);
    bench_close(&bench);
    assert_int_equal(wrong, 0);
}

static void twins_that_nobody_points_at_do_no_harm(void **state)
{
    struct bench bench;
    (void)state;
    bench_load(&bench, definition);
    assert_int_equal(bench_header(&bench, "x\t编号\tQ1补贴类型\tQ2.\t年龄\t用时\tx\t\t\tx"), WJ_OK);
    assert_int_equal(bench.diags.count, 0);
    bench_close(&bench);
}

/* What is said, as kind@line:column of the definition. */
static const struct {
    const char *name;
    const char *header;
    const char *kinds;
    const char *mentions; /* in the first message */
} faulty[] = {
    {"a missing column, its nearest name", "编号\tQ1补贴类形\tQ2.\t年龄\t用时",
     "missing_column@5:24 ", "Q1补贴类形"},
    {"a missing column, nothing near", "编号\t甲\tQ2.\t年龄\t用时", "missing_column@5:24 ", "甲"},
    {"a pattern that fits nothing", "编号\tQ1补贴类型\tQ3.\t年龄\t用时", "missing_column@6:24 ",
     "/^q2[.、]/"},
    {"a pattern that fits twice", "编号\tQ1补贴类型\tQ2.\t年龄\t用时\tQ2、",
     "ambiguous_column@6:24 ", "3"},
    {"a name that stands twice", "编号\tQ1补贴类型\tQ2.\tQ1补贴类型\t年龄\t用时",
     "ambiguous_column@5:24 ", "2"},
    {"twins after cleaning", "编号\tQ1补贴类型\tQ2.\t ｑ１补贴类型\t年龄\t用时",
     "ambiguous_column@5:24 ", "4"},
    {"a part of a header is not the header", "编号\tQ1补贴类型（单选）\tQ2.\t年龄\t用时",
     "missing_column@5:24 ", "Q1补贴类型"},
    {"the id, its key, and the age", "号\tQ1补贴类型\tQ2.\t年令\t用时",
     "missing_column@3:5 missing_column@11:22 missing_column@11:26 missing_column@7:5 ", "编号"},
    {"two columns of seconds", "编号\tQ1补贴类型\tQ2.\t年龄\t用时\t用时2",
     "ambiguous_column@10:25 ", "5"},
    {"everything", "x",
     "missing_column@3:5 missing_column@10:25 missing_column@11:22 "
     "missing_column@11:26 missing_column@5:24 missing_column@6:24 "
     "missing_column@7:5 ",
     "编号"},
};

static void every_fault_of_a_header_is_reported_at_its_definition(void **state)
{
    struct wj_buf text = {0};
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(faulty); i++) {
        struct bench bench;
        bench_load(&bench, definition);
        assert_int_equal(bench_header(&bench, faulty[i].header), WJ_DATA);
        assert_null(bench.columns);
        wrong += differs(faulty[i].name, kinds_of(&bench.diags, &text), faulty[i].kinds);
        const char *message = bench.diags.list[0].message;
        if (strstr(message, faulty[i].mentions) == NULL) {
            wrong += differs(faulty[i].name, message, faulty[i].mentions);
        }
        assert_non_null(strstr(bench.diags.list[0].file, "survey.yaml"));
        bench_close(&bench);
    }
    wj_buf_clear(&text);
    assert_int_equal(wrong, 0);
}

/* ---- one column per option ---- */

static const char options[] = "survey: t\n"
                              "responses: responses.csv\n"
                              "questions:\n"
                              "  - name: q\n"
                              "    type: multiple\n"
                              "    columns: '/^9、.*\\((?<option>.*)\\)$/'\n"
                              "    options:\n"
                              "      - {code: A, label: 审批, also: [审批速度]}\n"
                              "      - {code: B, label: 标准}\n"
                              "      - {code: C, label: 其他, other: true}\n"
                              "      - {code: D, label: 无, pattern: '^没有'}\n"
                              "  - {name: 年龄, type: quantity}\n"
                              "valid: {required: []}\n";

static const struct {
    const char *name;
    const char *header;
    const char *columns; /* of A, B, C and D; NULL: refused */
    const char *kinds;
} option_headers[] = {
    {"labels", "年龄\t9、x(审批)\t9、x(标准)\t9、x(其他)\t9、x(无)", "1 2 3 4", ""},
    {"full-width brackets and digit", "９、x（审批）\t9、x（标准）\t9、x（其他）\t9、x（无）\t年龄",
     "0 1 2 3", ""},
    {"codes, also, both together, a tail, a pattern",
     "9、(没有了)\t9、(c:请写明)\t9、(B.标准)\t9、(审批速度)\t年龄", "3 2 1 0", ""},
    {"an option without column", "9、x(审批)\t9、x(其他)\t9、x(无)\t年龄", NULL,
     "missing_column@6:14 "},
    {"a column without option", "9、x(审批)\t9、x(标准)\t9、x(其他)\t9、x(无)\t9、x(服务)\t年龄",
     NULL, "unknown_option_column@6:14 "},
    {"an option twice", "9、x(审批)\t9、x(A)\t9、x(标准)\t9、x(其他)\t9、x(无)\t年龄", NULL,
     "ambiguous_column@6:14 "},
    {"code and label disagree", "9、x(A.标准)\t9、x(B)\t9、x(C)\t9、x(D)\t9、x(A)\t年龄", NULL,
     "unknown_option_column@6:14 "},
    {"no column at all", "年龄", NULL,
     "missing_column@6:14 missing_column@6:14 missing_column@6:14 missing_column@6:14 "},
    {"another column missing as well", "9、x(审批)\t9、x(标准)\t9、x(其他)", NULL,
     "missing_column@6:14 missing_column@12:5 "},
};

static void option_columns_are_matched_like_answers(void **state)
{
    struct wj_buf text = {0};
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(option_headers); i++) {
        struct bench bench;
        bench_load(&bench, options);
        enum wj_status status = bench_header(&bench, option_headers[i].header);
        bool expected = option_headers[i].columns != NULL;
        assert_int_equal(status, expected ? WJ_OK : WJ_DATA);
        wrong +=
            differs(option_headers[i].name, kinds_of(&bench.diags, &text), option_headers[i].kinds);
        wj_buf_reset(&text);
        for (size_t j = 0; expected && j < 4; j++) {
            wj_buf_addf(&text, "%s%ld", j > 0 ? " " : "", bench.columns->options[0][j]);
        }
        wrong += differs(option_headers[i].name, wj_buf_text(&text),
                         expected ? option_headers[i].columns : "");
        bench_close(&bench);
    }
    wj_buf_clear(&text);
    assert_int_equal(wrong, 0);
}

static void a_fault_elsewhere_hides_no_option_without_column(void **state)
{
    static const char yaml[] =
        "survey: t\n"
        "responses: responses.csv\n"
        "questions:\n"
        "  - {name: 年龄, type: quantity}\n"
        "  - {name: q, type: multiple, columns: '/^9(?<option>.)$/', options: [{code: A}, {code: "
        "B}]}\n"
        "valid: {required: []}\n";
    struct bench bench;
    struct wj_buf text = {0};
    (void)state;
    bench_load(&bench, yaml);
    assert_int_equal(bench_header(&bench, "x\t9A"), WJ_DATA);
    assert_string_equal(kinds_of(&bench.diags, &text), "missing_column@4:5 missing_column@5:40 ");
    wj_diags_clear(&bench.diags);
    assert_int_equal(bench_header(&bench, "9A\t9B"), WJ_DATA); /* nor is it forgotten */
    assert_string_equal(kinds_of(&bench.diags, &text), "missing_column@4:5 ");
    wj_buf_clear(&text);
    bench_close(&bench);
}

static void a_header_as_long_as_a_page_is_refused(void **state)
{
    struct bench bench;
    struct wj_buf text = {0};
    struct wj_buf header = {0};
    (void)state;
    bench_load(&bench, definition);
    wj_buf_add_text(&header, "编号\t");
    for (size_t i = 0; i < 4001; i++) {
        wj_buf_add_text(&header, "满");
    }
    assert_int_equal(bench_header(&bench, wj_buf_text(&header)), WJ_DATA);
    assert_string_equal(kinds_of(&bench.diags, &text), "header_too_long@1:2 ");
    wj_buf_clear(&text);
    wj_buf_clear(&header);
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_found_by_their_cleaned_header),
        cmocka_unit_test(twins_that_nobody_points_at_do_no_harm),
        cmocka_unit_test(every_fault_of_a_header_is_reported_at_its_definition),
        cmocka_unit_test(option_columns_are_matched_like_answers),
        cmocka_unit_test(a_fault_elsewhere_hides_no_option_without_column),
        cmocka_unit_test(a_header_as_long_as_a_page_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
