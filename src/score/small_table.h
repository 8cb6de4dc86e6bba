/* Tables whose columns are known by name: scoring file, facts, stated figures. */
#ifndef WJTAB_SRC_SCORE_SMALL_TABLE_H
#define WJTAB_SRC_SCORE_SMALL_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "wjtab/base/diag.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"
#include "wjtab/read/table.h"

struct wj_small_column {
    const char *name; /* cleaned */
    bool required;
    bool hinted; /* where it is missing, a header that is one character off is pointed out */
};

/* As wj_table_read; options may be NULL. `header` is the name of a column that must be there: by it
 * the table of a workbook is found. */
enum wj_status wj_small_table_read(struct wj_diags *diags, const char *path,
                                   const struct wj_read_options *options, const char *header,
                                   struct wj_table *table);

/* Sets positions[i] to the place of columns[i] in the header, -1 where it is not there.
 * WJ_DEFINITION when a required one is missing or any stands twice; WJ_MEMORY. */
enum wj_status wj_small_table_columns(struct wj_diags *diags, const struct wj_table *table,
                                      const struct wj_small_column *columns, size_t count,
                                      long *positions);

/* A cell's text without outer blanks; empty where there is no such cell or column. */
struct wj_slice wj_small_table_text(const struct wj_table *table, size_t row, long column);

/* Where a cell stands; the row where there is no such column. */
struct wj_place wj_small_table_place(const struct wj_table *table, size_t row, long column);

/* Is every cell of the row blank? */
bool wj_small_table_is_blank(const struct wj_table *table, size_t row);

/* Reports a row that has text behind the header's last column, since an unquoted comma shifts
 * every cell after it. WJ_DEFINITION. */
enum wj_status wj_small_table_check_row(struct wj_diags *diags, const struct wj_table *table,
                                        size_t row);

#endif
