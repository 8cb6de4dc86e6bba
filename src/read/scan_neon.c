/* The scan with NEON, which every 64-bit ARM processor has: 64 bytes in four vectors. */
#if defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__

#include <arm_neon.h>

#include "scan_step.h"
#include "scan_utf8.h"
#include "wjtab/base/text.h"

static inline uint8x16x4_t load(const char *text)
{
    return vld1q_u8_x4((const uint8_t *)text);
}

/* Bit i: is byte i this one? A bit of each byte, eight neighbours added up to a byte. */
static inline uint64_t equal(uint8x16x4_t bytes, char byte)
{
    static const uint8_t bits[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    const uint8x16_t bit = vld1q_u8(bits);
    const uint8x16_t pattern = vdupq_n_u8((uint8_t)byte);
    uint8x16_t first = vandq_u8(vceqq_u8(bytes.val[0], pattern), bit);
    uint8x16_t second = vandq_u8(vceqq_u8(bytes.val[1], pattern), bit);
    uint8x16_t third = vandq_u8(vceqq_u8(bytes.val[2], pattern), bit);
    uint8x16_t fourth = vandq_u8(vceqq_u8(bytes.val[3], pattern), bit);
    uint8x16_t sums = vpaddq_u8(vpaddq_u8(first, second), vpaddq_u8(third, fourth));
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sums, sums)), 0);
}

static inline struct wj_scan_masks classify(const char *text, char delimiter)
{
    uint8x16x4_t bytes = load(text);
    return (struct wj_scan_masks){
        .quotes = equal(bytes, '"'),
        .delimiters = equal(bytes, delimiter),
        .returns = equal(bytes, '\r'),
        .feeds = equal(bytes, '\n'),
    };
}

static void list(struct wj_scan *scan, const char *text, uint32_t from, size_t len)
{
    wj_scan_list(scan, text, from, len, classify, wj_scan_shifted_parity, wj_scan_write_each);
}

/* ---- UTF-8, as in scan_avx2.c ---- */

/* Not zero where something is wrong with the bytes behind those of `before`. */
static inline uint8x16_t faults(uint8x16_t bytes, uint8x16_t before)
{
    const uint8x16_t low_half = vdupq_n_u8(0x0F);
    uint8x16_t first = vextq_u8(before, bytes, 15);
    uint8x16_t pairs =
        vandq_u8(vandq_u8(vqtbl1q_u8(vld1q_u8(wj_utf8_first_high), vshrq_n_u8(first, 4)),
                          vqtbl1q_u8(vld1q_u8(wj_utf8_first_low), vandq_u8(first, low_half))),
                 vqtbl1q_u8(vld1q_u8(wj_utf8_second_high), vshrq_n_u8(bytes, 4)));
    uint8x16_t third = vqsubq_u8(vextq_u8(before, bytes, 14), vdupq_n_u8(0xE0 - 0x80));
    uint8x16_t fourth = vqsubq_u8(vextq_u8(before, bytes, 13), vdupq_n_u8(0xF0 - 0x80));
    return veorq_u8(pairs, vandq_u8(vorrq_u8(third, fourth), vdupq_n_u8(0x80)));
}

static size_t valid(struct wj_slice text)
{
    uint8x16_t before = vdupq_n_u8(0);
    size_t at = 0;
    for (; at + 64 <= text.len; at += 64) {
        uint8x16x4_t bytes = load(text.ptr + at);
        uint8x16_t wrong = vorrq_u8(
            vorrq_u8(faults(bytes.val[0], before), faults(bytes.val[1], bytes.val[0])),
            vorrq_u8(faults(bytes.val[2], bytes.val[1]), faults(bytes.val[3], bytes.val[2])));
        uint8x16_t least =
            vminq_u8(vminq_u8(bytes.val[0], bytes.val[1]), vminq_u8(bytes.val[2], bytes.val[3]));
        if (vmaxvq_u8(wrong) != 0 || vminvq_u8(least) == 0) {
            break;
        }
        before = bytes.val[3];
    }
    size_t from = wj_scan_back(text, at);
    return from + wj_scan_valid_each(wj_slice_from(text, from));
}

static bool odd(struct wj_slice text)
{
    const uint8x16_t quote = vdupq_n_u8('"');
    uint8x16_t found = vdupq_n_u8(0);
    size_t at = 0;
    for (; at + 16 <= text.len; at += 16) {
        found = veorq_u8(found, vceqq_u8(vld1q_u8((const uint8_t *)text.ptr + at), quote));
    }
    unsigned count = vaddvq_u8(vandq_u8(found, vdupq_n_u8(1)));
    for (; at < text.len; at++) {
        count += text.ptr[at] == '"' ? 1 : 0;
    }
    return (count & 1) != 0;
}

static struct wj_scan_look look(struct wj_slice text)
{
    return wj_scan_look_apart(text, odd, valid);
}

static bool runs(void)
{
    return true;
}

extern const struct wj_scan_kernel wj_scan_neon;
const struct wj_scan_kernel wj_scan_neon = {"neon", runs, list, valid, look, wj_scan_pairs_each};

#endif
