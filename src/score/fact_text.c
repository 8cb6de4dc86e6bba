#include "fact_text.h"

#include <string.h>

enum wj_fact_kind wj_fact_kind(const char *unit)
{
    if (strcmp(unit, "日期") == 0) {
        return WJ_FACT_DATE;
    }
    return strcmp(unit, "文字") == 0 ? WJ_FACT_WORDS : WJ_FACT_NUMBER;
}

/* Takes a whole number of at most `most` digits off the start; 0 when there is none. */
static unsigned take_number(struct wj_slice *rest, size_t most)
{
    unsigned number = 0;
    size_t digits = 0;
    while (digits < rest->len && rest->ptr[digits] >= '0' && rest->ptr[digits] <= '9' &&
           digits < most) {
        number = number * 10 + (unsigned)(rest->ptr[digits++] - '0');
    }
    *rest = wj_slice_from(*rest, digits);
    return number;
}

static bool take_sign(struct wj_slice *rest, const char *sign)
{
    bool there = wj_slice_starts(*rest, wj_slice_of(sign));
    *rest = wj_slice_from(*rest, there ? strlen(sign) : 0);
    return there;
}

static unsigned days_of(unsigned year, unsigned month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month >= 1 && month <= 12 ? days[month - 1] + (month == 2 && leap ? 1U : 0U) : 0;
}

/* The signs behind year, month and day. */
static bool parse(struct wj_slice text, const char *const *signs, unsigned *parts)
{
    parts[0] = take_number(&text, 4);
    if (parts[0] < 1000 || !take_sign(&text, signs[0])) {
        return false;
    }
    parts[1] = take_number(&text, 2);
    parts[2] = 0;
    bool more = take_sign(&text, signs[1]);
    if (text.len > 0 && more) {
        parts[2] = take_number(&text, 2);
        if (parts[2] == 0 || !take_sign(&text, signs[2])) {
            return false;
        }
    } else if (more != (signs[2][0] != '\0')) {
        return false; /* 2022-5- and 2022年5 are cut off */
    }
    return text.len == 0 && days_of(parts[0], parts[1]) > 0 &&
           parts[2] <= days_of(parts[0], parts[1]);
}

bool wj_fact_date(struct wj_buf *out, struct wj_slice clean)
{
    static const char *const forms[][3] = {
        {"-", "-", ""}, {"/", "/", ""}, {".", ".", ""}, {"年", "月", "日"}};
    unsigned parts[3];
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (parse(clean, forms[i], parts)) {
            wj_buf_addf(out, "%04u-%02u", parts[0], parts[1]);
            if (parts[2] > 0) {
                wj_buf_addf(out, "-%02u", parts[2]);
            }
            return true;
        }
    }
    return false;
}
