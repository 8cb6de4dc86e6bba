/* The memo in plain C: keys are words. */
#include "memo.h"

static inline uint64_t word_at(const void *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

/* Multiplicative: the upper bits of a product are the good ones. */
static inline size_t hash_words(const uint64_t *words, size_t count, uint32_t seed)
{
    static const uint64_t factors[WJ_MEMO_WIDE / 8] = {
        0x9E3779B97F4A7C15u, 0xC2B2AE3D27D4EB4Fu, 0xD6E8FEB86659FD93u, 0xA0761D6478BD642Fu,
        0xE7037ED1A0B428DBu, 0x8EBC6AF09C88C6E3u, 0x589965CC75374CC3u, 0x1D8E4E27C47D124Fu};
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += (words[i] ^ words[i] >> 32) * factors[i];
    }
    return (size_t)(sum * (2 * (uint64_t)seed + 1) >> 32);
}

static inline __attribute__((always_inline)) uint32_t
find_words(struct wj_memo_slots slots, const char *text, size_t len, size_t count)
{
    uint64_t words[WJ_MEMO_WIDE / 8];
    for (size_t i = 0; i < count; i++) {
        words[i] = word_at(text + 8 * i) & word_at(wj_memo_masks + WJ_MEMO_WIDE - len + 8 * i);
    }
    for (size_t slot = hash_words(words, count, slots.seed) & slots.mask;;
         slot = (slot + 1) & slots.mask) {
        const unsigned char *key = slots.keys + slot * 8 * count;
        uint64_t differs = 0;
        for (size_t i = 0; i < count; i++) {
            differs |= words[i] ^ word_at(key + 8 * i);
        }
        if (differs == 0 || slots.values[slot] == WJ_MEMO_NONE) {
            return slots.values[slot];
        }
    }
}

static inline uint32_t find_narrow(struct wj_memo_slots slots, const char *text, size_t len)
{
    return find_words(slots, text, len, WJ_MEMO_NARROW / 8);
}

static inline uint32_t find_wide(struct wj_memo_slots slots, const char *text, size_t len)
{
    return find_words(slots, text, len, WJ_MEMO_WIDE / 8);
}

#include "memo_find.h"

static size_t hash(const void *key, size_t size, uint32_t seed)
{
    uint64_t words[WJ_MEMO_WIDE / 8];
    memcpy(words, key, size);
    return hash_words(words, size / 8, seed);
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
    return true;
}

extern const struct wj_memo_kernel wj_memo_portable;
const struct wj_memo_kernel wj_memo_portable = {"portable",  runs,        hash,       find_all,
                                                add_numbers, pick_values, gather_bits};
