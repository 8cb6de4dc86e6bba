#include "xlsx_tag.h"

#include <string.h>

/* Behind the first `mark` from `at` on; the end when there is none. */
static size_t behind(struct wj_slice xml, size_t at, const char *mark)
{
    size_t len = strlen(mark);
    const char *found = memmem(xml.ptr + at, xml.len - at, mark, len);
    return found != NULL ? (size_t)(found - xml.ptr) + len : xml.len;
}

/* Behind the > that ends a tag; quoted values may hold others. */
static size_t tag_end(struct wj_slice xml, size_t at)
{
    char quote = '\0';
    while (at < xml.len && (quote != '\0' || xml.ptr[at] != '>')) {
        char byte = xml.ptr[at++];
        if (quote == '\0' && (byte == '"' || byte == '\'')) {
            quote = byte;
        } else if (byte == quote) {
            quote = '\0';
        }
    }
    return at < xml.len ? at + 1 : xml.len;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static void take_tag(struct wj_slice xml, struct wj_xlsx_tag *tag)
{
    size_t at = tag->start + 1;
    size_t last = tag->end - 1;
    tag->closing = xml.ptr[at] == '/';
    at += tag->closing ? 1 : 0;
    tag->hollow = !tag->closing && xml.ptr[last - 1] == '/';
    last -= tag->hollow ? 1 : 0;
    size_t name = at;
    size_t prefix = at;
    while (at < last && !is_blank(xml.ptr[at])) {
        at++;
        if (xml.ptr[at - 1] == ':') {
            name = at;
        }
    }
    tag->prefix = wj_slice(xml.ptr + prefix, name - prefix);
    tag->name = wj_slice(xml.ptr + name, at - name);
    tag->attributes = wj_slice(xml.ptr + at, last - at);
}

bool wj_xlsx_tag_next(struct wj_slice xml, size_t *at, struct wj_xlsx_tag *tag)
{
    while (*at < xml.len) {
        const char *found = memchr(xml.ptr + *at, '<', xml.len - *at);
        size_t start = found != NULL ? (size_t)(found - xml.ptr) : xml.len;
        struct wj_slice rest = wj_slice_from(xml, start);
        if (wj_slice_starts(rest, wj_slice_of("<!--"))) {
            *at = behind(xml, start + 4, "-->");
        } else if (wj_slice_starts(rest, wj_slice_of("<![CDATA["))) {
            *at = behind(xml, start, "]]>");
        } else if (wj_slice_starts(rest, wj_slice_of("<?"))) {
            *at = behind(xml, start, "?>");
        } else if (rest.len > 2) {
            *tag = (struct wj_xlsx_tag){.start = start, .end = tag_end(xml, start)};
            take_tag(xml, tag);
            *at = tag->end;
            return true;
        } else {
            *at = xml.len;
        }
    }
    return false;
}

struct wj_slice wj_xlsx_tag_attribute(const struct wj_xlsx_tag *tag, const char *name,
                                      struct wj_slice *whole)
{
    struct wj_slice rest = tag->attributes;
    while (rest.len > 0) {
        size_t at = 0;
        while (at < rest.len && is_blank(rest.ptr[at])) {
            at++;
        }
        size_t start = at;
        while (at < rest.len && rest.ptr[at] != '=' && !is_blank(rest.ptr[at])) {
            at++;
        }
        bool wanted = wj_slice_is(wj_slice(rest.ptr + start, at - start), name);
        while (at < rest.len && rest.ptr[at] != '"' && rest.ptr[at] != '\'') {
            at++;
        }
        size_t value = at + 1;
        const char *close =
            value < rest.len ? memchr(rest.ptr + value, rest.ptr[at], rest.len - value) : NULL;
        if (close == NULL) {
            break;
        }
        size_t end = (size_t)(close - rest.ptr);
        if (wanted) {
            *whole = wj_slice(rest.ptr + start, end + 1 - start);
            return wj_slice(rest.ptr + value, end - value);
        }
        rest = wj_slice_from(rest, end + 1);
    }
    *whole = wj_slice(NULL, 0);
    return wj_slice(NULL, 0);
}
