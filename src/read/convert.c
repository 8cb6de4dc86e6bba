#include "convert.h"

#include <errno.h>
#include <stdint.h>

#include "gb18030.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/text.h"

static const iconv_t no_iconv = (iconv_t)-1;

enum wj_status wj_converter_open(struct wj_converter *converter, enum wj_form form)
{
    const char *charset = wj_form_charset(form);
    converter->form = form;
    converter->decode = iconv_open("UTF-8", charset);
    if (converter->decode == no_iconv) {
        return errno == ENOMEM ? WJ_MEMORY : WJ_INTERNAL;
    }
    converter->encode = iconv_open(charset, "UTF-8");
    if (converter->encode == no_iconv) {
        int reason = errno;
        iconv_close(converter->decode);
        return reason == ENOMEM ? WJ_MEMORY : WJ_INTERNAL;
    }
    converter->opened = true;
    if (form == WJ_FORM_GB18030) {
        converter->table = wj_alloc(sizeof *converter->table);
    }
    if (form == WJ_FORM_GB18030 && converter->table == NULL) {
        wj_converter_close(converter);
        return WJ_MEMORY;
    }
    return WJ_OK;
}

void wj_converter_close(struct wj_converter *converter)
{
    if (converter->opened) {
        iconv_close(converter->decode);
        iconv_close(converter->encode);
    }
    wj_free(converter->table);
    converter->table = NULL;
    converter->opened = false;
}

/* Runs iconv over *rest as far as it goes. The caller has reserved room for twice the input: no
 * character doubles its length in either direction. True when all of it was converted. */
static bool convert_run(iconv_t iconv_handle, struct wj_slice *rest, struct wj_buf *out)
{
    char *from = (char *)(uintptr_t)rest->ptr; /* iconv does not write there */
    char *to = out->ptr + out->len;
    size_t from_left = rest->len;
    size_t to_left = out->capacity - out->len;
    size_t result = iconv(iconv_handle, &from, &from_left, &to, &to_left);
    *rest = wj_slice_from(*rest, rest->len - from_left);
    out->len = (size_t)(to - out->ptr);
    return result != (size_t)-1;
}

/* A four-byte character at the start: iconv's, or one that it refuses. */
static bool convert_four(struct wj_converter *converter, struct wj_slice *rest, struct wj_buf *out)
{
    struct wj_slice four = wj_slice(rest->ptr, rest->len < 4 ? rest->len : 4);
    int32_t codepoint = 0;
    if (four.len < 4) {
        return false;
    }
    if (convert_run(converter->decode, &four, out)) {
        *rest = wj_slice_from(*rest, 4);
        return true;
    }
    if (wj_gb18030_refused(*rest, &codepoint)) {
        wj_buf_add_codepoint(out, codepoint);
        *rest = wj_slice_from(*rest, 4);
        return true;
    }
    return false;
}

enum wj_status wj_convert_decode(struct wj_converter *converter, struct wj_slice raw,
                                 struct wj_buf *out, size_t *used)
{
    struct wj_slice rest = raw;
    *used = 0;
    if (raw.len == 0) {
        return WJ_OK;
    }
    if (wj_buf_reserve(out, 2 * raw.len) == NULL) {
        return WJ_MEMORY;
    }
    if (converter->form == WJ_FORM_GB18030) {
        do {
            wj_gb18030_decode(converter->table, converter->decode, &rest, out);
        } while (rest.len > 0 && convert_four(converter, &rest, out));
    } else {
        convert_run(converter->decode, &rest, out);
    }
    *used = raw.len - rest.len;
    return wj_buf_status(out);
}

enum wj_status wj_convert_encode(struct wj_converter *converter, struct wj_slice text,
                                 struct wj_buf *out)
{
    struct wj_slice rest = text;
    if (text.len == 0) {
        return WJ_OK;
    }
    if (wj_buf_reserve(out, 2 * text.len) == NULL) {
        return WJ_MEMORY;
    }
    while (!convert_run(converter->encode, &rest, out)) {
        int32_t codepoint = 0;
        size_t length = wj_utf8_next(rest, &codepoint);
        const char *code = wj_gb18030_code(codepoint);
        if (converter->form != WJ_FORM_GB18030 || code == NULL) {
            return WJ_DEFINITION;
        }
        wj_buf_add(out, wj_slice(code, 4));
        rest = wj_slice_from(rest, length);
    }
    return wj_buf_status(out);
}
