#include "xlsx_sheet.h"

#include "fault.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"
#include "xlsx_number.h"

enum { ROW_MAX = 1 << 30, INDEX_MAX = 1 << 30 };

enum cell_type { CELL_NUMBER, CELL_SHARED, CELL_TEXT, CELL_BOOLEAN, CELL_ERROR, CELL_ISO_DATE };

/* What a cell says about itself. */
struct cell {
    enum cell_type type;
    unsigned format;
    bool formula;
    bool value; /* it has one, perhaps empty */
    bool rich;  /* the text stands in the cell, decoded */
};

static struct wj_place place_of(const struct wj_xlsx_sheet *sheet)
{
    return (struct wj_place){.file = sheet->part.stream.package->path,
                             .line = sheet->row,
                             .column = (uint64_t)sheet->column + 1};
}

static enum wj_status fail_cell(const struct wj_xlsx_sheet *sheet, struct wj_diags *diags,
                                const char *what)
{
    struct wj_place place = place_of(sheet);
    return wj_fail(diags, WJ_DATA, "damaged_file", &place,
                   _("this workbook is damaged: %s; open it in a spreadsheet program and save it "
                     "again"),
                   what);
}

size_t wj_xlsx_cell_name(struct wj_slice text, size_t *column, uint64_t *row)
{
    size_t at = 0;
    *column = 0;
    *row = 0;
    while (at < text.len && text.ptr[at] >= 'A' && text.ptr[at] <= 'Z') {
        *column = at < 3 ? *column * 26 + (size_t)(text.ptr[at] - 'A') + 1 : 0;
        at++;
    }
    size_t letters = at;
    while (at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9' && *row <= ROW_MAX) {
        *row = *row * 10 + (uint64_t)(text.ptr[at] - '0');
        at++;
    }
    return letters > 0 && at > letters && *row > 0 && *row <= ROW_MAX ? at : 0;
}

/* Reads a whole number below `most`; false when it is none. */
static bool read_index(struct wj_slice text, uint64_t most, uint64_t *value)
{
    *value = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9' || *value >= most) {
            return false;
        }
        *value = *value * 10 + (uint64_t)(text.ptr[i] - '0');
    }
    return text.len > 0 && *value < most;
}

/* Fills the cells that the row leaves out before this one with empty fields. */
static enum wj_status find_column(struct wj_xlsx_sheet *sheet, struct wj_diags *diags,
                                  struct wj_store *store)
{
    struct wj_slice name = wj_xlsx_part_attribute(&sheet->part, "r");
    size_t column = sheet->column + 1;
    uint64_t row = sheet->row;
    if (name.ptr != NULL && wj_xlsx_cell_name(name, &column, &row) != name.len) {
        return fail_cell(sheet, diags, _("a cell without a proper name such as B7"));
    }
    if (column == 0 || column > WJ_XLSX_COLUMNS_MAX) {
        struct wj_place place = place_of(sheet);
        return wj_fail(diags, WJ_DATA, "too_many_columns", &place,
                       _("this row has more than %d cells; check that the file is the right one"),
                       WJ_XLSX_COLUMNS_MAX);
    }
    if (column <= sheet->column || row != sheet->row) {
        return fail_cell(sheet, diags, _("the cells of this row are out of order"));
    }
    enum wj_status status = WJ_OK;
    for (; status == WJ_OK && sheet->column + 1 < column; sheet->column++) {
        status = wj_store_field(store, wj_slice("", 0));
    }
    return status;
}

static enum wj_status read_head(struct wj_xlsx_sheet *sheet, struct wj_diags *diags,
                                struct cell *cell)
{
    static const struct {
        const char *name;
        enum cell_type type;
    } types[] = {{"", CELL_NUMBER},        {"n", CELL_NUMBER},  {"s", CELL_SHARED},
                 {"str", CELL_TEXT},       {"b", CELL_BOOLEAN}, {"e", CELL_ERROR},
                 {"inlineStr", CELL_TEXT}, {"d", CELL_ISO_DATE}};
    struct wj_slice type = wj_xlsx_part_attribute(&sheet->part, "t");
    *cell = (struct cell){
        .format = wj_xlsx_styles_get(sheet->styles, wj_xlsx_part_attribute(&sheet->part, "s"))};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (wj_slice_is(type, types[i].name)) {
            cell->type = types[i].type;
            return WJ_OK;
        }
    }
    return fail_cell(sheet, diags, _("a cell of unknown type"));
}

/* A formula's text, with a sign that tells it from none, as the text of the cell. */
static enum wj_status take_formula(struct wj_xlsx_sheet *sheet, struct wj_diags *diags,
                                   struct cell *cell)
{
    cell->type = CELL_TEXT;
    cell->rich = true;
    wj_buf_reset(&sheet->text);
    wj_buf_add_char(&sheet->text, '=');
    return wj_xlsx_part_text(&sheet->part, diags, &sheet->text, WJ_XLSX_CELL_MAX);
}

/* Reads what stands in the cell, up to its end, into sheet->text. */
static enum wj_status read_content(struct wj_xlsx_sheet *sheet, struct wj_diags *diags,
                                   struct cell *cell)
{
    struct wj_xlsx_part *part = &sheet->part;
    int depth = part->depth;
    wj_buf_reset(&sheet->text);
    enum wj_status status = wj_xlsx_part_next(part, diags);
    while (status == WJ_OK && (part->event != WJ_XLSX_END || part->depth != depth)) {
        if (cell->formula && sheet->formulas && part->event == WJ_XLSX_START) {
            status = wj_xlsx_part_skip(part, diags);
        } else if (wj_xlsx_part_starts(part, depth + 1, "v")) {
            cell->value = true;
            status = wj_xlsx_part_text(part, diags, &sheet->text, WJ_XLSX_CELL_MAX);
        } else if (wj_xlsx_part_starts(part, depth + 1, "is")) {
            cell->rich = true;
            status = wj_xlsx_part_rich(part, diags, &sheet->text, WJ_XLSX_CELL_MAX);
        } else if (wj_xlsx_part_starts(part, depth + 1, "f")) {
            cell->formula = true;
            status =
                sheet->formulas ? take_formula(sheet, diags, cell) : wj_xlsx_part_skip(part, diags);
        }
        if (status == WJ_OK) {
            status = wj_xlsx_part_next(part, diags);
        }
    }
    return status;
}

/* The value of a cell whose text is no plain text; not called for an empty one. */
static enum wj_status convert(struct wj_xlsx_sheet *sheet, struct wj_diags *diags,
                              const struct cell *cell, struct wj_slice *value)
{
    struct wj_slice text = wj_text_trim(*value);
    uint64_t index = 0;
    wj_buf_reset(&sheet->value);
    switch (cell->type) {
    case CELL_SHARED:
        if (!read_index(text, INDEX_MAX, &index) || index >= sheet->strings->count) {
            return fail_cell(sheet, diags, _("this cell names a shared string that is not there"));
        }
        *value = wj_xlsx_strings_get(sheet->strings, (size_t)index);
        return WJ_OK;
    case CELL_BOOLEAN:
        *value =
            wj_slice_of(wj_slice_is(text, "1") || wj_slice_is(text, "true") ? "TRUE" : "FALSE");
        return WJ_OK;
    case CELL_ISO_DATE:
        wj_xlsx_iso_date(&sheet->value, text);
        break;
    default:
        if (cell->format == 0
                ? !wj_xlsx_number(&sheet->value, text)
                : !wj_xlsx_date(&sheet->value, text, cell->format, sheet->from_1904)) {
            return fail_cell(sheet, diags, _("the number in this cell is none"));
        }
        break;
    }
    *value = wj_buf_slice(&sheet->value);
    return wj_buf_status(&sheet->value);
}

static enum wj_status take_value(struct wj_xlsx_sheet *sheet, struct wj_diags *diags,
                                 const struct cell *cell, struct wj_slice *value)
{
    enum wj_status status = WJ_OK;
    if (cell->formula && !cell->value && !cell->rich && !sheet->uncomputed) {
        struct wj_place place = place_of(sheet);
        return wj_fail(diags, WJ_DATA, "formula_not_computed", &place,
                       _("the formula in this cell was never computed; open the workbook in a "
                         "spreadsheet program and save it again"));
    }
    if (cell->type == CELL_TEXT && !cell->rich) {
        wj_xlsx_unescape(&sheet->text, 0);
    }
    *value = wj_buf_slice(&sheet->text);
    bool plain = cell->rich || cell->type == CELL_TEXT || cell->type == CELL_ERROR;
    if (!plain && value->len > 0 && value->len <= WJ_XLSX_CELL_MAX) {
        status = convert(sheet, diags, cell, value);
    }
    if (status == WJ_OK && value->len > WJ_XLSX_CELL_MAX) {
        struct wj_place place = place_of(sheet);
        return wj_fail(diags, WJ_DATA, "field_too_long", &place,
                       _("the text in this cell is longer than %d MiB; check that the file is the "
                         "right one"),
                       WJ_XLSX_CELL_MAX >> 20);
    }
    return status;
}

static enum wj_status read_cell(struct wj_xlsx_sheet *sheet, struct wj_diags *diags,
                                struct wj_store *store)
{
    struct cell cell = {0};
    struct wj_slice value = {0};
    enum wj_status status = find_column(sheet, diags, store);
    if (status == WJ_OK) {
        status = read_head(sheet, diags, &cell);
    }
    if (status == WJ_OK) {
        status = read_content(sheet, diags, &cell);
    }
    if (status == WJ_OK) {
        status = take_value(sheet, diags, &cell, &value);
    }
    if (status == WJ_OK) {
        status = wj_store_field(store, value);
        sheet->column++;
        sheet->row_bytes += value.len;
    }
    if (status == WJ_OK && sheet->row_bytes > WJ_RECORD_MAX) {
        struct wj_fault fault = {.kind = WJ_FAULT_RECORD_TOO_LONG, .line = sheet->row};
        status = wj_fault_report(&fault, diags, WJ_DATA, sheet->part.stream.package->path);
    }
    return status;
}

/* Cuts empty cells behind the header's width, fills up to it, and drops a row without text. */
static enum wj_status finish_row(struct wj_xlsx_sheet *sheet, struct wj_store *store, bool *found)
{
    enum wj_status status = WJ_OK;
    size_t count = sheet->column;
    *found = sheet->row_bytes > 0;
    if (!*found) {
        wj_store_drop(store, count);
        return WJ_OK;
    }
    while (count > sheet->width && store->fields[store->field_count - 1].len == 0) {
        wj_store_drop(store, 1);
        count--;
    }
    for (; status == WJ_OK && count < sheet->width; count++) {
        status = wj_store_field(store, wj_slice("", 0));
    }
    if (sheet->width == 0) {
        sheet->width = count;
    }
    return status == WJ_OK ? wj_store_record(store, sheet->row, count) : status;
}

static enum wj_status read_row(struct wj_xlsx_sheet *sheet, struct wj_diags *diags,
                               struct wj_store *store, bool *found)
{
    struct wj_xlsx_part *part = &sheet->part;
    struct wj_slice number = wj_xlsx_part_attribute(part, "r");
    uint64_t row = sheet->row + 1;
    int depth = part->depth;
    sheet->column = 0;
    sheet->row_bytes = 0;
    if (number.ptr != NULL && (!read_index(number, ROW_MAX, &row) || row <= sheet->row)) {
        return fail_cell(sheet, diags, _("the rows are out of order after this one"));
    }
    sheet->row = row;
    enum wj_status status = wj_xlsx_part_next(part, diags);
    while (status == WJ_OK && (part->event != WJ_XLSX_END || part->depth != depth)) {
        if (wj_xlsx_part_starts(part, depth + 1, "c")) {
            status = read_cell(sheet, diags, store);
        }
        if (status == WJ_OK) {
            status = wj_xlsx_part_next(part, diags);
        }
    }
    return status == WJ_OK ? finish_row(sheet, store, found) : status;
}

enum wj_status wj_xlsx_sheet_open(struct wj_xlsx_sheet *sheet,
                                  const struct wj_xlsx_package *package, struct wj_diags *diags,
                                  const char *part)
{
    enum wj_status status = wj_xlsx_part_open(&sheet->part, package, diags, part, WJ_XLSX_LARGE);
    if (status == WJ_OK) {
        status = wj_xlsx_part_next(&sheet->part, diags);
    }
    if (status == WJ_OK && !wj_xlsx_part_starts(&sheet->part, 0, "worksheet")) {
        status = wj_xlsx_part_fail(&sheet->part, diags, _("this is no sheet"));
    }
    return status;
}

enum wj_status wj_xlsx_sheet_next(struct wj_xlsx_sheet *sheet, struct wj_diags *diags,
                                  struct wj_store *store, bool *found)
{
    struct wj_xlsx_part *part = &sheet->part;
    enum wj_status status = WJ_OK;
    *found = false;
    while (status == WJ_OK && part->event != WJ_XLSX_DONE && !*found) {
        status = wj_xlsx_part_next(part, diags);
        if (status == WJ_OK && part->event == WJ_XLSX_START && part->depth == 1) {
            sheet->in_data = wj_xlsx_part_starts(part, 1, "sheetData");
        } else if (status == WJ_OK && sheet->in_data && wj_xlsx_part_starts(part, 2, "row")) {
            status = read_row(sheet, diags, store, found);
        }
    }
    return status;
}

void wj_xlsx_sheet_close(struct wj_xlsx_sheet *sheet)
{
    wj_xlsx_part_close(&sheet->part);
    wj_buf_clear(&sheet->text);
    wj_buf_clear(&sheet->value);
}
