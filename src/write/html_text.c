#include "html.h"
#include "wjtab/base/text.h"

enum { REPLACEMENT = 0xFFFD, CONTROL_PICTURES = 0x2400, PICTURE_OF_DELETE = 0x2421 };

static const char *entity(int32_t codepoint)
{
    switch (codepoint) {
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

static bool is_forbidden(int32_t codepoint)
{
    bool control = codepoint >= 0x80 && codepoint < 0xA0;
    bool direction = (codepoint >= 0x202A && codepoint <= 0x202E) ||
                     (codepoint >= 0x2066 && codepoint <= 0x2069);
    bool noncharacter =
        (codepoint >= 0xFDD0 && codepoint <= 0xFDEF) || (codepoint & 0xFFFE) == 0xFFFE;
    return control || direction || noncharacter;
}

static int32_t shown(int32_t codepoint)
{
    if (codepoint == '\n' || codepoint == '\t') {
        return codepoint;
    }
    if (codepoint == 0x2028 || codepoint == 0x2029) {
        return '\n';
    }
    if (codepoint < 0x20) {
        return CONTROL_PICTURES + codepoint;
    }
    if (codepoint == 0x7F) {
        return PICTURE_OF_DELETE;
    }
    return is_forbidden(codepoint) ? REPLACEMENT : codepoint;
}

static void add_character(struct wj_buf *out, struct wj_slice bytes, int32_t codepoint)
{
    const char *name = entity(codepoint);
    if (name != NULL) {
        wj_buf_add_text(out, name);
    } else if (shown(codepoint) == codepoint) {
        wj_buf_add(out, bytes);
    } else {
        wj_buf_add_codepoint(out, shown(codepoint));
    }
}

static size_t plain_start(struct wj_slice text)
{
    size_t len = 0;
    while (len < text.len) {
        unsigned char byte = (unsigned char)text.ptr[len];
        if (byte < 0x20 || byte >= 0x7F || entity(byte) != NULL) {
            break;
        }
        len++;
    }
    return len;
}

void wj_html_text(struct wj_buf *out, const char *text)
{
    struct wj_slice rest = wj_slice_of(text);
    while (rest.len > 0) {
        struct wj_slice good = wj_slice(rest.ptr, wj_utf8_valid(rest));
        rest = wj_slice_from(rest, good.len);
        while (good.len > 0) {
            size_t len = plain_start(good);
            if (len > 0) {
                wj_buf_add(out, wj_slice(good.ptr, len));
            } else {
                int32_t codepoint;
                len = wj_utf8_next(good, &codepoint);
                add_character(out, wj_slice(good.ptr, len), codepoint);
            }
            good = wj_slice_from(good, len);
        }
        if (rest.len > 0) {
            wj_buf_add_codepoint(out, REPLACEMENT);
            rest = wj_slice_from(rest, 1);
        }
    }
}
