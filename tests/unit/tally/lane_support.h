/* Counting a file in the lane or beside it, with a given kernel and block size: for tests and
 * measurements. */
#ifndef TESTS_UNIT_TALLY_LANE_SUPPORT_H
#define TESTS_UNIT_TALLY_LANE_SUPPORT_H

#include "../../../src/read/csv_reader.h"
#include "../../../src/tally/lane_parts.h"
#include "wjtab/screen/screen.h"
#include "wjtab/survey/answer.h"
#include "wjtab/survey/survey.h"
#include "wjtab/tally/lane.h"
#include "wjtab/tally/tally.h"

struct counting {
    const struct wj_survey *survey;
    const char *path;
    struct wj_csv_way way;
    struct wj_read_options read;         /* encoding and delimiter */
    const struct wj_memo_kernel *kernel; /* NULL: the fastest */
    uint64_t runs_due;                   /* as in wj_lane; 0: what it is otherwise */
    bool careful;
    struct wj_diags diags; /* filled from here on */
    struct wj_columns *columns;
    struct wj_slice *header;
    size_t header_count;
    struct wj_coder *coder;
    struct wj_screen *screen;
    struct wj_tally tally;
    bool has_tally;
    struct wj_lane *lane;
    uint64_t records;
    uint64_t taken; /* of these */
    struct wj_arena arena;
};

static inline enum wj_status counting_header(struct counting *counting,
                                             const struct wj_batch *batch)
{
    const struct wj_record *record = &batch->records[0];
    struct wj_slice *header = wj_arena_alloc(&counting->arena, record->count * sizeof *header);
    if (header == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < record->count; i++) {
        struct wj_slice field = batch->fields[record->first + i];
        header[i] = wj_slice(wj_arena_copy(&counting->arena, field), field.len);
        if (header[i].ptr == NULL) {
            return WJ_MEMORY;
        }
    }
    counting->header = header;
    counting->header_count = record->count;
    enum wj_status status = wj_columns_find(&counting->diags, counting->survey, counting->path,
                                            header, record->count, &counting->columns);
    if (status == WJ_OK && counting->lane != NULL) {
        wj_lane_begin(counting->lane, counting->columns, record->count);
        counting->lane->runs_due =
            counting->runs_due > 0 ? counting->runs_due : counting->lane->runs_due;
    }
    return status;
}

static inline enum wj_status counting_record(struct counting *counting,
                                             const struct wj_record *record,
                                             const struct wj_slice *fields)
{
    struct wj_response *response = wj_coder_response(counting->coder);
    enum wj_verdict verdict = WJ_REJECTED;
    enum wj_status status = WJ_OK;
    response->file = "responses";
    response->record = record->number;
    response->line = record->line;
    response->columns = counting->columns;
    response->fields = fields;
    response->field_count = record->count;
    response->shape =
        !wj_record_fits(counting->header, counting->header_count, fields, record->count);
    response->id = wj_response_cell(response, counting->columns->id);
    response->seconds = wj_response_cell(response, counting->columns->seconds);
    counting->records++;
    if (!response->shape) {
        status = wj_coder_code(counting->coder, &counting->diags);
    }
    if (status == WJ_OK) {
        status = wj_screen_judge(counting->screen, response, &verdict);
    }
    if (status == WJ_OK && verdict == WJ_EFFECTIVE) {
        wj_tally_add(&counting->tally, response, 1);
        status = counting->lane != NULL ? wj_lane_learn(counting->lane, response) : WJ_OK;
    }
    return status;
}

static inline enum wj_status counting_batches(struct counting *counting, struct wj_reader *reader)
{
    struct wj_batch batch = {0};
    bool first = true;
    enum wj_status status = wj_reader_next(reader, &counting->diags, &batch);
    while (status == WJ_OK && batch.count > 0) {
        if (first) {
            status = counting_header(counting, &batch);
        }
        for (size_t i = first ? 1 : 0; status == WJ_OK && i < batch.count; i++) {
            status =
                counting_record(counting, &batch.records[i], batch.fields + batch.records[i].first);
        }
        if (first && counting->lane != NULL) {
            struct wj_taker taker = wj_lane_taker(counting->lane);
            wj_reader_offer(reader, &taker);
        }
        first = false;
        if (status == WJ_OK) {
            status = wj_reader_next(reader, &counting->diags, &batch);
        }
    }
    return status;
}

static inline enum wj_status counting_open(struct counting *counting)
{
    enum wj_status status = wj_coder_new(counting->survey, &counting->coder);
    if (status == WJ_OK) {
        status = wj_screen_new(counting->survey, &counting->screen);
    }
    if (status == WJ_OK) {
        counting->has_tally = true;
        status = wj_tally_init(&counting->tally, &counting->diags, counting->survey);
    }
    if (status == WJ_OK && !counting->careful && wj_lane_wants(counting->survey)) {
        status = wj_lane_new(counting->survey, &counting->tally, &counting->lane);
    }
    if (status == WJ_OK && counting->lane != NULL) {
        status = wj_lane_tune(counting->lane, counting->kernel);
    }
    return status;
}

/* Counts everything; what was counted before a fault is counted. */
static inline enum wj_status counting_do(struct counting *counting)
{
    struct wj_read_options options = {.encoding = counting->read.encoding,
                                      .delimiter = counting->read.delimiter,
                                      .no_digest = true,
                                      .header_alone = true};
    struct wj_reader *reader = NULL;
    enum wj_status status = counting_open(counting);
    if (status == WJ_OK) {
        status = wj_csv_open(&counting->diags, counting->path, &options, &counting->way, &reader);
    }
    if (status == WJ_OK) {
        status = counting_batches(counting, reader);
    }
    if (counting->lane != NULL) {
        enum wj_status folded = wj_lane_finish(counting->lane);
        status = status == WJ_OK ? folded : status;
        counting->taken = wj_lane_records(counting->lane);
        counting->records += counting->taken;
        wj_screen_add_straight(counting->screen, wj_lane_straight(counting->lane));
    }
    wj_reader_free(reader);
    return status;
}

static inline void counting_clear(struct counting *counting)
{
    wj_lane_free(counting->lane);
    if (counting->has_tally) {
        wj_tally_clear(&counting->tally);
    }
    wj_screen_free(counting->screen);
    wj_coder_free(counting->coder);
    wj_columns_free(counting->survey, counting->columns);
    wj_arena_clear(&counting->arena);
    wj_diags_clear(&counting->diags);
}

#endif
