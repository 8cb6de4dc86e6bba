#include "wjtab/base/memory.h"
#include "wjtab/base/pack.h"
#include "wjtab/base/text.h"
#include "wjtab/tally/spool.h"

enum { MOST_BYTES = 1 << 28, MOST_SHOWN = 120, BYTE = 256, NOT_ASKED = 0xFFFF };

struct wj_slice wj_spool_row(const struct wj_spool *spool, size_t row)
{
    size_t end = row + 1 < spool->count ? spool->rows[row + 1] : spool->bytes.len;
    return wj_slice(spool->bytes.ptr + spool->rows[row], end - spool->rows[row]);
}

static size_t take_byte(struct wj_unpack *from)
{
    struct wj_slice byte = wj_unpack_bytes(from, 1);
    return byte.len > 0 ? (unsigned char)byte.ptr[0] : 0;
}

static bool text_fits(struct wj_unpack *from)
{
    struct wj_slice text = wj_unpack_bytes(from, take_byte(from));
    return text.len <= MOST_SHOWN && wj_utf8_valid(text) == text.len;
}

static bool single_fits(struct wj_unpack *from, const struct wj_question *question)
{
    size_t number = take_byte(from);
    number += BYTE * take_byte(from);
    return number == NOT_ASKED || number <= question->option_count;
}

static bool answer_fits(struct wj_unpack *from, const struct wj_question *question)
{
    if (question->type == WJ_TEXT) {
        return true;
    }
    if (question->type == WJ_SINGLE) {
        return single_fits(from, question);
    }
    size_t state = take_byte(from);
    if (state != WJ_SPOOL_ANSWERED) {
        return state < WJ_SPOOL_ANSWERED;
    }
    if (question->type == WJ_MULTIPLE) {
        wj_unpack_bytes(from, (question->option_count + 7) / 8);
        return true;
    }
    return take_byte(from) <= 1 && text_fits(from);
}

/* Is it a response of this survey, as wj_spool_add writes it? */
static bool row_fits(const struct wj_survey *survey, struct wj_slice row)
{
    struct wj_unpack from = {.rest = row};
    bool fits = text_fits(&from);
    for (size_t i = 0; fits && i < survey->question_count; i++) {
        fits = answer_fits(&from, &survey->questions[i]);
    }
    for (size_t i = 0; fits && i < survey->table_count; i++) {
        fits = survey->tables[i].where == NULL || take_byte(&from) <= 1;
    }
    return fits && !from.failed && from.rest.len == 0;
}

enum wj_status wj_spool_put(struct wj_spool *spool, struct wj_slice row)
{
    if (!row_fits(spool->survey, row)) {
        return WJ_DATA;
    }
    if (spool->count == WJ_SPOOL_MOST || spool->bytes.len > MOST_BYTES) {
        wj_spool_give_up(spool);
    }
    if (spool->overflow) {
        return WJ_OK;
    }
    if (wj_grow(&spool->rows, &spool->capacity, spool->count + 1, sizeof *spool->rows) != WJ_OK) {
        return WJ_MEMORY;
    }
    spool->rows[spool->count++] = spool->bytes.len;
    wj_buf_add(&spool->bytes, row);
    return wj_buf_status(&spool->bytes);
}
