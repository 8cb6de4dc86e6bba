/* Effective responses as integer counts: all that the figures need, and nothing else. */
#ifndef WJTAB_TALLY_TALLY_H
#define WJTAB_TALLY_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gmp.h>

#include "wjtab/base/api.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/map.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/status.h"
#include "wjtab/survey/answer.h"
#include "wjtab/survey/survey.h"

/* The numbers that a quantity's answers gave. */
struct wj_quantity_tally {
    struct wj_map values; /* a number in lowest terms, as in `3/2` -> how often */
    bool overflow;        /* there were more than 100,000 distinct numbers: all are in the rest */
    uint64_t rest;        /* these, and answers of 60 digits and more */
    mpq_t rest_sum;       /* of these; all four are always initialised */
    mpq_t rest_squares;
    mpq_t rest_min; /* where there are any */
    mpq_t rest_max;
};

struct wj_question_tally {
    uint64_t base;      /* divisor of shares */
    uint64_t rate_base; /* divisor of the rate: without those who chose an option without score */
    uint64_t answered;
    uint64_t not_asked;
    uint64_t *counts;                   /* per option */
    struct wj_quantity_tally *quantity; /* NULL: the question is none */
    uint64_t *themes;                   /* per theme: answers that it fits */
    uint64_t uncoded; /* answers that no theme fits; 0 where there are no themes */
    uint64_t
        theme_faults; /* times that a theme's pattern took too long: it counts as not fitting */
};

struct wj_measure_tally {
    uint64_t base;   /* responses in the rate base of at least one item; share_of: in the base */
    uint64_t any_of; /* share_of: responses with at least one of the codes */
    bool no_joints;  /* it has more items than joint counts are kept for */
};

/* How often two items were answered together: what the spread of a measure with several items
 * needs. Responses in the rate base of both. Rows are the options of the first item, then one row
 * more: of a single question the blank answers, of a multiple one every response. Columns
 * likewise. A multiple question is paired with itself, too. */
struct wj_joint_tally {
    size_t first; /* question numbers, first <= second */
    size_t second;
    bool several;     /* one is a multiple question: a response stands in several cells */
    size_t row_count; /* options of the first, plus 1 */
    size_t column_count;
    uint64_t *cells;    /* row_count × column_count */
    uint64_t *complete; /* the same of those who answered all items of the scale; NULL: these are no
                         * two of its items */
};

/* The items of the composite, where its scale quality is asked for. */
struct wj_scale_tally {
    size_t *items;                    /* single questions with scores */
    size_t count;                     /* 0: nobody asks */
    const struct wj_measure *measure; /* the first of several items, whose items these are; NULL:
                                       * there is none, and they are all scored single questions */
    bool no_joints;                   /* they are more than joint counts are kept for */
    uint64_t complete;                /* responses with a score in all of them */
    bool hidden;                      /* counts of these items are not to be shown */
};

enum { WJ_MOST_TESTED = 26 /* columns between which tests are made: a letter each */ };

/* One cross table: a row question against one element of `by`. */
struct wj_cross_tally {
    size_t table;               /* number of its `tables` entry, from 0 */
    size_t row;                 /* the row question */
    const struct wj_banner *by; /* no question: one column, in which everybody stands */
    size_t row_count;           /* options of the row question; 0 of a quantity */
    size_t column_count;   /* options of the banner question, or combinations of several; the last
                            * question's option runs fastest */
    uint64_t *cells;       /* row_count × column_count */
    uint64_t *column_base; /* in the column, and in the row question's base */
    uint64_t *rate_base;   /* in the column, and in the base of the row question's rate */
    uint64_t *no_answer;   /* in the column, asked, and without an answer to the row question */
    uint64_t *not_asked;   /* in the column, and not asked the row question */
    uint64_t *totals;      /* per row: in at least one column; so are the other totals */
    uint64_t total_base;
    uint64_t total_rate_base;
    uint64_t total_no_answer;
    uint64_t total_not_asked;
    struct wj_quantity_tally *quantities; /* of a quantity: per column, and last the total */
    bool hidden;                          /* some of these counts are not to be shown */
    mpq_srcptr shown_rate; /* the row question's, where it is shown though counts are hidden, and
                            * the total is everybody; else NULL. Borrowed from the figures */
    uint64_t *shared; /* columns × columns, above the diagonal: responses of the row question's base
                       * in both; NULL where none can be, or no tests are asked for */
};

enum {
    WJ_WEIGHT_LIMBS = 2,  /* of 32 bits, of a weight in units of 1e-9 */
    WJ_SQUARE_LIMBS = 4,  /* of its square, in units of 1e-18 */
    WJ_MOST_CELLS = 10000 /* combinations of answers to the target questions */
};

/* The key of responses that have no answer to one of the target questions. */
#define WJ_WEIGHT_REST UINT64_MAX

/* A part of the responses, counted once more. Raking: those of one combination of answers to the
 * target questions; its key counts their options, those of the last question fastest. A weight
 * column: all responses, each as often as one limb of its weight says; its key is the limb's
 * number, from the lowest, those of the weight before those of its square. */
struct wj_weight_cell {
    uint64_t key;
    struct wj_tally *tally; /* without the counts that tests and the scale's quality need, and
                             * without themes */
};

/* Effective responses whose weight can't be used. */
struct wj_weight_fault {
    uint64_t count;
    size_t file_number; /* of the first of them, in the order of the files */
    uint64_t record;
    uint64_t line;
    const char *file;
    const char *cell; /* as messages may show it; "" where it is empty */
};

struct wj_weight_tally {
    struct wj_weight_cell *cells; /* in the order of their keys; only those that were met */
    size_t count;
    size_t capacity;
    size_t most;   /* cells that there is room for */
    bool overflow; /* there were more */
    struct wj_weight_fault fault;
};

struct wj_tally {
    const struct wj_survey *survey;
    bool is_part; /* it belongs to a cell of another one */
    uint64_t effective;
    struct wj_question_tally *questions;
    struct wj_measure_tally *measures;
    struct wj_cross_tally *crosses; /* by table, then element of `by`, then row */
    size_t cross_count;
    struct wj_cross_tally *alls; /* by table, then row: everybody whom the table takes */
    size_t all_count;
    struct wj_joint_tally *joints; /* in the order of their questions; each pair once */
    size_t joint_count;
    struct wj_scale_tally scale;
    struct wj_weight_tally weights; /* of a weighted survey */
    uint64_t *where_faults;         /* per table: responses whose `where` could not be evaluated */
    uint64_t times;                 /* how often the response at hand counts */
    bool failed;      /* memory ran out while a `where` was evaluated: figures are refused */
    size_t *columns;  /* those of a table that the response at hand stands in */
    uint32_t *states; /* per question: the answer's row in joint counts */
    struct wj_value value;
    struct wj_buf reason;
    struct wj_arena arena;
};

/* WJ_DEFINITION with a message when a table would have more than 10,000 columns. The survey must
 * outlive the tally. */
WJ_API enum wj_status wj_tally_init(struct wj_tally *tally, struct wj_diags *diags,
                                    const struct wj_survey *survey);

/* Counts an effective response so many times. */
WJ_API void wj_tally_add(struct wj_tally *tally, const struct wj_response *response,
                         uint64_t times);

/* Adds what `from` counted, which stays as it is; both were made of the same definition. The sum
 * does not depend on how the responses were split, nor on the order of merging. WJ_MEMORY; WJ_DATA:
 * a number became too large. `into` is then good for nothing but wj_tally_clear. */
WJ_API enum wj_status wj_tally_merge(struct wj_tally *into, struct wj_tally *from);

/* To be called after the last response: reports tables whose `where` failed, and themes whose
 * pattern did. WJ_DATA with a message where a response has no weight that can be used,
 * WJ_DEFINITION where the questions of `weighting` have too many combinations of answers. */
WJ_API enum wj_status wj_tally_finish(const struct wj_tally *tally, struct wj_diags *diags);

/* The option of the n-th target question that a key stands for. */
WJ_API size_t wj_weight_option(const struct wj_survey *survey, uint64_t key, size_t n);

/* The cross tables of one `tables` entry: its row `row` (from 0) against its element `by` of `by`
 * (from 0), and against everybody. */
WJ_API const struct wj_cross_tally *wj_tally_cross(const struct wj_tally *tally, size_t table,
                                                   size_t row, size_t by);
WJ_API const struct wj_cross_tally *wj_tally_all(const struct wj_tally *tally, size_t table,
                                                 size_t row);

/* Option of the n-th banner question that a column of a cross table stands for. */
WJ_API size_t wj_cross_option(const struct wj_tally *tally, const struct wj_cross_tally *cross,
                              size_t column, size_t n);

/* The joint counts of two items, in any order; NULL where none are kept. */
WJ_API const struct wj_joint_tally *wj_tally_joint(const struct wj_tally *tally, size_t item,
                                                   size_t other);

WJ_API void wj_tally_clear(struct wj_tally *tally);

#endif
