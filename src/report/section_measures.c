#include "grids.h"
#include "sections.h"
#include "table_dashes.h"

static void add_table(const struct wj_tell *tell)
{
    const struct wj_survey *survey = tell->survey;
    const char *level[] = {wj_confidence(tell)};
    const char *header[] = {tell->words->measure, tell->words->value,
                            wj_print(tell->arena, tell->words->interval, 1, level),
                            tell->words->fraction};
    struct wj_grid *grid = wj_section_table(tell->report, wj_unweighted(tell, wj_tell_title(tell)));
    if (grid == NULL) {
        return;
    }
    wj_grid_header(grid, 4, header);
    for (size_t i = 0; i < survey->measure_count; i++) {
        const struct wj_figure *measured = &tell->findings->figures->measures[i];
        wj_cell(grid, survey->measures[i].name);
        wj_cell_figure(grid, wj_percent(tell, measured));
        wj_cell_figure(grid, wj_limits(tell, &tell->findings->figures->measure_intervals[i]));
        wj_cell_figure(grid,
                       measured->exists ? wj_print_fraction(tell->arena, measured->value) : "");
    }
}

static void add_chart(const struct wj_tell *tell)
{
    const struct wj_survey *survey = tell->survey;
    struct wj_chart *chart =
        wj_section_chart(tell->report, WJ_CHART_BARS,
                         wj_unweighted(tell, wj_said(tell, WJ_TEXT_CHART_MEASURES, 0, NULL)));
    if (!wj_chart_rows(tell, chart, survey->measure_count)) {
        return;
    }
    for (size_t i = 0; i < survey->measure_count; i++) {
        const struct wj_figure *measured = &tell->findings->figures->measures[i];
        wj_chart_bar(&chart->rows[i], survey->measures[i].name, measured,
                     wj_percent(tell, measured));
        wj_chart_interval(&chart->rows[i], &tell->findings->figures->measure_intervals[i]);
    }
    wj_chart_describe(tell, chart);
    wj_tell_intervals(tell, chart);
}

/* What 满意率 is, against 满意度. */
static void note_kinds(const struct wj_tell *tell)
{
    struct wj_list shares = {.quoted = true};
    struct wj_list rates = {.quoted = true};
    for (size_t i = 0; i < tell->survey->measure_count; i++) {
        const struct wj_measure *measure = &tell->survey->measures[i];
        wj_list_add(tell, measure->kind == WJ_SHARE_OF ? &shares : &rates, measure->name);
    }
    const char *parts[] = {wj_list_said(tell, &shares), wj_list_said(tell, &rates)};
    if (shares.count > 0 && rates.count > 0) {
        wj_tell_detail(tell, WJ_REMARK, WJ_TEXT_SHARE_OF_MEAN, 2, parts);
    } else if (shares.count > 0) {
        wj_tell_detail(tell, WJ_REMARK, WJ_TEXT_SHARE_OF, 1, parts);
    }
}

/* Multiple questions alone reach so much. */
static void note_above(const struct wj_tell *tell)
{
    struct wj_list list = {.quoted = true};
    for (size_t i = 0; i < tell->survey->measure_count; i++) {
        const struct wj_figure *measured = &tell->findings->figures->measures[i];
        if (measured->exists && mpq_cmp_ui(measured->value, 1, 1) > 0) {
            wj_list_add(tell, &list, tell->survey->measures[i].name);
        }
    }
    wj_tell_list(tell, WJ_REMARK, WJ_TEXT_RATE_ABOVE, &list);
}

static void note_hidden(const struct wj_tell *tell)
{
    const struct wj_hidden *hidden = tell->findings->figures->hidden;
    struct wj_list list = {.quoted = true};
    for (size_t i = 0; hidden != NULL && i < tell->survey->measure_count; i++) {
        if (hidden->measures[i]) {
            wj_list_add(tell, &list, tell->survey->measures[i].name);
        }
    }
    wj_tell_list(tell, WJ_REMARK, WJ_TEXT_HIDDEN_MEASURES, &list);
}

void wj_tell_share_intervals(const struct wj_tell *tell, enum wj_block_kind kind)
{
    const struct wj_survey *survey = tell->survey;
    const struct wj_interval *intervals = tell->findings->figures->measure_intervals;
    struct wj_list shares = {.quoted = true};
    enum wj_interval_method method = wj_interval_share_method(survey);
    for (size_t i = 0; i < survey->measure_count; i++) {
        if (survey->measures[i].kind == WJ_SHARE_OF && intervals[i].missing == WJ_INTERVAL_THERE) {
            wj_list_add(tell, &shares, survey->measures[i].name);
        }
    }
    bool any = shares.count > 0;
    const char *parts[] = {wj_list_said(tell, &shares),
                           tell->words->share_methods[method == WJ_BY_CLOPPER_PEARSON ? 1 : 0]};
    if (any) {
        wj_tell(tell, kind,
                survey->has_population ? WJ_TEXT_MEASURE_SHARES_FPC : WJ_TEXT_MEASURE_SHARES, 2,
                parts);
    }
}

void wj_section_measures(const struct wj_tell *tell)
{
    if (tell->survey->measure_count == 0) {
        return;
    }
    wj_tell_open(tell, WJ_SECTION_MEASURES, WJ_TEXT_MEASURES_TITLE);
    add_table(tell);
    wj_tell_measure_reasons(tell);
    wj_tell_share_intervals(tell, WJ_REMARK);
    wj_tell_weighted_measures(tell);
    add_chart(tell);
    note_kinds(tell);
    note_above(tell);
    note_hidden(tell);
}
