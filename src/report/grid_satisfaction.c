#include <string.h>

#include "grids.h"
#include "print.h"

static bool same_options(const struct wj_question *a, const struct wj_question *b)
{
    bool same = a->option_count == b->option_count;
    for (size_t i = 0; same && i < a->option_count; i++) {
        const struct wj_option *one = &a->options[i];
        const struct wj_option *other = &b->options[i];
        same = strcmp(one->label, other->label) == 0 && one->scored == other->scored &&
               mpq_equal(one->score, other->score) != 0;
    }
    return same;
}

bool wj_is_annex_measure(const struct wj_survey *survey, const struct wj_measure *measure)
{
    bool same = measure->kind == WJ_MEAN_OF && measure->item_count > 1;
    for (size_t i = 1; same && i < measure->item_count; i++) {
        same = same_options(&survey->questions[measure->items[0]],
                            &survey->questions[measure->items[i]]);
    }
    return same;
}

/* The labels that head the table: those of every measure's scale, each once. */
struct labels {
    const char **list;
    size_t count;
};

static size_t label_of(const struct labels *labels, const char *label)
{
    size_t i = 0;
    while (i < labels->count && strcmp(labels->list[i], label) != 0) {
        i++;
    }
    return i;
}

static enum wj_status find_labels(struct wj_arena *arena, const struct wj_survey *survey,
                                  struct labels *labels)
{
    size_t most = 1;
    for (size_t i = 0; i < survey->measure_count; i++) {
        most += survey->questions[survey->measures[i].items[0]].option_count;
    }
    labels->list = wj_arena_alloc(arena, most * sizeof *labels->list);
    if (labels->list == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < survey->measure_count; i++) {
        const struct wj_question *item = &survey->questions[survey->measures[i].items[0]];
        if (!wj_is_annex_measure(survey, &survey->measures[i])) {
            continue;
        }
        for (size_t j = 0; j < item->option_count; j++) {
            size_t known = label_of(labels, item->options[j].label);
            if (known == labels->count) {
                labels->list[labels->count++] = item->options[j].label;
            }
        }
    }
    return WJ_OK;
}

static void add_header(struct wj_grid *grid, const struct labels *labels)
{
    grid->columns = 2 + 2 * labels->count;
    wj_grid_text(grid, wj_slice_of("调查内容"));
    for (size_t i = 0; i < labels->count; i++) {
        const char *label[] = {labels->list[i]};
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
                     const struct labels *labels, size_t number)
{
    const struct wj_question *question = &findings->survey->questions[number];
    const struct wj_question_figures *figures = &findings->figures->questions[number];
    struct wj_rounding percent = findings->survey->percent;
    wj_grid_text(grid, wj_slice_of(question->label));
    for (size_t i = 0; i < labels->count; i++) {
        size_t option = 0;
        while (option < question->option_count &&
               strcmp(question->options[option].label, labels->list[i]) != 0) {
            option++;
        }
        if (option < question->option_count) {
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
                        const struct labels *labels, size_t number)
{
    const struct wj_measure *measure = &findings->survey->measures[number];
    for (size_t i = 0; i < measure->item_count; i++) {
        add_item(grid, findings, labels, measure->items[i]);
    }
    wj_grid_text(grid, wj_slice_of("综合得分"));
    for (size_t i = 0; i < 2 * labels->count; i++) {
        wj_grid_number(grid, wj_slice_of(""));
    }
    add_percent(grid, &findings->figures->measures[number], findings->survey->percent);
}

void wj_grid_satisfaction(struct wj_grid *grid, const struct wj_findings *findings)
{
    struct labels labels = {0};
    if (find_labels(grid->arena, findings->survey, &labels) != WJ_OK) {
        grid->failed = true;
        return;
    }
    add_header(grid, &labels);
    for (size_t i = 0; i < findings->survey->measure_count; i++) {
        if (wj_is_annex_measure(findings->survey, &findings->survey->measures[i])) {
            add_measure(grid, findings, &labels, i);
        }
    }
}
