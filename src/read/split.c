#include "wjtab/read/split.h"

#include <pthread.h>
#include <string.h>

#include "csv_chunk.h"
#include "kind.h"
#include "wjtab/base/memory.h"

enum {
    BLOCK = 512 << 10,
    /* No chunk gets longer: in this many bytes without the end of a record, in whatever encoding,
     * a reader finds a record or a field that is longer than any may be, or a fault before. */
    LONGEST = 2 * (WJ_RECORD_MAX + WJ_FIELD_MAX),
    HEAD = 4096 /* bytes before a block for what is left of the one before; there is seldom more */
};

struct wj_split {
    const struct wj_reader *begun;
    struct wj_source *source;
    const struct wj_scan_kernel *kernel;
    struct wj_extent before;
    size_t block;

    pthread_mutex_t lock; /* around everything below */
    struct wj_buf tail;   /* bytes read behind the end of the last chunk */
    struct wj_scan_look tail_look;
    uint64_t offset;      /* of the tail */
    uint64_t number;      /* of the next chunk */
    bool apart;           /* each block is read by who wants it, while others read theirs */
    uint64_t read_at;     /* where the next one begins, */
    uint64_t begun_count; /* how many were begun, */
    uint64_t joined;      /* and how many of them stand behind the tail, or became chunks */
    pthread_cond_t turns; /* one more has been joined */
    bool after_cr;
    bool ended;

    uint64_t digested; /* offset up to which bytes are in the digest; by order of chunks */
};

/* What is seen of two texts, one behind the other. */
static struct wj_scan_look look_at_both(struct wj_slice before, struct wj_scan_look first,
                                        struct wj_slice behind, struct wj_scan_look second)
{
    return (struct wj_scan_look){
        .odd = first.odd != second.odd,
        .sound = first.sound && second.sound && wj_scan_joins(before, behind),
    };
}

/* Looks at the tail, which begins with a record. */
static void look_at_tail(struct wj_split *split)
{
    struct wj_slice nothing = {0};
    struct wj_slice tail = wj_buf_slice(&split->tail);
    struct wj_scan_look look = split->kernel->look(tail);
    split->tail_look = look_at_both(nothing, (struct wj_scan_look){.sound = true}, tail, look);
}

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
    pthread_cond_init(&split->turns, NULL); /* does not fail on this system */
    split->begun = reader;
    split->source = rest.source;
    split->kernel = rest.kernel != NULL ? rest.kernel : wj_scan_kernel();
    split->before = rest.before;
    split->after_cr = rest.after_cr;
    split->block = block > 0 ? block : BLOCK;
    split->offset = rest.offset;
    split->digested = rest.offset + rest.bytes.len;
    wj_buf_add(&split->tail, rest.bytes);
    look_at_tail(split);
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
                                   struct wj_buf *bytes, struct wj_scan_look *look, size_t *end)
{
    enum wj_status status = wj_buf_status(bytes);
    *look = split->tail_look;
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
        *look = look_at_both(wj_slice(all.ptr, before), *look, more, split->kernel->look(more));
        *end = last_end(all, before, look->odd);
    }
    return status;
}

/* What is known of a chunk before its end is found. */
static void begin_chunk(struct wj_split *split, struct wj_chunk *chunk)
{
    struct wj_decoding decoding = wj_source_decoding(split->source);
    chunk->number = split->number++;
    chunk->offset = split->offset;
    chunk->after_cr = split->after_cr;
    chunk->form = (int)decoding.form;
    chunk->neither = decoding.neither;
    chunk->cut_short = false;
    chunk->sound = false;
}

/* The chunk ends at `end`, or with all bytes where that is 0; what is behind becomes the tail. */
static enum wj_status end_chunk(struct wj_split *split, struct wj_chunk *chunk,
                                struct wj_slice bytes, size_t end)
{
    chunk->bytes = bytes;
    chunk->cut_short = end == 0 && !split->ended;
    wj_buf_reset(&split->tail);
    if (end > 0) {
        chunk->bytes.len = end;
        wj_buf_add(&split->tail, wj_slice_from(bytes, end));
        split->offset += end;
        split->after_cr = bytes.ptr[end - 1] == '\r';
    }
    look_at_tail(split);
    split->ended = split->ended || chunk->cut_short;
    return wj_buf_status(&split->tail);
}

/* The next chunk, whose bytes are read while nobody else reads. */
static enum wj_status next_chunk(struct wj_split *split, struct wj_diags *diags,
                                 struct wj_chunk *chunk)
{
    size_t end = 0;
    struct wj_scan_look look = {0};
    wj_buf_reset(&chunk->room);
    wj_buf_add(&chunk->room, wj_buf_slice(&split->tail));
    wj_buf_reset(&split->tail);
    enum wj_status status = read_records(split, diags, &chunk->room, &look, &end);
    begin_chunk(split, chunk);
    chunk->sound = end > 0 && look.sound;
    if (status == WJ_OK && wj_buf_reserve(&chunk->room, WJ_CHUNK_SLACK) == NULL) {
        status = WJ_MEMORY;
    }
    if (status == WJ_OK) {
        status = end_chunk(split, chunk, wj_buf_slice(&chunk->room), end);
    }
    split->ended = split->ended || status != WJ_OK;
    return status;
}

/* ---- blocks that are read apart ---- */

/* A block, with room before it. */
struct block {
    struct wj_slice bytes;
    struct wj_scan_look look;
    enum wj_status status;
};

/* Reads a block behind HEAD bytes of the chunk's room. */
static void read_block(const struct wj_split *split, struct wj_diags *diags, struct wj_chunk *chunk,
                       uint64_t offset, struct block *block)
{
    wj_buf_reset(&chunk->room);
    if (wj_buf_reserve(&chunk->room, HEAD + split->block + WJ_CHUNK_SLACK) == NULL) {
        block->status = WJ_MEMORY;
        return;
    }
    char *room = chunk->room.ptr + HEAD;
    size_t len = 0;
    block->status = wj_source_read_at(split->source, diags, room, split->block, offset, &len);
    block->bytes = wj_slice(room, len);
    block->look = split->kernel->look(block->bytes);
}

/* Puts the tail before a block. */
static enum wj_status put_together(struct wj_split *split, struct wj_chunk *chunk, size_t len,
                                   struct wj_slice *all)
{
    size_t before = split->tail.len;
    size_t moved = before > HEAD ? before - HEAD : 0;
    chunk->room.len = HEAD + len;
    if (wj_buf_reserve(&chunk->room, moved + WJ_CHUNK_SLACK) == NULL) {
        return WJ_MEMORY;
    }
    char *block = chunk->room.ptr + HEAD + moved;
    if (moved > 0) {
        memmove(block, block - moved, len);
    }
    if (before > 0) {
        memcpy(block - before, split->tail.ptr, before);
    }
    *all = wj_slice(block - before, before + len);
    return WJ_OK;
}

/* What is left when no more bytes come: the last record, without a line end; or nothing. */
static enum wj_status end_of_file(struct wj_split *split, struct wj_chunk *chunk)
{
    struct wj_slice all = {0};
    if (split->tail.len == 0) {
        return WJ_OK;
    }
    begin_chunk(split, chunk);
    enum wj_status status = put_together(split, chunk, 0, &all);
    return status == WJ_OK ? end_chunk(split, chunk, all, 0) : status;
}

/* Makes a chunk of the tail and the block behind it; an empty one with *more where no record ends
 * there. */
static enum wj_status join_block(struct wj_split *split, struct wj_chunk *chunk,
                                 const struct block *block, bool *more)
{
    struct wj_slice all = {0};
    enum wj_status status = block->status;
    size_t before = split->tail.len;
    struct wj_scan_look look =
        look_at_both(wj_buf_slice(&split->tail), split->tail_look, block->bytes, block->look);
    *more = false;
    if (split->ended) {
        return end_of_file(split, chunk);
    }
    split->ended = status != WJ_OK || block->bytes.len < split->block;
    if (status == WJ_OK && before + block->bytes.len == 0) {
        return WJ_OK;
    }
    size_t end = 0;
    if (status == WJ_OK) {
        end = last_end(block->bytes, 0, look.odd);
        end += end > 0 ? before : 0;
        if (end == 0 && !split->ended && before + block->bytes.len <= LONGEST) {
            *more = true;
            split->tail_look = look;
            wj_buf_add(&split->tail, block->bytes);
            status = wj_buf_status(&split->tail);
        }
    }
    if (*more && status == WJ_OK) {
        return WJ_OK;
    }
    *more = false;
    begin_chunk(split, chunk);
    if (status == WJ_OK) {
        status = put_together(split, chunk, block->bytes.len, &all);
    }
    chunk->sound = end > 0 && look.sound;
    return status == WJ_OK ? end_chunk(split, chunk, all, end) : status;
}

/* The next chunk; its block is read while others read theirs. Blocks are joined in their order. */
static enum wj_status next_apart(struct wj_split *split, struct wj_diags *diags,
                                 struct wj_chunk *chunk)
{
    bool more = true;
    enum wj_status status = WJ_OK;
    while (more) {
        struct block block = {0};
        uint64_t number = split->begun_count++;
        uint64_t offset = split->read_at;
        split->read_at += split->block;
        if (!split->ended) {
            pthread_mutex_unlock(&split->lock);
            read_block(split, diags, chunk, offset, &block);
            pthread_mutex_lock(&split->lock);
        }
        while (split->joined != number) {
            pthread_cond_wait(&split->turns, &split->lock);
        }
        status = join_block(split, chunk, &block, &more);
        split->ended = split->ended || status != WJ_OK;
        split->joined++;
        pthread_cond_broadcast(&split->turns);
    }
    return status;
}

enum wj_status wj_split_next(struct wj_split *split, struct wj_diags *diags, struct wj_chunk *chunk)
{
    enum wj_status status = WJ_OK;
    chunk->bytes = wj_slice(NULL, 0);
    pthread_mutex_lock(&split->lock);
    split->apart = split->apart || wj_source_may_read_at(split->source, &split->read_at);
    if (split->apart) {
        status = next_apart(split, diags, chunk);
    } else if (!split->ended || split->tail.len > 0) {
        status = next_chunk(split, diags, chunk);
    }
    pthread_mutex_unlock(&split->lock);
    return status;
}

void wj_chunk_clear(struct wj_chunk *chunk)
{
    wj_buf_clear(&chunk->room);
    *chunk = (struct wj_chunk){0};
}

void wj_split_digest(struct wj_split *split, const struct wj_chunk *chunk)
{
    uint64_t end = chunk->offset + chunk->bytes.len;
    if (end > split->digested) {
        size_t known =
            split->digested > chunk->offset ? (size_t)(split->digested - chunk->offset) : 0;
        wj_source_digest_add(split->source, wj_slice_from(chunk->bytes, known));
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
    struct wj_decoding decoding = {(enum wj_form)chunk->form, chunk->neither, chunk->offset,
                                   chunk->sound};
    wj_csv_chunk(reader, (char *)(uintptr_t)chunk->bytes.ptr, chunk->bytes.len, decoding,
                 chunk->after_cr);
}

struct wj_extent wj_split_extent(const struct wj_reader *reader)
{
    return wj_csv_extent(reader);
}

void wj_split_free(struct wj_split *split)
{
    if (split != NULL) {
        pthread_mutex_destroy(&split->lock);
        pthread_cond_destroy(&split->turns);
        wj_buf_clear(&split->tail);
        wj_free(split);
    }
}
