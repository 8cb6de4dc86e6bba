#include "grids.h"
#include "sections.h"

enum { MOST_LISTED = 20 };

static const char *rule_text(const struct wj_tell *tell, size_t rule)
{
    if (rule < WJ_RULE_NAMED) {
        return tell->words->rules[rule];
    }
    bool unique = rule + 1 == wj_rule_count(tell->survey);
    return unique ? tell->words->unique_rule : wj_rule_name(tell->survey, rule);
}

/* "必答题未答 2 份，单选题多选 1 份" */
static const char *reasons(const struct wj_tell *tell)
{
    struct wj_buf list = {0};
    for (size_t i = 0; i < wj_rule_count(tell->survey); i++) {
        uint64_t count = tell->findings->ledger->by_rule[i];
        const char *parts[] = {rule_text(tell, i), wj_count(tell, count)};
        if (count > 0) {
            wj_buf_add_text(&list, list.len > 0 ? tell->words->clause : "");
            wj_buf_add_text(&list, wj_said(tell, WJ_TEXT_REJECTED_ONE, 2, parts));
        }
    }
    const char *copy = wj_arena_copy(tell->arena, wj_buf_slice(&list));
    wj_buf_clear(&list);
    return copy != NULL ? copy : "";
}

static void list_rejected(const struct wj_tell *tell)
{
    const struct wj_ledger *ledger = tell->findings->ledger;
    struct wj_ledger_walk walk = {.ledger = ledger};
    bool any = false;
    struct wj_grid *grid =
        wj_section_table(tell->report, wj_said(tell, WJ_TEXT_REJECTED_TABLE, 0, NULL));
    if (grid == NULL) {
        return;
    }
    wj_grid_header(grid, 7, tell->words->rejected_columns);
    enum wj_status status = wj_ledger_next(&walk, &any);
    for (size_t i = 0; status == WJ_OK && any && i < MOST_LISTED; i++) {
        const struct wj_rejection *rejection = &walk.rejection;
        const struct wj_breach *breach = &rejection->breaches[0];
        wj_cell(grid, rejection->id);
        wj_cell(grid, rejection->file);
        wj_grid_count(grid, rejection->record);
        wj_grid_count(grid, rejection->line);
        wj_cell(grid, rule_text(tell, breach->rule));
        wj_cell(grid, breach->questions);
        wj_cell(grid, breach->answers);
        status = wj_ledger_next(&walk, &any);
    }
    grid->failed = grid->failed || status != WJ_OK;
    wj_ledger_walk_clear(&walk);
    if (ledger->count > MOST_LISTED) {
        const char *more[] = {wj_count(tell, ledger->count - MOST_LISTED)};
        wj_tell(tell, WJ_REMARK, WJ_TEXT_REJECTED_MORE, 1, more);
    }
}

static void say_returns(const struct wj_tell *tell)
{
    const struct wj_survey *survey = tell->survey;
    const struct wj_findings *findings = tell->findings;
    const char *distributed[] = {survey->has_distributed ? wj_count(tell, survey->distributed) : "",
                                 wj_count(tell, findings->returned),
                                 wj_percent(tell, &findings->figures->return_rate)};
    const char *valid[] = {wj_count(tell, findings->tally->effective),
                           wj_percent(tell, &findings->figures->valid_rate)};
    const char *returned = survey->has_distributed
                               ? wj_said(tell, WJ_TEXT_DISTRIBUTED, 3, distributed)
                               : wj_said(tell, WJ_TEXT_RETURNED, 1, distributed + 1);
    wj_section_say(tell->report, WJ_PARAGRAPH,
                   wj_sentences(tell, returned, wj_said(tell, WJ_TEXT_VALID, 2, valid)));
}

static void add_table(const struct wj_tell *tell)
{
    const struct wj_survey *survey = tell->survey;
    const struct wj_findings *findings = tell->findings;
    size_t first = survey->has_distributed ? 0 : 1;
    struct wj_grid *grid =
        wj_section_table(tell->report, wj_said(tell, WJ_TEXT_RETURNS_TABLE, 0, NULL));
    wj_tell_is_detail(tell);
    if (grid == NULL) {
        return;
    }
    grid->columns = survey->has_distributed ? 5 : 3;
    for (size_t i = first; i < 5; i++) {
        if (i != 2 || survey->has_distributed) {
            wj_cell(grid, tell->words->returns_columns[i]);
        }
    }
    if (survey->has_distributed) {
        wj_grid_count(grid, survey->distributed);
    }
    wj_grid_count(grid, findings->returned);
    if (survey->has_distributed) {
        wj_cell_figure(grid, wj_percent(tell, &findings->figures->return_rate));
    }
    wj_grid_count(grid, findings->tally->effective);
    wj_cell_figure(grid, wj_percent(tell, &findings->figures->valid_rate));
}

static void say_population(const struct wj_tell *tell)
{
    const struct wj_survey *survey = tell->survey;
    struct wj_figure share = {.exists = survey->population > 0};
    if (!survey->has_population || !share.exists) {
        return;
    }
    mpq_init(share.value);
    wj_number_ratio(share.value, tell->findings->tally->effective, survey->population);
    const char *parts[] = {wj_count(tell, survey->population),
                           wj_count(tell, tell->findings->tally->effective),
                           wj_percent(tell, &share)};
    wj_tell_detail(tell, WJ_PARAGRAPH, WJ_TEXT_POPULATION, 3, parts);
    mpq_clear(share.value);
}

static void say_rejected(const struct wj_tell *tell)
{
    const struct wj_findings *findings = tell->findings;
    if (findings->ledger->count > 0) {
        const char *parts[] = {wj_count(tell, findings->ledger->count), reasons(tell)};
        wj_tell(tell, WJ_PARAGRAPH, WJ_TEXT_REJECTED, 2, parts);
        /* A list of single forms has no place beside hidden counts. */
        if (findings->figures->hidden == NULL) {
            list_rejected(tell);
        }
    } else if (findings->returned > 0 && findings->returned == findings->tally->effective) {
        wj_tell_detail(tell, WJ_PARAGRAPH, WJ_TEXT_ALL_VALID, 0, NULL);
    }
}

void wj_section_returns(const struct wj_tell *tell)
{
    const struct wj_survey *survey = tell->survey;
    const struct wj_findings *findings = tell->findings;
    const char *over[] = {wj_count(tell, survey->distributed), wj_count(tell, findings->returned)};
    wj_tell_open(tell, WJ_SECTION_RETURNS, WJ_TEXT_RETURNS_TITLE);
    say_returns(tell);
    add_table(tell);
    wj_tell_detail(tell, WJ_REMARK,
                   survey->has_distributed ? WJ_TEXT_RATES_NOTE : WJ_TEXT_VALID_RATE_NOTE, 0, NULL);
    if (survey->has_distributed && findings->returned > survey->distributed) {
        wj_tell_detail(tell, WJ_REMARK, WJ_TEXT_TOO_MANY, 2, over);
    }
    say_population(tell);
    if (findings->tally->effective == 0) {
        wj_tell(tell, WJ_REMARK, WJ_TEXT_NO_RESPONSES, 0, NULL);
    }
    say_rejected(tell);
    if (findings->straight > 0 && !survey->valid.straight_reject) {
        const char *parts[] = {wj_count(tell, findings->straight)};
        wj_tell(tell, WJ_REMARK, WJ_TEXT_STRAIGHT, 1, parts);
    }
}
