/* 交叉表: the cross tables of the definition. */
#include "book.h"
#include "print.h"

enum { MOST_COLUMNS = 200, LABEL = 0, FIRST = 1 };

/* The criteria that put a response into a column: one per question of `by`, and the filter. */
static const char *column_criteria(struct wj_book *book, const struct wj_cross_tally *cross,
                                   size_t column, bool any)
{
    struct wj_buf text = {0};
    for (size_t i = 0; i < cross->by->count; i++) {
        size_t number = cross->by->questions[i];
        size_t option = wj_cross_option(book->findings->tally, cross, column, i);
        wj_buf_addf(&text, ",%s",
                    any ? wj_book_answered(book, number) : wj_book_chose(book, number, option));
    }
    if (book->survey->tables[cross->table].where != NULL) {
        wj_buf_addf(&text, ",%s,1", wj_book_answers(book, book->where_columns[cross->table]));
    }
    const char *criteria = wj_book_print(book, "%s", wj_buf_text(&text));
    wj_buf_clear(&text);
    return criteria;
}

static const char *base_formula(struct wj_book *book, const struct wj_cross_tally *cross,
                                const char *criteria)
{
    if (book->survey->base == WJ_BASE_ANSWERED) {
        return wj_book_print(book, "COUNTIFS(%s%s)", wj_book_answered(book, cross->row), criteria);
    }
    return wj_book_print(book, "COUNTIFS(%s)-COUNTIFS(%s%s)", criteria + 1,
                         wj_book_not_asked(book, cross->row), criteria);
}

/* Criteria of the columns and, last, of all together. */
static const char **all_criteria(struct wj_book *book, const struct wj_cross_tally *cross)
{
    const char **criteria =
        wj_arena_alloc(book->arena, (cross->column_count + 1) * sizeof *criteria);
    for (size_t i = 0; criteria != NULL && i <= cross->column_count; i++) {
        criteria[i] = book->live ? column_criteria(book, cross, i, i == cross->column_count) : "";
    }
    return criteria;
}

static const char *column_label(struct wj_book *book, const struct wj_cross_tally *cross,
                                size_t column)
{
    struct wj_buf joined = {0};
    if (column == cross->column_count) {
        return book->words->all;
    }
    for (size_t i = 0; i < cross->by->count; i++) {
        const struct wj_question *question = &book->survey->questions[cross->by->questions[i]];
        size_t option = wj_cross_option(book->findings->tally, cross, column, i);
        wj_buf_addf(&joined, "%s%s", i > 0 ? " × " : "", question->options[option].label);
    }
    const char *label = wj_book_print(book, "%s", wj_buf_text(&joined));
    wj_buf_clear(&joined);
    return label;
}

static const char *title(struct wj_book *book, const struct wj_cross_tally *cross)
{
    const struct wj_formula *where = book->survey->tables[cross->table].where;
    struct wj_buf by = {0};
    for (size_t i = 0; i < cross->by->count; i++) {
        wj_buf_addf(&by, "%s%s", i > 0 ? " × " : "",
                    book->survey->questions[cross->by->questions[i]].label);
    }
    const char *filter = "";
    if (where != NULL) {
        struct wj_slice text = wj_formula_text(where);
        const char *formula[] = {wj_book_print(book, "%.*s", WJ_SLICE_ARG(text))};
        filter = wj_print(book->arena, book->words->where, 1, formula);
    }
    const char *parts[] = {book->survey->questions[cross->row].label, wj_buf_text(&by), filter};
    const char *text = wj_print(book->arena, book->words->table, 3, parts);
    wj_buf_clear(&by);
    return text;
}

static void add_head(struct wj_book *book, const struct wj_cross_tally *cross)
{
    size_t width = cross->column_count + 1;
    wj_book_text(book, LABEL, WJ_LOOK_HEADER, book->words->option);
    wj_book_merge(book, FIRST, width, book->words->people);
    wj_book_merge(book, FIRST + width, width, book->words->count_columns[WJ_COUNTS_SHARE]);
    book->row++;
    wj_book_text(book, LABEL, WJ_LOOK_HEADER, "");
    for (size_t i = 0; i < 2 * width; i++) {
        wj_book_text(book, FIRST + i, WJ_LOOK_HEADER, column_label(book, cross, i % width));
    }
    book->row++;
}

static uint64_t count_at(const struct wj_cross_tally *cross, size_t row, size_t column)
{
    return column == cross->column_count ? cross->totals[row]
                                         : cross->cells[row * cross->column_count + column];
}

static uint64_t base_at(const struct wj_cross_tally *cross, size_t column)
{
    return column == cross->column_count ? cross->total_base : cross->column_base[column];
}

static void add_share(struct wj_book *book, const struct wj_cross_tally *cross, size_t row,
                      size_t column, uint32_t base_row)
{
    const char *count = wj_book_near(book, book->row, FIRST + column);
    const char *base = wj_book_near(book, base_row, FIRST + column);
    struct wj_figure share = {0};
    mpq_init(share.value);
    wj_figure_ratio(&share, count_at(cross, row, column), base_at(cross, column));
    wj_book_formula(book, FIRST + cross->column_count + 1 + column, WJ_BOOK_PERCENT,
                    wj_book_share(book, base, wj_book_print(book, "%s/%s", count, base)),
                    wj_book_printed(book, &share));
    mpq_clear(share.value);
}

static void add_rows(struct wj_book *book, const struct wj_cross_tally *cross,
                     const char *const *criteria)
{
    const struct wj_question *question = &book->survey->questions[cross->row];
    uint32_t base_row = book->row + (uint32_t)cross->row_count;
    for (size_t row = 0; row < cross->row_count; row++) {
        wj_book_text(book, LABEL, WJ_LOOK_CELL, question->options[row].label);
        for (size_t i = 0; i <= cross->column_count; i++) {
            const char *formula =
                book->live ? wj_book_print(book, "COUNTIFS(%s%s)",
                                           wj_book_chose(book, cross->row, row), criteria[i])
                           : "";
            wj_book_counted(book, FIRST + i, formula, count_at(cross, row, i));
        }
        for (size_t i = 0; i <= cross->column_count; i++) {
            add_share(book, cross, row, i, base_row);
        }
        book->row++;
    }
    wj_book_text(book, LABEL, WJ_LOOK_CELL, book->words->base);
    for (size_t i = 0; i <= cross->column_count; i++) {
        const char *formula = book->live ? base_formula(book, cross, criteria[i]) : "";
        struct wj_book_cell *cell = wj_book_counted(book, FIRST + i, formula, base_at(cross, i));
        if (cell != NULL) {
            cell->strong = true;
        }
    }
    for (size_t i = 0; i <= cross->column_count; i++) {
        wj_book_text(book, FIRST + cross->column_count + 1 + i, WJ_LOOK_CELL, "");
    }
    book->row++;
}

static void add_table(struct wj_book *book, const struct wj_cross_tally *cross)
{
    if (cross->quantities != NULL) {
        return;
    }
    wj_book_text(book, LABEL, WJ_LOOK_TITLE, title(book, cross));
    book->row++;
    if (cross->column_count > MOST_COLUMNS) {
        wj_book_text(book, LABEL, WJ_LOOK_PLAIN, book->words->wide);
        book->row += 2;
        return;
    }
    const char **criteria = all_criteria(book, cross);
    if (criteria == NULL) {
        return;
    }
    add_head(book, cross);
    add_rows(book, cross, criteria);
    book->row++;
}

void wj_book_sheet_tables(struct wj_book *book)
{
    wj_book_open(book, book->words->tables, book->workbook->title);
    book->row = 2;
    book->sheet->landscape = true;
    book->sheet->fixed_columns = FIRST;
    for (size_t i = 0; i < book->findings->tally->cross_count; i++) {
        add_table(book, &book->findings->tally->crosses[i]);
    }
}
