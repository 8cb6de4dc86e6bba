/* Everything that counting gives, as text: for tests that compare two ways of counting. */
#ifndef TESTS_UNIT_TALLY_COUNTS_SHOWN_H
#define TESTS_UNIT_TALLY_COUNTS_SHOWN_H

#include <stdlib.h>
#include <string.h>

#include "../../../src/tally/counters.h"
#include "wjtab/screen/screen.h"

static inline void show_counters(struct wj_buf *out, struct wj_tally *tally)
{
    struct wj_counters counters = {0};
    enum wj_status status = wj_counters_list(&counters, tally);
    for (size_t i = 0; i < counters.count; i++) {
        const struct wj_counter *counter = &counters.list[i];
        for (size_t j = 0; counter->quantity == NULL && j < counter->count; j++) {
            wj_buf_addf(out, " %llu", (unsigned long long)counter->cells[j]);
        }
        wj_buf_add_text(out, ";");
    }
    wj_buf_addf(out, "counters: %d\n", (int)status);
    wj_counters_clear(&counters);
}

static inline int by_key(const void *left, const void *right)
{
    const struct wj_map_entry *a = left;
    const struct wj_map_entry *b = right;
    return strcmp(a->key.ptr, b->key.ptr);
}

/* The numbers in an order of their own: the one in which they came is no part of the result. */
static inline void show_quantities(struct wj_buf *out, const struct wj_tally *tally)
{
    for (size_t i = 0; i < tally->survey->question_count; i++) {
        const struct wj_quantity_tally *quantity = tally->questions[i].quantity;
        if (quantity == NULL) {
            continue;
        }
        size_t count = quantity->values.count;
        struct wj_map_entry *sorted = calloc(count + 1, sizeof *sorted);
        if (sorted == NULL) {
            abort();
        }
        if (count > 0) {
            memcpy(sorted, quantity->values.entries, count * sizeof *sorted);
        }
        qsort(sorted, count, sizeof *sorted, by_key);
        for (size_t j = 0; j < count; j++) {
            wj_buf_addf(out, " %.*s:%llu", WJ_SLICE_ARG(sorted[j].key),
                        (unsigned long long)sorted[j].value);
        }
        wj_buf_addf(out, " rest %llu;", (unsigned long long)quantity->rest);
        free(sorted);
    }
}

static inline void show_ledger(struct wj_buf *out, const struct wj_screen *screen)
{
    struct wj_ledger_walk walk = {.ledger = wj_screen_ledger(screen)};
    bool any = false;
    enum wj_status status = wj_ledger_next(&walk, &any);
    for (; status == WJ_OK && any; status = wj_ledger_next(&walk, &any)) {
        for (size_t i = 0; i < walk.rejection.breach_count; i++) {
            wj_buf_addf(out, "%llu@%llu %s %zu %s %s\n", (unsigned long long)walk.rejection.record,
                        (unsigned long long)walk.rejection.line, walk.rejection.id,
                        walk.rejection.breaches[i].rule, walk.rejection.breaches[i].questions,
                        walk.rejection.breaches[i].answers);
        }
    }
    wj_buf_addf(out, "ledger: %d\n", (int)status);
    wj_ledger_walk_clear(&walk);
}

#endif
