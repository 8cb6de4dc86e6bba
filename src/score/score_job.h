/* What the parts of one scoring share. Private to the score floor. */
#ifndef WJTAB_SRC_SCORE_SCORE_JOB_H
#define WJTAB_SRC_SCORE_SCORE_JOB_H

#include <stdbool.h>
#include <stddef.h>

#include <gmp.h>

#include "small_table.h"
#include "wjtab/base/map.h"
#include "wjtab/score/score.h"

/* Positions in wj_scoring.columns. */
enum {
    WJ_COLUMN_LEVEL, /* the first of WJ_LEVELS */
    WJ_COLUMN_POINTS = WJ_LEVELS,
    WJ_COLUMN_FORMULA,
    WJ_COLUMN_VALUE,
    WJ_COLUMN_SCORE,
    WJ_COLUMN_RATE,
    WJ_COLUMN_PROBLEM,
    WJ_COLUMN_TARGET,
    WJ_COLUMN_ACTUAL,
    WJ_COLUMN_DONE,
    WJ_COLUMN_STANDARD,
    WJ_COLUMN_BASIS,
    WJ_SCORING_COLUMNS
};

enum wj_fact_state { WJ_FACT_NEW, WJ_FACT_OPEN, WJ_FACT_DONE, WJ_FACT_FAILED };

/* What is known of a fact beside the result. */
struct wj_fact_work {
    size_t row;
    enum wj_fact_state state;
    bool in_cycle;
};

struct wj_score_job {
    struct wj_diags *diags;
    const struct wj_score_options *options;
    struct wj_scoring *scoring;
    size_t indicator_capacity;
    size_t fact_capacity;
    struct wj_fact_work *work; /* as many as facts */
    size_t work_capacity;
    long fact_value_column;

    /* Names as numbers: the facts, then options->known, then the row's own cells. Keys are cleaned.
     */
    struct wj_map names;
    bool facts_only; /* formulas see facts and what replaces one */

    const struct wj_indicator *row; /* whose formula is evaluated; NULL in facts */
    bool failed_fact;               /* the evaluation met a fact without value, reported already */
    const struct wj_known *missing; /* the evaluation met this name, which has no value */
    bool out_of_memory;             /* where no status could say so */
    struct wj_buf reason;           /* of the last failed evaluation */
    struct wj_buf scratch;          /* a cleaned text */
    struct wj_buf excerpt;          /* a name for a message */
};

/* Cleans into job->scratch, where the result lives until the next call. WJ_MEMORY. */
enum wj_status wj_score_clean(struct wj_score_job *job, struct wj_slice text, bool upper,
                              struct wj_slice *clean);

/* A name, cut to a message's length; lives until the next call. */
const char *wj_score_excerpt(struct wj_score_job *job, const char *name);

/* The number of a name in job->names, or -1. */
long wj_score_find(struct wj_score_job *job, struct wj_slice name);

/* Gives numbers to facts, known names and those of the row, and reports names that clash. Facts
 * that are replaced get their value. WJ_MEMORY. */
enum wj_status wj_score_number_names(struct wj_score_job *job);

/* Takes the value of a fact or known name, where it has one, into an amount; returns the name's
 * number, or -1 where there is no such name. */
long wj_score_take(struct wj_score_job *job, struct wj_slice name, struct wj_amount *amount);

/* The value of a name for the row, and whether it is shown as a percentage; false where there is
 * none. */
bool wj_score_value(struct wj_score_job *job, long number, struct wj_value *value, bool *percent);

/* The value of a name; `job` is a wj_score_job (wj_values.get). */
const char *wj_score_get(void *job, long number, struct wj_value *value);

/* The fact or known name behind 实际值 of the row, or behind its 完成率 (*done); else the number
 * itself. */
long wj_score_behind(const struct wj_score_job *job, long number, bool *done);

/* The i-th grade from the highest, and the printed total it begins at; NULL: there are no more. */
const char *wj_score_grade(const struct wj_score_options *options, const struct wj_scoring *scoring,
                           size_t i, mpq_t from);

/* The known name that takes this fact's place, or NULL. */
const struct wj_known *wj_score_replacement(struct wj_score_job *job, const struct wj_fact *fact);

/* Parses; messages begin with `label` (translated, borrowed). WJ_DEFINITION, WJ_MEMORY. */
enum wj_status wj_score_parse(struct wj_score_job *job, const struct wj_place *place,
                              const char *label, struct wj_slice text, struct wj_formula **formula);

enum wj_outcome {
    WJ_OUTCOME_NUMBER,
    WJ_OUTCOME_TEXT,     /* job->reason is the text */
    WJ_OUTCOME_NO_VALUE, /* job->missing */
    WJ_OUTCOME_NO_FACT,  /* a fact whose fault was reported */
    WJ_OUTCOME_ERROR,    /* job->reason */
    WJ_OUTCOME_NO_MEMORY
};

/* Evaluates to a number; a logical value counts 1 or 0. */
enum wj_outcome wj_score_evaluate(struct wj_score_job *job, const struct wj_formula *formula,
                                  mpq_t number);

/* Reads the facts file into scoring->facts, unevaluated. WJ_IO, WJ_DEFINITION, WJ_MEMORY. */
enum wj_status wj_facts_read(struct wj_score_job *job);

/* Gives every fact its value, whatever their order. Faults are reported; WJ_MEMORY. */
enum wj_status wj_facts_compute(struct wj_score_job *job);

/* Evaluates every fact that has a formula, those it needs first. Faults are reported; WJ_MEMORY. */
enum wj_status wj_facts_evaluate(struct wj_score_job *job);

/* Finds the columns of scoring->table. WJ_DEFINITION, WJ_MEMORY. */
enum wj_status wj_scoring_find_columns(struct wj_score_job *job);

/* Makes scoring->indicators, scores included. Faults are reported; WJ_MEMORY. */
enum wj_status wj_scoring_read_rows(struct wj_score_job *job);

/* Reads points and formula or given score of a row into its indicator. Faults are reported;
 * WJ_MEMORY. */
enum wj_status wj_scoring_judge(struct wj_score_job *job, struct wj_indicator *indicator);

/* Reads 目标值, 实际值 and the texts beside them. Faults are reported; WJ_MEMORY. */
enum wj_status wj_scoring_read_amounts(struct wj_score_job *job, struct wj_indicator *indicator);

/* Makes the indicator's with_numbers. WJ_MEMORY. */
enum wj_status wj_scoring_put_numbers(struct wj_score_job *job, struct wj_indicator *indicator);

/* Makes scoring->levels. WJ_MEMORY. */
enum wj_status wj_scoring_sum_levels(struct wj_score_job *job);

/* Appends a key for the first `depth` levels of an indicator. */
void wj_scoring_path(struct wj_buf *key, const struct wj_indicator *indicator, size_t depth);

#endif
