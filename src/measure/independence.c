#include "wjtab/measure/tests.h"

#include <math.h>

#define MATHLIB_STANDALONE 1
#include <Rmath.h>

#include "fisher.h"
#include "statistics.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/number.h"

enum { SMALL = 5 /* an expected count */ };

/* The table without its empty rows and columns. */
struct table {
    uint64_t *cells;
    uint64_t *row_totals;
    uint64_t *column_totals;
    size_t rows;
    size_t columns;
    uint64_t total;
};

static enum wj_status alloc_table(struct table *table, const struct wj_cross_tally *cross)
{
    table->cells = wj_alloc((cross->row_count * cross->column_count + 1) * sizeof *table->cells);
    table->row_totals = wj_alloc((cross->row_count + 1) * sizeof *table->row_totals);
    table->column_totals = wj_alloc((cross->column_count + 1) * sizeof *table->column_totals);
    return table->cells != NULL && table->row_totals != NULL && table->column_totals != NULL
               ? WJ_OK
               : WJ_MEMORY;
}

static void free_table(struct table *table)
{
    wj_free(table->cells);
    wj_free(table->row_totals);
    wj_free(table->column_totals);
}

static uint64_t column_total(const struct wj_cross_tally *cross, size_t column)
{
    uint64_t total = 0;
    for (size_t i = 0; i < cross->row_count; i++) {
        total += cross->cells[i * cross->column_count + column];
    }
    return total;
}

static void take_row(struct table *table, const struct wj_cross_tally *cross, size_t row)
{
    uint64_t *cells = &table->cells[table->rows * table->columns];
    uint64_t total = 0;
    size_t next = 0;
    for (size_t i = 0; i < cross->column_count; i++) {
        if (column_total(cross, i) > 0) {
            cells[next] = cross->cells[row * cross->column_count + i];
            total += cells[next++];
        }
    }
    if (total > 0) {
        table->row_totals[table->rows++] = total;
        table->total += total;
    }
}

static void take_table(struct table *table, const struct wj_cross_tally *cross)
{
    for (size_t i = 0; i < cross->column_count; i++) {
        uint64_t total = column_total(cross, i);
        if (total > 0) {
            table->column_totals[table->columns++] = total;
        }
    }
    for (size_t i = 0; i < cross->row_count; i++) {
        take_row(table, cross, i);
    }
}

/* row × column / total */
static void set_expected(mpq_t expected, const struct table *table, uint64_t row, uint64_t column)
{
    mpq_t factor;
    mpq_init(factor);
    wj_number_ratio(expected, row, table->total);
    wj_number_ratio(factor, column, 1);
    mpq_mul(expected, expected, factor);
    mpq_clear(factor);
}

/* Σ (observed − expected)² / expected; every term is exact until it is a double. */
static double chi_square(const struct table *table)
{
    double sum = 0.0;
    mpq_t expected;
    mpq_t part;
    mpq_inits(expected, part, NULL);
    for (size_t i = 0; i < table->rows * table->columns; i++) {
        set_expected(expected, table, table->row_totals[i / table->columns],
                     table->column_totals[i % table->columns]);
        wj_number_ratio(part, table->cells[i], 1);
        mpq_sub(part, part, expected);
        mpq_mul(part, part, part);
        mpq_div(part, part, expected);
        sum += wj_double_of(part);
    }
    mpq_clears(expected, part, NULL);
    return sum;
}

static uint64_t least_of(const uint64_t *totals, size_t count)
{
    uint64_t least = totals[0];
    for (size_t i = 1; i < count; i++) {
        least = totals[i] < least ? totals[i] : least;
    }
    return least;
}

static void set_chi_square(struct wj_independence *result, const struct table *table)
{
    size_t smaller = table->rows < table->columns ? table->rows : table->columns;
    mpq_t least;
    mpq_init(least);
    set_expected(least, table, least_of(table->row_totals, table->rows),
                 least_of(table->column_totals, table->columns));
    result->min_expected = wj_double_of(least);
    result->is_small = mpq_cmp_ui(least, SMALL, 1) < 0;
    mpq_clear(least);
    result->df = (table->rows - 1) * (table->columns - 1);
    result->chi_square = chi_square(table);
    result->p = pchisq(result->chi_square, (double)result->df, 0, 0);
    result->cramers_v = sqrt(result->chi_square / ((double)table->total * (double)(smaller - 1)));
}

static enum wj_status set_fisher(struct wj_independence *result, const struct table *table)
{
    unsigned cells[WJ_FISHER_CELLS] = {0};
    result->has_fisher = result->is_small && table->rows * table->columns <= WJ_FISHER_CELLS &&
                         table->total <= WJ_FISHER_TOTAL;
    if (!result->has_fisher) {
        return WJ_OK;
    }
    for (size_t i = 0; i < table->rows * table->columns; i++) {
        cells[i] = (unsigned)table->cells[i];
    }
    return wj_fisher(cells, table->rows, table->columns, &result->fisher_p);
}

static enum wj_no_test missing_of(const struct wj_tally *tally, const struct wj_cross_tally *cross)
{
    const struct wj_question *questions = tally->survey->questions;
    if (cross->by->count > 1) {
        return WJ_NESTED_COLUMNS;
    }
    if (questions[cross->row].type == WJ_MULTIPLE ||
        questions[cross->by->questions[0]].type == WJ_MULTIPLE) {
        return WJ_SEVERAL_ANSWERS;
    }
    return WJ_TEST_THERE;
}

enum wj_status wj_test_independence(const struct wj_tally *tally,
                                    const struct wj_cross_tally *cross,
                                    struct wj_independence *independence)
{
    struct table table = {0};
    *independence = (struct wj_independence){.missing = missing_of(tally, cross)};
    if (independence->missing != WJ_TEST_THERE) {
        return WJ_OK;
    }
    enum wj_status status = alloc_table(&table, cross);
    if (status == WJ_OK) {
        take_table(&table, cross);
        independence->n = table.total;
        independence->missing =
            table.rows < 2 || table.columns < 2 ? WJ_FEW_CATEGORIES : WJ_TEST_THERE;
    }
    if (status == WJ_OK && independence->missing == WJ_TEST_THERE) {
        set_chi_square(independence, &table);
        status = set_fisher(independence, &table);
    }
    free_table(&table);
    return status;
}
