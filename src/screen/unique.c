#include "unique.h"

#include "wjtab/base/memory.h"
#include "wjtab/base/pack.h"
#include "wjtab/base/text.h"

bool wj_response_key(const struct wj_survey *survey, const struct wj_response *response,
                     struct wj_buf *key)
{
    struct wj_buf part = {0};
    bool any = false;
    for (size_t i = 0; i < survey->valid.unique_count; i++) {
        wj_buf_reset(&part);
        wj_text_clean(&part, wj_response_cell(response, response->columns->unique[i]), false);
        any = any || part.len > 0;
        wj_buf_addf(key, "%zu:", part.len);
        wj_buf_add(key, wj_buf_slice(&part));
    }
    wj_buf_clear(&part);
    return any;
}

/* ---- held responses ---- */

static enum wj_status note_file(struct wj_unique *unique, const struct wj_response *response)
{
    size_t number = response->file_number;
    if (wj_grow(&unique->files, &unique->file_capacity, number + 1, sizeof *unique->files) !=
        WJ_OK) {
        return WJ_MEMORY;
    }
    unique->files[number] = (struct wj_held_file){response->file, response->columns};
    return WJ_OK;
}

static enum wj_status hold(struct wj_unique *unique, const struct wj_response *response,
                           struct wj_diags *diags)
{
    struct wj_buf *entry = &unique->entry;
    wj_buf_reset(entry);
    wj_buf_reset(&unique->framed);
    wj_pack_number(entry, unique->held_count);
    wj_pack_number(entry, response->file_number);
    wj_pack_number(entry, response->record);
    wj_pack_number(entry, response->line);
    wj_pack_number(entry, response->field_count);
    for (size_t i = 0; i < response->field_count; i++) {
        wj_pack_text(entry, response->fields[i]);
    }
    wj_pack_text(&unique->framed, wj_buf_slice(entry));
    enum wj_status status = note_file(unique, response);
    if (status == WJ_OK &&
        (wj_buf_status(entry) != WJ_OK || wj_buf_status(&unique->framed) != WJ_OK)) {
        status = WJ_MEMORY;
    }
    unique->held_count++;
    return status == WJ_OK ? wj_spill_add(&unique->held, diags, wj_buf_slice(&unique->framed))
                           : status;
}

static bool is_superseded(const struct wj_unique *unique, uint64_t number)
{
    size_t word = (size_t)(number / 64);
    return word < unique->superseded_capacity && (unique->superseded[word] >> number % 64 & 1) != 0;
}

/* Reads an entry back; its fields point into it. */
static enum wj_status unpack(const struct wj_unique *unique, struct wj_slice entry,
                             struct wj_held_walk *walk, struct wj_response *response,
                             uint64_t *number)
{
    struct wj_unpack from = {.rest = entry};
    *number = wj_unpack_number(&from);
    response->file_number = (size_t)wj_unpack_up_to(&from, unique->file_capacity - 1);
    response->record = wj_unpack_number(&from);
    response->line = wj_unpack_number(&from);
    response->field_count = (size_t)wj_unpack_up_to(&from, entry.len);
    if (wj_grow(&walk->fields, &walk->field_capacity, response->field_count + 1,
                sizeof *walk->fields) != WJ_OK) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < response->field_count; i++) {
        walk->fields[i] = wj_unpack_text(&from);
    }
    response->file = unique->files[response->file_number].name;
    response->columns = unique->files[response->file_number].columns;
    response->fields = walk->fields;
    response->shape = false;
    response->id = wj_response_cell(response, response->columns->id);
    response->seconds = wj_response_cell(response, response->columns->seconds);
    return from.failed ? WJ_INTERNAL : WJ_OK;
}

enum wj_status wj_unique_next(struct wj_unique *unique, struct wj_held_walk *walk, bool superseded,
                              struct wj_diags *diags, struct wj_response *response, bool *any)
{
    uint64_t number = 0;
    walk->walk.spill = &unique->held;
    for (;;) {
        struct wj_slice entry = {0};
        enum wj_status status = wj_spill_next(&walk->walk, diags, &entry);
        *any = status == WJ_OK && entry.ptr != NULL;
        if (*any) {
            status = unpack(unique, entry, walk, response, &number);
        }
        if (status != WJ_OK || !*any || is_superseded(unique, number) == superseded) {
            return status;
        }
    }
}

/* The entry at a place, into `unique->entry`. */
static enum wj_status read_entry(struct wj_unique *unique, uint64_t offset, struct wj_diags *diags)
{
    char head[WJ_PACK_LONGEST];
    uint64_t rest = unique->held.size - offset;
    size_t head_len = rest < sizeof head ? (size_t)rest : sizeof head;
    struct wj_buf *entry = &unique->entry;
    enum wj_status status = wj_spill_read(&unique->held, diags, offset, head_len, head);
    if (status != WJ_OK) {
        return status;
    }
    struct wj_unpack from = {.rest = wj_slice(head, head_len)};
    size_t len = (size_t)wj_unpack_up_to(&from, rest);
    wj_buf_reset(entry);
    char *into = wj_buf_reserve(entry, len);
    if (into == NULL) {
        return WJ_MEMORY;
    }
    entry->len = len;
    return wj_spill_read(&unique->held, diags, offset + (head_len - from.rest.len), len, into);
}

/* Puts a held response that a later one supersedes into the ledger. */
static enum wj_status supersede(struct wj_unique *unique, uint64_t offset,
                                const struct wj_survey *survey, struct wj_ledger *ledger)
{
    struct wj_response response = {0};
    struct wj_buf id = {0};
    uint64_t number = 0;
    enum wj_status status = read_entry(unique, offset, ledger->diags);
    if (status == WJ_OK) {
        status = unpack(unique, wj_buf_slice(&unique->entry), &unique->earlier, &response, &number);
    }
    size_t word = (size_t)(number / 64);
    if (status == WJ_OK) {
        status = wj_grow(&unique->superseded, &unique->superseded_capacity, word + 1,
                         sizeof *unique->superseded);
    }
    if (status == WJ_OK) {
        unique->superseded[word] |= UINT64_C(1) << number % 64;
        status = wj_response_show_id(survey, &response, &id);
    }
    struct wj_rejection rejection = {.file_number = response.file_number,
                                     .record = response.record,
                                     .line = response.line,
                                     .id = wj_buf_text(&id)};
    if (status == WJ_OK) {
        status = wj_ledger_name(ledger, response.file_number, response.file);
    }
    if (status == WJ_OK) {
        status = wj_ledger_add_rule(ledger, &rejection, wj_rule_count(survey) - 1);
    }
    wj_buf_clear(&id);
    return status;
}

/* ---- judging ---- */

enum wj_status wj_unique_judge(struct wj_unique *unique, const struct wj_survey *survey,
                               const struct wj_response *response, struct wj_ledger *ledger,
                               enum wj_verdict *verdict)
{
    bool last = survey->valid.keep == WJ_KEEP_LAST;
    wj_buf_reset(&unique->key);
    bool has_key = wj_response_key(survey, response, &unique->key);
    size_t known = unique->keys.count;
    uint64_t *value = NULL;
    enum wj_status status = wj_buf_status(&unique->key);
    *verdict = last ? WJ_HELD : WJ_EFFECTIVE;
    if (status == WJ_OK && has_key) {
        status = wj_map_put(&unique->keys, wj_buf_slice(&unique->key), &value);
    }
    bool repeated = status == WJ_OK && has_key && unique->keys.count == known;
    if (repeated && !last) {
        *verdict = WJ_REJECTED;
    } else if (repeated) {
        status = supersede(unique, *value, survey, ledger);
    }
    if (status == WJ_OK && last) {
        uint64_t offset = unique->held.size;
        status = hold(unique, response, ledger->diags);
        if (value != NULL) {
            *value = offset;
        }
    }
    return status;
}

static void clear_walk(struct wj_held_walk *walk)
{
    wj_spill_walk_clear(&walk->walk);
    wj_free(walk->fields);
}

void wj_unique_clear(struct wj_unique *unique)
{
    clear_walk(&unique->earlier);
    clear_walk(&unique->left);
    clear_walk(&unique->dropped);
    wj_spill_clear(&unique->held);
    wj_free(unique->superseded);
    wj_free(unique->files);
    wj_map_clear(&unique->keys);
    wj_buf_clear(&unique->key);
    wj_buf_clear(&unique->part);
    wj_buf_clear(&unique->entry);
    wj_buf_clear(&unique->framed);
}
