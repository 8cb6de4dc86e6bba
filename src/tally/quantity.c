#include "quantity.h"

#include <string.h>

/* Ages and ratings have few distinct numbers, amounts of money may have one per response. Beyond
 * this many all of them go to the rest, so that the order of the responses decides nothing. */
enum { MOST_VALUES = 100000 };

/* Longer numbers go to the rest, too. */
enum { MOST_DIGITS = 60 };

struct wj_quantity_tally *wj_quantities_new(struct wj_tally *tally, size_t count)
{
    struct wj_quantity_tally *list = wj_arena_alloc(&tally->arena, count * sizeof *list);
    for (size_t i = 0; list != NULL && i < count; i++) {
        mpq_inits(list[i].rest_sum, list[i].rest_squares, list[i].rest_min, list[i].rest_max, NULL);
    }
    return list;
}

enum wj_status wj_quantities_init(struct wj_tally *tally)
{
    for (size_t i = 0; i < tally->survey->question_count; i++) {
        if (tally->survey->questions[i].type == WJ_QUANTITY) {
            tally->questions[i].quantity = wj_quantities_new(tally, 1);
            if (tally->questions[i].quantity == NULL) {
                return WJ_MEMORY;
            }
        }
    }
    return WJ_OK;
}

static void add_rest(struct wj_quantity_tally *quantity, const mpq_t number, uint64_t times)
{
    mpq_t sum;
    mpq_t count;
    mpq_inits(sum, count, NULL);
    mpq_set_ui(count, times, 1);
    mpq_mul(sum, number, count);
    mpq_add(quantity->rest_sum, quantity->rest_sum, sum);
    mpq_mul(sum, sum, number);
    mpq_add(quantity->rest_squares, quantity->rest_squares, sum);
    mpq_clears(sum, count, NULL);
    if (quantity->rest == 0 || mpq_cmp(number, quantity->rest_min) < 0) {
        mpq_set(quantity->rest_min, number);
    }
    if (quantity->rest == 0 || mpq_cmp(number, quantity->rest_max) > 0) {
        mpq_set(quantity->rest_max, number);
    }
    quantity->rest += times;
}

static void move_to_rest(struct wj_quantity_tally *quantity)
{
    mpq_t number;
    mpq_init(number);
    for (size_t i = 0; i < quantity->values.count; i++) {
        const struct wj_map_entry *entry = &quantity->values.entries[i];
        mpq_set_str(number, entry->key.ptr, 10);
        add_rest(quantity, number, entry->value);
    }
    mpq_clear(number);
    wj_map_clear(&quantity->values);
    quantity->overflow = true;
}

static bool is_short(const mpq_t number)
{
    return mpz_sizeinbase(mpq_numref(number), 10) + mpz_sizeinbase(mpq_denref(number), 10) <
           MOST_DIGITS;
}

void wj_quantity_add(struct wj_quantity_tally *quantity, const mpq_t number, uint64_t times)
{
    char digits[MOST_DIGITS + 3]; /* sign, slash, terminator */
    uint64_t *count = NULL;
    if (quantity->overflow || !is_short(number)) {
        add_rest(quantity, number, times);
        return;
    }
    mpq_get_str(digits, 10, number);
    struct wj_slice key = wj_slice(digits, strlen(digits));
    count = wj_map_get(&quantity->values, key);
    if (count == NULL && quantity->values.count >= MOST_VALUES) {
        move_to_rest(quantity);
        add_rest(quantity, number, times);
        return;
    }
    /* Want of memory is noticed by wj_tally_add. */
    if (count != NULL || wj_map_put(&quantity->values, key, &count) == WJ_OK) {
        *count += times;
    }
}

/* ---- merging ---- */

/* UINT64_MAX stands for more, too. */
static uint64_t answers_of(const struct wj_quantity_tally *quantity)
{
    uint64_t answers = quantity->rest;
    for (size_t i = 0; i < quantity->values.count; i++) {
        uint64_t count = quantity->values.entries[i].value;
        answers = answers > UINT64_MAX - count ? UINT64_MAX : answers + count;
    }
    return answers;
}

static void merge_rest(struct wj_quantity_tally *into, const struct wj_quantity_tally *from)
{
    if (from->rest == 0) {
        return;
    }
    mpq_add(into->rest_sum, into->rest_sum, from->rest_sum);
    mpq_add(into->rest_squares, into->rest_squares, from->rest_squares);
    if (into->rest == 0 || mpq_cmp(from->rest_min, into->rest_min) < 0) {
        mpq_set(into->rest_min, from->rest_min);
    }
    if (into->rest == 0 || mpq_cmp(from->rest_max, into->rest_max) > 0) {
        mpq_set(into->rest_max, from->rest_max);
    }
    into->rest += from->rest;
}

enum wj_status wj_quantity_merge(struct wj_quantity_tally *into,
                                 const struct wj_quantity_tally *from)
{
    unsigned long failures = wj_memory_failures();
    mpq_t number;
    if (answers_of(into) >= UINT64_MAX - answers_of(from)) {
        return WJ_DATA;
    }
    if (from->overflow && !into->overflow) {
        move_to_rest(into);
    }
    mpq_init(number);
    for (size_t i = 0; i < from->values.count; i++) {
        mpq_set_str(number, from->values.entries[i].key.ptr, 10);
        wj_quantity_add(into, number, from->values.entries[i].value);
    }
    mpq_clear(number);
    merge_rest(into, from);
    return wj_memory_status(failures);
}

void wj_quantity_clear(struct wj_quantity_tally *quantity)
{
    mpq_clears(quantity->rest_sum, quantity->rest_squares, quantity->rest_min, quantity->rest_max,
               NULL);
    wj_map_clear(&quantity->values);
}

void wj_quantities_clear(struct wj_tally *tally)
{
    for (size_t i = 0; tally->questions != NULL && i < tally->survey->question_count; i++) {
        if (tally->questions[i].quantity != NULL) {
            wj_quantity_clear(tally->questions[i].quantity);
        }
    }
}
