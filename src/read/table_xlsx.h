/* The workbook's half of table.h. */
#ifndef WJTAB_SRC_READ_TABLE_XLSX_H
#define WJTAB_SRC_READ_TABLE_XLSX_H

#include "fault.h"
#include "wjtab/read/table.h"

/* Reads the table of a workbook into a zeroed struct. Clear it after failure. */
enum wj_status wj_table_read_xlsx(struct wj_diags *diags, const char *path,
                                  const struct wj_read_options *options, struct wj_table *table);

/* Appends the workbook with these cells replaced. */
enum wj_status wj_table_write_xlsx(const struct wj_table *table, const struct wj_table_edit *edits,
                                   size_t edit_count, struct wj_buf *out);

#endif
