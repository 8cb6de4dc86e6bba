/* What a workbook says about itself: which part holds the wanted sheet, the shared strings and
 * the styles. */
#ifndef WJTAB_SRC_READ_XLSX_BOOK_H
#define WJTAB_SRC_READ_XLSX_BOOK_H

#include <stdbool.h>

#include "wjtab/base/diag.h"
#include "wjtab/base/memory.h"
#include "xlsx_package.h"

struct wj_xlsx_sheet_entry {
    const char *name;
    const char *part; /* NULL: no table of cells, but a chart */
    bool hidden;
};

/* A zeroed struct is empty. Texts live until wj_xlsx_book_clear. */
struct wj_xlsx_book {
    const char *part;
    const char *strings; /* the part; NULL: none */
    const char *styles;  /* the part; NULL: none */
    bool from_1904;      /* day 0 is 1904-01-01 */
    struct wj_xlsx_sheet_entry *sheets;
    size_t sheet_count;
    size_t sheet_capacity;
    struct wj_arena arena;
};

/* Reads it. WJ_DATA "not_workbook" when the package holds no workbook. */
enum wj_status wj_xlsx_book_read(struct wj_xlsx_book *book, const struct wj_xlsx_package *package,
                                 struct wj_diags *diags);

/* The sheet of that name; NULL: the first visible one. WJ_DATA "missing_sheet". */
enum wj_status wj_xlsx_book_sheet(const struct wj_xlsx_book *book, struct wj_diags *diags,
                                  const char *path, const char *name,
                                  const struct wj_xlsx_sheet_entry **sheet);

void wj_xlsx_book_clear(struct wj_xlsx_book *book);

#endif
