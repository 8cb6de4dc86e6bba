/* Multiple questions with one column per option: each cell is a tick or none, and the ticks
 * together are the key of the answer. */
#include "lane_parts.h"

/* What a cell can be. */
enum { TICK_NONE, TICK_CHOSEN, TICK_NOT_ASKED };

/* Longer cells may be what somebody wrote; many options have no key. */
enum { LONGEST_TICK = 16, MOST_TICKS = 64, MOST_SETS = 4096 };

/* The ticks, and how to understand that there are none. */
enum { KEY = 9 };

static void make_key(char key[KEY], uint64_t ticks, bool not_asked)
{
    memcpy(key, &ticks, sizeof ticks);
    key[KEY - 1] = not_asked ? 2 : 1;
}

size_t wj_lane_ticks_count(const struct wj_survey *survey)
{
    size_t count = 0;
    for (size_t i = 0; i < survey->question_count; i++) {
        const struct wj_question *question = &survey->questions[i];
        count += question->columns.text != NULL ? question->option_count : 0;
    }
    return count;
}

enum wj_status wj_lane_ticks_init(struct wj_lane *lane, size_t question)
{
    enum wj_status status = WJ_OK;
    size_t count = lane->survey->questions[question].option_count;
    lane->columns[question].kind = WJ_LANE_SET;
    lane->columns[question].first_tick = lane->column_count;
    for (size_t i = 0; status == WJ_OK && i < count; i++) {
        struct wj_lane_column *column = &lane->columns[lane->column_count++];
        column->kind = WJ_LANE_TICK;
        column->question = question;
        status = wj_memo_init(&column->memo, NULL);
    }
    return status;
}

bool wj_lane_ticks_begin(struct wj_lane *lane, size_t question, const long *columns)
{
    size_t count = lane->survey->questions[question].option_count;
    size_t first = lane->columns[question].first_tick;
    bool able = columns != NULL && count <= MOST_TICKS;
    for (size_t i = 0; able && i < count; i++) {
        able = columns[i] >= 0;
        lane->columns[first + i].field = able ? (size_t)columns[i] : 0;
    }
    return able;
}

/* ---- learning ---- */

static enum wj_status learn_tick(struct wj_lane *lane, struct wj_lane_column *column,
                                 struct wj_slice cell, const struct wj_answer *answer, bool chosen)
{
    bool none = cell.len == 0 || wj_slice_is(cell, "0") || wj_slice_is(cell, "否");
    bool not_asked = answer->state == WJ_NOT_ASKED && !answer->written_blank;
    if (cell.len > LONGEST_TICK || (!chosen && !none && !not_asked)) {
        return WJ_OK;
    }
    uint32_t value = chosen ? TICK_CHOSEN : none ? TICK_NONE : TICK_NOT_ASKED;
    return wj_lane_remember(lane, column, cell, value);
}

enum wj_status wj_lane_ticks_learn(struct wj_lane *lane, size_t question,
                                   const struct wj_response *response)
{
    struct wj_lane_column *column = &lane->columns[question];
    const struct wj_answer *answer = &response->answers[question];
    const size_t count = lane->survey->questions[question].option_count;
    bool answered = answer->state == WJ_ANSWERED;
    bool blank = !answered && answer->written_blank;
    uint32_t value = WJ_MEMO_NONE;
    enum wj_status status = WJ_OK;
    char key[KEY];
    for (size_t i = 0; status == WJ_OK && i < count; i++) {
        struct wj_slice cell = wj_response_cell(response, response->columns->options[question][i]);
        status = learn_tick(lane, &lane->columns[column->first_tick + i], cell, answer,
                            answered && wj_answer_has(answer, i));
    }
    make_key(key, answered ? answer->chosen[0] : 0, !answered && !blank);
    if (status != WJ_OK || column->spellings >= MOST_SETS ||
        wj_memo_get(&column->memo, wj_slice(key, KEY)) != WJ_MEMO_NONE) {
        return status;
    }
    status = wj_lane_value_of(lane, column, answer, &value);
    column->spellings++;
    return status == WJ_OK ? wj_memo_put(&column->memo, wj_slice(key, KEY), value) : status;
}

/* ---- looking up ---- */

void wj_lane_ticks_find(struct wj_lane *lane, size_t question)
{
    const struct wj_lane_column *column = &lane->columns[question];
    const size_t count = lane->survey->questions[question].option_count;
    const uint32_t *first = lane->batch.values + column->first_tick * WJ_LANE_BATCH;
    uint32_t *values = lane->batch.values + question * WJ_LANE_BATCH;
    for (size_t r = 0; r < lane->batch.count; r++) {
        char key[KEY];
        uint64_t ticks = 0;
        size_t not_asked = 0;
        for (size_t i = 0; i < count; i++) {
            uint32_t tick = first[i * WJ_LANE_BATCH + r];
            ticks |= (uint64_t)(tick == TICK_CHOSEN ? 1 : 0) << i;
            not_asked += tick == TICK_NOT_ASKED ? 1 : 0;
        }
        make_key(key, ticks, ticks == 0 && not_asked == count);
        values[r] = wj_memo_get(&column->memo, wj_slice(key, KEY));
    }
}
