/* A chart as figures and names; writers draw it. */
#ifndef WJTAB_REPORT_CHART_H
#define WJTAB_REPORT_CHART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WJ_CHART_WHOLE = 1000000 }; /* 100 %: lengths are in millionths */

enum wj_chart_kind {
    WJ_CHART_STACKED, /* rows of parts that add up to the whole: items by their options */
    WJ_CHART_BARS,    /* one bar a row, with an interval where there is one */
    WJ_CHART_GAUGE,   /* one row against the bands of the grades */
    WJ_CHART_PLANE    /* a point a row, in four fields */
};

struct wj_chart_part {
    int32_t value;    /* millionths */
    const char *text; /* as printed: "26.42%" */
};

struct wj_chart_row {
    const char *label;
    const char *text; /* printed behind the bar; "" is none */
    bool has_value;   /* false: no base, nothing is drawn */
    int32_t value;    /* bars, gauge: millionths; plane: to the right */
    int32_t height;   /* plane: upwards, in millionths; may be below 0 */
    bool has_interval;
    int32_t lower;
    int32_t upper;
    struct wj_chart_part *parts; /* stacked: one per series */
};

/* A grade's band reaches up to the next one's `from`, the last to the whole. */
struct wj_chart_band {
    const char *label;
    const char *text; /* its lower end as printed: "80" */
    int32_t from;     /* millionths of the full marks; the bands rise */
};

/* Where the fields of a plane meet, and what they and its sides are called. */
struct wj_chart_plane {
    const char *across; /* the figures to the right: percentages */
    const char *up;     /* the figures upwards: decimals */
    int32_t cut_across;
    int32_t cut_up;
    const char *fields[4]; /* upper left, upper right, lower left, lower right */
};

struct wj_chart {
    enum wj_chart_kind kind;
    const char *title;
    const char *description; /* what it shows, in a sentence, for who can't see it */
    const char **series;     /* stacked: names of the parts */
    size_t series_count;
    struct wj_chart_row *rows;
    size_t row_count;
    struct wj_chart_band *bands; /* gauge */
    size_t band_count;
    const struct wj_chart_plane *plane;
};

#endif
