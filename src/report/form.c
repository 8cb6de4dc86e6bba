#include "form.h"

#include "print.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"
#include "wjtab/report/form.h"
#include "wjtab/report/section.h"

/* ---- title and number ---- */

static char *make_title(const struct wj_form *form)
{
    struct wj_slice title = wj_slice_of(form->survey->title);
    const char *end = form->words->title_end;
    struct wj_buf text = {0};
    if (form->survey->form.title != NULL) {
        return wj_arena_copy(&form->report->arena, wj_slice_of(form->survey->form.title));
    }
    wj_buf_add(&text, title);
    if (end != NULL && title.len >= strlen(end) &&
        wj_slice_is(wj_slice_from(title, title.len - strlen(end)), end)) {
        wj_buf_add_text(&text, form->words->title_more);
    }
    char *copy = wj_arena_copy(&form->report->arena, wj_buf_slice(&text));
    wj_buf_clear(&text);
    return copy;
}

/* The line for the number that is keyed into the column `id`. */
static void add_id(const struct wj_form *form)
{
    const struct wj_column_spec *id = &form->survey->id;
    if (id->text == NULL) {
        return;
    }
    const char *name = id->pattern == NULL ? id->text : form->words->id_unnamed;
    wj_section_say(form->report, WJ_ASIDE,
                   wj_print(&form->report->arena, form->words->id, 1, &name));
}

/* ---- texts around the questions ---- */

/* A line each is a paragraph. */
static void add_text(const struct wj_form *form, const char *own, const char *ours)
{
    struct wj_slice rest = wj_slice_of(own != NULL ? own : ours);
    while (rest.len > 0) {
        const char *end = memchr(rest.ptr, '\n', rest.len);
        struct wj_slice line =
            wj_slice(rest.ptr, end != NULL ? (size_t)(end - rest.ptr) : rest.len);
        const char *text = wj_arena_copy(&form->report->arena, wj_text_trim(line));
        if (text != NULL && text[0] != '\0') {
            wj_section_say(form->report, WJ_PARAGRAPH, text);
        }
        rest = wj_slice_from(rest, line.len + (end != NULL ? 1 : 0));
    }
}

/* How to answer, as far as it concerns this form. */
static void add_how(const struct wj_form *form)
{
    const struct wj_survey *survey = form->survey;
    const struct wj_form_words *words = form->words;
    bool there[WJ_TEXT + 1] = {false};
    bool asked = false;
    for (size_t i = 0; i < survey->question_count; i++) {
        there[survey->questions[i].type] = true;
        asked = asked || survey->questions[i].asked_if != NULL;
    }
    const char *sentences[] = {
        there[WJ_SINGLE] || there[WJ_MULTIPLE] ? words->how_tick : NULL,
        there[WJ_SINGLE] ? words->how_single : NULL,
        there[WJ_MULTIPLE] ? words->how_multiple : NULL,
        asked ? words->how_asked : NULL,
    };
    struct wj_buf text = {0};
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        if (sentences[i] != NULL) {
            wj_buf_add_text(&text, text.len > 0 ? words->sentence_gap : words->how);
            wj_buf_add_text(&text, sentences[i]);
        }
    }
    if (text.len > 0) {
        wj_section_say(form->report, WJ_PARAGRAPH, wj_buf_text(&text));
    }
    wj_buf_clear(&text);
}

static void add_questions(const struct wj_form *form)
{
    size_t question = 0;
    while (question < form->survey->question_count) {
        size_t run = wj_form_run(form->survey, question);
        if (run > 0) {
            wj_form_matrix(form, question, run);
            question += run;
        } else {
            wj_form_question(form, question);
            question++;
        }
    }
}

enum wj_status wj_form_build(struct wj_diags *diags, const struct wj_survey *survey, int64_t date,
                             struct wj_report *report)
{
    unsigned long failures = wj_memory_failures();
    bool chinese = survey->output.language == WJ_CHINESE;
    struct wj_form form = {report, survey, chinese ? &wj_form_words_zh : &wj_form_words_en};
    struct wj_place place = {.file = survey->path};
    report->form = true;
    report->date = date;
    report->language = survey->output.language;
    if (survey->question_count == 0) {
        return wj_fail(diags, WJ_DEFINITION, "no_questions", &place,
                       _("this definition has no questions, so there is no form to print"));
    }
    report->title = make_title(&form);
    if (report->title == NULL || wj_section_open(report, "form", "") != WJ_OK) {
        return WJ_MEMORY;
    }
    add_id(&form);
    add_text(&form, survey->form.greeting, form.words->greeting);
    add_text(&form, survey->form.confidentiality, form.words->confidentiality);
    add_how(&form);
    add_questions(&form);
    add_text(&form, survey->form.closing, form.words->closing);
    return wj_memory_status(failures);
}
