/* What GB 18030-2022 knows and glibc's converter does not. */
#ifndef WJTAB_SRC_READ_GB18030_H
#define WJTAB_SRC_READ_GB18030_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/slice.h"

/* The private-use character of a four-byte code at the start of `raw` that glibc refuses. */
bool wj_gb18030_refused(struct wj_slice raw, int32_t *codepoint);

/* The same, backwards: the four bytes, static; NULL when glibc knows the character. */
const char *wj_gb18030_code(int32_t codepoint);

#endif
