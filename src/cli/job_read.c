#include "job_read.h"

#include <string.h>

#include "job_crew.h"
#include "wjtab/base/interrupt.h"
#include "wjtab/base/message.h"
#include "wjtab/base/pack.h"

/* A tally where responses should be is a slip, of which its first line tells. */
static enum wj_status refuse_tally(struct wj_pass *pass)
{
    struct wj_place place = {.file = pass->file->shown};
    if (pass->header_count != 1 || !wj_slice_is(pass->header[0], "wjtally")) {
        return WJ_OK;
    }
    return wj_fail(&pass->job->diags, WJ_DATA, "tally_given", &place,
                   _("this is a tally file, not responses; `wjtab run --from` and `wjtab merge` "
                     "read it"));
}

static enum wj_status take_header(struct wj_pass *pass, const struct wj_batch *batch,
                                  const struct wj_reader *reader)
{
    struct wj_job *job = pass->job;
    const struct wj_record *record = &batch->records[0];
    const struct wj_slice *fields = batch->fields + record->first;
    struct wj_slice *header = wj_arena_alloc(&job->arena, (record->count + 1) * sizeof *header);
    if (header == NULL || wj_grow(&job->inputs, &job->input_capacity, job->input_count + 1,
                                  sizeof *job->inputs) != WJ_OK) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < record->count; i++) {
        header[i] = wj_slice(wj_arena_copy(&job->arena, fields[i]), fields[i].len);
        if (header[i].ptr == NULL) {
            return WJ_MEMORY;
        }
    }
    pass->header = header;
    pass->header_count = record->count;
    struct wj_input *input = &job->inputs[job->input_count++];
    *input = (struct wj_input){.file = pass->file->shown,
                               .format = wj_reader_format(reader),
                               .delimiter = wj_reader_delimiter(reader)};
    enum wj_status status = refuse_tally(pass);
    if (status == WJ_OK) {
        status = wj_columns_find(&job->diags, job->survey, pass->file->shown, header, record->count,
                                 &pass->file->columns);
    }
    if (status == WJ_OK && pass->lane != NULL) {
        wj_lane_begin(pass->lane, pass->file->columns, record->count);
    }
    if (status == WJ_OK && job->observer.file != NULL) {
        status = job->observer.file(job->observer.user, input, pass->file->columns, header,
                                    record->count);
    }
    return status;
}

static enum wj_status tell_judged(const struct wj_job *job, const struct wj_response *response,
                                  long rule)
{
    return job->observer.judged != NULL ? job->observer.judged(job->observer.user, response, rule)
                                        : WJ_OK;
}

/* An effective response. */
static enum wj_status count(struct wj_pass *pass, const struct wj_response *response)
{
    wj_tally_add(pass->tally, response, 1);
    enum wj_status status =
        pass->spool->survey != NULL ? wj_spool_add(pass->spool, response) : WJ_OK;
    if (status == WJ_OK && pass->job->open.survey != NULL) {
        status = wj_open_add(&pass->job->open, response);
    }
    if (status == WJ_OK && pass->lane != NULL) {
        status = wj_lane_learn(pass->lane, response);
    }
    return status == WJ_OK ? tell_judged(pass->job, response, -1) : status;
}

/* An effective response of whose key it is not known yet who has it. */
static enum wj_status await(struct wj_pass *pass, const struct wj_response *response)
{
    struct wj_waiting *waiting = pass->waiting;
    enum wj_status status = wj_claims_add(&waiting->claims, pass->job->survey, response);
    wj_pack_number(&waiting->fields, response->field_count);
    for (size_t i = 0; i < response->field_count; i++) {
        wj_pack_text(&waiting->fields, response->fields[i]);
    }
    if (status == WJ_OK) {
        status = wj_buf_status(&waiting->fields);
    }
    return status == WJ_OK && pass->lane != NULL ? wj_lane_learn(pass->lane, response) : status;
}

/* A response that the ledger took last. */
static enum wj_status reject(struct wj_pass *pass, const struct wj_response *response)
{
    return tell_judged(pass->job, response, (long)wj_screen_ledger(pass->screen)->last_rule);
}

static enum wj_status take_record(struct wj_pass *pass, const struct wj_record *record,
                                  const struct wj_slice *fields)
{
    struct wj_job *job = pass->job;
    struct wj_response *response = wj_coder_response(pass->coder);
    enum wj_verdict verdict;
    enum wj_status status = WJ_OK;
    response->file = pass->file->shown;
    response->file_number = pass->number;
    response->record = record->number;
    response->line = record->line;
    response->columns = pass->file->columns;
    response->fields = fields;
    response->field_count = record->count;
    response->shape = !wj_record_fits(pass->header, pass->header_count, fields, record->count);
    response->id = wj_response_cell(response, pass->file->columns->id);
    response->seconds = wj_response_cell(response, pass->file->columns->seconds);
    pass->records++;
    if (!response->shape) {
        status = wj_coder_code(pass->coder, pass->diags);
        pass->uncoded = status == WJ_DATA;
    }
    if (status == WJ_OK && job->observer.response != NULL) {
        status = job->observer.response(job->observer.user, pass->coder, response);
    }
    if (status == WJ_OK) {
        status = wj_screen_judge(pass->screen, response, &verdict);
    }
    if (status != WJ_OK || verdict == WJ_HELD) {
        return status;
    }
    if (verdict == WJ_REJECTED) {
        return reject(pass, response);
    }
    return pass->waiting != NULL ? await(pass, response) : count(pass, response);
}

enum wj_status wj_pass_batch(struct wj_pass *pass, const struct wj_batch *batch, size_t number)
{
    enum wj_status status = WJ_OK;
    for (size_t i = number; status == WJ_OK && i < batch->count; i++) {
        const struct wj_record *record = &batch->records[i];
        status = take_record(pass, record, batch->fields + record->first);
    }
    return status;
}

void wj_pass_offer(struct wj_pass *pass, struct wj_reader *reader)
{
    bool unseen =
        pass->job->open.survey == NULL && (pass->spool->survey == NULL || pass->spool->overflow);
    bool unique = pass->job->survey->valid.unique_count > 0;
    if (pass->lane != NULL && unseen && !pass->offered && (!unique || pass->waiting != NULL)) {
        struct wj_taker taker = wj_lane_taker(pass->lane);
        wj_reader_offer(reader, &taker);
        pass->offered = true;
    }
}

/* ---- responses that wait for `unique` ---- */

static enum wj_status unpack(struct wj_waiting *waiting, struct wj_unpack *from,
                             struct wj_response *response)
{
    response->field_count = (size_t)wj_unpack_number(from);
    if (wj_grow(&waiting->room, &waiting->room_capacity, response->field_count + 1,
                sizeof *waiting->room) != WJ_OK) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < response->field_count; i++) {
        waiting->room[i] = wj_unpack_text(from);
    }
    response->fields = waiting->room;
    return from->failed ? WJ_INTERNAL : WJ_OK;
}

/* They are coded once more: between two lies only the ordered part of the work. */
static enum wj_status count_waiting(struct wj_pass *pass)
{
    struct wj_waiting *waiting = pass->waiting;
    struct wj_response *response = wj_coder_response(pass->coder);
    struct wj_unpack from = {.rest = wj_buf_slice(&waiting->fields)};
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < waiting->claims.count; i++) {
        status = unpack(waiting, &from, response);
        if (status == WJ_OK && !waiting->claims.list[i].dropped) {
            status = wj_coder_code(pass->coder, pass->diags);
            wj_screen_settle(pass->job->survey, response);
            wj_tally_add(pass->tally, response, 1);
        }
    }
    return status;
}

/* Whatever `wj_screen_reject_claims` and the coder want to know of a file. */
void wj_job_set_file(struct wj_response *response, const struct wj_job *job, size_t number)
{
    response->file = job->files[number].shown;
    response->file_number = number;
    response->columns = job->files[number].columns;
    response->shape = false;
}

enum wj_status wj_pass_count_waiting(struct wj_pass *pass)
{
    struct wj_response *response = wj_coder_response(pass->coder);
    struct wj_claims *claims = wj_lane_claims(pass->lane);
    response->file = pass->file->shown;
    response->file_number = pass->number;
    response->columns = pass->file->columns;
    response->shape = false;
    enum wj_status status = wj_screen_reject_claims(pass->screen, response, &pass->waiting->claims);
    if (status == WJ_OK) {
        status = wj_screen_reject_claims(pass->screen, response, claims);
    }
    if (status == WJ_OK) {
        status = wj_lane_count_claims(pass->lane);
    }
    if (status == WJ_OK) {
        status = count_waiting(pass);
    }
    wj_claims_reset(&pass->waiting->claims);
    wj_buf_reset(&pass->waiting->fields);
    return status;
}

static enum wj_status hold_waiting(struct wj_pass *pass, struct wj_extent before)
{
    struct wj_waiting *waiting = pass->waiting;
    struct wj_unpack from = {.rest = wj_buf_slice(&waiting->fields)};
    struct wj_response response = {0};
    enum wj_status status = WJ_OK;
    wj_job_set_file(&response, pass->job, pass->number);
    for (size_t i = 0; status == WJ_OK && i < waiting->claims.count; i++) {
        status = unpack(waiting, &from, &response);
        response.record = waiting->claims.list[i].record + before.records;
        response.line = waiting->claims.list[i].line + before.lines;
        if (status == WJ_OK) {
            status = wj_screen_hold(pass->job->screen, &response, waiting->claims.first + i);
        }
    }
    return status;
}

enum wj_status wj_pass_hold_waiting(struct wj_pass *pass, struct wj_extent before)
{
    enum wj_status status = hold_waiting(pass, before);
    wj_claims_reset(&pass->waiting->claims);
    wj_buf_reset(&pass->waiting->fields);
    return status;
}

void wj_waiting_clear(struct wj_waiting *waiting)
{
    wj_claims_clear(&waiting->claims);
    wj_contest_clear(&waiting->contest);
    wj_buf_clear(&waiting->fields);
    wj_free(waiting->room);
}

/* ---- a file ---- */

/* One batch after the other, until the file ends or a crew takes the rest of it. */
static enum wj_status take_batches(struct wj_pass *pass, struct wj_reader *reader, bool *crew)
{
    struct wj_batch batch;
    enum wj_status status = wj_reader_next(reader, pass->diags, &batch);
    bool first = true;
    while (status == WJ_OK && batch.count > 0 && !*crew) {
        if (first) {
            status = take_header(pass, &batch, reader);
        }
        if (status == WJ_OK) {
            status = wj_pass_batch(pass, &batch, first ? 1 : 0);
        }
        first = false;
        if (status == WJ_OK) {
            status = wj_crew_read(pass, reader, crew);
        }
        if (status == WJ_OK && !*crew) {
            wj_pass_offer(pass, reader);
            status = wj_reader_next(reader, pass->diags, &batch);
        }
    }
    return status;
}

static struct wj_pass pass_of(struct wj_job *job, size_t number)
{
    return (struct wj_pass){.job = job,
                            .file = &job->files[number],
                            .number = number,
                            .diags = &job->diags,
                            .coder = job->coder,
                            .screen = job->screen,
                            .tally = &job->tally,
                            .lane = job->lane,
                            .spool = &job->spool};
}

enum wj_status wj_job_read_file(struct wj_job *job, size_t number)
{
    struct wj_pass pass = pass_of(job, number);
    struct wj_read_options options = {.encoding = job->survey->encoding,
                                      .delimiter = job->survey->delimiter,
                                      .no_digest = job->no_digest,
                                      .header_alone = true,
                                      .block = job->block,
                                      .count = &job->progress.done,
                                      .sheet = job->survey->sheet};
    struct wj_reader *reader = NULL;
    bool crew = false;
    enum wj_status status = wj_reader_open(&job->diags, job->files[number].path, &options, &reader);
    if (status == WJ_OK) {
        status = take_batches(&pass, reader, &crew);
    }
    if (status == WJ_OK && !crew && pass.lane != NULL) {
        pass.records += wj_lane_records(pass.lane);
    }
    if (status == WJ_OK) {
        struct wj_input *input = &job->inputs[job->input_count - 1];
        input->encoding = wj_reader_encoding(reader);
        strcpy(input->digest, wj_reader_digest(reader));
        input->records = pass.records;
        job->records += pass.records;
    }
    wj_reader_free(reader);
    return status;
}

static enum wj_status tell_superseded(struct wj_job *job)
{
    struct wj_response *response = wj_coder_response(job->coder);
    long unique = (long)wj_rule_count(job->survey) - 1;
    bool any = false;
    enum wj_status status = wj_screen_next_superseded(job->screen, response, &any);
    while (status == WJ_OK && any) {
        status = wj_coder_code(job->coder, &job->diags);
        wj_screen_settle(job->survey, response);
        status = status == WJ_OK ? tell_judged(job, response, unique) : status;
        status = status == WJ_OK && wj_interrupted() ? WJ_INTERRUPTED : status;
        status = status == WJ_OK ? wj_screen_next_superseded(job->screen, response, &any) : status;
    }
    return status;
}

enum wj_status wj_job_take_held(struct wj_job *job)
{
    struct wj_pass pass = {.job = job, .tally = &job->tally, .spool = &job->spool};
    struct wj_response *response = wj_coder_response(job->coder);
    bool any = false;
    enum wj_status status = wj_screen_next_held(job->screen, response, &any);
    while (status == WJ_OK && any) {
        status = wj_coder_code(job->coder, &job->diags);
        wj_screen_settle(job->survey, response);
        status = status == WJ_OK ? count(&pass, response) : status;
        status = status == WJ_OK && wj_interrupted() ? WJ_INTERRUPTED : status;
        status = status == WJ_OK ? wj_screen_next_held(job->screen, response, &any) : status;
    }
    return status == WJ_OK && job->observer.judged != NULL ? tell_superseded(job) : status;
}
