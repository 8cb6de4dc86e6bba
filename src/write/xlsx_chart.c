#include "xlsx.h"

#include <stdlib.h>

/* Colours that colour-blind readers can tell apart, dark and light by turns (Okabe, Ito). */
static const lxw_color_t colours[] = {0x0072B2, 0x56B4E9, 0xE69F00, 0xD55E00,
                                      0x009E73, 0xF0E442, 0xCC79A7, 0x777777};

/* Those on which a figure has to be white. */
static const bool dark[] = {true, false, false, true, true, false, false, true};

enum { COLOURS = sizeof colours / sizeof *colours, LINE = 0x7F7F7F, GRID = 0xD9D9D9 };

/* Labels of the values, one by one: some may have none, or another text. */
static void set_labels(struct wj_xlsx *xlsx, lxw_chart_series *added,
                       const struct wj_book_series *series)
{
    chart_series_set_labels(added);
    if (series->bare == NULL && series->marks == NULL) {
        return;
    }
    lxw_chart_data_label *labels = wj_alloc((series->count + 1) * sizeof *labels);
    lxw_chart_data_label **list = wj_alloc((series->count + 1) * sizeof *list);
    for (size_t i = 0; labels != NULL && list != NULL && i < series->count; i++) {
        bool bare = series->bare != NULL && series->bare[i];
        labels[i] = (lxw_chart_data_label){.hide = bare ? LXW_TRUE : LXW_FALSE};
        if (series->marks != NULL) {
            labels[i].value = (char *)(uintptr_t)series->marks[i];
        }
        list[i] = &labels[i];
    }
    if (labels != NULL && list != NULL) {
        wj_xlsx_note(xlsx, chart_series_set_labels_custom(added, list));
    }
    wj_free(list);
    wj_free(labels);
}

static lxw_chart_series *add_one(struct wj_xlsx *xlsx, lxw_chart *chart,
                                 const struct wj_book_series *series)
{
    lxw_chart_series *added = chart_add_series(chart, series->labels, series->values);
    if (added == NULL) {
        wj_xlsx_note(xlsx, LXW_ERROR_MEMORY_MALLOC_FAILED);
    }
    return added;
}

/* ---- bars ---- */

static void add_bars(struct wj_xlsx *xlsx, lxw_chart *chart, const struct wj_book_chart *model)
{
    bool stacked = model->kind == WJ_BOOK_STACKED;
    for (size_t i = 0; i < model->series_count; i++) {
        const struct wj_book_series *series = &model->series[i];
        lxw_chart_series *added = add_one(xlsx, chart, series);
        if (added == NULL) {
            return;
        }
        lxw_chart_fill fill = {.color = colours[i % COLOURS]};
        chart_series_set_name(added, wj_xlsx_plain(xlsx, series->name));
        chart_series_set_fill(added, &fill);
        set_labels(xlsx, added, series);
        if (stacked) {
            lxw_chart_font white = {.color = LXW_COLOR_WHITE};
            if (dark[i % COLOURS]) {
                chart_series_set_labels_font(added, &white);
            }
            chart_series_set_labels_num_format(added, "#,##0;;"); /* no label without a bar */
        }
    }
    /* The first row of the table is the uppermost bar; lengths are printed on the bars. */
    chart_axis_set_reverse(chart->y_axis);
    chart_axis_off(chart->x_axis);
    chart_axis_major_gridlines_set_visible(chart->x_axis, LXW_FALSE);
    chart_legend_set_position(chart, stacked ? LXW_CHART_LEGEND_BOTTOM : LXW_CHART_LEGEND_NONE);
    chart_set_series_gap(chart, 60);
}

/* ---- a plane ---- */

static void set_axis(struct wj_xlsx *xlsx, lxw_chart_axis *axis, const struct wj_book_axis *model)
{
    lxw_chart_line grid = {.color = GRID, .width = 0.5F};
    chart_axis_set_name(axis, wj_xlsx_plain(xlsx, model->name));
    chart_axis_set_min(axis, strtod_l(model->least, NULL, xlsx->locale));
    chart_axis_set_max(axis, strtod_l(model->most, NULL, xlsx->locale));
    chart_axis_set_num_format(axis, model->percent ? "0%" : "0.00");
    chart_axis_set_label_position(axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
    chart_axis_major_gridlines_set_visible(axis, LXW_TRUE);
    chart_axis_major_gridlines_set_line(axis, &grid);
}

static void add_points(struct wj_xlsx *xlsx, lxw_chart *chart, const struct wj_book_series *series)
{
    lxw_chart_series *added = add_one(xlsx, chart, series);
    lxw_chart_fill fill = {.color = colours[0]};
    lxw_chart_line none = {.none = LXW_TRUE};
    if (added == NULL) {
        return;
    }
    chart_series_set_marker_type(added, LXW_CHART_MARKER_SQUARE);
    chart_series_set_marker_size(added, 7);
    chart_series_set_marker_fill(added, &fill);
    chart_series_set_marker_line(added, &none);
    set_labels(xlsx, added, series);
    chart_series_set_labels_position(added, LXW_CHART_LABEL_POSITION_RIGHT);
}

static void add_line(struct wj_xlsx *xlsx, lxw_chart *chart, const struct wj_book_series *series)
{
    lxw_chart_series *added = add_one(xlsx, chart, series);
    lxw_chart_line line = {.color = LINE, .width = 1.0F};
    if (added != NULL) {
        chart_series_set_marker_type(added, LXW_CHART_MARKER_NONE);
        chart_series_set_line(added, &line);
    }
}

static void add_plane(struct wj_xlsx *xlsx, lxw_chart *chart, const struct wj_book_chart *model)
{
    add_points(xlsx, chart, &model->series[0]);
    for (size_t i = 1; i < model->series_count; i++) {
        add_line(xlsx, chart, &model->series[i]);
    }
    set_axis(xlsx, chart->x_axis, &model->axes[0]);
    set_axis(xlsx, chart->y_axis, &model->axes[1]);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
}

/* ---- charts ---- */

static void add_chart(struct wj_xlsx *xlsx, const struct wj_book_chart *model,
                      lxw_worksheet *worksheet)
{
    static const uint8_t types[] = {[WJ_BOOK_STACKED] = LXW_CHART_BAR_STACKED_PERCENT,
                                    [WJ_BOOK_BARS] = LXW_CHART_BAR,
                                    [WJ_BOOK_PLANE] = LXW_CHART_SCATTER};
    lxw_chart *chart = workbook_add_chart(xlsx->book, types[model->kind]);
    if (chart == NULL) {
        wj_xlsx_note(xlsx, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    if (model->kind == WJ_BOOK_PLANE) {
        add_plane(xlsx, chart, model);
    } else {
        add_bars(xlsx, chart, model);
    }
    lxw_chart_font font = {
        .name = (char *)(uintptr_t)xlsx->model->font, .bold = LXW_TRUE, .size = 12};
    chart_title_set_name(chart, wj_xlsx_plain(xlsx, model->title));
    chart_title_set_name_font(chart, &font);
    struct wj_buf description = {0};
    wj_buf_add_text(&description, wj_xlsx_plain(xlsx, model->description));
    /* 480 × 288 pixels as they come; a row has 20. */
    lxw_chart_options options = {.x_scale = 1.4,
                                 .y_scale = model->rows * 20 / 288.0,
                                 .description = (char *)(uintptr_t)wj_buf_text(&description)};
    wj_xlsx_note(xlsx,
                 worksheet_insert_chart_opt(worksheet, model->row, model->column, chart, &options));
    wj_buf_clear(&description);
}

void wj_xlsx_add_charts(struct wj_xlsx *xlsx, const struct wj_book_sheet *sheet,
                        lxw_worksheet *worksheet)
{
    for (size_t i = 0; i < sheet->chart_count; i++) {
        add_chart(xlsx, &sheet->charts[i], worksheet);
    }
}
