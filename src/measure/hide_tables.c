/* What is hidden of the cross tables. Those with the same question in their rows are decided
 * together, with its frequencies and those of the questions in their columns, so that no difference
 * between two of them tells anything; with them those of the questions whose rates a measure ties
 * to it. A column is hidden whole where its base is. */
#include "hide_tables.h"

enum {
    MOST_CELLS = 4000, /* of the tables decided together: what is beyond is hidden whole */
    COST_OF_COLUMN = 2000,
    COST_OF_TOTAL = 100
};

/* ---- which tables ---- */

static const struct wj_cross_tally *numbered(const struct wj_tally *tally, size_t number)
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

/* Those who chose an option without a score are never small: see hide_questions.c. */
static bool is_small_cell(const struct wj_tables *tables, const struct wj_cross_tally *cross,
                          size_t option, uint64_t count)
{
    const struct wj_question *row = &tables->hiding->survey->questions[cross->row];
    return wj_is_small(tables->hiding, count) && (!row->scored || row->options[option].scored);
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
        bool forced = table->columns[i] || is_forced(hiding, cross, i);
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
            table->hidden_cells[i] ||
            (cross->by->count == 0 && tables->hiding->cells[cross->row][i / columns]) ||
            (tables->mask->cells != NULL && tables->mask->cells[table->answered + column].hidden);
        bool small = is_small_cell(tables, cross, i / columns, cross->cells[i]);
        add_count(tables, cross->cells[i], 0, small, forced);
    }
    table->totals = tables->mask->cell_count;
    for (size_t i = 0; i < cross->row_count; i++) {
        bool small = is_small_cell(tables, cross, i, cross->totals[i]);
        bool same = tables->hiding->cells[cross->row][i];
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
        for (size_t n = 0; !tables->list[i].hidden->whole && n < by->count; n++) {
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
        if (!table->hidden->whole) {
            tables->mask->owner = i + 1;
            add_table(tables, table);
            wj_table_equations(tables, table);
        }
    }
    for (size_t i = 0; i < tables->count; i++) {
        for (size_t j = 0; j < tables->count; j++) {
            if (i != j && !tables->list[i].hidden->whole && !tables->list[j].hidden->whole) {
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

/* Hides whole the table that holds the count that can't be protected; the last one where it is none
 * of a table. */
static void drop(struct wj_tables *tables, size_t failed)
{
    const struct wj_mask *mask = tables->mask;
    size_t owner = failed < mask->cell_count ? mask->cells[failed].owner : 0;
    size_t last = tables->count;
    while (last > 0 && tables->list[last - 1].hidden->whole) {
        last--;
    }
    owner = owner > 0 ? owner : last;
    if (owner > 0) {
        tables->list[owner - 1].hidden->whole = true;
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
            }
        }
        wj_mask_clear(&mask);
    }
    return status;
}

/* ---- all of them ---- */

static enum wj_status open_table(const struct wj_hiding *hiding, struct wj_table *table,
                                 size_t number)
{
    const struct wj_cross_tally *cross = numbered(hiding->tally, number);
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
        const struct wj_cross_tally *cross = numbered(tally, i);
        if (!tables->rows[cross->row]) {
            continue;
        }
        struct wj_table *table = &tables->list[tables->count++];
        status = open_table(hiding, table, i);
        size_t size = (cross->row_count + 3) * cross->column_count;
        table->hidden->whole =
            table->hidden->whole || is_lost(hiding, cross) || cells + size > MOST_CELLS;
        cells += table->hidden->whole ? 0 : size;
    }
    return status;
}

/* `done`: per question, whether its tables are decided. */
static enum wj_status hide_question(struct wj_hiding *hiding, size_t question, bool *done)
{
    const struct wj_tally *tally = hiding->tally;
    size_t questions = hiding->survey->question_count;
    struct wj_tables tables = {.hiding = hiding};
    tables.list = wj_alloc((tally->cross_count + tally->all_count + 1) * sizeof *tables.list);
    tables.first = wj_alloc((questions + 1) * sizeof *tables.first);
    tables.rows = wj_alloc((questions + 1) * sizeof *tables.rows);
    tables.wanted = wj_alloc((questions + 1) * sizeof *tables.wanted);
    bool fine =
        tables.list != NULL && tables.first != NULL && tables.rows != NULL && tables.wanted != NULL;
    enum wj_status status = fine ? WJ_OK : WJ_MEMORY;
    if (status == WJ_OK) {
        tables.rows[question] = true;
        add_tied(hiding, tables.rows);
        for (size_t i = 0; i < questions; i++) {
            done[i] = done[i] || tables.rows[i];
        }
        status = open_tables(&tables);
    }
    if (status == WJ_OK && tables.count > 0) {
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
    const struct wj_cross_tally *cross = numbered(hiding->tally, number);
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

/* Do the same people stand in the columns of two tables? */
static bool has_same_columns(const struct wj_hiding *hiding, const struct wj_cross_tally *cross,
                             const struct wj_cross_tally *other)
{
    const struct wj_formula *where = hiding->survey->tables[cross->table].where;
    const struct wj_formula *others = hiding->survey->tables[other->table].where;
    bool same = cross->by->count == other->by->count && (where == NULL) == (others == NULL);
    for (size_t i = 0; same && i < cross->by->count; i++) {
        same = cross->by->questions[i] == other->by->questions[i];
    }
    return same &&
           (where == NULL || wj_slice_equal(wj_formula_text(where), wj_formula_text(others)));
}

/* A column that is hidden in one table is hidden in all with other rows, which would give its base.
 * True: something more is hidden. */
static bool spread_columns(const struct wj_hiding *hiding)
{
    const struct wj_tally *tally = hiding->tally;
    bool more = false;
    for (size_t i = 0; i < tally->cross_count * tally->cross_count; i++) {
        const struct wj_cross_tally *cross = &tally->crosses[i / tally->cross_count];
        const struct wj_hidden_table *from = &hiding->hidden->tables[i / tally->cross_count];
        const struct wj_cross_tally *other = &tally->crosses[i % tally->cross_count];
        struct wj_hidden_table *to = &hiding->hidden->tables[i % tally->cross_count];
        bool both = !from->whole && !to->whole && has_same_columns(hiding, cross, other);
        for (size_t c = 0; both && c < cross->column_count; c++) {
            more = more || (from->columns[c] && !to->columns[c]);
            to->columns[c] = to->columns[c] || from->columns[c];
        }
    }
    return more;
}

static enum wj_status hide_all(struct wj_hiding *hiding)
{
    bool *done = wj_alloc((hiding->survey->question_count + 1) * sizeof *done);
    enum wj_status status = done != NULL ? WJ_OK : WJ_MEMORY;
    for (size_t i = 0; status == WJ_OK && i < hiding->survey->question_count; i++) {
        if (!done[i]) {
            status = hide_question(hiding, i, done);
        }
    }
    wj_free(done);
    return status;
}

enum wj_status wj_hide_tables(struct wj_hiding *hiding)
{
    hiding->final = false;
    enum wj_status status = hide_all(hiding);
    while (status == WJ_OK && spread_columns(hiding)) {
        status = hide_all(hiding);
    }
    for (size_t i = 0; status == WJ_OK && i < hiding->tally->cross_count + hiding->tally->all_count;
         i++) {
        mark(hiding, i);
    }
    return status;
}
