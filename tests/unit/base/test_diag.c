/* Messages: what is counted, how they are written, and that nothing in them reaches a terminal. */
#include "support.h"

static void check_written(const struct wj_diags *diags, const char *expected)
{
    struct wj_buf out = {0};
    for (size_t i = 0; i < diags->count; i++) {
        wj_diag_write(&diags->list[i], &out);
    }
    assert_string_equal(wj_buf_text(&out), expected);
    wj_buf_clear(&out);
}

static void places_are_written_as_far_as_they_are_known(void **state)
{
    static const struct wj_place whole = {"a.csv", 12, 3};
    static const struct wj_place line = {"a.csv", 12, 0};
    static const struct wj_place file = {"a.csv", 0, 3};
    static const struct wj_place nowhere = {NULL, 12, 3};
    struct wj_diags diags = {0};
    (void)state;
    wj_diag_add(&diags, WJ_ERROR, "one", &whole, "text %d", 1);
    wj_diag_add(&diags, WJ_WARNING, "two", &line, "%s", "100% 满意");
    wj_diag_add(&diags, WJ_NOTE, "three", &file, "text");
    wj_diag_add(&diags, WJ_NOTE, "four", &nowhere, "text");
    wj_diag_add(&diags, WJ_NOTE, "five", NULL, "text");
    check_written(&diags, "a.csv:12:3: error: text 1 [one]\n"
                          "a.csv:12: warning: 100% 满意 [two]\n"
                          "a.csv: note: text [three]\n"
                          "note: text [four]\n"
                          "note: text [five]\n");
    assert_int_equal(diags.errors, 1);
    assert_int_equal(diags.warnings, 1);
    wj_diags_clear(&diags);
    assert_int_equal(diags.errors, 0);
}

static void files_and_texts_are_escaped_when_written(void **state)
{
    static const struct wj_place place = {"\x1b]0;x\a.csv", 1, 0};
    struct wj_diags diags = {0};
    (void)state;
    wj_diag_add(&diags, WJ_ERROR, "kind", &place, "“%s”", "a\x1b[2J\u202E\r\n\xFF");
    assert_string_equal(diags.list[0].message, "“a\x1b[2J\u202E\r\n\xFF”"); /* kept raw */
    check_written(&diags, "\\x1b]0;x\\x07.csv:1: error: “a\\x1b[2J\\u202e\\r\\n\\xff” [kind]\n");
    wj_diags_clear(&diags);
}

static void names_and_texts_are_copied(void **state)
{
    char file[] = "a.csv";
    char text[] = "one";
    struct wj_place place = {file, 1, 1};
    struct wj_diags diags = {0};
    (void)state;
    assert_int_equal(wj_fail(&diags, WJ_DATA, "kind", &place, "%s", text), WJ_DATA);
    file[0] = 'x';
    text[0] = 'x';
    check_written(&diags, "a.csv:1:1: error: one [kind]\n");
    wj_diags_clear(&diags);
}

static void a_thousand_messages_are_kept_and_the_rest_counted(void **state)
{
    struct wj_diags diags = {0};
    (void)state;
    for (int i = 0; i < 1500; i++) {
        wj_diag_add(&diags, i % 2 == 0 ? WJ_ERROR : WJ_WARNING, "kind", NULL, "%d", i);
    }
    assert_int_equal(diags.count, 1000);
    assert_int_equal(diags.dropped, 500);
    assert_int_equal(diags.errors, 750);
    assert_int_equal(diags.warnings, 750);
    assert_string_equal(diags.list[999].message, "999");
    wj_diags_clear(&diags);
}

static void a_message_lost_for_memory_is_remembered(void **state)
{
    static const struct wj_place place = {"a.csv", 1, 1};
    (void)state;
    for (unsigned long n = 1; n <= 4; n++) {
        struct wj_diags diags = {0};
        wj_memory_fail_at(n);
        wj_diag_add(&diags, WJ_ERROR, "kind", &place, "text");
        wj_memory_fail_at(0);
        assert_int_equal(diags.errors, 1);
        bool whole = diags.count == 1 && strcmp(diags.list[0].message, "text") == 0 &&
                     diags.list[0].file != NULL;
        assert_true(diags.failed || whole);
        assert_int_equal(diags.failed, !whole);
        wj_diags_clear(&diags);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_written_as_far_as_they_are_known),
        cmocka_unit_test(files_and_texts_are_escaped_when_written),
        cmocka_unit_test(names_and_texts_are_copied),
        cmocka_unit_test(a_thousand_messages_are_kept_and_the_rest_counted),
        cmocka_unit_test(a_message_lost_for_memory_is_remembered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
