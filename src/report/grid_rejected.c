#include "grids.h"

enum { ROWS_AT_ONCE = 256 /* responses */ };

/* The rows of the ledger, some at a time. */
struct rejected_rows {
    struct wj_grid_rows rows; /* first, so that its address is that of the whole */
    const struct wj_survey *survey;
    struct wj_ledger_walk walk;
};

static void text(struct wj_grid *grid, const char *value)
{
    wj_grid_text(grid, wj_slice_of(value));
}

static void add_rejection(struct wj_grid *grid, const struct wj_survey *survey,
                          const struct wj_rejection *rejection)
{
    for (size_t i = 0; i < rejection->breach_count; i++) {
        const struct wj_breach *breach = &rejection->breaches[i];
        text(grid, rejection->id);
        text(grid, rejection->file);
        wj_grid_count(grid, rejection->record);
        wj_grid_count(grid, rejection->line);
        text(grid, wj_rule_name(survey, breach->rule));
        wj_grid_count(grid, i == 0 ? 1 : 0);
        text(grid, breach->questions);
        text(grid, breach->answers);
    }
}

static enum wj_status next_rows(struct wj_grid_rows *rows, struct wj_grid *into)
{
    struct rejected_rows *rejected = (struct rejected_rows *)rows;
    enum wj_status status = WJ_OK;
    bool any = true;
    for (size_t i = 0; status == WJ_OK && any && i < ROWS_AT_ONCE; i++) {
        status = wj_ledger_next(&rejected->walk, &any);
        if (status == WJ_OK && any) {
            add_rejection(into, rejected->survey, &rejected->walk.rejection);
        }
    }
    return into->failed ? WJ_MEMORY : status;
}

static void clear_rows(struct wj_grid_rows *rows)
{
    wj_ledger_walk_clear(&((struct rejected_rows *)rows)->walk);
}

void wj_grid_rejected(struct wj_grid *grid, const struct wj_findings *findings)
{
    static const char *const header[] = {"id",   "file",  "record",   "line",
                                         "rule", "first", "question", "answer"};
    struct rejected_rows *rejected = wj_arena_alloc(grid->arena, sizeof *rejected);
    wj_grid_header(grid, 8, header);
    if (rejected == NULL) {
        grid->failed = true;
        return;
    }
    rejected->rows = (struct wj_grid_rows){next_rows, clear_rows};
    rejected->survey = findings->survey;
    rejected->walk.ledger = findings->ledger;
    grid->more = &rejected->rows;
}
