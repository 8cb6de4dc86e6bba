/* What is worth a look: every kind, where it is said, and where it must not be. */
#include "../survey/match_support.h"

#include "wjtab/screen/suspect.h"

/* ---- times ---- */

static void times_are_read_in_every_usual_spelling(void **state)
{
    static const struct {
        const char *cell;
        long long seconds; /* of `date -u +%s`; -1: no time */
    } cases[] = {
        {"1970-01-01 00:00:00", 0},
        {"2023/9/18 10:07:13", 1695031633},
        {"2023-09-18 10:07:13", 1695031633},
        {" 2023-09-18T10:07:13Z ", 1695031633},
        {"2023-09-18T10:07:13.250", 1695031633},
        {"2023-09-18T10:07:13+08:00", 1695002833},
        {"2023-09-18T10:07:13-0130", 1695037033},
        {"2023/9/18 10:07", 1695031620},
        {"2023年9月18日 10:07:13", 1695031633},
        {"２０２３／９／１８　１０：０７：１３", 1695031633},
        {"2024-02-29 23:59:59", 1709251199},
        {"2000-03-01 00:00:00", 951868800},
        {"", -1},
        {"2023/9/18", -1},
        {"18/9/2023 10:07:13", -1},
        {"2023/13/18 10:07:13", -1},
        {"2023/9/18 24:07:13", -1},
        {"2023/9/18 10:07:13 PM", -1},
        {"2023/9/18 10:", -1},
        {"10:07:13", -1},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t seconds = 0;
        bool read = wj_time_parse(&seconds, wj_slice_of(cases[i].cell));
        long long got = read ? (long long)seconds : -1;
        if (got != cases[i].seconds) {
            print_error("%s: %lld, expected %lld\n", cases[i].cell, got, cases[i].seconds);
        }
        assert_true(got == cases[i].seconds);
    }
}

/* ---- findings ---- */

static void add_places(struct wj_buf *out, const struct wj_suspicion *found)
{
    for (size_t i = 0; i < found->place_count; i++) {
        wj_buf_addf(out, "%s%llu", i > 0 ? "," : " @", (unsigned long long)found->places[i].record);
    }
}

/* The findings, one line each: `kind question option count/base answer @records`. */
static void add_finding(struct wj_buf *out, const struct wj_survey *survey,
                        const struct wj_suspicion *found)
{
    const struct wj_question *question = &survey->questions[found->question];
    unsigned long long count = found->count;
    unsigned long long base = found->base;
    switch (found->kind) {
    case WJ_UNUSED_OPTION:
        wj_buf_addf(out, "unused %s %s", question->name, question->options[found->option].code);
        break;
    case WJ_MOSTLY_EMPTY:
        wj_buf_addf(out, "empty %s %llu/%llu", question->name, count, base);
        break;
    case WJ_CONSTANT:
        wj_buf_addf(out, "constant %s %llu %s", question->name, count, found->answer);
        break;
    case WJ_FOLLOWS:
        wj_buf_addf(out, "follows %s %llu %s", question->name, count, found->answer);
        break;
    case WJ_STRAIGHT:
        wj_buf_addf(out, "straight %zu %llu/%llu", found->question_count, count, base);
        break;
    case WJ_FAST:
        wj_buf_addf(out, "fast %llu/%llu", count, base);
        break;
    case WJ_SAME_IP:
        wj_buf_add_text(out, "ip");
        break;
    case WJ_DUPLICATE_ID:
        wj_buf_addf(out, "id %s", found->answer);
        break;
    }
    add_places(out, found);
    wj_buf_add_char(out, '\n');
}

static void check_found(const char *yaml, const char *header, const char *const *records,
                        size_t count, const char *expected)
{
    struct bench bench;
    struct wj_suspect *suspect = NULL;
    struct wj_buf text = {0};
    size_t found = 0;
    bench_open(&bench, yaml, header);
    assert_int_equal(wj_suspect_new(bench.survey, &suspect), WJ_OK);
    assert_int_equal(wj_suspect_file(suspect, bench.columns, bench.header, bench.header_count),
                     WJ_OK);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(wj_suspect_see(suspect, bench_code(&bench, records[i])), WJ_OK);
    }
    assert_int_equal(wj_suspect_finish(suspect), WJ_OK);
    const struct wj_suspicion *list = wj_suspect_list(suspect, &found);
    for (size_t i = 0; i < found; i++) {
        add_finding(&text, bench.survey, &list[i]);
    }
    assert_false(wj_suspect_truncated(suspect));
    size_t wrong = differs(header, wj_buf_text(&text), expected);
    wj_suspect_free(suspect);
    wj_buf_clear(&text);
    bench_close(&bench);
    assert_int_equal(wrong, 0);
}

#define CHECK(yaml, header, records, expected)                                                     \
    check_found(yaml, header, records, COUNT(records), expected)

#define TWO(name) "  - {name: " name ", type: single, options: [{code: A}, {code: B}]}\n"
#define START "survey: t\nresponses: responses.csv\nquestions:\n"

static void options_nobody_chose_and_constants_are_found(void **state)
{
    static const char *const records[] = {"A\tA,B\t30\tA", "B\tB,A\t30.0\tA", "A\tAB\t30\tA",
                                          "A\tA"};
    static const char *const few[] = {"A\tA\t30\tB", "A\tA\t30\tA"};
    static const char *const yaml = START TWO(
        "甲") "  - {name: 乙, type: multiple, options: [{code: A}, {code: B}, {code: C}]}\n"
              "  - {name: 丙, type: quantity}\n" TWO("丁");
    (void)state;
    CHECK(yaml, "甲\t乙\t丙\t丁", records,
          "constant 乙 3 A,B\n"
          "unused 乙 C\n"
          "constant 丙 3 30\n"
          "constant 丁 3 A\n"
          "unused 丁 B\n");
    CHECK(yaml, "甲\t乙\t丙\t丁", few, "unused 甲 B\nunused 乙 B\nunused 乙 C\n");
}

static void an_unknown_answer_makes_a_question_no_constant(void **state)
{
    static const char *const records[] = {"A", "A", "A", "B吧"};
    (void)state;
    CHECK(START TWO("甲"), "甲", records, "unused 甲 B\n");
}

static void a_required_question_that_most_leave_empty_is_found(void **state)
{
    static const char *const half[] = {"A\tA", "B\t", "A\tB", "A\t"};
    static const char *const most[] = {"A\tA", "B\t", "A\t", "A\t-3", "B\tB", "A\t"};
    (void)state;
    CHECK(START TWO("甲") TWO("乙") "valid: {required: all}\n", "甲\t乙", half, "");
    CHECK(START TWO("甲") TWO("乙") "valid: {required: all}\n", "甲\t乙", most, "empty 乙 3/5\n");
    CHECK(START TWO("甲") TWO("乙") "valid: {required: [甲]}\n", "甲\t乙", most, "");
}

#define THREE(name)                                                                                \
    "  - {name: " name ", type: single, options: [{code: A}, {code: B}, {code: 'C\"'}]}\n"

static void blanks_that_follow_an_answer_are_found(void **state)
{
    static const char *const filled[] = {"A\tA", "B\t", "C\"\t", "A\tB", "B\t"};
    static const char *const blank[] = {"A\tA", "C\"\t", "C\"\t", "B\tB", "C\"\t"};
    static const char *const two[] = {"A\tA", "B\t", "A\tB", "C\"\t"};
    static const char *const one_more[] = {"A\tA", "B\t", "C\"\t", "A\t", "B\t", "A\tB"};
    static const char *const one_less[] = {"A\tA", "B\t", "C\"\tA", "A\tB", "B\t", "B\t"};
    static const char *const told[] = {"A\tA", "B\t", "C\"\t-3", "A\tB", "B\t"};
    static const char *const forms[] = {"A\tA", "B\t", "C\"\t", "A\tB", "B\t", "\t"};
    (void)state;
    CHECK(START THREE("甲") TWO("乙"), "甲\t乙", filled, "follows 乙 3 甲=\"A\"\n");
    CHECK(START THREE("甲") TWO("乙"), "甲\t乙", forms, "follows 乙 3 甲=\"A\"\n");
    CHECK(START THREE("1甲") TWO("乙"), "1甲\t乙", blank, "follows 乙 3 [1甲]<>\"C\"\"\"\n");
    CHECK(START THREE("甲") TWO("乙"), "甲\t乙", two, "");
    CHECK(START THREE("甲") TWO("乙"), "甲\t乙", one_more, "");
    CHECK(START THREE("甲") TWO("乙"), "甲\t乙", one_less, "follows 乙 3 甲<>\"B\"\n");
    CHECK(START THREE("甲") TWO("乙"), "甲\t乙", told, "");
    CHECK(START THREE("甲") "  - {name: 乙, type: single, asked_if: '甲=\"A\"', options: [{code: "
                            "A}, {code: B}]}\n",
          "甲\t乙", filled, "");
}

#define SCALED                                                                                     \
    "survey: t\nresponses: responses.csv\n"                                                        \
    "scales:\n  满意度: [{code: A, score: 100}, {code: B, score: 0}]\n"                         \
    "questions:\n"                                                                                 \
    "  - {name: 甲, type: single, scale: 满意度}\n"                                            \
    "  - {name: 乙, type: single, scale: 满意度}\n"                                            \
    "  - {name: 丙, type: single, scale: 满意度}\n"                                            \
    "  - {name: 丁, type: single, scale: 满意度}\n"

static void the_same_option_throughout_a_scale_is_counted(void **state)
{
    static const char *const records[] = {
        "A\tA\tA\tA", "A\tA\tA\tB", "B\tB\tB\t-3", "A\tA\t-3\t-3", "A\tA\tA\t", "B\tA\tB\tA",
    };
    (void)state;
    CHECK(SCALED, "甲\t乙\t丙\t丁", records, "straight 4 2/4\n");
    CHECK(SCALED "valid: {straight_line: {questions: [甲, 乙, 丙]}}\n", "甲\t乙\t丙\t丁", records,
          "straight 4 2/4\nstraight 3 4/5\n");
}

static void fast_answers_are_below_a_third_of_the_median(void **state)
{
    static const char *const odd[] = {"90秒\tA",    "30\tB", "29秒\tA", "1分40秒\tB",
                                      "0:01:40\tB", "?\tA",  "29.9\tB"};
    static const char *const records[] = {"100\tA", "80\tB", "29\tA", "200\tB"};
    (void)state;
    CHECK(START TWO("甲"), "所用时间\t甲", odd, "");
    CHECK(START TWO("甲"), "所用时间\t甲", records, "fast 1/4 @4\n");
    CHECK(START TWO("甲"), "时间\t甲", records, "");
}

static void the_same_answers_from_one_address_within_a_minute_are_found(void **state)
{
    static const char *const records[] = {
        "192.0.2.1\t2023/9/18 10:01:00\tA\tx",
        "192.0.2.1\t2023/9/18 10:00:00\tA\tx",
        "192.0.2.1\t2023/9/18 10:02:01\tA\tx",
        "192.0.2.1\t2023/9/18 10:00:30\tA\ty",
        "192.0.2.2\t2023/9/18 10:00:30\tA\tx",
        "192.0.2.1\t2023/9/18 10:00:40\tB\tx",
        "\t2023/9/18 10:00:30\tA\tx",
        "\t2023/9/18 10:00:30\tA\tx",
        "192.0.2.3\t?\tA\tx",
        "192.0.2.3\t?\tB\tx",
    };
    static const char *const yaml = START TWO("甲") "  - {name: 乙, type: text}\n";
    (void)state;
    CHECK(yaml, "来自IP\t提交答卷时间\t甲\t乙", records, "ip @3,2\n");
    CHECK(yaml, "ip地址\t结束答题时间\t甲\t乙", records, "ip @3,2\n");
    CHECK(yaml, "script\t提交时间\t甲\t乙", records, "");
    CHECK(yaml, "来自IP\t时间\t甲\t乙", records, "");
}

static void ids_that_stand_twice_are_found(void **state)
{
    static const char *const records[] = {"1\tA", "2\tB", "１ \tB", "\tA", "\tA", "1\tA", "2\t"};
    (void)state;
    CHECK("survey: t\nresponses: responses.csv\nid: 号\nquestions:\n" TWO("甲"), "号\t甲", records,
          "id 1 @2,4,7\nid 2 @3,8\n");
}

static void records_of_the_wrong_shape_are_passed_over(void **state)
{
    static const char *const records[] = {"1\tA", "2\tB", "1\tA\t5"};
    (void)state;
    CHECK("survey: t\nresponses: responses.csv\nid: 号\nquestions:\n" TWO("甲"), "号\t甲", records,
          "");
}

/* Everything once over, with the n-th request for memory failing that is made while it looks;
 * the first failure ends it. */
static enum wj_status look(struct bench *bench, const char *const *records, size_t count,
                           unsigned long n)
{
    struct wj_suspect *suspect = NULL;
    wj_memory_fail_at(n);
    enum wj_status status = wj_suspect_new(bench->survey, &suspect);
    if (status == WJ_OK) {
        status = wj_suspect_file(suspect, bench->columns, bench->header, bench->header_count);
    }
    for (size_t i = 0; status == WJ_OK && i < count; i++) {
        unsigned long requests = wj_memory_requests();
        n = n > requests ? n - requests : 0;
        wj_memory_fail_at(0);
        struct wj_response *response = bench_code(bench, records[i]);
        wj_memory_fail_at(n);
        status = wj_suspect_see(suspect, response);
    }
    if (status == WJ_OK) {
        status = wj_suspect_finish(suspect);
    }
    wj_memory_fail_at(0);
    wj_suspect_free(suspect);
    return status;
}

static void memory_that_runs_out_is_reported(void **state)
{
    static const char *const records[] = {
        "1\t192.0.2.1\t2023/9/18 10:01:00\t90\tA\tA\tA",
        "1\t192.0.2.1\t2023/9/18 10:01:00\t90\tA\tA\tA",
        "2\t192.0.2.1\t2023/9/18 10:01:00\t10\tB\t\t",
    };
    struct bench bench;
    enum wj_status status = WJ_MEMORY;
    unsigned long n = 0;
    (void)state;
    bench_open(&bench,
               "survey: t\nresponses: responses.csv\nid: 号\n"
               "scales:\n  满意度: [{code: A, score: 100}, {code: B, score: 0}]\n"
               "questions:\n"
               "  - {name: 甲, type: single, scale: 满意度}\n"
               "  - {name: 乙, type: single, scale: 满意度}\n"
               "  - {name: 丙, type: single, scale: 满意度}\n",
               "号\t来自IP\t提交时间\t所用时间\t甲\t乙\t丙");
    while (status == WJ_MEMORY && n < 1000) {
        status = look(&bench, records, COUNT(records), ++n);
    }
    bench_close(&bench);
    assert_int_equal(status, WJ_OK);
    assert_in_range(n, 20, 999);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_read_in_every_usual_spelling),
        cmocka_unit_test(options_nobody_chose_and_constants_are_found),
        cmocka_unit_test(an_unknown_answer_makes_a_question_no_constant),
        cmocka_unit_test(a_required_question_that_most_leave_empty_is_found),
        cmocka_unit_test(blanks_that_follow_an_answer_are_found),
        cmocka_unit_test(the_same_option_throughout_a_scale_is_counted),
        cmocka_unit_test(fast_answers_are_below_a_third_of_the_median),
        cmocka_unit_test(the_same_answers_from_one_address_within_a_minute_are_found),
        cmocka_unit_test(ids_that_stand_twice_are_found),
        cmocka_unit_test(records_of_the_wrong_shape_are_passed_over),
        cmocka_unit_test(memory_that_runs_out_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
