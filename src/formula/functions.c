#include "functions.h"

#include "wjtab/base/message.h"

/* As many tiers as spreadsheet programs nest IF in IF. */
enum { MOST_IN_TIERS = 2 + 2 * 64 };

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
    {WJ_TARGET, "TARGET", 2, 3, false},
    {WJ_DEDUCT, "DEDUCT", 3, 3, false},
    {WJ_TIERS, "TIERS", 4, MOST_IN_TIERS, true},
    {WJ_GATE, "GATE", 1, 0, false},
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
    if (function->id == WJ_TIERS) {
        wj_buf_add_text(out, _("a number, 1 to 64 pairs of a threshold and a value, and the value "
                               "below them"));
    } else if (function->pairs) {
        wj_buf_add_text(out, _("pairs of a condition and a value"));
    } else if (function->most == 0) {
        wj_buf_addf(out, _("at least %zu"), function->least);
    } else if (function->most == function->least) {
        wj_buf_addf(out, "%zu", function->least);
    } else {
        wj_buf_addf(out, _("%zu or %zu"), function->least, function->most);
    }
}
