#include "grids.h"

#include "print.h"

static void text(struct wj_grid *grid, const char *value)
{
    wj_grid_text(grid, wj_slice_of(value));
}

static void figure(struct wj_grid *grid, const char *value)
{
    wj_grid_number(grid, wj_slice_of(value));
}

void wj_grid_header(struct wj_grid *grid, size_t count, const char *const *names)
{
    grid->columns = count;
    for (size_t i = 0; i < count; i++) {
        text(grid, names[i]);
    }
}

/* ---- frequencies.csv ---- */

void wj_grid_frequencies(struct wj_grid *grid, const struct wj_findings *findings)
{
    static const char *const header[] = {"question", "code",  "label",         "count",
                                         "base",     "share", "weighted_share"};
    const struct wj_survey *survey = findings->survey;
    const struct wj_weighted_figures *weighted = findings->figures->weighted;
    wj_grid_header(grid, weighted != NULL ? 7 : 6, header);
    for (size_t i = 0; i < survey->question_count; i++) {
        const struct wj_question *question = &survey->questions[i];
        for (size_t j = 0; j < question->option_count; j++) {
            text(grid, question->name);
            text(grid, question->options[j].code);
            text(grid, question->options[j].label);
            wj_grid_count(grid, findings->tally->questions[i].counts[j]);
            wj_grid_count(grid, findings->tally->questions[i].base);
            figure(grid, wj_print_percent(grid->arena, &findings->figures->questions[i].shares[j],
                                          survey->percent));
            if (weighted != NULL) {
                figure(grid, wj_print_weighted(grid->arena, &weighted->questions[i].shares[j],
                                               survey->percent));
            }
        }
    }
}

/* ---- measures.csv ---- */

static void add_part(struct wj_grid *grid, const struct wj_figure *measured, bool numerator)
{
    mpq_t part;
    mpq_init(part);
    mpq_set_z(part, numerator ? mpq_numref(measured->value) : mpq_denref(measured->value));
    figure(grid, measured->exists ? wj_print_exact(grid->arena, part) : "");
    mpq_clear(part);
}

static void add_limits(struct wj_grid *grid, const struct wj_findings *findings,
                       const struct wj_interval *interval)
{
    struct wj_rounding rounding = findings->survey->percent;
    figure(grid, wj_print_limit(grid->arena, interval, WJ_LOWER, rounding));
    figure(grid, wj_print_limit(grid->arena, interval, WJ_UPPER, rounding));
}

void wj_grid_measures(struct wj_grid *grid, const struct wj_findings *findings)
{
    static const char *const header[] = {
        "name",  "numerator", "denominator",   "rate",           "lower",
        "upper", "base",      "weighted_rate", "weighted_lower", "weighted_upper"};
    const struct wj_weighted_figures *weighted = findings->figures->weighted;
    wj_grid_header(grid, weighted != NULL ? 10 : 7, header);
    for (size_t i = 0; i < findings->survey->measure_count; i++) {
        const struct wj_figure *measured = &findings->figures->measures[i];
        text(grid, findings->survey->measures[i].name);
        add_part(grid, measured, true);
        add_part(grid, measured, false);
        figure(grid, wj_print_percent(grid->arena, measured, findings->survey->percent));
        add_limits(grid, findings, &findings->figures->measure_intervals[i]);
        wj_grid_count(grid, findings->tally->measures[i].base);
        if (weighted != NULL) {
            struct wj_interval interval =
                wj_interval_weighted(&weighted->measures[i], findings->survey->confidence);
            figure(grid, wj_print_weighted(grid->arena, &weighted->measures[i],
                                           findings->survey->percent));
            add_limits(grid, findings, &interval);
        }
    }
}
