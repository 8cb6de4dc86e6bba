/* 满意度: the annex's tables, and all measures. */
#include <string.h>

#include "book.h"
#include "grids.h"
#include "print.h"
#include "wjtab/measure/weights.h"

/* Where the columns of a measure's table stand: pairs of count and score from the second on. */
struct layout {
    const struct wj_measure *measure;
    const struct wj_question *first; /* item: all have its options */
    size_t base;
    size_t top;
    size_t weight; /* 0: equal weights */
    size_t printed;
    size_t exact;
    size_t last;         /* 0: nothing is weighted; else the weighted rate */
    uint32_t scores;     /* the row of the options' scores */
    uint32_t first_item; /* row */
};

static const char *at(struct wj_book *book, size_t row, size_t column)
{
    return wj_book_near(book, row, column);
}

static const struct wj_weighted_figures *weighted_of(const struct wj_book *book)
{
    return book->findings->figures->weighted;
}

/* Weights are not in 明细, so that there is no formula. */
static void add_weighted(struct wj_book *book, size_t column, const struct wj_weighted *weighted)
{
    struct wj_figure figure = {.exists = weighted->exists, .hidden = weighted->hidden};
    mpq_init(figure.value);
    mpq_set(figure.value, weighted->value);
    wj_book_number(book, column, WJ_BOOK_PERCENT, wj_book_printed(book, &figure));
    mpq_clear(figure.value);
}

static void add_head(struct wj_book *book, struct layout *layout)
{
    size_t columns = layout->exact + 1 + (layout->weight > 0 ? 1 : 0) + (layout->last > 0 ? 1 : 0);
    const struct wj_book_words *words = book->words;
    wj_book_text(book, 0, WJ_LOOK_HEADER, words->item);
    for (size_t i = 0; i < layout->first->option_count; i++) {
        wj_book_merge(book, 1 + 2 * i, 2, layout->first->options[i].label);
    }
    wj_book_text(book, layout->base, WJ_LOOK_HEADER, words->rate_base);
    wj_book_text(book, layout->top, WJ_LOOK_HEADER, words->top);
    wj_book_text(book, layout->printed, WJ_LOOK_HEADER, words->item_rate);
    wj_book_text(book, layout->exact, WJ_LOOK_HEADER, words->exact);
    if (layout->weight > 0) {
        wj_book_text(book, layout->weight, WJ_LOOK_HEADER, words->weight);
    }
    if (layout->last > 0) {
        wj_book_text(book, layout->last, WJ_LOOK_HEADER, words->weighted);
    }
    book->row++;
    wj_book_text(book, 0, WJ_LOOK_HEADER, "");
    for (size_t i = 1; i < columns; i++) {
        bool option = i < layout->base;
        wj_book_text(book, i, WJ_LOOK_HEADER,
                     !option      ? ""
                     : i % 2 == 1 ? words->people
                                  : words->share);
    }
    book->row++;
    layout->scores = book->row;
    wj_book_text(book, 0, WJ_LOOK_CELL, words->scores);
    for (size_t i = 0; i < layout->first->option_count; i++) {
        const struct wj_option *option = &layout->first->options[i];
        wj_book_text(book, 1 + 2 * i, WJ_LOOK_CELL, "");
        wj_book_number(book, 2 + 2 * i, WJ_BOOK_GENERAL,
                       option->scored ? wj_print_exact(book->arena, option->score) : NULL);
    }
    book->row++;
}

/* One item's count of an option, and what it adds to the item's rate. */
static void add_pair(struct wj_book *book, const struct layout *layout, size_t number,
                     size_t option)
{
    const struct wj_findings *findings = book->findings;
    size_t column = 1 + 2 * option;
    const char *formula =
        book->live ? wj_book_print(book, "COUNTIFS(%s)", wj_book_chose(book, number, option)) : "";
    wj_book_counted(book, column, formula, findings->tally->questions[number].counts[option]);
    if (!layout->first->options[option].scored) {
        wj_book_text(book, column + 1, WJ_LOOK_CELL, "");
        return;
    }
    const char *base = at(book, book->row, layout->base);
    wj_book_formula(
        book, column + 1, WJ_BOOK_PERCENT,
        wj_book_share(book, base,
                      wj_book_print(book, "%s*%s/(%s*%s)", at(book, book->row, column),
                                    wj_book_cell(book, layout->scores, column + 1), base,
                                    at(book, book->row, layout->top))),
        wj_book_printed(book, &findings->figures->questions[number].contributions[option]));
}

/* Σ(count × score) of the options with a score, over rate base × top. */
static const char *rate_formula(struct wj_book *book, const struct layout *layout)
{
    struct wj_buf sum = {0};
    for (size_t i = 0; i < layout->first->option_count; i++) {
        if (layout->first->options[i].scored) {
            wj_buf_addf(&sum, "%s%s*%s", sum.len > 0 ? "+" : "", at(book, book->row, 1 + 2 * i),
                        wj_book_cell(book, layout->scores, 2 + 2 * i));
        }
    }
    const char *base = at(book, book->row, layout->base);
    const char *formula = wj_book_print(book, "IF(%s=0,\"" WJ_NO_FIGURE "\",(%s)/(%s*%s))", base,
                                        wj_buf_text(&sum), base, at(book, book->row, layout->top));
    wj_buf_clear(&sum);
    return formula;
}

/* The exact cell, printed. */
static void add_printed(struct wj_book *book, size_t column, const char *exact,
                        const struct wj_figure *figure)
{
    struct wj_rounding percent = book->survey->percent;
    wj_book_formula(book, column, WJ_BOOK_PERCENT,
                    wj_book_print(book, "IF(ISNUMBER(%s),%s,\"" WJ_NO_FIGURE "\")", exact,
                                  wj_book_rounded(book, exact, percent.places + 2, percent.mode)),
                    wj_book_printed(book, figure));
}

static void add_item(struct wj_book *book, const struct layout *layout, size_t item)
{
    size_t number = layout->measure->items[item];
    const struct wj_question *question = &book->survey->questions[number];
    const struct wj_figure *rate = &book->findings->figures->questions[number].rate;
    wj_book_text(book, 0, WJ_LOOK_CELL, question->label);
    for (size_t i = 0; i < question->option_count; i++) {
        add_pair(book, layout, number, i);
    }
    wj_book_formula(
        book, layout->base, WJ_BOOK_COUNT,
        wj_book_far(book, book->words->counts, book->questions[number].rate, WJ_COUNTS_BASE),
        wj_print_count(book->arena, book->findings->tally->questions[number].rate_base));
    wj_book_number(book, layout->top, WJ_BOOK_GENERAL, wj_print_exact(book->arena, question->top));
    add_printed(book, layout->printed, at(book, book->row, layout->exact), rate);
    wj_book_formula(book, layout->exact, WJ_BOOK_EXACT, rate_formula(book, layout),
                    wj_book_figure(book, rate));
    if (layout->weight > 0) {
        wj_book_number(book, layout->weight, WJ_BOOK_GENERAL,
                       wj_print_exact(book->arena, layout->measure->weights[item]));
    }
    if (layout->last > 0) {
        add_weighted(book, layout->last, &weighted_of(book)->questions[number].rate);
    }
    book->row++;
}

static void add_composite(struct wj_book *book, const struct layout *layout, size_t number)
{
    const struct wj_figure *figure = &book->findings->figures->measures[number];
    const char *first = at(book, layout->first_item, layout->exact);
    const char *last = at(book, book->row - 1, layout->exact);
    const char *mean = wj_book_print(book, "AVERAGE(%s:%s)", first, last);
    if (layout->weight > 0) {
        const char *weights =
            wj_book_print(book, "%s:%s", at(book, layout->first_item, layout->weight),
                          at(book, book->row - 1, layout->weight));
        mean = wj_book_print(book, "SUMPRODUCT(%s:%s,%s)/SUM(%s)", first, last, weights, weights);
    }
    wj_book_text(book, 0, WJ_LOOK_CELL, book->words->composite);
    for (size_t i = 1; i < layout->printed; i++) {
        wj_book_text(book, i, WJ_LOOK_CELL, "");
    }
    size_t cells = book->sheet->cell_count;
    add_printed(book, layout->printed, at(book, book->row, layout->exact), figure);
    wj_book_formula(book, layout->exact, WJ_BOOK_EXACT,
                    wj_book_print(book, "IF(COUNT(%s:%s)=%zu,%s,\"" WJ_NO_FIGURE "\")", first, last,
                                  layout->measure->item_count, mean),
                    wj_book_figure(book, figure));
    if (layout->last > 0) {
        if (layout->weight > 0) {
            wj_book_text(book, layout->weight, WJ_LOOK_CELL, "");
        }
        add_weighted(book, layout->last, &weighted_of(book)->measures[number]);
    }
    for (; cells < book->sheet->cell_count; cells++) {
        book->sheet->cells[cells].strong = true;
    }
    book->measures[number] = wj_book_cell(book, book->row, layout->exact);
    book->row++;
}

/* Whose parts of the whole are too narrow for the figure on them? */
static const bool *bare_of(struct wj_book *book, const struct layout *layout, size_t option)
{
    enum { NARROW = 14 }; /* a 14th of the whole */
    bool *bare = wj_arena_alloc(book->arena, layout->measure->item_count * sizeof *bare);
    for (size_t i = 0; bare != NULL && i < layout->measure->item_count; i++) {
        const uint64_t *counts = book->findings->tally->questions[layout->measure->items[i]].counts;
        uint64_t whole = 0;
        for (size_t j = 0; j < layout->first->option_count; j++) {
            whole += counts[j];
        }
        bare[i] = counts[option] < whole / NARROW;
    }
    return bare;
}

static void add_chart(struct wj_book *book, const struct layout *layout)
{
    const char *sheet = book->words->satisfaction;
    const char *name[] = {layout->measure->name};
    size_t last = layout->first_item + layout->measure->item_count - 1;
    struct wj_book_chart *chart = wj_book_chart(
        book, WJ_BOOK_STACKED, wj_print(book->arena, book->words->composition, 1, name),
        layout->measure->item_count, layout->first->option_count);
    if (chart == NULL) {
        return;
    }
    chart->description = book->words->composition_of;
    for (size_t i = 0; i < layout->first->option_count; i++) {
        chart->series[i] = (struct wj_book_series){
            .name = layout->first->options[i].label,
            .labels = wj_book_range(book, sheet, layout->first_item, last, 0),
            .values = wj_book_range(book, sheet, layout->first_item, last, 1 + 2 * i),
            .bare = bare_of(book, layout, i),
            .count = layout->measure->item_count,
        };
    }
}

static void add_table(struct wj_book *book, size_t number)
{
    const struct wj_measure *measure = &book->survey->measures[number];
    struct layout layout = {.measure = measure,
                            .first = &book->survey->questions[measure->items[0]]};
    layout.base = 1 + 2 * layout.first->option_count;
    layout.top = layout.base + 1;
    layout.printed = layout.top + 1;
    layout.exact = layout.printed + 1;
    layout.weight = measure->weights != NULL ? layout.exact + 1 : 0;
    layout.last = weighted_of(book) != NULL ? layout.exact + (layout.weight > 0 ? 2U : 1U) : 0;
    wj_book_text(book, 0, WJ_LOOK_TITLE, measure->name);
    book->row++;
    add_head(book, &layout);
    layout.first_item = book->row;
    for (size_t i = 0; i < measure->item_count; i++) {
        add_item(book, &layout, i);
    }
    add_composite(book, &layout, number);
    book->row++;
    add_chart(book, &layout);
}

/* ---- all measures ---- */

static const char *rate_cell(struct wj_book *book, size_t question)
{
    return wj_book_far(book, book->words->counts, book->questions[question].rate, WJ_COUNTS_EXACT);
}

/* Σ w·r/Σ w where every item has a rate. */
static const char *mean_formula(struct wj_book *book, const struct wj_measure *measure)
{
    struct wj_buf cells = {0};
    struct wj_buf sum = {0};
    mpq_t weights;
    mpq_init(weights);
    mpq_set_ui(weights, measure->weights == NULL ? measure->item_count : 0, 1);
    for (size_t i = 0; i < measure->item_count; i++) {
        const char *cell = rate_cell(book, measure->items[i]);
        wj_buf_addf(&cells, "%s%s", i > 0 ? "," : "", cell);
        wj_buf_addf(&sum, "%s%s", i > 0 ? "+" : "", cell);
        if (measure->weights != NULL) {
            wj_buf_addf(&sum, "*%s", wj_print_exact(book->arena, measure->weights[i]));
            mpq_add(weights, weights, measure->weights[i]);
        }
    }
    const char *formula =
        wj_book_print(book, "IF(COUNT(%s)=%zu,(%s)/%s,\"" WJ_NO_FIGURE "\")", wj_buf_text(&cells),
                      measure->item_count, wj_buf_text(&sum), wj_print_exact(book->arena, weights));
    mpq_clear(weights);
    wj_buf_clear(&cells);
    wj_buf_clear(&sum);
    return formula;
}

/* Σ scores/Σ(rate base × top) */
static const char *pooled_formula(struct wj_book *book, const struct wj_measure *measure)
{
    const char *sheet = book->words->counts;
    struct wj_buf scores = {0};
    struct wj_buf full = {0};
    for (size_t i = 0; i < measure->item_count; i++) {
        const struct wj_book_question *where = &book->questions[measure->items[i]];
        const struct wj_question *question = &book->survey->questions[measure->items[i]];
        wj_buf_addf(&scores, "%sSUMPRODUCT(%s,%s)", i > 0 ? "+" : "",
                    wj_book_range(book, sheet, where->first, where->rate - 1, WJ_COUNTS_SCORE),
                    wj_book_range(book, sheet, where->first, where->rate - 1, WJ_COUNTS_COUNT));
        wj_buf_addf(&full, "%s%s*%s", i > 0 ? "+" : "",
                    wj_book_far(book, sheet, where->rate, WJ_COUNTS_BASE),
                    wj_print_exact(book->arena, question->top));
    }
    const char *formula =
        wj_book_print(book, "IF(%s=0,\"" WJ_NO_FIGURE "\",(%s)/(%s))", wj_buf_text(&full),
                      wj_buf_text(&scores), wj_buf_text(&full));
    wj_buf_clear(&scores);
    wj_buf_clear(&full);
    return formula;
}

/* Who chose one of several options of a multiple question is counted once, from the answers. */
static const char *share_formula(struct wj_book *book, const struct wj_measure *measure)
{
    size_t number = measure->items[0];
    const struct wj_question *question = &book->survey->questions[number];
    const struct wj_book_question *where = &book->questions[number];
    bool single = question->type == WJ_SINGLE;
    struct wj_buf sum = {0};
    for (size_t i = 0; i < question->option_count; i++) {
        if (measure->codes[i] && single) {
            wj_buf_addf(&sum, "%s%s", sum.len > 0 ? "+" : "",
                        wj_book_far(book, book->words->counts, where->first + i, WJ_COUNTS_COUNT));
        } else if (measure->codes[i] && book->live) {
            wj_buf_addf(&sum, "%s(%s=1)", sum.len > 0 ? "+" : "",
                        wj_book_answers(book, where->column + i));
        }
    }
    const char *base = wj_book_far(book, book->words->counts, where->first, WJ_COUNTS_BASE);
    const char *count =
        wj_book_print(book, single ? "(%s)" : "SUMPRODUCT(--((%s)>0))", wj_buf_text(&sum));
    wj_buf_clear(&sum);
    return wj_book_print(book, "IF(%s=0,\"" WJ_NO_FIGURE "\",%s/%s)", base, count, base);
}

/* NULL: a value is all there is. */
static const char *measure_formula(struct wj_book *book, size_t number)
{
    const struct wj_measure *measure = &book->survey->measures[number];
    if (book->measures[number] != NULL) {
        return book->measures[number];
    }
    switch (measure->kind) {
    case WJ_MEAN_OF:
        return mean_formula(book, measure);
    case WJ_POOLED_OF:
        return pooled_formula(book, measure);
    default: {
        bool single = book->survey->questions[measure->items[0]].type == WJ_SINGLE;
        return single || book->live ? share_formula(book, measure) : NULL;
    }
    }
}

/* The known name of a measure. */
static const char *name_measure(struct wj_book *book, const char *name, const char *target)
{
    for (size_t i = 0; i < book->findings->known_count; i++) {
        if (strcmp(book->findings->known[i].name, name) == 0 && book->known[i] == NULL) {
            book->known[i] = wj_book_name(book, name, target);
            return book->known[i];
        }
    }
    return wj_book_name(book, name, target);
}

/* A measure is snapped to 14 decimals, so that a threshold that it reaches exactly is reached. */
static void add_measure(struct wj_book *book, size_t number)
{
    enum { PRINTED = 1, EXACT, NAME, WEIGHTED };
    const char *name = book->survey->measures[number].name;
    const struct wj_figure *figure = &book->findings->figures->measures[number];
    const char *formula = measure_formula(book, number);
    wj_book_text(book, 0, WJ_LOOK_CELL, name);
    add_printed(book, PRINTED, at(book, book->row, EXACT), figure);
    if (formula != NULL) {
        wj_book_formula(book, EXACT, WJ_BOOK_EXACT,
                        wj_book_print(book, "IFERROR(ROUND(%s,14),\"" WJ_NO_FIGURE "\")", formula),
                        wj_book_figure(book, figure));
    } else {
        wj_book_number(book, EXACT, WJ_BOOK_EXACT, wj_book_figure(book, figure));
    }
    wj_book_text(
        book, NAME, WJ_LOOK_CELL,
        name_measure(book, name, wj_book_far(book, book->words->satisfaction, book->row, EXACT)));
    if (weighted_of(book) != NULL) {
        add_weighted(book, WEIGHTED, &weighted_of(book)->measures[number]);
    }
    book->row++;
}

void wj_book_sheet_satisfaction(struct wj_book *book)
{
    wj_book_open(book, book->words->satisfaction, book->workbook->title);
    book->sheet->landscape = true;
    book->row = 2;
    for (size_t i = 0; i < book->survey->measure_count; i++) {
        if (wj_is_annex_measure(book->survey, &book->survey->measures[i])) {
            add_table(book, i);
        }
    }
    if (book->survey->measure_count == 0) {
        return;
    }
    wj_book_text(book, 0, WJ_LOOK_TITLE, book->words->measures);
    book->row++;
    wj_book_header(book, 4, book->words->measure_columns);
    if (weighted_of(book) != NULL) {
        wj_book_text(book, 4, WJ_LOOK_HEADER, book->words->weighted);
    }
    book->row++;
    for (size_t i = 0; i < book->survey->measure_count; i++) {
        add_measure(book, i);
    }
}
