/* A table that stands in a workbook: scoring files, facts and the like as people keep them, with
 * title rows above the header. */
#include "table_xlsx.h"

#include <string.h>

#include "store.h"
#include "wjtab/base/file.h"
#include "wjtab/base/number.h"
#include "wjtab/base/text.h"
#include "xlsx_book.h"
#include "xlsx_sheet.h"
#include "xlsx_strings.h"
#include "xlsx_styles.h"

enum { BOOK_MAX = 64 << 20, CELLS_MAX = 4 << 20 };

struct reading {
    struct wj_table *table;
    const char *key;
    struct wj_xlsx_package package;
    struct wj_xlsx_book book;
    struct wj_xlsx_strings strings;
    struct wj_xlsx_styles styles;
    size_t cell_capacity;
    size_t row_capacity;
    bool formulas; /* stand for themselves */
};

static enum wj_status refuse_size(const struct reading *reading, struct wj_diags *diags)
{
    struct wj_fault fault = {.kind = WJ_FAULT_TOO_MANY_CELLS};
    return wj_fault_report(&fault, diags, WJ_DEFINITION, reading->package.path);
}

static enum wj_status keep_row(struct reading *reading, struct wj_diags *diags,
                               const struct wj_record *record, const struct wj_slice *fields)
{
    struct wj_table *table = reading->table;
    if (table->cell_count + record->count > CELLS_MAX) {
        return refuse_size(reading, diags);
    }
    if (wj_grow(&table->rows, &reading->row_capacity, table->row_count + 1, sizeof *table->rows) !=
            WJ_OK ||
        wj_grow(&table->cells, &reading->cell_capacity, table->cell_count + record->count,
                sizeof *table->cells) != WJ_OK) {
        return WJ_MEMORY;
    }
    table->rows[table->row_count++] =
        (struct wj_row){.line = record->line, .first = table->cell_count, .count = record->count};
    for (size_t i = 0; i < record->count; i++) {
        const char *text = wj_arena_copy(&table->texts, fields[i]);
        if (text == NULL) {
            return WJ_MEMORY;
        }
        table->cells[table->cell_count++] =
            (struct wj_cell){.text = wj_slice(text, fields[i].len), .line = record->line};
    }
    return WJ_OK;
}

static enum wj_status keep_rows(struct reading *reading, struct wj_diags *diags,
                                struct wj_xlsx_sheet *sheet)
{
    struct wj_store store = {0};
    enum wj_status status = WJ_OK;
    bool found = true;
    while (status == WJ_OK && found) {
        sheet->width = 0; /* every row as it is: which one is the header shows later */
        status = wj_store_reset(&store);
        if (status == WJ_OK) {
            status = wj_xlsx_sheet_next(sheet, diags, &store, &found);
        }
        if (status == WJ_OK && found) {
            struct wj_batch batch = wj_store_batch(&store);
            status = keep_row(reading, diags, &batch.records[0], batch.fields);
        }
    }
    wj_store_clear(&store);
    return status;
}

static enum wj_status read_sheet(struct reading *reading, struct wj_diags *diags,
                                 const struct wj_xlsx_sheet_entry *entry)
{
    struct wj_xlsx_sheet sheet = {.strings = &reading->strings,
                                  .styles = &reading->styles,
                                  .from_1904 = reading->book.from_1904,
                                  .uncomputed = true,
                                  .formulas = reading->formulas};
    struct wj_table *table = reading->table;
    table->row_count = 0;
    table->cell_count = 0;
    table->part = wj_arena_copy(&table->texts, wj_slice_of(entry->part));
    enum wj_status status = table->part != NULL
                                ? wj_xlsx_sheet_open(&sheet, &reading->package, diags, entry->part)
                                : WJ_MEMORY;
    if (status == WJ_OK) {
        status = keep_rows(reading, diags, &sheet);
    }
    wj_xlsx_sheet_close(&sheet);
    return status;
}

/* ---- the header ---- */

static bool is_key(struct wj_buf *clean, struct wj_slice text, const char *key)
{
    wj_buf_reset(clean);
    return wj_text_clean(clean, text, false) == WJ_OK && wj_slice_is(wj_buf_slice(clean), key);
}

static size_t filled_cells(const struct wj_table *table, size_t row)
{
    size_t count = 0;
    for (size_t i = 0; i < table->rows[row].count; i++) {
        count += wj_text_trim(table->cells[table->rows[row].first + i].text).len > 0 ? 1 : 0;
    }
    return count;
}

/* The first row with a cell that bears the key; row_count when there is none. */
static enum wj_status find_key(const struct reading *reading, size_t *row)
{
    const struct wj_table *table = reading->table;
    struct wj_buf clean = {0};
    bool found = false;
    *row = 0;
    while (reading->key != NULL && *row < table->row_count) {
        for (size_t i = 0; !found && i < table->rows[*row].count; i++) {
            found = is_key(&clean, table->cells[table->rows[*row].first + i].text, reading->key);
        }
        if (found) {
            break;
        }
        (*row)++;
    }
    enum wj_status status = wj_buf_status(&clean);
    wj_buf_clear(&clean);
    *row = found ? *row : table->row_count;
    return status;
}

/* Drops the rows above the header: what is left begins with it. */
static void begin_at(struct wj_table *table, size_t row)
{
    memmove(table->rows, table->rows + row, (table->row_count - row) * sizeof *table->rows);
    table->row_count -= row;
}

/* Without the key a title is what stands alone in its row. */
static enum wj_status begin_behind_titles(struct reading *reading, struct wj_diags *diags)
{
    struct wj_table *table = reading->table;
    size_t row = 0;
    if (table->row_count == 0) {
        struct wj_fault fault = {.kind = WJ_FAULT_EMPTY};
        return wj_fault_report(&fault, diags, WJ_DEFINITION, reading->package.path);
    }
    while (row + 1 < table->row_count && filled_cells(table, row) < 2) {
        row++;
    }
    begin_at(table, filled_cells(table, row) < 2 ? 0 : row);
    return WJ_OK;
}

/* ---- the sheet ---- */

static enum wj_status read_first(struct reading *reading, struct wj_diags *diags)
{
    const struct wj_xlsx_sheet_entry *entry = NULL;
    enum wj_status status =
        wj_xlsx_book_sheet(&reading->book, diags, reading->package.path, NULL, &entry);
    if (status == WJ_OK) {
        status = read_sheet(reading, diags, entry);
    }
    return status == WJ_OK ? begin_behind_titles(reading, diags) : status;
}

/* Takes the first visible sheet with the key in it, else the first one. */
static enum wj_status read_sheets(struct reading *reading, struct wj_diags *diags)
{
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < reading->book.sheet_count; i++) {
        const struct wj_xlsx_sheet_entry *entry = &reading->book.sheets[i];
        size_t row = 0;
        if (entry->hidden || entry->part == NULL) {
            continue;
        }
        status = read_sheet(reading, diags, entry);
        if (status == WJ_OK) {
            status = find_key(reading, &row);
        }
        if (status == WJ_OK && row < reading->table->row_count) {
            begin_at(reading->table, row);
            return WJ_OK;
        }
    }
    return status == WJ_OK ? read_first(reading, diags) : status;
}

static enum wj_status read_book(struct reading *reading, struct wj_diags *diags, const char *path,
                                bool no_digest)
{
    struct wj_table *table = reading->table;
    const struct wj_xlsx_package *package = &reading->package;
    enum wj_status status = wj_file_read(diags, path, BOOK_MAX, &table->bytes);
    if (status == WJ_OK && !no_digest) {
        status = wj_digest_of(wj_buf_slice(&table->bytes), table->digest);
    }
    if (status == WJ_OK) {
        table->path = wj_arena_copy(&table->texts, wj_slice_of(path));
        status = table->path != NULL ? wj_xlsx_package_open(&reading->package, diags, path, NULL)
                                     : WJ_MEMORY;
    }
    if (status == WJ_OK) {
        status = wj_xlsx_book_read(&reading->book, package, diags);
    }
    if (status == WJ_OK && reading->book.styles != NULL) {
        table->styles = wj_arena_copy(&table->texts, wj_slice_of(reading->book.styles));
        status = table->styles != NULL ? WJ_OK : WJ_MEMORY;
    }
    if (status == WJ_OK) {
        status = wj_xlsx_strings_read(&reading->strings, package, diags, reading->book.strings);
    }
    if (status == WJ_OK) {
        status = wj_xlsx_styles_read(&reading->styles, package, diags, reading->book.styles);
    }
    return status == WJ_OK ? read_sheets(reading, diags) : status;
}

static void clear(struct reading *reading)
{
    wj_xlsx_styles_clear(&reading->styles);
    wj_xlsx_strings_clear(&reading->strings);
    wj_xlsx_book_clear(&reading->book);
    wj_xlsx_package_close(&reading->package);
}

enum wj_status wj_table_read_xlsx(struct wj_diags *diags, const char *path,
                                  const struct wj_read_options *options, struct wj_table *table)
{
    struct reading reading = {.table = table, .key = options->header};
    table->encoding = WJ_ENCODING_UTF8;
    enum wj_status status = read_book(&reading, diags, path, options->no_digest);
    clear(&reading);
    return status == WJ_DATA ? WJ_DEFINITION : status;
}

/* ---- before and after ---- */

/* Every cell of the sheet that an earlier reading chose: formulas, and values without formats. */
static enum wj_status read_again(struct wj_slice bytes, const struct wj_table *table,
                                 struct wj_table *again)
{
    struct wj_diags diags = {0};
    struct reading reading = {.table = again, .formulas = true};
    struct wj_xlsx_sheet_entry entry = {.part = table->part};
    enum wj_status status = wj_xlsx_package_of(&reading.package, table->path, bytes);
    if (status == WJ_OK) {
        status = wj_xlsx_book_read(&reading.book, &reading.package, &diags);
    }
    if (status == WJ_OK) {
        status =
            wj_xlsx_strings_read(&reading.strings, &reading.package, &diags, reading.book.strings);
    }
    if (status == WJ_OK) {
        status = read_sheet(&reading, &diags, &entry);
    }
    clear(&reading);
    wj_diags_clear(&diags);
    return status == WJ_MEMORY ? WJ_MEMORY : status == WJ_OK ? WJ_OK : WJ_DEFINITION;
}

/* Does the cell hold what was written? Programs keep numbers as binary fractions. */
static bool holds(struct wj_slice cell, struct wj_slice text)
{
    mpq_t found;
    mpq_t wanted;
    mpq_inits(found, wanted, NULL);
    bool same = wj_slice_equal(cell, text);
    if (!same && wj_number_parse(found, cell, 0) &&
        wj_number_parse(wanted, text, WJ_NUMBER_PERCENT)) {
        mpq_sub(found, found, wanted);
        mpq_abs(found, found);
        mpq_set_str(wanted, "1/100000000000", 10);
        same = mpq_cmp(found, wanted) < 0;
    }
    mpq_clears(found, wanted, NULL);
    return same;
}

static struct wj_slice text_at(const struct wj_table *table, size_t row, size_t column)
{
    const struct wj_cell *cell = wj_table_cell(table, row, column);
    return cell != NULL ? cell->text : wj_slice("", 0);
}

static bool same_row(const struct wj_table *before, const struct wj_table *after, size_t row,
                     const struct wj_table_edit *edits, size_t edit_count)
{
    size_t width = before->rows[row].count > after->rows[row].count ? before->rows[row].count
                                                                    : after->rows[row].count;
    for (size_t column = 0, edit = 0; column < width; column++) {
        struct wj_slice old = text_at(before, row, column);
        struct wj_slice new = text_at(after, row, column);
        while (edit < edit_count && edits[edit].column < column) {
            edit++;
        }
        bool edited = edit < edit_count && edits[edit].column == column && !edits[edit].kept;
        bool formula = old.len > 0 && old.ptr[0] == '=';
        if (edited && !formula ? !holds(new, edits[edit].text) : !wj_slice_equal(old, new)) {
            return false;
        }
    }
    return true;
}

static bool same_but_edits(const struct wj_table *table, const struct wj_table *before,
                           const struct wj_table *after, const struct wj_table_edit *edits,
                           size_t edit_count)
{
    bool same = before->row_count == after->row_count;
    size_t edit = 0;
    for (size_t row = 0; same && row < before->row_count; row++) {
        uint64_t line = before->rows[row].line;
        size_t first = edit;
        while (edit < edit_count && table->rows[edits[edit].row].line == line) {
            edit++;
        }
        same = after->rows[row].line == line &&
               same_row(before, after, row, edits + first, edit - first);
    }
    return same && edit == edit_count;
}

enum wj_status wj_table_check_xlsx(const struct wj_table *table, const struct wj_table_edit *edits,
                                   size_t edit_count, struct wj_slice written)
{
    struct wj_table before = {0};
    struct wj_table after = {0};
    enum wj_status status = read_again(wj_buf_slice(&table->bytes), table, &before);
    if (status == WJ_OK) {
        status = read_again(written, table, &after);
    }
    if (status == WJ_OK && !same_but_edits(table, &before, &after, edits, edit_count)) {
        status = WJ_DEFINITION;
    }
    wj_table_clear(&before);
    wj_table_clear(&after);
    return status;
}
