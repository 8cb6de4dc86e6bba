/* How an answer to a single question is matched: rules 1 to 7 of docs/formats.md. */
#include "match_support.h"

/* E and F share nothing but the pattern of 极差; D and E take a reason. */
static const char grades[] =
    "survey: t\n"
    "responses: responses.csv\n"
    "questions:\n"
    "  - name: q\n"
    "    type: single\n"
    "    options:\n"
    "      - {code: A, label: 非常满意}\n"
    "      - {code: B, label: 满意, also: [较为满意, ok, '好、很好', 满意]}\n"
    "      - {code: C, label: '一般,还行'}\n"
    "      - {code: D, label: 不满意, other: true, pattern: '^差'}\n"
    "      - {code: E, label: 其他, other: true, pattern: '极差|very bad|Ö$'}\n"
    "valid: {required: []}\n";

static void empty_cells_are_no_answers(void **state)
{
    static const struct reading readings[] = {
        {"", "-"},
        {" ", "-"},
        {"\u3000\u00A0\u200B\uFEFF \n", "-"},
        {"(空)", "-"},
        {"（空）", "-"},
        {" （空)\u3000", "-"},
        {"-2", "-"},
        {"－２", "-"},
        {"(跳过)", "not asked"},
        {"（跳过）", "not asked"},
        {"-3", "not asked"},
        {" -3 ", "not asked"},
        {"－３", "not asked"},
        {"空", "unknown"},
        {"(空", "unknown"},
        {"( 空 )", "unknown"}, /* blanks inside are not removed */
        {"跳过", "unknown"},
        {"-1", "unknown"},
        {"-2.0", "unknown"},
        {"0", "unknown"},
    };
    (void)state;
    CHECK_READINGS(grades, readings);
}

static void codes_labels_and_also_are_options(void **state)
{
    static const struct reading readings[] = {
        {"A", "A"},
        {"a", "A"},
        {"Ａ", "A"},
        {"ａ", "A"},
        {" A ", "A"},
        {"\u3000A\u00A0", "A"},
        {"\uFEFFA", "A"},
        {"A\u200B", "A"},
        {"\u200B\u3000A\n", "A"},
        {"非常满意", "A"},
        {" 非常满意\u3000", "A"},
        {"满意", "B"},
        {"较为满意", "B"},
        {"OK", "B"},
        {"Ok", "B"},
        {"ｏｋ", "B"},
        {"好、很好", "B"},
        {"一般,还行", "C"},
        {"一般，还行", "C"}, /* NFKC */
        {"其他", "E"},
        {"一般", "unknown"},
        {"还行", "unknown"},
        {"很好", "unknown"},
        {"非常 满意", "unknown"},
        {"A\u200BB", "unknown"},
        {"满意满意", "unknown"},
        {"满", "unknown"},
    };
    (void)state;
    CHECK_READINGS(grades, readings);
}

static void code_and_label_may_stand_together(void **state)
{
    static const struct reading readings[] = {
        {"A.非常满意", "A"},
        {"A、非常满意", "A"},
        {"A．非常满意", "A"},
        {"A)非常满意", "A"},
        {"A）非常满意", "A"},
        {"A:非常满意", "A"},
        {"A：非常满意", "A"},
        {"A 非常满意", "A"},
        {"A\u3000非常满意", "A"},
        {"a. \u3000 非常满意 ", "A"},
        {"（A）非常满意", "A"},
        {"(A) 非常满意", "A"},
        {"B.较为满意", "B"},
        {"（b）OK", "B"},
        {"B、好、很好", "B"},
        {"C.一般，还行", "C"},
        {"E.其他", "E"},
        {"A非常满意", "unknown"},
        {"A-非常满意", "unknown"},
        {"A . 非常满意", "unknown"}, /* a blank and then a point are two separators */
        {"[A]非常满意", "unknown"},
        {"(A.非常满意", "unknown"},
        {"非常满意.A", "unknown"},
        {"A.", "unknown"},
        {"(A)", "unknown"},
        {"A.A", "unknown"}, /* a code is no label */
    };
    (void)state;
    CHECK_READINGS(grades, readings);
}

static void code_and_label_that_disagree_are_unknown_for_good(void **state)
{
    static const struct reading readings[] = {
        {"A.满意", "unknown"},      {"（A）满意", "unknown"},      {"B 非常满意", "unknown"},
        {"C、好、很好", "unknown"}, {"D:满意", "unknown"}, /* not D with the reason 满意 */
        {"E：不满意", "unknown"},                          /* likewise */
        {"A:满意极好", "unknown"},  {"D:满意极好", "D<满意极好>"}, /* that is no label: a reason */
    };
    (void)state;
    CHECK_READINGS(grades, readings);
}

static void options_side_by_side_are_several_ticks(void **state)
{
    static const struct reading readings[] = {
        {"AB", "several"},
        {"ab", "several"},
        {"ＡＢ", "several"},
        {"AA", "several"},
        {"ABCDE", "several"},
        {"A,B", "several"},
        {"A，B", "several"},
        {"A、B", "several"},
        {"A;B", "several"},
        {"A；B", "several"},
        {"A|B", "several"},
        {"A｜B", "several"},
        {"A┋B", "several"},
        {"A , B", "several"},
        {"A,A", "several"},
        {"A,,B", "several"},
        {",A,B,", "several"},
        {"A,B;C", "several"}, /* all separators together */
        {"A┋B、C|D", "several"},
        {"满意;一般,还行", "several"}, /* the semicolon alone */
        {"非常满意┋满意", "several"},
        {"A,满意", "several"},
        {"A,非常满意", "several"}, /* the same option twice */
        {"A.非常满意;B.满意", "several"},
        {"其他,A", "several"}, /* before rule 5: not other with the reason A */
        {"不满意，其他", "several"},
        {"A B", "unknown"}, /* a blank cuts nothing */
        {"A/B", "unknown"},
        {"A,X", "unknown"},
        {"ABX", "unknown"},
        {"A,", "unknown"}, /* one option is not several */
        {"A、", "unknown"},
        {",", "unknown"},
        {"(A,B)", "unknown"}, /* brackets are not cut */
        {"【A】;B", "unknown"},
        {"AB,C", "unknown"}, /* parts are codes or labels, not codes side by side */
    };
    (void)state;
    CHECK_READINGS(grades, readings);
}

static void a_free_text_may_follow_an_other_option(void **state)
{
    static const struct reading readings[] = {
        {"其他〖交通〗", "E<交通>"},
        {"其他【交通】", "E<交通>"},
        {"其他(交通)", "E<交通>"},
        {"其他（交通）", "E<交通>"},
        {"其他:交通", "E<交通>"},
        {"其他：交通", "E<交通>"},
        {"其他,交通", "E<交通>"},
        {"其他，交通", "E<交通>"},
        {"其他 （ 交通 ） ", "E<交通>"},
        {"其他: Ｑ费 ", "E<Ｑ费>"}, /* as written */
        {"E〖交通〗", "E<交通>"},
        {"e（交通）", "E<交通>"},
        {"E:交通", "E<交通>"},
        {"E.其他:交通", "E<交通>"},
        {"E、其他（交通）", "E<交通>"},
        {"（E）其他（交通）", "E<交通>"},
        {"不满意（太慢）", "D<太慢>"},
        {"不满意,太慢", "D<太慢>"},
        {"D，太慢", "D<太慢>"},
        {"不满意，极差", "D<极差>"}, /* before rule 6 */
        {"其他:", "E"},
        {"其他〖〗", "E"},
        {"其他〖 〗", "E"},
        {"其他〖甲〗〖乙〗", "E<乙>"},
        {"其他〖甲〗（乙）", "E<乙>"},
        {"其他（甲（乙））", "E<甲（乙）>"},
        {"其他:甲,乙", "E<甲,乙>"},
        {"其他（甲，乙、丙）", "E<甲，乙、丙>"},
        {"E:其他:交通", "E<交通>"},         /* the longest head is E:其他 */
        {"其他:其他:交通", "E<其他:交通>"}, /* 其他:其他 is no head */
        {"其他:A", "E<A>"},
        {"其他（A）", "E<A>"},
        {"满意:很快", "unknown"}, /* takes no text */
        {"A（很快）", "unknown"},
        {"别的:交通", "unknown"},
        {":交通", "unknown"},
        {"（交通）", "unknown"},
        {"其他〖甲", "unknown"},
        {"其他甲〗", "unknown"},
        {"其他〖甲〗乙", "unknown"},
        {"其他[甲]", "unknown"},
        {"其他“甲”", "unknown"},
        {"其他、交通", "unknown"},
        {"其他;交通", "unknown"},
        {"其他 交通", "unknown"},
        {"其他交通", "unknown"},
    };
    (void)state;
    CHECK_READINGS(grades, readings);
}

static void one_pattern_decides_two_are_unknown(void **state)
{
    static const struct reading readings[] = {
        {"差", "D"},
        {"差劲", "D"},
        {" \u3000差劲", "D"}, /* ^ is behind the outer blanks */
        {"太差", "unknown"},
        {"极差", "E"},
        {"服务极差", "E"},
        {"差，极差", "unknown"},        /* both fit */
        {"Very Bad!", "E"},             /* caseless */
        {"ｖｅｒｙ ｂａｄ", "unknown"}, /* sees the cell as written, not its NFKC form */
        {"schö", "E"},                  /* caseless beyond ASCII; $ before the end */
        {"schö\u00A0", "E"},
    };
    (void)state;
    CHECK_READINGS(grades, readings);
}

static void what_fits_nothing_is_unknown(void **state)
{
    static const struct reading readings[] = {
        {"X", "unknown"},        {"F", "unknown"},
        {"未填", "unknown"},     {"1", "unknown"}, /* not numbered */
        {"?", "unknown"},        {"😀", "unknown"},
        {"((((((((", "unknown"}, {"，，，；；；", "unknown"},
    };
    (void)state;
    CHECK_READINGS(grades, readings);
}

static void check_names_the_two_options_that_fit(void **state)
{
    struct bench bench;
    size_t options[2] = {9, 9};
    (void)state;
    bench_open(&bench, grades, "q");
    assert_false(wj_coder_ambiguous(bench.coder, 0, wj_slice_of("差"), options));
    assert_false(wj_coder_ambiguous(bench.coder, 0, wj_slice_of("X"), options));
    assert_true(wj_coder_ambiguous(bench.coder, 0, wj_slice_of(" 差极差"), options));
    assert_int_equal(options[0], 3);
    assert_int_equal(options[1], 4);
    bench_close(&bench);
}

/* ---- other options ---- */

#define SINGLE(options)                                                                            \
    "survey: t\nresponses: responses.csv\nquestions:\n  - {name: q, type: single, " options        \
    "}\nvalid: {required: []}\n"

static void positions_are_spellings_where_numbered(void **state)
{
    static const char yaml[] =
        SINGLE("numbered: true, options: [{code: A, label: 甲}, {code: B, label: 乙, other: true},"
               " {code: C, label: 丙}]");
    static const struct reading readings[] = {
        {"1", "A"},           {"2", "B"},          {"３", "C"},         {" 1 ", "A"},
        {"0", "unknown"},     {"4", "unknown"},    {"01", "unknown"},   {"1.0", "unknown"},
        {"1,2", "several"},   {"1,B", "several"},  {"1;乙", "several"}, {"12", "unknown"},
        {"2（丁）", "B<丁>"}, {"1.甲", "unknown"}, {"A", "A"},          {"①", "A"},
    };
    (void)state;
    CHECK_READINGS(yaml, readings);
}

static void the_tenth_position_is_not_the_first(void **state)
{
    static const char yaml[] =
        SINGLE("numbered: true, options: [{code: A}, {code: B}, {code: C}, {code: D}, {code: E},"
               " {code: F}, {code: G}, {code: H}, {code: I}, {code: J}, {code: K}]");
    static const struct reading readings[] = {
        {"1", "A"}, {"10", "J"}, {"11", "K"}, {"1,10", "several"}, {"12", "unknown"},
    };
    (void)state;
    CHECK_READINGS(yaml, readings);
}

static void long_codes_side_by_side_are_cut_one_way_or_not_at_all(void **state)
{
    static const char yaml[] = SINGLE("options: [{code: '1'}, {code: '2'}, {code: '11'},"
                                      " {code: AB, label: 甲}, {code: A, label: 乙}]");
    static const struct reading readings[] = {
        {"11", "11"},                                                /* the whole cell first */
        {"12", "several"},                                           /* 1, 2 */
        {"112", "unknown"},                                          /* 1, 1, 2 or 11, 2 */
        {"22", "several"},  {"AB", "AB"},        {"ABA", "several"}, /* AB, A: B alone is no code */
        {"A1", "several"},  {"B", "unknown"},    {"1,11", "several"},
        {"AB:甲", "AB"},    {"A:甲", "unknown"}, {"A:乙", "A"},
    };
    (void)state;
    CHECK_READINGS(yaml, readings);
}

static void minus_two_and_three_may_be_spelled_as_options(void **state)
{
    static const char yaml[] = SINGLE(
        "options: [{code: '-2', label: 拒答}, {code: X, label: 不适用, also: ['-3']}, {code: Y}]");
    static const struct reading readings[] = {
        {"-2", "-2"},      {"－２", "-2"},          {" -2 ", "-2"}, {"-3", "X"}, {"拒答", "-2"},
        {"-2.拒答", "-2"}, {"(跳过)", "not asked"}, {"(空)", "-"},  {"", "-"},
    };
    (void)state;
    CHECK_READINGS(yaml, readings);
}

static void a_label_that_looks_like_several_options_is_one(void **state)
{
    static const char yaml[] = SINGLE("options: [{code: A, label: 教师}, {code: B, label: 医生},"
                                      " {code: C, label: '教师、医生'}, {code: D, label: 'A,B'},"
                                      " {code: E, label: AB, other: true}]");
    static const struct reading readings[] = {
        {"教师、医生", "C"},
        {"教师,医生", "several"},
        {"医生、教师", "several"},
        {"A,B", "D"},
        {"A，B", "D"},
        {"B,A", "several"},
        {"AB", "E"},
        {"BA", "several"},
        {"C.教师、医生", "C"},
        {"A.教师、医生", "unknown"},
        {"AB:教师、医生", "E<教师、医生>"},
    };
    (void)state;
    CHECK_READINGS(yaml, readings);
}

static void the_head_of_a_long_answer_is_found(void **state)
{
    static const char *const heads[] = {"E", "其他", "（Ｅ）\u3000\u3000其他\u3000"};
    struct bench bench;
    struct wj_buf cell = {0};
    struct wj_buf text = {0};
    (void)state;
    bench_open(&bench, grades, "q");
    for (size_t i = 0; i < COUNT(heads); i++) {
        wj_buf_reset(&cell);
        wj_buf_addf(&cell, "%s：", heads[i]);
        for (size_t j = 0; j < 5000; j++) {
            wj_buf_add_text(&cell, "，（：x");
        }
        bench_code(&bench, wj_buf_text(&cell));
        assert_int_equal(strncmp(answer_text(&bench, 0, &text), "E<，（：x", 6), 0);
        assert_int_equal(wj_coder_response(bench.coder)->answers[0].reason.len, 5000 * 10);
    }
    wj_buf_clear(&cell);
    wj_buf_clear(&text);
    bench_close(&bench);
}

/* Cells that would take minutes if the time grew with the square of their length. */
static void long_cells_take_no_longer_than_they_should(void **state)
{
    static const char *const pieces[] = {"(",  "，",  "：",     "(x)", "()",    "〖",
                                         "A(", "：(", "其他：", "“，", "\u3000"};
    struct bench bench;
    struct wj_buf cell = {0};
    struct wj_buf text = {0};
    (void)state;
    alarm(100);
    bench_open(&bench, grades, "q");
    for (size_t i = 0; i < COUNT(pieces); i++) {
        wj_buf_reset(&cell);
        for (size_t j = 0; j < 50000; j++) {
            wj_buf_add_text(&cell, pieces[i]);
        }
        wj_buf_add_text(&cell, "?)");
        bench_code(&bench, wj_buf_text(&cell));
        answer_text(&bench, 0, &text);
        assert_int_equal(text.ptr[0], strcmp(pieces[i], "其他：") == 0 ? 'E' : 'u');
    }
    alarm(0);
    wj_buf_clear(&cell);
    wj_buf_clear(&text);
    bench_close(&bench);
}

static void spellings_of_every_size_are_matched(void **state)
{
    char reason[1024];
    char cell[2048];
    char expected[2048];
    struct bench bench;
    struct wj_buf text = {0};
    (void)state;
    bench_open(&bench, grades, "q");
    for (size_t len = 100; len < sizeof reason - 1; len += 9) { /* around 128, that is remembered */
        memset(reason, 'x', len);
        reason[len] = '\0';
        snprintf(cell, sizeof cell, "E:%s", reason);
        snprintf(expected, sizeof expected, "E<%s>", reason);
        for (size_t i = 0; i < 2; i++) {
            bench_code(&bench, cell);
            assert_string_equal(answer_text(&bench, 0, &text), expected);
            bench_code(&bench, reason);
            assert_string_equal(answer_text(&bench, 0, &text), "unknown");
        }
    }
    wj_buf_clear(&text);
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_cells_are_no_answers),
        cmocka_unit_test(codes_labels_and_also_are_options),
        cmocka_unit_test(code_and_label_may_stand_together),
        cmocka_unit_test(code_and_label_that_disagree_are_unknown_for_good),
        cmocka_unit_test(options_side_by_side_are_several_ticks),
        cmocka_unit_test(a_free_text_may_follow_an_other_option),
        cmocka_unit_test(one_pattern_decides_two_are_unknown),
        cmocka_unit_test(what_fits_nothing_is_unknown),
        cmocka_unit_test(check_names_the_two_options_that_fit),
        cmocka_unit_test(positions_are_spellings_where_numbered),
        cmocka_unit_test(the_tenth_position_is_not_the_first),
        cmocka_unit_test(long_codes_side_by_side_are_cut_one_way_or_not_at_all),
        cmocka_unit_test(minus_two_and_three_may_be_spelled_as_options),
        cmocka_unit_test(a_label_that_looks_like_several_options_is_one),
        cmocka_unit_test(the_head_of_a_long_answer_is_found),
        cmocka_unit_test(long_cells_take_no_longer_than_they_should),
        cmocka_unit_test(spellings_of_every_size_are_matched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
