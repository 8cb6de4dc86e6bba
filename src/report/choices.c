#include "choices.h"

#include "grids.h"

static const struct wj_question *question_of(const struct wj_tell *tell, size_t question)
{
    return &tell->survey->questions[question];
}

static const struct wj_question_tally *tally_of(const struct wj_tell *tell, size_t question)
{
    return &tell->findings->tally->questions[question];
}

static const struct wj_figure *share_of(const struct wj_tell *tell, size_t question, size_t option)
{
    return &tell->findings->figures->questions[question].shares[option];
}

void wj_tell_options(const struct wj_tell *tell, size_t question)
{
    const struct wj_question *asked = question_of(tell, question);
    const struct wj_question_tally *tally = tally_of(tell, question);
    const struct wj_weighted_figures *weighted = tell->findings->figures->weighted;
    const char *header[] = {tell->words->option, tell->words->count, tell->words->share,
                            tell->words->weighted_share};
    const char *parts[] = {asked->label, wj_count(tell, tally->base)};
    const char *marked[] = {wj_said(tell, WJ_TEXT_BASE, 2, parts), wj_base_mark(tell, tally->base)};
    struct wj_grid *grid = wj_section_table(tell->report, wj_print(tell->arena, "%s%s", 2, marked));
    if (grid == NULL) {
        return;
    }
    wj_grid_header(grid, weighted != NULL ? 4 : 3, header);
    for (size_t i = 0; i < asked->option_count; i++) {
        wj_cell(grid, asked->options[i].label);
        wj_grid_count(grid, tally->counts[i]);
        wj_cell_figure(grid, wj_percent(tell, share_of(tell, question, i)));
        if (weighted != NULL) {
            wj_cell_figure(grid,
                           wj_print_weighted(tell->arena, &weighted->questions[question].shares[i],
                                             tell->percent));
        }
    }
}

/* ---- the order of options ---- */

/* Hidden counts come last, in their own order. */
static uint64_t rank_of(uint64_t count)
{
    return count == WJ_HIDDEN ? 0 : count;
}

static bool comes_before(const struct wj_tell *tell, size_t question, size_t a, size_t b)
{
    const struct wj_option *options = question_of(tell, question)->options;
    const uint64_t *counts = tally_of(tell, question)->counts;
    if (options[a].exclusive != options[b].exclusive) {
        return !options[a].exclusive;
    }
    return rank_of(counts[a]) > rank_of(counts[b]);
}

const size_t *wj_ranked(const struct wj_tell *tell, size_t question)
{
    size_t count = question_of(tell, question)->option_count;
    size_t *ranked = wj_arena_alloc(tell->arena, count * sizeof *ranked);
    for (size_t i = 0; ranked != NULL && i < count; i++) {
        size_t place = i;
        while (place > 0 && comes_before(tell, question, i, ranked[place - 1])) {
            ranked[place] = ranked[place - 1];
            place--;
        }
        ranked[place] = i;
    }
    return ranked;
}

void wj_chart_options(const struct wj_tell *tell, size_t question, enum wj_text title, bool sorted)
{
    const struct wj_question *asked = question_of(tell, question);
    const size_t *ranked = sorted ? wj_ranked(tell, question) : NULL;
    const char *parts[] = {asked->label};
    if (tally_of(tell, question)->base == 0) {
        return;
    }
    struct wj_chart *chart =
        wj_section_chart(tell->report, WJ_CHART_BARS, wj_said(tell, title, 1, parts));
    if (!wj_chart_rows(tell, chart, asked->option_count)) {
        return;
    }
    for (size_t i = 0; i < asked->option_count; i++) {
        size_t option = ranked != NULL ? ranked[i] : i;
        const struct wj_figure *share = share_of(tell, question, option);
        wj_chart_bar(&chart->rows[i], asked->options[option].label, share, wj_percent(tell, share));
    }
    wj_chart_describe(tell, chart);
}

/* ---- sentences ---- */

/* How many options share the rank of the first. */
static size_t tied(const uint64_t *counts, const size_t *ranked, size_t count)
{
    size_t same = 1;
    while (same < count && counts[ranked[same]] == counts[ranked[0]]) {
        same++;
    }
    return same;
}

static const char *tie_said(const struct wj_tell *tell, size_t question, const struct wj_most *most,
                            const size_t *ranked, size_t same)
{
    const struct wj_question *asked = question_of(tell, question);
    struct wj_list list = {.quoted = true};
    for (size_t i = 0; i < same; i++) {
        wj_list_add(tell, &list, asked->options[ranked[i]].label);
    }
    const char *parts[] = {asked->label, wj_list_said(tell, &list),
                           wj_count(tell, tally_of(tell, question)->counts[ranked[0]]),
                           wj_percent(tell, share_of(tell, question, ranked[0]))};
    return wj_said(tell, most->tie, 4, parts);
}

const char *wj_most_said(const struct wj_tell *tell, size_t question, const struct wj_most *most,
                         const size_t *ranked, size_t count)
{
    const struct wj_question *asked = question_of(tell, question);
    const uint64_t *counts = tally_of(tell, question)->counts;
    size_t same = tied(counts, ranked, count);
    if (same > 1) {
        return tie_said(tell, question, most, ranked, same);
    }
    /* The second is named where it is alone, and somebody chose it. */
    bool next = count > 1 && counts[ranked[1]] > 0 && tied(counts, ranked + 1, count - 1) == 1;
    size_t second = next ? ranked[1] : ranked[0];
    const char *parts[] = {asked->label,
                           asked->options[ranked[0]].label,
                           wj_count(tell, counts[ranked[0]]),
                           wj_percent(tell, share_of(tell, question, ranked[0])),
                           asked->options[second].label,
                           wj_count(tell, counts[second]),
                           wj_percent(tell, share_of(tell, question, second))};
    return wj_said(tell, next ? most->next : most->one, next ? 7 : 4, parts);
}

void wj_tell_most(const struct wj_tell *tell, size_t question)
{
    static const struct wj_most most = {WJ_TEXT_MOST, WJ_TEXT_MOST_NEXT, WJ_TEXT_MOST_TIE};
    const struct wj_question *asked = question_of(tell, question);
    const struct wj_question_tally *tally = tally_of(tell, question);
    const size_t *ranked = wj_ranked(tell, question);
    if (ranked == NULL || wj_is_hidden(tell, question)) {
        return;
    }
    uint64_t highest = tally->counts[ranked[0]];
    const char *parts[] = {asked->label, asked->options[ranked[0]].label, wj_count(tell, highest)};
    if (tally->base == 0) {
        wj_tell_detail(tell, WJ_PARAGRAPH, WJ_TEXT_MOST_NO_BASE, 1, parts);
    } else if (highest == 0) {
        wj_tell_detail(tell, WJ_PARAGRAPH, WJ_TEXT_MOST_NONE, 1, parts);
    } else if (highest == tally->base) {
        wj_tell_detail(tell, WJ_PARAGRAPH, highest == 1 ? WJ_TEXT_MOST_ONLY : WJ_TEXT_MOST_ALL, 3,
                       parts);
    } else {
        wj_section_say(tell->report, WJ_PARAGRAPH,
                       wj_most_said(tell, question, &most, ranked, asked->option_count));
        wj_tell_is_detail(tell);
    }
}

/* ---- notes ---- */

uint64_t wj_blanks(const struct wj_tell *tell, size_t question)
{
    const struct wj_question_tally *tally = tally_of(tell, question);
    return tally->base > tally->answered ? tally->base - tally->answered : 0;
}

/* The sum of the shares as they are printed. */
static void add_printed(const struct wj_tell *tell, size_t question, mpq_t sum)
{
    mpq_t printed;
    mpq_init(printed);
    for (size_t i = 0; i < question_of(tell, question)->option_count; i++) {
        const struct wj_figure *share = share_of(tell, question, i);
        if (share->exists) {
            wj_number_round(printed, share->value, (int)tell->percent.places + 2,
                            tell->percent.mode);
            mpq_add(sum, sum, printed);
        }
    }
    mpq_clear(printed);
}

/* "100.01%" where the printed shares don't add up to 100 %, and rounding alone is why; else NULL.
 * Shares of a multiple question add up to more by their nature: *several. */
static const char *odd_sum(const struct wj_tell *tell, size_t question, bool *several)
{
    struct wj_figure sum = {.exists = true};
    const char *text = NULL;
    *several = false;
    if (wj_is_hidden(tell, question)) {
        return NULL;
    }
    mpq_init(sum.value);
    add_printed(tell, question, sum.value);
    int above = mpq_cmp_ui(sum.value, 1, 1);
    *several = question_of(tell, question)->type == WJ_MULTIPLE;
    if (tally_of(tell, question)->base > 0 &&
        (*several ? above > 0 : above != 0 && wj_blanks(tell, question) == 0)) {
        text = wj_percent(tell, &sum);
    }
    mpq_clear(sum.value);
    return text;
}

bool wj_exceeds_whole(const struct wj_tell *tell, size_t question)
{
    bool several;
    return odd_sum(tell, question, &several) != NULL && several;
}

/* One note for each sum, or one for all that rounding bends. */
static void note_sums(const struct wj_tell *tell, const size_t *questions, size_t count)
{
    struct wj_list list = {0};
    bool several = false;
    const char *last[2] = {NULL, NULL};
    for (size_t i = 0; i < count; i++) {
        const char *sum = odd_sum(tell, questions[i], &several);
        const char *parts[] = {question_of(tell, questions[i])->label, sum};
        if (sum != NULL && several) {
            wj_tell(tell, WJ_REMARK, WJ_TEXT_SEVERAL_SUM, 2, parts);
        } else if (sum != NULL) {
            wj_list_add(tell, &list, wj_print(tell->arena, tell->words->named_figure, 2, parts));
            last[0] = parts[0];
            last[1] = parts[1];
        }
    }
    size_t found = list.count;
    const char *all[] = {wj_list_said(tell, &list)};
    if (found == 1) {
        wj_tell_detail(tell, WJ_REMARK, WJ_TEXT_SUM, 2, last);
    } else if (found > 1) {
        wj_tell_detail(tell, WJ_REMARK, WJ_TEXT_SUMS, 1, all);
    }
}

static void note_answers(const struct wj_tell *tell, size_t question)
{
    const struct wj_question *asked = question_of(tell, question);
    const struct wj_question_tally *tally = tally_of(tell, question);
    uint64_t blanks = wj_blanks(tell, question);
    const char *blank[] = {asked->label, wj_count(tell, blanks)};
    const char *skipped[] = {asked->label, wj_count(tell, tally->not_asked)};
    if (blanks > 0 && asked->type != WJ_MULTIPLE) {
        wj_tell_detail(tell, WJ_REMARK, WJ_TEXT_BLANKS, 2, blank);
    }
    if (tally->not_asked > 0 && tally->not_asked != WJ_HIDDEN) {
        wj_tell_detail(tell, WJ_REMARK, WJ_TEXT_NOT_ASKED, 2, skipped);
    }
}

/* What the signs in the table above mean, and whose rates are not shown. */
static void note_hidden(const struct wj_tell *tell, const size_t *questions, size_t count)
{
    const struct wj_hidden *hidden = tell->findings->figures->hidden;
    struct wj_list list = {.quoted = true};
    uint64_t cells = 0;
    for (size_t i = 0; hidden != NULL && i < count; i++) {
        const struct wj_hidden_question *question = &hidden->questions[questions[i]];
        cells += question->cells;
        if (question->rate && question_of(tell, questions[i])->scored) {
            wj_list_add(tell, &list, question_of(tell, questions[i])->label);
        }
    }
    wj_tell_hidden(tell, cells);
    wj_tell_list(tell, WJ_REMARK, WJ_TEXT_HIDDEN_RATES, &list);
}

void wj_tell_notes(const struct wj_tell *tell, const size_t *questions, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        note_answers(tell, questions[i]);
    }
    note_sums(tell, questions, count);
    note_hidden(tell, questions, count);
}
