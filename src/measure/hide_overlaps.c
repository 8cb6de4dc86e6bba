/* Which counts of two tables are counts of the same answers. */
#include "hide_overlaps.h"

const struct wj_formula *wj_where_of(const struct wj_hiding *hiding,
                                     const struct wj_cross_tally *cross)
{
    return hiding->survey->tables[cross->table].where;
}

bool wj_banner_has(const struct wj_banner *by, size_t question)
{
    bool has = false;
    for (size_t i = 0; i < by->count; i++) {
        has = has || by->questions[i] == question;
    }
    return has;
}

bool wj_cross_has(const struct wj_cross_tally *cross, size_t question)
{
    return cross->row == question || wj_banner_has(cross->by, question);
}

static bool is_single(const struct wj_hiding *hiding, size_t question)
{
    return hiding->survey->questions[question].type == WJ_SINGLE;
}

/* ---- how two tables are related ---- */

bool wj_same_where(const struct wj_formula *where, const struct wj_formula *other)
{
    if (where == NULL || other == NULL) {
        return where == other;
    }
    return wj_slice_equal(wj_formula_text(where), wj_formula_text(other));
}

static enum wj_relation relation_of(const struct wj_hiding *hiding,
                                    const struct wj_cross_tally *cross,
                                    const struct wj_cross_tally *other)
{
    const struct wj_formula *where = wj_where_of(hiding, cross);
    const struct wj_formula *others = wj_where_of(hiding, other);
    if (wj_same_where(where, others)) {
        return WJ_SAME_PEOPLE;
    }
    if (where != NULL) {
        return WJ_UNRELATED;
    }
    return WJ_FEWER;
}

/* Columns of a multiple question overlap: they can't be added up. */
static bool adds_up(const struct wj_hiding *hiding, const struct wj_cross_tally *cross,
                    const struct wj_cross_tally *other)
{
    bool adds = true;
    for (size_t i = 0; i < cross->by->count; i++) {
        size_t question = cross->by->questions[i];
        adds = adds && (wj_cross_has(other, question) || is_single(hiding, question));
    }
    return adds;
}

struct wj_overlap wj_overlap_of(const struct wj_hiding *hiding, const struct wj_cross_tally *cross,
                                const struct wj_cross_tally *other)
{
    struct wj_overlap overlap = {.is_same_row = cross->row == other->row};
    if (!adds_up(hiding, cross, other) || !adds_up(hiding, other, cross)) {
        return overlap;
    }
    if (wj_cross_has(other, cross->row) && cross->row_count > 0) {
        overlap.questions[overlap.count++] = cross->row;
    }
    for (size_t i = 0; i < cross->by->count; i++) {
        bool quantity = other->row == cross->by->questions[i] && other->row_count == 0;
        if (wj_cross_has(other, cross->by->questions[i]) && !quantity) {
            overlap.questions[overlap.count++] = cross->by->questions[i];
        }
    }
    overlap.relation = relation_of(hiding, cross, other);
    return overlap;
}

void wj_overlap_without(struct wj_overlap *overlap, size_t question)
{
    size_t count = 0;
    for (size_t i = 0; i < overlap->count; i++) {
        if (overlap->questions[i] != question) {
            overlap->questions[count++] = overlap->questions[i];
        }
    }
    overlap->count = count;
}

bool wj_overlap_joins(const struct wj_hiding *hiding, const struct wj_cross_tally *cross,
                      const struct wj_cross_tally *other)
{
    bool both = wj_cross_has(cross, other->row) && wj_cross_has(other, cross->row);
    return both && wj_overlap_of(hiding, cross, other).count >= 2;
}

/* ---- keys ---- */

size_t wj_overlap_size(const struct wj_hiding *hiding, const struct wj_overlap *overlap)
{
    size_t size = 1;
    for (size_t i = 0; i < overlap->count; i++) {
        size *= hiding->survey->questions[overlap->questions[i]].option_count;
    }
    return size;
}

static bool overlap_has(const struct wj_overlap *overlap, size_t question)
{
    bool has = false;
    for (size_t i = 0; i < overlap->count; i++) {
        has = has || overlap->questions[i] == question;
    }
    return has;
}

bool wj_overlap_needs_row(const struct wj_overlap *overlap, const struct wj_cross_tally *cross,
                          const struct wj_formula *where)
{
    bool needs = overlap_has(overlap, cross->row);
    for (size_t i = 0; where != NULL && i < wj_formula_name_count(where); i++) {
        needs = needs || (size_t)wj_formula_name(where, i) == cross->row;
    }
    return needs;
}

/* The option of a question for which a count stands. */
static size_t option_of(const struct wj_hiding *hiding, const struct wj_cross_tally *cross,
                        size_t question, size_t column, size_t row)
{
    for (size_t i = 0; i < cross->by->count; i++) {
        if (cross->by->questions[i] == question) {
            return wj_cross_option(hiding->tally, cross, column, i);
        }
    }
    return row;
}

/* The answers of those who stand there. */
static size_t given_at(const struct wj_hiding *hiding, const struct wj_cross_tally *cross,
                       size_t column, size_t row, struct wj_given *given)
{
    size_t count = 0;
    for (size_t i = 0; i < cross->by->count; i++) {
        size_t question = cross->by->questions[i];
        given[count++] =
            (struct wj_given){question, wj_cross_option(hiding->tally, cross, column, i)};
    }
    if (row != WJ_NOT_THERE && cross->row_count > 0) {
        given[count++] = (struct wj_given){cross->row, row};
    }
    return count;
}

enum wj_truth wj_place_condition(const struct wj_hiding *hiding, const struct wj_cross_tally *cross,
                                 size_t column, size_t row, const struct wj_formula *where)
{
    struct wj_given given[WJ_MOST_GIVEN] = {0};
    size_t count = given_at(hiding, cross, column, row, given);
    return wj_condition_of(hiding, where, given, count);
}

bool wj_place_is_possible(const struct wj_hiding *hiding, const struct wj_cross_tally *cross,
                          size_t column, size_t row)
{
    struct wj_given given[WJ_MOST_GIVEN] = {0};
    size_t count = given_at(hiding, cross, column, row, given);
    bool possible = wj_condition_of(hiding, wj_where_of(hiding, cross), given, count) != WJ_NEVER;
    for (size_t i = 0; possible && i < count; i++) {
        const struct wj_formula *asked = hiding->survey->questions[given[i].question].asked_if;
        possible = wj_condition_of(hiding, asked, given, count) != WJ_NEVER;
    }
    return possible;
}

size_t *wj_overlap_keys(const struct wj_hiding *hiding, const struct wj_overlap *overlap,
                        const struct wj_cross_tally *cross, enum wj_counts counts)
{
    size_t columns = cross->column_count;
    size_t count = counts == WJ_OF_CELLS ? cross->row_count * columns : columns;
    size_t *keys = wj_alloc((count + 1) * sizeof *keys);
    for (size_t i = 0; keys != NULL && i < count; i++) {
        size_t row = counts == WJ_OF_CELLS ? i / columns : WJ_NOT_THERE;
        keys[i] = 0;
        for (size_t j = 0; j < overlap->count; j++) {
            size_t question = overlap->questions[j];
            keys[i] = keys[i] * hiding->survey->questions[question].option_count +
                      option_of(hiding, cross, question, i % columns, row);
        }
    }
    return keys;
}
