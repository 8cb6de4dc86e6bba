#include "wjtab/read/table.h"

#include "csv.h"
#include "decode.h"
#include "encoding.h"
#include "fault.h"
#include "kind.h"
#include "table_xlsx.h"
#include "wjtab/base/file.h"

enum { TABLE_MAX = 64 << 20, CELLS_MAX = 4 << 20 };

struct reading {
    struct wj_table *table;
    struct wj_buf text; /* the whole file as UTF-8; cells count in it until locate_cells */
    enum wj_form form;
    size_t bom;
    size_t cell_capacity;
    size_t row_capacity;
    struct wj_fault fault;
};

static enum wj_status keep_cell(void *data, const struct wj_csv_field *field)
{
    struct reading *reading = data;
    struct wj_table *table = reading->table;
    if (table->cell_count == CELLS_MAX) {
        reading->fault.kind = WJ_FAULT_TOO_MANY_CELLS;
        return WJ_DATA;
    }
    enum wj_status status = wj_grow(&table->cells, &reading->cell_capacity, table->cell_count + 1,
                                    sizeof *table->cells);
    if (status != WJ_OK) {
        return status;
    }
    const char *text = field->text.len > 0 ? wj_arena_copy(&table->texts, field->text) : "";
    if (text == NULL) {
        return WJ_MEMORY;
    }
    table->cells[table->cell_count++] = (struct wj_cell){
        .text = wj_slice(text, field->text.len),
        .line = field->line,
        .start = (size_t)field->start,
        .end = (size_t)field->end,
    };
    return WJ_OK;
}

static enum wj_status keep_row(struct reading *reading, const struct wj_csv *csv)
{
    struct wj_table *table = reading->table;
    enum wj_status status =
        wj_grow(&table->rows, &reading->row_capacity, table->row_count + 1, sizeof *table->rows);
    if (status == WJ_OK) {
        table->rows[table->row_count++] = (struct wj_row){
            .line = csv->record_line,
            .first = table->cell_count - csv->count,
            .count = csv->count,
        };
    }
    return status;
}

/* Decodes the whole file; a fault is kept until the text before it was cut. */
static enum wj_status decode_all(struct reading *reading, struct wj_diags *diags,
                                 const struct wj_read_options *options)
{
    struct wj_source *source = NULL;
    struct wj_slice block = {0};
    enum wj_status status = wj_source_bytes(wj_buf_slice(&reading->table->bytes), options, &source);
    if (status != WJ_OK) {
        return status;
    }
    do {
        status = wj_source_next(source, diags, &block, &reading->fault);
        wj_buf_add(&reading->text, block);
        if (status == WJ_OK) {
            status = wj_buf_status(&reading->text);
        }
    } while (status == WJ_OK && block.len > 0);
    reading->form = wj_source_form(source);
    reading->bom = wj_source_bom(source);
    wj_source_free(source);
    return status == WJ_DATA ? WJ_OK : status;
}

/* Cuts the text. WJ_DATA: reading->fault says why. */
static enum wj_status cut_all(struct reading *reading)
{
    struct wj_table *table = reading->table;
    struct wj_slice rest = wj_buf_slice(&reading->text);
    struct wj_csv csv;
    enum wj_status status = WJ_OK;
    wj_csv_init(&csv, table->delimiter, keep_cell, reading);
    while (status == WJ_OK && rest.len > 0) {
        size_t used = 0;
        status = wj_csv_feed(&csv, rest, &used);
        rest = wj_slice_from(rest, used);
        if (status == WJ_OK && csv.record_end) {
            status = keep_row(reading, &csv);
        }
    }
    if (status == WJ_OK && reading->fault.kind == WJ_FAULT_NONE) {
        status = wj_csv_finish(&csv);
        if (status == WJ_OK && csv.record_end) {
            status = keep_row(reading, &csv);
        }
    }
    if (csv.fault.kind != WJ_FAULT_NONE) {
        reading->fault = csv.fault;
    } else if (reading->fault.kind != WJ_FAULT_NONE) {
        wj_csv_place(&csv, &reading->fault);
        status = WJ_DATA;
    } else if (status == WJ_OK && table->row_count == 0) {
        reading->fault.kind = WJ_FAULT_EMPTY;
        status = WJ_DATA;
    }
    wj_csv_clear(&csv);
    return status;
}

/* Turns the cells' offsets from those of the text into those of the file. Cells stand in the
 * order of the file, so that one walk serves all. */
static void locate_cells(struct reading *reading)
{
    struct wj_table *table = reading->table;
    struct wj_slice raw = wj_slice_from(wj_buf_slice(&table->bytes), reading->bom);
    struct wj_slice text = wj_buf_slice(&reading->text);
    size_t text_at = 0;
    size_t raw_at = 0;
    for (size_t i = 0; i < 2 * table->cell_count; i++) {
        struct wj_cell *cell = &table->cells[i / 2];
        size_t *place = i % 2 == 0 ? &cell->start : &cell->end;
        raw_at += wj_form_offset(reading->form, wj_slice_from(raw, raw_at),
                                 wj_slice_from(text, text_at), *place - text_at);
        text_at = *place;
        *place = reading->bom + raw_at;
    }
}

static enum wj_status read_table(struct reading *reading, struct wj_diags *diags, const char *path,
                                 const struct wj_read_options *options)
{
    struct wj_table *table = reading->table;
    enum wj_status status = wj_file_read(diags, path, TABLE_MAX, &table->bytes);
    if (status == WJ_OK) {
        table->path = wj_arena_copy(&table->texts, wj_slice_of(path));
        status = table->path == NULL ? WJ_MEMORY : WJ_OK;
    }
    if (status == WJ_OK && !options->no_digest) {
        status = wj_digest_of(wj_buf_slice(&table->bytes), table->digest);
    }
    if (status == WJ_OK) {
        status = decode_all(reading, diags, options);
    }
    if (status != WJ_OK) {
        return status;
    }
    table->encoding = wj_form_encoding(reading->form);
    table->delimiter = options->delimiter;
    if (table->delimiter == '\0') {
        wj_csv_guess(&(struct wj_csv_guess){0}, wj_buf_slice(&reading->text), &table->delimiter);
    }
    status = cut_all(reading);
    if (status == WJ_DATA) {
        return wj_fault_report(&reading->fault, diags, WJ_DEFINITION, path);
    }
    if (status == WJ_OK) {
        locate_cells(reading);
    }
    return status;
}

enum wj_status wj_table_read(struct wj_diags *diags, const char *path,
                             const struct wj_read_options *options, struct wj_table *table)
{
    struct reading reading = {.table = table};
    *table = (struct wj_table){0};
    enum wj_status status = wj_path_is_workbook(path)
                                ? wj_table_read_xlsx(diags, path, options, table)
                                : read_table(&reading, diags, path, options);
    wj_buf_clear(&reading.text);
    if (status != WJ_OK) {
        wj_table_clear(table);
    }
    return status;
}

const struct wj_cell *wj_table_cell(const struct wj_table *table, size_t row, size_t column)
{
    if (row >= table->row_count || column >= table->rows[row].count) {
        return NULL;
    }
    return &table->cells[table->rows[row].first + column];
}

void wj_table_clear(struct wj_table *table)
{
    wj_buf_clear(&table->bytes);
    wj_free(table->rows);
    wj_free(table->cells);
    wj_arena_clear(&table->texts);
    *table = (struct wj_table){0};
}
