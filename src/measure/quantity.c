#include <stdlib.h>

#include "statistics.h"
#include "wjtab/base/number.h"
#include "wjtab/measure/cross.h"

/* A distinct number, and how often it was given. */
struct value {
    mpq_t number;
    uint64_t count;
};

struct values {
    struct value *list;
    size_t count;
};

static int by_number(const void *left, const void *right)
{
    const struct value *a = left;
    const struct value *b = right;
    return mpq_cmp(a->number, b->number);
}

static void clear_values(struct values *values)
{
    for (size_t i = 0; i < values->count; i++) {
        mpq_clear(values->list[i].number);
    }
    wj_free(values->list);
}

/* In ascending order. */
static enum wj_status take_values(struct values *values, const struct wj_map *map)
{
    values->list = wj_alloc((map->count + 1) * sizeof *values->list);
    if (values->list == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < map->count; i++) {
        char digits[128] = "";
        struct value *value = &values->list[values->count++];
        struct wj_slice key = map->entries[i].key;
        size_t length = key.len < sizeof digits - 1 ? key.len : sizeof digits - 1;
        for (size_t j = 0; j < length; j++) {
            digits[j] = key.ptr[j];
        }
        mpq_init(value->number);
        mpq_set_str(value->number, digits, 10);
        value->count = map->entries[i].value;
    }
    qsort(values->list, values->count, sizeof *values->list, by_number);
    return WJ_OK;
}

/* ---- mean ---- */

void wj_quantity_sums(const struct wj_quantity_tally *quantity, uint64_t *n, mpq_t sum,
                      mpq_t squares)
{
    mpq_t number;
    mpq_t count;
    mpq_inits(number, count, NULL);
    *n = quantity->rest;
    mpq_set(sum, quantity->rest_sum);
    mpq_set(squares, quantity->rest_squares);
    for (size_t i = 0; i < quantity->values.count; i++) {
        const struct wj_map_entry *entry = &quantity->values.entries[i];
        mpq_set_str(number, entry->key.ptr, 10);
        wj_number_ratio(count, entry->value, 1);
        *n += entry->value;
        mpq_mul(count, count, number);
        mpq_add(sum, sum, count);
        mpq_mul(count, count, number);
        mpq_add(squares, squares, count);
    }
    mpq_clears(number, count, NULL);
}

static void set_mean(struct wj_quantity_figures *figures, const struct values *values,
                     const struct wj_quantity_tally *tally, const struct wj_survey *survey)
{
    struct wj_statistics *statistics = &figures->mean;
    mpq_t sum;
    mpq_t squares;
    mpq_t part;
    mpq_inits(sum, squares, part, NULL);
    mpq_set(sum, tally->rest_sum);
    mpq_set(squares, tally->rest_squares);
    statistics->n = tally->rest;
    for (size_t i = 0; i < values->count; i++) {
        wj_number_ratio(part, values->list[i].count, 1);
        mpq_mul(part, part, values->list[i].number);
        mpq_add(sum, sum, part);
        mpq_mul(part, part, values->list[i].number);
        mpq_add(squares, squares, part);
        statistics->n += values->list[i].count;
    }
    wj_statistics_of_sums(statistics, sum, squares, survey);
    figures->average.exists = statistics->n > 0;
    if (figures->average.exists) {
        wj_number_ratio(part, statistics->n, 1);
        mpq_div(figures->average.value, sum, part);
    }
    mpq_clears(sum, squares, part, NULL);
}

/* ---- order ---- */

static void set_limits(struct wj_quantity_figures *figures, const struct values *values,
                       const struct wj_quantity_tally *tally)
{
    bool rest = tally->rest > 0;
    figures->min.exists = figures->max.exists = rest || values->count > 0;
    if (rest) {
        mpq_set(figures->min.value, tally->rest_min);
        mpq_set(figures->max.value, tally->rest_max);
    }
    if (values->count > 0) {
        const struct value *first = &values->list[0];
        const struct value *last = &values->list[values->count - 1];
        if (!rest || mpq_cmp(first->number, figures->min.value) < 0) {
            mpq_set(figures->min.value, first->number);
        }
        if (!rest || mpq_cmp(last->number, figures->max.value) > 0) {
            mpq_set(figures->max.value, last->number);
        }
    }
}

/* The number at a place of the ordered answers, from 0. */
static mpq_srcptr at(const struct values *values, uint64_t place)
{
    size_t i = 0;
    while (place >= values->list[i].count) {
        place -= values->list[i++].count;
    }
    return values->list[i].number;
}

/* Quartile 1, 2 or 3 of type 7: at (n − 1)·q/4, between two answers in proportion. */
static void set_quartile(struct wj_figure *figure, const struct values *values, uint64_t n,
                         uint64_t quarter)
{
    uint64_t place = (n - 1) * quarter;
    mpq_t part;
    mpq_init(part);
    mpq_srcptr below = at(values, place / 4);
    mpq_srcptr above = at(values, place % 4 == 0 ? place / 4 : place / 4 + 1);
    figure->exists = true;
    wj_number_ratio(part, place % 4, 4);
    mpq_sub(figure->value, above, below);
    mpq_mul(figure->value, figure->value, part);
    mpq_add(figure->value, figure->value, below);
    mpq_clear(part);
}

/* ---- net promoter score ---- */

/* 9 and above promote, 6 and below detract. */
enum wj_nps_group wj_nps_group(const mpq_t number)
{
    if (mpq_cmp_ui(number, 9, 1) >= 0) {
        return WJ_PROMOTERS;
    }
    return mpq_cmp_ui(number, 6, 1) <= 0 ? WJ_DETRACTORS : WJ_PASSIVES;
}

void wj_nps_groups(const struct wj_quantity_tally *quantity, uint64_t groups[WJ_NPS_GROUPS])
{
    mpq_t number;
    mpq_init(number);
    for (size_t i = 0; i < quantity->values.count; i++) {
        mpq_set_str(number, quantity->values.entries[i].key.ptr, 10);
        groups[wj_nps_group(number)] += quantity->values.entries[i].value;
    }
    mpq_clear(number);
}

static void set_nps(struct wj_quantity_figures *figures, const struct values *values,
                    const struct wj_survey *survey)
{
    mpq_t sum;
    mpq_t squares;
    mpq_inits(sum, squares, NULL);
    for (size_t i = 0; i < values->count; i++) {
        const struct value *value = &values->list[i];
        uint64_t *const groups[] = {&figures->promoters, &figures->passives, &figures->detractors};
        *groups[wj_nps_group(value->number)] += value->count;
    }
    figures->has_nps = true;
    figures->nps.n = figures->promoters + figures->passives + figures->detractors;
    wj_number_ratio(sum, figures->promoters, 1);
    wj_number_ratio(squares, figures->detractors, 1);
    mpq_sub(sum, sum, squares);
    wj_number_ratio(squares, figures->promoters + figures->detractors, 1);
    wj_statistics_of_sums(&figures->nps, sum, squares, survey);
    mpq_clears(sum, squares, NULL);
}

/* ---- all of it ---- */

void wj_quantity_figures_init(struct wj_quantity_figures *figures)
{
    *figures = (struct wj_quantity_figures){0};
    mpq_inits(figures->average.value, figures->min.value, figures->max.value, figures->q1.value,
              figures->median.value, figures->q3.value, NULL);
}

void wj_quantity_figures_clear(struct wj_quantity_figures *figures)
{
    mpq_clears(figures->average.value, figures->min.value, figures->max.value, figures->q1.value,
               figures->median.value, figures->q3.value, NULL);
}

enum wj_status wj_quantity_statistics(struct wj_quantity_figures *figures,
                                      const struct wj_survey *survey, size_t number,
                                      const struct wj_quantity_tally *counts)
{
    const struct wj_question *question = &survey->questions[number];
    struct values values = {0};
    enum wj_status status = take_values(&values, &counts->values);
    if (status != WJ_OK) {
        return status;
    }
    set_mean(figures, &values, counts, survey);
    set_limits(figures, &values, counts);
    if (counts->rest == 0 && figures->mean.n > 0) {
        set_quartile(&figures->q1, &values, figures->mean.n, 1);
        set_quartile(&figures->median, &values, figures->mean.n, 2);
        set_quartile(&figures->q3, &values, figures->mean.n, 3);
    }
    if (counts->rest == 0 && wj_question_is_nps(question)) {
        set_nps(figures, &values, survey);
    }
    clear_values(&values);
    return WJ_OK;
}
