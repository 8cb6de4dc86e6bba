#include "lane_parts.h"

enum { MOST_KNOWN = 1 << 16 /* bytes of a table of a formula's values */ };

/* ---- tables ---- */

void wj_lane_lay(const struct wj_lane *lane, struct wj_lane_radix *radix, size_t most)
{
    size_t cells = 1;
    for (size_t i = 0; i < radix->count && cells <= most; i++) {
        radix->strides[i] = (uint32_t)cells;
        cells *= lane->columns[radix->columns[i]].room;
    }
    radix->cells = cells <= most ? cells : 0;
}

static enum wj_status add_formula(struct wj_lane *lane, struct wj_lane_formula *known,
                                  const struct wj_formula *formula, size_t question)
{
    size_t count = wj_formula_name_count(formula);
    struct wj_lane_radix *radix = &known->radix;
    radix->columns = wj_arena_alloc(&lane->arena, (count + 1) * sizeof *radix->columns);
    radix->strides = wj_arena_alloc(&lane->arena, (count + 1) * sizeof *radix->strides);
    if (radix->columns == NULL || radix->strides == NULL) {
        return WJ_MEMORY;
    }
    known->formula = formula;
    known->question = question;
    for (size_t i = 0; i < count; i++) {
        radix->columns[i] = (uint32_t)wj_formula_name(formula, i);
    }
    radix->count = count;
    return WJ_OK;
}

static enum wj_status init_missing(struct wj_lane *lane)
{
    const struct wj_survey *survey = lane->survey;
    mpz_t most;
    lane->most_missing =
        wj_arena_alloc(&lane->arena, (survey->question_count + 1) * sizeof *lane->most_missing);
    if (lane->most_missing == NULL) {
        return WJ_MEMORY;
    }
    mpz_init(most);
    for (size_t asked = 0; asked <= survey->question_count; asked++) {
        mpz_mul_ui(most, mpq_numref(survey->valid.max_missing), asked);
        mpz_fdiv_q(most, most, mpq_denref(survey->valid.max_missing));
        lane->most_missing[asked] = survey->valid.has_max_missing ? mpz_get_ui(most) : UINT64_MAX;
    }
    mpz_clear(most);
    return WJ_OK;
}

enum wj_status wj_lane_judge_init(struct wj_lane *lane)
{
    const struct wj_survey *survey = lane->survey;
    enum wj_status status = init_missing(lane);
    lane->rules =
        wj_arena_alloc(&lane->arena, (survey->valid.rule_count + 1) * sizeof *lane->rules);
    lane->asked = wj_arena_alloc(&lane->arena, (survey->question_count + 1) * sizeof *lane->asked);
    if (lane->rules == NULL || lane->asked == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; status == WJ_OK && i < survey->valid.rule_count; i++) {
        status = add_formula(lane, &lane->rules[lane->rule_count++],
                             survey->valid.rules[i].reject_if, 0);
    }
    for (size_t i = 0; status == WJ_OK && i < survey->question_count; i++) {
        if (survey->questions[i].asked_if != NULL) {
            status = add_formula(lane, &lane->asked[lane->asked_count++],
                                 survey->questions[i].asked_if, i);
        }
    }
    return status;
}

static enum wj_status lay_formula(struct wj_lane *lane, struct wj_lane_formula *known)
{
    wj_lane_lay(lane, &known->radix, MOST_KNOWN);
    wj_free(known->known);
    known->known = wj_alloc(known->radix.cells);
    return known->known != NULL ? WJ_OK : WJ_MEMORY;
}

enum wj_status wj_lane_judge_lay(struct wj_lane *lane)
{
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < lane->rule_count; i++) {
        status = lay_formula(lane, &lane->rules[i]);
    }
    for (size_t i = 0; status == WJ_OK && i < lane->asked_count; i++) {
        status = lay_formula(lane, &lane->asked[i]);
    }
    return status;
}

void wj_lane_judge_clear(struct wj_lane *lane)
{
    for (size_t i = 0; i < lane->rule_count; i++) {
        wj_free(lane->rules[i].known);
    }
    for (size_t i = 0; i < lane->asked_count; i++) {
        wj_free(lane->asked[i].known);
    }
}

/* ---- judging ---- */

static enum wj_lane_value evaluate(struct wj_lane *lane, const struct wj_lane_formula *known)
{
    struct wj_values values = wj_answers_values(&lane->answers);
    bool truth = false;
    for (size_t i = 0; i < known->radix.count; i++) {
        size_t name = known->radix.columns[i];
        lane->response.answers[name] =
            lane->columns[name].answers[lane->values[name] & WJ_LANE_NUMBER];
    }
    wj_buf_reset(&lane->reason);
    if (!wj_formula_evaluate(known->formula, &values, &lane->value, &lane->reason) ||
        !wj_value_condition(&lane->value, &truth)) {
        return WJ_LANE_FAULT;
    }
    return truth ? WJ_LANE_TRUE : WJ_LANE_FALSE;
}

static enum wj_lane_value value_of(struct wj_lane *lane, struct wj_lane_formula *known)
{
    if (known->radix.cells == 0) {
        return evaluate(lane, known);
    }
    unsigned char *value = &known->known[wj_lane_place(&known->radix, lane->values)];
    if (*value == WJ_LANE_UNKNOWN) {
        *value = (unsigned char)evaluate(lane, known);
    }
    return *value;
}

/* Blank answers of questions that were not asked; false where one was, and must be answered. What a
 * formula says is the same for both, so that their order does not matter. */
static bool settle_asked(struct wj_lane *lane)
{
    for (size_t i = 0; i < lane->asked_count; i++) {
        const struct wj_lane_column *column = &lane->columns[lane->asked[i].question];
        uint32_t *value = &lane->values[lane->asked[i].question];
        if (*value != column->blank) {
            continue;
        }
        if (value_of(lane, &lane->asked[i]) == WJ_LANE_FALSE) {
            *value = column->not_asked;
        } else if (column->required) {
            return false;
        }
    }
    return true;
}

/* The rules about blanks: of everything, and of too much. */
static bool breaks_missing(const struct wj_lane *lane)
{
    uint64_t asked = lane->closed_count;
    uint64_t missing = 0;
    uint32_t all = UINT32_MAX;
    for (size_t i = 0; i < lane->survey->question_count; i++) {
        uint32_t value = lane->values[i];
        asked -= (value & WJ_LANE_NOT_ASKED) != 0 ? 1 : 0;
        missing += (value & WJ_LANE_MISSING) != 0 ? 1 : 0;
        all &= value;
    }
    return (all & WJ_LANE_WRITTEN_BLANK) != 0 || missing > lane->most_missing[asked];
}

/* Did the response give the same option wherever it was asked? */
static bool is_straight(const struct wj_lane *lane)
{
    const struct wj_valid *valid = &lane->survey->valid;
    size_t asked = 0;
    uint32_t option = 0;
    for (size_t i = 0; i < valid->straight_count; i++) {
        size_t question = valid->straight_questions[i];
        const struct wj_answer *answer =
            &lane->columns[question].answers[lane->values[question] & WJ_LANE_NUMBER];
        if (answer->state == WJ_NOT_ASKED) {
            continue;
        }
        if (answer->state != WJ_ANSWERED || (asked > 0 && answer->option != option)) {
            return false;
        }
        option = answer->option;
        asked++;
    }
    return asked >= 2;
}

bool wj_lane_judge(struct wj_lane *lane)
{
    const struct wj_survey *survey = lane->survey;
    if ((lane->asked_count > 0 && !settle_asked(lane)) || breaks_missing(lane)) {
        return false;
    }
    for (size_t i = 0; i < lane->rule_count; i++) {
        if (value_of(lane, &lane->rules[i]) != WJ_LANE_FALSE) {
            return false;
        }
    }
    bool straight = survey->valid.straight_count > 0 && is_straight(lane);
    if (straight && survey->valid.straight_reject) {
        return false;
    }
    lane->straight += straight ? 1 : 0;
    return true;
}
