#include "wjtab/tally/cases.h"

#include <errno.h>
#include <string.h>

#include "weights.h"
#include "wjtab/base/file.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/message.h"
#include "wjtab/base/number.h"
#include "wjtab/base/text.h"

/* In the file a response is the length of its row, 4 bytes, and the row: rule + 1 and file, 4 bytes
 * each; record and weight, 8 bytes each; what names the form; per question its state, 1 byte, and
 * if it is answered the option's number (4 bytes) and the reason, or the options chosen, or a text.
 * A text is its length, 4 bytes, and its bytes. Numbers begin with the low byte. */
enum { SHORT = 4, LONG = 8 };

static void put_number(struct wj_buf *out, uint64_t number, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        wj_buf_add_char(out, (char)(number >> 8 * i & 0xFF));
    }
}

static uint64_t take_number(const unsigned char **at, size_t bytes)
{
    uint64_t number = 0;
    for (size_t i = 0; i < bytes; i++) {
        number |= (uint64_t)(*at)[i] << 8 * i;
    }
    *at += bytes;
    return number;
}

/* A text, cut between two characters where it is too long. */
static void put_text(struct wj_cases *cases, struct wj_slice text)
{
    if (text.len > WJ_CASE_LONGEST) {
        text.len = wj_utf8_valid(wj_slice(text.ptr, WJ_CASE_LONGEST));
        cases->cut++;
    }
    put_number(&cases->row, text.len, SHORT);
    wj_buf_add(&cases->row, text);
}

static struct wj_slice take_text(const unsigned char **at)
{
    size_t len = (size_t)take_number(at, SHORT);
    struct wj_slice text = wj_slice((const char *)*at, len);
    *at += len;
    return text;
}

/* ---- writing ---- */

/* A blank that was not left blank is what `unknown: missing` made of it. */
static enum wj_case_state state_of(const struct wj_answer *answer)
{
    switch (answer->state) {
    case WJ_ANSWERED:
        return WJ_CASE_ANSWERED;
    case WJ_NOT_ASKED:
        return WJ_CASE_NOT_ASKED;
    case WJ_BLANK:
        return answer->written_blank ? WJ_CASE_BLANK : WJ_CASE_UNKNOWN;
    default:
        return WJ_CASE_UNKNOWN;
    }
}

static enum wj_status put_single(struct wj_cases *cases, const struct wj_response *response,
                                 size_t question)
{
    const struct wj_answer *answer = &response->answers[question];
    put_number(&cases->row, answer->option, SHORT);
    wj_buf_reset(&cases->shown);
    enum wj_status status = cases->keep_text
                                ? wj_cell_show(cases->survey, answer->reason,
                                               response->columns->personal[question], &cases->shown)
                                : WJ_OK;
    put_text(cases, wj_buf_slice(&cases->shown));
    return status;
}

static void put_multiple(struct wj_buf *out, const struct wj_question *question,
                         const struct wj_answer *answer)
{
    for (size_t i = 0; i < question->option_count; i += 8) {
        unsigned bits = 0;
        for (size_t j = 0; j < 8 && i + j < question->option_count; j++) {
            bits |= wj_answer_has(answer, i + j) ? 1U << j : 0;
        }
        wj_buf_add_char(out, (char)bits);
    }
}

/* The number that is kept of a quantity; empty: none, because the cell is personal or the number
 * too large. */
static enum wj_status show_quantity(struct wj_cases *cases, const struct wj_response *response,
                                    size_t question)
{
    static const struct wj_rounding kept = {WJ_CASE_PLACES, WJ_HALF_UP};
    const struct wj_answer *answer = &response->answers[question];
    wj_buf_reset(&cases->shown);
    enum wj_status status = wj_answer_show(cases->survey, response, question, &cases->shown);
    bool masked = !wj_slice_equal(wj_buf_slice(&cases->shown), answer->cell);
    wj_buf_reset(&cases->shown);
    if (status == WJ_OK && !masked) {
        wj_number_short(&cases->shown, answer->number, kept);
        struct wj_slice text = wj_buf_slice(&cases->shown);
        size_t sign = text.len > 0 && text.ptr[0] == '-' ? 1 : 0;
        size_t whole = strcspn(wj_buf_text(&cases->shown), ".") - sign;
        if (whole > WJ_CASE_DIGITS) {
            wj_buf_reset(&cases->shown);
            cases->large++;
        }
    }
    return status;
}

static enum wj_status put_quantity(struct wj_cases *cases, const struct wj_response *response,
                                   size_t question)
{
    enum wj_status status = show_quantity(cases, response, question);
    bool kept = cases->shown.len > 0;
    wj_buf_add_char(&cases->row, kept ? WJ_CASE_ANSWERED : WJ_CASE_UNKNOWN);
    if (kept) {
        put_text(cases, wj_buf_slice(&cases->shown));
    }
    return status;
}

static enum wj_status put_answer(struct wj_cases *cases, const struct wj_response *response,
                                 size_t question)
{
    const struct wj_question *asked = &cases->survey->questions[question];
    const struct wj_answer *answer = &response->answers[question];
    enum wj_case_state state = response->shape ? WJ_CASE_UNKNOWN : state_of(answer);
    if (state == WJ_CASE_ANSWERED && asked->type == WJ_QUANTITY) {
        return put_quantity(cases, response, question);
    }
    wj_buf_add_char(&cases->row, (char)state);
    if (state != WJ_CASE_ANSWERED) {
        return WJ_OK;
    }
    if (asked->type == WJ_SINGLE) {
        return put_single(cases, response, question);
    }
    if (asked->type == WJ_MULTIPLE) {
        put_multiple(&cases->row, asked, answer);
        return WJ_OK;
    }
    wj_buf_reset(&cases->shown);
    enum wj_status status =
        cases->keep_text ? wj_answer_show(cases->survey, response, question, &cases->shown) : WJ_OK;
    put_text(cases, wj_buf_slice(&cases->shown));
    return status;
}

static enum wj_status make_row(struct wj_cases *cases, const struct wj_response *response,
                               long rule)
{
    unsigned long failures = wj_memory_failures();
    wj_buf_reset(&cases->row);
    wj_buf_reset(&cases->shown);
    uint64_t weight = rule < 0 ? wj_weight_key(cases->survey, response, &cases->shown) : 0;
    wj_buf_reset(&cases->shown);
    put_number(&cases->row, (uint64_t)(rule + 1), SHORT);
    put_number(&cases->row, response->file_number, SHORT);
    put_number(&cases->row, response->record, LONG);
    put_number(&cases->row, weight, LONG);
    enum wj_status status = wj_response_show_id(cases->survey, response, &cases->shown);
    put_text(cases, wj_buf_slice(&cases->shown));
    for (size_t i = 0; status == WJ_OK && i < cases->survey->question_count; i++) {
        status = put_answer(cases, response, i);
    }
    return status == WJ_OK ? wj_memory_status(failures) : status;
}

static enum wj_status scratch_failed(struct wj_diags *diags, int error)
{
    return wj_fail(diags, WJ_IO, "scratch", NULL,
                   _("the temporary file fails: %s; name a folder with more room with TMPDIR"),
                   strerror(error));
}

enum wj_status wj_cases_open(struct wj_cases *cases, struct wj_diags *diags,
                             const struct wj_survey *survey)
{
    cases->survey = survey;
    return wj_file_scratch(diags, &cases->file);
}

enum wj_status wj_cases_add(struct wj_cases *cases, struct wj_diags *diags,
                            const struct wj_response *response, long rule)
{
    enum wj_status status = make_row(cases, response, rule);
    if (status != WJ_OK) {
        return status;
    }
    unsigned char length[SHORT];
    for (size_t i = 0; i < SHORT; i++) {
        length[i] = (unsigned char)(cases->row.len >> 8 * i & 0xFF);
    }
    if (fwrite(length, 1, SHORT, cases->file) != SHORT ||
        fwrite(cases->row.ptr, 1, cases->row.len, cases->file) != cases->row.len) {
        return scratch_failed(diags, errno);
    }
    cases->count++;
    return WJ_OK;
}

/* ---- reading ---- */

enum wj_status wj_cases_rewind(struct wj_cases *cases, struct wj_diags *diags)
{
    if (fflush(cases->file) != 0 || fseeko(cases->file, 0, SEEK_SET) != 0) {
        return scratch_failed(diags, errno);
    }
    return WJ_OK;
}

enum wj_status wj_cases_next(struct wj_cases *cases, struct wj_diags *diags,
                             struct wj_case *response)
{
    unsigned char length[SHORT];
    const unsigned char *at = length;
    if (fread(length, 1, SHORT, cases->file) != SHORT) {
        return scratch_failed(diags, EIO);
    }
    size_t size = (size_t)take_number(&at, SHORT);
    wj_buf_reset(&cases->row);
    char *room = wj_buf_reserve(&cases->row, size);
    if (room == NULL) {
        return WJ_MEMORY;
    }
    if (fread(room, 1, size, cases->file) != size) {
        return scratch_failed(diags, EIO);
    }
    response->at = (const unsigned char *)room;
    response->rule = (long)take_number(&response->at, SHORT) - 1;
    response->file = (size_t)take_number(&response->at, SHORT);
    response->record = take_number(&response->at, LONG);
    response->weight = take_number(&response->at, LONG);
    response->id = take_text(&response->at);
    return WJ_OK;
}

struct wj_case_answer wj_case_answer(struct wj_case *response, const struct wj_question *question)
{
    struct wj_case_answer answer = {.state = (enum wj_case_state) * response->at++};
    if (answer.state != WJ_CASE_ANSWERED) {
        return answer;
    }
    switch (question->type) {
    case WJ_SINGLE:
        answer.option = (size_t)take_number(&response->at, SHORT);
        answer.reason = take_text(&response->at);
        break;
    case WJ_MULTIPLE:
        answer.chosen = response->at;
        response->at += (question->option_count + 7) / 8;
        break;
    case WJ_QUANTITY:
    case WJ_TEXT:
        answer.text = take_text(&response->at);
        break;
    }
    return answer;
}

void wj_cases_clear(struct wj_cases *cases)
{
    if (cases->file != NULL) {
        fclose(cases->file);
        cases->file = NULL;
    }
    wj_buf_clear(&cases->row);
    wj_buf_clear(&cases->shown);
}
