/* 重要性: what each item does for the composite, beside how it was rated, and the plane of both.
 * All values: 明细 holds the places of options, and not their scores. */
#include "book.h"
#include "print.h"
#include "wjtab/measure/importance.h"
#include "wording.h"

enum { NUMBER, ITEM, IMPORTANCE, RATE, QUADRANT };

/* The ends of an axis: of all values and their mean, in twentieths. */
struct span {
    mpq_t least;
    mpq_t most;
};

static void include(struct span *span, const mpq_t value, bool first)
{
    if (first || mpq_cmp(value, span->least) < 0) {
        mpq_set(span->least, value);
    }
    if (first || mpq_cmp(value, span->most) > 0) {
        mpq_set(span->most, value);
    }
}

/* Moves an end outwards to a twentieth. */
static void move_out(mpq_t end, bool up)
{
    enum { TWENTIETHS = 20 };
    mpq_t parts;
    mpq_init(parts);
    mpq_set_ui(parts, TWENTIETHS, 1);
    mpq_mul(end, end, parts);
    wj_number_round(end, end, 0, (mpq_sgn(end) >= 0) == up ? WJ_UP : WJ_TRUNCATE);
    mpq_div(end, end, parts);
    mpq_clear(parts);
}

static void make_room(struct span *span)
{
    enum { LEAST = 100 }; /* a hundredth: a point does not lie on the edge */
    mpq_t room;
    mpq_init(room);
    mpq_set_ui(room, 1, LEAST);
    mpq_sub(span->least, span->least, room);
    mpq_add(span->most, span->most, room);
    move_out(span->least, false);
    move_out(span->most, true);
    mpq_clear(room);
}

static void take_spans(const struct wj_importance *importance, struct span spans[2])
{
    for (size_t i = 0; i < 2; i++) {
        mpq_inits(spans[i].least, spans[i].most, NULL);
    }
    include(&spans[0], importance->rate_cut.value, true);
    include(&spans[1], importance->importance_cut.value, true);
    for (size_t i = 0; i < importance->count; i++) {
        const struct wj_importance_item *item = &importance->items[i];
        if (item->importance.exists) {
            include(&spans[0], item->rate->value, false);
            include(&spans[1], item->importance.value, false);
        }
    }
    make_room(&spans[0]);
    make_room(&spans[1]);
}

/* ---- cells ---- */

static void add_items(struct wj_book *book, const struct wj_wording *words,
                      const struct wj_importance *importance)
{
    for (size_t i = 0; i < importance->count; i++) {
        const struct wj_importance_item *item = &importance->items[i];
        wj_book_count(book, NUMBER, i + 1);
        wj_book_text(book, ITEM, WJ_LOOK_CELL, book->survey->questions[item->question].label);
        wj_book_number(book, IMPORTANCE, WJ_BOOK_PLACES_3, wj_book_figure(book, &item->importance));
        wj_book_number(book, RATE, WJ_BOOK_PERCENT, wj_book_printed(book, item->rate));
        wj_book_text(book, QUADRANT, WJ_LOOK_CELL, words->quadrants[item->quadrant]);
        book->row++;
    }
}

static void add_point(struct wj_book *book, const char *name, const mpq_t importance,
                      const mpq_t rate)
{
    wj_book_text(book, NUMBER, WJ_LOOK_CELL, "");
    wj_book_text(book, ITEM, WJ_LOOK_CELL, name);
    wj_book_number(book, IMPORTANCE, WJ_BOOK_PLACES_3, wj_book_decimal(book, importance));
    wj_book_number(book, RATE, WJ_BOOK_PERCENT, wj_book_decimal(book, rate));
    wj_book_text(book, QUADRANT, WJ_LOOK_CELL, "");
    book->row++;
}

/* Below the items: where the fields meet, and the ends of the two lines that meet there. */
static void add_cuts(struct wj_book *book, const struct wj_importance *importance,
                     const struct span spans[2])
{
    const mpq_t *rate = &importance->rate_cut.value;
    const mpq_t *height = &importance->importance_cut.value;
    add_point(book, book->words->importance_mean, *height, *rate);
    add_point(book, book->words->importance_line, spans[1].least, *rate);
    add_point(book, book->words->importance_line, spans[1].most, *rate);
    add_point(book, book->words->importance_line, *height, spans[0].least);
    add_point(book, book->words->importance_line, *height, spans[0].most);
}

/* ---- the chart ---- */

static struct wj_book_series series_of(struct wj_book *book, size_t first, size_t last)
{
    const char *sheet = book->words->importance;
    return (struct wj_book_series){.name = "",
                                   .labels = wj_book_range(book, sheet, first, last, RATE),
                                   .values = wj_book_range(book, sheet, first, last, IMPORTANCE)};
}

static const char *const *numbers_of(struct wj_book *book, size_t count)
{
    const char **numbers = wj_arena_alloc(book->arena, count * sizeof *numbers);
    for (size_t i = 0; numbers != NULL && i < count; i++) {
        numbers[i] = wj_print_count(book->arena, i + 1);
    }
    return numbers;
}

static struct wj_book_axis axis_of(struct wj_book *book, const char *name, const struct span *span,
                                   bool percent)
{
    return (struct wj_book_axis){.name = name,
                                 .least = wj_book_decimal(book, span->least),
                                 .most = wj_book_decimal(book, span->most),
                                 .percent = percent};
}

static void add_chart(struct wj_book *book, const struct wj_wording *words,
                      const struct wj_importance *importance, const struct span spans[2],
                      size_t first)
{
    enum { LINES = 10, SERIES = 3 };
    size_t cuts = first + importance->count + 1;
    book->row++;
    struct wj_book_chart *chart =
        wj_book_chart(book, WJ_BOOK_PLANE, book->words->importance_chart, LINES, SERIES);
    if (chart == NULL) {
        return;
    }
    chart->series[0] = series_of(book, first, cuts - 2);
    chart->series[0].marks = numbers_of(book, importance->count);
    chart->series[0].count = importance->count;
    chart->series[1] = series_of(book, cuts, cuts + 1);
    chart->series[2] = series_of(book, cuts + 2, cuts + 3);
    chart->axes[0] = axis_of(book, words->importance_columns[RATE], &spans[0], true);
    chart->axes[1] = axis_of(book, words->importance_columns[IMPORTANCE], &spans[1], false);
}

void wj_book_sheet_importance(struct wj_book *book)
{
    const struct wj_importance *importance = book->findings->figures->importance;
    const struct wj_wording *words = wj_wording(book->survey->output.language);
    struct span spans[2];
    if (importance == NULL || !importance->importance_cut.exists ||
        (book->survey->summaries >> WJ_SUMMARY_IMPORTANCE & 1U) == 0) {
        return;
    }
    wj_book_open(book, book->words->importance, book->workbook->title);
    wj_book_text(book, NUMBER, WJ_LOOK_PLAIN, book->words->importance_values);
    book->row = 3;
    wj_book_header(book, sizeof words->importance_columns / sizeof *words->importance_columns,
                   words->importance_columns);
    size_t first = ++book->row;
    take_spans(importance, spans);
    add_items(book, words, importance);
    add_cuts(book, importance, spans);
    add_chart(book, words, importance, spans, first);
    for (size_t i = 0; i < 2; i++) {
        mpq_clears(spans[i].least, spans[i].most, NULL);
    }
}
