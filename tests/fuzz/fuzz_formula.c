/* libFuzzer: whatever a formula says, parsing and evaluating it ends, errs with a reason, and lies
 * in its enclosure; what is printed of it parses again and prints the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "wjtab/base/number.h"
#include "wjtab/formula/enclosure.h"
#include "wjtab/formula/formula.h"

static const char *const names[] = {"x", "满意度", "空", "最需改进"};

enum { NAMES = sizeof names / sizeof *names, EMPTY = 2, MULTIPLE = 3, MOST_CHARACTERS = 8192 };

static long find(void *user, struct wj_slice name)
{
    (void)user;
    for (long i = 0; i < NAMES; i++) {
        if (wj_slice_is(name, names[i])) {
            return i;
        }
    }
    return -1;
}

static void each(void *user, struct wj_nearest *nearest)
{
    (void)user;
    for (size_t i = 0; i < NAMES; i++) {
        wj_nearest_try(nearest, wj_slice_of(names[i]));
    }
}

static bool can_have(void *user, long name)
{
    (void)user;
    return name == MULTIPLE;
}

static const char *get(void *user, long name, struct wj_value *value)
{
    (void)user;
    if (name == EMPTY || name == MULTIPLE) {
        wj_value_set_text(value, wj_slice_of(name == EMPTY ? "" : "A,1"));
        return NULL;
    }
    value->kind = WJ_VALUE_NUMBER;
    wj_number_ratio(value->number, 224, 265);
    return NULL;
}

static bool has(void *user, long name, struct wj_slice code)
{
    (void)user;
    (void)name;
    return wj_slice_is(code, "A");
}

/* x lies between two numbers; the others are where they are. */
static void get_range(void *user, long name, struct wj_enclosure *enclosure)
{
    struct wj_value value;
    wj_value_init(&value);
    get(user, name, &value);
    wj_enclosure_set_value(enclosure, &value);
    if (name == 0) {
        mpq_t upper;
        mpq_init(upper);
        mpq_set_ui(upper, 9, 10);
        wj_span_set_ends(&enclosure->range, value.number, upper, false);
        mpq_clear(upper);
    }
    wj_value_clear(&value);
}

/* An enclosure holds the value, and the failure but for one: it does not know how long is too long.
 */
static void enclose(const struct wj_formula *formula, const struct wj_values *values, bool good,
                    const struct wj_value *value, struct wj_buf *reason)
{
    const struct wj_ranges ranges = {NULL, get_range, values, NULL};
    struct wj_enclosure enclosure;
    wj_enclosure_init(&enclosure);
    wj_formula_enclose(formula, &ranges, &enclosure);
    if (good ? !wj_enclosure_contains(&enclosure, value)
             : !enclosure.fails && strstr(wj_buf_text(reason), "too large") == NULL) {
        abort();
    }
    wj_enclosure_clear(&enclosure);
}

static void evaluate(const struct wj_formula *formula)
{
    const struct wj_values values = {NULL, get, has};
    struct wj_value value;
    struct wj_buf reason = {0};
    wj_value_init(&value);
    bool good = wj_formula_evaluate(formula, &values, &value, &reason);
    if (!good && reason.len == 0) {
        abort();
    }
    if (good && value.kind == WJ_VALUE_TEXT &&
        wj_utf8_valid(wj_buf_slice(&value.text)) != value.text.len) {
        abort();
    }
    enclose(formula, &values, good, &value, &reason);
    wj_value_clear(&value);
    wj_buf_clear(&reason);
}

/* Quotation marks may stand doubled where they were single: a formula near the ceiling may pass it.
 */
static void print(const struct wj_formula *formula, const struct wj_names *known)
{
    const struct wj_formula_style style = {0};
    struct wj_diags diags = {0};
    struct wj_formula *again = NULL;
    struct wj_buf first = {0};
    struct wj_buf second = {0};
    wj_formula_print(formula, &style, &first);
    if (wj_formula_parse(&diags, NULL, wj_buf_slice(&first), known, &again) == WJ_OK) {
        wj_formula_print(again, &style, &second);
        if (!wj_slice_equal(wj_buf_slice(&first), wj_buf_slice(&second))) {
            abort();
        }
    } else if (wj_utf8_count(wj_buf_slice(&first)) <= MOST_CHARACTERS) {
        abort();
    }
    wj_formula_free(again);
    wj_diags_clear(&diags);
    wj_buf_clear(&first);
    wj_buf_clear(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct wj_names known = {NULL, find, each, can_have, NULL, NULL, NULL};
    struct wj_diags diags = {0};
    struct wj_formula *formula = NULL;
    enum wj_status status =
        wj_formula_parse(&diags, NULL, wj_slice((const char *)data, size), &known, &formula);
    if (status == WJ_OK ? diags.count != 0 : diags.errors == 0) {
        abort();
    }
    if (status == WJ_OK) {
        evaluate(formula);
        print(formula, &known);
    }
    wj_formula_free(formula);
    wj_diags_clear(&diags);
    return 0;
}
