#include "lex.h"

#include <utf8proc.h>

#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

enum { END = -1, FULL_WIDTH_FIRST = 0xFF01, FULL_WIDTH_LAST = 0xFF5E, FULL_WIDTH_SHIFT = 0xFEE0 };

enum wj_status wj_lex_fail(const struct wj_lexer *lexer, size_t position, const char *kind,
                           const struct wj_nearest *nearest, const char *format, ...)
{
    struct wj_buf message = {0};
    wj_buf_addf(&message, _("at character %zu: "), position);
    va_list arguments;
    va_start(arguments, format);
    wj_buf_vaddf(&message, format, arguments);
    va_end(arguments);
    if (nearest != NULL) {
        wj_nearest_hint(nearest, &message);
    }
    enum wj_status status = wj_buf_status(&message) == WJ_OK ? WJ_DEFINITION : WJ_MEMORY;
    if (status == WJ_DEFINITION) {
        wj_diag_add(lexer->diags, WJ_ERROR, kind, lexer->place, "%s", wj_buf_text(&message));
    }
    wj_buf_clear(&message);
    return status;
}

void wj_lexer_clear(struct wj_lexer *lexer)
{
    wj_buf_clear(&lexer->content);
}

/* The character as it stands at the start of the text; END when there is none. */
static int32_t written_at(struct wj_slice text)
{
    int32_t codepoint = END;
    if (text.len > 0) {
        wj_utf8_next(text, &codepoint);
    }
    return codepoint;
}

/* The character with its full-width form read as ASCII. */
static int32_t meant(int32_t codepoint)
{
    bool full_width = codepoint >= FULL_WIDTH_FIRST && codepoint <= FULL_WIDTH_LAST;
    return full_width ? codepoint - FULL_WIDTH_SHIFT : codepoint;
}

static int32_t peek(const struct wj_lexer *lexer)
{
    return meant(written_at(lexer->rest));
}

/* What stands behind the next character, which there must be. */
static struct wj_slice behind(struct wj_slice text)
{
    int32_t codepoint;
    return wj_slice_from(text, wj_utf8_next(text, &codepoint));
}

static void advance(struct wj_lexer *lexer)
{
    lexer->rest = behind(lexer->rest);
    lexer->position++;
}

static bool is_digit(int32_t codepoint)
{
    return codepoint >= '0' && codepoint <= '9';
}

bool wj_lex_is_quote(int32_t codepoint)
{
    return meant(codepoint) == '"' || codepoint == 0x201C || codepoint == 0x201D;
}

/* 〇 is a letter number to Unicode. */
static bool begins_name(int32_t codepoint)
{
    if (codepoint == END) {
        return false;
    }
    switch (utf8proc_category(codepoint)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_NL:
        return true;
    default:
        return false;
    }
}

/* Marks are the vowel signs of Tibetan and other scripts. */
static bool continues_name(int32_t codepoint)
{
    if (codepoint == END) {
        return false;
    }
    switch (utf8proc_category(codepoint)) {
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
        return true;
    default:
        return codepoint == '_' || codepoint == '.' || begins_name(codepoint);
    }
}

bool wj_lex_needs_brackets(struct wj_slice name)
{
    struct wj_buf upper = {0};
    bool plain = name.len > 0 && begins_name(written_at(name));
    for (struct wj_slice rest = name; plain && rest.len > 0; rest = behind(rest)) {
        plain = continues_name(written_at(rest));
    }
    if (plain && wj_text_clean(&upper, name, true) == WJ_OK) {
        struct wj_slice clean = wj_buf_slice(&upper);
        plain = !wj_slice_is(clean, "TRUE") && !wj_slice_is(clean, "FALSE");
    }
    wj_buf_clear(&upper);
    return !plain;
}

/* The written form of what has been read since `start`. */
static struct wj_slice read_since(const struct wj_lexer *lexer, struct wj_slice start)
{
    return wj_slice(start.ptr, start.len - lexer->rest.len);
}

static void read_name(struct wj_lexer *lexer, struct wj_token *token)
{
    struct wj_slice start = lexer->rest;
    while (continues_name(written_at(lexer->rest))) {
        advance(lexer);
    }
    token->kind = WJ_TOKEN_NAME;
    token->text = read_since(lexer, start);
}

static enum wj_status read_bracketed(struct wj_lexer *lexer, struct wj_token *token)
{
    int32_t closing = written_at(lexer->rest) == '[' ? ']' : 0xFF3D;
    advance(lexer);
    struct wj_slice start = lexer->rest;
    while (written_at(lexer->rest) != closing) {
        if (lexer->rest.len == 0) {
            return wj_lex_fail(lexer, token->position, "formula_syntax", NULL,
                               _("“[” is not closed by “]”"));
        }
        advance(lexer);
    }
    token->kind = WJ_TOKEN_NAME;
    token->text = read_since(lexer, start);
    token->bracketed = true;
    advance(lexer);
    if (token->text.len == 0) {
        return wj_lex_fail(lexer, token->position, "formula_syntax", NULL,
                           _("there is no name between the brackets"));
    }
    return WJ_OK;
}

static void read_digits(struct wj_lexer *lexer)
{
    while (is_digit(peek(lexer))) {
        wj_buf_add_char(&lexer->content, (char)peek(lexer));
        advance(lexer);
    }
}

/* An E belongs to the number only with digits behind it. */
static void read_exponent(struct wj_lexer *lexer)
{
    struct wj_slice rest = behind(lexer->rest);
    int32_t sign = meant(written_at(rest));
    bool is_signed = sign == '+' || sign == '-';
    if (is_signed) {
        rest = behind(rest);
    }
    if (!is_digit(meant(written_at(rest)))) {
        return;
    }
    wj_buf_add_char(&lexer->content, 'E');
    advance(lexer);
    if (is_signed) {
        wj_buf_add_char(&lexer->content, (char)sign);
        advance(lexer);
    }
    read_digits(lexer);
}

static enum wj_status read_number(struct wj_lexer *lexer, struct wj_token *token)
{
    struct wj_slice start = lexer->rest;
    read_digits(lexer);
    if (peek(lexer) == '.') {
        wj_buf_add_char(&lexer->content, '.');
        advance(lexer);
        read_digits(lexer);
    }
    if (peek(lexer) == 'E' || peek(lexer) == 'e') {
        read_exponent(lexer);
    }
    if (begins_name(written_at(lexer->rest))) {
        struct wj_token name;
        struct wj_buf excerpt = {0};
        read_name(lexer, &name);
        enum wj_status status =
            wj_lex_fail(lexer, token->position, "formula_syntax", NULL,
                        _("a name that begins with a digit stands in brackets: [%s]"),
                        wj_text_excerpt(&excerpt, read_since(lexer, start)));
        wj_buf_clear(&excerpt);
        return status;
    }
    token->kind = WJ_TOKEN_NUMBER;
    token->text = wj_buf_slice(&lexer->content);
    return wj_buf_status(&lexer->content);
}

static enum wj_status read_text(struct wj_lexer *lexer, struct wj_token *token)
{
    advance(lexer);
    for (;;) {
        if (lexer->rest.len == 0) {
            return wj_lex_fail(lexer, token->position, "formula_syntax", NULL,
                               _("the text that begins here is not closed by a quotation mark"));
        }
        struct wj_slice start = lexer->rest;
        int32_t codepoint = written_at(start);
        advance(lexer);
        if (wj_lex_is_quote(codepoint)) {
            if (written_at(lexer->rest) != codepoint) {
                break;
            }
            advance(lexer);
        }
        wj_buf_add_codepoint(&lexer->content, codepoint);
    }
    token->kind = WJ_TOKEN_TEXT;
    token->text = wj_buf_slice(&lexer->content);
    return wj_buf_status(&lexer->content);
}

struct sign {
    int32_t first;
    int32_t second; /* 0: any, and not part of the sign */
    enum wj_token_kind kind;
    enum wj_operator sign;
};

/* Two-character signs stand before their first character alone. */
static const struct sign signs[] = {
    {'<', '=', WJ_TOKEN_OPERATOR, WJ_AT_MOST},   {'<', '>', WJ_TOKEN_OPERATOR, WJ_UNEQUAL},
    {'>', '=', WJ_TOKEN_OPERATOR, WJ_AT_LEAST},  {'<', 0, WJ_TOKEN_OPERATOR, WJ_LESS},
    {'>', 0, WJ_TOKEN_OPERATOR, WJ_MORE},        {'=', 0, WJ_TOKEN_OPERATOR, WJ_EQUAL},
    {0x2264, 0, WJ_TOKEN_OPERATOR, WJ_AT_MOST},  /* ≤ */
    {0x2265, 0, WJ_TOKEN_OPERATOR, WJ_AT_LEAST}, /* ≥ */
    {0x2260, 0, WJ_TOKEN_OPERATOR, WJ_UNEQUAL},  /* ≠ */
    {'&', 0, WJ_TOKEN_OPERATOR, WJ_JOIN},        {'+', 0, WJ_TOKEN_OPERATOR, WJ_ADD},
    {'-', 0, WJ_TOKEN_OPERATOR, WJ_SUBTRACT},    {'*', 0, WJ_TOKEN_OPERATOR, WJ_MULTIPLY},
    {0xD7, 0, WJ_TOKEN_OPERATOR, WJ_MULTIPLY},                                            /* × */
    {'/', 0, WJ_TOKEN_OPERATOR, WJ_DIVIDE},      {0xF7, 0, WJ_TOKEN_OPERATOR, WJ_DIVIDE}, /* ÷ */
    {'^', 0, WJ_TOKEN_OPERATOR, WJ_POWER},       {'%', 0, WJ_TOKEN_PERCENT, WJ_EQUAL},
    {'(', 0, WJ_TOKEN_OPEN, WJ_EQUAL},           {')', 0, WJ_TOKEN_CLOSE, WJ_EQUAL},
    {',', 0, WJ_TOKEN_COMMA, WJ_EQUAL},          {';', 0, WJ_TOKEN_COMMA, WJ_EQUAL},
};

/* Signs of other languages, and what they are here. */
static const struct {
    int32_t first;
    int32_t second;
    const char *instead;
} foreign[] = {
    {'=', '=', "="},  {'=', '>', ">="}, {'=', '<', "<="},        {'>', '<', "<>"},
    {'!', '=', "<>"}, {'*', '*', "^"},  {'&', '&', "AND(…, …)"}, {'|', '|', "OR(…, …)"},
};

static const char *const left_errors[] = {"#NAME?", "#REF!", "#DIV/0!", "#VALUE!",
                                          "#N/A",   "#NUM!", "#NULL!"};

/* What a spreadsheet program writes where it could not compute; NULL when it is none. */
static const char *left_error(struct wj_slice rest)
{
    for (size_t i = 0; i < sizeof left_errors / sizeof *left_errors; i++) {
        if (wj_slice_starts(rest, wj_slice_of(left_errors[i]))) {
            return left_errors[i];
        }
    }
    return NULL;
}

/* What to do instead of a sign that has no meaning here; "" when nothing is known. */
static const char *sign_advice(int32_t codepoint)
{
    switch (codepoint) {
    case ':':
        return _("; ranges of cells are not possible: name each value");
    case '$':
    case '!':
        return _("; references to cells and sheets are not possible: use names");
    case '{':
    case '}':
        return _("; lists in braces are not possible");
    case '\'':
    case 0x2018:
    case 0x2019:
        return _("; texts stand in \"…\"");
    case 0x3001: /* 、 */
        return _("; arguments are separated by a comma");
    case 0x3010: /* 【 */
    case 0x3011:
        return _("; names stand in [ ]");
    default:
        return "";
    }
}

static enum wj_status fail_on_sign(const struct wj_lexer *lexer)
{
    const char *error = left_error(lexer->rest);
    if (error != NULL) {
        return wj_lex_fail(lexer, lexer->position, "spreadsheet_error", NULL,
                           _("“%s” is an error that a spreadsheet program left here: write the "
                             "formula anew"),
                           error);
    }
    size_t len = lexer->rest.len - behind(lexer->rest).len;
    return wj_lex_fail(lexer, lexer->position, "formula_syntax", NULL,
                       _("“%.*s” can't stand in a formula%s"), (int)len, lexer->rest.ptr,
                       sign_advice(peek(lexer)));
}

static enum wj_status read_sign(struct wj_lexer *lexer, struct wj_token *token)
{
    int32_t first = peek(lexer);
    struct wj_slice rest = behind(lexer->rest);
    int32_t second = meant(written_at(rest));
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
        if (first == foreign[i].first && second == foreign[i].second) {
            return wj_lex_fail(lexer, lexer->position, "formula_syntax", NULL,
                               _("“%c%c” is written “%s”"), (char)first, (char)second,
                               foreign[i].instead);
        }
    }
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        bool two = signs[i].second != 0;
        if (first != signs[i].first || (two && second != signs[i].second)) {
            continue;
        }
        advance(lexer);
        if (two) {
            advance(lexer);
        }
        token->kind = signs[i].kind;
        token->sign = signs[i].sign;
        return WJ_OK;
    }
    return fail_on_sign(lexer);
}

static bool begins_number(struct wj_slice rest)
{
    int32_t first = meant(written_at(rest));
    return is_digit(first) || (first == '.' && is_digit(meant(written_at(behind(rest)))));
}

static enum wj_status read_token(struct wj_lexer *lexer, struct wj_token *token)
{
    int32_t first = written_at(lexer->rest);
    if (first == END) {
        token->kind = WJ_TOKEN_END;
        return WJ_OK;
    }
    if (begins_number(lexer->rest)) {
        return read_number(lexer, token);
    }
    if (wj_lex_is_quote(first)) {
        return read_text(lexer, token);
    }
    if (meant(first) == '[') {
        return read_bracketed(lexer, token);
    }
    if (begins_name(first)) {
        read_name(lexer, token);
        return WJ_OK;
    }
    return read_sign(lexer, token);
}

enum wj_status wj_lex_next(struct wj_lexer *lexer, struct wj_token *token)
{
    wj_buf_reset(&lexer->content);
    while (lexer->rest.len > 0 && wj_text_is_blank(written_at(lexer->rest))) {
        advance(lexer);
    }
    struct wj_slice start = lexer->rest;
    *token = (struct wj_token){.position = lexer->position};
    enum wj_status status = read_token(lexer, token);
    token->written = read_since(lexer, start);
    return status;
}
