/* The reader of CSV files, in a given way: for tests and measurements. */
#ifndef WJTAB_SRC_READ_CSV_READER_H
#define WJTAB_SRC_READ_CSV_READER_H

#include <stddef.h>

#include "kind.h"
#include "scan.h"

struct wj_csv_way {
    const struct wj_scan_kernel *kernel; /* NULL: libcsv cuts everything */
    size_t block;                        /* bytes read at once; 0: as many as always */
};

/* As the kind's `open`. */
enum wj_status wj_csv_open(struct wj_diags *diags, const char *path,
                           const struct wj_read_options *options, const struct wj_csv_way *way,
                           struct wj_reader **reader);

#endif
