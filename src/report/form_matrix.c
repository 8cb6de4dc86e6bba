#include "form.h"
#include "print.h"
#include "wjtab/base/text.h"
#include "wjtab/report/section.h"

/* Widths in halves of an em. */
enum { LEAST_ROWS = 3, MOST_OPTIONS = 7, WIDEST_OPTION = 24, NARROWEST = 8, MOST_WIDTH = 66 };

static bool has_reasons(const struct wj_question *question)
{
    bool any = false;
    for (size_t i = 0; i < question->option_count; i++) {
        any = any || question->options[i].other;
    }
    return any;
}

/* Do the options fit side by side at the head of a table? */
static bool fits(const struct wj_question *question)
{
    size_t sum = has_reasons(question) ? WIDEST_OPTION / 2 : 0;
    struct wj_buf text = {0};
    bool narrow = true;
    if (question->type != WJ_SINGLE || question->scale == NULL ||
        question->option_count > MOST_OPTIONS) {
        return false;
    }
    for (size_t i = 0; i < question->option_count; i++) {
        wj_buf_reset(&text);
        wj_form_option(&question->options[i], &text);
        size_t width = wj_text_width(wj_buf_slice(&text));
        narrow = narrow && width <= WIDEST_OPTION;
        width = width > WIDEST_OPTION / 2 ? WIDEST_OPTION / 2 : width;
        sum += width > NARROWEST ? width : NARROWEST;
    }
    wj_buf_clear(&text);
    return narrow && sum <= MOST_WIDTH;
}

size_t wj_form_run(const struct wj_survey *survey, size_t question)
{
    const struct wj_question *first = &survey->questions[question];
    size_t count = 1;
    if (!fits(first)) {
        return 0;
    }
    while (question + count < survey->question_count) {
        const struct wj_question *next = first + count;
        if (next->type != WJ_SINGLE || next->scale == NULL ||
            strcmp(next->scale, first->scale) != 0) {
            break;
        }
        count++;
    }
    return count >= LEAST_ROWS ? count : 0;
}

static void add_header(const struct wj_form *form, const struct wj_question *question,
                       struct wj_grid *grid)
{
    struct wj_buf text = {0};
    struct wj_buf codes = {0};
    wj_grid_text(grid, wj_slice_of(form->words->item));
    for (size_t i = 0; i < question->option_count; i++) {
        const struct wj_option *option = &question->options[i];
        wj_buf_reset(&text);
        wj_form_option(option, &text);
        wj_grid_text(grid, wj_buf_slice(&text));
        if (option->other) {
            wj_buf_add_text(&codes, codes.len > 0 ? form->words->or : "");
            wj_form_code(form, option, &codes);
        }
    }
    if (codes.len > 0) {
        const char *named = wj_buf_text(&codes);
        wj_grid_text(grid, wj_slice_of(wj_print(grid->arena, form->words->reasons, 1, &named)));
    }
    wj_buf_clear(&text);
    wj_buf_clear(&codes);
}

void wj_form_matrix(const struct wj_form *form, size_t question, size_t count)
{
    const struct wj_question *first = &form->survey->questions[question];
    struct wj_arena *arena = &form->report->arena;
    struct wj_buf text = {0};
    const char *ends[] = {wj_print_count(arena, question + 1),
                          wj_print_count(arena, question + count)};
    wj_section_say(form->report, WJ_QUESTION, wj_print(arena, form->words->rows, 2, ends));
    struct wj_grid *grid = wj_section_table(form->report, NULL);
    if (grid == NULL) {
        return;
    }
    bool reasons = has_reasons(first);
    grid->ticks = true;
    grid->columns = 1 + first->option_count + (reasons ? 1 : 0);
    add_header(form, first, grid);
    for (size_t row = 0; row < count; row++) {
        wj_buf_reset(&text);
        wj_form_title(form, question + row, NULL, &text);
        wj_grid_text(grid, wj_buf_slice(&text));
        for (size_t i = 0; i < first->option_count; i++) {
            wj_grid_text(grid, wj_slice_of("□"));
        }
        if (reasons) {
            wj_grid_text(grid, wj_slice_of(""));
        }
    }
    wj_buf_clear(&text);
}
