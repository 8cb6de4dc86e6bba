/* Codes of options that are written out in formulas. */
#ifndef FORMULA_CODES_H
#define FORMULA_CODES_H

#include "ast.h"
#include "lex.h"

/* Reports a text that is no code of a question's options. WJ_DEFINITION, WJ_MEMORY. */
enum wj_status wj_code_check(const struct wj_lexer *lexer, const struct wj_names *names,
                             long question, const struct wj_node *text);

/* The same of a text that a single answer is compared with, which may be empty. A multiple one is
 * all of its codes, but never a label. */
enum wj_status wj_code_compared(const struct wj_lexer *lexer, const struct wj_names *names,
                                long question, const struct wj_node *text);

#endif
