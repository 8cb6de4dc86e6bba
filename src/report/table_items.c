#include "table_items.h"

#include "print.h"

bool wj_items_scored(const struct wj_survey *survey, const struct wj_table_spec *spec)
{
    bool scored = true;
    for (size_t i = 0; i < spec->row_count; i++) {
        scored = scored && survey->questions[spec->rows[i]].scored;
    }
    return scored;
}

bool wj_items_have_composite(const struct wj_table_spec *spec)
{
    const struct wj_measure *measure = spec->measure;
    return measure != NULL && measure->kind == WJ_MEAN_OF && measure->item_count > 1;
}

const struct wj_cross_tally *wj_items_cross(const struct wj_findings *findings, size_t table,
                                            size_t item, size_t by)
{
    return by < findings->survey->tables[table].by_count
               ? wj_tally_cross(findings->tally, table, item, by)
               : wj_tally_all(findings->tally, table, item);
}

struct wj_tabulated wj_items_place(struct wj_arena *arena, const struct wj_findings *findings,
                                   const struct wj_cross_tally *cross, size_t column)
{
    return (struct wj_tabulated){
        .cross = cross, .column = column, .weighted = wj_cross_weighted(arena, findings, cross)};
}

/* The rate of an item among those who stand in a column. */
static void set_rate(struct wj_arena *arena, const struct wj_findings *findings,
                     const struct wj_cross_tally *cross, size_t column, bool weighted,
                     struct wj_figure *rate)
{
    if (!weighted) {
        struct wj_cross_column place = wj_cross_column(findings->tally, cross, column);
        wj_cross_summary(&place, WJ_TABLE_RATE, rate);
        return;
    }
    struct wj_tabulated place = wj_items_place(arena, findings, cross, column);
    rate->exists = place.weighted != NULL;
    if (rate->exists) {
        wj_weighted_place(findings, &place, WJ_TABLE_RATE, rate);
    }
}

void wj_items_composite(struct wj_arena *arena, const struct wj_findings *findings, size_t table,
                        size_t by, size_t column, bool weighted, struct wj_figure *composite)
{
    const struct wj_table_spec *spec = &findings->survey->tables[table];
    const struct wj_measure *measure = spec->measure;
    struct wj_figure rate = {0};
    mpq_t weights;
    mpq_inits(rate.value, weights, NULL);
    composite->exists = true;
    composite->hidden = false;
    for (size_t i = 0; i < spec->row_count; i++) {
        set_rate(arena, findings, wj_items_cross(findings, table, i, by), column, weighted, &rate);
        composite->exists = composite->exists && rate.exists;
        composite->hidden = composite->hidden || rate.hidden;
        if (measure->weights != NULL) {
            mpq_mul(rate.value, rate.value, measure->weights[i]);
            mpq_add(weights, weights, measure->weights[i]);
        }
        mpq_add(composite->value, composite->value, rate.value);
    }
    if (measure->weights == NULL) {
        wj_number_ratio(weights, spec->row_count, 1);
    }
    mpq_div(composite->value, composite->value, weights);
    mpq_clears(rate.value, weights, NULL);
}

const char *wj_items_band(struct wj_arena *arena, const struct wj_tally *tally,
                          const struct wj_cross_tally *cross, size_t column)
{
    const struct wj_survey *survey = tally->survey;
    const struct wj_wording *words = wj_wording(survey->output.language);
    struct wj_buf text = {0};
    for (size_t i = 0; i < cross->by->count; i++) {
        const struct wj_question *question = &survey->questions[cross->by->questions[i]];
        size_t option = wj_cross_option(tally, cross, column, i);
        const char *parts[] = {question->label, question->options[option].label};
        wj_buf_addf(&text, "%s%s", i > 0 ? " × " : "", wj_print(arena, words->band, 2, parts));
    }
    const char *copy = wj_arena_copy(arena, wj_buf_slice(&text));
    wj_buf_clear(&text);
    return copy != NULL ? copy : "";
}
