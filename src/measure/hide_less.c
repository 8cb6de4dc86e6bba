/* What is given up of a question, one thing after the other, where its counts can't be protected
 * beside all of it. */
#include "hiding.h"

bool wj_hiding_has_rate(const struct wj_hiding *hiding, size_t question)
{
    return hiding->survey->questions[question].scored &&
           hiding->tally->questions[question].rate_base > 0;
}

/* Gives up the measures of shares of a question; false: there are none. */
static bool drop_shares(struct wj_hiding *hiding, size_t question)
{
    bool any = false;
    for (size_t i = 0; i < hiding->survey->measure_count; i++) {
        const struct wj_measure *measure = &hiding->survey->measures[i];
        if (measure->kind == WJ_SHARE_OF && measure->items[0] == question &&
            !hiding->hidden->measures[i]) {
            hiding->hidden->measures[i] = true;
            any = true;
        }
    }
    return any;
}

void wj_hiding_drop_whole(struct wj_hiding *hiding, size_t number)
{
    const struct wj_question *question = &hiding->survey->questions[number];
    struct wj_hidden_question *hidden = &hiding->hidden->questions[number];
    hidden->whole = true;
    hidden->rate = true;
    hidden->scored = true;
    for (size_t i = 0; i < question->option_count; i++) {
        hiding->cells[number][i] = true;
    }
    drop_shares(hiding, number);
}

/* How many chose an option with a score; false: it is hidden already, or all have one. */
static bool drop_scored(struct wj_hiding *hiding, size_t number)
{
    const struct wj_question *question = &hiding->survey->questions[number];
    struct wj_hidden_question *hidden = &hiding->hidden->questions[number];
    bool any = false;
    for (size_t i = 0; i < question->option_count; i++) {
        any = any || (question->scored && !question->options[i].scored);
    }
    if (!any || hidden->scored) {
        return false;
    }
    hidden->scored = true;
    return true;
}

bool wj_hiding_give_up(struct wj_hiding *hiding, size_t number)
{
    struct wj_hidden_question *hidden = &hiding->hidden->questions[number];
    if (drop_shares(hiding, number)) {
        return true;
    }
    if (wj_hiding_has_rate(hiding, number) && !hidden->rate) {
        hidden->rate = true;
        return true;
    }
    if (drop_scored(hiding, number)) {
        return true;
    }
    if (wj_hiding_drop_conditions(hiding, number)) {
        return true;
    }
    wj_hiding_drop_whole(hiding, number);
    return false;
}
