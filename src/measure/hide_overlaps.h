/* What two tables say about the same people: both add up to the counts of the answers to the
 * questions that they have in common, whichever of these stand in rows and which in columns. */
#ifndef MEASURE_HIDE_OVERLAPS_H
#define MEASURE_HIDE_OVERLAPS_H

#include "hiding.h"

#define WJ_NOT_THERE SIZE_MAX

enum wj_relation {
    WJ_UNRELATED,
    WJ_SAME_PEOPLE,
    WJ_FEWER /* the second takes some of the first's people */
};

/* The counts of a table that are added up. */
enum wj_counts {
    WJ_OF_CELLS,
    WJ_OF_PEOPLE, /* of a column: answered, did not, were not asked */
    WJ_OF_ANSWERED,
    WJ_OF_NO_ANSWER,
    WJ_OF_NOT_ASKED
};

struct wj_overlap {
    enum wj_relation relation;
    size_t questions[WJ_MOST_GIVEN]; /* that both tables have */
    size_t count;
    bool is_same_row;
};

/* How two tables are related, `other` to `cross`. */
struct wj_overlap wj_overlap_of(const struct wj_hiding *hiding, const struct wj_cross_tally *cross,
                                const struct wj_cross_tally *other);

/* Leaves out a question. */
void wj_overlap_without(struct wj_overlap *overlap, size_t question);

/* Does it have the table's row question, or a condition that is given? */
bool wj_overlap_needs_row(const struct wj_overlap *overlap, const struct wj_cross_tally *cross,
                          const struct wj_formula *where);

/* One key per count of that kind (cells: row by row; else: columns), the same for counts of the
 * same answers. To be freed; NULL without memory. */
size_t *wj_overlap_keys(const struct wj_hiding *hiding, const struct wj_overlap *overlap,
                        const struct wj_cross_tally *cross, enum wj_counts counts);

/* How many keys there can be. */
size_t wj_overlap_size(const struct wj_hiding *hiding, const struct wj_overlap *overlap);

/* What a condition is for those whom a table counts in a cell, or in a column (`row` is
 * WJ_NOT_THERE); `where` may be another table's. */
enum wj_truth wj_place_condition(const struct wj_hiding *hiding, const struct wj_cross_tally *cross,
                                 size_t column, size_t row, const struct wj_formula *where);

/* Can anybody stand in a cell, by the table's condition and those on which its questions are asked?
 */
bool wj_place_is_possible(const struct wj_hiding *hiding, const struct wj_cross_tally *cross,
                          size_t column, size_t row);

const struct wj_formula *wj_where_of(const struct wj_hiding *hiding,
                                     const struct wj_cross_tally *cross);

/* Do two conditions take the same people? */
bool wj_same_where(const struct wj_formula *where, const struct wj_formula *other);

/* Is a question in a table's columns? In its rows or its columns? */
bool wj_banner_has(const struct wj_banner *by, size_t question);
bool wj_cross_has(const struct wj_cross_tally *cross, size_t question);

/* Can tables of two rows say the same in single cells, so that they must be decided together? */
bool wj_overlap_joins(const struct wj_hiding *hiding, const struct wj_cross_tally *cross,
                      const struct wj_cross_tally *other);

#endif
