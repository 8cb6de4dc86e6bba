/* Weighted figures beside the unweighted ones, and how the weights came about. */
#include "grids.h"
#include "sections.h"

static const struct wj_weighted_figures *weighted_of(const struct wj_tell *tell)
{
    return tell->findings->figures->weighted;
}

static const char *percent_of(const struct wj_tell *tell, const struct wj_weighted *figure)
{
    return wj_print_weighted(tell->arena, figure, tell->percent);
}

static const char *number_of(const struct wj_tell *tell, const mpq_t number)
{
    enum { PLACES = 3 };
    return wj_decimals(tell, number, PLACES);
}

const char *wj_unweighted(const struct wj_tell *tell, const char *caption)
{
    return weighted_of(tell) == NULL ? caption
                                     : wj_print(tell->arena, tell->words->unweighted, 1, &caption);
}

/* ---- tables ---- */

static void add_row(const struct wj_tell *tell, struct wj_grid *grid, const char *name,
                    const struct wj_figure *unweighted, const struct wj_weighted *figure)
{
    struct wj_interval interval = wj_interval_weighted(figure, tell->survey->confidence);
    mpq_t base;
    mpq_init(base);
    mpq_set_d(base, figure->weighted_base);
    wj_cell(grid, name);
    wj_cell_figure(grid, wj_percent(tell, unweighted));
    wj_cell_figure(grid, percent_of(tell, figure));
    wj_cell_figure(grid, wj_limits(tell, &interval));
    wj_grid_count(grid, figure->base);
    wj_cell_figure(grid, figure->hidden ? WJ_HIDDEN_TEXT : wj_decimals(tell, base, 1));
    mpq_clear(base);
}

static struct wj_grid *new_table(const struct wj_tell *tell, const char *first)
{
    enum { COLUMNS = 6 };
    const char *level[] = {wj_confidence(tell)};
    const char *const *columns = tell->words->weighted_columns;
    const char *header[COLUMNS] = {
        first,      columns[0], columns[1], wj_print(tell->arena, tell->words->interval, 1, level),
        columns[2], columns[3]};
    struct wj_grid *grid =
        wj_section_table(tell->report, wj_said(tell, WJ_TEXT_WEIGHTED_TABLE, 0, NULL));
    if (grid != NULL) {
        wj_grid_header(grid, COLUMNS, header);
    }
    return grid;
}

void wj_tell_weighted_measures(const struct wj_tell *tell)
{
    struct wj_grid *grid = weighted_of(tell) != NULL ? new_table(tell, tell->words->measure) : NULL;
    for (size_t i = 0; grid != NULL && i < tell->survey->measure_count; i++) {
        add_row(tell, grid, tell->survey->measures[i].name, &tell->findings->figures->measures[i],
                &weighted_of(tell)->measures[i]);
    }
}

void wj_tell_weighted_items(const struct wj_tell *tell, size_t number)
{
    const struct wj_measure *measure = &tell->survey->measures[number];
    const struct wj_figures *figures = tell->findings->figures;
    struct wj_grid *grid = weighted_of(tell) != NULL ? new_table(tell, tell->words->item) : NULL;
    if (grid == NULL) {
        return;
    }
    for (size_t i = 0; i < measure->item_count; i++) {
        size_t item = measure->items[i];
        add_row(tell, grid, tell->survey->questions[item].label, &figures->questions[item].rate,
                &weighted_of(tell)->questions[item].rate);
    }
    add_row(tell, grid, measure->name, &figures->measures[number],
            &weighted_of(tell)->measures[number]);
    wj_grid_strong(grid);
}

/* ---- the method ---- */

/* "1.234" of four of the weights' numbers. */
struct numbers {
    const char *least;
    const char *most;
    const char *n_eff;
    const char *deff;
};

/* Where counts are hidden they would say how many stand in a cell. */
static struct numbers numbers_of(const struct wj_tell *tell, const struct wj_weights *weights)
{
    struct numbers numbers = {WJ_HIDDEN_TEXT, WJ_HIDDEN_TEXT, WJ_HIDDEN_TEXT, WJ_HIDDEN_TEXT};
    mpq_t number;
    if (tell->survey->suppress_below > 0) {
        return numbers;
    }
    mpq_init(number);
    mpq_set_d(number, weights->least);
    numbers.least = number_of(tell, number);
    mpq_set_d(number, weights->most);
    numbers.most = number_of(tell, number);
    mpq_set_d(number, weights->n_eff);
    numbers.n_eff = wj_decimals(tell, number, 1);
    mpq_set_d(number, weights->deff);
    numbers.deff = number_of(tell, number);
    mpq_clear(number);
    return numbers;
}

static void say_trimming(const struct wj_tell *tell, const struct wj_weights *weights)
{
    const struct wj_weighting *weighting = &tell->survey->weighting;
    const struct wj_margin *margin = &weighting->margins[weights->worst.margin];
    const struct wj_question *question = &tell->survey->questions[margin->question];
    mpq_t reached;
    mpq_init(reached);
    mpq_set_d(reached, weights->worst.reached);
    const char *parts[] = {wj_print_exact(tell->arena, weighting->trim),
                           wj_count(tell, weights->trimmed),
                           question->label,
                           question->options[weights->worst.option].label,
                           number_of(tell, margin->targets[weights->worst.option]),
                           number_of(tell, reached)};
    mpq_clear(reached);
    wj_tell(tell, WJ_PARAGRAPH,
            weights->margins_hold ? WJ_TEXT_METHOD_TRIMMED : WJ_TEXT_METHOD_TRIMMED_OFF,
            weights->margins_hold ? 2 : 6, parts);
}

static void say_raking(const struct wj_tell *tell, const struct wj_weights *weights)
{
    const struct wj_weighting *weighting = &tell->survey->weighting;
    struct numbers numbers = numbers_of(tell, weights);
    struct wj_list asked = {0};
    for (size_t i = 0; i < weighting->margin_count; i++) {
        wj_list_add(tell, &asked, tell->survey->questions[weighting->margins[i].question].label);
    }
    const char *parts[] = {wj_list_said(tell, &asked),
                           wj_count(tell, weights->iterations),
                           numbers.least,
                           numbers.most,
                           numbers.n_eff,
                           numbers.deff};
    const char *without[] = {wj_count(tell, weights->without_target)};
    wj_tell(tell, WJ_PARAGRAPH, WJ_TEXT_METHOD_RAKING, 6, parts);
    bool hides = tell->survey->suppress_below > 0;
    if (weights->trimmed > 0 && !hides) {
        say_trimming(tell, weights);
    }
    if (weights->without_target > 0 && !hides) {
        wj_tell(tell, WJ_PARAGRAPH, WJ_TEXT_METHOD_WITHOUT_TARGET, 1, without);
    }
}

void wj_tell_weighting(const struct wj_tell *tell)
{
    const char *level[] = {wj_confidence(tell)};
    if (weighted_of(tell) == NULL) {
        return;
    }
    const struct wj_weights *weights = &weighted_of(tell)->weights;
    bool raked = tell->survey->weighting.kind == WJ_RAKED;
    if (raked) {
        say_raking(tell, weights);
    } else {
        struct numbers numbers = numbers_of(tell, weights);
        const char *parts[] = {tell->survey->weighting.column.text, numbers.n_eff, numbers.deff};
        wj_tell(tell, WJ_PARAGRAPH, WJ_TEXT_METHOD_WEIGHT_COLUMN, 3, parts);
    }
    wj_tell(tell, WJ_PARAGRAPH, raked ? WJ_TEXT_METHOD_RAKED_ERROR : WJ_TEXT_METHOD_FIXED_ERROR, 1,
            level);
}
