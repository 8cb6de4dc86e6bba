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

static void say_head(const struct wj_tell *tell, const struct wj_indicator *indicator)
{
    const char *name = indicator->levels[indicator->depth - 1];
    const char *points = wj_print_exact(tell->arena, indicator->points);
    if (!indicator->has_score) {
        const char *parts[] = {name, points};
        wj_tell(tell, WJ_PARAGRAPH, WJ_TEXT_EXPLAIN_NO_SCORE, 2, parts);
        return;
    }
    const char *parts[] = {
        name, points, wj_print_exact(tell->arena, indicator->score),
        wj_print_ratio(tell->arena, indicator->score, indicator->points, tell->percent)};
    wj_tell(tell, WJ_PARAGRAPH, WJ_TEXT_EXPLAIN_SCORE, 4, parts);
}

static void say_one(const struct wj_tell *tell, enum wj_text text, const char *part)
{
    if (part != NULL && part[0] != '\0') {
        wj_tell(tell, WJ_REMARK, text, 1, &part);
    }
}

static void say_target(const struct wj_tell *tell, const struct wj_indicator *indicator)
{
    const char *number = actual_number(tell, indicator);
    const char *named[] = {indicator->actual.text, number};
    const char *actual =
        number != NULL ? wj_said(tell, WJ_TEXT_EXPLAIN_ACTUAL, 2, named) : indicator->actual.text;
    const char *parts[] = {indicator->target.text, actual, NULL};
    if (indicator->has_done) {
        parts[2] = wj_explain_number(tell->arena, indicator->done, true, tell->percent);
        wj_tell(tell, WJ_REMARK, WJ_TEXT_EXPLAIN_DONE, 3, parts);
    } else if (indicator->target.text[0] != '\0') {
        wj_tell(tell, WJ_REMARK, WJ_TEXT_EXPLAIN_TARGET, 2, parts);
    }
}

static void say_formula(const struct wj_tell *tell, const struct wj_indicator *indicator)
{
    struct wj_rounding rounding = tell->survey->score_rounding;
    say_one(tell, WJ_TEXT_EXPLAIN_FORMULA,
            wj_arena_copy(tell->arena, wj_formula_text(indicator->formula)));
    if (indicator->with_numbers == NULL) {
        return;
    }
    bool exact;
    const char *value = wj_explain_value(tell->arena, indicator->raw, &exact);
    const char *shown = exact ? value : wj_said(tell, WJ_TEXT_EXPLAIN_ABOUT, 1, &value);
    const char *numbers[] = {indicator->with_numbers, shown};
    wj_tell(tell, WJ_REMARK, WJ_TEXT_EXPLAIN_NUMBERS, 2, numbers);
    const char *rounded[] = {shown, wj_count(tell, rounding.places),
                             tell->words->round_modes[rounding.mode],
                             wj_print_exact(tell->arena, indicator->score)};
    if (mpq_equal(indicator->raw, indicator->score) == 0) {
        wj_tell(tell, WJ_REMARK, WJ_TEXT_EXPLAIN_ROUNDING, 4, rounded);
    }
}

void wj_section_explain(const struct wj_tell *tell)
{
    const struct wj_scoring *scoring = tell->findings->scoring;
    wj_tell_open(tell, WJ_SECTION_EXPLAIN, WJ_TEXT_EXPLAIN_TITLE);
    wj_tell_section_is_detail(tell, true);
    for (size_t i = 0; i < scoring->indicator_count; i++) {
        const struct wj_indicator *indicator = &scoring->indicators[i];
        say_head(tell, indicator);
        say_one(tell, WJ_TEXT_EXPLAIN_STANDARD, indicator->standard);
        say_target(tell, indicator);
        if (indicator->formula != NULL) {
            say_formula(tell, indicator);
        } else if (indicator->has_score) {
            wj_tell(tell, WJ_REMARK, WJ_TEXT_EXPLAIN_BY_HAND, 0, NULL);
        }
        say_one(tell, WJ_TEXT_EXPLAIN_BASIS, indicator->basis);
    }
}
