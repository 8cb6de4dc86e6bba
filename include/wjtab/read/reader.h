/* Responses as records: bytes are decoded to UTF-8 and cut into fields, in batches. Memory does
 * not grow with the file. */
#ifndef WJTAB_READ_READER_H
#define WJTAB_READ_READER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/api.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/digest.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"

enum wj_encoding { WJ_ENCODING_AUTO, WJ_ENCODING_UTF8, WJ_ENCODING_GB18030, WJ_ENCODING_UTF16 };

/* "auto", "utf-8", "gb18030", "utf-16". */
WJ_API const char *wj_encoding_name(enum wj_encoding encoding);
WJ_API bool wj_encoding_parse(struct wj_slice name, enum wj_encoding *encoding);

/* "auto", "tab", or one ASCII character that is no quote and no line end; 0 stands for auto. */
WJ_API bool wj_delimiter_parse(struct wj_slice name, char *delimiter);

/* The zeroed struct is the default. */
struct wj_read_options {
    enum wj_encoding encoding; /* --encoding */
    char delimiter;            /* --delimiter; 0: the header decides */
    bool no_digest;            /* --digest none */
    bool header_alone;         /* a CSV file's header is a batch of its own: for wj_reader_offer */
    size_t block;         /* bytes of a CSV file that are read at once; 0: as many as is good */
    atomic_ullong *count; /* bytes read from CSV files are added here; or NULL */
    const char *sheet;    /* of a workbook; NULL: the first */
    const char *header;   /* of a table in a workbook: a name that stands in its header */
};

struct wj_record {
    uint64_t number; /* from 1: the header */
    uint64_t line;   /* physical line on which it starts, from 1 */
    size_t first;    /* its first field in the batch */
    size_t count;    /* its fields, at least 1 */
};

/* Some hundred records. Everything in it lives until the next call for the same reader. */
struct wj_batch {
    const struct wj_record *records;
    size_t count; /* 0: the end */
    const struct wj_slice *fields;
};

struct wj_reader;

/* Opens a file, "-" is standard input. WJ_IO with a message when it can't be read, WJ_DATA when
 * it holds no record at all ("empty_input"). The path is borrowed until wj_reader_free. */
WJ_API enum wj_status wj_reader_open(struct wj_diags *diags, const char *path,
                                     const struct wj_read_options *options,
                                     struct wj_reader **reader);

/* The next batch; the header is the first record of the first. WJ_DATA with a message that names
 * line and column, or byte, where the file can't be trusted any more; the batches handed out
 * before hold all records that ended before that place. */
WJ_API enum wj_status wj_reader_next(struct wj_reader *reader, struct wj_diags *diags,
                                     struct wj_batch *batch);

/* The encoding: UTF-8 until a byte above 0x7F was met, so ask at the end. */
WJ_API enum wj_encoding wj_reader_encoding(const struct wj_reader *reader);

/* The delimiter; settled once wj_reader_open is back. */
WJ_API char wj_reader_delimiter(const struct wj_reader *reader); /* 0: not a CSV file */

/* "csv", "xlsx", "sav". */
WJ_API const char *wj_reader_format(const struct wj_reader *reader);

/* SHA-256 of the file's bytes, once the end was reached; "" with no_digest. */
WJ_API const char *wj_reader_digest(const struct wj_reader *reader);

WJ_API void wj_reader_free(struct wj_reader *reader);

/* Does a record have as many fields as the header, not counting empty ones at the end of the
 * longer of the two? */
WJ_API bool wj_record_fits(const struct wj_slice *header, size_t header_count,
                           const struct wj_slice *fields, size_t count);

/* What is said of a response file that was read. */
struct wj_input {
    char *file; /* as the user knows it */
    char digest[WJ_DIGEST_TEXT];
    const char *format; /* csv, xlsx, sav */
    enum wj_encoding encoding;
    char delimiter;   /* 0: not a CSV file */
    uint64_t records; /* without the header */
};

#endif
