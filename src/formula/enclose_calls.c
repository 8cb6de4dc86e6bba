#include "enclose.h"

enum { MOST_PLACES = 100 };

static void enclose_condition(struct wj_enclosing *enclosing, const struct wj_node *node,
                              struct wj_enclosure *condition)
{
    wj_enclose_node(enclosing, node, condition);
    wj_enclosure_make_logical(condition);
}

/* Adds what a branch gives; NULL: the FALSE of an IF without else. */
static void add_branch(struct wj_enclosing *enclosing, const struct wj_node *branch,
                       struct wj_enclosure *result)
{
    struct wj_enclosure value;
    wj_enclosure_init(&value);
    if (branch != NULL) {
        wj_enclose_node(enclosing, branch, &value);
    } else {
        wj_enclosure_set_logical(&value, false, true);
    }
    wj_enclosure_unite(result, &value);
    wj_enclosure_clear(&value);
}

static void call_if(struct wj_enclosing *enclosing, const struct wj_node *call,
                    struct wj_enclosure *result)
{
    const struct wj_node *then = call->first->next;
    struct wj_enclosure condition;
    wj_enclosure_init(&condition);
    enclose_condition(enclosing, call->first, &condition);
    result->fails = condition.fails;
    if (condition.is_true) {
        add_branch(enclosing, then, result);
    }
    if (condition.is_false) {
        add_branch(enclosing, then->next, result);
    }
    wj_enclosure_clear(&condition);
}

static void call_ifs(struct wj_enclosing *enclosing, const struct wj_node *call,
                     struct wj_enclosure *result)
{
    bool reached = true;
    struct wj_enclosure condition;
    wj_enclosure_init(&condition);
    for (const struct wj_node *node = call->first; node != NULL && reached;
         node = node->next->next) {
        enclose_condition(enclosing, node, &condition);
        result->fails = result->fails || condition.fails;
        if (condition.is_true) {
            add_branch(enclosing, node->next, result);
        }
        reached = condition.is_false;
    }
    result->fails = result->fails || reached;
    wj_enclosure_clear(&condition);
}

/* AND, OR, NOT, GATE */
static void call_logic(struct wj_enclosing *enclosing, const struct wj_node *call,
                       struct wj_enclosure *result)
{
    bool all_true = true;
    bool all_false = true;
    bool any_true = false;
    bool any_false = false;
    bool fails = false;
    bool none = false;
    struct wj_enclosure condition;
    wj_enclosure_init(&condition);
    for (const struct wj_node *node = call->first; node != NULL; node = node->next) {
        enclose_condition(enclosing, node, &condition);
        all_true = all_true && condition.is_true;
        all_false = all_false && condition.is_false;
        any_true = any_true || condition.is_true;
        any_false = any_false || condition.is_false;
        fails = fails || condition.fails;
        none = none || wj_enclosure_is_empty(&condition);
    }
    wj_enclosure_clear(&condition);
    enum wj_function_id id = call->function->id;
    if (none) {
        wj_enclosure_empty(result);
    } else if (id == WJ_AND || id == WJ_GATE) {
        wj_enclosure_set_logical(result, all_true, any_false);
    } else if (id == WJ_OR) {
        wj_enclosure_set_logical(result, any_true, all_false);
    } else {
        wj_enclosure_set_logical(result, any_false, any_true);
    }
    if (id == WJ_GATE) {
        wj_enclosure_make_number(result);
    }
    result->fails = fails;
}

static void fold(enum wj_function_id id, struct wj_span *total, const struct wj_span *more)
{
    switch (id) {
    case WJ_MIN:
        wj_span_min(total, more);
        break;
    case WJ_MAX:
        wj_span_max(total, more);
        break;
    default:
        wj_span_add(total, more);
        break;
    }
}

/* MIN, MAX, SUM, AVERAGE */
static void call_fold(struct wj_enclosing *enclosing, const struct wj_node *call,
                      struct wj_enclosure *result)
{
    struct wj_enclosure more;
    wj_enclosure_init(&more);
    wj_enclose_number(enclosing, call->first, result);
    for (const struct wj_node *node = call->first->next; node != NULL; node = node->next) {
        wj_enclose_number(enclosing, node, &more);
        result->fails = result->fails || more.fails;
        if (result->number && more.number) {
            fold(call->function->id, &result->range, &more.range);
            wj_enclose_tidy(enclosing, result);
        }
        result->number = result->number && more.number;
    }
    if (call->function->id == WJ_AVERAGE && result->number) {
        wj_number_ratio(more.range.lower.at, 1, call->count);
        wj_span_set_point(&more.range, more.range.lower.at);
        wj_span_multiply(&result->range, &more.range);
    }
    wj_enclosure_clear(&more);
}

/* How many numbers can an argument count as? */
static void count_one(const struct wj_enclosure *argument, unsigned long *least,
                      unsigned long *most)
{
    bool counts = argument->number || argument->is_true || argument->is_false;
    bool does_not = argument->any_text;
    if (argument->text && !argument->any_text) {
        struct wj_value value;
        wj_value_init(&value);
        wj_value_set_text(&value, wj_buf_slice(&argument->words));
        bool unknown = wj_buf_status(&value.text) != WJ_OK;
        bool reads = !unknown && wj_value_reads_as_number(&value, value.number);
        counts = counts || unknown || reads;
        does_not = does_not || unknown || !reads;
        wj_value_clear(&value);
    }
    *most += counts || argument->any_text;
    *least += !does_not;
}

static void call_count(struct wj_enclosing *enclosing, const struct wj_node *call,
                       struct wj_enclosure *result)
{
    unsigned long least = 0;
    unsigned long most = 0;
    bool fails = false;
    bool none = false;
    for (const struct wj_node *node = call->first; node != NULL; node = node->next) {
        wj_enclose_node(enclosing, node, result);
        count_one(result, &least, &most);
        fails = fails || result->fails;
        none = none || wj_enclosure_is_empty(result);
    }
    mpq_t ends[2];
    mpq_inits(ends[0], ends[1], NULL);
    mpq_set_ui(ends[0], least, 1);
    mpq_set_ui(ends[1], most, 1);
    wj_enclosure_empty(result);
    wj_span_set_ends(&result->range, ends[0], ends[1], false);
    result->number = !none;
    result->fails = fails;
    mpq_clears(ends[0], ends[1], NULL);
}

static void call_abs(struct wj_enclosing *enclosing, const struct wj_node *call,
                     struct wj_enclosure *result)
{
    wj_enclose_number(enclosing, call->first, result);
    if (result->number) {
        wj_span_absolute(&result->range);
    }
}

static void call_int(struct wj_enclosing *enclosing, const struct wj_node *call,
                     struct wj_enclosure *result)
{
    wj_enclose_number(enclosing, call->first, result);
    if (result->number) {
        wj_span_floor(&result->range);
    }
}

/* Rounds to a number of places that is one integer from -MOST_PLACES to MOST_PLACES. */
static void round_to(struct wj_enclosure *result, struct wj_enclosure *places,
                     enum wj_round_mode mode)
{
    result->fails = result->fails || places->fails;
    if (!result->number || !places->number) {
        result->number = false;
        return;
    }
    wj_span_round(&places->range, 0, WJ_TRUNCATE);
    mpz_srcptr whole = mpq_numref(places->range.lower.at);
    if (!wj_span_is_point(&places->range)) {
        wj_enclosure_set_everything(result);
    } else if (mpz_cmpabs_ui(whole, MOST_PLACES) > 0) {
        wj_enclosure_empty(result);
        result->fails = true;
    } else {
        wj_span_round(&result->range, (int)mpz_get_si(whole), mode);
    }
}

/* ROUND, ROUNDUP, ROUNDDOWN, TRUNC */
static void call_round(struct wj_enclosing *enclosing, const struct wj_node *call,
                       struct wj_enclosure *result)
{
    static const enum wj_round_mode modes[] = {
        [WJ_ROUND] = WJ_HALF_UP,
        [WJ_ROUNDUP] = WJ_UP,
        [WJ_ROUNDDOWN] = WJ_TRUNCATE,
        [WJ_TRUNC] = WJ_TRUNCATE,
    };
    struct wj_enclosure places;
    wj_enclosure_init(&places);
    places.number = true;
    wj_enclose_number(enclosing, call->first, result);
    if (call->count == 2) {
        wj_enclose_number(enclosing, call->last, &places);
    }
    round_to(result, &places, modes[call->function->id]);
    wj_enclosure_clear(&places);
}

/* A function of which nothing is known but its values at points. */
static void call_other(struct wj_enclosing *enclosing, const struct wj_node *call,
                       struct wj_enclosure *result)
{
    bool known = true;
    struct wj_value value;
    wj_value_init(&value);
    for (const struct wj_node *node = call->first; node != NULL && known; node = node->next) {
        wj_enclose_node(enclosing, node, result);
        known = wj_enclosure_single(result, &value);
    }
    if (known) {
        struct wj_buf reason = {0};
        struct wj_evaluation evaluation = {.values = enclosing->ranges->inside, .reason = &reason};
        wj_enclosure_empty(result);
        if (wj_evaluate_call(&evaluation, call, &value)) {
            wj_enclosure_set_value(result, &value);
        } else {
            result->fails = true;
        }
        wj_buf_clear(&reason);
    } else {
        wj_enclosure_set_everything(result);
    }
    wj_value_clear(&value);
}

/* HAS asks for an answer, which no range tells. */
static void call_has(struct wj_enclosing *enclosing, const struct wj_node *call,
                     struct wj_enclosure *result)
{
    wj_enclose_node(enclosing, call->last, result);
    wj_enclosure_set_logical(result, true, true);
    result->fails = true;
}

void wj_enclose_call(struct wj_enclosing *enclosing, const struct wj_node *call,
                     struct wj_enclosure *result)
{
    static void (*const calls[])(struct wj_enclosing *, const struct wj_node *,
                                 struct wj_enclosure *) = {
        [WJ_IF] = call_if,
        [WJ_IFS] = call_ifs,
        [WJ_AND] = call_logic,
        [WJ_OR] = call_logic,
        [WJ_NOT] = call_logic,
        [WJ_MIN] = call_fold,
        [WJ_MAX] = call_fold,
        [WJ_SUM] = call_fold,
        [WJ_AVERAGE] = call_fold,
        [WJ_COUNT] = call_count,
        [WJ_ABS] = call_abs,
        [WJ_INT] = call_int,
        [WJ_ROUND] = call_round,
        [WJ_ROUNDUP] = call_round,
        [WJ_ROUNDDOWN] = call_round,
        [WJ_TRUNC] = call_round,
        [WJ_HAS] = call_has,
        [WJ_GATE] = call_logic,
        [WJ_TARGET] = wj_enclose_target,
        [WJ_DEDUCT] = wj_enclose_deduct,
        [WJ_TIERS] = wj_enclose_tiers,
    };
    size_t id = (size_t)call->function->id;
    if (id < sizeof calls / sizeof *calls && calls[id] != NULL) {
        calls[id](enclosing, call, result);
    } else {
        call_other(enclosing, call, result);
    }
}
