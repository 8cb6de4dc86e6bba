#include <string.h>

#include "grids.h"
#include "print.h"
#include "roles.h"

bool wj_is_annex_measure(const struct wj_survey *survey, const struct wj_measure *measure)
{
    bool same = measure->kind == WJ_MEAN_OF && measure->item_count > 1;
    for (size_t i = 1; same && i < measure->item_count; i++) {
        same = wj_same_options(&survey->questions[measure->items[0]],
                               &survey->questions[measure->items[i]]);
    }
    return same;
}

static bool is_known(const struct wj_annex *annex, const char *label)
{
    bool known = false;
    for (size_t i = 0; !known && i < annex->label_count; i++) {
        known = strcmp(annex->labels[i], label) == 0;
    }
    return known;
}

static void take_labels(struct wj_annex *annex, const struct wj_question *item)
{
    for (size_t i = 0; i < item->option_count; i++) {
        if (!is_known(annex, item->options[i].label)) {
            annex->labels[annex->label_count++] = item->options[i].label;
        }
    }
}

struct wj_annex wj_annex_of(struct wj_arena *arena, const struct wj_survey *survey)
{
    struct wj_annex annex = {0};
    size_t most = 1;
    for (size_t i = 0; i < survey->measure_count; i++) {
        most += survey->questions[survey->measures[i].items[0]].option_count;
    }
    annex.labels = wj_arena_alloc(arena, most * sizeof *annex.labels);
    for (size_t i = 0; annex.labels != NULL && i < survey->measure_count; i++) {
        if (wj_is_annex_measure(survey, &survey->measures[i])) {
            annex.measure_count++;
            take_labels(&annex, &survey->questions[survey->measures[i].items[0]]);
        }
    }
    return annex;
}

long wj_annex_option(const struct wj_question *question, const char *label)
{
    for (size_t i = 0; i < question->option_count; i++) {
        if (strcmp(question->options[i].label, label) == 0) {
            return (long)i;
        }
    }
    return -1;
}

static void add_header(struct wj_grid *grid, const struct wj_annex *annex)
{
    grid->columns = 2 + 2 * annex->label_count;
    wj_grid_text(grid, wj_slice_of("调查内容"));
    for (size_t i = 0; i < annex->label_count; i++) {
        const char *label[] = {annex->labels[i]};
        wj_grid_text(grid, wj_slice_of(wj_print(grid->arena, "%s 人数", 1, label)));
        wj_grid_text(grid, wj_slice_of(wj_print(grid->arena, "%s 得分", 1, label)));
    }
    wj_grid_text(grid, wj_slice_of("单项满意度"));
}

static void add_percent(struct wj_grid *grid, const struct wj_figure *figure,
                        struct wj_rounding rounding)
{
    wj_grid_number(grid, wj_slice_of(wj_print_percent(grid->arena, figure, rounding)));
}

static void add_item(struct wj_grid *grid, const struct wj_findings *findings,
                     const struct wj_annex *annex, size_t number)
{
    const struct wj_question *question = &findings->survey->questions[number];
    const struct wj_question_figures *figures = &findings->figures->questions[number];
    struct wj_rounding percent = findings->survey->percent;
    wj_grid_text(grid, wj_slice_of(question->label));
    for (size_t i = 0; i < annex->label_count; i++) {
        long option = wj_annex_option(question, annex->labels[i]);
        if (option >= 0) {
            wj_grid_count(grid, findings->tally->questions[number].counts[option]);
            add_percent(grid, &figures->contributions[option], percent);
        } else {
            wj_grid_number(grid, wj_slice_of(""));
            wj_grid_number(grid, wj_slice_of(""));
        }
    }
    add_percent(grid, &figures->rate, percent);
}

static void add_measure(struct wj_grid *grid, const struct wj_findings *findings,
                        const struct wj_annex *annex, size_t number)
{
    const struct wj_measure *measure = &findings->survey->measures[number];
    for (size_t i = 0; i < measure->item_count; i++) {
        add_item(grid, findings, annex, measure->items[i]);
    }
    wj_grid_text(grid, wj_slice_of("综合得分"));
    for (size_t i = 0; i < 2 * annex->label_count; i++) {
        wj_grid_number(grid, wj_slice_of(""));
    }
    add_percent(grid, &findings->figures->measures[number], findings->survey->percent);
}

void wj_grid_satisfaction(struct wj_grid *grid, const struct wj_findings *findings)
{
    struct wj_annex annex = wj_annex_of(grid->arena, findings->survey);
    if (annex.labels == NULL) {
        grid->failed = true;
        return;
    }
    add_header(grid, &annex);
    for (size_t i = 0; i < findings->survey->measure_count; i++) {
        if (wj_is_annex_measure(findings->survey, &findings->survey->measures[i])) {
            add_measure(grid, findings, &annex, i);
        }
    }
}
