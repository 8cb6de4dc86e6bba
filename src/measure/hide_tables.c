/* What is hidden of the cross tables. */
#include "hiding.h"

static bool has_small(const struct wj_hiding *hiding, const struct wj_cross_tally *cross)
{
    bool any = wj_is_small(hiding, cross->total_base);
    for (size_t i = 0; !any && i < cross->row_count * cross->column_count; i++) {
        any = wj_is_small(hiding, cross->cells[i]);
    }
    for (size_t i = 0; !any && i < cross->column_count; i++) {
        any = wj_is_small(hiding, cross->column_base[i]);
    }
    for (size_t i = 0; !any && i < cross->row_count; i++) {
        any = wj_is_small(hiding, cross->totals[i]);
    }
    return any;
}

static bool is_touched(const struct wj_hiding *hiding, const struct wj_cross_tally *cross)
{
    bool any = false;
    for (size_t i = 0; i < hiding->survey->questions[cross->row].option_count; i++) {
        any = any || hiding->cells[cross->row][i];
    }
    for (size_t i = 0; i < cross->by->count; i++) {
        size_t number = cross->by->questions[i];
        for (size_t j = 0; j < hiding->survey->questions[number].option_count; j++) {
            any = any || hiding->cells[number][j];
        }
    }
    return any;
}

enum wj_status wj_hide_tables(struct wj_hiding *hiding)
{
    const struct wj_tally *tally = hiding->tally;
    for (size_t i = 0; i < tally->cross_count + tally->all_count; i++) {
        const struct wj_cross_tally *cross =
            i < tally->cross_count ? &tally->crosses[i] : &tally->alls[i - tally->cross_count];
        struct wj_hidden_table *hidden = &hiding->hidden->tables[i];
        hidden->whole = has_small(hiding, cross) || is_touched(hiding, cross);
        hidden->any = hidden->whole;
    }
    return WJ_OK;
}
