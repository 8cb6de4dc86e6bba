/* Scale quality, where the definition's `summaries` asks for it: alpha, what each item does for it,
 * and the items in pairs. */
#include "grids.h"
#include "sections.h"

enum { PLACES = 3, T_PLACES = 2, MOST_PAIRS = 120 };

static bool is_asked(const struct wj_tell *tell, unsigned summary)
{
    return (tell->survey->summaries >> summary & 1U) != 0;
}

static const char *label_of(const struct wj_tell *tell, size_t item)
{
    return tell->survey->questions[tell->findings->tally->scale.items[item]].label;
}

static const char *real_text(const struct wj_tell *tell, const struct wj_real *real)
{
    const char *text = WJ_NO_FIGURE;
    mpq_t value;
    mpq_init(value);
    if (real->exists) {
        mpq_set_d(value, real->value);
        text = wj_decimals(tell, value, PLACES);
    }
    mpq_clear(value);
    return text;
}

/* ---- the scale ---- */

static void say_alpha(const struct wj_tell *tell, const struct wj_scale *scale)
{
    const struct wj_measure *measure = tell->findings->tally->scale.measure;
    const char *items = measure != NULL ? measure->name : tell->words->scale_items;
    const char *none[] = {items, wj_count(tell, scale->k), tell->words->no_scale[scale->missing]};
    mpq_t value;
    if (scale->missing != WJ_SCALE_THERE) {
        wj_tell(tell, WJ_PARAGRAPH, WJ_TEXT_SCALE_NONE, 3, none);
        return;
    }
    mpq_init(value);
    mpq_set_d(value, scale->alpha);
    const char *alpha = wj_decimals(tell, value, PLACES);
    mpq_set_d(value, scale->lower);
    const char *lower = wj_decimals(tell, value, PLACES);
    mpq_set_d(value, scale->upper);
    const char *parts[] = {items,
                           none[1],
                           alpha,
                           wj_confidence(tell),
                           lower,
                           wj_decimals(tell, value, PLACES),
                           wj_count(tell, scale->n)};
    mpq_clear(value);
    wj_tell(tell, WJ_PARAGRAPH, WJ_TEXT_SCALE_ALPHA, 7, parts);
}

static void add_items(const struct wj_tell *tell, const struct wj_scale *scale)
{
    struct wj_list constant = {.quoted = true};
    struct wj_grid *grid =
        wj_section_table(tell->report, wj_said(tell, WJ_TEXT_SCALE_TABLE, 0, NULL));
    if (grid == NULL) {
        return;
    }
    wj_grid_header(grid, 4, tell->words->scale_columns);
    for (size_t i = 0; i < scale->k; i++) {
        const struct wj_scale_item *item = &scale->items[i];
        wj_cell(grid, label_of(tell, i));
        wj_cell_figure(grid, real_text(tell, &item->alpha_if_dropped));
        wj_cell_figure(grid, real_text(tell, &item->rest));
        wj_cell_figure(grid, real_text(tell, &item->total));
        if (!item->total.exists) {
            wj_list_add(tell, &constant, label_of(tell, i));
        }
    }
    wj_tell(tell, WJ_REMARK, WJ_TEXT_SCALE_NOTE, 0, NULL);
    wj_tell_list(tell, WJ_REMARK, WJ_TEXT_SCALE_CONSTANT, &constant);
}

/* ---- two items ---- */

static void add_pair(const struct wj_tell *tell, struct wj_grid *grid, size_t first, size_t second)
{
    struct wj_paired paired;
    mpq_t value;
    wj_paired_compute(tell->findings->tally, first, second, true, &paired);
    bool there = paired.missing == WJ_TEST_THERE;
    mpq_init(value);
    wj_cell(grid, label_of(tell, first));
    wj_cell(grid, label_of(tell, second));
    wj_grid_count(grid, paired.n);
    mpq_set_d(value, paired.diff);
    wj_cell_figure(grid,
                   there || paired.missing == WJ_NO_SPREAD ? wj_points(tell, value) : WJ_NO_FIGURE);
    mpq_set_d(value, paired.t);
    wj_cell_figure(grid, there ? wj_decimals(tell, value, T_PLACES) : WJ_NO_FIGURE);
    mpq_set_d(value, paired.df);
    wj_cell_figure(grid, there ? wj_decimals(tell, value, 0) : WJ_NO_FIGURE);
    mpq_set_d(value, paired.p);
    bool tiny = mpq_cmp_ui(value, 1, 1000) < 0;
    wj_cell_figure(grid, !there ? WJ_NO_FIGURE : tiny ? "< 0.001" : wj_decimals(tell, value, 3));
    mpq_clear(value);
}

static void add_pairs(const struct wj_tell *tell)
{
    const struct wj_scale_tally *scale = &tell->findings->tally->scale;
    size_t pairs = scale->count * (scale->count - (scale->count > 0 ? 1 : 0)) / 2;
    size_t shown = 0;
    struct wj_grid *grid =
        wj_section_table(tell->report, wj_said(tell, WJ_TEXT_SCALE_PAIRED, 0, NULL));
    if (grid == NULL) {
        return;
    }
    wj_grid_header(grid, 7, tell->words->paired_columns);
    for (size_t i = 0; i < scale->count; i++) {
        for (size_t j = i + 1; j < scale->count && shown < MOST_PAIRS; j++) {
            add_pair(tell, grid, i, j);
            shown++;
        }
    }
    wj_tell(tell, WJ_REMARK, WJ_TEXT_SCALE_PAIRED_NOTE, 0, NULL);
    const char *more[] = {wj_count(tell, pairs - shown)};
    if (shown < pairs) {
        wj_tell(tell, WJ_REMARK, WJ_TEXT_SCALE_PAIRED_MORE, 1, more);
    }
}

void wj_section_scale(const struct wj_tell *tell)
{
    const struct wj_scale *scale = tell->findings->figures->scale;
    bool alpha = is_asked(tell, WJ_SUMMARY_ALPHA);
    bool paired = is_asked(tell, WJ_SUMMARY_PAIRED) && !tell->findings->tally->scale.no_joints &&
                  tell->findings->tally->scale.count > 1;
    if (scale == NULL || (!alpha && !paired)) {
        return;
    }
    wj_tell_open(tell, WJ_SECTION_SCALE, WJ_TEXT_SCALE_TITLE);
    wj_tell_section_is_detail(tell, true);
    if (alpha) {
        say_alpha(tell, scale);
    }
    if (alpha && scale->k > 1 && scale->missing != WJ_SCALE_TOO_MANY &&
        scale->missing != WJ_SCALE_FEW_ANSWERS && scale->missing != WJ_SCALE_SUPPRESSED) {
        add_items(tell, scale);
    }
    if (paired) {
        add_pairs(tell);
    }
}
