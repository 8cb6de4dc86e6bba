/* 明细: a row per effective response. */
#include "book.h"

enum { MOST_COLUMNS = 16384, FIRST_QUESTION = 2, HEADER = 0 };

static size_t columns_of(const struct wj_question *question)
{
    switch (question->type) {
    case WJ_MULTIPLE:
        return question->option_count;
    case WJ_TEXT:
        return 0;
    default:
        return 1;
    }
}

/* Gives every question its columns, and says whether the sheet can be there. */
void wj_book_plan_answers(struct wj_book *book)
{
    const struct wj_survey *survey = book->survey;
    const struct wj_spool *spool = book->findings->spool;
    size_t column = FIRST_QUESTION;
    for (size_t i = 0; i < survey->question_count; i++) {
        book->questions[i].column = column;
        column += columns_of(&survey->questions[i]);
    }
    for (size_t i = 0; i < survey->table_count; i++) {
        book->where_columns[i] = column;
        column += survey->tables[i].where != NULL ? 1 : 0;
    }
    book->live = spool != NULL && !spool->overflow && spool->count > 0 && column <= MOST_COLUMNS;
}

const char *wj_book_answers(struct wj_book *book, size_t column)
{
    return wj_book_range(book, book->words->answers, HEADER + 1, book->findings->spool->count,
                         column);
}

const char *wj_book_chose(struct wj_book *book, size_t question, size_t option)
{
    size_t column = book->questions[question].column;
    if (book->survey->questions[question].type == WJ_MULTIPLE) {
        return wj_book_print(book, "%s,1", wj_book_answers(book, column + option));
    }
    return wj_book_print(book, "%s,%zu", wj_book_answers(book, column), option + 1);
}

const char *wj_book_not_asked(struct wj_book *book, size_t question)
{
    return wj_book_print(book, "%s,-3", wj_book_answers(book, book->questions[question].column));
}

const char *wj_book_answered(struct wj_book *book, size_t question)
{
    return wj_book_print(book, "%s,\">=0\"",
                         wj_book_answers(book, book->questions[question].column));
}

/* ---- the rows ---- */

struct row {
    struct wj_book_cell *cells;
    size_t column;
};

static const char *const digits[] = {"0", "1"};

static struct wj_book_cell *put(struct row *row, enum wj_book_kind kind, const char *text)
{
    struct wj_book_cell *cell = &row->cells[row->column];
    *cell = (struct wj_book_cell){
        .column = (uint16_t)row->column, .kind = kind, .look = WJ_LOOK_PLAIN, .text = text};
    cell->format = kind == WJ_BOOK_TEXT ? WJ_BOOK_WORDS : WJ_BOOK_GENERAL;
    row->column++;
    return cell;
}

/* Keeps a text in `texts`, which has been given room for all of a row. */
static const char *keep(struct wj_buf *texts, struct wj_slice text)
{
    size_t start = texts->len;
    wj_buf_add(texts, text);
    wj_buf_add_char(texts, '\0');
    return texts->failed ? "" : texts->ptr + start;
}

static const char *keep_number(struct wj_buf *texts, size_t number)
{
    size_t start = texts->len;
    wj_buf_addf(texts, "%zu", number);
    wj_buf_add_char(texts, '\0');
    return texts->failed ? "" : texts->ptr + start;
}

static void put_multiple(struct row *row, const struct wj_question *question,
                         const struct wj_spool_answer *answer)
{
    for (size_t i = 0; i < question->option_count; i++) {
        if (answer->state == WJ_SPOOL_ANSWERED) {
            put(row, WJ_BOOK_NUMBER, digits[answer->chosen[i / 8] >> i % 8 & 1]);
        } else if (answer->state == WJ_SPOOL_NOT_ASKED) {
            put(row, WJ_BOOK_NUMBER, "-3");
        } else {
            put(row, WJ_BOOK_BLANK, "");
        }
    }
}

/* -3 may be a quantity's value: who was not asked has a text there. */
static void put_quantity(struct row *row, const struct wj_book_words *words,
                         const struct wj_spool_answer *answer, struct wj_buf *texts)
{
    if (answer->state == WJ_SPOOL_ANSWERED) {
        put(row, answer->masked ? WJ_BOOK_TEXT : WJ_BOOK_NUMBER, keep(texts, answer->text));
    } else if (answer->state == WJ_SPOOL_NOT_ASKED) {
        put(row, WJ_BOOK_TEXT, words->not_asked);
    } else {
        put(row, WJ_BOOK_BLANK, "");
    }
}

static void put_single(struct row *row, const struct wj_spool_answer *answer, struct wj_buf *texts)
{
    if (answer->state == WJ_SPOOL_ANSWERED) {
        put(row, WJ_BOOK_NUMBER, keep_number(texts, answer->option + 1));
    } else if (answer->state == WJ_SPOOL_NOT_ASKED) {
        put(row, WJ_BOOK_NUMBER, "-3");
    } else {
        put(row, WJ_BOOK_BLANK, "");
    }
}

static void put_answer(struct row *row, const struct wj_survey *survey, size_t question,
                       const struct wj_spool_answer *answer, struct wj_buf *texts)
{
    const struct wj_book_words *words =
        survey->output.language == WJ_CHINESE ? &wj_book_words_zh : &wj_book_words_en;
    switch (survey->questions[question].type) {
    case WJ_SINGLE:
        put_single(row, answer, texts);
        break;
    case WJ_MULTIPLE:
        put_multiple(row, &survey->questions[question], answer);
        break;
    case WJ_QUANTITY:
        put_quantity(row, words, answer, texts);
        break;
    case WJ_TEXT:
        break;
    }
}

/* The texts of a row are counted first, since their buffer may not move while it is filled. */
static bool get_row(const void *user, size_t number, struct wj_book_cell *cells,
                    struct wj_buf *texts)
{
    enum { LONGEST = 130 };
    const struct wj_spool *spool = user;
    const struct wj_survey *survey = spool->survey;
    struct wj_spool_walk walk = wj_spool_open(spool, number);
    struct row row = {.cells = cells};
    wj_buf_reset(texts);
    if (wj_buf_reserve(texts, (survey->question_count + 2) * LONGEST) == NULL) {
        return false;
    }
    struct wj_slice id = wj_spool_id(&walk);
    put(&row, WJ_BOOK_NUMBER, keep_number(texts, number + 1));
    put(&row, id.len > 0 ? WJ_BOOK_TEXT : WJ_BOOK_BLANK, keep(texts, id));
    for (size_t i = 0; i < survey->question_count; i++) {
        struct wj_spool_answer answer = wj_spool_answer(&walk, i);
        put_answer(&row, survey, i, &answer, texts);
    }
    for (size_t i = 0; i < survey->table_count; i++) {
        if (survey->tables[i].where != NULL) {
            put(&row, WJ_BOOK_NUMBER, digits[wj_spool_where(&walk)]);
        }
    }
    return !texts->failed;
}

/* ---- the sheet ---- */

static void add_headers(struct wj_book *book, const struct wj_question *question, size_t column)
{
    if (question->type != WJ_MULTIPLE) {
        wj_book_text(book, column, WJ_LOOK_HEADER, question->label);
        return;
    }
    for (size_t i = 0; i < question->option_count; i++) {
        wj_book_text(book, column + i, WJ_LOOK_HEADER,
                     wj_book_print(book, "%s %s", question->label, question->options[i].code));
    }
}

void wj_book_sheet_answers(struct wj_book *book)
{
    const struct wj_survey *survey = book->survey;
    size_t columns = FIRST_QUESTION;
    wj_book_open(book, book->words->answers, "");
    book->sheet->cell_count = 0;
    book->row = HEADER;
    wj_book_text(book, 0, WJ_LOOK_HEADER, book->words->number);
    wj_book_text(book, 1, WJ_LOOK_HEADER, book->words->id);
    for (size_t i = 0; i < survey->question_count; i++) {
        if (survey->questions[i].type != WJ_TEXT) {
            add_headers(book, &survey->questions[i], book->questions[i].column);
            columns += columns_of(&survey->questions[i]);
        }
    }
    for (size_t i = 0; i < survey->table_count; i++) {
        if (survey->tables[i].where != NULL) {
            wj_book_text(book, book->where_columns[i], WJ_LOOK_HEADER,
                         wj_book_print(book, "%s %zu", book->words->where_column, i + 1));
            columns++;
        }
    }
    book->sheet->first_row = HEADER + 1;
    book->sheet->header_rows = HEADER + 1;
    book->sheet->fixed_columns = FIRST_QUESTION;
    book->sheet->landscape = true;
    book->sheet->rows = (struct wj_book_rows){.user = book->findings->spool,
                                              .count = book->findings->spool->count,
                                              .columns = columns,
                                              .get = get_row};
}
