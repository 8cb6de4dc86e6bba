#include <utf8proc.h>

#include "cut.h"
#include "draft.h"
#include "wjtab/base/text.h"

enum { MOST_DIGITS = 4, LEAST_NAME = 2 };

static int32_t first_of(struct wj_slice text, size_t *len)
{
    int32_t codepoint = 0;
    *len = text.len > 0 ? wj_utf8_next(text, &codepoint) : 0;
    return codepoint >= 0xFF01 && codepoint <= 0xFF5E ? codepoint - 0xFEE0 : codepoint;
}

static bool is_digit(int32_t codepoint)
{
    return codepoint >= '0' && codepoint <= '9';
}

/* --- the number in front --- */

/* Digits, perhaps with parts such as 3_2 or 3-2; their length. */
static size_t digits(struct wj_slice text)
{
    size_t at = 0;
    size_t len;
    size_t count = 0;
    while (is_digit(first_of(wj_slice_from(text, at), &len))) {
        at += len;
        count++;
    }
    return count <= MOST_DIGITS ? at : 0;
}

size_t wj_draft_number(struct wj_slice header)
{
    size_t len;
    size_t at = 0;
    int32_t sign = first_of(header, &len);
    bool ordinal = wj_slice_starts(header, wj_slice_of("第"));
    bool lettered = sign == 'Q' || sign == 'q';
    at = ordinal || lettered ? len : 0;
    size_t count = digits(wj_slice_from(header, at));
    if (count == 0) {
        return 0;
    }
    at += count;
    struct wj_slice rest = wj_slice_from(header, at);
    if (ordinal) {
        struct wj_slice word = wj_slice_of("题");
        return wj_slice_starts(rest, word) ? at + word.len : 0;
    }
    sign = first_of(rest, &len);
    bool point = sign == '.' && !is_digit(first_of(wj_slice_from(rest, len), &(size_t){0}));
    if (point || sign == 0x3001 || sign == ':' || sign == ')' || sign == 0x3002) {
        return at + len;
    }
    return sign == ' ' || sign == '\t' || (lettered && (rest.len == 0 || sign == '_')) ? at : 0;
}

/* --- marks behind --- */

/* What a group of brackets at the end of a header says about the question; 0: nothing. */
static unsigned mark_of(struct wj_slice inside)
{
    static const char *const several[] = {"多选", "不定项", "可选多", "可多",
                                          "限选", "最多选", NULL};
    static const char *const one[] = {"单选", "必选一", "量表", "评分", NULL};
    static const char *const text[] = {"填空", "简答", "开放", "问答", NULL};
    if (wj_draft_holds_any(inside, several)) {
        return WJ_MARK_MULTIPLE;
    }
    if (wj_draft_holds_any(inside, one)) {
        return WJ_MARK_SINGLE;
    }
    return wj_draft_holds_any(inside, text) ? WJ_MARK_TEXT : 0;
}

static bool is_required_mark(struct wj_slice inside)
{
    static const char *const words[] = {"必填", "必答", "选填", "选答", NULL};
    return wj_draft_holds_any(inside, words);
}

/* The length of the bracket group with which the text ends, 0: none. */
static size_t last_group(struct wj_slice text, struct wj_slice *inside)
{
    for (size_t at = 0; at < text.len;) {
        int32_t codepoint;
        struct wj_slice rest = wj_slice_from(text, at);
        size_t group = wj_bracket_group(rest, inside);
        if (group > 0 && group == rest.len) {
            return group;
        }
        at += group > 0 ? group : wj_utf8_next(rest, &codepoint);
    }
    return 0;
}

struct wj_slice wj_draft_stem(struct wj_slice header, unsigned *marks)
{
    struct wj_slice stem = wj_text_trim(header);
    *marks = 0;
    while (stem.len > 0 && (stem.ptr[0] == '*' || stem.ptr[0] == '#')) {
        stem = wj_text_trim(wj_slice_from(stem, 1));
    }
    stem = wj_text_trim(wj_slice_from(stem, wj_draft_number(stem)));
    for (;;) {
        struct wj_slice inside;
        size_t group = last_group(stem, &inside);
        unsigned mark = group > 0 ? mark_of(inside) : 0;
        bool star = stem.len > 1 && stem.ptr[stem.len - 1] == '*';
        if (star) {
            stem = wj_text_trim(wj_slice(stem.ptr, stem.len - 1));
        } else if ((mark != 0 || (group > 0 && is_required_mark(inside))) && group < stem.len) {
            *marks |= mark;
            stem = wj_text_trim(wj_slice(stem.ptr, stem.len - group));
        } else {
            return stem;
        }
    }
}

/* --- names --- */

static bool drop_start(struct wj_slice *text, const char *word)
{
    struct wj_slice prefix = wj_slice_of(word);
    bool there = wj_slice_starts(*text, prefix) && text->len > prefix.len;
    if (there) {
        *text = wj_slice_from(*text, prefix.len);
    }
    return there;
}

static bool drop_end(struct wj_slice *text, const char *word)
{
    bool there = wj_draft_ends(*text, word) && text->len > strlen(word);
    if (there) {
        text->len -= strlen(word);
    }
    return there;
}

/* Takes off how a question begins: it says nothing. */
static struct wj_slice without_start(struct wj_slice text)
{
    static const char *const words[] = {"请问",   "请您",   "请对",   "总的来说", "您对", "你对",
                                        "您认为", "你认为", "您觉得", "你觉得",   "您的", "你的",
                                        "您",     "你",     "，",     ",",        NULL};
    static const char *const opinion[] = {"满意", "了解", "认可", "评价", "看法", NULL};
    for (size_t i = 0; words[i] != NULL;) {
        i = drop_start(&text, words[i]) ? 0 : i + 1;
    }
    if (wj_draft_holds_any(text, opinion)) {
        drop_start(&text, "对于");
        drop_start(&text, "对");
    }
    return text;
}

static struct wj_slice without_end(struct wj_slice text)
{
    static const char *const words[] = {"的满意度如何", "的满意程度", "的满意度", "满意程度",
                                        "是否感到满意", "是否满意",   "满意度",   "的了解程度",
                                        "是否了解",     "如何",       "怎么样",   "是什么",
                                        "有哪些",       "的是",       "的情况",   NULL};
    for (size_t i = 0; words[i] != NULL;) {
        i = drop_end(&text, words[i]) ? 0 : i + 1;
    }
    return text;
}

/* Letters, marks, digits and _ only: what a formula reads as one name. */
static void keep_letters(struct wj_buf *out, struct wj_slice text, size_t most)
{
    size_t count = 0;
    while (text.len > 0 && count < most) {
        int32_t codepoint;
        size_t len = wj_utf8_next(text, &codepoint);
        utf8proc_category_t category = utf8proc_category(codepoint);
        bool letter = (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
                      category == UTF8PROC_CATEGORY_NL;
        if (letter || category == UTF8PROC_CATEGORY_ND || codepoint == '_') {
            bool first = out->len == 0 && !letter;
            wj_buf_add_text(out, first ? "Q" : "");
            wj_buf_add(out, wj_slice(text.ptr, len));
            count++;
        }
        text = wj_slice_from(text, len);
    }
}

/* The part before the first comma, blank, bracket or question mark. */
static struct wj_slice first_clause(struct wj_slice text)
{
    for (size_t at = 0; at < text.len;) {
        int32_t codepoint;
        size_t len = wj_utf8_next(wj_slice_from(text, at), &codepoint);
        utf8proc_category_t category = utf8proc_category(codepoint);
        bool ends = wj_text_is_blank(codepoint) ||
                    (category >= UTF8PROC_CATEGORY_PD && category <= UTF8PROC_CATEGORY_PO &&
                     codepoint != 0x201C && codepoint != 0x201D);
        if (ends && wj_utf8_count(wj_slice(text.ptr, at)) >= LEAST_NAME) {
            return wj_slice(text.ptr, at);
        }
        at += len;
    }
    return text;
}

/* What stands behind the last 的. */
static struct wj_slice last_object(struct wj_slice text)
{
    struct wj_slice sign = wj_slice_of("的");
    for (size_t at = text.len; at-- > 0;) {
        struct wj_slice rest = wj_slice_from(text, at);
        if (wj_slice_starts(rest, sign)) {
            return wj_slice_from(rest, sign.len);
        }
    }
    return text;
}

static bool is_short(struct wj_slice text)
{
    size_t count = wj_utf8_count(text);
    return count >= LEAST_NAME && count <= WJ_DRAFT_NAME;
}

/* The part that makes the question out. */
static struct wj_slice shorten(struct wj_slice stem)
{
    struct wj_slice text = without_start(stem);
    if (!drop_end(&text, "的满意度")) {
        drop_end(&text, "的满意程度");
    }
    struct wj_slice clause = first_clause(text);
    if (wj_utf8_count(text) <= WJ_DRAFT_NAME) {
        return text;
    }
    struct wj_slice tries[] = {clause, without_end(clause), last_object(without_end(clause))};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        if (is_short(tries[i])) {
            return tries[i];
        }
    }
    return without_end(clause);
}

/* Words that mean something else in a formula, or in YAML. */
static bool is_reserved(struct wj_slice name)
{
    static const char *const words[] = {"TRUE", "FALSE", "NULL", NULL};
    struct wj_buf upper = {0};
    bool found = false;
    for (size_t i = 0; wj_text_clean(&upper, name, true) == WJ_OK && words[i] != NULL; i++) {
        found = found || wj_slice_is(wj_buf_slice(&upper), words[i]);
        wj_buf_reset(&upper);
    }
    wj_buf_clear(&upper);
    return found;
}

static bool is_taken(const struct wj_draft *draft, struct wj_slice name)
{
    for (size_t i = 0; i < draft->question_count; i++) {
        if (wj_slice_equal(draft->questions[i].name, name)) {
            return true;
        }
    }
    return false;
}

struct wj_slice wj_draft_name(struct wj_draft *draft, struct wj_slice stem, size_t column)
{
    struct wj_buf name = {0};
    keep_letters(&name, shorten(stem), WJ_DRAFT_NAME);
    if (name.len == 0 || is_reserved(wj_buf_slice(&name))) {
        wj_buf_reset(&name);
        wj_buf_addf(&name, "Q%zu", column + 1);
    }
    size_t length = name.len;
    for (size_t i = 2; is_taken(draft, wj_buf_slice(&name)); i++) {
        name.len = length;
        wj_buf_addf(&name, "_%zu", i);
    }
    struct wj_slice copy = wj_draft_copy(draft, wj_buf_slice(&name));
    draft->no_memory = draft->no_memory || wj_buf_status(&name) != WJ_OK;
    wj_buf_clear(&name);
    return copy;
}
