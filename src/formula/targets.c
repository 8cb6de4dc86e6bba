/* TARGET, DEDUCT, TIERS and GATE: the usual rules for indicators with a target. What each is in a
 * spreadsheet program's functions: docs/formats.md. */
#include "evaluate.h"
#include "wjtab/base/message.h"

/* result = what of the target is reached, at most 1 and at least 0 */
static bool reach(struct wj_evaluation *evaluation, const struct wj_node *call, mpq_t actual,
                  const mpq_t target)
{
    int order = mpq_cmp(actual, target);
    bool met = order == 0 || (call->goal == WJ_GOAL_AT_LEAST && order > 0) ||
               (call->goal == WJ_GOAL_AT_MOST && order < 0);
    bool short_of_it = order < 0;
    if (met) {
        mpq_set_ui(actual, 1, 1);
        return true;
    }
    if (mpq_sgn(short_of_it ? target : actual) == 0) {
        return wj_evaluate_fail(evaluation, call->position, _("division by zero"));
    }
    if (short_of_it) {
        mpq_div(actual, actual, target);
    } else {
        mpq_div(actual, target, actual);
    }
    if (mpq_sgn(actual) < 0) {
        mpq_set_ui(actual, 0, 1);
    }
    return wj_evaluate_size(evaluation, call, actual);
}

bool wj_call_target(struct wj_evaluation *evaluation, const struct wj_node *call,
                    struct wj_value *result)
{
    struct wj_value target;
    wj_value_init(&target);
    bool good = wj_evaluate_number(evaluation, call->first, result) &&
                wj_evaluate_number(evaluation, call->first->next, &target) &&
                reach(evaluation, call, result->number, target.number);
    wj_value_clear(&target);
    return good;
}

bool wj_call_deduct(struct wj_evaluation *evaluation, const struct wj_node *call,
                    struct wj_value *result)
{
    struct wj_value count;
    struct wj_value each;
    wj_value_init(&count);
    wj_value_init(&each);
    bool good = wj_evaluate_number(evaluation, call->first, result) &&
                wj_evaluate_number(evaluation, call->first->next, &count) &&
                wj_evaluate_number(evaluation, call->last, &each);
    if (good) {
        mpq_mul(each.number, each.number, count.number);
        mpq_sub(result->number, result->number, each.number);
        if (mpq_sgn(result->number) < 0) {
            mpq_set_ui(result->number, 0, 1);
        }
        good = wj_evaluate_size(evaluation, call, result->number);
    }
    wj_value_clear(&count);
    wj_value_clear(&each);
    return good;
}

/* Finds the value of the first threshold that x reaches. Every threshold is looked at: one that
 * does not fall could never be reached. */
static bool find_tier(struct wj_evaluation *evaluation, const struct wj_node *call, const mpq_t x,
                      const struct wj_node **found)
{
    bool good = true;
    struct wj_value above;
    struct wj_value threshold;
    wj_value_init(&above);
    wj_value_init(&threshold);
    *found = NULL;
    for (const struct wj_node *node = call->first->next; good && node->next != NULL;
         node = node->next->next) {
        good = wj_evaluate_number(evaluation, node, &threshold);
        bool first = node == call->first->next;
        if (good && !first && mpq_cmp(threshold.number, above.number) >= 0) {
            good = wj_evaluate_fail(evaluation, node->position,
                                    _("the thresholds of TIERS must fall from the first to the "
                                      "last: one that does not stands"));
        } else if (good && *found == NULL && mpq_cmp(x, threshold.number) >= 0) {
            *found = node->next;
        }
        mpq_set(above.number, threshold.number);
    }
    if (*found == NULL) {
        *found = call->last;
    }
    wj_value_clear(&above);
    wj_value_clear(&threshold);
    return good;
}

bool wj_call_tiers(struct wj_evaluation *evaluation, const struct wj_node *call,
                   struct wj_value *result)
{
    const struct wj_node *found;
    return wj_evaluate_number(evaluation, call->first, result) &&
           find_tier(evaluation, call, result->number, &found) &&
           wj_evaluate_number(evaluation, found, result);
}

bool wj_call_gate(struct wj_evaluation *evaluation, const struct wj_node *call,
                  struct wj_value *result)
{
    bool all = true;
    for (const struct wj_node *node = call->first; node != NULL; node = node->next) {
        bool condition = false;
        if (!wj_evaluate_condition(evaluation, node, &condition)) {
            return false;
        }
        all = all && condition;
    }
    result->kind = WJ_VALUE_NUMBER;
    mpq_set_ui(result->number, all, 1);
    return true;
}
