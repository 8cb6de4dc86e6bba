/* Which counts to hide beside the small ones, so that these can't be computed back. What is
 * published about a set of counts is a list of linear equations. A small count is safe when the
 * hidden counts can be moved, in whole numbers and none below 0, so that every equation still holds
 * and the small count is another one: whoever has only the publication can't tell the two apart.
 * Such a move is its witness. Witnesses are looked for with a linear program in binary floating
 * point, and believed only when exact arithmetic agrees. */
#ifndef MEASURE_MASK_H
#define MEASURE_MASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gmp.h>

#include "wjtab/base/memory.h"
#include "wjtab/base/status.h"

/* What hiding a count costs its readers. Not printed: it may move without being hidden. */
enum { WJ_MASK_UNPRINTED = 0, WJ_MASK_NEVER = UINT16_MAX };

struct wj_mask_cell {
    uint64_t count;
    unsigned cost; /* WJ_MASK_NEVER: it can't be hidden */
    bool small;    /* to be protected; hidden from the start */
    bool hidden;
    bool fixed;     /* everybody knows that it can be nothing else: it does not move */
    size_t owner;   /* whose it is: mask.owner when it was added */
    size_t witness; /* of a small one, from 1; 0: it has none */
};

struct wj_mask_term {
    size_t cell;
    mpq_t factor;
};

struct wj_mask_move {
    size_t cell;
    long by;
};

/* Counts that are a table, row by row, whose rows and columns are added up. */
struct wj_mask_grid {
    size_t first;
    size_t rows;
    size_t columns;
};

struct wj_mask {
    uint64_t below; /* counts from here on are not small */
    size_t owner;   /* the caller's: of the counts that are added next */
    struct wj_mask_cell *cells;
    size_t cell_count;
    size_t cell_capacity;
    struct wj_mask_term *terms; /* of all equations, one after the other */
    size_t term_count;
    size_t term_capacity;
    size_t *rows; /* where each equation begins */
    size_t row_count;
    size_t row_capacity;
    struct wj_mask_move *moves; /* of all witnesses, one after the other */
    size_t move_count;
    size_t move_capacity;
    struct wj_mask_grid *grids;
    size_t grid_count;
    size_t grid_capacity;
    uint64_t *work;    /* what the caller may still spend, or NULL; see MOST_WORK in mask_solve.c */
    size_t *witnesses; /* where each begins */
    size_t witness_count;
    size_t witness_capacity;
};

void wj_mask_init(struct wj_mask *mask, uint64_t below);
void wj_mask_clear(struct wj_mask *mask);

/* Adds a count; its number. That memory ran out shows in wj_memory_failures, here and below. */
size_t wj_mask_add(struct wj_mask *mask, uint64_t count, unsigned cost, bool small);

/* Begins an equation; adds factor × count to the one that was begun last. */
void wj_mask_row(struct wj_mask *mask);
void wj_mask_term(struct wj_mask *mask, size_t cell, const mpq_t factor);
void wj_mask_plus(struct wj_mask *mask, size_t cell, long factor);

/* Says that counts which were added are a table. */
void wj_mask_table(struct wj_mask *mask, size_t first, size_t rows, size_t columns);

/* A witness for a small count in a table: four corners of a rectangle, moved in turns. For systems
 * so large that a linear program per count would take too long. False: there is none. */
bool wj_mask_rectangle(struct wj_mask *mask, size_t cell, long *by);

/* Hides more counts until every small one has a witness. *failed: the first that can't have one,
 * or cell_count. WJ_MEMORY. */
enum wj_status wj_mask_solve(struct wj_mask *mask, size_t *failed);

/* Takes moves, one per count, as the witness of every small count that they lift to where it is not
 * small, and hides what they move. False, and nothing is changed, where an equation breaks or a
 * count falls below 0. */
bool wj_mask_try(struct wj_mask *mask, const long *by);

/* Has every small count a witness that moves hidden and unprinted counts only, and keeps every
 * equation? Exactly, and without the linear program. */
bool wj_mask_holds(const struct wj_mask *mask);

#endif
