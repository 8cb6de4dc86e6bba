#include "sure.h"

/* A whole number above `lower`, the one nearest to it. */
static void next_whole(mpz_t whole, const mpq_t lower)
{
    mpz_fdiv_q(whole, mpq_numref(lower), mpq_denref(lower));
    mpz_add_ui(whole, whole, 1);
}

/* As wj_sure_simplest, for 0 <= lower < upper: down the Stern-Brocot tree, whole runs at once
 * (Graham, Knuth, Patashnik, Concrete Mathematics, 2nd ed. 1994, section 4.5). */
static void simplest_above_zero(mpq_t result, const mpq_t lower, const mpq_t upper)
{
    mpq_t low;
    mpq_t high;
    mpq_t part;
    mpz_t whole;
    mpq_inits(low, high, part, NULL);
    mpz_init(whole);
    next_whole(whole, lower);
    mpq_set_z(result, whole);
    if (mpq_cmp(result, upper) >= 0) {
        mpz_sub_ui(whole, whole, 1);
        mpq_set_z(part, whole);
        mpq_sub(low, lower, part);
        mpq_sub(high, upper, part);
        mpq_inv(high, high);
        if (mpq_sgn(low) == 0) {
            next_whole(whole, high);
            mpq_set_z(result, whole);
        } else {
            mpq_inv(low, low);
            simplest_above_zero(result, high, low);
        }
        mpq_inv(result, result);
        mpq_add(result, result, part);
    }
    mpz_clear(whole);
    mpq_clears(low, high, part, NULL);
}

void wj_sure_simplest(mpq_t result, const mpq_t lower, const mpq_t upper)
{
    if (mpq_sgn(lower) < 0 && mpq_sgn(upper) > 0) {
        mpq_set_ui(result, 0, 1);
    } else if (mpq_sgn(lower) >= 0) {
        simplest_above_zero(result, lower, upper);
    } else {
        mpq_t low;
        mpq_t high;
        mpq_inits(low, high, NULL);
        mpq_neg(low, upper);
        mpq_neg(high, lower);
        simplest_above_zero(result, low, high);
        mpq_neg(result, result);
        mpq_clears(low, high, NULL);
    }
}

void wj_sure_middle(mpq_t result, const struct wj_span *span)
{
    mpq_t low;
    mpq_t high;
    mpq_t margin;
    mpq_inits(low, high, margin, NULL);
    mpq_sub(margin, span->upper.at, span->lower.at);
    mpq_div_2exp(margin, margin, 3);
    mpq_add(low, span->lower.at, margin);
    mpq_sub(high, span->upper.at, margin);
    wj_sure_simplest(result, low, high);
    mpq_clears(low, high, margin, NULL);
}
