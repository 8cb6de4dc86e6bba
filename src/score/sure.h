/* What the parts of finding a spread share. Private to the score floor. */
#ifndef WJTAB_SRC_SCORE_SURE_H
#define WJTAB_SRC_SCORE_SURE_H

#include "score_job.h"
#include "wjtab/formula/enclosure.h"
#include "wjtab/score/sure.h"

/* Measures that are looked at; more than anybody's scoring file names. */
enum { WJ_SURE_NAMES = 64 };

/* What is known while spreads are computed. */
struct wj_sure_job {
    struct wj_score_job score;
    const struct wj_scoring *scoring;
    struct wj_sure *sure;
    uint64_t *used; /* per indicator: which of the names, as bits */
    size_t boxes;   /* that all searches so far have looked into, and their work */
    uint64_t work;
};

/* Which value of a group of indicators is searched. */
enum wj_sure_aim {
    WJ_AIM_SUM,        /* of the rounded scores */
    WJ_AIM_COMPARISON, /* 1 where the comparison at `position` holds, 0 where it fails */
    WJ_AIM_BAND        /* 1 where the total is from `from` up and, if has_below, below `below` */
};

struct wj_sure_query {
    enum wj_sure_aim aim;
    const size_t *indicators;
    size_t count;
    size_t position;
    mpq_srcptr base; /* of the total: what the other indicators have */
    mpq_srcptr from;
    mpq_srcptr below;
};

/* Some of a box's points. */
struct wj_sure_outcome {
    bool none;  /* no value */
    bool fails; /* an evaluation error, at least at some points */
    struct wj_span range;
};

/* Where each name lies; as many as names. */
struct wj_sure_box {
    struct wj_span *spans;
    struct wj_sure_outcome outcome;
};

/* What can come out in a box. Returns the work it was. */
uint64_t wj_sure_probe(struct wj_sure_job *job, const struct wj_sure_query *query,
                       const struct wj_span *spans, struct wj_sure_outcome *outcome);

/* Comparisons of one formula that are looked at. */
enum { WJ_SURE_THRESHOLDS = 16 };

/* Finds comparisons that a box leaves open; returns how many. `list` has WJ_SURE_THRESHOLDS places,
 * initialised. */
size_t wj_sure_undecided(struct wj_sure_job *job, size_t indicator, const struct wj_span *spans,
                         struct wj_sure_threshold *list);

/* Every name within the whole of its interval; wj_sure_spans_free frees it. NULL: no memory. */
struct wj_span *wj_sure_spans(const struct wj_sure *sure);
void wj_sure_spans_free(const struct wj_sure *sure, struct wj_span *spans);

/* Why there is no value at a point; translated, in the arena of `sure`; NULL: no memory. */
const char *wj_sure_explain(struct wj_sure_job *job, const struct wj_sure_query *query,
                            const struct wj_span *spans);

/* Finds the lowest and the highest value. `names`: which ones the indicators use. WJ_MEMORY. */
enum wj_status wj_sure_search(struct wj_sure_job *job, const struct wj_sure_query *query,
                              uint64_t names, struct wj_spread *spread);

/* The fraction with the smallest denominator between two numbers that differ; with the smallest
 * numerator of those. */
void wj_sure_simplest(mpq_t result, const mpq_t lower, const mpq_t upper);

/* A simple fraction in the middle part of a span that is no point. */
void wj_sure_middle(mpq_t result, const struct wj_span *span);

/* Adds the conditions of an indicator's formula that hang on the sample; `capacity` belongs to
 * `sure->thresholds`. WJ_MEMORY. */
enum wj_status wj_sure_thresholds(struct wj_sure_job *job, size_t indicator, size_t *capacity);

/* The grades that the total can have; `sum` is what the total was searched with. WJ_MEMORY. */
enum wj_status wj_sure_grades(struct wj_sure_job *job, const struct wj_sure_query *sum,
                              uint64_t names);

void wj_spread_init(struct wj_spread *spread);
void wj_spread_clear(struct wj_spread *spread);

#endif
