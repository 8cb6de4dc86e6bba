/* The lane on GB18030 as it stands in a file: cells are remembered by their bytes there, and what
 * is not looked up must be valid before a record is taken. */
#include "lane_parts.h"

/* ---- beginning and ending ---- */

/* What was learnt of cells in another encoding is not to be taken for these. */
static enum wj_status forget_cells(struct wj_lane *lane)
{
    enum wj_status status = WJ_OK;
    wj_lane_runs_begin(lane);
    for (size_t i = 0; status == WJ_OK && i < lane->column_count; i++) {
        struct wj_memo *memo = &lane->columns[i].memo;
        const struct wj_memo_kernel *kernel = memo->kernel;
        wj_memo_clear(memo);
        lane->columns[i].spellings = 0;
        status = wj_memo_init(memo, kernel);
    }
    return status;
}

static bool is_looked_up(const struct wj_lane *lane, size_t field)
{
    for (size_t i = 0; i < lane->column_count; i++) {
        const struct wj_lane_column *column = &lane->columns[i];
        bool cells = column->kind == WJ_LANE_CELLS || column->kind == WJ_LANE_SECONDS ||
                     column->kind == WJ_LANE_TICK;
        if (cells && column->field == field) {
            return true;
        }
    }
    return false;
}

static enum wj_status list_unseen(struct wj_lane *lane)
{
    enum wj_status status =
        wj_grow(&lane->unseen, &lane->unseen_capacity, lane->field_count, sizeof *lane->unseen);
    lane->unseen_count = 0;
    for (size_t i = 0; status == WJ_OK && i < lane->field_count; i++) {
        if (is_looked_up(lane, i)) {
            continue;
        }
        if (lane->unseen_count > 0 && lane->unseen[lane->unseen_count - 1].last + 1 == i) {
            lane->unseen[lane->unseen_count - 1].last++;
        } else {
            lane->unseen[lane->unseen_count++] = (struct wj_lane_span){(uint32_t)i, (uint32_t)i};
        }
    }
    return status;
}

enum wj_status wj_lane_take_raw(struct wj_lane *lane, bool *raw)
{
    *raw = lane->able;
    for (size_t i = 0; i < lane->column_count; i++) {
        *raw = *raw && lane->columns[i].kind != WJ_LANE_THEMES;
    }
    if (!*raw) {
        return WJ_OK;
    }
    enum wj_status status = lane->codes == NULL ? wj_codes_new(&lane->codes) : WJ_OK;
    if (status == WJ_OK) {
        status = forget_cells(lane);
    }
    if (status == WJ_OK) {
        status = list_unseen(lane);
    }
    lane->raw = status == WJ_OK;
    return status;
}

enum wj_status wj_lane_end_raw(struct wj_lane *lane)
{
    bool was_raw = lane->raw;
    lane->raw = false;
    return was_raw ? forget_cells(lane) : WJ_OK;
}

void wj_lane_raw_clear(struct wj_lane *lane)
{
    wj_codes_free(lane->codes);
    wj_buf_clear(&lane->code);
    wj_free(lane->unseen);
}

/* ---- cells ---- */

static bool is_valid(struct wj_lane *lane, size_t record)
{
    const struct wj_memo_rows *rows = &lane->batch.rows;
    const uint32_t *marks = rows->marks + record * rows->stride;
    for (size_t i = 0; i < lane->unseen_count; i++) {
        struct wj_lane_span span = lane->unseen[i];
        size_t from =
            span.first > 0 ? (size_t)marks[span.first - 1] + 1 : wj_memo_start(rows, record);
        if (!wj_codes_valid(lane->codes, wj_slice(rows->text + from, marks[span.last] - from))) {
            return false;
        }
    }
    return true;
}

size_t wj_lane_count_valid(struct wj_lane *lane, size_t count)
{
    size_t valid = 0;
    while (valid < count && is_valid(lane, valid)) {
        valid++;
    }
    return valid;
}

enum wj_status wj_lane_written(struct wj_lane *lane, struct wj_slice *cell)
{
    if (!lane->raw || cell->len == 0) {
        return WJ_OK;
    }
    wj_buf_reset(&lane->code);
    enum wj_status status = wj_codes_encode(lane->codes, *cell, &lane->code);
    *cell = wj_buf_slice(&lane->code);
    return status;
}
