#include "score_job.h"

struct wj_slice wj_indicator_value(const struct wj_scoring *scoring,
                                   const struct wj_indicator *indicator)
{
    long column = scoring->columns[WJ_COLUMN_VALUE];
    if (column < 0) {
        return wj_slice_of("");
    }
    return wj_small_table_text(&scoring->table, indicator->row, column);
}
