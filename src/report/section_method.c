#include "grids.h"
#include "roles.h"
#include "sections.h"

enum { MOST_TERMS = 20 }; /* longer sums are cut in their middle */

static const char *keep(const struct wj_tell *tell, struct wj_buf *text)
{
    const char *copy = wj_arena_copy(tell->arena, wj_buf_slice(text));
    wj_buf_clear(text);
    return copy != NULL ? copy : "";
}

static bool has_rate(const struct wj_tell *tell, size_t question)
{
    return tell->survey->questions[question].scored;
}

/* ---- what the options score ---- */

static bool begins_scale(const struct wj_tell *tell, size_t question)
{
    const struct wj_question *questions = tell->survey->questions;
    bool first = has_rate(tell, question);
    for (size_t i = 0; first && i < question; i++) {
        first = !has_rate(tell, i) || !wj_same_options(&questions[i], &questions[question]);
    }
    return first;
}

static void say_scale(const struct wj_tell *tell, size_t first)
{
    const struct wj_survey *survey = tell->survey;
    const struct wj_question *head = &survey->questions[first];
    struct wj_list asked = {0};
    struct wj_buf scores = {0};
    for (size_t i = first; i < survey->question_count; i++) {
        if (has_rate(tell, i) && wj_same_options(head, &survey->questions[i])) {
            wj_list_add(tell, &asked, survey->questions[i].label);
        }
    }
    for (size_t i = 0; i < head->option_count; i++) {
        const struct wj_option *option = &head->options[i];
        const char *parts[] = {option->label, wj_print_exact(tell->arena, option->score)};
        wj_buf_add_text(&scores, i > 0 ? tell->words->comma : "");
        wj_buf_add_text(
            &scores, wj_said(tell, option->scored ? WJ_TEXT_METHOD_OPTION : WJ_TEXT_METHOD_NO_SCORE,
                             option->scored ? 2 : 1, parts));
    }
    const char *parts[] = {wj_list_said(tell, &asked), keep(tell, &scores)};
    wj_tell(tell, WJ_PARAGRAPH, WJ_TEXT_METHOD_SCALE, 2, parts);
}

/* ---- the formulas with their numbers ---- */

/* "(100×14+80×37)÷(100×53)" */
static const char *item_formula(const struct wj_tell *tell, size_t number)
{
    const struct wj_question *question = &tell->survey->questions[number];
    const struct wj_question_tally *tally = &tell->findings->tally->questions[number];
    struct wj_buf text = {0};
    for (size_t i = 0; i < question->option_count; i++) {
        if (question->options[i].scored) {
            wj_buf_addf(&text, "%s%s×%s", text.len > 0 ? "+" : "(",
                        wj_print_exact(tell->arena, question->options[i].score),
                        wj_count(tell, tally->counts[i]));
        }
    }
    wj_buf_addf(&text, ")÷(%s×%s)", wj_print_exact(tell->arena, question->top),
                wj_count(tell, tally->rate_base));
    return keep(tell, &text);
}

static void say_items(const struct wj_tell *tell)
{
    const char *const columns[] = {tell->words->item, tell->words->filled, tell->words->rate};
    wj_tell(tell, WJ_PARAGRAPH, WJ_TEXT_METHOD_ITEM, 0, NULL);
    struct wj_grid *grid = wj_section_table(tell->report, tell->words->filled_table);
    if (grid == NULL) {
        return;
    }
    wj_grid_header(grid, 3, columns);
    for (size_t i = 0; i < tell->survey->question_count; i++) {
        const struct wj_figure *rate = &tell->findings->figures->questions[i].rate;
        if (has_rate(tell, i) && rate->exists && !wj_is_hidden(tell, i)) {
            wj_cell(grid, tell->survey->questions[i].label);
            wj_cell(grid, item_formula(tell, i));
            wj_cell_figure(grid, wj_percent(tell, rate));
        }
    }
}

/* Is this one of the terms that are shown? The last always is. */
static bool is_shown(size_t term, size_t count)
{
    return count <= MOST_TERMS || term < MOST_TERMS - 1 || term + 1 == count;
}

/* "(84.53%+85.66%)÷2", weights before the rates */
static const char *mean_formula(const struct wj_tell *tell, const struct wj_measure *measure)
{
    struct wj_buf text = {0};
    mpq_t sum;
    mpq_init(sum);
    for (size_t i = 0; i < measure->item_count; i++) {
        const struct wj_figure *rate = &tell->findings->figures->questions[measure->items[i]].rate;
        if (measure->weights != NULL) {
            mpq_add(sum, sum, measure->weights[i]);
        }
        if (!is_shown(i, measure->item_count)) {
            continue;
        }
        wj_buf_add_text(&text, i == 0 ? "(" : is_shown(i - 1, measure->item_count) ? "+" : "+…+");
        if (measure->weights != NULL) {
            wj_buf_addf(&text, "%s×", wj_print_exact(tell->arena, measure->weights[i]));
        }
        wj_buf_add_text(&text, wj_percent(tell, rate));
    }
    if (measure->weights == NULL) {
        mpq_set_ui(sum, measure->item_count, 1);
    }
    wj_buf_addf(&text, ")÷%s", wj_print_exact(tell->arena, sum));
    mpq_clear(sum);
    return keep(tell, &text);
}

/* Adds count × value. */
static void add_times(mpq_t sum, uint64_t count, const mpq_t value)
{
    mpq_t product;
    mpq_init(product);
    wj_number_ratio(product, count, 1);
    mpq_mul(product, product, value);
    mpq_add(sum, sum, product);
    mpq_clear(product);
}

/* "22140÷26500" */
static const char *pooled_formula(const struct wj_tell *tell, const struct wj_measure *measure)
{
    mpq_t scored;
    mpq_t highest;
    mpq_inits(scored, highest, NULL);
    for (size_t i = 0; i < measure->item_count; i++) {
        const struct wj_question *question = &tell->survey->questions[measure->items[i]];
        const struct wj_question_tally *tally =
            &tell->findings->tally->questions[measure->items[i]];
        for (size_t j = 0; j < question->option_count; j++) {
            if (question->options[j].scored) {
                add_times(scored, tally->counts[j], question->options[j].score);
            }
        }
        add_times(highest, tally->rate_base, question->top);
    }
    const char *parts[] = {wj_print_exact(tell->arena, scored),
                           wj_print_exact(tell->arena, highest)};
    mpq_clears(scored, highest, NULL);
    return wj_print(tell->arena, "%s÷%s", 2, parts);
}

static void say_share(const struct wj_tell *tell, size_t number)
{
    const struct wj_measure *measure = &tell->survey->measures[number];
    const struct wj_measure_tally *tally = &tell->findings->tally->measures[number];
    const struct wj_question *question = &tell->survey->questions[measure->items[0]];
    struct wj_list chosen = {.quoted = true};
    for (size_t i = 0; i < question->option_count; i++) {
        if (measure->codes[i]) {
            wj_list_add(tell, &chosen, question->options[i].label);
        }
    }
    const char *parts[] = {measure->name,
                           question->label,
                           wj_list_said(tell, &chosen),
                           wj_count(tell, tally->any_of),
                           wj_count(tell, tally->base),
                           wj_percent(tell, &tell->findings->figures->measures[number])};
    wj_tell(tell, WJ_PARAGRAPH, WJ_TEXT_METHOD_SHARE, 6, parts);
}

static void say_measure(const struct wj_tell *tell, size_t number)
{
    const struct wj_measure *measure = &tell->survey->measures[number];
    const struct wj_figure *figure = &tell->findings->figures->measures[number];
    if (!figure->exists) {
        return;
    }
    if (measure->kind == WJ_SHARE_OF) {
        say_share(tell, number);
        return;
    }
    bool pooled = measure->kind == WJ_POOLED_OF;
    for (size_t i = 0; pooled && i < measure->item_count; i++) {
        if (wj_is_hidden(tell, measure->items[i])) {
            return;
        }
    }
    const char *parts[] = {measure->name,
                           pooled ? pooled_formula(tell, measure) : mean_formula(tell, measure),
                           wj_percent(tell, figure), wj_print_fraction(tell->arena, figure->value)};
    if (pooled || measure->item_count > 1) {
        wj_tell(tell, WJ_PARAGRAPH, pooled ? WJ_TEXT_METHOD_POOLED : WJ_TEXT_METHOD_MEAN,
                pooled ? 3 : 4, parts);
    }
}

static void say_interval(const struct wj_tell *tell)
{
    const struct wj_survey *survey = tell->survey;
    const char *parts[] = {wj_confidence(tell), wj_count(tell, survey->population)};
    wj_tell(tell, WJ_PARAGRAPH,
            survey->has_population ? WJ_TEXT_METHOD_FPC : WJ_TEXT_METHOD_INTERVAL,
            survey->has_population ? 2 : 1, parts);
}

/* Are there as many effective responses as the definition's margin needs? */
static void say_sample_size(const struct wj_tell *tell)
{
    const struct wj_survey *survey = tell->survey;
    uint64_t effective = tell->findings->tally->effective;
    struct wj_sample_size size = {0};
    mpq_t one;
    if (survey->has_sample_size) {
        size = wj_sample_size_share(survey->sample_size, survey->confidence, survey->population);
    }
    if (!size.exists) {
        return;
    }
    uint64_t needed = (uint64_t)(size.has_fpc ? size.n_fpc : size.n);
    mpq_init(one);
    mpq_set_ui(one, 1, 1);
    const char *parts[] = {
        wj_confidence(tell),
        wj_print_ratio(tell->arena, survey->sample_size, one, (struct wj_rounding){10, WJ_HALF_UP}),
        wj_count(tell, needed), wj_count(tell, effective)};
    mpq_clear(one);
    wj_tell(tell, WJ_PARAGRAPH,
            effective >= needed ? WJ_TEXT_METHOD_SIZE : WJ_TEXT_METHOD_SIZE_MISSED, 4, parts);
}

static void say_survey(const struct wj_tell *tell)
{
    const struct wj_survey *survey = tell->survey;
    const char *valid[] = {wj_count(tell, tell->findings->tally->effective)};
    bool any_rate = false;
    wj_tell_validity(tell);
    wj_tell(tell, WJ_PARAGRAPH,
            survey->base == WJ_BASE_VALID ? WJ_TEXT_METHOD_VALID : WJ_TEXT_METHOD_ANSWERED, 1,
            valid);
    for (size_t i = 0; i < survey->question_count; i++) {
        any_rate =
            any_rate || (has_rate(tell, i) && tell->findings->figures->questions[i].rate.exists);
        if (begins_scale(tell, i)) {
            say_scale(tell, i);
        }
    }
    if (any_rate) {
        say_items(tell);
    }
    for (size_t i = 0; i < survey->measure_count; i++) {
        say_measure(tell, i);
    }
    if (any_rate) {
        say_interval(tell);
    }
    wj_tell_share_intervals(tell, WJ_PARAGRAPH);
    wj_tell_weighting(tell);
    say_sample_size(tell);
}

static void say_rounding(const struct wj_tell *tell, enum wj_text text, struct wj_rounding rounding)
{
    const char *parts[] = {wj_count(tell, rounding.places),
                           tell->words->round_modes[rounding.mode]};
    wj_tell(tell, WJ_PARAGRAPH, text, 2, parts);
}

void wj_section_method(const struct wj_tell *tell)
{
    wj_tell_open(tell, WJ_SECTION_METHOD, WJ_TEXT_METHOD_TITLE);
    wj_tell_section_is_detail(tell, true);
    if (tell->findings->tally != NULL) {
        say_survey(tell);
    }
    wj_tell(tell, WJ_PARAGRAPH, WJ_TEXT_METHOD_EXACT, 0, NULL);
    say_rounding(tell, WJ_TEXT_METHOD_PERCENT, tell->percent);
    if (tell->findings->scoring != NULL) {
        say_rounding(tell, WJ_TEXT_METHOD_SCORE, tell->survey->score_rounding);
    }
}
