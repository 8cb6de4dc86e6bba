/* Cells of a sheet's XML replaced, every other byte kept. */
#ifndef WJTAB_SRC_READ_XLSX_EDIT_H
#define WJTAB_SRC_READ_XLSX_EDIT_H

#include "wjtab/base/buf.h"
#include "wjtab/read/table.h"

/* Which cell styles show a percentage, by their number. A zeroed struct: none. */
struct wj_xlsx_percents {
    bool *shown;
    size_t count;
    size_t capacity;
};

/* Takes them from the XML of a styles part. WJ_MEMORY. */
enum wj_status wj_xlsx_percents_read(struct wj_xlsx_percents *percents, struct wj_slice xml);

void wj_xlsx_percents_clear(struct wj_xlsx_percents *percents);

/* Appends the sheet's XML with the cells replaced; the edits are sorted, and name rows and columns
 * of the table. WJ_MEMORY, WJ_INTERNAL where a row is not there. */
enum wj_status wj_xlsx_edit(const struct wj_table *table, struct wj_slice xml,
                            const struct wj_xlsx_percents *percents,
                            const struct wj_table_edit *edits, size_t edit_count,
                            struct wj_buf *out);

#endif
