#include "joint.h"

#include <stdlib.h>

#include "count.h"
#include "scale.h"

/* What is beyond has no intervals: items of a measure, cells of all pairs. Both grow with the
 * square of what a definition lists. */
enum { MOST_ITEMS = 100, MOST_CELLS = 4000000 };

/* ---- which pairs ---- */

struct pair {
    size_t first;
    size_t second;
};

struct pairs {
    struct pair *list;
    size_t count;
    size_t capacity;
    size_t cells; /* those of pairs that stand twice count twice */
};

static int compare_pairs(size_t first, size_t second, size_t other_first, size_t other_second)
{
    if (first != other_first) {
        return first < other_first ? -1 : 1;
    }
    return (second > other_second) - (second < other_second);
}

static int by_questions(const void *left, const void *right)
{
    const struct pair *a = left;
    const struct pair *b = right;
    return compare_pairs(a->first, a->second, b->first, b->second);
}

static enum wj_status add_pair(struct pairs *pairs, size_t item, size_t other)
{
    if (wj_grow(&pairs->list, &pairs->capacity, pairs->count + 1, sizeof *pairs->list) != WJ_OK) {
        return WJ_MEMORY;
    }
    struct pair pair = {item < other ? item : other, item < other ? other : item};
    pairs->list[pairs->count++] = pair;
    return WJ_OK;
}

static size_t cells_of(const struct wj_survey *survey, size_t item, size_t other)
{
    return (survey->questions[item].option_count + 1) * (survey->questions[other].option_count + 1);
}

/* All pairs of a measure, where there is room. */
static enum wj_status add_measure(struct pairs *pairs, struct wj_tally *tally, size_t number)
{
    const struct wj_measure *measure = &tally->survey->measures[number];
    enum wj_status status = WJ_OK;
    size_t cells = 0;
    if (measure->kind == WJ_SHARE_OF) {
        return WJ_OK;
    }
    tally->measures[number].no_joints = measure->item_count > MOST_ITEMS;
    for (size_t i = 0; !tally->measures[number].no_joints && i < measure->item_count; i++) {
        for (size_t j = 0; j < i; j++) {
            cells += cells_of(tally->survey, measure->items[i], measure->items[j]);
        }
        tally->measures[number].no_joints = pairs->cells + cells > MOST_CELLS;
    }
    if (tally->measures[number].no_joints) {
        return WJ_OK;
    }
    pairs->cells += cells;
    for (size_t i = 0; i < measure->item_count; i++) {
        for (size_t j = 0; status == WJ_OK && j < i; j++) {
            status = add_pair(pairs, measure->items[i], measure->items[j]);
        }
    }
    return status;
}

/* All pairs of the scale, where there is room. */
static enum wj_status add_scale(struct pairs *pairs, struct wj_tally *tally)
{
    struct wj_scale_tally *scale = &tally->scale;
    enum wj_status status = WJ_OK;
    size_t cells = 0;
    scale->no_joints = scale->count > MOST_ITEMS;
    for (size_t i = 0; !scale->no_joints && i < scale->count; i++) {
        for (size_t j = 0; j < i; j++) {
            cells += 2 * cells_of(tally->survey, scale->items[i], scale->items[j]);
        }
        scale->no_joints = pairs->cells + cells > MOST_CELLS;
    }
    pairs->cells += scale->no_joints ? 0 : cells;
    for (size_t i = 0; !scale->no_joints && i < scale->count; i++) {
        for (size_t j = 0; status == WJ_OK && j < i; j++) {
            status = add_pair(pairs, scale->items[i], scale->items[j]);
        }
    }
    return status;
}

/* A scored multiple question's own spread, and those of the measures and of the scale. */
static enum wj_status find_pairs(struct pairs *pairs, struct wj_tally *tally)
{
    const struct wj_survey *survey = tally->survey;
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < survey->question_count; i++) {
        size_t cells = cells_of(survey, i, i);
        if (survey->questions[i].scored && survey->questions[i].type == WJ_MULTIPLE &&
            pairs->cells + cells <= MOST_CELLS) {
            pairs->cells += cells;
            status = add_pair(pairs, i, i);
        }
    }
    for (size_t i = 0; status == WJ_OK && i < survey->measure_count; i++) {
        status = add_measure(pairs, tally, i);
    }
    if (status == WJ_OK) {
        status = add_scale(pairs, tally);
    }
    if (pairs->count > 0) {
        qsort(pairs->list, pairs->count, sizeof *pairs->list, by_questions);
    }
    return status;
}

/* ---- room for them ---- */

static bool is_in_scale(const struct wj_tally *tally, size_t item)
{
    for (size_t i = 0; !tally->scale.no_joints && i < tally->scale.count; i++) {
        if (tally->scale.items[i] == item) {
            return true;
        }
    }
    return false;
}

static enum wj_status add_joint(struct wj_tally *tally, const struct pair *pair)
{
    const struct wj_survey *survey = tally->survey;
    struct wj_joint_tally *joint = &tally->joints[tally->joint_count];
    *joint = (struct wj_joint_tally){
        .first = pair->first,
        .second = pair->second,
        .several = survey->questions[pair->first].type == WJ_MULTIPLE ||
                   survey->questions[pair->second].type == WJ_MULTIPLE,
        .row_count = survey->questions[pair->first].option_count + 1,
        .column_count = survey->questions[pair->second].option_count + 1,
    };
    joint->cells = wj_arena_alloc(&tally->arena,
                                  joint->row_count * joint->column_count * sizeof *joint->cells);
    if (joint->cells == NULL) {
        return WJ_MEMORY;
    }
    if (is_in_scale(tally, pair->first) && is_in_scale(tally, pair->second)) {
        joint->complete = wj_arena_alloc(&tally->arena, joint->row_count * joint->column_count *
                                                            sizeof *joint->complete);
        if (joint->complete == NULL) {
            return WJ_MEMORY;
        }
    }
    tally->joint_count++;
    return WJ_OK;
}

static enum wj_status allocate(struct wj_tally *tally, const struct pairs *pairs)
{
    enum wj_status status = WJ_OK;
    tally->joints = wj_arena_alloc(&tally->arena, (pairs->count + 1) * sizeof *tally->joints);
    tally->states =
        wj_arena_alloc(&tally->arena, (tally->survey->question_count + 1) * sizeof *tally->states);
    if (tally->joints == NULL || tally->states == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; status == WJ_OK && i < pairs->count; i++) {
        if (i == 0 || by_questions(&pairs->list[i - 1], &pairs->list[i]) != 0) {
            status = add_joint(tally, &pairs->list[i]);
        }
    }
    return status;
}

enum wj_status wj_joints_init(struct wj_tally *tally)
{
    struct pairs pairs = {0};
    enum wj_status status = find_pairs(&pairs, tally);
    if (status == WJ_OK) {
        status = allocate(tally, &pairs);
    }
    wj_free(pairs.list);
    return status;
}

/* ---- counting ---- */

static bool is_in_row(const struct wj_question *question, const struct wj_answer *answer,
                      uint32_t state, size_t row)
{
    return row == state || (question->type == WJ_MULTIPLE && row < question->option_count &&
                            wj_counts_option(question, answer, row));
}

/* With a multiple question a response stands in several cells. */
static void count_several(struct wj_tally *tally, struct wj_joint_tally *joint,
                          const struct wj_response *response)
{
    const struct wj_question *first = &tally->survey->questions[joint->first];
    const struct wj_question *second = &tally->survey->questions[joint->second];
    for (size_t row = 0; row < joint->row_count; row++) {
        if (!is_in_row(first, &response->answers[joint->first], tally->states[joint->first], row)) {
            continue;
        }
        for (size_t column = 0; column < joint->column_count; column++) {
            bool in = is_in_row(second, &response->answers[joint->second],
                                tally->states[joint->second], column);
            joint->cells[row * joint->column_count + column] += in ? tally->times : 0;
        }
    }
}

void wj_joint_add(struct wj_tally *tally, size_t number, const struct wj_response *response)
{
    struct wj_joint_tally *joint = &tally->joints[number];
    uint32_t row = tally->states[joint->first];
    uint32_t column = tally->states[joint->second];
    if (row == WJ_OUTSIDE || column == WJ_OUTSIDE) {
        return;
    }
    if (joint->several) {
        count_several(tally, joint, response);
    } else {
        joint->cells[row * joint->column_count + column] += tally->times;
    }
}

void wj_joints_add_complete(struct wj_tally *tally)
{
    for (size_t i = 0; i < tally->joint_count; i++) {
        struct wj_joint_tally *joint = &tally->joints[i];
        if (joint->complete != NULL) {
            size_t row = tally->states[joint->first];
            joint->complete[row * joint->column_count + tally->states[joint->second]] +=
                tally->times;
        }
    }
}

void wj_joints_add(struct wj_tally *tally, const struct wj_response *response)
{
    for (size_t i = 0; i < tally->joint_count; i++) {
        wj_joint_add(tally, i, response);
    }
    if (wj_scale_add(tally)) {
        wj_joints_add_complete(tally);
    }
}

/* ---- looking them up ---- */

static int by_joint(const void *key, const void *element)
{
    const struct pair *pair = key;
    const struct wj_joint_tally *joint = element;
    return compare_pairs(pair->first, pair->second, joint->first, joint->second);
}

const struct wj_joint_tally *wj_tally_joint(const struct wj_tally *tally, size_t item, size_t other)
{
    struct pair pair = {item < other ? item : other, item < other ? other : item};
    if (tally->joint_count == 0) {
        return NULL;
    }
    return bsearch(&pair, tally->joints, tally->joint_count, sizeof *tally->joints, by_joint);
}
