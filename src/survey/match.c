#include "match.h"

#include <stdio.h>

#include "cut.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/text.h"

static const struct wj_match none = {.kind = WJ_MATCH_NONE};

static struct wj_match one(size_t option)
{
    struct wj_match match = {.kind = WJ_MATCH_OPTION, .option = option};
    return match;
}

/* ---- preparing ---- */

static enum wj_status add_spelling(struct wj_matcher *matcher, struct wj_map *map, const char *text,
                                   size_t option)
{
    uint64_t *value;
    wj_buf_reset(&matcher->cleaned);
    enum wj_status status = wj_text_clean(&matcher->cleaned, wj_slice_of(text), true);
    if (status == WJ_OK) {
        status = wj_map_put(map, wj_buf_slice(&matcher->cleaned), &value);
    }
    if (status == WJ_OK) {
        *value = option;
    }
    return status;
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static enum wj_status add_name(struct wj_matcher *matcher, const char *text, size_t option)
{
    enum wj_status status = add_spelling(matcher, &matcher->spellings, text, option);
    matcher->longest_name = larger(matcher->longest_name, matcher->cleaned.len);
    return status == WJ_OK ? add_spelling(matcher, &matcher->names, text, option) : status;
}

static enum wj_status add_option(struct wj_matcher *matcher, size_t number)
{
    const struct wj_option *option = &matcher->question->options[number];
    enum wj_status status = add_spelling(matcher, &matcher->spellings, option->code, number);
    if (status != WJ_OK) {
        return status;
    }
    struct wj_slice cleaned = wj_buf_slice(&matcher->cleaned);
    char *code = wj_arena_copy(&matcher->texts, cleaned);
    if (code == NULL) {
        return WJ_MEMORY;
    }
    matcher->codes[number] = wj_slice(code, cleaned.len);
    matcher->longest_code = larger(matcher->longest_code, cleaned.len);
    status = add_name(matcher, option->label, number);
    for (size_t i = 0; status == WJ_OK && i < option->also_count; i++) {
        status = add_name(matcher, option->also[i], number);
    }
    if (status == WJ_OK && matcher->question->numbered) {
        char position[24];
        snprintf(position, sizeof position, "%zu", number + 1);
        status = add_spelling(matcher, &matcher->spellings, position, number);
    }
    return status;
}

enum wj_status wj_matcher_init(struct wj_matcher *matcher, const struct wj_question *question)
{
    *matcher = (struct wj_matcher){.question = question};
    matcher->words = (question->option_count + 63) / 64;
    matcher->codes =
        wj_arena_alloc(&matcher->texts, (question->option_count + 1) * sizeof *matcher->codes);
    if (matcher->codes == NULL) {
        return WJ_MEMORY;
    }
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < question->option_count; i++) {
        status = add_option(matcher, i);
    }
    return status;
}

void wj_matcher_clear(struct wj_matcher *matcher)
{
    wj_map_clear(&matcher->spellings);
    wj_map_clear(&matcher->names);
    wj_arena_clear(&matcher->texts);
    wj_buf_clear(&matcher->cleaned);
}

static struct wj_slice clean(struct wj_matcher *matcher, struct wj_slice cell)
{
    wj_buf_reset(&matcher->cleaned);
    wj_text_clean(&matcher->cleaned, cell, true);
    return wj_buf_slice(&matcher->cleaned);
}

/* ---- rule 1 ---- */

enum wj_emptiness wj_cell_emptiness(struct wj_slice cleaned, bool numeric)
{
    if (cleaned.len == 0 || wj_slice_is(cleaned, "(空)")) {
        return WJ_CELL_EMPTY;
    }
    if (wj_slice_is(cleaned, "(跳过)")) {
        return WJ_CELL_NOT_ASKED;
    }
    if (numeric && wj_slice_is(cleaned, "-2")) {
        return WJ_CELL_EMPTY;
    }
    return numeric && wj_slice_is(cleaned, "-3") ? WJ_CELL_NOT_ASKED : WJ_CELL_FILLED;
}

enum wj_emptiness wj_match_empty(struct wj_matcher *matcher, struct wj_slice cell)
{
    struct wj_slice cleaned = clean(matcher, cell);
    bool spelled = wj_map_get(&matcher->spellings, cleaned) != NULL;
    return wj_cell_emptiness(cleaned, !spelled);
}

/* ---- rules 2 and 3 ---- */

/* What follows a code and its separator; empty when there is none. */
static struct wj_slice behind_code(struct wj_slice text, struct wj_slice code)
{
    struct wj_slice nothing = {NULL, 0};
    bool bracketed = text.len > 0 && text.ptr[0] == '(';
    struct wj_slice rest = bracketed ? wj_slice_from(text, 1) : text;
    if (!wj_slice_starts(rest, code) || rest.len == code.len) {
        return nothing;
    }
    rest = wj_slice_from(rest, code.len);
    int32_t sign;
    size_t len = wj_utf8_next(rest, &sign);
    bool separated = bracketed ? sign == ')'
                               : sign == '.' || sign == 0x3001 || sign == ')' || sign == ':' ||
                                     wj_text_is_blank(sign);
    return separated ? wj_text_trim_start(wj_slice_from(rest, len)) : nothing;
}

struct wj_match wj_match_plain(struct wj_matcher *matcher, struct wj_slice cell)
{
    struct wj_slice cleaned = clean(matcher, cell);
    const uint64_t *spelled = wj_map_get(&matcher->spellings, cleaned);
    if (spelled != NULL) {
        return one((size_t)*spelled);
    }
    struct wj_match result = none;
    for (size_t i = 0; i < matcher->question->option_count; i++) {
        struct wj_slice rest = behind_code(cleaned, matcher->codes[i]);
        const uint64_t *named = rest.len > 0 ? wj_map_get(&matcher->names, rest) : NULL;
        if (named != NULL && *named == i) {
            return one(i);
        }
        /* `A、B` where B is a label and a code: two options, not a code with a wrong label. */
        if (named != NULL && !wj_slice_equal(rest, matcher->codes[*named])) {
            result.kind = WJ_MATCH_CONFLICT;
        }
    }
    return result;
}

/* ---- rule 5 ---- */

/* Is the whole text bracket groups? *reason gets what the last one holds. */
static bool is_groups(struct wj_slice text, struct wj_slice *reason)
{
    text = wj_text_trim(text);
    bool any = false;
    while (text.len > 0) {
        int32_t opening;
        wj_utf8_next(text, &opening);
        bool tail_bracket =
            opening == '(' || opening == 0xFF08 || opening == 0x3010 || opening == 0x3016;
        size_t len = tail_bracket ? wj_bracket_group(text, reason) : 0;
        if (len == 0) {
            return false;
        }
        any = true;
        text = wj_text_trim(wj_slice_from(text, len));
    }
    return any;
}

/* May a tail begin at this character? */
static bool opens_tail(int32_t codepoint)
{
    switch (codepoint) {
    case ':':
    case 0xFF1A:
    case ',':
    case 0xFF0C:
    case '(':
    case 0xFF08:
    case 0x3010:
    case 0x3016:
        return true;
    default:
        return false;
    }
}

/* Is this text, which begins with such a character, a tail? */
static bool is_tail(struct wj_slice text, struct wj_slice *reason)
{
    int32_t codepoint;
    size_t len = wj_utf8_next(text, &codepoint);
    *reason = wj_slice_from(text, len);
    bool sign = codepoint == ':' || codepoint == 0xFF1A || codepoint == ',' || codepoint == 0xFF0C;
    return sign || is_groups(text, reason);
}

/* How far into a cell an option may reach: a character of up to four bytes for each byte of its
 * cleaned code and name, and some blanks. What people write behind it is as long as they like. */
static size_t longest_head(const struct wj_matcher *matcher)
{
    enum { SEPARATORS = 3, BLANKS = 256 };
    return 4 * (matcher->longest_code + SEPARATORS + matcher->longest_name) + BLANKS;
}

struct wj_match wj_match_tail(struct wj_matcher *matcher, struct wj_slice cell)
{
    bool any_other = false;
    for (size_t i = 0; i < matcher->question->option_count; i++) {
        any_other = any_other || matcher->question->options[i].other;
    }
    cell = wj_text_trim(cell);
    size_t furthest = longest_head(matcher) + 1;
    furthest = cell.len < furthest ? cell.len : furthest;
    for (size_t at = any_other ? furthest : 0; at-- > 1;) {
        struct wj_slice reason;
        int32_t codepoint;
        if (((unsigned char)cell.ptr[at] & 0xC0) == 0x80) {
            continue;
        }
        wj_utf8_next(wj_slice_from(cell, at), &codepoint);
        if (!opens_tail(codepoint)) {
            continue;
        }
        struct wj_match match = wj_match_plain(matcher, wj_slice(cell.ptr, at));
        if (match.kind == WJ_MATCH_OPTION && matcher->question->options[match.option].other &&
            is_tail(wj_slice_from(cell, at), &reason)) {
            match.tail = true;
            match.reason = wj_text_trim(reason);
            return match;
        }
    }
    return none;
}

/* ---- rule 6 ---- */

struct wj_match wj_match_pattern(struct wj_matcher *matcher, struct wj_slice cell)
{
    struct wj_match result = none;
    size_t found = 0;
    struct wj_slice trimmed = wj_text_trim(cell);
    for (size_t i = 0; i < matcher->question->option_count; i++) {
        struct wj_pattern *pattern = matcher->question->options[i].pattern;
        enum wj_found here = pattern != NULL ? wj_pattern_find(pattern, trimmed) : WJ_NOT_FOUND;
        if (here == WJ_FOUND_LIMIT) {
            return (struct wj_match){.kind = WJ_MATCH_LIMIT, .option = i};
        }
        if (here == WJ_FOUND) {
            result = one(i);
            found++;
        }
    }
    return found == 1 ? result : none;
}

/* ---- all together ---- */

struct wj_match wj_match_part(struct wj_matcher *matcher, struct wj_slice cell)
{
    struct wj_match match = wj_match_plain(matcher, cell);
    if (match.kind == WJ_MATCH_NONE) {
        match = wj_match_tail(matcher, cell);
    }
    if (match.kind == WJ_MATCH_NONE) {
        match = wj_match_pattern(matcher, cell);
    }
    return match;
}

static bool all_plain(struct wj_matcher *matcher, const struct wj_slice *parts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (wj_match_plain(matcher, parts[i]).kind != WJ_MATCH_OPTION) {
            return false;
        }
    }
    return true;
}

/* Rule 4: are two or more options written side by side? */
static bool is_several(struct wj_matcher *matcher, struct wj_slice cell)
{
    struct wj_slice parts[WJ_MOST_PARTS];
    size_t options[WJ_MOST_PARTS];
    for (int i = 0; i <= WJ_SEPARATORS; i++) {
        size_t cuts;
        unsigned separators = i < WJ_SEPARATORS ? 1u << i : (unsigned)WJ_ALL_SEPARATORS;
        size_t count = wj_cut(cell, separators, parts, &cuts);
        if (count >= 2 && count <= WJ_MOST_PARTS && all_plain(matcher, parts, count)) {
            return true;
        }
    }
    struct wj_slice cleaned = clean(matcher, cell);
    return wj_cut_codes(cleaned, matcher->codes, matcher->question->option_count, options) >= 2;
}

struct wj_match wj_match_single(struct wj_matcher *matcher, struct wj_slice cell)
{
    struct wj_match match = wj_match_plain(matcher, cell);
    if (match.kind != WJ_MATCH_NONE) {
        return match;
    }
    if (is_several(matcher, cell)) {
        return (struct wj_match){.kind = WJ_MATCH_SEVERAL};
    }
    match = wj_match_tail(matcher, cell);
    return match.kind == WJ_MATCH_NONE ? wj_match_pattern(matcher, cell) : match;
}
