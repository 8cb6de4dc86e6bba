/* A file's bytes as blocks of strict UTF-8. */
#ifndef WJTAB_SRC_READ_DECODE_H
#define WJTAB_SRC_READ_DECODE_H

#include <stddef.h>

#include "encoding.h"
#include "fault.h"
#include "scan.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"
#include "wjtab/read/reader.h"

struct wj_source;

/* Opens a file ("-": standard input), borrowing the path. WJ_IO with a message. */
enum wj_status wj_source_open(struct wj_diags *diags, const char *path,
                              const struct wj_read_options *options, struct wj_source **source);

/* The same over bytes at hand, which must outlive the source. No digest is made. */
enum wj_status wj_source_bytes(struct wj_slice bytes, const struct wj_read_options *options,
                               struct wj_source **source);

/* Before the first block: who checks UTF-8 (NULL: plain C), and how many bytes are read at once, at
 * most as many as always (0). */
void wj_source_tune(struct wj_source *source, const struct wj_scan_kernel *kernel, size_t block);

/* The next block, without byte order mark, without NUL, ending at a character's end; empty at the
 * end of the file. It lives until the next call. Everything before a byte that can't be trusted
 * is handed out first; then comes WJ_DATA with the fault's kind, byte and encoding set, and no
 * message yet, since only the caller knows line and column. WJ_IO with a message. */
enum wj_status wj_source_next(struct wj_source *source, struct wj_diags *diags,
                              struct wj_slice *text, struct wj_fault *fault);

/* ---- the same in parts: who reads the bytes is not who decodes them ---- */

/* How a piece of a file is to be decoded. */
struct wj_decoding {
    enum wj_form form;
    bool neither;    /* where it breaks: both encodings that auto tries were broken */
    uint64_t offset; /* of the piece in the file */
    bool sound;      /* it is known to be UTF-8 without NUL */
};

/* Can the bytes be handed out as they are from now on? Not UTF-16, nor what has a fault or ends
 * with the block handed out last. */
bool wj_source_may_hand_over(const struct wj_source *source);

/* From now on bytes are handed out as they are: those of the block handed out last from this place
 * in its text on, and those behind it. They live until the next call; *offset: where they stand in
 * the file. */
struct wj_slice wj_source_hand_over(struct wj_source *source, const char *from, uint64_t *offset);

/* Appends the next bytes, some `want`; none at the end of the file. WJ_IO with a message. They are
 * not in the digest. */
enum wj_status wj_source_raw(struct wj_source *source, struct wj_diags *diags, size_t want,
                             struct wj_buf *out);

/* Can blocks be read at their places, by several threads? So once the encoding is settled, of what
 * is no pipe. *offset: of the first byte that was not read. */
bool wj_source_may_read_at(const struct wj_source *source, uint64_t *offset);

/* Reads `want` bytes at a place, fewer only at the end. Any thread may call it. WJ_IO,
 * WJ_INTERRUPTED. */
enum wj_status wj_source_read_at(const struct wj_source *source, struct wj_diags *diags, char *room,
                                 size_t want, uint64_t offset, size_t *len);

/* How they are to be decoded; the offset is not set. */
struct wj_decoding wj_source_decoding(const struct wj_source *source);

/* Adds bytes to the digest, and ends it. */
void wj_source_digest_add(struct wj_source *source, struct wj_slice bytes);
void wj_source_finish(struct wj_source *source);

/* A source of pieces … */
enum wj_status wj_source_pieces(struct wj_source **source);

/* … of which this is the next: it is decoded in place, and must outlive the text. */
void wj_source_piece(struct wj_source *source, char *bytes, size_t len,
                     struct wj_decoding decoding);

/* Settled by the first block that holds a byte above 0x7F; until then UTF-8. */
enum wj_form wj_source_form(const struct wj_source *source);

/* Length of the byte order mark; settled by the first block. */
size_t wj_source_bom(const struct wj_source *source);

/* SHA-256 of the bytes once the end was reached; "" before, and where none was wanted. */
const char *wj_source_digest(const struct wj_source *source);

void wj_source_free(struct wj_source *source);

#endif
