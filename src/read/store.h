/* What a batch is made of: records whose fields are copied here, or lie elsewhere. */
#ifndef WJTAB_READ_STORE_H
#define WJTAB_READ_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/buf.h"
#include "wjtab/read/reader.h"

/* A zeroed struct is empty. */
struct wj_store {
    struct wj_buf texts;
    struct wj_slice *fields;
    size_t field_count;
    size_t field_capacity;
    uint32_t *copied; /* numbers of the fields whose texts are here, one behind the other */
    size_t copied_count;
    size_t copied_capacity;
    bool borrows; /* some are elsewhere */
    struct wj_record *records;
    size_t record_count;
    size_t record_capacity;
    uint64_t number; /* records so far, over all batches */
};

/* Empties it for the next batch. */
enum wj_status wj_store_reset(struct wj_store *store);

/* Adds a copy of a field to the record at hand. */
enum wj_status wj_store_field(struct wj_store *store, struct wj_slice text);

/* Ends the record: its last `count` fields. */
enum wj_status wj_store_record(struct wj_store *store, uint64_t line, size_t count);

/* Takes back the last fields of the record at hand, copied and empty ones. */
void wj_store_drop(struct wj_store *store, size_t count);

/* Makes room for so many fields at store->fields + store->field_count, for the caller to fill … */
enum wj_status wj_store_reserve(struct wj_store *store, size_t count);

/* … one of which, the number-th, may become an empty copy, to be extended before the next one; */
enum wj_status wj_store_own(struct wj_store *store, size_t number);
void wj_store_extend(struct wj_store *store, size_t number, struct wj_slice text);

/* … with a record of `count` slices that live as long as the batch. */
enum wj_status wj_store_borrowed(struct wj_store *store, uint64_t line, size_t count);

/* Is there room for another record in this batch? */
bool wj_store_has_room(const struct wj_store *store);

/* What was gathered; lives until the next wj_store_reset. */
struct wj_batch wj_store_batch(struct wj_store *store);

void wj_store_clear(struct wj_store *store);

#endif
