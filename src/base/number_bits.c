#include "wjtab/base/number.h"

enum { MANTISSA = 52, BIAS = 1023, QUOTIENT = 56 };

/* The quotient of two positive integers as mantissa × 2^*exponent with 2^52 <= mantissa < 2^53,
 * rounded half to even. */
static uint64_t divide(const mpz_t numerator, const mpz_t denominator, long *exponent)
{
    mpz_t quotient;
    mpz_t rest;
    long shift =
        QUOTIENT - (long)mpz_sizeinbase(numerator, 2) + (long)mpz_sizeinbase(denominator, 2);
    mpz_init(quotient);
    mpz_init(rest);
    if (shift >= 0) {
        mpz_mul_2exp(quotient, numerator, (mp_bitcnt_t)shift);
        mpz_fdiv_qr(quotient, rest, quotient, denominator);
    } else {
        mpz_mul_2exp(rest, denominator, (mp_bitcnt_t)-shift);
        mpz_fdiv_qr(quotient, rest, numerator, rest);
    }
    unsigned extra = (unsigned)mpz_sizeinbase(quotient, 2) - (MANTISSA + 1);
    uint64_t digits = mpz_get_ui(quotient);
    uint64_t half = (uint64_t)1 << (extra - 1);
    uint64_t cut = digits & (2 * half - 1);
    bool above = cut > half || (cut == half && mpz_sgn(rest) != 0);
    uint64_t mantissa = digits >> extra;
    mantissa += above || (cut == half && mantissa % 2 == 1) ? 1 : 0;
    *exponent = (long)extra - shift;
    if (mantissa >> (MANTISSA + 1) != 0) {
        mantissa /= 2;
        ++*exponent;
    }
    mpz_clear(quotient);
    mpz_clear(rest);
    return mantissa;
}

uint64_t wj_number_bits(const mpq_t value)
{
    long exponent = 0;
    if (mpq_sgn(value) == 0) {
        return 0;
    }
    mpz_t numerator;
    mpz_init(numerator);
    mpz_abs(numerator, mpq_numref(value));
    uint64_t mantissa = divide(numerator, mpq_denref(value), &exponent);
    mpz_clear(numerator);
    uint64_t sign = mpq_sgn(value) < 0 ? (uint64_t)1 << 63 : 0;
    uint64_t hidden = (uint64_t)1 << MANTISSA;
    return sign | (uint64_t)(exponent + MANTISSA + BIAS) << MANTISSA | (mantissa - hidden);
}
