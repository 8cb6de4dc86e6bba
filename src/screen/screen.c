#include "wjtab/screen/screen.h"

#include "breaches.h"
#include "unique.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/message.h"
#include "wjtab/base/personal.h"
#include "wjtab/base/text.h"

struct wj_screen {
    const struct wj_survey *survey;
    struct wj_ledger ledger;
    struct wj_unique unique;
    struct wj_breaches breaches;
    struct wj_rule_fault *faults; /* per named rule */
    uint64_t straight;
    bool awaits; /* `unique` is judged by another screen */
    struct wj_value value;
    struct wj_buf reason;
    struct wj_buf id;
    struct wj_arena arena;
};

/* ---- names of the rules ---- */

size_t wj_rule_count(const struct wj_survey *survey)
{
    return WJ_RULE_NAMED + survey->valid.rule_count + 1;
}

const char *wj_rule_name(const struct wj_survey *survey, size_t rule)
{
    static const char *const names[] = {"shape",       "required",    "several_ticks",
                                        "unknown",     "exclusive",   "range",
                                        "min_seconds", "max_missing", "straight_line"};
    if (rule < WJ_RULE_NAMED) {
        return names[rule];
    }
    size_t named = rule - WJ_RULE_NAMED;
    return named < survey->valid.rule_count ? survey->valid.rules[named].name : "unique";
}

/* ---- the rules, one by one: each says whether it is broken, and names questions ---- */

static bool breaks_required(struct wj_screen *screen, const struct wj_response *response)
{
    const struct wj_survey *survey = screen->survey;
    size_t written_blank = 0;
    for (size_t i = 0; i < survey->question_count; i++) {
        written_blank += response->answers[i].written_blank ? 1 : 0;
        if (survey->valid.is_required[i] && response->answers[i].state == WJ_BLANK) {
            wj_breaches_name(&screen->breaches, i, false);
        }
    }
    if (screen->breaches.named > 0) {
        return true;
    }
    bool empty = survey->question_count > 0 && written_blank == survey->question_count;
    for (size_t i = 0; empty && i < survey->question_count; i++) {
        wj_breaches_name(&screen->breaches, i, false);
    }
    return empty;
}

static bool names_state(struct wj_screen *screen, const struct wj_response *response,
                        enum wj_answer_state state)
{
    for (size_t i = 0; i < screen->survey->question_count; i++) {
        if (response->answers[i].state == state) {
            wj_breaches_name(&screen->breaches, i, true);
        }
    }
    return screen->breaches.named > 0;
}

static bool breaks_exclusive(struct wj_screen *screen, const struct wj_response *response)
{
    for (size_t i = 0; i < screen->survey->question_count; i++) {
        const struct wj_question *question = &screen->survey->questions[i];
        const struct wj_answer *answer = &response->answers[i];
        size_t chosen = 0;
        bool exclusive = false;
        if (question->type != WJ_MULTIPLE || answer->state != WJ_ANSWERED) {
            continue;
        }
        for (size_t j = 0; j < question->option_count; j++) {
            bool here = wj_answer_has(answer, j);
            chosen += here ? 1 : 0;
            exclusive = exclusive || (here && question->options[j].exclusive);
        }
        if (exclusive && chosen > 1) {
            wj_breaches_name(&screen->breaches, i, true);
        }
    }
    return screen->breaches.named > 0;
}

static bool breaks_range(struct wj_screen *screen, const struct wj_response *response)
{
    for (size_t i = 0; i < screen->survey->question_count; i++) {
        if (response->answers[i].state == WJ_ANSWERED && response->answers[i].out_of_range) {
            wj_breaches_name(&screen->breaches, i, true);
        }
    }
    return screen->breaches.named > 0;
}

static bool breaks_min_seconds(struct wj_screen *screen, const struct wj_response *response)
{
    mpq_t seconds;
    if (!screen->survey->valid.has_min_seconds) {
        return false;
    }
    mpq_init(seconds);
    bool broken = wj_duration_parse(seconds, response->seconds) &&
                  mpq_cmp(seconds, screen->survey->valid.at_least) < 0;
    mpq_clear(seconds);
    return broken;
}

static bool breaks_max_missing(struct wj_screen *screen, const struct wj_response *response)
{
    const struct wj_survey *survey = screen->survey;
    uint64_t asked = 0;
    uint64_t missing = 0;
    for (size_t i = 0; i < survey->question_count; i++) {
        enum wj_answer_state state = response->answers[i].state;
        bool counts = survey->questions[i].type != WJ_TEXT && state != WJ_NOT_ASKED;
        asked += counts ? 1 : 0;
        missing += counts && state == WJ_BLANK ? 1 : 0;
    }
    if (!survey->valid.has_max_missing || asked == 0) {
        return false;
    }
    mpq_t share;
    mpq_init(share);
    wj_number_ratio(share, missing, asked);
    bool broken = mpq_cmp(share, survey->valid.max_missing) > 0;
    mpq_clear(share);
    return broken;
}

/* Did the response give the same option wherever it was asked? */
static bool is_straight(const struct wj_survey *survey, const struct wj_response *response)
{
    size_t asked = 0;
    uint32_t option = 0;
    for (size_t i = 0; i < survey->valid.straight_count; i++) {
        const struct wj_answer *answer = &response->answers[survey->valid.straight_questions[i]];
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

static bool breaks_straight_line(struct wj_screen *screen, const struct wj_response *response)
{
    const struct wj_valid *valid = &screen->survey->valid;
    if (!is_straight(screen->survey, response)) {
        return false;
    }
    screen->straight++;
    for (size_t i = 0; valid->straight_reject && i < valid->straight_count; i++) {
        wj_breaches_name(&screen->breaches, valid->straight_questions[i], true);
    }
    return valid->straight_reject;
}

/* Would the reason why a rule can't be judged quote something personal? Only texts are quoted. */
static bool quotes_personal(const struct wj_screen *screen, const struct wj_formula *formula,
                            const struct wj_response *response)
{
    const struct wj_survey *survey = screen->survey;
    bool personal = false;
    for (size_t i = 0; !survey->keep_personal && i < wj_formula_name_count(formula); i++) {
        long name = wj_formula_name(formula, i);
        bool text = survey->questions[name].type == WJ_TEXT;
        personal = personal || (text && (response->columns->personal[name] ||
                                         wj_personal_has(response->answers[name].cell)));
    }
    return personal;
}

static void note_fault(struct wj_screen *screen, size_t rule, const struct wj_response *response)
{
    struct wj_rule_fault *fault = &screen->faults[rule];
    if (fault->count++ == 0) {
        fault->file = wj_arena_copy(&screen->arena, wj_slice_of(response->file));
        fault->line = response->line;
        if (quotes_personal(screen, screen->survey->valid.rules[rule].reject_if, response)) {
            wj_buf_reset(&screen->reason);
            wj_buf_add_text(&screen->reason, _("a text that holds personal data is not what is "
                                               "needed (--keep-personal shows it)"));
        }
        fault->reason = wj_arena_copy(&screen->arena, wj_buf_slice(&screen->reason));
    }
}

static bool breaks_named(struct wj_screen *screen, size_t rule, const struct wj_response *response)
{
    struct wj_answers answers = {screen->survey, response};
    struct wj_values values = wj_answers_values(&answers);
    bool broken = false;
    wj_buf_reset(&screen->reason);
    if (!wj_formula_evaluate(screen->survey->valid.rules[rule].reject_if, &values, &screen->value,
                             &screen->reason)) {
        note_fault(screen, rule, response);
        return false;
    }
    if (!wj_value_condition(&screen->value, &broken)) {
        wj_buf_add_text(&screen->reason, _("it gives a text, not TRUE or FALSE"));
        note_fault(screen, rule, response);
        return false;
    }
    return broken;
}

static bool breaks(struct wj_screen *screen, size_t rule, const struct wj_response *response)
{
    switch (rule) {
    case WJ_RULE_REQUIRED:
        return breaks_required(screen, response);
    case WJ_RULE_SEVERAL_TICKS:
        return names_state(screen, response, WJ_SEVERAL);
    case WJ_RULE_UNKNOWN:
        return names_state(screen, response, WJ_UNKNOWN);
    case WJ_RULE_EXCLUSIVE:
        return breaks_exclusive(screen, response);
    case WJ_RULE_RANGE:
        return breaks_range(screen, response);
    case WJ_RULE_MIN_SECONDS:
        return breaks_min_seconds(screen, response);
    case WJ_RULE_MAX_MISSING:
        return breaks_max_missing(screen, response);
    case WJ_RULE_STRAIGHT_LINE:
        return breaks_straight_line(screen, response);
    default:
        return breaks_named(screen, rule - WJ_RULE_NAMED, response);
    }
}

/* ---- judging ---- */

void wj_screen_settle(const struct wj_survey *survey, struct wj_response *response)
{
    for (size_t i = 0; i < survey->question_count; i++) {
        struct wj_answer *answer = &response->answers[i];
        bool unknown = answer->state == WJ_UNKNOWN && survey->valid.unknown == WJ_UNKNOWN_MISSING;
        bool several = answer->state == WJ_SEVERAL && survey->valid.several_missing;
        if (unknown || several) {
            answer->state = WJ_BLANK;
        }
    }
}

static enum wj_status judge_by_all(struct wj_screen *screen, const struct wj_response *response)
{
    enum wj_status status = WJ_OK;
    size_t unique = wj_rule_count(screen->survey) - 1;
    if (response->shape) {
        return wj_breaches_add(&screen->breaches, WJ_RULE_SHAPE);
    }
    for (size_t rule = WJ_RULE_REQUIRED; status == WJ_OK && rule < unique; rule++) {
        if (breaks(screen, rule, response)) {
            status = wj_breaches_add(&screen->breaches, rule);
        }
    }
    return status;
}

enum wj_status wj_screen_judge(struct wj_screen *screen, struct wj_response *response,
                               enum wj_verdict *verdict)
{
    struct wj_breaches *breaches = &screen->breaches;
    unsigned long failures = wj_memory_failures();
    wj_breaches_open(breaches, response);
    *verdict = WJ_EFFECTIVE;
    if (!response->shape) {
        wj_screen_settle(screen->survey, response);
    }
    enum wj_status status = judge_by_all(screen, response);
    bool unique = screen->survey->valid.unique_count > 0 && !screen->awaits;
    if (status == WJ_OK && breaches->count == 0 && unique) {
        status = wj_unique_judge(&screen->unique, screen->survey, response, screen->ledger.diags,
                                 verdict);
        if (status == WJ_OK && *verdict == WJ_REJECTED) {
            status = wj_breaches_add(breaches, wj_rule_count(screen->survey) - 1);
        }
    }
    if (status == WJ_OK && breaches->count > 0) {
        *verdict = WJ_REJECTED;
        status = wj_ledger_add(&screen->ledger, response, breaches);
    }
    return status == WJ_OK ? wj_memory_status(failures) : status;
}

/* ---- several screens, and the end ---- */

void wj_screen_tell(struct wj_screen *screen, struct wj_diags *diags)
{
    screen->ledger.diags = diags;
}

const struct wj_rule_fault *wj_screen_fault(const struct wj_screen *screen, size_t rule)
{
    return &screen->faults[rule];
}

/* The first stays the first. */
enum wj_status wj_screen_add_fault(struct wj_screen *screen, size_t rule,
                                   const struct wj_rule_fault *from)
{
    struct wj_rule_fault *fault = &screen->faults[rule];
    if (fault->count == 0 && from->count > 0) {
        fault->file = wj_arena_copy(&screen->arena, wj_slice_of(from->file));
        fault->reason = wj_arena_copy(&screen->arena, wj_slice_of(from->reason));
        fault->line = from->line;
    }
    fault->count += from->count;
    bool whole = fault->count == 0 || (fault->file != NULL && fault->reason != NULL);
    return whole ? WJ_OK : WJ_MEMORY;
}

enum wj_status wj_screen_add_ledger(struct wj_screen *screen, const struct wj_ledger *ledger,
                                    uint64_t straight)
{
    screen->straight += straight;
    return wj_ledger_append(&screen->ledger, ledger, 0, 0);
}

enum wj_status wj_screen_name_file(struct wj_screen *screen, size_t number, const char *name)
{
    return wj_ledger_name(&screen->ledger, number, name);
}

enum wj_status wj_screen_commit(struct wj_screen *screen, struct wj_screen *from,
                                uint64_t record_shift, uint64_t line_shift)
{
    wj_ledger_sort(&from->ledger);
    enum wj_status status =
        wj_ledger_append(&screen->ledger, &from->ledger, record_shift, line_shift);
    for (size_t i = 0; status == WJ_OK && i < screen->survey->valid.rule_count; i++) {
        struct wj_rule_fault fault = from->faults[i];
        fault.line += line_shift;
        status = wj_screen_add_fault(screen, i, &fault);
        from->faults[i].count = 0;
    }
    screen->straight += from->straight;
    from->straight = 0;
    wj_ledger_reset(&from->ledger);
    return status;
}

void wj_screen_finish(struct wj_screen *screen, struct wj_diags *diags)
{
    wj_ledger_sort(&screen->ledger);
    for (size_t i = 0; i < screen->survey->valid.rule_count; i++) {
        const struct wj_rule_fault *fault = &screen->faults[i];
        struct wj_place place =
            wj_survey_place(screen->survey, screen->survey->valid.rules[i].mark);
        if (fault->count > 0) {
            wj_diag_add(diags, WJ_WARNING, "rule_error", &place,
                        _("rule “%s” could not be judged for %llu responses, which it does not "
                          "reject; the first is %s, line %llu: %s"),
                        screen->survey->valid.rules[i].name, (unsigned long long)fault->count,
                        fault->file, (unsigned long long)fault->line, fault->reason);
        }
    }
}

enum wj_status wj_screen_next_held(struct wj_screen *screen, struct wj_response *response,
                                   bool *any)
{
    return wj_unique_next(&screen->unique, screen->survey, &screen->ledger, response, any);
}

enum wj_status wj_screen_next_superseded(struct wj_screen *screen, struct wj_response *response,
                                         bool *any)
{
    return wj_unique_next_superseded(&screen->unique, screen->ledger.diags, response, any);
}

/* ---- claims ---- */

void wj_screen_await(struct wj_screen *screen)
{
    screen->awaits = true;
}

enum wj_status wj_screen_judge_part(struct wj_screen *screen, size_t part,
                                    struct wj_contest *contest)
{
    return wj_unique_judge_part(&screen->unique, part, contest);
}

enum wj_status wj_screen_hold(struct wj_screen *screen, const struct wj_response *response,
                              uint64_t number)
{
    return wj_unique_hold(&screen->unique, response, number, screen->ledger.diags);
}

bool wj_screen_drops(const struct wj_screen *screen, uint64_t first, size_t count)
{
    return wj_unique_drops(&screen->unique, first, count);
}

void wj_screen_drop_claims(const struct wj_screen *screen, struct wj_claims *claims)
{
    wj_unique_drop(&screen->unique, claims);
}

uint64_t wj_screen_held(const struct wj_screen *screen)
{
    return screen->unique.held_count - screen->unique.superseded_count;
}

enum wj_status wj_screen_reject_claims(struct wj_screen *screen, const struct wj_response *file,
                                       const struct wj_claims *claims)
{
    size_t unique = wj_rule_count(screen->survey) - 1;
    struct wj_response response = *file;
    enum wj_status status = wj_ledger_name(&screen->ledger, file->file_number, file->file);
    for (size_t i = 0; status == WJ_OK && i < claims->count; i++) {
        const struct wj_claim *claim = &claims->list[i];
        if (!claim->dropped) {
            continue;
        }
        wj_buf_reset(&screen->id);
        response.id = wj_slice(claims->texts.ptr + claim->text + claim->key_len, claim->id_len);
        status = wj_response_show_id(screen->survey, &response, &screen->id);
        struct wj_rejection rejection = {.file_number = file->file_number,
                                         .record = claim->record,
                                         .line = claim->line,
                                         .id = wj_buf_text(&screen->id)};
        if (status == WJ_OK) {
            status = wj_ledger_add_rule(&screen->ledger, &rejection, unique);
        }
    }
    return status;
}

const struct wj_ledger *wj_screen_ledger(const struct wj_screen *screen)
{
    return &screen->ledger;
}

uint64_t wj_screen_straight(const struct wj_screen *screen)
{
    return screen->straight;
}

void wj_screen_add_straight(struct wj_screen *screen, uint64_t count)
{
    screen->straight += count;
}

/* ---- making and freeing ---- */

enum wj_status wj_screen_new(const struct wj_survey *survey, struct wj_screen **screen)
{
    struct wj_screen *made = wj_alloc(sizeof *made);
    *screen = made;
    if (made == NULL) {
        return WJ_MEMORY;
    }
    made->survey = survey;
    wj_unique_init(&made->unique, survey);
    wj_value_init(&made->value);
    made->faults =
        wj_arena_alloc(&made->arena, (survey->valid.rule_count + 1) * sizeof *made->faults);
    made->breaches.survey = survey;
    if (made->faults == NULL || wj_ledger_init(&made->ledger, survey, NULL) != WJ_OK) {
        wj_screen_free(made);
        *screen = NULL;
        return WJ_MEMORY;
    }
    return WJ_OK;
}

void wj_screen_free(struct wj_screen *screen)
{
    if (screen == NULL) {
        return;
    }
    wj_unique_clear(&screen->unique);
    wj_ledger_clear(&screen->ledger);
    wj_breaches_clear(&screen->breaches);
    wj_value_clear(&screen->value);
    wj_buf_clear(&screen->reason);
    wj_buf_clear(&screen->id);
    wj_arena_clear(&screen->arena);
    wj_free(screen);
}
