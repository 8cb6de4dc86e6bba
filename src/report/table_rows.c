#include "table_rows.h"

#include <string.h>

#include "table_tests.h"

enum { PLACES = 2, INDEX_PLACES = 1, WEIGHTED_PLACES = 1 };

const char *wj_without_indent(const char *text)
{
    static const char wide[] = "　";
    for (;;) {
        if (*text == ' ') {
            text++;
        } else if (strncmp(text, wide, sizeof wide - 1) == 0) {
            text += sizeof wide - 1;
        } else {
            return text;
        }
    }
}

void wj_row_cell(const struct wj_tell *tell, struct wj_grid *grid, uint64_t count, uint64_t base,
                 const char *letters)
{
    struct wj_figure share = {0};
    mpq_init(share.value);
    wj_figure_ratio(&share, count, base);
    const char *parts[] = {wj_count(tell, count), wj_percent(tell, &share), letters};
    wj_cell_figure(grid,
                   share.hidden ? WJ_HIDDEN_TEXT : wj_print(tell->arena, "%s (%s)%s", 3, parts));
    mpq_clear(share.value);
}

void wj_row_base(const struct wj_tell *tell, struct wj_grid *grid, uint64_t base)
{
    const char *parts[] = {wj_count(tell, base), wj_base_mark(tell, base)};
    wj_cell_figure(grid, wj_print(tell->arena, "%s%s", 2, parts));
}

/* ---- bases ---- */

static void add_weighted_bases(const struct wj_tell *tell, struct wj_grid *grid,
                               const struct wj_tabulation *tabulation, const char *name,
                               void (*of)(const struct wj_tabulated *place, mpq_t base))
{
    mpq_t base;
    mpq_init(base);
    wj_cell(grid, name);
    for (size_t i = 0; i < tabulation->column_count; i++) {
        of(&tabulation->columns[i], base);
        wj_cell_figure(grid, wj_decimals(tell, base, WEIGHTED_PLACES));
    }
    mpq_clear(base);
}

static void add_bases(const struct wj_tell *tell, struct wj_grid *grid,
                      const struct wj_tabulation *tabulation)
{
    bool weighted = wj_tabulated_weighted(tabulation);
    wj_cell(grid, tell->words->base_row);
    for (size_t i = 0; i < tabulation->column_count; i++) {
        wj_row_base(tell, grid, wj_tabulated_column(tabulation, i).respondents);
    }
    if (weighted) {
        add_weighted_bases(tell, grid, tabulation, tell->words->weighted_base_row,
                           wj_weighted_people);
    }
    if (tabulation->spec->responses && tabulation->question->type != WJ_QUANTITY) {
        wj_cell(grid, tell->words->ticks_row);
        for (size_t i = 0; i < tabulation->column_count; i++) {
            wj_cell_figure(grid, wj_count(tell, wj_tabulated_column(tabulation, i).base));
        }
        if (weighted) {
            add_weighted_bases(tell, grid, tabulation, tell->words->weighted_ticks_row,
                               wj_weighted_divisor);
        }
    }
}

/* ---- options ---- */

/* The tests of one row, band by band. */
struct row_tests {
    struct wj_pair_test pairs[WJ_MOST_PAIRS];
    size_t count;
    size_t by; /* the element of `by` that they are of; SIZE_MAX: none yet */
    struct wj_statistics means[WJ_MOST_TESTED];
};

static bool has_tests(const struct wj_tabulation *tabulation, const struct wj_tabulated *place)
{
    return place->by < tabulation->spec->by_count &&
           wj_tests_wanted(tabulation->tally, place->cross);
}

/* Letters behind the share of a row's column; columns come in their order. */
static const char *share_letters(const struct wj_tell *tell, const struct wj_tabulation *tabulation,
                                 size_t row, const struct wj_tabulated *place,
                                 struct row_tests *tests)
{
    if (!has_tests(tabulation, place)) {
        return "";
    }
    if (tests->by != place->by) {
        tests->by = place->by;
        tests->count = wj_tests_pairs(place->cross);
        wj_test_shares(place->cross, row, tests->pairs);
    }
    return wj_letters_above(tell, tests->pairs, tests->count, place->column,
                            wj_tabulated_letter(tabulation, place->by));
}

/* The share, of something else than the column's base. */
static void add_share(const struct wj_tell *tell, struct wj_grid *grid, uint64_t count,
                      uint64_t base)
{
    struct wj_figure share = {0};
    mpq_init(share.value);
    wj_figure_ratio(&share, count, base);
    wj_cell_figure(grid, wj_percent(tell, &share));
    mpq_clear(share.value);
}

static void add_index(const struct wj_tell *tell, struct wj_grid *grid,
                      const struct wj_cross_column *column, const struct wj_cross_column *all,
                      size_t row)
{
    struct wj_rounding rounding = {.places = INDEX_PLACES, .mode = tell->percent.mode};
    struct wj_figure index = {0};
    mpq_init(index.value);
    wj_cross_index(column, all, row, &index);
    wj_cell_figure(grid, wj_table_number(tell->arena, &index, rounding));
    mpq_clear(index.value);
}

/* One of the lines under an option that `show` asks for. */
static void add_line(const struct wj_tell *tell, struct wj_grid *grid,
                     const struct wj_tabulation *tabulation, size_t row, unsigned line)
{
    struct wj_cross_column all = wj_tabulated_column(tabulation, tabulation->column_count - 1);
    wj_cell(grid, tell->words->table_lines[line]);
    for (size_t i = 0; i < tabulation->column_count; i++) {
        struct wj_cross_column column = wj_tabulated_column(tabulation, i);
        uint64_t count = wj_cross_count(&column, row);
        switch (1U << line) {
        case WJ_SHOW_ROW_SHARE:
            add_share(tell, grid, count, wj_cross_count(&all, row));
            break;
        case WJ_SHOW_TOTAL_SHARE:
            add_share(tell, grid, count, all.base);
            break;
        default:
            add_index(tell, grid, &column, &all, row);
            break;
        }
    }
}

static void add_weighted_shares(const struct wj_tell *tell, struct wj_grid *grid,
                                const struct wj_tabulation *tabulation, size_t row)
{
    struct wj_figure share = {0};
    mpq_init(share.value);
    wj_cell(grid, tell->words->weighted_line);
    for (size_t i = 0; i < tabulation->column_count; i++) {
        wj_weighted_option(&tabulation->columns[i], row, &share);
        wj_cell_figure(grid, wj_percent(tell, &share));
    }
    mpq_clear(share.value);
}

static void add_option(const struct wj_tell *tell, struct wj_grid *grid,
                       const struct wj_tabulation *tabulation, size_t row)
{
    struct row_tests tests = {.by = SIZE_MAX};
    wj_cell(grid, tabulation->question->options[row].label);
    for (size_t i = 0; i < tabulation->column_count; i++) {
        struct wj_cross_column column = wj_tabulated_column(tabulation, i);
        wj_row_cell(tell, grid, wj_cross_count(&column, row), column.base,
                    share_letters(tell, tabulation, row, &tabulation->columns[i], &tests));
    }
    if (wj_tabulated_weighted(tabulation)) {
        add_weighted_shares(tell, grid, tabulation, row);
    }
    for (unsigned line = 0; line < 3; line++) {
        if ((tabulation->spec->show >> line & 1) != 0) {
            add_line(tell, grid, tabulation, row, line);
        }
    }
}

/* Who gave no answer is in the base where that is all who were asked. */
static void add_unanswered(const struct wj_tell *tell, struct wj_grid *grid,
                           const struct wj_tabulation *tabulation)
{
    bool in_base = tell->survey->base == WJ_BASE_VALID && !tabulation->spec->responses;
    if ((tabulation->spec->show & WJ_SHOW_NO_ANSWER) != 0) {
        wj_cell(grid, tell->words->no_answer_row);
        for (size_t i = 0; i < tabulation->column_count; i++) {
            struct wj_cross_column column = wj_tabulated_column(tabulation, i);
            if (in_base) {
                wj_row_cell(tell, grid, column.no_answer, column.base, "");
            } else {
                wj_cell_figure(grid, wj_count(tell, column.no_answer));
            }
        }
    }
    if ((tabulation->spec->show & WJ_SHOW_NOT_ASKED) != 0) {
        wj_cell(grid, tell->words->not_asked_row);
        for (size_t i = 0; i < tabulation->column_count; i++) {
            wj_cell_figure(grid, wj_count(tell, wj_tabulated_column(tabulation, i).not_asked));
        }
    }
}

/* ---- summaries ---- */

const char *wj_table_number(struct wj_arena *arena, const struct wj_figure *figure,
                            struct wj_rounding rounding)
{
    if (!figure->exists) {
        return figure->hidden ? WJ_HIDDEN_TEXT : WJ_NO_FIGURE;
    }
    return wj_print_fixed(arena, figure->value, rounding);
}

const char *wj_summary_text(struct wj_arena *arena, struct wj_rounding percent,
                            const struct wj_cross_column *column, enum wj_table_summary summary)
{
    struct wj_rounding rounding = {.places = PLACES, .mode = percent.mode};
    bool scores = summary == WJ_TABLE_MEAN || summary == WJ_TABLE_SD;
    struct wj_figure figure = {0};
    mpq_init(figure.value);
    wj_cross_summary(column, summary, &figure);
    const char *text = scores ? wj_table_number(arena, &figure, rounding)
                              : wj_print_percent(arena, &figure, percent);
    mpq_clear(figure.value);
    return text;
}

static const char *mean_letters(const struct wj_tell *tell, const struct wj_tabulation *tabulation,
                                const struct wj_tabulated *place, struct row_tests *tests)
{
    if (!has_tests(tabulation, place) || !wj_tests_means(tabulation->tally, place->cross)) {
        return "";
    }
    if (tests->by != place->by) {
        tests->by = place->by;
        tests->count = wj_tests_pairs(place->cross);
        wj_column_means(tabulation->tally, place->cross, tests->means);
        wj_test_means(tabulation->tally, place->cross, tests->means, tests->pairs);
    }
    return wj_letters_above(tell, tests->pairs, tests->count, place->column,
                            wj_tabulated_letter(tabulation, place->by));
}

static void add_summary(const struct wj_tell *tell, struct wj_grid *grid,
                        const struct wj_tabulation *tabulation, unsigned number)
{
    enum wj_table_summary summary = (enum wj_table_summary)(1U << number);
    struct row_tests tests = {.by = SIZE_MAX};
    wj_cell(grid, tell->words->table_summaries[number]);
    for (size_t i = 0; i < tabulation->column_count; i++) {
        struct wj_cross_column column = wj_tabulated_column(tabulation, i);
        const char *parts[] = {wj_summary_text(tell->arena, tell->percent, &column, summary),
                               summary == WJ_TABLE_MEAN
                                   ? mean_letters(tell, tabulation, &tabulation->columns[i], &tests)
                                   : ""};
        wj_cell_figure(grid, wj_print(tell->arena, "%s%s", 2, parts));
    }
}

/* The line under a summary: the same, weighted. */
static void add_weighted(const struct wj_tell *tell, struct wj_grid *grid,
                         const struct wj_tabulation *tabulation, enum wj_table_summary summary)
{
    struct wj_rounding rounding = {.places = PLACES, .mode = tell->percent.mode};
    struct wj_figure figure = {0};
    if (!wj_tabulated_weighted(tabulation) || !wj_weighs_summary(summary)) {
        return;
    }
    mpq_init(figure.value);
    wj_cell(grid, tell->words->weighted_row);
    for (size_t i = 0; i < tabulation->column_count; i++) {
        wj_weighted_place(tell->findings, &tabulation->columns[i], summary, &figure);
        wj_cell_figure(grid, summary == WJ_TABLE_MEAN
                                 ? wj_table_number(tell->arena, &figure, rounding)
                                 : wj_percent(tell, &figure));
    }
    mpq_clear(figure.value);
}

/* Tests compare means, which are shown then even where nobody asked. */
static bool compares_means(const struct wj_tabulation *tabulation)
{
    for (size_t i = 0; i < tabulation->column_count; i++) {
        if (has_tests(tabulation, &tabulation->columns[i]) &&
            wj_tests_means(tabulation->tally, tabulation->columns[i].cross)) {
            return true;
        }
    }
    return false;
}

unsigned wj_shown_summaries(const struct wj_tabulation *tabulation)
{
    unsigned shown = wj_summaries_of(tabulation->spec, tabulation->question);
    return shown | (compares_means(tabulation) ? (unsigned)WJ_TABLE_MEAN : 0);
}

static void add_summaries(const struct wj_tell *tell, struct wj_grid *grid,
                          const struct wj_tabulation *tabulation)
{
    unsigned shown = wj_shown_summaries(tabulation);
    for (unsigned number = 0; 1U << number <= WJ_TABLE_NET; number++) {
        if ((shown >> number & 1) != 0) {
            add_summary(tell, grid, tabulation, number);
            add_weighted(tell, grid, tabulation, (enum wj_table_summary)(1U << number));
        }
    }
}

/* ---- quantities ---- */

bool wj_table_has_row(unsigned summaries, enum wj_quantity_row row)
{
    static const unsigned bits[WJ_QUANTITY_ROWS] = {
        [WJ_QUANTITY_N] = ~0U,
        [WJ_QUANTITY_MEAN] = WJ_TABLE_MEAN,
        [WJ_QUANTITY_SD] = WJ_TABLE_SD,
        [WJ_QUANTITY_Q1] = WJ_TABLE_QUARTILES,
        [WJ_QUANTITY_MEDIAN] = WJ_TABLE_MEDIAN,
        [WJ_QUANTITY_Q3] = WJ_TABLE_QUARTILES,
    };
    return (bits[row] & summaries) != 0;
}

static const char *shortened(struct wj_arena *arena, const struct wj_figure *figure,
                             struct wj_rounding rounding)
{
    return figure->exists ? wj_print_short(arena, figure->value, rounding)
                          : wj_table_number(arena, figure, rounding);
}

const char *wj_table_quantity_text(struct wj_arena *arena, struct wj_rounding percent,
                                   const struct wj_quantity_figures *figures,
                                   enum wj_quantity_row row)
{
    struct wj_rounding rounding = {.places = PLACES, .mode = percent.mode};
    struct wj_figure sd;
    switch (row) {
    case WJ_QUANTITY_N:
        return wj_print_count(arena, figures->mean.n);
    case WJ_QUANTITY_MEAN:
        return wj_table_number(arena, &figures->average, rounding);
    case WJ_QUANTITY_SD:
        break;
    case WJ_QUANTITY_Q1:
        return shortened(arena, &figures->q1, rounding);
    case WJ_QUANTITY_MEDIAN:
        return shortened(arena, &figures->median, rounding);
    case WJ_QUANTITY_Q3:
        return shortened(arena, &figures->q3, rounding);
    case WJ_QUANTITY_ROWS:
        return "";
    }
    mpq_init(sd.value);
    sd.exists = wj_statistics_sd(&figures->mean, sd.value);
    sd.hidden = figures->mean.missing == WJ_SUPPRESSED;
    const char *text = wj_table_number(arena, &sd, rounding);
    mpq_clear(sd.value);
    return text;
}

static void add_quantity(const struct wj_tell *tell, struct wj_grid *grid,
                         const struct wj_tabulation *tabulation)
{
    unsigned shown = wj_shown_summaries(tabulation);
    struct row_tests tests = {.by = SIZE_MAX};
    for (unsigned row = 0; row < WJ_QUANTITY_ROWS; row++) {
        if (!wj_table_has_row(shown, (enum wj_quantity_row)row)) {
            continue;
        }
        wj_cell(grid, tell->words->quantity_rows[row]);
        for (size_t i = 0; i < tabulation->column_count; i++) {
            struct wj_cross_column column = wj_tabulated_column(tabulation, i);
            struct wj_quantity_figures figures;
            /* That memory ran out is noticed where all of its requests are counted. */
            const char *text = wj_cross_quantity(&column, &figures) == WJ_OK
                                   ? wj_table_quantity_text(tell->arena, tell->percent, &figures,
                                                            (enum wj_quantity_row)row)
                                   : "";
            const char *parts[] = {
                text, row == WJ_QUANTITY_MEAN
                          ? mean_letters(tell, tabulation, &tabulation->columns[i], &tests)
                          : ""};
            wj_cell_figure(grid, wj_print(tell->arena, "%s%s", 2, parts));
            wj_quantity_figures_clear(&figures);
        }
        if (row == WJ_QUANTITY_MEAN) {
            add_weighted(tell, grid, tabulation, WJ_TABLE_MEAN);
        }
    }
}

void wj_tabulated_rows(const struct wj_tell *tell, struct wj_grid *grid,
                       const struct wj_tabulation *tabulation)
{
    add_bases(tell, grid, tabulation);
    if (tabulation->question->type == WJ_QUANTITY) {
        add_quantity(tell, grid, tabulation);
        add_unanswered(tell, grid, tabulation);
        return;
    }
    for (size_t i = 0; i < tabulation->question->option_count; i++) {
        add_option(tell, grid, tabulation, i);
    }
    add_unanswered(tell, grid, tabulation);
    add_summaries(tell, grid, tabulation);
}
