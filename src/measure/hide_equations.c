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

/* Whom of those who chose an option does a table's condition take? */
static enum wj_truth takes(const struct wj_tables *tables, const struct wj_cross_tally *cross,
                           size_t question, size_t option)
{
    struct wj_given given = {question, option};
    return wj_condition_of(tables->hiding, wj_where_of(tables->hiding, cross), &given, 1);
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

/* A count that is shown unless its table is hidden whole. */
static size_t add_shown(const struct wj_tables *tables, const struct wj_table *table,
                        uint64_t count)
{
    unsigned cost = table->hidden->whole ? WJ_MASK_UNPRINTED : WJ_MASK_NEVER;
    return wj_mask_add(tables->mask, count, cost, false);
}

/* Who stands in a column is who chose its option. */
static void add_people(const struct wj_tables *tables, const struct wj_table *table, size_t n)
{
    const struct wj_cross_tally *cross = table->cross;
    struct wj_mask *mask = tables->mask;
    size_t question = cross->by->questions[n];
    for (size_t i = 0; i < tables->hiding->survey->questions[question].option_count; i++) {
        size_t whole = tables->first[question] + i;
        uint64_t sum = 0;
        enum wj_truth taken = takes(tables, cross, question, i);
        bool exact = cross->by->count == 1 && taken == WJ_ALWAYS;
        if (taken == WJ_NEVER) {
            continue;
        }
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
    for (size_t i = 0; i < cross->row_count; i++) {
        add_total(tables, table, table->cells + i * cross->column_count, table->totals + i);
        enum wj_truth taken = takes(tables, cross, cross->row, i);
        if (taken == WJ_NEVER) {
            continue;
        }
        if (all && taken == WJ_ALWAYS) {
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
    size_t answered =
        add_shown(tables, table, cross->total_base - (valid ? cross->total_no_answer : 0));
    size_t no_answer = add_shown(tables, table, cross->total_no_answer);
    size_t not_asked = add_shown(tables, table, cross->total_not_asked);
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
