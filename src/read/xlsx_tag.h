/* The tags of a sheet's XML with their places in its bytes, for changing a few cells and leaving
 * everything else as it is. The XML was read before: it is well-formed, and has no document type.
 */
#ifndef WJTAB_SRC_READ_XLSX_TAG_H
#define WJTAB_SRC_READ_XLSX_TAG_H

#include <stdbool.h>
#include <stddef.h>

#include "wjtab/base/slice.h"

struct wj_xlsx_tag {
    size_t start;           /* of its < */
    size_t end;             /* behind its > */
    struct wj_slice prefix; /* with the colon: "x:"; mostly empty */
    struct wj_slice name;
    struct wj_slice attributes; /* what stands behind the name */
    bool closing;               /* </a> */
    bool hollow;                /* <a/> */
};

/* The next tag from *at on, which is moved behind it; false at the end. */
bool wj_xlsx_tag_next(struct wj_slice xml, size_t *at, struct wj_xlsx_tag *tag);

/* An attribute's value, as it is written, and *whole, the piece from its name to its closing quote;
 * ptr is NULL when there is none. */
struct wj_slice wj_xlsx_tag_attribute(const struct wj_xlsx_tag *tag, const char *name,
                                      struct wj_slice *whole);

#endif
