/* Why figures of whole questions and of measures are “–”. */
#include "table_dashes.h"

/* Everybody, as a column of a table of this question. */
static struct wj_cross_column everybody(const struct wj_tell *tell, size_t number)
{
    const struct wj_tally *tally = tell->findings->tally;
    const struct wj_question_tally *counts = &tally->questions[number];
    uint64_t asked = counts->answered == WJ_HIDDEN || counts->not_asked == WJ_HIDDEN
                         ? 0
                         : tally->effective - counts->not_asked - counts->answered;
    return (struct wj_cross_column){
        .survey = tell->survey,
        .question = number,
        .counts = counts->counts,
        .step = 1,
        .base = counts->base,
        .respondents = counts->base,
        .rate_base = counts->rate_base,
        .no_answer = asked,
        .not_asked = counts->not_asked,
        .quantity = counts->quantity,
    };
}

static unsigned dashes_of(const struct wj_tell *tell, size_t number, unsigned summaries)
{
    struct wj_cross_column column = everybody(tell, number);
    unsigned dashes = 0;
    if (wj_is_hidden(tell, number)) {
        return 0;
    }
    for (unsigned bit = 1; bit <= WJ_TABLE_QUARTILES; bit <<= 1) {
        enum wj_table_summary summary = (enum wj_table_summary)bit;
        if ((summaries & bit) == 0) {
            continue;
        }
        enum wj_dash dash =
            column.quantity == NULL
                ? wj_dash_of_summary(&column, summary)
                : wj_dash_of_quantity(&column, tell->findings->figures->questions[number].quantity,
                                      summary);
        dashes |= dash == WJ_DASH_NONE ? 0 : 1U << dash;
    }
    return dashes;
}

void wj_tell_item_reasons(const struct wj_tell *tell, const size_t *questions, size_t count,
                          unsigned summaries, bool detail)
{
    for (unsigned dash = 1; dash < WJ_DASHES; dash++) {
        struct wj_list names = {0};
        for (size_t i = 0; i < count; i++) {
            if ((dashes_of(tell, questions[i], summaries) >> dash & 1U) != 0) {
                wj_list_add(tell, &names, tell->survey->questions[questions[i]].label);
            }
        }
        bool any = wj_tell_list(tell, WJ_REMARK, wj_dash_text((enum wj_dash)dash), &names);
        if (any && detail) {
            wj_tell_is_detail(tell);
        }
    }
}

/* ---- measures ---- */

static bool lacks(const struct wj_tell *tell, size_t measure, enum wj_no_interval missing)
{
    const struct wj_figure *figure = &tell->findings->figures->measures[measure];
    bool there = figure->exists || figure->hidden;
    if (missing == WJ_INTERVAL_THERE) {
        return !there;
    }
    return there && tell->findings->figures->measure_intervals[measure].missing == missing;
}

static bool is_share(const struct wj_tell *tell, size_t measure)
{
    return tell->survey->measures[measure].kind == WJ_SHARE_OF;
}

/* A share needs a base alone. */
static void tell_missing_shares(const struct wj_tell *tell)
{
    struct wj_list names = {0};
    for (size_t i = 0; i < tell->survey->measure_count; i++) {
        if (is_share(tell, i) && lacks(tell, i, WJ_INTERVAL_THERE)) {
            wj_list_add(tell, &names, tell->survey->measures[i].name);
        }
    }
    wj_tell_list(tell, WJ_REMARK, WJ_TEXT_MEASURE_NO_SHARE, &names);
}

void wj_tell_measure_reasons(const struct wj_tell *tell)
{
    static const struct {
        enum wj_no_interval missing; /* WJ_INTERVAL_THERE: the measure itself is */
        enum wj_text text;
    } reasons[] = {{WJ_INTERVAL_THERE, WJ_TEXT_MEASURE_NONE},
                   {WJ_SMALL_BASE, WJ_TEXT_MEASURE_SMALL_BASE},
                   {WJ_TOO_MANY_ITEMS, WJ_TEXT_MEASURE_MANY_ITEMS},
                   {WJ_TOO_LARGE, WJ_TEXT_MEASURE_TOO_LARGE}};
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        struct wj_list names = {0};
        for (size_t j = 0; j < tell->survey->measure_count; j++) {
            bool other = reasons[i].missing == WJ_INTERVAL_THERE && is_share(tell, j);
            if (!other && lacks(tell, j, reasons[i].missing)) {
                wj_list_add(tell, &names, tell->survey->measures[j].name);
            }
        }
        wj_tell_list(tell, WJ_REMARK, reasons[i].text, &names);
    }
    tell_missing_shares(tell);
}
