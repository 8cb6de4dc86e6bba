#include <stdio.h>

#include <utf8proc.h>

#include "evaluate.h"
#include "wjtab/base/number.h"

enum { SIGNIFICANT = 15 };

void wj_value_init(struct wj_value *value)
{
    *value = (struct wj_value){.kind = WJ_VALUE_NUMBER};
    mpq_init(value->number);
}

void wj_value_clear(struct wj_value *value)
{
    mpq_clear(value->number);
    wj_buf_clear(&value->text);
}

void wj_value_set_number(struct wj_value *value, const mpq_t number)
{
    value->kind = WJ_VALUE_NUMBER;
    mpq_set(value->number, number);
}

void wj_value_set_text(struct wj_value *value, struct wj_slice text)
{
    value->kind = WJ_VALUE_TEXT;
    wj_buf_reset(&value->text);
    wj_buf_add(&value->text, text);
}

void wj_value_set_logical(struct wj_value *value, bool logical)
{
    value->kind = WJ_VALUE_LOGICAL;
    value->logical = logical;
}

bool wj_value_condition(const struct wj_value *value, bool *condition)
{
    switch (value->kind) {
    case WJ_VALUE_NUMBER:
        *condition = mpq_sgn(value->number) != 0;
        return true;
    case WJ_VALUE_LOGICAL:
        *condition = value->logical;
        return true;
    case WJ_VALUE_TEXT:
        break;
    }
    return false;
}

bool wj_value_reads_as_number(const struct wj_value *value, mpq_t number)
{
    return wj_number_parse(number, wj_text_trim(wj_buf_slice(&value->text)),
                           WJ_NUMBER_PERCENT | WJ_NUMBER_THOUSANDS | WJ_NUMBER_EXPONENT);
}

/* Below, at or above 0 as a stands before, with or after b; letters count as upper case. */
static int compare_texts(struct wj_slice a, struct wj_slice b)
{
    while (a.len > 0 && b.len > 0) {
        int32_t left;
        int32_t right;
        a = wj_slice_from(a, wj_utf8_next(a, &left));
        b = wj_slice_from(b, wj_utf8_next(b, &right));
        left = utf8proc_toupper(left);
        right = utf8proc_toupper(right);
        if (left != right) {
            return left < right ? -1 : 1;
        }
    }
    return (a.len > 0) - (b.len > 0);
}

/* A text against a number, or a logical value that stands for one. */
static int compare_text_to_number(const struct wj_value *text, const mpq_t number)
{
    int order = 1;
    mpq_t read;
    mpq_init(read);
    if (wj_value_reads_as_number(text, read)) {
        order = mpq_cmp(read, number);
    }
    mpq_clear(read);
    return order;
}

static int compare_numbers(const struct wj_value *left, const struct wj_value *right)
{
    if (left->kind == WJ_VALUE_LOGICAL && right->kind == WJ_VALUE_LOGICAL) {
        return (int)left->logical - (int)right->logical;
    }
    if (left->kind == WJ_VALUE_LOGICAL) {
        return -mpq_cmp_ui(right->number, left->logical, 1);
    }
    if (right->kind == WJ_VALUE_LOGICAL) {
        return mpq_cmp_ui(left->number, right->logical, 1);
    }
    return mpq_cmp(left->number, right->number);
}

/* Numbers stand before texts, texts before logical values. */
static int compare(const struct wj_value *left, const struct wj_value *right)
{
    bool left_text = left->kind == WJ_VALUE_TEXT;
    bool right_text = right->kind == WJ_VALUE_TEXT;
    if (left_text && right_text) {
        return compare_texts(wj_buf_slice(&left->text), wj_buf_slice(&right->text));
    }
    if (left_text) {
        return right->kind == WJ_VALUE_LOGICAL ? -1 : compare_text_to_number(left, right->number);
    }
    if (right_text) {
        return left->kind == WJ_VALUE_LOGICAL ? 1 : -compare_text_to_number(right, left->number);
    }
    return compare_numbers(left, right);
}

static bool is_empty(const struct wj_value *value)
{
    return value->kind == WJ_VALUE_TEXT && value->text.len == 0;
}

bool wj_value_compare(const struct wj_value *left, enum wj_operator sign,
                      const struct wj_value *right)
{
    if (is_empty(left) || is_empty(right)) {
        return sign == (is_empty(left) && is_empty(right) ? WJ_EQUAL : WJ_UNEQUAL);
    }
    int order = compare(left, right);
    switch (sign) {
    case WJ_EQUAL:
        return order == 0;
    case WJ_UNEQUAL:
        return order != 0;
    case WJ_LESS:
        return order < 0;
    case WJ_AT_MOST:
        return order <= 0;
    case WJ_MORE:
        return order > 0;
    default:
        return order >= 0;
    }
}

/* result = 10^power */
static void set_power_of_ten(mpq_t result, long power)
{
    mpq_set_ui(result, 1, 1);
    mpz_ui_pow_ui(mpq_numref(result), 10, (unsigned long)(power < 0 ? -power : power));
    if (power < 0) {
        mpq_inv(result, result);
    }
}

/* The power of ten of the first digit of a number above 0. mpz_sizeinbase may be one too high for
 * either part, hence at most three steps. */
static long leading_power(const mpq_t number)
{
    long power = (long)mpz_sizeinbase(mpq_numref(number), 10) -
                 (long)mpz_sizeinbase(mpq_denref(number), 10) + 1;
    mpq_t bound;
    mpq_init(bound);
    set_power_of_ten(bound, power);
    while (mpq_cmp(number, bound) < 0) {
        power--;
        set_power_of_ten(bound, power);
    }
    mpq_clear(bound);
    return power;
}

static void add_zeros(struct wj_buf *out, long count)
{
    for (long i = 0; i < count; i++) {
        wj_buf_add_char(out, '0');
    }
}

/* Appends digits of which the first stands for 10^power. */
static void add_digits(struct wj_buf *out, unsigned long digits, long power)
{
    while (digits % 10 == 0) {
        digits /= 10;
    }
    char text[SIGNIFICANT + 1];
    long count = snprintf(text, sizeof text, "%lu", digits);
    if (power < 0) {
        wj_buf_add_text(out, "0.");
        add_zeros(out, -power - 1);
        wj_buf_add_text(out, text);
    } else if (count <= power + 1) {
        wj_buf_add_text(out, text);
        add_zeros(out, power + 1 - count);
    } else {
        wj_buf_addf(out, "%.*s.%s", (int)(power + 1), text, text + power + 1);
    }
}

/* Appends a number as a decimal of at most 15 significant digits. */
static void add_number(struct wj_buf *out, const mpq_t number)
{
    if (mpq_sgn(number) == 0) {
        wj_buf_add_char(out, '0');
        return;
    }
    mpq_t size;
    mpq_t scale;
    mpq_init(size);
    mpq_init(scale);
    mpq_abs(size, number);
    long power = leading_power(size);
    set_power_of_ten(scale, SIGNIFICANT - 1 - power);
    mpq_mul(size, size, scale);
    wj_number_round(size, size, 0, WJ_HALF_UP);
    mpz_ui_pow_ui(mpq_numref(scale), 10, SIGNIFICANT);
    if (mpz_cmp(mpq_numref(size), mpq_numref(scale)) == 0) {
        power++;
    }
    if (mpq_sgn(number) < 0) {
        wj_buf_add_char(out, '-');
    }
    add_digits(out, mpz_get_ui(mpq_numref(size)), power);
    mpq_clear(size);
    mpq_clear(scale);
}

void wj_value_make_text(struct wj_value *value)
{
    if (value->kind == WJ_VALUE_TEXT) {
        return;
    }
    wj_buf_reset(&value->text);
    if (value->kind == WJ_VALUE_NUMBER) {
        add_number(&value->text, value->number);
    } else {
        wj_buf_add_text(&value->text, value->logical ? "TRUE" : "FALSE");
    }
    value->kind = WJ_VALUE_TEXT;
}
