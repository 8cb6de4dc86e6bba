/* Characters to UTF-8 and back, strictly: nothing is replaced or left out. */
#ifndef WJTAB_SRC_READ_CONVERT_H
#define WJTAB_SRC_READ_CONVERT_H

#include <iconv.h>

#include "encoding.h"
#include "gb18030_decode.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"

/* Both ways of one form. A zeroed struct is closed. */
struct wj_converter {
    bool opened;
    enum wj_form form;
    iconv_t decode;
    iconv_t encode;
    struct wj_gb18030_table *table; /* of GB18030 */
};

/* WJ_MEMORY, or WJ_INTERNAL where the system lacks the converter. */
enum wj_status wj_converter_open(struct wj_converter *converter, enum wj_form form);

/* Appends the UTF-8 form of `raw` up to the first byte that begins no complete valid character;
 * *used says how far that was. */
enum wj_status wj_convert_decode(struct wj_converter *converter, struct wj_slice raw,
                                 struct wj_buf *out, size_t *used);

/* Appends valid UTF-8 in the converter's form. WJ_DEFINITION when a character has no code. */
enum wj_status wj_convert_encode(struct wj_converter *converter, struct wj_slice text,
                                 struct wj_buf *out);

void wj_converter_close(struct wj_converter *converter);

#endif
