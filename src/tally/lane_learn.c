#include "lane_parts.h"

/* Ceilings of what is remembered per column; what is beyond is left to the careful path. */
enum {
    LONGEST_CELL = 128,
    MOST_KEPT = 1 << 16, /* answers in rows of 16 bits */
    MOST_SPELLINGS = 4096,
    MOST_NUMBERS = (1 << 16) - 4 /* with those of blank cells they have 16 bits */
};

static uint32_t traits_of(const struct wj_question *question, const struct wj_answer *answer)
{
    bool counts = question->type != WJ_TEXT;
    uint32_t traits = answer->written_blank ? WJ_LANE_WRITTEN_BLANK : 0;
    traits |= counts && answer->state == WJ_BLANK ? WJ_LANE_MISSING : 0;
    traits |= counts && answer->state == WJ_NOT_ASKED ? WJ_LANE_NOT_ASKED : 0;
    return traits;
}

static size_t words_of(const struct wj_question *question)
{
    return (question->option_count + 63) / 64;
}

enum wj_status wj_lane_add_answer(struct wj_lane *lane, struct wj_lane_column *column,
                                  const struct wj_answer *answer)
{
    const struct wj_question *question = &lane->survey->questions[column->question];
    size_t size = words_of(question) * sizeof *answer->chosen;
    uint64_t *chosen =
        answer->chosen != NULL ? wj_arena_alloc(&lane->arena, size) : (uint64_t *)NULL;
    if ((answer->chosen != NULL && chosen == NULL) ||
        wj_grow(&column->answers, &column->answer_capacity, column->answer_count + 1,
                sizeof *column->answers) != WJ_OK ||
        wj_grow(&column->values, &column->value_capacity, column->answer_count + 1,
                sizeof *column->values) != WJ_OK) {
        return WJ_MEMORY;
    }
    struct wj_answer *added = &column->answers[column->answer_count];
    *added = (struct wj_answer){
        .state = answer->state,
        .written_blank = answer->written_blank,
        .option = answer->option,
        .chosen = chosen,
    };
    mpq_init(added->number);
    if (question->type == WJ_QUANTITY && answer->state == WJ_ANSWERED) {
        mpq_set(added->number, answer->number);
    }
    if (chosen != NULL) {
        memcpy(chosen, answer->chosen, size);
    }
    column->values[column->answer_count] =
        (uint32_t)column->answer_count | traits_of(question, added);
    column->answer_count++;
    lane->outgrown = lane->outgrown || column->answer_count > column->room;
    lane->claims.full = lane->claims.full || column->answer_count > MOST_KEPT;
    return WJ_OK;
}

static bool is_same(const struct wj_question *question, const struct wj_answer *a,
                    const struct wj_answer *b)
{
    if (a->state != b->state || a->written_blank != b->written_blank) {
        return false;
    }
    if (a->state != WJ_ANSWERED || question->type == WJ_TEXT) {
        return true;
    }
    if (question->type == WJ_SINGLE) {
        return a->option == b->option;
    }
    return question->type == WJ_QUANTITY
               ? mpq_equal(a->number, b->number) != 0
               : memcmp(a->chosen, b->chosen, words_of(question) * sizeof *a->chosen) == 0;
}

/* The value of an answer, which is added where it is new. */
static enum wj_status value_of(struct wj_lane *lane, struct wj_lane_column *column,
                               const struct wj_answer *answer, uint32_t *value)
{
    const struct wj_question *question = &lane->survey->questions[column->question];
    /* Every spelling of a number is a number of its own: there may be many. */
    bool numeric = question->type == WJ_QUANTITY && answer->state == WJ_ANSWERED;
    size_t number = 0;
    while (number < column->answer_count &&
           (numeric || !is_same(question, &column->answers[number], answer))) {
        number++;
    }
    enum wj_status status =
        number == column->answer_count ? wj_lane_add_answer(lane, column, answer) : WJ_OK;
    *value = status == WJ_OK ? column->values[number] : WJ_MEMO_NONE;
    return status;
}

static bool may_remember(const struct wj_lane *lane, const struct wj_lane_column *column,
                         struct wj_slice cell)
{
    bool closed = column->kind == WJ_LANE_CELLS &&
                  lane->survey->questions[column->question].type != WJ_QUANTITY;
    /* In the text a quote within quotes is doubled: its bytes are others. */
    return cell.len <= LONGEST_CELL &&
           column->spellings < (closed ? MOST_SPELLINGS : MOST_NUMBERS) &&
           memchr(cell.ptr, '"', cell.len) == NULL;
}

static enum wj_status remember_as(struct wj_lane_column *column, struct wj_slice written,
                                  uint32_t value)
{
    if (wj_memo_get(&column->memo, written) != WJ_MEMO_NONE) {
        return WJ_OK;
    }
    column->spellings++;
    column->longest = written.len > column->longest ? written.len : column->longest;
    return wj_memo_put(&column->memo, written, value);
}

/* As it is written, and in quotes where there are such. */
static enum wj_status remember(struct wj_lane_column *column, struct wj_slice cell, uint32_t value)
{
    char quoted[LONGEST_CELL + 2] = "\"";
    enum wj_status status = remember_as(column, cell, value);
    if (status == WJ_OK && column->quoted) {
        memcpy(quoted + 1, cell.ptr, cell.len);
        quoted[1 + cell.len] = '"';
        status = remember_as(column, wj_slice(quoted, cell.len + 2), value);
    }
    return status;
}

/* Of a cell that is blank: what it is where it was asked, and where `asked_if` says that it was
 * not. */
static enum wj_status learn_blank(struct wj_lane *lane, struct wj_lane_column *column,
                                  const struct wj_answer *answer)
{
    struct wj_answer other = *answer;
    other.state = WJ_BLANK;
    enum wj_status status = value_of(lane, column, &other, &column->blank);
    if (status == WJ_OK && column->asked_if) {
        other.state = WJ_NOT_ASKED;
        status = value_of(lane, column, &other, &column->not_asked);
    }
    return status;
}

/* A cell that memcmp and memcpy may have. */
static struct wj_slice filled(struct wj_slice cell)
{
    return cell.ptr != NULL ? cell : wj_slice("", 0);
}

static enum wj_status learn_answer(struct wj_lane *lane, struct wj_lane_column *column,
                                   const struct wj_answer *answer)
{
    struct wj_slice cell = filled(answer->cell);
    bool cells = column->kind == WJ_LANE_CELLS;
    bool blank = answer->written_blank && answer->state != WJ_ANSWERED;
    enum wj_status status = WJ_OK;
    if (blank && column->blank == WJ_MEMO_NONE) {
        status = learn_blank(lane, column, answer);
    }
    if (status == WJ_OK && cells) {
        status = wj_lane_written(lane, &cell);
    }
    if (status != WJ_OK || !cells || answer->reason.len > 0 || !may_remember(lane, column, cell)) {
        return status;
    }
    uint32_t value = blank ? column->blank : wj_memo_get(&column->memo, cell);
    if (value == WJ_MEMO_NONE) {
        status = value_of(lane, column, answer, &value);
    }
    return status == WJ_OK ? remember(column, cell, value) : status;
}

enum wj_status wj_lane_remember(struct wj_lane *lane, struct wj_lane_column *column,
                                struct wj_slice cell, uint32_t value)
{
    cell = filled(cell);
    enum wj_status status = wj_lane_written(lane, &cell);
    if (status != WJ_OK) {
        return status;
    }
    return may_remember(lane, column, cell) ? remember(column, cell, value) : WJ_OK;
}

enum wj_status wj_lane_value_of(struct wj_lane *lane, struct wj_lane_column *column,
                                const struct wj_answer *answer, uint32_t *value)
{
    bool blank = answer->written_blank && answer->state != WJ_ANSWERED;
    if (!blank) {
        return value_of(lane, column, answer, value);
    }
    enum wj_status status =
        column->blank == WJ_MEMO_NONE ? learn_blank(lane, column, answer) : WJ_OK;
    *value = column->blank;
    return status;
}

static enum wj_status learn(struct wj_lane *lane, struct wj_lane_column *column,
                            const struct wj_response *response)
{
    switch (column->kind) {
    case WJ_LANE_SECONDS:
        return wj_lane_remember(lane, column, response->seconds, 0);
    case WJ_LANE_SET:
        return wj_lane_ticks_learn(lane, column->question, response);
    case WJ_LANE_TICK: /* with its set */
        return WJ_OK;
    default:
        return learn_answer(lane, column, &response->answers[column->question]);
    }
}

enum wj_status wj_lane_learn(struct wj_lane *lane, const struct wj_response *response)
{
    if (!lane->able) {
        return WJ_OK;
    }
    for (size_t i = 0; lane->status == WJ_OK && i < lane->column_count; i++) {
        enum wj_status status = learn(lane, &lane->columns[i], response);
        /* What can't be written as the file is written is not met there. */
        lane->status = status == WJ_DEFINITION ? WJ_OK : status;
    }
    return lane->status;
}
