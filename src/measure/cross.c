#include "wjtab/measure/cross.h"

#include "statistics.h"
#include "wjtab/base/number.h"

static uint64_t sum_of(const struct wj_cross_column *column)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < column->survey->questions[column->question].option_count; i++) {
        if (wj_cross_count(column, i) == WJ_HIDDEN) {
            return WJ_HIDDEN;
        }
        sum += wj_cross_count(column, i);
    }
    return sum;
}

struct wj_cross_column wj_cross_column(const struct wj_tally *tally,
                                       const struct wj_cross_tally *cross, size_t at)
{
    bool total = at == cross->column_count;
    struct wj_cross_column column = {
        .survey = tally->survey,
        .question = cross->row,
        .counts = total ? cross->totals : &cross->cells[at],
        .step = total ? 1 : cross->column_count,
        .respondents = total ? cross->total_base : cross->column_base[at],
        .rate_base = total ? cross->total_rate_base : cross->rate_base[at],
        .no_answer = total ? cross->total_no_answer : cross->no_answer[at],
        .not_asked = total ? cross->total_not_asked : cross->not_asked[at],
        .quantity = cross->quantities != NULL ? &cross->quantities[at] : NULL,
        .shown_rate = total || cross->by->count == 0 ? cross->shown_rate : NULL,
    };
    bool ticks = tally->survey->tables[cross->table].responses && cross->quantities == NULL;
    column.base = ticks ? sum_of(&column) : column.respondents;
    return column;
}

uint64_t wj_cross_count(const struct wj_cross_column *column, size_t option)
{
    return column->counts[option * column->step];
}

uint64_t wj_cross_scored(const struct wj_cross_column *column)
{
    const struct wj_question *row = &column->survey->questions[column->question];
    uint64_t sum = 0;
    for (size_t i = 0; i < row->option_count; i++) {
        uint64_t count = row->options[i].scored ? wj_cross_count(column, i) : 0;
        if (count == WJ_HIDDEN) {
            return WJ_HIDDEN;
        }
        sum += count;
    }
    return sum;
}

void wj_cross_share(const struct wj_cross_column *column, size_t option, struct wj_figure *figure)
{
    wj_figure_ratio(figure, wj_cross_count(column, option), column->base);
}

void wj_cross_index(const struct wj_cross_column *column, const struct wj_cross_column *all,
                    size_t option, struct wj_figure *figure)
{
    struct wj_figure whole;
    mpq_t hundred;
    mpq_inits(whole.value, hundred, NULL);
    wj_cross_share(column, option, figure);
    wj_cross_share(all, option, &whole);
    figure->hidden = figure->hidden || whole.hidden;
    figure->exists = figure->exists && whole.exists && mpq_sgn(whole.value) > 0;
    if (figure->exists) {
        mpq_set_ui(hundred, 100, 1);
        mpq_div(figure->value, figure->value, whole.value);
        mpq_mul(figure->value, figure->value, hundred);
    }
    mpq_clears(whole.value, hundred, NULL);
}

/* ---- scores ---- */

struct sums {
    uint64_t n;
    mpq_t scores;
    mpq_t squares;
};

static void take_sums(const struct wj_cross_column *column, struct sums *sums)
{
    const struct wj_question *row = &column->survey->questions[column->question];
    mpq_t part;
    mpq_inits(sums->scores, sums->squares, part, NULL);
    sums->n = 0;
    for (size_t i = 0; i < row->option_count; i++) {
        uint64_t count = row->options[i].scored ? wj_cross_count(column, i) : 0;
        sums->n += count;
        wj_number_ratio(part, count, 1);
        mpq_mul(part, part, row->options[i].score);
        mpq_add(sums->scores, sums->scores, part);
        mpq_mul(part, part, row->options[i].score);
        mpq_add(sums->squares, sums->squares, part);
    }
    mpq_clear(part);
}

/* Σ scores / base, over `top` where that is given. */
static void set_mean(struct wj_figure *figure, const struct sums *sums, uint64_t base,
                     mpq_srcptr top)
{
    mpq_t divisor;
    figure->exists = base > 0;
    if (!figure->exists) {
        return;
    }
    mpq_init(divisor);
    wj_number_ratio(divisor, base, 1);
    if (top != NULL) {
        mpq_mul(divisor, divisor, top);
    }
    mpq_div(figure->value, sums->scores, divisor);
    mpq_clear(divisor);
}

static uint64_t box_of(const struct wj_cross_column *column, bool top)
{
    const struct wj_question *row = &column->survey->questions[column->question];
    uint64_t count = 0;
    for (size_t i = 0; i < row->option_count; i++) {
        count += wj_question_in_box(row, i, top) ? wj_cross_count(column, i) : 0;
    }
    return count;
}

static void set_net(struct wj_figure *figure, const struct wj_cross_column *column)
{
    mpq_t bottom;
    wj_figure_ratio(figure, box_of(column, true), column->rate_base);
    if (figure->exists) {
        mpq_init(bottom);
        wj_number_ratio(bottom, box_of(column, false), column->rate_base);
        mpq_sub(figure->value, figure->value, bottom);
        mpq_clear(bottom);
    }
}

static void set_sd(struct wj_figure *figure, const struct wj_cross_column *column,
                   const struct sums *sums)
{
    struct wj_statistics statistics = {.n = sums->n};
    wj_statistics_of_sums(&statistics, sums->scores, sums->squares, column->survey);
    figure->exists = wj_statistics_sd(&statistics, figure->value);
}

static void set_shown_rate(const struct wj_cross_column *column, enum wj_table_summary summary,
                           struct wj_figure *figure)
{
    if (summary == WJ_TABLE_RATE && column->shown_rate != NULL) {
        figure->hidden = false;
        figure->exists = true;
        mpq_set(figure->value, column->shown_rate);
    }
}

void wj_cross_summary(const struct wj_cross_column *column, enum wj_table_summary summary,
                      struct wj_figure *figure)
{
    const struct wj_question *row = &column->survey->questions[column->question];
    struct sums sums;
    figure->exists = false;
    figure->hidden = sum_of(column) == WJ_HIDDEN || column->respondents == WJ_HIDDEN;
    if (figure->hidden) {
        set_shown_rate(column, summary, figure);
        return;
    }
    take_sums(column, &sums);
    switch (summary) {
    case WJ_TABLE_RATE:
        set_mean(figure, &sums, column->rate_base, row->top);
        break;
    case WJ_TABLE_MEAN:
        set_mean(figure, &sums, sums.n, NULL);
        break;
    case WJ_TABLE_SD:
        set_sd(figure, column, &sums);
        break;
    case WJ_TABLE_TOP2:
        wj_figure_ratio(figure, box_of(column, true), column->rate_base);
        break;
    case WJ_TABLE_BOTTOM2:
        wj_figure_ratio(figure, box_of(column, false), column->rate_base);
        break;
    case WJ_TABLE_NET:
        set_net(figure, column);
        break;
    case WJ_TABLE_MEDIAN:
    case WJ_TABLE_QUARTILES:
        break;
    }
    mpq_clears(sums.scores, sums.squares, NULL);
}

/* ---- quantities ---- */

enum wj_status wj_cross_quantity(const struct wj_cross_column *column,
                                 struct wj_quantity_figures *figures)
{
    wj_quantity_figures_init(figures);
    enum wj_status status =
        wj_quantity_statistics(figures, column->survey, column->question, column->quantity);
    if (status == WJ_OK && column->survey->suppress_below > 0) {
        wj_quantity_hide(figures, column->survey->suppress_below, column->respondents == WJ_HIDDEN);
    }
    return status;
}
