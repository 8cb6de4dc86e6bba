/* One table as people read it: a row question against every element of `by` side by side, and
 * everybody last. What all shapes of it (documents, workbook) have in common. */
#ifndef WJTAB_REPORT_TABULATION_H
#define WJTAB_REPORT_TABULATION_H

#include "wjtab/measure/cross.h"
#include "wjtab/measure/tests.h"
#include "wjtab/measure/weights.h"
#include "wjtab/report/report.h"

/* Where a column comes from. */
struct wj_tabulated {
    size_t by;                                /* element of `by`; by_count: everybody */
    const struct wj_cross_tally *cross;       /* its cross table */
    size_t column;                            /* in that one */
    const struct wj_weighted_cross *weighted; /* the same table; NULL: nothing weighted is shown */
};

struct wj_tabulation {
    const struct wj_findings *findings;
    const struct wj_tally *tally;
    const struct wj_survey *survey;
    const struct wj_table_spec *spec;
    const struct wj_question *question; /* of the rows */
    size_t table;                       /* number of its `tables` entry, from 0 */
    size_t row;                         /* which of its rows, from 0 */
    struct wj_tabulated *columns;       /* in the arena; the last one is everybody */
    size_t column_count;                /* with that one */
    size_t depth;                       /* rows of the head, without that of the bands' names */
    bool banded;                        /* there are several bands, whose names stand above */
};

/* False when memory ran out. */
bool wj_tabulate(struct wj_arena *arena, const struct wj_findings *findings, size_t table,
                 size_t row, struct wj_tabulation *tabulation);

/* A cross table weighted, in the arena; NULL where the survey is not weighted, where counts are
 * hidden (weighted ones would tell them), and when memory ran out. */
const struct wj_weighted_cross *wj_cross_weighted(struct wj_arena *arena,
                                                  const struct wj_findings *findings,
                                                  const struct wj_cross_tally *cross);

/* The file of this run that has the tables that are too wide for others. */
const char *wj_wide_tables(const struct wj_survey *survey);

/* The figures of a column; `column_count` - 1 is everybody. */
struct wj_cross_column wj_tabulated_column(const struct wj_tabulation *tabulation, size_t column);

/* Has it weighted figures? */
bool wj_tabulated_weighted(const struct wj_tabulation *tabulation);

/* Weighted figures of a column: its respondents, the divisor of its shares, and the share of an
 * option; the last is false where there is no base. Numbers are initialised. */
void wj_weighted_people(const struct wj_tabulated *place, mpq_t people);
void wj_weighted_divisor(const struct wj_tabulated *place, mpq_t base);
void wj_weighted_option(const struct wj_tabulated *place, size_t option, struct wj_figure *share);

/* A summary that wj_weighs_summary says is weighted. */
void wj_weighted_place(const struct wj_findings *findings, const struct wj_tabulated *place,
                       enum wj_table_summary summary, struct wj_figure *figure);

/* The weighted count of an option. */
void wj_weighted_count(const struct wj_tabulated *place, size_t option, mpq_t count);

/* The columns of an element of `by`. */
size_t wj_tabulated_first(const struct wj_tabulation *tabulation, size_t by);
size_t wj_tabulated_width(const struct wj_tabulation *tabulation, size_t by);

/* How many columns stand under one option of the n-th question of a banner. */
size_t wj_tabulated_under(const struct wj_tabulation *tabulation, const struct wj_banner *by,
                          size_t n);

/* The labels of a banner's questions, joined by ×; of all of them, joined by `comma`, too. In the
 * arena. */
const char *wj_banner_name(struct wj_arena *arena, const struct wj_survey *survey,
                           const struct wj_banner *by);
const char *wj_banner_names(struct wj_arena *arena, const struct wj_survey *survey,
                            const struct wj_table_spec *spec, const char *comma);

/* Which letter a band's first column has: letters go through all bands where they are no more than
 * the letters there are, else they begin anew with each. */
size_t wj_tabulated_letter(const struct wj_tabulation *tabulation, size_t by);

/* The bits of enum wj_table_summary that a table of this question shows. */
unsigned wj_summaries_of(const struct wj_table_spec *spec, const struct wj_question *row);

#endif
