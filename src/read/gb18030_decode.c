#include "gb18030_decode.h"

#include <string.h>

enum { FIRST_LEAD = 0x81, LAST_LEAD = 0xFE, FIRST_TRAIL = 0x40, LAST_TRAIL = 0xFE, LONGEST = 4 };

static void ask(char code[LONGEST], iconv_t decode, unsigned lead, unsigned trail)
{
    char raw[2] = {(char)lead, (char)trail};
    char *from = raw;
    char *to = code;
    size_t from_left = sizeof raw;
    size_t to_left = LONGEST;
    (void)iconv(decode, &from, &from_left, &to, &to_left); /* writes nothing where it fails */
}

static void fill_row(struct wj_gb18030_table *table, iconv_t decode, unsigned lead)
{
    table->filled[lead] = true;
    for (unsigned trail = FIRST_TRAIL; trail <= LAST_TRAIL; trail++) {
        ask(table->codes[lead][trail], decode, lead, trail);
    }
}

static bool is_lead(unsigned char byte)
{
    return byte >= FIRST_LEAD && byte <= LAST_LEAD;
}

static size_t length_of(unsigned char first)
{
    if (first >= 0xF0) {
        return 4;
    }
    return first >= 0xE0 ? 3 : 2;
}

void wj_gb18030_decode(struct wj_gb18030_table *table, iconv_t decode, struct wj_slice *rest,
                       struct wj_buf *out)
{
    const unsigned char *from = (const unsigned char *)rest->ptr;
    const unsigned char *end = from + rest->len;
    char *to = out->ptr + out->len;
    while (from < end) {
        uint64_t eight = UINT64_MAX;
        if (*from >= 0x80) {
            const char *code = end - from >= 2 ? table->codes[from[0]][from[1]] : "";
            if (code[0] != '\0') {
                memcpy(to, code, LONGEST);
                to += length_of((unsigned char)code[0]);
                from += 2;
            } else if (is_lead(*from) && !table->filled[*from]) {
                fill_row(table, decode, *from);
            } else {
                break;
            }
            continue;
        }
        if (end - from >= 8) {
            memcpy(&eight, from, sizeof eight);
        }
        if ((eight & 0x8080808080808080u) == 0) {
            memcpy(to, from, sizeof eight);
            to += sizeof eight;
            from += sizeof eight;
        } else {
            *to++ = (char)*from++;
        }
    }
    *rest = wj_slice_from(*rest, (size_t)((const char *)from - rest->ptr));
    out->len = (size_t)(to - out->ptr);
}

static bool are_ascii(const unsigned char eight[8])
{
    uint64_t word = 0;
    memcpy(&word, eight, sizeof word);
    return (word & 0x8080808080808080u) == 0;
}

/* Bytes of ASCII at the start, eight at once where there are so many. */
static size_t pass_ascii(const unsigned char *from, const unsigned char *end)
{
    const unsigned char *at = from;
    while (end - at >= 8 && are_ascii(at)) {
        at += 8;
    }
    /* The last few, with some that were seen. */
    if (end - at < 8 && end - from >= 8 && are_ascii(end - 8)) {
        return (size_t)(end - from);
    }
    while (at < end && *at < 0x80) {
        at++;
    }
    return (size_t)(at - from);
}

size_t wj_gb18030_pass(struct wj_gb18030_table *table, iconv_t decode, struct wj_slice bytes)
{
    const unsigned char *from = (const unsigned char *)bytes.ptr;
    const unsigned char *end = from + bytes.len;
    const unsigned char *at = from;
    for (;;) {
        at += pass_ascii(at, end);
        if (end - at >= 2 && table->codes[at[0]][at[1]][0] != '\0') {
            at += 2;
        } else if (end - at >= 2 && is_lead(*at) && !table->filled[*at]) {
            fill_row(table, decode, *at);
        } else {
            return (size_t)(at - from);
        }
    }
}
