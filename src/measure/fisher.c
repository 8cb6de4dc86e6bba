#include "fisher.h"

#include <math.h>
#include <stdlib.h>

#include "wjtab/base/memory.h"

/* A table's probability goes with Π 1/x! over its cells. Its columns are cut into two halves: for
 * every way in which the row totals can be shared out between the halves, the products of one half
 * are put against those of the other, both sorted, instead of every table against every table. */

enum { MOST_ROWS = 4, MOST_COLUMNS = 8 };

static const double tolerance = 1.0 + 1e-7;

struct products {
    double *values;
    double *sums; /* of the values up to here, this one included */
    size_t count;
    size_t value_room;
    size_t sum_room;
};

struct half {
    unsigned totals[MOST_COLUMNS];
    size_t count;
    unsigned rows[MOST_ROWS]; /* what is left of the row totals */
    struct products products;
};

struct fisher {
    double inverse[WJ_FISHER_TOTAL + 1]; /* 1/x! */
    size_t rows;
    unsigned totals[MOST_ROWS];
    struct half halves[2];
    unsigned first_rows[MOST_ROWS]; /* the first half's */
    double limit;
    double below; /* probability of tables up to the limit */
    double all;
};

/* ---- the products of a half ---- */

static enum wj_status add_product(struct products *products, double value)
{
    if (wj_grow(&products->values, &products->value_room, products->count + 1,
                sizeof *products->values) != WJ_OK) {
        return WJ_MEMORY;
    }
    products->values[products->count++] = value;
    return WJ_OK;
}

/* Fills column by column, row by row; the last column takes what is left. */
static enum wj_status fill(const struct fisher *fisher, struct half *half, size_t column,
                           size_t row, unsigned left, double product)
{
    enum wj_status status = WJ_OK;
    if (column + 1 == half->count) {
        for (size_t i = 0; i < fisher->rows; i++) {
            product *= fisher->inverse[half->rows[i]];
        }
        return add_product(&half->products, product);
    }
    if (row + 1 >= fisher->rows || row + 1 >= MOST_ROWS) {
        if (left > half->rows[row]) {
            return WJ_OK;
        }
        half->rows[row] -= left;
        status = fill(fisher, half, column + 1, 0, half->totals[column + 1],
                      product * fisher->inverse[left]);
        half->rows[row] += left;
        return status;
    }
    unsigned most = left < half->rows[row] ? left : half->rows[row];
    for (unsigned x = 0; status == WJ_OK && x <= most; x++) {
        half->rows[row] -= x;
        status = fill(fisher, half, column, row + 1, left - x, product * fisher->inverse[x]);
        half->rows[row] += x;
    }
    return status;
}

static int by_value(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

static enum wj_status sort_products(struct products *products)
{
    if (wj_grow(&products->sums, &products->sum_room, products->count, sizeof *products->sums) !=
        WJ_OK) {
        return WJ_MEMORY;
    }
    qsort(products->values, products->count, sizeof *products->values, by_value);
    double sum = 0.0;
    for (size_t i = 0; i < products->count; i++) {
        sum += products->values[i];
        products->sums[i] = sum;
    }
    return WJ_OK;
}

/* ---- one half against the other ---- */

struct range {
    double least;
    double most;
    double sum;
};

static struct range range_of(const struct products *products)
{
    struct range range = {products->values[0], 0.0, 0.0};
    for (size_t i = 0; i < products->count; i++) {
        double value = products->values[i];
        range.least = value < range.least ? value : range.least;
        range.most = value > range.most ? value : range.most;
        range.sum += value;
    }
    return range;
}

static enum wj_status meet(struct fisher *fisher)
{
    struct products *first = &fisher->halves[0].products;
    struct products *second = &fisher->halves[1].products;
    struct range a = range_of(first);
    struct range b = range_of(second);
    fisher->all += a.sum * b.sum;
    if (a.most * b.most <= fisher->limit) {
        fisher->below += a.sum * b.sum;
        return WJ_OK;
    }
    if (a.least * b.least > fisher->limit) {
        return WJ_OK;
    }
    if (sort_products(first) != WJ_OK || sort_products(second) != WJ_OK) {
        return WJ_MEMORY;
    }
    size_t j = second->count;
    for (size_t i = 0; i < first->count; i++) {
        while (j > 0 && first->values[i] * second->values[j - 1] > fisher->limit) {
            j--;
        }
        fisher->below += j > 0 ? first->values[i] * second->sums[j - 1] : 0.0;
    }
    return WJ_OK;
}

/* The row totals of the first half are chosen: both are filled. */
static enum wj_status take_shares(struct fisher *fisher)
{
    enum wj_status status = WJ_OK;
    for (size_t h = 0; status == WJ_OK && h < 2; h++) {
        struct half *half = &fisher->halves[h];
        half->products.count = 0;
        for (size_t i = 0; i < fisher->rows; i++) {
            unsigned share = fisher->first_rows[i];
            half->rows[i] = h == 0 ? share : fisher->totals[i] - share;
        }
        status = fill(fisher, half, 0, 0, half->totals[0], 1.0);
    }
    return status == WJ_OK ? meet(fisher) : status;
}

/* Every way to share out the row totals. */
static enum wj_status share_out(struct fisher *fisher, size_t row, unsigned left)
{
    unsigned most = left < fisher->totals[row] ? left : fisher->totals[row];
    enum wj_status status = WJ_OK;
    if (row + 1 >= fisher->rows || row + 1 >= MOST_ROWS) {
        fisher->first_rows[row] = left;
        return left > fisher->totals[row] ? WJ_OK : take_shares(fisher);
    }
    for (unsigned x = 0; status == WJ_OK && x <= most; x++) {
        fisher->first_rows[row] = x;
        status = share_out(fisher, row + 1, left - x);
    }
    return status;
}

/* ---- the table ---- */

/* The larger columns first, each to the half with fewer possible fillings. */
static unsigned cut(struct fisher *fisher, const unsigned *totals, size_t columns)
{
    bool taken[MOST_COLUMNS] = {false};
    double sizes[2] = {0.0, 0.0};
    unsigned sum = 0;
    for (size_t n = 0; n < columns; n++) {
        size_t next = columns;
        for (size_t i = 0; i < columns; i++) {
            next = !taken[i] && (next == columns || totals[i] > totals[next]) ? i : next;
        }
        size_t h = sizes[0] <= sizes[1] ? 0 : 1;
        struct half *half = &fisher->halves[h];
        taken[next] = true;
        sizes[h] += log(totals[next] + 1.0);
        half->totals[half->count++] = totals[next];
        sum += h == 0 ? totals[next] : 0;
    }
    return sum;
}

enum wj_status wj_fisher(const unsigned *cells, size_t rows, size_t columns, double *p)
{
    struct fisher fisher = {.limit = tolerance, .inverse = {1.0}};
    unsigned totals[MOST_COLUMNS] = {0};
    bool turn = rows > columns;
    fisher.rows = turn ? columns : rows;
    for (size_t i = 1; i <= WJ_FISHER_TOTAL; i++) {
        fisher.inverse[i] = fisher.inverse[i - 1] / (double)i;
    }
    for (size_t i = 0; i < rows * columns; i++) {
        fisher.totals[turn ? i % columns : i / columns] += cells[i];
        totals[turn ? i / columns : i % columns] += cells[i];
        fisher.limit *= fisher.inverse[cells[i]];
    }
    enum wj_status status = share_out(&fisher, 0, cut(&fisher, totals, turn ? rows : columns));
    for (size_t i = 0; i < 2; i++) {
        wj_free(fisher.halves[i].products.values);
        wj_free(fisher.halves[i].products.sums);
    }
    *p = fisher.below < fisher.all ? fisher.below / fisher.all : 1.0;
    return status;
}
