/* Disclosure control, where the definition has `suppress_below`: small counts are not shown, nor
 * what they could be computed from. docs/architecture.md says what is protected against whom. */
#ifndef WJTAB_MEASURE_HIDE_H
#define WJTAB_MEASURE_HIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/api.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/status.h"
#include "wjtab/measure/measure.h"
#include "wjtab/tally/tally.h"

struct wj_hidden_question {
    bool any;      /* at least one of its counts is hidden */
    bool whole;    /* all of it is, bases and rate included */
    bool rate;     /* its rate is hidden */
    bool scored;   /* how many chose an option with a score is, too; then its rate is hidden */
    size_t cells;  /* so many of its options are. How many of these are small is told to nobody: it
                    * would be one more equation */
    size_t themes; /* and so many of its themes */
};

struct wj_hidden_table {
    bool any;
    bool whole;
    bool *cells;   /* rows × columns */
    bool *totals;  /* per row */
    bool *columns; /* per column: its base and all that stands in it */
};

/* What was hidden; part of the figures. */
struct wj_hidden {
    uint64_t below; /* counts from 1 to below it are small */
    struct wj_hidden_question *questions;
    bool *measures;                 /* per measure: its rate is hidden */
    struct wj_hidden_table *tables; /* per cross table of the tally, then per one of its `alls` */
};

/* Decides what is hidden, and overwrites it: hidden counts of the tally become WJ_HIDDEN, hidden
 * figures have no value and are marked as hidden. What is printed from them afterwards can't show
 * what is not there any more. Joint counts go altogether. To be called when all figures are there;
 * the survey has `suppress_below`. WJ_MEMORY; WJ_INTERNAL with a message when the check at the end
 * finds a count that could be computed: nothing may be written then. */
WJ_API enum wj_status wj_hide(struct wj_diags *diags, struct wj_tally *tally,
                              struct wj_figures *figures);

#endif
