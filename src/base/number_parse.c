#include <string.h>

#include "wjtab/base/number.h"

enum { MOST_DIGITS = 1000, MOST_EXPONENT_DIGITS = 3 };

/* What has been read of a number's digits. */
struct reading {
    char digits[MOST_DIGITS + 1];
    size_t count;
    long decimals; /* how many of them stand behind the point */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool add_digit(struct reading *reading, char digit)
{
    if (reading->count == MOST_DIGITS) {
        return false;
    }
    reading->digits[reading->count++] = digit;
    return true;
}

/* Reads digits before the point, with groups of three if allowed; false when they are wrong. */
static bool read_whole(struct reading *reading, struct wj_slice text, size_t *at, bool thousands)
{
    size_t start = *at;
    size_t group = 0;
    bool grouped = false;
    for (; *at < text.len; (*at)++) {
        char c = text.ptr[*at];
        if (c == ',' && thousands) {
            if (group == 0 || group > 3 || (grouped && group != 3)) {
                return false;
            }
            grouped = true;
            group = 0;
            continue;
        }
        if (!is_digit(c)) {
            break;
        }
        if (!add_digit(reading, c)) {
            return false;
        }
        group++;
    }
    return !grouped || (group == 3 && *at > start);
}

static bool read_decimals(struct reading *reading, struct wj_slice text, size_t *at)
{
    if (*at >= text.len || text.ptr[*at] != '.') {
        return true;
    }
    for ((*at)++; *at < text.len && is_digit(text.ptr[*at]); (*at)++) {
        if (!add_digit(reading, text.ptr[*at])) {
            return false;
        }
        reading->decimals++;
    }
    return true;
}

static bool read_exponent(struct wj_slice text, size_t *at, long *exponent)
{
    size_t i = *at;
    if (i >= text.len || (text.ptr[i] != 'e' && text.ptr[i] != 'E')) {
        return true;
    }
    i++;
    bool negative = i < text.len && text.ptr[i] == '-';
    if (i < text.len && (text.ptr[i] == '-' || text.ptr[i] == '+')) {
        i++;
    }
    size_t start = i;
    long value = 0;
    while (i < text.len && is_digit(text.ptr[i]) && i - start < MOST_EXPONENT_DIGITS) {
        value = value * 10 + (text.ptr[i] - '0');
        i++;
    }
    if (i == start) {
        return false;
    }
    *exponent = negative ? -value : value;
    *at = i;
    return true;
}

/* May it be written out without an exponent? */
static bool fits(const struct reading *reading, long exponent)
{
    long decimals = reading->decimals - exponent;
    long whole = (long)reading->count - decimals;
    return (whole > 1 ? whole : 1) + (decimals > 0 ? decimals : 0) <= MOST_DIGITS;
}

static void set_scaled(mpq_t result, const struct reading *reading, long exponent)
{
    mpz_t power;
    mpz_init(power);
    mpq_set_ui(result, 0, 1);
    mpz_set_str(mpq_numref(result), reading->digits, 10);
    long shift = exponent - reading->decimals;
    mpz_ui_pow_ui(power, 10, (unsigned long)(shift < 0 ? -shift : shift));
    if (shift < 0) {
        mpz_set(mpq_denref(result), power);
        mpq_canonicalize(result);
    } else {
        mpz_mul(mpq_numref(result), mpq_numref(result), power);
    }
    mpz_clear(power);
}

bool wj_number_parse(mpq_t result, struct wj_slice text, unsigned allowed)
{
    struct reading reading = {.count = 0};
    size_t at = 0;
    bool negative = text.len > 0 && text.ptr[0] == '-';
    if (text.len > 0 && (text.ptr[0] == '-' || text.ptr[0] == '+')) {
        at = 1;
    }
    if (!read_whole(&reading, text, &at, (allowed & WJ_NUMBER_THOUSANDS) != 0) ||
        !read_decimals(&reading, text, &at) || reading.count == 0) {
        return false;
    }
    long exponent = 0;
    if ((allowed & WJ_NUMBER_EXPONENT) != 0 &&
        (!read_exponent(text, &at, &exponent) || !fits(&reading, exponent))) {
        return false;
    }
    if ((allowed & WJ_NUMBER_PERCENT) != 0 && at + 1 == text.len && text.ptr[at] == '%') {
        exponent -= 2;
        at++;
    }
    if (at != text.len) {
        return false;
    }
    reading.digits[reading.count] = '\0';
    set_scaled(result, &reading, exponent);
    if (negative) {
        mpq_neg(result, result);
    }
    return true;
}
