/* 统计: what was answered to every question. */
#include "book.h"
#include "print.h"

enum { TITLE_ROWS = 2 };

static const char *at(struct wj_book *book, size_t row, size_t column)
{
    return wj_book_near(book, row, column);
}

/* Who is in the base of a question's shares. */
static void add_base(struct wj_book *book, size_t number)
{
    uint64_t base = book->findings->tally->questions[number].base;
    const char *formula = "";
    if (book->live && book->survey->base == WJ_BASE_ANSWERED) {
        formula = wj_book_print(book, "COUNTIFS(%s)", wj_book_answered(book, number));
    } else if (book->live) {
        const char *range = wj_book_answers(book, book->questions[number].column);
        formula =
            wj_book_print(book, "ROWS(%s)-COUNTIFS(%s)", range, wj_book_not_asked(book, number));
    }
    wj_book_counted(book, WJ_COUNTS_BASE, formula, base);
}

static void add_option(struct wj_book *book, size_t number, size_t option)
{
    const struct wj_findings *findings = book->findings;
    const struct wj_question *question = &book->survey->questions[number];
    const struct wj_option *chosen = &question->options[option];
    const char *formula = "";
    wj_book_text(book, WJ_COUNTS_LABEL, WJ_LOOK_CELL, question->label);
    wj_book_count(book, WJ_COUNTS_NUMBER, option + 1);
    wj_book_text(book, WJ_COUNTS_CODE, WJ_LOOK_CELL, chosen->code);
    wj_book_text(book, WJ_COUNTS_OPTION, WJ_LOOK_CELL, chosen->label);
    if (chosen->scored) {
        wj_book_number(book, WJ_COUNTS_SCORE, WJ_BOOK_GENERAL,
                       wj_print_exact(book->arena, chosen->score));
    } else {
        wj_book_text(book, WJ_COUNTS_SCORE, WJ_LOOK_CELL, "");
    }
    if (book->live && question->type == WJ_SINGLE) {
        formula = wj_book_print(book, "COUNTIFS(%s,%s)",
                                wj_book_answers(book, book->questions[number].column),
                                at(book, book->row, WJ_COUNTS_NUMBER));
    } else if (book->live) {
        formula = wj_book_print(book, "COUNTIFS(%s)", wj_book_chose(book, number, option));
    }
    wj_book_counted(book, WJ_COUNTS_COUNT, formula,
                    findings->tally->questions[number].counts[option]);
    if (option == 0) {
        add_base(book, number);
    } else {
        wj_book_formula(book, WJ_COUNTS_BASE, WJ_BOOK_COUNT,
                        wj_book_cell(book, book->questions[number].first, WJ_COUNTS_BASE),
                        wj_print_count(book->arena, findings->tally->questions[number].base));
    }
    const char *base = at(book, book->row, WJ_COUNTS_BASE);
    wj_book_formula(
        book, WJ_COUNTS_SHARE, WJ_BOOK_PERCENT,
        wj_book_share(book, base,
                      wj_book_print(book, "%s/%s", at(book, book->row, WJ_COUNTS_COUNT), base)),
        wj_book_printed(book, &findings->figures->questions[number].shares[option]));
    book->row++;
}

/* Whose answers count for the rate: the base without those who chose an option without a score, or
 * those who chose one with a score. */
static void add_rate_base(struct wj_book *book, size_t number)
{
    const struct wj_question *question = &book->survey->questions[number];
    bool answered = book->survey->base == WJ_BASE_ANSWERED;
    const char *count =
        wj_print_count(book->arena, book->findings->tally->questions[number].rate_base);
    struct wj_buf formula = {0};
    if (question->type != WJ_SINGLE) {
        wj_book_number(book, WJ_COUNTS_BASE, WJ_BOOK_COUNT, count);
        return;
    }
    uint32_t first = book->questions[number].first;
    wj_buf_add_text(&formula, answered ? "0" : at(book, first, WJ_COUNTS_BASE));
    for (size_t i = 0; i < question->option_count; i++) {
        if (question->options[i].scored == answered) {
            wj_buf_addf(&formula, "%s%s", answered ? "+" : "-",
                        at(book, first + i, WJ_COUNTS_COUNT));
        }
    }
    wj_book_formula(book, WJ_COUNTS_BASE, WJ_BOOK_COUNT,
                    wj_book_print(book, "%s", wj_buf_text(&formula)), count);
    wj_buf_clear(&formula);
}

/* Σ(score × count)/(rate base × top) */
static void add_rate(struct wj_book *book, size_t number)
{
    const struct wj_question *question = &book->survey->questions[number];
    const struct wj_figure *rate = &book->findings->figures->questions[number].rate;
    uint32_t first = book->questions[number].first;
    uint32_t last = book->row - 1;
    book->questions[number].rate = book->row;
    wj_book_text(book, WJ_COUNTS_LABEL, WJ_LOOK_CELL, question->label);
    for (size_t i = WJ_COUNTS_NUMBER; i < WJ_COUNTS_BASE; i++) {
        wj_book_text(book, i, WJ_LOOK_CELL, i == WJ_COUNTS_OPTION ? book->words->rate : "");
    }
    add_rate_base(book, number);
    const char *base = at(book, book->row, WJ_COUNTS_BASE);
    const char *exact = at(book, book->row, WJ_COUNTS_EXACT);
    struct wj_rounding percent = book->survey->percent;
    wj_book_formula(book, WJ_COUNTS_SHARE, WJ_BOOK_PERCENT,
                    wj_book_print(book, "IF(ISNUMBER(%s),%s,\"" WJ_NO_FIGURE "\")", exact,
                                  wj_book_rounded(book, exact, percent.places + 2, percent.mode)),
                    wj_book_printed(book, rate));
    wj_book_formula(
        book, WJ_COUNTS_EXACT, WJ_BOOK_EXACT,
        wj_book_print(book, "IF(%s=0,\"" WJ_NO_FIGURE "\",SUMPRODUCT(%s:%s,%s:%s)/(%s*%s))", base,
                      at(book, first, WJ_COUNTS_SCORE), at(book, last, WJ_COUNTS_SCORE),
                      at(book, first, WJ_COUNTS_COUNT), at(book, last, WJ_COUNTS_COUNT), base,
                      wj_print_exact(book->arena, question->top)),
        wj_book_figure(book, rate));
    book->row++;
}

/* A quantity: how many numbers there are. */
static void add_quantity(struct wj_book *book, size_t number)
{
    const struct wj_question *question = &book->survey->questions[number];
    wj_book_text(book, WJ_COUNTS_LABEL, WJ_LOOK_CELL, question->label);
    for (size_t i = WJ_COUNTS_NUMBER; i < WJ_COUNTS_COUNT; i++) {
        wj_book_text(book, i, WJ_LOOK_CELL, i == WJ_COUNTS_OPTION ? book->words->quantity : "");
    }
    const char *formula = book->live
                              ? wj_book_print(book, "COUNTA(%s)-COUNTIFS(%s,\"%s\")",
                                              wj_book_answers(book, book->questions[number].column),
                                              wj_book_answers(book, book->questions[number].column),
                                              book->words->not_asked)
                              : "";
    wj_book_counted(book, WJ_COUNTS_COUNT, formula,
                    book->findings->tally->questions[number].answered);
    book->row++;
}

/* Shares of a multiple question as bars, below all questions. */
static void add_chart(struct wj_book *book, size_t number)
{
    const struct wj_question *question = &book->survey->questions[number];
    size_t first = book->questions[number].first;
    if (question->type != WJ_MULTIPLE || book->sheet->chart_count == WJ_BOOK_MOST_CHARTS) {
        return;
    }
    const char *label[] = {question->label};
    struct wj_book_chart *chart =
        wj_book_chart(book, WJ_BOOK_BARS, wj_print(book->arena, book->words->options_of, 1, label),
                      question->option_count, 1);
    if (chart == NULL) {
        return;
    }
    size_t last = first + question->option_count - 1;
    chart->series[0] = (struct wj_book_series){
        .name = book->words->count_columns[WJ_COUNTS_SHARE],
        .labels = wj_book_range(book, book->words->counts, first, last, WJ_COUNTS_OPTION),
        .values = wj_book_range(book, book->words->counts, first, last, WJ_COUNTS_SHARE),
    };
}

static void add_question(struct wj_book *book, size_t number)
{
    const struct wj_question *question = &book->survey->questions[number];
    book->questions[number].first = book->row;
    if (question->type == WJ_TEXT) {
        return;
    }
    if (question->type == WJ_QUANTITY) {
        add_quantity(book, number);
        return;
    }
    for (size_t i = 0; i < question->option_count; i++) {
        add_option(book, number, i);
    }
    if (question->scored) {
        add_rate(book, number);
    }
}

/* ---- forms handed out and returned ---- */

enum { VALID, RETURNED, DISTRIBUTED, RETURN_RATE, VALID_RATE, RETURNS };

static void add_return(struct wj_book *book, int which, const uint32_t rows[RETURNS])
{
    const struct wj_findings *findings = book->findings;
    const uint64_t counts[] = {findings->tally->effective, findings->returned,
                               book->survey->distributed};
    if (which == VALID && book->live) {
        wj_book_counted(book, WJ_COUNTS_COUNT,
                        wj_book_print(book, "ROWS(%s)", wj_book_answers(book, 0)), counts[VALID]);
        return;
    }
    if (which <= DISTRIBUTED) {
        wj_book_count(book, WJ_COUNTS_COUNT, counts[which]);
        return;
    }
    bool valid = which == VALID_RATE;
    const char *num = at(book, rows[valid ? VALID : RETURNED], WJ_COUNTS_COUNT);
    const char *den = at(book, rows[valid ? RETURNED : DISTRIBUTED], WJ_COUNTS_COUNT);
    const struct wj_figure *rate =
        valid ? &findings->figures->valid_rate : &findings->figures->return_rate;
    wj_book_text(book, WJ_COUNTS_COUNT, WJ_LOOK_CELL, "");
    wj_book_text(book, WJ_COUNTS_BASE, WJ_LOOK_CELL, "");
    wj_book_formula(book, WJ_COUNTS_SHARE, WJ_BOOK_PERCENT,
                    wj_book_share(book, den, wj_book_print(book, "%s/%s", num, den)),
                    wj_book_printed(book, rate));
    wj_book_formula(book, WJ_COUNTS_EXACT, WJ_BOOK_EXACT,
                    wj_book_print(book, "IF(%s=0,\"" WJ_NO_FIGURE "\",%s/%s)", den, num, den),
                    wj_book_figure(book, rate));
}

/* The order is that of findings->known, whose names formulas use. */
static void add_returns(struct wj_book *book)
{
    uint32_t rows[RETURNS] = {0};
    book->row++;
    wj_book_text(book, 0, WJ_LOOK_TITLE, book->words->returns);
    book->row++;
    for (int i = 0; i < RETURNS; i++) {
        bool needs_distributed = i == DISTRIBUTED || i == RETURN_RATE;
        if (needs_distributed && !book->survey->has_distributed) {
            continue;
        }
        size_t column = i <= DISTRIBUTED ? WJ_COUNTS_COUNT : WJ_COUNTS_EXACT;
        rows[i] = book->row;
        wj_book_text(book, 0, WJ_LOOK_CELL, book->words->return_names[i]);
        for (size_t j = 1; j < WJ_COUNTS_COUNT; j++) {
            wj_book_text(book, j, WJ_LOOK_CELL, "");
        }
        add_return(book, i, rows);
        if ((size_t)i < book->findings->known_count) {
            book->known[i] =
                wj_book_name(book, book->findings->known[i].name,
                             wj_book_far(book, book->words->counts, book->row, column));
        }
        book->row++;
    }
}

void wj_book_sheet_counts(struct wj_book *book)
{
    wj_book_open(book, book->words->counts, book->workbook->title);
    wj_book_header(book, WJ_COUNTS_COLUMNS, book->words->count_columns);
    book->row = TITLE_ROWS;
    book->sheet->header_rows = TITLE_ROWS;
    for (size_t i = 0; i < book->survey->question_count; i++) {
        add_question(book, i);
    }
    add_returns(book);
    book->row++;
    for (size_t i = 0; i < book->survey->question_count; i++) {
        add_chart(book, i);
    }
}
