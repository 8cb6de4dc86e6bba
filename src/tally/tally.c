#include "wjtab/tally/tally.h"

#include "count.h"
#include "cross.h"
#include "joint.h"
#include "quantity.h"
#include "scale.h"
#include "tally_parts.h"
#include "weights.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

static void count_themes(struct wj_question_tally *counts, const struct wj_question *question,
                         const struct wj_answer *answer, uint64_t times)
{
    struct wj_slice text = wj_text_trim(answer->cell);
    bool any = false;
    for (size_t i = 0; i < question->theme_count; i++) {
        enum wj_found found = wj_pattern_find(question->themes[i].pattern, text);
        counts->themes[i] += found == WJ_FOUND ? times : 0;
        counts->theme_faults += found == WJ_FOUND_LIMIT ? times : 0;
        any = any || found == WJ_FOUND;
    }
    counts->uncoded += any ? 0 : times;
}

void wj_question_add(struct wj_tally *tally, size_t number, const struct wj_answer *answer)
{
    const struct wj_survey *survey = tally->survey;
    const struct wj_question *question = &survey->questions[number];
    struct wj_question_tally *counts = &tally->questions[number];
    const uint64_t times = tally->times;
    counts->base += wj_counts_in_base(survey, answer) ? times : 0;
    bool in_rate = wj_counts_in_rate(survey, question, answer);
    counts->rate_base += in_rate ? times : 0;
    tally->states[number] = wj_joint_state(question, answer, in_rate);
    counts->answered += answer->state == WJ_ANSWERED ? times : 0;
    counts->not_asked += answer->state == WJ_NOT_ASKED ? times : 0;
    if (answer->state != WJ_ANSWERED) {
        return;
    }
    if (question->theme_count > 0 && !tally->is_part) {
        count_themes(counts, question, answer, times);
    }
    if (question->type == WJ_QUANTITY) {
        wj_quantity_add(counts->quantity, answer->number, times);
    }
    if (question->type == WJ_SINGLE) {
        counts->counts[answer->option] += times;
        return;
    }
    for (size_t i = 0; i < question->option_count; i++) {
        counts->counts[i] += wj_counts_option(question, answer, i) ? times : 0;
    }
}

static void count_share(struct wj_tally *tally, size_t number, const struct wj_response *response)
{
    const struct wj_measure *measure = &tally->survey->measures[number];
    const struct wj_question *question = &tally->survey->questions[measure->items[0]];
    const struct wj_answer *answer = &response->answers[measure->items[0]];
    bool any = false;
    for (size_t i = 0; i < question->option_count; i++) {
        any = any || (measure->codes[i] && wj_counts_option(question, answer, i));
    }
    tally->measures[number].any_of += any ? tally->times : 0;
    tally->measures[number].base += wj_counts_in_base(tally->survey, answer) ? tally->times : 0;
}

void wj_measure_add(struct wj_tally *tally, size_t number, const struct wj_response *response)
{
    const struct wj_survey *survey = tally->survey;
    const struct wj_measure *measure = &survey->measures[number];
    bool in_one = false;
    if (measure->kind == WJ_SHARE_OF) {
        count_share(tally, number, response);
        return;
    }
    for (size_t i = 0; !in_one && i < measure->item_count; i++) {
        size_t item = measure->items[i];
        in_one = wj_counts_in_rate(survey, &survey->questions[item], &response->answers[item]);
    }
    tally->measures[number].base += in_one ? tally->times : 0;
}

void wj_tally_add(struct wj_tally *tally, const struct wj_response *response, uint64_t times)
{
    unsigned long failures = wj_memory_failures();
    tally->times = times;
    tally->effective += times;
    for (size_t i = 0; i < tally->survey->question_count; i++) {
        wj_question_add(tally, i, &response->answers[i]);
    }
    for (size_t i = 0; i < tally->survey->measure_count; i++) {
        wj_measure_add(tally, i, response);
    }
    wj_joints_add(tally, response);
    wj_crosses_add(tally, response);
    if (tally->survey->weighting.kind != WJ_UNWEIGHTED && !tally->is_part) {
        wj_weights_add(tally, response, times);
    }
    tally->failed = tally->failed || wj_memory_status(failures) != WJ_OK;
}

static enum wj_status init_questions(struct wj_tally *tally)
{
    const struct wj_survey *survey = tally->survey;
    for (size_t i = 0; i < survey->question_count; i++) {
        size_t count = survey->questions[i].option_count;
        tally->questions[i].counts = wj_arena_alloc(&tally->arena, (count + 1) * sizeof(uint64_t));
        tally->questions[i].themes = wj_arena_alloc(
            &tally->arena, (survey->questions[i].theme_count + 1) * sizeof(uint64_t));
        if (tally->questions[i].counts == NULL || tally->questions[i].themes == NULL) {
            return WJ_MEMORY;
        }
    }
    return WJ_OK;
}

/* `diags` is not needed where the same was done before without fault. */
static enum wj_status init(struct wj_tally *tally, struct wj_diags *diags,
                           const struct wj_survey *survey, bool is_part)
{
    *tally = (struct wj_tally){.survey = survey, .is_part = is_part};
    wj_value_init(&tally->value);
    tally->questions =
        wj_arena_alloc(&tally->arena, (survey->question_count + 1) * sizeof *tally->questions);
    tally->measures =
        wj_arena_alloc(&tally->arena, (survey->measure_count + 1) * sizeof *tally->measures);
    tally->where_faults =
        wj_arena_alloc(&tally->arena, (survey->table_count + 1) * sizeof *tally->where_faults);
    if (tally->questions == NULL || tally->measures == NULL || tally->where_faults == NULL) {
        return WJ_MEMORY;
    }
    enum wj_status status = init_questions(tally);
    if (status == WJ_OK) {
        status = wj_quantities_init(tally);
    }
    if (status == WJ_OK) {
        status = wj_scale_init(tally);
    }
    if (status == WJ_OK) {
        status = wj_joints_init(tally);
    }
    return status == WJ_OK ? wj_crosses_init(tally, diags) : status;
}

enum wj_status wj_tally_init(struct wj_tally *tally, struct wj_diags *diags,
                             const struct wj_survey *survey)
{
    enum wj_status status = init(tally, diags, survey, false);
    if (status == WJ_OK) {
        wj_weights_start(tally);
    }
    return status;
}

enum wj_status wj_tally_init_part(struct wj_tally *part, const struct wj_survey *survey)
{
    return init(part, NULL, survey, true);
}

static void report_themes(const struct wj_tally *tally, struct wj_diags *diags)
{
    for (size_t i = 0; i < tally->survey->question_count; i++) {
        const struct wj_question *question = &tally->survey->questions[i];
        struct wj_place place = wj_survey_place(tally->survey, question->mark);
        if (tally->questions[i].theme_faults > 0) {
            wj_diag_add(diags, WJ_WARNING, "theme_limit", &place,
                        _("the themes of “%s” could not be looked for %llu times, since a pattern "
                          "takes too long; write it more simply"),
                        question->name, (unsigned long long)tally->questions[i].theme_faults);
        }
    }
}

enum wj_status wj_tally_finish(const struct wj_tally *tally, struct wj_diags *diags)
{
    struct wj_place place = {.file = tally->survey->path};
    for (size_t i = 0; i < tally->survey->table_count; i++) {
        if (tally->where_faults[i] > 0) {
            wj_diag_add(diags, WJ_WARNING, "where_error", &place,
                        _("`where` of table %zu could not be judged for %llu responses, which "
                          "are left out of it"),
                        i + 1, (unsigned long long)tally->where_faults[i]);
        }
    }
    report_themes(tally, diags);
    return wj_weights_finish(tally, diags);
}

void wj_tally_clear(struct wj_tally *tally)
{
    wj_weights_clear(tally);
    wj_crosses_clear(tally);
    wj_quantities_clear(tally);
    wj_value_clear(&tally->value);
    wj_buf_clear(&tally->reason);
    wj_arena_clear(&tally->arena);
}
