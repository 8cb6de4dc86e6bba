/* A chart as shapes, the same for SVG and DrawingML. */
#ifndef WRITE_DRAWING_H
#define WRITE_DRAWING_H

#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/memory.h"
#include "wjtab/base/status.h"
#include "wjtab/report/chart.h"

enum { WJ_DRAWING_UNIT = 100 }; /* lengths are in hundredths of a point */

/* What a colour is for; writers say which it is. */
enum wj_colour {
    WJ_COLOUR_NONE,
    WJ_COLOUR_PAPER, /* the page itself: around a marker */
    WJ_COLOUR_INK,   /* text, markers */
    WJ_COLOUR_MUTED, /* axis labels, edges of boxes */
    WJ_COLOUR_RULE,  /* grid lines, frames */
    WJ_COLOUR_BAR,   /* bars of one series */
    WJ_COLOUR_TRACK, /* behind a bar */
    WJ_COLOUR_SERIES /* + n, n < WJ_SERIES: a series' or band's place from first to last */
};

enum { WJ_SERIES = 8, WJ_COLOURS = WJ_COLOUR_SERIES + WJ_SERIES };

enum wj_shape_kind {
    WJ_SHAPE_BOX,  /* x, y: upper left; width, height */
    WJ_SHAPE_LINE, /* x, y to x + width, y + height, which may be negative */
    WJ_SHAPE_TEXT  /* x: the anchor; y: the baseline; width: its estimated width */
};

enum wj_anchor { WJ_ANCHOR_START, WJ_ANCHOR_MIDDLE, WJ_ANCHOR_END };

struct wj_shape {
    enum wj_shape_kind kind;
    int32_t x;
    int32_t y;
    int32_t width;
    int32_t height; /* of a text: its size */
    enum wj_colour fill;
    enum wj_colour stroke;
    int32_t stroke_width;
    enum wj_colour behind; /* of a text: what it stands on, so that a writer finds a contrast */
    enum wj_anchor anchor;
    const char *text;
    const char *hint; /* of a box: its figure in words; may be NULL */
};

struct wj_drawing {
    int32_t width;
    int32_t height;
    struct wj_shape *shapes; /* back to front */
    size_t count;
    size_t capacity;
    struct wj_arena arena; /* the texts that had to be made, such as shortened labels */
};

/* Lays a chart out in a width of at least WJ_DRAWING_NARROWEST. Borrows the chart's texts.
 * WJ_MEMORY; clear it in any case. */
enum wj_status wj_drawing_make(const struct wj_chart *chart, int32_t width,
                               struct wj_drawing *drawing);

void wj_drawing_clear(struct wj_drawing *drawing);

enum { WJ_DRAWING_NARROWEST = 16000, WJ_DRAWING_ROWS = 16 };

/* A chart of many rows is drawn in pieces of WJ_DRAWING_ROWS, so that each fits a page; a plane in
 * one. There is at least one piece; it borrows everything. */
size_t wj_chart_pieces(const struct wj_chart *chart);
struct wj_chart wj_chart_piece(const struct wj_chart *chart, size_t piece);

/* The colour on white paper or on a dark screen, 0xRRGGBB. Series are the same on both. */
uint32_t wj_colour_rgb(enum wj_colour colour, bool dark);

/* The colour of a text on a fill: a contrast of 4.5 at least. */
uint32_t wj_colour_text(enum wj_colour behind, bool dark);

#endif
