/* What evaluating nodes, calls and values share. Private to the formula floor. */
#ifndef FORMULA_EVALUATE_H
#define FORMULA_EVALUATE_H

#include "ast.h"

enum { WJ_MOST_BITS = 1 << 20, WJ_MOST_TEXT = 1 << 20 };

struct wj_evaluation {
    const struct wj_values *values;
    struct wj_buf *reason;
};

/* Sets the reason to a sentence that ends with the position; returns false. */
bool wj_evaluate_fail(struct wj_evaluation *evaluation, size_t position, const char *format, ...)
    WJ_PRINTF(3, 4);

/* Says that a text stands where something else (`needed`, translated) should; returns false. */
bool wj_evaluate_fail_on_text(struct wj_evaluation *evaluation, const struct wj_node *node,
                              const struct wj_value *value, const char *needed);

/* Evaluates a node of any kind. */
bool wj_evaluate_node(struct wj_evaluation *evaluation, const struct wj_node *node,
                      struct wj_value *result);

/* As wj_evaluate_node, and makes the result a number; a text is an error. */
bool wj_evaluate_number(struct wj_evaluation *evaluation, const struct wj_node *node,
                        struct wj_value *result);

/* Evaluates a condition; a text is an error. */
bool wj_evaluate_condition(struct wj_evaluation *evaluation, const struct wj_node *node,
                           bool *condition);

/* Fails when the number passes the ceiling. */
bool wj_evaluate_size(struct wj_evaluation *evaluation, const struct wj_node *node,
                      const mpq_t number);

/* Evaluates a CALL. */
bool wj_evaluate_call(struct wj_evaluation *evaluation, const struct wj_node *call,
                      struct wj_value *result);

/* The functions that score targets. */
bool wj_call_target(struct wj_evaluation *evaluation, const struct wj_node *call,
                    struct wj_value *result);
bool wj_call_deduct(struct wj_evaluation *evaluation, const struct wj_node *call,
                    struct wj_value *result);
bool wj_call_tiers(struct wj_evaluation *evaluation, const struct wj_node *call,
                   struct wj_value *result);
bool wj_call_gate(struct wj_evaluation *evaluation, const struct wj_node *call,
                  struct wj_value *result);

/* Reads a text as a number, as a comparison with a number does. `number` is untouched if false. */
bool wj_value_reads_as_number(const struct wj_value *value, mpq_t number);

/* Does the comparison hold? `sign` is one of the six. */
bool wj_value_compare(const struct wj_value *left, enum wj_operator sign,
                      const struct wj_value *right);

/* Makes the value a text, as & puts it. */
void wj_value_make_text(struct wj_value *value);

#endif
