#include "form.h"
#include "print.h"

enum { MOST_CODES = 12 };

static void add_codes(const struct wj_form *form, const struct wj_question *question,
                      const struct wj_slice *codes, size_t count, struct wj_buf *out)
{
    for (size_t i = 0; i < count; i++) {
        long option = -1;
        wj_buf_add_text(out, i > 0 ? form->words->or : "");
        wj_question_code(question, codes[i], &option);
        if (option >= 0) {
            wj_form_code(form, &question->options[option], out);
        } else {
            wj_buf_add(out, codes[i]);
        }
    }
}

static void add_name(void *user, long name, struct wj_slice written, struct wj_buf *out)
{
    const struct wj_form *form = user;
    const char *number = wj_print_count(&form->report->arena, (uint64_t)name + 1);
    (void)written;
    wj_buf_add_text(out, wj_print(&form->report->arena, form->words->question, 1, &number));
}

void wj_form_asked(const struct wj_form *form, const struct wj_question *question,
                   struct wj_buf *out)
{
    struct wj_form known = *form;
    struct wj_formula_style style = {.user = &known, .name = add_name};
    struct wj_arena *arena = &form->report->arena;
    struct wj_slice codes[MOST_CODES];
    struct wj_buf text = {0};
    bool excluded;
    long name = -1;
    size_t count = wj_formula_choice(question->asked_if, &name, codes, MOST_CODES, &excluded);
    if (count > 0 && count <= MOST_CODES) {
        add_codes(form, &form->survey->questions[name], codes, count, &text);
        const char *parts[] = {wj_print_count(arena, (uint64_t)name + 1), wj_buf_text(&text)};
        wj_buf_add_text(
            out,
            wj_print(arena, excluded ? form->words->asked_unless : form->words->asked, 2, parts));
    } else {
        wj_formula_print(question->asked_if, &style, &text);
        const char *formula = wj_buf_text(&text);
        wj_buf_add_text(out, wj_print(arena, form->words->asked_if, 1, &formula));
    }
    wj_buf_clear(&text);
}
