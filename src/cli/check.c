#include "check.h"

#include "check_shown.h"
#include "wjtab/base/text.h"

enum { MOST_UNKNOWN = 10000, LONGEST_CELL = 1024 };

/* ---- columns ---- */

static enum wj_status add_mapped(struct wj_check *check, struct wj_mapped mapped,
                                 const struct wj_slice *header)
{
    if (mapped.column < 0) {
        return WJ_OK;
    }
    if (wj_grow(&check->mapped, &check->mapped_capacity, check->mapped_count + 1,
                sizeof *check->mapped) != WJ_OK) {
        return WJ_MEMORY;
    }
    mapped.header = wj_check_shown(&check->job->arena, check->job->survey, header[mapped.column],
                                   false, SIZE_MAX);
    check->mapped[check->mapped_count++] = mapped;
    return mapped.header != NULL ? WJ_OK : WJ_MEMORY;
}

static enum wj_status map_question(struct wj_check *check, const struct wj_input *input,
                                   const struct wj_columns *columns, const struct wj_slice *header,
                                   size_t number)
{
    const struct wj_question *question = &check->job->survey->questions[number];
    struct wj_mapped mapped = {.file = input->file, .question = question->name};
    mapped.column = columns->questions[number];
    enum wj_status status = add_mapped(check, mapped, header);
    for (size_t i = 0;
         status == WJ_OK && columns->options[number] != NULL && i < question->option_count; i++) {
        mapped.column = columns->options[number][i];
        mapped.option = question->options[i].label;
        status = add_mapped(check, mapped, header);
    }
    return status;
}

static enum wj_status see_file(void *user, const struct wj_input *input,
                               const struct wj_columns *columns, const struct wj_slice *header,
                               size_t count)
{
    struct wj_check *check = user;
    const struct wj_survey *survey = check->job->survey;
    if (check->suspect == NULL && wj_suspect_new(survey, &check->suspect) != WJ_OK) {
        return WJ_MEMORY;
    }
    struct wj_mapped id = {.file = input->file, .question = "id", .column = columns->id};
    struct wj_mapped seconds = {
        .file = input->file, .question = "min_seconds", .column = columns->seconds};
    enum wj_status status = wj_suspect_file(check->suspect, columns, header, count);
    if (status == WJ_OK && check->spellings.survey == NULL) {
        status = wj_spellings_init(&check->spellings, survey, columns, header);
    }
    if (status == WJ_OK) {
        status = wj_check_see_personal(check, input->file, header, count);
    }
    if (status == WJ_OK) {
        status = add_mapped(check, id, header);
    }
    for (size_t i = 0; status == WJ_OK && i < survey->question_count; i++) {
        status = map_question(check, input, columns, header, i);
    }
    if (status == WJ_OK) {
        status = add_mapped(check, seconds, header);
    }
    for (size_t i = 0; status == WJ_OK && i < survey->valid.unique_count; i++) {
        struct wj_mapped unique = {
            .file = input->file, .question = "unique", .column = columns->unique[i]};
        status = add_mapped(check, unique, header);
    }
    return status;
}

/* ---- unknown answers ---- */

static enum wj_status add_unknown(struct wj_check *check, struct wj_coder *coder, size_t question,
                                  const struct wj_response *response, uint64_t *seen)
{
    struct wj_slice cell = response->answers[question].cell;
    if (wj_grow(&check->unknown, &check->unknown_capacity, check->unknown_count + 1,
                sizeof *check->unknown) != WJ_OK) {
        return WJ_MEMORY;
    }
    struct wj_unknown *unknown = &check->unknown[check->unknown_count++];
    *seen = check->unknown_count;
    *unknown = (struct wj_unknown){.question = question};
    unknown->cell = wj_check_shown(&check->job->arena, check->job->survey, cell,
                                   response->columns->personal[question], LONGEST_CELL);
    unknown->advice = wj_advise(check->job->survey, coder, question, cell);
    return unknown->cell != NULL ? WJ_OK : WJ_MEMORY;
}

static enum wj_status see_unknown(struct wj_check *check, struct wj_coder *coder, size_t question,
                                  const struct wj_response *response)
{
    uint64_t *seen;
    struct wj_slice cell = response->answers[question].cell;
    if (cell.len > LONGEST_CELL) {
        cell.len = wj_utf8_valid(wj_slice(cell.ptr, LONGEST_CELL));
    }
    wj_buf_reset(&check->key);
    wj_buf_addf(&check->key, "%zu:", question);
    wj_buf_add(&check->key, cell);
    if (check->unknown_count >= MOST_UNKNOWN) {
        seen = wj_map_get(&check->seen, wj_buf_slice(&check->key));
    } else if (wj_map_put(&check->seen, wj_buf_slice(&check->key), &seen) != WJ_OK) {
        return WJ_MEMORY;
    }
    if (seen == NULL) {
        return WJ_OK;
    }
    enum wj_status status =
        *seen == 0 ? add_unknown(check, coder, question, response, seen) : WJ_OK;
    if (status == WJ_OK) {
        check->unknown[*seen - 1].count++;
    }
    return status;
}

static enum wj_status see_response(void *user, struct wj_coder *coder,
                                   const struct wj_response *response)
{
    struct wj_check *check = user;
    enum wj_status status = WJ_OK;
    for (size_t i = 0;
         status == WJ_OK && !response->shape && i < check->job->survey->question_count; i++) {
        if (response->answers[i].state == WJ_UNKNOWN) {
            status = see_unknown(check, coder, i, response);
        }
    }
    if (status == WJ_OK) {
        status = wj_spellings_see(&check->spellings, coder, response);
    }
    return status == WJ_OK ? wj_suspect_see(check->suspect, response) : status;
}

enum wj_status wj_check_finish(struct wj_check *check)
{
    wj_spellings_sort(&check->spellings);
    return check->suspect != NULL ? wj_suspect_finish(check->suspect) : WJ_OK;
}

struct wj_observer wj_check_observer(struct wj_check *check)
{
    struct wj_observer observer = {.user = check, .file = see_file, .response = see_response};
    return observer;
}

void wj_check_clear(struct wj_check *check)
{
    wj_free(check->mapped);
    wj_free(check->unknown);
    wj_map_clear(&check->seen);
    wj_spellings_clear(&check->spellings);
    wj_suspect_free(check->suspect);
    wj_buf_clear(&check->key);
    wj_free(check->personal);
}
