/* What the key `open_answers` asks for: the answers that no theme fits, for a person, and what is
 * often written in them. */
#include "grids.h"
#include "results.h"
#include "sections.h"

void wj_grid_uncoded(struct wj_grid *grid, const struct wj_findings *findings)
{
    static const char *const header[] = {"question", "id", "file", "record", "answer"};
    const struct wj_open *open = findings->open;
    wj_grid_header(grid, sizeof header / sizeof *header, header);
    for (size_t i = 0; open->questions != NULL && i < findings->survey->question_count; i++) {
        const struct wj_open_question *question = &open->questions[i];
        for (size_t j = 0; j < question->list_count; j++) {
            const struct wj_open_answer *answer = &question->list[j];
            wj_cell(grid, findings->survey->questions[i].name);
            wj_cell(grid, answer->id);
            wj_cell(grid, answer->file);
            wj_grid_count(grid, answer->record);
            wj_cell(grid, answer->text);
        }
    }
}

static struct wj_figure share_of(uint64_t count, uint64_t base)
{
    struct wj_figure share = {.exists = base > 0};
    mpq_init(share.value);
    if (share.exists) {
        wj_number_ratio(share.value, count, base);
    }
    return share;
}

/* ---- results.json ---- */

static json_t *phrases_of(struct wj_arena *arena, const struct wj_findings *findings,
                          size_t question)
{
    struct wj_phrase *phrases;
    size_t count;
    json_t *list = json_array();
    /* That memory ran out is noticed where all of its requests are counted. */
    if (wj_open_phrases(findings->open, question, arena, &phrases, &count) != WJ_OK) {
        return list;
    }
    for (size_t i = 0; i < count; i++) {
        struct wj_figure share =
            share_of(phrases[i].count, findings->open->questions[question].count);
        json_t *object = json_object();
        json_object_set_new(object, "text", json_stringn(phrases[i].text.ptr, phrases[i].text.len));
        json_object_set_new(object, "count", wj_json_count(phrases[i].count));
        json_object_set_new(object, "share",
                            wj_json_percent(arena, &share, findings->survey->percent));
        json_array_append_new(list, object);
        mpq_clear(share.value);
    }
    return list;
}

void wj_results_open(struct wj_arena *arena, const struct wj_findings *findings, size_t question,
                     json_t *object)
{
    static const struct wj_open_question none = {0};
    const struct wj_open *open = findings->open;
    if (open == NULL || findings->survey->questions[question].type != WJ_TEXT) {
        return;
    }
    const struct wj_open_question *answers =
        open->questions != NULL ? &open->questions[question] : &none;
    json_t *json = json_object();
    json_object_set_new(json, "count", wj_json_count(answers->count));
    json_object_set_new(json, "listed", wj_json_count(answers->list_count));
    json_object_set_new(json, "missed", wj_json_count(answers->missed));
    json_object_set_new(json, "phrases", phrases_of(arena, findings, question));
    json_object_set_new(object, "open_answers", json);
}

/* ---- reports ---- */

static void add_phrases(const struct wj_tell *tell, size_t number, const struct wj_phrase *phrases,
                        size_t count)
{
    const struct wj_open_question *question = &tell->findings->open->questions[number];
    const char *header[] = {tell->words->phrase, tell->words->count, tell->words->phrase_share};
    const char *parts[] = {tell->survey->questions[number].label};
    struct wj_grid *grid =
        wj_section_table(tell->report, wj_said(tell, WJ_TEXT_THEMES_PHRASES, 1, parts));
    wj_tell_is_detail(tell);
    if (grid == NULL) {
        return;
    }
    wj_grid_header(grid, 3, header);
    for (size_t i = 0; i < count; i++) {
        struct wj_figure share = share_of(phrases[i].count, question->count);
        wj_grid_text(grid, phrases[i].text);
        wj_grid_count(grid, phrases[i].count);
        wj_cell_figure(grid, wj_percent(tell, &share));
        mpq_clear(share.value);
    }
    wj_tell_detail(tell, WJ_REMARK, WJ_TEXT_THEMES_PHRASES_NOTE, 0, NULL);
    const char *missed[] = {wj_count(tell, question->missed)};
    if (question->missed > 0) {
        wj_tell_detail(tell, WJ_REMARK, WJ_TEXT_THEMES_MISSED, 1, missed);
    }
}

void wj_tell_open_answers(const struct wj_tell *tell, size_t number)
{
    const struct wj_open *open = tell->findings->open;
    struct wj_phrase *phrases;
    size_t count;
    if (open == NULL || open->questions == NULL || open->questions[number].count == 0) {
        return;
    }
    const struct wj_open_question *question = &open->questions[number];
    const char *parts[] = {wj_count(tell, question->count), wj_count(tell, question->list_count)};
    if (question->list_count > 0) {
        wj_tell(tell, WJ_PARAGRAPH,
                question->list_count < question->count ? WJ_TEXT_THEMES_LISTED
                                                       : WJ_TEXT_THEMES_LISTED_ALL,
                2, parts);
    }
    if (wj_open_phrases(open, number, tell->arena, &phrases, &count) == WJ_OK && count > 0) {
        add_phrases(tell, number, phrases, count);
    }
}
