#include "cut.h"

#include <stdbool.h>
#include <string.h>

#include "wjtab/base/text.h"

int wj_separator_of(int32_t codepoint)
{
    switch (codepoint) {
    case 0x250B: /* ┋ */
        return 0;
    case '|':
    case 0xFF5C:
        return 1;
    case ';':
    case 0xFF1B:
    case 0xFE54:
    case 0xFE14:
    case 0x37E:
        return 2;
    case 0x3001: /* 、 */
    case 0xFE51:
    case 0xFF64:
    case 0xFE11:
        return 3;
    case ',':
    case 0xFF0C:
    case 0xFE50:
    case 0xFE10:
        return 4;
    default:
        return -1;
    }
}

/* Pairs of brackets, full-width forms beside the ASCII ones that they stand for. */
static const int32_t brackets[][4] = {
    {'(', ')', 0xFF08, 0xFF09}, {'[', ']', 0xFF3B, 0xFF3D}, {'{', '}', 0xFF5B, 0xFF5D},
    {0x3010, 0x3011, 0, 0},     {0x3016, 0x3017, 0, 0},     {0x300A, 0x300B, 0, 0},
    {0x201C, 0x201D, 0, 0},     {0x300C, 0x300D, 0, 0},
};

enum { BRACKETS = sizeof brackets / sizeof *brackets };

static bool opens(int32_t codepoint, size_t kind)
{
    return codepoint != 0 && (codepoint == brackets[kind][0] || codepoint == brackets[kind][2]);
}

static bool closes(int32_t codepoint, size_t kind)
{
    return codepoint != 0 && (codepoint == brackets[kind][1] || codepoint == brackets[kind][3]);
}

static size_t kind_opened(int32_t codepoint)
{
    size_t kind = 0;
    while (kind < BRACKETS && !opens(codepoint, kind)) {
        kind++;
    }
    return kind;
}

size_t wj_bracket_group(struct wj_slice text, struct wj_slice *inside)
{
    int32_t codepoint = 0;
    size_t first = text.len > 0 ? wj_utf8_next(text, &codepoint) : 0;
    size_t kind = kind_opened(codepoint);
    if (first == 0 || kind == BRACKETS) {
        return 0;
    }
    size_t depth = 1;
    for (size_t at = first; at < text.len;) {
        size_t len = wj_utf8_next(wj_slice_from(text, at), &codepoint);
        if (closes(codepoint, kind) && --depth == 0) {
            *inside = wj_slice(text.ptr + first, at - first);
            return at + len;
        }
        depth += opens(codepoint, kind) ? 1 : 0;
        at += len;
    }
    return 0;
}

/* Keeps a part unless it is empty; false when there is no room. */
static bool add_part(struct wj_slice part, struct wj_slice *parts, size_t *count)
{
    struct wj_slice trimmed = wj_text_trim(part);
    if (trimmed.len == 0) {
        return true;
    }
    if (*count == WJ_MOST_PARTS) {
        return false;
    }
    parts[(*count)++] = trimmed;
    return true;
}

/* The ASCII character that a full-width form stands for. */
static int32_t narrow(int32_t codepoint)
{
    return codepoint >= 0xFF01 && codepoint <= 0xFF5E ? codepoint - 0xFEE0 : codepoint;
}

/* Length of the definition's sign, in either form, at the start of the text; 0 when it is not
 * there. */
static size_t sign_length(struct wj_slice text, struct wj_slice sign)
{
    size_t at = 0;
    while (sign.len > 0) {
        int32_t wanted;
        int32_t found = 0;
        sign = wj_slice_from(sign, wj_utf8_next(sign, &wanted));
        at += at < text.len ? wj_utf8_next(wj_slice_from(text, at), &found) : 0;
        if (narrow(found) != narrow(wanted)) {
            return 0;
        }
    }
    return at;
}

/* Length of the separator at the start of the text, 0 for none. */
static size_t separator_length(struct wj_slice text, unsigned separators, struct wj_slice sign)
{
    if (sign.len > 0) {
        return sign_length(text, sign);
    }
    int32_t codepoint;
    size_t len = wj_utf8_next(text, &codepoint);
    int separator = wj_separator_of(codepoint);
    return separator >= 0 && (separators >> separator & 1) != 0 ? len : 0;
}

/* Looking for the end of a bracket that has none goes through the whole text: after so many of
 * them, brackets protect nothing any more. */
enum { MOST_UNCLOSED = 16 };

static size_t cut(struct wj_slice text, unsigned separators, struct wj_slice sign,
                  struct wj_slice *parts, size_t *cuts)
{
    size_t count = 0;
    size_t start = 0;
    size_t at = 0;
    size_t unclosed = 0;
    *cuts = 0;
    while (at < text.len) {
        struct wj_slice rest = wj_slice_from(text, at);
        struct wj_slice inside;
        size_t separator = separator_length(rest, separators, sign);
        bool looks = separator == 0 && unclosed < MOST_UNCLOSED;
        size_t group = looks ? wj_bracket_group(rest, &inside) : 0;
        if (separator > 0) {
            if (!add_part(wj_slice(text.ptr + start, at - start), parts, &count)) {
                return WJ_MOST_PARTS + 1;
            }
            (*cuts)++;
            at += separator;
            start = at;
        } else if (group > 0) {
            at += group;
        } else {
            int32_t codepoint;
            at += wj_utf8_next(rest, &codepoint);
            unclosed += looks && kind_opened(codepoint) < BRACKETS ? 1 : 0;
        }
    }
    bool fits = add_part(wj_slice_from(text, start), parts, &count);
    return fits ? count : WJ_MOST_PARTS + 1;
}

size_t wj_cut(struct wj_slice text, unsigned separators, struct wj_slice parts[WJ_MOST_PARTS],
              size_t *cuts)
{
    return cut(text, separators, wj_slice(NULL, 0), parts, cuts);
}

size_t wj_cut_at(struct wj_slice text, struct wj_slice sign, struct wj_slice parts[WJ_MOST_PARTS],
                 size_t *cuts)
{
    return cut(text, 0, sign, parts, cuts);
}

enum { LONGEST_CODES = 512 };

size_t wj_cut_codes(struct wj_slice text, const struct wj_slice *codes, size_t code_count,
                    size_t options[WJ_MOST_PARTS])
{
    /* ways[i]: in how many ways (2 = several) text[i..] can be cut; next[i]: the code to take. */
    unsigned char ways[LONGEST_CODES + 1] = {0};
    size_t next[LONGEST_CODES];
    if (text.len == 0 || text.len > LONGEST_CODES) {
        return 0;
    }
    ways[text.len] = 1;
    for (size_t at = text.len; at-- > 0;) {
        struct wj_slice rest = wj_slice_from(text, at);
        for (size_t i = 0; i < code_count; i++) {
            if (!wj_slice_starts(rest, codes[i]) || ways[at + codes[i].len] == 0) {
                continue;
            }
            unsigned sum = (unsigned)ways[at] + ways[at + codes[i].len];
            ways[at] = sum > 1 ? 2 : 1;
            next[at] = i;
        }
    }
    size_t count = 0;
    for (size_t at = 0; ways[0] == 1 && at < text.len; at += codes[next[at]].len) {
        options[count++] = next[at];
    }
    return count;
}
