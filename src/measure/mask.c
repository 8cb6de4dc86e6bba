#include "mask.h"

#include "wjtab/base/number.h"

void wj_mask_init(struct wj_mask *mask, uint64_t below)
{
    *mask = (struct wj_mask){.below = below};
}

void wj_mask_clear(struct wj_mask *mask)
{
    for (size_t i = 0; i < mask->term_count; i++) {
        mpq_clear(mask->terms[i].factor);
    }
    wj_free(mask->cells);
    wj_free(mask->terms);
    wj_free(mask->rows);
    wj_free(mask->moves);
    wj_free(mask->witnesses);
    wj_free(mask->grids);
    *mask = (struct wj_mask){0};
}

size_t wj_mask_add(struct wj_mask *mask, uint64_t count, unsigned cost, bool small)
{
    if (wj_grow(&mask->cells, &mask->cell_capacity, mask->cell_count + 1, sizeof *mask->cells) !=
        WJ_OK) {
        return 0;
    }
    mask->cells[mask->cell_count] = (struct wj_mask_cell){
        .count = count, .cost = cost, .small = small, .hidden = small, .owner = mask->owner};
    return mask->cell_count++;
}

void wj_mask_row(struct wj_mask *mask)
{
    if (wj_grow(&mask->rows, &mask->row_capacity, mask->row_count + 1, sizeof *mask->rows) ==
        WJ_OK) {
        mask->rows[mask->row_count++] = mask->term_count;
    }
}

void wj_mask_term(struct wj_mask *mask, size_t cell, const mpq_t factor)
{
    if (mpq_sgn(factor) == 0 || wj_grow(&mask->terms, &mask->term_capacity, mask->term_count + 1,
                                        sizeof *mask->terms) != WJ_OK) {
        return;
    }
    struct wj_mask_term *term = &mask->terms[mask->term_count++];
    term->cell = cell;
    mpq_init(term->factor);
    mpq_set(term->factor, factor);
}

void wj_mask_plus(struct wj_mask *mask, size_t cell, long factor)
{
    mpq_t exact;
    mpq_init(exact);
    mpq_set_si(exact, factor, 1);
    wj_mask_term(mask, cell, exact);
    mpq_clear(exact);
}

/* ---- the referee ---- */

/* Does every equation hold after the moves? */
static bool keeps_equations(const struct wj_mask *mask, const long *by)
{
    bool kept = true;
    mpq_t sum;
    mpq_t part;
    mpq_inits(sum, part, NULL);
    for (size_t i = 0; kept && i < mask->row_count; i++) {
        size_t end = i + 1 < mask->row_count ? mask->rows[i + 1] : mask->term_count;
        mpq_set_ui(sum, 0, 1);
        for (size_t j = mask->rows[i]; j < end; j++) {
            if (by[mask->terms[j].cell] != 0) {
                mpq_set_si(part, by[mask->terms[j].cell], 1);
                mpq_mul(part, part, mask->terms[j].factor);
                mpq_add(sum, sum, part);
            }
        }
        kept = mpq_sgn(sum) == 0;
    }
    mpq_clears(sum, part, NULL);
    return kept;
}

static bool stays_whole(const struct wj_mask_cell *cell, long by)
{
    return by >= 0 || cell->count >= (uint64_t)-by;
}

/* Small counts that the moves, or their reverse, lift to where they are not small have their
 * witness. */
static void assign(struct wj_mask *mask, const long *by)
{
    bool reversible = true;
    for (size_t i = 0; i < mask->cell_count; i++) {
        reversible = reversible && stays_whole(&mask->cells[i], -by[i]);
    }
    for (size_t i = 0; i < mask->cell_count; i++) {
        struct wj_mask_cell *cell = &mask->cells[i];
        long up = by[i] < 0 && reversible ? -by[i] : by[i];
        if (cell->small && cell->witness == 0 && up > 0 &&
            cell->count + (uint64_t)up >= mask->below) {
            cell->witness = mask->witness_count;
        }
    }
}

bool wj_mask_try(struct wj_mask *mask, const long *by)
{
    bool fine = true;
    for (size_t i = 0; i < mask->cell_count; i++) {
        fine = fine && stays_whole(&mask->cells[i], by[i]) && (by[i] == 0 || !mask->cells[i].fixed);
    }
    if (!fine || !keeps_equations(mask, by) ||
        wj_grow(&mask->witnesses, &mask->witness_capacity, mask->witness_count + 1,
                sizeof *mask->witnesses) != WJ_OK) {
        return false;
    }
    mask->witnesses[mask->witness_count++] = mask->move_count;
    for (size_t i = 0; i < mask->cell_count; i++) {
        if (by[i] == 0) {
            continue;
        }
        if (wj_grow(&mask->moves, &mask->move_capacity, mask->move_count + 1,
                    sizeof *mask->moves) != WJ_OK) {
            return false;
        }
        mask->moves[mask->move_count++] = (struct wj_mask_move){i, by[i]};
        mask->cells[i].hidden = mask->cells[i].hidden || mask->cells[i].cost != WJ_MASK_UNPRINTED;
    }
    assign(mask, by);
    return true;
}

static size_t end_of(const struct wj_mask *mask, size_t witness)
{
    return witness + 1 < mask->witness_count ? mask->witnesses[witness + 1] : mask->move_count;
}

/* Fills `by`, which is all 0 before and after. */
static bool is_witness(const struct wj_mask *mask, size_t witness, long *by)
{
    bool fine = true;
    for (size_t i = mask->witnesses[witness]; i < end_of(mask, witness); i++) {
        const struct wj_mask_move *move = &mask->moves[i];
        const struct wj_mask_cell *cell = &mask->cells[move->cell];
        by[move->cell] = move->by;
        fine = fine && stays_whole(cell, move->by) && !cell->fixed &&
               (cell->hidden || cell->cost == WJ_MASK_UNPRINTED);
    }
    fine = fine && keeps_equations(mask, by);
    for (size_t i = mask->witnesses[witness]; i < end_of(mask, witness); i++) {
        by[mask->moves[i].cell] = 0;
    }
    return fine;
}

static bool has_move(const struct wj_mask *mask, size_t witness, size_t cell)
{
    for (size_t i = mask->witnesses[witness]; i < end_of(mask, witness); i++) {
        if (mask->moves[i].cell == cell) {
            return mask->moves[i].by != 0;
        }
    }
    return false;
}

bool wj_mask_holds(const struct wj_mask *mask)
{
    long *by = wj_alloc((mask->cell_count + 1) * sizeof *by);
    bool holds = by != NULL;
    for (size_t i = 0; holds && i < mask->witness_count; i++) {
        holds = is_witness(mask, i, by);
    }
    for (size_t i = 0; holds && i < mask->cell_count; i++) {
        const struct wj_mask_cell *cell = &mask->cells[i];
        holds = !cell->small ||
                (cell->hidden && cell->witness > 0 && has_move(mask, cell->witness - 1, i));
    }
    wj_free(by);
    return holds;
}

/* ---- rectangles ---- */

void wj_mask_table(struct wj_mask *mask, size_t first, size_t rows, size_t columns)
{
    if (wj_grow(&mask->grids, &mask->grid_capacity, mask->grid_count + 1, sizeof *mask->grids) ==
        WJ_OK) {
        mask->grids[mask->grid_count++] = (struct wj_mask_grid){first, rows, columns};
    }
}

/* What it costs to move a count down, or anywhere; WJ_MASK_NEVER: it can't. */
static unsigned cost_of(const struct wj_mask *mask, size_t number, uint64_t down)
{
    const struct wj_mask_cell *cell = &mask->cells[number];
    if (cell->fixed || cell->count < down) {
        return WJ_MASK_NEVER;
    }
    return cell->hidden ? 0 : cell->cost;
}

struct rectangle {
    size_t beside; /* in its row */
    size_t under;  /* in its column */
    size_t across;
    unsigned cost;
};

static struct rectangle cheapest(const struct wj_mask *mask, const struct wj_mask_grid *grid,
                                 size_t place, uint64_t by)
{
    struct rectangle best = {.cost = WJ_MASK_NEVER};
    size_t row = place / grid->columns;
    size_t column = place % grid->columns;
    for (size_t i = 0; i < grid->rows * grid->columns; i++) {
        size_t other_row = i / grid->columns;
        size_t other = i % grid->columns;
        size_t beside = grid->first + row * grid->columns + other;
        size_t under = grid->first + other_row * grid->columns + column;
        unsigned costs[] = {cost_of(mask, beside, by), cost_of(mask, under, by),
                            cost_of(mask, grid->first + i, 0)};
        unsigned cost = costs[0] + costs[1] + costs[2];
        if (other_row != row && other != column && cost < best.cost) {
            best = (struct rectangle){beside, under, grid->first + i, cost};
        }
    }
    return best;
}

bool wj_mask_rectangle(struct wj_mask *mask, size_t cell, long *by)
{
    bool found = false;
    uint64_t count = mask->cells[cell].count;
    uint64_t step = count < mask->below ? mask->below - count : 1;
    for (size_t i = 0; !found && i < mask->grid_count; i++) {
        const struct wj_mask_grid *grid = &mask->grids[i];
        if (cell < grid->first || cell >= grid->first + grid->rows * grid->columns) {
            continue;
        }
        struct rectangle best = cheapest(mask, grid, cell - grid->first, step);
        if (best.cost < WJ_MASK_NEVER) {
            by[cell] = by[best.across] = (long)step;
            by[best.beside] = by[best.under] = -(long)step;
            found = wj_mask_try(mask, by);
            by[cell] = by[best.across] = by[best.beside] = by[best.under] = 0;
        }
    }
    return found;
}
