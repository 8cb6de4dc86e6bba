/* Tables with a condition. What these say about tables of everybody, and about tables with other
 * conditions, can't be followed wholly: a count may follow from a third question's. So they are
 * shown where nothing is hidden of any question that they, or tables between, have to do with. */
#include "hide_tables.h"

static void unite_formula(const struct wj_hiding *hiding, size_t *groups, size_t question,
                          const struct wj_formula *formula)
{
    for (size_t i = 0; formula != NULL && i < wj_formula_name_count(formula); i++) {
        wj_groups_unite(groups, hiding->survey->question_count, question,
                        (size_t)wj_formula_name(formula, i));
    }
}

void wj_selections_unite(const struct wj_hiding *hiding, size_t *groups)
{
    const struct wj_survey *survey = hiding->survey;
    const struct wj_tally *tally = hiding->tally;
    for (size_t i = 0; i < survey->question_count; i++) {
        unite_formula(hiding, groups, i, survey->questions[i].asked_if);
        if (hiding->figures->weighted != NULL) {
            wj_groups_unite(groups, survey->question_count, 0, i);
        }
    }
    for (size_t i = 0; i < tally->cross_count + tally->all_count; i++) {
        const struct wj_cross_tally *cross = wj_numbered(tally, i);
        unite_formula(hiding, groups, cross->row, wj_where_of(hiding, cross));
        for (size_t n = 0; n < cross->by->count; n++) {
            wj_groups_unite(groups, survey->question_count, cross->row, cross->by->questions[n]);
        }
    }
}

static bool any_small(const struct wj_hiding *hiding, const uint64_t *counts, size_t count)
{
    bool any = false;
    for (size_t i = 0; counts != NULL && i < count; i++) {
        any = any || wj_is_small(hiding, counts[i]);
    }
    return any;
}

/* Has a table a count that must be hidden, or one that was? */
static bool hides(const struct wj_hiding *hiding, size_t number)
{
    const struct wj_cross_tally *cross = wj_numbered(hiding->tally, number);
    const struct wj_hidden_table *hidden = &hiding->hidden->tables[number];
    size_t columns = cross->column_count;
    size_t cells = cross->row_count * columns;
    const uint64_t totals[] = {cross->total_base, cross->total_base - cross->total_no_answer};
    bool any = hidden->whole || any_small(hiding, totals, 2) ||
               any_small(hiding, cross->cells, cells) ||
               any_small(hiding, cross->totals, cross->row_count) ||
               any_small(hiding, cross->column_base, columns);
    for (size_t i = 0; hidden->cells != NULL && i < cells; i++) {
        any = any || hidden->cells[i];
    }
    for (size_t i = 0; hidden->totals != NULL && i < cross->row_count; i++) {
        any = any || hidden->totals[i];
    }
    for (size_t i = 0; hidden->columns != NULL && i < columns; i++) {
        any = any || hidden->columns[i];
    }
    return any;
}

static bool question_hides(const struct wj_hiding *hiding, size_t number)
{
    bool any = wj_is_whole(hiding, number) || hiding->hidden->questions[number].rate;
    for (size_t i = 0; i < hiding->survey->questions[number].option_count; i++) {
        any = any || hiding->cells[number][i];
    }
    return any;
}

static bool group_hides(const struct wj_hiding *hiding, const size_t *groups, size_t group)
{
    const struct wj_tally *tally = hiding->tally;
    bool any = false;
    for (size_t i = 0; !any && i < hiding->survey->question_count; i++) {
        any = groups[i] == group && question_hides(hiding, i);
    }
    for (size_t i = 0; !any && i < tally->cross_count + tally->all_count; i++) {
        any = groups[wj_numbered(tally, i)->row] == group && hides(hiding, i);
    }
    return any;
}

bool wj_selections_hide(const struct wj_hiding *hiding, const size_t *groups)
{
    const struct wj_tally *tally = hiding->tally;
    bool more = false;
    for (size_t i = 0; i < tally->cross_count + tally->all_count; i++) {
        const struct wj_cross_tally *cross = wj_numbered(tally, i);
        struct wj_hidden_table *hidden = &hiding->hidden->tables[i];
        if (wj_where_of(hiding, cross) != NULL && !hidden->whole &&
            group_hides(hiding, groups, groups[cross->row])) {
            hidden->whole = true;
            more = true;
        }
    }
    return more;
}
