#include "wjtab/screen/claims.h"

#include <string.h>

#include "key.h"
#include "wjtab/base/memory.h"

static void add_few(struct wj_buf *buf, struct wj_slice bytes)
{
    if (bytes.len < buf->capacity - buf->len) {
        wj_slice_put(buf->ptr + buf->len, bytes);
        buf->len += bytes.len;
    } else {
        wj_buf_add(buf, bytes);
    }
}

enum wj_status wj_claims_put(struct wj_claims *claims, uint64_t record, uint64_t line,
                             const struct wj_slice *cells, size_t key_cells)
{
    const struct wj_slice id = cells[key_cells];
    struct wj_buf *texts = &claims->texts;
    size_t start = texts->len;
    uint64_t hash = WJ_KEY_HASH;
    bool has_key = false;
    for (size_t i = 0; i < key_cells; i++) {
        has_key = wj_key_add(texts, &hash, cells[i]) || has_key;
    }
    size_t key_len = texts->len - start;
    add_few(texts, id);
    if (texts->failed || texts->len > UINT32_MAX ||
        (claims->count == claims->capacity &&
         wj_grow(&claims->list, &claims->capacity, claims->count + 1, sizeof *claims->list) !=
             WJ_OK)) {
        return WJ_MEMORY;
    }
    claims->list[claims->count++] = (struct wj_claim){.hash = wj_key_spread(hash),
                                                      .record = record,
                                                      .line = line,
                                                      .text = (uint32_t)start,
                                                      .key_len = (uint32_t)key_len,
                                                      .id_len = (uint32_t)id.len,
                                                      .has_key = has_key};
    return WJ_OK;
}

enum wj_status wj_claims_add(struct wj_claims *claims, const struct wj_survey *survey,
                             const struct wj_response *response)
{
    size_t count = survey->valid.unique_count;
    if (wj_grow(&claims->cells, &claims->cell_capacity, count + 1, sizeof *claims->cells) !=
        WJ_OK) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        claims->cells[i] = wj_response_cell(response, response->columns->unique[i]);
    }
    claims->cells[count] = response->id;
    return wj_claims_put(claims, response->record, response->line, claims->cells, count);
}

void wj_claims_reset(struct wj_claims *claims)
{
    claims->count = 0;
    wj_buf_reset(&claims->texts);
}

void wj_claims_clear(struct wj_claims *claims)
{
    wj_free(claims->list);
    wj_free(claims->cells);
    wj_buf_clear(&claims->texts);
    *claims = (struct wj_claims){0};
}

/* ---- the order in which they are judged ---- */

/* How many there are of each part, into the `ends` of the parts. */
static void count_parts(struct wj_contest *contest, const struct wj_claims *claims)
{
    for (size_t i = 0; i < claims->count; i++) {
        const struct wj_claim *claim = &claims->list[i];
        contest->ends[claim->hash >> WJ_CLAIM_PART_SHIFT] += claim->has_key ? 1 : 0;
    }
}

/* Puts the numbers where `ends` says that their part begins; then it says where it ends. */
static void put_numbers(struct wj_contest *contest)
{
    const struct wj_claims *one = contest->one;
    const struct wj_claims *other = contest->other;
    size_t i = 0;
    size_t j = 0;
    while (i < one->count || j < other->count) {
        bool first =
            j == other->count || (i < one->count && one->list[i].record < other->list[j].record);
        const struct wj_claim *claim = first ? &one->list[i] : &other->list[j];
        if (claim->has_key) {
            size_t *end = &contest->ends[claim->hash >> WJ_CLAIM_PART_SHIFT];
            contest->order[(*end)++] = (uint32_t)(first ? i : one->count + j);
        }
        i += first ? 1 : 0;
        j += first ? 0 : 1;
    }
}

enum wj_status wj_contest_set(struct wj_contest *contest, struct wj_claims *one,
                              struct wj_claims *other)
{
    size_t count = one->count + other->count;
    size_t start = 0;
    if (count > UINT32_MAX ||
        wj_grow(&contest->order, &contest->order_capacity, count, sizeof *contest->order) !=
            WJ_OK ||
        wj_grow(&contest->superseded, &contest->superseded_capacity, count,
                sizeof *contest->superseded) != WJ_OK) {
        return WJ_MEMORY;
    }
    contest->one = one;
    contest->other = other;
    contest->superseded_count = 0;
    memset(contest->ends, 0, sizeof contest->ends);
    count_parts(contest, one);
    count_parts(contest, other);
    for (size_t part = 0; part < WJ_CLAIM_PARTS; part++) {
        size_t some = contest->ends[part];
        contest->ends[part] = start;
        start += some;
    }
    put_numbers(contest);
    return WJ_OK;
}

void wj_contest_clear(struct wj_contest *contest)
{
    wj_free(contest->order);
    wj_free(contest->superseded);
    *contest = (struct wj_contest){0};
}
