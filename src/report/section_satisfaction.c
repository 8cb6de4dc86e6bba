#include <string.h>

#include "grids.h"
#include "sections.h"
#include "table_dashes.h"

/* The annex's table: per level people and score, the item's rate, the composite below. Its figures
 * are those of satisfaction.csv. */

static void add_header(const struct wj_tell *tell, struct wj_grid *grid,
                       const struct wj_annex *annex)
{
    grid->columns = 2 + 2 * annex->label_count;
    grid->header_rows = 2;
    wj_cell(grid, tell->words->item);
    for (size_t i = 0; i < annex->label_count; i++) {
        wj_cell(grid, annex->labels[i]);
        wj_cell(grid, "");
    }
    wj_cell(grid, tell->words->annex_rate);
    wj_cell(grid, "");
    for (size_t i = 0; i < annex->label_count; i++) {
        wj_cell(grid, tell->words->annex_count);
        wj_cell(grid, tell->words->annex_score);
    }
    wj_cell(grid, "");
    wj_grid_merge(grid, 0, 0, 2, 1);
    for (size_t i = 0; i < annex->label_count; i++) {
        wj_grid_merge(grid, 0, 1 + 2 * i, 1, 2);
    }
    wj_grid_merge(grid, 0, grid->columns - 1, 2, 1);
}

static void add_item(const struct wj_tell *tell, struct wj_grid *grid, const struct wj_annex *annex,
                     size_t number)
{
    const struct wj_question *question = &tell->survey->questions[number];
    const struct wj_question_figures *figures = &tell->findings->figures->questions[number];
    wj_cell(grid, question->label);
    for (size_t i = 0; i < annex->label_count; i++) {
        long option = wj_annex_option(question, annex->labels[i]);
        if (option >= 0) {
            wj_grid_count(grid, tell->findings->tally->questions[number].counts[option]);
            wj_cell_figure(grid, wj_percent(tell, &figures->contributions[option]));
        } else {
            wj_cell_figure(grid, "");
            wj_cell_figure(grid, "");
        }
    }
    wj_cell_figure(grid, wj_percent(tell, &figures->rate));
}

static void add_composite(const struct wj_tell *tell, struct wj_grid *grid,
                          const struct wj_annex *annex, size_t number)
{
    const struct wj_measure *measure = &tell->survey->measures[number];
    const char *named[] = {measure->name};
    wj_cell(grid, annex->measure_count > 1
                      ? wj_print(tell->arena, tell->words->annex_composite_of, 1, named)
                      : tell->words->annex_composite);
    for (size_t i = 0; i < 2 * annex->label_count; i++) {
        wj_cell_figure(grid, "");
    }
    wj_cell_figure(grid, wj_percent(tell, &tell->findings->figures->measures[number]));
    wj_grid_strong(grid);
    if (!grid->failed) {
        wj_grid_merge(grid, wj_grid_rows(grid) - 1, 0, 1, grid->columns - 1);
    }
}

static void add_table(const struct wj_tell *tell, const struct wj_annex *annex)
{
    const struct wj_survey *survey = tell->survey;
    struct wj_grid *grid =
        wj_section_table(tell->report, wj_said(tell, WJ_TEXT_ANNEX_TABLE, 0, NULL));
    if (grid == NULL) {
        return;
    }
    add_header(tell, grid, annex);
    for (size_t i = 0; i < survey->measure_count; i++) {
        const struct wj_measure *measure = &survey->measures[i];
        if (!wj_is_annex_measure(survey, measure)) {
            continue;
        }
        for (size_t j = 0; j < measure->item_count; j++) {
            add_item(tell, grid, annex, measure->items[j]);
        }
        add_composite(tell, grid, annex, i);
    }
    for (size_t i = 0; i < survey->measure_count; i++) {
        const struct wj_measure *measure = &survey->measures[i];
        if (wj_is_annex_measure(survey, measure)) {
            wj_tell_item_reasons(tell, measure->items, measure->item_count, WJ_TABLE_RATE, true);
        }
    }
}

/* ---- the chart ---- */

static void add_chart(const struct wj_tell *tell, size_t number)
{
    const struct wj_measure *measure = &tell->survey->measures[number];
    const struct wj_figures *figures = tell->findings->figures;
    struct wj_chart *chart =
        wj_section_chart(tell->report, WJ_CHART_BARS,
                         wj_unweighted(tell, wj_said(tell, WJ_TEXT_CHART_RATES, 0, NULL)));
    if (!wj_chart_rows(tell, chart, measure->item_count + 1)) {
        return;
    }
    for (size_t i = 0; i < measure->item_count; i++) {
        const struct wj_figure *rate = &figures->questions[measure->items[i]].rate;
        wj_chart_bar(&chart->rows[i], tell->survey->questions[measure->items[i]].label, rate,
                     wj_percent(tell, rate));
        wj_chart_interval(&chart->rows[i], &figures->questions[measure->items[i]].interval);
    }
    wj_chart_bar(&chart->rows[measure->item_count], measure->name, &figures->measures[number],
                 wj_percent(tell, &figures->measures[number]));
    wj_chart_interval(&chart->rows[measure->item_count], &figures->measure_intervals[number]);
    wj_chart_describe(tell, chart);
    wj_tell_intervals(tell, chart);
}

/* ---- sentences ---- */

static void say_composite(const struct wj_tell *tell, size_t number)
{
    const struct wj_measure *measure = &tell->survey->measures[number];
    const struct wj_figure *figure = &tell->findings->figures->measures[number];
    const char *parts[] = {measure->name, wj_percent(tell, figure),
                           wj_count(tell, measure->item_count)};
    wj_tell(tell, WJ_PARAGRAPH,
            !figure->exists            ? WJ_TEXT_COMPOSITE_NONE
            : measure->weights != NULL ? WJ_TEXT_COMPOSITE_WEIGHTED
                                       : WJ_TEXT_COMPOSITE,
            3, parts);
}

static void add_printed(const struct wj_tell *tell, mpq_t sum, const struct wj_figure *figure,
                        bool minus)
{
    mpq_t printed;
    mpq_init(printed);
    if (figure->exists) {
        wj_number_round(printed, figure->value, (int)tell->percent.places + 2, tell->percent.mode);
    }
    if (minus) {
        mpq_sub(sum, sum, printed);
    } else {
        mpq_add(sum, sum, printed);
    }
    mpq_clear(printed);
}

/* Do the printed scores of an item's levels miss its printed rate? */
static bool misses(const struct wj_tell *tell, size_t number)
{
    const struct wj_question *question = &tell->survey->questions[number];
    const struct wj_question_figures *figures = &tell->findings->figures->questions[number];
    mpq_t sum;
    mpq_init(sum);
    for (size_t i = 0; i < question->option_count; i++) {
        add_printed(tell, sum, &figures->contributions[i], false);
    }
    add_printed(tell, sum, &figures->rate, true);
    bool result = mpq_sgn(sum) != 0;
    mpq_clear(sum);
    return result;
}

static void note_rounding(const struct wj_tell *tell)
{
    const struct wj_survey *survey = tell->survey;
    struct wj_list list = {0};
    for (size_t i = 0; i < survey->measure_count; i++) {
        const struct wj_measure *measure = &survey->measures[i];
        for (size_t j = 0; wj_is_annex_measure(survey, measure) && j < measure->item_count; j++) {
            if (!wj_is_hidden(tell, measure->items[j]) && misses(tell, measure->items[j])) {
                wj_list_add(tell, &list, survey->questions[measure->items[j]].label);
            }
        }
    }
    wj_tell_list(tell, WJ_REMARK, WJ_TEXT_ANNEX_ROUNDING, &list);
}

void wj_section_satisfaction(const struct wj_tell *tell)
{
    const struct wj_survey *survey = tell->survey;
    struct wj_annex annex = wj_annex_of(tell->arena, survey);
    bool weighted = false;
    if (annex.measure_count == 0) {
        return;
    }
    wj_tell_open(tell, WJ_SECTION_SATISFACTION, WJ_TEXT_SATISFACTION_TITLE);
    wj_tell_section_is_detail(tell, true);
    for (size_t i = 0; i < survey->measure_count; i++) {
        if (wj_is_annex_measure(survey, &survey->measures[i])) {
            say_composite(tell, i);
            weighted = weighted || survey->measures[i].weights != NULL;
        }
    }
    add_table(tell, &annex);
    wj_tell(tell, WJ_REMARK, weighted ? WJ_TEXT_ANNEX_NOTE_WEIGHTED : WJ_TEXT_ANNEX_NOTE, 0, NULL);
    note_rounding(tell);
    for (size_t i = 0; i < survey->measure_count; i++) {
        if (wj_is_annex_measure(survey, &survey->measures[i])) {
            wj_tell_weighted_items(tell, i);
            add_chart(tell, i);
        }
    }
}
