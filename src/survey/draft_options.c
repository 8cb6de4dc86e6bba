#include "cut.h"
#include "draft.h"
#include "wjtab/base/personal.h"
#include "wjtab/base/text.h"

enum { MOST_LETTERS = 26, ENOUGH_CODES = 80 };

static const char *const others[] = {"其他", "其它", NULL};
static const char *const notes[] = {"请注明", "请填写", "请说明", "请具体", "请写明", NULL};
static const char *const nothing[] = {
    "无",       "没有",     "都没有", "以上都没有", "以上均无",       "以上都不是", "以上均没有",
    "没有问题", "无不满意", "均无",   "都不需要",   "没有需要改进的", "无需改进",   NULL};

/* --- one answer --- */

/* `A.`, `A、`, `（A）`: the length of the prefix, the letter in *code; 0: none. */
static size_t prefix_of(struct wj_slice text, struct wj_slice *code)
{
    size_t at = 0;
    int32_t sign = 0;
    bool bracket = text.len > 0 && text.ptr[0] == '(';
    if (wj_slice_starts(text, wj_slice_of("（"))) {
        bracket = true;
        at = 3;
    } else if (bracket) {
        at = 1;
    }
    if (at >= text.len || text.ptr[at] < 'A' || text.ptr[at] > 'Z' || at + 1 >= text.len) {
        return 0;
    }
    *code = wj_slice(text.ptr + at, 1);
    size_t len = wj_utf8_next(wj_slice_from(text, at + 1), &sign);
    bool closes = sign == ')' || sign == 0xFF09;
    bool separates =
        closes || sign == '.' || sign == 0x3001 || sign == 0xFF0E || sign == ':' || sign == 0xFF1A;
    return (bracket ? closes : separates) && at + 1 + len < text.len ? at + 1 + len : 0;
}

/* The text without `〖…〗` at its end, and without `【…】`, `（请注明）` before that. */
static struct wj_slice without_tail(struct wj_slice text, bool *cut)
{
    for (size_t at = 0; at < text.len;) {
        int32_t codepoint;
        struct wj_slice rest = wj_slice_from(text, at);
        struct wj_slice inside;
        size_t group = wj_bracket_group(rest, &inside);
        size_t len = wj_utf8_next(rest, &codepoint);
        bool tail =
            group > 0 && at > 0 && (codepoint == 0x3016 || wj_draft_holds_any(inside, notes));
        if (tail) {
            *cut = true;
            return wj_text_trim(wj_slice(text.ptr, at));
        }
        at += group > 0 ? group : len;
    }
    return text;
}

static bool starts_other(struct wj_slice label, size_t *len)
{
    for (size_t i = 0; others[i] != NULL; i++) {
        *len = strlen(others[i]);
        if (wj_slice_starts(label, wj_slice_of(others[i]))) {
            return true;
        }
    }
    return false;
}

/* `其他`, `其他：…`, `其他，…`, `其他（…）`; not `其他部门`. */
static bool is_other(struct wj_slice label, size_t *len)
{
    int32_t sign;
    if (!starts_other(label, len)) {
        return false;
    }
    if (label.len == *len) {
        return true;
    }
    wj_utf8_next(wj_slice_from(label, *len), &sign);
    return sign == ':' || sign == 0xFF1A || sign == ',' || sign == 0xFF0C || sign == '(' ||
           sign == 0xFF08 || sign == 0x3010 || sign == 0x3016;
}

struct wj_draft_answer wj_draft_answer(struct wj_slice text)
{
    struct wj_draft_answer answer = {.label = wj_text_trim(text)};
    size_t len = prefix_of(answer.label, &answer.code);
    if (len > 0) {
        answer.label = wj_text_trim(wj_slice_from(answer.label, len));
    } else {
        answer.code = wj_slice(NULL, 0);
    }
    answer.label = without_tail(answer.label, &answer.other);
    if (is_other(answer.label, &len)) {
        answer.other = true;
        answer.label.len = len;
    }
    return answer;
}

/* --- from texts to options --- */

/* Are the letters in front codes? Then nearly every answer has one. */
static bool has_codes(const struct wj_draft_values *values)
{
    uint64_t all = 0;
    uint64_t coded = 0;
    for (size_t i = 0; i < values->index.count; i++) {
        struct wj_draft_answer answer = wj_draft_answer(wj_draft_value(values, i));
        all += values->tallies[i].count;
        coded += answer.code.len > 0 ? values->tallies[i].count : 0;
    }
    return coded * 100 >= all * ENOUGH_CODES;
}

static struct wj_draft_option *find_label(struct wj_draft *draft,
                                          struct wj_draft_question *question, struct wj_map *labels,
                                          struct wj_slice label)
{
    uint64_t *number = NULL;
    wj_buf_reset(&draft->scratch);
    if (wj_text_clean(&draft->scratch, label, true) != WJ_OK ||
        wj_map_put(labels, wj_buf_slice(&draft->scratch), &number) != WJ_OK) {
        draft->no_memory = true;
        return NULL;
    }
    if (*number == 0) {
        *number = ++question->option_count;
        question->options[*number - 1].label = wj_draft_copy(draft, label);
    }
    return &question->options[*number - 1];
}

static void add_option(struct wj_draft *draft, struct wj_draft_question *question,
                       struct wj_map *labels, struct wj_slice text, struct wj_draft_tally tally,
                       bool coded)
{
    struct wj_draft_answer answer = wj_draft_answer(text);
    if (!coded && answer.code.len > 0) { /* the letter belongs to the label */
        answer.label = wj_slice(answer.code.ptr, 0);
        answer.label = without_tail(wj_text_trim(text), &answer.other);
    }
    bool control = wj_draft_has_control(answer.label);
    answer.label = control ? wj_draft_printable(draft, answer.label) : answer.label;
    if (answer.label.len == 0) {
        return;
    }
    if (wj_personal_has(answer.label)) {
        question->left_personal = true;
        return;
    }
    struct wj_draft_option *option = find_label(draft, question, labels, answer.label);
    if (option == NULL) {
        return;
    }
    option->tally.count += tally.count;
    option->tally.print += tally.print;
    option->control = option->control || control;
    option->other = option->other || answer.other;
    if (coded && option->code.len == 0) {
        option->code = wj_draft_copy(draft, answer.code);
    }
}

static bool is_nothing(struct wj_slice label)
{
    for (size_t i = 0; nothing[i] != NULL; i++) {
        if (wj_slice_is(label, nothing[i])) {
            return true;
        }
    }
    return false;
}

static void sort_by_code(struct wj_draft_question *question)
{
    for (size_t i = 1; i < question->option_count; i++) {
        struct wj_draft_option moved = question->options[i];
        size_t j = i;
        while (j > 0 && moved.code.len == 1 && question->options[j - 1].code.len == 1 &&
               *moved.code.ptr < *question->options[j - 1].code.ptr) {
            question->options[j] = question->options[j - 1];
            j--;
        }
        question->options[j] = moved;
    }
}

bool wj_draft_options(struct wj_draft *draft, struct wj_draft_question *question,
                      const struct wj_draft_values *values)
{
    struct wj_map labels = {0};
    bool coded = has_codes(values);
    size_t count = values->index.count;
    question->option_count = 0;
    question->options = wj_draft_array(draft, count, sizeof *question->options);
    for (size_t i = 0; question->options != NULL && i < count; i++) {
        add_option(draft, question, &labels, wj_draft_value(values, i), values->tallies[i], coded);
    }
    for (size_t i = 0; question->type == WJ_MULTIPLE && i < question->option_count; i++) {
        question->options[i].exclusive = is_nothing(question->options[i].label);
    }
    if (coded) {
        sort_by_code(question);
    }
    wj_map_clear(&labels);
    return question->options != NULL && question->option_count > 0 &&
           question->option_count <= WJ_DRAFT_OPTIONS;
}

/* --- codes --- */

/* Takes a spelling for an option; false when another has it. */
static bool claim(struct wj_draft *draft, struct wj_map *taken, struct wj_slice text, size_t option)
{
    uint64_t *owner = NULL;
    wj_buf_reset(&draft->scratch);
    if (wj_text_clean(&draft->scratch, text, true) != WJ_OK ||
        wj_map_put(taken, wj_buf_slice(&draft->scratch), &owner) != WJ_OK) {
        draft->no_memory = true;
        return false;
    }
    if (*owner == 0) {
        *owner = option + 1;
    }
    return *owner == option + 1;
}

/* The next free code: letters where they are enough, else numbers. */
static void give_code(struct wj_draft *draft, struct wj_draft_question *question,
                      struct wj_map *taken, size_t number)
{
    struct wj_draft_option *option = &question->options[number];
    bool letters = question->option_count <= MOST_LETTERS;
    for (size_t i = number; i < number + 2 * WJ_DRAFT_OPTIONS; i++) {
        struct wj_buf code = {0};
        if (letters && i < MOST_LETTERS) {
            wj_buf_add_char(&code, (char)('A' + i));
        } else {
            wj_buf_addf(&code, "%s%zu", letters ? "X" : "", i + 1);
        }
        bool free = claim(draft, taken, wj_buf_slice(&code), number);
        if (free) {
            option->code = wj_draft_copy(draft, wj_buf_slice(&code));
        }
        wj_buf_clear(&code);
        if (free || draft->no_memory) {
            return;
        }
    }
}

/* A single letter or digit is its own code. */
static bool is_sign(struct wj_slice label)
{
    char c = label.len == 1 ? *label.ptr : '\0';
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

void wj_draft_settle(struct wj_draft *draft, struct wj_draft_question *question)
{
    struct wj_map taken = {0};
    for (size_t i = 0; i < question->option_count; i++) {
        claim(draft, &taken, question->options[i].label, i);
    }
    for (size_t i = 0; i < question->option_count; i++) {
        struct wj_draft_option *option = &question->options[i];
        if (option->code.len == 0 && is_sign(option->label)) {
            option->code = option->label;
        }
        if (option->code.len > 0 && !claim(draft, &taken, option->code, i)) {
            option->code = wj_slice(NULL, 0);
        }
    }
    for (size_t i = 0; i < question->option_count; i++) {
        if (question->options[i].code.len == 0) {
            give_code(draft, question, &taken, i);
        }
    }
    wj_map_clear(&taken);
}
