#include "key.h"

#include <string.h>

#include "wjtab/base/pack.h"
#include "wjtab/base/text.h"

enum { SHORT = 0x80 /* lengths of one byte, as wj_pack_text writes them */ };

/* All bytes of less than eight, some of them twice. */
static uint64_t word_of(struct wj_slice bytes)
{
    uint32_t half[2] = {0, 0};
    uint64_t word = 0;
    if (bytes.len >= sizeof half[0]) {
        memcpy(&half[0], bytes.ptr, sizeof half[0]);
        memcpy(&half[1], bytes.ptr + bytes.len - sizeof half[1], sizeof half[1]);
        return half[0] | (uint64_t)half[1] << 32;
    }
    for (size_t i = 0; i < bytes.len; i++) {
        word = word << 8 | (unsigned char)bytes.ptr[i];
    }
    return word;
}

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0xC2B2AE3D27D4EB4Fu;
    return hash ^ hash >> 32;
}

/* Eight bytes at a time, the last of which may be looked at twice, each mixed into the lower half
 * as well. */
static uint64_t hash_cell(uint64_t hash, struct wj_slice cell)
{
    uint64_t word = 0;
    size_t at = 0;
    for (; at + sizeof word < cell.len; at += sizeof word) {
        hash = mix(hash, wj_slice_word(cell.ptr + at));
    }
    word =
        cell.len < sizeof word ? word_of(cell) : wj_slice_word(cell.ptr + cell.len - sizeof word);
    return mix(hash + cell.len, word);
}

static bool is_ascii(struct wj_slice cell)
{
    const uint64_t high = 0x8080808080808080u;
    uint64_t all = 0;
    size_t at = 0;
    for (; at + sizeof all < cell.len; at += sizeof all) {
        all |= wj_slice_word(cell.ptr + at);
    }
    all |= cell.len < sizeof all ? word_of(cell) : wj_slice_word(cell.ptr + cell.len - sizeof all);
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

/* Appends a cell that is clean and short where there is room for it. */
static bool add_clean(struct wj_buf *key, uint64_t *hash, struct wj_slice cell)
{
    char *at = key->ptr + key->len;
    if (cell.len >= SHORT || cell.len + 1 >= key->capacity - key->len || !is_clean(cell)) {
        return false;
    }
    at[0] = (char)cell.len;
    wj_slice_put(at + 1, cell);
    key->len += 1 + cell.len;
    *hash = hash_cell(*hash, cell);
    return true;
}

/* The same for all others. */
static bool add_any(struct wj_buf *key, uint64_t *hash, struct wj_slice cell)
{
    struct wj_buf cleaned = {0};
    if (!is_clean(cell)) {
        key->failed = wj_text_clean(&cleaned, cell, false) != WJ_OK || key->failed;
        cell = wj_buf_slice(&cleaned);
    }
    bool filled = cell.len > 0;
    wj_pack_text(key, cell);
    *hash = hash_cell(*hash, cell);
    wj_buf_clear(&cleaned);
    return filled;
}

bool wj_key_add(struct wj_buf *key, uint64_t *hash, struct wj_slice cell)
{
    return key->capacity > 0 && add_clean(key, hash, cell) ? cell.len > 0
                                                           : add_any(key, hash, cell);
}
