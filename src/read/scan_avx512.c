/* The scan with AVX-512: 64 bytes in a vector. This file alone is compiled for it. */
#if defined(__x86_64__)

#include <immintrin.h>

#include "scan_step.h"
#include "scan_utf8.h"
#include "wjtab/base/text.h"

static inline uint64_t parity(uint64_t quotes)
{
    __m128i product =
        _mm_clmulepi64_si128(_mm_cvtsi64_si128((long long)quotes), _mm_set1_epi8((char)0xFF), 0);
    return (uint64_t)_mm_cvtsi128_si64(product);
}

/* Writes the places of a mask, sixteen in one store; there are seldom more in 64 bytes. */
static inline uint32_t *write(uint32_t *to, uint64_t mask, uint32_t base)
{
    const __m512i numbers = _mm512_set_epi64(
        0x3F3E3D3C3B3A3938, 0x3736353433323130, 0x2F2E2D2C2B2A2928, 0x2726252423222120,
        0x1F1E1D1C1B1A1918, 0x1716151413121110, 0x0F0E0D0C0B0A0908, 0x0706050403020100);
    __m512i found = _mm512_maskz_compress_epi8(mask, numbers);
    __m512i bases = _mm512_set1_epi32((int)base);
    size_t count = (size_t)_mm_popcnt_u64(mask);
    _mm512_storeu_si512(
        to, _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_castsi512_si128(found)), bases));
    for (size_t done = 16; done < count; done += 16) {
        found = _mm512_shuffle_i64x2(found, found, 0x39); /* the next sixteen to the front */
        _mm512_storeu_si512(
            to + done,
            _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_castsi512_si128(found)), bases));
    }
    return to + count;
}

static inline struct wj_scan_masks classify(const char *text, char delimiter)
{
    __m512i bytes = _mm512_loadu_si512((const void *)text);
    return (struct wj_scan_masks){
        .quotes = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"')),
        .delimiters = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(delimiter)),
        .returns = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\r')),
        .feeds = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n')),
    };
}

static void list(struct wj_scan *scan, const char *text, uint32_t from, size_t len)
{
    wj_scan_list(scan, text, from, len, classify, parity, write);
}

/* ---- UTF-8, as in scan_avx2.c ---- */

static inline __m512i look_up(const unsigned char table[16], __m512i half_bytes)
{
    __m128i lane = _mm_loadu_si128((const __m128i *)(const void *)table);
    return _mm512_shuffle_epi8(_mm512_broadcast_i32x4(lane), half_bytes);
}

static inline __m512i high_half(__m512i bytes)
{
    return _mm512_and_si512(_mm512_srli_epi16(bytes, 4), _mm512_set1_epi8(0x0F));
}

/* Not zero where something is wrong with the bytes behind those of `before`. */
static inline __m512i faults(__m512i bytes, __m512i before)
{
    /* Each lane's predecessor, for the shifts stay within lanes. */
    __m512i joint =
        _mm512_permutex2var_epi64(before, _mm512_set_epi64(13, 12, 11, 10, 9, 8, 7, 6), bytes);
    __m512i first = _mm512_alignr_epi8(bytes, joint, 15);
    __m512i pairs =
        _mm512_and_si512(_mm512_and_si512(look_up(wj_utf8_first_high, high_half(first)),
                                          look_up(wj_utf8_first_low,
                                                  _mm512_and_si512(first, _mm512_set1_epi8(0x0F)))),
                         look_up(wj_utf8_second_high, high_half(bytes)));
    __m512i third = _mm512_subs_epu8(_mm512_alignr_epi8(bytes, joint, 14),
                                     _mm512_set1_epi8((char)(0xE0 - 0x80)));
    __m512i fourth = _mm512_subs_epu8(_mm512_alignr_epi8(bytes, joint, 13),
                                      _mm512_set1_epi8((char)(0xF0 - 0x80)));
    __m512i must_follow =
        _mm512_and_si512(_mm512_or_si512(third, fourth), _mm512_set1_epi8((char)0x80));
    return _mm512_xor_si512(pairs, must_follow);
}

/* `high`: bytes above 0x7F. */
static inline bool are_triples(__m512i bytes, uint64_t high, uint64_t *due)
{
    const __m512i first = _mm512_sub_epi8(bytes, _mm512_set1_epi8((char)0xE1));
    uint64_t follows = _mm512_mask_cmplt_epu8_mask(high, bytes, _mm512_set1_epi8((char)0xC0));
    uint64_t triples = _mm512_cmple_epu8_mask(first, _mm512_set1_epi8(0xEF - 0xE1));
    triples = _mm512_mask_cmpneq_epi8_mask(triples, bytes, _mm512_set1_epi8((char)0xED));
    return wj_scan_triples(due, high, follows, triples);
}

/* False: there is a fault in the 64 bytes at a place, or before. */
static inline bool is_valid(struct wj_scan_utf8 *utf8, const char *text, size_t at, __m512i bytes)
{
    uint64_t high = _mm512_movepi8_mask(bytes);
    uint64_t nul = _mm512_testn_epi8_mask(bytes, bytes);
    if (are_triples(bytes, high, &utf8->due) && nul == 0 && !utf8->careful) {
        return true;
    }
    __m512i before =
        at > 0 ? _mm512_loadu_si512((const void *)(text + at - 64)) : _mm512_setzero_si512();
    __m512i wrong = faults(bytes, before);
    /* What the next step owes to this one is not known but where this one ends with ASCII. */
    utf8->careful = high >> 63 != 0;
    utf8->due = 0;
    return (_mm512_test_epi8_mask(wrong, wrong) | nul) == 0;
}

static size_t valid(struct wj_slice text)
{
    struct wj_scan_utf8 utf8 = {0};
    size_t at = 0;
    while (at + 64 <= text.len &&
           is_valid(&utf8, text.ptr, at, _mm512_loadu_si512((const void *)(text.ptr + at)))) {
        at += 64;
    }
    size_t from = wj_scan_back(text, at);
    return from + wj_scan_valid_each(wj_slice_from(text, from));
}

static struct wj_scan_look look(struct wj_slice text)
{
    const __m512i quote = _mm512_set1_epi8('"');
    struct wj_slice whole = wj_scan_whole(text);
    struct wj_scan_utf8 utf8 = {0};
    bool sound = true;
    uint64_t quotes = 0;
    size_t at = 0;
    for (; at + 64 <= whole.len; at += 64) {
        __m512i bytes = _mm512_loadu_si512((const void *)(whole.ptr + at));
        quotes ^= _mm512_cmpeq_epi8_mask(bytes, quote);
        sound = sound && is_valid(&utf8, whole.ptr, at, bytes);
    }
    return wj_scan_end_look(whole, at, sound, (_mm_popcnt_u64(quotes) & 1) != 0);
}

static bool pairs(struct wj_slice text)
{
    uint64_t due = 0;
    size_t at = 0;
    for (; at + 64 <= text.len; at += 64) {
        __m512i bytes = _mm512_loadu_si512((const void *)(text.ptr + at));
        __m512i from_second = _mm512_sub_epi8(bytes, _mm512_set1_epi8(0x40));
        struct wj_scan_codes codes = {
            .high = _mm512_movepi8_mask(bytes),
            .second = _mm512_cmple_epu8_mask(from_second, _mm512_set1_epi8((char)(0xFE - 0x40))) &
                      _mm512_cmpneq_epi8_mask(bytes, _mm512_set1_epi8(0x7F)),
            .neither = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8((char)0x80)) |
                       _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8((char)0xFF)),
        };
        if (!wj_scan_pairs(&due, codes) || _mm512_testn_epi8_mask(bytes, bytes) != 0) {
            return false;
        }
    }
    return wj_scan_pairs_each(wj_slice_from(text, at - due));
}

static bool runs(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("popcnt") &&
           __builtin_cpu_supports("pclmul");
}

extern const struct wj_scan_kernel wj_scan_avx512;
const struct wj_scan_kernel wj_scan_avx512 = {"avx512", runs, list, valid, look, pairs};

#endif
