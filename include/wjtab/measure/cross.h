/* The figures of a cross table, column by column. Exact but for standard deviations. The formulas
 * and their sources stand in docs/formulas.md. */
#ifndef WJTAB_MEASURE_CROSS_H
#define WJTAB_MEASURE_CROSS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/api.h"
#include "wjtab/base/status.h"
#include "wjtab/measure/measure.h"
#include "wjtab/tally/tally.h"

/* A column of a cross table, or its total; borrowed from the tally. */
struct wj_cross_column {
    const struct wj_survey *survey;
    size_t question;        /* of the rows */
    const uint64_t *counts; /* of option i: counts[i × step] */
    size_t step;
    uint64_t base;        /* divisor of its shares: respondents, or their ticks */
    uint64_t respondents; /* in the row question's base */
    uint64_t rate_base;
    uint64_t no_answer;
    uint64_t not_asked;
    const struct wj_quantity_tally *quantity; /* NULL: the rows are options */
    mpq_srcptr shown_rate; /* the rate, where it is shown though counts are hidden; else NULL */
};

/* Column `column_count` is the total: those who stand in at least one. */
WJ_API struct wj_cross_column wj_cross_column(const struct wj_tally *tally,
                                              const struct wj_cross_tally *cross, size_t column);

WJ_API uint64_t wj_cross_count(const struct wj_cross_column *column, size_t option);

/* How many answers have a score; ticks of a multiple question. WJ_HIDDEN. */
WJ_API uint64_t wj_cross_scored(const struct wj_cross_column *column);

/* count / base; the figure's number is initialised. */
WJ_API void wj_cross_share(const struct wj_cross_column *column, size_t option,
                           struct wj_figure *figure);

/* Column share / share in `all` × 100; none where one of them is none, or the latter is 0. */
WJ_API void wj_cross_index(const struct wj_cross_column *column, const struct wj_cross_column *all,
                           size_t option, struct wj_figure *figure);

/* One summary of a question with scores: rate, top2, bottom2 and net as shares, mean and sd in
 * scores. None where there is no base. */
WJ_API void wj_cross_summary(const struct wj_cross_column *column, enum wj_table_summary summary,
                             struct wj_figure *figure);

/* The figures of a column of a quantity; to be cleared in any case. WJ_MEMORY. */
WJ_API enum wj_status wj_cross_quantity(const struct wj_cross_column *column,
                                        struct wj_quantity_figures *figures);
WJ_API void wj_quantity_figures_clear(struct wj_quantity_figures *figures);

#endif
