/* What a spreadsheet program leaves in a cell. Texts are cleaned, letters upper-cased. */
#ifndef WJTAB_SRC_SCORE_CELL_H
#define WJTAB_SRC_SCORE_CELL_H

#include <stdbool.h>

#include "wjtab/base/slice.h"

/* The error value (#REF!, …) that the text holds, or NULL. */
const char *wj_cell_error_value(struct wj_slice clean);

/* Does the text look like a number or fraction that was turned into a date (5月6日, 2023/5/6,
 * 6-MAY)? */
bool wj_cell_is_date(struct wj_slice clean);

#endif
