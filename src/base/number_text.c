#include "wjtab/base/memory.h"
#include "wjtab/base/number.h"

/* Appends a whole number of 10^-places units. */
static void add_units(struct wj_buf *out, const mpz_t units, unsigned places)
{
    size_t room = mpz_sizeinbase(units, 10) + 2;
    char *digits = wj_alloc(room);
    if (digits == NULL) {
        out->failed = true;
        return;
    }
    mpz_get_str(digits, 10, units);
    struct wj_slice text = wj_slice_of(digits);
    if (mpz_sgn(units) < 0) {
        wj_buf_add_char(out, '-');
        text = wj_slice_from(text, 1);
    }
    if (text.len <= places) {
        wj_buf_add_char(out, '0');
    } else {
        wj_buf_add(out, wj_slice(text.ptr, text.len - places));
        text = wj_slice_from(text, text.len - places);
    }
    if (places > 0) {
        wj_buf_add_char(out, '.');
        for (size_t i = text.len; i < places; i++) {
            wj_buf_add_char(out, '0');
        }
        wj_buf_add(out, text);
    }
    wj_free(digits);
}

void wj_number_fixed(struct wj_buf *out, const mpq_t value, struct wj_rounding rounding)
{
    mpq_t rounded;
    mpz_t scale;
    mpq_init(rounded);
    mpz_init(scale);
    wj_number_round(rounded, value, (int)rounding.places, rounding.mode);
    mpz_ui_pow_ui(scale, 10, rounding.places);
    mpz_mul(mpq_numref(rounded), mpq_numref(rounded), scale);
    mpz_divexact(mpq_numref(rounded), mpq_numref(rounded), mpq_denref(rounded));
    add_units(out, mpq_numref(rounded), rounding.places);
    mpz_clear(scale);
    mpq_clear(rounded);
}

/* Drops zeros behind the point, and the point when nothing is left behind it. */
static void drop_zeros(struct wj_buf *out, unsigned places)
{
    if (places == 0 || out->failed) {
        return;
    }
    while (out->ptr[out->len - 1] == '0') {
        out->len--;
    }
    if (out->ptr[out->len - 1] == '.') {
        out->len--;
    }
}

void wj_number_short(struct wj_buf *out, const mpq_t value, struct wj_rounding rounding)
{
    wj_number_fixed(out, value, rounding);
    drop_zeros(out, rounding.places);
}

void wj_number_percent(struct wj_buf *out, const mpq_t value, struct wj_rounding rounding,
                       bool shorten)
{
    mpq_t hundred;
    mpq_init(hundred);
    mpq_set_ui(hundred, 100, 1);
    mpq_mul(hundred, hundred, value);
    wj_number_fixed(out, hundred, rounding);
    if (shorten) {
        drop_zeros(out, rounding.places);
    }
    wj_buf_add_char(out, '%');
    mpq_clear(hundred);
}

/* How many decimals a terminating fraction has, or -1: the denominator is 2^a·5^b. */
static long decimals_of(const mpz_t denominator)
{
    mpz_t rest;
    mpz_t prime;
    mpz_init(rest);
    mpz_init_set_ui(prime, 2);
    mp_bitcnt_t twos = mpz_remove(rest, denominator, prime);
    mpz_set_ui(prime, 5);
    mp_bitcnt_t fives = mpz_remove(rest, rest, prime);
    bool ends = mpz_cmp_ui(rest, 1) == 0;
    mpz_clear(prime);
    mpz_clear(rest);
    return ends ? (long)(twos > fives ? twos : fives) : -1;
}

void wj_number_exact(struct wj_buf *out, const mpq_t value)
{
    long decimals = decimals_of(mpq_denref(value));
    if (decimals >= 0) {
        wj_number_fixed(out, value, (struct wj_rounding){(unsigned)decimals, WJ_HALF_UP});
        return;
    }
    add_units(out, mpq_numref(value), 0);
    wj_buf_add_char(out, '/');
    add_units(out, mpq_denref(value), 0);
}
