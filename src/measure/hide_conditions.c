/* Questions that are asked on condition of an answer: their bases count those who gave it. */
#include "hiding.h"
#include "wjtab/survey/answer.h"

enum { MOST_COMBINATIONS = 1024 /* of answers for which a condition is tried */ };

/* What a formula names. */
enum mention {
    NOT_NAMED,
    ALONE, /* the question only */
    AMONG_OTHERS
};

static enum mention mention_of(const struct wj_formula *formula, size_t question)
{
    bool named = false;
    for (size_t i = 0; i < wj_formula_name_count(formula); i++) {
        named = named || wj_formula_name(formula, i) == (long)question;
    }
    return !named ? NOT_NAMED : wj_formula_name_count(formula) == 1 ? ALONE : AMONG_OTHERS;
}

/* Somebody who gave these answers and no other ones. */
static void give(const struct wj_survey *survey, struct wj_answer *answers, uint64_t *chosen,
                 const struct wj_given *given)
{
    answers[given->question].chosen = chosen;
    if (given->option < survey->questions[given->question].option_count) {
        answers[given->question].state = WJ_ANSWERED;
        answers[given->question].option = (uint32_t)given->option;
        chosen[given->option / 64] |= UINT64_C(1) << given->option % 64;
    }
}

static bool holds(const struct wj_hiding *hiding, const struct wj_formula *formula,
                  const struct wj_given *given, size_t count)
{
    const struct wj_survey *survey = hiding->survey;
    size_t words = 1;
    for (size_t i = 0; i < count; i++) {
        size_t needed = survey->questions[given[i].question].option_count / 64 + 1;
        words = needed > words ? needed : words;
    }
    struct wj_answer *answers = wj_alloc(survey->question_count * sizeof *answers);
    uint64_t *chosen = wj_alloc((count + 1) * words * sizeof *chosen);
    struct wj_response response = {.answers = answers};
    struct wj_answers user = {survey, &response};
    struct wj_values values = wj_answers_values(&user);
    struct wj_value value;
    struct wj_buf reason = {0};
    bool wanted = false;
    wj_value_init(&value);
    if (answers != NULL && chosen != NULL) {
        for (size_t i = 0; i < count; i++) {
            give(survey, answers, chosen + i * words, &given[i]);
        }
        wanted = wj_formula_evaluate(formula, &values, &value, &reason) &&
                 wj_value_condition(&value, &wanted) && wanted;
    }
    wj_value_clear(&value);
    wj_buf_clear(&reason);
    wj_free(answers);
    wj_free(chosen);
    return wanted;
}

static bool holds_for(const struct wj_hiding *hiding, const struct wj_formula *formula,
                      size_t question, size_t option)
{
    struct wj_given given = {question, option};
    return holds(hiding, formula, &given, 1);
}

/* Adds the formula's single questions whose answers are not given; false: there are others, or too
 * many answers to try all. */
static bool add_open(const struct wj_hiding *hiding, const struct wj_formula *formula,
                     struct wj_given *given, size_t *count, size_t *combinations)
{
    const size_t fixed = *count;
    bool fine = wj_formula_name_count(formula) + fixed <= WJ_MOST_GIVEN;
    *combinations = 1;
    for (size_t i = 0; fine && i < wj_formula_name_count(formula); i++) {
        size_t question = (size_t)wj_formula_name(formula, i);
        bool known = false;
        for (size_t j = 0; j < *count; j++) {
            known = known || given[j].question == question;
        }
        if (known) {
            continue;
        }
        given[(*count)++] = (struct wj_given){.question = question};
        *combinations *= hiding->survey->questions[question].option_count + 1;
        fine = hiding->survey->questions[question].type == WJ_SINGLE &&
               *combinations <= MOST_COMBINATIONS;
    }
    return fine;
}

enum wj_truth wj_condition_of(const struct wj_hiding *hiding, const struct wj_formula *formula,
                              const struct wj_given *given, size_t count)
{
    struct wj_given all[2 * WJ_MOST_GIVEN];
    size_t combinations = 1;
    size_t holding = 0;
    size_t fixed = count;
    if (formula == NULL) {
        return WJ_ALWAYS;
    }
    for (size_t i = 0; i < count; i++) {
        all[i] = given[i];
    }
    if (!add_open(hiding, formula, all, &count, &combinations)) {
        return WJ_PERHAPS;
    }
    for (size_t i = 0; i < combinations; i++) {
        size_t rest = i;
        for (size_t j = fixed; j < count; j++) {
            size_t options = hiding->survey->questions[all[j].question].option_count + 1;
            all[j].option = rest % options;
            rest /= options;
        }
        holding += holds(hiding, formula, all, count) ? 1 : 0;
    }
    return holding == 0 ? WJ_NEVER : holding == combinations ? WJ_ALWAYS : WJ_PERHAPS;
}

/* The counts of a multiple question overlap: each that may be the base is taken as published. */
static void add_condition(const struct wj_hiding *hiding, struct wj_mask *mask, size_t question,
                          size_t first, const struct wj_formula *formula)
{
    const struct wj_question *asked = &hiding->survey->questions[question];
    bool alone = mention_of(formula, question) == ALONE;
    bool none = holds_for(hiding, formula, question, asked->option_count);
    if (alone && asked->type == WJ_SINGLE) {
        wj_mask_row(mask);
    }
    for (size_t i = 0; i < asked->option_count; i++) {
        bool fits = !alone ||
                    holds_for(hiding, formula, question, i) != (none && asked->type == WJ_MULTIPLE);
        if (fits && !(alone && asked->type == WJ_SINGLE)) {
            wj_mask_row(mask);
        }
        if (fits) {
            wj_mask_plus(mask, first + i, 1);
        }
    }
}

void wj_hiding_add_conditions(const struct wj_hiding *hiding, struct wj_mask *mask, size_t question,
                              size_t first)
{
    const struct wj_survey *survey = hiding->survey;
    for (size_t i = 0; i < survey->question_count; i++) {
        const struct wj_formula *formula = survey->questions[i].asked_if;
        if (formula != NULL && !wj_is_whole(hiding, i) &&
            mention_of(formula, question) != NOT_NAMED) {
            add_condition(hiding, mask, question, first, formula);
        }
    }
}

bool wj_hiding_drop_conditions(struct wj_hiding *hiding, size_t question)
{
    const struct wj_survey *survey = hiding->survey;
    bool any = false;
    for (size_t i = 0; i < survey->question_count; i++) {
        const struct wj_formula *formula = survey->questions[i].asked_if;
        if (formula != NULL && i != question && !wj_is_whole(hiding, i) &&
            mention_of(formula, question) != NOT_NAMED) {
            wj_hiding_drop_whole(hiding, i);
            any = true;
        }
    }
    return any;
}
