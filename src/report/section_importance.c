/* What each item does for the composite, beside how it was rated, where the definition's
 * `summaries` asks for it: a table and the chart of the four fields. */
#include "grids.h"
#include "sections.h"
#include "wjtab/measure/importance.h"

enum { PLACES = 3 };

static const char *label_of(const struct wj_tell *tell, const struct wj_importance_item *item)
{
    return tell->survey->questions[item->question].label;
}

static const char *importance_text(const struct wj_tell *tell, const struct wj_figure *importance)
{
    return importance->exists ? wj_decimals(tell, importance->value, PLACES) : WJ_NO_FIGURE;
}

/* What most deserves attention. */
static void say_improve(const struct wj_tell *tell, const struct wj_importance *importance)
{
    struct wj_list list = {.quoted = true};
    for (size_t i = 0; i < importance->count; i++) {
        if (importance->items[i].quadrant == WJ_QUADRANT_IMPROVE) {
            wj_list_add(tell, &list, label_of(tell, &importance->items[i]));
        }
    }
    bool any = list.count > 0;
    const char *parts[] = {wj_list_said(tell, &list)};
    wj_tell(tell, WJ_PARAGRAPH, any ? WJ_TEXT_IMPORTANCE_IMPROVE : WJ_TEXT_IMPORTANCE_NO_IMPROVE,
            any ? 1 : 0, parts);
}

static void add_table(const struct wj_tell *tell, const struct wj_importance *importance)
{
    struct wj_list constant = {.quoted = true};
    struct wj_grid *grid =
        wj_section_table(tell->report, wj_said(tell, WJ_TEXT_IMPORTANCE_TABLE, 0, NULL));
    if (grid == NULL) {
        return;
    }
    wj_grid_header(grid, 5, tell->words->importance_columns);
    for (size_t i = 0; i < importance->count; i++) {
        const struct wj_importance_item *item = &importance->items[i];
        wj_grid_count(grid, i + 1);
        wj_cell(grid, label_of(tell, item));
        wj_cell_figure(grid, importance_text(tell, &item->importance));
        wj_cell_figure(grid, wj_percent(tell, item->rate));
        wj_cell(grid, tell->words->quadrants[item->quadrant]);
        if (!item->importance.exists) {
            wj_list_add(tell, &constant, label_of(tell, item));
        }
    }
    wj_tell_list(tell, WJ_REMARK, WJ_TEXT_SCALE_CONSTANT, &constant);
}

static void say_notes(const struct wj_tell *tell, const struct wj_importance *importance)
{
    const struct wj_measure *measure = tell->findings->tally->scale.measure;
    const char *note[] = {measure != NULL ? measure->name : tell->words->annex_composite,
                          wj_count(tell, tell->findings->figures->scale->n)};
    const char *cuts[] = {importance_text(tell, &importance->importance_cut),
                          wj_percent(tell, &importance->rate_cut)};
    wj_tell(tell, WJ_REMARK, WJ_TEXT_IMPORTANCE_NOTE, 2, note);
    wj_tell(tell, WJ_REMARK, WJ_TEXT_IMPORTANCE_CUTS, 2, cuts);
}

/* ---- the chart ---- */

static const struct wj_chart_plane *plane_of(const struct wj_tell *tell,
                                             const struct wj_importance *importance)
{
    struct wj_chart_plane *plane = wj_arena_alloc(tell->arena, sizeof *plane);
    const char *const *quadrants = tell->words->quadrants;
    if (plane != NULL) {
        *plane = (struct wj_chart_plane){
            .across = tell->words->importance_columns[3],
            .up = tell->words->importance_columns[2],
            .cut_across = wj_millionths(importance->rate_cut.value),
            .cut_up = wj_millionths(importance->importance_cut.value),
            .fields = {quadrants[WJ_QUADRANT_IMPROVE], quadrants[WJ_QUADRANT_KEEP],
                       quadrants[WJ_QUADRANT_LOW], quadrants[WJ_QUADRANT_ENOUGH]},
        };
    }
    return plane;
}

static void add_chart(const struct wj_tell *tell, const struct wj_importance *importance)
{
    struct wj_chart *chart = wj_section_chart(tell->report, WJ_CHART_PLANE,
                                              wj_said(tell, WJ_TEXT_CHART_IMPORTANCE, 0, NULL));
    const struct wj_chart_plane *plane = plane_of(tell, importance);
    if (plane == NULL || !wj_chart_rows(tell, chart, importance->count)) {
        return;
    }
    chart->plane = plane;
    for (size_t i = 0; i < importance->count; i++) {
        const struct wj_importance_item *item = &importance->items[i];
        const char *parts[] = {importance_text(tell, &item->importance),
                               wj_percent(tell, item->rate)};
        struct wj_chart_row *row = &chart->rows[i];
        row->label = label_of(tell, item);
        row->text = wj_print(tell->arena, "(%s, %s)", 2, parts);
        row->has_value = item->importance.exists;
        if (row->has_value) {
            row->value = wj_millionths(item->rate->value);
            row->height = wj_millionths(item->importance.value);
        }
    }
    wj_chart_describe(tell, chart);
}

void wj_section_importance(const struct wj_tell *tell)
{
    const struct wj_importance *importance = tell->findings->figures->importance;
    if (importance == NULL || (tell->survey->summaries >> WJ_SUMMARY_IMPORTANCE & 1U) == 0) {
        return;
    }
    const char *reason[] = {tell->words->no_scale[tell->findings->figures->scale->missing]};
    wj_tell_open(tell, WJ_SECTION_IMPORTANCE, WJ_TEXT_IMPORTANCE_TITLE);
    wj_tell_section_is_detail(tell, true);
    if (!importance->importance_cut.exists) {
        wj_tell(tell, WJ_PARAGRAPH, WJ_TEXT_IMPORTANCE_NONE, 1, reason);
        return;
    }
    say_improve(tell, importance);
    add_table(tell, importance);
    say_notes(tell, importance);
    add_chart(tell, importance);
}
