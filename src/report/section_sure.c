/* How sure the sample makes the scores: what stands behind the total. */
#include "section_sure.h"

#include "grids.h"
#include "wjtab/measure/scale.h"

static bool is_found(const struct wj_spread *spread)
{
    return spread->state == WJ_SPREAD_EXACT || spread->state == WJ_SPREAD_BOUNDED;
}

static const char *score_of(const struct wj_tell *tell, const mpq_t score)
{
    return wj_print_short(tell->arena, score, tell->survey->score_rounding);
}

static const char *share_of(const struct wj_tell *tell, const mpq_t share)
{
    mpq_t one;
    mpq_init(one);
    mpq_set_ui(one, 1, 1);
    const char *text = wj_print_ratio(tell->arena, share, one, tell->percent);
    mpq_clear(one);
    return text;
}

/* "优、良" */
static const char *grades_of(const struct wj_tell *tell, struct wj_buf *list)
{
    const struct wj_sure *sure = tell->findings->sure;
    for (size_t i = 0; i < sure->grade_count; i++) {
        wj_buf_add_text(list, i > 0 ? tell->words->comma : "");
        wj_buf_add_text(list, sure->grades[i] != NULL ? sure->grades[i] : WJ_NO_FIGURE);
    }
    return wj_buf_text(list);
}

static void say_total(const struct wj_tell *tell)
{
    const struct wj_sure *sure = tell->findings->sure;
    struct wj_buf grades = {0};
    const char *parts[] = {share_of(tell, sure->confidence), score_of(tell, sure->total.lower),
                           score_of(tell, sure->total.upper), grades_of(tell, &grades)};
    if (mpq_equal(sure->total.lower, sure->total.upper)) {
        wj_tell(tell, WJ_PARAGRAPH, WJ_TEXT_SURE_SAME, 1, parts);
    } else if (sure->grade_count == 0 || tell->survey->score.grade != NULL) {
        wj_tell(tell, WJ_PARAGRAPH, WJ_TEXT_SURE_TOTAL, 3, parts);
    } else if (sure->grade_count == 1) {
        wj_tell(tell, WJ_PARAGRAPH, WJ_TEXT_SURE_GRADE, 4, parts);
    } else {
        wj_tell(tell, WJ_PARAGRAPH, WJ_TEXT_SURE_GRADES, 4, parts);
    }
    wj_buf_clear(&grades);
}

static void say_measures(const struct wj_tell *tell)
{
    const struct wj_sure *sure = tell->findings->sure;
    struct wj_buf list = {0};
    for (size_t i = 0; i < sure->name_count; i++) {
        const struct wj_sure_name *name = &sure->names[i];
        const char *one[] = {name->known->name, share_of(tell, name->lower),
                             share_of(tell, name->upper)};
        wj_buf_add_text(&list, i > 0 ? tell->words->clause : "");
        wj_buf_add_text(&list, wj_said(tell, WJ_TEXT_SURE_MEASURE, 3, one));
    }
    const char *parts[] = {share_of(tell, sure->level), wj_buf_text(&list)};
    wj_tell_detail(tell, WJ_REMARK, WJ_TEXT_SURE_MEASURES, 2, parts);
    wj_buf_clear(&list);
}

static void add_row(const struct wj_tell *tell, struct wj_grid *grid, const char *name,
                    const mpq_t score, const struct wj_spread *spread)
{
    if (!is_found(spread)) {
        return;
    }
    wj_cell(grid, name);
    wj_cell_figure(grid, wj_print_exact(tell->arena, score));
    wj_cell_figure(grid, wj_print_exact(tell->arena, spread->lower));
    wj_cell_figure(grid, wj_print_exact(tell->arena, spread->upper));
}

/* What hangs on the sample: indicators, levels, total. */
static void add_table(const struct wj_tell *tell)
{
    const struct wj_scoring *scoring = tell->findings->scoring;
    const struct wj_sure *sure = tell->findings->sure;
    const struct wj_wording *words = tell->words;
    struct wj_grid *grid =
        wj_section_table(tell->report, wj_said(tell, WJ_TEXT_SURE_TABLE, 0, NULL));
    if (grid == NULL) {
        return;
    }
    const char *header[] = {words->indicator, words->scored, words->sure_columns[0],
                            words->sure_columns[1]};
    wj_grid_header(grid, 4, header);
    for (size_t i = 0; i < sure->indicator_count; i++) {
        const struct wj_indicator *indicator = &scoring->indicators[i];
        add_row(tell, grid, indicator->levels[indicator->depth - 1], indicator->score,
                &sure->indicators[i]);
    }
    for (size_t i = 0; i < sure->level_count; i++) {
        if (scoring->levels[i].level == 1) {
            add_row(tell, grid, scoring->levels[i].name, scoring->levels[i].score,
                    &sure->levels[i]);
        }
    }
    add_row(tell, grid, words->total, scoring->total, &sure->total);
    wj_tell_is_detail(tell);
}

/* In the report's language where it is that counts are hidden. */
static const char *why_unknown(const struct wj_tell *tell)
{
    const struct wj_sure *sure = tell->findings->sure;
    bool hidden = false;
    for (size_t i = 0; tell->findings->figures->hidden != NULL && i < sure->name_count; i++) {
        size_t measure = sure->names[i].known->measure;
        hidden =
            hidden || tell->findings->figures->measure_intervals[measure].missing == WJ_SUPPRESSED;
    }
    return hidden ? tell->words->no_scale[WJ_SCALE_SUPPRESSED] : sure->total.why;
}

void wj_tell_sure(const struct wj_tell *tell)
{
    const struct wj_sure *sure = tell->findings->sure;
    if (sure == NULL || sure->total.state == WJ_SPREAD_NONE) {
        return;
    }
    if (!is_found(&sure->total)) {
        const char *why = why_unknown(tell);
        wj_tell(tell, WJ_REMARK, WJ_TEXT_SURE_UNKNOWN, 1, &why);
        return;
    }
    say_total(tell);
    add_table(tell);
    say_measures(tell);
    if (sure->total.state == WJ_SPREAD_BOUNDED) {
        wj_tell_detail(tell, WJ_REMARK, WJ_TEXT_SURE_OUTER, 0, NULL);
    }
}
