/* Runs: neighbouring fields with few spellings, which are looked up as one cell. What a run holds
 * is put together from what is known of its cells, and taken apart again per column. */
#include "lane_parts.h"

enum {
    FIRST_LAY = 100, /* records after which runs are laid, when the usual spellings are known; */
    LATER_LAYS = 4,  /* and again after so many times as many */
    MOST_MISSED = 8, /* one record in so many may miss a run */
    FEW_MISSED = 256
};

/* ---- laying ---- */

static bool is_looked_up(const struct wj_lane_column *column)
{
    return column->kind == WJ_LANE_CELLS || column->kind == WJ_LANE_SECONDS ||
           column->kind == WJ_LANE_TICK;
}

/* The column that looks a field up; NULL where none does, or its cells are not for a run. */
static struct wj_lane_column *find_column(struct wj_lane *lane, size_t field)
{
    for (size_t i = 0; i < lane->column_count; i++) {
        struct wj_lane_column *column = &lane->columns[i];
        if (is_looked_up(column) && column->field == field) {
            return column->memo.count > 0 && !column->in_run ? column : NULL;
        }
    }
    return NULL;
}

static void add_column(struct wj_lane *lane, struct wj_lane_run *run, struct wj_lane_column *column)
{
    run->columns[run->column_count++] = (uint32_t)(column - lane->columns);
    run->places *= column->memo.count;
    run->longest += column->longest + (run->column_count > 1 ? 1 : 0);
}

/* The run that begins with a field; of one column where it is none. */
static struct wj_lane_run find_run(struct wj_lane *lane, size_t field)
{
    struct wj_lane_run run = {.first = field, .places = 1};
    struct wj_lane_column *column = find_column(lane, field);
    while (column != NULL && run.column_count < WJ_LANE_RUN_COLUMNS &&
           run.places * column->memo.count <= WJ_LANE_RUN_PLACES &&
           run.longest + 1 + column->longest <= WJ_MEMO_WIDE) {
        add_column(lane, &run, column);
        run.last = field++;
        column = field < lane->field_count ? find_column(lane, field) : NULL;
    }
    return run;
}

void wj_lane_runs_clear(struct wj_lane *lane)
{
    for (size_t i = 0; i < lane->run_count; i++) {
        wj_memo_clear(&lane->runs[i].memo);
    }
    for (size_t i = 0; i < lane->column_count; i++) {
        lane->columns[i].in_run = false;
    }
    lane->run_count = 0;
}

void wj_lane_runs_begin(struct wj_lane *lane)
{
    wj_lane_runs_clear(lane);
    lane->runs_due = FIRST_LAY;
}

static enum wj_status add_run(struct wj_lane *lane, struct wj_lane_run run)
{
    enum wj_status status =
        wj_grow(&lane->runs, &lane->run_capacity, lane->run_count + 1, sizeof *lane->runs);
    if (status != WJ_OK) {
        return status;
    }
    struct wj_lane_run *added = &lane->runs[lane->run_count++];
    *added = run;
    for (size_t i = 0; i < run.column_count; i++) {
        lane->columns[run.columns[i]].in_run = true;
    }
    return wj_memo_init(&added->memo, lane->columns[0].memo.kernel);
}

enum wj_status wj_lane_runs_lay(struct wj_lane *lane)
{
    enum wj_status status = WJ_OK;
    size_t field = 0;
    wj_lane_runs_clear(lane);
    lane->runs_due = LATER_LAYS * lane->records;
    while (status == WJ_OK && field < lane->field_count) {
        struct wj_lane_run run = find_run(lane, field);
        status = run.column_count > 1 ? add_run(lane, run) : WJ_OK;
        field += run.column_count > 1 ? run.column_count : 1;
    }
    return status;
}

/* ---- looking up ---- */

/* What is known of each cell of a record; false where one of them is not known. */
static bool find_singly(struct wj_lane *lane, const struct wj_lane_run *run, size_t record)
{
    const struct wj_memo_rows *rows = &lane->batch.rows;
    bool known = true;
    for (size_t i = 0; i < run->column_count; i++) {
        struct wj_slice cell = wj_memo_cell(rows, record, run->first + i, run->first + i);
        uint32_t value = wj_memo_get(&lane->columns[run->columns[i]].memo, cell);
        lane->batch.values[run->columns[i] * WJ_LANE_BATCH + record] = value;
        known = known && value != WJ_MEMO_NONE;
    }
    return known;
}

/* Remembers what the cells of a record are together. */
static void remember(struct wj_lane *lane, struct wj_lane_run *run, size_t record)
{
    struct wj_slice cell = wj_memo_cell(&lane->batch.rows, record, run->first, run->last);
    if (cell.len > WJ_MEMO_WIDE || run->count == WJ_LANE_RUN_PLACES ||
        wj_memo_get(&run->memo, cell) != WJ_MEMO_NONE) {
        return;
    }
    for (size_t i = 0; i < run->column_count; i++) {
        uint32_t value = lane->batch.values[run->columns[i] * WJ_LANE_BATCH + record];
        run->values[i][run->count] = value;
        run->seen[i] |= value;
    }
    /* Without memory it is not remembered: who counts failures will see it. */
    if (wj_memo_put(&run->memo, cell, (uint32_t)run->count) == WJ_OK) {
        run->count++;
    }
}

/* Looks a record's cells up one by one where the run is not known; returns how many such there are.
 */
static size_t find_missed(struct wj_lane *lane, struct wj_lane_run *run, const uint32_t *places)
{
    size_t missed = 0;
    for (size_t r = 0; r < lane->batch.count; r++) {
        if (places[r] == WJ_MEMO_NONE) {
            missed++;
            if (find_singly(lane, run, r)) {
                remember(lane, run, r);
            }
        }
    }
    return missed;
}

static void give_up(struct wj_lane *lane, struct wj_lane_run *run)
{
    for (size_t i = 0; i < run->column_count; i++) {
        lane->columns[run->columns[i]].in_run = false;
    }
    run->column_count = 0;
}

void wj_lane_runs_find(struct wj_lane *lane, struct wj_lane_run *run)
{
    const struct wj_memo_kernel *kernel = run->memo.kernel;
    uint32_t places[WJ_LANE_BATCH] = {0};
    uint32_t all = kernel->find(&run->memo, &lane->batch.rows, run->first, run->last,
                                lane->batch.count, places);
    for (size_t i = 0; i < run->column_count; i++) {
        kernel->pick(lane->batch.values + run->columns[i] * WJ_LANE_BATCH, run->values[i], places);
        lane->batch.seen[run->columns[i]] = all < WJ_LANE_RUN_PLACES ? run->seen[i] : UINT32_MAX;
    }
    run->looked += lane->batch.count;
    run->missed += all >= WJ_LANE_RUN_PLACES ? find_missed(lane, run, places) : 0;
    if (run->missed > FEW_MISSED && run->missed * MOST_MISSED > run->looked) {
        give_up(lane, run);
    }
}
