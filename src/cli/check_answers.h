/* The parts of the output of `check`: answers, rejections, suspicions. */
#ifndef WJTAB_CLI_CHECK_ANSWERS_H
#define WJTAB_CLI_CHECK_ANSWERS_H

#include <jansson.h>

#include "check.h"
#include "wjtab/report/report.h"

/* The columns of personal data. */
enum wj_status wj_check_add_personal(struct wj_report *report, const struct wj_check *check);
json_t *wj_check_personal_of(const struct wj_check *check);

/* Which answers were taken for which option. */
enum wj_status wj_check_add_answers(struct wj_report *report, const struct wj_check *check,
                                    bool all);
json_t *wj_check_answers_of(const struct wj_check *check);

/* What to think of an unknown answer, as text: "" where there is nothing to say. */
void wj_check_add_advice(struct wj_buf *out, const struct wj_question *question,
                         const struct wj_advice *advice);

/* The codes of the two options whose patterns both fit, else []. */
json_t *wj_check_patterns_of(const struct wj_question *question, const struct wj_advice *advice);

/* Answers in words that no theme fits, and what is often written in them. */
enum wj_status wj_check_add_open(struct wj_report *report, const struct wj_job *job, bool all);
enum wj_status wj_check_open_of(struct wj_job *job, json_t *list);

/* Rejected responses, by rule and one by one. */
enum wj_status wj_check_add_rejected(struct wj_report *report, const struct wj_job *job);
enum wj_status wj_check_rejected_of(const struct wj_job *job, json_t *list);
json_t *wj_check_rules_of(const struct wj_job *job);

/* What is worth a look. */
enum wj_status wj_check_add_suspicious(struct wj_report *report, const struct wj_check *check,
                                       bool all);
json_t *wj_check_suspicious_of(const struct wj_check *check);

#endif
