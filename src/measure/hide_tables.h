/* The tables of one question, or of several that a measure ties together, while it is decided what
 * is hidden of them, and what is published about their counts. */
#ifndef MEASURE_HIDE_TABLES_H
#define MEASURE_HIDE_TABLES_H

#include "hiding.h"

#define WJ_NOT_THERE SIZE_MAX

struct wj_table {
    const struct wj_cross_tally *cross;
    struct wj_hidden_table *hidden;
    bool *hidden_cells; /* those of `hidden` */
    bool *hidden_totals;
    bool *columns;
    /* Numbers of the first of its counts in the mask: */
    size_t answered;  /* per column: in the row question's base, with an answer */
    size_t no_answer; /* per column; behind them those who were not asked */
    size_t cells;
    size_t totals;
};

struct wj_tables {
    const struct wj_hiding *hiding;
    struct wj_mask *mask;
    bool *rows;   /* per question: in the rows */
    bool *wanted; /* per question: its frequencies are needed */
    struct wj_table *list;
    size_t count;
    size_t *first; /* per question: its frequencies in the mask, or WJ_NOT_THERE */
};

/* What is published about the counts of one table, against the frequencies. */
void wj_table_equations(const struct wj_tables *tables, const struct wj_table *table);

/* What a table says about another one whose columns are parts of its own, or whose people are. */
void wj_table_link(const struct wj_tables *tables, const struct wj_table *table,
                   const struct wj_table *part);

#endif
