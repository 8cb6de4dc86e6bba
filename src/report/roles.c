#include "roles.h"

#include <string.h>

bool wj_same_options(const struct wj_question *a, const struct wj_question *b)
{
    bool same = a->option_count == b->option_count;
    for (size_t i = 0; same && i < a->option_count; i++) {
        const struct wj_option *one = &a->options[i];
        const struct wj_option *other = &b->options[i];
        same = strcmp(one->label, other->label) == 0 && one->scored == other->scored &&
               mpq_equal(one->score, other->score) != 0;
    }
    return same;
}

static bool holds(const struct wj_measure *measure, size_t question)
{
    bool found = false;
    for (size_t i = 0; !found && i < measure->item_count; i++) {
        found = measure->items[i] == question;
    }
    return found;
}

/* Is the question's rate a measure by itself? */
static bool is_measure(const struct wj_survey *survey, size_t question)
{
    bool found = false;
    for (size_t i = 0; !found && i < survey->measure_count; i++) {
        const struct wj_measure *measure = &survey->measures[i];
        found = measure->kind != WJ_SHARE_OF && !wj_measure_is_composite(measure) &&
                holds(measure, question);
    }
    return found;
}

static enum wj_role role_of_scored(const struct wj_survey *survey, size_t question)
{
    const struct wj_question *asked = &survey->questions[question];
    bool any = false;
    bool like_item = false;
    for (size_t i = 0; i < survey->measure_count; i++) {
        const struct wj_measure *measure = &survey->measures[i];
        if (!wj_measure_is_composite(measure)) {
            continue;
        }
        any = true;
        like_item = like_item || wj_same_options(asked, &survey->questions[measure->items[0]]);
        if (holds(measure, question)) {
            return WJ_ROLE_ITEM;
        }
    }
    bool beside = any && (!like_item || is_measure(survey, question));
    return beside ? WJ_ROLE_RATED : WJ_ROLE_ITEM;
}

enum wj_role wj_role_of(const struct wj_survey *survey, size_t question)
{
    const struct wj_question *asked = &survey->questions[question];
    switch (asked->type) {
    case WJ_TEXT:
        return WJ_ROLE_OPEN;
    case WJ_MULTIPLE:
        return WJ_ROLE_MULTIPLE;
    case WJ_QUANTITY:
        return WJ_ROLE_RESPONDENT;
    case WJ_SINGLE:
        break;
    }
    return asked->scored ? role_of_scored(survey, question) : WJ_ROLE_RESPONDENT;
}

bool wj_has_role(const struct wj_survey *survey, enum wj_role role)
{
    bool found = false;
    for (size_t i = 0; !found && i < survey->question_count; i++) {
        found = wj_role_of(survey, i) == role;
    }
    return found;
}
