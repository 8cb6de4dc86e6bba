#include "store.h"

#include "wjtab/base/memory.h"

enum {
    BATCH_RECORDS = 512,
    BATCH_FIELDS = 1 << 16, /* empty ones take no bytes of text */
    BATCH_BYTES = 1 << 20,
    STORE_FIRST = 4096 /* never NULL, so that an empty field has an address */
};

enum wj_status wj_store_reset(struct wj_store *store)
{
    store->record_count = 0;
    store->field_count = 0;
    store->copied_count = 0;
    store->borrows = false;
    wj_buf_reset(&store->texts);
    return wj_buf_reserve(&store->texts, STORE_FIRST) != NULL ? WJ_OK : WJ_MEMORY;
}

enum wj_status wj_store_field(struct wj_store *store, struct wj_slice text)
{
    enum wj_status status = wj_store_reserve(store, 1);
    if (status == WJ_OK) {
        status = wj_store_own(store, 0);
    }
    if (status != WJ_OK) {
        return status;
    }
    wj_store_extend(store, 0, text);
    store->field_count++;
    return wj_buf_status(&store->texts);
}

enum wj_status wj_store_own(struct wj_store *store, size_t number)
{
    enum wj_status status = wj_grow(&store->copied, &store->copied_capacity,
                                    store->copied_count + 1, sizeof *store->copied);
    if (status == WJ_OK) {
        /* The texts may still move: wj_store_batch sets the address. */
        store->fields[store->field_count + number] = wj_slice(NULL, 0);
        store->copied[store->copied_count++] = (uint32_t)(store->field_count + number);
    }
    return status;
}

void wj_store_extend(struct wj_store *store, size_t number, struct wj_slice text)
{
    wj_buf_add(&store->texts, text);
    store->fields[store->field_count + number].len += text.len;
}

enum wj_status wj_store_record(struct wj_store *store, uint64_t line, size_t count)
{
    enum wj_status status = wj_grow(&store->records, &store->record_capacity,
                                    store->record_count + 1, sizeof *store->records);
    if (status == WJ_OK) {
        store->records[store->record_count++] = (struct wj_record){
            .number = ++store->number,
            .line = line,
            .first = store->field_count - count,
            .count = count,
        };
    }
    return status;
}

void wj_store_drop(struct wj_store *store, size_t count)
{
    store->field_count -= count;
    store->copied_count -= count;
}

enum wj_status wj_store_reserve(struct wj_store *store, size_t count)
{
    return wj_grow(&store->fields, &store->field_capacity, store->field_count + count,
                   sizeof *store->fields);
}

enum wj_status wj_store_borrowed(struct wj_store *store, uint64_t line, size_t count)
{
    store->borrows = true;
    store->field_count += count;
    return wj_store_record(store, line, count);
}

bool wj_store_has_room(const struct wj_store *store)
{
    return store->record_count < BATCH_RECORDS && store->field_count < BATCH_FIELDS &&
           store->texts.len < BATCH_BYTES;
}

struct wj_batch wj_store_batch(struct wj_store *store)
{
    const char *text = store->texts.ptr;
    for (size_t i = 0; i < store->copied_count; i++) {
        struct wj_slice *field = &store->fields[store->copied[i]];
        field->ptr = text;
        text += field->len;
    }
    return (struct wj_batch){store->records, store->record_count, store->fields};
}

void wj_store_clear(struct wj_store *store)
{
    wj_buf_clear(&store->texts);
    wj_free(store->fields);
    wj_free(store->copied);
    wj_free(store->records);
    *store = (struct wj_store){0};
}
