/* What is hidden of the cross tables. Those with the same question in their rows are decided
 * together, with its frequencies and those of the questions in their columns, so that no difference
 * between two of them tells anything; with them those of the questions whose rates a measure ties
 * to it. A column is hidden whole where its base is. */
#include "hide_tables.h"

enum {
    MOST_CELLS = 12000,    /* of the tables decided together: what is beyond is hidden whole */
    MOST_WORK = 400000000, /* steps of linear programs × size of the system: some seconds */
    COST_OF_COLUMN = 2000,
    COST_OF_TOTAL = 100
};

/* ---- which tables ---- */

const struct wj_cross_tally *wj_numbered(const struct wj_tally *tally, size_t number)
{
    return number < tally->cross_count ? &tally->crosses[number]
                                       : &tally->alls[number - tally->cross_count];
}

static bool any_hidden(const struct wj_hiding *hiding, size_t question)
{
    bool any = wj_is_whole(hiding, question);
    for (size_t i = 0; i < hiding->survey->questions[question].option_count; i++) {
        any = any || hiding->cells[question][i];
    }
    return any;
}

/* Is all of a table hidden from the start: few people, a question of which everything is hidden, a
 * condition on one of which anything is? */
static bool is_lost(const struct wj_hiding *hiding, const struct wj_cross_tally *cross)
{
    const struct wj_formula *where = hiding->survey->tables[cross->table].where;
    bool lost = wj_is_small(hiding, cross->total_base) || wj_is_whole(hiding, cross->row) ||
                wj_is_small(hiding, cross->total_base - cross->total_no_answer);
    for (size_t i = 0; i < cross->by->count; i++) {
        lost = lost || wj_is_whole(hiding, cross->by->questions[i]);
    }
    for (size_t i = 0; where != NULL && i < wj_formula_name_count(where); i++) {
        lost = lost || any_hidden(hiding, (size_t)wj_formula_name(where, i));
    }
    return lost;
}

/* ---- counts ---- */

/* A column of a question's option that is hidden. */
static bool is_forced(const struct wj_hiding *hiding, const struct wj_cross_tally *cross,
                      size_t column)
{
    bool forced = false;
    for (size_t i = 0; i < cross->by->count; i++) {
        size_t option = wj_cross_option(hiding->tally, cross, column, i);
        forced = forced || hiding->cells[cross->by->questions[i]][option];
    }
    return forced;
}

static size_t add_count(const struct wj_tables *tables, uint64_t count, unsigned more, bool small,
                        bool forced)
{
    unsigned cost = tables->hiding->final ? WJ_MASK_NEVER : wj_hiding_cost(count) + more;
    size_t cell = wj_mask_add(tables->mask, count, cost, small);
    if (cell < tables->mask->cell_count && forced) {
        tables->mask->cells[cell].hidden = true;
    }
    return cell;
}

static void add_columns(const struct wj_tables *tables, struct wj_table *table)
{
    const struct wj_cross_tally *cross = table->cross;
    const struct wj_hiding *hiding = tables->hiding;
    size_t columns = cross->column_count;
    bool valid = hiding->survey->base == WJ_BASE_VALID;
    table->answered = tables->mask->cell_count;
    for (size_t i = 0; i < columns; i++) {
        uint64_t count = cross->column_base[i] - (valid ? cross->no_answer[i] : 0);
        bool small = wj_is_small(hiding, count) || wj_is_small(hiding, cross->column_base[i]);
        bool forced = table->hidden->whole || table->columns[i] || is_forced(hiding, cross, i);
        add_count(tables, count, COST_OF_COLUMN, small && wj_is_small(hiding, count),
                  forced || small);
    }
    table->no_answer = tables->mask->cell_count;
    for (size_t i = 0; i < 2 * columns; i++) {
        uint64_t count = i < columns ? cross->no_answer[i] : cross->not_asked[i - columns];
        size_t column = i % columns;
        bool forced =
            tables->mask->cells != NULL && tables->mask->cells[table->answered + column].hidden;
        add_count(tables, count, COST_OF_COLUMN, false, forced);
    }
}

static void add_table(const struct wj_tables *tables, struct wj_table *table)
{
    const struct wj_cross_tally *cross = table->cross;
    size_t columns = cross->column_count;
    add_columns(tables, table);
    table->cells = tables->mask->cell_count;
    for (size_t i = 0; i < cross->row_count * columns; i++) {
        size_t column = i % columns;
        bool forced =
            table->hidden->whole || table->hidden_cells[i] ||
            (cross->by->count == 0 && tables->hiding->cells[cross->row][i / columns]) ||
            (tables->mask->cells != NULL && tables->mask->cells[table->answered + column].hidden);
        bool small = wj_is_small(tables->hiding, cross->cells[i]);
        bool possible = wj_place_is_possible(tables->hiding, cross, column, i / columns);
        size_t cell = add_count(tables, cross->cells[i], 0, small, forced);
        if (cell < tables->mask->cell_count) {
            tables->mask->cells[cell].fixed = !possible;
        }
    }
    if (columns > 1 && tables->hiding->survey->questions[cross->row].type == WJ_SINGLE) {
        wj_mask_table(tables->mask, table->cells, cross->row_count, columns);
    }
    table->totals = tables->mask->cell_count;
    for (size_t i = 0; i < cross->row_count; i++) {
        bool small = wj_is_small(tables->hiding, cross->totals[i]);
        bool same = table->hidden->whole || tables->hiding->cells[cross->row][i];
        add_count(tables, cross->totals[i], COST_OF_TOTAL, small, same || table->hidden_totals[i]);
    }
}

/* ---- solving ---- */

/* Does a measure tie one of these questions to others? */
static bool is_tied(const struct wj_hiding *hiding, size_t measure, const bool *questions)
{
    const struct wj_measure *tie = &hiding->survey->measures[measure];
    bool tied = false;
    for (size_t i = 0; wj_hiding_is_tie(hiding, measure) && i < tie->item_count; i++) {
        tied = tied || (hiding->hidden->questions[tie->items[i]].rate && questions[tie->items[i]]);
    }
    return tied;
}

/* Adds the questions that measures tie to these. */
static void add_tied(const struct wj_hiding *hiding, bool *questions)
{
    bool more = true;
    while (more) {
        more = false;
        for (size_t i = 0; i < hiding->survey->measure_count; i++) {
            const struct wj_measure *measure = &hiding->survey->measures[i];
            bool tied = is_tied(hiding, i, questions);
            for (size_t j = 0; tied && j < measure->item_count; j++) {
                size_t item = measure->items[j];
                more = more || (hiding->hidden->questions[item].rate && !questions[item]);
                questions[item] = questions[item] || hiding->hidden->questions[item].rate;
            }
        }
    }
}

/* Which questions' frequencies the equations name. */
static void want_frequencies(const struct wj_tables *tables)
{
    const struct wj_hiding *hiding = tables->hiding;
    for (size_t i = 0; i < hiding->survey->question_count; i++) {
        tables->wanted[i] = tables->rows[i];
    }
    for (size_t i = 0; i < tables->count; i++) {
        const struct wj_banner *by = tables->list[i].cross->by;
        for (size_t n = 0; !tables->list[i].lost && n < by->count; n++) {
            tables->wanted[by->questions[n]] = true;
        }
    }
    add_tied(hiding, tables->wanted);
}

static void add_frequencies(const struct wj_tables *tables)
{
    const struct wj_hiding *hiding = tables->hiding;
    struct wj_hiding fixed = *hiding;
    fixed.final = true; /* the frequencies stay as they were decided */
    want_frequencies(tables);
    for (size_t i = 0; i < hiding->survey->question_count; i++) {
        tables->first[i] = WJ_NOT_THERE;
        if (tables->wanted[i] && !wj_is_whole(hiding, i) &&
            hiding->survey->questions[i].option_count > 0) {
            tables->first[i] = wj_hiding_add_question(&fixed, tables->mask, i);
        }
    }
    for (size_t i = 0; i < hiding->survey->measure_count; i++) {
        if (is_tied(hiding, i, tables->wanted)) {
            wj_hiding_add_tie(hiding, tables->mask, i, tables->first);
        }
    }
}

/* Builds the system and solves it; *failed: the count that can't be protected, or cell_count.
 * `failures`: requests for memory that had failed before. */
static enum wj_status solve(struct wj_tables *tables, unsigned long failures, size_t *failed)
{
    add_frequencies(tables);
    for (size_t i = 0; i < tables->count; i++) {
        struct wj_table *table = &tables->list[i];
        if (!table->lost) {
            tables->mask->owner = i + 1;
            add_table(tables, table);
            wj_table_equations(tables, table);
            if (tables->again) {
                wj_table_fix(tables, table);
            }
        }
    }
    for (size_t i = 0; i < tables->count; i++) {
        for (size_t j = 0; j < tables->count; j++) {
            if (i != j && !tables->list[i].lost && !tables->list[j].lost) {
                tables->mask->owner = j + 1;
                wj_table_link(tables, &tables->list[i], &tables->list[j]);
            }
        }
    }
    if (wj_memory_status(failures) != WJ_OK) {
        return WJ_MEMORY;
    }
    return wj_mask_solve(tables->mask, failed);
}

static void take_table(const struct wj_mask *mask, struct wj_table *table)
{
    const struct wj_cross_tally *cross = table->cross;
    size_t columns = cross->column_count;
    for (size_t i = 0; i < columns; i++) {
        table->columns[i] = mask->cells[table->answered + i].hidden ||
                            mask->cells[table->no_answer + i].hidden ||
                            mask->cells[table->no_answer + columns + i].hidden;
    }
    for (size_t i = 0; i < cross->row_count * columns; i++) {
        table->hidden_cells[i] =
            mask->cells[table->cells + i].hidden || table->columns[i % columns];
    }
    for (size_t i = 0; i < cross->row_count; i++) {
        table->hidden_totals[i] = mask->cells[table->totals + i].hidden;
    }
}

/* The table to hide whole where a count can't be protected: the one that it stands in; if that is
 * hidden whole already, the last one that has most in common with it. */
static struct wj_table *to_drop(const struct wj_tables *tables, size_t failed)
{
    const struct wj_mask *mask = tables->mask;
    size_t owner = failed < mask->cell_count ? mask->cells[failed].owner : 0;
    struct wj_table *in = owner > 0 ? &tables->list[owner - 1] : NULL;
    struct wj_table *found = NULL;
    size_t most = 0;
    if (in != NULL && !in->hidden->whole) {
        return in;
    }
    for (size_t i = 0; i < tables->count; i++) {
        struct wj_table *table = &tables->list[i];
        size_t common = 0;
        for (size_t j = 0; in != NULL && j < in->cross->by->count; j++) {
            common += wj_cross_has(table->cross, in->cross->by->questions[j]) ? 1 : 0;
        }
        if (!table->hidden->whole && common >= most) {
            found = table;
            most = common;
        }
    }
    return found;
}

/* There is no time to look at one after the other: all that hold a count without a witness. */
static bool drop_all(struct wj_tables *tables)
{
    const struct wj_mask *mask = tables->mask;
    bool any = false;
    for (size_t i = 0; i < mask->cell_count; i++) {
        const struct wj_mask_cell *cell = &mask->cells[i];
        bool open = cell->small && cell->witness == 0 && cell->owner > 0;
        if (open && !tables->list[cell->owner - 1].hidden->whole) {
            tables->list[cell->owner - 1].hidden->whole = true;
            any = true;
        }
    }
    return any;
}

static void drop(struct wj_tables *tables, size_t failed)
{
    if (tables->hiding->work == 0 && drop_all(tables)) {
        return;
    }
    struct wj_table *table = to_drop(tables, failed);
    if (table != NULL) {
        table->hidden->whole = true;
    }
}

/* Is anything of the tables left to be shown? */
static bool any_left(const struct wj_tables *tables)
{
    bool any = false;
    for (size_t i = 0; i < tables->count; i++) {
        any = any || !tables->list[i].hidden->whole;
    }
    return any;
}

static enum wj_status solve_all(struct wj_tables *tables)
{
    enum wj_status status = WJ_OK;
    bool done = false;
    while (status == WJ_OK && !done && any_left(tables)) {
        struct wj_mask mask;
        size_t failed = 0;
        unsigned long failures = wj_memory_failures();
        wj_mask_init(&mask, tables->hiding->hidden->below);
        mask.work = &tables->hiding->work;
        tables->mask = &mask;
        status = solve(tables, failures, &failed);
        done = status == WJ_OK && failed == mask.cell_count && wj_mask_holds(&mask);
        if (wj_memory_status(failures) != WJ_OK) {
            status = WJ_MEMORY;
            done = false;
        }
        if (status == WJ_OK && !done) {
            drop(tables, failed);
        }
        for (size_t i = 0; done && i < tables->count; i++) {
            if (!tables->list[i].hidden->whole) {
                take_table(&mask, &tables->list[i]);
                tables->list[i].hidden->whole =
                    !wj_table_accompany(tables->hiding, &tables->list[i]);
            }
        }
        wj_mask_clear(&mask);
        tables->mask = NULL;
    }
    return status;
}

/* ---- all of them ---- */

static enum wj_status open_table(const struct wj_hiding *hiding, struct wj_table *table,
                                 size_t number)
{
    const struct wj_cross_tally *cross = wj_numbered(hiding->tally, number);
    struct wj_hidden_table *hidden = &hiding->hidden->tables[number];
    size_t cells = cross->row_count * cross->column_count;
    *table = (struct wj_table){.cross = cross, .hidden = hidden};
    if (hidden->columns == NULL) {
        hidden->cells = wj_arena_alloc(hiding->arena, (cells + 1) * sizeof(bool));
        hidden->totals = wj_arena_alloc(hiding->arena, (cross->row_count + 1) * sizeof(bool));
        hidden->columns = wj_arena_alloc(hiding->arena, (cross->column_count + 1) * sizeof(bool));
    }
    table->hidden_cells = hidden->cells;
    table->hidden_totals = hidden->totals;
    table->columns = hidden->columns;
    bool fine = hidden->cells != NULL && hidden->totals != NULL && hidden->columns != NULL;
    return fine ? WJ_OK : WJ_MEMORY;
}

static enum wj_status open_tables(struct wj_tables *tables)
{
    const struct wj_hiding *hiding = tables->hiding;
    const struct wj_tally *tally = hiding->tally;
    enum wj_status status = WJ_OK;
    size_t cells = 0;
    for (size_t i = 0; status == WJ_OK && i < tally->cross_count + tally->all_count; i++) {
        const struct wj_cross_tally *cross = wj_numbered(tally, i);
        if (!tables->rows[cross->row]) {
            continue;
        }
        struct wj_table *table = &tables->list[tables->count++];
        status = open_table(hiding, table, i);
        size_t size = (cross->row_count + 3) * cross->column_count;
        table->lost = is_lost(hiding, cross) || cells + size > MOST_CELLS;
        table->hidden->whole = table->hidden->whole || table->lost;
        cells += table->lost ? 0 : size;
    }
    return status;
}

/* The tables of a group of questions; `again`: all others were decided before. */
static enum wj_status hide_group(struct wj_hiding *hiding, const size_t *groups, size_t group,
                                 bool again)
{
    const struct wj_tally *tally = hiding->tally;
    size_t questions = hiding->survey->question_count;
    struct wj_tables tables = {.hiding = hiding, .again = again};
    tables.list = wj_alloc((tally->cross_count + tally->all_count + 1) * sizeof *tables.list);
    tables.first = wj_alloc((questions + 1) * sizeof *tables.first);
    tables.rows = wj_alloc((questions + 1) * sizeof *tables.rows);
    tables.wanted = wj_alloc((questions + 1) * sizeof *tables.wanted);
    bool fine =
        tables.list != NULL && tables.first != NULL && tables.rows != NULL && tables.wanted != NULL;
    enum wj_status status = fine ? WJ_OK : WJ_MEMORY;
    for (size_t i = 0; status == WJ_OK && i < questions; i++) {
        tables.rows[i] = groups[i] == group;
    }
    if (status == WJ_OK) {
        status = open_tables(&tables);
    }
    bool reaches = !again;
    for (size_t i = 0; !reaches && i < tables.count; i++) {
        reaches = wj_table_reaches(&tables, &tables.list[i]);
    }
    if (status == WJ_OK && tables.count > 0 && reaches) {
        status = solve_all(&tables);
    }
    wj_free(tables.list);
    wj_free(tables.first);
    wj_free(tables.rows);
    wj_free(tables.wanted);
    return status;
}

static void mark(struct wj_hiding *hiding, size_t number)
{
    const struct wj_cross_tally *cross = wj_numbered(hiding->tally, number);
    struct wj_hidden_table *hidden = &hiding->hidden->tables[number];
    hidden->any = hidden->whole;
    for (size_t i = 0; i < cross->row_count * cross->column_count; i++) {
        hidden->any = hidden->any || hidden->cells[i];
    }
    for (size_t i = 0; i < cross->row_count; i++) {
        hidden->any = hidden->any || hidden->totals[i];
    }
    for (size_t i = 0; i < cross->column_count; i++) {
        hidden->any = hidden->any || hidden->columns[i];
    }
}

/* ---- groups of tables ---- */

void wj_groups_unite(size_t *groups, size_t count, size_t group, size_t other)
{
    size_t from = groups[other];
    size_t to = groups[group];
    for (size_t i = 0; i < count; i++) {
        groups[i] = groups[i] == from ? to : groups[i];
    }
}

/* Questions that a measure ties together. */
static void unite_tied(const struct wj_hiding *hiding, size_t *groups)
{
    for (size_t i = 0; i < hiding->survey->measure_count; i++) {
        const struct wj_measure *measure = &hiding->survey->measures[i];
        size_t first = WJ_NOT_THERE;
        for (size_t j = 0; wj_hiding_is_tie(hiding, i) && j < measure->item_count; j++) {
            if (!hiding->hidden->questions[measure->items[j]].rate) {
                continue;
            }
            first = first == WJ_NOT_THERE ? measure->items[j] : first;
            wj_groups_unite(groups, hiding->survey->question_count, first, measure->items[j]);
        }
    }
}

static size_t size_of(const struct wj_hiding *hiding, const size_t *groups, size_t group)
{
    const struct wj_tally *tally = hiding->tally;
    size_t size = 0;
    for (size_t i = 0; i < tally->cross_count + tally->all_count; i++) {
        const struct wj_cross_tally *cross = wj_numbered(tally, i);
        size += groups[cross->row] == group ? (cross->row_count + 3) * cross->column_count : 0;
    }
    return size;
}

/* Tables in which rows and columns have changed places, as long as they are not too many. */
static void unite_joined(const struct wj_hiding *hiding, size_t *groups)
{
    const struct wj_tally *tally = hiding->tally;
    for (size_t i = 0; i < tally->cross_count; i++) {
        const struct wj_cross_tally *cross = &tally->crosses[i];
        for (size_t j = i + 1; j < tally->cross_count; j++) {
            const struct wj_cross_tally *other = &tally->crosses[j];
            if (groups[cross->row] != groups[other->row] &&
                wj_overlap_joins(hiding, cross, other) &&
                size_of(hiding, groups, groups[cross->row]) +
                        size_of(hiding, groups, groups[other->row]) <=
                    MOST_CELLS) {
                wj_groups_unite(groups, hiding->survey->question_count, cross->row, other->row);
            }
        }
    }
}

static enum wj_status hide_all(struct wj_hiding *hiding, const size_t *groups, bool again)
{
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < hiding->survey->question_count; i++) {
        bool first = true;
        for (size_t j = 0; j < i; j++) {
            first = first && groups[j] != groups[i];
        }
        status = first ? hide_group(hiding, groups, groups[i], again) : WJ_OK;
    }
    return status;
}

static size_t count_hidden(const struct wj_hiding *hiding)
{
    const struct wj_tally *tally = hiding->tally;
    size_t hidden = 0;
    for (size_t i = 0; i < tally->cross_count + tally->all_count; i++) {
        const struct wj_cross_tally *cross = wj_numbered(tally, i);
        const struct wj_hidden_table *table = &hiding->hidden->tables[i];
        hidden += table->whole ? 1 : 0;
        for (size_t j = 0; table->cells != NULL && j < cross->row_count * cross->column_count;
             j++) {
            hidden += table->cells[j] ? 1 : 0;
        }
        for (size_t j = 0; table->columns != NULL && j < cross->column_count; j++) {
            hidden += table->columns[j] ? 1 : 0;
        }
        for (size_t j = 0; table->totals != NULL && j < cross->row_count; j++) {
            hidden += table->totals[j] ? 1 : 0;
        }
    }
    return hidden;
}

/* Group after group, until none hides anything that another one shows. */
static enum wj_status settle(struct wj_hiding *hiding, const size_t *groups)
{
    enum wj_status status = hide_all(hiding, groups, false);
    bool settled = false;
    while (status == WJ_OK && !settled) {
        wj_tables_spread(hiding);
        size_t before = count_hidden(hiding);
        status = hide_all(hiding, groups, true);
        settled = count_hidden(hiding) == before && !wj_tables_spread(hiding);
    }
    return status;
}

/* Tables with a condition last: what is hidden of them may be more than what must be. */
static enum wj_status settle_all(struct wj_hiding *hiding, const size_t *groups,
                                 const size_t *related)
{
    wj_selections_hide(hiding, related);
    enum wj_status status = settle(hiding, groups);
    if (status == WJ_OK) {
        wj_selections_hide(hiding, related);
    }
    return status;
}

enum wj_status wj_hide_tables(struct wj_hiding *hiding)
{
    size_t count = hiding->survey->question_count;
    size_t *groups = wj_alloc((count + 1) * sizeof *groups);
    size_t *related = wj_alloc((count + 1) * sizeof *related);
    enum wj_status status = groups != NULL && related != NULL ? WJ_OK : WJ_MEMORY;
    if (status == WJ_OK) {
        for (size_t i = 0; i < count; i++) {
            groups[i] = i;
            related[i] = i;
        }
        unite_tied(hiding, groups);
        unite_joined(hiding, groups);
        unite_tied(hiding, related);
        wj_selections_unite(hiding, related);
        hiding->final = false;
        hiding->work = MOST_WORK;
        status = settle_all(hiding, groups, related);
    }
    for (size_t i = 0; status == WJ_OK && i < hiding->tally->cross_count + hiding->tally->all_count;
         i++) {
        mark(hiding, i);
    }
    wj_free(groups);
    wj_free(related);
    return status;
}
