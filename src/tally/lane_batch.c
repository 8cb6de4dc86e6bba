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

/* Lists records from `start` on, up to the first that is not plain. */
static void list_records(struct wj_lane *lane, const struct wj_stretch *stretch)
{
    struct wj_lane_batch *batch = &lane->batch;
    const uint32_t *marks = stretch->marks;
    const uint32_t *marks_end = marks + stretch->mark_count;
    size_t start = stretch->start;
    batch->count = 0;
    batch->next = 0;
    while (batch->count < WJ_LANE_BATCH && (size_t)(marks_end - marks) >= lane->field_count) {
        size_t end = (size_t)marks[lane->field_count - 1] + 1;
        if (end + WJ_MEMO_WIDE > stretch->len || !is_plain(lane, stretch, marks) ||
            (lane->raw && !wj_lane_is_valid(lane, stretch->text, marks, start))) {
            break;
        }
        batch->marks[batch->count] = marks;
        batch->starts[batch->count++] = start;
        marks += lane->field_count;
        /* A CRLF has two marks. */
        bool two = stretch->text[end - 1] == '\r' && marks < marks_end && marks[0] == end &&
                   stretch->text[end] == '\n';
        marks += two ? 1 : 0;
        start = end + (two ? 1 : 0);
    }
    batch->marks[batch->count] = marks;
    batch->starts[batch->count] = start;
}

static inline struct wj_slice cell_of(const struct wj_lane_batch *batch, const char *text,
                                      size_t record, size_t field)
{
    const uint32_t *marks = batch->marks[record];
    size_t from = field > 0 ? (size_t)marks[field - 1] + 1 : batch->starts[record];
    size_t quote = text[from] == '"' ? 1 : 0;
    return wj_slice(text + from + quote, marks[field] - from - 2 * quote);
}

static void match_texts(struct wj_lane *lane, const struct wj_lane_column *column, const char *text,
                        uint32_t *values)
{
    const struct wj_lane_batch *batch = &lane->batch;
    for (size_t i = 0; i < batch->count; i++) {
        struct wj_slice cell = cell_of(batch, text, i, column->field);
        bool sure = lane->sure[(unsigned char)cell.ptr[0]];
        if (lane->raw) {
            sure = (sure && (unsigned char)cell.ptr[0] < 0x80) || wj_lane_is_sure_code(cell.ptr);
        }
        uint32_t filled = sure ? 0 : WJ_MEMO_NONE;
        values[i] = cell.len == 0 ? column->blank : filled;
    }
}

/* Themes are looked for in the text as it is written: without doubled quotes. */
static void match_themes(const struct wj_lane_batch *batch, const struct wj_lane_column *column,
                         const char *text, uint32_t *values)
{
    for (size_t i = 0; i < batch->count; i++) {
        struct wj_slice cell = cell_of(batch, text, i, column->field);
        if (cell.len > 0 && memchr(cell.ptr, '"', cell.len) != NULL) {
            values[i] = WJ_MEMO_NONE;
        }
    }
}

struct wj_slice wj_lane_batch_cell(const struct wj_lane *lane, const char *text, size_t record,
                                   size_t column)
{
    return cell_of(&lane->batch, text, record, lane->columns[column].field);
}

void wj_lane_note_quotes(struct wj_lane *lane, const char *text, size_t record)
{
    const struct wj_lane_batch *batch = &lane->batch;
    for (size_t i = 0; i < lane->column_count; i++) {
        struct wj_lane_column *column = &lane->columns[i];
        struct wj_slice cell = cell_of(batch, text, record, column->field);
        column->quoted = column->quoted || cell.ptr[-1] == '"';
    }
}

/* What is done for all records of a batch is done for as many as there may be: how many that are is
 * known to the compiler. */
static void find_places(struct wj_lane *lane)
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

static void find_bits(struct wj_lane *lane)
{
    const struct wj_memo_kernel *kernel = lane->columns[0].memo.kernel;
    struct wj_lane_batch *batch = &lane->batch;
    memset(batch->any, 0, sizeof batch->any);
    memset(batch->all, 0xFF, sizeof batch->all);
    for (size_t i = 0; i < lane->column_count; i++) {
        /* That the seconds are not blank does not make a response that is not. */
        uint32_t neutral = i < lane->survey->question_count ? 0 : WJ_LANE_WRITTEN_BLANK;
        kernel->gather(batch->any, batch->all, batch->values + i * WJ_LANE_BATCH, neutral);
    }
}

void wj_lane_batch_make(struct wj_lane *lane, const struct wj_stretch *stretch)
{
    struct wj_lane_batch *batch = &lane->batch;
    list_records(lane, stretch);
    if (batch->count == 0) {
        return;
    }
    for (size_t i = 0; i < lane->column_count; i++) {
        const struct wj_lane_column *column = &lane->columns[i];
        uint32_t *values = batch->values + i * WJ_LANE_BATCH;
        struct wj_memo_cells cells = {
            stretch->text, batch->marks, batch->starts, column->field, batch->count,
        };
        bool text = column->kind == WJ_LANE_TEXT || column->kind == WJ_LANE_THEMES;
        if (text) {
            match_texts(lane, column, stretch->text, values);
        } else if (column->kind != WJ_LANE_SET) {
            column->memo.kernel->find(&column->memo, &cells, values);
        }
        if (column->kind == WJ_LANE_THEMES) {
            match_themes(batch, column, stretch->text, values);
        }
    }
    for (size_t i = 0; i < lane->survey->question_count; i++) {
        if (lane->columns[i].kind == WJ_LANE_SET) {
            wj_lane_ticks_find(lane, i);
        }
    }
    find_bits(lane);
    if (lane->simple) {
        find_places(lane);
    }
}
