/* A table written back with a few cells changed. */
#include <string.h>

#include "convert.h"
#include "encoding.h"
#include "fault.h"
#include "table_xlsx.h"
#include "wjtab/base/text.h"
#include "wjtab/read/table.h"

struct writing {
    const struct wj_table *table;
    enum wj_form form;
    struct wj_converter converter; /* open unless the file is UTF-8 */
    struct wj_buf cell;            /* new text as UTF-8, quoted */
    size_t done;                   /* bytes of the file that stand in `out` or were replaced */
    size_t row;                    /* the row that `added` counts for */
    size_t added;                  /* fields added behind its end */
    struct wj_buf *out;
};

/* The form that the file was read in: without a mark UTF-16 is little-endian. */
static enum wj_form form_of(const struct wj_table *table)
{
    enum wj_form form = wj_form_of(table->encoding);
    wj_form_bom(wj_buf_slice(&table->bytes), &form);
    return form;
}

static bool was_quoted(const struct writing *writing, const struct wj_cell *cell)
{
    const char *start = writing->table->bytes.ptr + cell->start;
    if (cell->start == cell->end) {
        return false;
    }
    switch (writing->form) {
    case WJ_FORM_UTF16LE:
        return memcmp(start, "\"\0", 2) == 0;
    case WJ_FORM_UTF16BE:
        return memcmp(start, "\0\"", 2) == 0;
    default:
        return start[0] == '"';
    }
}

static bool needs_quotes(const struct writing *writing, struct wj_slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.ptr[i];
        if (byte == '"' || byte == '\r' || byte == '\n' || byte == writing->table->delimiter) {
            return true;
        }
    }
    return false;
}

/* Appends what `cell` holds in the file's encoding, and empties it. */
static enum wj_status put_cell(struct writing *writing)
{
    enum wj_status status = wj_buf_status(&writing->cell);
    if (status == WJ_OK && writing->form == WJ_FORM_UTF8) {
        wj_buf_add(writing->out, wj_buf_slice(&writing->cell));
    } else if (status == WJ_OK) {
        status = wj_convert_encode(&writing->converter, wj_buf_slice(&writing->cell), writing->out);
    }
    wj_buf_reset(&writing->cell);
    return status;
}

static void copy_up_to(struct writing *writing, size_t offset)
{
    struct wj_slice bytes = wj_buf_slice(&writing->table->bytes);
    if (offset > writing->done) {
        wj_buf_add(writing->out, wj_slice(bytes.ptr + writing->done, offset - writing->done));
        writing->done = offset;
    }
}

static enum wj_status replace(struct writing *writing, const struct wj_cell *cell,
                              struct wj_slice text, bool alone)
{
    /* A line with nothing on it would be no record: an only cell stays visible by its quotes. */
    bool quotes =
        was_quoted(writing, cell) || needs_quotes(writing, text) || (alone && text.len == 0);
    copy_up_to(writing, cell->start);
    writing->done = cell->end;
    if (quotes) {
        wj_text_quote(&writing->cell, text);
    } else {
        wj_buf_add(&writing->cell, text);
    }
    return put_cell(writing);
}

/* Reaches a column behind the row's end with delimiters. */
static enum wj_status append(struct writing *writing, const struct wj_table_edit *edit)
{
    const struct wj_row *row = &writing->table->rows[edit->row];
    copy_up_to(writing, writing->table->cells[row->first + row->count - 1].end);
    if (writing->row != edit->row) {
        writing->row = edit->row;
        writing->added = 0;
    }
    for (; row->count + writing->added <= edit->column; writing->added++) {
        wj_buf_add_char(&writing->cell, writing->table->delimiter);
    }
    if (needs_quotes(writing, edit->text)) {
        wj_text_quote(&writing->cell, edit->text);
    } else {
        wj_buf_add(&writing->cell, edit->text);
    }
    return put_cell(writing);
}

static bool is_after(const struct wj_table_edit *edit, const struct wj_table_edit *before)
{
    return edit->row > before->row || (edit->row == before->row && edit->column > before->column);
}

static enum wj_status apply(struct writing *writing, const struct wj_table_edit *edit)
{
    const struct wj_table *table = writing->table;
    if (edit->kept) {
        return WJ_OK;
    }
    if (edit->row >= table->row_count || edit->column >= WJ_COLUMNS_MAX) {
        return WJ_INTERNAL;
    }
    if (wj_utf8_valid(edit->text) != edit->text.len ||
        (edit->text.len > 0 && memchr(edit->text.ptr, '\0', edit->text.len) != NULL)) {
        return WJ_DEFINITION; /* the file could not be read again */
    }
    const struct wj_cell *cell = wj_table_cell(table, edit->row, edit->column);
    return cell != NULL ? replace(writing, cell, edit->text, table->rows[edit->row].count == 1)
                        : append(writing, edit);
}

enum wj_status wj_table_write(const struct wj_table *table, const struct wj_table_edit *edits,
                              size_t edit_count, struct wj_buf *out)
{
    if (table->part != NULL) {
        return wj_table_write_xlsx(table, edits, edit_count, out);
    }
    struct writing writing = {.table = table, .form = form_of(table), .row = SIZE_MAX, .out = out};
    enum wj_status status = WJ_OK;
    if (writing.form != WJ_FORM_UTF8) {
        status = wj_converter_open(&writing.converter, writing.form);
    }
    for (size_t i = 0; status == WJ_OK && i < edit_count; i++) {
        bool in_order = i == 0 || is_after(&edits[i], &edits[i - 1]);
        status = in_order ? apply(&writing, &edits[i]) : WJ_INTERNAL;
    }
    if (status == WJ_OK) {
        copy_up_to(&writing, table->bytes.len);
        status = wj_buf_status(out);
    }
    wj_converter_close(&writing.converter);
    wj_buf_clear(&writing.cell);
    return status;
}
