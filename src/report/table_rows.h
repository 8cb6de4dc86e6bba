/* The rows of a table: bases, options, who did not answer, summaries. */
#ifndef WJTAB_REPORT_TABLE_ROWS_H
#define WJTAB_REPORT_TABLE_ROWS_H

#include "tabulation.h"
#include "tell.h"

void wj_tabulated_rows(const struct wj_tell *tell, struct wj_grid *grid,
                       const struct wj_tabulation *tabulation);

/* "14 (26.42%) B" */
void wj_row_cell(const struct wj_tell *tell, struct wj_grid *grid, uint64_t count, uint64_t base,
                 const char *letters);

/* Names of lines under an option are indented: the name alone. */
const char *wj_without_indent(const char *text);

/* The bits of enum wj_table_summary that the table shows, with the means that tests compare. */
unsigned wj_shown_summaries(const struct wj_tabulation *tabulation);

/* "28**" */
void wj_row_base(const struct wj_tell *tell, struct wj_grid *grid, uint64_t base);

/* A number with so many decimals; a dash where there is none. */
const char *wj_table_number(struct wj_arena *arena, const struct wj_figure *figure,
                            struct wj_rounding rounding);

/* A summary as it is printed; a dash where there is none. */
const char *wj_summary_text(struct wj_arena *arena, struct wj_rounding percent,
                            const struct wj_cross_column *column, enum wj_table_summary summary);

/* The numbers of a quantity's column, printed. */
enum wj_quantity_row {
    WJ_QUANTITY_N,
    WJ_QUANTITY_MEAN,
    WJ_QUANTITY_SD,
    WJ_QUANTITY_Q1,
    WJ_QUANTITY_MEDIAN,
    WJ_QUANTITY_Q3,
    WJ_QUANTITY_ROWS
};
const char *wj_table_quantity_text(struct wj_arena *arena, struct wj_rounding percent,
                                   const struct wj_quantity_figures *figures,
                                   enum wj_quantity_row row);

/* Does a table with these summaries show such a row? */
bool wj_table_has_row(unsigned summaries, enum wj_quantity_row row);

/* A table of items by levels; *least: the least base that it shows, if below. */
void wj_tell_grid(const struct wj_tell *tell, size_t table, uint64_t *least);

#endif
