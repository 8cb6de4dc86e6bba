/* The memo with AVX2, and AES's rounds for a hash. This file alone is compiled for it. */
#if defined(__x86_64__)

#include <immintrin.h>

#include "memo.h"

static inline __m128i load(const void *bytes)
{
    return _mm_loadu_si128((const __m128i *)bytes);
}

static inline __m256i load_wide(const void *bytes)
{
    return _mm256_loadu_si256((const __m256i *)bytes);
}

static inline size_t hash_narrow(__m128i key, uint32_t seed)
{
    __m128i mixed = _mm_aesenc_si128(key, _mm_set1_epi32((int)seed));
    mixed = _mm_aesenc_si128(mixed, key);
    return (size_t)_mm_cvtsi128_si64(mixed);
}

static inline size_t hash_wide(__m256i low, __m256i high, uint32_t seed)
{
    __m128i first = _mm_aesenc_si128(_mm256_castsi256_si128(low), _mm256_castsi256_si128(high));
    __m128i second =
        _mm_aesenc_si128(_mm256_extracti128_si256(low, 1), _mm256_extracti128_si256(high, 1));
    return hash_narrow(_mm_aesenc_si128(first, second), seed);
}

static inline uint32_t find_narrow(struct wj_memo_slots slots, const char *text, size_t len)
{
    __m128i key = _mm_and_si128(load(text), load(wj_memo_masks + WJ_MEMO_WIDE - len));
    for (size_t slot = hash_narrow(key, slots.seed) & slots.mask;; slot = (slot + 1) & slots.mask) {
        __m128i same = _mm_cmpeq_epi8(key, load(slots.keys + slot * WJ_MEMO_NARROW));
        if (_mm_movemask_epi8(same) == 0xFFFF || slots.values[slot] == WJ_MEMO_NONE) {
            return slots.values[slot];
        }
    }
}

static inline uint32_t find_wide(struct wj_memo_slots slots, const char *text, size_t len)
{
    const unsigned char *masks = wj_memo_masks + WJ_MEMO_WIDE - len;
    __m256i low = _mm256_and_si256(load_wide(text), load_wide(masks));
    __m256i high = _mm256_and_si256(load_wide(text + 32), load_wide(masks + 32));
    for (size_t slot = hash_wide(low, high, slots.seed) & slots.mask;;
         slot = (slot + 1) & slots.mask) {
        const unsigned char *at = slots.keys + slot * WJ_MEMO_WIDE;
        __m256i same = _mm256_and_si256(_mm256_cmpeq_epi8(low, load_wide(at)),
                                        _mm256_cmpeq_epi8(high, load_wide(at + 32)));
        if (_mm256_movemask_epi8(same) == -1 || slots.values[slot] == WJ_MEMO_NONE) {
            return slots.values[slot];
        }
    }
}

#include "memo_find.h"

static size_t hash(const void *key, size_t size, uint32_t seed)
{
    return size == WJ_MEMO_NARROW
               ? hash_narrow(load(key), seed)
               : hash_wide(load_wide(key), load_wide((const char *)key + 32), seed);
}

static void pick_values(uint32_t *restrict values, const uint32_t *restrict known,
                        const uint32_t *restrict places)
{
    for (size_t i = 0; i < WJ_MEMO_BATCH; i++) {
        values[i] = known[places[i] % WJ_MEMO_BATCH];
    }
}

static bool runs(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("aes");
}

extern const struct wj_memo_kernel wj_memo_avx2;
const struct wj_memo_kernel wj_memo_avx2 = {"avx2",      runs,        hash,       find_all,
                                            add_numbers, pick_values, gather_bits};

#endif
