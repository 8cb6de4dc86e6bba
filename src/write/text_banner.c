/* Tables with a head of several rows, and more columns than a window has: heads are wrapped, names
 * that span columns have a line as long as these, and what does not fit stands in further blocks
 * with the first column repeated. */
#include <string.h>

#include "wjtab/base/memory.h"
#include "wjtab/base/text.h"
#include "writer.h"

enum {
    GAP = 2,
    INDENT = 2,
    WIDEST_STUB = 48,
    LEAST_STUB = 12,
    WIDEST_HEAD = 16, /* longer names of columns are wrapped */
    LEAST_COLUMN = 4,
    MOST_LINES = 8 /* of one cell */
};

struct banner {
    const struct wj_grid *grid;
    struct wj_buf *out;
    struct wj_buf store;
    size_t *widths;
    size_t from; /* the block: the first column, and these */
    size_t to;
    size_t owed; /* blanks, written only before more text */
};

/* ---- texts ---- */

/* The bytes of the text's start that are no wider than so many columns: at least a character. */
static size_t fitting(struct wj_slice text, size_t width)
{
    size_t end = 0;
    size_t used = 0;
    while (end < text.len) {
        int32_t codepoint;
        struct wj_slice rest = wj_slice_from(text, end);
        size_t len = wj_utf8_next(rest, &codepoint);
        used += wj_text_width(wj_slice(rest.ptr, len));
        if (used > width && end > 0) {
            break;
        }
        end += len;
    }
    /* Between words where the line has any. */
    if (end < text.len) {
        for (size_t i = end; i > 0; i--) {
            if (text.ptr[i] == ' ') {
                return i;
            }
        }
    }
    return end;
}

static struct wj_slice cell_text(struct banner *banner, const struct wj_grid_cell *cell)
{
    wj_buf_reset(&banner->store);
    wj_text_shown(&banner->store, wj_slice_of(cell->text));
    return wj_buf_slice(&banner->store);
}

/* Line `line` of a text that is wrapped; *count is how many there are. */
static struct wj_slice line_of(struct wj_slice text, size_t width, size_t line, size_t *count)
{
    struct wj_slice found = {NULL, 0};
    *count = 0;
    while (text.len > 0 && *count < MOST_LINES) {
        size_t len = fitting(text, width);
        if ((*count)++ == line) {
            found = wj_slice(text.ptr, len);
        }
        text = wj_text_trim_start(wj_slice_from(text, len));
    }
    return found;
}

static size_t lines_in(struct banner *banner, const struct wj_grid_cell *cell, size_t width)
{
    size_t count;
    line_of(cell_text(banner, cell), width, 0, &count);
    return count;
}

static void add_blanks(struct wj_buf *out, size_t count, char sign)
{
    for (size_t i = 0; i < count; i++) {
        wj_buf_add_char(out, sign);
    }
}

static void put(struct banner *banner, struct wj_slice text, size_t width, bool right)
{
    size_t used = wj_text_width(text);
    size_t missing = width > used ? width - used : 0;
    if (text.len == 0) {
        banner->owed += width;
        return;
    }
    add_blanks(banner->out, banner->owed + (right ? missing : 0), ' ');
    wj_buf_add(banner->out, text);
    banner->owed = right ? 0 : missing;
}

/* ---- spans ---- */

/* The cell that a place is covered by, and where it stands. */
static const struct wj_grid_cell *owner_of(const struct banner *banner, size_t row, size_t column,
                                           size_t *top, size_t *left)
{
    *top = row;
    *left = column;
    const struct wj_grid_cell *cell = wj_grid_cell(banner->grid, row, column);
    for (size_t i = row + 1; cell->covered && i-- > 0;) {
        for (size_t j = column + 1; j-- > 0;) {
            const struct wj_grid_cell *other = wj_grid_cell(banner->grid, i, j);
            bool reaches = i + other->down + (other->down == 0 ? 1 : 0) > row &&
                           j + other->across + (other->across == 0 ? 1 : 0) > column;
            if (!other->covered && reaches) {
                *top = i;
                *left = j;
                return other;
            }
        }
    }
    return cell;
}

/* Where the columns of a block that a cell spans end. */
static size_t span_end(const struct banner *banner, const struct wj_grid_cell *cell, size_t left,
                       size_t column)
{
    size_t end = left + (cell->across > 1 ? cell->across : 1U);
    size_t last = column == 0 ? 1 : banner->to;
    return end > last && column > 0 ? last : end;
}

static size_t span_width(const struct banner *banner, size_t from, size_t to)
{
    size_t width = 0;
    for (size_t i = from; i < to && i < banner->to; i++) {
        if (i == 0 || i >= banner->from) {
            width += banner->widths[i] + (width > 0 ? GAP : 0);
        }
    }
    return width;
}

/* ---- head ---- */

/* Does the text of a head's cell stand in this of its rows? In the last, but for one that spans
 * columns. */
static bool is_shown_in(const struct wj_grid_cell *cell, size_t top, size_t row)
{
    size_t down = cell->down > 1 ? cell->down : 1;
    return cell->across > 1 ? row == top : row == top + down - 1;
}

static size_t head_lines(struct banner *banner, size_t row)
{
    size_t most = 1;
    for (size_t column = 0; column < banner->to; column++) {
        size_t top;
        size_t left;
        if (column > 0 && column < banner->from) {
            continue;
        }
        const struct wj_grid_cell *cell = owner_of(banner, row, column, &top, &left);
        if (cell->across <= 1 && is_shown_in(cell, top, row)) {
            size_t lines = lines_in(banner, cell, banner->widths[column]);
            most = lines > most ? lines : most;
        }
    }
    return most;
}

/* "补贴类型 --------" */
static void put_spanning(struct banner *banner, const struct wj_grid_cell *cell, size_t width)
{
    struct wj_slice text = cell_text(banner, cell);
    bool cut = wj_text_width(text) > width;
    text = cut ? wj_slice(text.ptr, fitting(text, width - 1)) : text;
    size_t used = wj_text_width(text) + (cut ? 1 : 0);
    add_blanks(banner->out, banner->owed, ' ');
    banner->owed = 0;
    wj_buf_add(banner->out, text);
    wj_buf_add_text(banner->out, cut ? "…" : "");
    if (used + 1 < width) {
        wj_buf_add_char(banner->out, ' ');
        add_blanks(banner->out, width - used - 1, '-');
    } else {
        banner->owed = width > used ? width - used : 0;
    }
}

/* A line of the head, from below: lines of wrapped names end at the rule. */
static void add_head_line(struct banner *banner, size_t row, size_t line, size_t lines)
{
    size_t start = banner->out->len;
    banner->owed = INDENT;
    for (size_t column = 0; column < banner->to;) {
        size_t top;
        size_t left;
        if (column > 0 && column < banner->from) {
            column = banner->from;
            continue;
        }
        banner->owed += column > 0 ? GAP : 0;
        const struct wj_grid_cell *cell = owner_of(banner, row, column, &top, &left);
        size_t end = span_end(banner, cell, left, column);
        size_t width = span_width(banner, column, end);
        size_t own = lines_in(banner, cell, width);
        bool shown = is_shown_in(cell, top, row);
        if (shown && cell->across > 1 && line + 1 == lines && cell->text[0] != '\0') {
            put_spanning(banner, cell, width);
        } else if (shown && cell->across <= 1 && line + own >= lines) {
            size_t count;
            struct wj_slice text = cell_text(banner, cell);
            put(banner, line_of(text, width, line + own - lines, &count), width, column > 0);
        } else {
            banner->owed += width;
        }
        column = end > column ? end : column + 1;
    }
    /* A line without any text would be blank. */
    if (banner->out->len > start) {
        wj_buf_add_char(banner->out, '\n');
    }
}

/* ---- body ---- */

static void add_body_row(struct banner *banner, size_t row)
{
    const struct wj_grid_cell *stub = wj_grid_cell(banner->grid, row, 0);
    size_t lines = stub->across > 1 ? 1 : lines_in(banner, stub, banner->widths[0]);
    for (size_t line = 0; line == 0 || line < lines; line++) {
        banner->owed = INDENT;
        for (size_t column = 0; column < banner->to;) {
            size_t top;
            size_t left;
            size_t count;
            if (column > 0 && column < banner->from) {
                column = banner->from;
                continue;
            }
            banner->owed += column > 0 ? GAP : 0;
            const struct wj_grid_cell *cell = owner_of(banner, row, column, &top, &left);
            size_t end = left + (cell->across > 1 ? cell->across : 1U);
            size_t width = span_width(banner, column, end);
            struct wj_slice text = left < column ? wj_slice("", 0) : cell_text(banner, cell);
            if (line > 0 || column == 0) {
                text = column == 0 && cell->across <= 1 ? line_of(text, width, line, &count)
                       : line == 0                      ? text
                                                        : wj_slice("", 0);
            }
            put(banner, text, width, column > 0 && cell->number);
            column = end > column ? end : column + 1;
        }
        wj_buf_add_char(banner->out, '\n');
    }
}

static void add_block(struct banner *banner)
{
    size_t head = wj_grid_header_rows(banner->grid);
    for (size_t row = 0; row < head; row++) {
        size_t lines = head_lines(banner, row);
        for (size_t line = 0; line < lines; line++) {
            add_head_line(banner, row, line, lines);
        }
    }
    add_blanks(banner->out, INDENT, ' ');
    add_blanks(banner->out, span_width(banner, 0, banner->to), '-');
    wj_buf_add_char(banner->out, '\n');
    for (size_t row = head; row < wj_grid_rows(banner->grid); row++) {
        add_body_row(banner, row);
    }
}

/* ---- widths ---- */

static size_t column_width(struct banner *banner, size_t column, size_t widest_stub)
{
    size_t head = wj_grid_header_rows(banner->grid);
    size_t widest = LEAST_COLUMN;
    for (size_t row = 0; row < wj_grid_rows(banner->grid); row++) {
        const struct wj_grid_cell *cell = wj_grid_cell(banner->grid, row, column);
        size_t width = cell->across > 1 ? 0 : wj_text_width(cell_text(banner, cell));
        if (row < head && column > 0 && width > WIDEST_HEAD) {
            /* In lines of like lengths; a Chinese character is not cut in two. */
            size_t lines = (width + WIDEST_HEAD - 1) / WIDEST_HEAD;
            width = (width + lines - 1) / lines + 1;
        }
        widest = width > widest ? width : widest;
    }
    return column == 0 && widest > widest_stub ? widest_stub : widest;
}

/* `spare` has two places for each column. */
static enum wj_status add_blocks(struct banner *banner, size_t width, size_t *spare)
{
    size_t columns = banner->grid->columns;
    size_t *ends = spare;
    size_t *widths = spare + columns;
    for (size_t i = 0; i < columns; i++) {
        widths[i] = GAP + banner->widths[i];
    }
    size_t stub = INDENT + banner->widths[0];
    struct wj_block_room room = {
        .widths = widths,
        .all = width == 0     ? SIZE_MAX / 2
               : width > stub ? width - stub
                              : 0,
        .most = columns,
    };
    enum wj_status status = wj_cut_blocks(banner->grid, &room, ends);
    for (banner->from = 1; status == WJ_OK; banner->from = banner->to) {
        banner->to = banner->from < columns ? ends[banner->from] : columns;
        wj_buf_add_text(banner->out, banner->from > 1 ? "\n" : "");
        add_block(banner);
        if (banner->to >= columns) {
            break;
        }
    }
    return status;
}

enum wj_status wj_text_banner(struct wj_buf *out, const struct wj_grid *grid, size_t width)
{
    struct banner banner = {.grid = grid, .out = out};
    size_t widest_stub = width == 0 || width / 3 > WIDEST_STUB ? WIDEST_STUB : width / 3;
    banner.widths = wj_alloc(3 * grid->columns * sizeof *banner.widths);
    if (banner.widths == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < grid->columns; i++) {
        banner.widths[i] =
            column_width(&banner, i, widest_stub < LEAST_STUB ? LEAST_STUB : widest_stub);
    }
    enum wj_status status = add_blocks(&banner, width, banner.widths + grid->columns);
    wj_buf_clear(&banner.store);
    wj_free(banner.widths);
    return status == WJ_OK ? wj_buf_status(out) : status;
}
