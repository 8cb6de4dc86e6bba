/* Formulas over intervals: every value that a formula can take while its names vary. */
#ifndef WJTAB_FORMULA_ENCLOSURE_H
#define WJTAB_FORMULA_ENCLOSURE_H

#include <stdbool.h>
#include <stdint.h>

#include <gmp.h>

#include "wjtab/base/api.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/number.h"
#include "wjtab/formula/formula.h"

/* One end of an interval. */
struct wj_bound {
    mpq_t at;     /* always initialised; meaningful where `infinite` is 0 */
    int infinite; /* -1: below all numbers, 1: above all numbers, 0: at `at` */
    bool open;    /* the end itself is no part of the interval */
};

/* Never empty. A point has equal closed ends. */
struct wj_span {
    struct wj_bound lower;
    struct wj_bound upper;
};

WJ_API void wj_span_init(struct wj_span *interval); /* the point 0 */
WJ_API void wj_span_clear(struct wj_span *interval);
WJ_API void wj_span_set(struct wj_span *interval, const struct wj_span *other);
WJ_API void wj_span_set_point(struct wj_span *interval, const mpq_t number);
/* lower < upper; `open`: without its ends. */
WJ_API void wj_span_set_ends(struct wj_span *interval, const mpq_t lower, const mpq_t upper,
                             bool open);
WJ_API bool wj_span_is_point(const struct wj_span *interval);
WJ_API bool wj_span_contains(const struct wj_span *interval, const mpq_t number);

/* span = every sum of a number of the one and a number of the other, which must be another. */
WJ_API void wj_span_add(struct wj_span *span, const struct wj_span *other);

/* span = the smallest interval that holds both */
WJ_API void wj_span_hull(struct wj_span *span, const struct wj_span *other);

/* Every number of the interval, rounded. Both ends of the result are reached, where finite. */
WJ_API void wj_span_round(struct wj_span *interval, int places, enum wj_round_mode mode);

/* A set that holds every value there can be; it may be larger than need be, never smaller. All
 * false: nothing is left but to fail. */
struct wj_enclosure {
    bool number; /* numbers of `range` */
    struct wj_span range;
    bool is_true;  /* the logical value TRUE */
    bool is_false; /* the logical value FALSE */
    bool text;     /* a text: `words`, or any where `any_text` */
    bool any_text;
    struct wj_buf words;
    bool fails; /* an evaluation error */
};

WJ_API void wj_enclosure_init(struct wj_enclosure *enclosure); /* holds nothing */
WJ_API void wj_enclosure_clear(struct wj_enclosure *enclosure);
WJ_API void wj_enclosure_set_value(struct wj_enclosure *enclosure, const struct wj_value *value);
WJ_API void wj_enclosure_set_range(struct wj_enclosure *enclosure, const struct wj_span *range);

/* Logical values become 0 and 1; texts fail. */
WJ_API void wj_enclosure_make_number(struct wj_enclosure *enclosure);

/* Is this value in the set? */
WJ_API bool wj_enclosure_contains(const struct wj_enclosure *enclosure,
                                  const struct wj_value *value);

/* A comparison on the way, or a comparison that a function makes by its nature. */
struct wj_comparison_seen {
    size_t position; /* in the formula, in characters from 1 */
    bool can_be_true;
    bool can_be_false;
    long name;                /* of a bare name that is compared with one number, else -1 */
    const __mpq_struct *with; /* that number, else NULL */
};

/* Where the names lie. */
struct wj_ranges {
    void *user;
    /* Sets an enclosure that is freshly initialised. */
    void (*get)(void *user, long name, struct wj_enclosure *enclosure);
    /* Values somewhere in these ranges. */
    const struct wj_values *inside;
    /* Is told every comparison; NULL: nobody is. */
    void (*compared)(void *user, const struct wj_comparison_seen *seen);
};

/* Interval evaluation: the natural extension of the formula (Moore 1966), exact at points and for
 * every operation by itself. It knows no failure for want of memory or for size: numbers too long
 * to be exact are rounded outwards. Returns how much work it was: about one per node, more where
 * numbers are long. `result` must be initialised. */
WJ_API uint64_t wj_formula_enclose(const struct wj_formula *formula, const struct wj_ranges *ranges,
                                   struct wj_enclosure *result);

#endif
