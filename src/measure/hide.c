#include "wjtab/measure/hide.h"

#include "hiding.h"
#include "wjtab/base/message.h"

static bool *new_marks(const struct wj_hiding *hiding, size_t count)
{
    return wj_arena_alloc(hiding->arena, (count + 1) * sizeof(bool));
}

static enum wj_status allocate(struct wj_hiding *hiding)
{
    const struct wj_survey *survey = hiding->survey;
    struct wj_hidden *hidden = wj_arena_alloc(hiding->arena, sizeof *hidden);
    if (hidden == NULL) {
        return WJ_MEMORY;
    }
    hidden->below = survey->suppress_below;
    hidden->questions =
        wj_arena_alloc(hiding->arena, (survey->question_count + 1) * sizeof *hidden->questions);
    hidden->measures = new_marks(hiding, survey->measure_count);
    hidden->tables =
        wj_arena_alloc(hiding->arena, (hiding->tally->cross_count + hiding->tally->all_count + 1) *
                                          sizeof *hidden->tables);
    hiding->cells =
        wj_arena_alloc(hiding->arena, (survey->question_count + 1) * sizeof *hiding->cells);
    hiding->themes =
        wj_arena_alloc(hiding->arena, (survey->question_count + 1) * sizeof *hiding->themes);
    hiding->hidden = hidden;
    bool fine = hidden->questions != NULL && hidden->measures != NULL && hidden->tables != NULL &&
                hiding->cells != NULL && hiding->themes != NULL;
    for (size_t i = 0; fine && i < survey->question_count; i++) {
        hiding->cells[i] = new_marks(hiding, survey->questions[i].option_count);
        hiding->themes[i] = new_marks(hiding, survey->questions[i].theme_count + 1);
        fine = hiding->cells[i] != NULL && hiding->themes[i] != NULL;
    }
    return fine ? WJ_OK : WJ_MEMORY;
}

enum wj_status wj_hide(struct wj_diags *diags, struct wj_tally *tally, struct wj_figures *figures)
{
    struct wj_hiding hiding = {
        .tally = tally,
        .figures = figures,
        .survey = tally->survey,
        .arena = &figures->arena,
    };
    enum wj_status status = allocate(&hiding);
    if (status == WJ_OK) {
        status = wj_hide_questions(&hiding);
    }
    if (status == WJ_OK) {
        status = wj_hide_themes(&hiding);
    }
    if (status == WJ_OK) {
        status = wj_hide_tables(&hiding);
    }
    if (status == WJ_OK) {
        wj_hide_apply(&hiding);
        figures->hidden = hiding.hidden;
    }
    wj_free(hiding.hints);
    if (status == WJ_INTERNAL) {
        struct wj_place place = {.file = tally->survey->path};
        return wj_fail(diags, WJ_INTERNAL, "not_hidden", &place,
                       _("the check of `suppress_below` found a count that could be computed from "
                         "what is shown, so nothing is written; please report this"));
    }
    return status;
}
