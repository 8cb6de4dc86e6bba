#include "define.h"

#include "wjtab/base/message.h"

/* Switches of the statistics. */

static const char *const summary_words[] = {"mean", "sd",    "top2",   "bottom2",   "net",
                                            "nps",  "alpha", "paired", "importance"};

enum { SUMMARY_COUNT = sizeof summary_words / sizeof summary_words[0] };

/* The stricter level first; 95 % where none is given. */
static void read_levels(struct wj_define *define, const yaml_node_t *node)
{
    struct wj_list_rule rule = {.least = 1, .most = WJ_MOST_LEVELS};
    struct wj_tests_spec *tests = &define->survey->tests;
    size_t count = 0;
    mpq_set_ui(tests->levels[0], 95, 100);
    mpq_canonicalize(tests->levels[0]);
    tests->level_count = 1;
    if (!wj_define_list(define, node, rule, &count)) {
        return;
    }
    bool fine = true;
    for (size_t i = 0; i < count; i++) {
        const yaml_node_t *item = wj_define_item(define, node, i);
        fine = wj_define_level(define, item, tests->levels[i]) && fine;
    }
    tests->level_count = count;
    if (!fine || count < 2) {
        return;
    }
    int order = mpq_cmp(tests->levels[0], tests->levels[1]);
    if (order == 0) {
        wj_define_fault(define, node, "duplicate_item",
                        _("the two levels are the same; remove one"));
    } else if (order < 0) {
        mpq_swap(tests->levels[0], tests->levels[1]);
    }
}

const char *const wj_adjust_words[] = {"none", "bonferroni", "holm"};

void wj_define_tests(struct wj_define *define, const yaml_node_t *node)
{
    enum { COLUMNS, ADJUST, TESTS_KEYS };
    static const struct wj_key keys[TESTS_KEYS] = {{"columns", false}, {"adjust", false}};
    const yaml_node_t *values[TESTS_KEYS] = {0};
    size_t word;
    if (!wj_define_mapping(define, node, _("“tests”"), keys, TESTS_KEYS, values)) {
        return;
    }
    read_levels(define, values[COLUMNS]);
    if (wj_define_word(define, values[ADJUST], wj_adjust_words, WJ_ADJUST_WORDS, &word)) {
        define->survey->tests.adjust = (enum wj_adjust)word;
    }
}

void wj_define_intervals(struct wj_define *define, const yaml_node_t *node)
{
    enum { SHARES, INTERVALS_KEYS };
    static const struct wj_key keys[INTERVALS_KEYS] = {{"shares", false}};
    static const char *const words[] = {"wilson", "clopper-pearson"};
    const yaml_node_t *values[INTERVALS_KEYS] = {0};
    size_t word;
    if (wj_define_mapping(define, node, _("“intervals”"), keys, INTERVALS_KEYS, values) &&
        wj_define_word(define, values[SHARES], words, sizeof words / sizeof words[0], &word)) {
        define->survey->exact_shares = word == 1;
    }
}

bool wj_question_is_nps(const struct wj_question *question)
{
    return question->type == WJ_QUANTITY && question->has_min && question->has_max &&
           mpq_sgn(question->min) == 0 && mpq_cmp_ui(question->max, 10, 1) == 0;
}

static size_t scored_singles(const struct wj_survey *survey)
{
    size_t count = 0;
    for (size_t i = 0; i < survey->question_count; i++) {
        const struct wj_question *question = &survey->questions[i];
        count += question->scored && question->type == WJ_SINGLE ? 1 : 0;
    }
    return count;
}

/* Why nothing of the survey has a summary; NULL: something has. */
static const char *why_idle(const struct wj_survey *survey, enum wj_summary summary)
{
    bool any = false;
    switch (summary) {
    case WJ_SUMMARY_NPS:
        for (size_t i = 0; i < survey->question_count; i++) {
            any = any || wj_question_is_nps(&survey->questions[i]);
        }
        return any ? NULL : _("it needs a quantity with min: 0 and max: 10");
    case WJ_SUMMARY_IMPORTANCE:
        return wj_survey_composite(survey) != NULL ? NULL
                                                   : _("it needs a measure of several questions");
    case WJ_SUMMARY_ALPHA:
    case WJ_SUMMARY_PAIRED:
        return scored_singles(survey) > 1 ? NULL : _("it needs two single questions with scores");
    default:
        return scored_singles(survey) > 0 ? NULL : _("it needs a single question with scores");
    }
}

static void tell_idle(struct wj_define *define, const yaml_node_t *item, size_t word)
{
    struct wj_place place = wj_define_place(define, item);
    const char *why = why_idle(define->survey, (enum wj_summary)word);
    if (why != NULL && define->diags->errors == 0) { /* faulty questions are missing */
        wj_diag_add(define->diags, WJ_NOTE, "no_effect", &place, _("no question has “%s”: %s"),
                    summary_words[word], why);
    }
}

void wj_define_summaries(struct wj_define *define, const yaml_node_t *node)
{
    struct wj_list_rule rule = {.most = SUMMARY_COUNT};
    size_t count;
    unsigned seen = 0;
    if (!wj_define_list(define, node, rule, &count)) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const yaml_node_t *item = wj_define_item(define, node, i);
        size_t word;
        if (!wj_define_word(define, item, summary_words, SUMMARY_COUNT, &word)) {
            continue;
        }
        if ((seen >> word & 1) != 0) {
            wj_define_fault(define, item, "duplicate_item",
                            _("“%s” stands twice in this list; remove one"), summary_words[word]);
        }
        seen |= 1U << word;
        tell_idle(define, item, word);
    }
    define->survey->summaries = seen;
    define->survey->wants_scale = seen >> WJ_SUMMARY_ALPHA != 0; /* or what comes behind it */
}

void wj_define_small_base(struct wj_define *define, const yaml_node_t *node)
{
    enum { WARN, STRONG, BASE_KEYS };
    static const struct wj_key keys[BASE_KEYS] = {{"warn", false}, {"strong", false}};
    const yaml_node_t *values[BASE_KEYS] = {0};
    struct wj_small_base *base = &define->survey->small_base;
    *base = (struct wj_small_base){.warn = 100, .strong = 30};
    if (!wj_define_mapping(define, node, _("“small_base”"), keys, BASE_KEYS, values)) {
        return;
    }
    wj_define_count(define, values[WARN], 0, UINT32_MAX, &base->warn);
    base->strong = base->strong < base->warn ? base->strong : base->warn;
    wj_define_count(define, values[STRONG], 0, UINT32_MAX, &base->strong);
    if (base->strong > base->warn) {
        wj_define_fault(define, node, "out_of_range",
                        _("“strong” (%llu) can't be above “warn” (%llu)"),
                        (unsigned long long)base->strong, (unsigned long long)base->warn);
    }
}

void wj_define_open_answers(struct wj_define *define, const yaml_node_t *node)
{
    enum { LIST, PHRASES, LEAST, OPEN_KEYS, MOST_LISTED = 10000, MOST_PHRASES = 200 };
    static const struct wj_key keys[OPEN_KEYS] = {
        {"list", false}, {"phrases", false}, {"least", false}};
    const yaml_node_t *values[OPEN_KEYS] = {0};
    struct wj_open_spec *spec = &define->survey->open_answers;
    *spec = (struct wj_open_spec){.list = 200, .phrases = 20, .least = 3};
    if (!wj_define_mapping(define, node, _("“open_answers”"), keys, OPEN_KEYS, values)) {
        return;
    }
    wj_define_count(define, values[LIST], 0, MOST_LISTED, &spec->list);
    wj_define_count(define, values[PHRASES], 0, MOST_PHRASES, &spec->phrases);
    wj_define_count(define, values[LEAST], 2, UINT32_MAX, &spec->least);
    spec->wanted = true;
}
