#include "html.h"
#include "wjtab/base/text.h"

enum {
    FEW_COLUMNS = 3,
    MANY_COLUMNS = 9,
    MANY_BESIDE_LONG = 7,
    VERY_MANY_COLUMNS = 14,
    LONG_NAME = 30 /* columns of a terminal: a name that needs a wide column to be read */
};

/* Is every cell below the header a figure, or empty? Then the header stands to the right, too. */
static bool is_numeric(const struct wj_grid *grid, size_t column)
{
    bool any = false;
    for (size_t row = wj_grid_header_rows(grid); row < wj_grid_rows(grid); row++) {
        const struct wj_grid_cell *cell = wj_grid_cell(grid, row, column);
        if (!cell->number && cell->text[0] != '\0') {
            return false;
        }
        any = any || cell->number;
    }
    return any;
}

static void add_span(struct wj_buf *out, const struct wj_grid_cell *cell)
{
    if (cell->down > 1) {
        wj_buf_addf(out, " rowspan=\"%u\"", cell->down);
    }
    if (cell->across > 1) {
        wj_buf_addf(out, " colspan=\"%u\"", cell->across);
    }
}

static void add_cell(struct wj_buf *out, const char *element, const char *attributes,
                     const struct wj_grid_cell *cell)
{
    wj_buf_addf(out, "<%s%s", element, attributes);
    add_span(out, cell);
    wj_buf_add_char(out, '>');
    wj_html_text(out, cell->text);
    wj_buf_addf(out, "</%s>", element);
}

static void add_header_row(struct wj_buf *out, const struct wj_grid *grid, size_t row,
                           const bool *numeric)
{
    wj_buf_add_text(out, "<tr>");
    for (size_t column = 0; column < grid->columns; column++) {
        const struct wj_grid_cell *cell = wj_grid_cell(grid, row, column);
        if (cell->covered) {
            continue;
        }
        if (cell->text[0] == '\0') {
            add_cell(out, "td", "", cell);
        } else if (cell->across > 1) {
            add_cell(out, "th", " scope=\"colgroup\"", cell);
        } else {
            add_cell(out, "th",
                     numeric[column] ? " scope=\"col\" class=\"figure\"" : " scope=\"col\"", cell);
        }
    }
    wj_buf_add_text(out, "</tr>\n");
}

static void add_row(struct wj_buf *out, const struct wj_grid *grid, size_t row)
{
    bool strong = false;
    for (size_t column = 0; column < grid->columns; column++) {
        strong = strong || wj_grid_cell(grid, row, column)->strong;
    }
    wj_buf_add_text(out, strong ? "<tr class=\"total\">" : "<tr>");
    for (size_t column = 0; column < grid->columns; column++) {
        const struct wj_grid_cell *cell = wj_grid_cell(grid, row, column);
        if (cell->covered) {
            continue;
        }
        if (column == 0 && !cell->number && cell->text[0] != '\0') {
            add_cell(out, "th", cell->down > 1 ? " scope=\"rowgroup\"" : " scope=\"row\"", cell);
        } else {
            add_cell(out, "td", cell->number ? " class=\"figure\"" : "", cell);
        }
    }
    wj_buf_add_text(out, "</tr>\n");
}

static void add_rows(struct wj_buf *out, const struct wj_grid *grid)
{
    size_t rows = wj_grid_rows(grid);
    size_t header = wj_grid_header_rows(grid);
    bool *numeric = wj_alloc(grid->columns * sizeof *numeric);
    if (numeric == NULL) {
        return;
    }
    for (size_t column = 0; column < grid->columns; column++) {
        numeric[column] = is_numeric(grid, column);
    }
    wj_buf_add_text(out, "<thead>\n");
    for (size_t row = 0; row < header && row < rows; row++) {
        add_header_row(out, grid, row, numeric);
    }
    wj_buf_add_text(out, "</thead>\n<tbody>\n");
    for (size_t row = header; row < rows; row++) {
        add_row(out, grid, row);
    }
    wj_buf_add_text(out, "</tbody>\n");
    wj_free(numeric);
}

static bool has_long_names(const struct wj_grid *grid)
{
    for (size_t row = wj_grid_header_rows(grid); row < wj_grid_rows(grid); row++) {
        const struct wj_grid_cell *cell = wj_grid_cell(grid, row, 0);
        if (!cell->number && wj_text_width(wj_slice_of(cell->text)) > LONG_NAME) {
            return true;
        }
    }
    return false;
}

static void add_classes(struct wj_buf *out, const struct wj_grid *grid)
{
    bool is_long = !grid->ticks && has_long_names(grid);
    size_t many = is_long ? MANY_BESIDE_LONG : MANY_COLUMNS;
    const char *density = grid->ticks                         ? "ticks"
                          : grid->columns > VERY_MANY_COLUMNS ? "dense denser"
                          : grid->columns > many              ? "dense"
                          : grid->columns <= FEW_COLUMNS      ? "slim"
                                                              : NULL;
    if (density != NULL || is_long) {
        wj_buf_addf(out, " class=\"%s%s%s\"", density != NULL ? density : "",
                    density != NULL && is_long ? " " : "", is_long ? "long" : "");
    }
}

void wj_html_table(struct wj_buf *out, const struct wj_grid *grid, const char *caption, size_t id,
                   size_t label)
{
    bool named = caption != NULL && caption[0] != '\0';
    if (wj_grid_rows(grid) == 0) {
        return;
    }
    wj_buf_addf(out,
                "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-labelledby=\"%s%zu\">\n",
                named ? "c" : "h", named ? id : label);
    wj_buf_add_text(out, "<table");
    add_classes(out, grid);
    wj_buf_add_text(out, ">\n");
    if (named) {
        wj_buf_addf(out, "<caption id=\"c%zu\"><span>", id);
        wj_html_text(out, caption);
        wj_buf_add_text(out, "</span></caption>\n");
    }
    add_rows(out, grid);
    wj_buf_add_text(out, "</table>\n</div>\n");
}
