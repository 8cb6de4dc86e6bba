/* A small table held in memory, from a CSV file or a workbook. A few cells can be changed, and
 * everything else goes back byte for byte. */
#ifndef WJTAB_READ_TABLE_H
#define WJTAB_READ_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/api.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"
#include "wjtab/read/reader.h"

struct wj_cell {
    struct wj_slice text; /* UTF-8, without the quotes around it; lives as long as the table */
    uint64_t line;        /* physical line on which the cell starts; a sheet's row */
    size_t start;         /* CSV: offset in the file's bytes, quotes included */
    size_t end;
};

struct wj_row {
    uint64_t line;
    size_t first; /* its first cell */
    size_t count;
};

/* A zeroed struct is empty. Row 0 is the header. */
struct wj_table {
    char *path;
    struct wj_buf bytes; /* the file as it is */
    enum wj_encoding encoding;
    char delimiter;     /* CSV */
    const char *part;   /* the workbook's part that holds the sheet; NULL: a CSV file */
    const char *styles; /* its part with the styles, or NULL */
    char digest[WJ_DIGEST_TEXT];
    struct wj_row *rows;
    size_t row_count;
    struct wj_cell *cells;
    size_t cell_count;
    struct wj_arena texts;
};

/* Reads a file of at most 64 MiB. A workbook's sheet is the first visible one with
 * options->header in it, and rows above that header are left out. WJ_IO, or WJ_DEFINITION (these
 * tables are part of the definition) with a message that names the place. Records of the wrong
 * length are kept. */
WJ_API enum wj_status wj_table_read(struct wj_diags *diags, const char *path,
                                    const struct wj_read_options *options, struct wj_table *table);

/* The cell, or NULL where the row is shorter. */
WJ_API const struct wj_cell *wj_table_cell(const struct wj_table *table, size_t row, size_t column);

/* Changes of cells, to be written back. */
struct wj_table_edit {
    size_t row;
    size_t column;        /* a column behind the row's end is reached by adding empty fields */
    struct wj_slice text; /* UTF-8 */
    bool kept;            /* the cell stays, and a workbook's formula in it keeps its value */
};

/* Appends the file's bytes with these cells replaced (sorted by row, then column), quoted where
 * needed, in the file's encoding; every other byte is as it was. In a workbook numbers and
 * percentages become numbers, formats and formulas stay, every part but the sheet is as it was;
 * other formulas of the sheet lose the values kept with them, so that they are computed anew. A
 * changed workbook is read again and compared: WJ_DEFINITION where it is not what it should be,
 * or text can't stand in a cell. */
WJ_API enum wj_status wj_table_write(const struct wj_table *table,
                                     const struct wj_table_edit *edits, size_t edit_count,
                                     struct wj_buf *out);

WJ_API void wj_table_clear(struct wj_table *table);

#endif
