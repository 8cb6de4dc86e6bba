/* An entry of the ledger: file, record and line; what names the form; the number of breaches; of
 * each its rule, the number of its questions, those, and the answers' text. All is packed. */
#ifndef WJTAB_SCREEN_ENTRY_H
#define WJTAB_SCREEN_ENTRY_H

#include "wjtab/base/pack.h"
#include "wjtab/screen/ledger.h"

struct wj_entry_head {
    uint64_t file;
    uint64_t record;
    uint64_t line;
};

static inline struct wj_entry_head wj_entry_head(struct wj_unpack *from)
{
    struct wj_entry_head head = {0};
    head.file = wj_unpack_number(from);
    head.record = wj_unpack_number(from);
    head.line = wj_unpack_number(from);
    return head;
}

/* Does one stand before the other (< 0), or behind it (> 0)? */
static inline int wj_entry_order(uint64_t file, uint64_t record, uint64_t other_file,
                                 uint64_t other_record)
{
    if (file != other_file) {
        return file < other_file ? -1 : 1;
    }
    return record < other_record ? -1 : record > other_record;
}

/* Keeps what stands in `ledger->entry`, which is an entry but may name rules and questions that
 * there are not: WJ_DATA. WJ_MEMORY, WJ_IO. */
enum wj_status wj_ledger_put_made(struct wj_ledger *ledger);

#endif
