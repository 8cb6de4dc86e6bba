/* What every section needs to say its piece. Statuses are not handed on: requests for memory that
 * fail are counted below, and wj_report_build asks for their number at its end. */
#ifndef WJTAB_REPORT_TELL_H
#define WJTAB_REPORT_TELL_H

#include "print.h"
#include "stated.h"
#include "wjtab/measure/hide.h"
#include "wjtab/report/report.h"
#include "wjtab/report/section.h"
#include "wjtab/survey/report_texts.h"
#include "wording.h"

struct wj_waves; /* waves.h */

struct wj_tell {
    struct wj_report *report;
    struct wj_arena *arena; /* the report's */
    const struct wj_findings *findings;
    const struct wj_survey *survey;
    const struct wj_comparison *comparison;
    const struct wj_waves *waves; /* NULL: there is no earlier survey */
    const struct wj_wording *words;
    const char *texts[WJ_TEXT_COUNT]; /* the user's, or those of the language */
    struct wj_rounding percent;
    bool *marks_explained; /* the note on small bases was said */
};

/* For sentences alone: takes the user's texts where there are any. */
void wj_tell_begin(struct wj_tell *tell, struct wj_arena *arena,
                   const struct wj_findings *findings);

void wj_tell_init(struct wj_tell *tell, struct wj_report *report,
                  const struct wj_findings *findings, const struct wj_comparison *comparison);

/* A text with its places filled, `parts` in the order of include/wjtab/survey/report_texts.h. It
 * lives in the arena. */
const char *wj_said(const struct wj_tell *tell, enum wj_text text, size_t count,
                    const char *const *parts);

/* Any template with places that may stand everywhere. */
const char *wj_said_own(const struct wj_tell *tell, const char *template);

/* Opens a section under its title. */
void wj_tell_open(const struct wj_tell *tell, enum wj_section_number section, enum wj_text title);

/* The last section's title: the caption of a table that is all the section is about. */
const char *wj_tell_title(const struct wj_tell *tell);

/* Says a sentence; the second for documents only. */
void wj_tell(const struct wj_tell *tell, enum wj_block_kind kind, enum wj_text text, size_t count,
             const char *const *parts);
void wj_tell_detail(const struct wj_tell *tell, enum wj_block_kind kind, enum wj_text text,
                    size_t count, const char *const *parts);

/* Marks the last block as one for documents only. */
void wj_tell_is_detail(const struct wj_tell *tell);

/* The same of the whole section. */
void wj_tell_section_is_detail(const struct wj_tell *tell, bool detail);

/* Two sentences as one paragraph. */
const char *wj_sentences(const struct wj_tell *tell, const char *first, const char *second);

/* Texts in a list: “甲”“乙” quoted, or 甲、乙 plain; from the sixth on they are only counted. A
 * zeroed struct is an empty list; wj_list_said frees it. */
struct wj_list {
    struct wj_buf text;
    size_t count;
    bool quoted;
};
void wj_list_add(const struct wj_tell *tell, struct wj_list *list, const char *text);
const char *wj_list_said(const struct wj_tell *tell, struct wj_list *list);

/* Says a sentence whose one part is the list, and frees it; false: it is empty, nothing is said. */
bool wj_tell_list(const struct wj_tell *tell, enum wj_block_kind kind, enum wj_text text,
                  struct wj_list *list);

/* --- figures --- */

const char *wj_count(const struct wj_tell *tell, uint64_t count);
const char *wj_percent(const struct wj_tell *tell, const struct wj_figure *figure);

/* A number with fixed decimals, "0.911"; a difference of rates in percentage points, "+2.35". */
const char *wj_decimals(const struct wj_tell *tell, const mpq_t value, unsigned places);
const char *wj_points(const struct wj_tell *tell, const mpq_t difference);

/* The limits of an interval, "82.15%–86.91%"; a dash where there is none. */
const char *wj_limits(const struct wj_tell *tell, const struct wj_interval *interval);

/* The survey's level of confidence, "95%". */
const char *wj_confidence(const struct wj_tell *tell);

/* The mark of a small base: "", "*", "**", or "", "†", "‡" beside hidden counts; where nobody is,
 * nothing needs care. */
const char *wj_base_mark(const struct wj_tell *tell, uint64_t base);

/* The note on such marks, under the first table that has one. */
void wj_tell_small_base(const struct wj_tell *tell, uint64_t least_base);

/* Millionths of a figure, rounded. */
int32_t wj_millionths(const mpq_t value);

/* --- tables, charts --- */

void wj_cell(struct wj_grid *grid, const char *text);
void wj_cell_figure(struct wj_grid *grid, const char *text);

/* Makes room for a chart's rows. False: no memory, leave the chart alone. */
bool wj_chart_rows(const struct wj_tell *tell, struct wj_chart *chart, size_t count);

/* Fills a row of bars. */
void wj_chart_bar(struct wj_chart_row *row, const char *label, const struct wj_figure *figure,
                  const char *text);

/* Adds the interval of its figure, where there is one. */
void wj_chart_interval(struct wj_chart_row *row, const struct wj_interval *interval);

/* Says what the lines on the bars are, where there are any. */
void wj_tell_intervals(const struct wj_tell *tell, const struct wj_chart *chart);

/* Says in a sentence what the rows show. */
void wj_chart_describe(const struct wj_tell *tell, struct wj_chart *chart);

/* Are counts of a question hidden? Then no sentence may compare them. */
bool wj_is_hidden(const struct wj_tell *tell, size_t question);

/* A remark on what * means where so many counts are hidden; none where there are none. */
void wj_tell_hidden(const struct wj_tell *tell, uint64_t cells);

/* The same of the cross tables of so many rows of a `tables` entry, from `first` on. */
void wj_tell_hidden_table(const struct wj_tell *tell, size_t table, size_t first, size_t count);

#endif
