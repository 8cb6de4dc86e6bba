/* Where the last of a key is kept, records wait to the end: the numbers of their answers, where
 * they stand and what names the form, on disk where they are many. */
#include "lane_parts.h"

#include "wjtab/base/memory.h"
#include "wjtab/base/pack.h"

/* How many numbers of answers so many records have, with those that fill the last block. */
static size_t row_numbers(const struct wj_lane *lane, size_t count)
{
    size_t blocks = (count + WJ_LANE_BATCH - 1) / WJ_LANE_BATCH;
    return blocks * lane->survey->question_count * WJ_LANE_BATCH;
}

/* Is a byte enough for each? */
static bool are_small(const struct wj_lane *lane)
{
    bool small = true;
    for (size_t i = 0; i < lane->survey->question_count; i++) {
        small = small && lane->columns[i].answer_count <= UINT8_MAX + 1;
    }
    return small;
}

/* Appends the numbers, each in a byte or in two, and says which before. */
static void pack_rows(struct wj_buf *entry, const struct wj_lane *lane, size_t count)
{
    const uint16_t *rows = lane->claims.rows;
    size_t numbers = row_numbers(lane, count);
    bool small = are_small(lane);
    wj_pack_number(entry, small ? 1 : sizeof *rows);
    if (!small) {
        wj_buf_add(entry, wj_slice((const char *)rows, numbers * sizeof *rows));
        return;
    }
    char *at = wj_buf_reserve(entry, numbers);
    for (size_t i = 0; at != NULL && i < numbers; i++) {
        at[i] = (char)rows[i];
    }
    entry->len += at != NULL ? numbers : 0;
}

/* Reads them back, where there is room for them. */
static void unpack_rows(struct wj_unpack *from, struct wj_lane *lane, size_t count)
{
    uint16_t *rows = lane->claims.rows;
    size_t numbers = row_numbers(lane, count);
    size_t size = (size_t)wj_unpack_up_to(from, sizeof *rows);
    struct wj_slice bytes = wj_unpack_bytes(from, numbers * size);
    if (size == sizeof *rows && bytes.len > 0) {
        memcpy(rows, bytes.ptr, bytes.len);
    }
    for (size_t i = 0; size == 1 && i < bytes.len; i++) {
        rows[i] = (unsigned char)bytes.ptr[i];
    }
}

/* What stands behind a claim's key and its form's name: texts whose themes are counted. */
static struct wj_slice texts_behind(const struct wj_claims *claims, size_t number)
{
    const struct wj_claim *claim = &claims->list[number];
    size_t from = (size_t)claim->text + claim->key_len + claim->id_len;
    size_t end = number + 1 < claims->count ? claim[1].text : claims->texts.len;
    return wj_slice(claims->texts.ptr + from, end - from);
}

/* Appends the claims: records and lines count from those of the one before. */
static void pack_claims(struct wj_buf *entry, const struct wj_claims *made, uint64_t record,
                        uint64_t line)
{
    char *start = wj_buf_reserve(entry, made->count * 4 * WJ_PACK_LONGEST + made->texts.len);
    char *at = start;
    for (size_t i = 0; start != NULL && i < made->count; i++) {
        const struct wj_claim *claim = &made->list[i];
        struct wj_slice behind = texts_behind(made, i);
        at = wj_pack_put(at, claim->record + record);
        at = wj_pack_put(at, claim->line + line);
        at = wj_pack_put(at, claim->id_len);
        at = wj_pack_put(at, behind.len);
        at = wj_slice_put(at,
                          wj_slice(made->texts.ptr + claim->text + claim->key_len, claim->id_len));
        at = wj_slice_put(at, behind);
        record = 0 - claim->record;
        line = 0 - claim->line;
    }
    entry->len += start != NULL ? (size_t)(at - start) : 0;
}

enum wj_status wj_lane_hold_claims(struct wj_lane *lane, struct wj_diags *diags, size_t file,
                                   uint64_t record_shift, uint64_t line_shift)
{
    struct wj_claims *made = &lane->claims.made;
    struct wj_buf *entry = &lane->claims.entry;
    struct wj_buf *length = &lane->claims.length;
    if (made->count == 0) {
        return WJ_OK;
    }
    wj_buf_reset(entry);
    wj_buf_reset(length);
    wj_pack_number(entry, file);
    wj_pack_number(entry, made->first);
    wj_pack_number(entry, made->count);
    pack_rows(entry, lane, made->count);
    pack_claims(entry, made, record_shift, line_shift);
    wj_pack_number(length, entry->len);
    wj_claims_reset(made);
    enum wj_status status = wj_buf_status(entry);
    if (status == WJ_OK) {
        status = wj_buf_status(length);
    }
    if (status == WJ_OK) {
        status = wj_spill_add(&lane->claims.held, diags, wj_buf_slice(length));
    }
    return status == WJ_OK ? wj_spill_add(&lane->claims.held, diags, wj_buf_slice(entry)) : status;
}

/* What is packed before a claim's texts. */
struct head {
    uint64_t record;
    uint64_t line;
    uint64_t id_len;
    uint64_t behind;
};

/* Mostly each is one byte. */
static struct head unpack_head(struct wj_unpack *from)
{
    const unsigned char *at = (const unsigned char *)from->rest.ptr;
    struct head head;
    if (from->rest.len >= 4 && (at[0] | at[1] | at[2] | at[3]) < 0x80) {
        head = (struct head){at[0], at[1], at[2], at[3]};
        from->rest = wj_slice_from(from->rest, 4);
        return head;
    }
    head.record = wj_unpack_number(from);
    head.line = wj_unpack_number(from);
    head.id_len = wj_unpack_up_to(from, UINT32_MAX);
    head.behind = wj_unpack_up_to(from, UINT32_MAX);
    return head;
}

/* Reads claims back, where there is room for them; they have no keys any more, and the texts are
 * those that they lay in. */
static enum wj_status unpack_claims(struct wj_claims *made, size_t count, struct wj_slice packed)
{
    wj_buf_add(&made->texts, packed);
    struct wj_unpack from = {.rest = wj_buf_slice(&made->texts)};
    struct wj_claim claim = {0};
    for (size_t i = 0; i < count; i++) {
        struct head head = unpack_head(&from);
        claim.record += head.record;
        claim.line += head.line;
        claim.id_len = (uint32_t)head.id_len;
        claim.text = (uint32_t)(made->texts.len - from.rest.len);
        wj_unpack_bytes(&from, (size_t)(head.id_len + head.behind));
        made->list[made->count++] = claim;
    }
    return wj_buf_status(&made->texts) == WJ_OK && from.failed ? WJ_INTERNAL
                                                               : wj_buf_status(&made->texts);
}

enum wj_status wj_lane_next_held(struct wj_lane *lane, struct wj_diags *diags,
                                 struct wj_lane_held *held)
{
    struct wj_slice entry = {0};
    *held = (struct wj_lane_held){0};
    lane->claims.next_held.spill = &lane->claims.held;
    enum wj_status status = wj_spill_next(&lane->claims.next_held, diags, &entry);
    if (status != WJ_OK || entry.ptr == NULL) {
        return status;
    }
    struct wj_unpack from = {.rest = entry};
    held->file = (size_t)wj_unpack_number(&from);
    held->first = wj_unpack_number(&from);
    held->count = (size_t)wj_unpack_up_to(&from, entry.len);
    status = wj_lane_claims_reserve(lane, held->count);
    if (status == WJ_OK) {
        unpack_rows(&from, lane, held->count);
        lane->claims.held_claims = from;
        status = from.failed ? WJ_INTERNAL : WJ_OK;
    }
    return status;
}

enum wj_status wj_lane_claim_held(struct wj_lane *lane, const struct wj_lane_held *held,
                                  bool placed)
{
    struct wj_claims *made = &lane->claims.made;
    wj_claims_reset(made);
    made->first = held->first;
    if (wj_grow(&made->list, &made->capacity, held->count, sizeof *made->list) != WJ_OK) {
        return WJ_MEMORY;
    }
    if (placed || lane->has_themes) {
        return unpack_claims(made, held->count, lane->claims.held_claims.rest);
    }
    memset(made->list, 0, held->count * sizeof *made->list);
    made->count = held->count;
    return WJ_OK;
}
