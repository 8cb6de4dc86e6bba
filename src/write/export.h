/* The formats of other programs. */
#ifndef WJTAB_WRITE_EXPORT_H
#define WJTAB_WRITE_EXPORT_H

#include <stdio.h>

#include "wjtab/write/export.h"

/* Each writes one file from the first row on; what the file does not take is seen when it is
 * closed. WJ_IO with a message, WJ_MEMORY. */
enum wj_status wj_write_sav(struct wj_diags *diags, struct wj_dataset *dataset, FILE *out);
enum wj_status wj_write_sss(struct wj_diags *diags, struct wj_dataset *dataset, FILE *out);
enum wj_status wj_write_sss_data(struct wj_diags *diags, struct wj_dataset *dataset, FILE *out);
enum wj_status wj_write_ddi(struct wj_diags *diags, struct wj_dataset *dataset, FILE *out);

/* Appends a text in one line: control characters become blanks. */
void wj_export_line(struct wj_buf *out, const char *text);

/* Appends a text in one line for XML, as an element's content or an attribute's. */
void wj_export_xml(struct wj_buf *out, const char *text);

/* Writes what the buffer holds, and empties it. */
enum wj_status wj_export_flush(struct wj_buf *buf, FILE *out);

#endif
