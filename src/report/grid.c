#include "wjtab/report/grid.h"

#include <stdio.h>

#include "wjtab/base/number.h"

static void add(struct wj_grid *grid, struct wj_slice text, bool number)
{
    char *copy = wj_arena_copy(grid->arena, text);
    if (copy == NULL ||
        wj_grow(&grid->cells, &grid->capacity, grid->count + 1, sizeof *grid->cells) != WJ_OK) {
        grid->failed = true;
        return;
    }
    grid->cells[grid->count++] = (struct wj_grid_cell){.text = copy, .number = number};
}

void wj_grid_text(struct wj_grid *grid, struct wj_slice text)
{
    add(grid, text, false);
}

void wj_grid_number(struct wj_grid *grid, struct wj_slice text)
{
    add(grid, text, true);
}

void wj_grid_count(struct wj_grid *grid, uint64_t count)
{
    char digits[24];
    if (count == WJ_HIDDEN) {
        add(grid, wj_slice_of("*"), true);
        return;
    }
    snprintf(digits, sizeof digits, "%llu", (unsigned long long)count);
    add(grid, wj_slice_of(digits), true);
}

void wj_grid_merge(struct wj_grid *grid, size_t row, size_t column, size_t down, size_t across)
{
    if (grid->failed) {
        return;
    }
    for (size_t i = row; i < row + down; i++) {
        for (size_t j = column; j < column + across; j++) {
            grid->cells[i * grid->columns + j].covered = i > row || j > column;
        }
    }
    grid->cells[row * grid->columns + column].down = (uint16_t)down;
    grid->cells[row * grid->columns + column].across = (uint16_t)across;
}

void wj_grid_strong(struct wj_grid *grid)
{
    for (size_t i = 0; !grid->failed && i < grid->columns; i++) {
        grid->cells[grid->count - 1 - i].strong = true;
    }
}

size_t wj_grid_header_rows(const struct wj_grid *grid)
{
    return grid->header_rows > 0 ? grid->header_rows : 1;
}

size_t wj_grid_rows(const struct wj_grid *grid)
{
    return grid->count / grid->columns;
}

const struct wj_grid_cell *wj_grid_cell(const struct wj_grid *grid, size_t row, size_t column)
{
    return &grid->cells[row * grid->columns + column];
}

void wj_grid_clear(struct wj_grid *grid)
{
    if (grid->more != NULL) {
        grid->more->clear(grid->more);
        grid->more = NULL;
    }
    wj_free(grid->cells);
    grid->cells = NULL;
    grid->count = 0;
    grid->capacity = 0;
}
