/* What results.json says about one survey, checked: the figures that another one is compared with.
 */
#ifndef WJTAB_REPORT_SNAPSHOT_H
#define WJTAB_REPORT_SNAPSHOT_H

#include <jansson.h>

#include "wjtab/base/diag.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/status.h"
#include "wjtab/measure/change.h"

struct wj_snap_figure {
    const json_t *fraction;      /* NULL: there is none */
    struct wj_estimate plain;    /* its standard error; with correction where `fpc` says so */
    struct wj_estimate weighted; /* none where the survey is not weighted */
    bool given;                  /* the weighting's margins decide the weighted one */
    bool fpc;                    /* corrected for a finite population */
    bool hidden;                 /* it, or its interval, by suppress_below */
};

struct wj_snap_option {
    const char *code;
    const char *label;
    const json_t *score; /* NULL: it has none */
    bool counted;        /* false: the count is hidden */
    uint64_t count;      /* at most the base */
    struct wj_estimate weighted;
    bool given; /* as of a figure */
};

struct wj_snap_question {
    const char *name;
    const char *label;
    const char *type;
    uint64_t base;
    uint64_t shown_base; /* the same, WJ_HIDDEN where it is */
    uint64_t rate_base;  /* of its rate; WJ_HIDDEN where it is */
    bool scored;
    bool target; /* its weighted shares are targets of the weighting */
    struct wj_snap_option *options;
    size_t option_count;
    struct wj_snap_figure rate;
};

struct wj_snap_measure {
    const char *name;
    const char *kind;
    bool is_share;       /* of `count` in `base` */
    const json_t *items; /* names; NULL: an older version did not write them */
    const json_t *weights;
    const json_t *codes;
    uint64_t count;
    uint64_t base;
    uint64_t shown_base; /* as of a question */
    struct wj_snap_figure rate;
};

/* Borrows everything from the tree. */
struct wj_snapshot {
    const char *title; /* "" is none */
    const char *base;  /* "valid", "answered"; NULL: an older version did not write it */
    bool weighted;
    uint64_t valid;
    struct wj_snap_question *questions;
    size_t question_count;
    struct wj_snap_measure *measures;
    size_t measure_count;
};

/* Reads a tree of results; `file` is named in messages, which name the key, too. The lists live in
 * the arena. WJ_DEFINITION with a message, WJ_MEMORY. */
enum wj_status wj_snapshot_take(struct wj_diags *diags, struct wj_arena *arena, const char *file,
                                const json_t *results, struct wj_snapshot *snapshot);

/* A fraction of results.json, which was checked. */
void wj_snapshot_fraction(const json_t *fraction, mpq_t value);

#endif
