#include "wjtab/score/score.h"

#include <limits.h>

#include "score_job.h"

/* A cell's new text, as a piece of the shared buffer: that moves while it grows. */
struct change {
    size_t row;
    size_t column;
    size_t start;
    size_t end;
    bool kept; /* stays as it is */
};

struct writing {
    const struct wj_scoring *scoring;
    struct wj_rounding percent;
    struct wj_rounding score;
    long score_column;
    long rate_column;
    struct change *changes;
    size_t count;
    size_t capacity;
    struct wj_buf texts;
};

/* The first field behind the header in which no row has text. */
static size_t free_column(const struct wj_table *table)
{
    size_t column = table->rows[0].count;
    for (size_t row = 1; row < table->row_count; row++) {
        while (wj_small_table_text(table, row, (long)column).len > 0) {
            column++;
        }
    }
    return column;
}

static enum wj_status add_change(struct writing *writing, struct change change)
{
    enum wj_status status = wj_grow(&writing->changes, &writing->capacity, writing->count + 1,
                                    sizeof *writing->changes);
    if (status == WJ_OK) {
        writing->changes[writing->count++] = change;
    }
    return status;
}

/* A workbook's formula that the scores were computed with keeps its value: it is the right one, and
 * the table can be read again. */
static enum wj_status keep(struct writing *writing, size_t row, long column)
{
    struct change change = {.row = row, .column = (size_t)column, .kept = true};
    return writing->scoring->table.part != NULL ? add_change(writing, change) : WJ_OK;
}

/* Notes that a cell becomes what stands in texts from `start` on; not where it is so already. */
static enum wj_status note(struct writing *writing, size_t row, long column, size_t start)
{
    const struct wj_cell *cell = wj_table_cell(&writing->scoring->table, row, (size_t)column);
    struct wj_slice old = cell != NULL ? cell->text : wj_slice(NULL, 0);
    if (wj_buf_status(&writing->texts) != WJ_OK) {
        return WJ_MEMORY;
    }
    if (wj_slice_equal(old, wj_slice_from(wj_buf_slice(&writing->texts), start))) {
        return keep(writing, row, column);
    }
    struct change change = {
        .row = row, .column = (size_t)column, .start = start, .end = writing->texts.len};
    return add_change(writing, change);
}

static enum wj_status note_score(struct writing *writing, const struct wj_indicator *indicator)
{
    size_t start = writing->texts.len;
    if (indicator->formula == NULL) {
        return keep(writing, indicator->row, writing->score_column);
    }
    if (indicator->has_score) {
        wj_number_short(&writing->texts, indicator->score, writing->score);
    }
    return note(writing, indicator->row, writing->score_column, start);
}

/* A rate that stands beside a score which a formula no longer gives is out of date. */
static enum wj_status note_rate(struct writing *writing, const struct wj_indicator *indicator)
{
    size_t start = writing->texts.len;
    bool has_rate = indicator->has_score && mpq_sgn(indicator->points) > 0;
    bool outdated = !indicator->has_score && indicator->formula != NULL;
    if (!has_rate && !outdated) {
        return keep(writing, indicator->row, writing->rate_column);
    }
    if (has_rate) {
        wj_number_percent(&writing->texts, indicator->rate, writing->percent, true);
    }
    return note(writing, indicator->row, writing->rate_column, start);
}

static enum wj_status note_done(struct writing *writing, const struct wj_indicator *indicator)
{
    size_t start = writing->texts.len;
    long column = writing->scoring->columns[WJ_COLUMN_DONE];
    if (!indicator->has_done) {
        return keep(writing, indicator->row, column);
    }
    wj_number_percent(&writing->texts, indicator->done, writing->percent, true);
    return note(writing, indicator->row, column, start);
}

static enum wj_status note_cell(struct writing *writing, const struct wj_indicator *indicator,
                                long column)
{
    if (column == writing->score_column) {
        return note_score(writing, indicator);
    }
    if (column == writing->rate_column) {
        return note_rate(writing, indicator);
    }
    return column == writing->scoring->columns[WJ_COLUMN_DONE]
               ? note_done(writing, indicator)
               : keep(writing, indicator->row, column);
}

/* The next column with a meaning to the right of one; LONG_MAX: none. */
static long next_column(const struct writing *writing, long column)
{
    long next = writing->score_column > column ? writing->score_column : LONG_MAX;
    for (size_t i = 0; i < WJ_SCORING_COLUMNS; i++) {
        long one = writing->scoring->columns[i];
        next = one > column && one < next ? one : next;
    }
    return next;
}

/* Changes of a row are noted from the left. */
static enum wj_status note_indicator(struct writing *writing, const struct wj_indicator *indicator)
{
    enum wj_status status = WJ_OK;
    long column = next_column(writing, -1);
    while (status == WJ_OK && column < LONG_MAX) {
        status = note_cell(writing, indicator, column);
        column = next_column(writing, column);
    }
    return status;
}

/* Adds a 得分 column where a formula needs one and there is none. */
static enum wj_status prepare_score_column(struct writing *writing)
{
    const struct wj_scoring *scoring = writing->scoring;
    bool needed = false;
    for (size_t i = 0; i < scoring->indicator_count; i++) {
        needed = needed || scoring->indicators[i].formula != NULL;
    }
    writing->score_column = scoring->columns[WJ_COLUMN_SCORE];
    if (writing->score_column >= 0 || !needed) {
        return WJ_OK;
    }
    size_t start = writing->texts.len;
    writing->score_column = (long)free_column(&scoring->table);
    wj_buf_add_text(&writing->texts, "得分");
    return note(writing, 0, writing->score_column, start);
}

static enum wj_status write_changes(const struct writing *writing, struct wj_buf *out)
{
    struct wj_table_edit *edits = wj_alloc(writing->count * sizeof *edits);
    if (edits == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < writing->count; i++) {
        const struct change *change = &writing->changes[i];
        edits[i] = (struct wj_table_edit){
            .row = change->row,
            .column = change->column,
            .kept = change->kept,
            .text = wj_slice(writing->texts.ptr + change->start, change->end - change->start)};
    }
    enum wj_status status = wj_table_write(&writing->scoring->table, edits, writing->count, out);
    wj_free(edits);
    return status;
}

enum wj_status wj_scoring_write(const struct wj_scoring *scoring, struct wj_rounding percent,
                                struct wj_rounding score, struct wj_buf *out)
{
    struct writing writing = {.scoring = scoring,
                              .percent = percent,
                              .score = score,
                              .rate_column = scoring->columns[WJ_COLUMN_RATE]};
    bool ready = wj_buf_reserve(&writing.texts, 0) != NULL;
    enum wj_status status = ready ? prepare_score_column(&writing) : WJ_MEMORY;
    for (size_t i = 0; status == WJ_OK && i < scoring->indicator_count; i++) {
        status = note_indicator(&writing, &scoring->indicators[i]);
    }
    if (status == WJ_OK) {
        status = write_changes(&writing, out);
    }
    wj_free(writing.changes);
    wj_buf_clear(&writing.texts);
    return status;
}
