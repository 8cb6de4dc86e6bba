/* Spreadsheet formulas, evaluated exactly over rationals. */
#ifndef WJTAB_FORMULA_FORMULA_H
#define WJTAB_FORMULA_FORMULA_H

#include <stdbool.h>
#include <stddef.h>

#include <gmp.h>

#include "wjtab/base/api.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"
#include "wjtab/base/text.h"

enum wj_value_kind { WJ_VALUE_NUMBER, WJ_VALUE_TEXT, WJ_VALUE_LOGICAL };

/* An unanswered question is the text "". */
struct wj_value {
    enum wj_value_kind kind;
    mpq_t number;       /* always initialised; meaningful for numbers */
    struct wj_buf text; /* meaningful for texts */
    bool logical;
};

WJ_API void wj_value_init(struct wj_value *value);
WJ_API void wj_value_clear(struct wj_value *value);
WJ_API void wj_value_set_number(struct wj_value *value, const mpq_t number);
WJ_API void wj_value_set_text(struct wj_value *value, struct wj_slice text);
WJ_API void wj_value_set_logical(struct wj_value *value, bool logical);

struct wj_formula;

/* When a target is met: what TARGET measures against. */
enum wj_goal { WJ_GOAL_AT_LEAST, WJ_GOAL_AT_MOST, WJ_GOAL_EXACTLY };

/* What formulas may name. */
struct wj_names {
    void *user;
    /* The number of a name, or -1 when there is none. */
    long (*find)(void *user, struct wj_slice name);
    /* Calls wj_nearest_try for every name there is, for "did you mean". */
    void (*each)(void *user, struct wj_nearest *nearest);
    /* May this name stand in HAS? NULL: there is no HAS here. */
    bool (*can_have)(void *user, long name);
    /* Has it an option with this code? One without options has all. Tries every code there is, and
     * its option's label as what means the code. NULL: not checked. */
    bool (*has_code)(void *user, long name, struct wj_slice code, struct wj_nearest *nearest);
    /* Appends the codes of its options, for a message. NULL where has_code is. */
    void (*add_codes)(void *user, long name, struct wj_buf *out);
    /* When is this name, as TARGET's second argument, met? NULL: at least. */
    enum wj_goal (*goal)(void *user, long name);
};

/* The values behind the names, when a formula is evaluated. */
struct wj_values {
    void *user;
    /* Sets *value, or returns a translated reason why there is none (an evaluation error). */
    const char *(*get)(void *user, long name, struct wj_value *value);
    /* Does the multiple answer hold the option with this code? */
    bool (*has)(void *user, long name, struct wj_slice code);
};

/* Parses a formula and looks its names up. Every error is reported at `place`; its message says
 * the position in the formula, counted in characters from 1. `names` is not kept.
 * WJ_DEFINITION, WJ_MEMORY. */
WJ_API enum wj_status wj_formula_parse(struct wj_diags *diags, const struct wj_place *place,
                                       struct wj_slice text, const struct wj_names *names,
                                       struct wj_formula **formula);

/* The distinct names in it, as find returned them, in the order in which they first stand. */
WJ_API size_t wj_formula_name_count(const struct wj_formula *formula);
WJ_API long wj_formula_name(const struct wj_formula *formula, size_t index);

/* The text as it was given. */
WJ_API struct wj_slice wj_formula_text(const struct wj_formula *formula);

/* How a formula is printed. */
struct wj_formula_style {
    void *user;
    /* Appends what stands for a name: another name, or its value; in parentheses of its own where
     * it is more than a number or a name. NULL: the name itself. */
    void (*name)(void *user, long name, struct wj_slice written, struct wj_buf *out);
    /* As spreadsheet programs read it in their files: _xlfn.IFS, ROUND with its second argument,
     * and TARGET, DEDUCT, TIERS and GATE in plain functions. May be too long for them: see to it.
     * HAS must not occur. False: as wj_formula_parse reads it, which also takes what `name` appends
     * when that is a name or a number. */
    bool spreadsheet;
};

/* Appends a text as a formula writes it, in quotation marks; those that are in it stand twice. */
WJ_API void wj_formula_quote(struct wj_buf *out, struct wj_slice text);

/* Appends a formula, without a leading =, from what was understood: plain signs, commas, and no
 * more parentheses than the grouping needs. */
WJ_API void wj_formula_print(const struct wj_formula *formula, const struct wj_formula_style *style,
                             struct wj_buf *out);

/* Does the formula only ask whether one name has one of some texts: A="x", HAS(A,"x"), an OR of
 * these about the same name; or whether it has not this one (*excluded): A<>"x"? Then it gives the
 * name and the first `most` texts, which live as long as the formula, and returns how many there
 * are; else 0. */
WJ_API size_t wj_formula_choice(const struct wj_formula *formula, long *name,
                                struct wj_slice *texts, size_t most, bool *excluded);

/* May its value be TRUE or FALSE, where a number is meant? */
WJ_API bool wj_formula_may_be_logical(const struct wj_formula *formula);

/* Evaluates. False on an evaluation error (division by zero, text in arithmetic, …): `reason`
 * then holds a translated sentence with the position. Never touches a branch that is not taken. */
WJ_API bool wj_formula_evaluate(const struct wj_formula *formula, const struct wj_values *values,
                                struct wj_value *result, struct wj_buf *reason);

/* The result as a condition: a number is TRUE unless it is 0, text is an error (false). */
WJ_API bool wj_value_condition(const struct wj_value *value, bool *condition);

WJ_API void wj_formula_free(struct wj_formula *formula);

#endif
