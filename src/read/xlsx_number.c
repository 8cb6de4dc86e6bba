#include "xlsx_number.h"

#include <gmp.h>
#include <string.h>

#include "wjtab/base/number.h"

enum {
    DIGITS_MAX = 400,    /* of a number in a cell; the longest of the format's own has 17 */
    SIGNIFICANT = 15,    /* what spreadsheet programs keep */
    LONGEST_SHIFT = 400, /* zeros that a power of ten may add; the format ends at 308 */
    DAY = 86400          /* seconds */
};

/* A decimal number: 0.d1d2d3… times a power of ten. */
struct decimal {
    bool negative;
    bool exponent; /* was written with one */
    bool fraction; /* was written with a point */
    char digits[DIGITS_MAX];
    size_t count;
    long point; /* the power */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Reads digits; leading zeros of the number are not kept. */
static bool read_digits(struct decimal *decimal, struct wj_slice *text, bool behind_point)
{
    while (text->len > 0 && is_digit(text->ptr[0])) {
        bool leading = decimal->count == 0 && text->ptr[0] == '0';
        if (!leading && decimal->count == DIGITS_MAX) {
            return false;
        }
        if (!leading) {
            decimal->digits[decimal->count++] = text->ptr[0];
        }
        decimal->point += behind_point ? (leading ? -1 : 0) : (leading ? 0 : 1);
        *text = wj_slice_from(*text, 1);
    }
    return true;
}

static bool read_exponent(struct decimal *decimal, struct wj_slice *text)
{
    if (text->len == 0 || (text->ptr[0] != 'e' && text->ptr[0] != 'E')) {
        return true;
    }
    *text = wj_slice_from(*text, 1);
    bool negative = text->len > 0 && text->ptr[0] == '-';
    if (text->len > 0 && (text->ptr[0] == '-' || text->ptr[0] == '+')) {
        *text = wj_slice_from(*text, 1);
    }
    if (text->len == 0 || text->len > 4) {
        return false;
    }
    long value = 0;
    while (text->len > 0 && is_digit(text->ptr[0])) {
        value = value * 10 + (text->ptr[0] - '0');
        *text = wj_slice_from(*text, 1);
    }
    decimal->exponent = true;
    decimal->point += negative ? -value : value;
    return true;
}

static bool read_decimal(struct decimal *decimal, struct wj_slice text)
{
    decimal->negative = text.len > 0 && text.ptr[0] == '-';
    if (text.len > 0 && (text.ptr[0] == '-' || text.ptr[0] == '+')) {
        text = wj_slice_from(text, 1);
    }
    size_t before = text.len;
    bool fits = read_digits(decimal, &text, false);
    size_t digits = before - text.len;
    if (fits && text.len > 0 && text.ptr[0] == '.') {
        text = wj_slice_from(text, 1);
        before = text.len;
        fits = read_digits(decimal, &text, true);
        decimal->fraction = true;
        digits += before - text.len;
    }
    return fits && digits > 0 && read_exponent(decimal, &text) && text.len == 0 &&
           decimal->point <= LONGEST_SHIFT && decimal->point >= -LONGEST_SHIFT;
}

/* Rounds half away from zero to the significant digits. */
static void shorten(struct decimal *decimal)
{
    if (decimal->count <= SIGNIFICANT) {
        return;
    }
    bool up = decimal->digits[SIGNIFICANT] >= '5';
    decimal->count = SIGNIFICANT;
    while (up && decimal->count > 0 && decimal->digits[decimal->count - 1] == '9') {
        decimal->count--;
    }
    if (up && decimal->count > 0) {
        decimal->digits[decimal->count - 1]++;
    } else if (up) {
        decimal->digits[decimal->count++] = '1';
        decimal->point++;
    }
}

static void drop_zeros(struct decimal *decimal)
{
    while (decimal->count > 0 && decimal->digits[decimal->count - 1] == '0') {
        decimal->count--;
    }
}

static void add_zeros(struct wj_buf *out, long count)
{
    for (long i = 0; i < count; i++) {
        wj_buf_add_char(out, '0');
    }
}

static void add_decimal(struct wj_buf *out, const struct decimal *decimal)
{
    long count = (long)decimal->count;
    struct wj_slice digits = wj_slice(decimal->digits, decimal->count);
    if (count == 0) {
        wj_buf_add_char(out, '0');
        return;
    }
    if (decimal->negative) {
        wj_buf_add_char(out, '-');
    }
    if (decimal->point <= 0) {
        wj_buf_add_text(out, "0.");
        add_zeros(out, -decimal->point);
        wj_buf_add(out, digits);
    } else if (decimal->point >= count) {
        wj_buf_add(out, digits);
        add_zeros(out, decimal->point - count);
    } else {
        wj_buf_add(out, wj_slice(digits.ptr, (size_t)decimal->point));
        wj_buf_add_char(out, '.');
        wj_buf_add(out, wj_slice_from(digits, (size_t)decimal->point));
    }
}

/* Is the text, which is a number, written as a person would: -12.50? */
static bool is_plain(const struct decimal *decimal, struct wj_slice text)
{
    struct wj_slice rest = wj_slice_from(text, decimal->negative ? 1 : 0);
    bool zero = rest.ptr[0] == '0';
    return is_digit(rest.ptr[0]) && !decimal->exponent && is_digit(text.ptr[text.len - 1]) &&
           (!zero || rest.len == 1 || rest.ptr[1] == '.') &&
           (decimal->count > 0 || !decimal->negative) &&
           (!decimal->fraction || decimal->count <= SIGNIFICANT);
}

bool wj_xlsx_number(struct wj_buf *out, struct wj_slice text)
{
    struct decimal decimal = {.count = 0};
    if (!read_decimal(&decimal, text)) {
        return false;
    }
    if (is_plain(&decimal, text)) {
        wj_buf_add(out, text);
        return true;
    }
    if (decimal.fraction || decimal.exponent) {
        shorten(&decimal);
        drop_zeros(&decimal);
    }
    add_decimal(out, &decimal);
    return true;
}

/* The count of days in whole seconds; false when there is no such date. */
static bool whole_seconds(struct wj_slice text, unsigned long *seconds)
{
    /* Up to 9999-12-31. */
    static const unsigned long days_max = 2958466;
    bool fits = false;
    mpq_t value;
    mpq_t day;
    mpq_init(value);
    mpq_init(day);
    mpq_set_ui(day, DAY, 1);
    if (wj_number_parse(value, text, WJ_NUMBER_EXPONENT)) {
        mpq_mul(value, value, day);
        wj_number_round(value, value, 0, WJ_HALF_UP);
        fits = mpq_sgn(value) >= 0 && mpq_cmp_ui(value, days_max * DAY, 1) < 0;
    }
    if (fits) {
        *seconds = mpz_get_ui(mpq_numref(value));
    }
    mpq_clear(value);
    mpq_clear(day);
    return fits;
}

static void add_time(struct wj_buf *out, unsigned long seconds)
{
    wj_buf_addf(out, "%lu:%02lu:%02lu", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

/* The date of a day counted from 1899-12-30; of the Gregorian calendar in periods of 400 years,
 * each year beginning in March. */
static void add_civil(struct wj_buf *out, unsigned long serial)
{
    unsigned long day = serial + 693899; /* from 0000-03-01 */
    unsigned long era = day / 146097;
    unsigned long of_era = day % 146097;
    unsigned long year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    unsigned long of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    unsigned long shifted = (5 * of_year + 2) / 153;
    unsigned long month = shifted < 10 ? shifted + 3 : shifted - 9;
    unsigned long year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
    wj_buf_addf(out, "%lu/%lu/%lu", year, month, of_year - (153 * shifted + 2) / 5 + 1);
}

/* Counted from 1900 there is a day 0, and a 1900-02-29, day 60, that never was: both are shown as
 * the programs show them. */
static void add_date(struct wj_buf *out, unsigned long day, bool from_1904)
{
    enum { FROM_1904 = 1462, LEAP_BUG = 60 };
    if (from_1904) {
        add_civil(out, day + FROM_1904);
    } else if (day == 0) {
        wj_buf_add_text(out, "1900/1/0");
    } else if (day == LEAP_BUG) {
        wj_buf_add_text(out, "1900/2/29");
    } else {
        add_civil(out, day < LEAP_BUG ? day + 1 : day);
    }
}

bool wj_xlsx_date(struct wj_buf *out, struct wj_slice text, unsigned format, bool from_1904)
{
    struct decimal decimal = {.count = 0};
    unsigned long seconds = 0;
    if (!read_decimal(&decimal, text)) {
        return false;
    }
    if ((decimal.negative && decimal.count > 0) || !whole_seconds(text, &seconds)) {
        return wj_xlsx_number(out, text);
    }
    if ((format & WJ_XLSX_ELAPSED) != 0) {
        add_time(out, seconds);
        return true;
    }
    unsigned long day = seconds / DAY;
    unsigned long time = seconds % DAY;
    bool with_date = day > 0 || ((format & WJ_XLSX_DATE) != 0 && (time == 0 || from_1904));
    bool with_time = time > 0 || (format & WJ_XLSX_TIME) != 0;
    if (with_date) {
        add_date(out, day, from_1904);
    }
    if (with_date && with_time) {
        wj_buf_add_char(out, ' ');
    }
    if (with_time) {
        add_time(out, time);
    }
    return true;
}

/* Reads digits up to a separator, which is passed over; false when there are none. */
static bool read_part(struct wj_slice *text, char separator, unsigned long *value)
{
    size_t count = 0;
    *value = 0;
    while (count < text->len && count < 4 && is_digit(text->ptr[count])) {
        *value = *value * 10 + (unsigned long)(text->ptr[count++] - '0');
    }
    *text = wj_slice_from(*text, count);
    if (text->len > 0 && text->ptr[0] == separator) {
        *text = wj_slice_from(*text, 1);
        return count > 0;
    }
    return count > 0 && text->len == 0;
}

void wj_xlsx_iso_date(struct wj_buf *out, struct wj_slice text)
{
    struct wj_slice rest = text;
    unsigned long date[3] = {0};
    unsigned long time[3] = {0};
    bool with_date = text.len >= 10 && text.ptr[4] == '-';
    bool fits = true;
    if (with_date) {
        fits = read_part(&rest, '-', &date[0]) && read_part(&rest, '-', &date[1]) &&
               read_part(&rest, 'T', &date[2]);
    }
    bool with_time = rest.len > 0;
    if (fits && with_time) {
        fits = read_part(&rest, ':', &time[0]) && read_part(&rest, ':', &time[1]) &&
               read_part(&rest, 'Z', &time[2]) && rest.len == 0;
    }
    if (!fits || !(with_date || with_time)) {
        wj_buf_add(out, text);
        return;
    }
    if (with_date) {
        wj_buf_addf(out, "%lu/%lu/%lu", date[0], date[1], date[2]);
    }
    if (with_time) {
        wj_buf_addf(out, "%s%lu:%02lu:%02lu", with_date ? " " : "", time[0], time[1], time[2]);
    }
}
