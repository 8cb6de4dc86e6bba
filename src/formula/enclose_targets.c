/* TARGET, DEDUCT and TIERS over intervals. */
#include "enclose.h"

static void set_number(struct wj_span *span, long number)
{
    mpq_t value;
    mpq_init(value);
    mpq_set_si(value, number, 1);
    wj_span_set_point(span, value);
    mpq_clear(value);
}

static bool can_be_below_zero(const struct wj_span *span)
{
    return span->lower.infinite != 0 || mpq_sgn(span->lower.at) < 0;
}

/* Adds part / whole, which is at least 0, for part < whole. */
static void add_part(struct wj_enclosure *result, const struct wj_span *part,
                     const struct wj_span *whole)
{
    struct wj_span share;
    struct wj_span limit;
    wj_span_init(&share);
    wj_span_init(&limit);
    wj_span_set(&share, whole);
    result->fails = result->fails || (wj_span_has_zero(whole) && can_be_below_zero(part));
    if (wj_span_invert(&share)) {
        wj_span_multiply(&share, part);
        wj_span_max(&share, &limit);
        if (!can_be_below_zero(whole)) {
            set_number(&limit, 1);
            wj_span_min(&share, &limit);
        }
        struct wj_enclosure more;
        wj_enclosure_init(&more);
        wj_enclosure_set_range(&more, &share);
        wj_enclosure_unite(result, &more);
        wj_enclosure_clear(&more);
    }
    wj_span_clear(&share);
    wj_span_clear(&limit);
}

static void reach(struct wj_enclosure *result, enum wj_goal goal, const struct wj_span *actual,
                  const struct wj_span *target)
{
    unsigned orders = wj_span_orders(actual, target);
    unsigned met = WJ_ORDER_EQUAL | (goal == WJ_GOAL_AT_LEAST ? WJ_ORDER_MORE : 0) |
                   (goal == WJ_GOAL_AT_MOST ? WJ_ORDER_LESS : 0);
    if ((orders & met) != 0) {
        result->number = true;
        set_number(&result->range, 1);
    }
    if ((orders & ~met & WJ_ORDER_LESS) != 0) {
        add_part(result, actual, target);
    }
    if ((orders & ~met & WJ_ORDER_MORE) != 0) {
        add_part(result, target, actual);
    }
}

static void tell_target(const struct wj_enclosing *enclosing, const struct wj_node *call,
                        const struct wj_enclosure *actual, const struct wj_enclosure *target)
{
    static const enum wj_operator signs[] = {
        [WJ_GOAL_AT_LEAST] = WJ_AT_LEAST,
        [WJ_GOAL_AT_MOST] = WJ_AT_MOST,
        [WJ_GOAL_EXACTLY] = WJ_EQUAL,
    };
    struct wj_enclosure outcome;
    wj_enclosure_init(&outcome);
    wj_enclosure_compare(actual, signs[call->goal], target, &outcome);
    wj_enclose_tell(enclosing, call->position, (struct wj_side){call->first, actual},
                    (struct wj_side){call->first->next, target}, outcome.is_true, outcome.is_false);
    wj_enclosure_clear(&outcome);
}

void wj_enclose_target(struct wj_enclosing *enclosing, const struct wj_node *call,
                       struct wj_enclosure *result)
{
    struct wj_enclosure actual;
    struct wj_enclosure target;
    wj_enclosure_init(&actual);
    wj_enclosure_init(&target);
    wj_enclose_number(enclosing, call->first, &actual);
    wj_enclose_number(enclosing, call->first->next, &target);
    result->fails = actual.fails || target.fails;
    if (actual.number && target.number) {
        tell_target(enclosing, call, &actual, &target);
        reach(result, call->goal, &actual.range, &target.range);
    }
    wj_enclosure_clear(&actual);
    wj_enclosure_clear(&target);
}

void wj_enclose_deduct(struct wj_enclosing *enclosing, const struct wj_node *call,
                       struct wj_enclosure *result)
{
    struct wj_enclosure count;
    struct wj_enclosure each;
    wj_enclosure_init(&count);
    wj_enclosure_init(&each);
    wj_enclose_number(enclosing, call->first, result);
    wj_enclose_number(enclosing, call->first->next, &count);
    wj_enclose_number(enclosing, call->last, &each);
    result->fails = result->fails || count.fails || each.fails;
    if (result->number && count.number && each.number) {
        wj_span_multiply(&each.range, &count.range);
        wj_span_negate(&each.range);
        wj_span_add(&result->range, &each.range);
        set_number(&count.range, 0);
        wj_span_max(&result->range, &count.range);
    } else {
        result->number = false;
    }
    wj_enclosure_clear(&count);
    wj_enclosure_clear(&each);
}

/* A TIERS being enclosed. */
struct tiers {
    struct wj_enclosing *enclosing;
    struct wj_enclosure x;
    struct wj_enclosure threshold;
    struct wj_enclosure above;
    bool reached_none; /* no threshold so far is certain to be reached */
    bool none;         /* nothing is left but to fail */
};

/* Can x stop at this threshold? */
static bool meets(struct tiers *tiers, const struct wj_node *call, const struct wj_node *node)
{
    struct wj_enclosure *threshold = &tiers->threshold;
    wj_enclose_number(tiers->enclosing, node, threshold);
    if (!threshold->number || !tiers->x.number) {
        tiers->none = true;
        return false;
    }
    unsigned orders = wj_span_orders(&tiers->x.range, &threshold->range);
    bool met = tiers->reached_none && (orders & ~(unsigned)WJ_ORDER_LESS) != 0;
    if (tiers->reached_none) {
        wj_enclose_tell(tiers->enclosing, node->position, (struct wj_side){call->first, &tiers->x},
                        (struct wj_side){node, threshold}, met, (orders & WJ_ORDER_LESS) != 0);
    }
    tiers->reached_none = tiers->reached_none && (orders & WJ_ORDER_LESS) != 0;
    return met;
}

static void add_tier(struct tiers *tiers, const struct wj_node *value, struct wj_enclosure *result)
{
    struct wj_enclosure more;
    wj_enclosure_init(&more);
    wj_enclose_number(tiers->enclosing, value, &more);
    wj_enclosure_unite(result, &more);
    wj_enclosure_clear(&more);
}

/* Thresholds that do not fall are an error. */
static void check_fall(struct tiers *tiers, bool first, struct wj_enclosure *result)
{
    result->fails = result->fails || tiers->threshold.fails;
    if (!first && tiers->threshold.number && tiers->above.number) {
        unsigned orders = wj_span_orders(&tiers->threshold.range, &tiers->above.range);
        result->fails = result->fails || (orders & ~(unsigned)WJ_ORDER_LESS) != 0;
        tiers->none = tiers->none || (orders & WJ_ORDER_LESS) == 0;
    }
    wj_enclosure_swap(&tiers->above, &tiers->threshold);
}

void wj_enclose_tiers(struct wj_enclosing *enclosing, const struct wj_node *call,
                      struct wj_enclosure *result)
{
    struct tiers tiers = {.enclosing = enclosing, .reached_none = true};
    wj_enclosure_init(&tiers.x);
    wj_enclosure_init(&tiers.threshold);
    wj_enclosure_init(&tiers.above);
    wj_enclose_number(enclosing, call->first, &tiers.x);
    result->fails = tiers.x.fails;
    const struct wj_node *node = call->first->next;
    for (; node->next != NULL; node = node->next->next) {
        if (meets(&tiers, call, node)) {
            add_tier(&tiers, node->next, result);
        }
        check_fall(&tiers, node == call->first->next, result);
    }
    if (tiers.reached_none && !tiers.none) {
        add_tier(&tiers, node, result);
    }
    if (tiers.none) {
        wj_enclosure_empty(result);
        result->fails = true;
    }
    wj_enclosure_clear(&tiers.x);
    wj_enclosure_clear(&tiers.threshold);
    wj_enclosure_clear(&tiers.above);
}
