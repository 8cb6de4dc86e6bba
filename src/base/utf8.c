#include <stdint.h>

#include "wjtab/base/text.h"

/* The smallest code point that needs a sequence of this length. */
static const int32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};

static size_t sequence_length(unsigned char lead)
{
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        return 2;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        return 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        return 4;
    }
    return 0;
}

static int32_t lead_bits(unsigned char lead, size_t len)
{
    static const unsigned char masks[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    return lead & masks[len];
}

/* Length of the sequence at the start, 0 when it is not valid. */
static size_t decode(const unsigned char *bytes, size_t room, int32_t *codepoint)
{
    size_t len = sequence_length(bytes[0]);
    if (len == 0 || len > room) {
        return 0;
    }
    int32_t point = lead_bits(bytes[0], len);
    for (size_t i = 1; i < len; i++) {
        if ((bytes[i] & 0xC0) != 0x80) {
            return 0;
        }
        point = point << 6 | (bytes[i] & 0x3F);
    }
    if (point < smallest[len] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) {
        return 0;
    }
    *codepoint = point;
    return len;
}

/* Is this a character of three bytes whose first byte alone says that it is neither overlong nor a
 * surrogate? Nearly all Chinese ones are. */
static bool is_plain_triple(const unsigned char *bytes, size_t room)
{
    return room >= 3 && bytes[0] > 0xE0 && bytes[0] <= 0xEF && bytes[0] != 0xED &&
           (bytes[1] & 0xC0) == 0x80 && (bytes[2] & 0xC0) == 0x80;
}

size_t wj_utf8_valid(struct wj_slice text)
{
    const unsigned char *bytes = (const unsigned char *)text.ptr;
    size_t at = 0;
    while (at < text.len) {
        if (bytes[at] < 0x80) {
            at++;
            continue;
        }
        int32_t codepoint;
        bool plain = is_plain_triple(bytes + at, text.len - at);
        size_t len = plain ? 3 : decode(bytes + at, text.len - at, &codepoint);
        if (len == 0) {
            return at;
        }
        at += len;
    }
    return at;
}

size_t wj_utf8_next(struct wj_slice text, int32_t *codepoint)
{
    size_t len = decode((const unsigned char *)text.ptr, text.len, codepoint);
    if (len == 0) {
        *codepoint = 0xFFFD;
        return 1;
    }
    return len;
}

size_t wj_utf8_count(struct wj_slice text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        count += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
    }
    return count;
}
