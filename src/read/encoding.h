/* How characters stand in a file's bytes. */
#ifndef WJTAB_SRC_READ_ENCODING_H
#define WJTAB_SRC_READ_ENCODING_H

#include <stddef.h>

#include "wjtab/base/slice.h"
#include "wjtab/read/reader.h"

/* An encoding with its byte order. */
enum wj_form { WJ_FORM_UTF8, WJ_FORM_GB18030, WJ_FORM_UTF16LE, WJ_FORM_UTF16BE };

/* The form that a stated encoding has when no byte order mark says otherwise; auto: UTF-8. */
enum wj_form wj_form_of(enum wj_encoding encoding);

enum wj_encoding wj_form_encoding(enum wj_form form);

/* The name under which iconv knows the form. */
const char *wj_form_charset(enum wj_form form);

/* Length in bytes of the byte order mark at the start of a file, and the form that it states; 0
 * and *form untouched when there is none. */
size_t wj_form_bom(struct wj_slice start, enum wj_form *form);

/* The offset in `raw` at which the character stands that begins at `position` of its UTF-8 form
 * `text`. Both begin with the same character and are known to be valid. */
size_t wj_form_offset(enum wj_form form, struct wj_slice raw, struct wj_slice text,
                      size_t position);

#endif
