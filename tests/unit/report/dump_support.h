/* A report's tree as text, to compare with what it should say. */
#ifndef TESTS_UNIT_REPORT_DUMP_SUPPORT_H
#define TESTS_UNIT_REPORT_DUMP_SUPPORT_H

#include "../measure/job_support.h"

#include "wjtab/survey/report_texts.h"

/* "甲|乙", a merged cell with its span, a total in stars. */
static inline void dump_grid(const struct wj_grid *grid, struct wj_buf *out)
{
    for (size_t row = 0; row < wj_grid_rows(grid); row++) {
        for (size_t column = 0; column < grid->columns; column++) {
            const struct wj_grid_cell *cell = wj_grid_cell(grid, row, column);
            wj_buf_addf(out, "%s%s%s%s", column > 0 ? "|" : "  ", cell->strong ? "*" : "",
                        cell->covered ? "^" : cell->text, cell->strong ? "*" : "");
            if (cell->down > 1 || cell->across > 1) {
                wj_buf_addf(out, "[%ux%u]", cell->down > 1 ? cell->down : 1u,
                            cell->across > 1 ? cell->across : 1u);
            }
        }
        wj_buf_addf(out, "\n");
        if (row + 1 == wj_grid_header_rows(grid)) {
            wj_buf_addf(out, "  --\n");
        }
    }
}

static inline void dump_row(const struct wj_chart *chart, const struct wj_chart_row *row,
                            struct wj_buf *out)
{
    wj_buf_addf(out, "  %s (%s)", row->label, row->text);
    if (!row->has_value) {
        wj_buf_addf(out, " nothing\n");
        return;
    }
    if (chart->kind != WJ_CHART_STACKED) {
        wj_buf_addf(out, " %d", row->value);
    }
    if (row->has_interval) {
        wj_buf_addf(out, " %d..%d", row->lower, row->upper);
    }
    for (size_t i = 0; chart->kind == WJ_CHART_STACKED && i < chart->series_count; i++) {
        wj_buf_addf(out, " %s=%d(%s)", chart->series[i], row->parts[i].value, row->parts[i].text);
    }
    wj_buf_addf(out, "\n");
}

static inline void dump_chart(const struct wj_chart *chart, struct wj_buf *out)
{
    static const char *const kinds[] = {"stacked", "bars", "gauge", "plane"};
    wj_buf_addf(out, "chart %s: %s\n", kinds[chart->kind], chart->title);
    for (size_t i = 0; i < chart->row_count; i++) {
        dump_row(chart, &chart->rows[i], out);
    }
    for (size_t i = 0; i < chart->band_count; i++) {
        wj_buf_addf(out, "  band %s from %d (%s)\n", chart->bands[i].label, chart->bands[i].from,
                    chart->bands[i].text);
    }
    wj_buf_addf(out, "  desc %s\n", chart->description);
}

static inline void dump_block(const struct wj_block *block, struct wj_buf *out)
{
    static const char *const marks[] = {"", "table ", "* ", "", "# "};
    wj_buf_addf(out, "%s", block->detail ? "+" : " ");
    if (block->kind == WJ_CHART) {
        dump_chart(block->chart, out);
        return;
    }
    wj_buf_addf(out, "%s%s\n", marks[block->kind], block->text != NULL ? block->text : "");
    if (block->kind == WJ_TABLE) {
        dump_grid(block->grid, out);
    }
}

/* One section, by its key; everything where the key is NULL. "" where there is none. */
static inline const char *dump(const struct wj_report *report, const char *key, struct wj_buf *out)
{
    wj_buf_reset(out);
    for (size_t i = 0; i < report->section_count; i++) {
        const struct wj_section *section = &report->sections[i];
        if (key != NULL && strcmp(key, section->key) != 0) {
            continue;
        }
        wj_buf_addf(out, "== %s %s%s\n", section->key, section->title, section->detail ? " +" : "");
        for (size_t j = 0; j < section->block_count; j++) {
            dump_block(&section->blocks[j], out);
        }
    }
    return wj_buf_text(out);
}

#endif
