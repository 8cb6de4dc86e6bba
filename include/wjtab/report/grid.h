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
    bool number;     /* a figure of ours: aligned right, and never taken for a formula */
    bool strong;     /* a total: set apart from the rows it adds up */
    bool covered;    /* by a merged cell above or before it; its text is "" */
    uint16_t down;   /* rows that the cell spans; 0 is 1 */
    uint16_t across; /* columns that it spans; 0 is 1 */
};

struct wj_grid;

/* Rows that come one after the other, since they may be too many for memory. */
struct wj_grid_rows {
    /* Appends some rows to an empty grid; none behind the last. */
    enum wj_status (*next)(struct wj_grid_rows *rows, struct wj_grid *into);
    void (*clear)(struct wj_grid_rows *rows);
};

/* Cells row by row, the header first. A failed request is remembered in `failed`. */
struct wj_grid {
    const char *name; /* of the CSV file without its ending; NULL in the text of a report */
    size_t columns;
    size_t header_rows; /* 0 is 1 */
    struct wj_grid_cell *cells;
    size_t count;
    size_t capacity;
    bool banner; /* a head that spans columns; columns may stand in several blocks */
    bool ticks;  /* a row per question, boxes to tick below the options */
    bool failed;
    struct wj_arena *arena;    /* where the texts live */
    struct wj_grid_rows *more; /* rows that follow, to be read once; NULL: there are none. Borrowed,
                                * and cleared with the grid */
};

/* Appends a cell; rows fill from the left. The text is copied. */
WJ_API void wj_grid_text(struct wj_grid *grid, struct wj_slice text);
WJ_API void wj_grid_number(struct wj_grid *grid, struct wj_slice text);
WJ_API void wj_grid_count(struct wj_grid *grid, uint64_t count);

/* Makes a cell span others, which must be there and stand empty. */
WJ_API void wj_grid_merge(struct wj_grid *grid, size_t row, size_t column, size_t down,
                          size_t across);

/* Sets the last row apart: a total. */
WJ_API void wj_grid_strong(struct wj_grid *grid);

WJ_API size_t wj_grid_header_rows(const struct wj_grid *grid);
WJ_API size_t wj_grid_rows(const struct wj_grid *grid);
WJ_API const struct wj_grid_cell *wj_grid_cell(const struct wj_grid *grid, size_t row,
                                               size_t column);
WJ_API void wj_grid_clear(struct wj_grid *grid);

#endif
