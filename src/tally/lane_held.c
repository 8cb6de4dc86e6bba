/* Where the last of a key is kept, records wait to the end: the numbers of their answers, where
 * they stand and what names the form, on disk where they are many. */
#include "lane_parts.h"

#include "wjtab/base/memory.h"
#include "wjtab/base/pack.h"

static size_t row_bytes(const struct wj_lane *lane, size_t count)
{
    size_t blocks = (count + WJ_LANE_BATCH - 1) / WJ_LANE_BATCH;
    return blocks * lane->survey->question_count * WJ_LANE_BATCH * sizeof *lane->claims.rows;
}

/* What stands behind a claim's key and its form's name: texts whose themes are counted. */
static struct wj_slice texts_behind(const struct wj_claims *claims, size_t number)
{
    const struct wj_claim *claim = &claims->list[number];
    size_t from = (size_t)claim->text + claim->key_len + claim->id_len;
    size_t end = number + 1 < claims->count ? claim[1].text : claims->texts.len;
    return wj_slice(claims->texts.ptr + from, end - from);
}

enum wj_status wj_lane_hold_claims(struct wj_lane *lane, struct wj_diags *diags, size_t file,
                                   uint64_t record_shift, uint64_t line_shift)
{
    struct wj_claims *made = &lane->claims.made;
    struct wj_buf *entry = &lane->claims.entry;
    if (made->count == 0) {
        return WJ_OK;
    }
    wj_buf_reset(entry);
    wj_pack_number(entry, file);
    wj_pack_number(entry, made->first);
    wj_pack_number(entry, made->count);
    wj_buf_add(entry, wj_slice((const char *)lane->claims.rows, row_bytes(lane, made->count)));
    for (size_t i = 0; i < made->count; i++) {
        const struct wj_claim *claim = &made->list[i];
        wj_pack_number(entry, claim->record + record_shift);
        wj_pack_number(entry, claim->line + line_shift);
        wj_pack_text(entry,
                     wj_slice(made->texts.ptr + claim->text + claim->key_len, claim->id_len));
        wj_pack_text(entry, texts_behind(made, i));
    }
    wj_claims_reset(made);
    enum wj_status status = wj_buf_status(entry);
    wj_buf_reset(&lane->claims.length);
    wj_pack_number(&lane->claims.length, entry->len);
    if (status == WJ_OK) {
        status = wj_buf_status(&lane->claims.length);
    }
    if (status == WJ_OK) {
        status = wj_spill_add(&lane->claims.held, diags, wj_buf_slice(&lane->claims.length));
    }
    return status == WJ_OK ? wj_spill_add(&lane->claims.held, diags, wj_buf_slice(entry)) : status;
}

/* Reads one back; its key is no longer there. */
static enum wj_status unpack_claim(struct wj_claims *made, struct wj_unpack *from)
{
    uint64_t record = wj_unpack_number(from);
    uint64_t line = wj_unpack_number(from);
    struct wj_slice id = wj_unpack_text(from);
    struct wj_slice texts = wj_unpack_text(from);
    enum wj_status status = wj_claims_begin(made, record, line);
    if (status == WJ_OK) {
        status = wj_claims_end(made, id);
    }
    wj_buf_add(&made->texts, texts);
    return status;
}

enum wj_status wj_lane_next_held(struct wj_lane *lane, struct wj_diags *diags, size_t *file)
{
    struct wj_claims *made = &lane->claims.made;
    struct wj_slice entry = {0};
    wj_claims_reset(made);
    lane->claims.next_held.spill = &lane->claims.held;
    enum wj_status status = wj_spill_next(&lane->claims.next_held, diags, &entry);
    if (status != WJ_OK || entry.ptr == NULL) {
        return status;
    }
    struct wj_unpack from = {.rest = entry};
    *file = (size_t)wj_unpack_number(&from);
    made->first = wj_unpack_number(&from);
    size_t count = (size_t)wj_unpack_up_to(&from, entry.len);
    struct wj_slice rows = wj_unpack_bytes(&from, row_bytes(lane, count));
    status = wj_lane_claims_reserve(lane, count);
    if (status == WJ_OK && rows.len > 0) {
        memcpy(lane->claims.rows, rows.ptr, rows.len);
    }
    for (size_t i = 0; status == WJ_OK && i < count; i++) {
        status = unpack_claim(made, &from);
    }
    if (status == WJ_OK) {
        status = wj_buf_status(&made->texts);
    }
    return status == WJ_OK && from.failed ? WJ_INTERNAL : status;
}
