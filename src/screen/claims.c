#include "wjtab/screen/claims.h"

#include "keys.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/pack.h"
#include "wjtab/base/text.h"

/* Is a cell what cleaning would make of it? ASCII between two signs is, and so are U+4000 to
 * U+9FFF, Chinese characters that stand for themselves. */
static bool is_clean(struct wj_slice cell)
{
    size_t at = 0;
    if (cell.len == 0) {
        return true;
    }
    if ((unsigned char)cell.ptr[0] <= ' ' || (unsigned char)cell.ptr[cell.len - 1] <= ' ') {
        return false;
    }
    while (at < cell.len) {
        unsigned char byte = (unsigned char)cell.ptr[at];
        if (byte >= 0x80 && (byte < 0xE4 || byte > 0xE9)) {
            return false;
        }
        at += byte < 0x80 ? 1 : 3;
    }
    return true;
}

bool wj_key_add(struct wj_buf *key, const struct wj_slice *cells, size_t count)
{
    struct wj_buf cleaned = {0};
    size_t empty = 0;
    for (size_t i = 0; i < count; i++) {
        struct wj_slice cell = cells[i];
        if (!is_clean(cell)) {
            wj_buf_reset(&cleaned);
            key->failed = wj_text_clean(&cleaned, cell, false) != WJ_OK || key->failed;
            cell = wj_buf_slice(&cleaned);
        }
        empty += cell.len == 0 ? 1 : 0;
        wj_pack_text(key, cell);
    }
    wj_buf_clear(&cleaned);
    return empty < count;
}

enum wj_status wj_claims_add(struct wj_claims *claims, const struct wj_claimant *claimant)
{
    struct wj_buf *texts = &claims->texts;
    size_t text = texts->len;
    if (wj_grow(&claims->list, &claims->capacity, claims->count + 1, sizeof *claims->list) !=
        WJ_OK) {
        return WJ_MEMORY;
    }
    bool has_key = wj_key_add(texts, claimant->cells, claimant->cell_count);
    size_t key_len = texts->len - text;
    wj_buf_add(texts, claimant->id);
    if (wj_buf_status(texts) != WJ_OK || texts->len > UINT32_MAX) {
        return WJ_MEMORY;
    }
    claims->list[claims->count++] = (struct wj_claim){
        .hash = wj_keys_hash(wj_slice(texts->ptr + text, key_len)),
        .record = claimant->record,
        .line = claimant->line,
        .text = (uint32_t)text,
        .key_len = (uint32_t)key_len,
        .id_len = (uint32_t)claimant->id.len,
        .has_key = has_key,
    };
    return WJ_OK;
}

void wj_claims_reset(struct wj_claims *claims)
{
    claims->count = 0;
    wj_buf_reset(&claims->texts);
}

void wj_claims_clear(struct wj_claims *claims)
{
    wj_free(claims->list);
    wj_buf_clear(&claims->texts);
    *claims = (struct wj_claims){0};
}
