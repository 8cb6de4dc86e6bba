/* Numbers and texts as few bytes, the same on every machine: a number's seven lowest bits first,
 * with the eighth set where more follow; a text's length and its bytes. */
#ifndef WJTAB_BASE_PACK_H
#define WJTAB_BASE_PACK_H

#include <stdbool.h>
#include <stdint.h>

#include "wjtab/base/api.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/slice.h"

enum { WJ_PACK_LONGEST = 10 /* bytes of a number */ };

/* Writes a number where there is room for it; returns where it ends. */
static inline char *wj_pack_put(char *at, uint64_t number)
{
    for (; number > 0x7F; number >>= 7) {
        *at++ = (char)(number | 0x80);
    }
    *at++ = (char)number;
    return at;
}

WJ_API void wj_pack_number(struct wj_buf *out, uint64_t number);
WJ_API void wj_pack_text(struct wj_buf *out, struct wj_slice text);

/* Packed bytes that are read back. */
struct wj_unpack {
    struct wj_slice rest;
    bool failed; /* they end too early, or are none */
};

/* A number of any length; 0 on failure. */
WJ_API uint64_t wj_unpack_long(struct wj_unpack *from);

/* The same; at once where it is one byte, as most are. */
static inline uint64_t wj_unpack_number(struct wj_unpack *from)
{
    if (from->rest.len == 0 || (unsigned char)from->rest.ptr[0] > 0x7F) {
        return wj_unpack_long(from);
    }
    uint64_t number = (unsigned char)from->rest.ptr[0];
    from->rest = wj_slice_from(from->rest, 1);
    return number;
}

/* A number of at most `most`; 0 on failure. */
static inline uint64_t wj_unpack_up_to(struct wj_unpack *from, uint64_t most)
{
    uint64_t number = wj_unpack_number(from);
    from->failed = from->failed || number > most;
    return from->failed ? 0 : number;
}

/* Borrowed from the bytes; empty on failure. */
WJ_API struct wj_slice wj_unpack_text(struct wj_unpack *from);

/* As many bytes as asked for; empty on failure. */
WJ_API struct wj_slice wj_unpack_bytes(struct wj_unpack *from, size_t count);

#endif
