/* 说明: what is what, and what it was made from. */
#include "book.h"
#include "print.h"
#include "wjtab/base/file.h"

static void say(struct wj_book *book, const char *text)
{
    wj_book_text(book, 0, WJ_LOOK_NOTE, text);
    book->row++;
}

static void say_rounding(struct wj_book *book)
{
    const struct wj_survey *survey = book->survey;
    const char *parts[] = {
        wj_print_count(book->arena, survey->percent.places),
        book->words->modes[survey->percent.mode],
        wj_print_count(book->arena, survey->score_rounding.places),
        book->words->modes[survey->score_rounding.mode],
    };
    say(book, wj_print(book->arena, book->words->rounding, 4, parts));
}

static void say_sources(struct wj_book *book)
{
    const struct wj_findings *findings = book->findings;
    const char *definition[] = {wj_path_name(book->survey->path), book->survey->digest};
    if (book->survey->path[0] != '\0') {
        say(book, wj_print(book->arena, book->words->definition, 2, definition));
    }
    for (size_t i = 0; i < findings->input_count; i++) {
        const struct wj_input *input = &findings->inputs[i];
        const char *parts[] = {input->file, wj_print_count(book->arena, input->records),
                               input->digest[0] != '\0' ? input->digest : WJ_NO_FIGURE};
        say(book, wj_print(book->arena, book->words->input, 3, parts));
    }
    say(book, wj_print(book->arena, book->words->tool, 1, &book->workbook->creator));
}

void wj_book_sheet_notes(struct wj_book *book)
{
    wj_book_open(book, book->words->notes, book->workbook->title);
    if (!book->live && book->findings->tally != NULL) {
        say(book, book->words->no_answers);
    }
    for (size_t i = 0; i < WJ_BOOK_NOTES; i++) {
        say(book, book->words->note[i]);
    }
    say_rounding(book);
    say_sources(book);
}
