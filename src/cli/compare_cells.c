#include "check_shown.h"
#include "compare.h"
#include "wjtab/base/text.h"

enum { MOST_DIFFERENCES = 100000, LONGEST_ANSWER = 1000 };

/* ---- what an answer means ---- */

/* A blank that the definition calls not asked is the same blank. */
static enum wj_answer_state state_of(const struct wj_answer *answer)
{
    return answer->written_blank ? WJ_BLANK : answer->state;
}

static bool is_separator(int32_t codepoint)
{
    return codepoint == ',' || codepoint == ';' || codepoint == '|' || codepoint == 0x3001 ||
           codepoint == 0x250B || wj_text_is_blank(codepoint);
}

/* The cleaned cell with every separator as a comma, so that `A、B` and `A┋B` are the same; false
 * when it holds none. */
static bool add_parts(struct wj_buf *out, struct wj_slice cell)
{
    struct wj_buf cleaned = {0};
    bool any = false;
    wj_text_clean(&cleaned, cell, true);
    struct wj_slice rest = wj_buf_slice(&cleaned);
    while (rest.len > 0) {
        int32_t codepoint;
        size_t len = wj_utf8_next(rest, &codepoint);
        if (is_separator(codepoint)) {
            wj_buf_add_text(out, any && out->ptr[out->len - 1] == ',' ? "" : ",");
            any = true;
        } else {
            wj_buf_add(out, wj_slice(rest.ptr, len));
        }
        rest = wj_slice_from(rest, len);
    }
    wj_buf_clear(&cleaned);
    return any;
}

static void drop_commas(struct wj_buf *text)
{
    size_t kept = 0;
    for (size_t i = 0; i < text->len; i++) {
        if (text->ptr[i] != ',') {
            text->ptr[kept++] = text->ptr[i];
        }
    }
    text->len = kept;
}

/* Answers that fit no option, or two of them: as they are written, but for separators; `AB` is
 * `A,B`. */
static bool same_written(struct wj_slice a, struct wj_slice b)
{
    struct wj_buf one = {0};
    struct wj_buf other = {0};
    bool cut = add_parts(&one, a);
    if (add_parts(&other, b) != cut) {
        drop_commas(&one);
        drop_commas(&other);
    }
    bool same = wj_slice_equal(wj_buf_slice(&one), wj_buf_slice(&other));
    wj_buf_clear(&one);
    wj_buf_clear(&other);
    return same;
}

bool wj_compare_same(const struct wj_question *question, const struct wj_answer *a,
                     const struct wj_answer *b)
{
    enum wj_answer_state state = state_of(a);
    if (state != state_of(b)) {
        return false;
    }
    if (state == WJ_UNKNOWN || state == WJ_SEVERAL) {
        return same_written(a->cell, b->cell);
    }
    if (state != WJ_ANSWERED) {
        return true;
    }
    switch (question->type) {
    case WJ_SINGLE:
        return a->option == b->option &&
               wj_slice_equal(wj_text_trim(a->reason), wj_text_trim(b->reason));
    case WJ_MULTIPLE:
        return memcmp(a->chosen, b->chosen,
                      (question->option_count + 63) / 64 * sizeof *a->chosen) == 0;
    case WJ_QUANTITY:
        return mpq_equal(a->number, b->number) != 0;
    case WJ_TEXT:
        break;
    }
    return wj_slice_equal(wj_text_trim(a->cell), wj_text_trim(b->cell));
}

/* ---- differences ---- */

static enum wj_status add_difference(struct wj_compare *compare, struct wj_slice id,
                                     const struct wj_response *const responses[2],
                                     struct wj_difference difference)
{
    compare->differing++;
    if (compare->difference_count >= MOST_DIFFERENCES) {
        return WJ_OK;
    }
    if (wj_grow(&compare->differences, &compare->difference_capacity, compare->difference_count + 1,
                sizeof *compare->differences) != WJ_OK) {
        return WJ_MEMORY;
    }
    difference.id = wj_compare_id(compare, id);
    bool good = difference.id != NULL;
    for (size_t i = 0; i < 2; i++) {
        const struct wj_response *response = responses[i];
        difference.places[i] =
            (struct wj_form_place){response->file, response->record, response->line};
        difference.answers[i] =
            wj_check_shown(&compare->arena, compare->job->survey,
                           wj_response_cell(response, difference.columns[i]),
                           response->columns->personal[difference.question], LONGEST_ANSWER);
        good = good && difference.answers[i] != NULL;
    }
    compare->differences[compare->difference_count] = difference;
    compare->difference_count += good ? 1 : 0;
    return good ? WJ_OK : WJ_MEMORY;
}

/* One column per option: each option by itself; or, with the same options, not asked and blank. */
static enum wj_status compare_options(struct wj_compare *compare, struct wj_slice id, size_t number,
                                      const struct wj_response *const responses[2])
{
    const struct wj_question *question = &compare->job->survey->questions[number];
    const struct wj_answer *answers[2] = {&responses[0]->answers[number],
                                          &responses[1]->answers[number]};
    const long *columns[2] = {responses[0]->columns->options[number],
                              responses[1]->columns->options[number]};
    uint64_t before = compare->differing;
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < question->option_count; i++) {
        compare->compared_cells++;
        if (wj_answer_has(answers[0], i) != wj_answer_has(answers[1], i)) {
            struct wj_difference difference = {
                .question = number, .option = (long)i, .columns = {columns[0][i], columns[1][i]}};
            status = add_difference(compare, id, responses, difference);
        }
    }
    if (status == WJ_OK && compare->differing == before &&
        state_of(answers[0]) != state_of(answers[1])) {
        struct wj_difference difference = {
            .question = number, .option = -1, .columns = {columns[0][0], columns[1][0]}};
        status = add_difference(compare, id, responses, difference);
    }
    return status;
}

enum wj_status wj_compare_responses(struct wj_compare *compare, struct wj_slice id,
                                    const struct wj_response *first,
                                    const struct wj_response *second)
{
    const struct wj_survey *survey = compare->job->survey;
    const struct wj_response *const responses[2] = {first, second};
    unsigned long failures = wj_memory_failures();
    enum wj_status status = WJ_OK;
    compare->compared++;
    for (size_t i = 0; status == WJ_OK && i < survey->question_count; i++) {
        if (first->columns->options[i] != NULL) {
            status = compare_options(compare, id, i, responses);
            continue;
        }
        compare->compared_cells++;
        if (!wj_compare_same(&survey->questions[i], &first->answers[i], &second->answers[i])) {
            struct wj_difference difference = {
                .question = i,
                .option = -1,
                .columns = {first->columns->questions[i], second->columns->questions[i]}};
            status = add_difference(compare, id, responses, difference);
        }
    }
    return status == WJ_OK ? wj_memory_status(failures) : status;
}
