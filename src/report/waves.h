/* This survey beside an earlier one: what is in both, how much it changed, and what does not match.
 * Both are read from results.json, so that the same care is taken with both. */
#ifndef WJTAB_REPORT_WAVES_H
#define WJTAB_REPORT_WAVES_H

#include <jansson.h>

#include "wjtab/measure/change.h"
#include "wjtab/report/report.h"

/* Why two figures are not compared; from WJ_WAVE_NO_VALUE on there is no interval alone. */
enum wj_no_wave {
    WJ_WAVE_THERE,
    WJ_WAVE_NEW,           /* the earlier survey has none */
    WJ_WAVE_GONE,          /* this one has none */
    WJ_WAVE_OTHER_TYPE,    /* of the question, or kind of the measure */
    WJ_WAVE_OTHER_BASE,    /* shares of all in one, of those who answered in the other */
    WJ_WAVE_OTHER_OPTIONS, /* another label under the same code; of a rate: other options */
    WJ_WAVE_OTHER_SCORES,
    WJ_WAVE_OTHER_ITEMS, /* of a measure: other items, weights or options, or one of its items is
                          * not comparable */
    WJ_WAVE_TARGET,      /* a weighted share that a target of the weighting decides: nothing was
                          * found out */
    WJ_WAVE_NO_VALUE,    /* one of the two has no figure */
    WJ_WAVE_NO_INTERVAL, /* one of the two has no standard error, or fewer than two answers */
    WJ_WAVE_SUPPRESSED,  /* `suppress_below` hides one of the two, or its standard error */
    WJ_WAVE_REASONS
};

enum wj_wave_kind { WJ_WAVE_MEASURE, WJ_WAVE_RATE, WJ_WAVE_SHARE };

/* One figure in both surveys. */
struct wj_wave {
    enum wj_wave_kind kind;
    const char *name;  /* of the question or measure */
    const char *label; /* how reports call it */
    const char *code;  /* of a share's option */
    const char *option;
    enum wj_no_wave missing;
    bool hidden; /* one of the two, or its standard error, is */
    struct wj_figure before;
    struct wj_figure now;
    struct wj_figure difference;
    uint64_t base_before; /* responses behind the figure, unweighted; WJ_HIDDEN; 0: none */
    uint64_t base_now;
    struct wj_change change;
    const char *method; /* "welch", "welch-fpc", "welch-weighted" or "newcombe", where there is a
                         * change */
};

struct wj_waves {
    const char *file;            /* of the earlier results, as named */
    char digest[WJ_DIGEST_TEXT]; /* of its bytes */
    const char *title;           /* of the earlier survey; "" is none */
    uint64_t valid_before;
    uint64_t valid_now;
    bool weighted;     /* weighted figures are compared, for both have them */
    bool one_weighted; /* one of the two alone has them */
    bool other_base;
    struct wj_wave *list; /* measures, rates, shares; each kind in this survey's order, then what is
                           * gone */
    size_t count;
    size_t capacity;
};

/* Reads the earlier results and compares. `results` are ours, `path` that of the earlier ones.
 * Names live in the arena. WJ_IO, WJ_DEFINITION, WJ_MEMORY; clear it in any case. */
enum wj_status wj_waves_compare(struct wj_diags *diags, struct wj_arena *arena, const char *path,
                                const mpq_t level, const json_t *results, struct wj_waves *waves);

void wj_waves_clear(struct wj_waves *waves);

/* "new", "gone", …; NULL where nothing is amiss. */
const char *wj_no_wave_name(enum wj_no_wave missing);

#endif
