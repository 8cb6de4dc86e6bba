#include "drawing_layout.h"

enum { NARROW = 34000, AXIS_STEPS = 5, AXIS_HEIGHT = 1500, BELOW_LABEL = 150 };

size_t wj_chart_pieces(const struct wj_chart *chart)
{
    size_t pieces = (chart->row_count + WJ_DRAWING_ROWS - 1) / WJ_DRAWING_ROWS;
    if (chart->kind == WJ_CHART_PLANE) {
        return 1;
    }
    return pieces > 0 ? pieces : 1;
}

/* Rows are spread evenly, so that no piece holds a forlorn one. */
struct wj_chart wj_chart_piece(const struct wj_chart *chart, size_t piece)
{
    size_t pieces = wj_chart_pieces(chart);
    size_t first = chart->row_count * piece / pieces;
    struct wj_chart part = *chart;
    part.rows = chart->rows != NULL ? chart->rows + first : NULL;
    part.row_count = chart->row_count * (piece + 1) / pieces - first;
    return part;
}

static int32_t clamp(int32_t value, int32_t least, int32_t most)
{
    if (value > most) {
        value = most;
    }
    return value < least ? least : value;
}

static int32_t widest_label(const struct wj_chart *chart)
{
    int32_t widest = 0;
    for (size_t i = 0; i < chart->row_count; i++) {
        int32_t width = wj_drawn_width(wj_slice_of(chart->rows[i].label), WJ_TEXT_SIZE);
        widest = width > widest ? width : widest;
    }
    return widest;
}

static int32_t widest_text(const struct wj_chart *chart)
{
    int32_t widest = 0;
    for (size_t i = 0; i < chart->row_count; i++) {
        int32_t width = wj_drawn_width(wj_slice_of(chart->rows[i].text), WJ_TEXT_SIZE);
        widest = width > widest ? width : widest;
    }
    return widest;
}

void wj_layout_columns(struct wj_layout *layout)
{
    const struct wj_chart *chart = layout->chart;
    int32_t width = layout->drawing->width;
    int32_t right = width;
    layout->above = width < NARROW;
    layout->text_width = clamp(widest_text(chart), 0, width * 3 / 10);
    if (layout->text_width > 0) {
        right -= layout->text_width + WJ_GAP;
    }
    if (layout->above) {
        layout->label_width = width;
    } else {
        layout->label_width = clamp(widest_label(chart), 3 * WJ_TEXT_SIZE, width * 34 / 100);
        layout->bar_x = layout->label_width + WJ_GAP;
    }
    layout->bar_width = right - layout->bar_x;
}

int32_t wj_drawn_length(const struct wj_layout *layout, int64_t millionths)
{
    int64_t kept = millionths < 0 ? 0 : millionths;
    kept = kept > WJ_CHART_WHOLE ? WJ_CHART_WHOLE : kept;
    return (int32_t)(kept * layout->bar_width / WJ_CHART_WHOLE);
}

void wj_draw_grid_begin(struct wj_layout *layout)
{
    layout->first_rule = layout->drawing->count;
    for (int32_t i = 0; i <= AXIS_STEPS; i++) {
        int32_t x = layout->bar_x + layout->bar_width * i / AXIS_STEPS;
        wj_draw_line(layout, x, layout->y, 0, 0, WJ_COLOUR_RULE);
    }
}

void wj_draw_grid_end(struct wj_layout *layout)
{
    static const char *const names[] = {"0%", "20%", "40%", "60%", "80%", "100%"};
    bool crowded = layout->bar_width < 15000;
    if (layout->status != WJ_OK) {
        return;
    }
    for (size_t i = 0; i <= AXIS_STEPS; i++) {
        struct wj_shape *rule = &layout->drawing->shapes[layout->first_rule + i];
        int32_t x = rule->x;
        enum wj_anchor anchor = i == AXIS_STEPS ? WJ_ANCHOR_END : WJ_ANCHOR_MIDDLE;
        rule->height = layout->y - rule->y;
        if (crowded && i != 0 && i != AXIS_STEPS) {
            continue;
        }
        struct wj_shape *text =
            wj_draw_text(layout, x, layout->y + WJ_SMALL_SIZE + 200, layout->drawing->width,
                         names[i], i == 0 ? WJ_ANCHOR_START : anchor);
        if (text != NULL) {
            text->height = WJ_SMALL_SIZE;
            text->width = wj_drawn_width(wj_slice_of(names[i]), WJ_SMALL_SIZE);
            text->fill = WJ_COLOUR_MUTED;
        }
    }
    layout->y += AXIS_HEIGHT;
}

/* A row without a figure of its own shows a dash where there is nothing to draw. */
static void draw_figure(struct wj_layout *layout, const struct wj_chart_row *row, int32_t y,
                        int32_t bar_height)
{
    int32_t baseline = wj_middle_baseline(y, bar_height, WJ_TEXT_SIZE);
    if (layout->text_width > 0) {
        wj_draw_text(layout, layout->drawing->width, baseline, layout->text_width, row->text,
                     WJ_ANCHOR_END);
    }
    if (!row->has_value && (row->text == NULL || row->text[0] == '\0')) {
        wj_draw_text(layout, layout->bar_x + WJ_GAP, baseline, layout->bar_width - WJ_GAP, "–",
                     WJ_ANCHOR_START);
    }
}

int32_t wj_draw_row(struct wj_layout *layout, const struct wj_chart_row *row, int32_t bar_height)
{
    int32_t lines = wj_label_lines(row->label, layout->label_width);
    int32_t label_height = lines * WJ_LINE_HEIGHT;
    int32_t y = layout->y;
    int32_t bar_y = y;
    if (layout->above) {
        wj_draw_label(layout, 0, y, layout->label_width, row->label);
        bar_y = y + label_height + BELOW_LABEL;
        layout->y = bar_y + bar_height + WJ_ROW_GAP;
    } else {
        int32_t height = label_height > bar_height ? label_height : bar_height;
        bar_y = y + (height - bar_height) / 2;
        wj_draw_label(layout, 0, y + (height - label_height) / 2, layout->label_width, row->label);
        layout->y = y + height + WJ_ROW_GAP;
    }
    draw_figure(layout, row, bar_y, bar_height);
    return bar_y;
}

enum wj_status wj_drawing_make(const struct wj_chart *chart, int32_t width,
                               struct wj_drawing *drawing)
{
    static void (*const draw[])(struct wj_layout *) = {wj_draw_stacked, wj_draw_bars, wj_draw_gauge,
                                                       wj_draw_plane};
    struct wj_layout layout = {.chart = chart, .drawing = drawing};
    drawing->width = width < WJ_DRAWING_NARROWEST ? WJ_DRAWING_NARROWEST : width;
    wj_layout_columns(&layout);
    draw[chart->kind](&layout);
    drawing->height = layout.y > 0 ? layout.y : WJ_LINE_HEIGHT;
    return layout.status;
}

void wj_drawing_clear(struct wj_drawing *drawing)
{
    wj_free(drawing->shapes);
    wj_arena_clear(&drawing->arena);
    *drawing = (struct wj_drawing){0};
}
