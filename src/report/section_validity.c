/* When a returned questionnaire was effective, in words: the definition's rules in the order in
 * which they are judged. */
#include "sections.h"

static void add(const struct wj_tell *tell, struct wj_buf *list, const char *rule)
{
    wj_buf_add_text(list, list->len > 0 ? tell->words->semicolon : "");
    wj_buf_add_text(list, rule);
}

static void add_text(const struct wj_tell *tell, struct wj_buf *list, enum wj_text text,
                     size_t count, const char *const *parts)
{
    add(tell, list, wj_said(tell, text, count, parts));
}

static void add_required(const struct wj_tell *tell, struct wj_buf *list)
{
    const struct wj_survey *survey = tell->survey;
    struct wj_list named = {.quoted = true};
    for (size_t i = 0; i < survey->question_count; i++) {
        if (survey->valid.is_required[i]) {
            wj_list_add(tell, &named, survey->questions[i].label);
        }
    }
    size_t count = named.count;
    const char *parts[] = {wj_list_said(tell, &named)};
    if (count == 0) {
        add_text(tell, list, WJ_TEXT_VALIDITY_EMPTY, 0, NULL);
    } else if (survey->valid.required == WJ_REQUIRED_ALL) {
        add_text(tell, list, WJ_TEXT_VALIDITY_ALL, 0, NULL);
    } else {
        add_text(tell, list, WJ_TEXT_VALIDITY_REQUIRED, 1, parts);
    }
}

/* What kinds of questions there are: a rule about others would only puzzle. */
struct kinds {
    bool single;
    bool options;
    bool exclusive;
    bool limits;
};

static struct kinds kinds_of(const struct wj_survey *survey)
{
    struct kinds kinds = {0};
    for (size_t i = 0; i < survey->question_count; i++) {
        const struct wj_question *question = &survey->questions[i];
        kinds.single = kinds.single || question->type == WJ_SINGLE;
        kinds.options = kinds.options || question->option_count > 0;
        kinds.limits = kinds.limits || question->has_min || question->has_max;
        for (size_t j = 0; j < question->option_count; j++) {
            kinds.exclusive = kinds.exclusive || question->options[j].exclusive;
        }
    }
    return kinds;
}

static void add_answers(const struct wj_tell *tell, struct wj_buf *list)
{
    const struct wj_valid *valid = &tell->survey->valid;
    const char *const *rules = tell->words->rules;
    struct kinds kinds = kinds_of(tell->survey);
    if (kinds.single && !valid->several_missing) {
        add(tell, list, rules[WJ_RULE_SEVERAL_TICKS]);
    }
    if (kinds.options && valid->unknown == WJ_UNKNOWN_REJECT) {
        add(tell, list, rules[WJ_RULE_UNKNOWN]);
    }
    if (kinds.exclusive) {
        add(tell, list, rules[WJ_RULE_EXCLUSIVE]);
    }
    if (kinds.limits) {
        add(tell, list, rules[WJ_RULE_RANGE]);
    }
}

static void add_conduct(const struct wj_tell *tell, struct wj_buf *list)
{
    const struct wj_survey *survey = tell->survey;
    const struct wj_valid *valid = &survey->valid;
    struct wj_list straight = {.quoted = true};
    mpq_t one;
    mpq_init(one);
    mpq_set_ui(one, 1, 1);
    const char *seconds[] = {wj_print_exact(tell->arena, valid->at_least)};
    const char *missing[] = {
        wj_print_ratio(tell->arena, valid->max_missing, one, (struct wj_rounding){10, WJ_HALF_UP})};
    mpq_clear(one);
    if (valid->has_min_seconds) {
        add_text(tell, list, WJ_TEXT_VALIDITY_SECONDS, 1, seconds);
    }
    if (valid->has_max_missing) {
        add_text(tell, list, WJ_TEXT_VALIDITY_MISSING, 1, missing);
    }
    for (size_t i = 0; valid->straight_reject && i < valid->straight_count; i++) {
        wj_list_add(tell, &straight, survey->questions[valid->straight_questions[i]].label);
    }
    if (straight.count > 0) {
        const char *questions[] = {wj_list_said(tell, &straight)};
        add_text(tell, list, WJ_TEXT_VALIDITY_STRAIGHT, 1, questions);
    }
}

static void add_own(const struct wj_tell *tell, struct wj_buf *list)
{
    const struct wj_valid *valid = &tell->survey->valid;
    struct wj_list columns = {.quoted = true};
    for (size_t i = 0; i < valid->rule_count; i++) {
        add(tell, list, valid->rules[i].name);
    }
    for (size_t i = 0; i < valid->unique_count; i++) {
        wj_list_add(tell, &columns, valid->unique_columns[i].text);
    }
    if (columns.count > 0) {
        const char *parts[] = {wj_list_said(tell, &columns)};
        add_text(tell, list,
                 valid->keep == WJ_KEEP_FIRST ? WJ_TEXT_VALIDITY_UNIQUE
                                              : WJ_TEXT_VALIDITY_UNIQUE_LAST,
                 1, parts);
    }
}

void wj_tell_validity(const struct wj_tell *tell)
{
    const struct wj_valid *valid = &tell->survey->valid;
    struct kinds kinds = kinds_of(tell->survey);
    struct wj_buf list = {0};
    add_required(tell, &list);
    add_answers(tell, &list);
    add_conduct(tell, &list);
    add_own(tell, &list);
    const char *parts[] = {wj_buf_text(&list)};
    wj_tell(tell, WJ_PARAGRAPH, WJ_TEXT_VALIDITY, 1, parts);
    wj_buf_clear(&list);
    if (kinds.single && valid->several_missing) {
        wj_tell(tell, WJ_PARAGRAPH, WJ_TEXT_VALIDITY_TICKS_MISSING, 0, NULL);
    }
    if (kinds.options && valid->unknown == WJ_UNKNOWN_MISSING) {
        wj_tell(tell, WJ_PARAGRAPH, WJ_TEXT_VALIDITY_UNKNOWN_MISSING, 0, NULL);
    }
}
