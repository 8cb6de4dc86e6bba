/* Whole responses: quantities, texts, questions that were not asked, and what formulas see. */
#include "match_support.h"

#define QUANTITY(limits)                                                                           \
    "survey: t\nresponses: responses.csv\nquestions:\n  - {name: q, type: quantity" limits "}\n"   \
    "valid: {required: []}\n"

static void quantities_are_numbers_within_limits(void **state)
{
    static const struct reading readings[] = {
        {"16", "16"},          {"100", "100"},          {"15", "15!"},
        {"101", "101!"},       {"15.99", "15.99!"},     {"16.5", "16.5"},
        {"100.01", "100.01!"}, {" １８ ", "18"},        {"+20", "20"},
        {"0020", "20"},        {"1e2", "100"},          {"1,000", "1000!"},
        {"2e1", "20"},         {"2E+1", "20"},          {"-20", "-20!"},
        {"5.", "5!"},          {"1,00", "unknown"},     {"18岁", "unknown"},
        {"十八", "unknown"},   {"0x12", "unknown"},     {"nan", "unknown"},
        {"inf", "unknown"},    {"20%", "unknown"},      {"1 8", "unknown"},
        {"1e1000", "unknown"}, {"20-30", "unknown"},    {"", "-"},
        {"\u3000", "-"},       {"(空)", "-"},           {"-2", "-"},
        {"-3", "not asked"},   {"(跳过)", "not asked"},
    };
    (void)state;
    CHECK_READINGS(QUANTITY(", min: 16, max: 100"), readings);
}

static void minus_two_and_three_are_quantities_where_the_range_holds_them(void **state)
{
    static const struct reading both[] = {
        {"-2", "-2"}, {"-3", "-3"}, {"-11", "-11!"}, {"(跳过)", "not asked"}, {"(空)", "-"},
    };
    static const struct reading from_minus_two[] = {{"-2", "-2"}, {"-3", "not asked"}};
    static const struct reading up_to_ten[] = {{"-2", "-2"}, {"-3", "-3"}, {"11", "11!"}};
    static const struct reading above[] = {{"-2", "-"}, {"-3", "not asked"}, {"-4", "-4!"}};
    static const struct reading below[] = {{"-2", "-"}, {"-3", "-3"}, {"-2.5", "-2.5"}};
    static const struct reading unlimited[] = {
        {"-2", "-"},
        {"-3", "not asked"},
        {"-4", "-4"},
        {"-2.0", "-2"},
        {"99999999999999999999.5", "99999999999999999999.5"},
    };
    (void)state;
    CHECK_READINGS(QUANTITY(", min: -10, max: 10"), both);
    CHECK_READINGS(QUANTITY(", min: -2"), from_minus_two);
    CHECK_READINGS(QUANTITY(", max: 10"), up_to_ten);
    CHECK_READINGS(QUANTITY(", min: 0"), above);
    CHECK_READINGS(QUANTITY(", max: -2.5"), below);
    CHECK_READINGS(QUANTITY(""), unlimited);
}

static void texts_are_kept_as_written(void **state)
{
    static const char yaml[] =
        "survey: t\nresponses: responses.csv\nquestions:\n  - {name: q, type: text}\n"
        "valid: {required: []}\n";
    static const struct reading readings[] = {
        {"到账 慢", "到账 慢"},  {" ｘ ", " ｘ "}, {"=1+1", "=1+1"}, {"", "-"},
        {" \u3000", "-"},        {"（空）", "-"},  {"-2", "-"},      {"-3", "not asked"},
        {"(跳过)", "not asked"}, {"-1", "-1"},     {"无", "无"},
    };
    (void)state;
    CHECK_READINGS(yaml, readings);
}

/* ---- not asked ---- */

static const char routed[] =
    "survey: t\n"
    "responses: responses.csv\n"
    "questions:\n"
    "  - {name: 使用过, type: single, options: [{code: A}, {code: B}]}\n"
    "  - {name: 护理, type: single, options: [{code: A}, {code: B}], asked_if: '使用过=\"A\"'}\n"
    "  - {name: 服务, type: multiple, options: [{code: A}, {code: B}],\n"
    "     asked_if: 'OR(护理=\"A\",护理=\"B\")'}\n"
    "  - {name: 天数, type: quantity, asked_if: 'HAS(服务,\"B\")'}\n"
    "  - {name: 原因, type: text, asked_if: '天数>3'}\n"
    "  - {name: 出错, type: single, options: [{code: A}], asked_if: '原因+1>2'}\n"
    "valid: {required: []}\n";

static const struct {
    const char *record;
    const char *answers; /* joined by blanks */
} routes[] = {
    {"A\tA\tA,B\t5\t慢\tA", "A A A,B 5 慢 A"},
    {"A\t\tA\t1\tx\tA", "A - A 1 x A"},     /* asked and not answered */
    {"B\t\tA\t1\tx\tA", "B [not] A 1 x A"}, /* not asked */
    {"\t\tA\t1\tx\tA", "- [not] A 1 x A"},  /* unanswered is not A */
    {"X\t\tA\t1\tx\tA", "unknown [not] A 1 x A"},
    {"B\tB\tA\t1\tx\tA", "B B A 1 x A"},       /* answered all the same */
    {"B\tX\tA\t1\tx\tA", "B unknown A 1 x A"}, /* not empty: judged as written */
    {"B\tAB\tA\t1\tx\tA", "B several A 1 x A"},
    {"A\t-3\tA\t1\tx\tA", "A [not] A 1 x A"}, /* the export says so */
    {"B\t(空)\tA\t1\tx\tA", "B [not] A 1 x A"},
    {"A\tA\t\t1\tx\tA", "A A - 1 x A"},
    {"A\t\t\t1\tx\tA", "A - [not] 1 x A"},
    {"A\tA\tA\t\tx\tA", "A A A [not] x A"},
    {"A\tA\tA,B\t\tx\tA", "A A A,B - x A"},
    {"A\tA\tB\t4\t\tA", "A A B 4 - A"},
    {"A\tA\tB\t3\t\tA", "A A B 3 [not] A"},
    {"A\tA\tB\t\t\tA", "A A B - [not] A"}, /* a comparison with nothing */
    {"A\tA\tB\t4\tx\t", "A A B 4 x -"},    /* x+1 errs: asked */
    {"A\tA\tB\t4\t5\t", "A A B 4 5 -"},    /* a text in arithmetic errs, too */
    {"B\t\t\t\t\t", "B [not] [not] [not] [not] -"},
};

static void empty_answers_of_questions_not_asked_are_not_missing(void **state)
{
    struct bench bench;
    struct wj_buf text = {0};
    struct wj_buf line = {0};
    size_t wrong = 0;
    (void)state;
    bench_open(&bench, routed, "使用过\t护理\t服务\t天数\t原因\t出错");
    for (size_t i = 0; i < COUNT(routes); i++) {
        bench_code(&bench, routes[i].record);
        wj_buf_reset(&line);
        for (size_t j = 0; j < bench.survey->question_count; j++) {
            const char *answer = answer_text(&bench, j, &text);
            wj_buf_addf(&line, "%s%s", j > 0 ? " " : "",
                        strcmp(answer, "not asked") == 0 ? "[not]" : answer);
        }
        wrong += differs(routes[i].record, wj_buf_text(&line), routes[i].answers);
    }
    wj_buf_clear(&text);
    wj_buf_clear(&line);
    bench_close(&bench);
    assert_int_equal(wrong, 0);
}

/* ---- one after the other ---- */

static void a_response_leaves_nothing_to_the_next(void **state)
{
    static const char yaml[] =
        "survey: t\nresponses: responses.csv\nquestions:\n"
        "  - {name: a, type: single, options: [{code: A, other: true}, {code: B}]}\n"
        "  - {name: b, type: quantity, min: 1}\n"
        "valid: {required: []}\n";
    struct bench bench;
    struct wj_buf text = {0};
    (void)state;
    bench_open(&bench, yaml, "a\tb");
    bench_code(&bench, "A:甲\t0");
    assert_string_equal(answer_text(&bench, 0, &text), "A<甲>");
    assert_string_equal(answer_text(&bench, 1, &text), "0!");
    bench_code(&bench, "A\t");
    assert_string_equal(answer_text(&bench, 0, &text), "A");
    assert_string_equal(answer_text(&bench, 1, &text), "-");
    assert_false(wj_coder_response(bench.coder)->answers[1].out_of_range);
    bench_code(&bench, "A:乙\tx");
    assert_string_equal(answer_text(&bench, 0, &text), "A<乙>");
    bench_code(&bench, "A:甲\t1");
    assert_string_equal(answer_text(&bench, 0, &text), "A<甲>");
    bench_code(&bench, "\t-3");
    assert_string_equal(answer_text(&bench, 0, &text), "-");
    assert_true(wj_coder_response(bench.coder)->answers[0].written_blank);
    assert_false(wj_coder_response(bench.coder)->answers[1].written_blank);
    wj_buf_clear(&text);
    bench_close(&bench);
}

static void thousands_of_spellings_are_each_matched_rightly(void **state)
{
    static const char yaml[] =
        "survey: t\nresponses: responses.csv\nquestions:\n"
        "  - {name: q, type: single, options: [{code: A, pattern: '7$'}, {code: B}]}\n"
        "valid: {required: []}\n";
    struct bench bench;
    struct wj_buf text = {0};
    char cell[128];
    (void)state;
    bench_open(&bench, yaml, "q");
    /* More than a million bytes of them, which is as much as is remembered. */
    for (size_t i = 0; i < 30000; i++) {
        snprintf(cell, sizeof cell, "%0100zu", i % 15000);
        bench_code(&bench, cell);
        assert_string_equal(answer_text(&bench, 0, &text), i % 10 == 7 ? "A" : "unknown");
    }
    wj_buf_clear(&text);
    bench_close(&bench);
}

static void a_record_that_is_too_short_has_empty_cells(void **state)
{
    static const char yaml[] =
        "survey: t\nresponses: responses.csv\nquestions:\n"
        "  - {name: a, type: text}\n  - {name: b, type: single, options: [{code: A}]}\n"
        "  - {name: c, type: quantity}\nvalid: {required: []}\n";
    struct bench bench;
    struct wj_buf text = {0};
    (void)state;
    bench_open(&bench, yaml, "a\tb\tc");
    bench_record(&bench, "x");
    assert_int_equal(wj_coder_code(bench.coder, &bench.diags), WJ_OK);
    assert_string_equal(answer_text(&bench, 0, &text), "x");
    assert_string_equal(answer_text(&bench, 1, &text), "-");
    assert_string_equal(answer_text(&bench, 2, &text), "-");
    wj_buf_clear(&text);
    bench_close(&bench);
}

/* ---- stops ---- */

static void an_unknown_answer_stops_where_the_definition_says_so(void **state)
{
    static const char yaml[] =
        "survey: t\nresponses: responses.csv\nquestions:\n"
        "  - {name: a, type: text}\n"
        "  - {name: 通知, type: single, options: [{code: A, label: 非常满意}, {code: B}]}\n"
        "valid: {required: [], unknown: stop}\n";
    struct bench bench;
    struct wj_buf text = {0};
    (void)state;
    bench_open(&bench, yaml, "a\t通知");
    bench_code(&bench, "x\tA");
    bench_code(&bench, "x\t");
    bench_code(&bench, "x\tAB"); /* several ticks are not unknown */
    bench_record(&bench, "x\t非常满易");
    assert_int_equal(wj_coder_code(bench.coder, &bench.diags), WJ_DATA);
    assert_string_equal(kinds_of(&bench.diags, &text), "unknown_answer@5:2 ");
    assert_string_equal(bench.diags.list[0].file, "responses.csv");
    assert_non_null(strstr(bench.diags.list[0].message, "非常满易"));
    assert_non_null(strstr(bench.diags.list[0].message, "非常满意"));
    wj_buf_clear(&text);
    bench_close(&bench);
}

static void a_pattern_that_takes_too_long_stops(void **state)
{
    static const char yaml[] =
        "survey: t\nresponses: responses.csv\nquestions:\n"
        "  - {name: q, type: single, options: [{code: A, pattern: '^(x+x+)+[yz]$'}]}\n"
        "  - {name: r, type: multiple, options: [{code: A, pattern: '^(x+x+)+[yz]$'}]}\n"
        "valid: {required: []}\n";
    static const char evil[] = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
    struct bench bench;
    struct wj_buf text = {0};
    struct wj_buf record = {0};
    (void)state;
    bench_open(&bench, yaml, "q\tr");
    wj_buf_addf(&record, "%s\t", evil);
    bench_record(&bench, wj_buf_text(&record));
    assert_int_equal(wj_coder_code(bench.coder, &bench.diags), WJ_DATA);
    assert_string_equal(kinds_of(&bench.diags, &text), "pattern_limit@2:0 ");
    wj_buf_reset(&record);
    wj_buf_addf(&record, "\t%s", evil);
    bench_record(&bench, wj_buf_text(&record));
    assert_int_equal(wj_coder_code(bench.coder, &bench.diags), WJ_DATA);
    assert_int_equal(bench.diags.count, 2);
    wj_buf_clear(&text);
    wj_buf_clear(&record);
    bench_close(&bench);
}

/* ---- what formulas see ---- */

static void formulas_see_codes_numbers_and_texts(void **state)
{
    static const char yaml[] =
        "survey: t\nresponses: responses.csv\nquestions:\n"
        "  - {name: 单选, type: single, options: [{code: a, label: 甲}, {code: B, label: 乙}]}\n"
        "  - {name: 多选, type: multiple, options: [{code: a}, {code: B}, {code: C}]}\n"
        "  - {name: 数量, type: quantity}\n"
        "  - {name: 意见, type: text}\n"
        "valid: {required: []}\n";
    static const struct {
        const char *record;
        const char *values; /* of the four questions, then HAS a, B, C */
    } cases[] = {
        {"甲\tC,B\t1,000\t ｘ ", "a|B,C|1000| ｘ |011"},
        {"\t\t\t", "||||000"},
        {"X\tX\tX\t-3", "||||000"},
        {"AB\ta\t0\t(空)", "|a|0||100"},
    };
    struct bench bench;
    struct wj_buf seen = {0};
    size_t wrong = 0;
    struct wj_value value;
    (void)state;
    wj_value_init(&value);
    bench_open(&bench, yaml, "单选\t多选\t数量\t意见");
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct wj_response *response = bench_code(&bench, cases[i].record);
        struct wj_answers answers = {bench.survey, response};
        struct wj_values values = wj_answers_values(&answers);
        wj_buf_reset(&seen);
        for (long j = 0; j < 4; j++) {
            assert_null(values.get(values.user, j, &value));
            if (value.kind == WJ_VALUE_NUMBER) {
                wj_number_exact(&seen, value.number);
            } else {
                wj_buf_add(&seen, wj_buf_slice(&value.text));
            }
            wj_buf_add_text(&seen, "|");
        }
        wj_buf_addf(&seen, "%d%d%d", values.has(values.user, 1, wj_slice_of("A")), /* cleaned */
                    values.has(values.user, 1, wj_slice_of("b ")),
                    values.has(values.user, 1, wj_slice_of("Ｃ")));
        wrong += differs(cases[i].record, wj_buf_text(&seen), cases[i].values);
    }
    wj_value_clear(&value);
    wj_buf_clear(&seen);
    bench_close(&bench);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantities_are_numbers_within_limits),
        cmocka_unit_test(minus_two_and_three_are_quantities_where_the_range_holds_them),
        cmocka_unit_test(texts_are_kept_as_written),
        cmocka_unit_test(empty_answers_of_questions_not_asked_are_not_missing),
        cmocka_unit_test(a_response_leaves_nothing_to_the_next),
        cmocka_unit_test(thousands_of_spellings_are_each_matched_rightly),
        cmocka_unit_test(a_record_that_is_too_short_has_empty_cells),
        cmocka_unit_test(an_unknown_answer_stops_where_the_definition_says_so),
        cmocka_unit_test(a_pattern_that_takes_too_long_stops),
        cmocka_unit_test(formulas_see_codes_numbers_and_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
