/* The memo with AVX-512: a cell is loaded without what stands behind it. This file alone is
 * compiled for it. */
#if defined(__x86_64__)

#include <immintrin.h>

#include "memo.h"

static inline size_t hash_narrow(__m128i key, uint32_t seed)
{
    __m128i mixed = _mm_aesenc_si128(key, _mm_set1_epi32((int)seed));
    mixed = _mm_aesenc_si128(mixed, key);
    return (size_t)_mm_cvtsi128_si64(mixed);
}

static inline size_t hash_wide(__m512i key, uint32_t seed)
{
    __m128i first =
        _mm_aesenc_si128(_mm512_castsi512_si128(key), _mm512_extracti32x4_epi32(key, 2));
    __m128i second =
        _mm_aesenc_si128(_mm512_extracti32x4_epi32(key, 1), _mm512_extracti32x4_epi32(key, 3));
    return hash_narrow(_mm_aesenc_si128(first, second), seed);
}

static inline bool is_zero(__m128i bits)
{
    return _mm_testz_si128(bits, bits) != 0;
}

static inline uint32_t find_narrow(struct wj_memo_slots slots, const char *text, size_t len)
{
    __m128i key = _mm_maskz_loadu_epi8((__mmask16)_bzhi_u32(0xFFFF, (unsigned)len), text);
    for (size_t slot = hash_narrow(key, slots.seed) & slots.mask;; slot = (slot + 1) & slots.mask) {
        __m128i at = _mm_load_si128((const __m128i *)(const void *)(slots.keys + slot * 16));
        if (is_zero(_mm_xor_si128(key, at)) || slots.values[slot] == WJ_MEMO_NONE) {
            return slots.values[slot];
        }
    }
}

static inline uint32_t find_wide(struct wj_memo_slots slots, const char *text, size_t len)
{
    __m512i key = _mm512_maskz_loadu_epi8(_bzhi_u64(UINT64_MAX, (unsigned)len), text);
    for (size_t slot = hash_wide(key, slots.seed) & slots.mask;; slot = (slot + 1) & slots.mask) {
        __m512i at = _mm512_load_si512(slots.keys + slot * 64);
        if (_mm512_cmpneq_epi64_mask(key, at) == 0 || slots.values[slot] == WJ_MEMO_NONE) {
            return slots.values[slot];
        }
    }
}

#include "memo_find.h"

static size_t hash(const void *key, size_t size, uint32_t seed)
{
    return size == WJ_MEMO_NARROW ? hash_narrow(_mm_loadu_si128((const __m128i *)key), seed)
                                  : hash_wide(_mm512_loadu_si512(key), seed);
}

/* Of a table of 128 values, in eight vectors; a gather takes longer. */
static inline __m512i pick_one(const __m512i *known, __m512i places)
{
    __mmask16 second = _mm512_test_epi32_mask(places, _mm512_set1_epi32(32));
    __mmask16 third = _mm512_test_epi32_mask(places, _mm512_set1_epi32(64));
    __m512i low =
        _mm512_mask_blend_epi32(second, _mm512_permutex2var_epi32(known[0], places, known[1]),
                                _mm512_permutex2var_epi32(known[2], places, known[3]));
    __m512i high =
        _mm512_mask_blend_epi32(second, _mm512_permutex2var_epi32(known[4], places, known[5]),
                                _mm512_permutex2var_epi32(known[6], places, known[7]));
    return _mm512_mask_blend_epi32(third, low, high);
}

static void pick_values(uint32_t *values, const uint32_t *known, const uint32_t *places)
{
    __m512i table[WJ_MEMO_BATCH / 16];
    for (size_t i = 0; i < WJ_MEMO_BATCH / 16; i++) {
        table[i] = _mm512_loadu_si512(known + 16 * i);
    }
    for (size_t i = 0; i < WJ_MEMO_BATCH; i += 16) {
        _mm512_storeu_si512(values + i, pick_one(table, _mm512_loadu_si512(places + i)));
    }
}

static bool runs(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("bmi2") &&
           __builtin_cpu_supports("aes");
}

extern const struct wj_memo_kernel wj_memo_avx512;
const struct wj_memo_kernel wj_memo_avx512 = {"avx512",    runs,        hash,       find_all,
                                              add_numbers, pick_values, gather_bits};

#endif
