#include "drawing_layout.h"

enum { BAR = 1200, CAP = 600 };

static void draw_interval(struct wj_layout *layout, const struct wj_chart_row *row, int32_t y)
{
    int32_t from = layout->bar_x + wj_drawn_length(layout, row->lower);
    int32_t to = layout->bar_x + wj_drawn_length(layout, row->upper);
    int32_t middle = y + BAR / 2;
    wj_draw_line(layout, from, middle, to - from, 0, WJ_COLOUR_INK);
    wj_draw_line(layout, from, middle - CAP / 2, 0, CAP, WJ_COLOUR_INK);
    wj_draw_line(layout, to, middle - CAP / 2, 0, CAP, WJ_COLOUR_INK);
}

void wj_draw_bars(struct wj_layout *layout)
{
    const struct wj_chart *chart = layout->chart;
    wj_draw_grid_begin(layout);
    for (size_t i = 0; i < chart->row_count; i++) {
        const struct wj_chart_row *row = &chart->rows[i];
        int32_t y = wj_draw_row(layout, row, BAR);
        if (!row->has_value) {
            continue;
        }
        wj_draw_box(layout, layout->bar_x, y, layout->bar_width, BAR, WJ_COLOUR_TRACK);
        int32_t width = wj_drawn_length(layout, row->value);
        if (width > 0) {
            struct wj_shape *bar = wj_draw_box(layout, layout->bar_x, y, width, BAR, WJ_COLOUR_BAR);
            const char *hint = wj_drawn_hint(layout, row->label, row->text);
            if (bar != NULL) {
                bar->hint = hint;
            }
        }
        if (row->has_interval && row->lower <= row->upper) {
            draw_interval(layout, row, y);
        }
    }
    wj_draw_grid_end(layout);
}
