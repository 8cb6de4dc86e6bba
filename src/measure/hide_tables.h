/* The tables of one question, or of several that a measure ties together, while it is decided what
 * is hidden of them, and what is published about their counts. */
#ifndef MEASURE_HIDE_TABLES_H
#define MEASURE_HIDE_TABLES_H

#include "hide_overlaps.h"
#include "hiding.h"

struct wj_table {
    const struct wj_cross_tally *cross;
    struct wj_hidden_table *hidden;
    bool *hidden_cells; /* those of `hidden` */
    bool *hidden_totals;
    bool *columns;
    bool lost; /* hidden from the start, and not looked at */
    /* Numbers of the first of its counts in the mask: */
    size_t answered;  /* per column: in the row question's base, with an answer */
    size_t no_answer; /* per column; behind them those who were not asked */
    size_t cells;
    size_t totals;
};

struct wj_tables {
    struct wj_hiding *hiding;
    bool again;           /* the tables of other groups were decided before */
    struct wj_mask *mask; /* that is being solved; NULL between */
    bool *rows;           /* per question: in the rows */
    bool *wanted;         /* per question: its frequencies are needed */
    struct wj_table *list;
    size_t count;
    size_t *first; /* per question: its frequencies in the mask, or WJ_NOT_THERE */
};

/* The cross tables of a tally, then those of everybody. */
const struct wj_cross_tally *wj_numbered(const struct wj_tally *tally, size_t number);

/* What is published about the counts of one table, against the frequencies. */
void wj_table_equations(const struct wj_tables *tables, const struct wj_table *table);

/* Hides more cells where one option of a multiple question is hidden alone. False: nothing less
 * than the whole table is enough. */
bool wj_table_accompany(const struct wj_hiding *hiding, const struct wj_table *table);

/* What two tables of the group say about each other; `other` as related to `table`. */
void wj_table_link(const struct wj_tables *tables, const struct wj_table *table,
                   const struct wj_table *other);

/* Are there tables of other groups that say anything about this one? */
bool wj_table_reaches(const struct wj_tables *tables, const struct wj_table *table);

/* What the tables of other groups, which are decided, say about this one. */
void wj_table_fix(const struct wj_tables *tables, const struct wj_table *table);

/* Makes the group of two questions one; `groups` has a number per question. */
void wj_groups_unite(size_t *groups, size_t count, size_t group, size_t other);

/* Makes questions one group that a table, or a condition, names together. */
void wj_selections_unite(const struct wj_hiding *hiding, size_t *groups);

/* Hides tables with a condition whole where anything is hidden in their group. True: something more
 * is hidden. */
bool wj_selections_hide(const struct wj_hiding *hiding, const size_t *groups);

/* What is counted once only is hidden in every table in which it stands. True: something more is
 * hidden. */
bool wj_tables_spread(const struct wj_hiding *hiding);

#endif
