/* The scan in plain C: eight bytes in a word. */
#include "scan_step.h"
#include "wjtab/base/slice.h"

static const uint64_t ones = 0x0101010101010101u;
static const uint64_t sevens = 0x7F7F7F7F7F7F7F7Fu;

/* Bit i: is byte i of the word this one? `pattern` is the byte eight times. No carry leaves a byte:
 * what 0x7F is added to is at most 0x7F. */
static inline uint64_t equal(uint64_t word, uint64_t pattern)
{
    uint64_t differs = word ^ pattern;
    uint64_t zero = ~(((differs & sevens) + sevens) | differs | sevens);
    return (zero >> 7) * 0x0102040810204080u >> 56;
}

/* Not 0 where a byte of the word is this one; which, it says of the lowest alone. */
static inline uint64_t any(uint64_t word, uint64_t pattern)
{
    uint64_t differs = word ^ pattern;
    return (differs - ones) & ~differs & ~sevens;
}

/* What is in few steps is looked for in those alone. */
static void find_seldom(struct wj_scan_masks *masks, const char *text)
{
    for (unsigned i = 0; i < WJ_SCAN_STEP / 8; i++) {
        uint64_t word = wj_slice_word(text + (size_t)8 * i);
        masks->quotes |= equal(word, ones * '"') << 8 * i;
        masks->returns |= equal(word, ones * '\r') << 8 * i;
    }
}

static struct wj_scan_masks classify(const char *text, char delimiter)
{
    struct wj_scan_masks masks = {0};
    uint64_t pattern = ones * (unsigned char)delimiter;
    uint64_t seldom = 0;
    for (unsigned i = 0; i < WJ_SCAN_STEP / 8; i++) {
        uint64_t word = wj_slice_word(text + (size_t)8 * i);
        masks.delimiters |= equal(word, pattern) << 8 * i;
        masks.feeds |= equal(word, ones * '\n') << 8 * i;
        seldom |= any(word, ones * '"') | any(word, ones * '\r');
    }
    if (__builtin_expect(seldom != 0, 0)) {
        find_seldom(&masks, text);
    }
    return masks;
}

static void list(struct wj_scan *scan, const char *text, uint32_t from, size_t len)
{
    wj_scan_list(scan, text, from, len, classify, wj_scan_shifted_parity, wj_scan_write_each);
}

static bool odd(struct wj_slice text)
{
    uint64_t found = 0;
    size_t at = 0;
    for (; at + 8 <= text.len; at += 8) {
        uint64_t differs = wj_slice_word(text.ptr + at) ^ ones * '"';
        found ^= ~(((differs & sevens) + sevens) | differs | sevens);
    }
    unsigned rest = 0;
    for (; at < text.len; at++) {
        rest ^= text.ptr[at] == '"' ? 1 : 0;
    }
    return (((unsigned)__builtin_popcountll(found) ^ rest) & 1) != 0;
}

static struct wj_scan_look look(struct wj_slice text)
{
    return wj_scan_look_apart(text, odd, wj_scan_valid_each);
}

static bool runs(void)
{
    return true;
}

extern const struct wj_scan_kernel wj_scan_portable;
const struct wj_scan_kernel wj_scan_portable = {"portable",         runs, list,
                                                wj_scan_valid_each, look, wj_scan_pairs_each};
