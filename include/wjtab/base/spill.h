/* Bytes that grow: the first few MB in memory, whatever comes then in a file without a name. */
#ifndef WJTAB_BASE_SPILL_H
#define WJTAB_BASE_SPILL_H

#include <stdint.h>
#include <stdio.h>

#include "wjtab/base/api.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"

enum { WJ_SPILL_MEMORY = 4 << 20 };

/* A zeroed struct is empty. */
struct wj_spill {
    uint64_t size;      /* bytes */
    struct wj_buf tail; /* private from here on: the last bytes */
    FILE *file;         /* those before; NULL: there are none */
};

/* Appends. `diags` may be NULL. WJ_MEMORY, WJ_IO with a message. */
WJ_API enum wj_status wj_spill_add(struct wj_spill *spill, struct wj_diags *diags,
                                   struct wj_slice bytes);

/* Copies `count` bytes from `offset` on, which must be there. `diags` may be NULL. WJ_IO with a
 * message. */
WJ_API enum wj_status wj_spill_read(const struct wj_spill *spill, struct wj_diags *diags,
                                    uint64_t offset, size_t count, char *into);

/* Empties it, keeps its memory. */
WJ_API void wj_spill_reset(struct wj_spill *spill);

WJ_API void wj_spill_clear(struct wj_spill *spill);

/* Reads a spill from a place on; what it returned lives until the next call. */
struct wj_spill_walk {
    const struct wj_spill *spill;
    uint64_t at;          /* of the next byte */
    struct wj_buf window; /* private: some bytes of the spill */
    uint64_t window_at;
};

/* The next bytes, up to `most` of them and fewer only at the end, which are not passed. `diags` may
 * be NULL. WJ_MEMORY, WJ_IO with a message. */
WJ_API enum wj_status wj_spill_peek(struct wj_spill_walk *walk, struct wj_diags *diags, size_t most,
                                    struct wj_slice *bytes);

/* The next entry: a packed text, which is passed. `entry->ptr` is NULL at the end; WJ_DATA: what
 * is there is none. */
WJ_API enum wj_status wj_spill_next(struct wj_spill_walk *walk, struct wj_diags *diags,
                                    struct wj_slice *entry);

WJ_API void wj_spill_walk_clear(struct wj_spill_walk *walk);

#endif
