#include "wjtab/read/reader.h"

#include "csv.h"
#include "decode.h"
#include "fault.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/memory.h"

enum {
    BATCH_RECORDS = 512,
    BATCH_FIELDS = 1 << 16, /* empty ones take no bytes of text */
    BATCH_BYTES = 1 << 20,
    STORE_FIRST = 4096 /* never NULL, so that an empty field has an address */
};

struct wj_reader {
    const char *path;
    struct wj_source *source;
    struct wj_csv csv;
    char delimiter;
    struct wj_buf ahead;   /* what was read to find the delimiter */
    struct wj_slice text;  /* decoded, not yet cut; in `ahead` or in the source */
    struct wj_fault fault; /* why the source ended before its time */
    bool source_ended;
    bool ended;
    bool failed;
    uint64_t number; /* records so far */

    struct wj_buf store; /* the texts of the batch's fields, one behind the other */
    struct wj_slice *fields;
    size_t field_count;
    size_t field_capacity;
    struct wj_record *records;
    size_t record_count;
    size_t record_capacity;
};

static enum wj_status keep_field(void *data, const struct wj_csv_field *field)
{
    struct wj_reader *reader = data;
    enum wj_status status = wj_grow(&reader->fields, &reader->field_capacity,
                                    reader->field_count + 1, sizeof *reader->fields);
    if (status != WJ_OK) {
        return status;
    }
    wj_buf_add(&reader->store, field->text);
    /* The store may still move: point_fields sets the addresses. */
    reader->fields[reader->field_count++] = wj_slice(NULL, field->text.len);
    return wj_buf_status(&reader->store);
}

static void point_fields(struct wj_reader *reader)
{
    const char *text = reader->store.ptr;
    for (size_t i = 0; i < reader->field_count; i++) {
        reader->fields[i].ptr = text;
        text += reader->fields[i].len;
    }
}

static enum wj_status keep_record(struct wj_reader *reader)
{
    enum wj_status status = wj_grow(&reader->records, &reader->record_capacity,
                                    reader->record_count + 1, sizeof *reader->records);
    if (status == WJ_OK) {
        reader->records[reader->record_count++] = (struct wj_record){
            .number = ++reader->number,
            .line = reader->csv.record_line,
            .first = reader->field_count - reader->csv.count,
            .count = reader->csv.count,
        };
    }
    return status;
}

/* Fetches a block, empty at the end; a fault of the source is kept until the text before it was
 * cut, for only then its line is known. */
static enum wj_status fetch(struct wj_reader *reader, struct wj_diags *diags, struct wj_slice *text)
{
    *text = wj_slice(NULL, 0);
    if (reader->source_ended) {
        return WJ_OK;
    }
    enum wj_status status = wj_source_next(reader->source, diags, text, &reader->fault);
    reader->source_ended = text->len == 0;
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
static enum wj_status find_header(struct wj_reader *reader, struct wj_diags *diags)
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
static enum wj_status find_delimiter(struct wj_reader *reader, struct wj_diags *diags)
{
    bool complete = wj_csv_guess(reader->text, &reader->delimiter);
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
        complete = wj_csv_guess(wj_buf_slice(&reader->ahead), &reader->delimiter);
        if (status == WJ_OK) {
            status = wj_buf_status(&reader->ahead);
        }
    }
    reader->text = wj_buf_slice(&reader->ahead);
    return status;
}

enum wj_status wj_reader_open(struct wj_diags *diags, const char *path,
                              const struct wj_read_options *options, struct wj_reader **result)
{
    struct wj_reader *reader = wj_alloc(sizeof *reader);
    if (reader == NULL) {
        return WJ_MEMORY;
    }
    reader->path = path;
    reader->delimiter = options->delimiter;
    wj_csv_init(&reader->csv, ',', keep_field, reader);
    enum wj_status status = wj_source_open(diags, path, options, &reader->source);
    if (status == WJ_OK) {
        status = find_header(reader, diags);
    }
    if (status == WJ_OK && reader->delimiter == '\0') {
        status = find_delimiter(reader, diags);
    }
    if (status != WJ_OK) {
        wj_reader_free(reader);
        return status;
    }
    wj_csv_delimit(&reader->csv, reader->delimiter);
    *result = reader;
    return WJ_OK;
}

/* What is left when no more text comes: a last record without line end, or a fault. */
static enum wj_status end_of_text(struct wj_reader *reader)
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
static enum wj_status next_record(struct wj_reader *reader, struct wj_diags *diags)
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
    } while (status == WJ_OK && !reader->csv.record_end);
    return status == WJ_OK ? keep_record(reader) : status;
}

static bool has_room(const struct wj_reader *reader)
{
    return reader->record_count < BATCH_RECORDS && reader->field_count < BATCH_FIELDS &&
           reader->store.len < BATCH_BYTES;
}

enum wj_status wj_reader_next(struct wj_reader *reader, struct wj_diags *diags,
                              struct wj_batch *batch)
{
    enum wj_status status = WJ_OK;
    *batch = (struct wj_batch){0};
    reader->record_count = 0;
    reader->field_count = 0;
    wj_buf_reset(&reader->store);
    if (wj_buf_reserve(&reader->store, STORE_FIRST) == NULL) {
        return WJ_MEMORY;
    }
    while (status == WJ_OK && !reader->failed && !reader->ended && has_room(reader)) {
        status = next_record(reader, diags);
        reader->failed = status == WJ_DATA;
    }
    if (status != WJ_OK && status != WJ_DATA) {
        return status;
    }
    /* What came before the fault goes out first. */
    if (reader->failed && reader->record_count == 0) {
        const struct wj_fault *fault =
            reader->csv.status == WJ_DATA ? &reader->csv.fault : &reader->fault;
        return wj_fault_report(fault, diags, WJ_DATA, reader->path);
    }
    point_fields(reader);
    *batch = (struct wj_batch){reader->records, reader->record_count, reader->fields};
    return WJ_OK;
}

enum wj_encoding wj_reader_encoding(const struct wj_reader *reader)
{
    return wj_form_encoding(wj_source_form(reader->source));
}

char wj_reader_delimiter(const struct wj_reader *reader)
{
    return reader->delimiter;
}

const char *wj_reader_digest(const struct wj_reader *reader)
{
    return wj_source_digest(reader->source);
}

void wj_reader_free(struct wj_reader *reader)
{
    if (reader == NULL) {
        return;
    }
    wj_source_free(reader->source);
    wj_csv_clear(&reader->csv);
    wj_buf_clear(&reader->ahead);
    wj_buf_clear(&reader->store);
    wj_free(reader->fields);
    wj_free(reader->records);
    wj_free(reader);
}

bool wj_record_fits(const struct wj_slice *header, size_t header_count,
                    const struct wj_slice *fields, size_t count)
{
    const struct wj_slice *longer = count > header_count ? fields : header;
    size_t longer_count = count > header_count ? count : header_count;
    size_t shorter_count = count > header_count ? header_count : count;
    for (size_t i = shorter_count; i < longer_count; i++) {
        if (longer[i].len > 0) {
            return false;
        }
    }
    return true;
}
