/* GB18030 to UTF-8 by a table of its two-byte characters, which iconv fills: one look-up a
 * character, and every character means what iconv says. */
#ifndef WJTAB_SRC_READ_GB18030_DECODE_H
#define WJTAB_SRC_READ_GB18030_DECODE_H

#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>

#include "wjtab/base/buf.h"
#include "wjtab/base/slice.h"

/* A zeroed struct is empty: rows are filled when they are met. */
struct wj_gb18030_table {
    bool filled[256];        /* by first byte */
    char codes[256][256][4]; /* UTF-8, by first and second byte; 0: no character of two bytes */
};

/* Appends the UTF-8 form of the ASCII and two-byte characters at the start of *rest, and passes
 * them, up to the first four-byte character, invalid byte, or half character. The buffer has room
 * for twice the bytes of *rest. */
void wj_gb18030_decode(struct wj_gb18030_table *table, iconv_t decode, struct wj_slice *rest,
                       struct wj_buf *out);

/* How many bytes at the start are ASCII and two-byte characters. */
size_t wj_gb18030_pass(struct wj_gb18030_table *table, iconv_t decode, struct wj_slice bytes);

#endif
