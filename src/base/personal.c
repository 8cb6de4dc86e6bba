#include "wjtab/base/personal.h"

#include "personal_find.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/text.h"

/* A text with its folded form, and where each character starts in it. */
struct fold {
    struct wj_slice text;
    struct wj_folded folded;
    struct wj_buf chars;
    size_t *starts; /* count + 1 */
};

/* Marks that nobody sees; someone's keyboard or a spreadsheet put them there. */
static bool is_invisible(int32_t codepoint)
{
    return codepoint == 0xAD || (codepoint >= 0x200B && codepoint <= 0x200F) ||
           (codepoint >= 0x202A && codepoint <= 0x202E) ||
           (codepoint >= 0x2060 && codepoint <= 0x2069);
}

/* The ASCII form of a character, 0 where there is none. */
static char fold_one(int32_t codepoint)
{
    if (codepoint >= 0xFF01 && codepoint <= 0xFF5E) {
        return (char)(codepoint - 0xFF01 + '!');
    }
    if ((codepoint >= 0x2010 && codepoint <= 0x2015) || codepoint == 0x2212) {
        return '-';
    }
    if (codepoint < 0x80) {
        return (char)codepoint;
    }
    return is_invisible(codepoint) || wj_text_is_blank(codepoint) ? ' ' : '\0';
}

static void fold_clear(struct fold *fold)
{
    wj_buf_clear(&fold->chars);
    wj_free(fold->starts);
}

static enum wj_status fold_text(struct fold *fold, struct wj_slice text)
{
    size_t count = wj_utf8_count(text);
    struct wj_slice rest = text;
    *fold = (struct fold){.text = text};
    fold->starts = wj_alloc((count + 1) * sizeof *fold->starts);
    for (size_t i = 0; fold->starts != NULL && i < count && rest.len > 0; i++) {
        int32_t codepoint;
        fold->starts[i] = text.len - rest.len;
        rest = wj_slice_from(rest, wj_utf8_next(rest, &codepoint));
        wj_buf_add_char(&fold->chars, fold_one(codepoint));
    }
    if (fold->starts == NULL || wj_buf_status(&fold->chars) != WJ_OK) {
        fold_clear(fold);
        return WJ_MEMORY;
    }
    fold->starts[fold->chars.len] = text.len;
    fold->folded = (struct wj_folded){fold->chars.ptr, fold->chars.len};
    return WJ_OK;
}

static size_t find_at(const struct wj_folded *text, size_t at)
{
    size_t len = wj_personal_address(text, at);
    return len > 0 ? len : wj_personal_number(text, at);
}

enum { SHORTEST = 6 }; /* bytes: `a@b.cc` */

/* Nothing personal is without a digit, a colon or an @; full-width ones begin with the byte EF. */
static bool may_have(struct wj_slice text)
{
    if (text.len < SHORTEST) {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.ptr[i];
        if ((byte >= '0' && byte <= '9') || byte == '@' || byte == ':' || byte == '\xEF') {
            return true;
        }
    }
    return false;
}

enum wj_status wj_personal_mask(struct wj_buf *out, struct wj_slice text)
{
    struct fold fold;
    if (!may_have(text)) {
        wj_buf_add(out, text);
        return wj_buf_status(out);
    }
    if (fold_text(&fold, text) != WJ_OK) {
        return WJ_MEMORY;
    }
    size_t kept = 0; /* character from which on nothing was appended yet */
    for (size_t at = 0; at < fold.folded.count;) {
        size_t len = find_at(&fold.folded, at);
        if (len > 0) {
            wj_buf_add(out,
                       wj_slice(text.ptr + fold.starts[kept], fold.starts[at] - fold.starts[kept]));
            wj_buf_add_text(out, WJ_PERSONAL_MASK);
            kept = at + len;
        }
        at += len > 0 ? len : 1;
    }
    wj_buf_add(out, wj_slice_from(text, fold.starts[kept]));
    fold_clear(&fold);
    return wj_buf_status(out);
}

bool wj_personal_has(struct wj_slice text)
{
    struct fold fold;
    bool found = false;
    if (!may_have(text)) {
        return false;
    }
    if (fold_text(&fold, text) != WJ_OK) {
        return true;
    }
    for (size_t at = 0; !found && at < fold.folded.count; at++) {
        found = find_at(&fold.folded, at) > 0;
    }
    fold_clear(&fold);
    return found;
}
