#include "wjtab/base/buf.h"

#include <stdint.h>
#include <stdio.h>

#include <utf8proc.h>

#include "wjtab/base/memory.h"

char *wj_buf_reserve(struct wj_buf *buf, size_t more)
{
    if (!buf->failed && buf->len < buf->capacity && more < buf->capacity - buf->len) {
        return buf->ptr + buf->len;
    }
    if (buf->failed || more > SIZE_MAX - buf->len - 1) {
        buf->failed = true;
        return NULL;
    }
    if (wj_grow(&buf->ptr, &buf->capacity, buf->len + more + 1, 1) != WJ_OK) {
        buf->failed = true;
        return NULL;
    }
    return buf->ptr + buf->len;
}

void wj_buf_add(struct wj_buf *buf, struct wj_slice bytes)
{
    char *end = bytes.len > 0 ? wj_buf_reserve(buf, bytes.len) : NULL;
    if (end != NULL) {
        memcpy(end, bytes.ptr, bytes.len);
        buf->len += bytes.len;
    }
}

void wj_buf_add_text(struct wj_buf *buf, const char *text)
{
    wj_buf_add(buf, wj_slice_of(text));
}

void wj_buf_add_char(struct wj_buf *buf, char byte)
{
    wj_buf_add(buf, wj_slice(&byte, 1));
}

void wj_buf_add_codepoint(struct wj_buf *buf, long codepoint)
{
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t len = utf8proc_encode_char((utf8proc_int32_t)codepoint, bytes);
    if (len > 0) {
        wj_buf_add(buf, wj_slice((const char *)bytes, (size_t)len));
    }
}

void wj_buf_vaddf(struct wj_buf *buf, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int len = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *end = len >= 0 ? wj_buf_reserve(buf, (size_t)len) : NULL;
    if (end != NULL) {
        vsnprintf(end, (size_t)len + 1, format, arguments);
        buf->len += (size_t)len;
    }
}

void wj_buf_addf(struct wj_buf *buf, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    wj_buf_vaddf(buf, format, arguments);
    va_end(arguments);
}

void wj_buf_reset(struct wj_buf *buf)
{
    buf->len = 0;
    buf->failed = false;
}

struct wj_slice wj_buf_slice(const struct wj_buf *buf)
{
    return wj_slice(buf->ptr, buf->len);
}

const char *wj_buf_text(struct wj_buf *buf)
{
    if (buf->failed || wj_buf_reserve(buf, 0) == NULL) {
        return "";
    }
    buf->ptr[buf->len] = '\0';
    return buf->ptr;
}

enum wj_status wj_buf_status(const struct wj_buf *buf)
{
    return buf->failed ? WJ_MEMORY : WJ_OK;
}

void wj_buf_clear(struct wj_buf *buf)
{
    wj_free(buf->ptr);
    *buf = (struct wj_buf){0};
}
