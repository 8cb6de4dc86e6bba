#include "define.h"

#include "wjtab/base/message.h"

enum {
    REQUIRED,
    UNKNOWN,
    SEVERAL_TICKS,
    MIN_SECONDS,
    MAX_MISSING,
    STRAIGHT_LINE,
    RULES,
    UNIQUE,
    VALID_KEYS
};

static const struct wj_key valid_keys[VALID_KEYS] = {
    [REQUIRED] = {"required", false},
    [UNKNOWN] = {"unknown", false},
    [SEVERAL_TICKS] = {"several_ticks", false},
    [MIN_SECONDS] = {"min_seconds", false},
    [MAX_MISSING] = {"max_missing", false},
    [STRAIGHT_LINE] = {"straight_line", false},
    [RULES] = {"rules", false},
    [UNIQUE] = {"unique", false},
};

static const char *const built_in_rules[] = {
    "shape", "required",    "several_ticks", "unknown",       "exclusive",
    "range", "min_seconds", "max_missing",   "straight_line", "unique",
};

enum { BUILT_IN_COUNT = sizeof built_in_rules / sizeof built_in_rules[0] };

/* --- required --- */

static void mark_by_kind(struct wj_survey *survey)
{
    for (size_t i = 0; i < survey->question_count; i++) {
        const struct wj_question *question = &survey->questions[i];
        survey->valid.is_required[i] = survey->valid.required == WJ_REQUIRED_ALL
                                           ? question->type != WJ_TEXT
                                           : question->scored;
    }
}

static void read_required_names(struct wj_define *define, const yaml_node_t *node)
{
    struct wj_list_rule rule = {.most = WJ_MOST_ENTRIES};
    struct wj_wanted wanted = {.types = ~0U};
    struct wj_valid *valid = &define->survey->valid;
    size_t *numbers = NULL;
    size_t count = 0;
    valid->required = WJ_REQUIRED_NAMED;
    wj_define_question_list(define, node, rule, &wanted, &numbers, &count);
    for (size_t i = 0; i < count; i++) {
        valid->is_required[numbers[i]] = true;
    }
}

static void read_required(struct wj_define *define, const yaml_node_t *node)
{
    enum wj_required required = WJ_REQUIRED_SCORED;
    struct wj_slice text;
    if (node != NULL && node->type == YAML_SEQUENCE_NODE) {
        read_required_names(define, node);
        return;
    }
    if (wj_define_slice(define, node, &text)) {
        if (wj_slice_is(text, "all")) {
            required = WJ_REQUIRED_ALL;
        } else if (!wj_slice_is(text, "scored")) {
            wj_define_fault(define, node, "unknown_word",
                            _("“required” is scored, all, or a list of questions: [a, b]"));
        }
    }
    define->survey->valid.required = required;
    mark_by_kind(define->survey);
}

/* --- the built-in rules --- */

static void read_words(struct wj_define *define, const yaml_node_t **values)
{
    static const char *const unknown_words[] = {"reject", "missing", "stop"};
    static const char *const several_words[] = {"reject", "missing"};
    struct wj_valid *valid = &define->survey->valid;
    size_t word;
    if (wj_define_word(define, values[UNKNOWN], unknown_words, 3, &word)) {
        valid->unknown = (enum wj_on_unknown)word;
    }
    if (wj_define_word(define, values[SEVERAL_TICKS], several_words, 2, &word)) {
        valid->several_missing = word == 1;
    }
}

static void read_min_seconds(struct wj_define *define, const yaml_node_t *node)
{
    enum { COLUMN, AT_LEAST, SECONDS_KEYS };
    static const struct wj_key keys[SECONDS_KEYS] = {{"column", true}, {"at_least", true}};
    const yaml_node_t *values[SECONDS_KEYS] = {0};
    struct wj_valid *valid = &define->survey->valid;
    if (wj_define_mapping(define, node, _("“min_seconds”"), keys, SECONDS_KEYS, values)) {
        bool placed = wj_define_column(define, values[COLUMN], &valid->seconds_column);
        valid->has_min_seconds =
            wj_define_positive(define, values[AT_LEAST], valid->at_least) && placed;
    }
}

static void read_straight_line(struct wj_define *define, const yaml_node_t *node)
{
    enum { QUESTIONS, REJECT, STRAIGHT_KEYS };
    static const struct wj_key keys[STRAIGHT_KEYS] = {{"questions", true}, {"reject", false}};
    const yaml_node_t *values[STRAIGHT_KEYS] = {0};
    struct wj_list_rule rule = {.least = 2, .most = WJ_MOST_ENTRIES};
    struct wj_wanted wanted = {
        .types = 1U << WJ_SINGLE,
        .sentence = _("“straight_line” compares questions of type: single"),
    };
    struct wj_valid *valid = &define->survey->valid;
    if (wj_define_mapping(define, node, _("“straight_line”"), keys, STRAIGHT_KEYS, values)) {
        wj_define_question_list(define, values[QUESTIONS], rule, &wanted,
                                &valid->straight_questions, &valid->straight_count);
        wj_define_boolean(define, values[REJECT], &valid->straight_reject);
    }
}

/* --- named rules --- */

static void check_rule_name(struct wj_define *define, const yaml_node_t *node, size_t number)
{
    struct wj_slice name = wj_slice_of(define->survey->valid.rules[number].name);
    for (size_t i = 0; i < BUILT_IN_COUNT; i++) {
        if (wj_slice_is(name, built_in_rules[i])) {
            wj_define_fault(define, node, "reserved_name",
                            _("“%s” is the name of a built-in rule; choose another"),
                            built_in_rules[i]);
        }
    }
    for (size_t i = 0; i < number; i++) {
        if (wj_slice_is(name, define->survey->valid.rules[i].name)) {
            wj_define_fault(define, node, "duplicate_name",
                            _("two rules are called “%s”; give each a name of its own"),
                            wj_define_show(define, name));
            return;
        }
    }
}

static void read_rule(struct wj_define *define, const yaml_node_t *node, size_t number)
{
    enum { NAME, REJECT_IF, RULE_KEYS };
    static const struct wj_key keys[RULE_KEYS] = {{"name", true}, {"reject_if", true}};
    const yaml_node_t *values[RULE_KEYS] = {0};
    struct wj_named_rule *rule = &define->survey->valid.rules[number];
    rule->mark = wj_define_mark(node);
    if (!wj_define_mapping(define, node, _("a rule"), keys, RULE_KEYS, values)) {
        return;
    }
    if (wj_define_text(define, values[NAME], &rule->name)) {
        check_rule_name(define, values[NAME], number);
    }
    wj_define_formula(define, values[REJECT_IF], &rule->reject_if);
}

static void read_rules(struct wj_define *define, const yaml_node_t *node)
{
    struct wj_list_rule rule = {.most = WJ_MOST_ENTRIES};
    struct wj_valid *valid = &define->survey->valid;
    size_t count;
    if (!wj_define_list(define, node, rule, &count)) {
        return;
    }
    valid->rules = wj_define_array(define, count, sizeof *valid->rules);
    if (valid->rules == NULL) {
        return;
    }
    valid->rule_count = count;
    for (size_t i = 0; i < count; i++) {
        read_rule(define, wj_define_item(define, node, i), i);
    }
}

/* --- unique --- */

static void read_unique_columns(struct wj_define *define, const yaml_node_t *node)
{
    struct wj_list_rule rule = {.least = 1, .most = WJ_MOST_ENTRIES, .or_one = true};
    struct wj_valid *valid = &define->survey->valid;
    size_t count;
    if (!wj_define_list(define, node, rule, &count)) {
        return;
    }
    valid->unique_columns = wj_define_array(define, count, sizeof *valid->unique_columns);
    if (valid->unique_columns == NULL) {
        return;
    }
    valid->unique_count = count;
    for (size_t i = 0; i < count; i++) {
        wj_define_column(define, wj_define_item(define, node, i), &valid->unique_columns[i]);
    }
}

static void read_unique(struct wj_define *define, const yaml_node_t *node)
{
    enum { COLUMNS, KEEP, UNIQUE_KEYS };
    static const struct wj_key keys[UNIQUE_KEYS] = {{"columns", true}, {"keep", false}};
    static const char *const words[] = {"first", "last"};
    const yaml_node_t *values[UNIQUE_KEYS] = {0};
    size_t word;
    if (node != NULL && node->type != YAML_MAPPING_NODE) {
        read_unique_columns(define, node);
        return;
    }
    if (wj_define_mapping(define, node, _("“unique”"), keys, UNIQUE_KEYS, values)) {
        read_unique_columns(define, values[COLUMNS]);
        if (wj_define_word(define, values[KEEP], words, 2, &word)) {
            define->survey->valid.keep = (enum wj_keep)word;
        }
    }
}

void wj_define_valid(struct wj_define *define, const yaml_node_t *node)
{
    const yaml_node_t *values[VALID_KEYS] = {0};
    struct wj_survey *survey = define->survey;
    struct wj_valid *valid = &survey->valid;
    valid->is_required =
        wj_define_array(define, survey->question_count, sizeof *valid->is_required);
    if (valid->is_required == NULL) {
        return;
    }
    wj_define_mapping(define, node, _("“valid”"), valid_keys, VALID_KEYS, values);
    read_required(define, values[REQUIRED]);
    read_words(define, values);
    read_min_seconds(define, values[MIN_SECONDS]);
    valid->has_max_missing = wj_define_percentage(define, values[MAX_MISSING], valid->max_missing);
    read_straight_line(define, values[STRAIGHT_LINE]);
    read_rules(define, values[RULES]);
    read_unique(define, values[UNIQUE]);
}
