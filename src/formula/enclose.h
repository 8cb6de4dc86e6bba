/* What enclosing nodes and calls share. Private to the formula floor. */
#ifndef FORMULA_ENCLOSE_H
#define FORMULA_ENCLOSE_H

#include "evaluate.h"
#include "span.h"

struct wj_enclosing {
    const struct wj_ranges *ranges;
    uint64_t work;
};

/* Encloses a node of any kind. `result` is initialised; what it holds is replaced. */
void wj_enclose_node(struct wj_enclosing *enclosing, const struct wj_node *node,
                     struct wj_enclosure *result);

/* As wj_enclose_node, for a place where a number must stand. */
void wj_enclose_number(struct wj_enclosing *enclosing, const struct wj_node *node,
                       struct wj_enclosure *result);

/* Encloses a CALL. */
void wj_enclose_call(struct wj_enclosing *enclosing, const struct wj_node *call,
                     struct wj_enclosure *result);

/* Counts work, and keeps numbers short. */
void wj_enclose_tidy(struct wj_enclosing *enclosing, struct wj_enclosure *enclosure);

/* One side of a comparison. */
struct wj_side {
    const struct wj_node *node;
    const struct wj_enclosure *value;
};

/* Tells whom it concerns that two sides were compared. */
void wj_enclose_tell(const struct wj_enclosing *enclosing, size_t position, struct wj_side left,
                     struct wj_side right, bool can_be_true, bool can_be_false);

/* The functions that score targets. */
void wj_enclose_target(struct wj_enclosing *enclosing, const struct wj_node *call,
                       struct wj_enclosure *result);
void wj_enclose_deduct(struct wj_enclosing *enclosing, const struct wj_node *call,
                       struct wj_enclosure *result);
void wj_enclose_tiers(struct wj_enclosing *enclosing, const struct wj_node *call,
                      struct wj_enclosure *result);

/* ---- sets of values ---- */

void wj_enclosure_empty(struct wj_enclosure *enclosure);
void wj_enclosure_set_logical(struct wj_enclosure *enclosure, bool can_be_true, bool can_be_false);
void wj_enclosure_set_everything(struct wj_enclosure *enclosure); /* every number, and failure */
void wj_enclosure_set_any_text(struct wj_enclosure *enclosure);
bool wj_enclosure_is_empty(const struct wj_enclosure *enclosure); /* failure left out */
void wj_enclosure_swap(struct wj_enclosure *a, struct wj_enclosure *b);

/* left = the values of both */
void wj_enclosure_unite(struct wj_enclosure *left, const struct wj_enclosure *right);

/* What it is as a condition; texts fail. */
void wj_enclosure_make_logical(struct wj_enclosure *enclosure);

/* The only value there is, if there is just one and no failure. */
bool wj_enclosure_single(const struct wj_enclosure *enclosure, struct wj_value *value);

/* outcome = how the comparison can come out; failures of the sides left out */
void wj_enclosure_compare(const struct wj_enclosure *left, enum wj_operator sign,
                          const struct wj_enclosure *right, struct wj_enclosure *outcome);

#endif
