#include "entry.h"
#include "wjtab/base/memory.h"
#include "wjtab/screen/ledger.h"
#include "wjtab/screen/screen.h"

/* Is the next late entry before the one at hand? */
static bool late_is_next(const struct wj_ledger_walk *walk)
{
    const struct wj_ledger *ledger = walk->ledger;
    struct wj_unpack from = {.rest = walk->entry};
    if (walk->next_late == ledger->late_count || walk->entry.ptr == NULL) {
        return walk->next_late < ledger->late_count;
    }
    struct wj_entry_head head = wj_entry_head(&from);
    const struct wj_late_entry *late = &ledger->late_list[walk->next_late];
    return wj_entry_order(late->file, late->record, head.file, head.record) < 0;
}

enum wj_status wj_ledger_next_entry(struct wj_ledger_walk *walk, struct wj_slice *entry)
{
    const struct wj_ledger *ledger = walk->ledger;
    enum wj_status status = WJ_OK;
    if (!walk->has_entry) {
        walk->entries.spill = &ledger->entries;
        walk->late.spill = &ledger->late;
        status = wj_spill_next(&walk->entries, ledger->diags, &walk->entry);
        walk->has_entry = true;
    }
    if (status != WJ_OK) {
        return status;
    }
    if (late_is_next(walk)) {
        walk->late.at = ledger->late_list[walk->next_late++].offset;
        return wj_spill_next(&walk->late, ledger->diags, entry);
    }
    *entry = walk->entry;
    walk->has_entry = false;
    return WJ_OK;
}

/* ---- unpacking ---- */

/* Adds a terminated text; returns where it begins. */
static size_t keep_text(struct wj_ledger_walk *walk, struct wj_slice text)
{
    size_t at = walk->texts.len;
    wj_buf_add(&walk->texts, text);
    wj_buf_add_char(&walk->texts, '\0');
    return at;
}

/* The names of a breach's questions, which stand in `walk->asked` from `first` on. */
static size_t keep_names(struct wj_ledger_walk *walk, size_t first, size_t count)
{
    size_t at = walk->texts.len;
    for (size_t i = 0; i < count; i++) {
        wj_buf_add_text(&walk->texts, i > 0 ? ";" : "");
        wj_buf_add_text(&walk->texts, walk->ledger->survey->questions[walk->asked[first + i]].name);
    }
    wj_buf_add_char(&walk->texts, '\0');
    return at;
}

/* Where a breach's parts begin, until all memory stands where it stays. */
struct marks {
    size_t asked;
    size_t questions;
    size_t answers;
};

static enum wj_status unpack_breach(struct wj_ledger_walk *walk, struct wj_unpack *from,
                                    struct wj_breach *breach, struct marks *marks, size_t *used)
{
    breach->rule = (size_t)wj_unpack_number(from);
    breach->asked_count = (size_t)wj_unpack_number(from);
    marks->asked = *used;
    if (wj_grow(&walk->asked, &walk->asked_capacity, *used + breach->asked_count + 1,
                sizeof *walk->asked) != WJ_OK) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < breach->asked_count; i++) {
        walk->asked[(*used)++] = (size_t)wj_unpack_number(from);
    }
    marks->questions = keep_names(walk, marks->asked, breach->asked_count);
    marks->answers = keep_text(walk, wj_unpack_text(from));
    return WJ_OK;
}

static enum wj_status unpack_breaches(struct wj_ledger_walk *walk, struct wj_unpack *from,
                                      size_t count, struct marks *marks)
{
    enum wj_status status = WJ_OK;
    size_t used = 0;
    for (size_t i = 0; status == WJ_OK && i < count; i++) {
        status = unpack_breach(walk, from, &walk->breaches[i], &marks[i], &used);
    }
    status = status == WJ_OK ? wj_buf_status(&walk->texts) : status;
    for (size_t i = 0; status == WJ_OK && i < count; i++) {
        walk->breaches[i].asked = walk->asked + marks[i].asked;
        walk->breaches[i].questions = walk->texts.ptr + marks[i].questions;
        walk->breaches[i].answers = walk->texts.ptr + marks[i].answers;
    }
    return status;
}

static const char *file_name(const struct wj_ledger *ledger, uint64_t number)
{
    bool known = number < ledger->file_count && ledger->files[number] != NULL;
    return known ? ledger->files[number] : "";
}

/* What was counted when it was put is what it should be. */
static enum wj_status unpack(struct wj_ledger_walk *walk, struct wj_slice entry)
{
    struct wj_unpack from = {.rest = entry};
    struct wj_rejection *rejection = &walk->rejection;
    struct wj_entry_head head = wj_entry_head(&from);
    wj_buf_reset(&walk->texts);
    size_t id = keep_text(walk, wj_unpack_text(&from));
    size_t count = (size_t)wj_unpack_number(&from);
    struct marks *marks = wj_alloc((count + 1) * sizeof *marks);
    enum wj_status status = marks != NULL ? wj_grow(&walk->breaches, &walk->breach_capacity,
                                                    count + 1, sizeof *walk->breaches)
                                          : WJ_MEMORY;
    if (status == WJ_OK) {
        status = unpack_breaches(walk, &from, count, marks);
    }
    wj_free(marks);
    if (status != WJ_OK) {
        return status;
    }
    *rejection = (struct wj_rejection){.file = file_name(walk->ledger, head.file),
                                       .file_number = (size_t)head.file,
                                       .record = head.record,
                                       .line = head.line,
                                       .id = walk->texts.ptr + id,
                                       .breaches = walk->breaches,
                                       .breach_count = count};
    return WJ_OK;
}

enum wj_status wj_ledger_next(struct wj_ledger_walk *walk, bool *any)
{
    struct wj_slice entry = {0};
    enum wj_status status = wj_ledger_next_entry(walk, &entry);
    *any = status == WJ_OK && entry.ptr != NULL;
    return *any ? unpack(walk, entry) : status;
}

void wj_ledger_walk_clear(struct wj_ledger_walk *walk)
{
    wj_spill_walk_clear(&walk->entries);
    wj_spill_walk_clear(&walk->late);
    wj_free(walk->breaches);
    wj_free(walk->asked);
    wj_buf_clear(&walk->texts);
    *walk = (struct wj_ledger_walk){0};
}
