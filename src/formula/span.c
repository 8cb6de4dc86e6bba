#include "span.h"

/* Ends longer than MOST_LENGTH bits are rounded outwards to 2^-RESOLUTION; numbers from 2^MOST_SIZE
 * on count as very large. */
enum { MOST_LENGTH = 8192, RESOLUTION = 4096, MOST_SIZE = 32768 };

static void bound_init(struct wj_bound *bound)
{
    *bound = (struct wj_bound){0};
    mpq_init(bound->at);
}

static void bound_set(struct wj_bound *bound, const struct wj_bound *other)
{
    mpq_set(bound->at, other->at);
    bound->infinite = other->infinite;
    bound->open = other->open;
}

static void bound_swap(struct wj_bound *a, struct wj_bound *b)
{
    struct wj_bound c = *a;
    *a = *b;
    *b = c;
}

static void bound_set_infinite(struct wj_bound *bound, int sign)
{
    bound->infinite = sign;
    bound->open = true;
}

void wj_span_init(struct wj_span *interval)
{
    bound_init(&interval->lower);
    bound_init(&interval->upper);
}

void wj_span_clear(struct wj_span *interval)
{
    mpq_clears(interval->lower.at, interval->upper.at, NULL);
}

void wj_span_set(struct wj_span *interval, const struct wj_span *other)
{
    bound_set(&interval->lower, &other->lower);
    bound_set(&interval->upper, &other->upper);
}

void wj_span_set_ends(struct wj_span *interval, const mpq_t lower, const mpq_t upper, bool open)
{
    mpq_set(interval->lower.at, lower);
    mpq_set(interval->upper.at, upper);
    interval->lower.infinite = interval->upper.infinite = 0;
    interval->lower.open = interval->upper.open = open;
}

void wj_span_set_point(struct wj_span *interval, const mpq_t number)
{
    wj_span_set_ends(interval, number, number, false);
}

void wj_span_set_everything(struct wj_span *interval)
{
    bound_set_infinite(&interval->lower, -1);
    bound_set_infinite(&interval->upper, 1);
}

bool wj_span_is_point(const struct wj_span *interval)
{
    return interval->lower.infinite == 0 && interval->upper.infinite == 0 &&
           mpq_equal(interval->lower.at, interval->upper.at);
}

/* Where a number stands to an end. */
static int compare_to(const struct wj_bound *bound, const mpq_t number)
{
    return bound->infinite != 0 ? bound->infinite : mpq_cmp(bound->at, number);
}

bool wj_span_contains(const struct wj_span *interval, const mpq_t number)
{
    int lower = compare_to(&interval->lower, number);
    int upper = compare_to(&interval->upper, number);
    return (lower < 0 || (lower == 0 && !interval->lower.open)) &&
           (upper > 0 || (upper == 0 && !interval->upper.open));
}

int wj_bound_compare(const struct wj_bound *a, const struct wj_bound *b)
{
    if (a->infinite != 0 || b->infinite != 0) {
        return a->infinite - b->infinite;
    }
    return mpq_cmp(a->at, b->at);
}

static int bound_sign(const struct wj_bound *bound)
{
    return bound->infinite != 0 ? bound->infinite : mpq_sgn(bound->at);
}

bool wj_span_has_zero(const struct wj_span *interval)
{
    int lower = bound_sign(&interval->lower);
    int upper = bound_sign(&interval->upper);
    return (lower < 0 || (lower == 0 && !interval->lower.open)) &&
           (upper > 0 || (upper == 0 && !interval->upper.open));
}

/* Takes `other` in place of `bound` where it lies further in the direction of `sign`; of two at one
 * place the one with `open` is taken. */
static void take_further(struct wj_bound *bound, const struct wj_bound *other, int sign, bool open)
{
    int order = sign * wj_bound_compare(other, bound);
    if (order > 0 || (order == 0 && other->open == open)) {
        bound_set(bound, other);
    }
}

void wj_span_hull(struct wj_span *left, const struct wj_span *right)
{
    take_further(&left->lower, &right->lower, -1, false);
    take_further(&left->upper, &right->upper, 1, false);
}

void wj_span_min(struct wj_span *left, const struct wj_span *right)
{
    take_further(&left->lower, &right->lower, -1, false);
    take_further(&left->upper, &right->upper, -1, true);
}

void wj_span_max(struct wj_span *left, const struct wj_span *right)
{
    take_further(&left->lower, &right->lower, 1, true);
    take_further(&left->upper, &right->upper, 1, false);
}

static void add_bound(struct wj_bound *left, const struct wj_bound *right)
{
    left->open = left->open || right->open;
    if (left->infinite == 0) {
        left->infinite = right->infinite;
    }
    if (left->infinite == 0) {
        mpq_add(left->at, left->at, right->at);
    }
}

void wj_span_add(struct wj_span *left, const struct wj_span *right)
{
    add_bound(&left->lower, &right->lower);
    add_bound(&left->upper, &right->upper);
}

void wj_span_negate(struct wj_span *interval)
{
    bound_swap(&interval->lower, &interval->upper);
    struct wj_bound *ends[] = {&interval->lower, &interval->upper};
    for (size_t i = 0; i < 2; i++) {
        mpq_neg(ends[i]->at, ends[i]->at);
        ends[i]->infinite = -ends[i]->infinite;
    }
}

void wj_span_absolute(struct wj_span *interval)
{
    if (bound_sign(&interval->lower) >= 0) {
        return;
    }
    if (bound_sign(&interval->upper) <= 0) {
        wj_span_negate(interval);
        return;
    }
    struct wj_span other;
    wj_span_init(&other);
    wj_span_set(&other, interval);
    wj_span_negate(&other);
    take_further(&interval->upper, &other.upper, 1, false);
    wj_span_clear(&other);
    mpq_set_ui(interval->lower.at, 0, 1);
    interval->lower.infinite = 0;
    interval->lower.open = false;
}

/* The product of two ends. A reached zero makes a reached zero, whatever the other end is. */
static void multiply_bounds(struct wj_bound *product, const struct wj_bound *a,
                            const struct wj_bound *b)
{
    int sign = bound_sign(a) * bound_sign(b);
    product->infinite = 0;
    if (sign == 0) {
        bool reached = (bound_sign(a) == 0 && !a->open) || (bound_sign(b) == 0 && !b->open);
        mpq_set_ui(product->at, 0, 1);
        product->open = !reached;
        return;
    }
    product->open = a->open || b->open;
    if (a->infinite != 0 || b->infinite != 0) {
        product->infinite = sign;
    } else {
        mpq_mul(product->at, a->at, b->at);
    }
}

void wj_span_multiply(struct wj_span *left, const struct wj_span *right)
{
    struct wj_bound corner;
    struct wj_span product;
    bound_init(&corner);
    wj_span_init(&product);
    multiply_bounds(&corner, &left->lower, &right->lower);
    bound_set(&product.lower, &corner);
    bound_set(&product.upper, &corner);
    if (!wj_span_is_point(left) || !wj_span_is_point(right)) {
        const struct wj_bound *others[][2] = {{&left->lower, &right->upper},
                                              {&left->upper, &right->lower},
                                              {&left->upper, &right->upper}};
        for (size_t i = 0; i < 3; i++) {
            multiply_bounds(&corner, others[i][0], others[i][1]);
            take_further(&product.lower, &corner, -1, false);
            take_further(&product.upper, &corner, 1, false);
        }
    }
    bound_swap(&left->lower, &product.lower);
    bound_swap(&left->upper, &product.upper);
    wj_span_clear(&product);
    mpq_clear(corner.at);
}

static void invert_bound(struct wj_bound *bound)
{
    if (bound->infinite != 0) {
        bound->infinite = 0;
        mpq_set_ui(bound->at, 0, 1);
    } else {
        mpq_inv(bound->at, bound->at);
    }
}

bool wj_span_invert(struct wj_span *interval)
{
    int lower = bound_sign(&interval->lower);
    int upper = bound_sign(&interval->upper);
    if (lower == 0 && upper == 0) {
        return false;
    }
    if (lower < 0 && upper > 0) {
        wj_span_set_everything(interval);
        return true;
    }
    bound_swap(&interval->lower, &interval->upper);
    if (upper == 0) {
        bound_set_infinite(&interval->lower, -1);
    } else {
        invert_bound(&interval->lower);
    }
    if (lower == 0) {
        bound_set_infinite(&interval->upper, 1);
    } else {
        invert_bound(&interval->upper);
    }
    return true;
}

static uint64_t length_of(const struct wj_bound *bound)
{
    return mpz_sizeinbase(mpq_numref(bound->at), 2) + mpz_sizeinbase(mpq_denref(bound->at), 2);
}

static void power_bound(struct wj_bound *bound, unsigned long size)
{
    if (bound->infinite == 0) {
        mpz_pow_ui(mpq_numref(bound->at), mpq_numref(bound->at), size);
        mpz_pow_ui(mpq_denref(bound->at), mpq_denref(bound->at), size);
    } else if (size % 2 == 0) {
        bound->infinite = 1;
    }
}

void wj_span_power(struct wj_span *interval, unsigned long size)
{
    const uint64_t most = (uint64_t)MOST_SIZE * 8;
    if (size % 2 == 0) {
        wj_span_absolute(interval);
    }
    if (length_of(&interval->lower) * size > most || length_of(&interval->upper) * size > most) {
        wj_span_set_everything(interval);
        return;
    }
    power_bound(&interval->lower, size);
    power_bound(&interval->upper, size);
}

/* The value of a step function beside an end that is not reached. It may jump at multiples of half
 * a step only, so that a quarter of a step inwards it has the value it has all the way to the end.
 */
static void step_aside(struct wj_bound *bound, int inwards, const mpq_t step)
{
    if (!bound->open) {
        return;
    }
    mpq_t part;
    mpq_init(part);
    mpq_div(part, bound->at, step);
    mpq_mul_2exp(part, part, 1);
    if (mpz_cmp_ui(mpq_denref(part), 1) == 0) {
        mpq_div_2exp(part, step, 2);
        if (inwards > 0) {
            mpq_add(bound->at, bound->at, part);
        } else {
            mpq_sub(bound->at, bound->at, part);
        }
    }
    bound->open = false;
    mpq_clear(part);
}

/* What an interval becomes under a step function that never falls. */
static void apply_steps(struct wj_span *interval, const mpq_t step,
                        void (*apply)(mpq_t, int, enum wj_round_mode), int places,
                        enum wj_round_mode mode)
{
    struct wj_bound *ends[] = {&interval->lower, &interval->upper};
    for (size_t i = 0; i < 2; i++) {
        if (ends[i]->infinite == 0) {
            step_aside(ends[i], i == 0 ? 1 : -1, step);
            apply(ends[i]->at, places, mode);
        }
    }
}

static void apply_round(mpq_t number, int places, enum wj_round_mode mode)
{
    wj_number_round(number, number, places, mode);
}

static void apply_floor(mpq_t number, int places, enum wj_round_mode mode)
{
    (void)places;
    (void)mode;
    mpz_fdiv_q(mpq_numref(number), mpq_numref(number), mpq_denref(number));
    mpz_set_ui(mpq_denref(number), 1);
}

void wj_span_round(struct wj_span *interval, int places, enum wj_round_mode mode)
{
    mpq_t step;
    mpq_init(step);
    mpq_set_ui(step, 1, 1);
    mpz_ui_pow_ui(mpq_denref(step), 10, (unsigned long)(places < 0 ? -(long)places : places));
    if (places < 0) {
        mpq_inv(step, step);
    }
    apply_steps(interval, step, apply_round, places, mode);
    mpq_clear(step);
}

void wj_span_floor(struct wj_span *interval)
{
    mpq_t step;
    mpq_init(step);
    mpq_set_ui(step, 1, 1);
    apply_steps(interval, step, apply_floor, 0, WJ_TRUNCATE);
    mpq_clear(step);
}

/* ±2^MOST_SIZE, where the number lies beyond it on the inner side of its end. */
static void set_very_large(struct wj_bound *bound, int sign)
{
    mpq_set_si(bound->at, sign, 1);
    mpq_mul_2exp(bound->at, bound->at, MOST_SIZE);
    bound->open = true;
}

static void tidy_bound(struct wj_bound *bound, int outwards)
{
    mpz_ptr num = mpq_numref(bound->at);
    mpz_ptr den = mpq_denref(bound->at);
    if (mpz_sizeinbase(den, 2) > MOST_LENGTH) {
        mpz_mul_2exp(num, num, RESOLUTION);
        if (outwards < 0) {
            mpz_fdiv_q(num, num, den);
        } else {
            mpz_cdiv_q(num, num, den);
        }
        mpz_set_ui(den, 1);
        mpq_div_2exp(bound->at, bound->at, RESOLUTION);
        bound->open = true;
    }
    if (mpz_sizeinbase(num, 2) <= MOST_SIZE + MOST_LENGTH + 1) {
        return;
    }
    if (mpq_sgn(bound->at) == outwards) {
        bound_set_infinite(bound, outwards);
        mpq_set_ui(bound->at, 0, 1);
    } else {
        set_very_large(bound, -outwards);
    }
}

uint64_t wj_span_tidy(struct wj_span *interval)
{
    uint64_t length = length_of(&interval->lower) + length_of(&interval->upper);
    if (length > MOST_LENGTH) {
        tidy_bound(&interval->lower, -1);
        tidy_bound(&interval->upper, 1);
    }
    return length;
}

unsigned wj_span_orders(const struct wj_span *a, const struct wj_span *b)
{
    unsigned orders = 0;
    if (wj_bound_compare(&a->lower, &b->upper) < 0) {
        orders |= WJ_ORDER_LESS;
    }
    if (wj_bound_compare(&a->upper, &b->lower) > 0) {
        orders |= WJ_ORDER_MORE;
    }
    const struct wj_bound *lower =
        wj_bound_compare(&a->lower, &b->lower) < 0 ? &b->lower : &a->lower;
    const struct wj_bound *upper =
        wj_bound_compare(&a->upper, &b->upper) > 0 ? &b->upper : &a->upper;
    int order = wj_bound_compare(lower, upper);
    if (order < 0 ||
        (order == 0 && wj_span_contains(a, lower->at) && wj_span_contains(b, lower->at))) {
        orders |= WJ_ORDER_EQUAL;
    }
    return orders;
}
