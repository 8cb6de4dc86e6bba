/* With `unique` no record is counted before it is known which responses have its key. It claims the
 * key, and the numbers of its answers wait beside the claim. */
#include "lane_parts.h"

#include "wjtab/base/memory.h"
#include "wjtab/base/pack.h"

/* The answers of WJ_LANE_BATCH records to one question stand side by side. */
static uint16_t *row_of(const struct wj_lane *lane, size_t record, size_t question)
{
    size_t block = record / WJ_LANE_BATCH * lane->survey->question_count;
    return lane->claims.rows + (block + question) * WJ_LANE_BATCH + record % WJ_LANE_BATCH;
}

enum wj_status wj_lane_claims_init(struct wj_lane *lane)
{
    size_t count = lane->survey->valid.unique_count;
    size_t cells = (count + 1) * WJ_LANE_BATCH;
    lane->claims.wanted = count > 0;
    if (!lane->claims.wanted) {
        return WJ_OK;
    }
    lane->claims.fields = wj_arena_alloc(&lane->arena, (count + 1) * sizeof *lane->claims.fields);
    lane->claims.cells = wj_arena_alloc(&lane->arena, cells * sizeof *lane->claims.cells);
    return lane->claims.fields != NULL && lane->claims.cells != NULL ? WJ_OK : WJ_MEMORY;
}

void wj_lane_claims_begin(struct wj_lane *lane, const struct wj_columns *columns)
{
    size_t count = lane->survey->valid.unique_count;
    for (size_t i = 0; i < count; i++) {
        lane->claims.fields[i] = columns->unique[i];
    }
    lane->claims.fields[count] = columns->id;
}

/* In the text a quote within quotes is doubled. */
static bool has_doubled(const struct wj_lane_batch *batch, struct wj_slice cell)
{
    bool quoted = cell.ptr > batch->rows.text && cell.ptr[-1] == '"';
    return quoted && memchr(cell.ptr, '"', cell.len) != NULL;
}

/* A column that the file does not have is empty. */
void wj_lane_claims_find(struct wj_lane *lane)
{
    struct wj_lane_batch *batch = &lane->batch;
    size_t count = lane->survey->valid.unique_count + 1;
    for (size_t i = 0; i < count; i++) {
        long field = lane->claims.fields[i];
        for (size_t r = 0; r < batch->count; r++) {
            struct wj_slice *cell = &lane->claims.cells[r * count + i];
            *cell = field < 0 ? wj_slice("", 0) : wj_lane_field(&batch->rows, r, (size_t)field);
            bool doubled = field >= 0 && has_doubled(batch, *cell);
            batch->any[r] |= doubled ? WJ_LANE_UNKNOWN_CELL : 0;
            batch->sure = batch->sure && !doubled;
        }
    }
}

/* ---- claiming ---- */

static enum wj_status claim_key(struct wj_lane *lane, const struct wj_stretch *rest, size_t record)
{
    struct wj_claims *made = &lane->claims.made;
    size_t count = lane->survey->valid.unique_count;
    const struct wj_slice *cells = &lane->claims.cells[record * (count + 1)];
    if (wj_claims_put(made, rest->record, rest->line, cells, count) != WJ_OK) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; lane->has_themes && i < lane->column_count; i++) {
        if (lane->columns[i].kind == WJ_LANE_THEMES) {
            wj_pack_text(&made->texts, wj_lane_batch_cell(lane, record, i));
        }
    }
    return made->texts.failed ? WJ_MEMORY : WJ_OK;
}

/* Passes over a record. */
static void pass(struct wj_stretch *rest, size_t end)
{
    rest->record++;
    rest->line++;
    while (rest->break_count > 0 && rest->breaks[0] < end) {
        rest->breaks++;
        rest->break_count--;
        rest->line++;
    }
}

enum wj_status wj_lane_claims_reserve(struct wj_lane *lane, size_t count)
{
    size_t blocks = (count + WJ_LANE_BATCH - 1) / WJ_LANE_BATCH;
    return wj_grow(&lane->claims.rows, &lane->claims.row_capacity,
                   blocks * lane->survey->question_count * WJ_LANE_BATCH,
                   sizeof *lane->claims.rows);
}

void wj_lane_claim(struct wj_lane *lane, struct wj_stretch *rest)
{
    const struct wj_lane_batch *batch = &lane->batch;
    size_t record = lane->claims.made.count;
    if (wj_lane_claims_reserve(lane, record + 1) != WJ_OK ||
        claim_key(lane, rest, batch->next) != WJ_OK) {
        return;
    }
    for (size_t i = 0; i < lane->survey->question_count; i++) {
        *row_of(lane, record, i) = (uint16_t)lane->values[i];
    }
    pass(rest, wj_memo_start(&batch->rows, batch->next + 1));
}

/* Keeps the answers of records of the batch, whose claims are to be the next. */
static void keep_rows(struct wj_lane *lane, size_t first, size_t count)
{
    size_t record = lane->claims.made.count;
    while (count > 0) {
        size_t room = WJ_LANE_BATCH - record % WJ_LANE_BATCH;
        size_t some = count < room ? count : room;
        for (size_t i = 0; i < lane->survey->question_count; i++) {
            uint16_t *row = row_of(lane, record, i);
            const uint32_t *values = lane->batch.values + i * WJ_LANE_BATCH + first;
            for (size_t r = 0; r < some; r++) {
                row[r] = (uint16_t)values[r];
            }
        }
        first += some;
        record += some;
        count -= some;
    }
}

void wj_lane_claim_batch(struct wj_lane *lane, struct wj_stretch *rest, size_t first, size_t count)
{
    enum wj_status status = wj_lane_claims_reserve(lane, lane->claims.made.count + count);
    if (status == WJ_OK) {
        keep_rows(lane, first, count);
    }
    for (size_t i = first; status == WJ_OK && i < first + count; i++) {
        status = claim_key(lane, rest, i);
        pass(rest, wj_memo_start(&lane->batch.rows, i + 1));
    }
}

struct wj_claims *wj_lane_claims(struct wj_lane *lane)
{
    return &lane->claims.made;
}

/* ---- counting ---- */

/* Puts the answers of a block's records into the batch. */
static size_t load_block(struct wj_lane *lane, size_t first)
{
    size_t left = lane->claims.made.count - first;
    size_t count = left < WJ_LANE_BATCH ? left : WJ_LANE_BATCH;
    for (size_t i = 0; i < lane->survey->question_count; i++) {
        const uint16_t *row = row_of(lane, first, i);
        uint32_t *values = lane->batch.values + i * WJ_LANE_BATCH;
        for (size_t r = 0; r < count; r++) {
            values[r] = row[r];
        }
    }
    return count;
}

/* Counts those of a block that were not dropped, as many as stand side by side at once. */
static void count_block(struct wj_lane *lane, const struct wj_claim *claims, size_t count)
{
    wj_lane_find_places(lane);
    for (size_t i = 0; i < count; i++) {
        size_t first = i;
        while (i < count && !claims[i].dropped) {
            i++;
        }
        wj_lane_count_batch(lane, first, i - first);
    }
}

/* Puts the texts whose themes are counted where their columns have their answer. */
static void load_themes(struct wj_lane *lane, const struct wj_claim *claim)
{
    struct wj_slice texts = wj_buf_slice(&lane->claims.made.texts);
    size_t at = (size_t)claim->text + claim->key_len + claim->id_len;
    struct wj_unpack from = {.rest = wj_slice_from(texts, at)};
    for (size_t i = 0; lane->has_themes && i < lane->column_count; i++) {
        if (lane->columns[i].kind == WJ_LANE_THEMES) {
            lane->columns[i].answers[0].cell = wj_unpack_text(&from);
        }
    }
}

static void count_singly(struct wj_lane *lane, const struct wj_claim *claims, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!claims[i].dropped) {
            wj_lane_load(lane, i);
            load_themes(lane, &claims[i]);
            wj_lane_count(lane);
        }
    }
}

enum wj_status wj_lane_count_claims(struct wj_lane *lane)
{
    struct wj_claims *made = &lane->claims.made;
    unsigned long failures = wj_memory_failures();
    if (lane->outgrown && lane->status == WJ_OK) {
        lane->status = wj_lane_lay_all(lane);
    }
    wj_lane_batch_forget(lane);
    for (size_t first = 0; lane->status == WJ_OK && first < made->count; first += WJ_LANE_BATCH) {
        size_t count = load_block(lane, first);
        if (lane->joints.direct_count == 0) {
            count_block(lane, made->list + first, count);
        } else {
            count_singly(lane, made->list + first, count);
        }
    }
    lane->status = lane->status == WJ_OK ? wj_memory_status(failures) : lane->status;
    wj_claims_reset(made);
    return lane->status;
}

void wj_lane_claims_clear(struct wj_lane *lane)
{
    wj_free(lane->claims.rows);
    wj_spill_walk_clear(&lane->claims.next_held);
    wj_spill_clear(&lane->claims.held);
    wj_buf_clear(&lane->claims.entry);
    wj_buf_clear(&lane->claims.length);
    wj_claims_clear(&lane->claims.made);
}
