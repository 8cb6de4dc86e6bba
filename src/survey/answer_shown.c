#include "wjtab/base/personal.h"
#include "wjtab/survey/answer.h"

enum wj_status wj_cell_show(const struct wj_survey *survey, struct wj_slice cell, bool hidden,
                            struct wj_buf *out)
{
    if (survey->keep_personal || cell.len == 0) {
        wj_buf_add(out, cell);
    } else if (hidden) {
        wj_buf_add_text(out, WJ_PERSONAL_MASK);
    } else {
        return wj_personal_mask(out, cell);
    }
    return wj_buf_status(out);
}

/* Options chosen are no secret even where the header says so; what fits none is. */
static bool hides(const struct wj_survey *survey, const struct wj_response *response,
                  size_t question)
{
    enum wj_question_type type = survey->questions[question].type;
    bool closed = type == WJ_SINGLE || type == WJ_MULTIPLE;
    bool known = closed && response->answers[question].state != WJ_UNKNOWN;
    return response->columns->personal[question] && !known;
}

enum wj_status wj_answer_show(const struct wj_survey *survey, const struct wj_response *response,
                              size_t question, struct wj_buf *out)
{
    return wj_cell_show(survey, response->answers[question].cell, hides(survey, response, question),
                        out);
}

enum wj_status wj_response_show_id(const struct wj_survey *survey,
                                   const struct wj_response *response, struct wj_buf *out)
{
    return wj_cell_show(survey, response->id, response->columns->id_personal, out);
}
