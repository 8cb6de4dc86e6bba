/* A part of a workbook as a sequence of XML events. */
#ifndef WJTAB_SRC_READ_XLSX_PART_H
#define WJTAB_SRC_READ_XLSX_PART_H

#include <stdbool.h>
#include <stddef.h>

#include "wjtab/base/buf.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/slice.h"
#include "xlsx_package.h"

enum wj_xlsx_event { WJ_XLSX_DONE, WJ_XLSX_START, WJ_XLSX_END, WJ_XLSX_TEXT };

struct _xmlTextReader;

/* A zeroed struct is closed. It must not be moved while it is open. */
struct wj_xlsx_part {
    struct wj_xlsx_stream stream;
    struct _xmlTextReader *xml;
    enum wj_xlsx_event event;
    const char *element; /* START, END: its local name, "" in a namespace that isn't ours */
    int depth;           /* of the element, or the text; 0: the root */
    bool hollow;         /* <a/>: its END comes next */
    bool broken;
    bool no_memory;
    int line; /* where it broke */
    struct wj_buf reason;
};

/* Opens a part of at most `most` bytes. The package and the name are borrowed until it is
 * closed. */
enum wj_status wj_xlsx_part_open(struct wj_xlsx_part *part, const struct wj_xlsx_package *package,
                                 struct wj_diags *diags, const char *name, uint64_t most);

/* Steps to the next event. Comments and the like are passed over; a document type, broken XML or
 * ZIP data is WJ_DATA. */
enum wj_status wj_xlsx_part_next(struct wj_xlsx_part *part, struct wj_diags *diags);

/* True at the start of this element at this depth. */
bool wj_xlsx_part_starts(const struct wj_xlsx_part *part, int depth, const char *element);

/* At a START: an attribute without namespace, until the next event; ptr is NULL when there is
 * none. */
struct wj_slice wj_xlsx_part_attribute(const struct wj_xlsx_part *part, const char *name);

/* The same for an attribute in the namespace of relationships, r:id. */
struct wj_slice wj_xlsx_part_relation(const struct wj_xlsx_part *part, const char *name);

/* At a START: appends the texts inside up to the element's END, where it stops; once `out` is
 * longer than `most` nothing more is added. */
enum wj_status wj_xlsx_part_text(struct wj_xlsx_part *part, struct wj_diags *diags,
                                 struct wj_buf *out, size_t most);

/* At a START of si or is: the same for its plain text, or the runs of its rich text, without
 * phonetic ones; escapes (_x000D_) are decoded. */
enum wj_status wj_xlsx_part_rich(struct wj_xlsx_part *part, struct wj_diags *diags,
                                 struct wj_buf *out, size_t most);

/* At a START: steps to the element's END. */
enum wj_status wj_xlsx_part_skip(struct wj_xlsx_part *part, struct wj_diags *diags);

/* The message for a part that is not what it should be; `what` is translated. */
enum wj_status wj_xlsx_part_fail(const struct wj_xlsx_part *part, struct wj_diags *diags,
                                 const char *what);

/* Decodes _xHHHH_ in what stands behind `from`. What can't be a character stays. */
void wj_xlsx_unescape(struct wj_buf *text, size_t from);

void wj_xlsx_part_close(struct wj_xlsx_part *part);

#endif
