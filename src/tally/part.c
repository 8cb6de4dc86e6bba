#include "wjtab/tally/part.h"

#include <string.h>

#include "part_parts.h"
#include "wjtab/base/file.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/message.h"

static unsigned unique_of(const struct wj_survey *survey)
{
    if (survey->valid.unique_count == 0) {
        return 0;
    }
    return survey->valid.keep == WJ_KEEP_LAST ? 2 : 1;
}

enum wj_status wj_part_init(struct wj_part *part, struct wj_diags *diags,
                            const struct wj_survey *survey)
{
    *part = (struct wj_part){.diags = diags};
    enum wj_status status = wj_ledger_init(&part->ledger, survey, diags);
    if (survey == NULL || status != WJ_OK) {
        return status;
    }
    part->definition = wj_arena_copy(&part->arena, wj_slice_of(wj_path_name(survey->path)));
    strcpy(part->digest, survey->digest);
    part->keep_personal = survey->keep_personal;
    part->unique = unique_of(survey);
    part->rule_count = survey->valid.rule_count;
    part->faults = wj_arena_alloc(&part->arena, (part->rule_count + 1) * sizeof *part->faults);
    return part->definition != NULL && part->faults != NULL ? WJ_OK : WJ_MEMORY;
}

void wj_part_sum(const char text[WJ_DIGEST_TEXT], char *bytes, size_t count)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < count; i++) {
        size_t high = (size_t)(strchr(digits, text[2 * i]) - digits);
        size_t low = (size_t)(strchr(digits, text[2 * i + 1]) - digits);
        bytes[i] = (char)(unsigned char)(high << 4 | low);
    }
}

enum wj_status wj_part_put_spool(struct wj_part *part, struct wj_slice row)
{
    wj_buf_reset(&part->packed);
    wj_pack_text(&part->packed, row);
    part->spool_count++;
    enum wj_status status = wj_buf_status(&part->packed);
    return status == WJ_OK ? wj_spill_add(&part->spool, part->diags, wj_buf_slice(&part->packed))
                           : status;
}

/* ---- duplicates ---- */

/* A dropped row is a rejection by `unique`, the last of the rules. */
static enum wj_status reject_row(struct wj_part *part, const struct wj_part_row *row)
{
    struct wj_buf id = {0};
    wj_buf_add(&id, row->id);
    struct wj_rejection rejection = {.file_number = (size_t)row->file,
                                     .record = row->record,
                                     .line = row->line,
                                     .id = wj_buf_text(&id)};
    enum wj_status status = wj_buf_status(&id);
    if (status == WJ_OK) {
        status = wj_ledger_add_rule(&part->ledger, &rejection, WJ_RULE_NAMED + part->rule_count);
    }
    wj_buf_clear(&id);
    return status;
}

enum wj_status wj_part_settle(struct wj_part *part)
{
    struct wj_spill_walk walk = {.spill = &part->rows};
    struct wj_part_row row;
    struct wj_slice entry = {0};
    enum wj_status status = WJ_OK;
    for (uint64_t i = 0; status == WJ_OK && i < part->row_count; i++) {
        status = wj_spill_next(&walk, part->diags, &entry);
        if (status == WJ_OK && part->dropped[i] != 0 && wj_part_row(entry, &row)) {
            status = reject_row(part, &row);
        }
    }
    wj_spill_walk_clear(&walk);
    wj_ledger_sort(&part->ledger);
    return status;
}

/* ---- from a run ---- */

static enum wj_status take_spool(struct wj_part *part, const struct wj_spool *spool)
{
    enum wj_status status = WJ_OK;
    part->spool_overflow = spool->overflow;
    for (size_t i = 0; status == WJ_OK && i < spool->count; i++) {
        status = wj_part_put_spool(part, wj_spool_row(spool, i));
    }
    return status;
}

enum wj_status wj_part_take(struct wj_part *part, struct wj_tally *tally,
                            const struct wj_screen *screen, const struct wj_spool *spool)
{
    enum wj_status status = tally->failed ? WJ_MEMORY : wj_part_list(part, tally);
    for (size_t i = 0; status == WJ_OK && i < part->rule_count; i++) {
        part->faults[i] = *wj_screen_fault(screen, i);
    }
    part->straight = wj_screen_straight(screen);
    if (status == WJ_OK) {
        status = wj_ledger_append(&part->ledger, wj_screen_ledger(screen), 0, 0);
    }
    return status == WJ_OK && part->has_spool && part->unique == 0 ? take_spool(part, spool)
                                                                   : status;
}

/* ---- and back ---- */

static enum wj_status give_plane(const struct wj_part_plane *plane, struct wj_tally *tally)
{
    struct wj_counters own = {0};
    enum wj_status status = wj_counters_list(&own, tally);
    if (status == WJ_OK) {
        status = wj_counters_add(&own, &plane->counters);
    }
    wj_counters_clear(&own);
    return status == WJ_INTERNAL ? WJ_DATA : status;
}

static enum wj_status give_planes(struct wj_part *part, struct wj_tally *tally)
{
    enum wj_status status = part->plane_count > 0 ? give_plane(&part->planes[0], tally) : WJ_OK;
    for (size_t i = 1; status == WJ_OK && i < part->plane_count; i++) {
        struct wj_tally *cell = NULL;
        status = wj_part_cell(tally, part->planes[i].key, &cell);
        if (status == WJ_OK && cell != NULL) {
            status = give_plane(&part->planes[i], cell);
        }
    }
    return status;
}

static enum wj_status give_row(const struct wj_part *part, struct wj_part_target *target,
                               struct wj_spool *spool, const struct wj_part_row *row)
{
    enum wj_status status = wj_part_count_row(target, row->counts);
    return status == WJ_OK && spool->survey != NULL && part->has_spool
               ? wj_spool_put(spool, row->spool)
               : status;
}

/* The rows that were not dropped. */
static enum wj_status give_rows(struct wj_part *part, struct wj_tally *tally,
                                struct wj_spool *spool)
{
    struct wj_part_target target = {.tally = tally};
    struct wj_spill_walk walk = {.spill = &part->rows};
    struct wj_slice entry = {0};
    struct wj_part_row row;
    enum wj_status status = WJ_OK;
    for (uint64_t i = 0; status == WJ_OK && i < part->row_count; i++) {
        status = wj_spill_next(&walk, part->diags, &entry);
        if (status == WJ_OK && part->dropped[i] == 0) {
            status = wj_part_row(entry, &row) ? give_row(part, &target, spool, &row) : WJ_DATA;
        }
    }
    wj_part_target_clear(&target);
    wj_spill_walk_clear(&walk);
    return status;
}

static enum wj_status give_spool(struct wj_part *part, struct wj_spool *spool)
{
    struct wj_spill_walk walk = {.spill = &part->spool};
    struct wj_slice entry = {0};
    enum wj_status status = WJ_OK;
    for (uint64_t i = 0; status == WJ_OK && i < part->spool_count; i++) {
        status = wj_spill_next(&walk, part->diags, &entry);
        if (status == WJ_OK) {
            status = wj_spool_put(spool, entry);
        }
    }
    wj_spill_walk_clear(&walk);
    if (part->spool_overflow) {
        wj_spool_give_up(spool);
    }
    return status;
}

static enum wj_status give_all(struct wj_part *part, struct wj_tally *tally,
                               struct wj_screen *screen, struct wj_spool *spool)
{
    enum wj_status status = give_planes(part, tally);
    if (status == WJ_OK) {
        status = give_rows(part, tally, spool);
    }
    if (status == WJ_OK && spool->survey != NULL) {
        status = give_spool(part, spool);
    }
    for (size_t i = 0; status == WJ_OK && i < part->rule_count; i++) {
        status = wj_screen_add_fault(screen, i, &part->faults[i]);
    }
    if (status == WJ_OK) {
        status = wj_screen_add_ledger(screen, &part->ledger, part->straight);
    }
    return status;
}

enum wj_status wj_part_give(struct wj_part *part, struct wj_tally *tally, struct wj_screen *screen,
                            struct wj_spool *spool)
{
    enum wj_status status = give_all(part, tally, screen, spool);
    if (status == WJ_DATA) {
        return wj_fail(part->diags, WJ_DATA, "tally_wrong", NULL,
                       _("the tally files do not fit this definition, though they name it; make "
                         "them again"));
    }
    return status;
}

void wj_part_clear(struct wj_part *part)
{
    wj_part_clear_planes(part);
    wj_ledger_clear(&part->ledger);
    wj_spill_clear(&part->rows);
    wj_spill_clear(&part->spool);
    wj_map_clear(&part->keys);
    wj_free(part->dropped);
    wj_free(part->inputs);
    wj_free(part->warnings);
    wj_buf_clear(&part->packed);
    wj_arena_clear(&part->arena);
    *part = (struct wj_part){0};
}
