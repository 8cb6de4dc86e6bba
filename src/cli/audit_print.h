/* How `wjtab audit` says what it found. */
#ifndef WJTAB_CLI_AUDIT_PRINT_H
#define WJTAB_CLI_AUDIT_PRINT_H

#include "wjtab/base/buf.h"
#include "wjtab/score/audit.h"

/* Each appends the whole output: aligned for people, as JSON, as CSV. */
enum wj_status wj_audit_print_text(const struct wj_audit *audit, struct wj_buf *out);
enum wj_status wj_audit_print_json(const struct wj_audit *audit, struct wj_buf *out);
enum wj_status wj_audit_print_csv(const struct wj_audit *audit, struct wj_buf *out);

#endif
