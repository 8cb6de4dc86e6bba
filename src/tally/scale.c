#include "scale.h"

static void add_item(struct wj_scale_tally *scale, const struct wj_survey *survey, size_t number)
{
    const struct wj_question *question = &survey->questions[number];
    if (question->scored && question->type == WJ_SINGLE) {
        scale->items[scale->count++] = number;
    }
}

enum wj_status wj_scale_init(struct wj_tally *tally)
{
    const struct wj_survey *survey = tally->survey;
    struct wj_scale_tally *scale = &tally->scale;
    if (!survey->wants_scale || tally->is_part) {
        return WJ_OK;
    }
    scale->measure = wj_survey_composite(survey);
    size_t count = scale->measure != NULL ? scale->measure->item_count : survey->question_count;
    scale->items = wj_arena_alloc(&tally->arena, (count + 1) * sizeof *scale->items);
    for (size_t i = 0; scale->items != NULL && i < count; i++) {
        add_item(scale, survey, scale->measure != NULL ? scale->measure->items[i] : i);
    }
    return scale->items != NULL ? WJ_OK : WJ_MEMORY;
}

bool wj_scale_add(struct wj_tally *tally)
{
    struct wj_scale_tally *scale = &tally->scale;
    if (scale->count == 0) {
        return false;
    }
    for (size_t i = 0; i < scale->count; i++) {
        size_t item = scale->items[i];
        if (tally->states[item] >= tally->survey->questions[item].option_count) {
            return false;
        }
    }
    scale->complete += tally->times;
    return true;
}
