/* Text as people see it: cleaning for comparison, width, safe display, nearest names. */
#ifndef WJTAB_BASE_TEXT_H
#define WJTAB_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/api.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"

/* Length in bytes of the longest prefix that is strict UTF-8 (no overlong form, no surrogate,
 * nothing above U+10FFFF). */
WJ_API size_t wj_utf8_valid(struct wj_slice text);

/* Decodes the character at the start of valid, non-empty UTF-8; returns its length in bytes. */
WJ_API size_t wj_utf8_next(struct wj_slice text, int32_t *codepoint);

/* Number of characters in valid UTF-8. */
WJ_API size_t wj_utf8_count(struct wj_slice text);

/* White space of every kind: Unicode's, and U+200B and U+FEFF. */
WJ_API bool wj_text_is_blank(int32_t codepoint);

/* The text without blanks before it. */
WJ_API struct wj_slice wj_text_trim_start(struct wj_slice text);

/* The text without blanks around it. */
WJ_API struct wj_slice wj_text_trim(struct wj_slice text);

/* Appends the NFKC form of valid UTF-8 without outer blanks; letters upper-cased if `upper`.
 * WJ_MEMORY on failure. */
WJ_API enum wj_status wj_text_clean(struct wj_buf *out, struct wj_slice text, bool upper);

/* Does a text hold a digit that NFKC would make an ordinary one though it means something else:
 * 10² is not 102, ① is no 1? */
WJ_API bool wj_text_has_odd_digit(struct wj_slice text);

/* Columns that a terminal needs for valid UTF-8: 2 for a Chinese character. */
WJ_API size_t wj_text_width(struct wj_slice text);

/* Appends text with control characters and bidirectional marks written as \n, \x1b, \u202e …;
 * bytes that are no UTF-8 as \xNN. */
WJ_API void wj_text_escape(struct wj_buf *out, struct wj_slice text);

/* Appends text in quotation marks; each that is in it stands twice. */
WJ_API void wj_text_quote(struct wj_buf *out, struct wj_slice text);

/* Appends JSON text with what JSON allows raw and a terminal must not see (DEL, C1, bidirectional
 * marks …) as \u escapes: the same JSON. */
WJ_API void wj_text_escape_json(struct wj_buf *out, struct wj_slice json);

/* A copy of the start of a text for a message: at most 40 characters, then "…". The result
 * stands in `store` until it is used again. */
WJ_API const char *wj_text_excerpt(struct wj_buf *store, struct wj_slice text);

/* Looks for the known name that is nearest to a mistyped one. */
struct wj_nearest {
    struct wj_slice wanted;
    struct wj_slice best; /* borrowed from the candidates; empty when none is near */
    size_t distance;
};

WJ_API struct wj_nearest wj_nearest(struct wj_slice wanted);
WJ_API void wj_nearest_try(struct wj_nearest *nearest, struct wj_slice candidate);

/* Where exactly `name` is wanted, `meant` is what should stand there. */
WJ_API void wj_nearest_mean(struct wj_nearest *nearest, struct wj_slice name,
                            struct wj_slice meant);

/* Appends a translated "; did you mean “x”?", or nothing when no candidate was near. */
WJ_API void wj_nearest_hint(const struct wj_nearest *nearest, struct wj_buf *out);

#endif
