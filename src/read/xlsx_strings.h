/* A workbook's shared strings: kept in memory, since cells name them in any order. */
#ifndef WJTAB_SRC_READ_XLSX_STRINGS_H
#define WJTAB_SRC_READ_XLSX_STRINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "wjtab/base/buf.h"
#include "xlsx_package.h"

enum { WJ_XLSX_STRINGS_MAX = 512 << 20 }; /* bytes, with 8 for each string */

/* A zeroed struct is empty. */
struct wj_xlsx_strings {
    struct wj_buf texts;
    size_t *ends; /* of each text */
    size_t count;
    size_t capacity;
};

/* Reads the part; NULL: there are none. WJ_DATA "workbook_too_big" beyond the ceiling. */
enum wj_status wj_xlsx_strings_read(struct wj_xlsx_strings *strings,
                                    const struct wj_xlsx_package *package, struct wj_diags *diags,
                                    const char *part);

/* The string of that number, from 0, which must be below `count`. */
struct wj_slice wj_xlsx_strings_get(const struct wj_xlsx_strings *strings, size_t index);

void wj_xlsx_strings_clear(struct wj_xlsx_strings *strings);

#endif
