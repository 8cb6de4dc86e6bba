#include "csv.h"

#include <string.h>

#include "wjtab/base/memory.h"

/* libcsv takes blanks off fields unless it is told that there are none. */
static int no_blank(unsigned char byte)
{
    (void)byte;
    return 0;
}

void wj_csv_init(struct wj_csv *csv, char delimiter, wj_csv_sink *sink, void *data)
{
    *csv = (struct wj_csv){.sink = sink, .data = data, .line = 1};
    csv_init(&csv->parser, CSV_STRICT | CSV_STRICT_FINI); /* fails without a parser only */
    csv_set_space_func(&csv->parser, no_blank);
    csv_set_realloc_func(&csv->parser, wj_realloc);
    csv_set_free_func(&csv->parser, wj_free);
    memset(csv->plain, true, sizeof csv->plain);
    csv->plain[CSV_QUOTE] = false;
    csv->plain[CSV_CR] = false;
    csv->plain[CSV_LF] = false;
    csv->delimiter = delimiter;
    wj_csv_delimit(csv, delimiter);
}

void wj_csv_delimit(struct wj_csv *csv, char delimiter)
{
    csv->plain[(unsigned char)csv->delimiter] = true;
    csv->plain[(unsigned char)delimiter] = false;
    csv->delimiter = delimiter;
    csv_set_delim(&csv->parser, (unsigned char)delimiter);
}

void wj_csv_clear(struct wj_csv *csv)
{
    csv_free(&csv->parser);
}

void wj_csv_place(const struct wj_csv *csv, struct wj_fault *fault)
{
    fault->line = csv->line;
    fault->column = csv->record_end ? 1 : csv->count + 1;
}

/* The first thing that stops the reading is the one to tell. */
static void stop(struct wj_csv *csv, enum wj_fault_kind kind, uint64_t line)
{
    if (csv->status == WJ_OK) {
        csv->status = WJ_DATA;
        csv->fault = (struct wj_fault){.kind = kind, .in_quotes = csv->open};
        wj_csv_place(csv, &csv->fault);
        csv->fault.line = line;
    }
}

static void begin_field(struct wj_csv *csv)
{
    if (csv->begun) {
        return;
    }
    if (csv->count == 0) {
        csv->record_line = csv->line;
        csv->record_start = csv->offset;
    }
    csv->begun = true;
    csv->field_line = csv->line;
    csv->field_start = csv->offset;
}

/* A field ends before the byte at csv->offset. */
static void end_field(struct wj_csv *csv, struct wj_slice text)
{
    struct wj_csv_field field = {
        .text = text, .line = csv->field_line, .start = csv->field_start, .end = csv->offset};
    if (text.len > WJ_FIELD_MAX) {
        stop(csv, WJ_FAULT_FIELD_TOO_LONG, csv->field_line);
    } else if (csv->offset - csv->record_start > WJ_RECORD_MAX) {
        stop(csv, WJ_FAULT_RECORD_TOO_LONG, csv->record_line);
    } else if (csv->count == WJ_COLUMNS_MAX) {
        stop(csv, WJ_FAULT_TOO_MANY_COLUMNS, csv->line);
    }
    if (csv->status == WJ_OK) {
        csv->status = csv->sink(csv->data, &field);
    }
    csv->count++;
    csv->begun = false;
    csv->quoted = false;
    csv->open = false;
}

static void end_record(struct wj_csv *csv)
{
    csv->record_end = true;
    if (csv->header_count == 0) {
        csv->header_count = csv->count;
    }
}

static void on_field(void *text, size_t len, void *data)
{
    end_field(data, wj_slice(text, len));
}

static void on_record(int end, void *data)
{
    (void)end;
    end_record(data);
}

/* libcsv adds a fixed step to its buffer, which takes quadratic time for a long field: the step
 * grows with the buffer, and holds what comes now. */
static void set_step(struct wj_csv *csv, size_t needed)
{
    enum { SMALLEST_STEP = 4096 };
    size_t size = csv->parser.entry_size;
    size_t step = size < SMALLEST_STEP ? SMALLEST_STEP : size;
    csv_set_blk_size(&csv->parser, step < needed - size ? needed - size : step);
}

/* Hands bytes to libcsv, which must not be at odds with what we know. */
static void put(struct wj_csv *csv, const char *bytes, size_t len, enum wj_fault_kind refusal)
{
    bool closed = csv->quoted && !csv->open;
    size_t needed = csv->parser.entry_pos + len;
    /* + 1: libcsv keeps a quote until it knows whether another follows; and what ends a plain
     * field counts here, too. end_field is exact. */
    if (!closed && needed > (size_t)WJ_FIELD_MAX + 1) {
        stop(csv, WJ_FAULT_FIELD_TOO_LONG, csv->field_line);
        return;
    }
    if (needed > csv->parser.entry_size) {
        set_step(csv, needed);
    }
    if (csv_parse(&csv->parser, bytes, len, on_field, on_record, csv) == len) {
        return;
    }
    if (csv_error(&csv->parser) == CSV_EPARSE) {
        stop(csv, refusal, csv->line);
    } else if (csv->status == WJ_OK) {
        csv->status = WJ_MEMORY;
    }
}

static void put_quote(struct wj_csv *csv)
{
    if (!csv->begun) {
        begin_field(csv);
        csv->quoted = true;
    }
    csv->open = csv->quoted && !csv->open;
    put(csv, "\"", 1, WJ_FAULT_BARE_QUOTE);
}

/* A line without anything: an empty answer where there is one column, else nothing. */
static void put_blank_line(struct wj_csv *csv)
{
    if (csv->header_count == 1) {
        begin_field(csv);
        end_field(csv, wj_slice("", 0));
        end_record(csv);
    }
}

static void put_line_end(struct wj_csv *csv, char byte)
{
    bool second = byte == CSV_LF && csv->after_cr;
    if (csv->count > 0 || csv->begun) {
        begin_field(csv);
        put(csv, &byte, 1, WJ_FAULT_TEXT_AFTER_QUOTE);
    } else if (!second) {
        put_blank_line(csv);
    }
    csv->line += second ? 0 : 1;
}

static void put_special(struct wj_csv *csv, char byte)
{
    if (byte == CSV_QUOTE) {
        put_quote(csv);
    } else if (byte == csv->delimiter) {
        begin_field(csv);
        put(csv, &byte, 1, WJ_FAULT_TEXT_AFTER_QUOTE);
    } else {
        put_line_end(csv, byte);
    }
    csv->after_cr = byte == CSV_CR;
}

static size_t plain_run(const struct wj_csv *csv, struct wj_slice text)
{
    size_t len = 0;
    while (len < text.len && csv->plain[(unsigned char)text.ptr[len]]) {
        len++;
    }
    return len;
}

static void begin_record(struct wj_csv *csv)
{
    if (csv->record_end) {
        csv->record_end = false;
        csv->count = 0;
    }
}

enum wj_status wj_csv_feed(struct wj_csv *csv, struct wj_slice text, size_t *used)
{
    struct wj_slice rest = text;
    begin_record(csv);
    while (rest.len > 0 && csv->status == WJ_OK && !csv->record_end) {
        size_t len = plain_run(csv, rest);
        if (len > 0) {
            begin_field(csv);
            put(csv, rest.ptr, len, WJ_FAULT_TEXT_AFTER_QUOTE);
            csv->after_cr = false;
        } else {
            len = 1;
            put_special(csv, rest.ptr[0]);
        }
        csv->offset += len;
        rest = wj_slice_from(rest, len);
    }
    *used = text.len - rest.len;
    return csv->status;
}

void wj_csv_pass(struct wj_csv *csv, size_t bytes, bool after_cr)
{
    csv->offset += bytes;
    csv->after_cr = after_cr;
    csv->record_end = true;
}

enum wj_status wj_csv_finish(struct wj_csv *csv)
{
    begin_record(csv);
    if (csv->count > 0 || csv->begun) {
        begin_field(csv);
        if (csv_fini(&csv->parser, on_field, on_record, csv) != 0) {
            stop(csv, WJ_FAULT_UNCLOSED_QUOTE, csv->field_line);
        }
    }
    return csv->status;
}

bool wj_csv_guess(struct wj_csv_guess *guess, struct wj_slice more, char *delimiter)
{
    static const char signs[WJ_CSV_SIGNS] = {',', ';', '\t'};
    bool complete = false;
    size_t best = 0;
    for (size_t i = 0; i < more.len && !complete; i++) {
        char byte = more.ptr[i];
        bool end = byte == '\r' || byte == '\n';
        const char *sign = guess->open ? NULL : memchr(signs, byte, sizeof signs);
        guess->open = guess->open != (byte == '"');
        complete = guess->begun && !guess->open && end;
        guess->begun = guess->begun || !end;
        if (sign != NULL) {
            guess->counts[sign - signs]++;
        }
    }
    for (size_t i = 1; i < sizeof signs; i++) {
        best = guess->counts[i] > guess->counts[best] ? i : best;
    }
    *delimiter = signs[best];
    return complete;
}
