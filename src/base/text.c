#include "wjtab/base/text.h"

#include <stdio.h>
#include <stdlib.h>

#include <utf8proc.h>

#include "wjtab/base/memory.h"

enum { EXCERPT = 40 };

bool wj_text_is_blank(int32_t codepoint)
{
    switch (codepoint) {
    case 0x200B:
    case 0xFEFF:
    case 0x85:
    case 0x2028:
    case 0x2029:
        return true;
    default:
        return (codepoint >= 9 && codepoint <= 13) || codepoint == ' ' ||
               (codepoint > 0x7F && utf8proc_category(codepoint) == UTF8PROC_CATEGORY_ZS);
    }
}

struct wj_slice wj_text_trim_start(struct wj_slice text)
{
    int32_t codepoint;
    while (text.len > 0) {
        size_t len = wj_utf8_next(text, &codepoint);
        if (!wj_text_is_blank(codepoint)) {
            break;
        }
        text = wj_slice_from(text, len);
    }
    return text;
}

struct wj_slice wj_text_trim(struct wj_slice text)
{
    int32_t codepoint;
    text = wj_text_trim_start(text);
    while (text.len > 0) {
        size_t at = text.len - 1;
        while (at > 0 && ((unsigned char)text.ptr[at] & 0xC0) == 0x80) {
            at--;
        }
        wj_utf8_next(wj_slice_from(text, at), &codepoint);
        if (!wj_text_is_blank(codepoint)) {
            break;
        }
        text.len = at;
    }
    return text;
}

static bool is_ascii(struct wj_slice text)
{
    unsigned char seen = 0;
    for (size_t i = 0; i < text.len; i++) {
        seen |= (unsigned char)text.ptr[i];
    }
    return seen < 0x80;
}

static void add_upper(struct wj_buf *out, struct wj_slice text)
{
    while (text.len > 0) {
        int32_t codepoint;
        size_t len = wj_utf8_next(text, &codepoint);
        if (codepoint < 0x80) {
            bool lower = codepoint >= 'a' && codepoint <= 'z';
            wj_buf_add_char(out, (char)(lower ? codepoint - 'a' + 'A' : codepoint));
        } else {
            wj_buf_add_codepoint(out, utf8proc_toupper(codepoint));
        }
        text = wj_slice_from(text, len);
    }
}

static void add_trimmed(struct wj_buf *out, struct wj_slice text, bool upper)
{
    struct wj_slice trimmed = wj_text_trim(text);
    if (upper) {
        add_upper(out, trimmed);
    } else {
        wj_buf_add(out, trimmed);
    }
}

/* NFKC. As utf8proc_map, but in our memory, whose want is noticed whoever looks at the status. */
static enum wj_status add_composed(struct wj_buf *out, struct wj_slice text, bool upper)
{
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT;
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text.ptr;
    utf8proc_ssize_t len = (utf8proc_ssize_t)text.len;
    utf8proc_ssize_t count = utf8proc_decompose(bytes, len, NULL, 0, options);
    utf8proc_int32_t *codes = count < 0 ? NULL : wj_alloc(((size_t)count + 1) * sizeof *codes);
    if (codes == NULL) {
        return WJ_MEMORY;
    }
    utf8proc_decompose(bytes, len, codes, count, options);
    len = utf8proc_reencode(codes, count, options);
    if (len >= 0) {
        add_trimmed(out, wj_slice((const char *)codes, (size_t)len), upper);
    }
    wj_free(codes);
    return len >= 0 ? wj_buf_status(out) : WJ_MEMORY;
}

enum wj_status wj_text_clean(struct wj_buf *out, struct wj_slice text, bool upper)
{
    if (text.len == 0 || is_ascii(text)) {
        add_trimmed(out, text, upper);
        return wj_buf_status(out);
    }
    return add_composed(out, text, upper);
}

bool wj_text_has_odd_digit(struct wj_slice text)
{
    while (text.len > 0) {
        int32_t codepoint;
        size_t len = wj_utf8_next(text, &codepoint);
        utf8proc_category_t category = utf8proc_category(codepoint);
        if (category == UTF8PROC_CATEGORY_NO || category == UTF8PROC_CATEGORY_NL) {
            return true;
        }
        text = wj_slice_from(text, len);
    }
    return false;
}

size_t wj_text_width(struct wj_slice text)
{
    size_t width = 0;
    while (text.len > 0) {
        int32_t codepoint;
        size_t len = wj_utf8_next(text, &codepoint);
        width += (size_t)utf8proc_charwidth(codepoint);
        text = wj_slice_from(text, len);
    }
    return width;
}

static bool is_bidi(int32_t codepoint)
{
    return codepoint == 0x61C || codepoint == 0x200E || codepoint == 0x200F ||
           (codepoint >= 0x202A && codepoint <= 0x202E) ||
           (codepoint >= 0x2066 && codepoint <= 0x2069);
}

/* C1 controls, marks of order and direction. */
static bool is_hidden(int32_t codepoint)
{
    return (codepoint >= 0x80 && codepoint < 0xA0) || codepoint == 0xFEFF || codepoint == 0x2028 ||
           codepoint == 0x2029 || is_bidi(codepoint);
}

/* Shows a character that a terminal must not see raw. False when it may. */
static bool add_escape(struct wj_buf *out, int32_t codepoint)
{
    switch (codepoint) {
    case '\n':
        wj_buf_add_text(out, "\\n");
        return true;
    case '\r':
        wj_buf_add_text(out, "\\r");
        return true;
    case '\t':
        wj_buf_add_text(out, "\\t");
        return true;
    default:
        break;
    }
    if (codepoint < 0x20 || codepoint == 0x7F) {
        wj_buf_addf(out, "\\x%02x", (unsigned)codepoint);
        return true;
    }
    if (is_hidden(codepoint)) {
        wj_buf_addf(out, "\\u%04x", (unsigned)codepoint);
        return true;
    }
    return false;
}

void wj_text_escape(struct wj_buf *out, struct wj_slice text)
{
    while (text.len > 0) {
        size_t valid = wj_utf8_valid(text);
        struct wj_slice good = wj_slice(text.ptr, valid);
        while (good.len > 0) {
            int32_t codepoint;
            size_t len = wj_utf8_next(good, &codepoint);
            if (!add_escape(out, codepoint)) {
                wj_buf_add(out, wj_slice(good.ptr, len));
            }
            good = wj_slice_from(good, len);
        }
        text = wj_slice_from(text, valid);
        if (text.len > 0) {
            wj_buf_addf(out, "\\x%02x", (unsigned)(unsigned char)text.ptr[0]);
            text = wj_slice_from(text, 1);
        }
    }
}

void wj_text_quote(struct wj_buf *out, struct wj_slice text)
{
    wj_buf_add_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"') {
            wj_buf_add_char(out, '"');
        }
        wj_buf_add_char(out, text.ptr[i]);
    }
    wj_buf_add_char(out, '"');
}

void wj_text_escape_json(struct wj_buf *out, struct wj_slice json)
{
    size_t kept = 0; /* bytes that were appended already */
    for (size_t at = 0; at < json.len;) {
        int32_t codepoint = (unsigned char)json.ptr[at];
        size_t len = codepoint < 0x80 ? 1 : wj_utf8_next(wj_slice_from(json, at), &codepoint);
        if (codepoint == 0x7F || is_hidden(codepoint)) {
            wj_buf_add(out, wj_slice(json.ptr + kept, at - kept));
            wj_buf_addf(out, "\\u%04x", (unsigned)codepoint);
            kept = at + len;
        }
        at += len;
    }
    wj_buf_add(out, wj_slice(json.ptr + kept, json.len - kept));
}

const char *wj_text_excerpt(struct wj_buf *store, struct wj_slice text)
{
    wj_buf_reset(store);
    struct wj_slice rest = text;
    for (size_t i = 0; i < EXCERPT && rest.len > 0; i++) {
        int32_t codepoint;
        size_t len = wj_utf8_next(rest, &codepoint);
        wj_buf_add(store, wj_slice(rest.ptr, len));
        rest = wj_slice_from(rest, len);
    }
    if (rest.len > 0) {
        wj_buf_add_text(store, "…");
    }
    return wj_buf_text(store);
}
