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

enum { SHORT = 0x80 /* lengths of one byte, as wj_pack_text writes them */ };

/* Copies some bytes, which are few: eight at once, the last of them twice where need be. */
static void copy_few(char *to, const char *from, size_t len)
{
    uint64_t word;
    if (len < sizeof word) {
        for (size_t i = 0; i < len; i++) {
            to[i] = from[i];
        }
        return;
    }
    for (size_t at = 0; at + sizeof word < len; at += sizeof word) {
        memcpy(to + at, from + at, sizeof word);
    }
    memcpy(to + len - sizeof word, from + len - sizeof word, sizeof word);
}

/* Appends a cell that is clean and short where there is room for it. */
static bool add_clean(struct wj_buf *key, struct wj_slice cell)
{
    char *at = key->ptr + key->len;
    if (cell.len >= SHORT || cell.len + 1 >= key->capacity - key->len || !is_clean(cell)) {
        return false;
    }
    at[0] = (char)cell.len;
    copy_few(at + 1, cell.ptr, cell.len);
    key->len += 1 + cell.len;
    return true;
}

static void add_few(struct wj_buf *buf, struct wj_slice bytes)
{
    if (bytes.len < buf->capacity - buf->len) {
        copy_few(buf->ptr + buf->len, bytes.ptr, bytes.len);
        buf->len += bytes.len;
    } else {
        wj_buf_add(buf, bytes);
    }
}

bool wj_key_add(struct wj_buf *key, struct wj_slice cell)
{
    struct wj_buf cleaned = {0};
    if (key->capacity > 0 && add_clean(key, cell)) {
        return cell.len > 0;
    }
    if (!is_clean(cell)) {
        key->failed = wj_text_clean(&cleaned, cell, false) != WJ_OK || key->failed;
        cell = wj_buf_slice(&cleaned);
    }
    bool filled = cell.len > 0;
    wj_pack_text(key, cell);
    wj_buf_clear(&cleaned);
    return filled;
}

enum wj_status wj_claims_put(struct wj_claims *claims, uint64_t record, uint64_t line,
                             const struct wj_slice *cells, size_t key_cells)
{
    const struct wj_slice id = cells[key_cells];
    struct wj_buf *texts = &claims->texts;
    struct wj_claim claim = {.record = record, .line = line, .text = (uint32_t)texts->len};
    size_t start = texts->len;
    for (size_t i = 0; i < key_cells; i++) {
        claim.has_key = wj_key_add(texts, cells[i]) || claim.has_key;
    }
    size_t key_len = texts->len - start;
    add_few(texts, id);
    if (wj_buf_status(texts) != WJ_OK || texts->len > UINT32_MAX ||
        wj_grow(&claims->list, &claims->capacity, claims->count + 1, sizeof *claims->list) !=
            WJ_OK) {
        return WJ_MEMORY;
    }
    claim.hash = wj_keys_hash(wj_slice(texts->ptr + start, key_len));
    claim.key_len = (uint32_t)key_len;
    claim.id_len = (uint32_t)id.len;
    claims->list[claims->count++] = claim;
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
