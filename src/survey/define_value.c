#include "define.h"

#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

enum { MOST_DIGITS = 15 };

static bool expect_text(struct wj_define *define, const yaml_node_t *node)
{
    if (node->type != YAML_SCALAR_NODE) {
        return wj_define_fault(define, node, "expected_value",
                               _("a single value is needed here, no list and no mapping"));
    }
    if (wj_define_is_null(node)) {
        return wj_define_fault(define, node, "missing_value",
                               _("nothing stands here; write a value (the word null in quotes), or "
                                 "remove the entry"));
    }
    return true;
}

/* What "\b" in double quotes becomes, and what can't be kept or shown. */
static bool is_control(char c)
{
    return (unsigned char)c < 0x20 && c != '\t' && c != '\n' && c != '\r';
}

bool wj_define_raw(struct wj_define *define, const yaml_node_t *node, struct wj_slice *result)
{
    if (node == NULL || !expect_text(define, node)) {
        return false;
    }
    struct wj_slice text =
        wj_slice((const char *)node->data.scalar.value, node->data.scalar.length);
    if (text.len == 0) {
        return wj_define_fault(define, node, "empty_text", _("the text here is empty"));
    }
    for (size_t i = 0; i < text.len; i++) {
        if (is_control(text.ptr[i])) {
            return wj_define_fault(define, node, "control_character",
                                   _("this text holds a control character; \\ in double quotes "
                                     "makes them: use single quotes"));
        }
    }
    *result = text;
    return true;
}

bool wj_define_slice(struct wj_define *define, const yaml_node_t *node, struct wj_slice *result)
{
    struct wj_slice text;
    if (!wj_define_raw(define, node, &text)) {
        return false;
    }
    text = wj_text_trim(text);
    if (text.len == 0) {
        return wj_define_fault(define, node, "empty_text", _("the text here is empty"));
    }
    *result = text;
    return true;
}

bool wj_define_text(struct wj_define *define, const yaml_node_t *node, char **result)
{
    struct wj_slice text;
    if (!wj_define_slice(define, node, &text)) {
        return false;
    }
    char *copy = wj_define_copy(define, text);
    if (copy == NULL) {
        return false;
    }
    *result = copy;
    return true;
}

static bool same_word(struct wj_slice text, const char *word)
{
    size_t i = 0;
    for (; i < text.len && word[i] != '\0'; i++) {
        char c = text.ptr[i];
        if ((c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) != word[i]) {
            return false;
        }
    }
    return i == text.len && word[i] == '\0';
}

bool wj_define_boolean(struct wj_define *define, const yaml_node_t *node, bool *result)
{
    struct wj_slice text;
    if (!wj_define_slice(define, node, &text)) {
        return false;
    }
    bool yes = same_word(text, "true") || same_word(text, "yes");
    if (!yes && !same_word(text, "false") && !same_word(text, "no")) {
        return wj_define_fault(define, node, "boolean", _("“%s” is neither true nor false"),
                               wj_define_show(define, text));
    }
    *result = yes;
    return true;
}

bool wj_define_count(struct wj_define *define, const yaml_node_t *node, uint64_t least,
                     uint64_t most, uint64_t *result)
{
    struct wj_slice text;
    uint64_t value = 0;
    if (!wj_define_slice(define, node, &text)) {
        return false;
    }
    bool fine = text.len <= MOST_DIGITS;
    for (size_t i = 0; fine && i < text.len; i++) {
        fine = text.ptr[i] >= '0' && text.ptr[i] <= '9';
        value = value * 10 + (uint64_t)(text.ptr[i] - '0');
    }
    if (!fine) {
        return wj_define_fault(define, node, "integer",
                               _("“%s” is no whole number; write digits only, as in 1402"),
                               wj_define_show(define, text));
    }
    if (value < least || value > most) {
        return wj_define_fault(
            define, node, "out_of_range", _("%llu is out of range; it must be %llu to %llu"),
            (unsigned long long)value, (unsigned long long)least, (unsigned long long)most);
    }
    *result = value;
    return true;
}

/* The number's text in ASCII signs where it was typed in full-width ones; else empty. */
static void read_narrow(struct wj_slice text, struct wj_buf *narrow)
{
    mpq_t number;
    mpq_init(number);
    if (wj_text_clean(narrow, text, false) != WJ_OK || wj_slice_equal(text, wj_buf_slice(narrow)) ||
        !wj_number_parse(number, wj_buf_slice(narrow), WJ_NUMBER_PERCENT)) {
        wj_buf_reset(narrow);
    }
    mpq_clear(number);
}

static bool no_number(struct wj_define *define, const yaml_node_t *node, struct wj_slice text,
                      bool percentage)
{
    struct wj_buf narrow = {0};
    const char *shown = wj_define_show(define, text);
    read_narrow(text, &narrow);
    if (narrow.len > 0) {
        wj_define_fault(define, node, "full_width", _("“%s” is in full-width signs; write %s"),
                        shown, wj_buf_text(&narrow));
    } else if (percentage) {
        wj_define_fault(define, node, "percentage",
                        _("“%s” is no percentage; write it with its sign, as in 40%%"), shown);
    } else {
        wj_define_fault(define, node, "number", _("“%s” is no number; write digits, as in 66.67"),
                        shown);
    }
    wj_buf_clear(&narrow);
    return false;
}

bool wj_define_decimal(struct wj_define *define, const yaml_node_t *node, mpq_t result)
{
    struct wj_slice text;
    if (!wj_define_slice(define, node, &text)) {
        return false;
    }
    return wj_number_parse(result, text, 0) || no_number(define, node, text, false);
}

bool wj_define_positive(struct wj_define *define, const yaml_node_t *node, mpq_t result)
{
    if (!wj_define_decimal(define, node, result)) {
        return false;
    }
    if (mpq_sgn(result) < 0) {
        return wj_define_fault(define, node, "out_of_range", _("this number can't be below 0"));
    }
    return true;
}

bool wj_define_percentage(struct wj_define *define, const yaml_node_t *node, mpq_t result)
{
    struct wj_slice text;
    if (!wj_define_slice(define, node, &text)) {
        return false;
    }
    if (text.ptr[text.len - 1] != '%' || !wj_number_parse(result, text, WJ_NUMBER_PERCENT)) {
        return no_number(define, node, text, true);
    }
    if (mpq_sgn(result) < 0 || mpq_cmp_ui(result, 1, 1) > 0) {
        return wj_define_fault(define, node, "out_of_range",
                               _("a percentage from 0%% to 100%% is needed here"));
    }
    return true;
}

bool wj_define_level(struct wj_define *define, const yaml_node_t *node, mpq_t result)
{
    if (!wj_define_percentage(define, node, result)) {
        return false;
    }
    if (mpq_sgn(result) == 0 || mpq_cmp_ui(result, 1, 1) == 0) {
        return wj_define_fault(define, node, "out_of_range",
                               _("a percentage above 0%% and below 100%% is needed here"));
    }
    return true;
}

bool wj_define_word(struct wj_define *define, const yaml_node_t *node, const char *const *words,
                    size_t word_count, size_t *result)
{
    struct wj_slice text;
    if (!wj_define_slice(define, node, &text)) {
        return false;
    }
    struct wj_nearest nearest = wj_nearest(text);
    struct wj_buf known = {0};
    for (size_t i = 0; i < word_count; i++) {
        if (wj_slice_is(text, words[i])) {
            wj_buf_clear(&known);
            *result = i;
            return true;
        }
        /* Of two letters, one is no likeness. */
        if (text.len > 2) {
            wj_nearest_try(&nearest, wj_slice_of(words[i]));
        }
        wj_buf_addf(&known, "%s%s", i > 0 ? ", " : "", words[i]);
    }
    wj_define_fault(define, node, "unknown_word", _("“%s” is not one of %s%s"),
                    wj_define_show(define, text), wj_buf_text(&known),
                    wj_define_hint(define, &nearest));
    wj_buf_clear(&known);
    return false;
}
