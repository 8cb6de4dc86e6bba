/* A workbook's styles: which of them show a number as a date. */
#ifndef WJTAB_SRC_READ_XLSX_STYLES_H
#define WJTAB_SRC_READ_XLSX_STYLES_H

#include <stddef.h>

#include "wjtab/base/map.h"
#include "xlsx_package.h"

/* A zeroed struct is empty: every number is a number. */
struct wj_xlsx_styles {
    struct wj_map codes; /* number of a format -> what it shows */
    unsigned *formats;   /* of each cell style */
    size_t count;
    size_t capacity;
};

/* Reads the part; NULL: there is none. */
enum wj_status wj_xlsx_styles_read(struct wj_xlsx_styles *styles,
                                   const struct wj_xlsx_package *package, struct wj_diags *diags,
                                   const char *part);

/* What the style of that number, as it is written in a cell, shows: WJ_XLSX_DATE, … */
unsigned wj_xlsx_styles_get(const struct wj_xlsx_styles *styles, struct wj_slice number);

void wj_xlsx_styles_clear(struct wj_xlsx_styles *styles);

#endif
