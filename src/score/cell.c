#include "cell.h"

#include <stddef.h>

static const char *const error_values[] = {
    "#NAME?", "#REF!", "#DIV/0!", "#VALUE!", "#N/A", "#NUM!", "#NULL!",
};

const char *wj_cell_error_value(struct wj_slice clean)
{
    for (size_t i = 0; i < sizeof error_values / sizeof *error_values; i++) {
        const char *value = error_values[i];
        if (clean.len > 0 && memmem(clean.ptr, clean.len, value, strlen(value)) != NULL) {
            return value;
        }
    }
    return NULL;
}

/* d: one or two digits; y: a year from 1900 to 2099; m: a month's English abbreviation; anything
 * else is itself. */
static const char *const dates[] = {
    "d月d日",    "y年d月d日", "y年d月", "y/d/d", "y-d-d", "y/d/d d:d",
    "y-d-d d:d", "d-m",       "d-m-d",  "d-m-y", "m-d",   "m-y",
};

static const char *const months[] = {
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
};

static size_t digits_at(struct wj_slice text)
{
    size_t count = 0;
    while (count < text.len && text.ptr[count] >= '0' && text.ptr[count] <= '9') {
        count++;
    }
    return count;
}

static bool starts_with_month(struct wj_slice text)
{
    for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
        if (wj_slice_starts(text, wj_slice_of(months[i]))) {
            return true;
        }
    }
    return false;
}

/* How many bytes at the start of the text one sign of a pattern takes; 0: it does not fit. */
static size_t sign_length(char sign, struct wj_slice text)
{
    size_t digits = digits_at(text);
    switch (sign) {
    case 'd':
        return digits <= 2 ? digits : 0;
    case 'y':
        return digits == 4 && (wj_slice_starts(text, wj_slice_of("19")) ||
                               wj_slice_starts(text, wj_slice_of("20")))
                   ? digits
                   : 0;
    case 'm':
        return starts_with_month(text) ? 3 : 0;
    default:
        return text.len > 0 && text.ptr[0] == sign ? 1 : 0;
    }
}

static bool fits(const char *pattern, struct wj_slice text)
{
    for (; *pattern != '\0'; pattern++) {
        size_t len = sign_length(*pattern, text);
        if (len == 0) {
            return false;
        }
        text = wj_slice_from(text, len);
    }
    return text.len == 0;
}

bool wj_cell_is_date(struct wj_slice clean)
{
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        if (fits(dates[i], clean)) {
            return true;
        }
    }
    return false;
}
