/* A table of texts, as reports and CSV files show it. */
#ifndef WJTAB_REPORT_GRID_H
#define WJTAB_REPORT_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wjtab/base/api.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"

struct wj_grid_cell {
    const char *text;
    bool number; /* a figure of ours: aligned right, and never taken for a formula */
};

/* Cells row by row; row 0 is the header. A failed request is remembered in `failed`. */
struct wj_grid {
    const char *name; /* of the CSV file without its ending; NULL in the text of a report */
    size_t columns;
    struct wj_grid_cell *cells;
    size_t count;
    size_t capacity;
    bool failed;
    struct wj_arena *arena; /* where the texts live */
};

/* Appends a cell; rows fill from the left. The text is copied. */
WJ_API void wj_grid_text(struct wj_grid *grid, struct wj_slice text);
WJ_API void wj_grid_number(struct wj_grid *grid, struct wj_slice text);
WJ_API void wj_grid_count(struct wj_grid *grid, uint64_t count);

WJ_API size_t wj_grid_rows(const struct wj_grid *grid);
WJ_API const struct wj_grid_cell *wj_grid_cell(const struct wj_grid *grid, size_t row,
                                               size_t column);
WJ_API void wj_grid_clear(struct wj_grid *grid);

#endif
