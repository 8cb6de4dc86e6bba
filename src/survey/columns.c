#include "wjtab/survey/columns.h"

#include <string.h>

#include "match.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/message.h"
#include "wjtab/base/personal.h"
#include "wjtab/base/text.h"

enum { LONGEST_HEADER = 4000 }; /* characters */

/* A search through one file's header. */
struct search {
    struct wj_diags *diags;
    const struct wj_survey *survey;
    const char *file;
    const struct wj_slice *header; /* as written */
    struct wj_slice *cleaned;      /* the same, for comparing */
    size_t count;
    bool failed;
    struct wj_arena arena;
};

static enum wj_status refuse_header(struct search *search, size_t column)
{
    struct wj_place place = {.file = search->file, .line = 1, .column = column + 1};
    return wj_fail(search->diags, WJ_DATA, "header_too_long", &place,
                   _("this header cell has more than %d characters; the first line must hold the "
                     "columns' names"),
                   LONGEST_HEADER);
}

static enum wj_status clean_header(struct search *search, const struct wj_slice *header)
{
    struct wj_buf cleaned = {0};
    enum wj_status status = WJ_OK;
    search->cleaned = wj_arena_alloc(&search->arena, search->count * sizeof *header);
    if (search->cleaned == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; status == WJ_OK && i < search->count; i++) {
        if (wj_utf8_count(header[i]) > LONGEST_HEADER) {
            status = refuse_header(search, i);
            break;
        }
        wj_buf_reset(&cleaned);
        status = wj_text_clean(&cleaned, header[i], true);
        char *copy = wj_arena_copy(&search->arena, wj_buf_slice(&cleaned));
        status = copy == NULL ? WJ_MEMORY : status;
        search->cleaned[i] = wj_slice(copy, cleaned.len);
    }
    wj_buf_clear(&cleaned);
    return status;
}

static struct wj_slice clean_text(struct search *search, const char *text)
{
    struct wj_buf cleaned = {0};
    wj_text_clean(&cleaned, wj_slice_of(text), true);
    char *copy = wj_arena_copy(&search->arena, wj_buf_slice(&cleaned));
    struct wj_slice result = wj_slice(copy, copy != NULL ? cleaned.len : 0);
    wj_buf_clear(&cleaned);
    return result;
}

static void complain(struct search *search, const struct wj_column_spec *spec, const char *kind,
                     const char *message)
{
    struct wj_place place = wj_survey_place(search->survey, spec->mark);
    wj_diag_add(search->diags, WJ_ERROR, kind, &place, "%s", message);
    search->failed = true;
}

/* Appends a cell of the header. In a file without a header the first answers stand in its place,
 * so what is personal in them is masked. */
static void add_shown(struct search *search, struct wj_slice cell, struct wj_buf *out)
{
    if (search->survey->keep_personal) {
        wj_buf_add(out, cell);
    } else if (wj_personal_mask(out, cell) != WJ_OK) {
        out->failed = true;
    }
}

static void complain_missing(struct search *search, const struct wj_column_spec *spec,
                             struct wj_slice wanted)
{
    struct wj_buf message = {0};
    struct wj_buf shown = {0};
    struct wj_nearest nearest = wj_nearest(wanted);
    wj_buf_addf(&message, _("%s has no column “%s”"), search->file, spec->text);
    size_t best = 0;
    for (size_t i = 0; spec->pattern == NULL && i < search->count; i++) {
        size_t before = nearest.distance;
        wj_nearest_try(&nearest, search->cleaned[i]);
        best = nearest.distance < before ? i : best;
    }
    if (nearest.best.len > 0) {
        add_shown(search, wj_text_trim(search->header[best]), &shown);
        nearest.best = wj_buf_slice(&shown);
        wj_nearest_hint(&nearest, &message);
    } else {
        wj_buf_add_text(&message, _("; its columns are: "));
        for (size_t i = 0; i < search->count && i < 20; i++) {
            wj_buf_add_text(&message, i > 0 ? ", " : "");
            add_shown(search, wj_text_trim(search->header[i]), &message);
        }
        wj_buf_add_text(&message, search->count > 20 ? ", …" : "");
    }
    complain(search, spec, "missing_column", wj_buf_text(&message));
    wj_buf_clear(&message);
    wj_buf_clear(&shown);
}

static void complain_twice(struct search *search, const struct wj_column_spec *spec, size_t first,
                           size_t second)
{
    struct wj_buf message = {0};
    wj_buf_addf(&message,
                _("columns %zu and %zu of %s both fit “%s”; name one of them exactly, or "
                  "with a /pattern/ that fits only one"),
                first + 1, second + 1, search->file, spec->text);
    complain(search, spec, "ambiguous_column", wj_buf_text(&message));
    wj_buf_clear(&message);
}

/* Does a column's header fit? A limit of the pattern counts as a fault of the definition. */
static bool fits(struct search *search, const struct wj_column_spec *spec, struct wj_slice wanted,
                 size_t column)
{
    if (spec->pattern == NULL) {
        return wj_slice_equal(wanted, search->cleaned[column]);
    }
    enum wj_found found = wj_pattern_find(spec->pattern, search->cleaned[column]);
    if (found == WJ_FOUND_LIMIT) {
        complain(search, spec, "pattern_limit",
                 _("this pattern takes too long on a header cell; write it more simply"));
    }
    return found == WJ_FOUND;
}

static long find_one(struct search *search, const struct wj_column_spec *spec)
{
    long found = -1;
    if (spec->text == NULL) {
        return -1;
    }
    struct wj_slice wanted =
        spec->pattern == NULL ? clean_text(search, spec->text) : wj_slice_of(spec->text);
    for (size_t i = 0; i < search->count; i++) {
        if (!fits(search, spec, wanted, i)) {
            continue;
        }
        if (found >= 0) {
            complain_twice(search, spec, (size_t)found, i);
            return -1;
        }
        found = (long)i;
    }
    if (found < 0) {
        complain_missing(search, spec, wanted);
    }
    return found;
}

/* Takes one column of `columns: /…(?<option>…)…/` to the option that its header names. */
static void place_option(struct search *search, const struct wj_question *question,
                         struct wj_matcher *matcher, size_t column, long *found)
{
    const struct wj_column_spec *spec = &question->columns;
    struct wj_slice option = wj_pattern_option(spec->pattern, search->cleaned[column]);
    struct wj_match match = wj_match_part(matcher, option);
    if (match.kind != WJ_MATCH_OPTION) {
        struct wj_buf message = {0};
        struct wj_buf shown = {0};
        add_shown(search, option, &shown);
        wj_buf_addf(&message,
                    _("column %zu of %s is taken for an option of “%s”, but “%.*s” is none of "
                      "its options; add it, or narrow the pattern"),
                    column + 1, search->file, question->name, WJ_SLICE_ARG(wj_buf_slice(&shown)));
        complain(search, spec, "unknown_option_column", wj_buf_text(&message));
        wj_buf_clear(&shown);
        wj_buf_clear(&message);
    } else if (found[match.option] >= 0) {
        complain_twice(search, spec, (size_t)found[match.option], column);
    } else {
        found[match.option] = (long)column;
    }
}

static enum wj_status find_options(struct search *search, const struct wj_question *question,
                                   long *found)
{
    struct wj_matcher matcher;
    enum wj_status status = wj_matcher_init(&matcher, question);
    bool failed_before = search->failed;
    search->failed = false;
    for (size_t i = 0; i < question->option_count; i++) {
        found[i] = -1;
    }
    for (size_t i = 0; status == WJ_OK && i < search->count; i++) {
        if (fits(search, &question->columns, wj_slice(NULL, 0), i)) {
            place_option(search, question, &matcher, i, found);
        }
    }
    /* An option that is missing beside a column that nobody knows is most likely that column. */
    bool misplaced = search->failed;
    for (size_t i = 0; status == WJ_OK && i < question->option_count; i++) {
        if (found[i] < 0 && !misplaced) {
            struct wj_buf message = {0};
            wj_buf_addf(&message, _("%s has no column for option “%s” of “%s”"), search->file,
                        question->options[i].label, question->name);
            complain(search, &question->columns, "missing_column", wj_buf_text(&message));
            wj_buf_clear(&message);
        }
    }
    search->failed = search->failed || failed_before;
    wj_matcher_clear(&matcher);
    return status;
}

static enum wj_status allocate(const struct wj_survey *survey, struct wj_columns **columns)
{
    struct wj_columns *made = wj_alloc(sizeof *made);
    *columns = made;
    if (made == NULL) {
        return WJ_MEMORY;
    }
    made->unique = wj_alloc(survey->valid.unique_count * sizeof *made->unique);
    made->questions = wj_alloc(survey->question_count * sizeof *made->questions);
    made->options = wj_alloc(survey->question_count * sizeof *made->options);
    made->personal = wj_alloc(survey->question_count * sizeof *made->personal);
    bool good = made->unique != NULL && made->questions != NULL && made->options != NULL &&
                made->personal != NULL;
    return good ? WJ_OK : WJ_MEMORY;
}

static enum wj_status find_questions(struct search *search, struct wj_columns *columns)
{
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < search->survey->question_count; i++) {
        const struct wj_question *question = &search->survey->questions[i];
        columns->questions[i] = find_one(search, &question->column);
        if (question->columns.text == NULL) {
            continue;
        }
        columns->options[i] = wj_alloc(question->option_count * sizeof **columns->options);
        status = columns->options[i] != NULL ? find_options(search, question, columns->options[i])
                                             : WJ_MEMORY;
    }
    return status;
}

static enum wj_status mark_personal(const struct wj_survey *survey, const struct wj_slice *header,
                                    struct wj_columns *columns)
{
    unsigned long failures = wj_memory_failures();
    columns->id_personal = columns->id >= 0 && wj_personal_header(header[columns->id]);
    for (size_t i = 0; i < survey->question_count; i++) {
        long column = columns->questions[i];
        columns->personal[i] = column >= 0 && wj_personal_header(header[column]);
    }
    return wj_memory_status(failures);
}

enum wj_status wj_columns_find(struct wj_diags *diags, const struct wj_survey *survey,
                               const char *file, const struct wj_slice *header, size_t count,
                               struct wj_columns **columns)
{
    struct search search = {
        .diags = diags, .survey = survey, .file = file, .header = header, .count = count};
    unsigned long failures = wj_memory_failures();
    enum wj_status status = allocate(survey, columns);
    if (status == WJ_OK) {
        status = clean_header(&search, header);
    }
    if (status == WJ_OK) {
        (*columns)->id = find_one(&search, &survey->id);
        (*columns)->seconds = find_one(&search, &survey->valid.seconds_column);
        (*columns)->weight = find_one(&search, &survey->weighting.column);
        for (size_t i = 0; i < survey->valid.unique_count; i++) {
            (*columns)->unique[i] = find_one(&search, &survey->valid.unique_columns[i]);
        }
        status = find_questions(&search, *columns);
    }
    if (status == WJ_OK) {
        status = mark_personal(survey, header, *columns);
    }
    wj_arena_clear(&search.arena);
    if (wj_memory_status(failures) != WJ_OK) {
        status = WJ_MEMORY;
    } else if (status == WJ_OK && search.failed) {
        status = WJ_DATA;
    }
    if (status != WJ_OK) {
        wj_columns_free(survey, *columns);
        *columns = NULL;
    }
    return status;
}

bool wj_columns_has_question(const struct wj_survey *survey, const struct wj_columns *columns,
                             size_t column)
{
    for (size_t i = 0; i < survey->question_count; i++) {
        if (columns->questions[i] == (long)column) {
            return true;
        }
        for (size_t j = 0; columns->options[i] != NULL && j < survey->questions[i].option_count;
             j++) {
            if (columns->options[i][j] == (long)column) {
                return true;
            }
        }
    }
    return false;
}

void wj_columns_free(const struct wj_survey *survey, struct wj_columns *columns)
{
    if (columns == NULL) {
        return;
    }
    for (size_t i = 0; columns->options != NULL && i < survey->question_count; i++) {
        wj_free(columns->options[i]);
    }
    wj_free(columns->options);
    wj_free(columns->questions);
    wj_free(columns->personal);
    wj_free(columns->unique);
    wj_free(columns);
}
