/* Figures as texts: rounding happens here, once. */
#ifndef WJTAB_REPORT_PRINT_H
#define WJTAB_REPORT_PRINT_H

#include <jansson.h>

#include "wjtab/measure/measure.h"
#include "wjtab/report/report.h"

/* What is printed where a figure has no base. */
#define WJ_NO_FIGURE "–"

/* What is printed where a count or figure is not to be shown. */
#define WJ_HIDDEN_TEXT "*"

/* Texts live in the arena; "" when memory ran out, which the arena's owner notices elsewhere. */
const char *wj_print_percent(struct wj_arena *arena, const struct wj_figure *figure,
                             struct wj_rounding rounding);

/* The same of a weighted rate or share. */
const char *wj_print_weighted(struct wj_arena *arena, const struct wj_weighted *figure,
                              struct wj_rounding rounding);

/* A limit of an interval; WJ_NO_FIGURE where there is none. */
enum wj_limit { WJ_LOWER, WJ_UPPER };
const char *wj_print_limit(struct wj_arena *arena, const struct wj_interval *interval,
                           enum wj_limit limit, struct wj_rounding rounding);

const char *wj_print_ratio(struct wj_arena *arena, const mpq_t num, const mpq_t den,
                           struct wj_rounding rounding); /* 得分率; den may be 0 */
const char *wj_print_short(struct wj_arena *arena, const mpq_t value, struct wj_rounding rounding);
const char *wj_print_fixed(struct wj_arena *arena, const mpq_t value, struct wj_rounding rounding);
const char *wj_print_exact(struct wj_arena *arena, const mpq_t value);
const char *wj_print_fraction(struct wj_arena *arena, const mpq_t value); /* 1128/1325 */
const char *wj_print_count(struct wj_arena *arena, uint64_t count);

/* Fills the `%s` of a template with texts, in their order. */
const char *wj_print(struct wj_arena *arena, const char *template, size_t count,
                     const char *const *texts);

/* {"num", "den", "text"}. */
json_t *wj_json_fraction(const mpq_t value, const char *text);

/* The same of a share or rate, or null. */
json_t *wj_json_percent(struct wj_arena *arena, const struct wj_figure *figure,
                        struct wj_rounding rounding);

/* An integer, as decimal text beyond 2^53; null where it is hidden. */
json_t *wj_json_count(uint64_t count);

/* A string, or null. */
json_t *wj_json_text(const char *text);

#endif
