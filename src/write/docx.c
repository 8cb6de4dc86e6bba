#include "docx.h"

#include "writer.h"

static const char document_start[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
    " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
    " xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\""
    " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\""
    " xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><w:body>";

/* ---- headings and their numbers ---- */

/* 1 to 999 as 一, 十二, 二十, 一百零五. */
static void add_chinese(struct wj_buf *out, size_t number)
{
    static const char *const digits[] = {"零", "一", "二", "三", "四",
                                         "五", "六", "七", "八", "九"};
    size_t tens = number / 10 % 10;
    if (number > 999) {
        wj_buf_addf(out, "%zu", number);
        return;
    }
    if (number >= 100) {
        wj_buf_addf(out, "%s百", digits[number / 100]);
    }
    if (tens > 0) {
        wj_buf_addf(out, "%s十", tens > 1 || number >= 100 ? digits[tens] : "");
    } else if (number >= 100 && number % 10 > 0) {
        wj_buf_add_text(out, digits[0]);
    }
    if (number % 10 > 0) {
        wj_buf_add_text(out, digits[number % 10]);
    }
}

static void add_number(const struct wj_docx *docx, struct wj_buf *out, int level, size_t number)
{
    if (!docx->numbered[level]) {
        return;
    }
    if (!docx->chinese) {
        wj_buf_addf(out, level == 0 ? "%zu. " : "(%zu) ", number);
        return;
    }
    wj_buf_add_text(out, level == 0 ? "" : "（");
    add_chinese(out, number);
    wj_buf_add_text(out, level == 0 ? "、" : "）");
}

/* The text of the next heading of a level. */
static const char *next_heading(struct wj_docx *docx, struct wj_buf *store, int level,
                                const char *text)
{
    docx->headings[level]++;
    if (level == 0) {
        docx->headings[1] = 0;
    }
    wj_buf_reset(store);
    add_number(docx, store, level, docx->headings[level]);
    wj_buf_add_text(store, text);
    return wj_buf_text(store);
}

/* Calls a function with every heading in order; the function sees them numbered. */
static void each_heading(struct wj_docx *docx,
                         void (*see)(struct wj_docx *, int level, const char *text))
{
    struct wj_buf store = {0};
    docx->headings[0] = docx->headings[1] = 0;
    for (size_t i = 0; i < docx->report->section_count; i++) {
        const struct wj_section *section = &docx->report->sections[i];
        if (section->title[0] != '\0') {
            see(docx, 0, next_heading(docx, &store, 0, section->title));
        }
        for (size_t j = 0; j < section->block_count; j++) {
            if (section->blocks[j].kind == WJ_HEADING) {
                see(docx, 1, next_heading(docx, &store, 1, section->blocks[j].text));
            }
        }
    }
    docx->headings[0] = docx->headings[1] = 0;
    wj_buf_clear(&store);
}

static void add_bookmark(struct wj_docx *docx)
{
    if (docx->report->contents) {
        docx->bookmarks++;
        wj_buf_addf(&docx->body,
                    "<w:bookmarkStart w:id=\"%zu\" w:name=\"_Toc%09zu\"/>"
                    "<w:bookmarkEnd w:id=\"%zu\"/>",
                    docx->bookmarks, docx->bookmarks, docx->bookmarks);
    }
}

/* A heading is on the page of the table that it stands over: alone on a page it would head
 * nothing. `below`: the section's first block behind it. */
static enum wj_status turn_for_heading(struct wj_docx *docx, const struct wj_section *section,
                                       size_t below)
{
    bool sideways = false;
    enum wj_status status = WJ_OK;
    while (below < section->block_count &&
           (section->blocks[below].brief || section->blocks[below].kind == WJ_HEADING)) {
        below++;
    }
    if (below < section->block_count && section->blocks[below].kind == WJ_TABLE) {
        status = wj_docx_table_turns(docx, section->blocks[below].grid, &sideways);
    }
    wj_docx_turn(docx, sideways);
    return status;
}

static enum wj_status add_heading(struct wj_docx *docx, int level, const char *text,
                                  const struct wj_section *section, size_t below)
{
    struct wj_buf store = {0};
    const char *numbered = next_heading(docx, &store, level, text);
    enum wj_status status = turn_for_heading(docx, section, below);
    wj_docx_paragraph(docx, level == 0 ? WJ_ROLE_HEADING_1 : WJ_ROLE_HEADING_2, NULL);
    add_bookmark(docx);
    wj_docx_run(docx, numbered, false, 0);
    wj_docx_paragraph_end(docx);
    wj_buf_clear(&store);
    return status;
}

/* ---- table of contents ---- */

/* A field whose result is there: no page numbers, which only a layout knows, so nothing has to be
 * brought up to date by hand, and nothing is out of date when it is. */
static void add_entry(struct wj_docx *docx, int level, const char *text)
{
    wj_docx_paragraph(docx, level == 0 ? WJ_ROLE_CONTENTS_1 : WJ_ROLE_CONTENTS_2, NULL);
    if (docx->bookmarks == 0) {
        wj_buf_add_text(&docx->body,
                        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText "
                        "xml:space=\"preserve\"> TOC \\o \"1-2\" \\n \\h \\z \\u </w:instrText>"
                        "</w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>");
    }
    docx->bookmarks++;
    wj_buf_addf(&docx->body, "<w:hyperlink w:anchor=\"_Toc%09zu\" w:history=\"1\">",
                docx->bookmarks);
    wj_docx_run(docx, text, false, 0);
    wj_buf_add_text(&docx->body, "</w:hyperlink>");
    wj_docx_paragraph_end(docx);
}

static void add_contents(struct wj_docx *docx)
{
    static const char end[] = "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>";
    wj_docx_say(docx, WJ_ROLE_CONTENTS, docx->chinese ? "目　录" : "Contents");
    each_heading(docx, add_entry);
    if (docx->bookmarks > 0 && !docx->body.failed) {
        docx->body.len -= strlen("</w:p>");
        wj_buf_add_text(&docx->body, end);
    }
    docx->bookmarks = 0;
    docx->page_break = true;
}

/* ---- the body ---- */

void wj_docx_turn(struct wj_docx *docx, bool sideways)
{
    struct wj_docx_look look = {.section = docx->section[docx->later][docx->sideways]};
    if (sideways == docx->sideways) {
        return;
    }
    wj_docx_paragraph(docx, WJ_ROLE_GAP, &look);
    wj_docx_paragraph_end(docx);
    docx->sideways = sideways;
    docx->later = true;
}

void wj_docx_caption(struct wj_docx *docx, const char *kind, size_t number, const char *text,
                     bool keep_next)
{
    struct wj_docx_look look = {.keep_next = keep_next};
    struct wj_buf store = {0};
    wj_buf_addf(&store, docx->chinese ? "%s %zu　%s" : "%s %zu. %s", kind, number, text);
    wj_docx_paragraph(docx, WJ_ROLE_CAPTION, &look);
    wj_docx_run(docx, wj_buf_text(&store), false, 0);
    wj_docx_paragraph_end(docx);
    wj_buf_clear(&store);
}

static void add_question(struct wj_docx *docx, const struct wj_block *block, bool answered_below)
{
    struct wj_docx_look look = {.keep_next = answered_below};
    wj_docx_paragraph(docx, WJ_ROLE_QUESTION, &look);
    wj_docx_run(docx, block->text, false, 0);
    wj_docx_paragraph_end(docx);
}

static void add_aside(struct wj_docx *docx, const struct wj_block *block)
{
    struct wj_docx_look look = {.align = "right"};
    wj_docx_paragraph(docx, WJ_ROLE_BODY, &look);
    wj_docx_run(docx, block->text, false, 0);
    wj_docx_paragraph_end(docx);
}

/* Is there something behind a block that belongs to it: options, lines, a table? */
static bool has_answer(const struct wj_section *section, size_t block)
{
    if (block + 1 == section->block_count) {
        return false;
    }
    enum wj_block_kind next = section->blocks[block + 1].kind;
    return next == WJ_CHOICES || next == WJ_BLANKS || next == WJ_TABLE;
}

static enum wj_status add_block(struct wj_docx *docx, const struct wj_section *section,
                                size_t number)
{
    const struct wj_block *block = &section->blocks[number];
    /* A note stays beside its table; a table and its heading look for themselves. */
    if (block->kind != WJ_REMARK && block->kind != WJ_TABLE && block->kind != WJ_HEADING) {
        wj_docx_turn(docx, false);
    }
    switch (block->kind) {
    case WJ_PARAGRAPH:
        wj_docx_say(docx, WJ_ROLE_BODY, block->text);
        return WJ_OK;
    case WJ_REMARK:
        wj_docx_say(docx, WJ_ROLE_REMARK, block->text);
        return WJ_OK;
    case WJ_HEADING:
        return add_heading(docx, 1, block->text, section, number + 1);
    case WJ_TABLE:
        return wj_docx_table(docx, block);
    case WJ_CHART:
        return wj_docx_chart(docx, block->chart);
    case WJ_QUESTION:
        add_question(docx, block, has_answer(section, number));
        return WJ_OK;
    case WJ_ASIDE:
        add_aside(docx, block);
        return WJ_OK;
    case WJ_CHOICES:
        wj_docx_choices(docx, block);
        return WJ_OK;
    case WJ_BLANKS:
        wj_docx_blanks(docx, block);
        return WJ_OK;
    }
    return WJ_INTERNAL;
}

static enum wj_status add_sections(struct wj_docx *docx)
{
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < docx->report->section_count; i++) {
        const struct wj_section *section = &docx->report->sections[i];
        if (section->title[0] != '\0') {
            status = add_heading(docx, 0, section->title, section, 0);
        }
        for (size_t j = 0; status == WJ_OK && j < section->block_count; j++) {
            status = section->blocks[j].brief ? WJ_OK : add_block(docx, section, j);
        }
    }
    return status;
}

static enum wj_status add_body(struct wj_docx *docx)
{
    wj_buf_add_text(&docx->body, document_start);
    if (docx->report->title[0] != '\0') {
        wj_docx_say(docx, WJ_ROLE_TITLE, docx->report->title);
    }
    if (docx->report->contents) {
        add_contents(docx);
    }
    enum wj_status status = add_sections(docx);
    wj_buf_add_text(&docx->body, docx->section[docx->later][docx->sideways]);
    wj_buf_add_text(&docx->body, "</w:body></w:document>");
    return status;
}

static enum wj_status make(struct wj_docx *docx, struct wj_buf *out)
{
    /* First among the parts, though it is filled last. */
    struct wj_docx_part *document = wj_docx_part(
        docx, "word/document.xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml");
    if (document == NULL) {
        return WJ_MEMORY;
    }
    enum wj_status status =
        docx->report->template.len > 0 ? wj_docx_template(docx) : wj_docx_house(docx);
    if (status == WJ_OK) {
        status = add_body(docx);
    }
    if (status == WJ_OK) {
        docx->parts[0].bytes = docx->body;
        docx->body = (struct wj_buf){0};
        status = wj_docx_finish(docx);
    }
    return status == WJ_OK ? wj_docx_pack(docx, out) : status;
}

enum wj_status wj_write_docx(struct wj_diags *diags, const struct wj_report *report,
                             struct wj_buf *out)
{
    unsigned long failures = wj_memory_failures();
    struct wj_docx docx = {
        .report = report, .diags = diags, .chinese = report->language == WJ_CHINESE};
    enum wj_status status = make(&docx, out);
    for (size_t i = 0; i < docx.part_count; i++) {
        wj_buf_clear(&docx.parts[i].bytes);
    }
    wj_free(docx.parts);
    wj_free(docx.relations);
    wj_buf_clear(&docx.body);
    wj_arena_clear(&docx.arena);
    return wj_memory_status(failures) != WJ_OK ? WJ_MEMORY : status;
}

static enum wj_status write_report(struct wj_diags *diags, const struct wj_report *report,
                                   struct wj_made_list *made)
{
    struct wj_made *file = wj_made_add(made, "report.docx");
    return file != NULL ? wj_write_docx(diags, report, &file->bytes) : WJ_MEMORY;
}

const struct wj_writer wj_docx_writer = {WJ_FORMAT_DOCX, write_report};
