#include "grids.h"
#include "roles.h"
#include "sections.h"
#include "wjtab/base/personal.h"

/* A name or a telephone number is no opinion: left out, unless themes are asked for. */
static bool is_opinion(const struct wj_tell *tell, size_t number)
{
    const struct wj_question *question = &tell->survey->questions[number];
    return wj_role_of(tell->survey, number) == WJ_ROLE_OPEN &&
           (question->theme_count > 0 || !wj_personal_header(wj_slice_of(question->name)));
}

static const struct wj_figure *share_of(const struct wj_tell *tell, size_t number, size_t theme)
{
    return &tell->findings->figures->questions[number].themes[theme];
}

/* ---- themes ---- */

static void add_row(const struct wj_tell *tell, struct wj_grid *grid, const char *theme,
                    uint64_t count, const struct wj_figure *share)
{
    wj_cell(grid, theme);
    wj_grid_count(grid, count);
    wj_cell_figure(grid, wj_percent(tell, share));
}

static void add_table(const struct wj_tell *tell, size_t number)
{
    const struct wj_question *question = &tell->survey->questions[number];
    const struct wj_question_tally *tally = &tell->findings->tally->questions[number];
    const char *header[] = {tell->words->theme, tell->words->count, tell->words->theme_share};
    const char *parts[] = {question->label, wj_count(tell, tally->answered)};
    const char *marked[] = {wj_said(tell, WJ_TEXT_THEMES_TABLE, 2, parts),
                            wj_base_mark(tell, tally->answered)};
    struct wj_grid *grid = wj_section_table(tell->report, wj_print(tell->arena, "%s%s", 2, marked));
    if (grid == NULL) {
        return;
    }
    wj_grid_header(grid, 3, header);
    for (size_t i = 0; i < question->theme_count; i++) {
        add_row(tell, grid, question->themes[i].label, tally->themes[i], share_of(tell, number, i));
    }
    add_row(tell, grid, tell->words->no_theme, tally->uncoded,
            &tell->findings->figures->questions[number].uncoded);
}

static void add_chart(const struct wj_tell *tell, size_t number)
{
    const struct wj_question *question = &tell->survey->questions[number];
    const char *parts[] = {question->label};
    struct wj_chart *chart = wj_section_chart(tell->report, WJ_CHART_BARS,
                                              wj_said(tell, WJ_TEXT_CHART_THEMES, 1, parts));
    if (!wj_chart_rows(tell, chart, question->theme_count)) {
        return;
    }
    for (size_t i = 0; i < question->theme_count; i++) {
        wj_chart_bar(&chart->rows[i], question->themes[i].label, share_of(tell, number, i),
                     wj_percent(tell, share_of(tell, number, i)));
    }
    wj_chart_describe(tell, chart);
}

static void say_most(const struct wj_tell *tell, size_t number)
{
    const struct wj_question *question = &tell->survey->questions[number];
    const uint64_t *counts = tell->findings->tally->questions[number].themes;
    struct wj_list list = {.quoted = true};
    size_t best = 0;
    for (size_t i = 1; i < question->theme_count; i++) {
        best = counts[i] > counts[best] ? i : best;
    }
    for (size_t i = 0; i < question->theme_count; i++) {
        if (counts[i] == counts[best]) {
            wj_list_add(tell, &list, question->themes[i].label);
        }
    }
    const char *parts[] = {
        question->label, list.count > 1 ? wj_list_said(tell, &list) : question->themes[best].label,
        wj_count(tell, counts[best]), wj_percent(tell, share_of(tell, number, best))};
    wj_buf_clear(&list.text);
    wj_tell_detail(tell, WJ_PARAGRAPH,
                   counts[best] == 0 ? WJ_TEXT_THEMES_NO_THEME
                   : list.count > 1  ? WJ_TEXT_THEMES_TIE
                                     : WJ_TEXT_THEMES_MOST,
                   4, parts);
}

/* ---- the section ---- */

static void say_answered(const struct wj_tell *tell, size_t number)
{
    uint64_t answered = tell->findings->tally->questions[number].answered;
    uint64_t effective = tell->findings->tally->effective;
    struct wj_figure share = {.exists = effective > 0};
    mpq_init(share.value);
    if (share.exists) {
        wj_number_ratio(share.value, answered, effective);
    }
    const char *parts[] = {tell->survey->questions[number].label, wj_count(tell, answered),
                           wj_percent(tell, &share)};
    wj_tell(tell, WJ_PARAGRAPH, answered > 0 ? WJ_TEXT_THEMES_ANSWERED : WJ_TEXT_THEMES_NONE,
            answered > 0 ? 3 : 1, parts);
    mpq_clear(share.value);
}

/* The number of those who answered, where themes are counted. */
static uint64_t add_question(const struct wj_tell *tell, size_t number)
{
    uint64_t answered = tell->findings->tally->questions[number].answered;
    say_answered(tell, number);
    if (tell->survey->questions[number].theme_count == 0 || answered == 0) {
        wj_tell_open_answers(tell, number);
        return 0;
    }
    const struct wj_hidden *hidden = tell->findings->figures->hidden;
    bool partly = hidden != NULL && hidden->questions[number].themes > 0;
    if (!partly) {
        say_most(tell, number);
    }
    add_table(tell, number);
    wj_tell_detail(tell, WJ_REMARK, WJ_TEXT_THEMES_NOTE, 0, NULL);
    if (partly) {
        wj_tell_hidden(tell, hidden->questions[number].themes);
    }
    add_chart(tell, number);
    wj_tell_open_answers(tell, number);
    return answered;
}

void wj_section_themes(const struct wj_tell *tell)
{
    uint64_t least = UINT64_MAX;
    bool open = false;
    for (size_t i = 0; i < tell->survey->question_count; i++) {
        if (!is_opinion(tell, i)) {
            continue;
        }
        if (!open) {
            wj_tell_open(tell, WJ_SECTION_THEMES, WJ_TEXT_THEMES_TITLE);
            open = true;
        }
        uint64_t base = add_question(tell, i);
        least = base > 0 && base < least ? base : least;
    }
    if (least < UINT64_MAX) {
        wj_tell_small_base(tell, least);
    }
}
