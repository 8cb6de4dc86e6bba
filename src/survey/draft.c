#include "draft.h"

#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

/* --- memory and texts --- */

void *wj_draft_array(struct wj_draft *draft, size_t count, size_t size)
{
    void *memory = wj_arena_alloc(&draft->arena, (count > 0 ? count : 1) * size);
    draft->no_memory = draft->no_memory || memory == NULL;
    return memory;
}

struct wj_slice wj_draft_copy(struct wj_draft *draft, struct wj_slice text)
{
    char *copy = wj_arena_copy(&draft->arena, text);
    draft->no_memory = draft->no_memory || copy == NULL;
    return wj_slice(copy != NULL ? copy : "", copy != NULL ? text.len : 0);
}

struct wj_slice wj_draft_clean(struct wj_draft *draft, struct wj_slice text)
{
    wj_buf_reset(&draft->scratch);
    draft->no_memory = draft->no_memory || wj_text_clean(&draft->scratch, text, true) != WJ_OK;
    return wj_draft_copy(draft, wj_buf_slice(&draft->scratch));
}

bool wj_draft_same(struct wj_draft *draft, struct wj_slice a, struct wj_slice b)
{
    if (wj_slice_equal(a, b)) {
        return true;
    }
    wj_buf_reset(&draft->scratch);
    wj_buf_reset(&draft->other_scratch);
    draft->no_memory = draft->no_memory || wj_text_clean(&draft->scratch, a, true) != WJ_OK ||
                       wj_text_clean(&draft->other_scratch, b, true) != WJ_OK;
    return wj_slice_equal(wj_buf_slice(&draft->scratch), wj_buf_slice(&draft->other_scratch));
}

bool wj_draft_holds(struct wj_slice text, const char *part)
{
    size_t len = strlen(part);
    return text.len >= len && memmem(text.ptr, text.len, part, len) != NULL;
}

bool wj_draft_holds_any(struct wj_slice text, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++) {
        if (wj_draft_holds(text, words[i])) {
            return true;
        }
    }
    return false;
}

bool wj_draft_ends(struct wj_slice text, const char *end)
{
    size_t len = strlen(end);
    return text.len >= len && memcmp(text.ptr + text.len - len, end, len) == 0;
}

/* --- reading --- */

static enum wj_status check_header(const struct wj_draft *draft, struct wj_slice header,
                                   size_t column)
{
    struct wj_place place = {.file = draft->path, .line = 1, .column = column + 1};
    if (wj_utf8_count(header) <= WJ_DRAFT_HEADER) {
        return WJ_OK;
    }
    return wj_fail(draft->diags, WJ_DATA, "header_too_long", &place,
                   _("this header cell has more than %d characters; the first line must "
                     "hold the columns' names"),
                   WJ_DRAFT_HEADER);
}

/* Headers that two columns have can't be named in a definition. */
static void find_duplicates(struct wj_draft *draft)
{
    struct wj_map seen = {0};
    for (size_t i = 0; i < draft->column_count && !draft->no_memory; i++) {
        struct wj_draft_column *column = &draft->columns[i];
        uint64_t *first = NULL;
        if (column->cleaned.len == 0) {
            column->role = WJ_DRAFT_UNNAMED;
        } else if (wj_map_put(&seen, column->cleaned, &first) != WJ_OK) {
            draft->no_memory = true;
        } else if (*first != 0) {
            column->role = WJ_DRAFT_TWICE;
            draft->columns[*first - 1].role = WJ_DRAFT_TWICE;
        } else {
            *first = i + 1;
        }
    }
    wj_map_clear(&seen);
}

static enum wj_status take_header(struct wj_draft *draft, const struct wj_slice *fields,
                                  size_t count)
{
    draft->columns = wj_draft_array(draft, count, sizeof *draft->columns);
    if (draft->columns == NULL) {
        return WJ_MEMORY;
    }
    draft->column_count = count;
    for (size_t i = 0; i < count; i++) {
        draft->columns[i].separator = -1;
        mpq_inits(draft->columns[i].least, draft->columns[i].most, NULL);
    }
    for (size_t i = 0; i < count; i++) {
        struct wj_draft_column *column = &draft->columns[i];
        enum wj_status status = check_header(draft, fields[i], i);
        if (status != WJ_OK) {
            return status;
        }
        column->header = wj_draft_copy(draft, wj_text_trim(fields[i]));
        column->cleaned = wj_draft_clean(draft, fields[i]);
        if (wj_draft_needs_regex(column) && column->cleaned.len > WJ_DRAFT_ODD_HEADER) {
            column->role = WJ_DRAFT_LEFT_OUT;
        }
    }
    find_duplicates(draft);
    wj_draft_find_platform(draft);
    return draft->no_memory ? WJ_MEMORY : WJ_OK;
}

/* A number that stands for a record (splitmix64): sums of them tell sets of records apart. */
static uint64_t print_of(uint64_t record)
{
    uint64_t x = record * 0x9E3779B97F4A7C15u;
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
    x = (x ^ x >> 27) * 0x94D049BB133111EBu;
    return x ^ x >> 31;
}

/* A record of another shape is looked at by nothing. */
static bool fits_shape(const struct wj_draft *draft, const struct wj_slice *fields, size_t count)
{
    bool fits = true;
    for (size_t i = draft->column_count; fits && i < count; i++) {
        fits = fields[i].len == 0;
    }
    for (size_t i = count; fits && i < draft->column_count; i++) {
        fits = draft->columns[i].header.len == 0;
    }
    return fits;
}

static enum wj_status take_record(struct wj_draft *draft, const struct wj_slice *fields,
                                  size_t count)
{
    enum wj_status status = WJ_OK;
    uint64_t print = print_of(draft->records + draft->misfits + 1);
    if (!fits_shape(draft, fields, count)) {
        draft->misfits++;
        return WJ_OK;
    }
    draft->records++;
    draft->all.count++;
    draft->all.print += print;
    for (size_t i = 0; status == WJ_OK && i < draft->column_count; i++) {
        struct wj_draft_column *column = &draft->columns[i];
        bool wanted = column->role == WJ_DRAFT_QUESTION || column->role == WJ_DRAFT_CLEANING ||
                      (column->role == WJ_DRAFT_UNNAMED && column->filled == 0);
        if (wanted && i < count) {
            status = wj_draft_observe(draft, column, fields[i], print);
        }
    }
    return status;
}

static enum wj_status read_all(struct wj_draft *draft, struct wj_reader *reader)
{
    struct wj_batch batch = {0};
    enum wj_status status = WJ_OK;
    do {
        status = wj_reader_next(reader, draft->diags, &batch);
        for (size_t i = 0; status == WJ_OK && i < batch.count; i++) {
            const struct wj_record *record = &batch.records[i];
            const struct wj_slice *fields = batch.fields + record->first;
            status = draft->columns == NULL ? take_header(draft, fields, record->count)
                                            : take_record(draft, fields, record->count);
        }
    } while (status == WJ_OK && batch.count > 0);
    return status;
}

/* --- from columns to questions --- */

static bool may_ask(const struct wj_draft_column *column)
{
    return column->role == WJ_DRAFT_QUESTION || column->role == WJ_DRAFT_CLEANING;
}

/* `题干—子题`: the part behind the dash, if a neighbour has the same stem. */
static struct wj_slice matrix_part(const struct wj_draft *draft, size_t number,
                                   struct wj_slice stem)
{
    struct wj_slice dash = wj_slice_of("—");
    struct wj_slice header = draft->columns[number].header;
    for (size_t at = 1; at + dash.len < header.len; at++) {
        if (!wj_slice_starts(wj_slice_from(header, at), dash)) {
            continue;
        }
        struct wj_slice before = wj_slice(header.ptr, at + dash.len);
        bool left = number > 0 && wj_slice_starts(draft->columns[number - 1].header, before);
        bool right = number + 1 < draft->column_count &&
                     wj_slice_starts(draft->columns[number + 1].header, before);
        return left || right ? wj_slice_from(header, at + dash.len) : stem;
    }
    return stem;
}

static void add_question(struct wj_draft *draft, size_t number)
{
    struct wj_draft_column *column = &draft->columns[number];
    struct wj_draft_question *question = &draft->questions[draft->question_count];
    unsigned marks;
    *question = (struct wj_draft_question){.column = number, .columns = 1, .scale = -1};
    question->label = column->header;
    size_t grouped =
        column->role == WJ_DRAFT_CLEANING ? 0 : wj_draft_group(draft, number, question);
    question->columns = grouped > 0 ? grouped : 1;
    if (grouped == 0 && column->role == WJ_DRAFT_QUESTION && wj_draft_personal_column(column)) {
        column->role = WJ_DRAFT_PERSONAL;
        return;
    }
    if (grouped == 0) {
        wj_draft_type(draft, question);
    }
    struct wj_slice stem = wj_draft_stem(question->label, &marks);
    stem = stem.len > 0 ? stem : question->label;
    struct wj_slice named = grouped > 0 ? stem : matrix_part(draft, number, stem);
    struct wj_slice short_named = wj_draft_stem(named, &marks);
    question->name = wj_draft_name(draft, short_named.len > 0 ? short_named : named, number);
    question->label = stem;
    for (size_t i = 0; i < question->columns; i++) {
        draft->columns[number + i].taken = true;
    }
    draft->question_count++;
}

static enum wj_status find_questions(struct wj_draft *draft)
{
    draft->questions = wj_draft_array(
        draft, draft->column_count < WJ_DRAFT_QUESTIONS ? draft->column_count : WJ_DRAFT_QUESTIONS,
        sizeof *draft->questions);
    for (size_t i = 0; draft->questions != NULL && i < draft->column_count; i++) {
        struct wj_draft_column *column = &draft->columns[i];
        if (!may_ask(column) || column->taken) {
            continue;
        }
        if (draft->question_count == WJ_DRAFT_QUESTIONS) {
            column->role = WJ_DRAFT_LEFT_OUT;
        } else {
            add_question(draft, i);
        }
    }
    if (!draft->no_memory) {
        wj_draft_find_scales(draft);
    }
    for (size_t i = 0; i < draft->question_count && !draft->no_memory; i++) {
        wj_draft_settle(draft, &draft->questions[i]);
    }
    if (!draft->no_memory) {
        wj_draft_share_scales(draft);
        wj_draft_find_asked(draft);
    }
    return draft->no_memory ? WJ_MEMORY : WJ_OK;
}

enum wj_status wj_draft_read(struct wj_diags *diags, const char *path,
                             const struct wj_read_options *options, struct wj_draft **draft)
{
    struct wj_reader *reader = NULL;
    struct wj_draft *made = wj_alloc(sizeof *made);
    *draft = NULL;
    if (made == NULL) {
        return WJ_MEMORY;
    }
    made->path = path;
    made->diags = diags;
    enum wj_status status = wj_reader_open(diags, path, options, &reader);
    if (status == WJ_OK) {
        status = read_all(made, reader);
    }
    if (status == WJ_OK) {
        status = find_questions(made);
    }
    struct wj_place place = {.file = path};
    if (status == WJ_OK && made->question_count == 0) {
        status = wj_fail(diags, WJ_DATA, "no_questions", &place,
                         _("no column of this file looks like a question; is the first line the "
                           "header, and the delimiter right? see “wjtab records”"));
    }
    wj_reader_free(reader);
    made->diags = NULL;
    if (status == WJ_OK) {
        *draft = made;
    } else {
        wj_draft_free(made);
    }
    return status;
}

void wj_draft_free(struct wj_draft *draft)
{
    if (draft == NULL) {
        return;
    }
    for (size_t i = 0; i < draft->column_count; i++) {
        wj_draft_values_clear(&draft->columns[i].cells);
        wj_draft_values_clear(&draft->columns[i].parts);
        mpq_clears(draft->columns[i].least, draft->columns[i].most, NULL);
    }
    wj_buf_clear(&draft->scratch);
    wj_buf_clear(&draft->other_scratch);
    wj_arena_clear(&draft->arena);
    wj_free(draft);
}
