/* Exact numbers (GMP rationals), the one rounding, and numbers as text. */
#ifndef WJTAB_BASE_NUMBER_H
#define WJTAB_BASE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include <gmp.h>

#include "wjtab/base/api.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/slice.h"

enum wj_round_mode { WJ_HALF_UP, WJ_HALF_EVEN, WJ_TRUNCATE, WJ_UP };

struct wj_rounding {
    unsigned places; /* decimals, 0..15 */
    enum wj_round_mode mode;
};

/* "half-up", "half-even", "truncate", "up". */
WJ_API const char *wj_round_mode_name(enum wj_round_mode mode);
WJ_API bool wj_round_mode_parse(struct wj_slice name, enum wj_round_mode *mode);

/* Rounds to decimal places (negative: tens, hundreds, …). Half-up: a tie goes away from zero; up:
 * anything goes away from zero; truncate: towards zero. result may be value. */
WJ_API void wj_number_round(mpq_t result, const mpq_t value, int places, enum wj_round_mode mode);

enum {
    WJ_NUMBER_PERCENT = 1,   /* `98.57%` */
    WJ_NUMBER_THOUSANDS = 2, /* `3,491.36` with correct groups */
    WJ_NUMBER_EXPONENT = 4   /* `1e5`, at most 3 digits */
};

/* Reads a whole text as a decimal number, exactly: optional sign, digits, optional point. No
 * blanks. At most 1,000 digits. False when it is none; result is then untouched. */
WJ_API bool wj_number_parse(mpq_t result, struct wj_slice text, unsigned allowed);

/* Appends a number rounded to fixed decimals: 15.0; -0 is 0. */
WJ_API void wj_number_fixed(struct wj_buf *out, const mpq_t value, struct wj_rounding rounding);

/* As wj_number_fixed, without trailing zeros: 15. */
WJ_API void wj_number_short(struct wj_buf *out, const mpq_t value, struct wj_rounding rounding);

/* Appends a fraction as a percentage, 0.845 as 84.50%; `shorten` drops trailing zeros. */
WJ_API void wj_number_percent(struct wj_buf *out, const mpq_t value, struct wj_rounding rounding,
                              bool shorten);

/* Appends a number exactly: as a decimal where that ends, else as num/den. */
WJ_API void wj_number_exact(struct wj_buf *out, const mpq_t value);

/* The bits of the number nearest to `value` in the format binary64 of IEEE 754, ties to even. The
 * magnitude is 0, or between 2^-1000 and 2^1000. */
WJ_API uint64_t wj_number_bits(const mpq_t value);

/* Stands for a count that is not to be shown (measure/hide.h). */
#define WJ_HIDDEN UINT64_MAX

/* Sets a rational to num/den in lowest terms; den must not be 0. */
WJ_API void wj_number_ratio(mpq_t result, uint64_t num, uint64_t den);

#endif
