/* Characters of a formula to tokens. Private to the formula floor. */
#ifndef FORMULA_LEX_H
#define FORMULA_LEX_H

#include "ast.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/diag.h"

enum wj_token_kind {
    WJ_TOKEN_END,
    WJ_TOKEN_NUMBER,
    WJ_TOKEN_TEXT,
    WJ_TOKEN_NAME,
    WJ_TOKEN_OPERATOR,
    WJ_TOKEN_PERCENT,
    WJ_TOKEN_OPEN,
    WJ_TOKEN_CLOSE,
    WJ_TOKEN_COMMA
};

struct wj_token {
    enum wj_token_kind kind;
    size_t position;         /* in characters from 1 */
    struct wj_slice written; /* as it stands in the formula */
    struct wj_slice text;    /* NUMBER: ASCII digits; TEXT: the content; NAME: without brackets.
                              * NUMBER and TEXT live until the next token is read */
    enum wj_operator sign;   /* OPERATOR */
    bool bracketed;          /* NAME */
};

/* Set diags, place, rest (valid UTF-8 that outlives the tokens) and position (1). */
struct wj_lexer {
    struct wj_diags *diags;
    const struct wj_place *place;
    struct wj_slice rest;
    size_t position;       /* of the first character of rest */
    struct wj_buf content; /* behind token.text */
};

/* Reads the next token. WJ_DEFINITION with a message, WJ_MEMORY. */
enum wj_status wj_lex_next(struct wj_lexer *lexer, struct wj_token *token);

/* Reports an error at a character of the formula; `nearest` may be NULL. Returns WJ_DEFINITION, or
 * WJ_MEMORY when the message could not be made. */
enum wj_status wj_lex_fail(const struct wj_lexer *lexer, size_t position, const char *kind,
                           const struct wj_nearest *nearest, const char *format, ...)
    WJ_PRINTF(5, 6);

/* Must such a name stand in brackets? */
bool wj_lex_needs_brackets(struct wj_slice name);

/* May this character close a text, unless it stands twice? */
bool wj_lex_is_quote(int32_t codepoint);

void wj_lexer_clear(struct wj_lexer *lexer);

#endif
