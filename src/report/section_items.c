#include <string.h>

#include "choices.h"
#include "extremes.h"
#include "grids.h"
#include "roles.h"
#include "sections.h"
#include "table_dashes.h"

/* Scales with more options than this give a table per item: one row each would be too wide. */
enum { MOST_IN_A_ROW = 6 };

/* ---- groups of items with the same options ---- */

/* Numbers of questions. */
struct group {
    size_t *list;
    size_t count;
};

static bool is_item(const struct wj_tell *tell, size_t question)
{
    return wj_role_of(tell->survey, question) == WJ_ROLE_ITEM;
}

/* The items from `first` on that share its options; empty where an earlier one begins the group. */
static struct group group_of(const struct wj_tell *tell, size_t first)
{
    const struct wj_survey *survey = tell->survey;
    struct group group = {0};
    for (size_t i = 0; i < first; i++) {
        if (is_item(tell, i) && wj_same_options(&survey->questions[i], &survey->questions[first])) {
            return group;
        }
    }
    group.list = wj_arena_alloc(tell->arena, (survey->question_count - first) * sizeof *group.list);
    for (size_t i = first; group.list != NULL && i < survey->question_count; i++) {
        if (is_item(tell, i) && wj_same_options(&survey->questions[first], &survey->questions[i])) {
            group.list[group.count++] = i;
        }
    }
    return group;
}

/* ---- tables ---- */

/* "14 (26.42%)" */
static void add_count_and_share(const struct wj_tell *tell, struct wj_grid *grid, size_t number,
                                size_t option)
{
    const struct wj_figure *share = &tell->findings->figures->questions[number].shares[option];
    const char *parts[] = {wj_count(tell, tell->findings->tally->questions[number].counts[option]),
                           wj_percent(tell, share)};
    wj_cell_figure(grid,
                   share->hidden ? WJ_HIDDEN_TEXT : wj_print(tell->arena, "%s (%s)", 2, parts));
}

static void add_table(const struct wj_tell *tell, const struct group *group)
{
    const struct wj_survey *survey = tell->survey;
    const struct wj_question *head = &survey->questions[group->list[0]];
    struct wj_grid *grid = wj_section_table(tell->report, wj_tell_title(tell));
    if (grid == NULL) {
        return;
    }
    grid->columns = head->option_count + 3;
    wj_cell(grid, tell->words->item);
    for (size_t i = 0; i < head->option_count; i++) {
        wj_cell(grid, head->options[i].label);
    }
    wj_cell(grid, tell->words->base_row);
    wj_cell(grid, tell->words->rate);
    for (size_t i = 0; i < group->count; i++) {
        size_t number = group->list[i];
        uint64_t base = tell->findings->tally->questions[number].base;
        const char *marked[] = {wj_count(tell, base), wj_base_mark(tell, base)};
        wj_cell(grid, survey->questions[number].label);
        for (size_t j = 0; j < head->option_count; j++) {
            add_count_and_share(tell, grid, number, j);
        }
        wj_cell_figure(grid, wj_print(tell->arena, "%s%s", 2, marked));
        wj_cell_figure(grid, wj_percent(tell, &tell->findings->figures->questions[number].rate));
    }
    wj_tell_item_reasons(tell, group->list, group->count, WJ_TABLE_RATE, false);
}

/* ---- the chart ---- */

static bool any_blank(const struct wj_tell *tell, const struct group *group)
{
    bool found = false;
    for (size_t i = 0; !found && i < group->count; i++) {
        found = wj_blanks(tell, group->list[i]) > 0;
    }
    return found;
}

static void add_blank(const struct wj_tell *tell, size_t number, struct wj_chart_part *part)
{
    struct wj_figure share = {.exists = true};
    mpq_init(share.value);
    wj_number_ratio(share.value, wj_blanks(tell, number),
                    tell->findings->tally->questions[number].base);
    *part = (struct wj_chart_part){wj_millionths(share.value), wj_percent(tell, &share)};
    mpq_clear(share.value);
}

static void fill_row(const struct wj_tell *tell, const struct wj_chart *chart, size_t number,
                     struct wj_chart_row *row)
{
    const struct wj_question *question = &tell->survey->questions[number];
    const struct wj_question_figures *figures = &tell->findings->figures->questions[number];
    bool has_base =
        tell->findings->tally->questions[number].base > 0 && !wj_is_hidden(tell, number);
    *row = (struct wj_chart_row){
        .label = question->label,
        .text = wj_percent(tell, &figures->rate),
        .has_value = has_base,
        .parts = wj_arena_alloc(tell->arena, chart->series_count * sizeof *row->parts),
    };
    row->has_value = has_base && row->parts != NULL;
    for (size_t i = 0; row->has_value && i < question->option_count; i++) {
        row->parts[i] = (struct wj_chart_part){wj_millionths(figures->shares[i].value),
                                               wj_percent(tell, &figures->shares[i])};
    }
    if (row->has_value && chart->series_count > question->option_count) {
        add_blank(tell, number, &row->parts[question->option_count]);
    }
}

static void add_chart(const struct wj_tell *tell, const struct group *group)
{
    const struct wj_question *head = &tell->survey->questions[group->list[0]];
    size_t series = head->option_count + (any_blank(tell, group) ? 1 : 0);
    struct wj_chart *chart = wj_section_chart(tell->report, WJ_CHART_STACKED,
                                              wj_said(tell, WJ_TEXT_CHART_STACKED, 0, NULL));
    if (!wj_chart_rows(tell, chart, group->count)) {
        return;
    }
    chart->series = wj_arena_alloc(tell->arena, series * sizeof *chart->series);
    chart->series_count = chart->series != NULL ? series : 0;
    for (size_t i = 0; i < chart->series_count; i++) {
        chart->series[i] = i < head->option_count ? head->options[i].label : tell->words->blank;
    }
    for (size_t i = 0; i < group->count; i++) {
        fill_row(tell, chart, group->list[i], &chart->rows[i]);
    }
    wj_chart_describe(tell, chart);
}

/* ---- sentences ---- */

static void add_clause(const struct wj_tell *tell, struct wj_buf *said, const char *clause)
{
    wj_buf_add_text(said, said->len > 0 ? tell->words->clause : "");
    wj_buf_add_text(said, clause);
}

/* "“非常满意”14 人（26.42%）、…，无人选择“不满意”" */
static const char *listed(const struct wj_tell *tell, size_t number)
{
    const struct wj_question *question = &tell->survey->questions[number];
    const struct wj_question_tally *tally = &tell->findings->tally->questions[number];
    struct wj_buf said = {0};
    struct wj_list nobody = {.quoted = true};
    for (size_t i = 0; i < question->option_count; i++) {
        const char *parts[] = {
            question->options[i].label, wj_count(tell, tally->counts[i]),
            wj_percent(tell, &tell->findings->figures->questions[number].shares[i])};
        if (tally->counts[i] > 0) {
            wj_buf_add_text(&said, said.len > 0 ? tell->words->comma : "");
            wj_buf_add_text(&said, wj_said(tell, WJ_TEXT_LISTING_ONE, 3, parts));
        } else {
            wj_list_add(tell, &nobody, question->options[i].label);
        }
    }
    const char *missing[] = {wj_list_said(tell, &nobody)};
    const char *blank[] = {wj_count(tell, wj_blanks(tell, number))};
    if (nobody.count > 0) {
        add_clause(tell, &said, wj_said(tell, WJ_TEXT_LISTING_NOBODY, 1, missing));
    }
    if (wj_blanks(tell, number) > 0) {
        add_clause(tell, &said, wj_said(tell, WJ_TEXT_LISTING_BLANK, 1, blank));
    }
    const char *copy = wj_arena_copy(tell->arena, wj_buf_slice(&said));
    wj_buf_clear(&said);
    return copy != NULL ? copy : "";
}

static void say_item(const struct wj_tell *tell, size_t number)
{
    if (wj_is_hidden(tell, number)) {
        return;
    }
    const struct wj_question *question = &tell->survey->questions[number];
    const struct wj_question_tally *tally = &tell->findings->tally->questions[number];
    const char *rate = wj_percent(tell, &tell->findings->figures->questions[number].rate);
    const char *parts[] = {question->label, wj_count(tell, tally->base), "", rate};
    enum wj_text text = WJ_TEXT_LISTING;
    size_t only = 0;
    while (only < question->option_count && tally->counts[only] != tally->base) {
        only++;
    }
    if (tally->base == 0) {
        text = WJ_TEXT_LISTING_NO_BASE;
    } else if (tally->answered == 0) {
        text = WJ_TEXT_LISTING_NONE;
    } else if (only < question->option_count) {
        text = WJ_TEXT_LISTING_ALL;
        parts[2] = question->options[only].label;
    } else {
        parts[2] = listed(tell, number);
    }
    wj_tell_detail(tell, WJ_PARAGRAPH, text, 4, parts);
}

/* Options without a score leave the rate's base. */
static void note_unscored(const struct wj_tell *tell, const struct group *group)
{
    const struct wj_question *head = &tell->survey->questions[group->list[0]];
    struct wj_list list = {.quoted = true};
    for (size_t i = 0; i < head->option_count; i++) {
        if (!head->options[i].scored) {
            wj_list_add(tell, &list, head->options[i].label);
        }
    }
    if (wj_tell_list(tell, WJ_REMARK, WJ_TEXT_UNSCORED, &list)) {
        wj_tell_is_detail(tell);
    }
}

static void add_group(const struct wj_tell *tell, const struct group *group)
{
    bool wide = tell->survey->questions[group->list[0]].option_count > MOST_IN_A_ROW;
    for (size_t i = 0; i < group->count; i++) {
        say_item(tell, group->list[i]);
        if (wide) {
            wj_tell_options(tell, group->list[i]);
        }
    }
    if (!wide) {
        add_table(tell, group);
    }
    wj_tell_notes(tell, group->list, group->count);
    note_unscored(tell, group);
    add_chart(tell, group);
}

/* ---- the highest and the lowest ---- */

static void say_extremes(const struct wj_tell *tell)
{
    struct wj_extremes extremes = {0};
    for (size_t i = 0; i < tell->survey->question_count; i++) {
        if (is_item(tell, i)) {
            wj_extremes_add(&extremes, tell->survey->questions[i].label,
                            &tell->findings->figures->questions[i].rate);
        }
    }
    wj_tell_extremes(tell, &extremes, WJ_TEXT_EXTREMES, WJ_TEXT_EQUAL);
}

/* Is it satisfaction that the items ask for? Their names, options or measures say so. */
static bool is_satisfaction(const struct wj_tell *tell)
{
    const struct wj_survey *survey = tell->survey;
    bool found = false;
    for (size_t i = 0; !found && i < survey->measure_count; i++) {
        found = strstr(survey->measures[i].name, "满意") != NULL ||
                strstr(survey->measures[i].name, "atisf") != NULL;
    }
    for (size_t i = 0; !found && i < survey->question_count; i++) {
        const struct wj_question *question = &survey->questions[i];
        for (size_t j = 0; is_item(tell, i) && !found && j < question->option_count; j++) {
            found = strstr(question->options[j].label, "满意") != NULL ||
                    strstr(question->options[j].label, "atisf") != NULL;
        }
    }
    return found;
}

void wj_section_items(const struct wj_tell *tell)
{
    uint64_t least = UINT64_MAX;
    bool open = false;
    for (size_t i = 0; i < tell->survey->question_count; i++) {
        struct group group = is_item(tell, i) ? group_of(tell, i) : (struct group){0};
        if (group.count == 0) {
            continue;
        }
        if (!open) {
            wj_tell_open(tell, WJ_SECTION_ITEMS,
                         is_satisfaction(tell) ? WJ_TEXT_ITEMS_TITLE : WJ_TEXT_ITEMS_OTHER);
            open = true;
        }
        add_group(tell, &group);
        for (size_t j = 0; j < group.count; j++) {
            uint64_t base = tell->findings->tally->questions[group.list[j]].base;
            least = base > 0 && base < least ? base : least;
        }
    }
    if (open) {
        say_extremes(tell);
        wj_tell_summaries(tell);
        wj_tell_small_base(tell, least);
    }
}
