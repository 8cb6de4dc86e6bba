#include "define.h"

#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

enum {
    NAME,
    LABEL,
    TYPE,
    COLUMN,
    COLUMNS,
    OPTIONS,
    SCALE,
    SEPARATOR,
    EXCLUSIVE,
    NUMBERED,
    LEAST,
    MOST,
    ASKED_IF,
    THEMES,
    QUESTION_KEYS
};

static const struct wj_key question_keys[QUESTION_KEYS] = {
    [NAME] = {"name", true},
    [LABEL] = {"label", false},
    [TYPE] = {"type", true},
    [COLUMN] = {"column", false},
    [COLUMNS] = {"columns", false},
    [OPTIONS] = {"options", false},
    [SCALE] = {"scale", false},
    [SEPARATOR] = {"separator", false},
    [EXCLUSIVE] = {"exclusive", false},
    [NUMBERED] = {"numbered", false},
    [LEAST] = {"min", false},
    [MOST] = {"max", false},
    [ASKED_IF] = {"asked_if", false},
    [THEMES] = {"themes", false},
};

enum { IN_SINGLE = 1 << WJ_SINGLE, IN_MULTIPLE = 1 << WJ_MULTIPLE };
enum { IN_QUANTITY = 1 << WJ_QUANTITY, IN_TEXT = 1 << WJ_TEXT };

/* Keys that only some types of questions have. */
static const struct limit {
    size_t key;
    unsigned types;
} limits[] = {
    {OPTIONS, IN_SINGLE | IN_MULTIPLE},
    {SCALE, IN_SINGLE | IN_MULTIPLE},
    {NUMBERED, IN_SINGLE | IN_MULTIPLE},
    {COLUMNS, IN_MULTIPLE},
    {SEPARATOR, IN_MULTIPLE},
    {EXCLUSIVE, IN_MULTIPLE},
    {LEAST, IN_QUANTITY},
    {MOST, IN_QUANTITY},
    {THEMES, IN_TEXT},
};

enum { LIMIT_COUNT = sizeof limits / sizeof limits[0], MOST_SEPARATOR = 8 };

static const char *const type_names[] = {"single", "multiple", "quantity", "text"};

enum { TYPE_COUNT = sizeof type_names / sizeof type_names[0] };

static const char *type_list(unsigned types)
{
    switch (types) {
    case IN_SINGLE | IN_MULTIPLE:
        return _("type: single or type: multiple");
    case IN_MULTIPLE:
        return _("type: multiple");
    case IN_QUANTITY:
        return _("type: quantity");
    default:
        return _("type: text");
    }
}

/* Drops, and reports, keys that a question of this type has not. */
static void check_keys(struct wj_define *define, const struct wj_question *question,
                       const yaml_node_t **values)
{
    for (size_t i = 0; i < LIMIT_COUNT; i++) {
        size_t key = limits[i].key;
        if (values[key] != NULL && (limits[i].types >> question->type & 1) == 0) {
            wj_define_fault(define, values[key], "wrong_key", _("“%s” is for questions of %s only"),
                            question_keys[key].name, type_list(limits[i].types));
            values[key] = NULL;
        }
    }
}

/* --- name and column --- */

/* A name that holds both kinds of closing brackets, or a line end, can't be typed in a formula. */
static bool is_usable(struct wj_slice name)
{
    bool narrow = false;
    bool wide = false;
    while (name.len > 0) {
        int32_t codepoint;
        size_t len = wj_utf8_next(name, &codepoint);
        narrow = narrow || codepoint == ']';
        wide = wide || codepoint == 0xFF3D;
        if (codepoint < ' ') {
            return false;
        }
        name = wj_slice_from(name, len);
    }
    return !narrow || !wide;
}

static void read_name(struct wj_define *define, const yaml_node_t *node, size_t number)
{
    struct wj_question *question = &define->survey->questions[number];
    uint64_t *owner = NULL;
    if (!wj_define_text(define, node, &question->name)) {
        return;
    }
    struct wj_slice name = wj_slice_of(question->name);
    question->label = question->name;
    if (!is_usable(name)) {
        wj_define_fault(define, node, "unusable_name",
                        _("a formula can't name this: a name holds no line end, and not both ] "
                          "and ］; choose a shorter name, and give this text as “column”"));
    }
    if (wj_map_put(&define->survey->names, name, &owner) != WJ_OK) {
        define->no_memory = true;
    } else if (*owner != 0) {
        wj_define_fault(define, node, "duplicate_name",
                        _("two questions are called “%s”; give each a name of its own"),
                        wj_define_show(define, name));
    } else {
        *owner = number + 1;
    }
}

static void read_columns(struct wj_define *define, struct wj_question *question,
                         const yaml_node_t *node)
{
    if (!wj_define_column(define, node, &question->columns)) {
        return;
    }
    const struct wj_pattern *pattern = question->columns.pattern;
    if (pattern == NULL || !wj_pattern_has_option(pattern)) {
        wj_define_fault(define, node, "no_option_group",
                        _("“columns” is a regex in slashes with a group that captures the option: "
                          "'/…(?<option>.*)…/'"));
    }
}

static void read_places(struct wj_define *define, struct wj_question *question,
                        const yaml_node_t **values)
{
    if (values[COLUMNS] != NULL) {
        read_columns(define, question, values[COLUMNS]);
        if (values[COLUMN] != NULL) {
            wj_define_fault(define, values[COLUMN], "excluded_key",
                            _("“column” and “columns” exclude each other; keep one"));
        }
        if (values[SEPARATOR] != NULL) {
            wj_define_fault(define, values[SEPARATOR], "excluded_key",
                            _("“separator” is for answers in one column; remove it"));
        }
        return;
    }
    question->column.text = question->name;
    question->column.mark = question->mark;
    wj_define_column(define, values[COLUMN], &question->column);
}

static void read_separator(struct wj_define *define, struct wj_question *question,
                           const yaml_node_t *node)
{
    struct wj_slice text;
    if (!wj_define_raw(define, node, &text) || wj_slice_is(text, "auto")) {
        return;
    }
    if (wj_utf8_count(text) > MOST_SEPARATOR) {
        wj_define_fault(define, node, "separator",
                        _("“separator” is auto, or the sign itself, as in separator: ';'"));
        return;
    }
    question->separator = wj_define_copy(define, text);
}

/* --- options --- */

static void copy_scale(struct wj_define *define, struct wj_question *question,
                       const struct wj_scale *scale)
{
    question->scale = wj_define_copy(define, scale->name);
    question->options = wj_define_array(define, scale->option_count, sizeof *question->options);
    if (question->options == NULL) {
        return;
    }
    question->option_count = scale->option_count;
    for (size_t i = 0; i < scale->option_count; i++) {
        question->options[i] = scale->options[i];
        mpq_init(question->options[i].score);
        mpq_set(question->options[i].score, scale->options[i].score);
    }
}

/* True where the options are there and nothing was reported about them. */
static bool read_options(struct wj_define *define, struct wj_question *question,
                         const yaml_node_t *node, const yaml_node_t **values)
{
    if (values[OPTIONS] != NULL && values[SCALE] != NULL) {
        return wj_define_fault(define, values[SCALE], "excluded_key",
                               _("“options” and “scale” exclude each other; keep one"));
    }
    if (values[OPTIONS] != NULL) {
        return wj_define_options(define, values[OPTIONS], question->numbered, &question->options,
                                 &question->option_count);
    }
    if (values[SCALE] == NULL) {
        return wj_define_fault(define, node, "missing_key",
                               _("a question of this type needs “options” or “scale”"));
    }
    const struct wj_scale *scale = wj_define_scale(define, values[SCALE]);
    if (scale == NULL) {
        return false;
    }
    copy_scale(define, question, scale);
    if (!scale->faulty && question->numbered) {
        return wj_define_spellings(define, scale->list, scale->options, scale->option_count, true);
    }
    return !scale->faulty;
}

static void find_top(struct wj_question *question)
{
    for (size_t i = 0; i < question->option_count; i++) {
        const struct wj_option *option = &question->options[i];
        question->scored = question->scored || option->scored;
        if (option->scored && mpq_cmp(option->score, question->top) > 0) {
            mpq_set(question->top, option->score);
        }
    }
}

static void read_exclusive(struct wj_define *define, struct wj_question *question,
                           const yaml_node_t *node)
{
    bool *flags = NULL;
    if (wj_define_code_list(define, node, question, &flags)) {
        for (size_t i = 0; i < question->option_count; i++) {
            question->options[i].exclusive = flags[i];
        }
    }
}

/* --- quantity and text --- */

static void read_limits(struct wj_define *define, struct wj_question *question,
                        const yaml_node_t **values)
{
    question->has_min = wj_define_decimal(define, values[LEAST], question->min);
    question->has_max = wj_define_decimal(define, values[MOST], question->max);
    if (question->has_min && question->has_max && mpq_cmp(question->min, question->max) > 0) {
        wj_define_fault(define, values[LEAST], "out_of_range",
                        _("“min” is above “max”; no number fits"));
    }
}

/* Does it fit a text that nobody writes, and even none? */
static bool fits_everything(struct wj_pattern *pattern)
{
    return wj_pattern_find(pattern, wj_slice("", 0)) == WJ_FOUND &&
           wj_pattern_find(pattern, wj_slice_of("\uE000")) == WJ_FOUND;
}

static void read_theme(struct wj_define *define, const yaml_node_t *node, struct wj_theme *theme)
{
    enum { THEME_LABEL, THEME_PATTERN, THEME_NOT, THEME_KEYS };
    static const struct wj_key keys[THEME_KEYS] = {
        {"label", true}, {"pattern", true}, {"not", false}};
    const yaml_node_t *values[THEME_KEYS] = {0};
    if (wj_define_mapping(define, node, _("a theme"), keys, THEME_KEYS, values)) {
        wj_define_text(define, values[THEME_LABEL], &theme->label);
        if (wj_define_pattern_but(define, values[THEME_PATTERN], values[THEME_NOT],
                                  &theme->pattern) &&
            fits_everything(theme->pattern)) {
            struct wj_place place = wj_define_place(define, values[THEME_PATTERN]);
            wj_diag_add(define->diags, WJ_WARNING, "theme_fits_all", &place,
                        _("this pattern fits every answer, since it fits nothing at all, too; look "
                          "for a “|” too many, or a “*” or “?” behind everything"));
        }
    }
}

static void check_theme(struct wj_define *define, const yaml_node_t *node,
                        const struct wj_theme *themes, size_t number)
{
    for (size_t i = 0; themes[number].label != NULL && i < number; i++) {
        if (themes[i].label != NULL && strcmp(themes[i].label, themes[number].label) == 0) {
            wj_define_fault(define, node, "duplicate_name",
                            _("two themes are called “%s”; make them one, with “|” between "
                              "their patterns"),
                            themes[number].label);
            return;
        }
    }
}

static void read_themes(struct wj_define *define, struct wj_question *question,
                        const yaml_node_t *node)
{
    struct wj_list_rule rule = {.most = WJ_MOST_OPTIONS};
    size_t count;
    if (!wj_define_list(define, node, rule, &count)) {
        return;
    }
    question->themes = wj_define_array(define, count, sizeof *question->themes);
    if (question->themes == NULL) {
        return;
    }
    question->theme_count = count;
    for (size_t i = 0; i < count; i++) {
        const yaml_node_t *item = wj_define_item(define, node, i);
        read_theme(define, item, &question->themes[i]);
        check_theme(define, item, question->themes, i);
    }
}

/* --- a question --- */

static void read_type(struct wj_define *define, size_t number, const yaml_node_t *node,
                      const yaml_node_t **values)
{
    struct wj_question *question = &define->survey->questions[number];
    size_t type;
    if (!wj_define_word(define, values[TYPE], type_names, TYPE_COUNT, &type)) {
        return;
    }
    question->type = (enum wj_question_type)type;
    check_keys(define, question, values);
    read_places(define, question, values);
    read_separator(define, question, values[SEPARATOR]);
    wj_define_boolean(define, values[NUMBERED], &question->numbered);
    bool closed = question->type == WJ_SINGLE || question->type == WJ_MULTIPLE;
    define->faulty[number] = closed && !read_options(define, question, node, values);
    if (closed && !define->faulty[number]) {
        find_top(question);
        read_exclusive(define, question, values[EXCLUSIVE]);
    }
    read_limits(define, question, values);
    read_themes(define, question, values[THEMES]);
}

/* Everything but asked_if, which may name questions that stand below. */
static const yaml_node_t *read_question(struct wj_define *define, const yaml_node_t *node,
                                        size_t number)
{
    struct wj_question *question = &define->survey->questions[number];
    const yaml_node_t *values[QUESTION_KEYS] = {0};
    size_t errors = define->diags->errors;
    question->mark = wj_define_mark(node);
    if (wj_define_mapping(define, node, _("a question"), question_keys, QUESTION_KEYS, values)) {
        read_name(define, values[NAME], number);
        wj_define_text(define, values[LABEL], &question->label);
        read_type(define, number, node, values);
    }
    define->faulty[number] = define->faulty[number] || define->diags->errors > errors;
    return values[ASKED_IF];
}

static void read_asked_if(struct wj_define *define, const yaml_node_t *node, size_t number)
{
    struct wj_question *question = &define->survey->questions[number];
    if (!wj_define_formula(define, node, &question->asked_if)) {
        return;
    }
    for (size_t i = 0; i < wj_formula_name_count(question->asked_if); i++) {
        if (wj_formula_name(question->asked_if, i) == (long)number) {
            wj_define_fault(define, node, "self_reference",
                            _("“asked_if” of “%s” names the question itself; name another"),
                            question->name);
        }
    }
}

static bool prepare(struct wj_define *define, size_t count)
{
    struct wj_survey *survey = define->survey;
    survey->questions = wj_define_array(define, count, sizeof *survey->questions);
    define->faulty = wj_define_array(define, count, sizeof *define->faulty);
    if (survey->questions == NULL || define->faulty == NULL) {
        return false;
    }
    survey->question_count = count;
    for (size_t i = 0; i < count; i++) {
        mpq_inits(survey->questions[i].top, survey->questions[i].min, survey->questions[i].max,
                  NULL);
    }
    return true;
}

void wj_define_questions(struct wj_define *define, const yaml_node_t *node)
{
    struct wj_list_rule rule = {.least = 1, .most = WJ_MOST_QUESTIONS};
    size_t count;
    if (!wj_define_list(define, node, rule, &count) || !prepare(define, count)) {
        return;
    }
    const yaml_node_t **conditions = wj_alloc(count * sizeof *conditions);
    if (conditions == NULL) {
        define->no_memory = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        conditions[i] = read_question(define, wj_define_item(define, node, i), i);
    }
    for (size_t i = 0; i < count; i++) {
        read_asked_if(define, conditions[i], i);
    }
    wj_free(conditions);
}
