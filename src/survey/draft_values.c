#include "draft.h"

enum wj_status wj_draft_values_add(struct wj_draft_values *values, struct wj_slice text,
                                   struct wj_draft_tally tally)
{
    uint64_t *number = NULL;
    size_t count = values->index.count;
    if (wj_grow(&values->tallies, &values->capacity, count + 1, sizeof *values->tallies) != WJ_OK ||
        wj_map_put(&values->index, text, &number) != WJ_OK) {
        return WJ_MEMORY;
    }
    if (*number == 0) {
        *number = count + 1;
        values->tallies[count] =
            (struct wj_draft_tally){.personal = tally.personal, .number = tally.number};
    }
    values->tallies[*number - 1].count += tally.count;
    values->tallies[*number - 1].print += tally.print;
    return WJ_OK;
}

struct wj_slice wj_draft_value(const struct wj_draft_values *values, size_t number)
{
    return values->index.entries[number].key;
}

void wj_draft_values_clear(struct wj_draft_values *values)
{
    wj_map_clear(&values->index);
    wj_free(values->tallies);
    *values = (struct wj_draft_values){0};
}
