/* Reading a file to its end, for the fuzz targets of the readers. */
#ifndef WJTAB_FUZZ_READING_H
#define WJTAB_FUZZ_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/diag.h"
#include "wjtab/read/reader.h"

/* What a reading gave, in a few numbers. */
struct seen {
    enum wj_status status;
    size_t errors; /* messages */
    uint64_t records;
    uint64_t fields;
    uint64_t bytes;
};

static inline void see_batch(const struct wj_batch *batch, struct seen *seen)
{
    for (size_t i = 0; i < batch->count; i++) {
        const struct wj_record *record = &batch->records[i];
        seen->records++;
        seen->fields += record->count;
        for (size_t j = 0; j < record->count; j++) {
            seen->bytes += batch->fields[record->first + j].len;
        }
    }
}

/* `look` sees every batch before it is counted; it may be NULL. */
static inline struct seen read_all(const char *path, const struct wj_read_options *options,
                                   void (*look)(const struct wj_batch *, void *), void *user)
{
    struct wj_diags diags = {0};
    struct wj_reader *reader = NULL;
    struct wj_batch batch = {0};
    struct seen seen = {.status = wj_reader_open(&diags, path, options, &reader)};
    while (seen.status == WJ_OK) {
        seen.status = wj_reader_next(reader, &diags, &batch);
        if (seen.status != WJ_OK || batch.count == 0) {
            break;
        }
        if (look != NULL) {
            look(&batch, user);
        }
        see_batch(&batch, &seen);
    }
    seen.errors = diags.errors;
    wj_reader_free(reader);
    wj_diags_clear(&diags);
    return seen;
}

static inline bool same_seen(struct seen a, struct seen b)
{
    return a.status == b.status && a.records == b.records && a.fields == b.fields &&
           a.bytes == b.bytes;
}

#endif
