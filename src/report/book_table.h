/* What the tables of the workbook have in common. Private to the report floor. */
#ifndef REPORT_BOOK_TABLE_H
#define REPORT_BOOK_TABLE_H

#include "book.h"
#include "table_dashes.h"
#include "wjtab/measure/cross.h"

/* Criteria of COUNTIFS that put a response into a column of a table: one per question of its
 * banner, and the filter; each begins with a comma. Empty where counts are values. */
const char *wj_book_criteria(struct wj_book *book, size_t table, const struct wj_cross_tally *cross,
                             size_t column);

/* The formula of who was asked a question, of those criteria: where nothing else is asked of them,
 * all but those who were not. */
const char *wj_book_asked(struct wj_book *book, size_t row, const char *criteria);

/* A sum of weights, with four decimals. */
const char *wj_book_weight(struct wj_book *book, const mpq_t sum);

/* Why figures of the table above are “–”: a row each. */
void wj_book_reasons(struct wj_book *book, const struct wj_reasons *reasons);

/* A table of items by levels. */
void wj_book_grid(struct wj_book *book, size_t table);

#endif
