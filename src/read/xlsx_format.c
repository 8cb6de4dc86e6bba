#include "xlsx_number.h"

#include <string.h>
#include <strings.h>

unsigned wj_xlsx_format_builtin(unsigned long id)
{
    static const struct {
        unsigned long first;
        unsigned long last;
        unsigned format;
    } known[] = {
        {14, 17, WJ_XLSX_DATE},
        {18, 21, WJ_XLSX_TIME},
        {22, 22, WJ_XLSX_DATE | WJ_XLSX_TIME},
        {27, 31, WJ_XLSX_DATE},
        {32, 35, WJ_XLSX_TIME},
        {36, 36, WJ_XLSX_DATE},
        {45, 45, WJ_XLSX_TIME},
        {46, 46, WJ_XLSX_TIME | WJ_XLSX_ELAPSED},
        {47, 47, WJ_XLSX_TIME},
        {50, 58, WJ_XLSX_DATE},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (id >= known[i].first && id <= known[i].last) {
            return known[i].format;
        }
    }
    return 0;
}

/* How many bytes at the start are text in quotes. */
static size_t quoted_length(struct wj_slice code)
{
    const char *end = memchr(code.ptr + 1, '"', code.len - 1);
    return end != NULL ? (size_t)(end - code.ptr) + 1 : code.len;
}

/* How many bytes at the start are in brackets: a colour, a language, a condition, or elapsed
 * time, which is noted. */
static size_t bracket_length(struct wj_slice code, unsigned *format)
{
    const char *end = memchr(code.ptr + 1, ']', code.len - 1);
    if (end == NULL) {
        return code.len;
    }
    size_t len = (size_t)(end - code.ptr) + 1;
    size_t same = 1;
    while (same + 1 < len && strchr("hHmMsS", code.ptr[same]) != NULL &&
           code.ptr[same] == code.ptr[1]) {
        same++;
    }
    if (same > 1 && same + 1 == len) {
        *format |= WJ_XLSX_TIME | WJ_XLSX_ELAPSED;
    }
    return len;
}

/* How many bytes at the start are a word that is no date though its letters look like one. */
static size_t word_length(struct wj_slice code)
{
    static const char *const words[] = {"General", "Standard", "通用格式"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t len = strlen(words[i]);
        if (code.len >= len && strncasecmp(code.ptr, words[i], len) == 0) {
            return len;
        }
    }
    return 0;
}

/* Takes a letter into account; "E+" of scientific notation is none of a date. */
static void take_letter(struct wj_slice code, unsigned *format, bool *month_or_minute)
{
    switch (code.ptr[0]) {
    case 'y':
    case 'Y':
    case 'd':
    case 'D':
        *format |= WJ_XLSX_DATE;
        break;
    case 'e':
        *format |= code.len > 1 && (code.ptr[1] == '+' || code.ptr[1] == '-') ? 0 : WJ_XLSX_DATE;
        break;
    case 'h':
    case 'H':
    case 's':
    case 'S':
        *format |= WJ_XLSX_TIME;
        break;
    case 'm':
    case 'M':
        *month_or_minute = true;
        break;
    default:
        break;
    }
}

unsigned wj_xlsx_format_of(struct wj_slice code)
{
    unsigned format = 0;
    bool month_or_minute = false;
    /* Only the section for positive numbers: dates are. */
    while (code.len > 0 && code.ptr[0] != ';') {
        size_t used = word_length(code);
        if (used == 0 && code.ptr[0] == '"') {
            used = quoted_length(code);
        } else if (used == 0 && code.ptr[0] == '[') {
            used = bracket_length(code, &format);
        } else if (used == 0 && strchr("\\_*", code.ptr[0]) != NULL && code.ptr[0] != '\0') {
            used = code.len > 1 ? 2 : 1;
        } else if (used == 0) {
            take_letter(code, &format, &month_or_minute);
            used = 1;
        }
        code = wj_slice_from(code, used);
    }
    if (month_or_minute && format == 0) {
        format = WJ_XLSX_DATE;
    }
    return format;
}
