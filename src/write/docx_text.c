#include "docx.h"

#include "wjtab/base/text.h"
#include "writer.h"

enum { LONG_WORD = 16 };

static void add_codepoint(struct wj_buf *out, const char *start, size_t len)
{
    unsigned char byte = (unsigned char)*start;
    int32_t codepoint = byte;
    if (len == 3) {
        wj_utf8_next(wj_slice(start, len), &codepoint);
    }
    if (byte == '<') {
        wj_buf_add_text(out, "&lt;");
    } else if (byte == '>') {
        wj_buf_add_text(out, "&gt;");
    } else if (byte == '&') {
        wj_buf_add_text(out, "&amp;");
    } else if (byte == '"') {
        wj_buf_add_text(out, "&quot;");
    } else if (byte == '\t' || byte == '\n' || byte == '\r') {
        wj_buf_addf(out, "&#%d;", byte);
    } else if (byte < ' ') {
        wj_buf_add_codepoint(out, 0x2400 + byte);
    } else {
        wj_buf_add_codepoint(out, codepoint >= 0xFFFE ? 0xFFFD : codepoint);
    }
}

/* Bytes at the start of valid UTF-8 that stand in XML as they are. */
static size_t plain_bytes(struct wj_slice text)
{
    size_t len = 0;
    while (len < text.len) {
        unsigned char byte = (unsigned char)text.ptr[len];
        bool noncharacter = byte == 0xEF && (unsigned char)text.ptr[len + 1] == 0xBF &&
                            (unsigned char)text.ptr[len + 2] >= 0xBE;
        if (byte < ' ' || byte == '<' || byte == '>' || byte == '&' || byte == '"' ||
            noncharacter) {
            break;
        }
        len++;
    }
    return len;
}

static void escape_valid(struct wj_buf *out, struct wj_slice text)
{
    while (text.len > 0) {
        size_t plain = plain_bytes(text);
        wj_buf_add(out, wj_slice(text.ptr, plain));
        text = wj_slice_from(text, plain);
        if (text.len > 0) {
            size_t len = (unsigned char)text.ptr[0] == 0xEF ? 3 : 1;
            add_codepoint(out, text.ptr, len);
            text = wj_slice_from(text, len);
        }
    }
}

static void escape(struct wj_buf *out, struct wj_slice text)
{
    while (text.len > 0) {
        size_t valid = wj_utf8_valid(text);
        escape_valid(out, wj_slice(text.ptr, valid));
        text = wj_slice_from(text, valid);
        if (text.len > 0) {
            wj_buf_add_codepoint(out, 0xFFFD);
            text = wj_slice_from(text, 1);
        }
    }
}

void wj_docx_escape(struct wj_buf *out, const char *text)
{
    escape(out, wj_slice_of(text));
}

/* The order of the elements is the schema's. */
void wj_docx_paragraph(struct wj_docx *docx, enum wj_docx_role role,
                       const struct wj_docx_look *look)
{
    static const struct wj_docx_look plain = {0};
    struct wj_buf *body = &docx->body;
    look = look != NULL ? look : &plain;
    wj_buf_addf(body, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>", docx->styles[role]);
    wj_buf_add_text(body, look->keep_next ? "<w:keepNext/>" : "");
    wj_buf_add_text(body, docx->page_break ? "<w:pageBreakBefore/>" : "");
    wj_buf_add_text(body, look->tabs != NULL ? look->tabs : "");
    if (look->align != NULL) {
        wj_buf_addf(body, "<w:jc w:val=\"%s\"/>", look->align);
    }
    if (role == WJ_ROLE_HEADING_1 || role == WJ_ROLE_HEADING_2) {
        wj_buf_addf(body, "<w:outlineLvl w:val=\"%d\"/>", role == WJ_ROLE_HEADING_1 ? 0 : 1);
    }
    wj_buf_add_text(body, look->section != NULL ? look->section : "");
    wj_buf_add_text(body, "</w:pPr>");
    docx->page_break = false;
}

void wj_docx_paragraph_end(struct wj_docx *docx)
{
    wj_buf_add_text(&docx->body, "</w:p>");
}

/* Curved quotation marks, dashes and dots are Chinese and Latin at once; the hint says which. */
static void add_run_look(struct wj_docx *docx, bool strong, unsigned size)
{
    struct wj_buf *body = &docx->body;
    if (!docx->chinese && !strong && size == 0) {
        return;
    }
    wj_buf_add_text(body, "<w:rPr>");
    wj_buf_add_text(body, docx->chinese ? "<w:rFonts w:hint=\"eastAsia\"/>" : "");
    wj_buf_add_text(body, strong ? "<w:b/><w:bCs/>" : "");
    if (size != 0) {
        wj_buf_addf(body, "<w:sz w:val=\"%u\"/><w:szCs w:val=\"%u\"/>", size, size);
    }
    wj_buf_add_text(body, "</w:rPr>");
}

void wj_docx_run(struct wj_docx *docx, const char *text, bool strong, unsigned size)
{
    struct wj_buf *body = &docx->body;
    wj_buf_add_text(body, "<w:r>");
    add_run_look(docx, strong, size);
    while (*text != '\0') {
        size_t len = strcspn(text, "\t\r\n");
        if (len > 0) {
            wj_buf_add_text(body, "<w:t xml:space=\"preserve\">");
            escape(body, wj_slice(text, len));
            wj_buf_add_text(body, "</w:t>");
        }
        text += len;
        if (*text != '\0') {
            wj_buf_add_text(body, *text == '\t' ? "<w:tab/>" : "<w:br/>");
            text += text[0] == '\r' && text[1] == '\n' ? 2 : 1;
        }
    }
    wj_buf_add_text(body, "</w:r>");
}

void wj_docx_say(struct wj_docx *docx, enum wj_docx_role role, const char *text)
{
    size_t line;
    size_t word;
    wj_text_measure(text, &line, &word);
    /* A digest or a formula leaves much of the line before it empty: justified, its few characters
     * would stand far apart. */
    bool torn = role == WJ_ROLE_BODY && word > LONG_WORD;
    struct wj_docx_look look = {.align = torn ? "left" : NULL};
    wj_docx_paragraph(docx, role, &look);
    wj_docx_run(docx, text, false, 0);
    wj_docx_paragraph_end(docx);
}
