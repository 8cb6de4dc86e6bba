#include "wjtab/screen/claims.h"

#include <string.h>

#include "keys.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/pack.h"
#include "wjtab/base/text.h"

static bool is_ascii(struct wj_slice cell)
{
    const uint64_t high = 0x8080808080808080u;
    uint64_t all = 0;
    uint64_t word;
    size_t at = 0;
    for (; at + sizeof word <= cell.len; at += sizeof word) {
        memcpy(&word, cell.ptr + at, sizeof word);
        all |= word;
    }
    for (; at < cell.len; at++) {
        all |= (unsigned char)cell.ptr[at];
    }
    return (all & high) == 0;
}

/* Has it nothing but ASCII and U+4000 to U+9FFF, Chinese characters that stand for themselves? */
static bool is_plain(struct wj_slice cell)
{
    size_t at = 0;
    while (at < cell.len) {
        unsigned char byte = (unsigned char)cell.ptr[at];
        if (byte >= 0x80 && (byte < 0xE4 || byte > 0xE9)) {
            return false;
        }
        at += byte < 0x80 ? 1 : 3;
    }
    return true;
}

/* Is a cell what cleaning would make of it, for certain? */
static bool is_clean(struct wj_slice cell)
{
    bool bare = cell.len == 0 ||
                ((unsigned char)cell.ptr[0] > ' ' && (unsigned char)cell.ptr[cell.len - 1] > ' ');
    return bare && (is_ascii(cell) || is_plain(cell));
}

/* Room for some bytes; NULL where there is none. */
static char *reserve(struct wj_buf *buf, size_t count)
{
    return count < buf->capacity - buf->len ? buf->ptr + buf->len : wj_buf_reserve(buf, count);
}

bool wj_key_add(struct wj_buf *key, struct wj_slice cell)
{
    enum { SHORT = 0x80 /* lengths of one byte, as wj_pack_text writes them */ };
    struct wj_buf cleaned = {0};
    bool clean = is_clean(cell);
    char *at = clean && cell.len > 0 && cell.len < SHORT ? reserve(key, 1 + cell.len) : NULL;
    if (at != NULL) {
        at[0] = (char)cell.len;
        memcpy(at + 1, cell.ptr, cell.len);
        key->len += 1 + cell.len;
        return true;
    }
    if (!clean) {
        key->failed = wj_text_clean(&cleaned, cell, false) != WJ_OK || key->failed;
        cell = wj_buf_slice(&cleaned);
    }
    bool filled = cell.len > 0;
    wj_pack_text(key, cell);
    wj_buf_clear(&cleaned);
    return filled;
}

enum wj_status wj_claims_begin(struct wj_claims *claims, uint64_t record, uint64_t line)
{
    bool full = claims->count == claims->capacity;
    if (claims->texts.len > UINT32_MAX ||
        (full && wj_grow(&claims->list, &claims->capacity, claims->count + 1,
                         sizeof *claims->list) != WJ_OK)) {
        return WJ_MEMORY;
    }
    claims->list[claims->count] =
        (struct wj_claim){.record = record, .line = line, .text = (uint32_t)claims->texts.len};
    return WJ_OK;
}

void wj_claims_cell(struct wj_claims *claims, struct wj_slice cell)
{
    struct wj_claim *claim = &claims->list[claims->count];
    claim->has_key = wj_key_add(&claims->texts, cell) || claim->has_key;
}

enum wj_status wj_claims_end(struct wj_claims *claims, struct wj_slice id)
{
    struct wj_claim *claim = &claims->list[claims->count];
    size_t key_len = claims->texts.len - claim->text;
    char *at = id.len > 0 ? reserve(&claims->texts, id.len) : NULL;
    if (at != NULL) {
        memcpy(at, id.ptr, id.len);
        claims->texts.len += id.len;
    }
    if (wj_buf_status(&claims->texts) != WJ_OK || claims->texts.len > UINT32_MAX) {
        return WJ_MEMORY;
    }
    claim->hash = wj_keys_hash(wj_slice(claims->texts.ptr + claim->text, key_len));
    claim->key_len = (uint32_t)key_len;
    claim->id_len = (uint32_t)id.len;
    claims->count++;
    return WJ_OK;
}

enum wj_status wj_claims_add(struct wj_claims *claims, const struct wj_survey *survey,
                             const struct wj_response *response)
{
    if (wj_claims_begin(claims, response->record, response->line) != WJ_OK) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < survey->valid.unique_count; i++) {
        wj_claims_cell(claims, wj_response_cell(response, response->columns->unique[i]));
    }
    return wj_claims_end(claims, response->id);
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
