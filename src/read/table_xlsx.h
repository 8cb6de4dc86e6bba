/* The workbook's half of table.h. */
#ifndef WJTAB_SRC_READ_TABLE_XLSX_H
#define WJTAB_SRC_READ_TABLE_XLSX_H

#include "fault.h"
#include "wjtab/read/table.h"

/* Reads the table of a workbook into a zeroed struct. Clear it after failure. */
enum wj_status wj_table_read_xlsx(struct wj_diags *diags, const char *path,
                                  const struct wj_read_options *options, struct wj_table *table);

/* Appends the workbook with these cells replaced; WJ_DEFINITION where that can't be done exactly.
 */
enum wj_status wj_table_write_xlsx(const struct wj_table *table, const struct wj_table_edit *edits,
                                   size_t edit_count, struct wj_buf *out);

/* Reads the sheet before and after: do formulas and values stand as they did, but for the edits?
 * WJ_DEFINITION where they do not. */
enum wj_status wj_table_check_xlsx(const struct wj_table *table, const struct wj_table_edit *edits,
                                   size_t edit_count, struct wj_slice written);

#endif
