#include "sections.h"

#include <string.h>

#include "grids.h"
#include "print.h"
#include "wording.h"

enum { MOST_LISTED = 20 };

static void text(struct wj_grid *grid, const char *value)
{
    wj_grid_text(grid, wj_slice_of(value));
}

static void figure(struct wj_grid *grid, const char *value)
{
    wj_grid_number(grid, wj_slice_of(value));
}

/* ---- how the survey was done ---- */

static const char *rule_text(const struct wj_wording *words, const struct wj_survey *survey,
                             size_t rule)
{
    if (rule < WJ_RULE_NAMED) {
        return words->rules[rule];
    }
    bool unique = rule + 1 == wj_rule_count(survey);
    return unique ? words->unique_rule : wj_rule_name(survey, rule);
}

/* "必答题未答 2 份，单选题多选 1 份" */
static const char *rejected_text(struct wj_arena *arena, const struct wj_wording *words,
                                 const struct wj_findings *findings)
{
    struct wj_buf list = {0};
    for (size_t i = 0; i < wj_rule_count(findings->survey); i++) {
        uint64_t count = findings->ledger->by_rule[i];
        const char *parts[] = {rule_text(words, findings->survey, i), wj_print_count(arena, count)};
        if (count > 0) {
            wj_buf_add_text(&list, list.len > 0 ? words->rejected_comma : "");
            wj_buf_add_text(&list, wj_print(arena, words->rejected_one, 2, parts));
        }
    }
    const char *copy = wj_arena_copy(arena, wj_buf_slice(&list));
    wj_buf_clear(&list);
    return copy != NULL ? copy : "";
}

static enum wj_status list_rejected(struct wj_report *report, const struct wj_wording *words,
                                    const struct wj_findings *findings)
{
    struct wj_grid *grid = wj_section_table(report, NULL);
    const struct wj_ledger *ledger = findings->ledger;
    if (grid == NULL) {
        return WJ_MEMORY;
    }
    wj_grid_header(grid, 7, words->rejected_columns);
    for (size_t i = 0; i < ledger->count && i < MOST_LISTED; i++) {
        const struct wj_rejection *rejection = &ledger->list[i];
        const struct wj_breach *breach = &rejection->breaches[0];
        text(grid, rejection->id);
        text(grid, rejection->file);
        wj_grid_count(grid, rejection->record);
        wj_grid_count(grid, rejection->line);
        text(grid, rule_text(words, findings->survey, breach->rule));
        text(grid, breach->questions);
        text(grid, breach->answers);
    }
    if (ledger->count <= MOST_LISTED) {
        return WJ_OK;
    }
    const char *more[] = {wj_print_count(&report->arena, ledger->count - MOST_LISTED)};
    return wj_section_say(report, WJ_REMARK,
                          wj_print(&report->arena, words->rejected_more, 1, more));
}

static enum wj_status say_returns(struct wj_report *report, const struct wj_wording *words,
                                  const struct wj_findings *findings)
{
    struct wj_arena *arena = &report->arena;
    const struct wj_survey *survey = findings->survey;
    struct wj_buf said = {0};
    if (survey->has_distributed) {
        const char *parts[] = {
            wj_print_count(arena, survey->distributed), wj_print_count(arena, findings->returned),
            wj_print_percent(arena, &findings->figures->return_rate, survey->percent)};
        wj_buf_add_text(&said, wj_print(arena, words->distributed, 3, parts));
    } else {
        const char *parts[] = {wj_print_count(arena, findings->returned)};
        wj_buf_add_text(&said, wj_print(arena, words->returned, 1, parts));
    }
    const char *valid[] = {
        wj_print_count(arena, findings->tally->effective),
        wj_print_percent(arena, &findings->figures->valid_rate, survey->percent)};
    wj_buf_add_text(&said, survey->output.language == WJ_ENGLISH ? " " : "");
    wj_buf_add_text(&said, wj_print(arena, words->valid, 2, valid));
    enum wj_status status = wj_section_say(report, WJ_PARAGRAPH, wj_buf_text(&said));
    wj_buf_clear(&said);
    return status;
}

static enum wj_status section_returns(struct wj_report *report, const struct wj_wording *words,
                                      const struct wj_findings *findings)
{
    struct wj_arena *arena = &report->arena;
    enum wj_status status = wj_section_open(report, "returns", words->returns);
    if (status == WJ_OK) {
        status = say_returns(report, words, findings);
    }
    if (status == WJ_OK && findings->tally->effective == 0) {
        status = wj_section_say(report, WJ_REMARK, words->no_responses);
    }
    if (status == WJ_OK && findings->ledger->count > 0) {
        const char *parts[] = {wj_print_count(arena, findings->ledger->count),
                               rejected_text(arena, words, findings)};
        status = wj_section_say(report, WJ_PARAGRAPH, wj_print(arena, words->rejected, 2, parts));
        status = status == WJ_OK ? list_rejected(report, words, findings) : status;
    }
    if (status == WJ_OK && findings->straight > 0 && !findings->survey->valid.straight_reject) {
        const char *parts[] = {wj_print_count(arena, findings->straight)};
        status = wj_section_say(report, WJ_REMARK, wj_print(arena, words->straight, 1, parts));
    }
    return status;
}

/* ---- answers to questions without scores ---- */

static enum wj_status add_answers(struct wj_report *report, const struct wj_wording *words,
                                  const struct wj_findings *findings, size_t number)
{
    const struct wj_question *question = &findings->survey->questions[number];
    const struct wj_question_tally *tally = &findings->tally->questions[number];
    const char *header[] = {words->option, words->count, words->share};
    const char *parts[] = {question->label, wj_print_count(&report->arena, tally->base)};
    struct wj_grid *grid =
        wj_section_table(report, wj_print(&report->arena, words->base, 2, parts));
    if (grid == NULL) {
        return WJ_MEMORY;
    }
    wj_grid_header(grid, 3, header);
    for (size_t i = 0; i < question->option_count; i++) {
        text(grid, question->options[i].label);
        wj_grid_count(grid, tally->counts[i]);
        figure(grid,
               wj_print_percent(&report->arena, &findings->figures->questions[number].shares[i],
                                findings->survey->percent));
    }
    return question->type == WJ_MULTIPLE ? wj_section_say(report, WJ_REMARK, words->several_answers)
                                         : WJ_OK;
}

static enum wj_status section_answers(struct wj_report *report, const struct wj_wording *words,
                                      const struct wj_findings *findings)
{
    const struct wj_survey *survey = findings->survey;
    enum wj_status status = WJ_OK;
    bool open = false;
    for (size_t i = 0; status == WJ_OK && i < survey->question_count; i++) {
        const struct wj_question *question = &survey->questions[i];
        if (question->scored || question->option_count == 0) {
            continue;
        }
        status = open ? WJ_OK : wj_section_open(report, "answers", words->answers);
        open = true;
        status = status == WJ_OK ? add_answers(report, words, findings, i) : status;
    }
    return status;
}

/* ---- scored questions ---- */

static bool shares_scale(const struct wj_question *a, const struct wj_question *b)
{
    bool same = a->scored && b->scored && a->option_count == b->option_count;
    for (size_t i = 0; same && i < a->option_count; i++) {
        same = strcmp(a->options[i].label, b->options[i].label) == 0;
    }
    return same;
}

/* "14 (26.42%)" */
static void add_count_and_share(struct wj_grid *grid, const struct wj_findings *findings,
                                size_t number, size_t option)
{
    const char *parts[] = {
        wj_print_count(grid->arena, findings->tally->questions[number].counts[option]),
        wj_print_percent(grid->arena, &findings->figures->questions[number].shares[option],
                         findings->survey->percent)};
    figure(grid, wj_print(grid->arena, "%s (%s)", 2, parts));
}

/* A table of the question and those behind it with the same scale. */
static enum wj_status add_items(struct wj_report *report, const struct wj_wording *words,
                                const struct wj_findings *findings, size_t first)
{
    const struct wj_survey *survey = findings->survey;
    const struct wj_question *head = &survey->questions[first];
    struct wj_grid *grid = wj_section_table(report, NULL);
    if (grid == NULL) {
        return WJ_MEMORY;
    }
    grid->columns = head->option_count + 2;
    text(grid, words->item);
    for (size_t i = 0; i < head->option_count; i++) {
        text(grid, head->options[i].label);
    }
    text(grid, words->rate);
    for (size_t i = first; i < survey->question_count; i++) {
        if (!shares_scale(head, &survey->questions[i])) {
            continue;
        }
        text(grid, survey->questions[i].label);
        for (size_t j = 0; j < head->option_count; j++) {
            add_count_and_share(grid, findings, i, j);
        }
        figure(grid, wj_print_percent(grid->arena, &findings->figures->questions[i].rate,
                                      survey->percent));
    }
    return WJ_OK;
}

static enum wj_status section_items(struct wj_report *report, const struct wj_wording *words,
                                    const struct wj_findings *findings)
{
    const struct wj_survey *survey = findings->survey;
    enum wj_status status = WJ_OK;
    bool open = false;
    for (size_t i = 0; status == WJ_OK && i < survey->question_count; i++) {
        bool listed = !survey->questions[i].scored;
        for (size_t j = 0; !listed && j < i; j++) {
            listed = shares_scale(&survey->questions[j], &survey->questions[i]);
        }
        if (listed) {
            continue;
        }
        status = open ? WJ_OK : wj_section_open(report, "items", words->items);
        open = true;
        status = status == WJ_OK ? add_items(report, words, findings, i) : status;
    }
    return status;
}

/* ---- measures, sources ---- */

static enum wj_status section_measures(struct wj_report *report, const struct wj_wording *words,
                                       const struct wj_findings *findings)
{
    const struct wj_survey *survey = findings->survey;
    const char *header[] = {words->measure, words->value, words->fraction};
    enum wj_status status =
        survey->measure_count > 0 ? wj_section_open(report, "measures", words->measures) : WJ_OK;
    struct wj_grid *grid =
        status == WJ_OK && survey->measure_count > 0 ? wj_section_table(report, NULL) : NULL;
    if (grid == NULL) {
        return survey->measure_count > 0 ? WJ_MEMORY : WJ_OK;
    }
    wj_grid_header(grid, 3, header);
    for (size_t i = 0; i < survey->measure_count; i++) {
        const struct wj_figure *measured = &findings->figures->measures[i];
        text(grid, survey->measures[i].name);
        figure(grid, wj_print_percent(grid->arena, measured, survey->percent));
        figure(grid, measured->exists ? wj_print_fraction(grid->arena, measured->value) : "");
    }
    return WJ_OK;
}

static enum wj_status section_files(struct wj_report *report, const struct wj_wording *words,
                                    const struct wj_findings *findings)
{
    enum wj_status status = wj_section_open(report, "provenance", words->files);
    for (size_t i = 0; status == WJ_OK && i < findings->input_count; i++) {
        const struct wj_input *input = &findings->inputs[i];
        const char *parts[] = {input->file, wj_print_count(&report->arena, input->records),
                               wj_encoding_name(input->encoding), input->digest};
        status =
            wj_section_say(report, WJ_PARAGRAPH, wj_print(&report->arena, words->input, 4, parts));
    }
    return status;
}

static enum wj_status sections_of_survey(struct wj_report *report, const struct wj_wording *words,
                                         const struct wj_findings *findings)
{
    enum wj_status (*const sections[])(struct wj_report *, const struct wj_wording *,
                                       const struct wj_findings *) = {
        section_returns, section_answers, section_items, section_measures, wj_section_tables};
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < sizeof sections / sizeof *sections; i++) {
        status = sections[i](report, words, findings);
    }
    return status;
}

enum wj_status wj_sections_build(struct wj_report *report, const struct wj_findings *findings,
                                 const struct wj_comparison *comparison)
{
    const struct wj_wording *words = wj_wording(findings->survey->output.language);
    enum wj_status status = WJ_OK;
    if (findings->tally != NULL) {
        status = sections_of_survey(report, words, findings);
    }
    if (status == WJ_OK && findings->scoring != NULL) {
        status = wj_section_score(report, findings);
    }
    if (status == WJ_OK && findings->stated != NULL) {
        status = wj_section_stated(report, findings, comparison);
    }
    if (status == WJ_OK && findings->input_count > 0) {
        status = section_files(report, words, findings);
    }
    return status;
}
