#include <string.h>

#include "book.h"
#include "print.h"
#include "wjtab/base/text.h"

/* Spreadsheet programs take formulas of 8,192 characters, with functions nested 64 deep. */
enum {
    LONGEST_FORMULA = 8000,
    DEEPEST_FORMULA = 64,
    NARROWEST = 10,
    WIDEST_NOTE = 68 /* a page of paper */
};

const char *wj_book_print(struct wj_book *book, const char *format, ...)
{
    struct wj_buf text = {0};
    va_list arguments;
    va_start(arguments, format);
    wj_buf_vaddf(&text, format, arguments);
    va_end(arguments);
    const char *copy = wj_arena_copy(book->arena, wj_buf_slice(&text));
    wj_buf_clear(&text);
    return copy != NULL ? copy : "";
}

const char *wj_book_decimal(struct wj_book *book, const mpq_t value)
{
    return wj_print_short(book->arena, value,
                          (struct wj_rounding){WJ_BOOK_EXACT_PLACES, WJ_HALF_UP});
}

const char *wj_book_figure(struct wj_book *book, const struct wj_figure *figure)
{
    if (figure->hidden) {
        return WJ_HIDDEN_TEXT;
    }
    return figure->exists ? wj_book_decimal(book, figure->value) : NULL;
}

const char *wj_book_printed(struct wj_book *book, const struct wj_figure *figure)
{
    if (!figure->exists) {
        return figure->hidden ? WJ_HIDDEN_TEXT : NULL;
    }
    mpq_t rounded;
    mpq_init(rounded);
    struct wj_rounding percent = book->survey->percent;
    wj_number_round(rounded, figure->value, (int)percent.places + 2, percent.mode);
    const char *text = wj_book_decimal(book, rounded);
    mpq_clear(rounded);
    return text;
}

/* ---- cells ---- */

static void widen(struct wj_book_sheet *sheet, size_t column, const char *text, size_t most)
{
    size_t width = wj_text_width(wj_slice_of(text)) + 3;
    if (wj_grow(&sheet->widths, &sheet->width_capacity, column + 1, sizeof *sheet->widths) !=
        WJ_OK) {
        return;
    }
    while (sheet->width_count <= column) {
        sheet->widths[sheet->width_count++] = NARROWEST;
    }
    width = width < most ? width : most;
    sheet->widths[column] =
        (uint16_t)(width > sheet->widths[column] ? width : sheet->widths[column]);
}

static struct wj_book_cell *add_cell(struct wj_book *book, size_t column, enum wj_book_kind kind,
                                     enum wj_book_look look, const char *text)
{
    struct wj_book_sheet *sheet = book->sheet;
    if (wj_grow(&sheet->cells, &sheet->cell_capacity, sheet->cell_count + 1,
                sizeof *sheet->cells) != WJ_OK) {
        return NULL;
    }
    struct wj_book_cell *cell = &sheet->cells[sheet->cell_count++];
    *cell = (struct wj_book_cell){
        .row = book->row, .column = (uint16_t)column, .kind = kind, .look = look, .text = text};
    return cell;
}

struct wj_book_cell *wj_book_text(struct wj_book *book, size_t column, enum wj_book_look look,
                                  const char *text)
{
    if (look != WJ_LOOK_PLAIN && look != WJ_LOOK_TITLE) {
        widen(book->sheet, column, text,
              look == WJ_LOOK_HEADER ? WJ_BOOK_WIDEST / 2
              : look == WJ_LOOK_NOTE ? WIDEST_NOTE
                                     : WJ_BOOK_WIDEST);
    }
    struct wj_book_cell *cell =
        add_cell(book, column, text[0] != '\0' ? WJ_BOOK_TEXT : WJ_BOOK_BLANK, look, text);
    if (cell != NULL && look == WJ_LOOK_CELL) {
        cell->format = WJ_BOOK_WORDS;
    }
    return cell;
}

struct wj_book_cell *wj_book_number(struct wj_book *book, size_t column, enum wj_book_format format,
                                    const char *decimal)
{
    bool hidden = decimal != NULL && strcmp(decimal, WJ_HIDDEN_TEXT) == 0;
    if (decimal == NULL || hidden) {
        struct wj_book_cell *none =
            wj_book_text(book, column, WJ_LOOK_CELL, hidden ? WJ_HIDDEN_TEXT : WJ_NO_FIGURE);
        if (none != NULL) {
            none->format = WJ_BOOK_COUNT; /* stands where the figures do */
        }
        return none;
    }
    struct wj_book_cell *cell = add_cell(book, column, WJ_BOOK_NUMBER, WJ_LOOK_CELL, decimal);
    if (cell != NULL) {
        cell->format = format;
    }
    widen(book->sheet, column, format == WJ_BOOK_GENERAL ? decimal : "", WJ_BOOK_WIDEST);
    return cell;
}

struct wj_book_cell *wj_book_count(struct wj_book *book, size_t column, uint64_t count)
{
    return wj_book_number(book, column, WJ_BOOK_COUNT, wj_print_count(book->arena, count));
}

/* How deep the parentheses of a formula are nested, at least as deep as its functions. */
static size_t nesting(const char *formula)
{
    size_t depth = 0;
    size_t deepest = 0;
    bool quoted = false;
    for (; *formula != '\0'; formula++) {
        quoted = quoted != (*formula == '"');
        depth += !quoted && *formula == '(' ? 1 : 0;
        depth -= !quoted && *formula == ')' && depth > 0 ? 1 : 0;
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest;
}

struct wj_book_cell *wj_book_formula(struct wj_book *book, size_t column,
                                     enum wj_book_format format, const char *formula,
                                     const char *value)
{
    if (book->plain || wj_utf8_count(wj_slice_of(formula)) > LONGEST_FORMULA ||
        nesting(formula) > DEEPEST_FORMULA) {
        return wj_book_number(book, column, format, value);
    }
    struct wj_book_cell *cell = add_cell(book, column, WJ_BOOK_FORMULA, WJ_LOOK_CELL, formula);
    if (cell != NULL) {
        cell->format = format;
        cell->text_value = value == NULL;
        cell->value = value != NULL ? value : WJ_NO_FIGURE;
    }
    widen(book->sheet, column, format == WJ_BOOK_EXACT ? "0.00000000  " : "", WJ_BOOK_WIDEST);
    return cell;
}

struct wj_book_cell *wj_book_counted(struct wj_book *book, size_t column, const char *formula,
                                     uint64_t count)
{
    if (!book->live) {
        return wj_book_count(book, column, count);
    }
    return wj_book_formula(book, column, WJ_BOOK_COUNT, formula,
                           wj_print_count(book->arena, count));
}

void wj_book_header(struct wj_book *book, size_t count, const char *const *texts)
{
    for (size_t i = 0; i < count; i++) {
        wj_book_text(book, i, WJ_LOOK_HEADER, texts[i]);
    }
}

void wj_book_merge(struct wj_book *book, size_t column, size_t across, const char *text)
{
    struct wj_book_cell *cell = add_cell(book, column, WJ_BOOK_TEXT, WJ_LOOK_HEADER, text);
    if (cell != NULL) {
        cell->across = (uint16_t)across;
    }
}

void wj_book_open(struct wj_book *book, const char *name, const char *title)
{
    book->sheet = &book->workbook->sheets[book->workbook->sheet_count++];
    book->sheet->name = name;
    book->row = 0;
    wj_book_text(book, 0, WJ_LOOK_TITLE, title);
    book->row = 1;
}

struct wj_book_chart *wj_book_chart(struct wj_book *book, enum wj_book_chart_kind kind,
                                    const char *title, size_t lines, size_t series)
{
    enum { FEWEST_LINES = 6, MOST_LINES = 60, ROWS_AROUND = 5 };
    struct wj_book_sheet *sheet = book->sheet;
    lines = lines < FEWEST_LINES ? FEWEST_LINES : lines < MOST_LINES ? lines : MOST_LINES;
    struct wj_book_series *list = wj_arena_alloc(book->arena, (series + 1) * sizeof *list);
    if (list == NULL || wj_grow(&sheet->charts, &sheet->chart_capacity, sheet->chart_count + 1,
                                sizeof *sheet->charts) != WJ_OK) {
        return NULL;
    }
    struct wj_book_chart *chart = &sheet->charts[sheet->chart_count++];
    *chart = (struct wj_book_chart){.kind = kind,
                                    .title = title,
                                    .description = title,
                                    .row = book->row,
                                    .rows = (uint16_t)(lines + lines / 2 + ROWS_AROUND),
                                    .series = list,
                                    .series_count = series};
    book->row += chart->rows + 1U;
    return chart;
}

/* ---- references ---- */

/* A, B, … Z, AA, … */
static void add_column(struct wj_buf *out, size_t column)
{
    char letters[8];
    size_t at = sizeof letters;
    for (size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
        letters[--at] = (char)('A' + (rest - 1) % 26);
    }
    wj_buf_add(out, wj_slice(letters + at, sizeof letters - at));
}

static void add_cell_name(struct wj_buf *out, size_t row, size_t column, const char *fixed)
{
    wj_buf_add_text(out, fixed);
    add_column(out, column);
    wj_buf_addf(out, "%s%zu", fixed, row + 1);
}

static const char *keep(struct wj_book *book, struct wj_buf *text)
{
    const char *copy = wj_arena_copy(book->arena, wj_buf_slice(text));
    wj_buf_clear(text);
    return copy != NULL ? copy : "";
}

const char *wj_book_cell(struct wj_book *book, size_t row, size_t column)
{
    struct wj_buf text = {0};
    add_cell_name(&text, row, column, "$");
    return keep(book, &text);
}

const char *wj_book_near(struct wj_book *book, size_t row, size_t column)
{
    struct wj_buf text = {0};
    add_cell_name(&text, row, column, "");
    return keep(book, &text);
}

const char *wj_book_far(struct wj_book *book, const char *sheet, size_t row, size_t column)
{
    struct wj_buf text = {0};
    wj_buf_addf(&text, "%s!", sheet);
    add_cell_name(&text, row, column, "$");
    return keep(book, &text);
}

const char *wj_book_range(struct wj_book *book, const char *sheet, size_t first, size_t last,
                          size_t column)
{
    struct wj_buf text = {0};
    wj_buf_addf(&text, "%s!", sheet);
    add_cell_name(&text, first, column, "$");
    wj_buf_add_char(&text, ':');
    add_cell_name(&text, last, column, "$");
    return keep(book, &text);
}

/* ---- rounding ---- */

const char *wj_book_rounded(struct wj_book *book, const char *expression, unsigned places,
                            enum wj_round_mode mode)
{
    const char *x = wj_book_print(book, "ROUND(%s,10)", expression);
    switch (mode) {
    case WJ_TRUNCATE:
        return wj_book_print(book, "ROUNDDOWN(%s,%u)", x, places);
    case WJ_UP:
        return wj_book_print(book, "ROUNDUP(%s,%u)", x, places);
    case WJ_HALF_EVEN:
        /* At a tie twice the rounded half is even: 2.5 → 2×ROUND(1.25,0). */
        return wj_book_print(book,
                             "IF(ROUND(MOD(ABS(%s)*10^%u,1),%u)=0.5,2*ROUND(%s*10^%u/2,0)/10^%u,"
                             "ROUND(%s,%u))",
                             x, places, places < 8 ? 9 - places : 1, x, places, places, x, places);
    default:
        return wj_book_print(book, "ROUND(%s,%u)", x, places);
    }
}

const char *wj_book_share(struct wj_book *book, const char *base, const char *expression)
{
    struct wj_rounding percent = book->survey->percent;
    return wj_book_print(book, "IF(%s=0,\"" WJ_NO_FIGURE "\",%s)", base,
                         wj_book_rounded(book, expression, percent.places + 2, percent.mode));
}

/* ---- defined names ---- */

static bool is_han(int32_t codepoint)
{
    return (codepoint >= 0x4E00 && codepoint <= 0x9FFF) ||
           (codepoint >= 0x3400 && codepoint <= 0x4DBF);
}

static bool is_ascii_letter(int32_t codepoint)
{
    return (codepoint >= 'A' && codepoint <= 'Z') || (codepoint >= 'a' && codepoint <= 'z');
}

/* Appends what may stand in a defined name: 汉字, ASCII letters and digits, _ for all else. A name
 * without any 汉字 could be a cell, TRUE or R1C1, and gets a _ in front, as what begins with a
 * digit does. */
static void add_legal(struct wj_buf *out, struct wj_slice name)
{
    enum { MOST = 60 };
    bool han = false;
    struct wj_buf legal = {0};
    for (size_t i = 0; name.len > 0 && i < MOST; i++) {
        int32_t codepoint;
        size_t len = wj_utf8_next(name, &codepoint);
        bool digit = codepoint >= '0' && codepoint <= '9';
        han = han || is_han(codepoint);
        if (is_han(codepoint) || is_ascii_letter(codepoint) || digit) {
            wj_buf_add(&legal, wj_slice(name.ptr, len));
        } else {
            wj_buf_add_char(&legal, '_');
        }
        name = wj_slice_from(name, len);
    }
    bool digit_first = legal.len > 0 && legal.ptr[0] >= '0' && legal.ptr[0] <= '9';
    wj_buf_add_text(out, !han || digit_first ? "_" : "");
    wj_buf_add(out, wj_buf_slice(&legal));
    wj_buf_clear(&legal);
}

static bool is_taken(const struct wj_workbook *workbook, const char *name)
{
    for (size_t i = 0; i < workbook->name_count; i++) {
        if (strcasecmp(workbook->names[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

const char *wj_book_name(struct wj_book *book, const char *name, const char *target)
{
    struct wj_workbook *workbook = book->workbook;
    struct wj_buf legal = {0};
    add_legal(&legal, wj_slice_of(name));
    const char *first = keep(book, &legal);
    const char *made = first;
    for (unsigned i = 2; is_taken(workbook, made) && made[0] != '\0'; i++) {
        made = wj_book_print(book, "%s_%u", first, i);
    }
    if (wj_grow(&workbook->names, &workbook->name_capacity, workbook->name_count + 1,
                sizeof *workbook->names) == WJ_OK) {
        workbook->names[workbook->name_count++] = (struct wj_book_name){made, target};
    }
    return made;
}
