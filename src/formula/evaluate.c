#include "evaluate.h"

#include "wjtab/base/message.h"

enum { MOST_EXPONENT = 1000 };

bool wj_evaluate_fail(struct wj_evaluation *evaluation, size_t position, const char *format, ...)
{
    struct wj_buf sentence = {0};
    va_list arguments;
    va_start(arguments, format);
    wj_buf_vaddf(&sentence, format, arguments);
    va_end(arguments);
    wj_buf_reset(evaluation->reason);
    wj_buf_addf(evaluation->reason, _("%s at character %zu"), wj_buf_text(&sentence), position);
    wj_buf_clear(&sentence);
    return false;
}

static bool fail_on_memory(struct wj_evaluation *evaluation, const struct wj_node *node)
{
    return wj_evaluate_fail(evaluation, node->position, "%s", _("out of memory"));
}

bool wj_evaluate_fail_on_text(struct wj_evaluation *evaluation, const struct wj_node *node,
                              const struct wj_value *value, const char *needed)
{
    if (value->text.len == 0) {
        return wj_evaluate_fail(evaluation, node->position,
                                _("no answer (an empty text) where %s is needed"), needed);
    }
    struct wj_buf excerpt = {0};
    wj_evaluate_fail(evaluation, node->position, _("the text “%s” where %s is needed"),
                     wj_text_excerpt(&excerpt, wj_buf_slice(&value->text)), needed);
    wj_buf_clear(&excerpt);
    return false;
}

static bool make_number(struct wj_evaluation *evaluation, const struct wj_node *node,
                        struct wj_value *value)
{
    if (value->kind == WJ_VALUE_TEXT) {
        return wj_evaluate_fail_on_text(evaluation, node, value, _("a number"));
    }
    if (value->kind == WJ_VALUE_LOGICAL) {
        value->kind = WJ_VALUE_NUMBER;
        mpq_set_ui(value->number, value->logical, 1);
    }
    return true;
}

bool wj_evaluate_number(struct wj_evaluation *evaluation, const struct wj_node *node,
                        struct wj_value *result)
{
    return wj_evaluate_node(evaluation, node, result) && make_number(evaluation, node, result);
}

bool wj_evaluate_size(struct wj_evaluation *evaluation, const struct wj_node *node,
                      const mpq_t number)
{
    if (mpz_sizeinbase(mpq_numref(number), 2) <= WJ_MOST_BITS &&
        mpz_sizeinbase(mpq_denref(number), 2) <= WJ_MOST_BITS) {
        return true;
    }
    return wj_evaluate_fail(evaluation, node->position, _("the result is too large"));
}

/* Is base^size certain to pass the ceiling? It has more than (bits of base - 1) × size bits. */
static bool power_is_huge(const mpz_t base, unsigned long size)
{
    return (mpz_sizeinbase(base, 2) - 1) * size >= WJ_MOST_BITS;
}

static bool apply_power(struct wj_evaluation *evaluation, const struct wj_node *node, mpq_t left,
                        const mpq_t right)
{
    if (mpz_cmp_ui(mpq_denref(right), 1) != 0 ||
        mpz_cmpabs_ui(mpq_numref(right), MOST_EXPONENT) > 0) {
        return wj_evaluate_fail(evaluation, node->position,
                                _("an exponent that is no integer from -%d to %d"),
                                (int)MOST_EXPONENT, (int)MOST_EXPONENT);
    }
    int direction = mpq_sgn(right);
    if (mpq_sgn(left) == 0 && direction <= 0) {
        return wj_evaluate_fail(evaluation, node->position, "%s",
                                direction == 0 ? _("0^0 has no value") : _("division by zero"));
    }
    unsigned long size = mpz_get_ui(mpq_numref(right));
    if (power_is_huge(mpq_numref(left), size) || power_is_huge(mpq_denref(left), size)) {
        return wj_evaluate_fail(evaluation, node->position, _("the result is too large"));
    }
    mpz_pow_ui(mpq_numref(left), mpq_numref(left), size);
    mpz_pow_ui(mpq_denref(left), mpq_denref(left), size);
    if (direction < 0) {
        mpq_inv(left, left);
    }
    return true;
}

/* left = left (sign) right */
static bool apply_arithmetic(struct wj_evaluation *evaluation, const struct wj_node *node,
                             mpq_t left, const mpq_t right)
{
    switch (node->sign) {
    case WJ_ADD:
        mpq_add(left, left, right);
        break;
    case WJ_SUBTRACT:
        mpq_sub(left, left, right);
        break;
    case WJ_MULTIPLY:
        mpq_mul(left, left, right);
        break;
    case WJ_DIVIDE:
        if (mpq_sgn(right) == 0) {
            return wj_evaluate_fail(evaluation, node->position, _("division by zero"));
        }
        mpq_div(left, left, right);
        break;
    default:
        return apply_power(evaluation, node, left, right);
    }
    return true;
}

static bool apply_join(struct wj_evaluation *evaluation, const struct wj_node *node,
                       struct wj_value *left, struct wj_value *right)
{
    wj_value_make_text(left);
    wj_value_make_text(right);
    if (left->text.len + right->text.len > WJ_MOST_TEXT) {
        return wj_evaluate_fail(evaluation, node->position, _("the result is too large"));
    }
    wj_buf_add(&left->text, wj_buf_slice(&right->text));
    if (wj_buf_status(&left->text) != WJ_OK || wj_buf_status(&right->text) != WJ_OK) {
        return fail_on_memory(evaluation, node);
    }
    return true;
}

static bool apply_sign(struct wj_evaluation *evaluation, const struct wj_node *node,
                       struct wj_value *left, struct wj_value *right)
{
    if (node->sign <= WJ_AT_LEAST) {
        wj_value_set_logical(left, wj_value_compare(left, node->sign, right));
        return true;
    }
    if (node->sign == WJ_JOIN) {
        return apply_join(evaluation, node, left, right);
    }
    return make_number(evaluation, node->first, left) &&
           make_number(evaluation, node->last, right) &&
           apply_arithmetic(evaluation, node, left->number, right->number) &&
           wj_evaluate_size(evaluation, node, left->number);
}

/* `result` is the first operand and becomes the node's value. */
static bool apply(struct wj_evaluation *evaluation, const struct wj_node *node,
                  struct wj_value *result)
{
    if (node->kind == WJ_NODE_BINARY) {
        struct wj_value right;
        wj_value_init(&right);
        bool good = wj_evaluate_node(evaluation, node->last, &right) &&
                    apply_sign(evaluation, node, result, &right);
        wj_value_clear(&right);
        return good;
    }
    if (!make_number(evaluation, node->first, result)) {
        return false;
    }
    if (node->kind == WJ_NODE_PERCENT) {
        mpq_t hundred;
        mpq_init(hundred);
        mpq_set_ui(hundred, 100, 1);
        mpq_div(result->number, result->number, hundred);
        mpq_clear(hundred);
        return wj_evaluate_size(evaluation, node, result->number);
    }
    if (node->sign == WJ_SUBTRACT) {
        mpq_neg(result->number, result->number);
    }
    return true;
}

static bool evaluate_name(struct wj_evaluation *evaluation, const struct wj_node *node,
                          struct wj_value *result)
{
    const char *reason = evaluation->values->get(evaluation->values->user, node->name, result);
    if (reason != NULL) {
        return wj_evaluate_fail(evaluation, node->position, "%s", reason);
    }
    return true;
}

static bool evaluate_leaf(struct wj_evaluation *evaluation, const struct wj_node *node,
                          struct wj_value *result)
{
    bool good = true;
    switch (node->kind) {
    case WJ_NODE_NUMBER:
        wj_value_set_number(result, node->number);
        break;
    case WJ_NODE_TEXT:
        wj_value_set_text(result, node->text);
        break;
    case WJ_NODE_LOGICAL:
        wj_value_set_logical(result, node->logical);
        break;
    case WJ_NODE_NAME:
        good = evaluate_name(evaluation, node, result);
        break;
    default:
        good = wj_evaluate_call(evaluation, node, result);
        break;
    }
    if (good && result->kind == WJ_VALUE_TEXT && wj_buf_status(&result->text) != WJ_OK) {
        return fail_on_memory(evaluation, node);
    }
    return good;
}

static bool is_leaf(const struct wj_node *node)
{
    return node->kind != WJ_NODE_BINARY && node->kind != WJ_NODE_UNARY &&
           node->kind != WJ_NODE_PERCENT;
}

/* Goes down to the first operand and back up, so that a long sum needs no deep stack. */
bool wj_evaluate_node(struct wj_evaluation *evaluation, const struct wj_node *node,
                      struct wj_value *result)
{
    const struct wj_node *at = node;
    while (!is_leaf(at)) {
        at = at->first;
    }
    if (!evaluate_leaf(evaluation, at, result)) {
        return false;
    }
    while (at != node) {
        at = at->parent;
        if (!apply(evaluation, at, result)) {
            return false;
        }
    }
    return true;
}

bool wj_formula_evaluate(const struct wj_formula *formula, const struct wj_values *values,
                         struct wj_value *result, struct wj_buf *reason)
{
    struct wj_evaluation evaluation = {.values = values, .reason = reason};
    return wj_evaluate_node(&evaluation, formula->root, result);
}
