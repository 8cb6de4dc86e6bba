/* The equations between the counts of cross tables. */
#include "hide_tables.h"

static const struct wj_question *row_of(const struct wj_tables *tables,
                                        const struct wj_table *table)
{
    return &tables->hiding->survey->questions[table->cross->row];
}

static bool is_several(const struct wj_tables *tables, const struct wj_cross_tally *cross)
{
    bool several = false;
    for (size_t i = 0; i < cross->by->count; i++) {
        size_t number = cross->by->questions[i];
        several = several || tables->hiding->survey->questions[number].type == WJ_MULTIPLE;
    }
    return several;
}

static const struct wj_formula *where_of(const struct wj_tables *tables,
                                         const struct wj_cross_tally *cross)
{
    return tables->hiding->survey->tables[cross->table].where;
}

static uint64_t count_of(const struct wj_tables *tables, size_t cell)
{
    return cell < tables->mask->cell_count ? tables->mask->cells[cell].count : 0;
}

/* part + something = whole; the something is small where the two are subtracted easily. */
static void add_part(const struct wj_tables *tables, size_t part, size_t whole, bool small)
{
    uint64_t rest = count_of(tables, whole) - count_of(tables, part);
    if (count_of(tables, part) > count_of(tables, whole)) {
        return;
    }
    size_t more = wj_mask_add(tables->mask, rest, WJ_MASK_UNPRINTED,
                              small && wj_is_small(tables->hiding, rest));
    wj_mask_row(tables->mask);
    wj_mask_plus(tables->mask, part, 1);
    wj_mask_plus(tables->mask, more, 1);
    wj_mask_plus(tables->mask, whole, -1);
}

/* `whole` is at least each of the parts, and at most their sum. */
static void add_union(const struct wj_tables *tables, size_t first, size_t step, size_t count,
                      size_t whole)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += count_of(tables, first + i * step);
    }
    if (sum < count_of(tables, whole)) {
        return;
    }
    size_t more =
        wj_mask_add(tables->mask, sum - count_of(tables, whole), WJ_MASK_UNPRINTED, false);
    wj_mask_row(tables->mask);
    wj_mask_plus(tables->mask, whole, -1);
    wj_mask_plus(tables->mask, more, -1);
    for (size_t i = 0; i < count; i++) {
        wj_mask_plus(tables->mask, first + i * step, 1);
    }
    for (size_t i = 0; i < count; i++) {
        add_part(tables, first + i * step, whole, false);
    }
}

/* ---- one table ---- */

/* Answers of a column: one of a single question each, at least one of a multiple one. */
static void add_column(const struct wj_tables *tables, const struct wj_table *table, size_t column)
{
    const struct wj_question *row = row_of(tables, table);
    struct wj_mask *mask = tables->mask;
    size_t step = table->cross->column_count;
    if (row->type != WJ_SINGLE) {
        add_union(tables, table->cells + column, step, table->cross->row_count,
                  table->answered + column);
        return;
    }
    wj_mask_row(mask);
    for (size_t i = 0; i < row->option_count; i++) {
        wj_mask_plus(mask, table->cells + i * step + column, 1);
    }
    wj_mask_plus(mask, table->answered + column, -1);
    if (row->scored) {
        wj_mask_row(mask);
        for (size_t i = 0; i < row->option_count; i++) {
            if (!row->options[i].scored) {
                wj_mask_plus(mask, table->cells + i * step + column, 1);
            }
        }
    }
}

/* Columns and their total, in one row. */
static void add_total(const struct wj_tables *tables, const struct wj_table *table, size_t first,
                      size_t total)
{
    size_t columns = table->cross->column_count;
    if (is_several(tables, table->cross)) {
        add_union(tables, first, 1, columns, total);
        return;
    }
    wj_mask_row(tables->mask);
    for (size_t i = 0; i < columns; i++) {
        wj_mask_plus(tables->mask, first + i, 1);
    }
    wj_mask_plus(tables->mask, total, -1);
}

/* A count that is always shown. */
static size_t add_shown(const struct wj_tables *tables, uint64_t count)
{
    return wj_mask_add(tables->mask, count, WJ_MASK_NEVER, false);
}

/* Who stands in a column is who chose its option. */
static void add_people(const struct wj_tables *tables, const struct wj_table *table, size_t n)
{
    const struct wj_cross_tally *cross = table->cross;
    struct wj_mask *mask = tables->mask;
    size_t question = cross->by->questions[n];
    bool exact = cross->by->count == 1 && where_of(tables, cross) == NULL;
    for (size_t i = 0; i < tables->hiding->survey->questions[question].option_count; i++) {
        size_t whole = tables->first[question] + i;
        uint64_t sum = 0;
        wj_mask_row(mask);
        for (size_t c = 0; c < cross->column_count; c++) {
            if (wj_cross_option(tables->hiding->tally, cross, c, n) != i) {
                continue;
            }
            size_t parts[] = {table->answered + c, table->no_answer + c,
                              table->no_answer + cross->column_count + c};
            for (size_t j = 0; j < 3; j++) {
                wj_mask_plus(mask, parts[j], 1);
                sum += count_of(tables, parts[j]);
            }
        }
        wj_mask_plus(mask, whole, -1);
        if (!exact && sum <= count_of(tables, whole)) {
            wj_mask_plus(mask,
                         wj_mask_add(mask, count_of(tables, whole) - sum, WJ_MASK_UNPRINTED, false),
                         1);
        }
    }
}

/* Totals of the rows against the frequencies. */
static void add_rows(const struct wj_tables *tables, const struct wj_table *table)
{
    const struct wj_cross_tally *cross = table->cross;
    size_t first = tables->first[cross->row];
    bool all = cross->by->count == 0;
    bool everybody = all && where_of(tables, cross) == NULL;
    for (size_t i = 0; i < cross->row_count; i++) {
        add_total(tables, table, table->cells + i * cross->column_count, table->totals + i);
        if (everybody) {
            wj_mask_row(tables->mask);
            wj_mask_plus(tables->mask, table->totals + i, 1);
            wj_mask_plus(tables->mask, first + i, -1);
        } else {
            add_part(tables, table->totals + i, first + i, all);
        }
    }
}

void wj_table_equations(const struct wj_tables *tables, const struct wj_table *table)
{
    const struct wj_cross_tally *cross = table->cross;
    bool valid = tables->hiding->survey->base == WJ_BASE_VALID;
    size_t answered = add_shown(tables, cross->total_base - (valid ? cross->total_no_answer : 0));
    size_t no_answer = add_shown(tables, cross->total_no_answer);
    size_t not_asked = add_shown(tables, cross->total_not_asked);
    for (size_t i = 0; cross->row_count > 0 && i < cross->column_count; i++) {
        add_column(tables, table, i);
    }
    add_total(tables, table, table->answered, answered);
    add_total(tables, table, table->no_answer, no_answer);
    add_total(tables, table, table->no_answer + cross->column_count, not_asked);
    bool several = cross->by->count > 1 && is_several(tables, cross);
    for (size_t i = 0; !several && i < cross->by->count; i++) {
        add_people(tables, table, i);
    }
    add_rows(tables, table);
}

/* ---- two tables ---- */

static size_t place_of(const struct wj_banner *by, size_t question)
{
    size_t place = 0;
    while (place < by->count && by->questions[place] != question) {
        place++;
    }
    return place;
}

/* Are all the questions of one banner in another one, and none of the others a multiple one? */
static bool is_within(const struct wj_tables *tables, const struct wj_banner *by,
                      const struct wj_banner *wider)
{
    bool within = by->count > 0;
    for (size_t i = 0; i < by->count; i++) {
        within = within && place_of(wider, by->questions[i]) < wider->count;
    }
    for (size_t i = 0; i < wider->count; i++) {
        bool own = place_of(by, wider->questions[i]) < by->count;
        const struct wj_question *question =
            &tables->hiding->survey->questions[wider->questions[i]];
        within = within && (own || question->type == WJ_SINGLE);
    }
    return within;
}

/* The column of `table` that a column of `part` lies in. */
static size_t column_of(const struct wj_tables *tables, const struct wj_table *table,
                        const struct wj_table *part, size_t column)
{
    const struct wj_tally *tally = tables->hiding->tally;
    size_t found = 0;
    for (size_t i = 0; i < table->cross->by->count; i++) {
        size_t question = table->cross->by->questions[i];
        size_t place = place_of(part->cross->by, question);
        found = found * tally->survey->questions[question].option_count +
                wj_cross_option(tally, part->cross, column, place);
    }
    return found;
}

/* Σ of the parts that lie in one column, which may be all of it or, where the people of the part
 * are fewer, not. */
static void link_cells(const struct wj_tables *tables, const struct wj_table *table,
                       const struct wj_table *part, size_t whole, size_t first, bool same_people)
{
    struct wj_mask *mask = tables->mask;
    bool same = same_people && table->cross->by->count == part->cross->by->count;
    for (size_t c = 0; c < table->cross->column_count; c++) {
        uint64_t sum = 0;
        wj_mask_row(mask);
        for (size_t i = 0; i < part->cross->column_count; i++) {
            if (column_of(tables, table, part, i) == c) {
                wj_mask_plus(mask, first + i, 1);
                sum += count_of(tables, first + i);
            }
        }
        uint64_t rest = count_of(tables, whole + c) - sum;
        wj_mask_plus(mask, whole + c, -1);
        if (!same && sum <= count_of(tables, whole + c)) {
            bool small = !same_people && wj_is_small(tables->hiding, rest);
            wj_mask_plus(mask, wj_mask_add(mask, rest, WJ_MASK_UNPRINTED, small), 1);
        }
    }
}

/* Do two tables take the same people? */
static bool takes_same(const struct wj_formula *where, const struct wj_formula *other)
{
    if (where == NULL || other == NULL) {
        return where == other;
    }
    return wj_slice_equal(wj_formula_text(where), wj_formula_text(other));
}

/* Is every column of `by` made of columns of `wider`, with a question more perhaps? */
static bool covers(const struct wj_tables *tables, const struct wj_banner *wider,
                   const struct wj_banner *by, size_t question)
{
    bool covered = place_of(wider, question) < wider->count;
    for (size_t i = 0; i < by->count; i++) {
        covered = covered && place_of(wider, by->questions[i]) < wider->count;
    }
    for (size_t i = 0; i < wider->count; i++) {
        bool own = place_of(by, wider->questions[i]) < by->count;
        covered = covered &&
                  (own || tables->hiding->survey->questions[wider->questions[i]].type == WJ_SINGLE);
    }
    return covered;
}

/* Columns of a table with a condition on a question are sums of those of one that has this question
 * among its columns. */
static void link_sums(const struct wj_tables *tables, const struct wj_table *wider,
                      const struct wj_table *table, size_t question, size_t from, size_t to)
{
    const struct wj_formula *where = where_of(tables, table->cross);
    const struct wj_hiding *hiding = tables->hiding;
    size_t place = place_of(wider->cross->by, question);
    struct wj_mask *mask = tables->mask;
    for (size_t c = 0; c < table->cross->column_count; c++) {
        uint64_t sum = 0;
        wj_mask_row(mask);
        for (size_t i = 0; i < wider->cross->column_count; i++) {
            size_t option = wj_cross_option(hiding->tally, wider->cross, i, place);
            if (column_of(tables, table, wider, i) == c &&
                wj_condition_holds(hiding, where, question, option)) {
                wj_mask_plus(mask, from + i, 1);
                sum += count_of(tables, from + i);
            }
        }
        uint64_t whole = count_of(tables, to + c);
        wj_mask_plus(mask, to + c, -1);
        if (sum < whole) {
            wj_mask_plus(mask, wj_mask_add(mask, whole - sum, WJ_MASK_UNPRINTED, false), 1);
        }
    }
}

/* A condition on the row question itself leaves some of its rows whole. */
static void link_rows(const struct wj_tables *tables, const struct wj_table *whole,
                      const struct wj_table *table)
{
    const struct wj_formula *where = where_of(tables, table->cross);
    size_t columns = table->cross->column_count;
    bool same = whole->cross->by->count == table->cross->by->count;
    for (size_t i = 0; i < table->cross->row_count; i++) {
        if (same && wj_condition_holds(tables->hiding, where, table->cross->row, i)) {
            link_cells(tables, whole, table, whole->cells + i * columns, table->cells + i * columns,
                       true);
        }
    }
}

/* What a table without a condition says about one with a condition on one question. */
static void link_condition(const struct wj_tables *tables, const struct wj_table *whole,
                           const struct wj_table *table)
{
    size_t question = 0;
    if (where_of(tables, whole->cross) != NULL ||
        !wj_condition_of(where_of(tables, table->cross), &question)) {
        return;
    }
    if (question == table->cross->row) {
        if (is_within(tables, whole->cross->by, table->cross->by) ||
            (whole->cross->by->count == 0 && table->cross->by->count == 0)) {
            link_rows(tables, whole, table);
        }
        return;
    }
    if (tables->hiding->survey->questions[question].type != WJ_SINGLE ||
        !covers(tables, whole->cross->by, table->cross->by, question)) {
        return;
    }
    for (size_t i = 0; i < table->cross->row_count; i++) {
        link_sums(tables, whole, table, question, whole->cells + i * whole->cross->column_count,
                  table->cells + i * table->cross->column_count);
    }
    link_sums(tables, whole, table, question, whole->answered, table->answered);
    link_sums(tables, whole, table, question, whole->no_answer, table->no_answer);
}

void wj_table_link(const struct wj_tables *tables, const struct wj_table *table,
                   const struct wj_table *part)
{
    const struct wj_formula *where = where_of(tables, table->cross);
    bool same = takes_same(where, where_of(tables, part->cross));
    size_t rows = table->cross->row_count;
    bool all = table->cross->by->count == 0;
    if (table->cross->row != part->cross->row) {
        return;
    }
    link_condition(tables, table, part);
    if (!same && where != NULL) {
        return;
    }
    if (all && same && where != NULL) {
        for (size_t i = 0; i < rows && part->cross->by->count > 0; i++) {
            add_part(tables, part->totals + i, table->totals + i, false);
        }
    }
    if (!is_within(tables, table->cross->by, part->cross->by)) {
        return;
    }
    for (size_t i = 0; i < rows; i++) {
        link_cells(tables, table, part, table->cells + i * table->cross->column_count,
                   part->cells + i * part->cross->column_count, same);
    }
    link_cells(tables, table, part, table->answered, part->answered, same);
    link_cells(tables, table, part, table->no_answer, part->no_answer, same);
}
