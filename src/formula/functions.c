#include "functions.h"

#include "wjtab/base/message.h"

static const struct wj_function functions[] = {
    {WJ_IF, "IF", 2, 3, false},
    {WJ_IFS, "IFS", 2, 0, true},
    {WJ_AND, "AND", 1, 0, false},
    {WJ_OR, "OR", 1, 0, false},
    {WJ_NOT, "NOT", 1, 1, false},
    {WJ_MIN, "MIN", 1, 0, false},
    {WJ_MAX, "MAX", 1, 0, false},
    {WJ_SUM, "SUM", 1, 0, false},
    {WJ_AVERAGE, "AVERAGE", 1, 0, false},
    {WJ_COUNT, "COUNT", 1, 0, false},
    {WJ_ABS, "ABS", 1, 1, false},
    {WJ_INT, "INT", 1, 1, false},
    {WJ_ROUND, "ROUND", 1, 2, false},
    {WJ_ROUNDUP, "ROUNDUP", 1, 2, false},
    {WJ_ROUNDDOWN, "ROUNDDOWN", 1, 2, false},
    {WJ_TRUNC, "TRUNC", 1, 2, false},
    {WJ_HAS, "HAS", 2, 2, false},
};

enum { FUNCTIONS = sizeof functions / sizeof *functions };

const struct wj_function *wj_function_find(struct wj_slice name)
{
    for (size_t i = 0; i < FUNCTIONS; i++) {
        if (wj_slice_is(name, functions[i].name)) {
            return &functions[i];
        }
    }
    return NULL;
}

void wj_function_each(struct wj_nearest *nearest, bool with_has)
{
    for (size_t i = 0; i < FUNCTIONS; i++) {
        if (functions[i].id != WJ_HAS || with_has) {
            wj_nearest_try(nearest, wj_slice_of(functions[i].name));
        }
    }
}

bool wj_function_takes(const struct wj_function *function, size_t count)
{
    return count >= function->least && (function->most == 0 || count <= function->most) &&
           (!function->pairs || count % 2 == 0);
}

void wj_function_usage(const struct wj_function *function, struct wj_buf *out)
{
    if (function->pairs) {
        wj_buf_add_text(out, _("pairs of a condition and a value"));
    } else if (function->most == 0) {
        wj_buf_addf(out, _("at least %zu"), function->least);
    } else if (function->most == function->least) {
        wj_buf_addf(out, "%zu", function->least);
    } else {
        wj_buf_addf(out, _("%zu or %zu"), function->least, function->most);
    }
}
