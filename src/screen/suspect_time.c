#include "wjtab/base/text.h"
#include "wjtab/screen/suspect.h"

enum { DAY = 86400 };

/* Reads up to `most` digits; false when there is none. */
static bool read_number(struct wj_slice *text, size_t most, int64_t *number)
{
    size_t len = 0;
    *number = 0;
    while (len < text->len && len < most && text->ptr[len] >= '0' && text->ptr[len] <= '9') {
        *number = *number * 10 + (text->ptr[len] - '0');
        len++;
    }
    if (len > 0) {
        *text = wj_slice_from(*text, len);
    }
    return len > 0;
}

/* Passes over a sign if the text goes on with it. */
static bool pass(struct wj_slice *text, const char *sign)
{
    if (!wj_slice_starts(*text, wj_slice_of(sign))) {
        return false;
    }
    *text = wj_slice_from(*text, strlen(sign));
    return true;
}

static bool pass_date_sign(struct wj_slice *text, const char *chinese)
{
    return pass(text, "/") || pass(text, "-") || pass(text, ".") || pass(text, chinese);
}

/* Days since 1970-01-01 in the Gregorian calendar; the year is counted from March. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t m = month <= 2 ? month + 9 : month - 3;
    return y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day - 1 - 719468;
}

static bool read_date(struct wj_slice *text, int64_t *days)
{
    int64_t year;
    int64_t month;
    int64_t day;
    if (!read_number(text, 4, &year) || year < 1000 || !pass_date_sign(text, "年") ||
        !read_number(text, 2, &month) || !pass_date_sign(text, "月") ||
        !read_number(text, 2, &day)) {
        return false;
    }
    pass(text, "日");
    *days = days_of(year, month, day);
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static bool read_clock(struct wj_slice *text, int64_t *seconds)
{
    int64_t hour;
    int64_t minute;
    int64_t second = 0;
    int64_t part;
    if (!read_number(text, 2, &hour) || !pass(text, ":") || !read_number(text, 2, &minute)) {
        return false;
    }
    if (pass(text, ":") && !read_number(text, 2, &second)) {
        return false;
    }
    if (pass(text, ".") && !read_number(text, 9, &part)) {
        return false;
    }
    *seconds = hour * 3600 + minute * 60 + second;
    return hour < 24 && minute < 60 && second <= 60;
}

/* `Z`, `+08:00`, `+0800`, or nothing. */
static bool read_zone(struct wj_slice *text, int64_t *seconds)
{
    int64_t hour = 0;
    int64_t minute = 0;
    *seconds = 0;
    if (text->len == 0 || pass(text, "Z")) {
        return true;
    }
    bool west = pass(text, "-");
    if ((!west && !pass(text, "+")) || !read_number(text, 2, &hour)) {
        return false;
    }
    pass(text, ":");
    read_number(text, 2, &minute);
    *seconds = (hour * 3600 + minute * 60) * (west ? -1 : 1);
    return true;
}

bool wj_time_parse(int64_t *seconds, struct wj_slice cell)
{
    struct wj_buf cleaned = {0};
    int64_t days = 0;
    int64_t clock = 0;
    int64_t zone = 0;
    wj_text_clean(&cleaned, cell, true);
    struct wj_slice text = wj_buf_slice(&cleaned);
    bool good = read_date(&text, &days);
    size_t before = text.len;
    text = wj_text_trim_start(text);
    good = good && (pass(&text, "T") || text.len < before) && read_clock(&text, &clock);
    text = wj_text_trim(text);
    good = good && read_zone(&text, &zone) && text.len == 0;
    *seconds = days * DAY + clock - zone;
    wj_buf_clear(&cleaned);
    return good;
}
