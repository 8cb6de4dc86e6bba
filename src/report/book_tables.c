/* 交叉表: the tables of the definition. */
#include <string.h>

#include "book.h"
#include "print.h"
#include "table_rows.h"
#include "wording.h"

enum { MOST_COLUMNS = 200, LABEL = 0, FIRST = 1 };

/* A table on its sheet: counts of every column, then a share of every column. */
struct sheet {
    struct wj_book *book;
    const struct wj_wording *words;
    struct wj_tabulation table;
    const char **criteria; /* per column: what puts a response into it */
    uint32_t base_row;
    size_t width; /* columns, with everybody */
};

/* ---- what puts a response into a column ---- */

/* The criteria of a column: one per question of `by`, and the filter; each begins with a comma. */
static const char *column_criteria(const struct sheet *sheet, const struct wj_tabulated *place)
{
    struct wj_book *book = sheet->book;
    struct wj_buf text = {0};
    for (size_t i = 0; i < place->cross->by->count; i++) {
        size_t option = wj_cross_option(book->findings->tally, place->cross, place->column, i);
        wj_buf_addf(&text, ",%s", wj_book_chose(book, place->cross->by->questions[i], option));
    }
    if (sheet->table.spec->where != NULL) {
        wj_buf_addf(&text, ",%s,1", wj_book_answers(book, book->where_columns[sheet->table.table]));
    }
    const char *criteria = wj_book_print(book, "%s", wj_buf_text(&text));
    wj_buf_clear(&text);
    return criteria;
}

/* Who was asked: where nothing else is asked of them, all but those who were not. */
static const char *base_formula(const struct sheet *sheet, size_t column)
{
    struct wj_book *book = sheet->book;
    const char *criteria = sheet->criteria[column];
    size_t row = sheet->table.spec->rows[sheet->table.row];
    if (book->survey->base == WJ_BASE_ANSWERED) {
        return wj_book_print(book, "COUNTIFS(%s%s)", wj_book_answered(book, row), criteria);
    }
    const char *not_asked = wj_book_not_asked(book, row);
    if (criteria[0] == '\0') {
        return wj_book_print(book, "ROWS(%s)-COUNTIFS(%s)", wj_book_answers(book, 0), not_asked);
    }
    return wj_book_print(book, "COUNTIFS(%s)-COUNTIFS(%s%s)", criteria + 1, not_asked, criteria);
}

static bool take_criteria(struct sheet *sheet)
{
    sheet->criteria = wj_arena_alloc(sheet->book->arena, sheet->width * sizeof *sheet->criteria);
    for (size_t i = 0; sheet->criteria != NULL && i < sheet->width; i++) {
        sheet->criteria[i] =
            sheet->book->live ? column_criteria(sheet, &sheet->table.columns[i]) : "";
    }
    return sheet->criteria != NULL;
}

/* ---- head ---- */

static const char *title(const struct sheet *sheet)
{
    struct wj_book *book = sheet->book;
    const struct wj_table_spec *spec = sheet->table.spec;
    const char *filter = "";
    if (spec->title != NULL) {
        const char *titled[] = {spec->title, sheet->table.question->label};
        return spec->row_count > 1 ? wj_print(book->arena, sheet->words->band, 2, titled)
                                   : spec->title;
    }
    if (spec->where != NULL) {
        struct wj_slice text = wj_formula_text(spec->where);
        const char *formula[] = {wj_book_print(book, "%.*s", WJ_SLICE_ARG(text))};
        filter = wj_print(book->arena, book->words->where, 1, formula);
    }
    const char *by = spec->by_count > 0
                         ? wj_banner_names(book->arena, book->survey, spec, sheet->words->comma)
                         : book->words->all;
    const char *parts[] = {sheet->table.question->label, by, filter};
    return wj_print(book->arena, book->words->table, 3, parts);
}

/* The names of the bands over one half of the table. */
static void add_bands(const struct sheet *sheet, size_t first)
{
    struct wj_book *book = sheet->book;
    for (size_t by = 0; by < sheet->table.spec->by_count; by++) {
        const char *name = wj_banner_name(book->arena, book->survey, &sheet->table.spec->by[by]);
        size_t column = first + wj_tabulated_first(&sheet->table, by);
        size_t width = wj_tabulated_width(&sheet->table, by);
        if (width > 1) {
            wj_book_merge(book, column, width, name);
        } else {
            wj_book_text(book, column, WJ_LOOK_HEADER, name);
        }
    }
    wj_book_text(book, first + sheet->width - 1, WJ_LOOK_HEADER, "");
}

/* The n-th row of options over one half; the last row has the labels of shallower bands. */
static void add_options(const struct sheet *sheet, size_t first, size_t n)
{
    struct wj_book *book = sheet->book;
    for (size_t i = 0; i + 1 < sheet->width;) {
        const struct wj_tabulated *place = &sheet->table.columns[i];
        const struct wj_banner *by = place->cross->by;
        size_t above = sheet->table.depth - by->count; /* empty rows over a shallow band */
        size_t under = n < above ? 1 : wj_tabulated_under(&sheet->table, by, n - above);
        const char *label = "";
        if (n >= above) {
            size_t option =
                wj_cross_option(book->findings->tally, place->cross, place->column, n - above);
            label = book->survey->questions[by->questions[n - above]].options[option].label;
        }
        if (under > 1) {
            wj_book_merge(book, first + i, under, label);
        } else {
            wj_book_text(book, first + i, WJ_LOOK_HEADER, label);
        }
        i += under;
    }
    wj_book_text(book, first + sheet->width - 1, WJ_LOOK_HEADER,
                 n + 1 == sheet->table.depth ? book->words->all : "");
}

static void add_head(const struct sheet *sheet, bool shares)
{
    struct wj_book *book = sheet->book;
    size_t second = FIRST + sheet->width;
    wj_book_text(book, LABEL, WJ_LOOK_HEADER, book->words->option);
    if (sheet->width > 1) {
        wj_book_merge(book, FIRST, sheet->width, shares ? book->words->people : "");
    } else {
        wj_book_text(book, FIRST, WJ_LOOK_HEADER, book->words->people);
    }
    const char *share = book->words->count_columns[WJ_COUNTS_SHARE];
    if (shares && sheet->width > 1) {
        wj_book_merge(book, second, sheet->width, share);
    } else if (shares) {
        wj_book_text(book, second, WJ_LOOK_HEADER, share);
    }
    book->row++;
    if (sheet->table.banded) {
        wj_book_text(book, LABEL, WJ_LOOK_HEADER, "");
        add_bands(sheet, FIRST);
        if (shares) {
            add_bands(sheet, second);
        }
        book->row++;
    }
    for (size_t n = 0; n < sheet->table.depth; n++) {
        wj_book_text(book, LABEL, WJ_LOOK_HEADER, "");
        add_options(sheet, FIRST, n);
        if (shares) {
            add_options(sheet, second, n);
        }
        book->row++;
    }
}

/* ---- rows ---- */

static void fill_blank(const struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->width; i++) {
        wj_book_text(sheet->book, FIRST + sheet->width + i, WJ_LOOK_CELL, "");
    }
}

static void make_strong(struct wj_book_cell *cell)
{
    if (cell != NULL) {
        cell->strong = true;
    }
}

/* The divisor of the shares, on top: people, or the sum of what they ticked. */
static void add_base(struct sheet *sheet, bool shares)
{
    struct wj_book *book = sheet->book;
    bool ticks = sheet->table.spec->responses && shares;
    size_t options = sheet->table.question->option_count;
    wj_book_text(book, LABEL, WJ_LOOK_CELL, sheet->words->base_row);
    for (size_t i = 0; i < sheet->width; i++) {
        uint64_t base = wj_tabulated_column(&sheet->table, i).respondents;
        /* Among quantities the codes for no answer may be answers. */
        make_strong(shares ? wj_book_counted(book, FIRST + i,
                                             book->live ? base_formula(sheet, i) : "", base)
                           : wj_book_count(book, FIRST + i, base));
    }
    if (shares) {
        fill_blank(sheet);
    }
    if (ticks) {
        book->row++;
        wj_book_text(book, LABEL, WJ_LOOK_CELL, sheet->words->ticks_row);
        for (size_t i = 0; i < sheet->width; i++) {
            const char *first = wj_book_near(book, book->row + 1, FIRST + i);
            const char *last = wj_book_near(book, book->row + options, FIRST + i);
            make_strong(wj_book_formula(
                book, FIRST + i, WJ_BOOK_COUNT, wj_book_print(book, "SUM(%s:%s)", first, last),
                wj_print_count(book->arena, wj_tabulated_column(&sheet->table, i).base)));
        }
        fill_blank(sheet);
    }
    sheet->base_row = book->row++;
}

static void add_share(const struct sheet *sheet, size_t row, size_t column)
{
    struct wj_book *book = sheet->book;
    struct wj_cross_column at = wj_tabulated_column(&sheet->table, column);
    const char *count = wj_book_near(book, book->row, FIRST + column);
    const char *base = wj_book_near(book, sheet->base_row, FIRST + column);
    struct wj_figure share = {0};
    mpq_init(share.value);
    wj_cross_share(&at, row, &share);
    wj_book_formula(book, FIRST + sheet->width + column, WJ_BOOK_PERCENT,
                    wj_book_share(book, base, wj_book_print(book, "%s/%s", count, base)),
                    wj_book_printed(book, &share));
    mpq_clear(share.value);
}

static void add_option(const struct sheet *sheet, size_t row)
{
    struct wj_book *book = sheet->book;
    size_t question = sheet->table.spec->rows[sheet->table.row];
    wj_book_text(book, LABEL, WJ_LOOK_CELL, sheet->table.question->options[row].label);
    for (size_t i = 0; i < sheet->width; i++) {
        struct wj_cross_column column = wj_tabulated_column(&sheet->table, i);
        const char *formula =
            book->live ? wj_book_print(book, "COUNTIFS(%s%s)", wj_book_chose(book, question, row),
                                       sheet->criteria[i])
                       : "";
        wj_book_counted(book, FIRST + i, formula, wj_cross_count(&column, row));
    }
    for (size_t i = 0; i < sheet->width; i++) {
        add_share(sheet, row, i);
    }
    book->row++;
}

/* Counts without a formula: who gave no answer, who was not asked. */
static void add_unanswered(const struct sheet *sheet, bool shares)
{
    struct wj_book *book = sheet->book;
    for (unsigned asked = 0; asked < 2; asked++) {
        unsigned bit = asked == 0 ? (unsigned)WJ_SHOW_NO_ANSWER : (unsigned)WJ_SHOW_NOT_ASKED;
        if ((sheet->table.spec->show & bit) == 0) {
            continue;
        }
        wj_book_text(book, LABEL, WJ_LOOK_CELL,
                     asked == 0 ? sheet->words->no_answer_row : sheet->words->not_asked_row);
        for (size_t i = 0; i < sheet->width; i++) {
            struct wj_cross_column column = wj_tabulated_column(&sheet->table, i);
            wj_book_count(book, FIRST + i, asked == 0 ? column.no_answer : column.not_asked);
        }
        if (shares) {
            fill_blank(sheet);
        }
        book->row++;
    }
}

/* ---- summaries ---- */

/* Σ score × count over the options that stand in the rows above, from `first` on. */
static const char *sum_of_scores(const struct sheet *sheet, uint32_t first, size_t column,
                                 bool counts_alone)
{
    const struct wj_question *row = sheet->table.question;
    struct wj_buf text = {0};
    for (size_t i = 0; i < row->option_count; i++) {
        const char *cell = wj_book_near(sheet->book, first + i, FIRST + column);
        if (!row->options[i].scored) {
            continue;
        }
        wj_buf_add_text(&text, text.len > 0 ? "+" : "");
        if (!counts_alone) {
            wj_buf_addf(&text, "%s*", wj_book_decimal(sheet->book, row->options[i].score));
        }
        wj_buf_add_text(&text, cell);
    }
    const char *sum = wj_book_print(sheet->book, "%s", wj_buf_text(&text));
    wj_buf_clear(&text);
    return sum;
}

/* The formula of a mean over the counts above; the other summaries are values. */
static const char *mean_formula(const struct sheet *sheet, uint32_t first, size_t column)
{
    const char *n = sum_of_scores(sheet, first, column, true);
    const char *sum = sum_of_scores(sheet, first, column, false);
    return wj_book_print(sheet->book, "IF((%s)=0,\"–\",ROUND((%s)/(%s),2))", n, sum, n);
}

static void add_summary(const struct sheet *sheet, unsigned number, uint32_t first)
{
    struct wj_book *book = sheet->book;
    enum wj_table_summary summary = (enum wj_table_summary)(1U << number);
    bool scores = summary == WJ_TABLE_MEAN || summary == WJ_TABLE_SD;
    bool live = summary == WJ_TABLE_MEAN && book->survey->percent.mode == WJ_HALF_UP;
    wj_book_text(book, LABEL, WJ_LOOK_CELL, sheet->words->table_summaries[number]);
    for (size_t i = 0; i < sheet->width; i++) {
        struct wj_cross_column column = wj_tabulated_column(&sheet->table, i);
        struct wj_figure figure = {0};
        mpq_init(figure.value);
        wj_cross_summary(&column, summary, &figure);
        const char *text = wj_summary_text(book->arena, book->survey->percent, &column, summary);
        if (!figure.exists) {
            wj_book_text(book, FIRST + i, WJ_LOOK_CELL, text);
        } else if (live) {
            wj_book_formula(book, FIRST + i, WJ_BOOK_GENERAL, mean_formula(sheet, first, i), text);
        } else {
            wj_book_number(book, FIRST + i, scores ? WJ_BOOK_GENERAL : WJ_BOOK_PERCENT,
                           scores ? text : wj_book_printed(book, &figure));
        }
        mpq_clear(figure.value);
    }
    fill_blank(sheet);
    book->row++;
}

static void add_quantity(const struct sheet *sheet)
{
    struct wj_book *book = sheet->book;
    unsigned shown = wj_summaries_of(sheet->table.spec, sheet->table.question);
    for (unsigned row = 0; row < WJ_QUANTITY_ROWS; row++) {
        enum wj_quantity_row which = (enum wj_quantity_row)row;
        if (!wj_table_has_row(shown, which)) {
            continue;
        }
        wj_book_text(book, LABEL, WJ_LOOK_CELL, sheet->words->quantity_rows[row]);
        for (size_t i = 0; i < sheet->width; i++) {
            struct wj_cross_column column = wj_tabulated_column(&sheet->table, i);
            struct wj_quantity_figures figures;
            bool there = wj_cross_quantity(&column, &figures) == WJ_OK;
            const char *text =
                there ? wj_table_quantity_text(book->arena, book->survey->percent, &figures, which)
                      : WJ_NO_FIGURE;
            if (strcmp(text, WJ_NO_FIGURE) == 0 || strcmp(text, WJ_HIDDEN_TEXT) == 0) {
                wj_book_text(book, FIRST + i, WJ_LOOK_CELL, text);
            } else {
                wj_book_number(book, FIRST + i, WJ_BOOK_GENERAL, text);
            }
            wj_quantity_figures_clear(&figures);
        }
        book->row++;
    }
}

/* ---- the tables ---- */

static void add_table(struct sheet *sheet)
{
    struct wj_book *book = sheet->book;
    bool shares = sheet->table.question->type != WJ_QUANTITY;
    unsigned shown = wj_summaries_of(sheet->table.spec, sheet->table.question);
    wj_book_text(book, LABEL, WJ_LOOK_TITLE, title(sheet));
    book->row++;
    sheet->width = sheet->table.column_count;
    if (sheet->width > MOST_COLUMNS + 1) {
        wj_book_text(book, LABEL, WJ_LOOK_PLAIN, book->words->wide);
        book->row += 2;
        return;
    }
    if (!take_criteria(sheet)) {
        return;
    }
    add_head(sheet, shares);
    add_base(sheet, shares);
    uint32_t first = book->row;
    for (size_t i = 0; shares && i < sheet->table.question->option_count; i++) {
        add_option(sheet, i);
    }
    if (!shares) {
        add_quantity(sheet);
    }
    add_unanswered(sheet, shares);
    for (unsigned number = 0; shares && 1U << number <= WJ_TABLE_NET; number++) {
        if ((shown >> number & 1) != 0) {
            add_summary(sheet, number, first);
        }
    }
    book->row++;
}

void wj_book_sheet_tables(struct wj_book *book)
{
    struct sheet sheet = {.book = book, .words = wj_wording(book->survey->output.language)};
    wj_book_open(book, book->words->tables, book->workbook->title);
    book->row = 2;
    book->sheet->landscape = true;
    book->sheet->fixed_columns = FIRST;
    for (size_t i = 0; i < book->survey->table_count; i++) {
        for (size_t row = 0; row < book->survey->tables[i].row_count; row++) {
            if (wj_tabulate(book->arena, book->findings, i, row, &sheet.table)) {
                add_table(&sheet);
            }
        }
    }
}
