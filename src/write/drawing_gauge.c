#include "drawing_layout.h"

enum { BAND = 1800, MARKER = 500, HALO = 120, NEEDLE = 300 };

/* Bands rise, and the best is the first series: the colours that answers have, too. */
static size_t colour_of(const struct wj_chart *chart, size_t band)
{
    return chart->band_count - 1 - band;
}

static int32_t band_start(const struct wj_layout *layout, size_t band)
{
    return layout->bar_x + wj_drawn_length(layout, layout->chart->bands[band].from);
}

static int32_t band_end(const struct wj_layout *layout, size_t band)
{
    return band + 1 < layout->chart->band_count ? band_start(layout, band + 1)
                                                : layout->bar_x + layout->bar_width;
}

static void draw_bands(struct wj_layout *layout, int32_t y)
{
    const struct wj_chart *chart = layout->chart;
    wj_draw_box(layout, layout->bar_x, y, layout->bar_width, BAND, WJ_COLOUR_TRACK);
    for (size_t i = 0; i < chart->band_count; i++) {
        int32_t x = band_start(layout, i);
        if (band_end(layout, i) > x) {
            const struct wj_chart_band *band = &chart->bands[i];
            wj_draw_series(layout, colour_of(chart, i), chart->band_count, x, y,
                           band_end(layout, i) - x, BAND,
                           wj_drawn_hint(layout, band->label, band->text));
        }
    }
}

/* The bar of the value, with a rim of paper so that it stands out from every band. */
static void draw_value(struct wj_layout *layout, const struct wj_chart_row *row, int32_t y)
{
    int32_t left = layout->bar_x;
    int32_t last = left + layout->bar_width - NEEDLE - HALO;
    int32_t needle = left + wj_drawn_length(layout, row->value) - NEEDLE / 2;
    int32_t top = y + (BAND - MARKER) / 2;
    needle = needle > last ? last : needle;
    needle = needle < left + HALO ? left + HALO : needle;
    wj_draw_box(layout, left, top - HALO, needle - left, MARKER + 2 * HALO, WJ_COLOUR_PAPER);
    wj_draw_box(layout, needle - HALO, y - HALO, NEEDLE + 2 * HALO, BAND + 2 * HALO,
                WJ_COLOUR_PAPER);
    wj_draw_box(layout, left, top, needle - left, MARKER, WJ_COLOUR_INK);
    struct wj_shape *mark =
        wj_draw_box(layout, needle, y - HALO, NEEDLE, BAND + 2 * HALO, WJ_COLOUR_INK);
    const char *hint = wj_drawn_hint(layout, row->label, row->text);
    if (mark != NULL) {
        mark->hint = hint;
    }
}

/* Where the bands begin, as printed; one that would touch the one before it is left out. */
static void draw_limits(struct wj_layout *layout)
{
    const struct wj_chart *chart = layout->chart;
    int32_t free_from = 0;
    for (size_t i = 0; i < chart->band_count; i++) {
        int32_t width = wj_drawn_width(wj_slice_of(chart->bands[i].text), WJ_TEXT_SIZE);
        int32_t x = band_start(layout, i) - width / 2;
        int32_t most = layout->drawing->width - width;
        x = x > most ? most : x;
        x = x < layout->bar_x ? layout->bar_x : x;
        if (x < free_from || width > layout->bar_width) {
            continue;
        }
        struct wj_shape *text =
            wj_draw_text(layout, x, layout->y + WJ_TEXT_SIZE, layout->drawing->width,
                         chart->bands[i].text, WJ_ANCHOR_START);
        if (text != NULL) {
            text->fill = WJ_COLOUR_MUTED;
            free_from = x + width + WJ_GAP / 2;
        }
    }
    layout->y += WJ_LINE_HEIGHT + WJ_GAP;
}

static void draw_names(struct wj_layout *layout)
{
    const struct wj_chart *chart = layout->chart;
    int32_t x = 0;
    for (size_t i = 0; i < chart->band_count; i++) {
        wj_draw_legend_entry(layout, colour_of(chart, i), chart->band_count, chart->bands[i].label,
                             &x);
    }
    wj_draw_legend_end(layout, x);
}

void wj_draw_gauge(struct wj_layout *layout)
{
    const struct wj_chart *chart = layout->chart;
    draw_names(layout);
    layout->y += HALO;
    for (size_t i = 0; i < chart->row_count; i++) {
        int32_t y = wj_draw_row(layout, &chart->rows[i], BAND);
        draw_bands(layout, y);
        if (chart->rows[i].has_value) {
            draw_value(layout, &chart->rows[i], y);
        }
    }
    layout->y += HALO - (chart->row_count > 0 ? WJ_ROW_GAP - WJ_GAP / 2 : 0);
    draw_limits(layout);
}
