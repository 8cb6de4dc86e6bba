#include "lane_parts.h"

/* Ceilings of what is remembered per column; what is beyond is left to the careful path. */
enum { LONGEST_CELL = 128, MOST_SPELLINGS = 4096, MOST_NUMBERS = 1 << 16 };

static uint64_t traits_of(const struct wj_question *question, const struct wj_answer *answer)
{
    bool counts = question->type != WJ_TEXT;
    uint64_t traits = answer->written_blank ? WJ_LANE_WRITTEN_BLANK : 0;
    traits += counts && answer->state == WJ_BLANK ? WJ_LANE_MISSING : 0;
    traits += counts && answer->state == WJ_NOT_ASKED ? WJ_LANE_NOT_ASKED : 0;
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
        wj_grow(&column->traits, &column->trait_capacity, column->answer_count + 1,
                sizeof *column->traits) != WJ_OK) {
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
    column->traits[column->answer_count++] = traits_of(question, added);
    lane->outgrown = lane->outgrown || column->answer_count > column->room;
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

/* The number of an answer, which is added where it is new. */
static enum wj_status number_of(struct wj_lane *lane, struct wj_lane_column *column,
                                const struct wj_answer *answer, uint32_t *number)
{
    const struct wj_question *question = &lane->survey->questions[column->question];
    /* Every spelling of a number may be a number of its own: there may be many. */
    bool numeric = question->type == WJ_QUANTITY && answer->state == WJ_ANSWERED;
    for (size_t i = 0; !numeric && i < column->answer_count; i++) {
        if (is_same(question, &column->answers[i], answer)) {
            *number = (uint32_t)i;
            return WJ_OK;
        }
    }
    *number = (uint32_t)column->answer_count;
    return wj_lane_add_answer(lane, column, answer);
}

static bool may_remember(const struct wj_lane *lane, const struct wj_lane_column *column,
                         struct wj_slice cell)
{
    bool closed = column->kind == WJ_LANE_CELLS &&
                  lane->survey->questions[column->question].type != WJ_QUANTITY;
    /* In the text a quote within quotes is doubled: its bytes are others. */
    return cell.len <= LONGEST_CELL &&
           column->spellings < (closed ? MOST_SPELLINGS : MOST_NUMBERS) &&
           (cell.len == 0 || memchr(cell.ptr, '"', cell.len) == NULL);
}

static enum wj_status remember(struct wj_lane_column *column, struct wj_slice cell, uint32_t number)
{
    column->spellings++;
    struct wj_memo_value value = {column->traits[number], number};
    return wj_memo_put(&column->memo, cell, value);
}

/* Of a cell that is blank: what it is where it was asked, and where `asked_if` says that it was
 * not. */
static enum wj_status learn_blank(struct wj_lane *lane, struct wj_lane_column *column,
                                  const struct wj_answer *answer, uint32_t *number)
{
    struct wj_answer other = *answer;
    other.state = WJ_BLANK;
    enum wj_status status = number_of(lane, column, &other, &column->blank);
    *number = column->blank;
    if (status == WJ_OK && column->asked_if) {
        other.state = WJ_NOT_ASKED;
        status = number_of(lane, column, &other, &column->not_asked);
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
    uint32_t number = WJ_MEMO_NONE;
    enum wj_status status = WJ_OK;
    if (!cells && (!blank || column->blank != WJ_MEMO_NONE)) {
        return WJ_OK;
    }
    if (cells && (answer->reason.len > 0 || !may_remember(lane, column, cell) ||
                  wj_memo_find_copy(&column->memo, cell).number != WJ_MEMO_NONE)) {
        return WJ_OK;
    }
    status = blank ? learn_blank(lane, column, answer, &number)
                   : number_of(lane, column, answer, &number);
    return status == WJ_OK && cells ? remember(column, cell, number) : status;
}

static enum wj_status learn_seconds(struct wj_lane *lane, struct wj_lane_column *column,
                                    struct wj_slice cell)
{
    cell = filled(cell);
    bool fresh = may_remember(lane, column, cell) &&
                 wj_memo_find_copy(&column->memo, cell).number == WJ_MEMO_NONE;
    return fresh ? remember(column, cell, 0) : WJ_OK;
}

enum wj_status wj_lane_learn(struct wj_lane *lane, const struct wj_response *response)
{
    if (!lane->able) {
        return WJ_OK;
    }
    for (size_t i = 0; lane->status == WJ_OK && i < lane->column_count; i++) {
        struct wj_lane_column *column = &lane->columns[i];
        lane->status = column->kind == WJ_LANE_SECONDS
                           ? learn_seconds(lane, column, response->seconds)
                           : learn_answer(lane, column, &response->answers[column->question]);
    }
    return lane->status;
}
