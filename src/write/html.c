#include "html.h"
#include "wjtab/base/text.h"
#include "writer.h"

enum { WIDE = 51000, NARROW = 24600 };

/* Ids count up; 0 is the title. */
struct page {
    struct wj_buf *out;
    const struct wj_report *report;
    size_t ids;
    size_t heading; /* the id of the last one */
};

static void add_element(struct wj_buf *out, const char *open, const char *text, const char *close)
{
    wj_buf_add_text(out, open);
    wj_html_text(out, text);
    wj_buf_addf(out, "%s\n", close);
}

/* ---- charts ---- */

static enum wj_status add_drawing(struct page *page, const struct wj_chart *chart, int32_t width)
{
    struct wj_drawing drawing = {0};
    struct wj_svg_frame frame = {.kind = width == WIDE ? "wide" : "narrow",
                                 .title = chart->title,
                                 .description = chart->description,
                                 .id = ++page->ids};
    enum wj_status status = wj_drawing_make(chart, width, &drawing);
    if (status == WJ_OK) {
        wj_svg_add(page->out, &drawing, &frame);
    }
    wj_drawing_clear(&drawing);
    return status;
}

static enum wj_status add_chart(struct page *page, const struct wj_chart *chart)
{
    enum wj_status status = WJ_OK;
    add_element(page->out, "<figure>\n<figcaption>", chart->title, "</figcaption>");
    for (size_t i = 0; status == WJ_OK && i < wj_chart_pieces(chart); i++) {
        struct wj_chart piece = wj_chart_piece(chart, i);
        status = add_drawing(page, &piece, WIDE);
        if (status == WJ_OK) {
            status = add_drawing(page, &piece, NARROW);
        }
    }
    wj_buf_add_text(page->out, "</figure>\n");
    return status;
}

/* ---- the other blocks ---- */

/* The style has columns for three widths, in halves of an em; wider options take a line each. */
static void add_choices(struct wj_buf *out, const struct wj_block *block)
{
    static const struct {
        size_t most;
        const char *name;
    } widths[] = {{12, " short"}, {22, " middle"}, {36, " wider"}};
    size_t widest = 0;
    size_t kind = 0;
    for (size_t i = 0; i < block->count; i++) {
        struct wj_slice text = wj_slice_of(block->choices[i]);
        size_t width = wj_text_width(wj_slice(text.ptr, wj_utf8_valid(text)));
        widest = width > widest ? width : widest;
    }
    while (kind < sizeof widths / sizeof *widths && widest > widths[kind].most) {
        kind++;
    }
    wj_buf_addf(out, "<ul class=\"choices%s\">\n",
                kind < sizeof widths / sizeof *widths ? widths[kind].name : "");
    for (size_t i = 0; i < block->count; i++) {
        add_element(out, "<li>", block->choices[i], "</li>");
    }
    wj_buf_add_text(out, "</ul>\n");
}

static void add_blanks(struct wj_buf *out, size_t count)
{
    wj_buf_add_text(out, "<div class=\"blanks\">\n");
    for (size_t i = 0; i < count; i++) {
        wj_buf_add_text(out, "<div></div>\n");
    }
    wj_buf_add_text(out, "</div>\n");
}

static enum wj_status add_block(struct page *page, const struct wj_block *block)
{
    struct wj_buf *out = page->out;
    switch (block->kind) {
    case WJ_PARAGRAPH:
        add_element(out, "<p>", block->text, "</p>");
        break;
    case WJ_REMARK:
        add_element(out, "<p class=\"note\">", block->text, "</p>");
        break;
    case WJ_HEADING:
        page->heading = ++page->ids;
        wj_buf_addf(out, "<h3 id=\"h%zu\">", page->heading);
        add_element(out, "", block->text, "</h3>");
        break;
    case WJ_TABLE:
        wj_html_table(out, block->grid, block->text, ++page->ids, page->heading);
        break;
    case WJ_CHART:
        return add_chart(page, block->chart);
    case WJ_QUESTION:
        add_element(out, "<p class=\"question\">", block->text, "</p>");
        break;
    case WJ_ASIDE:
        add_element(out, "<p class=\"aside\">", block->text, "</p>");
        break;
    case WJ_CHOICES:
        add_choices(out, block);
        break;
    case WJ_BLANKS:
        add_blanks(out, block->count);
        break;
    }
    return WJ_OK;
}

/* ---- sections ---- */

static bool is_titled(const struct wj_section *section)
{
    return section->title != NULL && section->title[0] != '\0';
}

static enum wj_status add_section(struct page *page, size_t number)
{
    const struct wj_section *section = &page->report->sections[number];
    enum wj_status status = WJ_OK;
    if (is_titled(section)) {
        page->heading = ++page->ids;
        wj_buf_addf(page->out, "<section id=\"s%zu\">\n<h2 id=\"h%zu\">", number + 1,
                    page->heading);
        add_element(page->out, "", section->title, "</h2>");
    } else {
        page->heading = 0;
        wj_buf_add_text(page->out, "<div>\n");
    }
    for (size_t i = 0; status == WJ_OK && i < section->block_count; i++) {
        status = section->blocks[i].brief ? WJ_OK : add_block(page, &section->blocks[i]);
    }
    wj_buf_add_text(page->out, is_titled(section) ? "</section>\n" : "</div>\n");
    return status;
}

/* The sections as links; none where there is nothing to choose from. */
static void add_contents(const struct page *page)
{
    const struct wj_report *report = page->report;
    size_t titled = 0;
    for (size_t i = 0; i < report->section_count; i++) {
        titled += is_titled(&report->sections[i]);
    }
    if (titled < 2) {
        return;
    }
    wj_buf_add_text(page->out, "<nav aria-labelledby=\"h0\">\n<ol>\n");
    for (size_t i = 0; i < report->section_count; i++) {
        if (is_titled(&report->sections[i])) {
            wj_buf_addf(page->out, "<li><a href=\"#s%zu\">", i + 1);
            add_element(page->out, "", report->sections[i].title, "</a></li>");
        }
    }
    wj_buf_add_text(page->out, "</ol>\n</nav>\n");
}

/* ---- the page ---- */

static enum wj_status add_head(const struct page *page)
{
    struct wj_buf *out = page->out;
    struct wj_buf style = {0};
    struct wj_buf source = {0};
    wj_html_style(&style);
    enum wj_status status = wj_buf_status(&style);
    if (status == WJ_OK) {
        status = wj_html_style_source(wj_buf_slice(&style), &source);
    }
    wj_buf_addf(out,
                "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                "style-src %s; base-uri 'none'; form-action 'none'\">\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                "<meta name=\"color-scheme\" content=\"light dark\">\n",
                page->report->language == WJ_CHINESE ? "zh-CN" : "en", wj_buf_text(&source));
    add_element(out, "<title>", page->report->title, "</title>");
    wj_buf_add_text(out, "<style>");
    wj_buf_add(out, wj_buf_slice(&style));
    wj_buf_add_text(out, "</style>\n</head>\n");
    wj_buf_clear(&style);
    wj_buf_clear(&source);
    return status;
}

enum wj_status wj_write_html(const struct wj_report *report, struct wj_buf *out)
{
    unsigned long failures = wj_memory_failures();
    struct page page = {.out = out, .report = report};
    enum wj_status status = add_head(&page);
    add_element(out, "<body>\n<header>\n<h1 id=\"h0\">", report->title, "</h1>\n</header>");
    add_contents(&page);
    wj_buf_add_text(out, "<main>\n");
    for (size_t i = 0; status == WJ_OK && i < report->section_count; i++) {
        status = add_section(&page, i);
    }
    wj_buf_add_text(out, "</main>\n</body>\n</html>\n");
    return status == WJ_OK ? wj_memory_status(failures) : status;
}

static enum wj_status write_page(struct wj_diags *diags, const struct wj_report *report,
                                 struct wj_made_list *made)
{
    (void)diags;
    struct wj_made *file = wj_made_add(made, "report.html");
    return file != NULL ? wj_write_html(report, &file->bytes) : WJ_MEMORY;
}

const struct wj_writer wj_html_writer = {WJ_FORMAT_HTML, write_page};
