#include <string.h>

#include "grids.h"
#include "print.h"
#include "sections.h"
#include "wording.h"

static void text(struct wj_grid *grid, const char *value)
{
    wj_grid_text(grid, wj_slice_of(value));
}

static void figure(struct wj_grid *grid, const char *value)
{
    wj_grid_number(grid, wj_slice_of(value));
}

/* A row of the scoring table, indented by the levels above it. */
static void add_row(struct wj_grid *grid, const struct wj_findings *findings, size_t above,
                    const char *name, const mpq_t points, const char *score, const mpq_t *value,
                    const char *how)
{
    static const char indent[] = "        ";
    const char *parts[] = {indent + sizeof indent - 1 - 2 * above, name};
    text(grid, wj_print(grid->arena, "%s%s", 2, parts));
    figure(grid, wj_print_exact(grid->arena, points));
    figure(grid, score);
    figure(grid, value != NULL
                     ? wj_print_ratio(grid->arena, *value, points, findings->survey->percent)
                     : WJ_NO_FIGURE);
    text(grid, how);
}

/* How many levels of an indicator are named before this one. */
static size_t named_before(const struct wj_indicator *indicator, size_t level)
{
    size_t count = 0;
    for (size_t i = 0; i < level; i++) {
        count += indicator->levels[i] != NULL ? 1 : 0;
    }
    return count;
}

static void add_level(struct wj_grid *grid, const struct wj_findings *findings, size_t number,
                      size_t indent)
{
    const struct wj_level *level = &findings->scoring->levels[number];
    bool scored = level->has_score;
    const char *score =
        scored ? wj_print_short(grid->arena, level->score, findings->survey->score_rounding)
               : WJ_NO_FIGURE;
    add_row(grid, findings, indent, level->name, level->points, score,
            scored ? &level->score : NULL, "");
}

static void add_indicator(struct wj_grid *grid, const struct wj_wording *words,
                          const struct wj_findings *findings, size_t number)
{
    const struct wj_indicator *indicator = &findings->scoring->indicators[number];
    bool scored = indicator->has_score;
    add_row(grid, findings, named_before(indicator, indicator->depth - 1),
            indicator->levels[indicator->depth - 1], indicator->points,
            scored ? wj_print_exact(grid->arena, indicator->score) : WJ_NO_FIGURE,
            scored ? &indicator->score : NULL,
            indicator->formula != NULL ? words->by_formula : words->by_hand);
}

/* Adds the levels that begin at this indicator: those whose name was not above the one before. */
static void add_new_levels(struct wj_grid *grid, const struct wj_findings *findings,
                           size_t *next_level, const struct wj_indicator *indicator)
{
    const struct wj_scoring *scoring = findings->scoring;
    while (*next_level < scoring->level_count) {
        const struct wj_level *level = &scoring->levels[*next_level];
        const char *here =
            level->level < indicator->depth ? indicator->levels[level->level - 1] : NULL;
        if (here == NULL || strcmp(here, level->name) != 0) {
            return;
        }
        add_level(grid, findings, (*next_level)++, named_before(indicator, level->level - 1));
    }
}

static enum wj_status say_total(struct wj_report *report, const struct wj_wording *words,
                                const struct wj_findings *findings)
{
    struct wj_arena *arena = &report->arena;
    const struct wj_scoring *scoring = findings->scoring;
    const struct wj_survey *survey = findings->survey;
    if (!scoring->has_total) {
        return wj_section_say(report, WJ_REMARK, words->no_total);
    }
    const char *total[] = {wj_print_exact(arena, scoring->points),
                           wj_print_short(arena, scoring->total, survey->score_rounding),
                           wj_print_ratio(arena, scoring->total, scoring->points, survey->percent)};
    const char *computed = scoring->computed_grade != NULL ? scoring->computed_grade : WJ_NO_FIGURE;
    const char *grade[] = {scoring->grade != NULL ? scoring->grade : WJ_NO_FIGURE, computed,
                           survey->score.reason != NULL ? survey->score.reason : ""};
    bool by_hand = survey->score.grade != NULL;
    enum wj_status status =
        wj_section_say(report, WJ_PARAGRAPH, wj_print(arena, words->total, 3, total));
    return status != WJ_OK
               ? status
               : wj_section_say(report, WJ_PARAGRAPH,
                                wj_print(arena, by_hand ? words->grade_by_hand : words->grade,
                                         by_hand ? 3 : 1, grade));
}

enum wj_status wj_section_score(struct wj_report *report, const struct wj_findings *findings)
{
    const struct wj_wording *words = wj_wording(findings->survey->output.language);
    const char *header[] = {words->indicator, words->points, words->scored, words->rate,
                            words->how};
    size_t next_level = 0;
    enum wj_status status = wj_section_open(report, "score", words->score);
    struct wj_grid *grid = status == WJ_OK ? wj_section_table(report, NULL) : NULL;
    if (grid == NULL) {
        return WJ_MEMORY;
    }
    wj_grid_header(grid, 5, header);
    for (size_t i = 0; i < findings->scoring->indicator_count; i++) {
        add_new_levels(grid, findings, &next_level, &findings->scoring->indicators[i]);
        add_indicator(grid, words, findings, i);
    }
    return say_total(report, words, findings);
}

enum wj_status wj_section_stated(struct wj_report *report, const struct wj_findings *findings,
                                 const struct wj_comparison *comparison)
{
    struct wj_arena *arena = &report->arena;
    const struct wj_wording *words = wj_wording(findings->survey->output.language);
    const char *counts[] = {wj_print_count(arena, comparison->compared),
                            wj_print_count(arena, comparison->count)};
    bool agree = comparison->count == 0;
    enum wj_status status = wj_section_open(report, "stated", words->stated);
    if (status == WJ_OK) {
        status = wj_section_say(report, WJ_PARAGRAPH,
                                wj_print(arena, agree ? words->stated_agree : words->stated_differ,
                                         agree ? 1 : 2, counts));
    }
    struct wj_grid *grid = status == WJ_OK && !agree ? wj_section_table(report, NULL) : NULL;
    if (grid == NULL) {
        return agree ? status : WJ_MEMORY;
    }
    wj_grid_header(grid, 4, words->stated_columns);
    for (size_t i = 0; i < comparison->count; i++) {
        text(grid, comparison->list[i].scope);
        text(grid, comparison->list[i].name);
        figure(grid, comparison->list[i].stated);
        figure(grid, comparison->list[i].computed);
    }
    return WJ_OK;
}
