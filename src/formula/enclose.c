#include "enclose.h"

enum { MOST_EXPONENT = 1000 };

void wj_enclose_tidy(struct wj_enclosing *enclosing, struct wj_enclosure *enclosure)
{
    enclosing->work++;
    if (enclosure->number) {
        enclosing->work += wj_span_tidy(&enclosure->range) / 256;
    }
}

void wj_enclose_number(struct wj_enclosing *enclosing, const struct wj_node *node,
                       struct wj_enclosure *result)
{
    wj_enclose_node(enclosing, node, result);
    wj_enclosure_make_number(result);
}

/* Only where one side is a bare name and the other one number. */
static bool tell_name(struct wj_side side, struct wj_side other, struct wj_comparison_seen *seen)
{
    if (side.node->kind != WJ_NODE_NAME || !other.value->number ||
        !wj_span_is_point(&other.value->range)) {
        return false;
    }
    seen->name = side.node->name;
    seen->with = other.value->range.lower.at;
    return true;
}

void wj_enclose_tell(const struct wj_enclosing *enclosing, size_t position, struct wj_side left,
                     struct wj_side right, bool can_be_true, bool can_be_false)
{
    if (enclosing->ranges->compared == NULL) {
        return;
    }
    struct wj_comparison_seen seen = {
        .position = position, .can_be_true = can_be_true, .can_be_false = can_be_false, .name = -1};
    if (!tell_name(left, right, &seen)) {
        tell_name(right, left, &seen);
    }
    enclosing->ranges->compared(enclosing->ranges->user, &seen);
}

/* The exponent must be a known integer; else there is nothing to say. */
static void apply_power(struct wj_enclosure *left, struct wj_enclosure *right)
{
    mpq_srcptr exponent = right->range.lower.at;
    if (!wj_span_is_point(&right->range)) {
        wj_enclosure_set_everything(left);
        return;
    }
    if (mpz_cmp_ui(mpq_denref(exponent), 1) != 0 ||
        mpz_cmpabs_ui(mpq_numref(exponent), MOST_EXPONENT) > 0) {
        wj_enclosure_empty(left);
        left->fails = true;
        return;
    }
    int direction = mpq_sgn(exponent);
    if (direction <= 0 && wj_span_has_zero(&left->range)) {
        left->fails = true;
    }
    if (direction < 0) {
        left->number = wj_span_invert(&left->range);
    } else if (direction == 0) {
        left->number = !wj_span_is_point(&left->range) || mpq_sgn(left->range.lower.at) != 0;
        mpq_set_ui(right->range.lower.at, 1, 1);
        wj_span_set_point(&left->range, right->range.lower.at);
        return;
    }
    if (left->number) {
        wj_span_power(&left->range, mpz_get_ui(mpq_numref(exponent)));
    }
}

static void apply_divide(struct wj_enclosure *left, struct wj_enclosure *right)
{
    left->fails = left->fails || wj_span_has_zero(&right->range);
    if (wj_span_invert(&right->range)) {
        wj_span_multiply(&left->range, &right->range);
    } else {
        left->number = false;
    }
}

/* Both sides are numbers. */
static void apply_arithmetic(enum wj_operator sign, struct wj_enclosure *left,
                             struct wj_enclosure *right)
{
    switch (sign) {
    case WJ_ADD:
        wj_span_add(&left->range, &right->range);
        break;
    case WJ_SUBTRACT:
        wj_span_negate(&right->range);
        wj_span_add(&left->range, &right->range);
        break;
    case WJ_MULTIPLY:
        wj_span_multiply(&left->range, &right->range);
        break;
    case WJ_DIVIDE:
        apply_divide(left, right);
        break;
    default:
        apply_power(left, right);
        break;
    }
}

/* A text that is not known to be short enough may fail. */
static void apply_join(struct wj_enclosure *left, const struct wj_enclosure *right)
{
    struct wj_value a;
    struct wj_value b;
    wj_value_init(&a);
    wj_value_init(&b);
    if (wj_enclosure_single(left, &a) && wj_enclosure_single(right, &b)) {
        wj_value_make_text(&a);
        wj_value_make_text(&b);
        bool fits = a.text.len + b.text.len <= WJ_MOST_TEXT;
        if (fits) {
            wj_buf_add(&a.text, wj_buf_slice(&b.text));
        }
        wj_enclosure_set_value(left, &a);
        left->text = fits;
        left->any_text = left->any_text || wj_buf_status(&b.text) != WJ_OK;
        left->fails = !fits;
    } else {
        wj_enclosure_set_any_text(left);
        left->fails = true;
    }
    wj_value_clear(&a);
    wj_value_clear(&b);
}

static void apply_comparison(struct wj_enclosing *enclosing, const struct wj_node *node,
                             struct wj_enclosure *left, struct wj_enclosure *right)
{
    struct wj_enclosure outcome;
    wj_enclosure_init(&outcome);
    wj_enclosure_compare(left, node->sign, right, &outcome);
    wj_enclose_tell(enclosing, node->position, (struct wj_side){node->first, left},
                    (struct wj_side){node->last, right}, outcome.is_true, outcome.is_false);
    wj_enclosure_set_logical(left, outcome.is_true, outcome.is_false);
    wj_enclosure_clear(&outcome);
}

static void apply_sign(struct wj_enclosing *enclosing, const struct wj_node *node,
                       struct wj_enclosure *left, struct wj_enclosure *right)
{
    bool fails = left->fails || right->fails;
    if (node->sign <= WJ_AT_LEAST) {
        apply_comparison(enclosing, node, left, right);
    } else if (node->sign == WJ_JOIN && !wj_enclosure_is_empty(left) &&
               !wj_enclosure_is_empty(right)) {
        left->fails = right->fails = false;
        apply_join(left, right);
    } else if (node->sign == WJ_JOIN) {
        wj_enclosure_empty(left);
    } else {
        wj_enclosure_make_number(left);
        wj_enclosure_make_number(right);
        fails = left->fails || right->fails;
        if (left->number && right->number) {
            apply_arithmetic(node->sign, left, right);
        } else {
            left->number = false;
        }
    }
    left->fails = left->fails || fails;
}

static void apply_unary(const struct wj_node *node, struct wj_enclosure *result)
{
    wj_enclosure_make_number(result);
    if (!result->number) {
        return;
    }
    if (node->kind == WJ_NODE_UNARY && node->sign == WJ_SUBTRACT) {
        wj_span_negate(&result->range);
    } else if (node->kind == WJ_NODE_PERCENT) {
        struct wj_span hundredth;
        wj_span_init(&hundredth);
        wj_number_ratio(hundredth.lower.at, 1, 100);
        wj_number_ratio(hundredth.upper.at, 1, 100);
        wj_span_multiply(&result->range, &hundredth);
        wj_span_clear(&hundredth);
    }
}

/* `result` is the first operand and becomes the node's enclosure. */
static void apply(struct wj_enclosing *enclosing, const struct wj_node *node,
                  struct wj_enclosure *result)
{
    if (node->kind == WJ_NODE_BINARY) {
        struct wj_enclosure right;
        wj_enclosure_init(&right);
        wj_enclose_node(enclosing, node->last, &right);
        apply_sign(enclosing, node, result, &right);
        wj_enclosure_clear(&right);
    } else {
        apply_unary(node, result);
    }
    wj_enclose_tidy(enclosing, result);
}

static void enclose_leaf(struct wj_enclosing *enclosing, const struct wj_node *node,
                         struct wj_enclosure *result)
{
    struct wj_value value;
    wj_value_init(&value);
    switch (node->kind) {
    case WJ_NODE_NUMBER:
        wj_value_set_number(&value, node->number);
        wj_enclosure_set_value(result, &value);
        break;
    case WJ_NODE_TEXT:
        wj_value_set_text(&value, node->text);
        wj_enclosure_set_value(result, &value);
        break;
    case WJ_NODE_LOGICAL:
        wj_enclosure_set_logical(result, node->logical, !node->logical);
        break;
    case WJ_NODE_NAME:
        wj_enclosure_empty(result);
        enclosing->ranges->get(enclosing->ranges->user, node->name, result);
        break;
    default:
        wj_enclosure_empty(result);
        wj_enclose_call(enclosing, node, result);
        break;
    }
    wj_value_clear(&value);
    wj_enclose_tidy(enclosing, result);
}

static bool is_leaf(const struct wj_node *node)
{
    return node->kind != WJ_NODE_BINARY && node->kind != WJ_NODE_UNARY &&
           node->kind != WJ_NODE_PERCENT;
}

/* Goes down to the first operand and back up, so that a long sum needs no deep stack. */
void wj_enclose_node(struct wj_enclosing *enclosing, const struct wj_node *node,
                     struct wj_enclosure *result)
{
    const struct wj_node *at = node;
    while (!is_leaf(at)) {
        at = at->first;
    }
    enclose_leaf(enclosing, at, result);
    while (at != node) {
        at = at->parent;
        apply(enclosing, at, result);
    }
}

uint64_t wj_formula_enclose(const struct wj_formula *formula, const struct wj_ranges *ranges,
                            struct wj_enclosure *result)
{
    struct wj_enclosing enclosing = {.ranges = ranges};
    wj_enclose_node(&enclosing, formula->root, result);
    return enclosing.work;
}
