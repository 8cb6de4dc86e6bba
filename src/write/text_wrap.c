/* Sentences that are as wide as the window, and how wide a text is. */
#include "wjtab/base/text.h"
#include "writer.h"

void wj_text_shown(struct wj_buf *out, struct wj_slice text)
{
    size_t start = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\t') {
            wj_text_escape(out, wj_slice(text.ptr + start, i - start));
            wj_buf_add_char(out, ' ');
            start = i + 1;
        }
    }
    wj_text_escape(out, wj_slice_from(text, start));
}

/* Signs that no line begins with, and none ends with. */
static const char closing[] = "，。、；：？！）”》％%,.;:?!)";
static const char opening[] = "（“《(";

static bool is_one_of(struct wj_slice sign, const char *signs)
{
    struct wj_slice rest = wj_slice_of(signs);
    while (rest.len > 0) {
        int32_t codepoint;
        size_t len = wj_utf8_next(rest, &codepoint);
        if (wj_slice_equal(wj_slice(rest.ptr, len), sign)) {
            return true;
        }
        rest = wj_slice_from(rest, len);
    }
    return false;
}

static struct wj_slice first_of(struct wj_slice text)
{
    int32_t codepoint;
    return wj_slice(text.ptr, text.len > 0 ? wj_utf8_next(text, &codepoint) : 0);
}

/* Between words, and beside every wide character that needs no neighbour. */
static bool may_break(struct wj_slice before, struct wj_slice after)
{
    bool wide = wj_text_width(before) > 1 || wj_text_width(after) > 1;
    return wj_slice_is(after, " ") || (wide && !wj_slice_is(before, " ") &&
                                       !is_one_of(after, closing) && !is_one_of(before, opening));
}

/* How many bytes the next line has. */
static size_t line_of(struct wj_slice text, size_t width)
{
    struct wj_slice before = first_of(text);
    size_t used = wj_text_width(before);
    size_t end = before.len;
    size_t best = 0;
    while (end < text.len) {
        struct wj_slice after = first_of(wj_slice_from(text, end));
        best = may_break(before, after) ? end : best;
        used += wj_text_width(after);
        if (used > width) {
            return best > 0 ? best : end;
        }
        end += after.len;
        before = after;
    }
    return end;
}

void wj_text_wrap(struct wj_buf *out, struct wj_slice text, size_t width, size_t indent)
{
    size_t most = width > indent ? width - indent : 1;
    while (width > 0 && text.len > 0) {
        size_t end = line_of(text, most);
        wj_buf_add(out, wj_slice(text.ptr, end));
        text = wj_text_trim_start(wj_slice_from(text, end));
        wj_buf_add_text(out, text.len > 0 ? "\n" : "");
        for (size_t i = 0; text.len > 0 && i < indent; i++) {
            wj_buf_add_char(out, ' ');
        }
    }
    wj_buf_add(out, text);
}

void wj_text_measure(const char *text, size_t *line, size_t *word)
{
    struct wj_slice rest = wj_slice_of(text);
    size_t in_line = 0;
    size_t in_word = 0;
    *line = *word = 0;
    while (rest.len > 0) {
        size_t valid = wj_utf8_valid(rest);
        int32_t codepoint = 0xFFFD;
        size_t len = valid > 0 ? wj_utf8_next(rest, &codepoint) : 1;
        size_t width = valid > 0 ? wj_text_width(wj_slice(rest.ptr, len)) : 1;
        in_line = codepoint == '\n' ? 0 : in_line + width;
        in_word = codepoint == '\n' || codepoint == ' ' ? 0 : in_word + width;
        *line = in_line > *line ? in_line : *line;
        *word = in_word > *word ? in_word : *word;
        in_word = width > 1 ? 0 : in_word; /* a line may end behind a Chinese character */
        rest = wj_slice_from(rest, len);
    }
}
