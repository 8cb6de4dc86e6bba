#include "docx.h"

#include "wjtab/base/text.h"
#include "writer.h"

/* Widths of texts are in halves of an em, as terminals count them: 2 for a Chinese character. */
enum {
    MOST_COLUMNS = 63, /* that Word takes */
    SIDES = 2 * 80,    /* of a cell's margins */
    SPARE = 30,        /* for fonts that run wider */
    LEAST_TEXT = 12,   /* columns of text are not squeezed below six characters */
    MOST_WORD = 26,    /* longer words are broken */
    MOST_NATURAL = 80,
    WIDE_SIGN = 2, /* a Chinese character is as wide in bold type */
    SHORT = 16,    /* texts that stand centred */
    SIZES = 4,
    TALL = 2400, /* a cell of so many columns may not fit on a page */
    KEPT_ROWS = 12,
    BLOCK_SIZE = 18 /* type of a table that is cut into blocks, in half points */
};

struct column {
    size_t natural; /* its widest line */
    size_t least;   /* its widest word */
    int32_t width;
    bool number; /* all figures below the header */
    /* A cell that reaches down into the rows to come. */
    size_t reach;
    size_t across;
};

struct table {
    const struct wj_grid *grid;
    struct column *columns;
    size_t from; /* first column shown behind the first; 1: all of them */
    size_t to;
    unsigned size; /* of the type */
    bool shrunk;   /* it is not the style's */
    bool sideways;
    bool flat; /* cut into pieces: nothing is merged */
};

/* ---- widths ---- */

static size_t at_most(size_t value, size_t most)
{
    return value < most ? value : most;
}

static void measure_column(const struct wj_grid *grid, size_t at, struct column *column)
{
    *column = (struct column){.natural = 2, .least = 2, .number = true};
    for (size_t row = 0; row < wj_grid_rows(grid); row++) {
        const struct wj_grid_cell *cell = wj_grid_cell(grid, row, at);
        size_t line;
        size_t word;
        if (cell->across > 1) {
            continue;
        }
        wj_text_measure(cell->text, &line, &word);
        bool bold = cell->strong || row < wj_grid_header_rows(grid);
        line += bold ? 1 : 0;
        word += bold && word > WIDE_SIGN ? 1 : 0;
        size_t least = cell->number ? line : at_most(line, LEAST_TEXT);
        least = least > word ? least : word;
        least = at_most(least, MOST_WORD);
        column->natural = line > column->natural ? line : column->natural;
        column->least = least > column->least ? least : column->least;
        if (row >= wj_grid_header_rows(grid)) {
            column->number = column->number && cell->number;
        }
    }
    column->natural = at_most(column->natural, MOST_NATURAL);
}

/* Is a column of the grid shown in this piece? */
static bool is_shown(const struct table *table, size_t column)
{
    return column == 0 || (column >= table->from && column < table->to);
}

static int32_t width_of(size_t text, unsigned size)
{
    return (int32_t)(text * size * 5) + SIDES + SPARE;
}

static int32_t least_width(const struct table *table, unsigned size)
{
    int32_t sum = 0;
    for (size_t i = 0; i < table->grid->columns; i++) {
        sum += is_shown(table, i) ? width_of(table->columns[i].least, size) : 0;
    }
    return sum;
}

/* The largest type in which no word is broken; the page on its side where none is on the page
 * upright. */
static void choose_size(const struct wj_docx *docx, struct table *table)
{
    unsigned sizes[SIZES] = {docx->cell_size, 21, 18, 15};
    for (int sideways = 0; sideways < 2; sideways++) {
        size_t count = sideways == 0 ? SIZES - 1 : SIZES;
        for (size_t i = 0; i < count; i++) {
            if (sizes[i] <= docx->cell_size &&
                least_width(table, sizes[i]) <= docx->width[sideways]) {
                table->size = sizes[i];
                table->sideways = sideways != 0;
                return;
            }
        }
    }
    table->size = docx->cell_size < sizes[SIZES - 1] ? docx->cell_size : sizes[SIZES - 1];
    table->sideways = docx->width[1] > docx->width[0];
}

/* Cuts a table into blocks that fit; the arrays have a place for each column. */
static enum wj_status choose_blocks(const struct wj_docx *docx, const struct table *table,
                                    size_t *ends, size_t *widths)
{
    int32_t room = docx->width[table->sideways];
    for (size_t i = 0; i < table->grid->columns; i++) {
        widths[i] = (size_t)width_of(table->columns[i].least, table->size);
    }
    size_t all = room > 0 && (size_t)room > widths[0] ? (size_t)room - widths[0] : 0;
    struct wj_block_room blocks = {.widths = widths, .all = all, .most = MOST_COLUMNS - 1};
    return wj_cut_blocks(table->grid, &blocks, ends);
}

/* Every column gets what it needs at least, and of the rest a share of what it would like; what is
 * then left goes to all alike. */
static void share_width(const struct table *table, int32_t whole)
{
    int64_t wanted = 0;
    int64_t least = 0;
    int64_t used = 0;
    size_t last = 0;
    for (size_t i = 0; i < table->grid->columns; i++) {
        const struct column *column = &table->columns[i];
        if (is_shown(table, i)) {
            least += width_of(column->least, table->size);
            wanted += width_of(column->natural, table->size);
            last = i;
        }
    }
    for (size_t i = 0; i < table->grid->columns; i++) {
        struct column *column = &table->columns[i];
        int64_t need = width_of(column->least, table->size);
        int64_t like = width_of(column->natural, table->size);
        if (!is_shown(table, i)) {
            continue;
        }
        if (wanted <= whole) {
            column->width = (int32_t)(like * whole / wanted);
        } else if (least < whole) {
            column->width = (int32_t)(need + (like - need) * (whole - least) / (wanted - least));
        } else {
            column->width = (int32_t)(need * whole / least);
        }
        used += column->width;
    }
    table->columns[last].width += (int32_t)(whole - used);
}

/* ---- rows and cells ---- */

static const char *alignment(const struct wj_docx *docx, const struct table *table, size_t at,
                             const struct wj_grid_cell *cell)
{
    const struct column *column = &table->columns[at];
    if (table->grid->ticks) {
        return at > 0 ? "center" : NULL;
    }
    if (cell->number) {
        return docx->chinese ? "center" : "right";
    }
    bool centred = docx->chinese && at > 0 && column->natural <= SHORT;
    bool merged = cell->across > 1 || (docx->chinese && cell->down > 1);
    return centred || merged ? "center" : NULL;
}

static void open_cell(struct wj_docx *docx, const struct table *table, size_t at, size_t across,
                      const char *merge)
{
    int32_t width = 0;
    for (size_t i = at; i < at + across; i++) {
        width += table->columns[i].width;
    }
    wj_buf_addf(&docx->body, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>", width);
    if (across > 1) {
        wj_buf_addf(&docx->body, "<w:gridSpan w:val=\"%zu\"/>", across);
    }
    wj_buf_addf(&docx->body, "%s<w:vAlign w:val=\"center\"/></w:tcPr>", merge);
}

static void add_text(struct wj_docx *docx, const struct table *table, size_t row, size_t at,
                     bool keep)
{
    const struct wj_grid_cell *cell = wj_grid_cell(table->grid, row, at);
    bool header = row < wj_grid_header_rows(table->grid);
    struct wj_docx_look look = {.keep_next = keep,
                                .align = header ? NULL : alignment(docx, table, at, cell)};
    wj_docx_paragraph(docx, header ? WJ_ROLE_HEAD_CELL : WJ_ROLE_CELL, &look);
    if (cell->text[0] != '\0') {
        wj_docx_run(docx, cell->text, cell->strong, table->shrunk ? table->size : 0);
    }
    wj_docx_paragraph_end(docx);
    wj_buf_add_text(&docx->body, "</w:tc>");
}

/* The cell that reaches from the block before into this one; it begins so many columns before. */
static const struct wj_grid_cell *spanning(const struct table *table, size_t row, size_t at,
                                           size_t *before)
{
    const struct wj_grid_cell *here = wj_grid_cell(table->grid, row, at);
    for (size_t left = at; left-- > 1;) {
        const struct wj_grid_cell *cell = wj_grid_cell(table->grid, row, left);
        if (!cell->covered) {
            bool reaches = left + cell->across > at;
            *before = reaches ? at - left : 0;
            return reaches ? cell : here;
        }
    }
    return here;
}

/* Adds a cell, or what stands in the place of one that reaches down to here; returns how many
 * columns it takes. */
static size_t add_cell(struct wj_docx *docx, const struct table *table, size_t row, size_t at,
                       bool keep)
{
    struct column *column = &table->columns[at];
    const struct wj_grid_cell *cell = wj_grid_cell(table->grid, row, at);
    size_t room = at == 0 && table->from > 1 ? 1 : table->to - at;
    size_t before = 0;
    if (table->flat) {
        open_cell(docx, table, at, 1, "");
        add_text(docx, table, row, at, keep);
        return 1;
    }
    if (column->reach > 0) {
        column->reach--;
        open_cell(docx, table, at, column->across, "<w:vMerge/>");
        add_text(docx, table, row, at, keep);
        return column->across;
    }
    if (cell->covered && at == table->from) {
        cell = spanning(table, row, at, &before);
    }
    size_t across = cell->across > 1 ? at_most(cell->across - before, room) : 1;
    column->reach = cell->down > 1 ? cell->down - 1U : 0;
    column->across = across;
    open_cell(docx, table, at, across, column->reach > 0 ? "<w:vMerge w:val=\"restart\"/>" : "");
    add_text(docx, table, row, at - before, keep);
    return across;
}

/* May one of these cells be taller than a page? */
static bool is_tall(const struct wj_grid *grid, size_t from, size_t to)
{
    for (size_t row = from; row < to; row++) {
        for (size_t i = 0; i < grid->columns; i++) {
            if (strlen(wj_grid_cell(grid, row, i)->text) > TALL / grid->columns) {
                return true;
            }
        }
    }
    return false;
}

/* A row of the head in which every cell reaches down from above is none: so are those of a block
 * without the nested columns of the others. */
static bool is_reached(const struct table *table)
{
    for (size_t at = 0; at < table->grid->columns;) {
        const struct column *column = &table->columns[at];
        if (is_shown(table, at) && column->reach == 0) {
            return false;
        }
        at += is_shown(table, at) ? column->across : 1;
    }
    return !table->flat;
}

static void pass_row(const struct table *table)
{
    for (size_t at = 0; at < table->grid->columns;) {
        struct column *column = &table->columns[at];
        column->reach -= is_shown(table, at) ? 1 : 0;
        at += is_shown(table, at) ? column->across : 1;
    }
}

static void add_rows(struct wj_docx *docx, const struct table *table)
{
    const struct wj_grid *grid = table->grid;
    size_t rows = wj_grid_rows(grid);
    size_t header = at_most(wj_grid_header_rows(grid), rows);
    bool repeated = !is_tall(grid, 0, header) && header < rows;
    bool kept = rows <= KEPT_ROWS && !is_tall(grid, 0, rows);
    for (size_t row = 0; row < rows; row++) {
        bool whole = !is_tall(grid, row, row + 1);
        bool keep = row + 1 < rows && (kept || row < header);
        if (row > 0 && row < header && is_reached(table)) {
            pass_row(table);
            continue;
        }
        wj_buf_addf(&docx->body, "<w:tr><w:trPr>%s%s<w:jc w:val=\"center\"/></w:trPr>",
                    whole ? "<w:cantSplit/>" : "",
                    repeated && row < header ? "<w:tblHeader/>" : "");
        for (size_t at = 0; at < grid->columns;) {
            at += is_shown(table, at) ? add_cell(docx, table, row, at, keep) : 1;
        }
        wj_buf_add_text(&docx->body, "</w:tr>");
    }
}

static void add_piece(struct wj_docx *docx, const struct table *table)
{
    struct wj_buf *body = &docx->body;
    int32_t whole = docx->width[docx->sideways];
    share_width(table, whole);
    wj_buf_addf(body,
                "<w:tbl><w:tblPr><w:tblStyle w:val=\"%s\"/><w:tblW w:w=\"%d\" w:type=\"dxa\"/>"
                "<w:jc w:val=\"center\"/><w:tblLayout w:type=\"fixed\"/><w:tblCellMar>"
                "<w:left w:w=\"%d\" w:type=\"dxa\"/><w:right w:w=\"%d\" w:type=\"dxa\"/>"
                "</w:tblCellMar><w:tblLook w:val=\"04A0\"/></w:tblPr><w:tblGrid>",
                docx->styles[WJ_ROLE_TABLE], whole, SIDES / 2, SIDES / 2);
    for (size_t i = 0; i < table->grid->columns; i++) {
        if (is_shown(table, i)) {
            wj_buf_addf(body, "<w:gridCol w:w=\"%d\"/>", table->columns[i].width);
        }
    }
    wj_buf_add_text(body, "</w:tblGrid>");
    add_rows(docx, table);
    wj_buf_add_text(body, "</w:tbl>");
    /* Two tables without a paragraph between them would be one. */
    wj_docx_paragraph(docx, WJ_ROLE_GAP, NULL);
    wj_docx_paragraph_end(docx);
}

/* How wide it is, and how it is laid out; its columns are to be freed. */
static enum wj_status plan(const struct wj_docx *docx, const struct wj_grid *grid,
                           struct table *table)
{
    *table = (struct table){.grid = grid, .from = 1, .flat = grid->columns > MOST_COLUMNS};
    table->columns = wj_alloc(grid->columns * sizeof *table->columns);
    if (table->columns == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < grid->columns; i++) {
        measure_column(grid, i, &table->columns[i]);
    }
    table->to = table->flat ? MOST_COLUMNS : grid->columns;
    choose_size(docx, table);
    return WJ_OK;
}

enum wj_status wj_docx_table_turns(const struct wj_docx *docx, const struct wj_grid *grid,
                                   bool *sideways)
{
    struct table table = {0};
    enum wj_status status = WJ_OK;
    *sideways = false;
    if (grid->columns > 0 && wj_grid_rows(grid) > 0) {
        status = plan(docx, grid, &table);
        *sideways = table.sideways;
    }
    wj_free(table.columns);
    return status;
}

enum wj_status wj_docx_table(struct wj_docx *docx, const struct wj_block *block)
{
    const struct wj_grid *grid = block->grid;
    struct table table;
    if (grid->columns == 0 || wj_grid_rows(grid) == 0) {
        return WJ_OK;
    }
    if (plan(docx, grid, &table) != WJ_OK) {
        return WJ_MEMORY;
    }
    bool cut = grid->banner && least_width(&table, table.size) > docx->width[table.sideways];
    size_t *ends = cut ? wj_alloc(2 * grid->columns * sizeof *ends) : NULL;
    enum wj_status status = cut && ends == NULL ? WJ_MEMORY : WJ_OK;
    if (ends != NULL) {
        table.flat = false;
        table.size = docx->cell_size < BLOCK_SIZE ? docx->cell_size : (unsigned)BLOCK_SIZE;
        status = choose_blocks(docx, &table, ends, ends + grid->columns);
    }
    table.shrunk = table.size != docx->cell_size;
    wj_docx_turn(docx, table.sideways);
    if (block->text != NULL) {
        wj_docx_caption(docx, docx->chinese ? "表" : "Table", ++docx->tables, block->text, true);
    }
    for (size_t from = 1; status == WJ_OK && from < grid->columns; from = table.to) {
        table.from = from;
        if (ends != NULL) {
            table.to = ends[from];
        } else if (from > 1) {
            table.to = at_most(from + MOST_COLUMNS - 1, grid->columns);
        }
        add_piece(docx, &table);
    }
    wj_free(ends);
    wj_free(table.columns);
    return status;
}
