#include "weights.h"

#include <string.h>

#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

/* Numbers in all cells together: 256 MiB. */
enum { MOST_COUNTERS = 1 << 25 };

/* A weight is at most 1e9, so its square has four limbs. */
enum { MOST_WEIGHT = 1000000000 };

static const uint64_t low_limb = UINT32_MAX;

/* ---- the cells ---- */

static size_t counters_of(const struct wj_tally *tally)
{
    size_t count = 1;
    for (size_t i = 0; i < tally->survey->question_count; i++) {
        count += tally->survey->questions[i].option_count + 8;
    }
    for (size_t i = 0; i < tally->joint_count; i++) {
        count += tally->joints[i].row_count * tally->joints[i].column_count;
    }
    for (size_t i = 0; i < tally->cross_count; i++) {
        count += (tally->crosses[i].row_count + 5) * (tally->crosses[i].column_count + 1);
    }
    return count;
}

void wj_weights_start(struct wj_tally *tally)
{
    size_t room = MOST_COUNTERS / counters_of(tally) + 1;
    bool raked = tally->survey->weighting.kind == WJ_RAKED;
    tally->weights.most = raked && room < WJ_MOST_CELLS ? room : WJ_MOST_CELLS;
}

static struct wj_tally *new_part(const struct wj_survey *survey)
{
    struct wj_tally *part = wj_alloc(sizeof *part);
    if (part != NULL && wj_tally_init_part(part, survey) != WJ_OK) {
        wj_tally_clear(part);
        wj_free(part);
        return NULL;
    }
    return part;
}

/* The place of a key among the cells: the first that is not below it. */
static size_t place_of(const struct wj_weight_tally *weights, uint64_t key)
{
    size_t first = 0;
    size_t last = weights->count;
    while (first < last) {
        size_t middle = first + (last - first) / 2;
        if (weights->cells[middle].key < key) {
            first = middle + 1;
        } else {
            last = middle;
        }
    }
    return first;
}

static struct wj_tally *add_cell(struct wj_tally *tally, uint64_t key, size_t place)
{
    struct wj_weight_tally *weights = &tally->weights;
    if (weights->count >= weights->most) {
        weights->overflow = true;
        return NULL;
    }
    if (wj_grow(&weights->cells, &weights->capacity, weights->count + 1, sizeof *weights->cells) !=
        WJ_OK) {
        return NULL;
    }
    struct wj_tally *part = new_part(tally->survey);
    if (part != NULL) {
        struct wj_weight_cell *cell = &weights->cells[place];
        memmove(cell + 1, cell, (weights->count - place) * sizeof *cell);
        *cell = (struct wj_weight_cell){key, part};
        weights->count++;
    }
    return part;
}

struct wj_tally *wj_weights_cell(struct wj_tally *tally, uint64_t key)
{
    const struct wj_weight_tally *weights = &tally->weights;
    size_t place = place_of(weights, key);
    if (place < weights->count && weights->cells[place].key == key) {
        return weights->cells[place].tally;
    }
    return add_cell(tally, key, place);
}

static void add_to_cell(struct wj_tally *tally, uint64_t key, const struct wj_response *response,
                        uint64_t times)
{
    struct wj_tally *part = wj_weights_cell(tally, key);
    if (part != NULL) {
        wj_tally_add(part, response, times);
    }
}

/* ---- raking ---- */

/* The definition has made sure that it fits. */
static uint64_t key_of(const struct wj_survey *survey, const struct wj_response *response)
{
    uint64_t key = 0;
    for (size_t i = 0; i < survey->weighting.margin_count; i++) {
        size_t number = survey->weighting.margins[i].question;
        const struct wj_answer *answer = &response->answers[number];
        if (answer->state != WJ_ANSWERED) {
            return WJ_WEIGHT_REST;
        }
        key = key * survey->questions[number].option_count + answer->option;
    }
    return key;
}

size_t wj_weight_option(const struct wj_survey *survey, uint64_t key, size_t n)
{
    size_t option = 0;
    for (size_t i = survey->weighting.margin_count; i-- > n;) {
        size_t options = survey->questions[survey->weighting.margins[i].question].option_count;
        option = (size_t)(key % options);
        key /= options;
    }
    return option;
}

/* ---- a weight column ---- */

static bool parse(struct wj_buf *store, struct wj_slice cell, mpq_t weight)
{
    unsigned allowed = WJ_NUMBER_THOUSANDS | WJ_NUMBER_EXPONENT;
    if (wj_number_parse(weight, wj_text_trim(cell), allowed)) {
        return true;
    }
    wj_buf_reset(store);
    return !wj_text_has_odd_digit(cell) && wj_text_clean(store, cell, true) == WJ_OK &&
           wj_number_parse(weight, wj_buf_slice(store), allowed);
}

/* In units of 1e-9. False where it can't be used: one above 0 must not become 0. */
static bool read_weight(struct wj_buf *store, struct wj_slice cell, uint64_t *units)
{
    mpq_t weight;
    mpq_init(weight);
    bool fine = parse(store, cell, weight) && mpq_sgn(weight) >= 0 &&
                mpq_cmp_ui(weight, MOST_WEIGHT, 1) <= 0;
    if (fine) {
        bool is_zero = mpq_sgn(weight) == 0;
        wj_number_round(weight, weight, 9, WJ_HALF_EVEN);
        fine = is_zero == (mpq_sgn(weight) == 0);
    }
    if (fine) {
        mpq_t scale;
        mpq_init(scale);
        mpq_set_ui(scale, MOST_WEIGHT, 1);
        mpq_mul(weight, weight, scale);
        *units = mpz_get_ui(mpq_numref(weight));
        mpq_clear(scale);
    }
    mpq_clear(weight);
    return fine;
}

static bool is_before(const struct wj_weight_fault *fault, const struct wj_weight_fault *other)
{
    if (fault->file_number != other->file_number) {
        return fault->file_number < other->file_number;
    }
    return fault->record < other->record;
}

/* Keeps the first fault, and how many there are. Want of memory is noticed by the callers. */
static void take_fault(struct wj_tally *tally, const struct wj_weight_fault *fault)
{
    struct wj_weight_fault *kept = &tally->weights.fault;
    uint64_t count = kept->count + fault->count;
    if (kept->count == 0 || is_before(fault, kept)) {
        *kept = *fault;
        kept->file = wj_arena_copy(&tally->arena, wj_slice_of(fault->file));
        kept->cell = wj_arena_copy(&tally->arena, wj_slice_of(fault->cell));
    }
    kept->count = count;
}

static void note_fault(struct wj_tally *tally, const struct wj_response *response, uint64_t times)
{
    struct wj_slice cell = wj_response_cell(response, response->columns->weight);
    struct wj_buf shown = {0};
    struct wj_buf store = {0};
    wj_cell_show(tally->survey, wj_text_trim(cell), false, &shown);
    struct wj_weight_fault fault = {
        .count = times,
        .file_number = response->file_number,
        .record = response->record,
        .line = response->line,
        .file = response->file,
        .cell = wj_text_excerpt(&store, wj_buf_slice(&shown)),
    };
    take_fault(tally, &fault);
    wj_buf_clear(&store);
    wj_buf_clear(&shown);
}

/* The limbs of a weight and of its square, lowest first. */
static void set_limbs(uint64_t units, uint64_t *limbs)
{
    uint64_t low = units & low_limb;
    uint64_t high = units >> 32;
    uint64_t middle = low * high;
    uint64_t carry = low * low;
    limbs[0] = low;
    limbs[1] = high;
    limbs[2] = carry & low_limb;
    carry = (carry >> 32) + 2 * (middle & low_limb);
    limbs[3] = carry & low_limb;
    carry = (carry >> 32) + 2 * (middle >> 32) + (high * high & low_limb);
    limbs[4] = carry & low_limb;
    limbs[5] = (carry >> 32) + (high * high >> 32);
}

static void add_weight(struct wj_tally *tally, const struct wj_response *response, uint64_t times)
{
    enum { LIMBS = WJ_WEIGHT_LIMBS + WJ_SQUARE_LIMBS };
    uint64_t limbs[LIMBS];
    uint64_t units = 0;
    struct wj_slice cell = wj_response_cell(response, response->columns->weight);
    if (!read_weight(&tally->reason, cell, &units)) {
        note_fault(tally, response, times);
        return;
    }
    set_limbs(units, limbs);
    for (size_t i = 0; i < LIMBS; i++) {
        if (limbs[i] > 0) {
            add_to_cell(tally, i, response, limbs[i] * times);
        }
    }
}

/* ---- both ---- */

uint64_t wj_weight_key(const struct wj_survey *survey, const struct wj_response *response,
                       struct wj_buf *store)
{
    uint64_t key = 0;
    if (survey->weighting.kind == WJ_RAKED) {
        return key_of(survey, response);
    }
    if (survey->weighting.kind == WJ_WEIGHT_COLUMN) {
        struct wj_slice cell = wj_response_cell(response, response->columns->weight);
        return read_weight(store, cell, &key) ? key : 0;
    }
    return 0;
}

void wj_weights_add(struct wj_tally *tally, const struct wj_response *response, uint64_t times)
{
    if (tally->survey->weighting.kind == WJ_RAKED) {
        add_to_cell(tally, key_of(tally->survey, response), response, times);
    } else {
        add_weight(tally, response, times);
    }
}

enum wj_status wj_weights_merge(struct wj_tally *into, const struct wj_tally *from)
{
    unsigned long failures = wj_memory_failures();
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < from->weights.count; i++) {
        struct wj_tally *part = wj_weights_cell(into, from->weights.cells[i].key);
        if (part != NULL) {
            status = wj_tally_merge(part, from->weights.cells[i].tally);
        }
    }
    if (from->weights.fault.count > 0) {
        take_fault(into, &from->weights.fault);
    }
    into->weights.overflow = into->weights.overflow || from->weights.overflow;
    return wj_memory_status(failures) != WJ_OK ? WJ_MEMORY : status;
}

static enum wj_status report_fault(const struct wj_tally *tally, struct wj_diags *diags)
{
    const struct wj_weight_fault *fault = &tally->weights.fault;
    const char *column = tally->survey->weighting.column.text;
    if (fault->file == NULL || fault->cell == NULL) {
        return WJ_MEMORY;
    }
    struct wj_place place = {.file = fault->file, .line = fault->line};
    if (fault->cell[0] == '\0') {
        return wj_fail(diags, WJ_DATA, "weight", &place,
                       _("an effective response has no weight in “%s” (%llu have none that can be "
                         "used); fill it in, 0 leaves a response out of weighted figures"),
                       column, (unsigned long long)fault->count);
    }
    return wj_fail(diags, WJ_DATA, "weight", &place,
                   _("“%s” in “%s” is no weight (%llu effective responses have none that can be "
                     "used); a weight is 0, or a number from 0.000000001 to 1,000,000,000"),
                   fault->cell, column, (unsigned long long)fault->count);
}

enum wj_status wj_weights_finish(const struct wj_tally *tally, struct wj_diags *diags)
{
    struct wj_place place = wj_survey_place(tally->survey, tally->survey->weighting.mark);
    if (tally->failed) {
        return WJ_MEMORY; /* a weight that could not be cleaned looks like one that is none */
    }
    if (tally->weights.fault.count > 0) {
        return report_fault(tally, diags);
    }
    if (tally->weights.overflow) {
        return wj_fail(diags, WJ_DEFINITION, "too_many", &place,
                       _("the questions of “weighting” have more than %zu combinations of answers; "
                         "name fewer of them, or questions with fewer options"),
                       tally->weights.most);
    }
    return WJ_OK;
}

void wj_weights_clear(struct wj_tally *tally)
{
    for (size_t i = 0; i < tally->weights.count; i++) {
        wj_tally_clear(tally->weights.cells[i].tally);
        wj_free(tally->weights.cells[i].tally);
    }
    wj_free(tally->weights.cells);
    tally->weights = (struct wj_weight_tally){0};
}
