#include "wjtab/base/text.h"
#include "xlsx.h"

enum { LONGEST = 32767, ROOM_FOR_CUT = 10 };

/* XML 1.0 has no place for these. */
static bool is_bad(int32_t codepoint)
{
    return (codepoint < 0x20 && codepoint != '\t' && codepoint != '\n') || codepoint == 0xFFFE ||
           codepoint == 0xFFFF;
}

bool wj_xlsx_is_clean(const char *text)
{
    struct wj_slice rest = wj_slice_of(text);
    while (rest.len > 0) {
        int32_t codepoint;
        rest = wj_slice_from(rest, wj_utf8_next(rest, &codepoint));
        if (is_bad(codepoint)) {
            return false;
        }
    }
    return true;
}

static bool is_hex(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'F') ||
           (byte >= 'a' && byte <= 'f');
}

/* _x0041_ is read as A. */
static bool is_escape(struct wj_slice text)
{
    bool escape = text.len >= 7 && text.ptr[0] == '_' && text.ptr[1] == 'x' && text.ptr[6] == '_';
    for (size_t i = 2; escape && i < 6; i++) {
        escape = is_hex(text.ptr[i]);
    }
    return escape;
}

const char *wj_xlsx_text(struct wj_xlsx *xlsx, const char *text)
{
    struct wj_slice rest = wj_slice_of(text);
    size_t units = 0; /* of UTF-16, as the ceiling counts */
    wj_buf_reset(&xlsx->text);
    while (rest.len > 0) {
        int32_t codepoint;
        size_t len = wj_utf8_next(rest, &codepoint);
        bool escaped = is_bad(codepoint) || is_escape(rest);
        units += escaped ? 7 : codepoint > 0xFFFF ? 2 : 1;
        if (units > LONGEST - ROOM_FOR_CUT) {
            wj_buf_add_text(&xlsx->text, "…");
            break;
        }
        if (escaped) {
            wj_buf_addf(&xlsx->text, "_x%04X_", (unsigned)codepoint);
        } else {
            wj_buf_add(&xlsx->text, wj_slice(rest.ptr, len));
        }
        rest = wj_slice_from(rest, len);
    }
    return wj_buf_text(&xlsx->text);
}

const char *wj_xlsx_plain(struct wj_xlsx *xlsx, const char *text)
{
    enum { MOST = 200 };
    struct wj_slice rest = wj_slice_of(text);
    wj_buf_reset(&xlsx->text);
    wj_buf_add_text(&xlsx->text, text[0] == '=' ? " " : "");
    for (size_t i = 0; rest.len > 0 && i < MOST; i++) {
        int32_t codepoint;
        size_t len = wj_utf8_next(rest, &codepoint);
        wj_buf_add(&xlsx->text, codepoint < 0x20 || is_bad(codepoint) ? wj_slice(" ", 1)
                                                                      : wj_slice(rest.ptr, len));
        rest = wj_slice_from(rest, len);
    }
    return wj_buf_text(&xlsx->text);
}
