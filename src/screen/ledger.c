#include "wjtab/screen/ledger.h"

#include <stdlib.h>

#include "entry.h"
#include "wjtab/base/memory.h"
#include "wjtab/screen/screen.h"

enum wj_status wj_ledger_init(struct wj_ledger *ledger, const struct wj_survey *survey,
                              struct wj_diags *diags)
{
    *ledger = (struct wj_ledger){.survey = survey, .diags = diags};
    if (survey == NULL) {
        return WJ_OK;
    }
    ledger->by_rule = wj_alloc(wj_rule_count(survey) * sizeof *ledger->by_rule);
    ledger->broken = wj_alloc(wj_rule_count(survey) * sizeof *ledger->broken);
    return ledger->by_rule != NULL && ledger->broken != NULL ? WJ_OK : WJ_MEMORY;
}

enum wj_status wj_ledger_name(struct wj_ledger *ledger, size_t file_number, const char *name)
{
    if (wj_grow(&ledger->files, &ledger->file_capacity, file_number + 1, sizeof *ledger->files) !=
        WJ_OK) {
        return WJ_MEMORY;
    }
    if (ledger->file_count <= file_number) {
        ledger->file_count = file_number + 1;
    }
    ledger->files[file_number] = name;
    return WJ_OK;
}

/* ---- keeping an entry ---- */

/* Counts the entry's rules; false where it is none of this survey. */
static bool count_rules(struct wj_ledger *ledger, struct wj_unpack from)
{
    size_t rules = wj_rule_count(ledger->survey);
    wj_unpack_text(&from);
    uint64_t breaches = wj_unpack_up_to(&from, rules);
    bool good = breaches > 0;
    for (uint64_t i = 0; good && i < breaches; i++) {
        uint64_t rule = wj_unpack_up_to(&from, rules - 1);
        uint64_t asked = wj_unpack_up_to(&from, ledger->survey->question_count);
        for (uint64_t j = 0; j < asked && !from.failed; j++) {
            wj_unpack_up_to(&from, ledger->survey->question_count - 1);
        }
        wj_unpack_text(&from);
        good = !from.failed;
        ledger->broken[rule]++;
        if (i == 0) {
            ledger->by_rule[rule]++;
            ledger->last_rule = (size_t)rule;
        }
    }
    return good && from.rest.len == 0;
}

/* The place of an entry in the spill of those that came out of order. */
static enum wj_status list_late(struct wj_ledger *ledger, const struct wj_entry_head *head)
{
    if (wj_grow(&ledger->late_list, &ledger->late_capacity, ledger->late_count + 1,
                sizeof *ledger->late_list) != WJ_OK) {
        return WJ_MEMORY;
    }
    ledger->late_list[ledger->late_count++] =
        (struct wj_late_entry){head->file, head->record, ledger->late.size};
    return WJ_OK;
}

enum wj_status wj_ledger_put_made(struct wj_ledger *ledger)
{
    struct wj_unpack from = {.rest = wj_buf_slice(&ledger->entry)};
    struct wj_entry_head head = wj_entry_head(&from);
    if (ledger->entry.failed) {
        return WJ_MEMORY;
    }
    if (from.failed || (ledger->survey != NULL && !count_rules(ledger, from))) {
        return WJ_DATA;
    }
    bool late = ledger->entries.size > 0 &&
                wj_entry_order(ledger->last_file, ledger->last_record, head.file, head.record) > 0;
    enum wj_status status = late ? list_late(ledger, &head) : WJ_OK;
    if (!late) {
        ledger->last_file = head.file;
        ledger->last_record = head.record;
    }
    wj_buf_reset(&ledger->framed);
    wj_pack_text(&ledger->framed, wj_buf_slice(&ledger->entry));
    if (status == WJ_OK) {
        status = wj_buf_status(&ledger->framed);
    }
    ledger->count++;
    return status == WJ_OK ? wj_spill_add(late ? &ledger->late : &ledger->entries, ledger->diags,
                                          wj_buf_slice(&ledger->framed))
                           : status;
}

enum wj_status wj_ledger_add_rule(struct wj_ledger *ledger, const struct wj_rejection *rejection,
                                  size_t rule)
{
    struct wj_buf *entry = &ledger->entry;
    wj_buf_reset(entry);
    wj_pack_number(entry, rejection->file_number);
    wj_pack_number(entry, rejection->record);
    wj_pack_number(entry, rejection->line);
    wj_pack_text(entry, wj_slice_of(rejection->id));
    wj_pack_number(entry, 1);
    wj_pack_number(entry, rule);
    wj_pack_number(entry, 0);
    wj_pack_number(entry, 0);
    return wj_ledger_put_made(ledger);
}

/* Puts the entry with another head before it. */
static enum wj_status put_shifted(struct wj_ledger *ledger, const struct wj_entry_head *head,
                                  struct wj_slice rest)
{
    wj_buf_reset(&ledger->entry);
    wj_pack_number(&ledger->entry, head->file);
    wj_pack_number(&ledger->entry, head->record);
    wj_pack_number(&ledger->entry, head->line);
    wj_buf_add(&ledger->entry, rest);
    return wj_ledger_put_made(ledger);
}

enum wj_status wj_ledger_put(struct wj_ledger *ledger, struct wj_slice entry, uint64_t file_shift,
                             uint64_t files)
{
    struct wj_unpack from = {.rest = entry};
    struct wj_entry_head head = wj_entry_head(&from);
    if (from.failed || head.file >= files || file_shift >= files - head.file) {
        return WJ_DATA;
    }
    head.file += file_shift;
    return put_shifted(ledger, &head, from.rest);
}

enum wj_status wj_ledger_append(struct wj_ledger *ledger, const struct wj_ledger *from,
                                uint64_t record_shift, uint64_t line_shift)
{
    struct wj_ledger_walk walk = {.ledger = from};
    struct wj_slice entry = {0};
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < from->file_count; i++) {
        status = from->files[i] != NULL ? wj_ledger_name(ledger, i, from->files[i]) : WJ_OK;
    }
    if (status == WJ_OK) {
        status = wj_ledger_next_entry(&walk, &entry);
    }
    while (status == WJ_OK && entry.ptr != NULL) {
        struct wj_unpack packed = {.rest = entry};
        struct wj_entry_head head = wj_entry_head(&packed);
        head.record += record_shift;
        head.line += line_shift;
        status = put_shifted(ledger, &head, packed.rest);
        if (status == WJ_OK) {
            status = wj_ledger_next_entry(&walk, &entry);
        }
    }
    wj_ledger_walk_clear(&walk);
    return status;
}

/* ---- order, and the end ---- */

static int by_position(const void *a, const void *b)
{
    const struct wj_late_entry *one = a;
    const struct wj_late_entry *other = b;
    return wj_entry_order(one->file, one->record, other->file, other->record);
}

void wj_ledger_sort(struct wj_ledger *ledger)
{
    if (ledger->late_count > 1) {
        qsort(ledger->late_list, ledger->late_count, sizeof *ledger->late_list, by_position);
    }
}

void wj_ledger_reset(struct wj_ledger *ledger)
{
    size_t rules = ledger->survey != NULL ? wj_rule_count(ledger->survey) : 0;
    for (size_t i = 0; i < rules; i++) {
        ledger->by_rule[i] = ledger->broken[i] = 0;
    }
    ledger->count = 0;
    ledger->file_count = 0;
    ledger->late_count = 0;
    wj_spill_reset(&ledger->entries);
    wj_spill_reset(&ledger->late);
}

void wj_ledger_clear(struct wj_ledger *ledger)
{
    wj_free(ledger->by_rule);
    wj_free(ledger->broken);
    wj_free(ledger->files);
    wj_free(ledger->late_list);
    wj_spill_clear(&ledger->entries);
    wj_spill_clear(&ledger->late);
    wj_buf_clear(&ledger->entry);
    wj_buf_clear(&ledger->framed);
    *ledger = (struct wj_ledger){0};
}
