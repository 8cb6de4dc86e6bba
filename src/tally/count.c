#include "count.h"

bool wj_counts_in_base(const struct wj_survey *survey, const struct wj_answer *answer)
{
    if (survey->base == WJ_BASE_ANSWERED) {
        return answer->state == WJ_ANSWERED;
    }
    return answer->state != WJ_NOT_ASKED;
}

bool wj_counts_option(const struct wj_question *question, const struct wj_answer *answer,
                      size_t option)
{
    if (answer->state != WJ_ANSWERED) {
        return false;
    }
    return question->type == WJ_SINGLE ? answer->option == option : wj_answer_has(answer, option);
}

/* Does the answer hold an option that carries a score? */
static bool is_scored(const struct wj_question *question, const struct wj_answer *answer)
{
    if (question->type == WJ_SINGLE) {
        return question->options[answer->option].scored;
    }
    for (size_t i = 0; i < question->option_count; i++) {
        if (question->options[i].scored && wj_counts_option(question, answer, i)) {
            return true;
        }
    }
    return false;
}

bool wj_counts_in_rate(const struct wj_survey *survey, const struct wj_question *question,
                       const struct wj_answer *answer)
{
    if (!question->scored || !wj_counts_in_base(survey, answer)) {
        return false;
    }
    return answer->state != WJ_ANSWERED || is_scored(question, answer);
}
