#include <utf8proc.h>

#include "draft.h"
#include "wjtab/base/text.h"

enum { COMMENT = 40 };

static bool is_hidden(int32_t codepoint)
{
    return codepoint == 0x61C || codepoint == 0xFEFF || (codepoint >= 0x7F && codepoint < 0xA0) ||
           (codepoint >= 0x200B && codepoint <= 0x200F) ||
           (codepoint >= 0x2028 && codepoint <= 0x202E) ||
           (codepoint >= 0x2066 && codepoint <= 0x2069);
}

/* What no scalar of ours holds, escaped or not. */
static bool is_lost(int32_t codepoint)
{
    return (codepoint < 0x20 && codepoint != '\t' && codepoint != '\n' && codepoint != '\r') ||
           (codepoint & 0xFFFE) == 0xFFFE;
}

bool wj_draft_has_control(struct wj_slice text)
{
    bool found = false;
    while (text.len > 0 && !found) {
        int32_t codepoint;
        text = wj_slice_from(text, wj_utf8_next(text, &codepoint));
        found = is_lost(codepoint);
    }
    return found;
}

struct wj_slice wj_draft_printable(struct wj_draft *draft, struct wj_slice text)
{
    struct wj_buf kept = {0};
    struct wj_slice rest = text;
    while (rest.len > 0) {
        int32_t codepoint;
        size_t len = wj_utf8_next(rest, &codepoint);
        wj_buf_add(&kept, wj_slice(rest.ptr, is_lost(codepoint) ? 0 : len));
        rest = wj_slice_from(rest, len);
    }
    struct wj_slice copy = wj_draft_copy(draft, wj_text_trim(wj_buf_slice(&kept)));
    draft->no_memory = draft->no_memory || wj_buf_status(&kept) != WJ_OK;
    wj_buf_clear(&kept);
    return copy;
}

bool wj_draft_needs_regex(const struct wj_draft_column *column)
{
    return wj_draft_has_control(column->header) ||
           (column->header.len > 0 && column->header.ptr[0] == '/');
}

/* Letters and digits that begin with a letter, and are no word of YAML's. */
static bool is_plain(struct wj_slice text)
{
    static const char *const words[] = {"null",  "true", "false", "yes",  "no",   "on",   "off",
                                        "y",     "n",    "Null",  "NULL", "True", "TRUE", "False",
                                        "FALSE", "Yes",  "YES",   "No",   "NO",   "On",   "ON",
                                        "Off",   "OFF",  "Y",     "N",    NULL};
    bool plain = text.len > 0;
    bool first = true;
    for (size_t i = 0; words[i] != NULL; i++) {
        plain = plain && !wj_slice_is(text, words[i]);
    }
    while (plain && text.len > 0) {
        int32_t codepoint;
        size_t len = wj_utf8_next(text, &codepoint);
        utf8proc_category_t category = utf8proc_category(codepoint);
        bool letter = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
        plain = letter || (!first && (category == UTF8PROC_CATEGORY_ND || codepoint == '_' ||
                                      codepoint == 0x3001));
        first = false;
        text = wj_slice_from(text, len);
    }
    return plain;
}

static bool needs_escapes(struct wj_slice text)
{
    bool needs = false;
    while (text.len > 0 && !needs) {
        int32_t codepoint;
        text = wj_slice_from(text, wj_utf8_next(text, &codepoint));
        needs = codepoint < 0x20 || is_hidden(codepoint);
    }
    return needs;
}

static void add_single(struct wj_buf *out, struct wj_slice text)
{
    wj_buf_add_char(out, '\'');
    for (size_t i = 0; i < text.len; i++) {
        wj_buf_add_text(out, text.ptr[i] == '\'' ? "'" : "");
        wj_buf_add_char(out, text.ptr[i]);
    }
    wj_buf_add_char(out, '\'');
}

static void add_escaped(struct wj_buf *out, int32_t codepoint)
{
    if (codepoint == '\n') {
        wj_buf_add_text(out, "\\n");
    } else if (codepoint == '\r') {
        wj_buf_add_text(out, "\\r");
    } else if (codepoint == '\t') {
        wj_buf_add_text(out, "\\t");
    } else {
        wj_buf_addf(out, "\\u%04X", (unsigned)codepoint);
    }
}

static void add_double(struct wj_buf *out, struct wj_slice text)
{
    wj_buf_add_char(out, '"');
    while (text.len > 0) {
        int32_t codepoint;
        size_t len = wj_utf8_next(text, &codepoint);
        if (codepoint == '\t' || codepoint == '\n' || codepoint == '\r' || is_hidden(codepoint)) {
            add_escaped(out, codepoint);
        } else if (!is_lost(codepoint)) {
            wj_buf_add_text(out, codepoint == '"' || codepoint == '\\' ? "\\" : "");
            wj_buf_add(out, wj_slice(text.ptr, len));
        }
        text = wj_slice_from(text, len);
    }
    wj_buf_add_char(out, '"');
}

void wj_draft_scalar(struct wj_buf *out, struct wj_slice text)
{
    if (is_plain(text)) {
        wj_buf_add(out, text);
    } else if (needs_escapes(text)) {
        add_double(out, text);
    } else {
        add_single(out, text);
    }
}

void wj_draft_comment(struct wj_buf *out, struct wj_slice text)
{
    struct wj_buf shown = {0};
    wj_text_escape(out, wj_slice_of(wj_text_excerpt(&shown, text)));
    wj_buf_clear(&shown);
}
