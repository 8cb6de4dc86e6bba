#include "wjtab/read/codes.h"

#include "convert.h"
#include "wjtab/base/memory.h"

struct wj_codes {
    struct wj_converter converter;
    struct wj_buf scratch;
};

enum wj_status wj_codes_new(struct wj_codes **result)
{
    struct wj_codes *codes = wj_alloc(sizeof *codes);
    *result = codes;
    if (codes == NULL) {
        return WJ_MEMORY;
    }
    enum wj_status status = wj_converter_open(&codes->converter, WJ_FORM_GB18030);
    if (status != WJ_OK) {
        wj_codes_free(codes);
        *result = NULL;
    }
    return status;
}

enum wj_status wj_codes_encode(struct wj_codes *codes, struct wj_slice text, struct wj_buf *out)
{
    return wj_convert_encode(&codes->converter, text, out);
}

bool wj_codes_valid(struct wj_codes *codes, struct wj_slice bytes)
{
    struct wj_converter *converter = &codes->converter;
    size_t used = wj_gb18030_pass(converter->table, converter->decode, bytes);
    bytes = wj_slice_from(bytes, used);
    if (bytes.len == 0) {
        return true;
    }
    wj_buf_reset(&codes->scratch);
    return wj_convert_decode(converter, bytes, &codes->scratch, &used) == WJ_OK &&
           used == bytes.len;
}

void wj_codes_free(struct wj_codes *codes)
{
    if (codes != NULL) {
        wj_converter_close(&codes->converter);
        wj_buf_clear(&codes->scratch);
        wj_free(codes);
    }
}
