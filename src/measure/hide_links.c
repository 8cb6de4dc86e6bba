/* What tables say about each other: equations within a group of tables that are decided together,
 * and what the tables of other groups leave open. */
#include "hide_tables.h"

/* The counts of one table that are added up. */
struct side {
    const struct wj_table *table;
    enum wj_counts counts;
    size_t *keys;
    enum wj_truth *taken; /* whether another table's condition takes these people */
    size_t count;
};

static void close_side(struct side *side)
{
    wj_free(side->keys);
    wj_free(side->taken);
}

/* `where`: the condition of the other table, or NULL. */
static bool open_side(const struct wj_hiding *hiding, const struct wj_overlap *overlap,
                      const struct wj_table *table, enum wj_counts counts,
                      const struct wj_formula *where, struct side *side)
{
    const struct wj_cross_tally *cross = table->cross;
    bool cells = counts == WJ_OF_CELLS;
    *side = (struct side){.table = table, .counts = counts};
    side->count = cells ? cross->row_count * cross->column_count : cross->column_count;
    side->keys = wj_overlap_keys(hiding, overlap, cross, counts);
    side->taken = wj_alloc((side->count + 1) * sizeof *side->taken);
    for (size_t i = 0; side->keys != NULL && side->taken != NULL && i < side->count; i++) {
        size_t row = cells ? i / cross->column_count : WJ_NOT_THERE;
        side->taken[i] = wj_place_condition(hiding, cross, i % cross->column_count, row, where);
    }
    return side->keys != NULL && side->taken != NULL;
}

/* Is it clear whom of those with this key a condition takes? */
static bool is_clear(const struct side *side, size_t key)
{
    bool clear = true;
    for (size_t i = 0; i < side->count; i++) {
        clear = clear && (side->keys[i] != key || side->taken[i] != WJ_PERHAPS);
    }
    return clear;
}

/* Numbers of a count in the mask: up to three of them, added up. */
static size_t cells_of(const struct side *side, size_t place, size_t cells[3])
{
    const struct wj_table *table = side->table;
    size_t columns = table->cross->column_count;
    size_t all[] = {table->answered + place, table->no_answer + place,
                    table->no_answer + columns + place};
    switch (side->counts) {
    case WJ_OF_CELLS:
        cells[0] = table->cells + place;
        return 1;
    case WJ_OF_PEOPLE:
        cells[0] = all[0];
        cells[1] = all[1];
        cells[2] = all[2];
        return 3;
    case WJ_OF_ANSWERED:
        cells[0] = all[0];
        return 1;
    case WJ_OF_NO_ANSWER:
        cells[0] = all[1];
        return 1;
    case WJ_OF_NOT_ASKED:
        cells[0] = all[2];
        return 1;
    }
    return 0;
}

/* factor × Σ of the counts with that key, in the equation that was begun last; factor 0: the sum
 * alone. */
static uint64_t add_side(const struct wj_tables *tables, const struct side *side, size_t key,
                         long factor)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < side->count; i++) {
        size_t cells[3];
        bool in = side->keys[i] == key && side->taken[i] != WJ_NEVER;
        size_t count = in ? cells_of(side, i, cells) : 0;
        for (size_t j = 0; j < count; j++) {
            if (factor != 0) {
                wj_mask_plus(tables->mask, cells[j], factor);
            }
            sum += cells[j] < tables->mask->cell_count ? tables->mask->cells[cells[j]].count : 0;
        }
    }
    return sum;
}

/* ---- within a group ---- */

/* Where somebody did not answer a question that one table has alone, sums are not quite the same;
 * moves leave the difference alone all the same. */
static void link_key(const struct wj_tables *tables, const struct side *side,
                     const struct side *other, size_t key)
{
    uint64_t sum = add_side(tables, side, key, 0);
    uint64_t part = add_side(tables, other, key, 0);
    bool clear = is_clear(side, key) || is_clear(other, key);
    if (!clear && part > sum) {
        return;
    }
    wj_mask_row(tables->mask);
    add_side(tables, side, key, 1);
    add_side(tables, other, key, -1);
    if (!clear) {
        bool small = wj_is_small(tables->hiding, sum - part);
        wj_mask_plus(tables->mask, wj_mask_add(tables->mask, sum - part, WJ_MASK_UNPRINTED, small),
                     -1);
    }
}

static void link_counts(const struct wj_tables *tables, const struct wj_overlap *overlap,
                        const struct wj_table *table, const struct wj_table *other,
                        enum wj_counts counts, enum wj_counts others)
{
    const struct wj_hiding *hiding = tables->hiding;
    bool fewer = overlap->relation == WJ_FEWER;
    const struct wj_formula *where = fewer ? wj_where_of(hiding, other->cross) : NULL;
    struct side side = {0};
    struct side part = {0};
    bool fine = open_side(hiding, overlap, table, counts, where, &side) &&
                open_side(hiding, overlap, other, others, where, &part);
    for (size_t key = 0; fine && key < wj_overlap_size(hiding, overlap); key++) {
        link_key(tables, &side, &part, key);
    }
    close_side(&side);
    close_side(&part);
}

static void link_rows(const struct wj_tables *tables, const struct wj_overlap *overlap,
                      const struct wj_table *table, const struct wj_table *other)
{
    static const enum wj_counts kinds[] = {WJ_OF_ANSWERED, WJ_OF_NO_ANSWER, WJ_OF_NOT_ASKED};
    bool fewer = overlap->relation == WJ_FEWER;
    const struct wj_formula *where = fewer ? wj_where_of(tables->hiding, other->cross) : NULL;
    struct wj_overlap columns = *overlap;
    wj_overlap_without(&columns, table->cross->row);
    if (table->cross->row_count > 0) {
        link_counts(tables, overlap, table, other, WJ_OF_CELLS, WJ_OF_CELLS);
    }
    for (size_t i = 0;
         !wj_overlap_needs_row(&columns, table->cross, where) && i < sizeof kinds / sizeof *kinds;
         i++) {
        link_counts(tables, &columns, table, other, kinds[i], kinds[i]);
    }
}

/* Sums over less are the frequencies' business. */
static bool is_enough(const struct wj_overlap *overlap, const struct wj_cross_tally *cross,
                      const struct wj_cross_tally *other)
{
    size_t columns = 0;
    for (size_t i = 0; i < overlap->count; i++) {
        columns += overlap->questions[i] != cross->row ? 1 : 0;
    }
    bool alone = cross->by->count == 0 && other->by->count == 0;
    if (overlap->relation == WJ_FEWER) {
        return overlap->count > 0 || cross->by->count == 0 || other->by->count == 0;
    }
    return overlap->is_same_row ? columns > 0 || alone : overlap->count >= 2;
}

/* Those who stand in a column are some of everybody whom the table takes. */
static void link_totals(const struct wj_tables *tables, const struct wj_table *all,
                        const struct wj_table *table)
{
    struct wj_mask *mask = tables->mask;
    for (size_t i = 0; i < all->cross->row_count; i++) {
        uint64_t whole = all->cross->totals[i];
        uint64_t part = table->cross->totals[i];
        size_t rest = part <= whole ? wj_mask_add(mask, whole - part, WJ_MASK_UNPRINTED, false) : 0;
        if (part <= whole) {
            wj_mask_row(mask);
            wj_mask_plus(mask, all->totals + i, 1);
            wj_mask_plus(mask, table->totals + i, -1);
            wj_mask_plus(mask, rest, -1);
        }
    }
}

void wj_table_link(const struct wj_tables *tables, const struct wj_table *table,
                   const struct wj_table *other)
{
    const struct wj_formula *selection = wj_where_of(tables->hiding, table->cross);
    if (table->cross->row == other->cross->row && selection != NULL &&
        table->cross->by->count == 0 && other->cross->by->count > 0 &&
        wj_same_where(selection, wj_where_of(tables->hiding, other->cross))) {
        link_totals(tables, table, other);
    }
    struct wj_overlap overlap = wj_overlap_of(tables->hiding, table->cross, other->cross);
    bool again = overlap.relation == WJ_SAME_PEOPLE && table > other;
    if (overlap.relation == WJ_UNRELATED || again ||
        !is_enough(&overlap, table->cross, other->cross)) {
        return;
    }
    if (overlap.is_same_row) {
        link_rows(tables, &overlap, table, other);
        return;
    }
    const struct wj_formula *where = wj_where_of(tables->hiding, other->cross);
    where = overlap.relation == WJ_FEWER ? where : NULL;
    bool rows = wj_overlap_needs_row(&overlap, table->cross, where);
    bool others = wj_overlap_needs_row(&overlap, other->cross, where);
    link_counts(tables, &overlap, table, other, rows ? WJ_OF_CELLS : WJ_OF_PEOPLE,
                others ? WJ_OF_CELLS : WJ_OF_PEOPLE);
}

/* ---- between groups ---- */

/* Two tables of different groups whose counts are the same people's. */
struct bridge {
    struct side side;
    struct side other;
    size_t size; /* keys */
};

static void close_bridge(struct bridge *bridge)
{
    close_side(&bridge->side);
    close_side(&bridge->other);
}

static bool is_bridge(const struct wj_hiding *hiding, const struct wj_cross_tally *cross,
                      const struct wj_cross_tally *other)
{
    struct wj_overlap overlap = wj_overlap_of(hiding, cross, other);
    if (overlap.relation == WJ_UNRELATED) {
        overlap = wj_overlap_of(hiding, other, cross);
    }
    return overlap.relation != WJ_UNRELATED && is_enough(&overlap, cross, other);
}

/* False: nothing connects them. */
static bool open_bridge(const struct wj_hiding *hiding, const struct wj_table *table,
                        const struct wj_table *other, struct bridge *bridge)
{
    struct wj_overlap overlap = wj_overlap_of(hiding, table->cross, other->cross);
    const struct wj_formula *where = wj_where_of(hiding, other->cross);
    *bridge = (struct bridge){0};
    if (!is_bridge(hiding, table->cross, other->cross)) {
        return false;
    }
    if (overlap.relation == WJ_UNRELATED) {
        overlap = wj_overlap_of(hiding, other->cross, table->cross);
        where = wj_where_of(hiding, table->cross);
    }
    where = overlap.relation == WJ_FEWER ? where : NULL;
    bool rows = wj_overlap_needs_row(&overlap, table->cross, where);
    bool others = wj_overlap_needs_row(&overlap, other->cross, where);
    bridge->size = wj_overlap_size(hiding, &overlap);
    if (open_side(hiding, &overlap, table, rows ? WJ_OF_CELLS : WJ_OF_PEOPLE, where,
                  &bridge->side) &&
        open_side(hiding, &overlap, other, others ? WJ_OF_CELLS : WJ_OF_PEOPLE, where,
                  &bridge->other)) {
        return true;
    }
    close_bridge(bridge);
    return false;
}

/* Do both count the same people for a key? */
static bool is_bridged(const struct bridge *bridge, size_t key)
{
    return is_clear(&bridge->side, key) || is_clear(&bridge->other, key);
}

static bool *mark_of(const struct side *side, size_t place)
{
    struct wj_hidden_table *hidden = side->table->hidden;
    return side->counts == WJ_OF_CELLS ? &hidden->cells[place] : &hidden->columns[place];
}

static bool is_shown(const struct side *side, size_t place)
{
    size_t column = place % side->table->cross->column_count;
    return !*mark_of(side, place) && !side->table->hidden->columns[column];
}

static bool are_shown(const struct side *side, size_t key)
{
    bool shown = true;
    for (size_t i = 0; i < side->count; i++) {
        bool in = side->keys[i] == key && side->taken[i] != WJ_NEVER;
        shown = shown && (!in || is_shown(side, i));
    }
    return shown;
}

static void fix_by(const struct wj_tables *tables, const struct wj_table *table,
                   const struct wj_table *other)
{
    struct bridge bridge;
    if (!open_bridge(tables->hiding, table, other, &bridge)) {
        return;
    }
    for (size_t key = 0; key < bridge.size; key++) {
        if (is_bridged(&bridge, key) && are_shown(&bridge.other, key)) {
            wj_mask_row(tables->mask);
            add_side(tables, &bridge.side, key, 1);
        }
    }
    close_bridge(&bridge);
}

static struct wj_table other_table(const struct wj_hiding *hiding, size_t number)
{
    return (struct wj_table){.cross = wj_numbered(hiding->tally, number),
                             .hidden = &hiding->hidden->tables[number]};
}

bool wj_table_reaches(const struct wj_tables *tables, const struct wj_table *table)
{
    const struct wj_tally *tally = tables->hiding->tally;
    bool reaches = false;
    for (size_t i = 0; !reaches && i < tally->cross_count + tally->all_count; i++) {
        const struct wj_cross_tally *other = wj_numbered(tally, i);
        reaches = !tables->rows[other->row] && is_bridge(tables->hiding, table->cross, other);
    }
    return reaches;
}

void wj_table_fix(const struct wj_tables *tables, const struct wj_table *table)
{
    const struct wj_tally *tally = tables->hiding->tally;
    for (size_t i = 0; i < tally->cross_count + tally->all_count; i++) {
        struct wj_table other = other_table(tables->hiding, i);
        if (!tables->rows[other.cross->row] && !other.hidden->whole &&
            other.hidden->columns != NULL) {
            fix_by(tables, table, &other);
        }
    }
}

/* The only count with that key; `count`: there is none, or there are several. */
static size_t only_one(const struct side *side, size_t key)
{
    size_t found = side->count;
    size_t count = 0;
    for (size_t i = 0; i < side->count; i++) {
        if (side->keys[i] == key && side->taken[i] != WJ_NEVER) {
            found = i;
            count++;
        }
    }
    return count == 1 ? found : side->count;
}

static bool spread(const struct wj_hiding *hiding, const struct wj_table *table,
                   const struct wj_table *other)
{
    struct bridge bridge;
    bool more = false;
    if (!open_bridge(hiding, table, other, &bridge)) {
        return false;
    }
    for (size_t key = 0; key < bridge.size; key++) {
        size_t place = only_one(&bridge.side, key);
        size_t others = only_one(&bridge.other, key);
        bool both =
            is_bridged(&bridge, key) && place < bridge.side.count && others < bridge.other.count;
        if (both && !is_shown(&bridge.side, place) && is_shown(&bridge.other, others)) {
            *mark_of(&bridge.other, others) = true;
            more = true;
        }
    }
    close_bridge(&bridge);
    return more;
}

bool wj_tables_spread(const struct wj_hiding *hiding)
{
    const struct wj_tally *tally = hiding->tally;
    size_t count = tally->cross_count + tally->all_count;
    bool more = false;
    for (size_t i = 0; i < count; i++) {
        struct wj_table table = other_table(hiding, i);
        for (size_t j = 0; !table.hidden->whole && table.hidden->columns != NULL && j < count;
             j++) {
            struct wj_table other = other_table(hiding, j);
            if (i != j && !other.hidden->whole && other.hidden->columns != NULL &&
                spread(hiding, &table, &other)) {
                more = true;
            }
        }
    }
    return more;
}
