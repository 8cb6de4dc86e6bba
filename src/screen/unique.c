#include "unique.h"

#include "key.h"
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

enum wj_status wj_unique_hold(struct wj_unique *unique, const struct wj_response *response,
                              uint64_t number, struct wj_diags *diags)
{
    struct wj_buf *entry = &unique->entry;
    wj_buf_reset(entry);
    wj_buf_reset(&unique->framed);
    wj_pack_number(entry, number);
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
    return status == WJ_OK ? wj_spill_add(&unique->held, diags, wj_buf_slice(&unique->framed))
                           : status;
}

static bool is_superseded(const struct wj_unique *unique, uint64_t number)
{
    size_t word = (size_t)(number / 64);
    return word < unique->superseded_capacity && (unique->superseded[word] >> number % 64 & 1) != 0;
}

static enum wj_status supersede(struct wj_unique *unique, uint64_t number)
{
    size_t word = (size_t)(number / 64);
    enum wj_status status = wj_grow(&unique->superseded, &unique->superseded_capacity, word + 1,
                                    sizeof *unique->superseded);
    if (status == WJ_OK) {
        unique->superseded[word] |= UINT64_C(1) << number % 64;
        unique->superseded_count++;
    }
    return status;
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

/* The next one, superseded or not. */
static enum wj_status next(struct wj_unique *unique, struct wj_held_walk *walk,
                           struct wj_diags *diags, struct wj_response *response, bool *superseded,
                           bool *any)
{
    uint64_t number = 0;
    struct wj_slice entry = {0};
    walk->walk.spill = &unique->held;
    enum wj_status status = wj_spill_next(&walk->walk, diags, &entry);
    *any = status == WJ_OK && entry.ptr != NULL;
    if (*any) {
        status = unpack(unique, entry, walk, response, &number);
        *superseded = is_superseded(unique, number);
    }
    return status;
}

/* Puts a superseded response into the ledger. */
static enum wj_status reject(const struct wj_survey *survey, const struct wj_response *response,
                             struct wj_ledger *ledger)
{
    struct wj_buf id = {0};
    enum wj_status status = wj_response_show_id(survey, response, &id);
    struct wj_rejection rejection = {.file_number = response->file_number,
                                     .record = response->record,
                                     .line = response->line,
                                     .id = wj_buf_text(&id)};
    if (status == WJ_OK) {
        status = wj_ledger_name(ledger, response->file_number, response->file);
    }
    if (status == WJ_OK) {
        status = wj_ledger_add_rule(ledger, &rejection, wj_rule_count(survey) - 1);
    }
    wj_buf_clear(&id);
    return status;
}

enum wj_status wj_unique_next(struct wj_unique *unique, const struct wj_survey *survey,
                              struct wj_ledger *ledger, struct wj_response *response, bool *any)
{
    bool superseded = true;
    enum wj_status status = WJ_OK;
    *any = true;
    while (status == WJ_OK && *any && superseded) {
        status = next(unique, &unique->left, ledger->diags, response, &superseded, any);
        if (status == WJ_OK && *any && superseded) {
            status = reject(survey, response, ledger);
        }
    }
    return status;
}

enum wj_status wj_unique_next_superseded(struct wj_unique *unique, struct wj_diags *diags,
                                         struct wj_response *response, bool *any)
{
    bool superseded = false;
    enum wj_status status = WJ_OK;
    *any = true;
    while (status == WJ_OK && *any && !superseded) {
        status = next(unique, &unique->dropped, diags, response, &superseded, any);
    }
    return status;
}

/* ---- judging ---- */

/* False when it has none. */
static bool find_key(struct wj_unique *unique, const struct wj_survey *survey,
                     const struct wj_response *response, uint64_t *hash)
{
    bool any = false;
    *hash = WJ_KEY_HASH;
    wj_buf_reset(&unique->key);
    for (size_t i = 0; i < survey->valid.unique_count; i++) {
        struct wj_slice cell = wj_response_cell(response, response->columns->unique[i]);
        any = wj_key_add(&unique->key, hash, cell) || any;
    }
    *hash = wj_key_spread(*hash);
    return any;
}

enum wj_status wj_unique_judge(struct wj_unique *unique, const struct wj_survey *survey,
                               const struct wj_response *response, struct wj_diags *diags,
                               enum wj_verdict *verdict)
{
    bool known = false;
    uint64_t number = unique->held_count;
    uint64_t hash = 0;
    bool has_key = find_key(unique, survey, response, &hash);
    struct wj_slice key = wj_buf_slice(&unique->key);
    struct wj_keys *keys = &unique->keys[hash >> WJ_CLAIM_PART_SHIFT];
    bool last = keys->numbered;
    enum wj_status status = wj_buf_status(&unique->key);
    if (status == WJ_OK && has_key) {
        status = wj_keys_put(keys, hash, key, &number, &known);
    }
    *verdict = last ? WJ_HELD : known ? WJ_REJECTED : WJ_EFFECTIVE;
    if (status == WJ_OK && last && known) {
        status = supersede(unique, number);
    }
    return status == WJ_OK && last ? wj_unique_hold(unique, response, unique->held_count++, diags)
                                   : status;
}

/* Where the last of a key is kept, the one before is noted. */
static enum wj_status judge_claim(struct wj_contest *contest, struct wj_keys *keys, uint32_t number)
{
    const struct wj_claims *claims = wj_contest_claims(contest, number);
    struct wj_claim *claim = wj_contest_claim(contest, number);
    struct wj_slice key = wj_slice(claims->texts.ptr + claim->text, claim->key_len);
    uint64_t held = contest->one->first + number;
    bool known = false;
    enum wj_status status = wj_keys_put(keys, claim->hash, key, &held, &known);
    if (status == WJ_OK && known && keys->numbered) {
        contest->superseded[contest->superseded_count++] = held;
    } else {
        claim->dropped = known;
    }
    return status;
}

static enum wj_status judge_all(struct wj_unique *unique, size_t part, struct wj_contest *contest)
{
    enum { AHEAD = 16 };
    struct wj_keys *keys = &unique->keys[part];
    size_t end = contest->ends[part];
    enum wj_status status = WJ_OK;
    for (size_t i = part > 0 ? contest->ends[part - 1] : 0; status == WJ_OK && i < end; i++) {
        if (i + AHEAD < end) {
            wj_keys_expect(keys, wj_contest_claim(contest, contest->order[i + AHEAD])->hash);
        }
        status = judge_claim(contest, keys, contest->order[i]);
    }
    return status;
}

static enum wj_status supersede_all(struct wj_unique *unique, const struct wj_contest *contest)
{
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < contest->superseded_count; i++) {
        status = supersede(unique, contest->superseded[i]);
    }
    return status;
}

/* When a contest's last part is judged, so are all parts of those before. */
enum wj_status wj_unique_judge_part(struct wj_unique *unique, size_t part,
                                    struct wj_contest *contest)
{
    if (part == 0) {
        contest->one->first = unique->held_count;
        contest->other->first = contest->one->first + contest->one->count;
        unique->held_count = contest->other->first + contest->other->count;
    }
    enum wj_status status = judge_all(unique, part, contest);
    if (status == WJ_OK && part == WJ_CLAIM_PARTS - 1) {
        status = supersede_all(unique, contest);
    }
    return status;
}

bool wj_unique_drops(const struct wj_unique *unique, uint64_t first, size_t count)
{
    const uint64_t end = first + count;
    bool any = false;
    for (uint64_t at = first; at < end && !any && at / 64 < unique->superseded_capacity;) {
        uint64_t bits = unique->superseded[at / 64] >> at % 64;
        uint64_t some = 64 - at % 64;
        some = some < end - at ? some : end - at;
        any = (some < 64 ? bits & ((UINT64_C(1) << some) - 1) : bits) != 0;
        at += some;
    }
    return any;
}

void wj_unique_drop(const struct wj_unique *unique, struct wj_claims *claims)
{
    for (size_t i = 0; i < claims->count; i++) {
        claims->list[i].dropped = is_superseded(unique, claims->first + i);
    }
}

void wj_unique_init(struct wj_unique *unique, const struct wj_survey *survey)
{
    *unique = (struct wj_unique){0};
    for (size_t i = 0; i < WJ_CLAIM_PARTS; i++) {
        unique->keys[i].numbered = survey->valid.keep == WJ_KEEP_LAST;
    }
}

static void clear_walk(struct wj_held_walk *walk)
{
    wj_spill_walk_clear(&walk->walk);
    wj_free(walk->fields);
}

void wj_unique_clear(struct wj_unique *unique)
{
    clear_walk(&unique->left);
    clear_walk(&unique->dropped);
    wj_spill_clear(&unique->held);
    wj_free(unique->superseded);
    wj_free(unique->files);
    for (size_t i = 0; i < WJ_CLAIM_PARTS; i++) {
        wj_keys_clear(&unique->keys[i]);
    }
    wj_buf_clear(&unique->key);
    wj_buf_clear(&unique->entry);
    wj_buf_clear(&unique->framed);
}
