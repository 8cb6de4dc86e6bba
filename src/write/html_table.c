#include <stdio.h>

#include "html.h"
#include "wjtab/base/text.h"
#include "writer.h"

enum {
    FEW_COLUMNS = 3,
    MANY_COLUMNS = 9,
    MANY_BESIDE_LONG = 7,
    VERY_MANY_COLUMNS = 14,
    LONG_NAME = 30, /* columns of a terminal: a name that needs a wide column to be read */
    LONG_TEXT = 40  /* the same of a text in other columns, on a narrow screen */
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

/* What all cells of a column have in common: they are figures; else how much room its texts want on
 * a narrow screen, where the table is scrolled rather than squeezed. */
static const char *class_of(const struct wj_grid *grid, size_t column)
{
    size_t widest = 0;
    if (is_numeric(grid, column)) {
        return "figure";
    }
    for (size_t row = wj_grid_header_rows(grid); row < wj_grid_rows(grid); row++) {
        const struct wj_grid_cell *cell = wj_grid_cell(grid, row, column);
        size_t line = 0;
        size_t word = 0;
        if (cell->across <= 1) {
            wj_text_measure(cell->text, &line, &word);
        }
        widest = line > widest ? line : widest;
    }
    return widest <= 4 ? "w2" : widest <= 8 ? "w4" : widest <= LONG_TEXT ? "w6" : "w10";
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
                           const char *const *classes)
{
    char attributes[40];
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
            snprintf(attributes, sizeof attributes, " scope=\"col\" class=\"%s\"", classes[column]);
            add_cell(out, "th", attributes, cell);
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
    const char **classes = wj_alloc(grid->columns * sizeof *classes);
    if (classes == NULL) {
        return;
    }
    for (size_t column = 0; column < grid->columns; column++) {
        classes[column] = class_of(grid, column);
    }
    wj_buf_add_text(out, "<thead>\n");
    for (size_t row = 0; row < header && row < rows; row++) {
        add_header_row(out, grid, row, classes);
    }
    wj_buf_add_text(out, "</thead>\n<tbody>\n");
    for (size_t row = header; row < rows; row++) {
        add_row(out, grid, row);
    }
    wj_buf_add_text(out, "</tbody>\n");
    wj_free(classes);
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

/* ---- on paper, where nothing can be scrolled ---- */

enum {
    PAPER = 4930,  /* what A4 has between its margins, in tenths of a point */
    LETTER = 59,   /* hundredths of an em that half of a Chinese character takes at most */
    MOST_WORD = 26 /* longer words are broken */
};

/* How html_style.c prints a table, in tenths of a point: the type, and what stands beside the text
 * of a cell. */
static const struct {
    const char *class;
    unsigned type;
    unsigned beside;
} prints[] = {{NULL, 90, 80},
              {"compact", 75, 40},
              {"compact tight", 70, 40},
              {"compact tighter", 65, 40},
              {"compact tiny", 60, 40}};

enum { PRINTS = sizeof prints / sizeof *prints, ROOMY = 0, DENSE = 1, DENSER = PRINTS - 1 };

/* What a column needs so that no word of it is broken, and with `even` no figure either, in
 * hundredths of an em; more than there is where a word is too long. */
static size_t least_width(const struct wj_grid *grid, size_t column, bool even)
{
    size_t least = 0;
    for (size_t row = 0; row < wj_grid_rows(grid); row++) {
        const struct wj_grid_cell *cell = wj_grid_cell(grid, row, column);
        bool header = row < wj_grid_header_rows(grid);
        size_t line = 0;
        size_t word = 0;
        if (cell->across <= 1) {
            wj_text_measure(cell->text, &line, &word);
        }
        size_t needed = even && cell->number && !header ? line : word;
        needed += header || cell->strong ? 1 : 0; /* bold type runs wider */
        needed = word > MOST_WORD ? PAPER : needed;
        least = needed > least ? needed : least;
    }
    return least * LETTER;
}

static bool fits(const struct wj_grid *grid, size_t print, size_t least_name, bool even)
{
    enum { LEAST_FIGURE = 380 };
    size_t width = 0;
    for (size_t column = 0; column < grid->columns; column++) {
        size_t least = column == 0 ? least_name : LEAST_FIGURE;
        size_t needed = least_width(grid, column, even);
        width += (needed > least ? needed : least) * prints[print].type / 100;
        width += prints[print].beside;
    }
    return width <= PAPER;
}

/* The roomiest print from `first` on that breaks no word; PRINTS: there is none. *even: and no
 * figure, as it must not in the first. */
static size_t fitting_print(const struct wj_grid *grid, size_t first, bool is_long, bool *even)
{
    size_t least_name = !is_long ? 450 : first == ROOMY ? 1000 : 800;
    for (size_t i = first; i < PRINTS; i++) {
        *even = fits(grid, i, least_name, true);
        if (*even || (i != ROOMY && fits(grid, i, least_name, false))) {
            return i;
        }
    }
    return PRINTS;
}

/* ---- the table ---- */

static void add_class(struct wj_buf *out, const char *name, bool *any)
{
    wj_buf_addf(out, *any ? " %s" : " class=\"%s", name);
    *any = true;
}

static void add_classes(struct wj_buf *out, const struct wj_grid *grid)
{
    static const char *const densities[PRINTS] = {
        [ROOMY] = NULL, [DENSE] = "dense", [DENSER] = "dense denser"};
    bool is_long = !grid->ticks && has_long_names(grid);
    size_t many = is_long ? MANY_BESIDE_LONG : MANY_COLUMNS;
    size_t density = grid->columns > VERY_MANY_COLUMNS ? DENSER
                     : grid->columns > many            ? DENSE
                                                       : ROOMY;
    bool even = false;
    size_t print = grid->ticks ? PRINTS : fitting_print(grid, density, is_long, &even);
    bool any = false;
    if (grid->ticks || grid->columns <= FEW_COLUMNS) {
        add_class(out, grid->ticks ? "ticks" : "slim", &any);
    } else if (densities[density] != NULL) {
        add_class(out, densities[density], &any);
    }
    if (is_long) {
        add_class(out, "long", &any);
    }
    if (print < PRINTS) {
        add_class(out, even ? "whole even" : "whole", &any);
    }
    if (print < PRINTS && print > density) {
        add_class(out, prints[print].class, &any);
    }
    wj_buf_add_text(out, any ? "\"" : "");
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
