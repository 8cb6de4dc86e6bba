/* A question's options: their table, their chart, and what is said about them. */
#ifndef WJTAB_REPORT_CHOICES_H
#define WJTAB_REPORT_CHOICES_H

#include "tell.h"

/* A table of counts and shares under the question and its base. */
void wj_tell_options(const struct wj_tell *tell, size_t question);

/* A bar per option; in the order of the questionnaire, or the most frequent first. */
void wj_chart_options(const struct wj_tell *tell, size_t question, enum wj_text title, bool sorted);

/* Which option was chosen most, in a sentence for documents. */
void wj_tell_most(const struct wj_tell *tell, size_t question);

/* Notes on blanks, on who was not asked, and on shares that don't add up to 100 %, for questions
 * whose tables stand together. */
/* Do the shares of a multiple question add up to more than 100 %? Then a note says so. */
bool wj_exceeds_whole(const struct wj_tell *tell, size_t question);

void wj_tell_notes(const struct wj_tell *tell, const size_t *questions, size_t count);

/* How many of the base gave no answer; only where blanks are in it. */
uint64_t wj_blanks(const struct wj_tell *tell, size_t question);

/* The options by their counts, the highest first; what excludes the others comes last. In the
 * arena; NULL when memory ran out. */
const size_t *wj_ranked(const struct wj_tell *tell, size_t question);

/* What is said of the most frequent options. */
struct wj_most {
    enum wj_text one;  /* 题目 选项 人数 占比 */
    enum wj_text next; /* the same, and 其次 其次人数 其次占比 */
    enum wj_text tie;  /* 题目 选项 人数 占比 */
};
const char *wj_most_said(const struct wj_tell *tell, size_t question, const struct wj_most *most,
                         const size_t *ranked, size_t count);

#endif
