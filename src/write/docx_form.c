#include "docx.h"

#include "wjtab/base/text.h"

/* Options to tick and lines to write on: the blank questionnaire. */

enum { MOST_IN_LINE = 4, AROUND = 6 }; /* halves of an em: "□ " before an option, a gap behind */

/* Where the options of a line begin. */
struct stops {
    size_t count; /* options in a line */
    bool equal;   /* all as wide as the widest; else each as wide as it is, in one line */
};

static int32_t width_of(const struct wj_docx *docx, const char *choice)
{
    struct wj_slice text = wj_slice_of(choice);
    size_t width = wj_text_width(wj_slice(text.ptr, wj_utf8_valid(text)));
    size_t most = (size_t)docx->width[0];
    width = (width + AROUND) * docx->choice_size * 5;
    return (int32_t)(width < most ? width : most);
}

/* All in one line where they fit, else as many side by side as the widest lets. */
static struct stops arrange(const struct wj_docx *docx, const struct wj_block *block, int32_t room)
{
    int32_t widest = 1;
    int32_t sum = 0;
    for (size_t i = 0; i < block->count; i++) {
        int32_t width = width_of(docx, block->choices[i]);
        widest = width > widest ? width : widest;
        sum = sum < room ? sum + width : sum;
    }
    size_t fit = (size_t)(room / widest);
    fit = fit > MOST_IN_LINE ? MOST_IN_LINE : fit;
    struct stops stops = {.count = fit > 1 ? fit : 1, .equal = true};
    if (fit < block->count && sum <= room) {
        stops = (struct stops){.count = block->count, .equal = false};
    }
    return stops;
}

static void add_stops(const struct wj_docx *docx, const struct wj_block *block, struct stops stops,
                      int32_t left, struct wj_buf *out)
{
    int32_t room = docx->width[docx->sideways] - left;
    int32_t at = left;
    wj_buf_add_text(out, "<w:tabs>");
    for (size_t i = 1; i < stops.count; i++) {
        at += stops.equal ? room / (int32_t)stops.count : width_of(docx, block->choices[i - 1]);
        wj_buf_addf(out, "<w:tab w:val=\"left\" w:pos=\"%d\"/>", at);
    }
    wj_buf_add_text(out, "</w:tabs>");
}

void wj_docx_choices(struct wj_docx *docx, const struct wj_block *block)
{
    struct wj_buf tabs = {0};
    struct wj_buf line = {0};
    struct stops stops = arrange(docx, block, docx->width[docx->sideways] - docx->choice_left);
    add_stops(docx, block, stops, docx->choice_left, &tabs);
    for (size_t i = 0; i < block->count; i += stops.count) {
        struct wj_docx_look look = {
            .keep_next =
                i + stops.count<block->count, .tabs = stops.count> 1 ? wj_buf_text(&tabs) : NULL};
        wj_buf_reset(&line);
        for (size_t j = i; j < i + stops.count && j < block->count; j++) {
            wj_buf_addf(&line, "%s□ %s", j > i ? "\t" : "", block->choices[j]);
        }
        wj_docx_paragraph(docx, WJ_ROLE_CHOICES, &look);
        wj_docx_run(docx, wj_buf_text(&line), false, 0);
        wj_docx_paragraph_end(docx);
    }
    wj_buf_clear(&line);
    wj_buf_clear(&tabs);
}

void wj_docx_blanks(struct wj_docx *docx, const struct wj_block *block)
{
    struct wj_buf tabs = {0};
    wj_buf_addf(&tabs,
                "<w:tabs><w:tab w:val=\"right\" w:leader=\"underscore\" w:pos=\"%d\"/></w:tabs>",
                docx->width[docx->sideways]);
    for (size_t i = 0; i < block->count; i++) {
        struct wj_docx_look look = {.keep_next = i + 1 < block->count, .tabs = wj_buf_text(&tabs)};
        wj_docx_paragraph(docx, WJ_ROLE_BLANKS, &look);
        wj_docx_run(docx, "\t", false, 0);
        wj_docx_paragraph_end(docx);
    }
    wj_buf_clear(&tabs);
}
