#include "wjtab/base/number.h"

static const char *const mode_names[] = {
    [WJ_HALF_UP] = "half-up",
    [WJ_HALF_EVEN] = "half-even",
    [WJ_TRUNCATE] = "truncate",
    [WJ_UP] = "up",
};

const char *wj_round_mode_name(enum wj_round_mode mode)
{
    return mode_names[mode];
}

bool wj_round_mode_parse(struct wj_slice name, enum wj_round_mode *mode)
{
    for (size_t i = 0; i < sizeof mode_names / sizeof *mode_names; i++) {
        if (wj_slice_is(name, mode_names[i])) {
            *mode = (enum wj_round_mode)i;
            return true;
        }
    }
    return false;
}

/* Does the quotient go one further from zero, given twice the remainder's size against the
 * divisor? */
static bool goes_away(int twice_against_divisor, bool odd, enum wj_round_mode mode)
{
    switch (mode) {
    case WJ_HALF_UP:
        return twice_against_divisor >= 0;
    case WJ_HALF_EVEN:
        return twice_against_divisor > 0 || (twice_against_divisor == 0 && odd);
    case WJ_UP:
        return true;
    case WJ_TRUNCATE:
        break;
    }
    return false;
}

static void round_whole(mpz_t quotient, const mpz_t num, const mpz_t den, enum wj_round_mode mode)
{
    mpz_t remainder;
    mpz_init(remainder);
    int sign = mpz_sgn(num);
    mpz_tdiv_qr(quotient, remainder, num, den);
    if (mpz_sgn(remainder) != 0) {
        mpz_mul_2exp(remainder, remainder, 1);
        if (goes_away(mpz_cmpabs(remainder, den), mpz_odd_p(quotient) != 0, mode)) {
            if (sign > 0) {
                mpz_add_ui(quotient, quotient, 1);
            } else {
                mpz_sub_ui(quotient, quotient, 1);
            }
        }
    }
    mpz_clear(remainder);
}

void wj_number_round(mpq_t result, const mpq_t value, int places, enum wj_round_mode mode)
{
    mpq_t scale;
    mpz_t whole;
    mpq_init(scale);
    mpz_init(whole);
    mpz_ui_pow_ui(mpq_numref(scale), 10, (unsigned long)(places < 0 ? -(long)places : places));
    if (places < 0) {
        mpq_inv(scale, scale);
    }
    mpq_mul(result, value, scale);
    round_whole(whole, mpq_numref(result), mpq_denref(result), mode);
    mpq_set_z(result, whole);
    mpq_div(result, result, scale);
    mpz_clear(whole);
    mpq_clear(scale);
}

void wj_number_ratio(mpq_t result, uint64_t num, uint64_t den)
{
    mpz_set_ui(mpq_numref(result), num);
    mpz_set_ui(mpq_denref(result), den);
    mpq_canonicalize(result);
}
