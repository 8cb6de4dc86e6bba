/* 与上期比较: this survey beside the earlier one, with the rows of comparison.csv. All values: the
 * earlier survey's figures are not in the workbook. */
#include "book.h"
#include "print.h"
#include "waves.h"
#include "wording.h"

enum { LABEL, OPTION, BEFORE, NOW, BASE_BEFORE, BASE_NOW, DIFFERENCE, LOWER, UPPER, CHANGE };

static void add_head(struct wj_book *book, const struct wj_wording *words)
{
    mpq_t one;
    mpq_init(one);
    mpq_set_ui(one, 1, 1);
    const char *level[] = {wj_print_ratio(book->arena, book->survey->confidence, one,
                                          (struct wj_rounding){10, WJ_HALF_UP})};
    const char *interval = wj_print(book->arena, words->wave_columns[5], 1, level);
    const char *lower[] = {interval, words->sure_columns[0]};
    const char *upper[] = {interval, words->sure_columns[1]};
    const char *texts[] = {words->item,
                           words->option,
                           words->wave_columns[0],
                           words->wave_columns[1],
                           words->wave_columns[2],
                           words->wave_columns[3],
                           words->wave_columns[4],
                           wj_print(book->arena, words->option_of, 2, lower),
                           wj_print(book->arena, words->option_of, 2, upper),
                           words->wave_columns[6]};
    wj_book_header(book, sizeof texts / sizeof *texts, texts);
    mpq_clear(one);
    book->row++;
}

/* A difference of fractions in percentage points, as it is printed. */
static void add_points(struct wj_book *book, size_t column, const struct wj_figure *difference)
{
    struct wj_rounding percent = book->survey->percent;
    struct wj_figure points = {.exists = difference->exists, .hidden = difference->hidden};
    mpq_t hundred;
    mpq_inits(points.value, hundred, NULL);
    mpq_set_ui(hundred, 100, 1);
    mpq_mul(points.value, difference->value, hundred);
    wj_number_round(points.value, points.value, (int)percent.places, percent.mode);
    wj_book_number(book, column, WJ_BOOK_POINTS, wj_book_figure(book, &points));
    mpq_clears(points.value, hundred, NULL);
}

static void add_limits(struct wj_book *book, const struct wj_change *change)
{
    struct wj_figure lower = {.exists = change->exists};
    struct wj_figure upper = {.exists = change->exists};
    mpq_inits(lower.value, upper.value, NULL);
    if (change->exists) {
        wj_change_limits(change, lower.value, upper.value);
    }
    add_points(book, LOWER, &lower);
    add_points(book, UPPER, &upper);
    mpq_clears(lower.value, upper.value, NULL);
}

static void add_base(struct wj_book *book, size_t column, uint64_t base)
{
    wj_book_number(book, column, WJ_BOOK_COUNT,
                   base > 0 ? wj_print_count(book->arena, base) : NULL);
}

static void add_wave(struct wj_book *book, const struct wj_wording *words,
                     const struct wj_wave *wave)
{
    const char *option = wave->option != NULL ? wave->option : words->all_options;
    wj_book_text(book, LABEL, WJ_LOOK_CELL, wave->label);
    wj_book_text(book, OPTION, WJ_LOOK_CELL, wave->kind == WJ_WAVE_SHARE ? option : "");
    wj_book_number(book, BEFORE, WJ_BOOK_PERCENT, wj_book_printed(book, &wave->before));
    wj_book_number(book, NOW, WJ_BOOK_PERCENT, wj_book_printed(book, &wave->now));
    add_base(book, BASE_BEFORE, wave->base_before);
    add_base(book, BASE_NOW, wave->base_now);
    add_points(book, DIFFERENCE, &wave->difference);
    add_limits(book, &wave->change);
    wj_book_text(book, CHANGE, WJ_LOOK_CELL,
                 wave->missing != WJ_WAVE_THERE ? words->no_wave[wave->missing]
                                                : words->changes[wave->change.direction + 1]);
    book->row++;
}

void wj_book_sheet_comparison(struct wj_book *book, const struct wj_waves *waves)
{
    const struct wj_wording *words = wj_wording(book->survey->output.language);
    wj_book_open(book, book->words->comparison, book->workbook->title);
    book->sheet->landscape = true;
    wj_book_text(book, LABEL, WJ_LOOK_PLAIN, book->words->comparison_values);
    book->row = 3;
    add_head(book, words);
    for (size_t i = 0; i < waves->count; i++) {
        add_wave(book, words, &waves->list[i]);
    }
}
