#include "counters.h"

static void add(struct wj_counters *counters, struct wj_counter counter)
{
    /* Want of memory is noticed by wj_counters_list. */
    if (wj_grow(&counters->list, &counters->capacity, counters->count + 1,
                sizeof *counters->list) == WJ_OK) {
        counters->list[counters->count++] = counter;
    }
}

static void add_cells(struct wj_counters *counters, uint64_t *cells, size_t count)
{
    if (cells != NULL && count > 0) {
        add(counters, (struct wj_counter){.cells = cells, .count = count});
    }
}

static void add_question(struct wj_counters *counters, const struct wj_question *question,
                         struct wj_question_tally *tally)
{
    add_cells(counters, &tally->base, 1);
    add_cells(counters, &tally->rate_base, 1);
    add_cells(counters, &tally->answered, 1);
    add_cells(counters, &tally->not_asked, 1);
    add_cells(counters, tally->counts, question->option_count);
    add_cells(counters, tally->themes, question->theme_count);
    add_cells(counters, &tally->uncoded, 1);
    add_cells(counters, &tally->theme_faults, 1);
    if (tally->quantity != NULL) {
        add(counters, (struct wj_counter){.quantity = tally->quantity});
    }
}

static void add_cross(struct wj_counters *counters, struct wj_cross_tally *cross)
{
    size_t columns = cross->column_count;
    add_cells(counters, cross->cells, cross->row_count * columns);
    add_cells(counters, cross->column_base, columns);
    add_cells(counters, cross->rate_base, columns);
    add_cells(counters, cross->no_answer, columns);
    add_cells(counters, cross->not_asked, columns);
    add_cells(counters, cross->totals, cross->row_count);
    add_cells(counters, &cross->total_base, 1);
    add_cells(counters, &cross->total_rate_base, 1);
    add_cells(counters, &cross->total_no_answer, 1);
    add_cells(counters, &cross->total_not_asked, 1);
    add_cells(counters, cross->shared, columns * columns);
    for (size_t i = 0; cross->quantities != NULL && i <= columns; i++) {
        add(counters, (struct wj_counter){.quantity = &cross->quantities[i]});
    }
}

static void add_joint(struct wj_counters *counters, struct wj_joint_tally *joint)
{
    add_cells(counters, joint->cells, joint->row_count * joint->column_count);
    add_cells(counters, joint->complete, joint->row_count * joint->column_count);
}

enum wj_status wj_counters_list(struct wj_counters *counters, struct wj_tally *tally)
{
    const struct wj_survey *survey = tally->survey;
    unsigned long failures = wj_memory_failures();
    add_cells(counters, &tally->effective, 1);
    for (size_t i = 0; i < survey->question_count; i++) {
        add_question(counters, &survey->questions[i], &tally->questions[i]);
    }
    for (size_t i = 0; i < survey->measure_count; i++) {
        add_cells(counters, &tally->measures[i].base, 1);
        add_cells(counters, &tally->measures[i].any_of, 1);
    }
    for (size_t i = 0; i < tally->joint_count; i++) {
        add_joint(counters, &tally->joints[i]);
    }
    add_cells(counters, &tally->scale.complete, 1);
    for (size_t i = 0; i < tally->cross_count; i++) {
        add_cross(counters, &tally->crosses[i]);
    }
    for (size_t i = 0; i < tally->all_count; i++) {
        add_cross(counters, &tally->alls[i]);
    }
    add_cells(counters, tally->where_faults, survey->table_count);
    return wj_memory_status(failures);
}

void wj_counters_clear(struct wj_counters *counters)
{
    wj_free(counters->list);
    *counters = (struct wj_counters){0};
}
