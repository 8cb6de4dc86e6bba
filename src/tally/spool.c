#include "wjtab/tally/spool.h"

#include "wjtab/base/memory.h"
#include "wjtab/base/number.h"
#include "wjtab/base/text.h"
#include "wjtab/formula/formula.h"

/* A row: length and bytes of what names the form; per question an answer as put_… below; per table
 * with a `where` 0 or 1. Numbers of two bytes begin with the low one. */
enum { MOST_BYTES = 1 << 28, MOST_SHOWN = 120, BYTE = 256, NOT_ASKED = 0xFFFF };

static void put_number(struct wj_buf *out, size_t number)
{
    wj_buf_add_char(out, (char)(number % BYTE));
    wj_buf_add_char(out, (char)(number / BYTE));
}

/* A text of at most MOST_SHOWN bytes; a longer one is cut between two characters. */
static void put_text(struct wj_buf *out, struct wj_slice text)
{
    size_t len = text.len < MOST_SHOWN ? text.len : MOST_SHOWN;
    len = wj_utf8_valid(wj_slice(text.ptr, len));
    wj_buf_add_char(out, (char)len);
    wj_buf_add(out, wj_slice(text.ptr, len));
}

static enum wj_spool_state state_of(const struct wj_answer *answer)
{
    if (answer->state == WJ_ANSWERED) {
        return WJ_SPOOL_ANSWERED;
    }
    return answer->state == WJ_NOT_ASKED ? WJ_SPOOL_NOT_ASKED : WJ_SPOOL_BLANK;
}

/* The number of the option from 1, 0 for a blank. */
static void put_single(struct wj_buf *out, const struct wj_answer *answer)
{
    enum wj_spool_state state = state_of(answer);
    size_t number = state == WJ_SPOOL_NOT_ASKED ? NOT_ASKED : 0;
    put_number(out, state == WJ_SPOOL_ANSWERED ? answer->option + 1 : number);
}

static void put_multiple(struct wj_buf *out, const struct wj_question *question,
                         const struct wj_answer *answer)
{
    enum wj_spool_state state = state_of(answer);
    wj_buf_add_char(out, (char)state);
    for (size_t i = 0; state == WJ_SPOOL_ANSWERED && i < question->option_count; i += 8) {
        unsigned bits = 0;
        for (size_t j = 0; j < 8 && i + j < question->option_count; j++) {
            bits |= wj_answer_has(answer, i + j) ? 1U << j : 0;
        }
        wj_buf_add_char(out, (char)bits);
    }
}

/* A number, unless the cell is one that may not be shown. */
static enum wj_status put_quantity(struct wj_spool *spool, const struct wj_response *response,
                                   size_t question)
{
    const struct wj_answer *answer = &response->answers[question];
    enum wj_spool_state state = state_of(answer);
    wj_buf_add_char(&spool->bytes, (char)state);
    if (state != WJ_SPOOL_ANSWERED) {
        return WJ_OK;
    }
    wj_buf_reset(&spool->shown);
    enum wj_status status = wj_answer_show(spool->survey, response, question, &spool->shown);
    bool masked = !wj_slice_equal(wj_buf_slice(&spool->shown), answer->cell);
    if (status == WJ_OK && !masked) {
        wj_buf_reset(&spool->shown);
        wj_number_exact(&spool->shown, answer->number);
        masked = spool->shown.len > MOST_SHOWN;
    }
    wj_buf_add_char(&spool->bytes, masked ? 1 : 0);
    put_text(&spool->bytes, wj_buf_slice(&spool->shown));
    return status;
}

static enum wj_status put_answers(struct wj_spool *spool, const struct wj_response *response)
{
    const struct wj_survey *survey = spool->survey;
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < survey->question_count; i++) {
        const struct wj_answer *answer = &response->answers[i];
        switch (survey->questions[i].type) {
        case WJ_SINGLE:
            put_single(&spool->bytes, answer);
            break;
        case WJ_MULTIPLE:
            put_multiple(&spool->bytes, &survey->questions[i], answer);
            break;
        case WJ_QUANTITY:
            status = put_quantity(spool, response, i);
            break;
        case WJ_TEXT:
            break;
        }
    }
    return status;
}

/* Does the table take the response? As tallying judges it: not where the formula has no value. */
static bool holds(const struct wj_survey *survey, const struct wj_formula *where,
                  const struct wj_response *response)
{
    struct wj_answers answers = {survey, response};
    struct wj_values values = wj_answers_values(&answers);
    struct wj_buf reason = {0};
    struct wj_value value;
    bool wanted = false;
    wj_value_init(&value);
    if (!wj_formula_evaluate(where, &values, &value, &reason) ||
        !wj_value_condition(&value, &wanted)) {
        wanted = false;
    }
    wj_value_clear(&value);
    wj_buf_clear(&reason);
    return wanted;
}

static bool has_room(const struct wj_spool *spool)
{
    return spool->count < WJ_SPOOL_MOST && spool->bytes.len <= MOST_BYTES;
}

void wj_spool_give_up(struct wj_spool *spool)
{
    spool->overflow = true;
    spool->count = 0;
    wj_buf_clear(&spool->bytes);
    spool->bytes = (struct wj_buf){0};
}

enum wj_status wj_spool_add(struct wj_spool *spool, const struct wj_response *response)
{
    const struct wj_survey *survey = spool->survey;
    if (!has_room(spool)) {
        wj_spool_give_up(spool);
    }
    if (spool->overflow) {
        return WJ_OK;
    }
    unsigned long failures = wj_memory_failures();
    enum wj_status status =
        wj_grow(&spool->rows, &spool->capacity, spool->count + 1, sizeof *spool->rows);
    if (status != WJ_OK) {
        return status;
    }
    spool->rows[spool->count] = spool->bytes.len;
    wj_buf_reset(&spool->shown);
    status = wj_response_show_id(survey, response, &spool->shown);
    put_text(&spool->bytes, wj_buf_slice(&spool->shown));
    if (status == WJ_OK) {
        status = put_answers(spool, response);
    }
    for (size_t i = 0; i < survey->table_count; i++) {
        if (survey->tables[i].where != NULL) {
            wj_buf_add_char(&spool->bytes, holds(survey, survey->tables[i].where, response));
        }
    }
    spool->count++;
    return status == WJ_OK ? wj_memory_status(failures) : status;
}

enum wj_status wj_spool_append(struct wj_spool *spool, struct wj_spool *from)
{
    if (from->overflow) {
        wj_spool_give_up(spool);
    }
    for (size_t i = 0; !spool->overflow && i < from->count; i++) {
        size_t end = i + 1 < from->count ? from->rows[i + 1] : from->bytes.len;
        if (!has_room(spool)) {
            wj_spool_give_up(spool);
            break;
        }
        if (wj_grow(&spool->rows, &spool->capacity, spool->count + 1, sizeof *spool->rows) !=
            WJ_OK) {
            return WJ_MEMORY;
        }
        spool->rows[spool->count++] = spool->bytes.len;
        wj_buf_add(&spool->bytes, wj_slice(from->bytes.ptr + from->rows[i], end - from->rows[i]));
    }
    from->count = 0;
    wj_buf_reset(&from->bytes);
    return wj_buf_status(&spool->bytes);
}

/* ---- reading ---- */

static size_t take_byte(struct wj_spool_walk *walk)
{
    return *walk->at++;
}

static struct wj_slice take_text(struct wj_spool_walk *walk)
{
    size_t len = take_byte(walk);
    struct wj_slice text = wj_slice((const char *)walk->at, len);
    walk->at += len;
    return text;
}

struct wj_spool_walk wj_spool_open(const struct wj_spool *spool, size_t row)
{
    return (struct wj_spool_walk){spool,
                                  (const unsigned char *)spool->bytes.ptr + spool->rows[row]};
}

struct wj_slice wj_spool_id(struct wj_spool_walk *walk)
{
    return take_text(walk);
}

static struct wj_spool_answer take_single(struct wj_spool_walk *walk)
{
    struct wj_spool_answer answer = {0};
    size_t number = take_byte(walk);
    number += BYTE * take_byte(walk);
    if (number == NOT_ASKED) {
        answer.state = WJ_SPOOL_NOT_ASKED;
    } else if (number > 0) {
        answer.state = WJ_SPOOL_ANSWERED;
        answer.option = number - 1;
    }
    return answer;
}

struct wj_spool_answer wj_spool_answer(struct wj_spool_walk *walk, size_t question)
{
    const struct wj_question *asked = &walk->spool->survey->questions[question];
    struct wj_spool_answer answer = {0};
    if (asked->type == WJ_TEXT) {
        return answer;
    }
    if (asked->type == WJ_SINGLE) {
        return take_single(walk);
    }
    answer.state = (enum wj_spool_state)take_byte(walk);
    if (answer.state != WJ_SPOOL_ANSWERED) {
        return answer;
    }
    if (asked->type == WJ_MULTIPLE) {
        answer.chosen = walk->at;
        walk->at += (asked->option_count + 7) / 8;
        return answer;
    }
    answer.masked = take_byte(walk) != 0;
    answer.text = take_text(walk);
    return answer;
}

bool wj_spool_where(struct wj_spool_walk *walk)
{
    return take_byte(walk) != 0;
}

void wj_spool_clear(struct wj_spool *spool)
{
    wj_buf_clear(&spool->bytes);
    wj_buf_clear(&spool->shown);
    wj_free(spool->rows);
}
