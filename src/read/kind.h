/* What every kind of reader looks like behind reader.h. */
#ifndef WJTAB_READ_KIND_H
#define WJTAB_READ_KIND_H

#include <stdbool.h>

#include "wjtab/read/reader.h"
#include "wjtab/read/stretch.h"

/* One kind of file. Functions are those of reader.h. */
struct wj_reader_kind {
    const char *name; /* "csv" */
    /* Does a file that begins with these bytes belong here? */
    bool (*fits)(struct wj_slice start);
    enum wj_status (*open)(struct wj_diags *diags, const char *path,
                           const struct wj_read_options *options, struct wj_reader **reader);
    enum wj_status (*next)(struct wj_reader *reader, struct wj_diags *diags,
                           struct wj_batch *batch);
    enum wj_encoding (*encoding)(const struct wj_reader *reader);
    char (*delimiter)(const struct wj_reader *reader);
    const char *(*digest)(const struct wj_reader *reader);
    void (*free)(struct wj_reader *reader);
    void (*offer)(struct wj_reader *reader, const struct wj_taker *taker); /* NULL: it can't */
};

/* The head of every reader: the kinds' own structs begin with it. */
struct wj_reader {
    const struct wj_reader_kind *kind;
};

extern const struct wj_reader_kind wj_csv_kind;
extern const struct wj_reader_kind wj_xlsx_kind;
extern const struct wj_reader_kind wj_sav_kind;

/* Does a regular file begin as workbooks do? */
bool wj_path_is_workbook(const char *path);

#endif
