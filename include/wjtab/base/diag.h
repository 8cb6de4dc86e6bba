/* The diagnostics sink: what went wrong, where, and what to do about it. The library adds, the
 * command prints. */
#ifndef WJTAB_BASE_DIAG_H
#define WJTAB_BASE_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/api.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/status.h"

enum wj_severity { WJ_NOTE, WJ_WARNING, WJ_ERROR };

/* Where; 0 and NULL stand for "not known". Borrowed: the sink copies the file's name. */
struct wj_place {
    const char *file;
    uint64_t line;   /* from 1 */
    uint64_t column; /* from 1: of the text, in characters; in CSV data the field's number */
};

struct wj_diag {
    enum wj_severity severity;
    const char *kind; /* a word a program may look for, e.g. "unclosed_quote" */
    char *file;       /* may be NULL */
    uint64_t line;
    uint64_t column;
    char *message; /* translated, raw: escape it before a terminal sees it */
};

/* A zeroed struct is an empty sink. */
struct wj_diags {
    struct wj_diag *list;
    size_t count;
    size_t capacity;
    size_t errors;
    size_t warnings;
    size_t dropped; /* beyond the ceiling of 1,000 messages */
    bool failed;    /* memory ran out while a message was kept */
};

/* Adds a message. `kind` must outlive the sink; `place` may be NULL. */
WJ_API void wj_diag_add(struct wj_diags *diags, enum wj_severity severity, const char *kind,
                        const struct wj_place *place, const char *format, ...) WJ_PRINTF(5, 6);

/* As wj_diag_add with WJ_ERROR, and returns `status`, so that `return wj_fail(…)` reads well. */
WJ_API enum wj_status wj_fail(struct wj_diags *diags, enum wj_status status, const char *kind,
                              const struct wj_place *place, const char *format, ...)
    WJ_PRINTF(5, 6);

/* Writes one message as `file:line:column: error: text [kind]`, control characters escaped. */
WJ_API void wj_diag_write(const struct wj_diag *diag, struct wj_buf *out);

/* Moves the messages of one sink behind those of another, adding to their lines. */
WJ_API void wj_diags_move(struct wj_diags *diags, struct wj_diags *from, uint64_t line_shift);

WJ_API void wj_diags_clear(struct wj_diags *diags);

#endif
