#include <string.h>

#include "part_parts.h"
#include "quantity.h"
#include "wjtab/base/memory.h"

/* A counted response is packed as the counts of all responses, and those of its weighting cells:
 * how many cells these are, and of each its key and the counts. Counts are the number of cells that
 * it is counted in, of each how many cells are skipped before it and how often; the number of
 * quantities, of each how many are skipped, and its number. That counts as often as the response,
 * which is the first cell: in a weighting cell as often as the weight says. */

/* Counts one response at a time into a tally of its own, and packs what changed there. */
struct wj_part_adder {
    struct wj_part *part;
    const struct wj_survey *survey;
    struct wj_tally one;
    bool has_tally;
    struct wj_spool spool;
    struct wj_buf counts;
    struct wj_buf cells;
    struct wj_buf key;
    struct wj_buf id;
};

enum wj_status wj_part_adder_new(struct wj_part *part, const struct wj_survey *survey,
                                 struct wj_part_adder **adder)
{
    struct wj_part_adder *made = wj_alloc(sizeof *made);
    *adder = made;
    if (made == NULL) {
        return WJ_MEMORY;
    }
    made->part = part;
    made->survey = survey;
    made->has_tally = true;
    made->spool.survey = survey;
    return wj_tally_init(&made->one, part->diags, survey);
}

void wj_part_adder_free(struct wj_part_adder *adder)
{
    if (adder == NULL) {
        return;
    }
    if (adder->has_tally) {
        wj_tally_clear(&adder->one);
    }
    wj_spool_clear(&adder->spool);
    wj_buf_clear(&adder->counts);
    wj_buf_clear(&adder->cells);
    wj_buf_clear(&adder->key);
    wj_buf_clear(&adder->id);
    wj_free(adder);
}

/* ---- packing what a response counts ---- */

/* Packs the cells that are not 0, and makes them so again. */
static void pack_cells(struct wj_part_adder *adder, const struct wj_counters *counters)
{
    uint64_t found = 0;
    uint64_t skipped = 0;
    wj_buf_reset(&adder->cells);
    for (size_t i = 0; i < counters->count; i++) {
        const struct wj_counter *counter = &counters->list[i];
        for (size_t j = 0; j < counter->count; j++) {
            if (counter->cells[j] == 0) {
                skipped++;
                continue;
            }
            wj_pack_number(&adder->cells, skipped);
            wj_pack_number(&adder->cells, counter->cells[j]);
            counter->cells[j] = 0;
            skipped = 0;
            found++;
        }
    }
    wj_pack_number(&adder->counts, found);
    wj_buf_add(&adder->counts, wj_buf_slice(&adder->cells));
    adder->counts.failed = adder->counts.failed || adder->cells.failed;
}

/* The one number that a quantity was given, however often; it becomes empty again. */
static void pack_quantity(struct wj_buf *out, struct wj_quantity_tally *quantity)
{
    if (quantity->values.count > 0) {
        wj_pack_text(out, quantity->values.entries[0].key);
        wj_map_clear(&quantity->values);
        return;
    }
    wj_part_fraction(out, quantity->rest_min);
    quantity->rest = 0;
    mpq_set_ui(quantity->rest_sum, 0, 1);
    mpq_set_ui(quantity->rest_squares, 0, 1);
}

static void pack_quantities(struct wj_part_adder *adder, const struct wj_counters *counters)
{
    uint64_t found = 0;
    uint64_t skipped = 0;
    wj_buf_reset(&adder->cells);
    for (size_t i = 0; i < counters->count; i++) {
        struct wj_quantity_tally *quantity = counters->list[i].quantity;
        if (quantity == NULL) {
            continue;
        }
        if (quantity->values.count == 0 && quantity->rest == 0) {
            skipped++;
            continue;
        }
        wj_pack_number(&adder->cells, skipped);
        pack_quantity(&adder->cells, quantity);
        skipped = 0;
        found++;
    }
    wj_pack_number(&adder->counts, found);
    wj_buf_add(&adder->counts, wj_buf_slice(&adder->cells));
    adder->counts.failed = adder->counts.failed || adder->cells.failed;
}

static enum wj_status pack_tally(struct wj_part_adder *adder, struct wj_tally *tally)
{
    struct wj_counters counters = {0};
    enum wj_status status = wj_counters_list(&counters, tally);
    if (status == WJ_OK) {
        pack_cells(adder, &counters);
        pack_quantities(adder, &counters);
    }
    wj_counters_clear(&counters);
    return status;
}

/* Makes `counts` of what the tally of one response holds. */
static enum wj_status pack_counts(struct wj_part_adder *adder)
{
    const struct wj_weight_tally *weights = &adder->one.weights;
    size_t found = 0;
    for (size_t i = 0; i < weights->count; i++) {
        found += weights->cells[i].tally->effective > 0 ? 1 : 0;
    }
    wj_buf_reset(&adder->counts);
    enum wj_status status = pack_tally(adder, &adder->one);
    wj_pack_number(&adder->counts, found);
    for (size_t i = 0; status == WJ_OK && i < weights->count; i++) {
        if (weights->cells[i].tally->effective > 0) {
            wj_pack_number(&adder->counts, weights->cells[i].key);
            status = pack_tally(adder, weights->cells[i].tally);
        }
    }
    return status == WJ_OK ? wj_buf_status(&adder->counts) : status;
}

/* The digest of the definition and the key: keys that are alike have one, in this survey alone. */
static enum wj_status digest_key(const struct wj_part_adder *adder, char bytes[WJ_PART_KEY])
{
    char text[WJ_DIGEST_TEXT];
    struct wj_digest *digest = wj_digest_new();
    if (digest == NULL) {
        return WJ_MEMORY;
    }
    wj_digest_add(digest, wj_slice_of(adder->survey->digest));
    wj_digest_add(digest, wj_buf_slice(&adder->key));
    wj_digest_text(digest, text);
    wj_digest_free(digest);
    wj_part_sum(text, bytes, WJ_PART_KEY);
    return WJ_OK;
}

/* The row that a workbook shows of the response; empty where none travels along. */
static enum wj_status make_spool_row(struct wj_part_adder *adder,
                                     const struct wj_response *response, struct wj_slice *row)
{
    *row = (struct wj_slice){0};
    if (!adder->part->has_spool) {
        return WJ_OK;
    }
    wj_spool_clear(&adder->spool);
    adder->spool = (struct wj_spool){.survey = adder->survey};
    enum wj_status status = wj_spool_add(&adder->spool, response);
    *row = wj_buf_slice(&adder->spool.bytes);
    return status;
}

enum wj_status wj_part_add(struct wj_part_adder *adder, const struct wj_response *response)
{
    char key[WJ_PART_KEY];
    struct wj_part_row row = {.file = response->file_number,
                              .record = response->record,
                              .line = response->line,
                              .key = {key, sizeof key}};
    unsigned long failures = wj_memory_failures();
    wj_buf_reset(&adder->key);
    wj_buf_reset(&adder->id);
    row.has_key = wj_response_key(adder->survey, response, &adder->key);
    wj_tally_add(&adder->one, response, 1);
    enum wj_status status = wj_memory_status(failures);
    if (status == WJ_OK) {
        status = pack_counts(adder);
    }
    if (status == WJ_OK) {
        status = digest_key(adder, key);
    }
    if (status == WJ_OK) {
        status = wj_response_show_id(adder->survey, response, &adder->id);
    }
    if (status == WJ_OK) {
        status = make_spool_row(adder, response, &row.spool);
    }
    row.id = wj_buf_slice(&adder->id);
    row.counts = wj_buf_slice(&adder->counts);
    return status == WJ_OK ? wj_part_put_row(adder->part, &row) : status;
}

/* ---- keeping and reading rows ---- */

bool wj_part_row(struct wj_slice bytes, struct wj_part_row *row)
{
    struct wj_unpack from = {.rest = bytes};
    *row = (struct wj_part_row){0};
    row->file = wj_unpack_number(&from);
    row->record = wj_unpack_number(&from);
    row->line = wj_unpack_number(&from);
    row->has_key = wj_unpack_up_to(&from, 1) == 1;
    row->key = wj_unpack_bytes(&from, row->has_key ? WJ_PART_KEY : 0);
    row->id = wj_unpack_text(&from);
    row->counts = wj_unpack_text(&from);
    row->spool = wj_unpack_text(&from);
    return !from.failed && from.rest.len == 0;
}

/* Remembers the key; where it was there, one of the two rows is dropped. */
static enum wj_status judge_key(struct wj_part *part, struct wj_slice key)
{
    uint64_t *value = NULL;
    size_t known = part->keys.count;
    enum wj_status status = wj_map_put(&part->keys, key, &value);
    if (status != WJ_OK) {
        return status;
    }
    if (part->keys.count > known) {
        *value = part->row_count;
    } else if (part->unique == 1) {
        part->dropped[part->row_count] = 1;
    } else {
        part->dropped[*value] = 1;
        *value = part->row_count;
    }
    return WJ_OK;
}

enum wj_status wj_part_put_row(struct wj_part *part, const struct wj_part_row *row)
{
    struct wj_buf body = {0};
    struct wj_buf *packed = &part->packed;
    wj_pack_number(&body, row->file);
    wj_pack_number(&body, row->record);
    wj_pack_number(&body, row->line);
    wj_pack_number(&body, row->has_key ? 1 : 0);
    wj_buf_add(&body, row->has_key ? row->key : wj_slice(NULL, 0));
    wj_pack_text(&body, row->id);
    wj_pack_text(&body, row->counts);
    wj_pack_text(&body, row->spool);
    wj_buf_reset(packed);
    wj_pack_text(packed, wj_buf_slice(&body));
    enum wj_status status = body.failed ? WJ_MEMORY : wj_buf_status(packed);
    wj_buf_clear(&body);
    if (status == WJ_OK) {
        status = wj_grow(&part->dropped, &part->dropped_capacity, part->row_count + 1, 1);
    }
    if (status == WJ_OK) {
        part->dropped[part->row_count] = 0;
        status = row->has_key ? judge_key(part, row->key) : WJ_OK;
    }
    part->row_count++;
    return status == WJ_OK ? wj_spill_add(&part->rows, part->diags, wj_buf_slice(packed)) : status;
}

/* ---- counting rows ---- */

static enum wj_status list_cells(struct wj_part_cells *cells, struct wj_tally *tally)
{
    struct wj_counters counters = {0};
    enum wj_status status = wj_counters_list(&counters, tally);
    size_t count = 0;
    for (size_t i = 0; i < counters.count; i++) {
        count += counters.list[i].count;
    }
    cells->cells = wj_alloc((count + 1) * sizeof *cells->cells);
    cells->quantities = wj_alloc((counters.count + 1) * sizeof *cells->quantities);
    if (cells->cells == NULL || cells->quantities == NULL) {
        status = WJ_MEMORY;
    }
    for (size_t i = 0; status == WJ_OK && i < counters.count; i++) {
        for (size_t j = 0; j < counters.list[i].count; j++) {
            cells->cells[cells->cell_count++] = &counters.list[i].cells[j];
        }
        if (counters.list[i].quantity != NULL) {
            cells->quantities[cells->quantity_count++] = counters.list[i].quantity;
        }
    }
    wj_counters_clear(&counters);
    return status;
}

static enum wj_status add_target(struct wj_part_target *target, struct wj_tally *tally)
{
    if (wj_grow(&target->list, &target->capacity, target->count + 1, sizeof *target->list) !=
        WJ_OK) {
        return WJ_MEMORY;
    }
    target->list[target->count] = (struct wj_part_cells){0};
    return list_cells(&target->list[target->count++], tally);
}

/* The place of a weighting cell in the list; 0 where there is no room for the cell. */
static enum wj_status find_target(struct wj_part_target *target, uint64_t key, size_t *place)
{
    struct wj_tally *cell = NULL;
    struct wj_buf packed = {0};
    uint64_t *value = NULL;
    wj_pack_number(&packed, key);
    enum wj_status status = wj_buf_status(&packed);
    if (status == WJ_OK) {
        status = wj_map_put(&target->keys, wj_buf_slice(&packed), &value);
    }
    wj_buf_clear(&packed);
    if (status == WJ_OK && *value == 0) {
        status = wj_part_cell(target->tally, key, &cell);
        if (status == WJ_OK && cell != NULL) {
            *value = target->count;
            status = add_target(target, cell);
        }
    }
    *place = status == WJ_OK ? (size_t)*value : 0;
    return status;
}

void wj_part_target_clear(struct wj_part_target *target)
{
    for (size_t i = 0; i < target->count; i++) {
        wj_free(target->list[i].cells);
        wj_free(target->list[i].quantities);
    }
    wj_free(target->list);
    wj_map_clear(&target->keys);
}

static bool count_cells(const struct wj_part_cells *cells, struct wj_unpack *from)
{
    uint64_t found = wj_unpack_up_to(from, cells->cell_count);
    uint64_t at = 0;
    for (uint64_t i = 0; i < found; i++) {
        at += wj_unpack_up_to(from, cells->cell_count);
        uint64_t times = wj_unpack_number(from);
        if (from->failed || at >= cells->cell_count || times > UINT64_MAX - *cells->cells[at]) {
            return false;
        }
        *cells->cells[at++] += times;
    }
    return !from->failed;
}

static enum wj_status count_quantities(const struct wj_part_cells *cells, struct wj_unpack *from,
                                       uint64_t times)
{
    uint64_t found = wj_unpack_up_to(from, cells->quantity_count);
    enum wj_status status = found > 0 && times == 0 ? WJ_DATA : WJ_OK;
    uint64_t at = 0;
    mpq_t number;
    mpq_init(number);
    for (uint64_t i = 0; status == WJ_OK && i < found; i++) {
        at += wj_unpack_up_to(from, cells->quantity_count);
        status = wj_part_parse_fraction(number, wj_unpack_text(from));
        if (status == WJ_OK && (from->failed || at >= cells->quantity_count)) {
            status = WJ_DATA;
        }
        if (status == WJ_OK) {
            wj_quantity_add(cells->quantities[at++], number, times);
        }
    }
    mpq_clear(number);
    return status;
}

static enum wj_status count_tally(const struct wj_part_cells *cells, struct wj_unpack *from)
{
    const uint64_t *responses = cells->cells[0];
    uint64_t before = *responses;
    return count_cells(cells, from) ? count_quantities(cells, from, *responses - before) : WJ_DATA;
}

static enum wj_status count_weights(struct wj_part_target *target, struct wj_unpack *from)
{
    uint64_t found = wj_unpack_up_to(from, WJ_MOST_CELLS);
    enum wj_status status = WJ_OK;
    for (uint64_t i = 0; status == WJ_OK && i < found; i++) {
        size_t place = 0;
        status = find_target(target, wj_unpack_number(from), &place);
        if (status == WJ_OK && place == 0) {
            from->rest.len = 0; /* the run stops for want of room */
            return WJ_OK;
        }
        if (status == WJ_OK) {
            status = count_tally(&target->list[place], from);
        }
    }
    return status;
}

enum wj_status wj_part_count_row(struct wj_part_target *target, struct wj_slice counts)
{
    struct wj_unpack from = {.rest = counts};
    unsigned long failures = wj_memory_failures();
    enum wj_status status = target->count == 0 ? add_target(target, target->tally) : WJ_OK;
    if (status == WJ_OK) {
        status = count_tally(&target->list[0], &from);
    }
    if (status == WJ_OK) {
        status = count_weights(target, &from);
    }
    if (status == WJ_OK && (from.failed || from.rest.len > 0)) {
        status = WJ_DATA;
    }
    return wj_memory_status(failures) != WJ_OK ? WJ_MEMORY : status;
}
