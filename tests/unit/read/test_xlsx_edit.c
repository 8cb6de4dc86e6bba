/* Cells of a sheet's XML replaced, against lines worked out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "wjtab/base/memory.h"
#include "xlsx_edit.h"
#include "xlsx_tag.h"

#define ROW(cells) "<sheetData><row r=\"5\" ht=\"20\">" cells "</row></sheetData>"

struct edit_case {
    const char *name;
    const char *before;
    size_t column;
    const char *text;
    const char *after;
};

static const struct edit_case cases[] = {
    {"a number", ROW("<c r=\"A5\" s=\"3\"><v>1</v></c>"), 0, "8.5",
     ROW("<c r=\"A5\" s=\"3\"><v>8.5</v></c>")},
    {"an empty cell keeps its style", ROW("<c r=\"A5\" s=\"3\"/>"), 0, "8.5",
     ROW("<c r=\"A5\" s=\"3\"><v>8.5</v></c>")},
    {"a shared string becomes a number", ROW("<c r=\"A5\" t=\"s\"><v>7</v></c>"), 0, "-2",
     ROW("<c r=\"A5\"><v>-2</v></c>")},
    {"text", ROW("<c r=\"A5\"><v>1</v></c>"), 0, "a<b&_x0041_",
     ROW("<c r=\"A5\" t=\"inlineStr\"><is><t xml:space=\"preserve\">a&lt;b&amp;_x005F_x0041_"
         "</t></is></c>")},
    {"a percentage where the style shows one", ROW("<c r=\"A5\" s=\"1\"/>"), 0, "92.67%",
     ROW("<c r=\"A5\" s=\"1\"><v>0.9267</v></c>")},
    {"a percentage elsewhere is text", ROW("<c r=\"A5\" s=\"2\"/>"), 0, "92.67%",
     ROW("<c r=\"A5\" s=\"2\" t=\"inlineStr\"><is><t xml:space=\"preserve\">92.67%</t></is></c>")},
    {"emptied", ROW("<c r=\"A5\" s=\"3\"><v>1</v></c>"), 0, "", ROW("<c r=\"A5\" s=\"3\"/>")},
    {"a formula stays", ROW("<c r=\"A5\" t=\"str\"><f>B5&gt;1</f><v>x</v></c>"), 0, "3",
     ROW("<c r=\"A5\"><f>B5&gt;1</f><v>3</v></c>")},
    {"other formulas lose their values",
     ROW("<c r=\"A5\"><v>1</v></c><c r=\"B5\" s=\"1\"><f t=\"shared\" si=\"0\"/><v>2</v></c>"), 0,
     "3", ROW("<c r=\"A5\"><v>3</v></c><c r=\"B5\" s=\"1\"><f t=\"shared\" si=\"0\"/></c>")},
    {"a cell that is not there, at the end", ROW("<c r=\"A5\"><v>1</v></c>"), 27, "3",
     ROW("<c r=\"A5\"><v>1</v></c><c r=\"AB5\"><v>3</v></c>")},
    {"a cell that is not there, in between",
     ROW("<c r=\"A5\"><v>1</v></c> <c r=\"D5\"><v>2</v></c>"), 1, "3",
     ROW("<c r=\"A5\"><v>1</v></c> <c r=\"B5\"><v>3</v></c><c r=\"D5\"><v>2</v></c>")},
    {"before the first cell", ROW("<c r=\"C5\"/>"), 0, "3",
     ROW("<c r=\"A5\"><v>3</v></c><c r=\"C5\"/>")},
    {"cells without names", ROW("<c><v>1</v></c><c><v>2</v></c>"), 1, "3",
     ROW("<c><v>1</v></c><c><v>3</v></c>")},
    {"prefixes", "<x:sheetData><x:row r='5'><x:c r='A5'/></x:row></x:sheetData>", 0, "x",
     "<x:sheetData><x:row r='5'><x:c r='A5' t=\"inlineStr\"><x:is><x:t xml:space=\"preserve\">x"
     "</x:t></x:is></x:c></x:row></x:sheetData>"},
    {"comments and quoted signs are no tags",
     "<!-- <sheetData> --><a b='>'/><sheetData><row r=\"5\"><c r=\"A5\" x=\"/>\"><v>1</v></c>"
     "</row></sheetData><c r=\"A5\"/>",
     0, "2",
     "<!-- <sheetData> --><a b='>'/><sheetData><row r=\"5\"><c r=\"A5\" x=\"/>\"><v>2</v></c>"
     "</row></sheetData><c r=\"A5\"/>"},
    {"rich text is replaced whole",
     ROW("<c r=\"A5\" t=\"inlineStr\"><is><r><t>a</t></r><r><t>b</t></r></is></c>"), 0, "1",
     ROW("<c r=\"A5\"><v>1</v></c>")},
    {"attributes other than the type stay",
     ROW("<c r=\"A5\" t=\"str\" s=\"1\" cm=\"1\"><v>x</v></c>"), 0, "2",
     ROW("<c r=\"A5\" s=\"1\" cm=\"1\"><v>2</v></c>")},
    {"attributes keep their quotes", ROW("<c r='A5' s='1' t='s'><v>1</v></c>"), 0, "50%",
     ROW("<c r='A5' s='1'><v>0.5</v></c>")},
};

static enum wj_status edit(const struct edit_case *one, struct wj_buf *out)
{
    bool shown[] = {false, true, false, false};
    struct wj_xlsx_percents percents = {.shown = shown, .count = 4};
    struct wj_row row = {.line = 5};
    struct wj_table table = {.rows = &row, .row_count = 1};
    struct wj_table_edit change = {.column = one->column, .text = wj_slice_of(one->text)};
    return wj_xlsx_edit(&table, wj_slice_of(one->before), &percents, &change, 1, out);
}

static void test_each_case(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct wj_buf out = {0};
        assert_int_equal(edit(&cases[i], &out), WJ_OK);
        if (strcmp(wj_buf_text(&out), cases[i].after) != 0) {
            print_error("%s\n", cases[i].name);
        }
        assert_string_equal(wj_buf_text(&out), cases[i].after);
        wj_buf_clear(&out);
    }
}

static void test_a_row_that_is_not_there_is_a_fault(void **state)
{
    (void)state;
    struct edit_case none = {.before = "<sheetData/>", .text = "1"};
    struct wj_buf out = {0};
    assert_int_equal(edit(&none, &out), WJ_INTERNAL);
    wj_buf_clear(&out);
}

static void test_percent_styles(void **state)
{
    (void)state;
    static const char xml[] =
        "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"0.0%\"/>"
        "<numFmt numFmtId=\"165\" formatCode=\"0&quot;%&quot;\"/>"
        "<numFmt numFmtId=\"166\" formatCode=\"0\\%\"/></numFmts>"
        "<cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>"
        "<xf numFmtId=\"9\"><alignment/></xf><xf numFmtId=\"10\"/><xf numFmtId=\"164\"/>"
        "<xf numFmtId=\"165\"/><xf numFmtId=\"166\"/><xf/></cellXfs></styleSheet>";
    static const bool wanted[] = {false, true, true, true, false, false, false};
    struct wj_xlsx_percents percents = {0};
    assert_int_equal(wj_xlsx_percents_read(&percents, wj_slice_of(xml)), WJ_OK);
    assert_int_equal(percents.count, sizeof wanted / sizeof *wanted);
    for (size_t i = 0; i < percents.count; i++) {
        assert_int_equal(percents.shown[i], wanted[i]);
    }
    wj_xlsx_percents_clear(&percents);
}

static void test_want_of_memory_is_noticed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum wj_status status = WJ_MEMORY;
        for (unsigned long n = 1; status != WJ_OK; n++) {
            struct wj_buf out = {0};
            wj_memory_fail_at(n);
            status = edit(&cases[i], &out);
            wj_memory_fail_at(0);
            assert_true(status == WJ_OK || status == WJ_MEMORY);
            assert_true(n < 100);
            wj_buf_clear(&out);
        }
    }
}

/* Bytes that are no XML end the walk, nowhere beyond the text. */
static void test_cut_xml_is_walked_to_its_end(void **state)
{
    (void)state;
    const char *xml = cases[8].before;
    for (size_t len = 0; len < strlen(xml); len++) {
        char *copy = wj_alloc(len + 1);
        struct wj_xlsx_tag tag;
        size_t at = 0;
        memcpy(copy, xml, len);
        while (wj_xlsx_tag_next(wj_slice(copy, len), &at, &tag)) {
            assert_in_range(tag.end, 1, len);
        }
        assert_int_equal(at, len);
        wj_free(copy);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_case),
        cmocka_unit_test(test_a_row_that_is_not_there_is_a_fault),
        cmocka_unit_test(test_percent_styles),
        cmocka_unit_test(test_want_of_memory_is_noticed),
        cmocka_unit_test(test_cut_xml_is_walked_to_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
