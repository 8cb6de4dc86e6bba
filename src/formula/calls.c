#include "evaluate.h"
#include "wjtab/base/message.h"
#include "wjtab/base/number.h"

enum { MOST_PLACES = 100 };

bool wj_evaluate_condition(struct wj_evaluation *evaluation, const struct wj_node *node,
                           bool *condition)
{
    struct wj_value value;
    wj_value_init(&value);
    bool good = wj_evaluate_node(evaluation, node, &value);
    if (good && !wj_value_condition(&value, condition)) {
        good = wj_evaluate_fail_on_text(evaluation, node, &value, _("a condition"));
    }
    wj_value_clear(&value);
    return good;
}

static bool call_if(struct wj_evaluation *evaluation, const struct wj_node *call,
                    struct wj_value *result)
{
    bool condition = false;
    const struct wj_node *branch = call->first->next;
    if (!wj_evaluate_condition(evaluation, call->first, &condition)) {
        return false;
    }
    if (!condition) {
        branch = branch->next;
    }
    if (branch == NULL) {
        wj_value_set_logical(result, false);
        return true;
    }
    return wj_evaluate_node(evaluation, branch, result);
}

static bool call_ifs(struct wj_evaluation *evaluation, const struct wj_node *call,
                     struct wj_value *result)
{
    for (const struct wj_node *node = call->first; node != NULL; node = node->next->next) {
        bool condition = false;
        if (!wj_evaluate_condition(evaluation, node, &condition)) {
            return false;
        }
        if (condition) {
            return wj_evaluate_node(evaluation, node->next, result);
        }
    }
    return wj_evaluate_fail(evaluation, call->position, _("no condition of IFS is true"));
}

static bool call_logic(struct wj_evaluation *evaluation, const struct wj_node *call,
                       struct wj_value *result)
{
    bool all = true;
    bool any = false;
    for (const struct wj_node *node = call->first; node != NULL; node = node->next) {
        bool condition = false;
        if (!wj_evaluate_condition(evaluation, node, &condition)) {
            return false;
        }
        all = all && condition;
        any = any || condition;
    }
    enum wj_function_id id = call->function->id;
    wj_value_set_logical(result, id == WJ_AND ? all : id == WJ_OR ? any : !any);
    return true;
}

/* total = what the function makes of total and one more number */
static void fold(enum wj_function_id id, mpq_t total, const mpq_t number)
{
    switch (id) {
    case WJ_MIN:
        if (mpq_cmp(number, total) < 0) {
            mpq_set(total, number);
        }
        break;
    case WJ_MAX:
        if (mpq_cmp(number, total) > 0) {
            mpq_set(total, number);
        }
        break;
    default:
        mpq_add(total, total, number);
        break;
    }
}

/* MIN, MAX, SUM, AVERAGE */
static bool call_fold(struct wj_evaluation *evaluation, const struct wj_node *call,
                      struct wj_value *result)
{
    if (!wj_evaluate_number(evaluation, call->first, result)) {
        return false;
    }
    bool good = true;
    struct wj_value more;
    wj_value_init(&more);
    for (const struct wj_node *node = call->first->next; node != NULL && good; node = node->next) {
        good = wj_evaluate_number(evaluation, node, &more);
        if (good) {
            fold(call->function->id, result->number, more.number);
            good = wj_evaluate_size(evaluation, call, result->number);
        }
    }
    if (good && call->function->id == WJ_AVERAGE) {
        mpq_set_ui(more.number, call->count, 1);
        mpq_div(result->number, result->number, more.number);
        good = wj_evaluate_size(evaluation, call, result->number);
    }
    wj_value_clear(&more);
    return good;
}

static bool call_count(struct wj_evaluation *evaluation, const struct wj_node *call,
                       struct wj_value *result)
{
    bool good = true;
    unsigned long count = 0;
    struct wj_value value;
    wj_value_init(&value);
    for (const struct wj_node *node = call->first; node != NULL && good; node = node->next) {
        good = wj_evaluate_node(evaluation, node, &value);
        if (good &&
            (value.kind != WJ_VALUE_TEXT || wj_value_reads_as_number(&value, value.number))) {
            count++;
        }
    }
    wj_value_clear(&value);
    result->kind = WJ_VALUE_NUMBER;
    mpq_set_ui(result->number, count, 1);
    return good;
}

static bool call_abs(struct wj_evaluation *evaluation, const struct wj_node *call,
                     struct wj_value *result)
{
    if (!wj_evaluate_number(evaluation, call->first, result)) {
        return false;
    }
    mpq_abs(result->number, result->number);
    return true;
}

static bool call_int(struct wj_evaluation *evaluation, const struct wj_node *call,
                     struct wj_value *result)
{
    if (!wj_evaluate_number(evaluation, call->first, result)) {
        return false;
    }
    mpz_t floor;
    mpz_init(floor);
    mpz_fdiv_q(floor, mpq_numref(result->number), mpq_denref(result->number));
    mpq_set_z(result->number, floor);
    mpz_clear(floor);
    return true;
}

/* The number of places, cut to an integer. */
static bool evaluate_places(struct wj_evaluation *evaluation, const struct wj_node *node,
                            int *places)
{
    struct wj_value value;
    wj_value_init(&value);
    bool good = wj_evaluate_number(evaluation, node, &value);
    if (good) {
        mpz_ptr whole = mpq_numref(value.number);
        mpz_tdiv_q(whole, whole, mpq_denref(value.number));
        good = mpz_cmpabs_ui(whole, MOST_PLACES) <= 0;
        if (good) {
            *places = (int)mpz_get_si(whole);
        } else {
            wj_evaluate_fail(evaluation, node->position,
                             _("a number of places that is not from -%d to %d"), (int)MOST_PLACES,
                             (int)MOST_PLACES);
        }
    }
    wj_value_clear(&value);
    return good;
}

/* ROUND, ROUNDUP, ROUNDDOWN, TRUNC */
static bool call_round(struct wj_evaluation *evaluation, const struct wj_node *call,
                       struct wj_value *result)
{
    static const enum wj_round_mode modes[] = {
        [WJ_ROUND] = WJ_HALF_UP,
        [WJ_ROUNDUP] = WJ_UP,
        [WJ_ROUNDDOWN] = WJ_TRUNCATE,
        [WJ_TRUNC] = WJ_TRUNCATE,
    };
    int places = 0;
    if (!wj_evaluate_number(evaluation, call->first, result) ||
        (call->count == 2 && !evaluate_places(evaluation, call->last, &places))) {
        return false;
    }
    wj_number_round(result->number, result->number, places, modes[call->function->id]);
    return wj_evaluate_size(evaluation, call, result->number);
}

/* The question isn't evaluated: its option is asked for. */
static bool call_has(struct wj_evaluation *evaluation, const struct wj_node *call,
                     struct wj_value *result)
{
    if (!wj_evaluate_node(evaluation, call->last, result)) {
        return false;
    }
    if (result->kind != WJ_VALUE_TEXT) {
        return wj_evaluate_fail(evaluation, call->last->position,
                                _("HAS takes an option's code in quotation marks; found none"));
    }
    const struct wj_values *values = evaluation->values;
    wj_value_set_logical(result,
                         values->has(values->user, call->first->name, wj_buf_slice(&result->text)));
    return true;
}

bool wj_evaluate_call(struct wj_evaluation *evaluation, const struct wj_node *call,
                      struct wj_value *result)
{
    static bool (*const calls[])(struct wj_evaluation *, const struct wj_node *,
                                 struct wj_value *) = {
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
        [WJ_TARGET] = wj_call_target,
        [WJ_DEDUCT] = wj_call_deduct,
        [WJ_TIERS] = wj_call_tiers,
        [WJ_GATE] = wj_call_gate,
    };
    return calls[call->function->id](evaluation, call, result);
}
