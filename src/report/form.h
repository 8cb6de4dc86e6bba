/* Parts of the blank questionnaire. Statuses are not handed on: requests for memory that fail are
 * counted below, and wj_form_build asks for their number at its end. */
#ifndef REPORT_FORM_H
#define REPORT_FORM_H

#include "wjtab/base/buf.h"
#include "wjtab/report/report.h"
#include "wording_form.h"

struct wj_form {
    struct wj_report *report;
    const struct wj_survey *survey;
    const struct wj_form_words *words;
};

/* --- form_question.c --- */

/* Adds a question with everything that it is answered in. */
void wj_form_question(const struct wj_form *form, size_t question);

/* Appends a question's number, its label and its notes: `first` (or NULL), then who answers. */
void wj_form_title(const struct wj_form *form, size_t question, const char *first,
                   struct wj_buf *out);

/* Appends an option with its code, as it may be keyed. */
void wj_form_option(const struct wj_option *option, struct wj_buf *out);

/* Appends how a note calls an option. */
void wj_form_code(const struct wj_form *form, const struct wj_option *option, struct wj_buf *out);

/* --- form_asked.c --- */

/* Appends who answers a question that not all are asked. */
void wj_form_asked(const struct wj_form *form, const struct wj_question *question,
                   struct wj_buf *out);

/* --- form_matrix.c --- */

/* How many questions from this one on make a table: 0, or at least three. */
size_t wj_form_run(const struct wj_survey *survey, size_t question);

/* Adds the table of so many questions. */
void wj_form_matrix(const struct wj_form *form, size_t question, size_t count);

#endif
