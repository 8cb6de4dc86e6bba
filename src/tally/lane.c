#include "wjtab/tally/lane.h"

#include "lane_parts.h"

/* ---- whom it is for ---- */

static bool names_text(const struct wj_survey *survey, const struct wj_formula *formula)
{
    for (size_t i = 0; formula != NULL && i < wj_formula_name_count(formula); i++) {
        if (survey->questions[wj_formula_name(formula, i)].type == WJ_TEXT) {
            return true;
        }
    }
    return false;
}

bool wj_lane_wants(const struct wj_survey *survey)
{
    bool wants = survey->question_count > 0 && survey->weighting.kind != WJ_WEIGHT_COLUMN;
    for (size_t i = 0; i < survey->question_count; i++) {
        wants = wants && !names_text(survey, survey->questions[i].asked_if);
    }
    for (size_t i = 0; i < survey->valid.rule_count; i++) {
        wants = wants && !names_text(survey, survey->valid.rules[i].reject_if);
    }
    for (size_t i = 0; i < survey->table_count; i++) {
        wants = wants && !names_text(survey, survey->tables[i].where);
    }
    return wants;
}

/* ---- taking records ---- */

/* Is a text that begins so no blank, and none of (空), (跳过), -2 and -3, whatever stands behind?
 * Letters, digits, most signs, and U+4000 to U+9FFF, Chinese characters that stand for themselves.
 */
static bool is_sure(size_t first)
{
    return (first > ' ' && first < 0x7F && first != '(' && first != '-') ||
           (first >= 0xE4 && first <= 0xE9);
}

/* Puts the texts whose themes are counted where their columns have their answer. */
static void load_themes(struct wj_lane *lane, size_t record)
{
    for (size_t i = 0; i < lane->column_count; i++) {
        struct wj_lane_column *column = &lane->columns[i];
        if (column->kind == WJ_LANE_THEMES) {
            column->answers[0].cell = wj_lane_batch_cell(lane, record, i);
        }
    }
}

/* May the careful path be left out for a record, as far as its values say? */
static inline bool is_known(const struct wj_lane_batch *batch, size_t record)
{
    return (batch->any[record] & WJ_LANE_UNKNOWN_CELL) == 0 &&
           (batch->all[record] & WJ_LANE_WRITTEN_BLANK) == 0;
}

/* Judges and counts records of the batch one by one, up to the first that is not for the lane. */
static void take_singly(struct wj_lane *lane, struct wj_stretch *rest)
{
    struct wj_lane_batch *batch = &lane->batch;
    for (; batch->next < batch->count && is_known(batch, batch->next); batch->next++) {
        wj_lane_load(lane, batch->next);
        load_themes(lane, batch->next);
        if (!wj_lane_judge(lane)) {
            return;
        }
        if (lane->claims.wanted) {
            wj_lane_claim(lane, rest);
        } else {
            wj_lane_count(lane);
        }
    }
}

/* The same where that can be done for many at once. */
static void take_together(struct wj_lane *lane, struct wj_stretch *rest)
{
    struct wj_lane_batch *batch = &lane->batch;
    size_t first = batch->next;
    batch->next = batch->sure ? batch->count : first;
    while (batch->next < batch->count && is_known(batch, batch->next)) {
        batch->next++;
    }
    if (lane->claims.wanted) {
        wj_lane_claim_batch(lane, rest, first, batch->next - first);
    } else {
        wj_lane_count_batch(lane, first, batch->next - first);
    }
}

/* Takes records of the batch, and passes over the one that it leaves. */
static void take_batch(struct wj_lane *lane, struct wj_stretch *rest, struct wj_taken *taken)
{
    struct wj_lane_batch *batch = &lane->batch;
    size_t first = batch->next;
    if (lane->simple && lane->joints.direct_count == 0) {
        take_together(lane, rest);
    } else {
        take_singly(lane, rest);
    }
    size_t marks = (batch->next - first) * batch->rows.stride;
    taken->records += batch->next - first;
    taken->marks += marks;
    taken->end = wj_memo_start(&batch->rows, batch->next);
    rest->start = taken->end;
    rest->marks += marks;
    rest->mark_count -= marks;
}

static struct wj_taken take_all(struct wj_lane *lane, const struct wj_stretch *stretch)
{
    struct wj_lane_batch *batch = &lane->batch;
    struct wj_stretch rest = *stretch;
    struct wj_taken taken = {0};
    /* A blank line, or the LF of a CRLF. */
    if (stretch->mark_count > 0 && stretch->marks[0] == stretch->start &&
        stretch->text[stretch->start] != stretch->delimiter) {
        return taken;
    }
    bool goes_on = stretch->goes_on && batch->next < batch->count &&
                   wj_memo_start(&batch->rows, batch->next) == stretch->start;
    wj_lane_batch_begin(lane, stretch);
    for (;;) {
        if (!goes_on) {
            wj_lane_batch_make(lane, &rest);
        }
        goes_on = false;
        if (batch->count == 0) {
            break;
        }
        take_batch(lane, &rest, &taken);
        if (batch->next < batch->count) {
            wj_lane_note_quotes(lane, batch->next++);
            break;
        }
    }
    return taken;
}

static struct wj_taken take(void *user, const struct wj_stretch *stretch)
{
    struct wj_lane *lane = user;
    struct wj_taken nothing = {0};
    unsigned long failures = wj_memory_failures();
    if (!stretch->goes_on) {
        wj_lane_batch_forget(lane);
    }
    if (lane->outgrown && lane->status == WJ_OK) {
        lane->status = wj_lane_lay_all(lane);
    }
    if (lane->records >= lane->runs_due && lane->able && lane->status == WJ_OK) {
        lane->status = wj_lane_runs_lay(lane);
    }
    bool able = lane->able && !(lane->claims.wanted && lane->claims.full);
    if (!able || lane->status != WJ_OK || stretch->raw != lane->raw) {
        return nothing;
    }
    struct wj_taken taken = take_all(lane, stretch);
    lane->records += taken.records;
    lane->status = wj_memory_status(failures);
    return taken;
}

struct wj_taker wj_lane_taker(struct wj_lane *lane)
{
    return (struct wj_taker){.user = lane, .raw = lane->raw, .take = take};
}

uint64_t wj_lane_records(const struct wj_lane *lane)
{
    return lane->records;
}

uint64_t wj_lane_straight(const struct wj_lane *lane)
{
    return lane->straight;
}

/* ---- room ---- */

/* Closed questions have few answers; where there may be many, room is made for twice as many at
 * once, for the tables are made anew each time. */
static size_t room_for(const struct wj_lane *lane, const struct wj_lane_column *column)
{
    size_t room = 1;
    bool answers = column->kind != WJ_LANE_SECONDS && column->kind != WJ_LANE_TICK;
    if (answers && lane->survey->questions[column->question].type == WJ_SINGLE) {
        return column->answer_count > 0 ? column->answer_count : 1;
    }
    while (room < column->answer_count) {
        room *= 2;
    }
    return room;
}

enum wj_status wj_lane_lay_all(struct wj_lane *lane)
{
    enum wj_status status = wj_lane_fold(lane);
    lane->outgrown = false;
    wj_lane_batch_forget(lane);
    for (size_t i = 0; i < lane->column_count; i++) {
        lane->columns[i].room = room_for(lane, &lane->columns[i]);
    }
    if (status == WJ_OK) {
        status = wj_lane_judge_lay(lane);
    }
    return status == WJ_OK ? wj_lane_joints_lay(lane) : status;
}

/* ---- making and freeing ---- */

static enum wj_status init_column(struct wj_lane *lane, size_t number)
{
    const struct wj_question *question = &lane->survey->questions[number];
    struct wj_lane_column *column = &lane->columns[number];
    struct wj_answer answered = {.state = WJ_ANSWERED};
    bool text = question->type == WJ_TEXT;
    column->kind = !text                       ? WJ_LANE_CELLS
                   : question->theme_count > 0 ? WJ_LANE_THEMES
                                               : WJ_LANE_TEXT;
    lane->has_themes = lane->has_themes || column->kind == WJ_LANE_THEMES;
    column->question = number;
    column->asked_if = question->asked_if != NULL;
    column->required = lane->survey->valid.is_required[number];
    column->blank = WJ_MEMO_NONE;
    column->not_asked = WJ_MEMO_NONE;
    lane->closed_count += text ? 0 : 1;
    enum wj_status status = wj_memo_init(&column->memo, NULL);
    return status == WJ_OK && text ? wj_lane_add_answer(lane, column, &answered) : status;
}

/* The seconds' cells mean nothing but that they pass. */
static enum wj_status init_seconds(struct wj_lane *lane)
{
    struct wj_lane_column *column = &lane->columns[lane->column_count++];
    column->kind = WJ_LANE_SECONDS;
    return wj_memo_init(&column->memo, NULL);
}

static enum wj_status init_response(struct wj_lane *lane)
{
    size_t count = lane->survey->question_count + 1 + wj_lane_ticks_count(lane->survey);
    lane->columns = wj_arena_alloc(&lane->arena, count * sizeof *lane->columns);
    lane->values = wj_arena_alloc(&lane->arena, count * sizeof *lane->values);
    lane->response.answers = wj_arena_alloc(&lane->arena, count * sizeof *lane->response.answers);
    lane->batch.values =
        wj_arena_alloc(&lane->arena, count * WJ_LANE_BATCH * sizeof *lane->batch.values);
    lane->batch.seen = wj_arena_alloc(&lane->arena, count * sizeof *lane->batch.seen);
    lane->answers = (struct wj_answers){lane->survey, &lane->response};
    return lane->columns != NULL && lane->values != NULL && lane->response.answers != NULL &&
                   lane->batch.values != NULL && lane->batch.seen != NULL
               ? WJ_OK
               : WJ_MEMORY;
}

enum wj_status wj_lane_new(const struct wj_survey *survey, struct wj_tally *tally,
                           struct wj_lane **result)
{
    struct wj_lane *lane = wj_alloc(sizeof *lane);
    *result = NULL;
    if (lane == NULL) {
        return WJ_MEMORY;
    }
    lane->survey = survey;
    lane->tally = tally;
    lane->outgrown = true;
    for (size_t i = 0; i < sizeof lane->sure; i++) {
        lane->sure[i] = is_sure(i);
    }
    wj_value_init(&lane->value);
    enum wj_status status = init_response(lane);
    for (size_t i = 0; status == WJ_OK && i < survey->question_count; i++) {
        lane->column_count++;
        status = init_column(lane, i);
    }
    if (status == WJ_OK && survey->valid.has_min_seconds) {
        status = init_seconds(lane);
    }
    for (size_t i = 0; status == WJ_OK && i < survey->question_count; i++) {
        bool set = survey->questions[i].columns.text != NULL;
        status = set ? wj_lane_ticks_init(lane, i) : WJ_OK;
    }
    if (status == WJ_OK) {
        status = wj_lane_judge_init(lane);
    }
    if (status == WJ_OK) {
        status = wj_lane_joints_init(lane);
    }
    if (status == WJ_OK) {
        status = wj_lane_claims_init(lane);
    }
    lane->simple = !survey->valid.has_max_missing && lane->asked_count == 0 &&
                   lane->rule_count == 0 && survey->valid.straight_count == 0;
    if (status != WJ_OK) {
        wj_lane_free(lane);
        return status;
    }
    *result = lane;
    return WJ_OK;
}

enum wj_status wj_lane_tune(struct wj_lane *lane, const struct wj_memo_kernel *kernel)
{
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < lane->column_count; i++) {
        wj_memo_clear(&lane->columns[i].memo);
        status = wj_memo_init(&lane->columns[i].memo, kernel);
    }
    return status;
}

void wj_lane_begin(struct wj_lane *lane, const struct wj_columns *columns, size_t header_count)
{
    enum wj_status status = wj_lane_end_raw(lane);
    lane->status = status == WJ_OK ? lane->status : status;
    const struct wj_survey *survey = lane->survey;
    /* A blank line is an empty answer where there is one column. */
    lane->able = header_count > 1;
    lane->field_count = header_count;
    lane->records = 0;
    wj_lane_runs_begin(lane);
    for (size_t i = 0; i < survey->question_count; i++) {
        bool set = lane->columns[i].kind == WJ_LANE_SET;
        bool able =
            set ? wj_lane_ticks_begin(lane, i, columns->options[i]) : columns->questions[i] >= 0;
        lane->columns[i].field = able && !set ? (size_t)columns->questions[i] : 0;
        lane->able = lane->able && able;
    }
    if (lane->claims.wanted) {
        wj_lane_claims_begin(lane, columns);
    }
    if (survey->valid.has_min_seconds) {
        lane->able = lane->able && columns->seconds >= 0;
        lane->columns[survey->question_count].field = lane->able ? (size_t)columns->seconds : 0;
    }
}

enum wj_status wj_lane_finish(struct wj_lane *lane)
{
    enum wj_status status = wj_lane_fold(lane);
    return lane->status == WJ_OK ? status : lane->status;
}

static void clear_column(struct wj_lane_column *column)
{
    for (size_t i = 0; i < column->answer_count; i++) {
        mpq_clear(column->answers[i].number);
    }
    wj_free(column->answers);
    wj_free(column->values);
    wj_memo_clear(&column->memo);
}

void wj_lane_free(struct wj_lane *lane)
{
    if (lane == NULL) {
        return;
    }
    wj_lane_runs_clear(lane);
    wj_free(lane->runs);
    for (size_t i = 0; i < lane->column_count; i++) {
        clear_column(&lane->columns[i]);
    }
    wj_lane_raw_clear(lane);
    wj_lane_judge_clear(lane);
    wj_lane_joints_clear(lane);
    wj_lane_claims_clear(lane);
    wj_value_clear(&lane->value);
    wj_buf_clear(&lane->reason);
    wj_arena_clear(&lane->arena);
    wj_free(lane);
}
