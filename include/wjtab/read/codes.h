/* GB18030 as it stands in a file, for who looks at bytes before they are decoded. Delimiters,
 * quotes and line ends are never part of another character there; letters, digits and `|` are. */
#ifndef WJTAB_READ_CODES_H
#define WJTAB_READ_CODES_H

#include <stdbool.h>

#include "wjtab/base/api.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"

struct wj_codes;

/* WJ_MEMORY, or WJ_INTERNAL where the system can't convert GB18030. */
WJ_API enum wj_status wj_codes_new(struct wj_codes **codes);

/* Appends valid UTF-8 as it would stand in a file. WJ_MEMORY, or WJ_DEFINITION where a character
 * has no code. */
WJ_API enum wj_status wj_codes_encode(struct wj_codes *codes, struct wj_slice text,
                                      struct wj_buf *out);

/* Are these whole characters? False also where memory ran out. */
WJ_API bool wj_codes_valid(struct wj_codes *codes, struct wj_slice bytes);

WJ_API void wj_codes_free(struct wj_codes *codes);

#endif
