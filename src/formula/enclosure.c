#include "enclose.h"

void wj_enclosure_init(struct wj_enclosure *enclosure)
{
    *enclosure = (struct wj_enclosure){0};
    wj_span_init(&enclosure->range);
}

void wj_enclosure_clear(struct wj_enclosure *enclosure)
{
    wj_span_clear(&enclosure->range);
    wj_buf_clear(&enclosure->words);
}

void wj_enclosure_empty(struct wj_enclosure *enclosure)
{
    enclosure->number = enclosure->is_true = enclosure->is_false = false;
    enclosure->text = enclosure->any_text = enclosure->fails = false;
}

void wj_enclosure_swap(struct wj_enclosure *a, struct wj_enclosure *b)
{
    struct wj_enclosure c = *a;
    *a = *b;
    *b = c;
}

bool wj_enclosure_is_empty(const struct wj_enclosure *enclosure)
{
    return !enclosure->number && !enclosure->is_true && !enclosure->is_false && !enclosure->text;
}

/* Without memory for it a text is any text: still a set that holds it. */
static void set_words(struct wj_enclosure *enclosure, struct wj_slice words)
{
    wj_buf_reset(&enclosure->words);
    wj_buf_add(&enclosure->words, words);
    enclosure->text = true;
    enclosure->any_text = wj_buf_status(&enclosure->words) != WJ_OK;
}

void wj_enclosure_set_value(struct wj_enclosure *enclosure, const struct wj_value *value)
{
    wj_enclosure_empty(enclosure);
    switch (value->kind) {
    case WJ_VALUE_NUMBER:
        enclosure->number = true;
        wj_span_set_point(&enclosure->range, value->number);
        break;
    case WJ_VALUE_LOGICAL:
        enclosure->is_true = value->logical;
        enclosure->is_false = !value->logical;
        break;
    case WJ_VALUE_TEXT:
        set_words(enclosure, wj_buf_slice(&value->text));
        enclosure->any_text = enclosure->any_text || wj_buf_status(&value->text) != WJ_OK;
        break;
    }
}

void wj_enclosure_set_range(struct wj_enclosure *enclosure, const struct wj_span *range)
{
    wj_enclosure_empty(enclosure);
    enclosure->number = true;
    wj_span_set(&enclosure->range, range);
}

void wj_enclosure_set_logical(struct wj_enclosure *enclosure, bool can_be_true, bool can_be_false)
{
    wj_enclosure_empty(enclosure);
    enclosure->is_true = can_be_true;
    enclosure->is_false = can_be_false;
}

void wj_enclosure_set_everything(struct wj_enclosure *enclosure)
{
    wj_enclosure_empty(enclosure);
    enclosure->number = true;
    enclosure->fails = true;
    wj_span_set_everything(&enclosure->range);
}

void wj_enclosure_set_any_text(struct wj_enclosure *enclosure)
{
    wj_enclosure_empty(enclosure);
    enclosure->text = enclosure->any_text = true;
}

bool wj_enclosure_contains(const struct wj_enclosure *enclosure, const struct wj_value *value)
{
    switch (value->kind) {
    case WJ_VALUE_NUMBER:
        return enclosure->number && wj_span_contains(&enclosure->range, value->number);
    case WJ_VALUE_LOGICAL:
        return value->logical ? enclosure->is_true : enclosure->is_false;
    case WJ_VALUE_TEXT:
        break;
    }
    return enclosure->text &&
           (enclosure->any_text ||
            wj_slice_equal(wj_buf_slice(&enclosure->words), wj_buf_slice(&value->text)));
}

static void unite_texts(struct wj_enclosure *left, const struct wj_enclosure *right)
{
    struct wj_slice words = wj_buf_slice(&right->words);
    if (!left->text) {
        set_words(left, words);
        left->any_text = left->any_text || right->any_text;
    } else if (right->any_text || !wj_slice_equal(wj_buf_slice(&left->words), words)) {
        left->any_text = true;
    }
}

void wj_enclosure_unite(struct wj_enclosure *left, const struct wj_enclosure *right)
{
    if (right->number && left->number) {
        wj_span_hull(&left->range, &right->range);
    } else if (right->number) {
        wj_span_set(&left->range, &right->range);
    }
    if (right->text) {
        unite_texts(left, right);
    }
    left->number = left->number || right->number;
    left->is_true = left->is_true || right->is_true;
    left->is_false = left->is_false || right->is_false;
    left->fails = left->fails || right->fails;
}

static void unite_point(struct wj_enclosure *enclosure, unsigned long number)
{
    struct wj_span point;
    wj_span_init(&point);
    mpq_set_ui(point.lower.at, number, 1);
    mpq_set_ui(point.upper.at, number, 1);
    if (enclosure->number) {
        wj_span_hull(&enclosure->range, &point);
    } else {
        wj_span_set(&enclosure->range, &point);
    }
    enclosure->number = true;
    wj_span_clear(&point);
}

void wj_enclosure_make_number(struct wj_enclosure *enclosure)
{
    if (enclosure->is_true) {
        unite_point(enclosure, 1);
    }
    if (enclosure->is_false) {
        unite_point(enclosure, 0);
    }
    enclosure->fails = enclosure->fails || enclosure->text;
    enclosure->is_true = enclosure->is_false = enclosure->text = enclosure->any_text = false;
}

void wj_enclosure_make_logical(struct wj_enclosure *enclosure)
{
    bool zero = enclosure->number && wj_span_has_zero(&enclosure->range);
    bool other = enclosure->number && !(zero && wj_span_is_point(&enclosure->range));
    bool fails = enclosure->fails || enclosure->text;
    wj_enclosure_set_logical(enclosure, enclosure->is_true || other, enclosure->is_false || zero);
    enclosure->fails = fails;
}

bool wj_enclosure_single(const struct wj_enclosure *enclosure, struct wj_value *value)
{
    int kinds = enclosure->number + enclosure->is_true + enclosure->is_false + enclosure->text;
    if (kinds != 1 || enclosure->fails || enclosure->any_text ||
        (enclosure->number && !wj_span_is_point(&enclosure->range))) {
        return false;
    }
    if (enclosure->number) {
        wj_value_set_number(value, enclosure->range.lower.at);
    } else if (enclosure->text) {
        wj_value_set_text(value, wj_buf_slice(&enclosure->words));
        return wj_buf_status(&value->text) == WJ_OK;
    } else {
        wj_value_set_logical(value, enclosure->is_true);
    }
    return true;
}

/* ---- comparing ---- */

static void add_orders(unsigned orders, enum wj_operator sign, struct wj_enclosure *outcome)
{
    static const unsigned holds[] = {
        [WJ_EQUAL] = WJ_ORDER_EQUAL, [WJ_UNEQUAL] = WJ_ORDER_LESS | WJ_ORDER_MORE,
        [WJ_LESS] = WJ_ORDER_LESS,   [WJ_AT_MOST] = WJ_ORDER_LESS | WJ_ORDER_EQUAL,
        [WJ_MORE] = WJ_ORDER_MORE,   [WJ_AT_LEAST] = WJ_ORDER_MORE | WJ_ORDER_EQUAL,
    };
    outcome->is_true = outcome->is_true || (orders & holds[sign]) != 0;
    outcome->is_false = outcome->is_false || (orders & ~holds[sign]) != 0;
}

static void compare_numbers(const struct wj_enclosure *left, enum wj_operator sign,
                            const struct wj_enclosure *right, struct wj_enclosure *outcome)
{
    struct wj_enclosure a;
    struct wj_enclosure b;
    wj_enclosure_init(&a);
    wj_enclosure_init(&b);
    wj_enclosure_unite(&a, left);
    wj_enclosure_unite(&b, right);
    wj_enclosure_make_number(&a);
    wj_enclosure_make_number(&b);
    if (a.number && b.number) {
        add_orders(wj_span_orders(&a.range, &b.range), sign, outcome);
    }
    wj_enclosure_clear(&a);
    wj_enclosure_clear(&b);
}

/* The orders in which texts stand to the other side, seen from the text. Two texts are compared
 * elsewhere where both are known. */
static unsigned text_orders(const struct wj_enclosure *texts, const struct wj_enclosure *other)
{
    unsigned orders = other->is_true || other->is_false ? WJ_ORDER_LESS : 0;
    if (!other->number) {
        return orders;
    }
    struct wj_value value;
    struct wj_span read;
    wj_value_init(&value);
    wj_span_init(&read);
    wj_value_set_text(&value, wj_buf_slice(&texts->words));
    if (wj_buf_status(&value.text) != WJ_OK) {
        orders |= WJ_ORDER_LESS | WJ_ORDER_EQUAL | WJ_ORDER_MORE;
    } else if (wj_value_reads_as_number(&value, value.number)) {
        wj_span_set_point(&read, value.number);
        orders |= wj_span_orders(&read, &other->range);
    } else {
        orders |= WJ_ORDER_MORE;
    }
    wj_span_clear(&read);
    wj_value_clear(&value);
    return orders;
}

static unsigned turned(unsigned orders)
{
    return (orders & WJ_ORDER_EQUAL) | ((orders & WJ_ORDER_LESS) != 0 ? WJ_ORDER_MORE : 0) |
           ((orders & WJ_ORDER_MORE) != 0 ? WJ_ORDER_LESS : 0);
}

/* A text on one side, anything but a text on the other. An empty text differs from everything. */
static void compare_text(const struct wj_enclosure *texts, bool is_left, enum wj_operator sign,
                         const struct wj_enclosure *other, struct wj_enclosure *outcome)
{
    if (!other->number && !other->is_true && !other->is_false) {
        return;
    }
    if (texts->any_text) {
        outcome->is_true = outcome->is_false = true;
    } else if (texts->words.len == 0) {
        outcome->is_true = outcome->is_true || sign == WJ_UNEQUAL;
        outcome->is_false = outcome->is_false || sign != WJ_UNEQUAL;
    } else {
        unsigned orders = text_orders(texts, other);
        add_orders(is_left ? orders : turned(orders), sign, outcome);
    }
}

static void compare_two_texts(const struct wj_enclosure *left, enum wj_operator sign,
                              const struct wj_enclosure *right, struct wj_enclosure *outcome)
{
    struct wj_value a;
    struct wj_value b;
    wj_value_init(&a);
    wj_value_init(&b);
    wj_value_set_text(&a, wj_buf_slice(&left->words));
    wj_value_set_text(&b, wj_buf_slice(&right->words));
    bool known = !left->any_text && !right->any_text && wj_buf_status(&a.text) == WJ_OK &&
                 wj_buf_status(&b.text) == WJ_OK;
    bool holds = known && wj_value_compare(&a, sign, &b);
    outcome->is_true = outcome->is_true || !known || holds;
    outcome->is_false = outcome->is_false || !known || !holds;
    wj_value_clear(&a);
    wj_value_clear(&b);
}

void wj_enclosure_compare(const struct wj_enclosure *left, enum wj_operator sign,
                          const struct wj_enclosure *right, struct wj_enclosure *outcome)
{
    wj_enclosure_empty(outcome);
    compare_numbers(left, sign, right, outcome);
    if (left->text) {
        compare_text(left, true, sign, right, outcome);
    }
    if (right->text) {
        compare_text(right, false, sign, left, outcome);
    }
    if (left->text && right->text) {
        compare_two_texts(left, sign, right, outcome);
    }
}
