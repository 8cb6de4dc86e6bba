#include "wjtab/read/split.h"

#include <pthread.h>

#include "csv_chunk.h"
#include "kind.h"
#include "wjtab/base/memory.h"

enum {
    BLOCK = 512 << 10,
    /* No chunk gets longer: in this many bytes without the end of a record, in whatever encoding,
     * a reader finds a record or a field that is longer than any may be, or a fault before. */
    LONGEST = 2 * (WJ_RECORD_MAX + WJ_FIELD_MAX)
};

struct wj_split {
    const struct wj_reader *begun;
    struct wj_source *source;
    const struct wj_scan_kernel *kernel;
    struct wj_extent before;
    size_t block;

    pthread_mutex_t lock; /* around everything below */
    struct wj_buf tail;   /* bytes read behind the end of the last chunk */
    uint64_t offset;      /* of the tail */
    uint64_t number;      /* of the next chunk */
    bool after_cr;
    bool ended;

    uint64_t digested; /* offset up to which bytes are in the digest; by order of chunks */
};

enum wj_status wj_split_new(struct wj_reader *reader, size_t block, struct wj_split **result)
{
    struct wj_csv_rest rest = {0};
    *result = NULL;
    if (reader->kind != &wj_csv_kind) {
        return WJ_OK;
    }
    struct wj_split *split = wj_alloc(sizeof *split);
    if (split == NULL) {
        return WJ_MEMORY;
    }
    if (!wj_csv_hand_over(reader, &rest)) {
        wj_free(split);
        return WJ_OK;
    }
    split->begun = reader;
    split->source = rest.source;
    split->kernel = rest.kernel != NULL ? rest.kernel : wj_scan_kernel();
    split->before = rest.before;
    split->after_cr = rest.after_cr;
    split->block = block > 0 ? block : BLOCK;
    split->offset = rest.offset;
    split->digested = rest.offset + rest.bytes.len;
    wj_buf_add(&split->tail, rest.bytes);
    if (wj_buf_status(&split->tail) != WJ_OK || pthread_mutex_init(&split->lock, NULL) != 0) {
        wj_buf_clear(&split->tail);
        wj_free(split);
        return WJ_MEMORY;
    }
    *result = split;
    return WJ_OK;
}

struct wj_extent wj_split_start(const struct wj_split *split)
{
    return split->before;
}

bool wj_split_is_raw(const struct wj_split *split)
{
    return wj_csv_cuts_raw(split->begun);
}

/* The end of the last record that ends behind `from`; 0 where none does. `odd`: the number of
 * quotes in the bytes is. */
static size_t last_end(struct wj_slice bytes, size_t from, bool odd)
{
    for (size_t at = bytes.len; at > from; at--) {
        char byte = bytes.ptr[at - 1];
        odd = odd != (byte == '"');
        if (!odd && (byte == '\n' || byte == '\r')) {
            return at;
        }
    }
    return 0;
}

/* Reads on until a record ends; *end says where: 0 when none does before the file ends, or before
 * the bytes are too many. Quotes are counted from the chunk's start, where none is open: this is
 * right up to the first fault, and behind that nothing counts. */
static enum wj_status read_records(struct wj_split *split, struct wj_diags *diags,
                                   struct wj_buf *bytes, size_t *end)
{
    enum wj_status status = wj_buf_status(bytes);
    bool odd = split->kernel->odd(wj_buf_slice(bytes));
    *end = 0;
    while (status == WJ_OK && *end == 0 && !split->ended && bytes->len <= LONGEST) {
        size_t before = bytes->len;
        status = wj_source_raw(split->source, diags, split->block, bytes);
        if (status != WJ_OK) {
            return status;
        }
        struct wj_slice all = wj_buf_slice(bytes);
        struct wj_slice more = before > 0 ? wj_slice_from(all, before) : all; /* may be nothing */
        split->ended = more.len == 0;
        odd = odd != split->kernel->odd(more);
        *end = last_end(all, before, odd);
    }
    return status;
}

static enum wj_status next_chunk(struct wj_split *split, struct wj_diags *diags,
                                 struct wj_chunk *chunk)
{
    size_t end = 0;
    wj_buf_reset(&chunk->bytes);
    wj_buf_add(&chunk->bytes, wj_buf_slice(&split->tail));
    wj_buf_reset(&split->tail);
    enum wj_status status = read_records(split, diags, &chunk->bytes, &end);
    struct wj_decoding decoding = wj_source_decoding(split->source);
    chunk->number = split->number++;
    chunk->offset = split->offset;
    chunk->after_cr = split->after_cr;
    chunk->form = (int)decoding.form;
    chunk->neither = decoding.neither;
    chunk->cut_short = status == WJ_OK && end == 0 && !split->ended;
    if (end > 0) {
        wj_buf_add(&split->tail, wj_slice_from(wj_buf_slice(&chunk->bytes), end));
        chunk->bytes.len = end;
        split->offset += end;
        split->after_cr = chunk->bytes.ptr[end - 1] == '\r';
        status = wj_buf_status(&split->tail);
    }
    split->ended = split->ended || status != WJ_OK || chunk->cut_short;
    return status;
}

enum wj_status wj_split_next(struct wj_split *split, struct wj_diags *diags, struct wj_chunk *chunk)
{
    enum wj_status status = WJ_OK;
    pthread_mutex_lock(&split->lock);
    if (split->ended && split->tail.len == 0) {
        wj_buf_reset(&chunk->bytes);
    } else {
        status = next_chunk(split, diags, chunk);
    }
    pthread_mutex_unlock(&split->lock);
    return status;
}

void wj_split_digest(struct wj_split *split, const struct wj_chunk *chunk)
{
    uint64_t end = chunk->offset + chunk->bytes.len;
    if (end > split->digested) {
        size_t known =
            split->digested > chunk->offset ? (size_t)(split->digested - chunk->offset) : 0;
        wj_source_digest_add(split->source, wj_slice_from(wj_buf_slice(&chunk->bytes), known));
        split->digested = end;
    }
}

void wj_split_finish(struct wj_split *split)
{
    wj_source_finish(split->source);
}

enum wj_status wj_split_reader(struct wj_split *split, struct wj_reader **reader)
{
    return wj_csv_chunks(split->begun, reader);
}

void wj_split_read(struct wj_reader *reader, struct wj_chunk *chunk)
{
    struct wj_decoding decoding = {(enum wj_form)chunk->form, chunk->neither, chunk->offset};
    wj_csv_chunk(reader, chunk->bytes.ptr, chunk->bytes.len, decoding, chunk->after_cr);
}

struct wj_extent wj_split_extent(const struct wj_reader *reader)
{
    return wj_csv_extent(reader);
}

void wj_split_free(struct wj_split *split)
{
    if (split != NULL) {
        pthread_mutex_destroy(&split->lock);
        wj_buf_clear(&split->tail);
        wj_free(split);
    }
}
