/* What the key `summaries` asks for: mean scores, the top and bottom boxes of the scored questions,
 * and the net promoter score of those from 0 to 10. */
#include "grids.h"
#include "sections.h"
#include "table_dashes.h"

static bool is_asked(const struct wj_tell *tell, unsigned summary)
{
    return (tell->survey->summaries >> summary & 1U) != 0;
}

/* The mean score of those who answered with an option that has one. */
static const char *mean_of(const struct wj_tell *tell, size_t number)
{
    const struct wj_question *question = &tell->survey->questions[number];
    const struct wj_question_tally *tally = &tell->findings->tally->questions[number];
    const char *text = WJ_NO_FIGURE;
    uint64_t n = 0;
    mpq_t sum;
    mpq_t part;
    if (wj_is_hidden(tell, number)) {
        return WJ_HIDDEN_TEXT;
    }
    mpq_inits(sum, part, NULL);
    for (size_t i = 0; i < question->option_count; i++) {
        if (question->options[i].scored) {
            wj_number_ratio(part, tally->counts[i], 1);
            mpq_mul(part, part, question->options[i].score);
            mpq_add(sum, sum, part);
            n += tally->counts[i];
        }
    }
    if (n > 0) {
        wj_number_ratio(part, n, 1);
        mpq_div(sum, sum, part);
        text = wj_print_fixed(tell->arena, sum, tell->percent);
    }
    mpq_clears(sum, part, NULL);
    return text;
}

static const char *deviation_of(const struct wj_tell *tell, size_t number)
{
    const char *text = wj_is_hidden(tell, number) ? WJ_HIDDEN_TEXT : WJ_NO_FIGURE;
    mpq_t sd;
    mpq_init(sd);
    if (wj_statistics_sd(&tell->findings->figures->questions[number].mean_statistics, sd)) {
        text = wj_print_fixed(tell->arena, sd, tell->percent);
    }
    mpq_clear(sd);
    return text;
}

static const char *net_of(const struct wj_tell *tell, size_t number)
{
    const struct wj_question_figures *figures = &tell->findings->figures->questions[number];
    struct wj_figure net = {.exists = figures->top2.exists && figures->bottom2.exists,
                            .hidden = figures->top2.hidden};
    mpq_init(net.value);
    mpq_sub(net.value, figures->top2.value, figures->bottom2.value);
    const char *text = wj_percent(tell, &net);
    mpq_clear(net.value);
    return text;
}

static void add_question(const struct wj_tell *tell, struct wj_grid *grid, size_t number)
{
    const struct wj_question_figures *figures = &tell->findings->figures->questions[number];
    wj_cell(grid, tell->survey->questions[number].label);
    if (is_asked(tell, WJ_SUMMARY_MEAN)) {
        wj_cell_figure(grid, mean_of(tell, number));
    }
    if (is_asked(tell, WJ_SUMMARY_SD)) {
        wj_cell_figure(grid, deviation_of(tell, number));
    }
    if (is_asked(tell, WJ_SUMMARY_TOP2)) {
        wj_cell_figure(grid, wj_percent(tell, &figures->top2));
    }
    if (is_asked(tell, WJ_SUMMARY_BOTTOM2)) {
        wj_cell_figure(grid, wj_percent(tell, &figures->bottom2));
    }
    if (is_asked(tell, WJ_SUMMARY_NET)) {
        wj_cell_figure(grid, net_of(tell, number));
    }
}

static bool is_summed_up(const struct wj_question *question)
{
    return question->scored && question->type == WJ_SINGLE;
}

static void tell_reasons(const struct wj_tell *tell)
{
    static const enum wj_table_summary shown[] = {[WJ_SUMMARY_MEAN] = WJ_TABLE_MEAN,
                                                  [WJ_SUMMARY_SD] = WJ_TABLE_SD,
                                                  [WJ_SUMMARY_TOP2] = WJ_TABLE_TOP2,
                                                  [WJ_SUMMARY_BOTTOM2] = WJ_TABLE_BOTTOM2,
                                                  [WJ_SUMMARY_NET] = WJ_TABLE_NET};
    const struct wj_survey *survey = tell->survey;
    size_t *questions = wj_arena_alloc(tell->arena, survey->question_count * sizeof *questions);
    unsigned summaries = 0;
    size_t count = 0;
    for (unsigned i = WJ_SUMMARY_MEAN; i <= WJ_SUMMARY_NET; i++) {
        summaries |= is_asked(tell, i) ? (unsigned)shown[i] : 0;
    }
    for (size_t i = 0; questions != NULL && i < survey->question_count; i++) {
        if (is_summed_up(&survey->questions[i])) {
            questions[count++] = i;
        }
    }
    wj_tell_item_reasons(tell, questions, count, summaries, true);
}

bool wj_boxes_overlap(const struct wj_question *question)
{
    bool overlap = false;
    for (size_t i = 0; i < question->option_count; i++) {
        overlap = overlap ||
                  (wj_question_in_box(question, i, true) && wj_question_in_box(question, i, false));
    }
    return overlap;
}

static void note_overlaps(const struct wj_tell *tell)
{
    const struct wj_survey *survey = tell->survey;
    struct wj_list list = {0};
    for (size_t i = 0; i < survey->question_count; i++) {
        if (is_summed_up(&survey->questions[i]) && wj_boxes_overlap(&survey->questions[i])) {
            wj_list_add(tell, &list, survey->questions[i].label);
        }
    }
    if (wj_tell_list(tell, WJ_REMARK, WJ_TEXT_BOXES_OVERLAP, &list)) {
        wj_tell_is_detail(tell);
    }
}

void wj_tell_summaries(const struct wj_tell *tell)
{
    const struct wj_survey *survey = tell->survey;
    size_t questions = 0;
    size_t columns = 1;
    for (size_t i = 0; i < survey->question_count; i++) {
        questions += is_summed_up(&survey->questions[i]) ? 1 : 0;
    }
    for (unsigned i = WJ_SUMMARY_MEAN; i <= WJ_SUMMARY_NET; i++) {
        columns += is_asked(tell, i) ? 1 : 0;
    }
    if (questions == 0 || columns == 1) {
        return;
    }
    struct wj_grid *grid = wj_section_table(
        tell->report, wj_unweighted(tell, wj_said(tell, WJ_TEXT_SUMMARIES_TABLE, 0, NULL)));
    wj_tell_is_detail(tell);
    if (grid == NULL) {
        return;
    }
    grid->columns = columns;
    wj_cell(grid, tell->words->item);
    for (unsigned i = WJ_SUMMARY_MEAN; i <= WJ_SUMMARY_NET; i++) {
        if (is_asked(tell, i)) {
            wj_cell(grid, tell->words->summary_columns[i]);
        }
    }
    for (size_t i = 0; i < survey->question_count; i++) {
        if (is_summed_up(&survey->questions[i])) {
            add_question(tell, grid, i);
        }
    }
    tell_reasons(tell);
    if (is_asked(tell, WJ_SUMMARY_MEAN) || is_asked(tell, WJ_SUMMARY_SD)) {
        wj_tell_detail(tell, WJ_REMARK, WJ_TEXT_SUMMARIES_MEAN, 0, NULL);
    }
    if (is_asked(tell, WJ_SUMMARY_TOP2) || is_asked(tell, WJ_SUMMARY_BOTTOM2) ||
        is_asked(tell, WJ_SUMMARY_NET)) {
        wj_tell_detail(tell, WJ_REMARK, WJ_TEXT_SUMMARIES_BOXES, 0, NULL);
        note_overlaps(tell);
    }
}

void wj_tell_promoters(const struct wj_tell *tell, size_t number)
{
    const struct wj_quantity_figures *figures = tell->findings->figures->questions[number].quantity;
    if (!is_asked(tell, WJ_SUMMARY_NPS) || figures == NULL || !figures->has_nps ||
        figures->nps.n == 0 || wj_is_hidden(tell, number)) {
        return;
    }
    struct wj_figure net = {.exists = true};
    mpq_t detractors;
    mpq_inits(net.value, detractors, NULL);
    wj_number_ratio(net.value, figures->promoters, figures->nps.n);
    wj_number_ratio(detractors, figures->detractors, figures->nps.n);
    mpq_sub(net.value, net.value, detractors);
    const char *parts[] = {wj_unweighted(tell, tell->survey->questions[number].label),
                           wj_count(tell, figures->promoters), wj_count(tell, figures->passives),
                           wj_count(tell, figures->detractors), wj_percent(tell, &net)};
    mpq_clears(net.value, detractors, NULL);
    wj_tell_detail(tell, WJ_PARAGRAPH, WJ_TEXT_PROMOTERS, 5, parts);
}
