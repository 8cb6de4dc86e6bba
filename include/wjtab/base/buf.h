/* A growing byte buffer. A failed request is remembered: check wj_buf_status once, at the end. */
#ifndef WJTAB_BASE_BUF_H
#define WJTAB_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "wjtab/base/api.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"

/* A zeroed struct is an empty buffer. */
struct wj_buf {
    char *ptr;
    size_t len;
    size_t capacity;
    bool failed;
};

WJ_API void wj_buf_add(struct wj_buf *buf, struct wj_slice bytes);
WJ_API void wj_buf_add_text(struct wj_buf *buf, const char *text);
WJ_API void wj_buf_add_char(struct wj_buf *buf, char byte);
WJ_API void wj_buf_add_codepoint(struct wj_buf *buf, long codepoint); /* as UTF-8 */
WJ_API void wj_buf_addf(struct wj_buf *buf, const char *format, ...) WJ_PRINTF(2, 3);
WJ_API void wj_buf_vaddf(struct wj_buf *buf, const char *format, va_list arguments);

/* Makes room for `more` bytes behind what is there; NULL when there is no memory. */
WJ_API char *wj_buf_reserve(struct wj_buf *buf, size_t more);

/* Empties it, keeps its memory. */
WJ_API void wj_buf_reset(struct wj_buf *buf);

/* What it holds, until it is changed. */
WJ_API struct wj_slice wj_buf_slice(const struct wj_buf *buf);

/* What it holds as a terminated string, until it is changed; "" when memory ran out. */
WJ_API const char *wj_buf_text(struct wj_buf *buf);

/* WJ_MEMORY when anything did not fit. */
WJ_API enum wj_status wj_buf_status(const struct wj_buf *buf);

WJ_API void wj_buf_clear(struct wj_buf *buf);

#endif
