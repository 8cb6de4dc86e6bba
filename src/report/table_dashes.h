/* Why figures of a table are “–”: every reason once, with the columns or rows that it is about. */
#ifndef WJTAB_REPORT_TABLE_DASHES_H
#define WJTAB_REPORT_TABLE_DASHES_H

#include "tabulation.h"
#include "tell.h"

enum wj_dash {
    WJ_DASH_NONE,         /* the figure is there, or hidden */
    WJ_DASH_EMPTY,        /* nobody stands in the column */
    WJ_DASH_NOT_ASKED,    /* nobody in it was asked */
    WJ_DASH_NO_ANSWER,    /* nobody in it answered */
    WJ_DASH_NO_SCORE,     /* nobody in it chose an option with a score */
    WJ_DASH_ONE_ANSWER,   /* a single answer has no standard deviation */
    WJ_DASH_MANY_NUMBERS, /* too many distinct ones for quartiles */
    WJ_DASH_TOO_LARGE,    /* for binary floating point */
    WJ_DASH_NO_WEIGHT,    /* all in it weigh 0 */
    WJ_DASH_NOT_CHOSEN,   /* a row that nobody chose: no share of it, no index */
    WJ_DASHES
};

/* "empty_column", …; NULL where there is no reason. */
const char *wj_dash_name(enum wj_dash dash);

/* Why a column has no shares; then it has nothing else either. */
enum wj_dash wj_dash_of_column(const struct wj_cross_column *column);

enum wj_dash wj_dash_of_summary(const struct wj_cross_column *column,
                                enum wj_table_summary summary);

/* By the bit of the summary: WJ_TABLE_MEAN, WJ_TABLE_SD, WJ_TABLE_MEDIAN, WJ_TABLE_QUARTILES. */
enum wj_dash wj_dash_of_quantity(const struct wj_cross_column *column,
                                 const struct wj_quantity_figures *figures,
                                 enum wj_table_summary summary);

/* What says it: of the names of columns, or rows. */
enum wj_text wj_dash_text(enum wj_dash dash);

/* Sentences, in the arena. */
struct wj_reasons {
    const char *said[WJ_DASHES + 1];
    size_t count;
};

/* What stands under a table, and under a grid. */
struct wj_reasons wj_reasons_of_table(const struct wj_tell *tell,
                                      const struct wj_tabulation *tabulation);
struct wj_reasons wj_reasons_of_grid(const struct wj_tell *tell, size_t table);

void wj_tell_reasons(const struct wj_tell *tell, const struct wj_reasons *reasons);

/* The same under a table of whole questions with these summaries; `detail`: in documents only. */
void wj_tell_item_reasons(const struct wj_tell *tell, const size_t *questions, size_t count,
                          unsigned summaries, bool detail);

/* Under the table of measures and their intervals. */
void wj_tell_measure_reasons(const struct wj_tell *tell);

#endif
