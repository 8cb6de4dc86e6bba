#include <string.h>

#include "wjtab/base/memory.h"
#include "wjtab/base/text.h"
#include "writer.h"

enum { GAP = 2, WIDEST_COLUMN = 48, PAGE = 100 /* columns of a summary */ };

static struct wj_slice escaped(struct wj_buf *store, const char *text)
{
    wj_buf_reset(store);
    wj_text_shown(store, wj_slice_of(text));
    return wj_buf_slice(store);
}

static void add_spaces(struct wj_buf *out, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        wj_buf_add_char(out, ' ');
    }
}

/* The text, cut to the widest column with an ellipsis. */
static struct wj_slice fit(struct wj_buf *store, const char *text)
{
    struct wj_slice whole = escaped(store, text);
    if (wj_text_width(whole) <= WIDEST_COLUMN) {
        return whole;
    }
    size_t end = 0;
    size_t width = 1;
    while (end < whole.len) {
        int32_t codepoint;
        struct wj_slice rest = wj_slice_from(whole, end);
        size_t len = wj_utf8_next(rest, &codepoint);
        width += wj_text_width(wj_slice(rest.ptr, len));
        if (width > WIDEST_COLUMN) {
            break;
        }
        end += len;
    }
    store->len = end;
    wj_buf_add_text(store, "…");
    return wj_buf_slice(store);
}

/* Does the last column hold texts of several lines? They stand below their rows, uncut. */
static bool has_lines(const struct wj_grid *grid)
{
    for (size_t row = wj_grid_header_rows(grid); row < wj_grid_rows(grid); row++) {
        if (strchr(wj_grid_cell(grid, row, grid->columns - 1)->text, '\n') != NULL) {
            return true;
        }
    }
    return false;
}

static void add_lines(struct wj_buf *out, const char *text, struct wj_buf *store)
{
    while (*text != '\0') {
        size_t len = strcspn(text, "\n");
        wj_buf_reset(store);
        wj_text_shown(store, wj_slice(text, len));
        wj_buf_addf(out, "    * %.*s\n", WJ_SLICE_ARG(wj_buf_slice(store)));
        text += len + (text[len] == '\n' ? 1 : 0);
    }
}

static size_t column_width(const struct wj_grid *grid, size_t column, struct wj_buf *store)
{
    size_t widest = 0;
    for (size_t row = 0; row < wj_grid_rows(grid); row++) {
        size_t width = wj_text_width(fit(store, wj_grid_cell(grid, row, column)->text));
        widest = width > widest ? width : widest;
    }
    return widest;
}

/* Is every cell below the header a figure? Then the header stands to the right, too. */
static bool is_numeric(const struct wj_grid *grid, size_t column)
{
    for (size_t row = wj_grid_header_rows(grid); row < wj_grid_rows(grid); row++) {
        if (!wj_grid_cell(grid, row, column)->number) {
            return false;
        }
    }
    return true;
}

static void add_row(struct wj_buf *out, const struct wj_grid *grid, size_t row, size_t columns,
                    const size_t *widths, struct wj_buf *store)
{
    size_t behind = 0; /* blanks owed, written only before more text */
    for (size_t column = 0; column < columns; column++) {
        const struct wj_grid_cell *cell = wj_grid_cell(grid, row, column);
        struct wj_slice text = fit(store, cell->text);
        size_t width = wj_text_width(text);
        /* Without memory a column may have been measured too small. */
        size_t missing = widths[column] > width ? widths[column] - width : 0;
        bool right = row < wj_grid_header_rows(grid) ? is_numeric(grid, column) : cell->number;
        behind += column > 0 ? GAP : 2;
        if (text.len > 0) {
            add_spaces(out, behind + (right ? missing : 0));
            wj_buf_add(out, text);
            behind = right ? 0 : missing;
        } else {
            behind += missing;
        }
    }
    wj_buf_add_char(out, '\n');
    if (columns < grid->columns && row >= wj_grid_header_rows(grid)) {
        add_lines(out, wj_grid_cell(grid, row, columns)->text, store);
    }
}

static enum wj_status add_table(struct wj_buf *out, const struct wj_grid *grid, size_t window)
{
    if (grid->banner) {
        return wj_text_banner(out, grid, window);
    }
    struct wj_buf store = {0};
    size_t *widths = wj_alloc(grid->columns * sizeof *widths);
    size_t total = 0;
    if (widths == NULL) {
        return WJ_MEMORY;
    }
    size_t columns = grid->columns - (has_lines(grid) ? 1 : 0);
    for (size_t column = 0; column < columns; column++) {
        widths[column] = column_width(grid, column, &store);
        total += widths[column] + (column > 0 ? GAP : 0);
    }
    for (size_t row = 0; row < wj_grid_rows(grid); row++) {
        add_row(out, grid, row, columns, widths, &store);
        if (row + 1 == wj_grid_header_rows(grid)) {
            add_spaces(out, 2);
            for (size_t i = 0; i < total; i++) {
                wj_buf_add_text(out, "-");
            }
            wj_buf_add_char(out, '\n');
        }
    }
    wj_buf_clear(&store);
    wj_free(widths);
    return wj_buf_status(out);
}

/* Sentences are wrapped at `wrapped` columns; 0: they are not. A caption that repeats the title
 * above it is left out. */
static enum wj_status add_block(struct wj_buf *out, const struct wj_section *section,
                                const struct wj_block *block, size_t window, size_t wrapped)
{
    enum { INDENT = 2, REMARK = 4 };
    struct wj_buf store = {0};
    bool remark = block->kind == WJ_REMARK;
    bool repeats =
        block->kind == WJ_TABLE && block->text != NULL && strcmp(block->text, section->title) == 0;
    if (block->text != NULL && !repeats) {
        wj_buf_add_text(out, remark ? "  * " : "  ");
        wj_text_wrap(out, escaped(&store, block->text), wrapped, remark ? REMARK : INDENT);
        wj_buf_add_char(out, '\n');
    }
    wj_buf_clear(&store);
    return block->kind == WJ_TABLE ? add_table(out, block->grid, window) : wj_buf_status(out);
}

static enum wj_status add_blocks(struct wj_buf *out, const struct wj_section *section,
                                 size_t window, size_t wrapped)
{
    const struct wj_block *before = NULL;
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < section->block_count; i++) {
        const struct wj_block *block = &section->blocks[i];
        if (block->detail || block->kind > WJ_REMARK) {
            continue;
        }
        bool spaced = before != NULL && (block->kind == WJ_TABLE || before->kind == WJ_TABLE);
        wj_buf_add_text(out, spaced ? "\n" : "");
        status = add_block(out, section, block, window, wrapped);
        before = block;
    }
    return status;
}

static void add_heading(struct wj_buf *out, enum wj_language language, const char *title)
{
    size_t width = language == WJ_CHINESE ? 0 : wj_text_width(wj_slice_of(title));
    wj_buf_addf(out, language == WJ_CHINESE ? "【%s】\n" : "%s\n", title);
    for (size_t i = 0; i < width; i++) {
        wj_buf_add_char(out, '=');
    }
    wj_buf_add_text(out, width > 0 ? "\n" : "");
}

enum wj_status wj_write_text(const struct wj_report *report, struct wj_buf *out)
{
    unsigned long failures = wj_memory_failures();
    struct wj_buf store = {0};
    enum wj_status status = WJ_OK;
    if (report->title[0] != '\0') {
        wj_buf_addf(out, "%.*s\n\n", WJ_SLICE_ARG(escaped(&store, report->title)));
    }
    bool first = true;
    for (size_t i = 0; status == WJ_OK && i < report->section_count; i++) {
        const struct wj_section *section = &report->sections[i];
        if (!section->detail) {
            wj_buf_add_text(out, first ? "" : "\n");
            add_heading(out, report->language, section->title);
            status = add_blocks(out, section, PAGE, 0);
            first = false;
        }
    }
    wj_buf_clear(&store);
    return status == WJ_OK ? wj_memory_status(failures) : status;
}

enum wj_status wj_write_tables(const struct wj_report *report, size_t width, struct wj_buf *out)
{
    unsigned long failures = wj_memory_failures();
    enum wj_status status = WJ_OK;
    if (report->section_count > 0) {
        status = add_blocks(out, &report->sections[report->section_count - 1], width, width);
    }
    return status == WJ_OK ? wj_memory_status(failures) : status;
}

static enum wj_status write_summary(struct wj_diags *diags, const struct wj_report *report,
                                    struct wj_made_list *made)
{
    (void)diags;
    struct wj_made *file = wj_made_add(made, "summary.txt");
    return file != NULL ? wj_write_text(report, &file->bytes) : WJ_MEMORY;
}

const struct wj_writer wj_text_writer = {WJ_FORMAT_TEXT, write_summary};
