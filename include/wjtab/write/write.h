/* Writers: the report as files, or as text on a terminal. */
#ifndef WJTAB_WRITE_WRITE_H
#define WJTAB_WRITE_WRITE_H

#include <stdbool.h>
#include <stddef.h>

#include "wjtab/base/api.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/status.h"
#include "wjtab/report/report.h"

/* Appends the report as text, tables aligned for wide characters, nothing that a terminal could
 * take for a command. */
WJ_API enum wj_status wj_write_text(const struct wj_report *report, struct wj_buf *out);

/* Appends the tables of the report's last section alone, with their captions and remarks, as a
 * window of so many columns shows them; width 0: without an end. */
WJ_API enum wj_status wj_write_tables(const struct wj_report *report, size_t width,
                                      struct wj_buf *out);

/* Appends one table as CSV: CRLF and a BOM with `bom`, else LF. Text cells that a spreadsheet
 * program would take for a formula get a leading apostrophe. */
WJ_API enum wj_status wj_write_csv(const struct wj_grid *grid, bool bom, struct wj_buf *out);

/* Appends a value as JSON text that a terminal may show, and a line end; numbers in binary floating
 * point have 15 digits. WJ_MEMORY, also for NULL, a value that could not be made. */
WJ_API enum wj_status wj_write_json(const json_t *value, size_t indent, struct wj_buf *out);

/* Appends the report as one web page: no script, nothing loaded from elsewhere, and a policy that
 * forbids both. */
WJ_API enum wj_status wj_write_html(const struct wj_report *report, struct wj_buf *out);

/* Appends the report as a Word document (report.docx) as Chinese official documents look, GB/T
 * 9704-2012, or as the report's template has it. The same report makes the same bytes.
 * WJ_DEFINITION with a message when the template can't be used. */
WJ_API enum wj_status wj_write_docx(struct wj_diags *diags, const struct wj_report *report,
                                    struct wj_buf *out);

struct wj_write_options {
    const char *folder;
    unsigned formats;          /* of enum wj_format; results.json is always written */
    bool force;                /* replace what a person changed or another program wrote */
    const char *const *inputs; /* files that must not be overwritten */
    size_t input_count;
};

/* Writes the report into a folder, completely or not at all. What an earlier run wrote there is
 * replaced if it is unchanged (results.json lists it with digests), and removed if this run has no
 * such file. WJ_IO with a message. */
WJ_API enum wj_status wj_write_folder(struct wj_diags *diags, const struct wj_report *report,
                                      const struct wj_write_options *options);

#endif
