#include "define.h"

#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

/* --- patterns, columns, formulas --- */

static struct wj_pattern *compile(struct wj_define *define, const yaml_node_t *node,
                                  struct wj_slice regex)
{
    struct wj_survey *survey = define->survey;
    struct wj_buf reason = {0};
    if (wj_grow(&survey->patterns, &survey->pattern_capacity, survey->pattern_count + 1,
                sizeof *survey->patterns) != WJ_OK) {
        define->no_memory = true;
        return NULL;
    }
    struct wj_pattern *pattern = wj_pattern_new(regex, &reason);
    if (pattern != NULL) {
        survey->patterns[survey->pattern_count++] = pattern;
    } else if (reason.len > 0) {
        wj_define_fault(define, node, "pattern", _("this regex does not compile: %s"),
                        wj_buf_text(&reason));
    } else {
        define->no_memory = true;
    }
    wj_buf_clear(&reason);
    return pattern;
}

static bool is_in_slashes(struct wj_slice text)
{
    return text.len >= 2 && text.ptr[0] == '/' && text.ptr[text.len - 1] == '/';
}

static bool compile_in_slashes(struct wj_define *define, const yaml_node_t *node,
                               struct wj_slice text, struct wj_pattern **pattern)
{
    struct wj_slice regex = wj_slice(text.ptr + 1, text.len - 2);
    if (regex.len == 0) {
        return wj_define_fault(define, node, "pattern", _("there is no regex between the slashes"));
    }
    *pattern = compile(define, node, regex);
    return *pattern != NULL;
}

bool wj_define_pattern(struct wj_define *define, const yaml_node_t *node,
                       struct wj_pattern **pattern)
{
    struct wj_slice text;
    if (!wj_define_raw(define, node, &text)) {
        return false;
    }
    if (is_in_slashes(text)) {
        return wj_define_fault(define, node, "pattern",
                               _("a pattern for answers stands without slashes around it; remove "
                                 "them (slashes mark a regex for a column)"));
    }
    *pattern = compile(define, node, text);
    return *pattern != NULL;
}

/* What the exception fits is consumed, and the search goes on behind it. Both are known to compile;
 * \E ends a \Q that was left open, and (?| lets each count its groups from 1. */
static struct wj_pattern *compile_but(struct wj_define *define, const yaml_node_t *node,
                                      struct wj_slice wanted, struct wj_slice exception)
{
    struct wj_pattern *pattern = NULL;
    struct wj_buf regex = {0};
    wj_buf_add_text(&regex, "(?|(?:");
    wj_buf_add(&regex, exception);
    wj_buf_add_text(&regex, "\\E)(*SKIP)(*FAIL)|(?:");
    wj_buf_add(&regex, wanted);
    wj_buf_add_text(&regex, "\\E))");
    if (wj_buf_status(&regex) == WJ_OK) {
        pattern = compile(define, node, wj_buf_slice(&regex));
    } else {
        define->no_memory = true;
    }
    wj_buf_clear(&regex);
    return pattern;
}

bool wj_define_pattern_but(struct wj_define *define, const yaml_node_t *node,
                           const yaml_node_t *except, struct wj_pattern **pattern)
{
    struct wj_pattern *alone;
    struct wj_slice wanted;
    struct wj_slice exception;
    bool fine = wj_define_pattern(define, node, pattern);
    if (except == NULL) {
        return fine;
    }
    fine = wj_define_pattern(define, except, &alone) && fine;
    if (!fine || !wj_define_raw(define, node, &wanted) ||
        !wj_define_raw(define, except, &exception)) {
        return false;
    }
    *pattern = compile_but(define, node, wanted, exception);
    return *pattern != NULL;
}

bool wj_define_column(struct wj_define *define, const yaml_node_t *node,
                      struct wj_column_spec *column)
{
    struct wj_slice text;
    if (!wj_define_slice(define, node, &text)) {
        return false;
    }
    column->mark = wj_define_mark(node);
    column->text = wj_define_copy(define, text);
    if (column->text == NULL) {
        return false;
    }
    return !is_in_slashes(text) || compile_in_slashes(define, node, text, &column->pattern);
}

bool wj_define_formula(struct wj_define *define, const yaml_node_t *node,
                       struct wj_formula **formula)
{
    struct wj_slice text;
    if (!wj_define_slice(define, node, &text)) {
        return false;
    }
    struct wj_place place = wj_define_place(define, node);
    struct wj_names names = wj_survey_names(define->survey);
    enum wj_status status = wj_formula_parse(define->diags, &place, text, &names, formula);
    define->no_memory = define->no_memory || status == WJ_MEMORY;
    return status == WJ_OK;
}

/* --- questions --- */

static bool is_measure(const struct wj_survey *survey, struct wj_slice name)
{
    for (size_t i = 0; i < survey->measure_count; i++) {
        if (survey->measures[i].name != NULL && wj_slice_is(name, survey->measures[i].name)) {
            return true;
        }
    }
    return false;
}

static bool unknown_question(struct wj_define *define, const yaml_node_t *node,
                             struct wj_slice name, const struct wj_wanted *wanted)
{
    struct wj_nearest nearest = wj_nearest(name);
    const struct wj_survey *survey = define->survey;
    const char *shown = wj_define_show(define, name);
    if (is_measure(survey, name)) {
        return wj_define_fault(define, node, "unknown_question",
                               _("“%s” is a measure, and questions stand here: name its items; a "
                                 "table has all of them with “grid: %s”"),
                               shown, shown);
    }
    for (size_t i = 0; i < survey->question_count && define->diags->dropped == 0; i++) {
        wj_nearest_try(&nearest, wj_slice_of(survey->questions[i].name));
    }
    for (size_t i = 0; wanted->or_measure && i < survey->measure_count; i++) {
        if (survey->measures[i].name != NULL) {
            wj_nearest_try(&nearest, wj_slice_of(survey->measures[i].name));
        }
    }
    return wj_define_fault(define, node, "unknown_question",
                           wanted->or_measure ? _("there is no question or measure “%s”%s")
                                              : _("there is no question “%s”%s"),
                           shown, wj_define_hint(define, &nearest));
}

bool wj_define_question(struct wj_define *define, const yaml_node_t *node,
                        const struct wj_wanted *wanted, size_t *number)
{
    struct wj_slice name;
    if (!wj_define_slice(define, node, &name)) {
        return false;
    }
    long found = wj_survey_question(define->survey, name);
    if (found < 0) {
        return unknown_question(define, node, name, wanted);
    }
    const struct wj_question *question = &define->survey->questions[found];
    bool fits = (wanted->types >> question->type & 1) != 0 && (question->scored || !wanted->scored);
    if (!fits && !define->faulty[found]) {
        return wj_define_fault(define, node, "wrong_question", _("“%s” can't stand here: %s"),
                               wj_define_show(define, name), wanted->sentence);
    }
    *number = (size_t)found;
    return true;
}

static bool read_questions(struct wj_define *define, const yaml_node_t *list, size_t count,
                           const struct wj_wanted *wanted, bool *seen, size_t *numbers)
{
    bool fine = true;
    for (size_t i = 0; i < count; i++) {
        const yaml_node_t *item = wj_define_item(define, list, i);
        size_t number;
        if (!wj_define_question(define, item, wanted, &number)) {
            fine = false;
        } else if (seen[number]) {
            fine = wj_define_fault(define, item, "duplicate_item",
                                   _("“%s” stands twice in this "
                                     "list; remove one"),
                                   define->survey->questions[number].name);
        } else {
            seen[number] = true;
            numbers[i] = number;
        }
    }
    return fine;
}

bool wj_define_question_list(struct wj_define *define, const yaml_node_t *node,
                             struct wj_list_rule rule, const struct wj_wanted *wanted,
                             size_t **numbers, size_t *count)
{
    size_t found;
    if (!wj_define_list(define, node, rule, &found)) {
        return false;
    }
    bool *seen = wj_alloc(define->survey->question_count * sizeof *seen);
    size_t *list = wj_define_array(define, found, sizeof *list);
    bool fine = false;
    if (seen == NULL || list == NULL) {
        define->no_memory = true;
    } else {
        fine = read_questions(define, node, found, wanted, seen, list);
    }
    wj_free(seen);
    if (fine) {
        *numbers = list;
        *count = found;
    }
    return fine;
}

/* --- codes --- */

static bool unknown_code(struct wj_define *define, const yaml_node_t *node,
                         const struct wj_question *question, struct wj_slice code)
{
    struct wj_nearest nearest = wj_nearest(code);
    struct wj_buf known = {0};
    for (size_t i = 0; i < question->option_count && define->diags->dropped == 0; i++) {
        wj_nearest_try(&nearest, wj_slice_of(question->options[i].code));
        wj_nearest_mean(&nearest, wj_slice_of(question->options[i].label),
                        wj_slice_of(question->options[i].code));
        wj_buf_addf(&known, "%s%s", i > 0 ? ", " : "", question->options[i].code);
    }
    wj_define_fault(define, node, "unknown_code", _("“%s” is no code of an option of “%s” (%s)%s"),
                    wj_define_show(define, code), question->name,
                    wj_define_show(define, wj_buf_slice(&known)), wj_define_hint(define, &nearest));
    wj_buf_clear(&known);
    return false;
}

bool wj_define_code(struct wj_define *define, const yaml_node_t *node,
                    const struct wj_question *question, size_t *position)
{
    struct wj_slice code;
    if (!wj_define_slice(define, node, &code)) {
        return false;
    }
    for (size_t i = 0; i < question->option_count; i++) {
        if (wj_slice_is(code, question->options[i].code)) {
            *position = i;
            return true;
        }
    }
    bool faulty = define->faulty[question - define->survey->questions];
    return !faulty && unknown_code(define, node, question, code);
}

bool wj_define_code_list(struct wj_define *define, const yaml_node_t *node,
                         const struct wj_question *question, bool **flags)
{
    struct wj_list_rule rule = {.least = 1, .most = WJ_MOST_OPTIONS};
    size_t count;
    if (!wj_define_list(define, node, rule, &count)) {
        return false;
    }
    bool *chosen = wj_define_array(define, question->option_count, sizeof *chosen);
    bool fine = chosen != NULL;
    for (size_t i = 0; chosen != NULL && i < count; i++) {
        const yaml_node_t *item = wj_define_item(define, node, i);
        size_t position;
        if (!wj_define_code(define, item, question, &position)) {
            fine = false;
        } else if (chosen[position]) {
            fine = wj_define_fault(define, item, "duplicate_item",
                                   _("“%s” stands twice in this list; remove one"),
                                   question->options[position].code);
        } else {
            chosen[position] = true;
        }
    }
    if (fine) {
        *flags = chosen;
    }
    return fine;
}
