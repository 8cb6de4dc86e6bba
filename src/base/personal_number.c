#include <stdbool.h>
#include <string.h>

#include "personal_find.h"

enum {
    MOST_GROUPS = 5,
    MOST_DIGITS = 20, /* of a group: a longer one is nothing of ours */
    MOST_BETWEEN = 3  /* characters between two groups */
};

/* Groups of digits from some place on, with blanks, hyphens, dots or brackets between them. */
struct groups {
    char digits[MOST_GROUPS * (MOST_DIGITS + 1)]; /* of all groups, run together */
    size_t lens[MOST_GROUPS];
    size_t ends[MOST_GROUPS]; /* the character behind each */
    bool dotted[MOST_GROUPS]; /* a dot stands somewhere before it */
    size_t count;
};

static char at_char(const struct wj_folded *text, size_t at)
{
    return at < text->count ? text->chars[at] : '\0';
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* How many characters from `at` on may stand between two groups. */
static size_t between(const struct wj_folded *text, size_t at)
{
    size_t len = 0;
    while (len < MOST_BETWEEN && at_char(text, at + len) != '\0' &&
           strchr(" -()", text->chars[at + len]) != NULL) {
        len++;
    }
    return len;
}

static void gather(const struct wj_folded *text, size_t at, struct groups *groups)
{
    size_t digits = 0;
    bool dotted = false;
    groups->count = 0;
    while (groups->count < MOST_GROUPS) {
        size_t len = 0;
        while (len <= MOST_DIGITS && is_digit(at_char(text, at))) {
            groups->digits[digits++] = text->chars[at++];
            len++;
        }
        if (len == 0 || len > MOST_DIGITS) {
            return;
        }
        groups->lens[groups->count] = len;
        groups->ends[groups->count] = at;
        groups->dotted[groups->count++] = dotted;
        size_t gap = at_char(text, at) == '.' ? 1 : between(text, at);
        dotted = dotted || at_char(text, at) == '.';
        if (gap == 0) {
            return;
        }
        at += gap;
    }
}

/* ---- patterns: the lengths of the groups ---- */

struct pattern {
    unsigned char lens[MOST_GROUPS]; /* ends with 0 */
    bool dots;                       /* dots may part the groups */
};

/* The number of groups if the first ones have these lengths, else 0. */
static size_t fits(const struct groups *groups, const struct pattern *pattern)
{
    size_t i = 0;
    while (i < MOST_GROUPS && pattern->lens[i] > 0) {
        if (i >= groups->count || groups->lens[i] != pattern->lens[i]) {
            return 0;
        }
        i++;
    }
    return groups->dotted[i - 1] && !pattern->dots ? 0 : i;
}

static size_t fits_one(const struct groups *groups, const struct pattern *patterns, size_t count)
{
    size_t found = 0;
    for (size_t i = 0; i < count && found == 0; i++) {
        found = fits(groups, &patterns[i]);
    }
    return found;
}

#define FITS_ONE(groups, patterns) fits_one(groups, patterns, sizeof(patterns) / sizeof *(patterns))

/* ---- national ID numbers ---- */

static unsigned two_digits(const char *digits)
{
    return (unsigned)(digits[0] - '0') * 10 + (unsigned)(digits[1] - '0');
}

/* GB 11643: the check digit is ISO 7064 MOD 11-2. */
static bool check_digit_is(const char *digits, char check)
{
    unsigned rest = 0;
    for (size_t i = 0; i < 17; i++) {
        rest = (rest + (unsigned)(digits[i] - '0')) * 2 % 11;
    }
    unsigned wanted = (12 - rest) % 11;
    return wanted == 10 ? check == 'X' || check == 'x' : check == (char)('0' + wanted);
}

static size_t id18_end(const struct wj_folded *text, const struct groups *groups)
{
    static const struct pattern whole[] = {
        {{18}, false}, {{6, 8, 4}, false}, {{6, 4, 4, 4}, false}};
    static const struct pattern before_x[] = {
        {{17}, false}, {{6, 8, 3}, false}, {{6, 4, 4, 3}, false}};
    size_t count = FITS_ONE(groups, whole);
    if (count > 0) {
        return check_digit_is(groups->digits, groups->digits[17]) ? groups->ends[count - 1] : 0;
    }
    count = FITS_ONE(groups, before_x);
    if (count == 0) {
        return 0;
    }
    size_t end = groups->ends[count - 1];
    return check_digit_is(groups->digits, at_char(text, end)) ? end + 1 : 0;
}

/* The form until 1999: province, place, yymmdd, number. */
static size_t id15_end(const struct groups *groups)
{
    static const struct pattern forms[] = {{{15}, false}, {{6, 6, 3}, false}};
    static const char provinces[] =
        "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 "
        "50 51 52 53 54 61 62 63 64 65 71 81 82 83 ";
    static const unsigned char days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    size_t count = FITS_ONE(groups, forms);
    if (count == 0) {
        return 0;
    }
    char province[] = {groups->digits[0], groups->digits[1], ' ', '\0'};
    unsigned month = two_digits(groups->digits + 8);
    unsigned day = two_digits(groups->digits + 10);
    bool date = month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
    return date && strstr(provinces, province) != NULL ? groups->ends[count - 1] : 0;
}

/* ---- bank cards ---- */

/* First digits that ISO/IEC 7812 gives to banks, and the 9 of older Chinese cards. Numbers made
 * of a date or a counter begin with others. */
static bool is_issuer(const char *digits)
{
    unsigned first = two_digits(digits) * 100 + two_digits(digits + 2);
    return (first >= 3000 && first <= 6999) || first >= 9000 || (first >= 2221 && first <= 2720);
}

static bool luhn(const char *digits, size_t count)
{
    unsigned sum = 0;
    for (size_t i = 0; i < count; i++) {
        unsigned digit = (unsigned)(digits[count - 1 - i] - '0') * (i % 2 == 0 ? 1 : 2);
        sum += digit > 9 ? digit - 9 : digit;
    }
    return sum % 10 == 0;
}

/* In one group, in fours with what is left, or as 6 and the rest; the longest that fits. */
static size_t card_end(const struct groups *groups)
{
    size_t total = 0;
    size_t end = 0;
    bool fours = true;
    for (size_t i = 0; i < groups->count && !groups->dotted[i]; i++) {
        total += groups->lens[i];
        bool split = fours && groups->lens[i] <= 4 && i >= 3;
        bool six = i == 1 && groups->lens[0] == 6;
        fours = fours && groups->lens[i] == 4;
        if ((i == 0 || split || six) && total >= 16 && total <= 19 && is_issuer(groups->digits) &&
            luhn(groups->digits, total)) {
            end = groups->ends[i];
        }
    }
    return end;
}

/* ---- telephones ---- */

static size_t mobile_end(const struct groups *groups)
{
    static const struct pattern forms[] = {
        {{11}, false}, {{3, 4, 4}, true}, {{3, 8}, false}, {{7, 4}, false}, {{3, 3, 5}, false}};
    size_t count = FITS_ONE(groups, forms);
    bool mobile = count > 0 && groups->digits[0] == '1' && groups->digits[1] >= '3';
    return mobile ? groups->ends[count - 1] : 0;
}

/* 010 and 02x have three digits, the others four; a local number begins with 1 to 9. */
static bool is_area(const char *digits, size_t len, bool parted)
{
    bool three = digits[1] <= '2';
    return digits[0] == '0' && digits[1] >= '1' && digits[len] >= '1' &&
           (parted || (len == 3) == three) && (digits[1] != '1' || parted || digits[2] == '0');
}

static size_t landline_end(const struct groups *groups)
{
    static const struct pattern forms[] = {
        {{3, 8}, false},    {{4, 8}, false},    {{4, 7}, false},    {{3, 7}, false},
        {{3, 4, 4}, false}, {{4, 4, 4}, false}, {{4, 3, 4}, false}, {{3, 3, 4}, false}};
    size_t count = FITS_ONE(groups, forms);
    if (count > 0) {
        return is_area(groups->digits, groups->lens[0], true) ? groups->ends[count - 1] : 0;
    }
    bool short_area = groups->lens[0] == 11 && is_area(groups->digits, 3, false);
    bool long_area = (groups->lens[0] == 11 || groups->lens[0] == 12) &&
                     is_area(groups->digits, 4, false) && groups->digits[1] >= '3';
    return short_area || long_area ? groups->ends[0] : 0;
}

/* Behind +86 the 0 of the area falls away. */
static size_t area_without_0_end(const struct groups *groups)
{
    static const struct pattern forms[] = {
        {{2, 8}, false},    {{3, 7}, false},    {{3, 8}, false}, {{2, 4, 4}, false},
        {{3, 4, 4}, false}, {{3, 3, 4}, false}, {{10}, false},   {{11}, false}};
    size_t count = FITS_ONE(groups, forms);
    return count > 0 && groups->digits[0] != '0' ? groups->ends[count - 1] : 0;
}

/* A number behind +86, 0086, 86 or, for mobiles, 0. */
static size_t with_prefix(const struct wj_folded *text, size_t at, struct groups *groups)
{
    static const char *const prefixes[] = {"+86", "0086", "86", "0"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        size_t len = strlen(prefixes[i]);
        size_t end = 0;
        if (at + len > text->count || memcmp(text->chars + at, prefixes[i], len) != 0) {
            continue;
        }
        size_t number = at + len + (i < 3 ? between(text, at + len) : 0);
        gather(text, number, groups);
        if (groups->count > 0) {
            end = mobile_end(groups);
            end = end == 0 && i < 3 ? landline_end(groups) : end;
            end = end == 0 && i == 0 ? area_without_0_end(groups) : end;
        }
        if (end > 0) {
            return end;
        }
    }
    return 0;
}

static size_t number_end(const struct wj_folded *text, size_t at, struct groups *groups)
{
    size_t end = 0;
    gather(text, at, groups);
    if (groups->count == 0) {
        return 0;
    }
    end = id18_end(text, groups);
    end = end > 0 ? end : card_end(groups);
    end = end > 0 ? end : id15_end(groups);
    end = end > 0 ? end : mobile_end(groups);
    return end > 0 ? end : landline_end(groups);
}

size_t wj_personal_number(const struct wj_folded *text, size_t at)
{
    struct groups groups;
    bool bracket = text->chars[at] == '(';
    bool starts = bracket || text->chars[at] == '+' || is_digit(text->chars[at]);
    if (!starts || (at > 0 && is_digit(text->chars[at - 1]))) {
        return 0;
    }
    size_t start = at + (bracket ? 1 : 0);
    size_t end = number_end(text, start, &groups);
    end = end > 0 ? end : with_prefix(text, start, &groups);
    bool closed = end > 0 && memchr(text->chars + start, ')', end - start) != NULL;
    return end > 0 && (!bracket || closed) ? end - at : 0;
}
