/* Where tables that are wider than their page are cut: into as few blocks as can be, and between
 * the names at the top of the head where that makes no more. */
#include "wjtab/base/memory.h"
#include "writer.h"

static bool begins_name(const struct wj_grid *grid, size_t column)
{
    return column == grid->columns || !wj_grid_cell(grid, 0, column)->covered;
}

/* Where a block ends at the latest, by its first column. */
static void find_furthest(const struct wj_block_room *room, size_t columns, size_t *furthest)
{
    size_t used = 0;
    size_t to = 1;
    for (size_t from = 1; from < columns; from++) {
        while (to < columns &&
               (to == from || (used + room->widths[to] <= room->all && to - from < room->most))) {
            used += room->widths[to++];
        }
        furthest[from] = to;
        used -= room->widths[from];
    }
}

enum wj_status wj_cut_blocks(const struct wj_grid *grid, const struct wj_block_room *room,
                             size_t *ends)
{
    size_t columns = grid->columns;
    size_t *needed = wj_alloc((columns + 1) * sizeof *needed); /* blocks from a column on */
    if (needed == NULL) {
        return WJ_MEMORY;
    }
    find_furthest(room, columns, ends);
    needed[columns] = 0;
    for (size_t from = columns; from-- > 1;) {
        needed[from] = 1 + needed[ends[from]];
    }
    for (size_t from = 1; from < columns; from = ends[from]) {
        size_t to = ends[from];
        while (to > from && needed[to] < needed[from] && !begins_name(grid, to)) {
            to--;
        }
        bool named = to > from && needed[to] < needed[from];
        ends[from] = named ? to : ends[from];
        /* Everybody, the last column, gets company. */
        bool lonely = ends[from] + 1 == columns && from + 1 < columns - 1 && needed[from] == 2;
        if (lonely && begins_name(grid, columns - 2) && needed[columns - 2] == 1) {
            ends[from]--;
        }
    }
    wj_free(needed);
    return WJ_OK;
}
