/* What is hidden of the frequencies, so that rates and measures can stay. */
#include "hiding.h"
#include "wjtab/base/number.h"

#define WJ_NO_CELL SIZE_MAX

enum { COST_OF_NOTHING = 2000, COST = 64, COST_OF_BIT = 8 };

unsigned wj_hiding_cost(uint64_t count)
{
    unsigned bits = 0;
    for (uint64_t rest = count; rest > 0; rest >>= 1) {
        bits++;
    }
    return count == 0 ? COST_OF_NOTHING : COST + COST_OF_BIT * bits;
}

/* ---- what is published of one question ---- */

/* Σ of the counts of those options that are, or are not, of a kind. */
static void add_sum(struct wj_mask *mask, const struct wj_question *question, size_t first,
                    const bool *chosen)
{
    wj_mask_row(mask);
    for (size_t i = 0; i < question->option_count; i++) {
        if (chosen == NULL || chosen[i]) {
            wj_mask_plus(mask, first + i, 1);
        }
    }
}

/* Σ score × count */
static void add_rate(struct wj_mask *mask, const struct wj_question *question, size_t first)
{
    wj_mask_row(mask);
    for (size_t i = 0; i < question->option_count; i++) {
        if (question->options[i].scored) {
            wj_mask_term(mask, first + i, question->options[i].score);
        }
    }
}

/* Of a single question: the sum, and the sum of those that leave the rate's base, if that is
 * shown. */
static void add_single(struct wj_mask *mask, const struct wj_question *question, size_t first,
                       bool is_base_shown)
{
    add_sum(mask, question, first, NULL);
    if (question->scored && is_base_shown) {
        wj_mask_row(mask);
        for (size_t i = 0; i < question->option_count; i++) {
            if (!question->options[i].scored) {
                wj_mask_plus(mask, first + i, 1);
            }
        }
    }
}

/* `union` responses chose at least one of these options: none of these counts is above it, and
 * together they are at least as many. The number of the union's count. */
static size_t add_union(struct wj_mask *mask, const struct wj_question *question,
                        const uint64_t *counts, size_t first, const bool *chosen, uint64_t in_any,
                        unsigned cost)
{
    size_t all = wj_mask_add(mask, in_any, cost, false);
    uint64_t sum = 0;
    for (size_t i = 0; i < question->option_count; i++) {
        if (chosen != NULL ? chosen[i] : !question->options[i].exclusive) {
            sum += counts[i];
        }
    }
    size_t more = wj_mask_add(mask, sum - in_any, WJ_MASK_UNPRINTED, false);
    size_t row = mask->row_count;
    wj_mask_row(mask);
    wj_mask_plus(mask, all, -1);
    wj_mask_plus(mask, more, -1);
    for (size_t i = 0; i < question->option_count; i++) {
        if (chosen != NULL ? chosen[i] : !question->options[i].exclusive) {
            wj_mask_plus(mask, first + i, 1);
        }
    }
    for (size_t i = 0; row < mask->row_count && i < question->option_count; i++) {
        if (chosen != NULL ? chosen[i] : !question->options[i].exclusive) {
            size_t rest = wj_mask_add(mask, in_any - counts[i], WJ_MASK_UNPRINTED, false);
            wj_mask_row(mask);
            wj_mask_plus(mask, first + i, 1);
            wj_mask_plus(mask, rest, 1);
            wj_mask_plus(mask, all, -1);
        }
    }
    return all;
}

/* Of a multiple question: those who answered chose an exclusive option, or some of the others. */
static void add_multiple(struct wj_mask *mask, const struct wj_question *question,
                         const struct wj_question_tally *tally, size_t first)
{
    uint64_t exclusive = 0;
    for (size_t i = 0; i < question->option_count; i++) {
        exclusive += question->options[i].exclusive ? tally->counts[i] : 0;
    }
    if (exclusive > tally->answered) {
        return;
    }
    size_t all = add_union(mask, question, tally->counts, first, NULL, tally->answered - exclusive,
                           WJ_MASK_UNPRINTED);
    wj_mask_row(mask);
    wj_mask_plus(mask, all, 1);
    for (size_t i = 0; i < question->option_count; i++) {
        if (question->options[i].exclusive) {
            wj_mask_plus(mask, first + i, 1);
        }
    }
}

/* Measures of a share of the question. */
static void add_shares(const struct wj_hiding *hiding, struct wj_mask *mask, size_t number,
                       size_t first)
{
    const struct wj_survey *survey = hiding->survey;
    const struct wj_question *question = &survey->questions[number];
    for (size_t i = 0; i < survey->measure_count; i++) {
        const struct wj_measure *measure = &survey->measures[i];
        if (measure->kind != WJ_SHARE_OF || measure->items[0] != number ||
            hiding->hidden->measures[i]) {
            continue;
        }
        if (question->type == WJ_SINGLE) {
            add_sum(mask, question, first, measure->codes);
        } else {
            add_union(mask, question, hiding->tally->questions[number].counts, first,
                      measure->codes, hiding->tally->measures[i].any_of, WJ_MASK_NEVER);
        }
    }
}

size_t wj_hiding_add_question(const struct wj_hiding *hiding, struct wj_mask *mask, size_t number)
{
    const struct wj_question *question = &hiding->survey->questions[number];
    const struct wj_question_tally *tally = &hiding->tally->questions[number];
    size_t first = mask->cell_count;
    for (size_t i = 0; i < question->option_count; i++) {
        bool small = wj_is_small(hiding, tally->counts[i]) ||
                     (question->type == WJ_MULTIPLE && hiding->cells[number][i]);
        unsigned cost = hiding->final ? WJ_MASK_NEVER : wj_hiding_cost(tally->counts[i]);
        size_t cell = wj_mask_add(mask, tally->counts[i], cost, small);
        if (cell < mask->cell_count && hiding->cells[number][i]) {
            mask->cells[cell].hidden = true;
        }
    }
    if (question->type == WJ_SINGLE) {
        add_single(mask, question, first, !hiding->hidden->questions[number].scored);
    } else {
        add_multiple(mask, question, tally, first);
    }
    if (wj_hiding_has_rate(hiding, number) && !hiding->hidden->questions[number].rate) {
        add_rate(mask, question, first);
    }
    add_shares(hiding, mask, number, first);
    wj_hiding_add_conditions(hiding, mask, number, first);
    return first;
}

enum wj_status wj_hiding_solve(struct wj_mask *mask, bool *fine)
{
    unsigned long failures = wj_memory_failures();
    size_t failed = 0;
    enum wj_status status = wj_mask_solve(mask, &failed);
    *fine = status == WJ_OK && failed == mask->cell_count && wj_mask_holds(mask);
    return wj_memory_status(failures) != WJ_OK ? WJ_MEMORY : status;
}

/* ---- witnesses that are found again ---- */

/* The question whose option a count is; question_count: none's. */
static size_t question_of(const struct wj_hiding *hiding, const size_t *first, size_t cell)
{
    size_t found = 0;
    while (found < hiding->survey->question_count &&
           (first[found] == WJ_NO_CELL || cell < first[found] ||
            cell >= first[found] + hiding->survey->questions[found].option_count)) {
        found++;
    }
    return found;
}

/* What has a witness once must be found to have one when it is checked at the end. */
static void remember(struct wj_hiding *hiding, const struct wj_mask *mask, const size_t *first)
{
    for (size_t i = 0; i < mask->witness_count; i++) {
        size_t end = i + 1 < mask->witness_count ? mask->witnesses[i + 1] : mask->move_count;
        for (size_t j = mask->witnesses[i]; j < end; j++) {
            const struct wj_mask_move *move = &mask->moves[j];
            size_t question = question_of(hiding, first, move->cell);
            bool there = question < hiding->survey->question_count;
            if (wj_grow(&hiding->hints, &hiding->hint_capacity, hiding->hint_count + 1,
                        sizeof *hiding->hints) == WJ_OK) {
                hiding->hints[hiding->hint_count++] = (struct wj_hint){
                    there ? question : WJ_NO_CELL, there ? move->cell - first[question] : 0,
                    move->by, j + 1 == end};
            }
        }
    }
}

/* Where a count that was moved is still small, another witness may lift it: those come first. */
static void take_hint(struct wj_mask *mask, const long *by, bool lifting)
{
    if (!wj_mask_try(mask, by)) {
        return;
    }
    for (size_t i = 0; !lifting && i < mask->cell_count; i++) {
        struct wj_mask_cell *cell = &mask->cells[i];
        cell->witness =
            cell->small && cell->witness == 0 && by[i] != 0 ? mask->witness_count : cell->witness;
    }
}

/* Tries all that were found before, as far as they move nothing that is shown now. */
static void suggest_all(const struct wj_hiding *hiding, struct wj_mask *mask, const size_t *first,
                        long *by, bool lifting)
{
    bool fits = true;
    size_t begin = 0;
    for (size_t i = 0; i < hiding->hint_count; i++) {
        const struct wj_hint *hint = &hiding->hints[i];
        bool there = hint->question != WJ_NO_CELL && first[hint->question] != WJ_NO_CELL;
        fits = fits && there && mask->cells[first[hint->question] + hint->option].hidden;
        if (fits) {
            by[first[hint->question] + hint->option] = hint->by;
        }
        if (hint->last && fits) {
            take_hint(mask, by, lifting);
        }
        for (; hint->last && begin <= i; begin++) {
            const struct wj_hint *used = &hiding->hints[begin];
            if (used->question != WJ_NO_CELL && first[used->question] != WJ_NO_CELL) {
                by[first[used->question] + used->option] = 0;
            }
        }
        fits = fits || hint->last;
    }
}

static void suggest(const struct wj_hiding *hiding, struct wj_mask *mask, const size_t *first)
{
    long *by = wj_alloc((mask->cell_count + 1) * sizeof *by);
    if (by != NULL) {
        suggest_all(hiding, mask, first, by, true);
        suggest_all(hiding, mask, first, by, false);
    }
    wj_free(by);
}

/* ---- questions one by one ---- */

static void take_question(const struct wj_hiding *hiding, const struct wj_mask *mask, size_t number,
                          size_t first)
{
    for (size_t i = 0; i < hiding->survey->questions[number].option_count; i++) {
        hiding->cells[number][i] = mask->cells[first + i].hidden;
    }
}

/* Where the counts of each question begin; of none yet. */
static size_t *new_firsts(const struct wj_hiding *hiding)
{
    size_t *first = wj_alloc((hiding->survey->question_count + 1) * sizeof *first);
    for (size_t i = 0; first != NULL && i < hiding->survey->question_count; i++) {
        first[i] = WJ_NO_CELL;
    }
    return first;
}

static enum wj_status try_question(struct wj_hiding *hiding, size_t number, bool *fine)
{
    struct wj_mask mask;
    unsigned long failures = wj_memory_failures();
    size_t *first = new_firsts(hiding);
    wj_mask_init(&mask, hiding->hidden->below);
    if (first != NULL) {
        first[number] = wj_hiding_add_question(hiding, &mask, number);
    }
    enum wj_status status = wj_memory_status(failures);
    if (status == WJ_OK) {
        suggest(hiding, &mask, first);
        status = wj_memory_status(failures);
    }
    if (status == WJ_OK) {
        status = wj_hiding_solve(&mask, fine);
    }
    if (status == WJ_OK && *fine) {
        take_question(hiding, &mask, number, first[number]);
        remember(hiding, &mask, first);
    }
    wj_mask_clear(&mask);
    wj_free(first);
    return status;
}

static size_t count_hidden(const struct wj_hiding *hiding, size_t number)
{
    size_t hidden = 0;
    for (size_t i = 0; i < hiding->survey->questions[number].option_count; i++) {
        hidden += hiding->cells[number][i] ? 1 : 0;
    }
    return hidden;
}

/* Whatever is hidden of a multiple question is protected as if it were small: see
 * hide_companions.c. */
static enum wj_status try_all(struct wj_hiding *hiding, size_t number, bool *fine)
{
    bool multiple = hiding->survey->questions[number].type == WJ_MULTIPLE;
    size_t before = count_hidden(hiding, number);
    enum wj_status status = try_question(hiding, number, fine);
    while (status == WJ_OK && *fine && multiple) {
        *fine = wj_hiding_accompany(hiding, number);
        if (!*fine || count_hidden(hiding, number) == before) {
            break;
        }
        before = count_hidden(hiding, number);
        status = try_question(hiding, number, fine);
    }
    return status;
}

static enum wj_status hide_question(struct wj_hiding *hiding, size_t number)
{
    bool fine = false;
    enum wj_status status = try_all(hiding, number, &fine);
    while (status == WJ_OK && !fine && wj_hiding_give_up(hiding, number)) {
        status = try_all(hiding, number, &fine);
    }
    return status;
}

/* ---- questions together ---- */

bool wj_hiding_is_tie(const struct wj_hiding *hiding, size_t number)
{
    const struct wj_measure *measure = &hiding->survey->measures[number];
    bool any = false;
    for (size_t i = 0; measure->kind != WJ_SHARE_OF && i < measure->item_count; i++) {
        any = any || hiding->hidden->questions[measure->items[i]].rate;
    }
    return any && !hiding->hidden->measures[number] && hiding->figures->measures[number].exists;
}

/* Σ of the items' rates, as far as these are not known. */
void wj_hiding_add_tie(const struct wj_hiding *hiding, struct wj_mask *mask, size_t number,
                       const size_t *first)
{
    const struct wj_measure *measure = &hiding->survey->measures[number];
    mpq_t factor;
    mpq_t part;
    mpq_inits(factor, part, NULL);
    wj_mask_row(mask);
    for (size_t i = 0; i < measure->item_count; i++) {
        size_t item = measure->items[i];
        const struct wj_question *question = &hiding->survey->questions[item];
        if (!hiding->hidden->questions[item].rate) {
            continue;
        }
        mpq_set_ui(factor, 1, 1);
        if (measure->kind == WJ_MEAN_OF) {
            if (measure->weights != NULL) {
                mpq_set(factor, measure->weights[i]);
            }
            wj_number_ratio(part, hiding->tally->questions[item].rate_base, 1);
            mpq_mul(part, part, question->top);
            mpq_div(factor, factor, part);
        }
        for (size_t j = 0; j < question->option_count; j++) {
            if (question->options[j].scored) {
                mpq_mul(part, factor, question->options[j].score);
                wj_mask_term(mask, first[item] + j, part);
            }
        }
    }
    mpq_clears(factor, part, NULL);
}

/* All questions without a rate, with the measures that still tell something about them. */
static enum wj_status try_together(struct wj_hiding *hiding, bool *fine)
{
    const struct wj_survey *survey = hiding->survey;
    struct wj_mask mask;
    unsigned long failures = wj_memory_failures();
    size_t *first = new_firsts(hiding);
    wj_mask_init(&mask, hiding->hidden->below);
    for (size_t i = 0; first != NULL && i < survey->question_count; i++) {
        if (hiding->hidden->questions[i].rate && !wj_is_whole(hiding, i)) {
            first[i] = wj_hiding_add_question(hiding, &mask, i);
        }
    }
    for (size_t i = 0; first != NULL && i < survey->measure_count; i++) {
        if (wj_hiding_is_tie(hiding, i)) {
            wj_hiding_add_tie(hiding, &mask, i, first);
        }
    }
    enum wj_status status = wj_memory_status(failures);
    if (status == WJ_OK) {
        suggest(hiding, &mask, first);
        status = wj_memory_status(failures);
    }
    if (status == WJ_OK) {
        status = wj_hiding_solve(&mask, fine);
    }
    if (status == WJ_OK && *fine) {
        remember(hiding, &mask, first);
    }
    for (size_t i = 0; status == WJ_OK && *fine && i < survey->question_count; i++) {
        if (hiding->hidden->questions[i].rate && !wj_is_whole(hiding, i)) {
            take_question(hiding, &mask, i, first[i]);
        }
    }
    wj_mask_clear(&mask);
    wj_free(first);
    return status;
}

/* Gives up the rate of one more item, so that the measure can stay. */
static enum wj_status try_another(struct wj_hiding *hiding, size_t number, bool *fine)
{
    const struct wj_measure *measure = &hiding->survey->measures[number];
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && !*fine && i < measure->item_count; i++) {
        struct wj_hidden_question *hidden = &hiding->hidden->questions[measure->items[i]];
        if (hidden->rate || !wj_hiding_has_rate(hiding, measure->items[i])) {
            continue;
        }
        hidden->rate = true;
        status = try_together(hiding, fine);
        hidden->rate = *fine;
    }
    return status;
}

/* A measure of items whose bases are hidden tells about these. */
static bool has_whole(const struct wj_hiding *hiding, size_t number)
{
    const struct wj_measure *measure = &hiding->survey->measures[number];
    bool any = false;
    for (size_t i = 0; i < measure->item_count; i++) {
        any = any || wj_is_whole(hiding, measure->items[i]) ||
              (measure->kind != WJ_SHARE_OF && hiding->hidden->questions[measure->items[i]].scored);
    }
    return any;
}

static enum wj_status hide_measures(struct wj_hiding *hiding)
{
    const struct wj_survey *survey = hiding->survey;
    bool *wanted = hiding->hidden->measures;
    enum wj_status status = WJ_OK;
    bool *affected = wj_alloc((survey->measure_count + 1) * sizeof *affected);
    if (affected == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < survey->measure_count; i++) {
        wanted[i] = wanted[i] || has_whole(hiding, i);
        affected[i] = wj_hiding_is_tie(hiding, i);
        wanted[i] = wanted[i] || affected[i];
    }
    /* One after the other comes back, if that can be. */
    for (size_t i = 0; status == WJ_OK && i < survey->measure_count; i++) {
        bool fine = false;
        if (!affected[i]) {
            continue;
        }
        wanted[i] = false;
        status = try_together(hiding, &fine);
        if (status == WJ_OK && !fine) {
            status = try_another(hiding, i, &fine);
        }
        wanted[i] = !fine;
    }
    wj_free(affected);
    return status;
}

/* ---- all of it ---- */

static bool is_closed(const struct wj_question *question)
{
    return question->type == WJ_SINGLE || question->type == WJ_MULTIPLE;
}

/* So few that nothing can be said of them. */
static bool is_too_few(const struct wj_hiding *hiding, size_t question)
{
    const struct wj_question_tally *tally = &hiding->tally->questions[question];
    return wj_is_small(hiding, tally->base) || wj_is_small(hiding, tally->answered);
}

/* Shares of few. */
static void hide_small_shares(struct wj_hiding *hiding)
{
    for (size_t i = 0; i < hiding->survey->measure_count; i++) {
        if (hiding->survey->measures[i].kind == WJ_SHARE_OF &&
            wj_is_small(hiding, hiding->tally->measures[i].any_of)) {
            hiding->hidden->measures[i] = true;
        }
    }
}

static enum wj_status check(struct wj_hiding *hiding, bool *fine)
{
    enum wj_status status = WJ_OK;
    hiding->final = true;
    *fine = true;
    for (size_t i = 0; status == WJ_OK && *fine && i < hiding->survey->question_count; i++) {
        if (is_closed(&hiding->survey->questions[i]) && !wj_is_whole(hiding, i)) {
            status = try_question(hiding, i, fine);
        }
    }
    if (status == WJ_OK && *fine) {
        status = try_together(hiding, fine);
    }
    return status;
}

enum wj_status wj_hide_questions(struct wj_hiding *hiding)
{
    const struct wj_survey *survey = hiding->survey;
    enum wj_status status = WJ_OK;
    bool fine = false;
    hide_small_shares(hiding);
    for (size_t i = 0; i < survey->question_count; i++) {
        if (survey->questions[i].type != WJ_TEXT && is_too_few(hiding, i)) {
            wj_hiding_drop_whole(hiding, i);
        }
    }
    /* Questions that are asked on conditions come later in a questionnaire, and are given up first:
     * what gives them up may not have looked at them yet. */
    for (size_t i = 0; status == WJ_OK && i < survey->question_count; i++) {
        if (is_closed(&survey->questions[i]) && !wj_is_whole(hiding, i)) {
            status = hide_question(hiding, i);
        }
    }
    if (status == WJ_OK) {
        status = hide_measures(hiding);
    }
    if (status == WJ_OK) {
        status = check(hiding, &fine);
    }
    return status == WJ_OK && !fine ? WJ_INTERNAL : status;
}
