#include "explain.h"
#include "sections.h"

const char *wj_explain_number(struct wj_arena *arena, const mpq_t value, bool percent,
                              struct wj_rounding rounding)
{
    struct wj_buf text = {0};
    wj_scoring_show_number(&text, value, percent, rounding);
    const char *copy = wj_arena_copy(arena, wj_buf_slice(&text));
    wj_buf_clear(&text);
    return copy != NULL ? copy : "";
}

const char *wj_explain_value(struct wj_arena *arena, const mpq_t value, bool *exact)
{
    const char *shown = wj_explain_number(arena, value, false, (struct wj_rounding){0});
    mpq_t read;
    mpq_init(read);
    *exact = wj_number_parse(read, wj_slice_of(shown), 0) && mpq_equal(read, value) != 0;
    mpq_clear(read);
    return shown;
}

/* The number behind 实际值 where that is a name; NULL where it is written out. */
static const char *actual_number(const struct wj_tell *tell, const struct wj_indicator *indicator)
{
    const struct wj_amount *actual = &indicator->actual;
    if (indicator->actual_name < 0 || !actual->has_number) {
        return NULL;
    }
    const char *number =
        wj_explain_number(tell->arena, actual->number, actual->percent, tell->percent);
    const char *parts[] = {number, actual->unit};
    bool unit = actual->unit[0] != '\0' && !actual->percent;
    return unit ? wj_print(tell->arena, "%s %s", 2, parts) : number;
}

/* ---- lines of a cell ---- */

static void add_line(const struct wj_tell *tell, struct wj_buf *lines, enum wj_text text,
                     size_t count, const char *const *parts)
{
    wj_buf_add_text(lines, lines->len > 0 ? "\n" : "");
    wj_buf_add_text(lines, wj_said(tell, text, count, parts));
}

static void add_one(const struct wj_tell *tell, struct wj_buf *lines, enum wj_text text,
                    const char *part)
{
    if (part != NULL && part[0] != '\0') {
        add_line(tell, lines, text, 1, &part);
    }
}

static void add_target(const struct wj_tell *tell, struct wj_buf *lines,
                       const struct wj_indicator *indicator)
{
    const char *number = actual_number(tell, indicator);
    const char *named[] = {indicator->actual.text, number};
    const char *actual =
        number != NULL ? wj_said(tell, WJ_TEXT_EXPLAIN_ACTUAL, 2, named) : indicator->actual.text;
    const char *parts[] = {indicator->target.text, actual, NULL};
    if (indicator->has_done) {
        parts[2] = wj_explain_number(tell->arena, indicator->done, true, tell->percent);
        add_line(tell, lines, WJ_TEXT_EXPLAIN_DONE, 3, parts);
    } else if (indicator->target.text[0] != '\0') {
        add_line(tell, lines, WJ_TEXT_EXPLAIN_TARGET, 2, parts);
    }
}

static void add_formula(const struct wj_tell *tell, struct wj_buf *lines,
                        const struct wj_indicator *indicator)
{
    struct wj_rounding rounding = tell->survey->score_rounding;
    add_one(tell, lines, WJ_TEXT_EXPLAIN_FORMULA,
            wj_arena_copy(tell->arena, wj_formula_text(indicator->formula)));
    if (indicator->with_numbers == NULL) {
        return;
    }
    bool exact;
    const char *value = wj_explain_value(tell->arena, indicator->raw, &exact);
    const char *shown = exact ? value : wj_said(tell, WJ_TEXT_EXPLAIN_ABOUT, 1, &value);
    const char *numbers[] = {indicator->with_numbers, shown};
    add_line(tell, lines, WJ_TEXT_EXPLAIN_NUMBERS, 2, numbers);
    const char *rounded[] = {shown, wj_count(tell, rounding.places),
                             tell->words->round_modes[rounding.mode],
                             wj_print_exact(tell->arena, indicator->score)};
    if (mpq_equal(indicator->raw, indicator->score) == 0) {
        add_line(tell, lines, WJ_TEXT_EXPLAIN_ROUNDING, 4, rounded);
    }
}

static void add_how(const struct wj_tell *tell, struct wj_grid *grid,
                    const struct wj_indicator *indicator)
{
    struct wj_buf lines = {0};
    add_one(tell, &lines, WJ_TEXT_EXPLAIN_STANDARD, indicator->standard);
    add_target(tell, &lines, indicator);
    if (indicator->formula != NULL) {
        add_formula(tell, &lines, indicator);
    } else {
        add_line(tell, &lines,
                 indicator->has_score ? WJ_TEXT_EXPLAIN_BY_HAND : WJ_TEXT_EXPLAIN_NO_SCORE, 0,
                 NULL);
    }
    add_one(tell, &lines, WJ_TEXT_EXPLAIN_BASIS, indicator->basis);
    wj_cell(grid, wj_buf_text(&lines));
    wj_buf_clear(&lines);
}

/* ---- the table ---- */

static void add_indicator(const struct wj_tell *tell, struct wj_grid *grid,
                          const struct wj_indicator *indicator)
{
    bool scored = indicator->has_score;
    wj_cell(grid, indicator->levels[indicator->depth - 1]);
    wj_cell_figure(grid, wj_print_exact(tell->arena, indicator->points));
    wj_cell_figure(grid, scored ? wj_print_exact(tell->arena, indicator->score) : WJ_NO_FIGURE);
    wj_cell_figure(
        grid, scored && mpq_sgn(indicator->points) > 0
                  ? wj_print_ratio(tell->arena, indicator->score, indicator->points, tell->percent)
                  : WJ_NO_FIGURE);
    add_how(tell, grid, indicator);
}

void wj_section_explain(const struct wj_tell *tell)
{
    const struct wj_scoring *scoring = tell->findings->scoring;
    const struct wj_wording *words = tell->words;
    const char *const columns[] = {words->indicator, words->points, words->scored, words->rate,
                                   words->explained};
    wj_tell_open(tell, WJ_SECTION_EXPLAIN, WJ_TEXT_EXPLAIN_TITLE);
    wj_tell_section_is_detail(tell, true);
    struct wj_grid *grid = wj_section_table(tell->report, wj_tell_title(tell));
    if (grid == NULL) {
        return;
    }
    grid->columns = sizeof columns / sizeof *columns;
    for (size_t i = 0; i < grid->columns; i++) {
        wj_cell(grid, columns[i]);
    }
    for (size_t i = 0; i < scoring->indicator_count; i++) {
        add_indicator(tell, grid, &scoring->indicators[i]);
    }
}
