#include "cut.h"
#include "draft.h"
#include "match.h"
#include "wjtab/base/number.h"
#include "wjtab/base/personal.h"
#include "wjtab/base/text.h"

enum { LONGEST_SPECIAL = 16, LONGEST_NUMBER = 40, LONGEST_PART = 30, CELLS_OF_TEXT = 400 };

/* --- what a cell is --- */

static enum wj_emptiness emptiness(struct wj_draft *draft, struct wj_slice text)
{
    if (text.len == 0 || text.len > LONGEST_SPECIAL) {
        return text.len == 0 ? WJ_CELL_EMPTY : WJ_CELL_FILLED;
    }
    wj_buf_reset(&draft->scratch);
    wj_text_clean(&draft->scratch, text, true);
    return wj_cell_emptiness(wj_buf_slice(&draft->scratch), true);
}

static bool note_number(struct wj_draft *draft, struct wj_draft_column *column,
                        struct wj_slice text)
{
    mpq_t number;
    if (text.len > LONGEST_NUMBER) {
        return false;
    }
    mpq_init(number);
    wj_buf_reset(&draft->scratch);
    wj_text_clean(&draft->scratch, text, true);
    bool good = wj_number_parse(number, wj_buf_slice(&draft->scratch),
                                WJ_NUMBER_THOUSANDS | WJ_NUMBER_EXPONENT);
    if (good) {
        bool first = column->numbers++ == 0;
        if (first || mpq_cmp(number, column->least) < 0) {
            mpq_set(column->least, number);
        }
        if (first || mpq_cmp(number, column->most) > 0) {
            mpq_set(column->most, number);
        }
    }
    mpq_clear(number);
    return good;
}

/* --- cells beyond the ceiling --- */

static enum wj_status add_parts(struct wj_draft_column *column, struct wj_slice text,
                                struct wj_draft_tally tally)
{
    struct wj_slice parts[WJ_MOST_PARTS];
    size_t cuts;
    size_t count = wj_cut(text, 1u << column->separator, parts, &cuts);
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && count <= WJ_MOST_PARTS && i < count; i++) {
        if (column->parts.index.count <= WJ_DRAFT_CELLS ||
            wj_map_get(&column->parts.index, parts[i])) {
            status = wj_draft_values_add(&column->parts, parts[i], tally);
        }
    }
    return status;
}

/* The first cell that is not kept: is this a multiple answer, or free text? */
static void note_overflow(struct wj_draft_column *column)
{
    unsigned share;
    if (!column->overflow) {
        column->overflow = true;
        column->separator = wj_draft_separator(column, &share);
    }
}

static enum wj_status keep_cell(struct wj_draft *draft, struct wj_draft_column *column,
                                struct wj_slice text, struct wj_draft_tally tally)
{
    if (column->cells.index.count < WJ_DRAFT_CELLS && draft->kept < WJ_DRAFT_MEMORY) {
        draft->kept += text.len + sizeof(struct wj_map_entry) + sizeof tally;
        return wj_draft_values_add(&column->cells, text, tally);
    }
    note_overflow(column);
    return column->separator >= 0 ? add_parts(column, text, tally) : WJ_OK;
}

/* A cell that has been met before: what it is was found out then. */
static bool is_known(struct wj_draft_column *column, struct wj_slice text, uint64_t print)
{
    const uint64_t *number = wj_map_get(&column->cells.index, text);
    if (number == NULL) {
        return false;
    }
    struct wj_draft_tally *tally = &column->cells.tallies[*number - 1];
    tally->count++;
    tally->print += print;
    column->filled++;
    column->personal += tally->personal ? 1 : 0;
    column->numbers += tally->number ? 1 : 0;
    return true;
}

enum wj_status wj_draft_observe(struct wj_draft *draft, struct wj_draft_column *column,
                                struct wj_slice cell, uint64_t print)
{
    struct wj_slice text = wj_text_trim(cell);
    struct wj_draft_tally tally = {.count = 1, .print = print};
    if (text.len > 0 && is_known(column, text, print)) {
        return WJ_OK;
    }
    switch (emptiness(draft, text)) {
    case WJ_CELL_EMPTY:
        column->blank.count++;
        column->blank.print += print;
        return WJ_OK;
    case WJ_CELL_NOT_ASKED:
        column->skipped++;
        return WJ_OK;
    case WJ_CELL_FILLED:
        break;
    }
    column->filled++;
    tally.personal = wj_personal_has(text);
    tally.number = note_number(draft, column, text);
    column->personal += tally.personal ? 1 : 0;
    if (text.len > WJ_DRAFT_CELL_BYTES) {
        column->long_cells++;
        column->overflow = column->overflow || column->long_cells > CELLS_OF_TEXT;
        return WJ_OK;
    }
    return keep_cell(draft, column, text, tally);
}

/* --- several parts in a cell --- */

/* Counts the parts of all kept cells; *several and *total are cells with two parts or more, and
 * all.
 */
static enum wj_status count_parts(const struct wj_draft_column *column, int separator,
                                  struct wj_draft_values *parts, uint64_t *several)
{
    struct wj_slice cut[WJ_MOST_PARTS];
    enum wj_status status = WJ_OK;
    *several = 0;
    for (size_t i = 0; i < column->cells.index.count; i++) {
        struct wj_draft_tally tally = column->cells.tallies[i];
        size_t cuts;
        size_t count = wj_cut(wj_draft_value(&column->cells, i), 1u << separator, cut, &cuts);
        *several += count > 1 ? tally.count : 0;
        for (size_t j = 0; status == WJ_OK && count <= WJ_MOST_PARTS && j < count; j++) {
            status = wj_draft_values_add(parts, cut[j], tally);
        }
    }
    return status;
}

/* Are most parts met again, and short? */
static bool parts_recur(const struct wj_draft_values *parts)
{
    uint64_t all = 0;
    uint64_t again = 0;
    size_t length = 0;
    for (size_t i = 0; i < parts->index.count; i++) {
        all += parts->tallies[i].count;
        again += parts->tallies[i].count > 1 ? parts->tallies[i].count : 0;
        length += wj_utf8_count(wj_draft_value(parts, i));
    }
    return parts->index.count > 0 && parts->index.count <= WJ_DRAFT_OPTIONS &&
           again * 10 >= all * 7 && length <= parts->index.count * LONGEST_PART;
}

int wj_draft_separator(const struct wj_draft_column *column, unsigned *share)
{
    int found = -1;
    *share = 0;
    for (int i = 0; i < WJ_SEPARATORS && found < 0; i++) {
        struct wj_draft_values parts = {0};
        uint64_t several = 0;
        enum wj_status status = count_parts(column, i, &parts, &several);
        /* ┋ is no sign that people type. */
        bool fits =
            several > 0 && (i == 0 || parts_recur(&parts)) && parts.index.count <= WJ_DRAFT_OPTIONS;
        if (status == WJ_OK && fits) {
            found = i;
            *share = (unsigned)(several * 1000 / (column->filled > 0 ? column->filled : 1));
        }
        wj_draft_values_clear(&parts);
    }
    return found;
}
