#include "wjtab/measure/importance.h"

#include "wjtab/base/number.h"

enum { DECIMALS = 15 };

/* Correlations are binary; as decimals they and their mean are exact, so that an item at the mean
 * is at it. */
static void set_item(struct wj_importance_item *item, const struct wj_figures *figures,
                     size_t question, const struct wj_real *correlation)
{
    item->question = question;
    item->rate = &figures->questions[question].rate;
    item->importance.exists = correlation->exists && item->rate->exists;
    if (item->importance.exists) {
        mpq_set_d(item->importance.value, correlation->value);
        wj_number_round(item->importance.value, item->importance.value, DECIMALS, WJ_HALF_EVEN);
    }
}

static void set_cuts(struct wj_importance *importance)
{
    size_t count = 0;
    mpq_t divisor;
    for (size_t i = 0; i < importance->count; i++) {
        const struct wj_importance_item *item = &importance->items[i];
        if (item->importance.exists) {
            count++;
            mpq_add(importance->rate_cut.value, importance->rate_cut.value, item->rate->value);
            mpq_add(importance->importance_cut.value, importance->importance_cut.value,
                    item->importance.value);
        }
    }
    importance->rate_cut.exists = count > 0;
    importance->importance_cut.exists = count > 0;
    if (count > 0) {
        mpq_init(divisor);
        wj_number_ratio(divisor, count, 1);
        mpq_div(importance->rate_cut.value, importance->rate_cut.value, divisor);
        mpq_div(importance->importance_cut.value, importance->importance_cut.value, divisor);
        mpq_clear(divisor);
    }
}

static enum wj_quadrant quadrant_of(const struct wj_importance *importance,
                                    const struct wj_importance_item *item)
{
    if (!item->importance.exists) {
        return WJ_QUADRANT_NONE;
    }
    bool rated = mpq_cmp(item->rate->value, importance->rate_cut.value) >= 0;
    if (mpq_cmp(item->importance.value, importance->importance_cut.value) >= 0) {
        return rated ? WJ_QUADRANT_KEEP : WJ_QUADRANT_IMPROVE;
    }
    return rated ? WJ_QUADRANT_ENOUGH : WJ_QUADRANT_LOW;
}

enum wj_status wj_importance_compute(struct wj_figures *figures, const struct wj_tally *tally,
                                     struct wj_importance *importance)
{
    const struct wj_scale_tally *scale = &tally->scale;
    *importance = (struct wj_importance){0};
    mpq_inits(importance->rate_cut.value, importance->importance_cut.value, NULL);
    importance->items =
        wj_arena_alloc(&figures->arena, (scale->count + 1) * sizeof *importance->items);
    if (importance->items == NULL) {
        return WJ_MEMORY;
    }
    importance->count = scale->count;
    for (size_t i = 0; i < scale->count; i++) {
        mpq_init(importance->items[i].importance.value);
        set_item(&importance->items[i], figures, scale->items[i],
                 &figures->scale->items[i].composite);
    }
    set_cuts(importance);
    for (size_t i = 0; i < scale->count; i++) {
        importance->items[i].quadrant = quadrant_of(importance, &importance->items[i]);
    }
    return WJ_OK;
}

void wj_importance_clear(struct wj_importance *importance)
{
    mpq_clears(importance->rate_cut.value, importance->importance_cut.value, NULL);
    for (size_t i = 0; i < importance->count; i++) {
        mpq_clear(importance->items[i].importance.value);
    }
    *importance = (struct wj_importance){0};
}

const char *wj_quadrant_name(enum wj_quadrant quadrant)
{
    static const char *const names[] = {NULL, "improve", "keep", "low", "enough"};
    return names[quadrant];
}
