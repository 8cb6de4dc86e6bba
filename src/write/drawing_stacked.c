#include "drawing_layout.h"

enum { BAR = 1600, TEXT_MARGIN = 400 };

static void draw_part_text(struct wj_layout *layout, const struct wj_shape *box, const char *text)
{
    struct wj_slice shown = wj_slice_of(text);
    int32_t width = wj_drawn_width(shown, WJ_SMALL_SIZE);
    int32_t middle = box->x + box->width / 2;
    int32_t baseline = wj_middle_baseline(box->y, box->height, WJ_SMALL_SIZE);
    enum wj_colour behind = box->fill;
    if (width + TEXT_MARGIN > box->width) {
        return;
    }
    struct wj_shape *drawn =
        wj_draw_text(layout, middle, baseline, layout->drawing->width, text, WJ_ANCHOR_MIDDLE);
    if (drawn != NULL) {
        drawn->height = WJ_SMALL_SIZE;
        drawn->width = width;
        drawn->behind = behind;
    }
}

static void draw_parts(struct wj_layout *layout, const struct wj_chart_row *row, int32_t y)
{
    const struct wj_chart *chart = layout->chart;
    int64_t sum = 0;
    for (size_t i = 0; i < chart->series_count; i++) {
        const struct wj_chart_part *part = &row->parts[i];
        int32_t from = wj_drawn_length(layout, sum);
        sum += part->value > 0 ? part->value : 0;
        int32_t width = wj_drawn_length(layout, sum) - from;
        if (width <= 0) {
            continue;
        }
        struct wj_shape box = {.x = layout->bar_x + from,
                               .y = y,
                               .width = width,
                               .height = BAR,
                               .fill = wj_series_colour(i, chart->series_count)};
        wj_draw_series(layout, i, chart->series_count, box.x, y, width, BAR,
                       wj_drawn_hint(layout, chart->series[i], part->text));
        /* The mark of a colour's second use takes the room of the text. */
        if (i < WJ_SERIES) {
            draw_part_text(layout, &box, part->text);
        }
    }
}

void wj_draw_stacked(struct wj_layout *layout)
{
    const struct wj_chart *chart = layout->chart;
    int32_t x = 0;
    for (size_t i = 0; i < chart->series_count; i++) {
        wj_draw_legend_entry(layout, i, chart->series_count, chart->series[i], &x);
    }
    wj_draw_legend_end(layout, x);
    wj_draw_grid_begin(layout);
    for (size_t i = 0; i < chart->row_count; i++) {
        const struct wj_chart_row *row = &chart->rows[i];
        int32_t y = wj_draw_row(layout, row, BAR);
        if (row->has_value && row->parts != NULL) {
            draw_parts(layout, row, y);
        }
    }
    wj_draw_grid_end(layout);
}
