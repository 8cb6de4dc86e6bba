/* What functions there are and what they take. Private to the formula floor. */
#ifndef FORMULA_FUNCTIONS_H
#define FORMULA_FUNCTIONS_H

#include <stddef.h>

#include "wjtab/base/buf.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/text.h"

enum wj_function_id {
    WJ_IF,
    WJ_IFS,
    WJ_AND,
    WJ_OR,
    WJ_NOT,
    WJ_MIN,
    WJ_MAX,
    WJ_SUM,
    WJ_AVERAGE,
    WJ_COUNT,
    WJ_ABS,
    WJ_INT,
    WJ_ROUND,
    WJ_ROUNDUP,
    WJ_ROUNDDOWN,
    WJ_TRUNC,
    WJ_HAS,
    WJ_TARGET,
    WJ_DEDUCT,
    WJ_TIERS,
    WJ_GATE
};

struct wj_function {
    enum wj_function_id id;
    const char *name; /* upper case */
    size_t least;     /* number of arguments */
    size_t most;      /* 0: any number */
    bool pairs;       /* only an even number */
};

/* Finds a function by its upper-cased name; NULL when there is none. */
const struct wj_function *wj_function_find(struct wj_slice name);

/* Calls wj_nearest_try for every function; HAS only if `with_has`. */
void wj_function_each(struct wj_nearest *nearest, bool with_has);

/* May the function have so many arguments? */
bool wj_function_takes(const struct wj_function *function, size_t count);

/* Appends a translated text that says how many arguments it takes: "2 or 3". */
void wj_function_usage(const struct wj_function *function, struct wj_buf *out);

#endif
