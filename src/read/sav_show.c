#include <string.h>

#include "sav.h"
#include "wjtab/base/number.h"

enum {
    DAY = 86400,
    HOUR = 3600,
    MINUTE = 60,
    DAYS_MAX = 3074324,     /* 9999-12-31, counted from 1582-10-14 */
    DAYS_TO_ERA = 578040,   /* from 0000-03-01 to 1582-10-14 */
    DAYS_IN_ERA = 146097,   /* 400 years */
    DAYS_IN_CENTURY = 36524 /* without the day at its end that only every fourth has */
};

static const struct {
    const char *name;
    enum wj_sav_show show;
} formats[] = {
    {"DATE", WJ_SAV_DATE},       {"ADATE", WJ_SAV_DATE}, {"EDATE", WJ_SAV_DATE},
    {"SDATE", WJ_SAV_DATE},      {"JDATE", WJ_SAV_DATE}, {"QYR", WJ_SAV_DATE},
    {"MOYR", WJ_SAV_DATE},       {"WKYR", WJ_SAV_DATE},  {"DATETIME", WJ_SAV_DATETIME},
    {"YMDHMS", WJ_SAV_DATETIME}, {"TIME", WJ_SAV_TIME},  {"DTIME", WJ_SAV_TIME},
    {"MTIME", WJ_SAV_TIME},
};

enum wj_sav_show wj_sav_show_of(const char *format)
{
    if (format == NULL) {
        return WJ_SAV_NUMBER;
    }
    struct wj_slice name = wj_slice(format, strcspn(format, "0123456789."));
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (wj_slice_is(name, formats[i].name)) {
            return formats[i].show;
        }
    }
    return WJ_SAV_NUMBER;
}

/* Days since 1582-10-14 as a date of the Gregorian calendar. The year is taken to begin in March,
 * so that the leap day is its last. */
static void add_date(struct wj_buf *out, long days)
{
    long day = days + DAYS_TO_ERA;
    long era = day / DAYS_IN_ERA;
    long in_era = day % DAYS_IN_ERA;
    long year =
        (in_era - in_era / 1460 + in_era / DAYS_IN_CENTURY - in_era / (DAYS_IN_ERA - 1)) / 365;
    long in_year = in_era - (365 * year + year / 4 - year / 100);
    long month = (5 * in_year + 2) / 153;
    long in_month = in_year - (153 * month + 2) / 5 + 1;
    month += month < 10 ? 3 : -9;
    year += 400 * era + (month <= 2 ? 1 : 0);
    wj_buf_addf(out, "%ld/%ld/%ld", year, month, in_month);
}

/* h:mm:ss, and the decimals of the seconds where there are any. */
static void add_time(struct wj_buf *out, const mpz_t seconds, const mpq_t fraction)
{
    mpz_t hours;
    mpz_init(hours);
    unsigned long rest = mpz_fdiv_q_ui(hours, seconds, HOUR);
    mpq_t whole;
    mpq_init(whole);
    mpq_set_z(whole, hours);
    wj_number_exact(out, whole);
    wj_buf_addf(out, ":%02lu:%02lu", rest / MINUTE, rest % MINUTE);
    if (mpq_sgn(fraction) != 0) {
        struct wj_buf decimals = {0};
        wj_number_exact(&decimals, fraction);
        wj_buf_add_text(out, wj_buf_text(&decimals) + strspn(wj_buf_text(&decimals), "0"));
        out->failed = out->failed || decimals.failed;
        wj_buf_clear(&decimals);
    }
    mpq_clear(whole);
    mpz_clear(hours);
}

/* False when the seconds stand for no date of ours. */
static bool show_date(struct wj_buf *out, const mpz_t seconds, const mpq_t fraction,
                      enum wj_sav_show show)
{
    mpz_t days;
    mpz_t rest;
    mpz_inits(days, rest, NULL);
    mpz_fdiv_qr_ui(days, rest, seconds, DAY);
    bool good = mpz_sgn(days) > 0 && mpz_cmp_ui(days, DAYS_MAX) <= 0;
    if (good) {
        add_date(out, mpz_get_si(days));
    }
    if (good && show == WJ_SAV_DATETIME) {
        wj_buf_add_char(out, ' ');
        add_time(out, rest, fraction);
    }
    mpz_clears(days, rest, NULL);
    return good;
}

static void show_value(struct wj_buf *out, mpq_t value, enum wj_sav_show show)
{
    mpz_t seconds;
    mpq_t fraction;
    mpz_init(seconds);
    mpq_init(fraction);
    bool negative = show == WJ_SAV_TIME && mpq_sgn(value) < 0;
    if (negative) {
        mpq_neg(value, value);
    }
    mpz_fdiv_q(seconds, mpq_numref(value), mpq_denref(value));
    mpq_set_z(fraction, seconds);
    mpq_sub(fraction, value, fraction);
    if (show == WJ_SAV_TIME) {
        wj_buf_add_text(out, negative ? "-" : "");
        add_time(out, seconds, fraction);
    } else if (!show_date(out, seconds, fraction, show)) {
        wj_number_exact(out, value);
    }
    mpq_clear(fraction);
    mpz_clear(seconds);
}

void wj_sav_show(struct wj_buf *out, struct wj_slice number, enum wj_sav_show show)
{
    bool exponent = number.len > 0 && memchr(number.ptr, 'e', number.len) != NULL;
    if (wj_slice_is(number, "-0")) {
        number = wj_slice_from(number, 1);
    }
    if (show == WJ_SAV_NUMBER && !exponent) {
        wj_buf_add(out, number);
        return;
    }
    mpq_t value;
    mpq_init(value);
    if (!wj_number_parse(value, number, WJ_NUMBER_EXPONENT)) {
        wj_buf_add(out, number); /* infinite: nothing that SPSS writes, but what stands there */
    } else if (show == WJ_SAV_NUMBER) {
        wj_number_exact(out, value);
    } else {
        show_value(out, value, show);
    }
    mpq_clear(value);
}
