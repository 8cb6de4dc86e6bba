/* What the parts of the workbook's writer share. Private to the write floor. */
#ifndef WRITE_XLSX_H
#define WRITE_XLSX_H

#include <locale.h>

#include <xlsxwriter.h>

#include "wjtab/report/workbook.h"
#include "writer.h"

enum { WJ_XLSX_LOOKS = WJ_LOOK_NOTE + 1, WJ_XLSX_FORMATS = WJ_BOOK_WORDS + 1, WJ_XLSX_SHEETS = 9 };

/* What was given to the library for one sheet, to be found again in its file. */
struct wj_xlsx_written {
    uint64_t cells; /* with a value */
    uint64_t bytes; /* of its rows, but for an empty last one */
};

struct wj_xlsx {
    const struct wj_workbook *model;
    lxw_workbook *book;
    lxw_format *formats[WJ_XLSX_LOOKS][WJ_XLSX_FORMATS][2];
    locale_t locale;    /* decimal points */
    struct wj_buf text; /* scratch: a cleaned text */
    struct wj_xlsx_written written[WJ_XLSX_SHEETS];
    lxw_error error; /* the first one */
    bool no_space;   /* a temporary file could not be written */
};

/* A text as a cell holds it: control characters and what the format reads as an escape are escaped
 * (_x0001_), and what is longer than 32,767 characters is cut. Lives until the next call. */
const char *wj_xlsx_text(struct wj_xlsx *xlsx, const char *text);

/* A text as a title or a property holds it: without control characters, and never a formula. */
const char *wj_xlsx_plain(struct wj_xlsx *xlsx, const char *text);

/* Can a formula hold this text? No escape is known there. */
bool wj_xlsx_is_clean(const char *text);

/* Keeps the first error. */
void wj_xlsx_note(struct wj_xlsx *xlsx, lxw_error error);

void wj_xlsx_make_formats(struct wj_xlsx *xlsx);
void wj_xlsx_add_charts(struct wj_xlsx *xlsx, const struct wj_book_sheet *sheet,
                        lxw_worksheet *worksheet);

/* Is everything in the file that was given to the library? */
enum wj_status wj_xlsx_verify(const struct wj_xlsx *xlsx, struct wj_slice file, bool *whole);

#endif
