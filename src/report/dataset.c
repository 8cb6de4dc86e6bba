#include "dataset.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "wjtab/base/number.h"
#include "wjtab/screen/screen.h"
#include "wording.h"

enum { LONGEST_CODE = 16, LONGEST_NUMBER = 9, LONGEST_NAME = 64 };

/* ---- names ---- */

static const char *keep_text(struct wj_dataset *dataset, const char *first, const char *between,
                             const char *second)
{
    struct wj_buf text = {0};
    wj_buf_add_text(&text, first);
    wj_buf_add_text(&text, between);
    wj_buf_add_text(&text, second);
    const char *kept = wj_arena_copy(&dataset->arena, wj_buf_slice(&text));
    wj_buf_clear(&text);
    return kept;
}

static const char *question_name(struct wj_dataset *dataset, size_t question, const char *more)
{
    char name[LONGEST_NAME];
    snprintf(name, sizeof name, "q%zu%s", question + 1, more);
    return wj_arena_copy(&dataset->arena, wj_slice_of(name));
}

static bool is_plain_code(const char *code)
{
    size_t len = strlen(code);
    for (size_t i = 0; i < len; i++) {
        if (!isascii((unsigned char)code[i]) || !isalnum((unsigned char)code[i])) {
            return false;
        }
    }
    return len > 0 && len <= LONGEST_CODE;
}

/* May the options' codes stand in names? */
static bool has_plain_codes(const struct wj_question *question)
{
    for (size_t i = 0; i < question->option_count; i++) {
        if (!is_plain_code(question->options[i].code)) {
            return false;
        }
        for (size_t j = 0; j < i; j++) {
            if (strcasecmp(question->options[i].code, question->options[j].code) == 0) {
                return false;
            }
        }
    }
    return true;
}

/* A code that is a number and nothing else: 0, 12; not 007. */
static bool is_number(const char *code)
{
    size_t len = strlen(code);
    return len > 0 && len <= LONGEST_NUMBER && strspn(code, "0123456789") == len &&
           (code[0] != '0' || len == 1);
}

static bool has_number_codes(const struct wj_question *question)
{
    for (size_t i = 0; i < question->option_count; i++) {
        if (!is_number(question->options[i].code)) {
            return false;
        }
    }
    return true;
}

static int64_t number_of(const char *code)
{
    int64_t number = 0;
    for (size_t i = 0; code[i] != '\0'; i++) {
        number = number * 10 + (code[i] - '0');
    }
    return number;
}

/* ---- variables ---- */

static struct wj_variable *add_variable(struct wj_dataset *dataset, const char *name,
                                        const char *label, enum wj_variable_kind kind)
{
    struct wj_variable *variable = &dataset->variables[dataset->variable_count++];
    variable->name = name;
    variable->label = label;
    variable->kind = kind;
    variable->level = kind == WJ_VARIABLE_NUMBER ? WJ_LEVEL_SCALE : WJ_LEVEL_NOMINAL;
    variable->ascii = true;
    return variable;
}

static struct wj_category *add_categories(struct wj_dataset *dataset, struct wj_variable *variable,
                                          size_t count)
{
    variable->category_count = count;
    variable->categories = wj_arena_alloc(&dataset->arena, count * sizeof *variable->categories);
    return variable->categories;
}

static const char *score_of(struct wj_dataset *dataset, const struct wj_option *option)
{
    struct wj_buf text = {0};
    if (!option->scored) {
        return NULL;
    }
    wj_number_exact(&text, option->score);
    const char *score = wj_arena_copy(&dataset->arena, wj_buf_slice(&text));
    wj_buf_clear(&text);
    return score;
}

static void add_reason(struct wj_dataset *dataset, const struct wj_wording *words, size_t number)
{
    const struct wj_question *question = &dataset->survey->questions[number];
    if (wj_dataset_has_reason(dataset, question)) {
        struct wj_variable *variable = add_variable(
            dataset, question_name(dataset, number, "other"),
            keep_text(dataset, question->label, words->label_of, words->written), WJ_VARIABLE_TEXT);
        variable->question = question->name;
    }
}

static enum wj_status add_single(struct wj_dataset *dataset, const struct wj_wording *words,
                                 size_t number)
{
    const struct wj_question *question = &dataset->survey->questions[number];
    bool numbers = has_number_codes(question);
    struct wj_variable *variable = add_variable(dataset, question_name(dataset, number, ""),
                                                question->label, WJ_VARIABLE_CODE);
    struct wj_category *category = add_categories(dataset, variable, question->option_count);
    variable->question = question->name;
    variable->level = question->scored ? WJ_LEVEL_ORDINAL : WJ_LEVEL_NOMINAL;
    for (size_t i = 0; category != NULL && i < question->option_count; i++) {
        const struct wj_option *option = &question->options[i];
        category[i] = (struct wj_category){
            .value = numbers ? number_of(option->code) : (int64_t)i + 1,
            .code = option->code,
            .label = option->label,
            .score = score_of(dataset, option),
        };
    }
    add_reason(dataset, words, number);
    return category != NULL ? WJ_OK : WJ_MEMORY;
}

/* The variable of one option. */
static enum wj_status add_flag(struct wj_dataset *dataset, const struct wj_wording *words,
                               size_t number, size_t option, bool plain)
{
    const struct wj_question *question = &dataset->survey->questions[number];
    char more[LONGEST_CODE + 8];
    if (plain) {
        snprintf(more, sizeof more, "_%s", question->options[option].code);
    } else {
        snprintf(more, sizeof more, "_%zu", option + 1);
    }
    struct wj_variable *variable = add_variable(
        dataset, question_name(dataset, number, more),
        keep_text(dataset, question->label, words->label_of, question->options[option].label),
        WJ_VARIABLE_CODE);
    struct wj_category *category = add_categories(dataset, variable, 2);
    variable->question = question->name;
    variable->option = question->options[option].label;
    if (category == NULL) {
        return WJ_MEMORY;
    }
    category[0] = (struct wj_category){.code = "0", .label = words->not_chosen};
    category[1] = (struct wj_category){
        .value = 1, .code = question->options[option].code, .label = words->chosen};
    return WJ_OK;
}

static enum wj_status add_multiple(struct wj_dataset *dataset, const struct wj_wording *words,
                                   size_t number)
{
    const struct wj_question *question = &dataset->survey->questions[number];
    struct wj_variable_set *set = &dataset->sets[dataset->set_count++];
    *set = (struct wj_variable_set){.name = question_name(dataset, number, ""),
                                    .label = question->label,
                                    .question = question->name,
                                    .first = dataset->variable_count,
                                    .count = question->option_count};
    bool plain = has_plain_codes(question);
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < question->option_count; i++) {
        status = add_flag(dataset, words, number, i, plain);
    }
    return status;
}

static enum wj_status add_question(struct wj_dataset *dataset, const struct wj_wording *words,
                                   size_t number)
{
    const struct wj_question *question = &dataset->survey->questions[number];
    switch (question->type) {
    case WJ_SINGLE:
        return add_single(dataset, words, number);
    case WJ_MULTIPLE:
        return add_multiple(dataset, words, number);
    case WJ_QUANTITY:
        add_variable(dataset, question_name(dataset, number, ""), question->label,
                     WJ_VARIABLE_NUMBER)
            ->question = question->name;
        return WJ_OK;
    case WJ_TEXT:
        if (dataset->options->keep_text) {
            add_variable(dataset, question_name(dataset, number, ""), question->label,
                         WJ_VARIABLE_TEXT)
                ->question = question->name;
        }
        return WJ_OK;
    }
    return WJ_INTERNAL;
}

static const char *rule_label(const struct wj_dataset *dataset, const struct wj_wording *words,
                              size_t rule)
{
    if (rule < WJ_RULE_NAMED) {
        return words->rules[rule];
    }
    return rule + 1 < wj_rule_count(dataset->survey) ? wj_rule_name(dataset->survey, rule)
                                                     : words->unique_rule;
}

static enum wj_status add_rule(struct wj_dataset *dataset, const struct wj_wording *words)
{
    size_t count = wj_rule_count(dataset->survey);
    struct wj_variable *variable =
        add_variable(dataset, "rule", words->export_columns[3], WJ_VARIABLE_CODE);
    struct wj_category *category = add_categories(dataset, variable, count + 1);
    if (category == NULL) {
        return WJ_MEMORY;
    }
    category[0] = (struct wj_category){.code = "", .label = words->effective};
    for (size_t i = 0; i < count; i++) {
        category[i + 1] = (struct wj_category){.value = (int64_t)i + 1,
                                               .code = wj_rule_name(dataset->survey, i),
                                               .label = rule_label(dataset, words, i)};
    }
    return WJ_OK;
}

/* What tells where a response stands: its form, file, record, rule, weight. */
static enum wj_status add_places(struct wj_dataset *dataset, const struct wj_wording *words)
{
    const struct wj_dataset_options *options = dataset->options;
    if (dataset->survey->id.text != NULL) {
        add_variable(dataset, "id", words->export_columns[0], WJ_VARIABLE_TEXT);
    }
    struct wj_variable *source =
        add_variable(dataset, "source", words->export_columns[1], WJ_VARIABLE_CODE);
    struct wj_category *category = add_categories(dataset, source, options->file_count);
    if (category == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < options->file_count; i++) {
        category[i] = (struct wj_category){
            .value = (int64_t)i + 1, .code = options->files[i], .label = options->files[i]};
    }
    add_variable(dataset, "record", words->export_columns[2], WJ_VARIABLE_NUMBER);
    enum wj_status status = options->rejected ? add_rule(dataset, words) : WJ_OK;
    if (status == WJ_OK && dataset->survey->weighting.kind != WJ_UNWEIGHTED) {
        dataset->has_weight = true;
        dataset->weight = dataset->variable_count;
        add_variable(dataset, "weight", words->export_columns[4], WJ_VARIABLE_NUMBER);
    }
    return status;
}

bool wj_dataset_has_reason(const struct wj_dataset *dataset, const struct wj_question *question)
{
    bool other = false;
    for (size_t i = 0; i < question->option_count; i++) {
        other = other || question->options[i].other;
    }
    return dataset->options->keep_text && question->type == WJ_SINGLE && other;
}

static enum wj_status make_room(struct wj_dataset *dataset)
{
    const struct wj_survey *survey = dataset->survey;
    size_t count = 5;
    for (size_t i = 0; i < survey->question_count; i++) {
        bool multiple = survey->questions[i].type == WJ_MULTIPLE;
        count += multiple ? survey->questions[i].option_count : 2;
    }
    dataset->variables = wj_arena_alloc(&dataset->arena, count * sizeof *dataset->variables);
    dataset->cells = wj_arena_alloc(&dataset->arena, count * sizeof *dataset->cells);
    dataset->sets =
        wj_arena_alloc(&dataset->arena, (survey->question_count + 1) * sizeof *dataset->sets);
    bool all = dataset->variables != NULL && dataset->cells != NULL && dataset->sets != NULL;
    return all ? WJ_OK : WJ_MEMORY;
}

enum wj_status wj_dataset_open(struct wj_dataset *dataset, struct wj_diags *diags,
                               const struct wj_survey *survey, struct wj_cases *cases,
                               const struct wj_dataset_options *options)
{
    unsigned long failures = wj_memory_failures();
    const struct wj_wording *words = wj_wording(survey->output.language);
    *dataset = (struct wj_dataset){.title = survey->title,
                                   .language = survey->output.language,
                                   .date = options->date,
                                   .rows = cases->count,
                                   .survey = survey,
                                   .cases = cases,
                                   .options = options};
    memcpy(dataset->missing_labels, words->missing_labels, sizeof dataset->missing_labels);
    enum wj_status status = make_room(dataset);
    if (status == WJ_OK) {
        status = add_places(dataset, words);
    }
    for (size_t i = 0; status == WJ_OK && i < survey->question_count; i++) {
        status = add_question(dataset, words, i);
    }
    if (status == WJ_OK) {
        status = wj_memory_status(failures);
    }
    if (status == WJ_OK) {
        status = wj_dataset_count(dataset, diags);
    }
    return status == WJ_OK ? wj_memory_status(failures) : status;
}

void wj_dataset_clear(struct wj_dataset *dataset)
{
    wj_buf_clear(&dataset->weight_text);
    wj_arena_clear(&dataset->arena);
}
