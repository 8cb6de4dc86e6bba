#include "wjtab/survey/table_request.h"

#include <string.h>

#include "define.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

enum { MOST_NAMES = 2000 };

struct wanted {
    struct wj_diags *diags;
    struct wj_survey *survey;
    struct wj_table_spec *table;
    bool faulty;
    bool no_memory;
};

/* ---- lists of names ---- */

/* Takes the next name off a list; false behind the last. Empty names are passed over. */
static bool next_name(struct wj_slice *rest, const char *const *signs, struct wj_slice *name)
{
    while (rest->len > 0) {
        size_t end = 0;
        size_t sign = 0;
        while (end < rest->len && sign == 0) {
            for (size_t i = 0; signs[i] != NULL && sign == 0; i++) {
                size_t len = strlen(signs[i]);
                bool here = end + len <= rest->len && memcmp(rest->ptr + end, signs[i], len) == 0;
                sign = here ? len : 0;
            }
            end += sign == 0 ? 1 : 0;
        }
        *name = wj_text_trim(wj_slice(rest->ptr, end));
        *rest = wj_slice_from(*rest, end + sign);
        if (name->len > 0) {
            return true;
        }
    }
    return false;
}

static const char *const commas[] = {",", "，", "、", NULL};
static const char *const nesting[] = {"*", "×", NULL};

static size_t count_names(const char *list, const char *const *signs)
{
    struct wj_slice rest = wj_slice_of(list);
    struct wj_slice name;
    size_t count = 0;
    while (next_name(&rest, signs, &name)) {
        count++;
    }
    return count;
}

static void *array_of(struct wanted *wanted, size_t count, size_t size)
{
    void *list = wj_arena_alloc(&wanted->survey->arena, (count + 1) * size);
    wanted->no_memory = wanted->no_memory || list == NULL;
    return list;
}

static void unknown(struct wanted *wanted, struct wj_slice name)
{
    const struct wj_survey *survey = wanted->survey;
    struct wj_nearest nearest = wj_nearest(name);
    struct wj_buf hint = {0};
    struct wj_buf shown = {0};
    bool measure = false;
    for (size_t i = 0; i < survey->question_count; i++) {
        wj_nearest_try(&nearest, wj_slice_of(survey->questions[i].name));
    }
    for (size_t i = 0; i < survey->measure_count; i++) {
        measure = measure || wj_slice_is(name, survey->measures[i].name);
        if (wanted->table->grid) {
            wj_nearest_try(&nearest, wj_slice_of(survey->measures[i].name));
        }
    }
    wj_nearest_hint(&nearest, &hint);
    const char *excerpt = wj_text_excerpt(&shown, name);
    if (measure) {
        wj_diag_add(wanted->diags, WJ_ERROR, "unknown_question", NULL,
                    _("“%s” is a measure, and questions stand here: name its items; --grid %s has "
                      "all of them"),
                    excerpt, excerpt);
    } else {
        wj_diag_add(wanted->diags, WJ_ERROR, "unknown_question", NULL,
                    wanted->table->grid ? _("there is no question or measure “%s”%s")
                                        : _("there is no question “%s”%s"),
                    excerpt, wj_buf_text(&hint));
    }
    wj_buf_clear(&shown);
    wj_buf_clear(&hint);
    wanted->faulty = true;
}

/* The number of a question that may stand in the rows, or in the columns. */
static bool find_question(struct wanted *wanted, struct wj_slice name, bool is_row, size_t *number)
{
    long found = wj_survey_question(wanted->survey, name);
    if (found < 0) {
        unknown(wanted, name);
        return false;
    }
    const struct wj_question *question = &wanted->survey->questions[found];
    bool fits = question->type == WJ_SINGLE || question->type == WJ_MULTIPLE ||
                (is_row && question->type == WJ_QUANTITY);
    if (!fits) {
        wj_diag_add(wanted->diags, WJ_ERROR, "wrong_question", NULL, _("“%s” can't stand here: %s"),
                    question->name,
                    is_row ? _("the rows of a table are questions with options, or quantities")
                           : _("the columns of a table are options of questions"));
        wanted->faulty = true;
    }
    *number = (size_t)found;
    return fits;
}

static void take_questions(struct wanted *wanted, struct wj_slice rest, const char *const *signs,
                           bool is_row, size_t *numbers, size_t *count)
{
    struct wj_slice name;
    while (next_name(&rest, signs, &name)) {
        size_t number;
        bool twice = false;
        if (!find_question(wanted, name, is_row, &number)) {
            continue;
        }
        for (size_t i = 0; i < *count; i++) {
            twice = twice || numbers[i] == number;
        }
        if (twice) {
            wj_diag_add(wanted->diags, WJ_ERROR, "duplicate_item", NULL,
                        _("“%s” stands twice in this list; remove one"),
                        wanted->survey->questions[number].name);
            wanted->faulty = true;
        } else {
            numbers[(*count)++] = number;
        }
    }
}

/* ---- rows and columns ---- */

static void take_rows(struct wanted *wanted, const char *list)
{
    struct wj_table_spec *table = wanted->table;
    size_t count = count_names(list, commas);
    if (count == 0 || count > MOST_NAMES) {
        wj_diag_add(wanted->diags, WJ_ERROR, "usage", NULL,
                    _("name the rows of the table: --rows A,B"));
        wanted->faulty = true;
        return;
    }
    table->rows = array_of(wanted, count, sizeof *table->rows);
    if (table->rows != NULL) {
        take_questions(wanted, wj_slice_of(list), commas, true, table->rows, &table->row_count);
    }
}

static void take_grid(struct wanted *wanted, const char *list)
{
    const struct wj_survey *survey = wanted->survey;
    struct wj_slice name = wj_text_trim(wj_slice_of(list));
    wanted->table->grid = true;
    for (size_t i = 0; i < survey->measure_count; i++) {
        if (wj_slice_is(name, survey->measures[i].name)) {
            wanted->table->measure = &survey->measures[i];
            wanted->table->rows = survey->measures[i].items;
            wanted->table->row_count = survey->measures[i].item_count;
        }
    }
    if (wanted->table->measure == NULL) {
        take_rows(wanted, list);
    }
    const struct wj_question *other = NULL;
    if (!wanted->faulty && !wj_table_is_grid(survey, wanted->table, &other)) {
        wj_diag_add(wanted->diags, WJ_ERROR, "different_scales", NULL,
                    _("“%s” and “%s” have different options, which can't be the columns "
                      "of one grid; give each scale a table of its own"),
                    survey->questions[wanted->table->rows[0]].name, other->name);
        wanted->faulty = true;
    }
}

static void take_by(struct wanted *wanted, const char *list)
{
    struct wj_table_spec *table = wanted->table;
    struct wj_slice rest = wj_slice_of(list);
    struct wj_slice element;
    size_t count = count_names(list, commas);
    table->by = array_of(wanted, count, sizeof *table->by);
    while (table->by != NULL && table->by_count < MOST_NAMES &&
           next_name(&rest, commas, &element)) {
        struct wj_banner *by = &table->by[table->by_count++];
        bool whole = wj_survey_question(wanted->survey, element) >= 0;
        by->questions = array_of(wanted, element.len, sizeof *by->questions);
        if (by->questions != NULL) {
            take_questions(wanted, element, whole ? commas : nesting, false, by->questions,
                           &by->count);
        }
        if (by->count > WJ_MOST_NESTED) {
            wj_diag_add(wanted->diags, WJ_ERROR, "too_many", NULL,
                        _("at most %d questions can be nested in each other"), WJ_MOST_NESTED);
            wanted->faulty = true;
        }
    }
}

/* ---- words ---- */

static void take_words(struct wanted *wanted, const char *list, const char *option,
                       const char *const *words, size_t word_count, unsigned *bits)
{
    struct wj_slice rest = wj_slice_of(list);
    struct wj_slice name;
    while (next_name(&rest, commas, &name)) {
        struct wj_nearest nearest = wj_nearest(name);
        struct wj_buf hint = {0};
        struct wj_buf shown = {0};
        struct wj_buf known = {0};
        size_t found = word_count;
        for (size_t i = 0; i < word_count; i++) {
            found = wj_slice_is(name, words[i]) ? i : found;
            wj_nearest_try(&nearest, wj_slice_of(words[i]));
            wj_buf_addf(&known, "%s%s", i > 0 ? ", " : "", words[i]);
        }
        if (found < word_count) {
            *bits |= 1U << found;
            wj_buf_clear(&known);
            continue;
        }
        wj_nearest_hint(&nearest, &hint);
        wj_diag_add(wanted->diags, WJ_ERROR, "unknown_word", NULL,
                    _("“%s” is nothing that %s takes%s; it takes %s"),
                    wj_text_excerpt(&shown, name), option, wj_buf_text(&hint), wj_buf_text(&known));
        wj_buf_clear(&known);
        wj_buf_clear(&shown);
        wj_buf_clear(&hint);
        wanted->faulty = true;
    }
}

static bool take_level(struct wj_slice text, mpq_t level)
{
    return wj_number_parse(level, text, WJ_NUMBER_PERCENT) && mpq_sgn(level) > 0 &&
           mpq_cmp_ui(level, 1, 1) < 0;
}

static void take_tests(struct wanted *wanted, const char *list)
{
    struct wj_tests_spec *tests = &wanted->survey->tests;
    struct wj_slice rest = wj_slice_of(list);
    struct wj_slice text;
    tests->level_count = 0;
    while (next_name(&rest, commas, &text)) {
        if (tests->level_count == WJ_MOST_LEVELS ||
            !take_level(text, tests->levels[tests->level_count++])) {
            wj_diag_add(wanted->diags, WJ_ERROR, "usage", NULL,
                        _("--tests takes one level or two, as in 95%% or 95%%,90%%"));
            wanted->faulty = true;
            return;
        }
    }
    if (tests->level_count == WJ_MOST_LEVELS && mpq_cmp(tests->levels[0], tests->levels[1]) < 0) {
        mpq_swap(tests->levels[0], tests->levels[1]);
    }
}

static void take_adjust(struct wanted *wanted, const char *word)
{
    unsigned bits = 0;
    take_words(wanted, word, "--adjust", wj_adjust_words, WJ_ADJUST_WORDS, &bits);
    for (unsigned i = 0; i < WJ_ADJUST_WORDS; i++) {
        if (bits == 1U << i) {
            wanted->survey->tests.adjust = (enum wj_adjust)i;
            return;
        }
    }
    if (!wanted->faulty) {
        wj_diag_add(wanted->diags, WJ_ERROR, "usage", NULL,
                    _("--adjust takes one word: none, bonferroni or holm"));
        wanted->faulty = true;
    }
}

/* ---- all of it ---- */

static void take_figures(struct wanted *wanted, const struct wj_table_request *request)
{
    struct wj_table_spec *table = wanted->table;
    unsigned responses = 0;
    if (request->count != NULL) {
        take_words(wanted, request->count, "--count", wj_count_words, WJ_COUNT_WORDS, &responses);
        table->responses = (responses & 2U) != 0;
    }
    if (request->show != NULL) {
        take_words(wanted, request->show, "--show", wj_show_words, WJ_SHOW_WORDS, &table->show);
    }
    if (request->summaries != NULL) {
        take_words(wanted, request->summaries, "--summaries", wj_table_summary_words,
                   WJ_TABLE_SUMMARY_WORDS, &table->summaries);
    }
    if (request->tests != NULL) {
        take_tests(wanted, request->tests);
    }
    if (request->adjust != NULL) {
        take_adjust(wanted, request->adjust);
    }
}

static void warn_of_idle(struct wanted *wanted, const struct wj_table_request *request)
{
    const char *idle = wj_table_idle(wanted->survey, wanted->table);
    if (idle != NULL && !wanted->faulty && !wanted->table->grid) {
        wj_diag_add(wanted->diags, WJ_WARNING, "no_effect", NULL,
                    _("--summaries: no row of this table has “%s”"), idle);
    }
    idle = wj_table_idle_show(wanted->survey, wanted->table);
    if (idle != NULL && !wanted->faulty) {
        wj_diag_add(wanted->diags, WJ_WARNING, "no_effect", NULL,
                    _("--show: no row of this table has “%s”"), idle);
    }
    if (wanted->survey->tests.level_count == 0 && request->adjust != NULL) {
        wj_diag_add(wanted->diags, WJ_WARNING, "no_effect", NULL,
                    _("--adjust does nothing without --tests"));
    }
}

static void take_where(struct wanted *wanted, const char *where)
{
    struct wj_place place = {.file = "--where"};
    struct wj_names names = wj_survey_names(wanted->survey);
    enum wj_status status =
        wj_formula_parse(wanted->diags, &place, wj_slice_of(where), &names, &wanted->table->where);
    wanted->no_memory = wanted->no_memory || status == WJ_MEMORY;
    wanted->faulty = wanted->faulty || status != WJ_OK;
}

static void check_size(struct wanted *wanted)
{
    if (!wanted->faulty && wj_table_cells(wanted->survey, wanted->table) > WJ_MOST_CELLS) {
        wj_diag_add(wanted->diags, WJ_ERROR, "too_many", NULL,
                    _("this table would have more than %d cells; nest fewer questions, or ask for "
                      "fewer rows"),
                    WJ_MOST_CELLS);
        wanted->faulty = true;
    }
}

enum wj_status wj_table_request(struct wj_diags *diags, struct wj_survey *survey,
                                const struct wj_table_request *request)
{
    struct wanted wanted = {.diags = diags, .survey = survey};
    for (size_t i = 0; i < survey->table_count; i++) {
        wj_formula_free(survey->tables[i].where);
    }
    survey->table_count = 0;
    survey->tables = wj_arena_alloc(&survey->arena, sizeof *survey->tables);
    if (survey->tables == NULL) {
        return WJ_MEMORY;
    }
    survey->table_count = 1;
    wanted.table = &survey->tables[0];
    if ((request->rows != NULL) == (request->grid != NULL)) {
        return wj_fail(diags, WJ_USAGE, "usage", NULL,
                       _("a table needs either --rows or --grid; see “wjtab table --help”"));
    }
    if (request->rows != NULL) {
        take_rows(&wanted, request->rows);
    } else {
        take_grid(&wanted, request->grid);
    }
    if (request->by != NULL) {
        take_by(&wanted, request->by);
    }
    if (request->where != NULL) {
        take_where(&wanted, request->where);
    }
    if (request->title != NULL) {
        wanted.table->title = wj_arena_copy(&survey->arena, wj_slice_of(request->title));
        wanted.no_memory = wanted.no_memory || wanted.table->title == NULL;
    }
    take_figures(&wanted, request);
    warn_of_idle(&wanted, request);
    check_size(&wanted);
    if (wanted.no_memory) {
        return WJ_MEMORY;
    }
    return wanted.faulty ? WJ_USAGE : WJ_OK;
}
