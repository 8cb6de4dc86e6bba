#include "csv_reader.h"

#include <string.h>

#include "csv_chunk.h"
#include "csv_cut.h"
#include "decode.h"
#include "fault.h"
#include "kind.h"
#include "store.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/memory.h"

struct csv_reader {
    struct wj_reader head;
    const char *path;
    struct wj_source *source;
    struct wj_csv csv;
    char delimiter;
    struct wj_buf ahead;           /* what was read to find the delimiter */
    struct wj_slice text;          /* decoded, not yet cut; in `ahead` or in the source */
    struct wj_fault fault;         /* why the source ended before its time */
    struct wj_converter converter; /* of a chunk that is cut before it is decoded */
    struct wj_slice raw;           /* that chunk, from the next record on; else empty */
    struct wj_decoding decoding;   /* of it */
    bool in_chunks;
    bool cuts_raw;
    bool header_alone;
    bool source_ended;
    bool ended;
    bool failed;
    bool fresh; /* `text` was fetched, and the cutter does not know it */
    struct wj_cutter cutter;
    struct wj_store store;
};

static enum wj_status keep_field(void *data, const struct wj_csv_field *field)
{
    struct csv_reader *reader = data;
    return wj_store_field(&reader->store, field->text);
}

static enum wj_status keep_record(struct csv_reader *reader)
{
    return wj_store_record(&reader->store, reader->csv.record_line, reader->csv.count);
}

/* Fetches a block, empty at the end; a fault of the source is kept until the text before it was
 * cut, for only then its line is known. */
static enum wj_status fetch(struct csv_reader *reader, struct wj_diags *diags,
                            struct wj_slice *text)
{
    *text = wj_slice(NULL, 0);
    if (reader->source_ended) {
        return WJ_OK;
    }
    enum wj_status status = wj_source_next(reader->source, diags, text, &reader->fault);
    reader->source_ended = text->len == 0;
    reader->fresh = true;
    return status == WJ_DATA ? WJ_OK : status;
}

static bool is_blank(struct wj_slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '\r' && text.ptr[i] != '\n') {
            return false;
        }
    }
    return true;
}

/* Passes over blank lines, in blocks, up to the block in which the header begins. */
static enum wj_status find_header(struct csv_reader *reader, struct wj_diags *diags)
{
    enum wj_status status = fetch(reader, diags, &reader->text);
    while (status == WJ_OK && reader->text.len > 0 && is_blank(reader->text)) {
        size_t used = 0;
        status = wj_csv_feed(&reader->csv, reader->text, &used);
        if (status == WJ_OK) {
            status = fetch(reader, diags, &reader->text);
        }
    }
    if (status == WJ_OK && reader->text.len == 0) {
        if (reader->fault.kind == WJ_FAULT_NONE) {
            reader->fault.kind = WJ_FAULT_EMPTY;
        } else {
            wj_csv_place(&reader->csv, &reader->fault);
        }
        status = wj_fault_report(&reader->fault, diags, WJ_DATA, reader->path);
    }
    return status;
}

/* Reads on until the header's end is at hand, and takes the delimiter from it. */
static enum wj_status find_delimiter(struct csv_reader *reader, struct wj_diags *diags)
{
    struct wj_csv_guess guess = {0};
    bool complete = wj_csv_guess(&guess, reader->text, &reader->delimiter);
    if (complete) {
        return WJ_OK;
    }
    wj_buf_add(&reader->ahead, reader->text);
    enum wj_status status = wj_buf_status(&reader->ahead);
    while (status == WJ_OK && !complete && !reader->source_ended &&
           reader->ahead.len <= WJ_RECORD_MAX) {
        struct wj_slice more = {0};
        status = fetch(reader, diags, &more);
        wj_buf_add(&reader->ahead, more);
        complete = wj_csv_guess(&guess, more, &reader->delimiter);
        if (status == WJ_OK) {
            status = wj_buf_status(&reader->ahead);
        }
    }
    reader->text = wj_buf_slice(&reader->ahead);
    return status;
}

static bool fits_csv(struct wj_slice start)
{
    (void)start;
    return true;
}

static void free_csv(struct wj_reader *head)
{
    struct csv_reader *reader = (struct csv_reader *)head;
    wj_source_free(reader->source);
    wj_converter_close(&reader->converter);
    wj_csv_clear(&reader->csv);
    wj_buf_clear(&reader->ahead);
    wj_store_clear(&reader->store);
    wj_free(reader);
}

enum wj_status wj_csv_open(struct wj_diags *diags, const char *path,
                           const struct wj_read_options *options, const struct wj_csv_way *way,
                           struct wj_reader **result)
{
    struct csv_reader *reader = wj_alloc(sizeof *reader);
    if (reader == NULL) {
        return WJ_MEMORY;
    }
    reader->head.kind = &wj_csv_kind;
    reader->path = path;
    reader->delimiter = options->delimiter;
    reader->header_alone = options->header_alone;
    wj_csv_init(&reader->csv, ',', keep_field, reader);
    reader->cutter.kernel = way->kernel;
    enum wj_status status = wj_source_open(diags, path, options, &reader->source);
    if (status == WJ_OK) {
        wj_source_tune(reader->source, way->kernel, way->block);
        status = find_header(reader, diags);
    }
    if (status == WJ_OK && reader->delimiter == '\0') {
        status = find_delimiter(reader, diags);
    }
    if (status != WJ_OK) {
        free_csv(&reader->head);
        return status;
    }
    wj_csv_delimit(&reader->csv, reader->delimiter);
    *result = &reader->head;
    return WJ_OK;
}

static enum wj_status open_csv(struct wj_diags *diags, const char *path,
                               const struct wj_read_options *options, struct wj_reader **result)
{
    struct wj_csv_way way = {.kernel = wj_scan_kernel(), .block = options->block};
    return wj_csv_open(diags, path, options, &way, result);
}

/* What is left when no more text comes: a last record without line end, or a fault. */
static enum wj_status end_of_text(struct csv_reader *reader)
{
    if (reader->fault.kind != WJ_FAULT_NONE) {
        wj_csv_place(&reader->csv, &reader->fault);
        return WJ_DATA;
    }
    reader->ended = true;
    enum wj_status status = wj_csv_finish(&reader->csv);
    return status == WJ_OK && reader->csv.record_end ? keep_record(reader) : status;
}

/* Cuts up to the end of the next record. */
static enum wj_status next_record(struct csv_reader *reader, struct wj_diags *diags)
{
    enum wj_status status = WJ_OK;
    do {
        size_t used = 0;
        if (reader->text.len == 0) {
            wj_buf_clear(&reader->ahead);
            status = fetch(reader, diags, &reader->text);
        }
        if (status == WJ_OK && reader->text.len == 0) {
            return end_of_text(reader);
        }
        if (status == WJ_OK) {
            status = wj_csv_feed(&reader->csv, reader->text, &used);
            reader->text = wj_slice_from(reader->text, used);
        }
        if (status == WJ_OK && !reader->fresh) {
            wj_cutter_pass(&reader->cutter, used);
        }
    } while (status == WJ_OK && !reader->csv.record_end);
    return status == WJ_OK ? keep_record(reader) : status;
}

/* The text of a chunk stands in the chunk where nothing had to be decoded. */
static size_t slack_behind(const struct csv_reader *reader)
{
    return reader->in_chunks && reader->decoding.form == WJ_FORM_UTF8 ? WJ_CHUNK_SLACK : 0;
}

/* Cuts what the scan can cut: records that begin and end in this text, with nothing odd. */
static enum wj_status cut_records(struct csv_reader *reader)
{
    size_t used = 0;
    if (reader->cutter.kernel == NULL || reader->csv.header_count == 0 || reader->text.len == 0) {
        return WJ_OK;
    }
    if (reader->fresh) {
        reader->fresh = false;
        wj_cutter_begin(&reader->cutter, reader->delimiter, reader->text, slack_behind(reader));
    }
    enum wj_status status = wj_cutter_cut(&reader->cutter, &reader->csv, &reader->store, &used);
    reader->text = wj_slice_from(reader->text, used);
    return status;
}

/* Is there room for the next record, which is not for the scan? It may need the next block, and the
 * slices point into this one. */
static bool may_go_on(const struct csv_reader *reader)
{
    return wj_store_has_room(&reader->store) &&
           (!reader->store.borrows || wj_cutter_ends(&reader->cutter));
}

/* ---- a chunk that is cut before it is decoded ---- */

enum { RAW_PIECE = 4096 /* bytes that are decoded for a record that the scan leaves, at least */ };

/* Cuts what the scan can cut of bytes that are not decoded; the fields are. */
static enum wj_status cut_raw_records(struct csv_reader *reader)
{
    size_t used = 0;
    if (reader->raw.len == 0) {
        return WJ_OK;
    }
    if (reader->fresh) {
        reader->fresh = false;
        wj_cutter_begin(&reader->cutter, reader->delimiter, reader->raw, WJ_CHUNK_SLACK);
    }
    reader->cutter.converter = &reader->converter;
    enum wj_status status = wj_cutter_cut(&reader->cutter, &reader->csv, &reader->store, &used);
    reader->cutter.converter = NULL;
    reader->raw = wj_slice_from(reader->raw, used);
    reader->decoding.offset += used;
    return status;
}

/* Some bytes up to a line end: that is never part of a character. */
static size_t piece_length(struct wj_slice raw)
{
    size_t len = raw.len < RAW_PIECE ? raw.len : RAW_PIECE;
    while (len < raw.len && raw.ptr[len - 1] != '\n' && raw.ptr[len - 1] != '\r') {
        len++;
    }
    return len;
}

/* Decodes the next piece, where the one before is used up. */
static enum wj_status fetch_piece(struct csv_reader *reader, struct wj_diags *diags,
                                  struct wj_slice *piece)
{
    enum wj_status status = WJ_OK;
    if (piece->len > 0) {
        status = fetch(reader, diags, &reader->text); /* empty, or what its end is worth */
    }
    if (status != WJ_OK || reader->text.len > 0 || reader->fault.kind != WJ_FAULT_NONE) {
        return status;
    }
    reader->raw = wj_slice_from(reader->raw, piece->len);
    reader->decoding.offset += piece->len;
    *piece = wj_slice(reader->raw.ptr, piece_length(reader->raw));
    if (piece->len == 0) {
        return WJ_OK;
    }
    wj_source_piece(reader->source, (char *)(uintptr_t)piece->ptr, piece->len, reader->decoding);
    reader->source_ended = false;
    return fetch(reader, diags, &reader->text);
}

/* Cuts the next record, which the scan left, with care. */
static enum wj_status next_raw_record(struct csv_reader *reader, struct wj_diags *diags)
{
    struct wj_slice piece = {0};
    struct wj_slice decoded = {0};
    enum wj_status status = WJ_OK;
    do {
        size_t used = 0;
        if (reader->text.len == 0) {
            status = fetch_piece(reader, diags, &piece);
            decoded = reader->text;
        }
        if (status == WJ_OK && reader->text.len == 0) {
            return end_of_text(reader);
        }
        if (status == WJ_OK) {
            status = wj_csv_feed(&reader->csv, reader->text, &used);
            reader->text = wj_slice_from(reader->text, used);
        }
    } while (status == WJ_OK && !reader->csv.record_end);
    if (status != WJ_OK) {
        return status;
    }
    size_t used = wj_form_offset(WJ_FORM_GB18030, piece, decoded, decoded.len - reader->text.len);
    reader->raw = wj_slice_from(reader->raw, used);
    reader->decoding.offset += used;
    reader->text = wj_slice(NULL, 0);
    reader->fresh = true;
    return keep_record(reader);
}

static enum wj_status next_csv(struct wj_reader *head, struct wj_diags *diags,
                               struct wj_batch *batch)
{
    struct csv_reader *reader = (struct csv_reader *)head;
    *batch = (struct wj_batch){0};
    enum wj_status status = wj_store_reset(&reader->store);
    bool header = reader->header_alone && reader->csv.header_count == 0;
    bool more = true;
    while (status == WJ_OK && more && !reader->failed && !reader->ended) {
        status = reader->cuts_raw ? cut_raw_records(reader) : cut_records(reader);
        more = reader->cuts_raw ? wj_store_has_room(&reader->store) : may_go_on(reader);
        if (status == WJ_OK && more) {
            status = reader->cuts_raw ? next_raw_record(reader, diags) : next_record(reader, diags);
            reader->failed = status == WJ_DATA;
        }
        more = more && !header;
    }
    if (status != WJ_OK && status != WJ_DATA) {
        return status;
    }
    /* What came before the fault goes out first. */
    if (reader->failed && reader->store.record_count == 0) {
        const struct wj_fault *fault =
            reader->csv.status == WJ_DATA ? &reader->csv.fault : &reader->fault;
        return wj_fault_report(fault, diags, WJ_DATA, reader->path);
    }
    *batch = wj_store_batch(&reader->store);
    return WJ_OK;
}

static enum wj_encoding encoding_csv(const struct wj_reader *head)
{
    return wj_form_encoding(wj_source_form(((const struct csv_reader *)head)->source));
}

static char delimiter_csv(const struct wj_reader *head)
{
    return ((const struct csv_reader *)head)->delimiter;
}

static const char *digest_csv(const struct wj_reader *head)
{
    return wj_source_digest(((const struct csv_reader *)head)->source);
}

static void offer_csv(struct wj_reader *head, const struct wj_taker *taker)
{
    ((struct csv_reader *)head)->cutter.taker = *taker;
}

const struct wj_reader_kind wj_csv_kind = {
    "csv",         fits_csv,   open_csv, next_csv,  encoding_csv,
    delimiter_csv, digest_csv, free_csv, offer_csv,
};

/* ---- in chunks ---- */

bool wj_csv_hand_over(struct wj_reader *head, struct wj_csv_rest *rest)
{
    struct csv_reader *reader = (struct csv_reader *)head;
    bool between = !reader->ended && !reader->failed && reader->csv.record_end;
    if (!between || reader->ahead.len > 0 || !wj_source_may_hand_over(reader->source)) {
        return false;
    }
    *rest = (struct wj_csv_rest){
        .source = reader->source,
        .kernel = reader->cutter.kernel,
        .before = {.records = reader->store.number, .lines = reader->csv.line - 1},
        .after_cr = reader->csv.after_cr,
    };
    rest->bytes = wj_source_hand_over(reader->source, reader->text.ptr, &rest->offset);
    return true;
}

enum wj_status wj_csv_chunks(const struct wj_reader *head, struct wj_reader **result)
{
    const struct csv_reader *begun = (const struct csv_reader *)head;
    struct csv_reader *reader = wj_alloc(sizeof *reader);
    if (reader == NULL) {
        return WJ_MEMORY;
    }
    reader->head.kind = &wj_csv_kind;
    reader->path = begun->path;
    reader->delimiter = begun->delimiter;
    wj_csv_init(&reader->csv, reader->delimiter, keep_field, reader);
    reader->csv.header_count = begun->csv.header_count;
    reader->cutter.kernel = begun->cutter.kernel;
    reader->ended = true;
    reader->in_chunks = true;
    if (wj_source_pieces(&reader->source) != WJ_OK) {
        free_csv(&reader->head);
        return WJ_MEMORY;
    }
    wj_source_tune(reader->source, reader->cutter.kernel, 0);
    *result = &reader->head;
    return WJ_OK;
}

bool wj_csv_cuts_raw(const struct wj_reader *head)
{
    const struct csv_reader *reader = (const struct csv_reader *)head;
    bool digit = reader->delimiter >= '0' && reader->delimiter <= '9';
    return wj_source_form(reader->source) == WJ_FORM_GB18030 && reader->cutter.kernel != NULL &&
           reader->delimiter < 0x40 && !digit;
}

/* Only for who asked wj_csv_cuts_raw of the file. A NUL is found by decoding alone. */
static bool may_cut_raw(struct csv_reader *reader)
{
    struct wj_slice raw = reader->raw;
    if (!reader->cutter.taker.raw || reader->decoding.form != WJ_FORM_GB18030) {
        return false;
    }
    reader->cutter.valid = reader->cutter.kernel->pairs(raw);
    return (reader->cutter.valid || memchr(raw.ptr, '\0', raw.len) == NULL) &&
           (reader->converter.opened ||
            wj_converter_open(&reader->converter, WJ_FORM_GB18030) == WJ_OK);
}

void wj_csv_chunk(struct wj_reader *head, char *bytes, size_t len, struct wj_decoding decoding,
                  bool after_cr)
{
    struct csv_reader *reader = (struct csv_reader *)head;
    reader->decoding = decoding;
    reader->raw = wj_slice(bytes, len);
    reader->cuts_raw = may_cut_raw(reader);
    if (!reader->cuts_raw) {
        wj_source_piece(reader->source, bytes, len, decoding);
    }
    reader->csv.line = 1;
    wj_csv_pass(&reader->csv, 0, after_cr);
    wj_cutter_begin(&reader->cutter, reader->delimiter, wj_slice(NULL, 0), 0);
    reader->store.number = 0;
    reader->text = wj_slice(NULL, 0);
    reader->source_ended = false;
    reader->ended = false;
    reader->fresh = reader->cuts_raw;
}

struct wj_extent wj_csv_extent(const struct wj_reader *head)
{
    const struct csv_reader *reader = (const struct csv_reader *)head;
    return (struct wj_extent){.records = reader->store.number, .lines = reader->csv.line - 1};
}
