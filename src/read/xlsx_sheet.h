/* The rows of a sheet as records. */
#ifndef WJTAB_SRC_READ_XLSX_SHEET_H
#define WJTAB_SRC_READ_XLSX_SHEET_H

#include <stdbool.h>
#include <stdint.h>

#include "store.h"
#include "wjtab/base/buf.h"
#include "xlsx_book.h"
#include "xlsx_part.h"
#include "xlsx_strings.h"
#include "xlsx_styles.h"

enum {
    WJ_XLSX_CELL_MAX = 1 << 20, /* bytes of UTF-8; programs stop at 32,767 characters */
    WJ_XLSX_COLUMNS_MAX = 16384
};

/* A zeroed struct is closed. What it points to is borrowed. */
struct wj_xlsx_sheet {
    struct wj_xlsx_part part;
    const struct wj_xlsx_strings *strings;
    const struct wj_xlsx_styles *styles;
    bool from_1904;
    bool uncomputed; /* a formula without a value is empty, not refused */
    bool formulas;   /* a formula stands for itself, without its value */
    bool in_data;
    uint64_t row;     /* from 1 */
    size_t column;    /* cells of the row so far */
    size_t row_bytes; /* of their texts */
    size_t width;     /* of the header; 0: not read yet */
    struct wj_buf text;
    struct wj_buf value;
};

/* Opens the sheet that a part holds; strings, styles, from_1904, uncomputed and formulas
 * are set before. */
enum wj_status wj_xlsx_sheet_open(struct wj_xlsx_sheet *sheet,
                                  const struct wj_xlsx_package *package, struct wj_diags *diags,
                                  const char *part);

/* Adds the next row that is not empty to the store; *found is false at the end. The first one is
 * the header: later rows are made as long as it is, as far as only empty cells are cut. */
enum wj_status wj_xlsx_sheet_next(struct wj_xlsx_sheet *sheet, struct wj_diags *diags,
                                  struct wj_store *store, bool *found);

void wj_xlsx_sheet_close(struct wj_xlsx_sheet *sheet);

/* Reads a cell's name, B7: column and row from 1, 0 for a column beyond ZZZ. Returns its bytes,
 * 0 when it is none. */
size_t wj_xlsx_cell_name(struct wj_slice text, size_t *column, uint64_t *row);

/* Refuses a sheet whose header row has merged cells: WJ_DATA "merged_header". Reads the whole
 * part, for merges stand behind the rows. */
enum wj_status wj_xlsx_merges_check(const struct wj_xlsx_package *package, struct wj_diags *diags,
                                    const char *part, uint64_t header_row);

#endif
