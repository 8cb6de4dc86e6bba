#include "cut.h"
#include "match.h"
#include "wjtab/base/text.h"

static void choose(uint64_t *chosen, size_t option)
{
    chosen[option / 64] |= (uint64_t)1 << option % 64;
}

static void choose_none(const struct wj_matcher *matcher, uint64_t *chosen)
{
    for (size_t i = 0; i < matcher->words; i++) {
        chosen[i] = 0;
    }
}

/* Resolves every part; none when one of them is unknown. */
static struct wj_match match_parts(struct wj_matcher *matcher, const struct wj_slice *parts,
                                   size_t count, uint64_t *chosen)
{
    struct wj_match result = {.kind = WJ_MATCH_SET};
    choose_none(matcher, chosen);
    for (size_t i = 0; i < count; i++) {
        struct wj_match part = wj_match_part(matcher, parts[i]);
        if (part.kind != WJ_MATCH_OPTION) {
            return part.kind == WJ_MATCH_LIMIT ? part : (struct wj_match){.kind = WJ_MATCH_NONE};
        }
        choose(chosen, part.option);
        result.tail = result.tail || part.tail;
    }
    return result;
}

static struct wj_match as_set(struct wj_matcher *matcher, struct wj_match match, uint64_t *chosen)
{
    if (match.kind == WJ_MATCH_OPTION) {
        choose_none(matcher, chosen);
        choose(chosen, match.option);
        match.kind = WJ_MATCH_SET;
    }
    return match;
}

static bool is_settled(struct wj_match match)
{
    return match.kind != WJ_MATCH_NONE;
}

/* Each separator alone, then all of them together. */
static struct wj_match match_cuts(struct wj_matcher *matcher, struct wj_slice cell,
                                  uint64_t *chosen)
{
    struct wj_slice parts[WJ_MOST_PARTS];
    struct wj_match match = {.kind = WJ_MATCH_NONE};
    for (int i = 0; i <= WJ_SEPARATORS && !is_settled(match); i++) {
        size_t cuts;
        unsigned separators = i < WJ_SEPARATORS ? 1u << i : (unsigned)WJ_ALL_SEPARATORS;
        size_t count = wj_cut(cell, separators, parts, &cuts);
        if (cuts == 0 || count > WJ_MOST_PARTS) {
            continue;
        }
        if (count == 0) {
            return (struct wj_match){.kind = WJ_MATCH_EMPTY};
        }
        match = match_parts(matcher, parts, count, chosen);
    }
    return match;
}

static struct wj_match match_codes(struct wj_matcher *matcher, struct wj_slice cell,
                                   uint64_t *chosen)
{
    size_t options[WJ_MOST_PARTS];
    struct wj_buf cleaned = {0};
    wj_text_clean(&cleaned, cell, true);
    size_t count = wj_cut_codes(wj_buf_slice(&cleaned), matcher->codes,
                                matcher->question->option_count, options);
    wj_buf_clear(&cleaned);
    if (count == 0) {
        return (struct wj_match){.kind = WJ_MATCH_NONE};
    }
    choose_none(matcher, chosen);
    for (size_t i = 0; i < count; i++) {
        choose(chosen, options[i]);
    }
    return (struct wj_match){.kind = WJ_MATCH_SET};
}

static struct wj_match match_at_sign(struct wj_matcher *matcher, struct wj_slice cell,
                                     uint64_t *chosen)
{
    struct wj_slice parts[WJ_MOST_PARTS];
    struct wj_slice sign = wj_slice_of(matcher->question->separator);
    int32_t codepoint;
    bool single = wj_utf8_next(sign, &codepoint) == sign.len;
    int known = single ? wj_separator_of(codepoint) : -1;
    size_t cuts;
    size_t count =
        known >= 0 ? wj_cut(cell, 1u << known, parts, &cuts) : wj_cut_at(cell, sign, parts, &cuts);
    if (count > WJ_MOST_PARTS) {
        return (struct wj_match){.kind = WJ_MATCH_NONE};
    }
    if (count == 0) {
        return (struct wj_match){.kind = WJ_MATCH_EMPTY};
    }
    return match_parts(matcher, parts, count, chosen);
}

struct wj_match wj_match_multiple(struct wj_matcher *matcher, struct wj_slice cell,
                                  uint64_t *chosen)
{
    struct wj_match match = wj_match_plain(matcher, cell);
    if (match.kind != WJ_MATCH_NONE) {
        return as_set(matcher, match, chosen);
    }
    if (matcher->question->separator != NULL) {
        return match_at_sign(matcher, cell, chosen);
    }
    match = match_cuts(matcher, cell, chosen);
    if (!is_settled(match)) {
        match = match_codes(matcher, cell, chosen);
    }
    if (!is_settled(match)) {
        match = as_set(matcher, wj_match_tail(matcher, cell), chosen);
    }
    if (!is_settled(match)) {
        match = as_set(matcher, wj_match_pattern(matcher, cell), chosen);
    }
    return match;
}
