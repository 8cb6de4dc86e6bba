#include "wjtab/measure/scale.h"

#include <math.h>

#define MATHLIB_STANDALONE 1
#include <Rmath.h>

#include "statistics.h"
#include "wjtab/base/number.h"

/* ---- sums of two items over the responses of a joint count ---- */

struct moments {
    mpq_t n;
    mpq_t first;
    mpq_t second;
    mpq_t first_squares;
    mpq_t second_squares;
    mpq_t products;
};

static void moments_init(struct moments *moments)
{
    mpq_inits(moments->n, moments->first, moments->second, moments->first_squares,
              moments->second_squares, moments->products, NULL);
}

static void moments_clear(struct moments *moments)
{
    mpq_clears(moments->n, moments->first, moments->second, moments->first_squares,
               moments->second_squares, moments->products, NULL);
}

static void moments_reset(struct moments *moments)
{
    mpq_set_ui(moments->n, 0, 1);
    mpq_set_ui(moments->first, 0, 1);
    mpq_set_ui(moments->second, 0, 1);
    mpq_set_ui(moments->first_squares, 0, 1);
    mpq_set_ui(moments->second_squares, 0, 1);
    mpq_set_ui(moments->products, 0, 1);
}

/* sum += count × x × y */
static void add_product(mpq_t sum, const mpq_t count, const mpq_t x, const mpq_t y)
{
    mpq_t part;
    mpq_init(part);
    mpq_mul(part, count, x);
    mpq_mul(part, part, y);
    mpq_add(sum, sum, part);
    mpq_clear(part);
}

static void add_cell(struct moments *moments, uint64_t cell, const mpq_t x, const mpq_t y)
{
    mpq_t count;
    mpq_t one;
    mpq_inits(count, one, NULL);
    mpq_set_ui(one, 1, 1);
    wj_number_ratio(count, cell, 1);
    mpq_add(moments->n, moments->n, count);
    add_product(moments->first, count, x, one);
    add_product(moments->second, count, y, one);
    add_product(moments->first_squares, count, x, x);
    add_product(moments->second_squares, count, y, y);
    add_product(moments->products, count, x, y);
    mpq_clears(count, one, NULL);
}

/* Of the options alone: the last row and column are the blanks. */
static void take_moments(struct moments *moments, const struct wj_survey *survey,
                         const struct wj_joint_tally *joint, const uint64_t *cells)
{
    const struct wj_question *first = &survey->questions[joint->first];
    const struct wj_question *second = &survey->questions[joint->second];
    moments_reset(moments);
    for (size_t i = 0; i < first->option_count; i++) {
        for (size_t j = 0; j < second->option_count; j++) {
            uint64_t cell = cells[i * joint->column_count + j];
            if (cell > 0) {
                add_cell(moments, cell, first->options[i].score, second->options[j].score);
            }
        }
    }
}

/* Σxy − Σx · Σy / n */
static void deviation(mpq_t result, const mpq_t products, const mpq_t first, const mpq_t second,
                      const mpq_t n)
{
    mpq_t part;
    mpq_init(part);
    mpq_mul(part, first, second);
    mpq_div(part, part, n);
    mpq_sub(result, products, part);
    mpq_clear(part);
}

/* ---- the matrix of deviations ---- */

struct matrix {
    size_t size;
    mpq_t *cells;     /* size × size */
    mpq_t *rows;      /* sums of the rows */
    mpq_t *composite; /* every item with the composite */
    mpq_t total;      /* of all cells */
    mpq_t trace;
    mpq_t composite_square;
};

static mpq_t *new_numbers(size_t count)
{
    mpq_t *numbers = wj_alloc((count + 1) * sizeof *numbers);
    for (size_t i = 0; numbers != NULL && i < count; i++) {
        mpq_init(numbers[i]);
    }
    return numbers;
}

static void free_numbers(mpq_t *numbers, size_t count)
{
    for (size_t i = 0; numbers != NULL && i < count; i++) {
        mpq_clear(numbers[i]);
    }
    wj_free(numbers);
}

static enum wj_status matrix_init(struct matrix *matrix, size_t size)
{
    mpq_inits(matrix->total, matrix->trace, matrix->composite_square, NULL);
    matrix->size = size;
    matrix->cells = new_numbers(size * size);
    matrix->rows = new_numbers(size);
    matrix->composite = new_numbers(size);
    return matrix->cells != NULL && matrix->rows != NULL && matrix->composite != NULL ? WJ_OK
                                                                                      : WJ_MEMORY;
}

static void matrix_clear(struct matrix *matrix)
{
    mpq_clears(matrix->total, matrix->trace, matrix->composite_square, NULL);
    free_numbers(matrix->cells, matrix->size * matrix->size);
    free_numbers(matrix->rows, matrix->size);
    free_numbers(matrix->composite, matrix->size);
}

/* Items i and j; their joint count may have them the other way round. */
static void set_pair(struct matrix *matrix, const struct wj_tally *tally, struct moments *moments,
                     size_t i, size_t j)
{
    size_t item = tally->scale.items[i];
    const struct wj_joint_tally *joint = wj_tally_joint(tally, item, tally->scale.items[j]);
    size_t first = joint->first == item ? i : j;
    size_t second = joint->first == item ? j : i;
    size_t size = matrix->size;
    take_moments(moments, tally->survey, joint, joint->complete);
    deviation(matrix->cells[i * size + j], moments->products, moments->first, moments->second,
              moments->n);
    mpq_set(matrix->cells[j * size + i], matrix->cells[i * size + j]);
    deviation(matrix->cells[first * (size + 1)], moments->first_squares, moments->first,
              moments->first, moments->n);
    deviation(matrix->cells[second * (size + 1)], moments->second_squares, moments->second,
              moments->second, moments->n);
}

/* What an item's score is multiplied with in the measure, but for a factor that all share. */
static void set_factor(mpq_t factor, const struct wj_tally *tally, size_t item)
{
    const struct wj_measure *measure = tally->scale.measure;
    mpq_set_ui(factor, 1, 1);
    if (measure != NULL && measure->kind == WJ_POOLED_OF) {
        return;
    }
    for (size_t i = 0; measure != NULL && measure->weights != NULL && i < measure->item_count;
         i++) {
        if (measure->items[i] == item) {
            mpq_set(factor, measure->weights[i]);
        }
    }
    mpq_div(factor, factor, tally->survey->questions[item].top);
}

static void sum_matrix(struct matrix *matrix, const struct wj_tally *tally)
{
    size_t size = matrix->size;
    mpq_t factor;
    mpq_t part;
    mpq_inits(factor, part, NULL);
    for (size_t j = 0; j < size; j++) {
        set_factor(factor, tally, tally->scale.items[j]);
        for (size_t i = 0; i < size; i++) {
            mpq_add(matrix->rows[i], matrix->rows[i], matrix->cells[i * size + j]);
            mpq_mul(part, matrix->cells[i * size + j], factor);
            mpq_add(matrix->composite[i], matrix->composite[i], part);
        }
    }
    for (size_t i = 0; i < size; i++) {
        mpq_add(matrix->total, matrix->total, matrix->rows[i]);
        mpq_add(matrix->trace, matrix->trace, matrix->cells[i * (size + 1)]);
        set_factor(factor, tally, tally->scale.items[i]);
        mpq_mul(part, matrix->composite[i], factor);
        mpq_add(matrix->composite_square, matrix->composite_square, part);
    }
    mpq_clears(factor, part, NULL);
}

static void fill_matrix(struct matrix *matrix, const struct wj_tally *tally)
{
    struct moments moments;
    moments_init(&moments);
    for (size_t i = 0; i < matrix->size; i++) {
        for (size_t j = i + 1; j < matrix->size; j++) {
            set_pair(matrix, tally, &moments, i, j);
        }
    }
    moments_clear(&moments);
    sum_matrix(matrix, tally);
}

/* ---- what follows from it ---- */

/* k/(k − 1) · (1 − trace/total) */
static struct wj_real alpha_of(size_t k, const mpq_t trace, const mpq_t total)
{
    struct wj_real alpha = {.exists = k > 1 && mpq_sgn(total) > 0};
    mpq_t value;
    mpq_t one;
    if (!alpha.exists) {
        return alpha;
    }
    mpq_inits(value, one, NULL);
    mpq_set_ui(one, 1, 1);
    mpq_div(value, trace, total);
    mpq_sub(value, one, value);
    wj_number_ratio(one, k, k - 1);
    mpq_mul(value, value, one);
    alpha.value = wj_double_of(value);
    mpq_clears(value, one, NULL);
    alpha.exists = isfinite(alpha.value);
    return alpha;
}

/* covariance / √(variance · variance'), from its exact square */
static struct wj_real correlation(const mpq_t covariance, const mpq_t first, const mpq_t second)
{
    struct wj_real result = {.exists = mpq_sgn(first) > 0 && mpq_sgn(second) > 0};
    mpq_t square;
    if (!result.exists) {
        return result;
    }
    mpq_init(square);
    mpq_mul(square, covariance, covariance);
    mpq_div(square, square, first);
    mpq_div(square, square, second);
    result.value = copysign(sqrt(wj_double_of(square)), (double)mpq_sgn(covariance));
    mpq_clear(square);
    return result;
}

static void set_item(struct wj_scale_item *result, const struct matrix *matrix, size_t item)
{
    mpq_srcptr own = matrix->cells[item * (matrix->size + 1)];
    mpq_t with;
    mpq_t rest;
    mpq_t trace;
    mpq_inits(with, rest, trace, NULL);
    mpq_sub(with, matrix->rows[item], own);
    mpq_sub(rest, matrix->total, matrix->rows[item]);
    mpq_sub(rest, rest, with);
    mpq_sub(trace, matrix->trace, own);
    result->alpha_if_dropped = alpha_of(matrix->size - 1, trace, rest);
    result->rest = correlation(with, own, rest);
    result->total = correlation(matrix->rows[item], own, matrix->total);
    result->composite = correlation(matrix->composite[item], own, matrix->composite_square);
    mpq_clears(with, rest, trace, NULL);
}

/* Feldt's limits at the survey's confidence. */
static void set_limits(struct wj_scale *scale, const struct wj_survey *survey)
{
    double tail = wj_tail_of(survey->confidence);
    double rows = (double)(scale->n - 1);
    double cells = rows * (double)(scale->k - 1);
    scale->lower = 1.0 - (1.0 - scale->alpha) * qf(tail, rows, cells, 0, 0);
    scale->upper = 1.0 - (1.0 - scale->alpha) * qf(tail, rows, cells, 1, 0);
}

static void set_scale(struct wj_scale *scale, const struct wj_tally *tally, struct matrix *matrix)
{
    fill_matrix(matrix, tally);
    struct wj_real alpha = alpha_of(scale->k, matrix->trace, matrix->total);
    for (size_t i = 0; i < scale->k; i++) {
        set_item(&scale->items[i], matrix, i);
    }
    scale->missing = mpq_sgn(matrix->total) > 0 ? WJ_SCALE_TOO_LARGE : WJ_SCALE_NO_SPREAD;
    if (alpha.exists) {
        scale->alpha = alpha.value;
        set_limits(scale, tally->survey);
        bool fits = isfinite(scale->upper - scale->lower);
        scale->missing = fits ? WJ_SCALE_THERE : WJ_SCALE_TOO_LARGE;
    }
}

static enum wj_no_scale missing_of(const struct wj_scale_tally *scale)
{
    if (scale->count < 2) {
        return WJ_SCALE_FEW_ITEMS;
    }
    if (scale->hidden) {
        return WJ_SCALE_SUPPRESSED;
    }
    if (scale->no_joints) {
        return WJ_SCALE_TOO_MANY;
    }
    return scale->complete < 2 ? WJ_SCALE_FEW_ANSWERS : WJ_SCALE_THERE;
}

enum wj_status wj_scale_compute(const struct wj_tally *tally, struct wj_arena *arena,
                                struct wj_scale *scale)
{
    struct matrix matrix = {0};
    *scale = (struct wj_scale){
        .missing = missing_of(&tally->scale), .n = tally->scale.complete, .k = tally->scale.count};
    scale->items = wj_arena_alloc(arena, (scale->k + 1) * sizeof *scale->items);
    if (scale->items == NULL || scale->missing != WJ_SCALE_THERE) {
        return scale->items != NULL ? WJ_OK : WJ_MEMORY;
    }
    enum wj_status status = matrix_init(&matrix, scale->k);
    if (status == WJ_OK) {
        set_scale(scale, tally, &matrix);
    }
    matrix_clear(&matrix);
    return status;
}

/* ---- two items ---- */

/* Scores become rates. */
static void divide_moments(struct moments *moments, const struct wj_question *first,
                           const struct wj_question *second)
{
    mpq_div(moments->first, moments->first, first->top);
    mpq_div(moments->first_squares, moments->first_squares, first->top);
    mpq_div(moments->first_squares, moments->first_squares, first->top);
    mpq_div(moments->second, moments->second, second->top);
    mpq_div(moments->second_squares, moments->second_squares, second->top);
    mpq_div(moments->second_squares, moments->second_squares, second->top);
    mpq_div(moments->products, moments->products, first->top);
    mpq_div(moments->products, moments->products, second->top);
}

/* The mean and the standard error of the differences of n responses. */
static void set_difference(struct wj_paired *paired, const struct moments *moments)
{
    mpq_t sum;
    mpq_t squares;
    mpq_t part;
    mpq_inits(sum, squares, part, NULL);
    mpq_sub(sum, moments->first, moments->second);
    mpq_add(squares, moments->first_squares, moments->second_squares);
    mpq_mul_2exp(part, moments->products, 1);
    mpq_sub(squares, squares, part);
    deviation(squares, squares, sum, sum, moments->n);
    wj_number_ratio(part, paired->n - 1, 1);
    mpq_mul(part, part, moments->n);
    mpq_div(squares, squares, part);
    mpq_div(sum, sum, moments->n);
    paired->diff = wj_double_of(sum);
    paired->se = sqrt(wj_double_of(squares));
    mpq_clears(sum, squares, part, NULL);
}

static void test_difference(struct wj_paired *paired)
{
    bool fits = isfinite(paired->diff) && isfinite(paired->se);
    paired->missing = fits ? WJ_NO_SPREAD : WJ_TEST_TOO_LARGE;
    if (fits && paired->se > 0.0) {
        paired->missing = WJ_TEST_THERE;
        paired->df = (double)(paired->n - 1);
        paired->t = paired->diff / paired->se;
        paired->p = 2.0 * pt(-fabs(paired->t), paired->df, 1, 0);
    }
}

void wj_paired_compute(const struct wj_tally *tally, size_t first, size_t second, bool rates,
                       struct wj_paired *paired)
{
    size_t item = tally->scale.items[first];
    const struct wj_joint_tally *joint = wj_tally_joint(tally, item, tally->scale.items[second]);
    const struct wj_question *questions = tally->survey->questions;
    struct moments moments;
    *paired = (struct wj_paired){.missing = WJ_FEW_ANSWERS};
    moments_init(&moments);
    take_moments(&moments, tally->survey, joint, joint->cells);
    paired->n = mpz_get_ui(mpq_numref(moments.n));
    if (paired->n > 1) {
        if (rates) {
            divide_moments(&moments, &questions[joint->first], &questions[joint->second]);
        }
        set_difference(paired, &moments);
        paired->diff = joint->first == item ? paired->diff : -paired->diff;
        test_difference(paired);
    }
    moments_clear(&moments);
}

const char *wj_no_scale_name(enum wj_no_scale missing)
{
    static const char *const names[] = {"",          "few_items", "too_many_items", "few_answers",
                                        "no_spread", "too_large", "suppressed"};
    return names[missing];
}
