#include "counters.h"
#include "quantity.h"
#include "weights.h"

static enum wj_status merge_cells(const struct wj_counter *into, const struct wj_counter *from)
{
    for (size_t i = 0; i < into->count; i++) {
        if (into->cells[i] > UINT64_MAX - from->cells[i]) {
            return WJ_DATA;
        }
        into->cells[i] += from->cells[i];
    }
    return WJ_OK;
}

static enum wj_status merge_counter(const struct wj_counter *into, const struct wj_counter *from)
{
    if (into->quantity != NULL && from->quantity != NULL) {
        return wj_quantity_merge(into->quantity, from->quantity);
    }
    bool alike = into->quantity == from->quantity && into->count == from->count;
    return alike ? merge_cells(into, from) : WJ_INTERNAL;
}

enum wj_status wj_counters_add(const struct wj_counters *into, const struct wj_counters *from)
{
    enum wj_status status = into->count == from->count ? WJ_OK : WJ_INTERNAL;
    for (size_t i = 0; status == WJ_OK && i < into->count; i++) {
        status = merge_counter(&into->list[i], &from->list[i]);
    }
    return status;
}

enum wj_status wj_tally_merge(struct wj_tally *into, struct wj_tally *from)
{
    struct wj_counters to = {0};
    struct wj_counters of = {0};
    enum wj_status status = wj_counters_list(&to, into);
    if (status == WJ_OK) {
        status = wj_counters_list(&of, from);
    }
    if (status == WJ_OK) {
        status = wj_counters_add(&to, &of);
    }
    if (status == WJ_OK) {
        status = wj_weights_merge(into, from);
    }
    into->failed = into->failed || from->failed;
    wj_counters_clear(&to);
    wj_counters_clear(&of);
    return status;
}
