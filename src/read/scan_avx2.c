/* The scan with AVX2: 32 bytes in a vector. This file alone is compiled for it. */
#if defined(__x86_64__)

#include <immintrin.h>

#include "scan_step.h"
#include "scan_utf8.h"
#include "wjtab/base/text.h"

static inline __m256i load(const char *text)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)text);
}

static inline uint64_t equal(__m256i low, __m256i high, char byte)
{
    __m256i pattern = _mm256_set1_epi8(byte);
    uint32_t first = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, pattern));
    uint32_t second = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, pattern));
    return first | (uint64_t)second << 32;
}

/* A product without carries by all ones is the sum, without carries, of all bits below. */
static inline uint64_t parity(uint64_t quotes)
{
    __m128i product =
        _mm_clmulepi64_si128(_mm_cvtsi64_si128((long long)quotes), _mm_set1_epi8((char)0xFF), 0);
    return (uint64_t)_mm_cvtsi128_si64(product);
}

/* Writes the places of a mask. They are written eight at a time, needed or not: how many there are
 * can't be foreseen, and a wrong guess costs more. */
static inline uint32_t *write(uint32_t *to, uint64_t mask, uint32_t base)
{
    size_t count = (size_t)_mm_popcnt_u64(mask);
    size_t done = 0;
    do {
        for (size_t i = 0; i < 8; i++) {
            to[done + i] = base + (uint32_t)_tzcnt_u64(mask);
            mask = _blsr_u64(mask);
        }
        done += 8;
    } while (done < count);
    return to + count;
}

static inline struct wj_scan_masks classify(const char *bytes, char delimiter)
{
    __m256i low = load(bytes);
    __m256i high = load(bytes + 32);
    return (struct wj_scan_masks){
        .quotes = equal(low, high, '"'),
        .delimiters = equal(low, high, delimiter),
        .returns = equal(low, high, '\r'),
        .feeds = equal(low, high, '\n'),
    };
}

static void list(struct wj_scan *scan, const char *text, uint32_t from, size_t len)
{
    wj_scan_list(scan, text, from, len, classify, parity, write);
}

/* ---- UTF-8: J. Keiser and D. Lemire, Validating UTF-8 In Less Than One Instruction Per Byte,
 * 2020: every fault shows in two neighbouring bytes, by three tables of half bytes, or in a byte
 * that must be the third or fourth of its character. ---- */

static inline __m256i look_up(const unsigned char table[16], __m256i half_bytes)
{
    __m128i lane = _mm_loadu_si128((const __m128i *)(const void *)table);
    return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(lane), half_bytes);
}

static inline __m256i high_half(__m256i bytes)
{
    return _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(0x0F));
}

/* Not zero where something is wrong. `joint` holds the last 16 bytes before, and the first 16. */
static inline __m256i faults(__m256i bytes, __m256i joint)
{
    __m256i first = _mm256_alignr_epi8(bytes, joint, 15);
    __m256i pairs =
        _mm256_and_si256(_mm256_and_si256(look_up(wj_utf8_first_high, high_half(first)),
                                          look_up(wj_utf8_first_low,
                                                  _mm256_and_si256(first, _mm256_set1_epi8(0x0F)))),
                         look_up(wj_utf8_second_high, high_half(bytes)));
    __m256i third = _mm256_subs_epu8(_mm256_alignr_epi8(bytes, joint, 14),
                                     _mm256_set1_epi8((char)(0xE0 - 0x80)));
    __m256i fourth = _mm256_subs_epu8(_mm256_alignr_epi8(bytes, joint, 13),
                                      _mm256_set1_epi8((char)(0xF0 - 0x80)));
    __m256i must_follow =
        _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80));
    return _mm256_xor_si256(pairs, must_follow);
}

static inline uint32_t mask_of(__m256i bytes)
{
    return (uint32_t)_mm256_movemask_epi8(bytes);
}

/* 0xE1 to 0xEF without 0xED. */
static inline __m256i first_of_three(__m256i bytes)
{
    __m256i first = _mm256_sub_epi8(bytes, _mm256_set1_epi8((char)0xE1));
    __m256i within =
        _mm256_cmpeq_epi8(_mm256_min_epu8(first, _mm256_set1_epi8(0xEF - 0xE1)), first);
    return _mm256_andnot_si256(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8((char)0xED)), within);
}

/* `high`: bytes above 0x7F. */
static inline bool are_triples(__m256i low_half, __m256i high_half, uint64_t high, uint64_t *due)
{
    const __m256i first_no_more =
        _mm256_set1_epi8((char)0xC0); /* signed, bytes above 0x7F are less */
    uint64_t follows = mask_of(_mm256_cmpgt_epi8(first_no_more, low_half)) |
                       (uint64_t)mask_of(_mm256_cmpgt_epi8(first_no_more, high_half)) << 32;
    uint64_t triples =
        mask_of(first_of_three(low_half)) | (uint64_t)mask_of(first_of_three(high_half)) << 32;
    return wj_scan_triples(due, high, follows, triples);
}

/* False: there is a fault in the 64 bytes at a place, or before. */
static inline bool is_valid(struct wj_scan_utf8 *utf8, const char *text, size_t at, __m256i low,
                            __m256i high)
{
    uint64_t above = mask_of(low) | (uint64_t)mask_of(high) << 32;
    __m256i zero = _mm256_cmpeq_epi8(_mm256_min_epu8(low, high), _mm256_setzero_si256());
    bool nul = _mm256_testz_si256(zero, zero) == 0;
    if (are_triples(low, high, above, &utf8->due) && !nul && !utf8->careful) {
        return true;
    }
    __m256i before = at > 0 ? load(text + at - 32) : _mm256_setzero_si256();
    __m256i wrong = _mm256_or_si256(faults(low, _mm256_permute2x128_si256(before, low, 0x21)),
                                    faults(high, _mm256_permute2x128_si256(low, high, 0x21)));
    /* What the next step owes to this one is not known but where this one ends with ASCII. */
    utf8->careful = above >> 63 != 0;
    utf8->due = 0;
    return _mm256_testz_si256(wrong, wrong) != 0 && !nul;
}

static size_t valid(struct wj_slice text)
{
    struct wj_scan_utf8 utf8 = {0};
    size_t at = 0;
    while (at + 64 <= text.len &&
           is_valid(&utf8, text.ptr, at, load(text.ptr + at), load(text.ptr + at + 32))) {
        at += 64;
    }
    size_t from = wj_scan_back(text, at);
    return from + wj_scan_valid_each(wj_slice_from(text, from));
}

static struct wj_scan_look look(struct wj_slice text)
{
    const __m256i quote = _mm256_set1_epi8('"');
    struct wj_slice whole = wj_scan_whole(text);
    struct wj_scan_utf8 utf8 = {0};
    bool sound = true;
    __m256i quotes = _mm256_setzero_si256();
    size_t at = 0;
    for (; at + 64 <= whole.len; at += 64) {
        __m256i low = load(whole.ptr + at);
        __m256i high = load(whole.ptr + at + 32);
        quotes = _mm256_xor_si256(quotes, _mm256_cmpeq_epi8(low, quote));
        quotes = _mm256_xor_si256(quotes, _mm256_cmpeq_epi8(high, quote));
        sound = sound && is_valid(&utf8, whole.ptr, at, low, high);
    }
    return wj_scan_end_look(whole, at, sound, (_mm_popcnt_u32(mask_of(quotes)) & 1) != 0);
}

/* 0x40 to 0xFE without 0x7F; of signed bytes, -1 is 0xFF. */
static inline __m256i may_be_second(__m256i bytes)
{
    __m256i low = _mm256_and_si256(_mm256_cmpgt_epi8(bytes, _mm256_set1_epi8(0x3F)),
                                   _mm256_cmpgt_epi8(_mm256_set1_epi8(0x7F), bytes));
    return _mm256_or_si256(low, _mm256_cmpgt_epi8(_mm256_set1_epi8(-1), bytes));
}

static bool pairs(struct wj_slice text)
{
    uint64_t due = 0;
    size_t at = 0;
    for (; at + 64 <= text.len; at += 64) {
        __m256i low = load(text.ptr + at);
        __m256i high = load(text.ptr + at + 32);
        struct wj_scan_codes codes = {
            .high = mask_of(low) | (uint64_t)mask_of(high) << 32,
            .second = mask_of(may_be_second(low)) | (uint64_t)mask_of(may_be_second(high)) << 32,
            .neither = equal(low, high, (char)0x80) | equal(low, high, (char)0xFF),
        };
        if (!wj_scan_pairs(&due, codes) || equal(low, high, '\0') != 0) {
            return false;
        }
    }
    return wj_scan_pairs_each(wj_slice_from(text, at - due));
}

static bool runs(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("pclmul");
}

extern const struct wj_scan_kernel wj_scan_avx2;
const struct wj_scan_kernel wj_scan_avx2 = {"avx2", runs, list, valid, look, pairs};

#endif
