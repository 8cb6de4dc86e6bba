/* Some records of a stretch at once, column by column: what one record needs does not wait for
 * what the one before needed, and every loop does one thing. */
#include "lane_parts.h"

static inline bool is_line_end(char byte)
{
    return byte == '\n' || byte == '\r';
}

/* Has the record at these marks as many fields as the header, each ended as it should be? */
static inline bool is_plain(const struct wj_lane *lane, const struct wj_stretch *stretch,
                            const uint32_t *marks)
{
    const size_t last = lane->field_count - 1;
    unsigned odd = 0;
    for (size_t i = 0; i < last; i++) {
        odd |= (unsigned char)(stretch->text[marks[i]] ^ stretch->delimiter);
    }
    return odd == 0 && is_line_end(stretch->text[marks[last]]);
}

/* How many marks has a record of so many fields? A CRLF has two. */
static size_t count_marks(const struct wj_lane *lane, const struct wj_stretch *stretch,
                          const uint32_t *marks)
{
    const size_t count = lane->field_count;
    const uint32_t *last = marks + count - 1;
    bool two = last + 1 < stretch->marks + stretch->mark_count && last[1] == last[0] + 1 &&
               stretch->text[last[0]] == '\r' && stretch->text[last[1]] == '\n';
    return count + (two ? 1 : 0);
}

/* Do these records end where the first one's marks make expect, and are their line ends all marks
 * that are no delimiters? */
static bool is_even(const struct wj_lane *lane, const struct wj_stretch *stretch, size_t stride,
                    size_t records)
{
    const char *text = stretch->text;
    const uint32_t *ends = stretch->marks + lane->field_count - 1;
    const bool two = stride > lane->field_count;
    bool even = stretch->others == records * (two ? 2 : 1);
    for (size_t i = 0; even && i < records; i++) {
        size_t end = ends[i * stride];
        even = two ? text[end] == '\r' && text[end + 1] == '\n' : is_line_end(text[end]);
    }
    return even;
}

void wj_lane_batch_forget(struct wj_lane *lane)
{
    lane->batch.count = 0;
    lane->batch.next = 0;
    lane->batch.even_end = NULL;
}

void wj_lane_batch_begin(struct wj_lane *lane, const struct wj_stretch *stretch)
{
    struct wj_lane_batch *batch = &lane->batch;
    if (batch->even_end != NULL) {
        return;
    }
    batch->even_end = stretch->marks;
    if (stretch->mark_count >= lane->field_count) {
        size_t stride = count_marks(lane, stretch, stretch->marks);
        size_t records = stretch->mark_count / stride;
        batch->even_stride = stride;
        batch->even_end += is_even(lane, stretch, stride, records) ? records * stride : 0;
    }
}

/* So many records from a stretch's start on are known to be plain. */
static size_t count_even(const struct wj_lane_batch *batch, const struct wj_stretch *stretch)
{
    if (batch->even_end <= stretch->marks) {
        return 0;
    }
    size_t marks = (size_t)(batch->even_end - stretch->marks);
    return marks % batch->even_stride == 0 ? marks / batch->even_stride : 0;
}

/* So many are plain, and have as many marks as the first. */
static size_t count_plain(const struct wj_lane *lane, const struct wj_stretch *stretch,
                          size_t stride)
{
    const uint32_t *marks = stretch->marks;
    size_t left = stretch->mark_count;
    size_t count = 0;
    while (count < WJ_LANE_BATCH && left >= stride && is_plain(lane, stretch, marks) &&
           count_marks(lane, stretch, marks) == stride) {
        count++;
        marks += stride;
        left -= stride;
    }
    return count;
}

/* Lists records from the start on, up to the first that is not plain, or not like the first. */
static void list_records(struct wj_lane *lane, const struct wj_stretch *stretch)
{
    struct wj_lane_batch *batch = &lane->batch;
    struct wj_memo_rows *rows = &batch->rows;
    batch->count = 0;
    batch->next = 0;
    *rows = (struct wj_memo_rows){.text = stretch->text, .start = stretch->start};
    rows->marks = stretch->marks;
    if (stretch->mark_count < lane->field_count) {
        return;
    }
    size_t count = count_even(batch, stretch);
    rows->stride = count > 0 ? batch->even_stride : count_marks(lane, stretch, stretch->marks);
    count = count > 0 ? count : count_plain(lane, stretch, rows->stride);
    count = count < WJ_LANE_BATCH ? count : WJ_LANE_BATCH;
    while (count > 0 && wj_memo_start(rows, count) + WJ_MEMO_WIDE > stretch->len) {
        count--;
    }
    batch->count = count;
    if (stretch->unknown) {
        batch->count = wj_lane_count_valid(lane, count);
    }
}

/* These return the bits that any of the values has. */
static uint32_t match_texts(struct wj_lane *lane, const struct wj_lane_column *column,
                            uint32_t *values)
{
    const struct wj_lane_batch *batch = &lane->batch;
    uint32_t seen = 0;
    for (size_t i = 0; i < batch->count; i++) {
        struct wj_slice cell = wj_lane_field(&batch->rows, i, column->field);
        bool sure = lane->sure[(unsigned char)cell.ptr[0]];
        /* Whether there is a text, and how it begins, can't be foreseen: no branch. */
        if (lane->raw) {
            sure = (sure & ((unsigned char)cell.ptr[0] < 0x80)) | wj_lane_is_sure_code(cell.ptr);
        }
        uint32_t filled = sure ? 0 : WJ_MEMO_NONE;
        uint32_t empty = 0 - (uint32_t)(cell.len == 0);
        values[i] = (column->blank & empty) | (filled & ~empty);
        seen |= values[i];
    }
    return seen;
}

/* Themes are looked for in the text as it is written: without doubled quotes. */
static uint32_t match_themes(const struct wj_lane_batch *batch, const struct wj_lane_column *column,
                             uint32_t *values)
{
    uint32_t seen = 0;
    for (size_t i = 0; i < batch->count; i++) {
        struct wj_slice cell = wj_lane_field(&batch->rows, i, column->field);
        if (cell.len > 0 && memchr(cell.ptr, '"', cell.len) != NULL) {
            values[i] = WJ_MEMO_NONE;
        }
        seen |= values[i];
    }
    return seen;
}

struct wj_slice wj_lane_batch_cell(const struct wj_lane *lane, size_t record, size_t column)
{
    return wj_lane_field(&lane->batch.rows, record, lane->columns[column].field);
}

void wj_lane_note_quotes(struct wj_lane *lane, size_t record)
{
    for (size_t i = 0; i < lane->column_count; i++) {
        struct wj_lane_column *column = &lane->columns[i];
        struct wj_slice cell = wj_lane_field(&lane->batch.rows, record, column->field);
        bool inside = cell.ptr > lane->batch.rows.text;
        column->quoted = column->quoted || (inside && cell.ptr[-1] == '"');
    }
}

/* What is done for all records of a batch is done for as many as there may be: how many that are is
 * known to the compiler. */
void wj_lane_find_places(struct wj_lane *lane)
{
    const struct wj_memo_kernel *kernel = lane->columns[0].memo.kernel;
    for (size_t i = 0; i < lane->joints.group_count; i++) {
        const struct wj_lane_group *group = &lane->joints.groups[i];
        memset(group->places, 0, WJ_LANE_BATCH * sizeof *group->places);
        for (size_t j = 0; j < group->radix.count; j++) {
            kernel->add(group->places, lane->batch.values + group->radix.columns[j] * WJ_LANE_BATCH,
                        group->radix.strides[j]);
        }
    }
}

/* A column none of whose values has such bits need not be looked through. */
static void find_bits(struct wj_lane *lane)
{
    const struct wj_memo_kernel *kernel = lane->columns[0].memo.kernel;
    const size_t questions = lane->survey->question_count;
    struct wj_lane_batch *batch = &lane->batch;
    bool filled = false; /* some question is answered everywhere */
    batch->sure = true;
    for (size_t i = 0; i < lane->column_count; i++) {
        bool nothing = (batch->seen[i] & ~(uint32_t)WJ_LANE_NUMBER) == 0;
        batch->sure = batch->sure && nothing;
        filled = filled || (nothing && i < questions);
    }
    batch->sure = batch->sure && filled;
    memset(batch->any, 0, sizeof batch->any);
    memset(batch->all, filled ? 0 : 0xFF, sizeof batch->all);
    for (size_t i = 0; !batch->sure && i < lane->column_count; i++) {
        /* That the seconds are not blank does not make a response that is not. */
        uint32_t neutral = i < questions ? 0 : WJ_LANE_WRITTEN_BLANK;
        if (!filled || (batch->seen[i] & ~(uint32_t)WJ_LANE_NUMBER) != 0) {
            kernel->gather(batch->any, batch->all, batch->values + i * WJ_LANE_BATCH, neutral);
        }
    }
}

static void find_values(struct wj_lane *lane, size_t number)
{
    const struct wj_lane_batch *batch = &lane->batch;
    const struct wj_lane_column *column = &lane->columns[number];
    uint32_t *values = batch->values + number * WJ_LANE_BATCH;
    uint32_t seen = UINT32_MAX; /* of a set nothing is known here */
    if (column->kind == WJ_LANE_TEXT || column->kind == WJ_LANE_THEMES) {
        seen = match_texts(lane, column, values);
    } else if (column->kind != WJ_LANE_SET) {
        seen = column->memo.kernel->find(&column->memo, &batch->rows, column->field, column->field,
                                         batch->count, values);
    }
    if (column->kind == WJ_LANE_THEMES) {
        seen = match_themes(batch, column, values);
    }
    batch->seen[number] = seen;
}

void wj_lane_batch_make(struct wj_lane *lane, const struct wj_stretch *stretch)
{
    struct wj_lane_batch *batch = &lane->batch;
    list_records(lane, stretch);
    if (batch->count == 0) {
        return;
    }
    for (size_t i = 0; i < lane->run_count; i++) {
        if (lane->runs[i].column_count > 0) {
            wj_lane_runs_find(lane, &lane->runs[i]);
        }
    }
    for (size_t i = 0; i < lane->column_count; i++) {
        if (!lane->columns[i].in_run) {
            find_values(lane, i);
        }
    }
    for (size_t i = 0; i < lane->survey->question_count; i++) {
        if (lane->columns[i].kind == WJ_LANE_SET) {
            wj_lane_ticks_find(lane, i);
        }
    }
    find_bits(lane);
    if (lane->claims.wanted) {
        wj_lane_claims_find(lane);
    } else if (lane->simple) {
        wj_lane_find_places(lane);
    }
}
