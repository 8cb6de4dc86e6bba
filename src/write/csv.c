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

static void add_rows(const struct wj_grid *grid, bool bom, struct wj_buf *out)
{
    for (size_t row = 0; row < wj_grid_rows(grid); row++) {
        for (size_t column = 0; column < grid->columns; column++) {
            wj_buf_add_text(out, column > 0 ? "," : "");
            add_field(out, wj_grid_cell(grid, row, column));
        }
        wj_buf_add_text(out, bom ? "\r\n" : "\n");
    }
}

/* Appends some of the rows that follow; none behind the last. */
static enum wj_status add_more(const struct wj_grid *grid, bool bom, struct wj_buf *out)
{
    struct wj_arena arena = {0};
    struct wj_grid rows = {.columns = grid->columns, .arena = &arena};
    enum wj_status status = grid->more->next(grid->more, &rows);
    if (status == WJ_OK) {
        add_rows(&rows, bom, out);
        status = wj_buf_status(out);
    }
    wj_grid_clear(&rows);
    wj_arena_clear(&arena);
    return status;
}

enum wj_status wj_write_csv(const struct wj_grid *grid, bool bom, struct wj_buf *out)
{
    enum wj_status status = WJ_OK;
    wj_buf_add_text(out, bom ? "\xEF\xBB\xBF" : "");
    add_rows(grid, bom, out);
    size_t before = 0;
    while (grid->more != NULL && status == WJ_OK && out->len > before) {
        before = out->len;
        status = add_more(grid, bom, out);
    }
    return status == WJ_OK ? wj_buf_status(out) : status;
}

/* The same for a grid with rows that follow, a piece after the other. */
static enum wj_status spill_csv(struct wj_diags *diags, const struct wj_grid *grid, bool bom,
                                struct wj_spill *out)
{
    struct wj_buf piece = {0};
    wj_buf_add_text(&piece, bom ? "\xEF\xBB\xBF" : "");
    add_rows(grid, bom, &piece);
    enum wj_status status = wj_buf_status(&piece);
    while (status == WJ_OK && piece.len > 0) {
        status = wj_spill_add(out, diags, wj_buf_slice(&piece));
        wj_buf_reset(&piece);
        if (status == WJ_OK) {
            status = add_more(grid, bom, &piece);
        }
    }
    wj_buf_clear(&piece);
    return status;
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

static enum wj_status add_grid(struct wj_diags *diags, const struct wj_report *report,
                               const struct wj_grid *grid, struct wj_made_list *made)
{
    struct wj_made *file = wj_made_add(made, NULL);
    if (file == NULL) {
        return WJ_MEMORY;
    }
    file->own_name = file_name(grid->name);
    file->name = file->own_name;
    if (file->name == NULL) {
        return WJ_MEMORY;
    }
    return grid->more != NULL ? spill_csv(diags, grid, report->bom, &file->large)
                              : wj_write_csv(grid, report->bom, &file->bytes);
}

static enum wj_status write_csv(struct wj_diags *diags, const struct wj_report *report,
                                struct wj_made_list *made)
{
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < report->grid_count; i++) {
        status = add_grid(diags, report, &report->grids[i], made);
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
