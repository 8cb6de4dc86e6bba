/* The linear program behind mask.h: the cheapest move of a small count. */
#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include <glpk.h>

#include "mask.h"
#include "statistics.h"
#include "wjtab/base/interrupt.h"

enum {
    MOST_STEPS = 200000, /* of the simplex method, per program */
    MOST_NODES = 400,    /* of branch and bound */
    STEPS_OF_NODE = 20,
    SMALL = 400,     /* counts of a system that may have all of these */
    MOST_TIMES = 12, /* that a move which is no whole number is multiplied by */
    LARGE = 1500,    /* counts of a system in which rectangles are tried first */
    LARGEST_MOVE = 1 << 30
};

/* Column of a count's way up and, behind it, of its way down; GLPK counts from 1. */
static int up_of(size_t cell)
{
    return (int)(2 * cell + 1);
}

struct solver {
    struct wj_mask *mask;
    glp_prob *program;
    long *by; /* per count */
};

/* ---- the program ---- */

static void set_way(glp_prob *program, int column, double most)
{
    if (most > 0) {
        glp_set_col_bnds(program, column, GLP_DB, 0.0, most);
    } else {
        glp_set_col_bnds(program, column, GLP_FX, 0.0, 0.0);
    }
}

static void free_cell(const struct solver *solver, size_t number)
{
    const struct wj_mask_cell *cell = &solver->mask->cells[number];
    bool moves = !cell->fixed && (cell->hidden || cell->cost != WJ_MASK_NEVER);
    double down = cell->count < LARGEST_MOVE ? (double)cell->count : LARGEST_MOVE;
    set_way(solver->program, up_of(number), moves ? LARGEST_MOVE : 0);
    set_way(solver->program, up_of(number) + 1, moves ? down : 0);
}

/* Moving what is hidden anyway costs next to nothing, but less is better. */
static void set_cost(const struct solver *solver, size_t number)
{
    const struct wj_mask_cell *cell = &solver->mask->cells[number];
    double cost = cell->hidden || cell->cost == WJ_MASK_UNPRINTED ? 1.0 / 64 : (double)cell->cost;
    glp_set_obj_coef(solver->program, up_of(number), cost);
    glp_set_obj_coef(solver->program, up_of(number) + 1, cost);
}

static void add_row(const struct solver *solver, size_t row, int *columns, double *factors)
{
    const struct wj_mask *mask = solver->mask;
    size_t end = row + 1 < mask->row_count ? mask->rows[row + 1] : mask->term_count;
    double largest = 0;
    int count = 0;
    for (size_t i = mask->rows[row]; i < end; i++) {
        double size = fabs(wj_double_of(mask->terms[i].factor));
        largest = size > largest ? size : largest;
    }
    for (size_t i = mask->rows[row]; i < end; i++) {
        double factor = wj_double_of(mask->terms[i].factor) / largest;
        columns[count + 1] = up_of(mask->terms[i].cell);
        factors[count + 1] = factor;
        columns[count + 2] = up_of(mask->terms[i].cell) + 1;
        factors[count + 2] = -factor;
        count += 2;
    }
    glp_set_mat_row(solver->program, (int)row + 1, count, columns, factors);
    glp_set_row_bnds(solver->program, (int)row + 1, GLP_FX, 0.0, 0.0);
}

static enum wj_status open_program(struct solver *solver)
{
    const struct wj_mask *mask = solver->mask;
    int *columns = wj_alloc((2 * mask->term_count + 2) * sizeof *columns);
    double *factors = wj_alloc((2 * mask->term_count + 2) * sizeof *factors);
    solver->by = wj_alloc((mask->cell_count + 1) * sizeof *solver->by);
    if (columns == NULL || factors == NULL || solver->by == NULL) {
        wj_free(columns);
        wj_free(factors);
        return WJ_MEMORY;
    }
    glp_term_out(GLP_OFF);
    solver->program = glp_create_prob();
    glp_add_cols(solver->program, (int)(2 * mask->cell_count));
    if (mask->row_count > 0) {
        glp_add_rows(solver->program, (int)mask->row_count);
    }
    for (size_t i = 0; i < mask->cell_count; i++) {
        glp_set_col_kind(solver->program, up_of(i), GLP_IV);
        glp_set_col_kind(solver->program, up_of(i) + 1, GLP_IV);
        free_cell(solver, i);
        set_cost(solver, i);
    }
    for (size_t i = 0; i < mask->row_count; i++) {
        add_row(solver, i, columns, factors);
    }
    wj_free(columns);
    wj_free(factors);
    return WJ_OK;
}

static void close_program(struct solver *solver)
{
    if (solver->program != NULL) {
        glp_delete_prob(solver->program);
        glp_free_env();
    }
    wj_free(solver->by);
}

/* ---- a move ---- */

/* One step of the simplex method looks at the whole system. */
static void spend(const struct solver *solver, int steps)
{
    struct wj_mask *mask = solver->mask;
    uint64_t spent = ((uint64_t)steps + 1) * (mask->cell_count + mask->row_count);
    if (mask->work != NULL) {
        *mask->work -= spent < *mask->work ? spent : *mask->work;
    }
}

static void count_node(glp_tree *tree, void *user)
{
    int *left = user;
    if (glp_ios_reason(tree) == GLP_ISELECT && --*left < 0) {
        glp_ios_terminate(tree);
    }
}

/* Large systems get fewer nodes: each of theirs takes longer. */
static bool solve_whole(const struct solver *solver)
{
    glp_prob *program = solver->program;
    glp_iocp options;
    size_t cells = solver->mask->cell_count;
    const int most = cells <= SMALL ? MOST_NODES : (int)(MOST_NODES * SMALL / cells / 4 + 1);
    int nodes = most;
    glp_init_iocp(&options);
    options.msg_lev = GLP_MSG_OFF;
    options.br_tech = cells <= SMALL ? GLP_BR_DTH : GLP_BR_MFV; /* the former looks at them all */
    options.cb_func = count_node;
    options.cb_info = &nodes;
    glp_intopt(program, &options);
    spend(solver, STEPS_OF_NODE * (most - nodes));
    int status = glp_mip_status(program);
    return status == GLP_OPT || status == GLP_FEAS;
}

/* Reads the moves; false when they are no whole numbers. */
static bool take_moves(const struct solver *solver, double (*value)(glp_prob *, int))
{
    bool whole = true;
    for (size_t i = 0; i < solver->mask->cell_count; i++) {
        double by = value(solver->program, up_of(i)) - value(solver->program, up_of(i) + 1);
        double near = nearbyint(by);
        whole = whole && fabs(by - near) < 1e-6 && fabs(near) <= LARGEST_MOVE;
        solver->by[i] = whole ? (long)near : 0;
    }
    return whole;
}

/* Reads moves that are whole numbers when multiplied. */
static bool take_multiple(const struct solver *solver, long times)
{
    bool whole = true;
    for (size_t i = 0; i < solver->mask->cell_count; i++) {
        double by = glp_get_col_prim(solver->program, up_of(i)) -
                    glp_get_col_prim(solver->program, up_of(i) + 1);
        double near = nearbyint(by * (double)times);
        whole = whole && fabs(by * (double)times - near) < 1e-6 && fabs(near) <= LARGEST_MOVE;
        solver->by[i] = whole ? (long)near : 0;
    }
    return whole;
}

/* Keeps the moves as a witness if exact arithmetic agrees. */
static bool keep_moves(const struct solver *solver, size_t cell)
{
    struct wj_mask *mask = solver->mask;
    if (solver->by[cell] == 0 || !wj_mask_try(mask, solver->by)) {
        return false;
    }
    if (mask->cells[cell].witness == 0) {
        mask->cells[cell].witness = mask->witness_count;
    }
    for (size_t i = 0; i < mask->cell_count; i++) {
        if (mask->cells[i].hidden) {
            set_cost(solver, i);
        }
    }
    return true;
}

static bool has_work(const struct wj_mask *mask)
{
    return mask->work == NULL || *mask->work > 0;
}

/* Moves a count by so much, up or down; the others as cheaply as can be. */
static bool move(const struct solver *solver, size_t cell, double up, double down)
{
    if (!has_work(solver->mask)) {
        return false;
    }
    int before = glp_get_it_cnt(solver->program);
    glp_smcp options;
    glp_init_smcp(&options);
    options.msg_lev = GLP_MSG_OFF;
    options.it_lim = MOST_STEPS;
    glp_set_col_bnds(solver->program, up_of(cell), GLP_FX, up, up);
    glp_set_col_bnds(solver->program, up_of(cell) + 1, GLP_FX, down, down);
    bool found =
        glp_simplex(solver->program, &options) == 0 && glp_get_status(solver->program) == GLP_OPT;
    bool kept = false;
    for (long times = 1; found && !kept && times <= MOST_TIMES; times++) {
        kept = take_multiple(solver, times) && keep_moves(solver, cell);
    }
    if (found && !kept) {
        kept =
            solve_whole(solver) && take_moves(solver, glp_mip_col_val) && keep_moves(solver, cell);
    }
    free_cell(solver, cell);
    spend(solver, glp_get_it_cnt(solver->program) - before);
    return kept;
}

/* Up to where it is not small; else by one, up or down. */
static bool protect(const struct solver *solver, size_t number)
{
    const struct wj_mask_cell *cell = &solver->mask->cells[number];
    if (cell->witness > 0) {
        return true;
    }
    bool lifts = cell->count < solver->mask->below &&
                 move(solver, number, (double)(solver->mask->below - cell->count), 0);
    return lifts || move(solver, number, 1, 0) || move(solver, number, 0, 1);
}

static bool any_open(const struct wj_mask *mask)
{
    bool any = false;
    for (size_t i = 0; i < mask->cell_count; i++) {
        any = any || (mask->cells[i].small && mask->cells[i].witness == 0);
    }
    return any;
}

static void try_rectangles(struct wj_mask *mask)
{
    long *by = wj_alloc((mask->cell_count + 1) * sizeof *by);
    for (size_t i = 0; by != NULL && i < mask->cell_count; i++) {
        if (mask->cells[i].small && mask->cells[i].witness == 0) {
            wj_mask_rectangle(mask, i, by);
        }
    }
    wj_free(by);
}

enum wj_status wj_mask_solve(struct wj_mask *mask, size_t *failed)
{
    struct solver solver = {.mask = mask};
    *failed = mask->cell_count;
    if (mask->cell_count > LARGE || !has_work(mask)) {
        try_rectangles(mask);
    }
    if (!any_open(mask)) {
        return WJ_OK;
    }
    enum wj_status status = open_program(&solver);
    for (size_t i = 0; status == WJ_OK && *failed == mask->cell_count && i < mask->cell_count;
         i++) {
        if (mask->cells[i].small && !protect(&solver, i)) {
            *failed = i;
        }
        status = wj_interrupted() ? WJ_INTERRUPTED : status;
    }
    close_program(&solver);
    return status;
}
