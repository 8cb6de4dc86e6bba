#include "lane_parts.h"

void wj_lane_count(struct wj_lane *lane)
{
    struct wj_answer *answers = lane->response.answers;
    for (size_t i = 0; i < lane->survey->question_count; i++) {
        answers[i] = lane->columns[i].answers[lane->numbers[i]];
    }
    wj_tally_add(lane->tally, &lane->response, 1);
}
