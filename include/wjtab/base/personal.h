/* Personal data: columns that hold it by their name, and strings in a text that are it. */
#ifndef WJTAB_BASE_PERSONAL_H
#define WJTAB_BASE_PERSONAL_H

#include <stdbool.h>

#include "wjtab/base/api.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"

/* What stands in the place of something personal. */
#define WJ_PERSONAL_MASK "***"

/* Does a column of this header (valid UTF-8, as it is in the file) hold personal data? `姓名`,
 * `3、您的手机号码（选填）`, `来自IP`; not `电话服务满意度`, `项目名称`. Also true when memory ran
 * out. */
WJ_API bool wj_personal_header(struct wj_slice header);

/* Appends valid UTF-8 with *** for every mobile or landline number, national ID number (18
 * characters with the right check digit, ISO 7064 MOD 11-2; 15 digits with a date), bank card
 * (16 to 19 digits, Luhn), e-mail, IPv4 and IPv6 address. Full-width characters count as the
 * ASCII ones. WJ_MEMORY: what was appended is no use. */
WJ_API enum wj_status wj_personal_mask(struct wj_buf *out, struct wj_slice text);

/* Would wj_personal_mask change the text? Also true when memory ran out. */
WJ_API bool wj_personal_has(struct wj_slice text);

#endif
