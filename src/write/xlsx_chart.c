#include "xlsx.h"

/* Colours that colour-blind readers can tell apart, dark and light by turns (Okabe, Ito). */
static const lxw_color_t colours[] = {0x0072B2, 0x56B4E9, 0xE69F00, 0xD55E00,
                                      0x009E73, 0xF0E442, 0xCC79A7, 0x777777};

enum { COLOURS = sizeof colours / sizeof *colours };

static void add_series(struct wj_xlsx *xlsx, lxw_chart *chart, const struct wj_book_chart *model)
{
    for (size_t i = 0; i < model->series_count; i++) {
        const struct wj_book_series *series = &model->series[i];
        lxw_chart_series *added = chart_add_series(chart, series->labels, series->values);
        if (added == NULL) {
            wj_xlsx_note(xlsx, LXW_ERROR_MEMORY_MALLOC_FAILED);
            return;
        }
        lxw_chart_fill fill = {.color = colours[i % COLOURS]};
        chart_series_set_name(added, wj_xlsx_plain(xlsx, series->name));
        chart_series_set_fill(added, &fill);
        chart_series_set_labels(added);
        if (model->kind == WJ_BOOK_STACKED) {
            chart_series_set_labels_num_format(added, "#,##0;;"); /* no label without a bar */
        }
    }
}

static void add_chart(struct wj_xlsx *xlsx, const struct wj_book_chart *model,
                      lxw_worksheet *worksheet)
{
    bool stacked = model->kind == WJ_BOOK_STACKED;
    lxw_chart *chart =
        workbook_add_chart(xlsx->book, stacked ? LXW_CHART_BAR_STACKED_PERCENT : LXW_CHART_BAR);
    if (chart == NULL) {
        wj_xlsx_note(xlsx, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    add_series(xlsx, chart, model);
    lxw_chart_font font = {
        .name = (char *)(uintptr_t)xlsx->model->font, .bold = LXW_TRUE, .size = 12};
    chart_title_set_name(chart, wj_xlsx_plain(xlsx, model->title));
    chart_title_set_name_font(chart, &font);
    /* The first row of the table is the uppermost bar; lengths are printed on the bars. */
    chart_axis_set_reverse(chart->y_axis);
    chart_axis_off(chart->x_axis);
    chart_axis_major_gridlines_set_visible(chart->x_axis, LXW_FALSE);
    chart_legend_set_position(chart, stacked ? LXW_CHART_LEGEND_BOTTOM : LXW_CHART_LEGEND_NONE);
    chart_set_series_gap(chart, 60);
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
