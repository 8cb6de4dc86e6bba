#include <stdlib.h>
#include <string.h>

#include "part_parts.h"
#include "quantity.h"
#include "weights.h"
#include "wjtab/base/memory.h"

enum { CELLS, QUANTITY, MOST_NUMBER = 1 << 20 /* digits of a sum */, MOST_VALUES = 100000 };

/* ---- planes ---- */

struct wj_part_plane *wj_part_plane(struct wj_part *part, const uint64_t *key)
{
    size_t place = 0;
    if (key != NULL) {
        place = 1;
        while (place < part->plane_count && part->planes[place].key < *key) {
            place++;
        }
    }
    bool known = place < part->plane_count && (key == NULL || part->planes[place].key == *key);
    if (known) {
        return &part->planes[place];
    }
    if (wj_grow(&part->planes, &part->plane_capacity, part->plane_count + 1,
                sizeof *part->planes) != WJ_OK) {
        return NULL;
    }
    memmove(part->planes + place + 1, part->planes + place,
            (part->plane_count - place) * sizeof *part->planes);
    part->plane_count++;
    part->planes[place] = (struct wj_part_plane){.key = key != NULL ? *key : 0};
    return &part->planes[place];
}

enum wj_status wj_part_list(struct wj_part *part, struct wj_tally *tally)
{
    struct wj_part_plane *plane = wj_part_plane(part, NULL);
    enum wj_status status = plane != NULL ? wj_counters_list(&plane->counters, tally) : WJ_MEMORY;
    for (size_t i = 0; status == WJ_OK && i < tally->weights.count; i++) {
        const struct wj_weight_cell *cell = &tally->weights.cells[i];
        plane = wj_part_plane(part, &cell->key);
        status = plane != NULL ? wj_counters_list(&plane->counters, cell->tally) : WJ_MEMORY;
    }
    return status;
}

/* Could a weighting cell of this survey have the key? */
static bool is_key(const struct wj_survey *survey, uint64_t key)
{
    uint64_t cells = 1;
    if (survey->weighting.kind != WJ_RAKED) {
        return survey->weighting.kind == WJ_WEIGHT_COLUMN &&
               key < WJ_WEIGHT_LIMBS + WJ_SQUARE_LIMBS;
    }
    for (size_t i = 0; i < survey->weighting.margin_count; i++) {
        cells *= survey->questions[survey->weighting.margins[i].question].option_count;
    }
    return key < cells || key == WJ_WEIGHT_REST;
}

enum wj_status wj_part_cell(struct wj_tally *tally, uint64_t key, struct wj_tally **cell)
{
    *cell = NULL;
    if (!is_key(tally->survey, key)) {
        return WJ_DATA;
    }
    *cell = wj_weights_cell(tally, key);
    return *cell != NULL || tally->weights.overflow ? WJ_OK : WJ_MEMORY;
}

static void clear_quantity(struct wj_quantity_tally *quantity)
{
    mpq_clears(quantity->rest_sum, quantity->rest_squares, quantity->rest_min, quantity->rest_max,
               NULL);
    wj_map_clear(&quantity->values);
}

void wj_part_clear_planes(struct wj_part *part)
{
    for (size_t i = 0; i < part->plane_count; i++) {
        struct wj_part_plane *plane = &part->planes[i];
        for (size_t j = 0; plane->arena != NULL && j < plane->counters.count; j++) {
            if (plane->counters.list[j].quantity != NULL) {
                clear_quantity(plane->counters.list[j].quantity);
            }
        }
        wj_counters_clear(&plane->counters);
    }
    wj_free(part->planes);
    part->planes = NULL;
    part->plane_count = part->plane_capacity = 0;
}

/* ---- writing ---- */

/* Zeros come as 0 and how many they are. */
static void write_cells(struct wj_part_writer *writer, const struct wj_counter *counter)
{
    wj_pack_number(&writer->buf, counter->count);
    for (size_t i = 0; i < counter->count;) {
        size_t end = i;
        while (end < counter->count && counter->cells[end] == 0) {
            end++;
        }
        wj_pack_number(&writer->buf, counter->cells[i]);
        if (end > i) {
            wj_pack_number(&writer->buf, end - i);
        }
        i = end > i ? end : i + 1;
        wj_part_flush(writer, false);
    }
}

static int by_key(const void *a, const void *b)
{
    struct wj_slice one = ((const struct wj_map_entry *)a)->key;
    struct wj_slice other = ((const struct wj_map_entry *)b)->key;
    int order = memcmp(one.ptr, other.ptr, one.len < other.len ? one.len : other.len);
    return order != 0 ? order : (one.len > other.len) - (one.len < other.len);
}

/* In one order, whichever came first. */
static void write_values(struct wj_part_writer *writer, const struct wj_map *map)
{
    struct wj_map_entry *sorted = wj_alloc((map->count + 1) * sizeof *sorted);
    if (sorted == NULL) {
        writer->buf.failed = true;
        return;
    }
    if (map->count > 0) {
        memcpy(sorted, map->entries, map->count * sizeof *sorted);
        qsort(sorted, map->count, sizeof *sorted, by_key);
    }
    wj_pack_number(&writer->buf, map->count);
    for (size_t i = 0; i < map->count; i++) {
        wj_pack_text(&writer->buf, sorted[i].key);
        wj_pack_number(&writer->buf, sorted[i].value);
        wj_part_flush(writer, false);
    }
    wj_free(sorted);
}

void wj_part_fraction(struct wj_buf *out, const mpq_t number)
{
    struct wj_buf text = {0};
    size_t size = mpz_sizeinbase(mpq_numref(number), 10) + mpz_sizeinbase(mpq_denref(number), 10);
    char *room = wj_buf_reserve(&text, size + 3); /* sign, slash, terminator */
    if (room != NULL) {
        mpq_get_str(room, 10, number);
        text.len = strlen(room);
    }
    wj_pack_text(out, wj_buf_slice(&text));
    out->failed = out->failed || text.failed;
    wj_buf_clear(&text);
}

static void write_quantity(struct wj_part_writer *writer, const struct wj_quantity_tally *quantity)
{
    wj_pack_number(&writer->buf, quantity->overflow ? 1 : 0);
    write_values(writer, &quantity->values);
    wj_pack_number(&writer->buf, quantity->rest);
    if (quantity->rest > 0) {
        wj_part_fraction(&writer->buf, quantity->rest_sum);
        wj_part_fraction(&writer->buf, quantity->rest_squares);
        wj_part_fraction(&writer->buf, quantity->rest_min);
        wj_part_fraction(&writer->buf, quantity->rest_max);
    }
}

void wj_part_write_counters(struct wj_part_writer *writer, const struct wj_counters *counters)
{
    wj_pack_number(&writer->buf, counters->count);
    for (size_t i = 0; i < counters->count; i++) {
        const struct wj_counter *counter = &counters->list[i];
        wj_pack_number(&writer->buf, counter->quantity != NULL ? QUANTITY : CELLS);
        if (counter->quantity != NULL) {
            write_quantity(writer, counter->quantity);
        } else {
            write_cells(writer, counter);
        }
    }
}

/* ---- reading ---- */

static void fail(struct wj_part_reader *reader, enum wj_status status)
{
    reader->status = reader->status == WJ_OK ? status : reader->status;
}

enum wj_status wj_part_parse_fraction(mpq_t number, struct wj_slice text)
{
    char *copy = text.len <= MOST_NUMBER ? wj_alloc(text.len + 1) : NULL;
    if (copy == NULL) {
        return text.len <= MOST_NUMBER ? WJ_MEMORY : WJ_DATA;
    }
    if (text.len > 0) {
        memcpy(copy, text.ptr, text.len);
    }
    bool good = text.len > 0 && strspn(copy, "-0123456789/") == text.len &&
                mpq_set_str(number, copy, 10) == 0 && mpz_sgn(mpq_denref(number)) != 0;
    wj_free(copy);
    if (good) {
        mpq_canonicalize(number);
    } else {
        mpq_set_ui(number, 0, 1);
    }
    return good ? WJ_OK : WJ_DATA;
}

static void read_fraction(struct wj_part_reader *reader, mpq_t number)
{
    fail(reader, wj_part_parse_fraction(number, wj_part_read_text(reader)));
}

static void read_values(struct wj_part_reader *reader, struct wj_quantity_tally *quantity)
{
    uint64_t count = wj_part_read(reader, quantity->overflow ? 0 : MOST_VALUES);
    mpq_t number;
    mpq_init(number);
    for (uint64_t i = 0; reader->status == WJ_OK && i < count; i++) {
        read_fraction(reader, number);
        uint64_t times = wj_part_read(reader, UINT64_MAX);
        if (reader->status == WJ_OK) {
            wj_quantity_add(quantity, number, times);
        }
    }
    mpq_clear(number);
}

static void read_quantity(struct wj_part_reader *reader, struct wj_quantity_tally *into)
{
    struct wj_quantity_tally quantity = {0};
    unsigned long failures = wj_memory_failures();
    mpq_inits(quantity.rest_sum, quantity.rest_squares, quantity.rest_min, quantity.rest_max, NULL);
    quantity.overflow = wj_part_read(reader, 1) == 1;
    read_values(reader, &quantity);
    quantity.rest = wj_part_read(reader, UINT64_MAX);
    if (quantity.rest > 0 && reader->status == WJ_OK) {
        read_fraction(reader, quantity.rest_sum);
        read_fraction(reader, quantity.rest_squares);
        read_fraction(reader, quantity.rest_min);
        read_fraction(reader, quantity.rest_max);
    }
    if (wj_memory_status(failures) != WJ_OK) {
        fail(reader, WJ_MEMORY);
    }
    if (reader->status == WJ_OK) {
        fail(reader, wj_quantity_merge(into, &quantity));
    }
    clear_quantity(&quantity);
}

static void read_cells(struct wj_part_reader *reader, const struct wj_counter *counter)
{
    for (size_t i = 0; reader->status == WJ_OK && i < counter->count;) {
        uint64_t value = wj_part_read(reader, UINT64_MAX);
        if (value == 0) {
            size_t zeros = (size_t)wj_part_read(reader, counter->count - i);
            i += zeros;
            if (zeros == 0) {
                fail(reader, WJ_DATA);
            }
            continue;
        }
        if (value > UINT64_MAX - counter->cells[i]) {
            fail(reader, WJ_DATA);
        }
        counter->cells[i++] += value;
    }
}

/* Makes a counter for what follows; NULL when there is no memory. */
static struct wj_counter *add_counter(struct wj_part_plane *plane, bool quantity, size_t count)
{
    struct wj_counters *counters = &plane->counters;
    struct wj_counter made = {.count = count};
    if (quantity) {
        made.quantity = wj_arena_alloc(plane->arena, sizeof *made.quantity);
    } else {
        made.cells = wj_arena_alloc(plane->arena, (count + 1) * sizeof *made.cells);
    }
    if ((made.quantity == NULL && made.cells == NULL) ||
        wj_grow(&counters->list, &counters->capacity, counters->count + 1,
                sizeof *counters->list) != WJ_OK) {
        return NULL;
    }
    if (quantity) {
        mpq_inits(made.quantity->rest_sum, made.quantity->rest_squares, made.quantity->rest_min,
                  made.quantity->rest_max, NULL);
    }
    counters->list[counters->count] = made;
    return &counters->list[counters->count++];
}

/* The counter at a place: the one that is there, if it is alike, or a new one. */
static struct wj_counter *counter_at(struct wj_part_reader *reader, struct wj_part_plane *plane,
                                     size_t place, bool first, size_t *cells)
{
    bool quantity = wj_part_read(reader, QUANTITY) == QUANTITY;
    uint64_t count = quantity ? 0 : wj_part_read(reader, WJ_PART_MOST_CELLS - *cells);
    if (reader->status != WJ_OK) {
        return NULL;
    }
    *cells += (size_t)count;
    if (first) {
        struct wj_counter *made = add_counter(plane, quantity, (size_t)count);
        fail(reader, made != NULL ? WJ_OK : WJ_MEMORY);
        return made;
    }
    struct wj_counter *counter = &plane->counters.list[place];
    if ((counter->quantity != NULL) != quantity || counter->count != count) {
        fail(reader, WJ_DATA);
        return NULL;
    }
    return counter;
}

void wj_part_read_counters(struct wj_part_reader *reader, struct wj_part_plane *plane)
{
    bool first = plane->counters.count == 0;
    uint64_t count = wj_part_read(reader, WJ_PART_MOST_CELLS);
    size_t cells = 0;
    if (!first && count != plane->counters.count) {
        fail(reader, WJ_DATA);
    }
    for (size_t i = 0; reader->status == WJ_OK && i < count; i++) {
        struct wj_counter *counter = counter_at(reader, plane, i, first, &cells);
        if (counter != NULL && counter->quantity != NULL) {
            read_quantity(reader, counter->quantity);
        } else if (counter != NULL) {
            read_cells(reader, counter);
        }
    }
}
