/* The ZIP file that a workbook is, and its parts as streams of bytes with ceilings. */
#ifndef WJTAB_SRC_READ_XLSX_PACKAGE_H
#define WJTAB_SRC_READ_XLSX_PACKAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "wjtab/base/diag.h"
#include "wjtab/base/digest.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"

/* Ceilings: a part that a person made stays far below them. */
enum {
    WJ_XLSX_LARGE = 1 << 30, /* unpacked bytes of a sheet, of the shared strings */
    WJ_XLSX_SMALL = 64 << 20 /* unpacked bytes of every other part */
};

struct zip;
struct zip_file;

struct wj_xlsx_package {
    const char *path; /* borrowed */
    struct zip *zip;
    uint64_t size; /* of the file */
};

/* Opens a file; `digest` gets the SHA-256 of its bytes unless it is NULL. WJ_IO when it can't be
 * read; WJ_DATA "old_excel" when it is a compound file (old .xls, or encrypted), "damaged_file"
 * when it is no ZIP file. */
enum wj_status wj_xlsx_package_open(struct wj_xlsx_package *package, struct wj_diags *diags,
                                    const char *path, char *digest);

/* Opens bytes that are kept as long as the package; messages name `path`. WJ_INTERNAL when they are
 * no ZIP file, WJ_MEMORY. */
enum wj_status wj_xlsx_package_of(struct wj_xlsx_package *package, const char *path,
                                  struct wj_slice bytes);

void wj_xlsx_package_close(struct wj_xlsx_package *package);

/* Does the package hold a part of this name? Part names don't tell case apart. */
bool wj_xlsx_package_has(const struct wj_xlsx_package *package, const char *name);

/* The bytes of a part. A zeroed struct is closed. */
struct wj_xlsx_stream {
    const struct wj_xlsx_package *package;
    const char *name; /* borrowed */
    struct zip_file *file;
    uint64_t packed;
    uint64_t unpacked; /* so far */
    uint64_t most;
    bool bomb;
    bool damaged;
};

/* WJ_DATA "damaged_file" when the part is missing or its head is broken. */
enum wj_status wj_xlsx_stream_open(struct wj_xlsx_stream *stream,
                                   const struct wj_xlsx_package *package, struct wj_diags *diags,
                                   const char *name, uint64_t most);

/* Reads up to `len` bytes; 0 at the end, -1 when `bomb` or `damaged` was set. */
int wj_xlsx_stream_read(struct wj_xlsx_stream *stream, char *room, int len);

/* The message for a stream that gave -1. */
enum wj_status wj_xlsx_stream_fail(const struct wj_xlsx_stream *stream, struct wj_diags *diags);

void wj_xlsx_stream_close(struct wj_xlsx_stream *stream);

#endif
