/* Patterns find what Perl's would, and never take a limit for "no match". */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "wjtab/base/memory.h"
#include "wjtab/survey/pattern.h"

static const struct example {
    const char *pattern;
    const char *text;
    enum wj_found found;
} examples[] = {
    {"审批|到账", "希望尽快到账", WJ_FOUND},
    {"审批|到账", "没有意见", WJ_NOT_FOUND},
    {"^不满意", "很不满意", WJ_NOT_FOUND},
    {"^满.度$", "满意度", WJ_FOUND},
    {"qs排名", "QS排名前200", WJ_FOUND},
    {"^É$", "é", WJ_FOUND},
    {"^\\w+$", "汉字", WJ_FOUND},
    {"^\\d$", "３", WJ_FOUND},
    {"", "", WJ_FOUND},
    {"^$", "", WJ_FOUND},
    {"^(编号|序号)$", "序号", WJ_FOUND},
    {"^((a+)+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", WJ_FOUND_LIMIT},
};

enum { EXAMPLES = sizeof examples / sizeof examples[0] };

static const struct faulty {
    const char *pattern;
    const char *reason;
} faulty[] = {
    {"满意(", "missing closing parenthesis (behind character 3 of the pattern)"},
    {"*", "quantifier does not follow a repeatable item (behind character 0 of the pattern)"},
    {"[", "missing terminating ] for character class (behind character 1 of the pattern)"},
    {"满\\C", "using \\C is disabled by the application (behind character 3 of the pattern)"},
    {"\xFF", "UTF-8 error: illegal byte (0xfe or 0xff) (behind character 0 of the pattern)"},
};

enum { FAULTY = sizeof faulty / sizeof faulty[0] };

static const struct captured {
    const char *pattern;
    const char *text;
    const char *option;
} captured[] = {
    {"^9、.*\\((?<option>.*)\\)$", "9、您认为最需改进(政策宣传)", "政策宣传"},
    {"^(?:a|(?<option>b))$", "a", ""},
    {"(?J)^(?:甲(?<option>.)|乙(?<option>..))$", "乙丙丁", "丙丁"},
    {"^(?|甲(?<option>.)|乙(?<option>..))$", "乙丙丁", "丙丁"},
    {"(?<option>)", "", ""},
    {"^(?<other>.)", "甲", ""},
};

enum { CAPTURED = sizeof captured / sizeof captured[0] };

static struct wj_pattern *pattern_of(const char *text)
{
    struct wj_buf reason = {0};
    struct wj_pattern *pattern = wj_pattern_new(wj_slice_of(text), &reason);
    if (pattern == NULL) {
        fail_msg("%s: %s", text, wj_buf_text(&reason));
    }
    assert_int_equal(reason.len, 0);
    wj_buf_clear(&reason);
    return pattern;
}

static void texts_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < EXAMPLES; i++) {
        struct wj_pattern *pattern = pattern_of(examples[i].pattern);
        enum wj_found found = wj_pattern_find(pattern, wj_slice_of(examples[i].text));
        if (found != examples[i].found) {
            fail_msg("%s in %s: %d", examples[i].pattern, examples[i].text, (int)found);
        }
        wj_pattern_free(pattern);
    }
}

static void faulty_patterns_are_explained(void **state)
{
    (void)state;
    for (size_t i = 0; i < FAULTY; i++) {
        struct wj_buf reason = {0};
        assert_null(wj_pattern_new(wj_slice_of(faulty[i].pattern), &reason));
        assert_string_equal(wj_buf_text(&reason), faulty[i].reason);
        wj_buf_clear(&reason);
    }
}

static void options_are_captured(void **state)
{
    (void)state;
    for (size_t i = 0; i < CAPTURED; i++) {
        struct wj_pattern *pattern = pattern_of(captured[i].pattern);
        struct wj_slice text = wj_slice_of(captured[i].text);
        assert_int_equal(wj_pattern_find(pattern, text), WJ_FOUND);
        struct wj_slice option = wj_pattern_option(pattern, text);
        assert_true(wj_slice_is(option, captured[i].option));
        wj_pattern_free(pattern);
    }
}

static void the_group_is_known(void **state)
{
    (void)state;
    struct wj_pattern *with = pattern_of("(?<option>.)");
    struct wj_pattern *without = pattern_of("(?<options>.)");
    assert_true(wj_pattern_has_option(with));
    assert_false(wj_pattern_has_option(without));
    wj_pattern_free(with);
    wj_pattern_free(without);
}

static void long_patterns_are_refused(void **state)
{
    (void)state;
    static char text[4098];
    struct wj_buf reason = {0};
    memset(text, 'a', 4097);
    assert_null(wj_pattern_new(wj_slice(text, 4097), &reason));
    assert_string_equal(wj_buf_text(&reason),
                        "it is longer than 4096 bytes; split it or shorten it");
    wj_buf_clear(&reason);
    text[4096] = '\0';
    wj_pattern_free(pattern_of(text));
}

/* JIT code has a stack of 32 KiB, which this needs more than. */
static void a_long_answer_is_searched_to_its_end(void **state)
{
    (void)state;
    enum { LENGTH = 9000 };
    static char text[LENGTH + 1];
    memset(text, 'a', LENGTH);
    struct wj_pattern *pattern = pattern_of("^(?:a|b|(c))*$");
    assert_int_equal(wj_pattern_find(pattern, wj_slice(text, LENGTH)), WJ_FOUND);
    text[LENGTH - 1] = 'x';
    assert_int_equal(wj_pattern_find(pattern, wj_slice(text, LENGTH)), WJ_NOT_FOUND);
    wj_pattern_free(pattern);
}

static void text_that_is_no_utf8_says_nothing(void **state)
{
    (void)state;
    struct wj_pattern *pattern = pattern_of("a");
    assert_int_equal(wj_pattern_find(pattern, wj_slice("\xFF", 1)), WJ_FOUND_LIMIT);
    wj_pattern_free(pattern);
}

static void want_of_memory_gives_no_reason(void **state)
{
    (void)state;
    struct wj_pattern *pattern = NULL;
    for (unsigned long n = 1; pattern == NULL; n++) {
        struct wj_buf reason = {0};
        assert_true(n < 100);
        wj_memory_fail_at(n);
        pattern = wj_pattern_new(wj_slice_of("(?<option>.)"), &reason);
        wj_memory_fail_at(0);
        assert_int_equal(reason.len, 0);
    }
    wj_pattern_free(pattern);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_found),
        cmocka_unit_test(faulty_patterns_are_explained),
        cmocka_unit_test(options_are_captured),
        cmocka_unit_test(the_group_is_known),
        cmocka_unit_test(long_patterns_are_refused),
        cmocka_unit_test(a_long_answer_is_searched_to_its_end),
        cmocka_unit_test(text_that_is_no_utf8_says_nothing),
        cmocka_unit_test(want_of_memory_gives_no_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
