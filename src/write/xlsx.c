/* workbook.xlsx, through libxlsxwriter. It writes rows to temporary files as they come, which keeps
 * a sheet of millions of cells out of memory, and reports no failure of doing so: its streams are
 * asked for errors, and the finished file is compared with what was given to it. */
#include "xlsx.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "wjtab/base/file.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

enum { LARGEST = 1 << 30, A4 = 9 };

void wj_xlsx_note(struct wj_xlsx *xlsx, lxw_error error)
{
    xlsx->error = xlsx->error == LXW_NO_ERROR ? error : xlsx->error;
}

/* ---- cells ---- */

struct place {
    struct wj_xlsx *xlsx;
    lxw_worksheet *sheet;
    struct wj_xlsx_written *written;
};

static void put_text(const struct place *place, lxw_row_t row, const struct wj_book_cell *cell,
                     lxw_format *format)
{
    const char *text = wj_xlsx_text(place->xlsx, cell->text);
    lxw_error error;
    if (cell->across > 1) {
        lxw_col_t last = (lxw_col_t)(cell->column + cell->across - 1);
        error = worksheet_merge_range(place->sheet, row, cell->column, row, last, text, format);
    } else {
        error = worksheet_write_string(place->sheet, row, cell->column, text, format);
    }
    wj_xlsx_note(place->xlsx, error);
    place->written->cells += text[0] != '\0' ? 1 : 0;
}

static void put_formula(const struct place *place, lxw_row_t row, const struct wj_book_cell *cell,
                        lxw_format *format)
{
    struct wj_xlsx *xlsx = place->xlsx;
    lxw_error error;
    if (cell->text_value) {
        error = worksheet_write_formula_str(place->sheet, row, cell->column, cell->text, format,
                                            cell->value);
    } else {
        error = worksheet_write_formula_num(place->sheet, row, cell->column, cell->text, format,
                                            strtod_l(cell->value, NULL, xlsx->locale));
    }
    wj_xlsx_note(xlsx, error);
    place->written->cells++;
}

static void put_number(const struct place *place, lxw_row_t row, const struct wj_book_cell *cell,
                       lxw_format *format)
{
    wj_xlsx_note(place->xlsx,
                 worksheet_write_number(place->sheet, row, cell->column,
                                        strtod_l(cell->text, NULL, place->xlsx->locale), format));
    place->written->cells++;
}

static void put_cell(const struct place *place, lxw_row_t row, const struct wj_book_cell *cell)
{
    lxw_format *format = place->xlsx->formats[cell->look][cell->format][cell->strong];
    bool clean = cell->kind != WJ_BOOK_FORMULA ||
                 (wj_xlsx_is_clean(cell->text) && wj_xlsx_is_clean(cell->value));
    if (cell->kind == WJ_BOOK_BLANK) {
        if (cell->look != WJ_LOOK_PLAIN) {
            wj_xlsx_note(place->xlsx,
                         worksheet_write_blank(place->sheet, row, cell->column, format));
        }
    } else if (!clean) {
        struct wj_book_cell value = *cell;
        value.text = cell->value;
        value.kind = cell->text_value ? WJ_BOOK_TEXT : WJ_BOOK_NUMBER;
        put_cell(place, row, &value);
    } else if (cell->kind == WJ_BOOK_TEXT) {
        put_text(place, row, cell, format);
    } else if (cell->kind == WJ_BOOK_NUMBER) {
        put_number(place, row, cell, format);
    } else {
        put_formula(place, row, cell, format);
    }
}

static enum wj_status put_rows(const struct place *place, const struct wj_book_sheet *sheet)
{
    const struct wj_book_rows *rows = &sheet->rows;
    struct wj_buf texts = {0};
    struct wj_book_cell *cells = wj_alloc((rows->columns + 1) * sizeof *cells);
    enum wj_status status = cells != NULL ? WJ_OK : WJ_MEMORY;
    for (size_t i = 0; status == WJ_OK && i < rows->count; i++) {
        if (!rows->get(rows->user, i, cells, &texts)) {
            status = WJ_MEMORY;
            break;
        }
        for (size_t j = 0; j < rows->columns; j++) {
            put_cell(place, sheet->first_row + (lxw_row_t)i, &cells[j]);
        }
    }
    wj_free(cells);
    wj_buf_clear(&texts);
    return status;
}

/* ---- sheets ---- */

static uint32_t rows_of(const struct wj_book_sheet *sheet)
{
    uint32_t last = sheet->cell_count > 0 ? sheet->cells[sheet->cell_count - 1].row + 1 : 0;
    uint32_t rows = sheet->first_row + (uint32_t)sheet->rows.count;
    return rows > last ? rows : last;
}

/* Rows that are printed: charts may stand below the cells. */
static uint32_t printed_rows(const struct wj_book_sheet *sheet)
{
    uint32_t rows = rows_of(sheet);
    for (size_t i = 0; i < sheet->chart_count; i++) {
        uint32_t end = sheet->charts[i].row + sheet->charts[i].rows;
        rows = end > rows ? end : rows;
    }
    return rows;
}

static void set_up_page(struct wj_xlsx *xlsx, const struct wj_book_sheet *sheet,
                        lxw_worksheet *worksheet)
{
    uint32_t rows = printed_rows(sheet);
    worksheet_set_paper(worksheet, A4);
    if (sheet->landscape) {
        worksheet_set_landscape(worksheet);
    }
    worksheet_fit_to_pages(worksheet, 1, 0);
    wj_xlsx_note(xlsx, worksheet_set_footer(worksheet, "&C&P / &N"));
    if (sheet->header_rows > 0) {
        wj_xlsx_note(xlsx, worksheet_repeat_rows(worksheet, 0, sheet->header_rows - 1));
    }
    if (sheet->header_rows > 0 || sheet->fixed_columns > 0) {
        worksheet_freeze_panes(worksheet, sheet->header_rows, sheet->fixed_columns);
    }
    if (sheet->width_count > 0 && rows > 0) {
        wj_xlsx_note(xlsx, worksheet_print_area(worksheet, 0, 0, rows - 1,
                                                (lxw_col_t)(sheet->width_count - 1)));
    }
    for (size_t i = 0; i < sheet->width_count; i++) {
        wj_xlsx_note(xlsx, worksheet_set_column(worksheet, (lxw_col_t)i, (lxw_col_t)i,
                                                sheet->widths[i], NULL));
    }
}

/* Makes the library write out its last row, so that its stream holds all of them. */
static void finish_rows(struct wj_xlsx *xlsx, const struct wj_book_sheet *sheet,
                        lxw_worksheet *worksheet, struct wj_xlsx_written *written)
{
    wj_xlsx_note(xlsx, worksheet_set_row(worksheet, rows_of(sheet), LXW_DEF_ROW_HEIGHT, NULL));
    FILE *stream = worksheet->optimize_tmpfile;
    if (fflush(stream) != 0 || ferror(stream) != 0) {
        xlsx->no_space = true;
        return;
    }
    off_t bytes = ftello(stream);
    written->bytes = bytes > 0 ? (uint64_t)bytes : 0;
}

/* Chinese characters are a little wider than two others, and so is bold type. */
static size_t room_of(const struct wj_book_sheet *sheet, const struct wj_book_cell *cell)
{
    size_t width = 0;
    size_t last = cell->column + (cell->across > 1 ? cell->across : 1U);
    for (size_t i = cell->column; i < last && i < sheet->width_count; i++) {
        width += sheet->widths[i];
    }
    return width * 9 / 10;
}

/* Lines that the wrapped texts of a row need; some programs leave rows as high as one. */
static unsigned lines_of(const struct wj_book_sheet *sheet, size_t first)
{
    enum { MOST = 20 };
    size_t most = 1;
    uint32_t row = sheet->cells[first].row;
    for (size_t i = first; i < sheet->cell_count && sheet->cells[i].row == row; i++) {
        const struct wj_book_cell *cell = &sheet->cells[i];
        bool wraps = cell->kind == WJ_BOOK_TEXT && cell->look != WJ_LOOK_PLAIN &&
                     cell->look != WJ_LOOK_TITLE;
        if (wraps && cell->column < sheet->width_count) {
            size_t width = room_of(sheet, cell);
            size_t lines = (wj_text_width(wj_slice_of(cell->text)) + width - 1) / width;
            most = lines > most ? lines : most;
        }
    }
    return (unsigned)(most < MOST ? most : MOST);
}

static void put_cells(const struct place *place, const struct wj_book_sheet *sheet)
{
    enum { LINE_HEIGHT = 15 };
    for (size_t i = 0; i < sheet->cell_count; i++) {
        const struct wj_book_cell *cell = &sheet->cells[i];
        unsigned lines = 1;
        if (i == 0 || cell->row != sheet->cells[i - 1].row) {
            lines = lines_of(sheet, i);
        }
        if (lines > 1) {
            wj_xlsx_note(place->xlsx,
                         worksheet_set_row(place->sheet, cell->row, lines * LINE_HEIGHT, NULL));
        }
        put_cell(place, cell->row, cell);
    }
}

static enum wj_status add_sheet(struct wj_xlsx *xlsx, size_t number)
{
    const struct wj_book_sheet *sheet = &xlsx->model->sheets[number];
    lxw_worksheet *worksheet = workbook_add_worksheet(xlsx->book, sheet->name);
    if (worksheet == NULL) {
        xlsx->no_space = true;
        return WJ_OK;
    }
    const struct place place = {xlsx, worksheet, &xlsx->written[number]};
    set_up_page(xlsx, sheet, worksheet);
    put_cells(&place, sheet);
    enum wj_status status = put_rows(&place, sheet);
    wj_xlsx_add_charts(xlsx, sheet, worksheet);
    finish_rows(xlsx, sheet, worksheet, &xlsx->written[number]);
    return status;
}

static void add_names(struct wj_xlsx *xlsx)
{
    struct wj_buf target = {0};
    for (size_t i = 0; i < xlsx->model->name_count; i++) {
        wj_buf_reset(&target);
        wj_buf_addf(&target, "=%s", xlsx->model->names[i].target);
        wj_xlsx_note(xlsx, workbook_define_name(xlsx->book, xlsx->model->names[i].name,
                                                wj_buf_text(&target)));
    }
    wj_buf_clear(&target);
}

static void set_properties(struct wj_xlsx *xlsx, int64_t date)
{
    struct wj_buf title = {0};
    wj_buf_add_text(&title, wj_xlsx_plain(xlsx, xlsx->model->title));
    lxw_doc_properties properties = {
        .title = (char *)(uintptr_t)wj_buf_text(&title),
        .author = (char *)(uintptr_t)xlsx->model->creator,
        .created = date,
    };
    wj_xlsx_note(xlsx, workbook_set_properties(xlsx->book, &properties));
    wj_buf_clear(&title);
}

/* ---- the file ---- */

static enum wj_status fail(struct wj_diags *diags, const char *reason)
{
    struct wj_place place = {.file = "workbook.xlsx"};
    return wj_fail(diags, WJ_IO, "workbook", &place,
                   _("the workbook could not be made: %s; is there room for temporary files "
                     "in %s? --format can leave xlsx out"),
                   reason, P_tmpdir);
}

/* Gives everything to the library, which writes it when it is closed. */
static enum wj_status render(struct wj_diags *diags, struct wj_xlsx *xlsx, int64_t date,
                             const char *path)
{
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    enum wj_status status = WJ_OK;
    xlsx->book = workbook_new_opt(path, &options);
    if (xlsx->book == NULL) {
        return fail(diags, strerror(errno));
    }
    set_properties(xlsx, date);
    wj_xlsx_make_formats(xlsx);
    for (size_t i = 0; status == WJ_OK && i < xlsx->model->sheet_count && !xlsx->no_space &&
                       xlsx->error == LXW_NO_ERROR;
         i++) {
        status = add_sheet(xlsx, i);
    }
    if (status != WJ_OK || xlsx->no_space || xlsx->error != LXW_NO_ERROR) {
        lxw_workbook_free(xlsx->book);
    } else {
        add_names(xlsx);
        wj_xlsx_note(xlsx, workbook_close(xlsx->book));
    }
    if (status == WJ_OK && xlsx->no_space) {
        return fail(diags, strerror(ENOSPC));
    }
    return status == WJ_OK && xlsx->error != LXW_NO_ERROR ? fail(diags, lxw_strerror(xlsx->error))
                                                          : status;
}

/* The library wants the name of a file: it gets that of one in memory. */
static enum wj_status make(struct wj_diags *diags, struct wj_xlsx *xlsx, int64_t date,
                           struct wj_buf *out)
{
    struct wj_buf path = {0};
    bool whole = false;
    int file = memfd_create("workbook.xlsx", MFD_CLOEXEC);
    if (file < 0) {
        return fail(diags, strerror(errno));
    }
    wj_buf_addf(&path, "/proc/self/fd/%d", file);
    enum wj_status status = render(diags, xlsx, date, wj_buf_text(&path));
    if (status == WJ_OK) {
        status = wj_file_read(diags, wj_buf_text(&path), LARGEST, out);
    }
    if (status == WJ_OK) {
        status = wj_xlsx_verify(xlsx, wj_buf_slice(out), &whole);
    }
    if (status == WJ_OK && !whole) {
        status = fail(diags, strerror(ENOSPC));
    }
    wj_buf_clear(&path);
    close(file);
    return status;
}

static enum wj_status write_workbook(struct wj_diags *diags, const struct wj_report *report,
                                     struct wj_made_list *made)
{
    if (report->workbook == NULL) {
        return WJ_OK;
    }
    struct wj_xlsx xlsx = {.model = report->workbook};
    struct wj_made *file = wj_made_add(made, "workbook.xlsx");
    xlsx.locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (file == NULL || xlsx.locale == (locale_t)0) {
        return WJ_MEMORY;
    }
    /* The library prints numbers with the decimal point of the locale. */
    locale_t before = uselocale(xlsx.locale);
    unsigned long failures = wj_memory_failures();
    enum wj_status status = make(diags, &xlsx, report->date, &file->bytes);
    uselocale(before);
    freelocale(xlsx.locale);
    wj_buf_clear(&xlsx.text);
    return wj_memory_status(failures) != WJ_OK ? WJ_MEMORY : status;
}

const struct wj_writer wj_xlsx_writer = {WJ_FORMAT_XLSX, write_workbook};
