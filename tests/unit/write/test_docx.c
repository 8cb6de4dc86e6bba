/* report.docx: texts come through whatever they hold, bytes are the same every time, bad templates
 * are refused, and no request for memory that fails does harm. The look is checked by
 * tests/documents. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <zip.h>

#include "wjtab/report/section.h"
#include "wjtab/write/write.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- trees and packages ---- */

static void say(struct wj_report *report, enum wj_block_kind kind, const char *text)
{
    assert_int_equal(wj_section_say(report, kind, text), WJ_OK);
}

static void add_chart(struct wj_report *report)
{
    static const char *series[] = {"好", "差"};
    struct wj_chart *chart = wj_section_chart(report, WJ_CHART_STACKED, "图的标题");
    assert_non_null(chart);
    chart->description = "说明 <&\">";
    chart->series = series;
    chart->series_count = 2;
    chart->row_count = 1;
    chart->rows = wj_arena_alloc(&report->arena, sizeof *chart->rows);
    struct wj_chart_part *parts = wj_arena_alloc(&report->arena, 2 * sizeof *parts);
    parts[0] = (struct wj_chart_part){600000, "60%"};
    parts[1] = (struct wj_chart_part){400000, "40%"};
    chart->rows[0] = (struct wj_chart_row){
        .label = "项目", .text = "60%", .has_value = true, .value = 600000, .parts = parts};
}

/* One of everything. */
static struct wj_report tree_new(void)
{
    static const char *const cells[] = {"甲", "", "乙", "丙", "1", "2"};
    struct wj_report report = {.date = 1700000000, .contents = true};
    report.title = wj_arena_copy(&report.arena, wj_slice_of("标题"));
    assert_int_equal(wj_section_open(&report, "a", "章"), WJ_OK);
    say(&report, WJ_PARAGRAPH, "正文 <b>&\x01");
    say(&report, WJ_REMARK, "注");
    say(&report, WJ_HEADING, "节");
    struct wj_grid *grid = wj_section_table(&report, "表的标题");
    grid->columns = 2;
    for (size_t i = 0; i < COUNT(cells); i++) {
        wj_grid_text(grid, wj_slice_of(cells[i]));
    }
    wj_grid_merge(grid, 0, 0, 1, 2);
    add_chart(&report);
    say(&report, WJ_CHOICES, "");
    struct wj_block *block = wj_section_last(&report);
    block->choices = wj_arena_alloc(&report.arena, sizeof *block->choices);
    block->choices[0] = wj_arena_copy(&report.arena, wj_slice_of("A. 是"));
    block->count = 1;
    say(&report, WJ_BLANKS, "");
    wj_section_last(&report)->count = 2;
    return report;
}

/* A part of a package as a terminated string; "" when it is not there. */
static const char *part_of(const struct wj_buf *package, const char *name, struct wj_buf *text)
{
    zip_error_t error;
    zip_stat_t info;
    wj_buf_reset(text);
    zip_source_t *source = zip_source_buffer_create(package->ptr, package->len, 0, &error);
    zip_t *zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
    assert_non_null(zip);
    zip_file_t *file = zip_fopen(zip, name, 0);
    if (file != NULL) {
        assert_int_equal(zip_stat(zip, name, 0, &info), 0);
        char *room = wj_buf_reserve(text, info.size);
        assert_int_equal(zip_fread(file, room, info.size), info.size);
        text->len += info.size;
        zip_fclose(file);
    }
    zip_discard(zip);
    return wj_buf_text(text);
}

struct file {
    const char *name;
    const char *text;
};

/* A ZIP file of these files, up to the one without a name. */
static void pack(const struct file *files, struct wj_buf *out)
{
    zip_error_t error;
    zip_stat_t info;
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    assert_non_null(zip);
    zip_source_keep(source);
    for (size_t i = 0; files[i].name != NULL; i++) {
        zip_source_t *bytes = zip_source_buffer(zip, files[i].text, strlen(files[i].text), 0);
        assert_true(zip_file_add(zip, files[i].name, bytes, 0) >= 0);
    }
    assert_int_equal(zip_close(zip), 0);
    assert_int_equal(zip_source_stat(source, &info), 0);
    assert_int_equal(zip_source_open(source), 0);
    char *room = wj_buf_reserve(out, info.size);
    assert_int_equal(zip_source_read(source, room, info.size), info.size);
    out->len += info.size;
    zip_source_close(source);
    zip_source_free(source);
}

/* ---- what is written ---- */

static void a_tree_becomes_a_document(void **state)
{
    struct wj_report report = tree_new();
    struct wj_diags diags = {0};
    struct wj_buf docx = {0};
    struct wj_buf text = {0};
    (void)state;
    assert_int_equal(wj_write_docx(&diags, &report, &docx), WJ_OK);
    const char *body = part_of(&docx, "word/document.xml", &text);
    assert_non_null(strstr(body, ">标题<"));
    assert_non_null(strstr(body, ">一、章<"));
    assert_non_null(strstr(body, ">（一）节<"));
    assert_non_null(strstr(body, ">正文 &lt;b&gt;&amp;␁<"));
    assert_non_null(strstr(body, ">表 1　表的标题<"));
    assert_non_null(strstr(body, ">图 1　图的标题<"));
    assert_non_null(strstr(body, "descr=\"说明 &lt;&amp;&quot;&gt;\""));
    assert_non_null(strstr(body, "<w:gridSpan w:val=\"2\"/>"));
    assert_non_null(strstr(body, ">□ A. 是<"));
    assert_null(strstr(body, "updateFields"));
    assert_non_null(strstr(part_of(&docx, "docProps/core.xml", &text), "2023-11-14T22:13:20Z"));
    assert_memory_equal(part_of(&docx, "word/media/chart1.emf", &text) + 40, " EMF", 4);
    wj_buf_clear(&text);
    wj_buf_clear(&docx);
    wj_report_clear(&report);
}

/* A chapter, a section and a table that is too wide for the page upright. */
static void a_heading_stands_on_the_page_of_its_wide_table(void **state)
{
    enum { WIDE = 40 };
    struct wj_report report = {.date = 1700000000};
    struct wj_diags diags = {0};
    struct wj_buf docx = {0};
    struct wj_buf text = {0};
    (void)state;
    report.title = wj_arena_copy(&report.arena, wj_slice_of("标题"));
    assert_int_equal(wj_section_open(&report, "a", "前章"), WJ_OK);
    say(&report, WJ_PARAGRAPH, "正文");
    assert_int_equal(wj_section_open(&report, "b", "宽表"), WJ_OK);
    say(&report, WJ_HEADING, "节");
    struct wj_grid *grid = wj_section_table(&report, "表的标题");
    grid->columns = WIDE;
    for (size_t i = 0; i < WIDE * 2; i++) {
        wj_grid_text(grid, wj_slice_of("12345"));
    }
    assert_int_equal(wj_write_docx(&diags, &report, &docx), WJ_OK);
    const char *body = part_of(&docx, "word/document.xml", &text);
    const char *before = strstr(body, ">正文<");
    const char *chapter = strstr(body, ">二、宽表<");
    const char *section = strstr(body, "<w:sectPr");
    assert_non_null(before);
    assert_non_null(chapter);
    assert_true(before < section && section < chapter);
    assert_true(strstr(chapter, "<w:sectPr") > strstr(chapter, "<w:tbl>"));
    assert_non_null(strstr(chapter, "w:orient=\"landscape\""));
    wj_buf_clear(&text);
    wj_buf_clear(&docx);
    wj_report_clear(&report);
}

static void the_same_tree_makes_the_same_bytes(void **state)
{
    struct wj_report report = tree_new();
    struct wj_diags diags = {0};
    struct wj_buf one = {0};
    struct wj_buf two = {0};
    struct wj_buf other = {0};
    (void)state;
    assert_int_equal(wj_write_docx(&diags, &report, &one), WJ_OK);
    assert_int_equal(wj_write_docx(&diags, &report, &two), WJ_OK);
    assert_true(wj_slice_equal(wj_buf_slice(&one), wj_buf_slice(&two)));
    report.date += 3600;
    assert_int_equal(wj_write_docx(&diags, &report, &other), WJ_OK);
    assert_false(wj_slice_equal(wj_buf_slice(&one), wj_buf_slice(&other)));
    wj_buf_clear(&other);
    wj_buf_clear(&two);
    wj_buf_clear(&one);
    wj_report_clear(&report);
}

static void dates_that_zip_has_not_are_taken_for_the_nearest(void **state)
{
    static const int64_t dates[] = {0, -1, 4102444800, 9999999999};
    (void)state;
    for (size_t i = 0; i < COUNT(dates); i++) {
        struct wj_report report = tree_new();
        struct wj_diags diags = {0};
        struct wj_buf docx = {0};
        report.date = dates[i];
        assert_int_equal(wj_write_docx(&diags, &report, &docx), WJ_OK);
        wj_buf_clear(&docx);
        wj_report_clear(&report);
    }
}

static void chapters_are_counted_in_chinese(void **state)
{
    static const char *const numbers[] = {"一、",       "九、",        "十、",   "十一、",
                                          "二十、",     "九十九、",    "一百、", "一百零一、",
                                          "一百一十、", "二百三十四、"};
    static const size_t chapters[] = {1, 9, 10, 11, 20, 99, 100, 101, 110, 234};
    struct wj_report report = {.date = 0};
    struct wj_diags diags = {0};
    struct wj_buf docx = {0};
    struct wj_buf text = {0};
    (void)state;
    report.title = wj_arena_copy(&report.arena, wj_slice_of(""));
    for (size_t i = 1; i <= 234; i++) {
        char title[16];
        snprintf(title, sizeof title, "<%zu>", i);
        assert_int_equal(wj_section_open(&report, "a", title), WJ_OK);
    }
    assert_int_equal(wj_write_docx(&diags, &report, &docx), WJ_OK);
    const char *body = part_of(&docx, "word/document.xml", &text);
    for (size_t i = 0; i < COUNT(numbers); i++) {
        char expected[64];
        snprintf(expected, sizeof expected, ">%s&lt;%zu&gt;<", numbers[i], chapters[i]);
        assert_non_null(strstr(body, expected));
    }
    wj_buf_clear(&text);
    wj_buf_clear(&docx);
    wj_report_clear(&report);
}

/* ---- templates ---- */

#define TYPES(main, more)                                                                          \
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"               \
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"                                 \
    "<Override PartName=\"/word/document.xml\" ContentType=\"" main "\"/>" more "</Types>"
#define WORDML "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define RELATIONS(list)                                                                            \
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" list  \
    "</Relationships>"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELATION(id, kind, target)                                                                 \
    "<Relationship Id=\"" id "\" Type=\"" OFFICE "/" kind "\" Target=\"" target "\"/>"
#define W "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""

static const char types[] =
    TYPES(WORDML "document.main+xml",
          "<Override PartName=\"/word/header1.xml\" ContentType=\"" WORDML "header+xml\"/>");
static const char main_relation[] =
    RELATIONS(RELATION("rId1", "officeDocument", "word/document.xml"));
static const char relations[] = RELATIONS(
    RELATION("rId1", "styles", "styles.xml") RELATION("rId2", "header", "header1.xml")
        RELATION("rId3", "settings", "settings.xml") RELATION("rId4", "comments", "comments.xml")
            RELATION("rId5", "header", "header2.xml"));
static const char document[] =
    "<w:document " W " xmlns:r=\"" OFFICE "\"><w:body><w:p><w:r><w:t>their text</w:t></w:r></w:p>"
    "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId2\"/>"
    "<w:pgSz w:w=\"10000\" w:h=\"14000\"/><w:pgMar w:top=\"1000\" w:right=\"1000\" "
    "w:bottom=\"1000\" w:left=\"1000\" w:header=\"500\" w:footer=\"500\" w:gutter=\"0\"/>"
    "<w:cols w:num=\"2\"/></w:sectPr></w:body></w:document>";
static const char styles[] =
    "<x:styles xmlns:x=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
    "<x:style x:type=\"paragraph\" x:default=\"1\" x:styleId=\"a\"><x:name x:val=\"Normal\"/>"
    "</x:style><x:style x:type=\"paragraph\" x:styleId=\"1\"><x:name x:val=\"heading 1\"/>"
    "<x:pPr><x:numPr><x:numId x:val=\"3\"/></x:numPr></x:pPr></x:style></x:styles>";
static const char settings[] = "<w:settings " W "><w:attachedTemplate w:val=\"x\"/>"
                               "<w:evenAndOddHeaders/><w:updateFields/></w:settings>";
static const char header[] = "<w:hdr " W "><w:p/></w:hdr>";

/* A house with one file in another version; NULL: without it. */
static void pack_house(const char *changed, const char *text, struct wj_buf *out)
{
    struct file files[] = {{"[Content_Types].xml", types},
                           {"_rels/.rels", main_relation},
                           {"word/_rels/document.xml.rels", relations},
                           {"word/document.xml", document},
                           {"word/styles.xml", styles},
                           {"word/settings.xml", settings},
                           {"word/header1.xml", header},
                           {"word/header2.xml", "<unused/>"},
                           {"word/comments.xml", "<secret/>"},
                           {NULL, NULL}};
    size_t kept = 0;
    for (size_t i = 0; files[i].name != NULL; i++) {
        bool hit = changed != NULL && strcmp(files[i].name, changed) == 0;
        if (!hit || text != NULL) {
            files[kept] = files[i];
            files[kept].text = hit ? text : files[i].text;
            kept++;
        }
    }
    files[kept] = (struct file){NULL, NULL};
    pack(files, out);
}

static void a_template_lends_styles_and_headers_but_no_text(void **state)
{
    struct wj_report report = tree_new();
    struct wj_diags diags = {0};
    struct wj_buf docx = {0};
    struct wj_buf text = {0};
    (void)state;
    pack_house(NULL, NULL, &report.template);
    assert_int_equal(wj_write_docx(&diags, &report, &docx), WJ_OK);
    const char *body = part_of(&docx, "word/document.xml", &text);
    assert_null(strstr(body, "their text"));
    assert_non_null(strstr(body, "<w:headerReference w:type=\"default\" r:id=\"rId2\"/>"));
    assert_non_null(strstr(body, "<w:pgSz w:w=\"10000\" w:h=\"14000\">"));
    assert_null(strstr(body, "w:num=\"2\""));
    assert_non_null(strstr(body, "<w:pStyle w:val=\"1\"/>"));
    assert_non_null(strstr(body, ">章<")); /* their style numbers it */
    assert_non_null(strstr(body, ">（一）节<"));
    assert_non_null(strstr(part_of(&docx, "word/styles.xml", &text), "wjtab Body"));
    assert_null(strstr(part_of(&docx, "word/settings.xml", &text), "attachedTemplate"));
    assert_null(strstr(text.ptr, "updateFields"));
    assert_non_null(strstr(text.ptr, "evenAndOddHeaders"));
    assert_string_equal(part_of(&docx, "word/header1.xml", &text), header);
    assert_string_equal(part_of(&docx, "word/header2.xml", &text), "");
    assert_string_equal(part_of(&docx, "word/comments.xml", &text), "");
    wj_buf_clear(&text);
    wj_buf_clear(&docx);
    wj_report_clear(&report);
}

static void what_we_wrote_can_be_the_next_template(void **state)
{
    struct wj_report report = tree_new();
    struct wj_diags diags = {0};
    struct wj_buf docx = {0};
    struct wj_buf first = {0};
    struct wj_buf second = {0};
    (void)state;
    assert_int_equal(wj_write_docx(&diags, &report, &report.template), WJ_OK);
    assert_int_equal(wj_write_docx(&diags, &report, &docx), WJ_OK);
    part_of(&report.template, "word/footer1.xml", &first);
    assert_string_equal(part_of(&docx, "word/footer1.xml", &second), wj_buf_text(&first));
    assert_non_null(strstr(part_of(&docx, "word/document.xml", &second), "\"WjBody\""));
    wj_buf_clear(&second);
    wj_buf_clear(&first);
    wj_buf_clear(&docx);
    wj_report_clear(&report);
}

static void check_refused(struct wj_report *report)
{
    struct wj_diags diags = {0};
    struct wj_buf docx = {0};
    report->template_name = "house.docx";
    assert_int_equal(wj_write_docx(&diags, report, &docx), WJ_DEFINITION);
    assert_int_equal(diags.count, 1);
    assert_string_equal(diags.list[0].kind, "template");
    assert_string_equal(diags.list[0].file, "house.docx");
    assert_int_equal(docx.len, 0);
    wj_buf_clear(&docx);
    wj_diags_clear(&diags);
}

static void what_is_no_document_is_refused(void **state)
{
    static const struct file cases[] = {
        {"[Content_Types].xml", NULL},
        {"[Content_Types].xml", "not XML"},
        {"[Content_Types].xml", TYPES(WORDML "other+xml", "")},
        {"[Content_Types].xml",
         TYPES("application/vnd.ms-word.document.macroEnabled.main+xml", "")},
        {"_rels/.rels", NULL},
        {"_rels/.rels", RELATIONS("")},
        {"_rels/.rels", RELATIONS("<Relationship Id=\"rId1\" Type=\"http://purl.oclc.org/ooxml/"
                                  "officeDocument/relationships/officeDocument\" "
                                  "Target=\"word/document.xml\"/>")},
        {"word/document.xml", NULL},
        {"word/document.xml", "<a>"},
        {"word/document.xml", ""},
        {"word/document.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"},
        {"word/_rels/document.xml.rels", NULL},
        {"word/_rels/document.xml.rels", RELATIONS("")},
        {"word/styles.xml", NULL},
        {"word/styles.xml", "<w:styles"},
        {"word/settings.xml", "<"},
        {"word/header1.xml", NULL},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct wj_report report = tree_new();
        pack_house(cases[i].name, cases[i].text, &report.template);
        check_refused(&report);
        wj_report_clear(&report);
    }
}

static void what_is_no_zip_file_is_refused(void **state)
{
    static const char *const files[] = {"text", "PK\x03\x04 not really",
                                        "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 encrypted"};
    (void)state;
    for (size_t i = 0; i < COUNT(files); i++) {
        struct wj_report report = tree_new();
        wj_buf_add_text(&report.template, files[i]);
        check_refused(&report);
        wj_report_clear(&report);
    }
}

static void a_bomb_is_refused(void **state)
{
    enum { LARGE = 20 << 20 };
    struct wj_report report = tree_new();
    char *large = wj_alloc(LARGE + 1);
    (void)state;
    memset(large, ' ', LARGE);
    pack_house("word/header1.xml", large, &report.template);
    check_refused(&report);
    wj_free(large);
    wj_report_clear(&report);
}

/* Any byte of a template may be wrong: it is refused, or used, and nothing else. */
static void damaged_templates_do_no_harm(void **state)
{
    struct wj_report report = tree_new();
    (void)state;
    pack_house(NULL, NULL, &report.template);
    for (size_t i = 0; i < report.template.len; i += 7) {
        struct wj_diags diags = {0};
        struct wj_buf docx = {0};
        report.template.ptr[i] ^= 0x55;
        enum wj_status status = wj_write_docx(&diags, &report, &docx);
        assert_true(status == WJ_OK || status == WJ_DEFINITION);
        assert_int_equal(diags.count, status == WJ_OK ? 0 : 1);
        report.template.ptr[i] ^= 0x55;
        wj_buf_clear(&docx);
        wj_diags_clear(&diags);
    }
    wj_report_clear(&report);
}

/* ---- memory ---- */

static void fail_every_request(struct wj_report *report)
{
    struct wj_diags diags = {0};
    struct wj_buf whole = {0};
    wj_memory_fail_at(0);
    assert_int_equal(wj_write_docx(&diags, report, &whole), WJ_OK);
    unsigned long requests = wj_memory_requests();
    for (unsigned long n = 1; n <= requests; n++) {
        struct wj_buf docx = {0};
        wj_memory_fail_at(n);
        assert_int_equal(wj_write_docx(&diags, report, &docx), WJ_MEMORY);
        wj_memory_fail_at(0);
        wj_buf_clear(&docx);
    }
    wj_buf_clear(&whole);
    wj_diags_clear(&diags);
}

static void no_failing_request_does_harm(void **state)
{
    struct wj_report report = tree_new();
    (void)state;
    fail_every_request(&report);
    pack_house(NULL, NULL, &report.template);
    fail_every_request(&report);
    wj_report_clear(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tree_becomes_a_document),
        cmocka_unit_test(a_heading_stands_on_the_page_of_its_wide_table),
        cmocka_unit_test(the_same_tree_makes_the_same_bytes),
        cmocka_unit_test(dates_that_zip_has_not_are_taken_for_the_nearest),
        cmocka_unit_test(chapters_are_counted_in_chinese),
        cmocka_unit_test(a_template_lends_styles_and_headers_but_no_text),
        cmocka_unit_test(what_we_wrote_can_be_the_next_template),
        cmocka_unit_test(what_is_no_document_is_refused),
        cmocka_unit_test(what_is_no_zip_file_is_refused),
        cmocka_unit_test(a_bomb_is_refused),
        cmocka_unit_test(damaged_templates_do_no_harm),
        cmocka_unit_test(no_failing_request_does_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
