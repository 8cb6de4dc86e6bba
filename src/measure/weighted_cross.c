#include "wjtab/measure/measure.h"
#include "wjtab/measure/weights.h"

/* The same table among the counts of a part. */
static const struct wj_cross_tally *table_of(const struct wj_tally *part,
                                             const struct wj_tally *tally,
                                             const struct wj_cross_tally *cross)
{
    bool everybody = cross->by->count == 0;
    return everybody ? &part->alls[cross - tally->alls] : &part->crosses[cross - tally->crosses];
}

static enum wj_status allocate(struct wj_arena *arena, const struct wj_cross_tally *cross,
                               struct wj_weighted_cross *result)
{
    size_t cells = (cross->row_count + 1) * (cross->column_count + 1);
    result->cells = wj_arena_alloc(arena, cells * sizeof *result->cells);
    result->shares = wj_arena_alloc(arena, cells * sizeof *result->shares);
    result->bases = wj_arena_alloc(arena, (cross->column_count + 1) * sizeof *result->bases);
    result->respondents =
        wj_arena_alloc(arena, (cross->column_count + 1) * sizeof *result->respondents);
    bool fine = result->cells != NULL && result->shares != NULL && result->bases != NULL &&
                result->respondents != NULL;
    return fine ? WJ_OK : WJ_MEMORY;
}

/* One part's counts, each times its weight. */
static void add_part(struct wj_weighted_cross *result, const struct wj_cross_tally *cross,
                     double weight)
{
    size_t columns = cross->column_count;
    for (size_t i = 0; i < cross->row_count; i++) {
        double *row = &result->cells[i * (columns + 1)];
        for (size_t j = 0; j < columns; j++) {
            row[j] += weight * (double)cross->cells[i * columns + j];
        }
        row[columns] += weight * (double)cross->totals[i];
    }
    for (size_t j = 0; j < columns; j++) {
        result->respondents[j] += weight * (double)cross->column_base[j];
    }
    result->respondents[columns] += weight * (double)cross->total_base;
}

static void set_shares(struct wj_weighted_cross *result, const struct wj_cross_tally *cross,
                       bool responses)
{
    size_t columns = cross->column_count + 1;
    for (size_t j = 0; j < columns; j++) {
        for (size_t i = 0; responses && i < cross->row_count; i++) {
            result->bases[j] += result->cells[i * columns + j];
        }
        result->bases[j] = responses ? result->bases[j] : result->respondents[j];
        for (size_t i = 0; result->bases[j] > 0.0 && i < cross->row_count; i++) {
            result->shares[i * columns + j] = result->cells[i * columns + j] / result->bases[j];
        }
    }
}

enum wj_status wj_weighted_cross(const struct wj_weights *weights, const struct wj_tally *tally,
                                 const struct wj_cross_tally *cross, struct wj_arena *arena,
                                 struct wj_weighted_cross *result)
{
    *result = (struct wj_weighted_cross){.columns = cross->column_count + 1};
    enum wj_status status = allocate(arena, cross, result);
    for (size_t i = 0; status == WJ_OK && i < weights->count; i++) {
        const struct wj_weight_part *part = &weights->parts[i];
        add_part(result, table_of(part->tally, tally, cross), (double)part->first);
    }
    if (status == WJ_OK) {
        bool has_options = cross->quantities == NULL;
        set_shares(result, cross, has_options && tally->survey->tables[cross->table].responses);
    }
    return status;
}
