#include "wjtab/base/text.h"
#include "wjtab/screen/screen.h"

/* Units behind a number, longest spelling first. */
static const struct {
    const char *name;
    unsigned long seconds;
} units[] = {
    {"小时", 3600}, {"时", 3600}, {"分钟", 60}, {"分", 60}, {"秒钟", 1}, {"秒", 1}, {"天", 86400},
};

/* The number at the start of the text; its length, 0 for none. */
static size_t leading_number(mpq_t number, struct wj_slice text)
{
    size_t len = 0;
    while (len < text.len &&
           ((text.ptr[len] >= '0' && text.ptr[len] <= '9') || text.ptr[len] == '.')) {
        len++;
    }
    return wj_number_parse(number, wj_slice(text.ptr, len), 0) ? len : 0;
}

static void add_scaled(mpq_t total, mpq_t number, unsigned long factor)
{
    mpq_t scale;
    mpq_init(scale);
    mpq_set_ui(scale, factor, 1);
    mpq_mul(number, number, scale);
    mpq_add(total, total, number);
    mpq_clear(scale);
}

/* The unit at the start of the text: its seconds, and its length in *len; 0 for none. */
static unsigned long leading_unit(struct wj_slice text, size_t *len)
{
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct wj_slice name = wj_slice_of(units[i].name);
        if (wj_slice_starts(text, name)) {
            *len = name.len;
            return units[i].seconds;
        }
    }
    return 0;
}

/* `1分37秒`: numbers with units, each unit smaller than the one before; a bare number is seconds.
 */
static bool parse_units(mpq_t seconds, mpq_t number, struct wj_slice text)
{
    unsigned long before = 0;
    while (text.len > 0) {
        size_t len = leading_number(number, text);
        if (len == 0) {
            return false;
        }
        text = wj_text_trim(wj_slice_from(text, len));
        size_t unit_len = 0;
        unsigned long unit = text.len == 0 && before == 0 ? 1 : leading_unit(text, &unit_len);
        if (unit == 0 || (before != 0 && unit >= before)) {
            return false;
        }
        before = unit;
        add_scaled(seconds, number, unit);
        text = wj_text_trim(wj_slice_from(text, unit_len));
    }
    return before != 0;
}

/* `0:01:37` or `1:37`. */
static bool parse_clock(mpq_t seconds, mpq_t number, struct wj_slice text)
{
    size_t parts = 0;
    for (;;) {
        size_t len = leading_number(number, text);
        if (len == 0 || parts == 3) {
            return false;
        }
        mpq_t sixty;
        mpq_init(sixty);
        mpq_set_ui(sixty, 60, 1);
        mpq_mul(seconds, seconds, sixty);
        mpq_add(seconds, seconds, number);
        mpq_clear(sixty);
        parts++;
        text = wj_slice_from(text, len);
        if (text.len == 0) {
            return parts >= 2;
        }
        if (text.ptr[0] != ':') {
            return false;
        }
        text = wj_slice_from(text, 1);
    }
}

bool wj_duration_parse(mpq_t seconds, struct wj_slice cell)
{
    struct wj_buf cleaned = {0};
    mpq_t number;
    mpq_init(number);
    wj_text_clean(&cleaned, cell, false);
    struct wj_slice text = wj_buf_slice(&cleaned);
    bool clock = text.len > 0 && memchr(text.ptr, ':', text.len) != NULL;
    mpq_set_ui(seconds, 0, 1);
    bool readable = clock ? parse_clock(seconds, number, text) : parse_units(seconds, number, text);
    mpq_clear(number);
    wj_buf_clear(&cleaned);
    return readable;
}
