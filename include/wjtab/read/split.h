/* The rest of a CSV file in chunks of whole records, for several threads. Whoever gets a chunk
 * decodes and cuts it with a reader of its own: the same records at the same places, and the same
 * refusals, as one reader of the whole file has. */
#ifndef WJTAB_READ_SPLIT_H
#define WJTAB_READ_SPLIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/api.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/status.h"
#include "wjtab/read/reader.h"

/* How far something reaches, or what stands before it. */
struct wj_extent {
    uint64_t records;
    uint64_t lines;
};

/* One chunk; a zeroed struct is empty. Its memory is used again for the next one. */
struct wj_chunk {
    uint64_t number; /* from 0, in file order */
    uint64_t offset; /* of its first byte in the file */
    struct wj_slice bytes;
    bool after_cr;      /* a LF at its start belongs to the line end before */
    bool cut_short;     /* it ends inside a record, which is longer than any may be */
    struct wj_buf room; /* private from here on */
    int form;
    bool neither;
    bool sound;
};

struct wj_split;

/* Takes the rest of a file from its reader between two batches. *split is NULL where the reader has
 * to go on by itself, at least for the next batch: another kind of file, UTF-16, a fault, too
 * little left. `block`: bytes that are read for a chunk, 0 for as many as is good. The reader must
 * outlive the split; it knows encoding and digest at the end. WJ_MEMORY. */
WJ_API enum wj_status wj_split_new(struct wj_reader *reader, size_t block, struct wj_split **split);

/* What stands before the first chunk. */
WJ_API struct wj_extent wj_split_start(const struct wj_split *split);

/* May a taker of GB18030 that is not decoded be offered its records? */
WJ_API bool wj_split_is_raw(const struct wj_split *split);

/* The next chunk, empty at the end of the file. Any thread may call it at any time. WJ_IO with a
 * message, WJ_MEMORY: then `chunk` has the number at which this happened, and no other comes. */
WJ_API enum wj_status wj_split_next(struct wj_split *split, struct wj_diags *diags,
                                    struct wj_chunk *chunk);

WJ_API void wj_chunk_clear(struct wj_chunk *chunk);

/* To be called with every chunk in the order of their numbers. */
WJ_API void wj_split_digest(struct wj_split *split, const struct wj_chunk *chunk);

/* To be called after the last chunk. */
WJ_API void wj_split_finish(struct wj_split *split);

/* A reader of chunks, one per thread. WJ_MEMORY. */
WJ_API enum wj_status wj_split_reader(struct wj_split *split, struct wj_reader **reader);

/* Sets such a reader to a chunk, which must outlive the batches. Its records and lines count from
 * 1; what a message says of lines does, too. */
WJ_API void wj_split_read(struct wj_reader *reader, struct wj_chunk *chunk);

/* What the chunk held, after its last batch. */
WJ_API struct wj_extent wj_split_extent(const struct wj_reader *reader);

WJ_API void wj_split_free(struct wj_split *split);

#endif
