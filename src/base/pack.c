#include "wjtab/base/pack.h"

void wj_pack_number(struct wj_buf *out, uint64_t number)
{
    char *at = wj_buf_reserve(out, WJ_PACK_LONGEST);
    if (at != NULL) {
        out->len += (size_t)(wj_pack_put(at, number) - at);
    }
}

void wj_pack_text(struct wj_buf *out, struct wj_slice text)
{
    wj_pack_number(out, text.len);
    wj_buf_add(out, text);
}

uint64_t wj_unpack_long(struct wj_unpack *from)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 64 && from->rest.len > 0; shift += 7) {
        uint64_t byte = (unsigned char)from->rest.ptr[0];
        from->rest = wj_slice_from(from->rest, 1);
        if (shift == 63 && byte > 1) {
            break;
        }
        number |= (byte & 0x7F) << shift;
        if (byte < 0x80) {
            return number;
        }
    }
    from->failed = true;
    from->rest.len = 0;
    return 0;
}

struct wj_slice wj_unpack_bytes(struct wj_unpack *from, size_t count)
{
    if (from->failed || count > from->rest.len) {
        from->failed = true;
        return wj_slice(NULL, 0);
    }
    struct wj_slice bytes = wj_slice(from->rest.ptr, count);
    from->rest = wj_slice_from(from->rest, count);
    return bytes;
}

struct wj_slice wj_unpack_text(struct wj_unpack *from)
{
    return wj_unpack_bytes(from, (size_t)wj_unpack_up_to(from, SIZE_MAX));
}
