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
    bool wants = survey->question_count > 0 && survey->valid.unique_count == 0;
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

/* What a text's first byte says: one that begins so is no blank, and none of (空), (跳过), -2 and
 * -3, whatever stands behind. Letters, digits, most signs, and U+4000 to U+9FFF, Chinese characters
 * that stand for themselves. */
static bool is_sure(unsigned char first)
{
    return (first > ' ' && first < 0x7F && first != '(' && first != '-') ||
           (first >= 0xE4 && first <= 0xE9);
}

static uint32_t find_text(struct wj_lane_column *column, struct wj_slice cell)
{
    if (cell.len == 0) {
        return column->blank;
    }
    if (!is_sure((unsigned char)cell.ptr[0])) {
        return WJ_MEMO_NONE;
    }
    if (column->kind == WJ_LANE_TEXT) {
        return 0;
    }
    column->answers[0].cell = cell;
    return memchr(cell.ptr, '"', cell.len) == NULL ? 0 : WJ_MEMO_NONE;
}

/* Finds the answer in every cell; false when one is not known. */
static inline bool find_answers(struct wj_lane *lane, const char *text, const uint32_t *marks,
                                size_t start, uint64_t *traits)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < lane->column_count; i++) {
        struct wj_lane_column *column = &lane->columns[i];
        size_t from = column->field > 0 ? marks[column->field - 1] + 1 : start;
        size_t quote = text[from] == '"' ? 1 : 0;
        const char *cell = text + from + quote;
        size_t len = marks[column->field] - from - 2 * quote;
        uint32_t number = column->kind == WJ_LANE_CELLS || column->kind == WJ_LANE_SECONDS
                              ? wj_memo_find(&column->memo, cell, len)
                              : find_text(column, wj_slice(cell, len));
        if (number == WJ_MEMO_NONE) {
            return false;
        }
        lane->numbers[i] = number;
        sum += column->traits[number];
    }
    *traits = sum;
    return true;
}

static inline bool is_line_end(char byte)
{
    return byte == '\n' || byte == '\r';
}

/* Has the record at these marks as many fields as the header, each ended as it should be? */
static inline bool is_plain(const struct wj_lane *lane, const struct wj_stretch *stretch,
                            const uint32_t *marks)
{
    unsigned odd = 0;
    for (size_t i = 0; i + 1 < lane->field_count; i++) {
        odd |= (unsigned char)(stretch->text[marks[i]] ^ stretch->delimiter);
    }
    return odd == 0 && is_line_end(stretch->text[marks[lane->field_count - 1]]);
}

static struct wj_taken take_all(struct wj_lane *lane, const struct wj_stretch *stretch)
{
    struct wj_taken taken = {.end = stretch->start};
    const size_t fields = lane->field_count;
    uint64_t traits = 0;
    while (taken.marks + fields <= stretch->mark_count) {
        const uint32_t *marks = stretch->marks + taken.marks;
        size_t end = (size_t)marks[fields - 1] + 1;
        if (end + WJ_MEMO_SHORT > stretch->len || !is_plain(lane, stretch, marks) ||
            !find_answers(lane, stretch->text, marks, taken.end, &traits) ||
            !wj_lane_judge(lane, traits)) {
            break;
        }
        wj_lane_count(lane);
        taken.marks += fields;
        /* A CRLF has two marks. */
        bool two = stretch->text[end - 1] == '\r' && taken.marks < stretch->mark_count &&
                   stretch->text[end] == '\n';
        taken.marks += two ? 1 : 0;
        taken.end = end + (two ? 1 : 0);
        taken.records++;
    }
    return taken;
}

static struct wj_taken take(void *user, const struct wj_stretch *stretch)
{
    struct wj_lane *lane = user;
    struct wj_taken nothing = {0};
    unsigned long failures = wj_memory_failures();
    if (lane->outgrown && lane->status == WJ_OK) {
        lane->status = wj_lane_lay_all(lane);
    }
    if (!lane->able || lane->status != WJ_OK) {
        return nothing;
    }
    struct wj_taken taken = take_all(lane, stretch);
    lane->records += taken.records;
    lane->status = wj_memory_status(failures);
    return taken;
}

struct wj_taker wj_lane_taker(struct wj_lane *lane)
{
    return (struct wj_taker){lane, take};
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
    if (column->kind != WJ_LANE_SECONDS &&
        lane->survey->questions[column->question].type == WJ_SINGLE) {
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
    column->question = number;
    column->asked_if = question->asked_if != NULL;
    column->required = lane->survey->valid.is_required[number];
    column->blank = WJ_MEMO_NONE;
    column->not_asked = WJ_MEMO_NONE;
    lane->closed_count += text ? 0 : 1;
    enum wj_status status = wj_memo_init(&column->memo);
    return status == WJ_OK && text ? wj_lane_add_answer(lane, column, &answered) : status;
}

/* The seconds' cells mean nothing but that they pass. */
static enum wj_status init_seconds(struct wj_lane *lane)
{
    struct wj_lane_column *column = &lane->columns[lane->survey->question_count];
    column->kind = WJ_LANE_SECONDS;
    column->traits = wj_alloc(sizeof *column->traits);
    return column->traits != NULL ? wj_memo_init(&column->memo) : WJ_MEMORY;
}

static enum wj_status init_response(struct wj_lane *lane)
{
    size_t count = lane->survey->question_count + 1;
    lane->columns = wj_arena_alloc(&lane->arena, count * sizeof *lane->columns);
    lane->numbers = wj_arena_alloc(&lane->arena, count * sizeof *lane->numbers);
    lane->response.answers = wj_arena_alloc(&lane->arena, count * sizeof *lane->response.answers);
    lane->answers = (struct wj_answers){lane->survey, &lane->response};
    return lane->columns != NULL && lane->numbers != NULL && lane->response.answers != NULL
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
    wj_value_init(&lane->value);
    enum wj_status status = init_response(lane);
    for (size_t i = 0; status == WJ_OK && i < survey->question_count; i++) {
        lane->column_count++;
        status = init_column(lane, i);
    }
    if (status == WJ_OK && survey->valid.has_min_seconds) {
        lane->column_count++;
        status = init_seconds(lane);
    }
    if (status == WJ_OK) {
        status = wj_lane_judge_init(lane);
    }
    if (status == WJ_OK) {
        status = wj_lane_joints_init(lane);
    }
    if (status != WJ_OK) {
        wj_lane_free(lane);
        return status;
    }
    *result = lane;
    return WJ_OK;
}

void wj_lane_begin(struct wj_lane *lane, const struct wj_columns *columns, size_t header_count)
{
    const struct wj_survey *survey = lane->survey;
    /* A blank line is an empty answer where there is one column. */
    lane->able = header_count > 1;
    lane->field_count = header_count;
    lane->records = 0;
    for (size_t i = 0; i < survey->question_count; i++) {
        lane->able = lane->able && columns->questions[i] >= 0;
        lane->columns[i].field = lane->able ? (size_t)columns->questions[i] : 0;
    }
    if (lane->column_count > survey->question_count) {
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
    wj_free(column->traits);
    wj_memo_clear(&column->memo);
}

void wj_lane_free(struct wj_lane *lane)
{
    if (lane == NULL) {
        return;
    }
    for (size_t i = 0; i < lane->column_count; i++) {
        clear_column(&lane->columns[i]);
    }
    wj_lane_judge_clear(lane);
    wj_lane_joints_clear(lane);
    wj_value_clear(&lane->value);
    wj_buf_clear(&lane->reason);
    wj_arena_clear(&lane->arena);
    wj_free(lane);
}
