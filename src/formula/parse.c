#include "codes.h"
#include "lex.h"
#include "wjtab/base/map.h"
#include "wjtab/base/message.h"
#include "wjtab/base/number.h"

enum { MOST_CHARACTERS = 8192, MOST_NESTING = 200, LOWEST = 1 };

struct parser {
    struct wj_lexer lexer;
    struct wj_token token; /* the next one */
    const struct wj_names *names;
    struct wj_formula *formula;
    struct wj_map unknown; /* names already reported */
    struct wj_buf word;    /* scratch: a word in upper case */
    struct wj_buf excerpt; /* scratch: for messages */
    size_t nesting;
    bool wrong; /* an error was reported, and parsing went on to find more */
};

/* How tightly the operators bind, all of them to the left. */
static const int strengths[] = {
    [WJ_EQUAL] = LOWEST, [WJ_UNEQUAL] = LOWEST,  [WJ_LESS] = LOWEST, [WJ_AT_MOST] = LOWEST,
    [WJ_MORE] = LOWEST,  [WJ_AT_LEAST] = LOWEST, [WJ_JOIN] = 2,      [WJ_ADD] = 3,
    [WJ_SUBTRACT] = 3,   [WJ_MULTIPLY] = 4,      [WJ_DIVIDE] = 4,    [WJ_POWER] = 5,
};

static enum wj_status parse_expression(struct parser *parser, int lowest, struct wj_node **node);

static enum wj_status next(struct parser *parser)
{
    return wj_lex_next(&parser->lexer, &parser->token);
}

static enum wj_status enter(struct parser *parser)
{
    if (++parser->nesting > MOST_NESTING) {
        return wj_lex_fail(&parser->lexer, parser->token.position, "formula_limit", NULL,
                           _("nested more than %d deep"), (int)MOST_NESTING);
    }
    return WJ_OK;
}

static void leave(struct parser *parser)
{
    parser->nesting--;
}

static enum wj_status new_node(struct parser *parser, enum wj_node_kind kind, size_t position,
                               struct wj_node **node)
{
    *node = wj_node_new(parser->formula, kind, position);
    return *node != NULL ? WJ_OK : WJ_MEMORY;
}

/* What an error that parsing can survive leaves, if there is one: only running out of memory ends
 * it. */
static enum wj_status go_on(struct parser *parser, enum wj_status status)
{
    parser->wrong = parser->wrong || status != WJ_OK;
    return status == WJ_MEMORY ? WJ_MEMORY : WJ_OK;
}

static enum wj_status fail_without_value(struct parser *parser)
{
    if (parser->token.kind == WJ_TOKEN_END) {
        return wj_lex_fail(&parser->lexer, parser->token.position, "formula_syntax", NULL,
                           _("the formula ends where a value is expected"));
    }
    return wj_lex_fail(&parser->lexer, parser->token.position, "formula_syntax", NULL,
                       _("a value is missing before “%s”"),
                       wj_text_excerpt(&parser->excerpt, parser->token.written));
}

/* The next token can't follow a complete expression; `open` is where the innermost parenthesis
 * stands, 0 when there is none. */
static enum wj_status fail_after_value(struct parser *parser, size_t open)
{
    switch (parser->token.kind) {
    case WJ_TOKEN_END:
        return wj_lex_fail(&parser->lexer, open, "formula_syntax", NULL, _("“(” is not closed"));
    case WJ_TOKEN_CLOSE:
        return wj_lex_fail(&parser->lexer, parser->token.position, "formula_syntax", NULL,
                           _("“)” has no “(” before it"));
    case WJ_TOKEN_COMMA:
        return wj_lex_fail(&parser->lexer, parser->token.position, "formula_syntax", NULL,
                           _("“%s” separates the arguments of a function; numbers are written "
                             "without it"),
                           wj_text_excerpt(&parser->excerpt, parser->token.written));
    default:
        return wj_lex_fail(&parser->lexer, parser->token.position, "formula_syntax", NULL,
                           _("an operator is missing before “%s”"),
                           wj_text_excerpt(&parser->excerpt, parser->token.written));
    }
}

static enum wj_status expect_close(struct parser *parser, size_t open)
{
    if (parser->token.kind != WJ_TOKEN_CLOSE) {
        return fail_after_value(parser, open);
    }
    return next(parser);
}

/* Reads as B3 or AA12. */
static bool looks_like_cell(struct wj_slice name)
{
    size_t letters = 0;
    while (letters < name.len && name.ptr[letters] >= 'A' && name.ptr[letters] <= 'Z') {
        letters++;
    }
    size_t at = letters;
    while (at < name.len && name.ptr[at] >= '0' && name.ptr[at] <= '9') {
        at++;
    }
    return letters >= 1 && letters <= 3 && at > letters && at == name.len;
}

static enum wj_status report_unknown_name(struct parser *parser, const struct wj_token *word)
{
    uint64_t *seen = NULL;
    if (wj_map_put(&parser->unknown, word->text, &seen) != WJ_OK) {
        return WJ_MEMORY;
    }
    if (*seen != 0) {
        return WJ_OK;
    }
    *seen = 1;
    struct wj_nearest nearest = wj_nearest(word->text);
    parser->names->each(parser->names->user, &nearest);
    const char *advice = !word->bracketed && looks_like_cell(word->text)
                             ? _("; references to cells are not possible: use names")
                             : "";
    return wj_lex_fail(&parser->lexer, word->position, "unknown_name", &nearest,
                       _("unknown name “%s”%s"), wj_text_excerpt(&parser->excerpt, word->text),
                       advice);
}

static enum wj_status parse_name(struct parser *parser, const struct wj_token *word,
                                 struct wj_node **node)
{
    enum wj_status status = new_node(parser, WJ_NODE_NAME, word->position, node);
    if (status != WJ_OK) {
        return status;
    }
    char *copy = wj_arena_copy(&parser->formula->arena, word->text);
    if (copy == NULL) {
        return WJ_MEMORY;
    }
    (*node)->text = wj_slice(copy, word->text.len);
    (*node)->name = parser->names->find(parser->names->user, word->text);
    if ((*node)->name < 0) {
        return go_on(parser, report_unknown_name(parser, word));
    }
    return wj_formula_add_name(parser->formula, (*node)->name);
}

static enum wj_status report_unknown_function(struct parser *parser, const struct wj_token *word)
{
    const char *excerpt = wj_text_excerpt(&parser->excerpt, word->text);
    if (parser->names->find(parser->names->user, word->text) >= 0) {
        return wj_lex_fail(&parser->lexer, word->position, "unknown_function", NULL,
                           _("“%s” is a name, not a function: an operator is missing before “(”"),
                           excerpt);
    }
    if (wj_slice_is(wj_buf_slice(&parser->word), "HAS")) {
        return wj_lex_fail(
            &parser->lexer, word->position, "unknown_function", NULL,
            _("HAS asks a multiple question: there is none in this formula's reach"));
    }
    struct wj_nearest nearest = wj_nearest(wj_buf_slice(&parser->word));
    wj_function_each(&nearest, parser->names->can_have != NULL);
    return wj_lex_fail(&parser->lexer, word->position, "unknown_function", &nearest,
                       _("unknown function “%s”"), excerpt);
}

/* The function that parser->word names; NULL, reported, when there is none. */
static enum wj_status find_function(struct parser *parser, const struct wj_token *word,
                                    const struct wj_function **function)
{
    *function = wj_function_find(wj_buf_slice(&parser->word));
    bool possible =
        *function != NULL && ((*function)->id != WJ_HAS || parser->names->can_have != NULL);
    if (!possible) {
        *function = NULL;
        return go_on(parser, report_unknown_function(parser, word));
    }
    return WJ_OK;
}

static enum wj_status parse_arguments(struct parser *parser, struct wj_node *call)
{
    if (parser->token.kind == WJ_TOKEN_CLOSE) {
        return WJ_OK;
    }
    for (;;) {
        if (parser->token.kind == WJ_TOKEN_COMMA || parser->token.kind == WJ_TOKEN_CLOSE) {
            return wj_lex_fail(&parser->lexer, parser->token.position, "formula_arguments", NULL,
                               _("an argument is missing before “%s”"),
                               wj_text_excerpt(&parser->excerpt, parser->token.written));
        }
        struct wj_node *argument = NULL;
        enum wj_status status = parse_expression(parser, LOWEST, &argument);
        if (status != WJ_OK) {
            return status;
        }
        wj_node_append(call, argument);
        if (parser->token.kind != WJ_TOKEN_COMMA) {
            return WJ_OK;
        }
        status = next(parser);
        if (status != WJ_OK) {
            return status;
        }
    }
}

/* A code that is written out must be one of the question's. */
static enum wj_status check_code(struct parser *parser, const struct wj_node *question,
                                 const struct wj_node *code)
{
    if (code->kind == WJ_NODE_NUMBER || code->kind == WJ_NODE_LOGICAL) {
        return go_on(parser,
                     wj_lex_fail(&parser->lexer, code->position, "formula_arguments", NULL,
                                 _("HAS takes an option's code in quotation marks second")));
    }
    return go_on(parser, wj_code_check(&parser->lexer, parser->names, question->name, code));
}

static enum wj_status check_has(struct parser *parser, const struct wj_node *question)
{
    if (question->kind != WJ_NODE_NAME) {
        return go_on(parser, wj_lex_fail(&parser->lexer, question->position, "formula_arguments",
                                         NULL, _("HAS takes the name of a question first")));
    }
    if (question->name < 0) {
        return WJ_OK;
    }
    if (parser->names->can_have(parser->names->user, question->name)) {
        return check_code(parser, question, question->next);
    }
    return go_on(parser, wj_lex_fail(&parser->lexer, question->position, "formula_arguments", NULL,
                                     _("HAS takes a multiple question first; “%s” is none"),
                                     wj_text_excerpt(&parser->excerpt, question->text)));
}

/* Reads ≥, ≤ or = from TARGET's third argument. */
static bool read_goal(struct parser *parser, const struct wj_node *node, enum wj_goal *goal)
{
    static const struct {
        const char *sign;
        enum wj_goal goal;
    } goals[] = {
        {"≥", WJ_GOAL_AT_LEAST}, {">=", WJ_GOAL_AT_LEAST}, {"≤", WJ_GOAL_AT_MOST},
        {"<=", WJ_GOAL_AT_MOST}, {"=", WJ_GOAL_EXACTLY},
    };
    wj_buf_reset(&parser->word);
    if (node->kind != WJ_NODE_TEXT || wj_text_clean(&parser->word, node->text, false) != WJ_OK) {
        return false;
    }
    for (size_t i = 0; i < sizeof goals / sizeof *goals; i++) {
        if (wj_slice_is(wj_buf_slice(&parser->word), goals[i].sign)) {
            *goal = goals[i].goal;
            return true;
        }
    }
    return false;
}

/* The sign is written out, or comes with the target that is named. */
static enum wj_status check_target(struct parser *parser, struct wj_node *call)
{
    const struct wj_node *target = call->first->next;
    if (call->count == 2) {
        bool named = target->kind == WJ_NODE_NAME && target->name >= 0;
        if (named && parser->names->goal != NULL) {
            call->goal = parser->names->goal(parser->names->user, target->name);
        }
        return WJ_OK;
    }
    if (read_goal(parser, call->last, &call->goal)) {
        return WJ_OK;
    }
    if (wj_buf_status(&parser->word) != WJ_OK) {
        return WJ_MEMORY;
    }
    return go_on(parser,
                 wj_lex_fail(&parser->lexer, call->last->position, "formula_arguments", NULL,
                             _("TARGET takes \"≥\", \"≤\" or \"=\" third, in quotation marks")));
}

static enum wj_status check_arguments(struct parser *parser, struct wj_node *call)
{
    const struct wj_function *function = call->function;
    if (wj_function_takes(function, call->count)) {
        if (function->id == WJ_TARGET) {
            return check_target(parser, call);
        }
        return function->id == WJ_HAS ? check_has(parser, call->first) : WJ_OK;
    }
    struct wj_buf usage = {0};
    wj_function_usage(function, &usage);
    enum wj_status status = wj_lex_fail(&parser->lexer, call->position, "formula_arguments", NULL,
                                        _("arguments of %s: expected %s, found %zu"),
                                        function->name, wj_buf_text(&usage), call->count);
    wj_buf_clear(&usage);
    return go_on(parser, status);
}

/* parser->word is the function's name, the next token the parenthesis. */
static enum wj_status parse_call(struct parser *parser, const struct wj_token *word,
                                 struct wj_node **node)
{
    size_t open = parser->token.position;
    enum wj_status status = enter(parser);
    if (status == WJ_OK) {
        status = new_node(parser, WJ_NODE_CALL, word->position, node);
    }
    if (status == WJ_OK) {
        status = find_function(parser, word, &(*node)->function);
    }
    if (status == WJ_OK) {
        status = next(parser);
    }
    if (status == WJ_OK) {
        status = parse_arguments(parser, *node);
    }
    if (status == WJ_OK) {
        status = expect_close(parser, open);
    }
    if (status == WJ_OK && (*node)->function != NULL) {
        status = check_arguments(parser, *node);
    }
    leave(parser);
    return status;
}

/* TRUE, or TRUE() as some spreadsheet programs write it. */
static enum wj_status parse_logical(struct parser *parser, const struct wj_token *word,
                                    struct wj_node **node)
{
    enum wj_status status = new_node(parser, WJ_NODE_LOGICAL, word->position, node);
    if (status != WJ_OK) {
        return status;
    }
    (*node)->logical = wj_slice_is(wj_buf_slice(&parser->word), "TRUE");
    if (parser->token.kind != WJ_TOKEN_OPEN) {
        return WJ_OK;
    }
    size_t open = parser->token.position;
    status = next(parser);
    return status == WJ_OK ? expect_close(parser, open) : status;
}

/* A name, a logical value or a function. */
static enum wj_status parse_word(struct parser *parser, struct wj_node **node)
{
    struct wj_token word = parser->token;
    enum wj_status status = next(parser);
    if (status != WJ_OK || word.bracketed) {
        return status == WJ_OK ? parse_name(parser, &word, node) : status;
    }
    wj_buf_reset(&parser->word);
    status = wj_text_clean(&parser->word, word.text, true);
    if (status != WJ_OK) {
        return status;
    }
    struct wj_slice upper = wj_buf_slice(&parser->word);
    if (wj_slice_is(upper, "TRUE") || wj_slice_is(upper, "FALSE")) {
        return parse_logical(parser, &word, node);
    }
    if (parser->token.kind == WJ_TOKEN_OPEN) {
        return parse_call(parser, &word, node);
    }
    return parse_name(parser, &word, node);
}

static enum wj_status parse_number(struct parser *parser, struct wj_node **node)
{
    enum wj_status status = new_node(parser, WJ_NODE_NUMBER, parser->token.position, node);
    if (status != WJ_OK) {
        return status;
    }
    if (!wj_number_parse((*node)->number, parser->token.text, WJ_NUMBER_EXPONENT)) {
        return wj_lex_fail(&parser->lexer, parser->token.position, "formula_limit", NULL,
                           _("a number has at most 1000 digits and 3 digits of exponent"));
    }
    return next(parser);
}

static enum wj_status parse_text(struct parser *parser, struct wj_node **node)
{
    enum wj_status status = new_node(parser, WJ_NODE_TEXT, parser->token.position, node);
    char *copy = wj_arena_copy(&parser->formula->arena, parser->token.text);
    if (status != WJ_OK || copy == NULL) {
        return WJ_MEMORY;
    }
    (*node)->text = wj_slice(copy, parser->token.text.len);
    return next(parser);
}

static enum wj_status parse_group(struct parser *parser, struct wj_node **node)
{
    size_t open = parser->token.position;
    enum wj_status status = enter(parser);
    if (status == WJ_OK) {
        status = next(parser);
    }
    if (status == WJ_OK) {
        status = parse_expression(parser, LOWEST, node);
    }
    if (status == WJ_OK) {
        status = expect_close(parser, open);
    }
    leave(parser);
    return status;
}

static enum wj_status parse_primary(struct parser *parser, struct wj_node **node)
{
    switch (parser->token.kind) {
    case WJ_TOKEN_NUMBER:
        return parse_number(parser, node);
    case WJ_TOKEN_TEXT:
        return parse_text(parser, node);
    case WJ_TOKEN_NAME:
        return parse_word(parser, node);
    case WJ_TOKEN_OPEN:
        return parse_group(parser, node);
    default:
        return fail_without_value(parser);
    }
}

static enum wj_status parse_postfix(struct parser *parser, struct wj_node **node)
{
    enum wj_status status = parse_primary(parser, node);
    while (status == WJ_OK && parser->token.kind == WJ_TOKEN_PERCENT) {
        struct wj_node *percent = NULL;
        status = new_node(parser, WJ_NODE_PERCENT, parser->token.position, &percent);
        if (status == WJ_OK) {
            wj_node_append(percent, *node);
            *node = percent;
            status = next(parser);
        }
    }
    return status;
}

static enum wj_status parse_unary(struct parser *parser, struct wj_node **node)
{
    const struct wj_token sign = parser->token;
    if (sign.kind != WJ_TOKEN_OPERATOR || (sign.sign != WJ_SUBTRACT && sign.sign != WJ_ADD)) {
        return parse_postfix(parser, node);
    }
    struct wj_node *operand = NULL;
    enum wj_status status = enter(parser);
    if (status == WJ_OK) {
        status = next(parser);
    }
    if (status == WJ_OK) {
        status = parse_unary(parser, &operand);
    }
    if (status == WJ_OK) {
        status = new_node(parser, WJ_NODE_UNARY, sign.position, node);
    }
    if (status == WJ_OK) {
        (*node)->sign = sign.sign;
        wj_node_append(*node, operand);
    }
    leave(parser);
    return status;
}

/* An answer is its code. */
static enum wj_status check_equal(struct parser *parser, const struct wj_node *left,
                                  const struct wj_node *right)
{
    const struct wj_node *name = left->kind == WJ_NODE_NAME ? left : right;
    const struct wj_node *text = name == left ? right : left;
    if (name->kind != WJ_NODE_NAME || name->name < 0) {
        return WJ_OK;
    }
    return go_on(parser, wj_code_compared(&parser->lexer, parser->names, name->name, text));
}

/* Operators that bind at least as tightly as `lowest`, by precedence climbing. */
static enum wj_status parse_expression(struct parser *parser, int lowest, struct wj_node **node)
{
    enum wj_status status = parse_unary(parser, node);
    while (status == WJ_OK && parser->token.kind == WJ_TOKEN_OPERATOR &&
           strengths[parser->token.sign] >= lowest) {
        const struct wj_token sign = parser->token;
        struct wj_node *right = NULL;
        struct wj_node *binary = NULL;
        status = next(parser);
        if (status == WJ_OK) {
            status = parse_expression(parser, strengths[sign.sign] + 1, &right);
        }
        if (status == WJ_OK) {
            status = new_node(parser, WJ_NODE_BINARY, sign.position, &binary);
        }
        if (status == WJ_OK && (sign.sign == WJ_EQUAL || sign.sign == WJ_UNEQUAL)) {
            status = check_equal(parser, *node, right);
        }
        if (status == WJ_OK) {
            binary->sign = sign.sign;
            wj_node_append(binary, *node);
            wj_node_append(binary, right);
            *node = binary;
        }
    }
    return status;
}

static enum wj_status parse_formula(struct parser *parser)
{
    enum wj_status status = next(parser);
    bool marked = parser->token.kind == WJ_TOKEN_OPERATOR && parser->token.sign == WJ_EQUAL;
    if (status == WJ_OK && marked) {
        status = next(parser);
    }
    if (status == WJ_OK && parser->token.kind == WJ_TOKEN_END) {
        return wj_fail(parser->lexer.diags, WJ_DEFINITION, "formula_syntax", parser->lexer.place,
                       _("the formula is empty"));
    }
    if (status == WJ_OK) {
        status = parse_expression(parser, LOWEST, &parser->formula->root);
    }
    if (status == WJ_OK && parser->token.kind != WJ_TOKEN_END) {
        status = fail_after_value(parser, 0);
    }
    return status == WJ_OK && parser->wrong ? WJ_DEFINITION : status;
}

static enum wj_status check_text(struct wj_diags *diags, const struct wj_place *place,
                                 struct wj_slice text)
{
    if (wj_utf8_valid(text) != text.len) {
        return wj_fail(diags, WJ_DEFINITION, "formula_syntax", place,
                       _("the formula is not valid UTF-8"));
    }
    size_t count = wj_utf8_count(text);
    if (count > MOST_CHARACTERS) {
        return wj_fail(diags, WJ_DEFINITION, "formula_limit", place,
                       _("the formula has %zu characters; at most %d are possible"), count,
                       (int)MOST_CHARACTERS);
    }
    return WJ_OK;
}

enum wj_status wj_formula_parse(struct wj_diags *diags, const struct wj_place *place,
                                struct wj_slice text, const struct wj_names *names,
                                struct wj_formula **formula)
{
    enum wj_status status = check_text(diags, place, text);
    if (status != WJ_OK) {
        return status;
    }
    struct wj_formula *made = wj_formula_new(text);
    if (made == NULL) {
        return WJ_MEMORY;
    }
    struct parser parser = {
        .lexer = {.diags = diags, .place = place, .rest = made->text, .position = 1},
        .names = names,
        .formula = made,
    };
    status = parse_formula(&parser);
    if (status == WJ_OK) {
        *formula = made;
    } else {
        wj_formula_free(made);
    }
    wj_lexer_clear(&parser.lexer);
    wj_map_clear(&parser.unknown);
    wj_buf_clear(&parser.word);
    wj_buf_clear(&parser.excerpt);
    return status;
}
