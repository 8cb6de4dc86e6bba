/* Building the workbook, sheet by sheet. Private to the report floor. */
#ifndef REPORT_BOOK_H
#define REPORT_BOOK_H

#include <gmp.h>

#include "wjtab/report/report.h"
#include "wjtab/report/workbook.h"
#include "wording_book.h"

/* Where the figures of a question stand. */
struct wj_book_question {
    size_t column;  /* in 明细: its first */
    uint32_t first; /* in 统计: the row of its first option */
    uint32_t rate;  /* the row of its rate */
};

/* The workbook that is being made. Texts live in the arena; that memory ran out shows in
 * wj_memory_failures. */
struct wj_book {
    const struct wj_findings *findings;
    const struct wj_survey *survey;
    const struct wj_book_words *words;
    struct wj_workbook *workbook;
    struct wj_arena *arena;
    struct wj_book_sheet *sheet; /* the one that is being filled */
    uint32_t row;                /* the row of it */
    bool live;                   /* counts are formulas over 明细 */
    bool plain;                  /* no formulas: they would tell what is hidden */
    bool too_wide;               /* 明细 would have more columns than a sheet */
    struct wj_book_question *questions;
    size_t *where_columns; /* in 明细, per table */
    const char **measures; /* per measure: the cell of its rate in the annex's table, or NULL */
    const char **facts;    /* defined names: of the facts, */
    const char **known;    /* and of findings->known */
};

/* Columns of 统计. */
enum {
    WJ_COUNTS_LABEL,
    WJ_COUNTS_NUMBER,
    WJ_COUNTS_CODE,
    WJ_COUNTS_OPTION,
    WJ_COUNTS_SCORE,
    WJ_COUNTS_COUNT,
    WJ_COUNTS_BASE,
    WJ_COUNTS_SHARE,
    WJ_COUNTS_EXACT,
    WJ_COUNTS_COLUMNS
};

enum { WJ_BOOK_MOST_CHARTS = 40, WJ_BOOK_EXACT_PLACES = 15 };

struct wj_waves; /* waves.h */

/* `waves` may be NULL. NULL when memory ran out, or when it is not wanted. */
struct wj_workbook *wj_book_build(struct wj_arena *arena, const struct wj_findings *findings,
                                  const struct wj_waves *waves);

/* ---- cells: in the current sheet and row; the last one is returned, NULL without memory ---- */

struct wj_book_cell *wj_book_text(struct wj_book *book, size_t column, enum wj_book_look look,
                                  const char *text);
struct wj_book_cell *wj_book_number(struct wj_book *book, size_t column, enum wj_book_format format,
                                    const char *decimal);
struct wj_book_cell *wj_book_count(struct wj_book *book, size_t column, uint64_t count);

/* A formula; one that is longer than spreadsheet programs take becomes its value. `value` NULL: it
 * has none, and gives the text –. */
struct wj_book_cell *wj_book_formula(struct wj_book *book, size_t column,
                                     enum wj_book_format format, const char *formula,
                                     const char *value);

/* A formula over 明细: its value where that sheet is not there. */
struct wj_book_cell *wj_book_counted(struct wj_book *book, size_t column, const char *formula,
                                     uint64_t count);

/* A header row. */
void wj_book_header(struct wj_book *book, size_t count, const char *const *texts);
void wj_book_merge(struct wj_book *book, size_t column, size_t across, const char *text);

/* Opens a sheet with its title; the next row is the second. */
void wj_book_open(struct wj_book *book, const char *name, const char *title);

/* Opens a chart of so many bars below what is there, and goes on below it; NULL without memory. */
struct wj_book_chart *wj_book_chart(struct wj_book *book, enum wj_book_chart_kind kind,
                                    const char *title, size_t lines, size_t series);

/* ---- texts ---- */

const char *wj_book_print(struct wj_book *book, const char *format, ...) WJ_PRINTF(2, 3);
const char *wj_book_decimal(struct wj_book *book, const mpq_t value);             /* 15 places */
const char *wj_book_figure(struct wj_book *book, const struct wj_figure *figure); /* or NULL */

/* A figure as it is printed, as a fraction; NULL when there is none. */
const char *wj_book_printed(struct wj_book *book, const struct wj_figure *figure);

/* $F$5 (rows and columns from 0), F5, 统计!$F$5, 统计!$F$5:$F$9. */
const char *wj_book_cell(struct wj_book *book, size_t row, size_t column);
const char *wj_book_near(struct wj_book *book, size_t row, size_t column);
const char *wj_book_far(struct wj_book *book, const char *sheet, size_t row, size_t column);
const char *wj_book_range(struct wj_book *book, const char *sheet, size_t first, size_t last,
                          size_t column);

/* The formula that rounds an expression as the definition says, a value 1e-10 beside a tie counting
 * as the tie; places may be those of a fraction that is printed as a percentage. */
const char *wj_book_rounded(struct wj_book *book, const char *expression, unsigned places,
                            enum wj_round_mode mode);

/* IF(base=0,"–",rounded(expression)), printed as a percentage. */
const char *wj_book_share(struct wj_book *book, const char *base, const char *expression);

/* Makes a legal defined name that no other has, for a cell. */
const char *wj_book_name(struct wj_book *book, const char *name, const char *target);

/* ---- 明细 ---- */

/* A column of 明细 as a range. */
const char *wj_book_answers(struct wj_book *book, size_t column);

/* A criterion for COUNTIFS: who chose an option, whom the question's base is without. */
const char *wj_book_chose(struct wj_book *book, size_t question, size_t option);
const char *wj_book_not_asked(struct wj_book *book, size_t question);
const char *wj_book_answered(struct wj_book *book, size_t question);

void wj_book_plan_answers(struct wj_book *book);
void wj_book_sheet_answers(struct wj_book *book);

/* ---- the other sheets ---- */

void wj_book_sheet_counts(struct wj_book *book);
void wj_book_sheet_satisfaction(struct wj_book *book);
void wj_book_sheet_tables(struct wj_book *book);
void wj_book_sheet_importance(struct wj_book *book); /* none where there is no importance */
void wj_book_sheet_comparison(struct wj_book *book, const struct wj_waves *waves);
void wj_book_sheet_score(struct wj_book *book);
void wj_book_sheet_facts(struct wj_book *book);
void wj_book_sheet_notes(struct wj_book *book);

#endif
