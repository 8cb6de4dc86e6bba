/* The numbers of a workbook as a person sees them: without artefacts of binary fractions, and as
 * dates where the cell's style says so. */
#ifndef WJTAB_SRC_READ_XLSX_NUMBER_H
#define WJTAB_SRC_READ_XLSX_NUMBER_H

#include <stdbool.h>

#include "wjtab/base/buf.h"
#include "wjtab/base/slice.h"

/* What a number format shows; 0: a number. */
enum {
    WJ_XLSX_DATE = 1,
    WJ_XLSX_TIME = 2,
    WJ_XLSX_ELAPSED = 4 /* [h]:mm:ss */
};

/* Appends a number as a plain decimal. What is one already, with at most 15 significant digits or
 * without decimals, stays as it is; else it is rounded to 15 significant digits, as spreadsheet
 * programs show it. False when the text is no number. */
bool wj_xlsx_number(struct wj_buf *out, struct wj_slice text);

/* Appends a count of days as 2023/9/18, 2023/9/18 10:07:13 or 0:01:37, rounded to seconds; the
 * time is left out where it is 0 and the format shows none, the date where its day is 0. What is
 * no date (negative, after the year 9999) is appended as a number. False when the text is no
 * number. */
bool wj_xlsx_date(struct wj_buf *out, struct wj_slice text, unsigned format, bool from_1904);

/* Appends 2023-09-18T10:07:13 (also without the time, or a time alone) in the same form; anything
 * else as it is. */
void wj_xlsx_iso_date(struct wj_buf *out, struct wj_slice text);

/* What the number format with this code shows. */
unsigned wj_xlsx_format_of(struct wj_slice code);

/* The same for a format known by its number alone. */
unsigned wj_xlsx_format_builtin(unsigned long id);

#endif
