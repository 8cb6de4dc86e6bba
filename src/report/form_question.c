#include "form.h"
#include "print.h"
#include "wjtab/base/text.h"
#include "wjtab/report/section.h"

enum { LINES = 3 }; /* to write an open answer on */

static const char *const separators[] = {"、", "．", ".", "。", ")", "）", ":", "：", " "};

/* Does a text begin with a number or a code that something sets apart from the rest? */
static bool begins_with(const char *text, const char *mark)
{
    size_t len = strlen(mark);
    if (strncmp(text, mark, len) != 0) {
        return false;
    }
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
        if (strncmp(text + len, separators[i], strlen(separators[i])) == 0) {
            return true;
        }
    }
    return false;
}

void wj_form_title(const struct wj_form *form, size_t question, const char *first,
                   struct wj_buf *out)
{
    const struct wj_question *asked = &form->survey->questions[question];
    const struct wj_form_words *words = form->words;
    const char *number = wj_print_count(&form->report->arena, question + 1);
    if (!begins_with(asked->label, number)) {
        wj_buf_addf(out, "%s. ", number);
    }
    wj_buf_add_text(out, asked->label);
    if (first == NULL && asked->asked_if == NULL) {
        return;
    }
    wj_buf_add_text(out, words->open);
    wj_buf_add_text(out, first != NULL ? first : "");
    if (asked->asked_if != NULL) {
        wj_buf_add_text(out, first != NULL ? words->comma : "");
        wj_form_asked(form, asked, out);
    }
    wj_buf_add_text(out, words->close);
}

void wj_form_code(const struct wj_form *form, const struct wj_option *option, struct wj_buf *out)
{
    bool alone = strcmp(option->code, option->label) == 0;
    const char *code = option->code;
    wj_buf_add_text(
        out,
        alone ? wj_print(&form->report->arena, form->words->code_without_label, 1, &code) : code);
}

void wj_form_option(const struct wj_option *option, struct wj_buf *out)
{
    bool alone = strcmp(option->code, option->label) == 0;
    if (!alone && !begins_with(option->label, option->code)) {
        wj_buf_addf(out, "%s. ", option->code);
    }
    wj_buf_add_text(out, option->label);
}

/* ---- what a question is answered in ---- */

static void add_choices(const struct wj_form *form, const struct wj_question *question)
{
    struct wj_arena *arena = &form->report->arena;
    struct wj_buf text = {0};
    char **choices = wj_arena_alloc(arena, question->option_count * sizeof *choices);
    if (choices == NULL || wj_section_say(form->report, WJ_CHOICES, "") != WJ_OK) {
        return;
    }
    struct wj_block *block = wj_section_last(form->report);
    block->choices = choices;
    for (size_t i = 0; i < question->option_count; i++) {
        const struct wj_option *option = &question->options[i];
        wj_buf_reset(&text);
        wj_form_option(option, &text);
        wj_buf_add_text(&text, option->exclusive ? form->words->exclusive : "");
        wj_buf_add_text(&text, option->other ? form->words->reason : "");
        choices[i] = wj_arena_copy(arena, wj_buf_slice(&text));
        block->count += choices[i] != NULL ? 1 : 0;
    }
    wj_buf_clear(&text);
}

static void add_lines(const struct wj_form *form)
{
    if (wj_section_say(form->report, WJ_BLANKS, "") == WJ_OK) {
        wj_section_last(form->report)->count = LINES;
    }
}

static const char *limits(const struct wj_form *form, const struct wj_question *question)
{
    struct wj_arena *arena = &form->report->arena;
    const struct wj_form_words *words = form->words;
    const char *ends[] = {question->has_min ? wj_print_exact(arena, question->min) : "",
                          question->has_max ? wj_print_exact(arena, question->max) : ""};
    if (question->has_min && question->has_max) {
        return wj_print(arena, words->between, 2, ends);
    }
    if (question->has_min) {
        return wj_print(arena, words->at_least, 1, &ends[0]);
    }
    return question->has_max ? wj_print(arena, words->at_most, 1, &ends[1]) : words->number;
}

/* What the label itself says need not be said again. */
static const char *unless_said(const struct wj_question *question, const char *note)
{
    return strstr(question->label, note) == NULL ? note : NULL;
}

void wj_form_question(const struct wj_form *form, size_t question)
{
    const struct wj_question *asked = &form->survey->questions[question];
    const char *notes[] = {
        [WJ_SINGLE] = unless_said(asked, form->words->single),
        [WJ_MULTIPLE] = unless_said(asked, form->words->multiple),
        [WJ_QUANTITY] = limits(form, asked),
        [WJ_TEXT] = NULL,
    };
    struct wj_buf title = {0};
    wj_form_title(form, question, notes[asked->type], &title);
    wj_buf_add_text(&title, asked->type == WJ_QUANTITY ? form->words->blank : "");
    wj_section_say(form->report, WJ_QUESTION, wj_buf_text(&title));
    wj_buf_clear(&title);
    if (asked->type == WJ_TEXT) {
        add_lines(form);
    } else if (asked->type != WJ_QUANTITY) {
        add_choices(form, asked);
    }
}
