/* The sections of the report, for people: one function each. A section that has nothing to say
 * opens none. */
#ifndef WJTAB_REPORT_SECTIONS_H
#define WJTAB_REPORT_SECTIONS_H

#include "tell.h"

/* `comparison` is that of published figures; `waves` may be NULL. */
enum wj_status wj_sections_build(struct wj_report *report, const struct wj_findings *findings,
                                 const struct wj_comparison *comparison,
                                 const struct wj_waves *waves);

/* Of a survey. */
void wj_section_returns(const struct wj_tell *tell);
void wj_section_respondents(const struct wj_tell *tell);
void wj_section_awareness(const struct wj_tell *tell);
void wj_section_items(const struct wj_tell *tell);
void wj_section_satisfaction(const struct wj_tell *tell);
void wj_section_measures(const struct wj_tell *tell);
void wj_section_comparison(const struct wj_tell *tell);
void wj_section_importance(const struct wj_tell *tell);
void wj_section_scale(const struct wj_tell *tell);
void wj_section_improve(const struct wj_tell *tell);
void wj_section_themes(const struct wj_tell *tell);
void wj_section_tables(const struct wj_tell *tell);

/* Of a survey, a scoring table, or both. */
void wj_section_method(const struct wj_tell *tell);
/* Parts of sections: summaries of the scored questions, and of a question from 0 to 10. */
void wj_tell_summaries(const struct wj_tell *tell);
void wj_tell_promoters(const struct wj_tell *tell, size_t number);

/* Does an option count for the two highest and for the two lowest boxes? */
bool wj_boxes_overlap(const struct wj_question *question);

/* By which method the intervals of measures that are shares are. */
void wj_tell_share_intervals(const struct wj_tell *tell, enum wj_block_kind kind);

/* Of a weighted survey: its figures beside the unweighted ones, and how it was weighted. */
const char *wj_unweighted(const struct wj_tell *tell, const char *caption); /* says so */
void wj_tell_weighted_measures(const struct wj_tell *tell);
void wj_tell_weighted_items(const struct wj_tell *tell, size_t measure);
void wj_tell_weighting(const struct wj_tell *tell);

void wj_tell_open_answers(const struct wj_tell *tell, size_t number);
void wj_tell_validity(const struct wj_tell *tell); /* a part of it */
void wj_section_provenance(const struct wj_tell *tell);

/* Of a scoring table; of published figures. */
void wj_section_score(const struct wj_tell *tell);
void wj_section_evaluation(const struct wj_tell *tell);
void wj_section_projects(const struct wj_tell *tell);
void wj_section_spending(const struct wj_tell *tell);
void wj_section_targets(const struct wj_tell *tell);
void wj_section_explain(const struct wj_tell *tell);
void wj_section_problems(const struct wj_tell *tell);
void wj_section_audit(const struct wj_tell *tell);
void wj_section_stated(const struct wj_tell *tell);

#endif
