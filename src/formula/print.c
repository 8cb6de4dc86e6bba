#include "evaluate.h"
#include "lex.h"
#include "wjtab/base/number.h"

/* How tightly a node holds its parts together; one that holds less tightly than its place wants
 * stands in parentheses. */
enum { LOOSE = 0, COMPARES, JOINS, ADDS, MULTIPLIES, RAISES, SIGNS, PERCENTS, WHOLE };

struct printer {
    const struct wj_formula_style *style;
    struct wj_buf *out;
};

struct spelling {
    const char *text;
    int strength;
};

static const struct spelling operators[] = {
    [WJ_EQUAL] = {"=", COMPARES},    [WJ_UNEQUAL] = {"<>", COMPARES},
    [WJ_LESS] = {"<", COMPARES},     [WJ_AT_MOST] = {"<=", COMPARES},
    [WJ_MORE] = {">", COMPARES},     [WJ_AT_LEAST] = {">=", COMPARES},
    [WJ_JOIN] = {"&", JOINS},        [WJ_ADD] = {"+", ADDS},
    [WJ_SUBTRACT] = {"-", ADDS},     [WJ_MULTIPLY] = {"*", MULTIPLIES},
    [WJ_DIVIDE] = {"/", MULTIPLIES}, [WJ_POWER] = {"^", RAISES},
};

static void print_node(const struct printer *printer, const struct wj_node *node);

static int strength(const struct wj_node *node)
{
    switch (node->kind) {
    case WJ_NODE_BINARY:
        return operators[node->sign].strength;
    case WJ_NODE_UNARY:
        return SIGNS;
    case WJ_NODE_PERCENT:
        return PERCENTS;
    default:
        return WHOLE;
    }
}

/* All operators group to the left: a right operand of the same strength needs parentheses. */
static bool needs_parentheses(const struct wj_node *node)
{
    const struct wj_node *parent = node->parent;
    if (parent == NULL || parent->kind == WJ_NODE_CALL) {
        return false;
    }
    bool right = parent->kind == WJ_NODE_BINARY && node == parent->last;
    return strength(node) < strength(parent) + (right ? 1 : 0);
}

void wj_formula_quote(struct wj_buf *out, struct wj_slice text)
{
    wj_buf_add_char(out, '"');
    while (text.len > 0) {
        int32_t codepoint;
        size_t len = wj_utf8_next(text, &codepoint);
        struct wj_slice character = wj_slice(text.ptr, len);
        if (wj_lex_is_quote(codepoint)) {
            wj_buf_add(out, character);
        }
        wj_buf_add(out, character);
        text = wj_slice_from(text, len);
    }
    wj_buf_add_char(out, '"');
}

static void print_text(const struct printer *printer, struct wj_slice text)
{
    if (printer->style->spreadsheet) {
        wj_text_quote(printer->out, text);
    } else {
        wj_formula_quote(printer->out, text);
    }
}

static void print_name(const struct printer *printer, const struct wj_node *node)
{
    const struct wj_formula_style *style = printer->style;
    if (style->name != NULL) {
        style->name(style->user, node->name, node->text, printer->out);
        return;
    }
    if (!wj_lex_needs_brackets(node->text)) {
        wj_buf_add(printer->out, node->text);
        return;
    }
    /* A name that holds ] was written in full-width brackets. */
    bool wide = memchr(node->text.ptr, ']', node->text.len) != NULL;
    wj_buf_add_text(printer->out, wide ? "［" : "[");
    wj_buf_add(printer->out, node->text);
    wj_buf_add_text(printer->out, wide ? "］" : "]");
}

/* Only TRUNC may stand without the number of places in every spreadsheet program. */
static bool wants_places(const struct wj_node *call)
{
    enum wj_function_id id = call->function->id;
    return call->count == 1 && (id == WJ_ROUND || id == WJ_ROUNDUP || id == WJ_ROUNDDOWN);
}

/* An argument within an expansion: in parentheses where it is more than one value or call. What
 * is repeated in what is repeated grows without bound: no spreadsheet program takes a formula of
 * that length, and its writer refuses it. */
static void print_argument(const struct printer *printer, const struct wj_node *node)
{
    bool parentheses = strength(node) < WHOLE;
    if (printer->out->len > WJ_MOST_TEXT) {
        return;
    }
    wj_buf_add_text(printer->out, parentheses ? "(" : "");
    print_node(printer, node);
    wj_buf_add_text(printer->out, parentheses ? ")" : "");
}

/* TIERS(x,t1,v1,…,v): IF(x>=t1,v1,IF(…,v)) */
static void print_tiers(const struct printer *printer, const struct wj_node *call)
{
    size_t open = 0;
    const struct wj_node *node = call->first->next;
    for (; node->next != NULL; node = node->next->next) {
        wj_buf_add_text(printer->out, "IF(");
        print_argument(printer, call->first);
        wj_buf_add_text(printer->out, ">=");
        print_argument(printer, node);
        wj_buf_add_char(printer->out, ',');
        print_argument(printer, node->next);
        wj_buf_add_char(printer->out, ',');
        open++;
    }
    print_argument(printer, node);
    for (; open > 0; open--) {
        wj_buf_add_char(printer->out, ')');
    }
}

static void print_gate(const struct printer *printer, const struct wj_node *call)
{
    wj_buf_add_text(printer->out, "IF(AND(");
    for (const struct wj_node *node = call->first; node != NULL; node = node->next) {
        print_argument(printer, node);
        wj_buf_add_text(printer->out, node->next != NULL ? "," : "");
    }
    wj_buf_add_text(printer->out, "),1,0)");
}

/* Puts the arguments in the places of a, b and c. */
static void print_template(const struct printer *printer, const struct wj_node *call,
                           const char *template)
{
    for (; *template != '\0'; template ++) {
        if (*template <'a' || *template > 'c') {
            wj_buf_add_char(printer->out, *template);
            continue;
        }
        const struct wj_node *node = call->first;
        for (char letter = 'a'; letter < *template; letter++) {
            node = node->next;
        }
        print_argument(printer, node);
    }
}

/* The functions that spreadsheet programs do not have, in those that they have; false for the
 * others. */
static bool print_expansion(const struct printer *printer, const struct wj_node *call)
{
    static const char *const targets[] = {
        [WJ_GOAL_AT_LEAST] = "IF(a>=b,1,MAX(0,a/b))",
        [WJ_GOAL_AT_MOST] = "IF(a<=b,1,MAX(0,b/a))",
        [WJ_GOAL_EXACTLY] = "IF(a=b,1,MAX(0,IF(a<b,a/b,b/a)))",
    };
    switch (call->function->id) {
    case WJ_TARGET:
        print_template(printer, call, targets[call->goal]);
        return true;
    case WJ_DEDUCT:
        print_template(printer, call, "MAX(0,a-b*c)");
        return true;
    case WJ_TIERS:
        print_tiers(printer, call);
        return true;
    case WJ_GATE:
        print_gate(printer, call);
        return true;
    default:
        return false;
    }
}

static void print_call(const struct printer *printer, const struct wj_node *call)
{
    bool spreadsheet = printer->style->spreadsheet;
    if (spreadsheet && print_expansion(printer, call)) {
        return;
    }
    /* IFS is younger than the file format, which marks such functions. */
    wj_buf_add_text(printer->out, spreadsheet && call->function->id == WJ_IFS ? "_xlfn." : "");
    wj_buf_add_text(printer->out, call->function->name);
    wj_buf_add_char(printer->out, '(');
    for (const struct wj_node *node = call->first; node != NULL; node = node->next) {
        print_node(printer, node);
        wj_buf_add_text(printer->out, node->next != NULL ? "," : "");
    }
    /* The sign came with a name that does not stand here any more. */
    bool lost = call->function->id == WJ_TARGET && call->count == 2 && printer->style->name != NULL;
    if (lost && call->goal != WJ_GOAL_AT_LEAST) {
        wj_buf_add_text(printer->out, call->goal == WJ_GOAL_AT_MOST ? ",\"≤\"" : ",\"=\"");
    }
    wj_buf_add_text(printer->out, spreadsheet && wants_places(call) ? ",0)" : ")");
}

static void print_leaf(const struct printer *printer, const struct wj_node *node)
{
    switch (node->kind) {
    case WJ_NODE_NUMBER:
        wj_number_exact(printer->out, node->number);
        break;
    case WJ_NODE_TEXT:
        print_text(printer, node->text);
        break;
    case WJ_NODE_LOGICAL:
        wj_buf_add_text(printer->out, node->logical ? "TRUE" : "FALSE");
        break;
    case WJ_NODE_NAME:
        print_name(printer, node);
        break;
    default:
        print_call(printer, node);
        break;
    }
}

/* What stands before a node's first operand. */
static void open_node(const struct printer *printer, const struct wj_node *node)
{
    wj_buf_add_text(printer->out, needs_parentheses(node) ? "(" : "");
    if (node->kind == WJ_NODE_UNARY) {
        wj_buf_add_text(printer->out, operators[node->sign].text);
    }
}

/* What stands behind it. */
static void close_node(const struct printer *printer, const struct wj_node *node)
{
    if (node->kind == WJ_NODE_BINARY) {
        wj_buf_add_text(printer->out, operators[node->sign].text);
        print_node(printer, node->last);
    } else if (node->kind == WJ_NODE_PERCENT) {
        wj_buf_add_char(printer->out, '%');
    }
    wj_buf_add_text(printer->out, needs_parentheses(node) ? ")" : "");
}

/* Goes down to the first operand and back up, so that a long sum needs no deep stack. */
static void print_node(const struct printer *printer, const struct wj_node *node)
{
    const struct wj_node *at = node;
    while (strength(at) < WHOLE) {
        open_node(printer, at);
        at = at->first;
    }
    print_leaf(printer, at);
    while (at != node) {
        at = at->parent;
        close_node(printer, at);
    }
}

void wj_formula_print(const struct wj_formula *formula, const struct wj_formula_style *style,
                      struct wj_buf *out)
{
    struct printer printer = {style, out};
    print_node(&printer, formula->root);
}

/* Names are numbers to whoever asks; IF without else is FALSE. */
static bool may_be_logical(const struct wj_node *node)
{
    if (node->kind == WJ_NODE_LOGICAL) {
        return true;
    }
    if (node->kind == WJ_NODE_BINARY) {
        return operators[node->sign].strength == COMPARES;
    }
    if (node->kind != WJ_NODE_CALL) {
        return false;
    }
    enum wj_function_id id = node->function->id;
    bool may = id == WJ_AND || id == WJ_OR || id == WJ_NOT || id == WJ_HAS ||
               (id == WJ_IF && node->count == 2);
    for (const struct wj_node *child = node->first; child != NULL && !may; child = child->next) {
        may = (id == WJ_IF || id == WJ_IFS) && child != node->first && may_be_logical(child);
    }
    return may;
}

bool wj_formula_may_be_logical(const struct wj_formula *formula)
{
    return may_be_logical(formula->root);
}
