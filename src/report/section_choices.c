#include <string.h>

#include "choices.h"
#include "grids.h"
#include "roles.h"
#include "sections.h"
#include "table_dashes.h"

/* The smallest base, above 0, of the questions that play a role; UINT64_MAX where there is none. */
static uint64_t least_base(const struct wj_tell *tell, enum wj_role role)
{
    uint64_t least = UINT64_MAX;
    for (size_t i = 0; i < tell->survey->question_count; i++) {
        const struct wj_question_tally *tally = &tell->findings->tally->questions[i];
        bool quantity = tell->survey->questions[i].type == WJ_QUANTITY;
        uint64_t base = quantity ? tally->answered : tally->base;
        bool counts =
            wj_role_of(tell->survey, i) == role && tell->survey->questions[i].type != WJ_QUANTITY;
        least = counts && base > 0 && base < least ? base : least;
    }
    return least;
}

/* ---- who answered ---- */

/* A number as it is printed, with at most as many decimals as percentages have. */
static void add_number(const struct wj_tell *tell, struct wj_grid *grid,
                       const struct wj_figure *figure)
{
    wj_cell_figure(grid, figure->exists ? wj_print_short(tell->arena, figure->value, tell->percent)
                         : figure->hidden ? WJ_HIDDEN_TEXT
                                          : WJ_NO_FIGURE);
}

static void add_quantity(const struct wj_tell *tell, size_t question)
{
    const struct wj_quantity_figures *figures =
        tell->findings->figures->questions[question].quantity;
    uint64_t answered = tell->findings->tally->questions[question].answered;
    const char *parts[] = {tell->survey->questions[question].label, wj_count(tell, answered)};
    if (answered == 0 || figures == NULL) {
        wj_tell(tell, WJ_PARAGRAPH, WJ_TEXT_QUANTITY, 2, parts);
        return;
    }
    const char *marked[] = {wj_unweighted(tell, wj_said(tell, WJ_TEXT_BASE, 2, parts)),
                            wj_base_mark(tell, answered)};
    struct wj_grid *grid = wj_section_table(tell->report, wj_print(tell->arena, "%s%s", 2, marked));
    if (grid == NULL) {
        return;
    }
    wj_grid_header(grid, 6, tell->words->quantity_columns);
    add_number(tell, grid, &figures->average);
    add_number(tell, grid, &figures->min);
    add_number(tell, grid, &figures->q1);
    add_number(tell, grid, &figures->median);
    add_number(tell, grid, &figures->q3);
    add_number(tell, grid, &figures->max);
    wj_tell_item_reasons(tell, &question, 1, WJ_TABLE_MEDIAN, false);
    wj_tell_hidden(tell, figures->min.hidden ? 1 : 0);
}

void wj_section_respondents(const struct wj_tell *tell)
{
    if (!wj_has_role(tell->survey, WJ_ROLE_RESPONDENT)) {
        return;
    }
    wj_tell_open(tell, WJ_SECTION_RESPONDENTS, WJ_TEXT_RESPONDENTS_TITLE);
    for (size_t i = 0; i < tell->survey->question_count; i++) {
        if (wj_role_of(tell->survey, i) != WJ_ROLE_RESPONDENT) {
            continue;
        }
        if (tell->survey->questions[i].type == WJ_QUANTITY) {
            add_quantity(tell, i);
            wj_tell_promoters(tell, i);
            continue;
        }
        wj_tell_most(tell, i);
        wj_tell_options(tell, i);
        wj_tell_notes(tell, &i, 1);
        wj_chart_options(tell, i, WJ_TEXT_CHART_RESPONDENTS, false);
    }
    wj_tell_small_base(tell, least_base(tell, WJ_ROLE_RESPONDENT));
}

/* ---- scored questions outside the composite ---- */

static bool has_any(const char *text, const char *const *words, size_t count)
{
    bool found = false;
    for (size_t i = 0; text != NULL && !found && i < count; i++) {
        found = strstr(text, words[i]) != NULL;
    }
    return found;
}

/* Is the question, by its words or those of its options, one about awareness? */
static bool is_awareness(const struct wj_question *question)
{
    static const char *const words[] = {"了解", "知晓", "知道", "熟悉", "aware", "Aware", "know"};
    size_t count = sizeof words / sizeof words[0];
    bool found = has_any(question->label, words, count) || has_any(question->name, words, count) ||
                 has_any(question->scale, words, count);
    for (size_t i = 0; !found && i < question->option_count; i++) {
        found = has_any(question->options[i].label, words, count);
    }
    return found;
}

/* The measure that is this question's rate and nothing else, or -1. */
static long own_measure(const struct wj_survey *survey, size_t question)
{
    for (size_t i = 0; i < survey->measure_count; i++) {
        const struct wj_measure *measure = &survey->measures[i];
        if (measure->kind == WJ_MEAN_OF && measure->item_count == 1 &&
            measure->items[0] == question) {
            return (long)i;
        }
    }
    return -1;
}

static void say_rate(const struct wj_tell *tell, size_t question)
{
    long measure = own_measure(tell->survey, question);
    const char *parts[] = {tell->survey->questions[question].label,
                           wj_percent(tell, &tell->findings->figures->questions[question].rate),
                           measure >= 0 ? tell->survey->measures[measure].name : ""};
    wj_tell(tell, WJ_PARAGRAPH, measure >= 0 ? WJ_TEXT_RATE_MEASURE : WJ_TEXT_RATE,
            measure >= 0 ? 3 : 2, parts);
}

void wj_section_awareness(const struct wj_tell *tell)
{
    bool all = true;
    if (!wj_has_role(tell->survey, WJ_ROLE_RATED)) {
        return;
    }
    for (size_t i = 0; i < tell->survey->question_count; i++) {
        all = all && (wj_role_of(tell->survey, i) != WJ_ROLE_RATED ||
                      is_awareness(&tell->survey->questions[i]));
    }
    wj_tell_open(tell, WJ_SECTION_AWARENESS,
                 all ? WJ_TEXT_AWARENESS_TITLE : WJ_TEXT_AWARENESS_OTHER);
    for (size_t i = 0; i < tell->survey->question_count; i++) {
        if (wj_role_of(tell->survey, i) != WJ_ROLE_RATED) {
            continue;
        }
        wj_tell_most(tell, i);
        wj_tell_options(tell, i);
        wj_tell_notes(tell, &i, 1);
        wj_chart_options(tell, i, WJ_TEXT_CHART_RESPONDENTS, false);
        say_rate(tell, i);
    }
    wj_tell_small_base(tell, least_base(tell, WJ_ROLE_RATED));
}

/* ---- multiple choice ---- */

/* "46 人选择“无”" of each option that excludes the others. */
static const char *exclusive_said(const struct wj_tell *tell, size_t question, const char *before)
{
    const struct wj_question *asked = &tell->survey->questions[question];
    const uint64_t *counts = tell->findings->tally->questions[question].counts;
    for (size_t i = 0; i < asked->option_count; i++) {
        const char *parts[] = {
            asked->label, asked->options[i].label, wj_count(tell, counts[i]),
            wj_percent(tell, &tell->findings->figures->questions[question].shares[i])};
        if (asked->options[i].exclusive && counts[i] > 0) {
            enum wj_text text =
                before[0] != '\0' ? WJ_TEXT_IMPROVE_EXCLUSIVE : WJ_TEXT_IMPROVE_EXCLUSIVE_ONLY;
            before = wj_sentences(tell, before, wj_said(tell, text, 4, parts));
        }
    }
    return before;
}

/* Options that everybody chose. */
static const char *chosen_by_all(const struct wj_tell *tell, size_t question, const size_t *ranked)
{
    const struct wj_question *asked = &tell->survey->questions[question];
    const struct wj_question_tally *tally = &tell->findings->tally->questions[question];
    struct wj_list list = {.quoted = true};
    for (size_t i = 0; i < asked->option_count && tally->counts[ranked[i]] == tally->base; i++) {
        wj_list_add(tell, &list, asked->options[ranked[i]].label);
    }
    const char *parts[] = {asked->label, wj_list_said(tell, &list), wj_count(tell, tally->base)};
    return wj_said(tell, WJ_TEXT_IMPROVE_ALL, 3, parts);
}

static const char *most_chosen(const struct wj_tell *tell, size_t question)
{
    static const struct wj_most most = {WJ_TEXT_IMPROVE_MOST, WJ_TEXT_IMPROVE_NEXT,
                                        WJ_TEXT_IMPROVE_TIE};
    const struct wj_question *asked = &tell->survey->questions[question];
    const struct wj_question_tally *tally = &tell->findings->tally->questions[question];
    const size_t *ranked = wj_ranked(tell, question);
    const char *parts[] = {asked->label, wj_count(tell, tally->base)};
    size_t free = 0; /* options beside which others may be chosen: they rank first */
    if (ranked == NULL || wj_is_hidden(tell, question)) {
        return NULL;
    }
    while (free < asked->option_count && !asked->options[ranked[free]].exclusive) {
        free++;
    }
    uint64_t highest = free > 0 ? tally->counts[ranked[0]] : 0;
    if (tally->base == 0) {
        return wj_said(tell, WJ_TEXT_MOST_NO_BASE, 1, parts);
    }
    if (highest == tally->base) {
        return chosen_by_all(tell, question, ranked);
    }
    if (tally->answered == 0) {
        return wj_said(tell, WJ_TEXT_IMPROVE_NONE, 2, parts);
    }
    /* Where all that was chosen excludes the rest, there is no comparison. */
    const char *said = highest > 0 ? wj_most_said(tell, question, &most, ranked, free) : "";
    return exclusive_said(tell, question, said);
}

void wj_section_improve(const struct wj_tell *tell)
{
    if (!wj_has_role(tell->survey, WJ_ROLE_MULTIPLE)) {
        return;
    }
    bool said = false;
    wj_tell_open(tell, WJ_SECTION_IMPROVE, WJ_TEXT_IMPROVE_TITLE);
    for (size_t i = 0; i < tell->survey->question_count; i++) {
        if (wj_role_of(tell->survey, i) != WJ_ROLE_MULTIPLE) {
            continue;
        }
        const char *most = most_chosen(tell, i);
        if (most != NULL) {
            wj_section_say(tell->report, WJ_PARAGRAPH, most);
            wj_tell_is_detail(tell);
        }
        wj_tell_options(tell, i);
        wj_tell_notes(tell, &i, 1);
        said = said || wj_exceeds_whole(tell, i);
        wj_chart_options(tell, i, WJ_TEXT_CHART_MULTIPLE, true);
        if (tell->survey->questions[i].scored) {
            say_rate(tell, i);
        }
    }
    if (!said) {
        wj_tell(tell, WJ_REMARK, WJ_TEXT_SEVERAL, 0, NULL);
    }
    wj_tell_small_base(tell, least_base(tell, WJ_ROLE_MULTIPLE));
}
