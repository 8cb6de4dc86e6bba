/* Effective or not: every rule, their order, and a ledger that lists every breach. */
#include "../survey/match_support.h"

#include "wjtab/screen/screen.h"

/* Judges records in turn; ends with what stands in the ledger, as lines
 * `record id: rule(questions)[answers] rule(questions)[answers]`, then the effective records. */
static const char *judged(struct bench *bench, const char *const *records, size_t count,
                          struct wj_buf *out)
{
    struct wj_screen *screen = NULL;
    struct wj_buf effective = {0};
    enum wj_verdict verdict;
    assert_int_equal(wj_screen_new(bench->survey, &screen), WJ_OK);
    for (size_t i = 0; i < count; i++) {
        struct wj_response *response = bench_code(bench, records[i]);
        assert_int_equal(wj_screen_judge(screen, response, &verdict), WJ_OK);
        if (verdict == WJ_EFFECTIVE) {
            wj_buf_addf(&effective, "%zu ", i + 2);
        }
    }
    struct wj_response *response = wj_coder_response(bench->coder);
    bool any = false;
    assert_int_equal(wj_screen_next_held(screen, response, &any), WJ_OK);
    while (any) {
        wj_buf_addf(&effective, "(%llu) ", (unsigned long long)response->record);
        assert_int_equal(wj_screen_next_held(screen, response, &any), WJ_OK);
    }
    wj_screen_finish(screen, &bench->diags);
    const struct wj_ledger *ledger = wj_screen_ledger(screen);
    struct wj_ledger_walk walk = {.ledger = ledger};
    uint64_t first[32] = {0};
    uint64_t total = 0;
    wj_buf_reset(out);
    assert_int_equal(wj_ledger_next(&walk, &any), WJ_OK);
    while (any) {
        const struct wj_rejection *rejection = &walk.rejection;
        first[rejection->breaches[0].rule]++;
        wj_buf_addf(out, "%llu %s:", (unsigned long long)rejection->record, rejection->id);
        for (size_t j = 0; j < rejection->breach_count; j++) {
            const struct wj_breach *breach = &rejection->breaches[j];
            wj_buf_addf(out, " %s(%s)[%s]", wj_rule_name(bench->survey, breach->rule),
                        breach->questions, breach->answers);
        }
        wj_buf_add_char(out, '\n');
        assert_int_equal(rejection->line, rejection->record);
        assert_string_equal(rejection->file, "responses.csv");
        assert_int_equal(wj_ledger_next(&walk, &any), WJ_OK);
    }
    wj_ledger_walk_clear(&walk);
    for (size_t i = 0; i < wj_rule_count(bench->survey); i++) {
        assert_int_equal(ledger->by_rule[i], first[i]);
        assert_true(ledger->broken[i] >= first[i]);
        total += first[i];
    }
    assert_int_equal(total, ledger->count);
    wj_buf_addf(out, "= %s", wj_buf_text(&effective));
    wj_buf_clear(&effective);
    wj_screen_free(screen);
    return wj_buf_text(out);
}

static void check_judged(const char *yaml, const char *header, const char *const *records,
                         size_t count, const char *expected)
{
    struct bench bench;
    struct wj_buf text = {0};
    bench_open(&bench, yaml, header);
    size_t wrong = differs(header, judged(&bench, records, count, &text), expected);
    wj_buf_clear(&text);
    bench_close(&bench);
    assert_int_equal(wrong, 0);
}

#define CHECK(yaml, header, records, expected)                                                     \
    check_judged(yaml, header, records, COUNT(records), expected)

/* 甲 and 乙 carry scores, 丙 and 丁 do not. */
#define DEFINITION(valid)                                                                           \
    "survey: t\n"                                                                                   \
    "responses: responses.csv\n"                                                                    \
    "id: 号\n"                                                                                     \
    "questions:\n"                                                                                  \
    "  - {name: 甲, type: single, options: [{code: A, score: 100}, {code: B, score: 0}]}\n"        \
    "  - {name: 乙, type: single, options: [{code: A, score: 100}, {code: B, score: 0}]}\n"        \
    "  - {name: 丙, type: multiple, options: [{code: A}, {code: B}, {code: F}], exclusive: [F]}\n" \
    "  - {name: 丁, type: quantity, min: 16, max: 100}\n"                                          \
    "  - {name: 戊, type: text}\n"                                                                 \
    "valid:\n" valid

#define HEADER "号\t甲\t乙\t丙\t丁\t戊"

/* ---- the rules that need no words ---- */

static void answers_break_the_rules_that_need_no_words(void **state)
{
    static const char *const records[] = {
        "a\tA\tB\tA,B\t30\tx",
        "b\tA\tB\t\t\t",
        "c\t\tB\tA\t30\tx",
        "d\t\t\tA\t30\tx",
        "e\tAB\tB\tA\t30\tx",
        "f\tX\tB\tY\tz\tx",
        "g\tA\tB\tA,F\t30\tx",
        "h\tA\tB\tF\t16\tx",
        "i\tA\tB\tA\t15\tx",
        "j\tA\tB\tA\t101\tx",
        "k\tA\tB\tA\t100\tx",
        "l\t\t\t\t\t",
        "m\tA\tB",
        "n\tA\tB\tA\t3\tx\ty",
        "o\t-3\tB\tA\t30\tx",
        "p\t(空)\tB\tA\t30\tx",
    };
    (void)state;
    CHECK(DEFINITION("  required: scored\n"), HEADER, records,
          "4 c: required(甲)[]\n"
          "5 d: required(甲;乙)[]\n"
          "6 e: several_ticks(甲)[AB]\n"
          "7 f: unknown(甲;丙;丁)[X;Y;]\n"
          "8 g: exclusive(丙)[A,F]\n"
          "10 i: range(丁)[]\n"
          "11 j: range(丁)[]\n"
          "13 l: required(甲;乙)[]\n"
          "14 m: shape()[]\n"
          "15 n: shape()[]\n"
          "17 p: required(甲)[]\n"
          "= 2 3 9 12 16 ");
}

static void every_breach_is_listed_in_the_order_of_the_rules(void **state)
{
    static const char *const records[] = {
        "a\t\tAB\tX\t15\tx\t5", /* required, several, unknown, range, seconds, max_missing … */
        "b\tAB\tX\tA,F\t1e3\t\t44",
        "c\tA\tA\t\t\t\t45",
        "d\tA\tA\tF\t20\t\t1",
    };
    (void)state;
    CHECK(DEFINITION("  required: [甲, 乙, 丙, 戊]\n"
                     "  min_seconds: {column: 秒, at_least: 45}\n"
                     "  max_missing: 20%\n"
                     "  straight_line: {questions: [甲, 乙], reject: true}\n"
                     "  rules:\n"
                     "    - {name: 自定, reject_if: '丁<>\"\"'}\n"
                     "    - {name: 又一, reject_if: 'TRUE'}\n"
                     "  unique: {columns: [号]}\n"),
          HEADER "\t秒", records,
          "2 a: required(甲)[] several_ticks(乙)[AB] unknown(丙)[X] range(丁)[] min_seconds()[]"
          " max_missing()[] 自定()[] 又一()[]\n"
          "3 b: required(戊)[] several_ticks(甲)[AB] unknown(乙)[X] exclusive(丙)[A,F] range(丁)[]"
          " min_seconds()[] 自定()[] 又一()[]\n"
          "4 c: required(丙;戊)[] max_missing()[] straight_line(甲;乙)[A;A] 又一()[]\n"
          "5 d: required(戊)[] min_seconds()[] straight_line(甲;乙)[A;A] 自定()[] 又一()[]\n"
          "= ");
}

static void a_wrong_shape_is_judged_by_nothing_else(void **state)
{
    static const char *const records[] = {"a\t", "a\tAB\tX\tA,F\t0\tx\ty", "a\tA\tA\tA\t20\tx"};
    (void)state;
    CHECK(DEFINITION("  rules: [{name: 自定, reject_if: 'FALSE'}]\n  unique: 号\n"), HEADER,
          records, "2 a: shape()[]\n3 a: shape()[]\n= 4 ");
}

/* ---- required ---- */

static void required_is_what_the_definition_says(void **state)
{
    static const struct {
        const char *required;
        const char *expected;
    } cases[] = {
        {DEFINITION("  required: scored\n"), "3 b: required(乙)[]\n4 c: required(甲;乙)[]\n= 2 5 "},
        {DEFINITION("  unique: 号\n"), "3 b: required(乙)[]\n4 c: required(甲;乙)[]\n= 2 5 "},
        {DEFINITION("  required: all\n"),
         "2 a: required(丙;丁)[]\n3 b: required(乙)[]\n4 c: required(甲;乙;丙;丁)[]\n= 5 "},
        {DEFINITION("  required: [戊, 丁]\n"),
         "2 a: required(丁)[]\n4 c: required(丁;戊)[]\n5 d: required(戊)[]\n= 3 "},
        /* nothing is required: still, a form with nothing on it is not effective */
        {DEFINITION("  required: []\n"), "4 c: required(甲;乙;丙;丁;戊)[]\n= 2 3 5 "},
    };
    static const char *const records[] = {"a\tA\tB\t\t\tx", "b\tA\t\tA\t30\tx",
                                          "c\t\t \t(空)\t-2\t", "d\tA\tB\tA\t30\t"};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        CHECK(cases[i].required, HEADER, records, cases[i].expected);
    }
}

static void only_what_is_empty_as_written_makes_a_form_empty(void **state)
{
    static const char *const records[] = {
        "a\t\t\t\t\tx",  /* a text is an answer */
        "b\tX\t\t\t\t",  /* made missing, but something was written */
        "c\tAB\t\t\t\t", /* likewise */
        "d\t-3\t\t\t\t", /* not asked is not empty */
        "e\t-3\t-3\t-3\t-3\t-3",
        "f\t\t\t,;\t\t", /* separators only: empty */
        "\t\t\t\t\t",
    };
    (void)state;
    CHECK(DEFINITION("  required: []\n  unknown: missing\n  several_ticks: missing\n"), HEADER,
          records, "7 f: required(甲;乙;丙;丁;戊)[]\n8 : required(甲;乙;丙;丁;戊)[]\n= 2 3 4 5 6 ");
}

static void missing_makes_unknown_and_several_empty(void **state)
{
    static const struct {
        const char *yaml;
        const char *expected;
    } cases[] = {
        {DEFINITION("  unknown: missing\n"),
         "2 a: required(甲)[]\n3 b: several_ticks(甲)[AB]\n= 4 5 "},
        {DEFINITION("  several_ticks: missing\n"),
         "2 a: unknown(甲)[X]\n3 b: required(甲)[]\n4 c: unknown(丙)[X]\n5 d: unknown(丁)[]\n= "},
        {DEFINITION("  unknown: missing\n  several_ticks: missing\n  required: []\n"),
         "= 2 3 4 5 "},
        {DEFINITION("  unknown: missing\n  required: all\n"),
         "2 a: required(甲)[]\n3 b: several_ticks(甲)[AB]\n4 c: required(丙)[]\n5 d: "
         "required(丁)[]\n"
         "= "},
    };
    static const char *const records[] = {"a\tX\tB\tA\t30\tx", "b\tAB\tB\tA\t30\tx",
                                          "c\tA\tB\tX\t30\tx", "d\tA\tB\tA\t三十\tx"};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        CHECK(cases[i].yaml, HEADER, records, cases[i].expected);
    }
}

static const char routed[] =
    "survey: t\nresponses: responses.csv\nid: 号\nquestions:\n"
    "  - {name: 用过, type: single, options: [{code: A}, {code: B}]}\n"
    "  - {name: 护理, type: single, options: [{code: A, score: 1}], asked_if: '用过=\"A\"'}\n"
    "valid: {required: all, max_missing: 40%}\n";

static void what_was_not_asked_is_not_required(void **state)
{
    static const char *const records[] = {
        "a\tA\tA",  "b\tA\t",    "c\tB\t", "d\tB\tA",
        "e\tA\t-3", "f\t-3\t-3", "g\t\t", /* empty as written, though 护理 was not asked */
        "h\tB\tX",
    };
    (void)state;
    CHECK(routed, "号\t用过\t护理", records,
          "3 b: required(护理)[] max_missing()[]\n"
          "8 g: required(用过)[] max_missing()[]\n"
          "9 h: unknown(护理)[X]\n"
          "= 2 4 5 6 7 ");
}

/* ---- min_seconds ---- */

static void too_fast_is_below_the_limit(void **state)
{
    static const char *const records[] = {
        "a\tA\tB\tA\t30\tx\t44",      "b\tA\tB\tA\t30\tx\t45",      "c\tA\tB\tA\t30\tx\t44.99秒",
        "d\tA\tB\tA\t30\tx\t0:00:44", "e\tA\tB\tA\t30\tx\t0分46秒", "f\tA\tB\tA\t30\tx\t",
        "g\tA\tB\tA\t30\tx\t很快",    "h\tA\tB\tA\t30\tx\t-5",      "i\tA\tB\tA\t30\tx\t0",
    };
    (void)state;
    CHECK(DEFINITION("  min_seconds: {column: 秒, at_least: 45}\n"), HEADER "\t秒", records,
          "2 a: min_seconds()[]\n4 c: min_seconds()[]\n5 d: min_seconds()[]\n"
          "10 i: min_seconds()[]\n= 3 6 7 8 9 ");
}

static const struct {
    const char *cell;
    const char *seconds; /* NULL: can't be read */
} durations[] = {
    {"97", "97"},         {"97秒", "97"},
    {"97 秒", "97"},      {" ９７秒 ", "97"},
    {"1分37秒", "97"},    {"1 分 37 秒", "97"},
    {"1分钟37秒", "97"},  {"0:01:37", "97"},
    {"0：01：37", "97"},  {"1:37", "97"},
    {"01:37", "97"},      {"1:00:00", "3600"},
    {"1小时", "3600"},    {"1小时2分3秒", "3723"},
    {"1时2分", "3720"},   {"2分", "120"},
    {"1天", "86400"},     {"1天1秒", "86401"},
    {"90分30秒", "5430"}, {"0", "0"},
    {"0秒", "0"},         {"1.5", "1.5"},
    {"1.5分", "90"},      {"45.25秒", "45.25"},
    {"100:00", "6000"},   {"", NULL},
    {" ", NULL},          {"秒", NULL},
    {"abc", NULL},        {"-5", NULL},
    {"+5", NULL},         {"1e2", NULL},
    {"1,000", NULL},      {"1分37", NULL},
    {"37秒1分", NULL},    {"1分2分", NULL},
    {"1分秒", NULL},      {"1分 秒", NULL},
    {"97s", NULL},        {"1:", NULL},
    {":37", NULL},        {"1:2:3:4", NULL},
    {"1::2", NULL},       {"1:37秒", NULL},
    {"1 37", NULL},       {"约97秒", NULL},
    {"97秒左右", NULL},   {"1.2.3", NULL},
    {".", NULL},          {"2022-01-01 10:00", NULL},
};

static void durations_are_read_in_every_spelling(void **state)
{
    struct wj_buf text = {0};
    size_t wrong = 0;
    mpq_t seconds;
    mpq_init(seconds);
    (void)state;
    for (size_t i = 0; i < COUNT(durations); i++) {
        struct wj_slice copy = exact_copy(wj_slice_of(durations[i].cell));
        wj_buf_reset(&text);
        if (wj_duration_parse(seconds, copy)) {
            wj_number_exact(&text, seconds);
        } else {
            wj_buf_add_text(&text, "none");
        }
        wrong += differs(durations[i].cell, wj_buf_text(&text),
                         durations[i].seconds != NULL ? durations[i].seconds : "none");
        free_copy(copy);
    }
    mpq_clear(seconds);
    wj_buf_clear(&text);
    assert_int_equal(wrong, 0);
}

/* ---- max_missing ---- */

static const char missing[] = "survey: t\nresponses: responses.csv\nid: 号\nquestions:\n"
                              "  - {name: 一, type: single, options: [{code: A}]}\n"
                              "  - {name: 二, type: single, options: [{code: A}]}\n"
                              "  - {name: 三, type: multiple, options: [{code: A}]}\n"
                              "  - {name: 四, type: quantity}\n"
                              "  - {name: 五, type: single, options: [{code: A}]}\n"
                              "  - {name: 六, type: text}\n"
                              "valid: {required: [], max_missing: 40%, unknown: missing}\n";

static void more_than_the_share_may_not_be_missing(void **state)
{
    static const char *const records[] = {
        "a\tA\tA\tA\t\t\t",        /* 2 of 5 is 40 %: the limit itself is fine */
        "b\tA\tA\t\t\t\t",         /* 3 of 5 */
        "c\tA\tA\t-3\t\t\t",       /* 2 of 4 asked is 50 % */
        "d\tA\tA\tA\t-3\t\t",      /* 1 of 4 */
        "e\tA\tX\tA\tz\t\tx",      /* 3 of 5: unknown counts as missing here; the text does not */
        "f\t-3\t-3\t-3\t-3\t-3\t", /* nothing was asked */
        "g\t-3\t-3\t-3\t-3\t\tx",  /* 1 of 1 */
    };
    (void)state;
    CHECK(missing, "号\t一\t二\t三\t四\t五\t六", records,
          "3 b: max_missing()[]\n4 c: max_missing()[]\n6 e: max_missing()[]\n"
          "8 g: max_missing()[]\n= 2 5 7 ");
}

static void what_rejects_by_itself_is_not_missing(void **state)
{
    static const char *const records[] = {"a\tAB\tX\tX\t1\t5\tx", "b\tAB\tX\t\t\t5\tx"};
    (void)state;
    /* unknown and several_ticks reject: asked, and not missing. 2 of 4 is more than 40 %. */
    CHECK(DEFINITION("  required: []\n  max_missing: 40%\n"), "号\t甲\t乙\t丙\t丁\t戊\t己", records,
          "2 a: several_ticks(甲)[AB] unknown(乙;丙)[X;X] range(丁)[]\n"
          "3 b: several_ticks(甲)[AB] unknown(乙)[X] max_missing()[]\n= ");
}

/* ---- straight_line ---- */

#define STRAIGHT(reject)                                                                           \
    "survey: t\nresponses: responses.csv\nid: 号\n"                                               \
    "scales: {s: [{code: A, score: 100}, {code: B, score: 50}, {code: C, score: 0}]}\n"            \
    "questions:\n"                                                                                 \
    "  - {name: 一, type: single, scale: s}\n  - {name: 二, type: single, scale: s}\n"           \
    "  - {name: 三, type: single, scale: s}\n"                                                    \
    "valid: {required: [], straight_line: {questions: [一, 二, 三]" reject "}}\n"

static const char *const straight[] = {
    "a\tA\tA\tA",  "b\tC\tc\tＣ",  "c\tA\tA\tB", "d\tA\tA\t",
    "e\tA\tA\t-3", "f\tA\t-3\t-3", "g\tA\tA\tX", "h\tAA\tA\tA",
};

static void the_same_answer_throughout_is_a_straight_line(void **state)
{
    (void)state;
    CHECK(STRAIGHT(", reject: true"), "号\t一\t二\t三", straight,
          "2 a: straight_line(一;二;三)[A;A;A]\n"
          "3 b: straight_line(一;二;三)[C;c;Ｃ]\n"
          "6 e: straight_line(一;二;三)[A;A;-3]\n"
          "8 g: unknown(三)[X]\n"
          "9 h: several_ticks(一)[AA]\n"
          "= 4 5 7 ");
}

static void straight_lines_are_only_counted_unless_they_reject(void **state)
{
    struct bench bench;
    struct wj_screen *screen = NULL;
    enum wj_verdict verdict;
    (void)state;
    bench_open(&bench, STRAIGHT(""), "号\t一\t二\t三");
    assert_int_equal(wj_screen_new(bench.survey, &screen), WJ_OK);
    for (size_t i = 0; i < COUNT(straight); i++) {
        wj_screen_judge(screen, bench_code(&bench, straight[i]), &verdict);
        assert_int_equal(verdict, i < 6 ? WJ_EFFECTIVE : WJ_REJECTED);
    }
    assert_int_equal(wj_screen_straight(screen), 3); /* a, b, e */
    wj_screen_free(screen);
    bench_close(&bench);
}

/* ---- named rules ---- */

static void named_rules_reject_where_their_formula_is_true(void **state)
{
    static const char *const records[] = {
        "a\tA\tB\tA\t30\tx",   "b\tB\tA\tA\t30\tx", "c\tA\tA\tB\t30\tx",
        "d\tB\tA\tA,B\t90\tx", "e\tA\tB\tA\t\tx",
    };
    (void)state;
    CHECK(DEFINITION("  rules:\n"
                     "    - {name: 甲乙不符, reject_if: 'AND(甲=\"b\",乙=\"A\")'}\n"
                     "    - {name: 多选有B, reject_if: 'HAS(丙,\"B\")'}\n"
                     "    - {name: 年长, reject_if: '丁>=60'}\n"
                     "    - {name: 数, reject_if: '丁-30'}\n"),
          HEADER, records,
          "3 b: 甲乙不符()[]\n4 c: 多选有B()[]\n5 d: 甲乙不符()[] 多选有B()[] 年长()[] 数()[]\n"
          "= 2 6 ");
}

static void a_rule_that_errs_is_reported_and_rejects_nobody(void **state)
{
    static const char *const records[] = {
        "a\tA\tB\tA\t30\tx",
        "b\tA\tB\tA\t\tx",
        "c\tA\tB\tA\t50\tx",
        "d\tA\tB\tA\t\t5",
    };
    struct bench bench;
    struct wj_buf text = {0};
    (void)state;
    bench_open(
        &bench,
        DEFINITION("  rules:\n"
                   "    - {name: 好, reject_if: '丁>40'}\n"
                   "    - {name: 坏, reject_if: '100/(丁-50)>1000'}\n" /* b, d: text; c: /0 */
                   "    - {name: 文, reject_if: '戊'}\n"),
        HEADER);
    assert_string_equal(judged(&bench, records, COUNT(records), &text), "4 c: 好()[]\n= 2 3 5 ");
    assert_string_equal(kinds_of(&bench.diags, &text), "rule_error@13:7 rule_error@14:7 ");
    assert_int_equal(bench.diags.list[0].severity, WJ_WARNING);
    assert_non_null(strstr(bench.diags.list[0].message, "坏"));
    assert_non_null(strstr(bench.diags.list[0].message, "3 ")); /* b, c and d */
    assert_non_null(strstr(bench.diags.list[0].message, "responses.csv, line 3"));
    assert_non_null(strstr(bench.diags.list[1].message, "4 "));
    wj_buf_clear(&text);
    bench_close(&bench);
}

/* ---- unique ---- */

static const char *const repeated[] = {
    "7\tA\tB\tA\t30\tx",        /* 2 */
    "8\tA\tB\tA\t30\tx",        /* 3 */
    "7\t\tB\tA\t30\tx",         /* 4: not effective for another reason, counts for nothing here */
    " 7\u3000\tA\tB\tA\t30\ty", /* 5: the key is cleaned */
    "\tA\tB\tA\t30\tx",         /* 6: no key */
    "\tA\tB\tA\t30\tx",         /* 7: likewise */
    "７\tA\tB\tA\t30\tz",       /* 8 */
    "a\tA\tB\tA\t30\tx",        /* 9 */
    "A\tA\tB\tA\t30\tx",        /* 10: letters keep their case */
    "9\tAB\tB\tA\t30\tx",       /* 11: rejected, so */
    "9\tA\tB\tA\t30\tx",        /* 12: this is the first of its key */
};

static void the_first_of_a_key_stays(void **state)
{
    static const char expected[] = "4 7: required(甲)[]\n"
                                   "5  7\u3000: unique()[]\n"
                                   "8 ７: unique()[]\n"
                                   "11 9: several_ticks(甲)[AB]\n"
                                   "= 2 3 6 7 9 10 12 ";
    (void)state;
    CHECK(DEFINITION("  unique: {columns: [号], keep: first}\n"), HEADER, repeated, expected);
    CHECK(DEFINITION("  unique: 号\n"), HEADER, repeated, expected);
}

static void the_last_of_a_key_stays(void **state)
{
    (void)state;
    CHECK(DEFINITION("  unique: {columns: [号], keep: last}\n"), HEADER, repeated,
          "2 7: unique()[]\n"
          "4 7: required(甲)[]\n"
          "5  7\u3000: unique()[]\n"
          "11 9: several_ticks(甲)[AB]\n"
          "= (3) (6) (7) (8) (9) (10) (12) ");
}

static void keys_of_several_columns_do_not_run_together(void **state)
{
    static const char *const records[] = {
        "12\tA\tB\tA\t30\t3",  "1\tA\tB\tA\t30\t23", "12\tA\tB\tA\t30\t3",
        "\tA\tB\tA\t30\t3",    "\tA\tB\tA\t30\t3",   "1:2\tA\tB\tA\t30\t3",
        "1\tA\tB\tA\t30\t:23", "\tA\tB\tA\t30\t",    "\tA\tB\tA\t30\t",
    };
    (void)state;
    CHECK(DEFINITION("  unique: {columns: [号, 戊]}\n"), HEADER, records,
          "4 12: unique()[]\n6 : unique()[]\n= 2 3 5 7 8 9 10 ");
}

static void what_was_held_can_be_coded_again(void **state)
{
    struct bench bench;
    struct wj_screen *screen = NULL;
    struct wj_buf text = {0};
    enum wj_verdict verdict;
    (void)state;
    bench_open(&bench,
               DEFINITION("  unknown: missing\n  required: []\n"
                          "  unique: {columns: [号], keep: last}\n"),
               HEADER);
    assert_int_equal(wj_screen_new(bench.survey, &screen), WJ_OK);
    wj_screen_judge(screen, bench_code(&bench, "1\tA\tB\tA\t30\tx"), &verdict);
    assert_int_equal(verdict, WJ_HELD);
    wj_screen_judge(screen, bench_code(&bench, "1\tB\tX\tA,B\t40\ty"), &verdict);
    bench_code(&bench, "2\tA\tA\tA\t99\tz"); /* the record's memory is gone by now */
    struct wj_response *response = wj_coder_response(bench.coder);
    bool any = false;
    assert_int_equal(wj_screen_next_held(screen, response, &any), WJ_OK);
    assert_true(any);
    assert_int_equal(wj_coder_code(bench.coder, &bench.diags), WJ_OK);
    wj_screen_settle(bench.survey, response);
    assert_string_equal(answer_text(&bench, 0, &text), "B");
    assert_string_equal(answer_text(&bench, 1, &text), "-");
    assert_string_equal(answer_text(&bench, 2, &text), "A,B");
    assert_string_equal(answer_text(&bench, 3, &text), "40");
    assert_string_equal(answer_text(&bench, 4, &text), "y");
    assert_int_equal(wj_screen_next_held(screen, response, &any), WJ_OK);
    assert_false(any);
    assert_int_equal(wj_screen_next_superseded(screen, response, &any), WJ_OK);
    assert_true(any);
    assert_int_equal(wj_coder_code(bench.coder, &bench.diags), WJ_OK);
    assert_string_equal(answer_text(&bench, 0, &text), "A");
    assert_int_equal(wj_screen_next_superseded(screen, response, &any), WJ_OK);
    assert_false(any);
    wj_buf_clear(&text);
    wj_screen_free(screen);
    bench_close(&bench);
}

/* ---- order and names ---- */

static void rules_are_named_and_ordered_as_the_contract_says(void **state)
{
    static const char *const names[] = {
        "shape",       "required",    "several_ticks", "unknown", "exclusive", "range",
        "min_seconds", "max_missing", "straight_line", "一",      "二",        "unique"};
    struct bench bench;
    (void)state;
    bench_load(&bench, DEFINITION("  rules: [{name: 一, reject_if: 'TRUE'},"
                                  " {name: 二, reject_if: 'TRUE'}]\n"));
    assert_int_equal(wj_rule_count(bench.survey), COUNT(names));
    for (size_t i = 0; i < COUNT(names); i++) {
        assert_string_equal(wj_rule_name(bench.survey, i), names[i]);
    }
    bench_close(&bench);
}

static void the_ledger_is_in_the_order_of_the_files(void **state)
{
    static const struct {
        size_t file;
        uint64_t record;
    } order[] = {{1, 3}, {0, 9}, {1, 2}, {0, 10}, {0, 2}};
    struct bench bench;
    struct wj_screen *screen = NULL;
    enum wj_verdict verdict;
    (void)state;
    bench_open(&bench, DEFINITION("  required: scored\n"), HEADER);
    assert_int_equal(wj_screen_new(bench.survey, &screen), WJ_OK);
    for (size_t i = 0; i < COUNT(order); i++) {
        struct wj_response *response = bench_code(&bench, "x\t\t\t\t\t");
        response->file_number = order[i].file;
        response->record = order[i].record;
        wj_screen_judge(screen, response, &verdict);
    }
    wj_screen_finish(screen, &bench.diags);
    const struct wj_ledger *ledger = wj_screen_ledger(screen);
    static const size_t sorted[] = {4, 1, 3, 2, 0};
    struct wj_ledger_walk walk = {.ledger = ledger};
    bool any = false;
    for (size_t i = 0; i < COUNT(order); i++) {
        assert_int_equal(wj_ledger_next(&walk, &any), WJ_OK);
        assert_true(any);
        assert_int_equal(walk.rejection.file_number, order[sorted[i]].file);
        assert_int_equal(walk.rejection.record, order[sorted[i]].record);
    }
    assert_int_equal(wj_ledger_next(&walk, &any), WJ_OK);
    assert_false(any);
    wj_ledger_walk_clear(&walk);
    wj_screen_free(screen);
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_break_the_rules_that_need_no_words),
        cmocka_unit_test(every_breach_is_listed_in_the_order_of_the_rules),
        cmocka_unit_test(a_wrong_shape_is_judged_by_nothing_else),
        cmocka_unit_test(required_is_what_the_definition_says),
        cmocka_unit_test(only_what_is_empty_as_written_makes_a_form_empty),
        cmocka_unit_test(missing_makes_unknown_and_several_empty),
        cmocka_unit_test(what_was_not_asked_is_not_required),
        cmocka_unit_test(too_fast_is_below_the_limit),
        cmocka_unit_test(durations_are_read_in_every_spelling),
        cmocka_unit_test(more_than_the_share_may_not_be_missing),
        cmocka_unit_test(what_rejects_by_itself_is_not_missing),
        cmocka_unit_test(the_same_answer_throughout_is_a_straight_line),
        cmocka_unit_test(straight_lines_are_only_counted_unless_they_reject),
        cmocka_unit_test(named_rules_reject_where_their_formula_is_true),
        cmocka_unit_test(a_rule_that_errs_is_reported_and_rejects_nobody),
        cmocka_unit_test(the_first_of_a_key_stays),
        cmocka_unit_test(the_last_of_a_key_stays),
        cmocka_unit_test(keys_of_several_columns_do_not_run_together),
        cmocka_unit_test(what_was_held_can_be_coded_again),
        cmocka_unit_test(rules_are_named_and_ordered_as_the_contract_says),
        cmocka_unit_test(the_ledger_is_in_the_order_of_the_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
