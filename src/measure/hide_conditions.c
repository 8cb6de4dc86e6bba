/* Questions that are asked on condition of an answer: their bases count those who gave it. */
#include "hiding.h"
#include "wjtab/survey/answer.h"

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

bool wj_condition_holds(const struct wj_hiding *hiding, const struct wj_formula *formula,
                        size_t question, size_t option)
{
    const struct wj_survey *survey = hiding->survey;
    size_t words = survey->questions[question].option_count / 64 + 1;
    struct wj_answer *answers = wj_alloc(survey->question_count * sizeof *answers);
    uint64_t *chosen = wj_alloc(words * sizeof *chosen);
    struct wj_response response = {.answers = answers};
    struct wj_answers user = {survey, &response};
    struct wj_values values = wj_answers_values(&user);
    struct wj_value value;
    struct wj_buf reason = {0};
    bool wanted = false;
    wj_value_init(&value);
    if (answers != NULL && chosen != NULL) {
        answers[question].chosen = chosen;
        if (option < survey->questions[question].option_count) {
            answers[question].state = WJ_ANSWERED;
            answers[question].option = (uint32_t)option;
            chosen[option / 64] |= UINT64_C(1) << option % 64;
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

/* The counts of a multiple question overlap: each that may be the base is taken as published. */
static void add_condition(const struct wj_hiding *hiding, struct wj_mask *mask, size_t question,
                          size_t first, const struct wj_formula *formula)
{
    const struct wj_question *asked = &hiding->survey->questions[question];
    bool alone = mention_of(formula, question) == ALONE;
    bool none = wj_condition_holds(hiding, formula, question, asked->option_count);
    if (alone && asked->type == WJ_SINGLE) {
        wj_mask_row(mask);
    }
    for (size_t i = 0; i < asked->option_count; i++) {
        bool fits = !alone || wj_condition_holds(hiding, formula, question, i) !=
                                  (none && asked->type == WJ_MULTIPLE);
        if (fits && !(alone && asked->type == WJ_SINGLE)) {
            wj_mask_row(mask);
        }
        if (fits) {
            wj_mask_plus(mask, first + i, 1);
        }
    }
}

bool wj_condition_of(const struct wj_formula *formula, size_t *question)
{
    bool alone = formula != NULL && wj_formula_name_count(formula) == 1;
    if (alone) {
        *question = (size_t)wj_formula_name(formula, 0);
    }
    return alone;
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
