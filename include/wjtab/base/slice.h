/* Borrowed bytes. Whoever hands out a slice says how long it lives. */
#ifndef WJTAB_BASE_SLICE_H
#define WJTAB_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "wjtab/base/api.h"

struct wj_slice {
    const char *ptr; /* not terminated; may be NULL when len is 0 */
    size_t len;      /* bytes */
};

enum { WJ_SLICE_FEW = 64 /* bytes */ };

/* For printf's "%.*s". */
#define WJ_SLICE_ARG(slice) (int)(slice).len, (slice).len > 0 ? (slice).ptr : ""

static inline struct wj_slice wj_slice(const char *ptr, size_t len)
{
    struct wj_slice slice = {ptr, len};
    return slice;
}

static inline struct wj_slice wj_slice_of(const char *text)
{
    return wj_slice(text, text != NULL ? strlen(text) : 0);
}

static inline bool wj_slice_equal(struct wj_slice a, struct wj_slice b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool wj_slice_is(struct wj_slice slice, const char *text)
{
    return wj_slice_equal(slice, wj_slice_of(text));
}

static inline bool wj_slice_starts(struct wj_slice slice, struct wj_slice prefix)
{
    return slice.len >= prefix.len && wj_slice_equal(wj_slice(slice.ptr, prefix.len), prefix);
}

static inline bool wj_slice_ends(struct wj_slice slice, const char *end)
{
    size_t len = strlen(end);
    return slice.len >= len && wj_slice_is(wj_slice(slice.ptr + (slice.len - len), len), end);
}

/* Eight bytes as a word: byte i in bits 8i … 8i + 7. */
static inline uint64_t wj_slice_word(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

/* What stands behind the first `bytes` bytes. */
static inline struct wj_slice wj_slice_from(struct wj_slice slice, size_t bytes)
{
    /* Nothing may be added to NULL, not even 0. */
    return wj_slice(bytes > 0 ? slice.ptr + bytes : slice.ptr, slice.len - bytes);
}

/* Copies bytes to where there is room for them; returns where they end. Few, as most are, are not
 * worth a call: eight at once, the last of them twice where need be. */
static inline char *wj_slice_put(char *at, struct wj_slice bytes)
{
    uint64_t word;
    uint32_t half;
    size_t i = 0;
    if (bytes.len > WJ_SLICE_FEW) {
        memcpy(at, bytes.ptr, bytes.len);
    } else if (bytes.len >= sizeof word) {
        for (; i + sizeof word < bytes.len; i += sizeof word) {
            memcpy(at + i, bytes.ptr + i, sizeof word);
        }
        memcpy(at + bytes.len - sizeof word, bytes.ptr + bytes.len - sizeof word, sizeof word);
    } else if (bytes.len >= sizeof half) {
        memcpy(at, bytes.ptr, sizeof half);
        memcpy(at + bytes.len - sizeof half, bytes.ptr + bytes.len - sizeof half, sizeof half);
    } else {
        for (; i < bytes.len; i++) {
            at[i] = bytes.ptr[i];
        }
    }
    return at + bytes.len;
}

#endif
