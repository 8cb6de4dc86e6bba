/* 交叉表: the tables of the definition. */
#include <string.h>

#include "book_table.h"
#include "print.h"
#include "table_rows.h"
#include "wording.h"

enum { MOST_COLUMNS = 200, INDEX_PLACES = 1, LABEL = 0, FIRST = 1 };

/* What stands side by side, each with all columns of the table. */
enum part { COUNTS, SHARES, WEIGHTED, ROW_SHARES, TOTAL_SHARES, INDEXES, PARTS };

/* A table on its sheet: counts of every column, then shares of every column, and so on. */
struct sheet {
    struct wj_book *book;
    const struct wj_wording *words;
    struct wj_tabulation table;
    const char **criteria; /* per column: what puts a response into it */
    uint32_t base_row;
    size_t width; /* columns, with everybody */
    enum part parts[PARTS];
    size_t part_count;
};

/* ---- what puts a response into a column ---- */

const char *wj_book_criteria(struct wj_book *book, size_t table, const struct wj_cross_tally *cross,
                             size_t column)
{
    struct wj_buf text = {0};
    if (!book->live) {
        return "";
    }
    for (size_t i = 0; i < cross->by->count; i++) {
        size_t option = wj_cross_option(book->findings->tally, cross, column, i);
        wj_buf_addf(&text, ",%s", wj_book_chose(book, cross->by->questions[i], option));
    }
    if (book->survey->tables[table].where != NULL) {
        wj_buf_addf(&text, ",%s,1", wj_book_answers(book, book->where_columns[table]));
    }
    const char *criteria = wj_book_print(book, "%s", wj_buf_text(&text));
    wj_buf_clear(&text);
    return criteria;
}

const char *wj_book_asked(struct wj_book *book, size_t row, const char *criteria)
{
    if (!book->live) {
        return "";
    }
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
            wj_book_criteria(sheet->book, sheet->table.table, sheet->table.columns[i].cross,
                             sheet->table.columns[i].column);
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

/* The first column of a part. */
static size_t first_of(const struct sheet *sheet, size_t part)
{
    return FIRST + part * sheet->width;
}

static void choose_bands(struct sheet *sheet, bool shares)
{
    unsigned show = sheet->table.spec->show;
    bool shown[PARTS] = {[COUNTS] = true,
                         [SHARES] = shares,
                         [WEIGHTED] = shares && wj_tabulated_weighted(&sheet->table),
                         [ROW_SHARES] = shares && (show & WJ_SHOW_ROW_SHARE) != 0,
                         [TOTAL_SHARES] = shares && (show & WJ_SHOW_TOTAL_SHARE) != 0,
                         [INDEXES] = shares && (show & WJ_SHOW_INDEX) != 0};
    sheet->part_count = 0;
    for (size_t i = 0; i < PARTS; i++) {
        if (shown[i]) {
            sheet->parts[sheet->part_count++] = (enum part)i;
        }
    }
}

static const char *name_of(const struct sheet *sheet, enum part part)
{
    switch (part) {
    case COUNTS:
        return sheet->part_count > 1 || sheet->width == 1 ? sheet->book->words->people : "";
    case SHARES:
        return sheet->book->words->count_columns[WJ_COUNTS_SHARE];
    case WEIGHTED:
        return wj_without_indent(sheet->words->weighted_line);
    default:
        return wj_without_indent(sheet->words->table_lines[part - ROW_SHARES]);
    }
}

static void add_head(const struct sheet *sheet)
{
    struct wj_book *book = sheet->book;
    wj_book_text(book, LABEL, WJ_LOOK_HEADER, book->words->option);
    for (size_t i = 0; i < sheet->part_count; i++) {
        const char *name = name_of(sheet, sheet->parts[i]);
        if (sheet->width > 1) {
            wj_book_merge(book, first_of(sheet, i), sheet->width, name);
        } else {
            wj_book_text(book, first_of(sheet, i), WJ_LOOK_HEADER, name);
        }
    }
    book->row++;
    if (sheet->table.banded) {
        wj_book_text(book, LABEL, WJ_LOOK_HEADER, "");
        for (size_t i = 0; i < sheet->part_count; i++) {
            add_bands(sheet, first_of(sheet, i));
        }
        book->row++;
    }
    for (size_t n = 0; n < sheet->table.depth; n++) {
        wj_book_text(book, LABEL, WJ_LOOK_HEADER, "");
        for (size_t i = 0; i < sheet->part_count; i++) {
            add_options(sheet, first_of(sheet, i), n);
        }
        book->row++;
    }
}

/* ---- rows ---- */

static void fill_blank(const struct sheet *sheet)
{
    for (size_t i = sheet->width; i < sheet->part_count * sheet->width; i++) {
        wj_book_text(sheet->book, FIRST + i, WJ_LOOK_CELL, "");
    }
}

static void make_strong(struct wj_book_cell *cell)
{
    if (cell != NULL) {
        cell->strong = true;
    }
}

static void add_weighted_bases(const struct sheet *sheet, const char *name,
                               void (*of)(const struct wj_tabulated *place, mpq_t base))
{
    struct wj_book *book = sheet->book;
    if (!wj_tabulated_weighted(&sheet->table)) {
        return;
    }
    wj_book_text(book, LABEL, WJ_LOOK_CELL, name);
    for (size_t i = 0; i < sheet->width; i++) {
        mpq_t base;
        mpq_init(base);
        of(&sheet->table.columns[i], base);
        wj_book_number(book, FIRST + i, WJ_BOOK_PLACES_1, wj_book_weight(book, base));
        mpq_clear(base);
    }
    fill_blank(sheet);
    book->row++;
}

/* The sums of what the rows of the options say. */
static void add_ticks(struct sheet *sheet)
{
    struct wj_book *book = sheet->book;
    uint32_t first = book->row + (wj_tabulated_weighted(&sheet->table) ? 2 : 1);
    size_t last = first + sheet->table.question->option_count - 1;
    wj_book_text(book, LABEL, WJ_LOOK_CELL, sheet->words->ticks_row);
    for (size_t i = 0; i < sheet->width; i++) {
        const char *sum = wj_book_print(book, "SUM(%s:%s)", wj_book_near(book, first, FIRST + i),
                                        wj_book_near(book, last, FIRST + i));
        make_strong(wj_book_formula(
            book, FIRST + i, WJ_BOOK_COUNT, sum,
            wj_print_count(book->arena, wj_tabulated_column(&sheet->table, i).base)));
    }
    fill_blank(sheet);
    sheet->base_row = book->row++;
    add_weighted_bases(sheet, sheet->words->weighted_ticks_row, wj_weighted_divisor);
}

/* The divisor of the shares, on top: people, or the sum of what they ticked. */
static void add_bases(struct sheet *sheet, bool shares)
{
    struct wj_book *book = sheet->book;
    size_t question = sheet->table.spec->rows[sheet->table.row];
    wj_book_text(book, LABEL, WJ_LOOK_CELL, sheet->words->base_row);
    for (size_t i = 0; i < sheet->width; i++) {
        uint64_t base = wj_tabulated_column(&sheet->table, i).respondents;
        /* Among quantities the codes for no answer may be answers. */
        make_strong(shares
                        ? wj_book_counted(book, FIRST + i,
                                          wj_book_asked(book, question, sheet->criteria[i]), base)
                        : wj_book_count(book, FIRST + i, base));
    }
    fill_blank(sheet);
    sheet->base_row = book->row++;
    add_weighted_bases(sheet, sheet->words->weighted_base_row, wj_weighted_people);
    if (sheet->table.spec->responses && shares) {
        add_ticks(sheet);
    }
}

static void add_ratio(struct wj_book *book, size_t column, const char *count, const char *base,
                      const struct wj_figure *share)
{
    wj_book_formula(book, column, WJ_BOOK_PERCENT,
                    wj_book_share(book, base, wj_book_print(book, "%s/%s", count, base)),
                    wj_book_printed(book, share));
}

/* Column share ÷ share of everybody × 100; 0 where nobody of all chose it has no index. */
static void add_index(const struct sheet *sheet, size_t place, size_t row, size_t column)
{
    struct wj_book *book = sheet->book;
    enum wj_round_mode mode = book->survey->percent.mode;
    size_t everybody = FIRST + sheet->width - 1;
    struct wj_cross_column at = wj_tabulated_column(&sheet->table, column);
    struct wj_cross_column all = wj_tabulated_column(&sheet->table, sheet->width - 1);
    const char *base = wj_book_near(book, sheet->base_row, FIRST + column);
    const char *chosen = wj_book_near(book, book->row, everybody);
    const char *index =
        wj_book_print(book, "100*%s/%s*%s/%s", wj_book_near(book, book->row, FIRST + column), base,
                      wj_book_near(book, sheet->base_row, everybody), chosen);
    struct wj_figure figure = {0};
    mpq_init(figure.value);
    wj_cross_index(&at, &all, row, &figure);
    wj_number_round(figure.value, figure.value, INDEX_PLACES, mode);
    wj_book_formula(book, place, WJ_BOOK_PLACES_1,
                    wj_book_print(book, "IF(OR(%s=0,%s=0),\"" WJ_NO_FIGURE "\",%s)", base, chosen,
                                  wj_book_rounded(book, index, INDEX_PLACES, mode)),
                    wj_book_figure(book, &figure));
    mpq_clear(figure.value);
}

/* A cell of one of the parts right of the counts. */
static void add_part(const struct sheet *sheet, size_t part, size_t row, size_t column)
{
    struct wj_book *book = sheet->book;
    size_t place = first_of(sheet, part) + column;
    size_t everybody = FIRST + sheet->width - 1;
    struct wj_cross_column at = wj_tabulated_column(&sheet->table, column);
    struct wj_cross_column all = wj_tabulated_column(&sheet->table, sheet->width - 1);
    const char *count = wj_book_near(book, book->row, FIRST + column);
    struct wj_figure share = {0};
    mpq_init(share.value);
    switch (sheet->parts[part]) {
    case SHARES:
        wj_cross_share(&at, row, &share);
        add_ratio(book, place, count, wj_book_near(book, sheet->base_row, FIRST + column), &share);
        break;
    case WEIGHTED:
        wj_weighted_option(&sheet->table.columns[column], row, &share);
        wj_book_number(book, place, WJ_BOOK_PERCENT, wj_book_printed(book, &share));
        break;
    case ROW_SHARES:
        wj_figure_ratio(&share, wj_cross_count(&at, row), wj_cross_count(&all, row));
        add_ratio(book, place, count, wj_book_near(book, book->row, everybody), &share);
        break;
    case TOTAL_SHARES:
        wj_figure_ratio(&share, wj_cross_count(&at, row), all.base);
        add_ratio(book, place, count, wj_book_near(book, sheet->base_row, everybody), &share);
        break;
    default:
        add_index(sheet, place, row, column);
        break;
    }
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
    for (size_t part = 1; part < sheet->part_count; part++) {
        for (size_t i = 0; i < sheet->width; i++) {
            add_part(sheet, part, row, i);
        }
    }
    book->row++;
}

/* Counts without a formula: who gave no answer, who was not asked. */
static void add_unanswered(const struct sheet *sheet)
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
        fill_blank(sheet);
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
            wj_book_number(book, FIRST + i, WJ_BOOK_COUNT, figure.hidden ? text : NULL);
        } else if (live) {
            wj_book_formula(book, FIRST + i, WJ_BOOK_PLACES_2, mean_formula(sheet, first, i), text);
        } else {
            wj_book_number(book, FIRST + i, scores ? WJ_BOOK_PLACES_2 : WJ_BOOK_PERCENT,
                           scores ? text : wj_book_printed(book, &figure));
        }
        mpq_clear(figure.value);
    }
    fill_blank(sheet);
    book->row++;
}

/* The row under a summary: the same, weighted. Values. */
static void add_weighted(const struct sheet *sheet, enum wj_table_summary summary)
{
    struct wj_book *book = sheet->book;
    struct wj_rounding rounding = {.places = 2, .mode = book->survey->percent.mode};
    struct wj_figure figure = {0};
    if (!wj_tabulated_weighted(&sheet->table) || !wj_weighs_summary(summary)) {
        return;
    }
    mpq_init(figure.value);
    wj_book_text(book, LABEL, WJ_LOOK_CELL, sheet->words->weighted_row);
    for (size_t i = 0; i < sheet->width; i++) {
        wj_weighted_place(book->findings, &sheet->table.columns[i], summary, &figure);
        bool mean = summary == WJ_TABLE_MEAN;
        const char *text = mean && figure.exists
                               ? wj_print_fixed(book->arena, figure.value, rounding)
                               : wj_book_printed(book, &figure);
        wj_book_number(book, FIRST + i, mean ? WJ_BOOK_GENERAL : WJ_BOOK_PERCENT, text);
    }
    mpq_clear(figure.value);
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
            bool rounded = which == WJ_QUANTITY_MEAN || which == WJ_QUANTITY_SD;
            wj_book_number(book, FIRST + i, rounded ? WJ_BOOK_PLACES_2 : WJ_BOOK_GENERAL,
                           strcmp(text, WJ_NO_FIGURE) == 0 ? NULL : text);
            wj_quantity_figures_clear(&figures);
        }
        book->row++;
        if (which == WJ_QUANTITY_MEAN) {
            add_weighted(sheet, WJ_TABLE_MEAN);
        }
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
        const char *file = wj_wide_tables(sheet->table.survey);
        wj_book_text(book, LABEL, WJ_LOOK_PLAIN,
                     wj_print(book->arena, book->words->wide, 1, &file));
        book->row += 2;
        return;
    }
    if (!take_criteria(sheet)) {
        return;
    }
    choose_bands(sheet, shares);
    add_head(sheet);
    add_bases(sheet, shares);
    uint32_t first = book->row;
    for (size_t i = 0; shares && i < sheet->table.question->option_count; i++) {
        add_option(sheet, i);
    }
    if (!shares) {
        add_quantity(sheet);
    }
    add_unanswered(sheet);
    for (unsigned number = 0; shares && 1U << number <= WJ_TABLE_NET; number++) {
        if ((shown >> number & 1) != 0) {
            add_summary(sheet, number, first);
            add_weighted(sheet, (enum wj_table_summary)(1U << number));
        }
    }
    struct wj_tell tell;
    wj_tell_begin(&tell, book->arena, book->findings);
    struct wj_reasons reasons = wj_reasons_of_table(&tell, &sheet->table);
    wj_book_reasons(book, &reasons);
    book->row++;
}

void wj_book_reasons(struct wj_book *book, const struct wj_reasons *reasons)
{
    for (size_t i = 0; i < reasons->count; i++) {
        wj_book_text(book, LABEL, WJ_LOOK_PLAIN, reasons->said[i]);
        book->row++;
    }
}

const char *wj_book_weight(struct wj_book *book, const mpq_t sum)
{
    enum { PLACES = 4 };
    return wj_print_short(book->arena, sum, (struct wj_rounding){PLACES, WJ_HALF_UP});
}

void wj_book_sheet_tables(struct wj_book *book)
{
    struct sheet sheet = {.book = book, .words = wj_wording(book->survey->output.language)};
    bool weighted = book->findings->figures->weighted != NULL && book->survey->suppress_below == 0;
    wj_book_open(book, book->words->tables, book->workbook->title);
    if (weighted) {
        wj_book_text(book, LABEL, WJ_LOOK_PLAIN, book->words->weighted_values);
    }
    book->row = weighted ? 3 : 2;
    book->sheet->landscape = true;
    book->sheet->fixed_columns = FIRST;
    for (size_t i = 0; i < book->survey->table_count; i++) {
        bool grid = book->survey->tables[i].grid;
        if (grid) {
            wj_book_grid(book, i);
        }
        for (size_t row = 0; !grid && row < book->survey->tables[i].row_count; row++) {
            if (wj_tabulate(book->arena, book->findings, i, row, &sheet.table)) {
                add_table(&sheet);
            }
        }
    }
}
