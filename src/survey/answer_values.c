#include "wjtab/survey/answer.h"

static void join_codes(const struct wj_question *question, const struct wj_answer *answer,
                       struct wj_buf *out)
{
    bool first = true;
    for (size_t i = 0; i < question->option_count; i++) {
        if (wj_answer_has(answer, i)) {
            wj_buf_add_text(out, first ? "" : ",");
            wj_buf_add_text(out, question->options[i].code);
            first = false;
        }
    }
}

static const char *get(void *user, long name, struct wj_value *value)
{
    const struct wj_answers *answers = user;
    const struct wj_question *question = &answers->survey->questions[name];
    const struct wj_answer *answer = &answers->response->answers[name];
    wj_value_set_text(value, wj_slice(NULL, 0));
    if (answer->state != WJ_ANSWERED) {
        return NULL;
    }
    switch (question->type) {
    case WJ_SINGLE:
        wj_value_set_text(value, wj_slice_of(question->options[answer->option].code));
        break;
    case WJ_MULTIPLE:
        join_codes(question, answer, &value->text);
        break;
    case WJ_QUANTITY:
        wj_value_set_number(value, answer->number);
        break;
    case WJ_TEXT:
        wj_value_set_text(value, answer->cell);
        break;
    }
    return NULL;
}

static bool has(void *user, long name, struct wj_slice code)
{
    const struct wj_answers *answers = user;
    const struct wj_question *question = &answers->survey->questions[name];
    const struct wj_answer *answer = &answers->response->answers[name];
    long option;
    return answer->state == WJ_ANSWERED && wj_question_code(question, code, &option) == WJ_OK &&
           option >= 0 && wj_answer_has(answer, (size_t)option);
}

struct wj_values wj_answers_values(struct wj_answers *answers)
{
    struct wj_values values = {.user = answers, .get = get, .has = has};
    return values;
}
