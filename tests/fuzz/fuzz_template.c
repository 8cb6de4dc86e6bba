/* Any bytes as a template of report.docx, or as one part of an otherwise sound one: a document is
 * made, or the template is refused with a message, and never anything else.
 *
 * An input that begins with a digit is a part's text behind it: 0 the styles, 1 the document, 2 its
 * relations, 3 the settings, 4 the footnotes, 5 the content types, 6 the package's relations.
 * Anything else is the file itself. */
#include "input.h"
#include "wjtab/report/section.h"
#include "wjtab/write/write.h"

#define WORD "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""

static const struct part parts[] = {
    {"word/styles.xml", "<w:styles " WORD "><w:style w:type=\"paragraph\" w:default=\"1\" "
                        "w:styleId=\"a\"><w:name w:val=\"Normal\"/></w:style></w:styles>"},
    {"word/document.xml", "<w:document " WORD " xmlns:r=\"" OFFICE "\"><w:body><w:sectPr>"
                          "<w:headerReference w:type=\"default\" r:id=\"d\"/></w:sectPr></w:body>"
                          "</w:document>"},
    {"word/_rels/document.xml.rels",
     "<Relationships xmlns=\"" PACKAGE "relationships\">"
     "<Relationship Id=\"a\" Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/>"
     "<Relationship Id=\"b\" Type=\"" OFFICE "/settings\" Target=\"settings.xml\"/>"
     "<Relationship Id=\"c\" Type=\"" OFFICE "/footnotes\" Target=\"footnotes.xml\"/>"
     "<Relationship Id=\"d\" Type=\"" OFFICE "/header\" Target=\"header.xml\"/>"
     "</Relationships>"},
    {"word/settings.xml", "<w:settings " WORD "/>"},
    {"word/footnotes.xml", "<w:footnotes " WORD "><w:footnote w:id=\"1\"/></w:footnotes>"},
    {"[Content_Types].xml",
     "<Types xmlns=\"" PACKAGE "content-types\"><Override PartName=\"/word/document.xml\" "
     "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main"
     "+xml\"/></Types>"},
    {"_rels/.rels", "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"a\" "
                    "Type=\"" OFFICE "/officeDocument\" Target=\"word/document.xml\"/>"
                    "</Relationships>"},
    {"word/header.xml", "<w:hdr " WORD "/>"},
    {"word/_rels/header.xml.rels", "<Relationships xmlns=\"" PACKAGE "relationships\"/>"},
};

enum { PARTS = sizeof parts / sizeof *parts, CHOICES = 7 };

static void pack(size_t choice, struct wj_slice text, struct wj_buf *out)
{
    zip_stat_t info;
    zip_source_t *whole = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *zip = zip_open_from_source(whole, ZIP_TRUNCATE, NULL);
    if (zip == NULL) {
        abort();
    }
    zip_source_keep(whole);
    add_parts(zip, parts, PARTS, choice, text);
    if (zip_close(zip) != 0 || zip_source_stat(whole, &info) != 0 || zip_source_open(whole) != 0) {
        abort();
    }
    char *room = wj_buf_reserve(out, info.size);
    if (room == NULL || zip_source_read(whole, room, info.size) < 0) {
        abort();
    }
    out->len += info.size;
    zip_source_close(whole);
    zip_source_free(whole);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct wj_report report = {.contents = true};
    struct wj_diags diags = {0};
    struct wj_buf docx = {0};
    if (size < 1) {
        return 0;
    }
    struct wj_slice input = wj_slice((const char *)data, size);
    if (data[0] >= '0' && data[0] < '0' + CHOICES) {
        pack((size_t)(data[0] - '0'), wj_slice_from(input, 1), &report.template);
    } else {
        wj_buf_add(&report.template, input);
    }
    report.title = wj_arena_copy(&report.arena, wj_slice_of("t"));
    if (wj_section_open(&report, "a", "b") != WJ_OK ||
        wj_section_say(&report, WJ_PARAGRAPH, "c") != WJ_OK) {
        abort();
    }
    enum wj_status status = wj_write_docx(&diags, &report, &docx);
    bool refused = status == WJ_DEFINITION && diags.count == 1;
    if (!refused && (status != WJ_OK || diags.count > 0)) {
        abort();
    }
    wj_buf_clear(&docx);
    wj_diags_clear(&diags);
    wj_report_clear(&report);
    return 0;
}
