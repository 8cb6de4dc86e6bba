/* Why a CSV file can't be trusted from some place on, and the messages that say so. */
#ifndef WJTAB_SRC_READ_FAULT_H
#define WJTAB_SRC_READ_FAULT_H

#include <stdbool.h>
#include <stdint.h>

#include "wjtab/base/diag.h"
#include "wjtab/base/status.h"
#include "wjtab/read/reader.h"

/* Ceilings on what one file may ask for. */
enum {
    WJ_FIELD_MAX = 16 << 20,  /* bytes of UTF-8 */
    WJ_RECORD_MAX = 64 << 20, /* bytes of UTF-8 */
    WJ_COLUMNS_MAX = 100000
};

enum wj_fault_kind {
    WJ_FAULT_NONE,
    WJ_FAULT_ENCODING,
    WJ_FAULT_NUL,
    WJ_FAULT_EMPTY,
    WJ_FAULT_UNCLOSED_QUOTE,
    WJ_FAULT_BARE_QUOTE,
    WJ_FAULT_TEXT_AFTER_QUOTE,
    WJ_FAULT_FIELD_TOO_LONG,
    WJ_FAULT_RECORD_TOO_LONG,
    WJ_FAULT_TOO_MANY_COLUMNS,
    WJ_FAULT_TOO_MANY_CELLS
};

struct wj_fault {
    enum wj_fault_kind kind;
    uint64_t line;             /* 0 where it does not matter */
    uint64_t column;           /* number of the field, from 1 */
    uint64_t byte;             /* ENCODING, NUL: offset in the file, from 0 */
    enum wj_encoding encoding; /* ENCODING: the broken one; auto: neither of the two tried */
    bool in_quotes;            /* FIELD_TOO_LONG: inside an open quote */
};

/* Adds the message for a fault and returns `status`. */
enum wj_status wj_fault_report(const struct wj_fault *fault, struct wj_diags *diags,
                               enum wj_status status, const char *path);

#endif
