#include <stdint.h>

#include "wjtab/base/text.h"

enum { AT_ONCE = 32 /* bytes */ };

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

/* ---- eight bytes at a time ---- */

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* 0 where all bytes are ASCII, or of characters as above. A byte stands for itself by its highest
 * bit: `follows` are 0x80 to 0xBF, `firsts` 0xE1 to 0xEF without 0xED. *due: those of the next word
 * that belong to a character which began before. */
static inline uint64_t find_others(uint64_t word, uint64_t *due)
{
    uint64_t above = word & EACH(0x80);
    uint64_t follows = above & ~(word << 1);
    uint64_t is_some = (word & EACH(0x0F)) + EACH(0x0F);
    uint64_t is_not_d = ((word ^ EACH(0x0D)) & EACH(0x0F)) + EACH(0x0F);
    uint64_t firsts = above & word << 1 & word << 2 & ~(word << 3) & (is_some & is_not_d) << 3;
    uint64_t expected = firsts << 8 | firsts << 16 | *due;
    *due = firsts >> 56 | firsts >> 48;
    return (above ^ follows ^ firsts) | (follows ^ expected);
}

/* How many bytes at the start are ASCII or such characters? As many as are found at once; whole
 * characters. */
static size_t plain_bytes(const unsigned char *bytes, size_t len)
{
    size_t at = 0;
    uint64_t due = 0;
    for (; len - at >= AT_ONCE; at += AT_ONCE) {
        uint64_t then = due;
        uint64_t others = 0;
        for (size_t i = 0; i < AT_ONCE; i += sizeof others) {
            others |= find_others(wj_slice_word((const char *)bytes + at + i), &then);
        }
        if (others != 0) {
            break;
        }
        due = then;
    }
    return at - (due == 0 ? 0 : due > 0xFF ? 1 : 2);
}

/* The same one by one, up to so many or a few more; less where one is not valid. */
static size_t valid_bytes(const unsigned char *bytes, size_t len, size_t wanted)
{
    size_t at = 0;
    while (at < len && at < wanted) {
        int32_t codepoint;
        bool plain = is_plain_triple(bytes + at, len - at);
        size_t some = bytes[at] < 0x80 ? 1 : plain ? 3 : decode(bytes + at, len - at, &codepoint);
        if (some == 0) {
            break;
        }
        at += some;
    }
    return at;
}

size_t wj_utf8_valid(struct wj_slice text)
{
    const unsigned char *bytes = (const unsigned char *)text.ptr;
    size_t at = 0;
    size_t some = text.len;
    while (some > 0) {
        at += plain_bytes(bytes + at, text.len - at);
        some = valid_bytes(bytes + at, text.len - at, AT_ONCE);
        at += some;
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
