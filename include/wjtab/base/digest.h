/* SHA-256, as lower-case hexadecimal text. */
#ifndef WJTAB_BASE_DIGEST_H
#define WJTAB_BASE_DIGEST_H

#include <stddef.h>

#include "wjtab/base/api.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"

enum { WJ_DIGEST_TEXT = 65 }; /* 64 digits and the terminator */

struct wj_digest;

/* NULL when there is no memory. */
WJ_API struct wj_digest *wj_digest_new(void);
WJ_API void wj_digest_add(struct wj_digest *digest, struct wj_slice bytes);

/* Ends it: nothing may be added afterwards. */
WJ_API void wj_digest_text(struct wj_digest *digest, char text[WJ_DIGEST_TEXT]);
WJ_API void wj_digest_free(struct wj_digest *digest);

/* The digest of bytes that are at hand. */
WJ_API enum wj_status wj_digest_of(struct wj_slice bytes, char text[WJ_DIGEST_TEXT]);

#endif
