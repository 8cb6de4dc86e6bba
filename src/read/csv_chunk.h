/* A CSV file whose rest is read in chunks: whole records each, by several readers. */
#ifndef WJTAB_SRC_READ_CSV_CHUNK_H
#define WJTAB_SRC_READ_CSV_CHUNK_H

#include "decode.h"
#include "scan.h"
#include "wjtab/read/split.h"

enum { WJ_CHUNK_SLACK = 64 /* bytes behind a chunk that may be read, whatever they are */ };

/* What a CSV reader has not cut yet, and what has to be known to go on behind what it has. */
struct wj_csv_rest {
    struct wj_source *source; /* the reader's: it hands out bytes as they are from now on */
    const struct wj_scan_kernel *kernel;
    struct wj_slice bytes; /* live until the source is asked for more */
    uint64_t offset;       /* of them in the file */
    struct wj_extent before;
    bool after_cr;
};

/* Hands over the rest of a file at the start of a record. False where the reader has to go on by
 * itself, for now or to the end. */
bool wj_csv_hand_over(struct wj_reader *reader, struct wj_csv_rest *rest);

/* May its chunks be cut before they are decoded? So in GB18030, where the delimiter is never part
 * of another character. */
bool wj_csv_cuts_raw(const struct wj_reader *reader);

/* A reader of chunks of the file that another one began. WJ_MEMORY. */
enum wj_status wj_csv_chunks(const struct wj_reader *begun, struct wj_reader **reader);

/* Sets it to a chunk, which must outlive the batches, with WJ_CHUNK_SLACK bytes behind it; records
 * and lines count from 1 again. */
void wj_csv_chunk(struct wj_reader *reader, char *bytes, size_t len, struct wj_decoding decoding,
                  bool after_cr);

/* How much it held, at its end. */
struct wj_extent wj_csv_extent(const struct wj_reader *reader);

#endif
