/* Spread of items and measures, exact up to the variance. */
#ifndef WJTAB_MEASURE_STATISTICS_H
#define WJTAB_MEASURE_STATISTICS_H

#include "wjtab/measure/interval.h"
#include "wjtab/measure/measure.h"

/* The nearest double. */
double wj_double_of(const mpq_t value);

/* (1 - level) / 2 */
double wj_tail_of(const mpq_t level);

/* The quantile of t; a level of 100 % but for less than a double can hold has none, which is then
 * the largest number. */
double wj_t_of(const mpq_t level, double df);

/* Fills everything but n, mean and is_cut from the standard error without correction. */
void wj_statistics_set(struct wj_statistics *statistics, double se, const struct wj_survey *survey);

/* Fills everything but n and is_cut from Σx and Σx² over the n responses. */
void wj_statistics_of_sums(struct wj_statistics *statistics, const mpq_t sum, const mpq_t squares,
                           const struct wj_survey *survey);

/* The statistics of a question's rate and mean score, and of a measure; the figures' rates are
 * there already. WJ_MEMORY. */
void wj_question_statistics(struct wj_figures *figures, const struct wj_tally *tally,
                            size_t question);

/* Who promotes (9 and above), and who detracts (6 and below), in a scale from 0 to 10. */
enum wj_nps_group { WJ_PROMOTERS, WJ_PASSIVES, WJ_DETRACTORS, WJ_NPS_GROUPS };
enum wj_nps_group wj_nps_group(const mpq_t number);
void wj_nps_groups(const struct wj_quantity_tally *quantity, uint64_t groups[WJ_NPS_GROUPS]);

/* How many gave a number, Σx and Σx². */
void wj_quantity_sums(const struct wj_quantity_tally *quantity, uint64_t *n, mpq_t sum,
                      mpq_t squares);

enum wj_status wj_quantity_statistics(struct wj_quantity_figures *figures,
                                      const struct wj_survey *survey, size_t question,
                                      const struct wj_quantity_tally *counts);
/* Hides what single answers could be read from; `whole`: everything. True: the counts of promoters,
 * passives and detractors are hidden. */
bool wj_quantity_hide(struct wj_quantity_figures *figures, uint64_t below, bool whole);
void wj_quantity_figures_init(struct wj_quantity_figures *figures);
enum wj_status wj_measure_statistics(struct wj_figures *figures, const struct wj_tally *tally,
                                     size_t measure);

#endif
