#include "wjtab/tally/open.h"

#include "phrases.h"
#include "wjtab/base/text.h"

/* ---- the list ---- */

/* Where an answer goes: answers come in order, but for those that were held back. */
static size_t place_of(const struct wj_open_question *question, const struct wj_response *response)
{
    size_t place = question->list_count;
    while (place > 0) {
        const struct wj_open_answer *before = &question->list[place - 1];
        bool later =
            before->file_number > response->file_number ||
            (before->file_number == response->file_number && before->record > response->record);
        if (!later) {
            break;
        }
        place--;
    }
    return place;
}

/* The start of a text, with … where it was cut. */
static enum wj_status cut_text(struct wj_buf *text)
{
    struct wj_slice rest = wj_buf_slice(text);
    size_t whole = rest.len;
    for (size_t i = 0; rest.len > 0 && i < WJ_OPEN_CHARACTERS; i++) {
        int32_t character;
        rest = wj_slice_from(rest, wj_utf8_next(rest, &character));
    }
    if (rest.len > 0) {
        text->len = whole - rest.len;
        wj_buf_add_text(text, "…");
    }
    return wj_buf_status(text);
}

static enum wj_status insert(struct wj_open *open, struct wj_open_question *question, size_t place,
                             const struct wj_response *response)
{
    if (wj_grow(&question->list, &question->capacity, question->list_count + 1,
                sizeof *question->list) != WJ_OK) {
        return WJ_MEMORY;
    }
    wj_buf_reset(&open->id);
    enum wj_status status = wj_response_show_id(open->survey, response, &open->id);
    struct wj_open_answer answer = {
        .id = wj_arena_copy(&open->arena, wj_buf_slice(&open->id)),
        .file = wj_arena_copy(&open->arena, wj_slice_of(response->file)),
        .file_number = response->file_number,
        .record = response->record,
        .text = wj_arena_copy(&open->arena, wj_buf_slice(&open->shown)),
    };
    if (status != WJ_OK || answer.id == NULL || answer.file == NULL || answer.text == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = question->list_count; i > place; i--) {
        question->list[i] = question->list[i - 1];
    }
    question->list[place] = answer;
    question->list_count++;
    open->bytes += open->shown.len + open->id.len + sizeof answer;
    return WJ_OK;
}

/* Keeps the answer in open->shown where it is among the first. */
static enum wj_status list_answer(struct wj_open *open, struct wj_open_question *question,
                                  const struct wj_response *response)
{
    size_t place = place_of(question, response);
    if (place >= open->survey->open_answers.list || open->bytes >= WJ_OPEN_BYTES) {
        return WJ_OK;
    }
    enum wj_status status = insert(open, question, place, response);
    if (question->list_count > open->survey->open_answers.list) {
        question->list_count--;
    }
    return status;
}

/* ---- answers ---- */

static bool has_theme(const struct wj_question *question, const struct wj_answer *answer)
{
    struct wj_slice text = wj_text_trim(answer->cell);
    for (size_t i = 0; i < question->theme_count; i++) {
        if (wj_pattern_find(question->themes[i].pattern, text) == WJ_FOUND) {
            return true;
        }
    }
    return false;
}

static enum wj_status add_answer(struct wj_open *open, size_t number,
                                 const struct wj_response *response)
{
    struct wj_open_question *question = &open->questions[number];
    wj_buf_reset(&open->shown);
    enum wj_status status = wj_answer_show(open->survey, response, number, &open->shown);
    if (status == WJ_OK) {
        status = cut_text(&open->shown);
    }
    question->count++;
    if (status == WJ_OK) {
        status = list_answer(open, question, response);
    }
    if (status == WJ_OK && open->survey->open_answers.phrases > 0) {
        status = wj_phrases_add(open, question, wj_buf_slice(&open->shown));
    }
    return status;
}

enum wj_status wj_open_add(struct wj_open *open, const struct wj_response *response)
{
    const struct wj_survey *survey = open->survey;
    enum wj_status status = WJ_OK;
    if (open->questions == NULL) {
        open->questions =
            wj_arena_alloc(&open->arena, (survey->question_count + 1) * sizeof *open->questions);
    }
    if (open->questions == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; status == WJ_OK && i < survey->question_count; i++) {
        const struct wj_question *question = &survey->questions[i];
        const struct wj_answer *answer = &response->answers[i];
        bool personal = response->columns->personal[i] && !survey->keep_personal;
        if (question->type == WJ_TEXT && answer->state == WJ_ANSWERED && !personal &&
            !has_theme(question, answer)) {
            status = add_answer(open, i, response);
        }
    }
    return status;
}

void wj_open_clear(struct wj_open *open)
{
    for (size_t i = 0; open->questions != NULL && i < open->survey->question_count; i++) {
        wj_free(open->questions[i].list);
        wj_map_clear(&open->questions[i].sequences);
    }
    wj_buf_clear(&open->shown);
    wj_buf_clear(&open->id);
    wj_arena_clear(&open->arena);
    *open = (struct wj_open){0};
}
