#include "grids.h"
#include "sections.h"

void wj_section_stated(const struct wj_tell *tell)
{
    const struct wj_comparison *comparison = tell->comparison;
    const char *counts[] = {wj_count(tell, comparison->compared),
                            wj_count(tell, comparison->count)};
    bool agree = comparison->count == 0;
    wj_tell_open(tell, WJ_SECTION_STATED, WJ_TEXT_STATED_TITLE);
    wj_tell(tell, WJ_PARAGRAPH, agree ? WJ_TEXT_STATED_AGREE : WJ_TEXT_STATED_DIFFER, agree ? 1 : 2,
            counts);
    struct wj_grid *grid = agree ? NULL : wj_section_table(tell->report, NULL);
    if (grid == NULL) {
        return;
    }
    wj_grid_header(grid, 4, tell->words->stated_columns);
    for (size_t i = 0; i < comparison->count; i++) {
        wj_cell(grid, comparison->list[i].scope);
        wj_cell(grid, comparison->list[i].name);
        wj_cell_figure(grid, comparison->list[i].stated);
        wj_cell_figure(grid, comparison->list[i].computed);
    }
}
