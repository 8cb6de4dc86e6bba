/* Records by the structural scan: whole ones without anything odd, as slices of the text. */
#ifndef WJTAB_SRC_READ_CSV_CUT_H
#define WJTAB_SRC_READ_CSV_CUT_H

#include "convert.h"
#include "csv.h"
#include "scan.h"
#include "store.h"
#include "wjtab/read/stretch.h"

struct wj_cutter {
    const struct wj_scan_kernel *kernel;
    bool offered;                   /* what was listed was offered once */
    struct wj_taker taker;          /* is offered every record before it is cut */
    struct wj_converter *converter; /* of a text that is not decoded yet; or NULL */
    bool valid;                     /* such a text is known to be */
    struct wj_slice text;
    size_t slack;  /* bytes behind the text that may be read */
    size_t listed; /* bytes of it whose places are known, or were */
    size_t start;  /* of the record to come */
    bool odd;      /* that record is not for the scan */
    size_t mark;   /* the next places to look at */
    size_t line_break;
    size_t doubled;
    size_t field;   /* start of the field to come */
    size_t count;   /* fields of the record at hand */
    uint64_t lines; /* that it is known to have besides its first */
    struct wj_scan scan;
};

/* Begins a text at the start of a record; it must outlive the slices. `slack`: bytes behind it that
 * may be read. */
void wj_cutter_begin(struct wj_cutter *cutter, char delimiter, struct wj_slice text, size_t slack);

/* Cuts records into the store while there is room, up to the first that is odd or not whole; then
 * `csv` stands at the start of a record. The header must have been read. *used: bytes of those
 * records. */
enum wj_status wj_cutter_cut(struct wj_cutter *cutter, struct wj_csv *csv, struct wj_store *store,
                             size_t *used);

/* Does the record at hand, which is odd, end or fail within the text? False also where this is not
 * known yet. */
bool wj_cutter_ends(const struct wj_cutter *cutter);

/* Passes over bytes that `csv` was fed in the meantime: the rest of a record. */
void wj_cutter_pass(struct wj_cutter *cutter, size_t bytes);

#endif
