/* What the charts' layouts share: shapes, labels that fit, legends, the axis. */
#ifndef WRITE_DRAWING_LAYOUT_H
#define WRITE_DRAWING_LAYOUT_H

#include "drawing.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/slice.h"

/* Sizes and distances, in hundredths of a point. */
enum {
    WJ_TEXT_SIZE = 900,
    WJ_SMALL_SIZE = 800,
    WJ_LINE_HEIGHT = 1200,
    WJ_ROW_GAP = 700,
    WJ_GAP = 500,
    WJ_EDGE = 40,
    WJ_LABEL_LINES = 2
};

/* A failure is kept in `status`; what is drawn after it is dropped. */
struct wj_layout {
    const struct wj_chart *chart;
    struct wj_drawing *drawing;
    enum wj_status status;
    int32_t y;           /* where the next thing goes */
    bool above;          /* labels stand above their bars: the drawing is narrow */
    int32_t label_width; /* of the column of labels */
    int32_t bar_x;
    int32_t bar_width;  /* the whole, 100 % */
    int32_t text_width; /* of the column of figures behind the bars; 0: none */
    size_t first_rule;  /* the grid's lines among the shapes */
};

/* The estimated width of a text, never less than it takes in usual typefaces. */
int32_t wj_drawn_width(struct wj_slice text, int32_t size);

/* Where a length in millionths ends, from bar_x; what is outside the whole is clamped. */
int32_t wj_drawn_length(const struct wj_layout *layout, int64_t millionths);

/* The shape lives until the next one is drawn; NULL without memory. */
struct wj_shape *wj_draw_box(struct wj_layout *layout, int32_t x, int32_t y, int32_t width,
                             int32_t height, enum wj_colour fill);
void wj_draw_line(struct wj_layout *layout, int32_t x, int32_t y, int32_t width, int32_t height,
                  enum wj_colour stroke);

/* A text in one line, shortened with an ellipsis to `most`; NULL when nothing of it fits. */
struct wj_shape *wj_draw_text(struct wj_layout *layout, int32_t x, int32_t baseline, int32_t most,
                              const char *text, enum wj_anchor anchor);

/* The lines, 1 to WJ_LABEL_LINES, that a label takes in a width. */
int32_t wj_label_lines(const char *text, int32_t width);
void wj_draw_label(struct wj_layout *layout, int32_t x, int32_t y, int32_t width, const char *text);

/* The baseline of a text in the middle of a height that begins at y. */
int32_t wj_middle_baseline(int32_t y, int32_t height, int32_t size);

/* A box of a series, marked if its colour has been used before. */
void wj_draw_series(struct wj_layout *layout, size_t series, size_t count, int32_t x, int32_t y,
                    int32_t width, int32_t height, const char *hint);
enum wj_colour wj_series_colour(size_t series, size_t count);

/* Names beside boxes, in as many lines as they need. */
void wj_draw_legend_entry(struct wj_layout *layout, size_t series, size_t count, const char *name,
                          int32_t *x);
void wj_draw_legend_end(struct wj_layout *layout, int32_t x);

/* Columns for labels, bars and figures. */
void wj_layout_columns(struct wj_layout *layout);

/* Lines at every fifth of the whole behind the bars: begun before the rows, ended below them with
 * their percentages. */
void wj_draw_grid_begin(struct wj_layout *layout);
void wj_draw_grid_end(struct wj_layout *layout);

/* Puts a row's label, and its figure behind the bar; gives the bar's upper edge and moves y below
 * the row. */
int32_t wj_draw_row(struct wj_layout *layout, const struct wj_chart_row *row, int32_t bar_height);

/* A text in the drawing's arena, or NULL. */
const char *wj_drawn_copy(struct wj_layout *layout, const struct wj_buf *text);

/* "name: figure" in the drawing's arena, or NULL. */
const char *wj_drawn_hint(struct wj_layout *layout, const char *name, const char *figure);

void wj_draw_stacked(struct wj_layout *layout);
void wj_draw_bars(struct wj_layout *layout);
void wj_draw_gauge(struct wj_layout *layout);
void wj_draw_plane(struct wj_layout *layout);

#endif
