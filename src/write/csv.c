#include "writer.h"

#include <stdio.h>
#include <string.h>

#include "wjtab/base/memory.h"
#include "wjtab/base/text.h"

/* Would a spreadsheet program compute a cell that begins so? The full-width signs count too:
 * some East Asian versions accept them. */
static bool looks_like_formula(struct wj_slice text)
{
    int32_t first = 0;
    if (text.len > 0) {
        wj_utf8_next(text, &first);
    }
    switch (first) {
    case '=':
    case '+':
    case '-':
    case '@':
    case '\t':
    case '\r':
    case '\n':
    case 0xFF1D:
    case 0xFF0B:
    case 0xFF0D:
    case 0xFF20:
        return true;
    default:
        return false;
    }
}

static bool needs_quotes(struct wj_slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (memchr(",\"\r\n", text.ptr[i], 4) != NULL) {
            return true;
        }
    }
    return false;
}

static void add_field(struct wj_buf *out, const struct wj_grid_cell *cell)
{
    struct wj_slice text = wj_slice_of(cell->text);
    bool apostrophe = !cell->number && looks_like_formula(text);
    bool quotes = needs_quotes(text);
    wj_buf_add_text(out, quotes ? "\"" : "");
    wj_buf_add_text(out, apostrophe ? "'" : "");
    for (size_t i = 0; i < text.len; i++) {
        wj_buf_add_text(out, text.ptr[i] == '"' ? "\"" : "");
        wj_buf_add_char(out, text.ptr[i]);
    }
    wj_buf_add_text(out, quotes ? "\"" : "");
}

enum wj_status wj_write_csv(const struct wj_grid *grid, bool bom, struct wj_buf *out)
{
    wj_buf_add_text(out, bom ? "\xEF\xBB\xBF" : "");
    for (size_t row = 0; row < wj_grid_rows(grid); row++) {
        for (size_t column = 0; column < grid->columns; column++) {
            wj_buf_add_text(out, column > 0 ? "," : "");
            add_field(out, wj_grid_cell(grid, row, column));
        }
        wj_buf_add_text(out, bom ? "\r\n" : "\n");
    }
    return wj_buf_status(out);
}

static char *file_name(const char *stem)
{
    size_t size = strlen(stem) + sizeof ".csv";
    char *name = wj_alloc(size);
    if (name != NULL) {
        snprintf(name, size, "%s.csv", stem);
    }
    return name;
}

static enum wj_status add_grid(const struct wj_report *report, const struct wj_grid *grid,
                               struct wj_made_list *made)
{
    struct wj_made *file = wj_made_add(made, NULL);
    if (file == NULL) {
        return WJ_MEMORY;
    }
    file->own_name = file_name(grid->name);
    file->name = file->own_name;
    return file->name != NULL ? wj_write_csv(grid, report->bom, &file->bytes) : WJ_MEMORY;
}

static enum wj_status write_csv(struct wj_diags *diags, const struct wj_report *report,
                                struct wj_made_list *made)
{
    (void)diags;
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < report->grid_count; i++) {
        status = add_grid(report, &report->grids[i], made);
    }
    if (status == WJ_OK && report->scoring.name != NULL) {
        struct wj_made *file = wj_made_add(made, report->scoring.name);
        if (file == NULL) {
            return WJ_MEMORY;
        }
        wj_buf_add(&file->bytes, wj_buf_slice(&report->scoring.bytes));
        status = wj_buf_status(&file->bytes);
    }
    return status;
}

const struct wj_writer wj_csv_writer = {WJ_FORMAT_CSV, write_csv};
