#include "book.h"

enum { MOST_SHEETS = 9 };

static bool allocate(struct wj_book *book)
{
    const struct wj_survey *survey = book->survey;
    size_t facts = book->findings->scoring != NULL ? book->findings->scoring->fact_count : 0;
    struct wj_arena *arena = book->arena;
    book->workbook = wj_arena_alloc(arena, sizeof *book->workbook);
    book->questions = wj_arena_alloc(arena, (survey->question_count + 1) * sizeof *book->questions);
    book->where_columns =
        wj_arena_alloc(arena, (survey->table_count + 1) * sizeof *book->where_columns);
    book->measures = wj_arena_alloc(arena, (survey->measure_count + 1) * sizeof *book->measures);
    book->facts = wj_arena_alloc(arena, (facts + 1) * sizeof *book->facts);
    book->known = wj_arena_alloc(arena, (book->findings->known_count + 1) * sizeof *book->known);
    if (book->workbook == NULL || book->questions == NULL || book->where_columns == NULL ||
        book->measures == NULL || book->facts == NULL || book->known == NULL) {
        return false;
    }
    book->workbook->sheets = wj_arena_alloc(arena, MOST_SHEETS * sizeof *book->workbook->sheets);
    return book->workbook->sheets != NULL;
}

static void build_sheets(struct wj_book *book, const struct wj_waves *waves)
{
    if (book->findings->tally != NULL) {
        book->plain = book->findings->figures->hidden != NULL;
        wj_book_sheet_counts(book);
        wj_book_sheet_satisfaction(book);
        if (book->survey->table_count > 0) {
            wj_book_sheet_tables(book);
        }
        book->plain = false;
        wj_book_sheet_importance(book);
        if (waves != NULL) {
            wj_book_sheet_comparison(book, waves);
        }
    }
    if (book->findings->scoring != NULL) {
        wj_book_sheet_facts(book);
        wj_book_sheet_score(book);
    }
    if (book->live) {
        wj_book_sheet_answers(book);
    }
    wj_book_sheet_notes(book);
}

struct wj_workbook *wj_book_build(struct wj_arena *arena, const struct wj_findings *findings,
                                  const struct wj_waves *waves)
{
    const struct wj_survey *survey = findings->survey;
    bool chinese = survey->output.language == WJ_CHINESE;
    struct wj_book book = {
        .findings = findings,
        .survey = survey,
        .words = chinese ? &wj_book_words_zh : &wj_book_words_en,
        .arena = arena,
    };
    if ((survey->output.formats & WJ_FORMAT_XLSX) == 0 || !allocate(&book)) {
        return NULL;
    }
    book.workbook->percent_places = survey->percent.places;
    book.workbook->font = book.words->font;
    book.workbook->title =
        survey->title != NULL && survey->title[0] != '\0' ? survey->title : book.words->untitled;
    book.workbook->creator = "wjtab " WJ_VERSION;
    wj_book_plan_answers(&book);
    build_sheets(&book, waves);
    return book.workbook;
}

void wj_workbook_clear(struct wj_workbook *workbook)
{
    if (workbook == NULL) {
        return;
    }
    for (size_t i = 0; i < workbook->sheet_count; i++) {
        wj_free(workbook->sheets[i].cells);
        wj_free(workbook->sheets[i].widths);
        wj_free(workbook->sheets[i].charts);
    }
    wj_free(workbook->names);
}
