/* How an answer to a multiple question is matched, in one cell or in one column per option; and
 * the cutting below it. */
#include "match_support.h"

#include "cut.h"

#define MULTIPLE(more)                                                                             \
    "survey: t\nresponses: responses.csv\nquestions:\n"                                            \
    "  - name: q\n"                                                                                \
    "    type: multiple\n" more "    options:\n"                                                   \
    "      - {code: A, label: 审批}\n"                                                           \
    "      - {code: B, label: '标准、程序'}\n"                                                \
    "      - {code: C, label: '宣传,推广', also: [宣传]}\n"                                  \
    "      - {code: D, label: 服务}\n"                                                           \
    "      - {code: E, label: 其他, other: true}\n"                                              \
    "      - {code: F, label: 无}\n"                                                              \
    "      - {code: G, label: 不清楚, pattern: '^不知道'}\n"                                 \
    "valid: {required: []}\n"

static const char automatic[] = MULTIPLE("");

static void every_separator_cuts(void **state)
{
    static const struct reading readings[] = {
        {"A", "A"},
        {"A┋B", "A,B"},
        {"A|B", "A,B"},
        {"A｜B", "A,B"},
        {"A;B", "A,B"},
        {"A；B", "A,B"},
        {"A、B", "A,B"},
        {"A,B", "A,B"},
        {"A，B", "A,B"},
        {" A , B ", "A,B"},
        {"B,A", "A,B"},
        {"a;Ｂ", "A,B"},
        {"审批┋服务", "A,D"},
        {"审批,D", "A,D"},
        {"A.审批,D.服务", "A,D"},
        {"(A)审批;（D）服务", "A,D"},
        {"A,B,C,D,E,F,G", "A,B,C,D,E,F,G"},
        {"A B", "unknown"},
        {"A/B", "unknown"},
        {"A\nB", "unknown"},
    };
    (void)state;
    CHECK_READINGS(automatic, readings);
}

static void repeated_and_empty_parts_do_not_count(void **state)
{
    static const struct reading readings[] =
        {
            {"A,A", "A"}, {"A,审批,A.审批", "A"}, {"AA", "A"},    {"A,,B", "A,B"},
            {",A,", "A"}, {"A、", "A"},           {"; A ;", "A"}, {"A,\u3000,B", "A,B"},
            {",", "-"},   {"、、", "-"},          {"┋", "-"},     {" ; ; ", "-"},
            {",;|", "-"}, /* none alone leaves nothing, all together do */
        };
    (void)state;
    CHECK_READINGS(automatic, readings);
}

static void the_first_cut_whose_parts_are_all_known_wins(void **state)
{
    static const struct reading readings[] = {
        {"宣传,推广;审批", "A,C"}, /* the semicolon comes before the comma */
        {"标准、程序┋服务", "B,D"},
        {"标准、程序", "B"}, /* a label, before any cutting */
        {"宣传，推广", "C"},
        {"标准、程序,服务", "B,D"},
        {"标准、程序、服务", "unknown"}, /* 标准 is no option */
        {"宣传,推广,审批", "unknown"},   /* 推广 is none */
        {"A,B;D", "A,B,D"},              /* all together */
        {"A┋B|C;D、E,F", "A,B,C,D,E,F"},
        {"A,B;标准、程序", "unknown"}, /* `、` alone: no; all together: 标准 */
        {"A.审批;B.标准、程序", "A,B"},
        {"AB", "A,B"},
        {"ba", "A,B"},
        {"ＡＣＦ", "A,C,F"},
        {"ABX", "unknown"},
        {"AB,D", "unknown"}, /* AB is no part */
        {"A,X", "unknown"},
        {"A,1", "unknown"},
        {"A,(空)", "unknown"}, /* nothing special as a part */
        {"A,-3", "unknown"},
        {"A.标准、程序", "unknown"}, /* code and label disagree, and that is final */
        {"A.服务,B", "unknown"},
    };
    (void)state;
    CHECK_READINGS(automatic, readings);
}

static void text_inside_brackets_is_not_cut(void **state)
{
    static const struct reading readings[] = {
        {"其他〖甲、乙〗┋A", "A,E"}, {"其他(甲,乙),审批", "A,E"},  {"A;其他（甲；乙）", "A,E"},
        {"其他【甲|乙】|A", "A,E"},  {"A,其他:甲", "A,E"},         {"其他:甲,A", "A,E"},
        {"其他:甲,乙", "E"}, /* no cut is known: the whole cell is other, with this reason */
        {"其他:甲、乙", "E"},        {"A,其他:甲,乙", "unknown"},  {"(A,B)", "unknown"},
        {"【A】,B", "unknown"},      {"其他（甲,A", "unknown"}, /* never closed: cut there */
        {"E（甲），A", "A,E"},       {"其他“甲,乙”,A", "unknown"},
    };
    (void)state;
    CHECK_READINGS(automatic, readings);
}

static void patterns_decide_parts_and_whole_cells(void **state)
{
    static const struct reading readings[] = {
        {"不知道", "G"},           {" 不知道啊", "G"},      {"不知道,A", "A,G"},
        {"A;不知道怎么办", "A,G"}, {"我不知道", "unknown"}, {"不知道，随便", "G"},
    };
    (void)state;
    CHECK_READINGS(automatic, readings);
}

static void empty_and_not_asked_are_as_in_single_questions(void **state)
{
    static const struct reading readings[] = {
        {"", "-"},   {"\u3000", "-"},     {"(空)", "-"},
        {"-2", "-"}, {"-3", "not asked"}, {"（跳过）", "not asked"},
    };
    (void)state;
    CHECK_READINGS(automatic, readings);
}

static void only_the_given_separator_cuts(void **state)
{
    static const struct reading wide[] = {{"A#B", "A,B"}, {"A＃B＃", "A,B"}, {"A,B", "unknown"}};
    static const struct reading slash[] = {
        {"A/B", "A,B"},
        {"A//B/", "A,B"},
        {"/", "-"},
        {"A", "A"},
        {"A,B", "unknown"},
        {"AB", "unknown"},
        {"标准、程序/D", "B,D"},
        {"标准、程序", "B"},
        {"其他(甲/乙)/A", "A,E"},
        {"A／B", "A,B"},
    };
    static const struct reading pause[] = {
        {"A、D", "A,D"},    {"标准、程序", "B"}, {"宣传,推广、D", "C,D"},
        {"A;D", "unknown"}, {"A,D", "unknown"},
    };
    static const struct reading comma[] = {
        {"A,D", "A,D"}, {"A，D", "A,D"}, {"A、D", "unknown"}, {"宣传,推广", "C"}, {"宣传,A", "A,C"},
    };
    (void)state;
    CHECK_READINGS(MULTIPLE("    separator: '/'\n"), slash);
    CHECK_READINGS(MULTIPLE("    separator: '、'\n"), pause);
    CHECK_READINGS(MULTIPLE("    separator: ','\n"), comma);
    CHECK_READINGS(MULTIPLE("    separator: '＃'\n"), wide);
}

static void positions_are_spellings_where_numbered(void **state)
{
    static const struct reading readings[] = {
        {"1", "A"}, {"1,3", "A,C"}, {"7;A", "A,G"}, {"13", "unknown"}, {"1,8", "unknown"},
    };
    (void)state;
    CHECK_READINGS(MULTIPLE("    numbered: true\n"), readings);
}

static void many_options_are_held(void **state)
{
    /* 130 options: three words of bits. */
    struct wj_buf yaml = {0};
    struct wj_buf text = {0};
    struct bench bench;
    (void)state;
    wj_buf_add_text(&yaml, "survey: t\nresponses: responses.csv\nvalid: {required: "
                           "[]}\nquestions:\n  - name: q\n    type: multiple\n    options:\n");
    for (int i = 1; i <= 130; i++) {
        wj_buf_addf(&yaml, "      - {code: K%d}\n", i);
    }
    bench_open(&bench, wj_buf_text(&yaml), "q");
    for (int i = 0; i < 2; i++) {
        bench_code(&bench, "K64,K1,K65,K130,K128");
        assert_string_equal(answer_text(&bench, 0, &text), "K1,K64,K65,K128,K130");
        bench_code(&bench, "K2");
        assert_string_equal(answer_text(&bench, 0, &text), "K2");
    }
    wj_buf_clear(&yaml);
    wj_buf_clear(&text);
    bench_close(&bench);
}

/* ---- one column per option ---- */

static const char columns[] =
    "survey: t\nresponses: responses.csv\nquestions:\n"
    "  - {name: q, type: multiple, columns: '/^9、.*\\((?<option>.*)\\)$/', options: "
    "[{code: A, label: 审批}, {code: B, label: 标准}, {code: C, label: 其他, other: true}]}\n"
    "valid: {required: []}\n";

static void anything_but_no_is_chosen_in_a_column(void **state)
{
    static const struct reading readings[] = {
        {"1\t0\t0", "A"},
        {"1\t1\t1", "A,B,C"},
        {"是\t否\t", "A"},
        {"审批\t\t", "A"},
        {"√\t×\t", "A,B"}, /* anything else is chosen */
        {"0\t０\t 1 ", "C"},
        {"-3\t1\t-3", "B"},
        {"-2\t-2\t2", "C"},
        {"(跳过)\t(空)\t交通", "C"},
        {"\t\t", "-"},
        {"0\t0\t0", "-"},
        {"否\t0\t", "-"},
        {"-2\t-2\t-2", "-"},
        {"-3\t-3\t", "-"}, /* not in all of them */
        {"-3\t-3\t-2", "-"},
        {"-3\t-3\t-3", "not asked"},
        {"(跳过)\t（跳过）\t-3", "not asked"},
    };
    struct bench bench;
    struct wj_buf text = {0};
    size_t wrong = 0;
    (void)state;
    bench_open(&bench, columns, "9、改进（审批）\t9、改进(标准)\t９、改进(其他)");
    for (size_t i = 0; i < 2 * COUNT(readings); i++) {
        const struct reading *reading = &readings[i % COUNT(readings)];
        bench_code(&bench, reading->cell);
        wrong += differs(reading->cell, answer_text(&bench, 0, &text), reading->answer);
        assert_int_equal(wj_coder_response(bench.coder)->answers[0].written_blank,
                         strcmp(reading->answer, "-") == 0);
        assert_int_equal(wj_coder_response(bench.coder)->answers[0].cell.len, 0);
    }
    wj_buf_clear(&text);
    bench_close(&bench);
    assert_int_equal(wrong, 0);
}

static void columns_may_stand_in_any_order(void **state)
{
    struct bench bench;
    struct wj_buf text = {0};
    (void)state;
    bench_open(&bench, columns, "9、改进(C、其他〖请写明〗)\t编号\t9、改进(B)\t9、改进(A.审批)");
    bench_code(&bench, "1\t7\t\t1");
    assert_string_equal(answer_text(&bench, 0, &text), "A,C");
    wj_buf_clear(&text);
    bench_close(&bench);
}

/* ---- cutting ---- */

static const struct {
    const char *text;
    unsigned separators;
    const char *parts; /* each in angle brackets */
    size_t cuts;
} cuttings[] = {
    {"", WJ_ALL_SEPARATORS, "", 0},
    {"A", WJ_ALL_SEPARATORS, "<A>", 0},
    {"A┋B|C;D、E,F", WJ_ALL_SEPARATORS, "<A><B><C><D><E><F>", 5},
    {"A┋B|C;D、E,F", 1, "<A><B|C;D、E,F>", 1},
    {"A┋B|C;D、E,F", 2, "<A┋B><C;D、E,F>", 1},
    {"A┋B|C;D、E,F", 4, "<A┋B|C><D、E,F>", 1},
    {"A┋B|C;D、E,F", 8, "<A┋B|C;D><E,F>", 1},
    {"A┋B|C;D、E,F", 16, "<A┋B|C;D、E><F>", 1},
    {"A｜B；C﹔D､E﹑F，G﹐H", WJ_ALL_SEPARATORS, "<A><B><C><D><E><F><G><H>", 7},
    {" A , , B ", 16, "<A><B>", 2},
    {",,", 16, "", 2},
    {"(A,B),C", 16, "<(A,B)><C>", 1},
    {"((A,B),C),D", 16, "<((A,B),C)><D>", 1},
    {"（A,B),C", 16, "<（A,B)><C>", 1}, /* either form closes */
    {"(A,B", 16, "<(A><B>", 1},
    {"A),(B,C", 16, "<A)><(B><C>", 2},
    {"〖A,B〗,【C,D】,[E,F],{G,H},《I,J》,“K,L”,「M,N」", 16,
     "<〖A,B〗><【C,D】><[E,F]><{G,H}><《I,J》><“K,L”><「M,N」>", 6},
    {"(A,[B),C],D", 16, "<(A,[B)><C]><D>", 2}, /* the outer group ends first */
};

static void cells_are_cut_outside_brackets(void **state)
{
    struct wj_slice parts[WJ_MOST_PARTS];
    struct wj_buf seen = {0};
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(cuttings); i++) {
        struct wj_slice copy = exact_copy(wj_slice_of(cuttings[i].text));
        size_t cuts = 99;
        size_t count = wj_cut(copy, cuttings[i].separators, parts, &cuts);
        wj_buf_reset(&seen);
        for (size_t j = 0; j < count; j++) {
            wj_buf_addf(&seen, "<%.*s>", WJ_SLICE_ARG(parts[j]));
        }
        wrong += differs(cuttings[i].text, wj_buf_text(&seen), cuttings[i].parts);
        assert_int_equal(cuts, cuttings[i].cuts);
        free_copy(copy);
    }
    wj_buf_clear(&seen);
    assert_int_equal(wrong, 0);
}

static void sixteen_unclosed_brackets_are_enough(void **state)
{
    static const struct reading readings[] = {
        {"((((((((((((((,其他(甲,乙)", "unknown"}, /* 14: the part before the comma is no option */
        {"其他:((((((((((((((,其他(甲,乙)", "E"},  /* 14, still protected: E with two reasons */
        {"A,其他:(((((((((((((((((,B", "A,B,E"},   /* 17: cut at every comma */
    };
    struct wj_slice parts[WJ_MOST_PARTS];
    size_t cuts;
    (void)state;
    CHECK_READINGS(automatic, readings);
    struct wj_slice few = wj_slice_of("(((((((((((((((,(a,b)");
    struct wj_slice many = wj_slice_of("((((((((((((((((,(a,b)");
    assert_int_equal(wj_cut(few, 16, parts, &cuts), 2);
    assert_int_equal(wj_cut(many, 16, parts, &cuts), 3);
}

static void too_many_parts_are_no_answer(void **state)
{
    struct wj_slice parts[WJ_MOST_PARTS];
    struct wj_buf cell = {0};
    size_t cuts;
    (void)state;
    for (size_t i = 0; i < WJ_MOST_PARTS; i++) {
        wj_buf_add_text(&cell, "A,");
    }
    assert_int_equal(wj_cut(wj_buf_slice(&cell), 16, parts, &cuts), WJ_MOST_PARTS);
    wj_buf_add_text(&cell, "A");
    assert_int_equal(wj_cut(wj_buf_slice(&cell), 16, parts, &cuts), WJ_MOST_PARTS + 1);
    assert_int_equal(wj_cut_at(wj_buf_slice(&cell), wj_slice_of(","), parts, &cuts),
                     WJ_MOST_PARTS + 1);
    struct reading reading = {wj_buf_text(&cell), "unknown"};
    check_readings(automatic, &reading, 1);
    check_readings(MULTIPLE("    separator: ','\n"), &reading, 1);
    wj_buf_clear(&cell);
}

static const struct {
    const char *text;
    const char *parts; /* numbers of the codes A, B, AB, 1, 11, 111 */
} code_cuts[] = {
    {"", ""},       {"A", "0"}, {"BA", "10"}, {"AB", ""}, /* A, B or AB */
    {"BB1", "113"}, {"11", ""}, {"1", "3"},   {"A1", "03"},
    {"1A1", "303"}, {"AX", ""}, {"a", ""},    {"B1111B", ""},
};

static void adjoining_codes_are_cut_where_there_is_one_way(void **state)
{
    static const struct wj_slice codes[] = {BYTES("A"), BYTES("B"),  BYTES("AB"),
                                            BYTES("1"), BYTES("11"), BYTES("111")};
    size_t options[WJ_MOST_PARTS];
    char seen[WJ_MOST_PARTS + 1];
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(code_cuts); i++) {
        struct wj_slice copy = exact_copy(wj_slice_of(code_cuts[i].text));
        size_t count = wj_cut_codes(copy, codes, COUNT(codes), options);
        for (size_t j = 0; j < count; j++) {
            seen[j] = (char)('0' + options[j]);
        }
        seen[count] = '\0';
        wrong += differs(code_cuts[i].text, seen, code_cuts[i].parts);
        free_copy(copy);
    }
    assert_int_equal(wrong, 0);
}

static void five_hundred_adjoining_codes_are_cut_more_are_not(void **state)
{
    static const struct wj_slice codes[] = {BYTES("A")};
    size_t options[WJ_MOST_PARTS];
    char text[WJ_MOST_PARTS + 1];
    (void)state;
    memset(text, 'A', sizeof text);
    assert_int_equal(wj_cut_codes(wj_slice(text, WJ_MOST_PARTS), codes, 1, options), WJ_MOST_PARTS);
    assert_int_equal(wj_cut_codes(wj_slice(text, WJ_MOST_PARTS + 1), codes, 1, options), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_separator_cuts),
        cmocka_unit_test(repeated_and_empty_parts_do_not_count),
        cmocka_unit_test(the_first_cut_whose_parts_are_all_known_wins),
        cmocka_unit_test(text_inside_brackets_is_not_cut),
        cmocka_unit_test(patterns_decide_parts_and_whole_cells),
        cmocka_unit_test(empty_and_not_asked_are_as_in_single_questions),
        cmocka_unit_test(only_the_given_separator_cuts),
        cmocka_unit_test(positions_are_spellings_where_numbered),
        cmocka_unit_test(many_options_are_held),
        cmocka_unit_test(anything_but_no_is_chosen_in_a_column),
        cmocka_unit_test(columns_may_stand_in_any_order),
        cmocka_unit_test(cells_are_cut_outside_brackets),
        cmocka_unit_test(sixteen_unclosed_brackets_are_enough),
        cmocka_unit_test(too_many_parts_are_no_answer),
        cmocka_unit_test(adjoining_codes_are_cut_where_there_is_one_way),
        cmocka_unit_test(five_hundred_adjoining_codes_are_cut_more_are_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
