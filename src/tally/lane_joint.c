/* Joint histograms: what the tally wants to know of a response falls into parts, each of which
 * looks at a few questions. A histogram over the answers to some questions serves every part that
 * looks at none but these: one increment per histogram and record. In the end each place that is
 * not empty is one response, counted so many times, by the tally's own code. */
#include "lane_parts.h"

#include <stdlib.h>

#include "count.h"
#include "cross.h"
#include "joint.h"
#include "scale.h"
#include "tally_parts.h"

enum {
    MOST_PLACES = 1 << 16, /* of the histogram of a part; beyond, it is counted record by record */
    MOST_JOINED = 1 << 12, /* of one that serves parts that need not be together: in a near cache */
    MOST_PENDING = 1 << 30 /* records in a histogram */
};

/* ---- the parts ---- */

static struct wj_lane_part *add_part(struct wj_lane *lane, enum wj_lane_part_kind kind,
                                     size_t number, size_t most)
{
    struct wj_lane_joints *joints = &lane->joints;
    if (wj_grow(&joints->parts, &joints->part_capacity, joints->part_count + 1,
                sizeof *joints->parts) != WJ_OK) {
        return NULL;
    }
    struct wj_lane_part *part = &joints->parts[joints->part_count];
    *part = (struct wj_lane_part){.kind = kind, .number = number};
    part->columns = wj_arena_alloc(&lane->arena, (most + 1) * sizeof *part->columns);
    joints->part_count += part->columns != NULL ? 1 : 0;
    return part->columns != NULL ? part : NULL;
}

/* Each column stands in a part once. */
static void look_at(struct wj_lane_part *part, size_t column)
{
    for (size_t i = 0; i < part->count; i++) {
        if (part->columns[i] == column) {
            return;
        }
    }
    part->columns[part->count++] = (uint32_t)column;
}

static enum wj_status add_list(struct wj_lane *lane, enum wj_lane_part_kind kind, size_t number,
                               const size_t *questions, size_t count)
{
    struct wj_lane_part *part = add_part(lane, kind, number, count);
    for (size_t i = 0; part != NULL && i < count; i++) {
        look_at(part, questions[i]);
    }
    return part != NULL ? WJ_OK : WJ_MEMORY;
}

static enum wj_status add_cross(struct wj_lane *lane, size_t number)
{
    const struct wj_cross_tally *cross = wj_cross_numbered(lane->tally, number);
    const struct wj_formula *where = lane->survey->tables[cross->table].where;
    size_t names = where != NULL ? wj_formula_name_count(where) : 0;
    struct wj_lane_part *part = add_part(lane, WJ_LANE_CROSS, number, 1 + cross->by->count + names);
    if (part == NULL) {
        return WJ_MEMORY;
    }
    look_at(part, cross->row);
    for (size_t i = 0; i < cross->by->count; i++) {
        look_at(part, cross->by->questions[i]);
    }
    for (size_t i = 0; i < names; i++) {
        look_at(part, (size_t)wj_formula_name(where, i));
    }
    return WJ_OK;
}

static enum wj_status add_whole(struct wj_lane *lane)
{
    struct wj_lane_part *part = add_part(lane, WJ_LANE_WHOLE, 0, lane->survey->question_count);
    lane->joints.whole = true;
    for (size_t i = 0; part != NULL && i < lane->survey->question_count; i++) {
        part->columns[part->count++] = (uint32_t)i;
    }
    return part != NULL ? WJ_OK : WJ_MEMORY;
}

enum wj_status wj_lane_joints_init(struct wj_lane *lane)
{
    const struct wj_survey *survey = lane->survey;
    const struct wj_tally *tally = lane->tally;
    enum wj_status status = WJ_OK;
    if (survey->weighting.kind != WJ_UNWEIGHTED) {
        return add_whole(lane);
    }
    for (size_t i = 0; status == WJ_OK && i < survey->question_count; i++) {
        status = add_list(lane, WJ_LANE_QUESTION, i, &i, 1);
    }
    for (size_t i = 0; status == WJ_OK && i < survey->measure_count; i++) {
        status = add_list(lane, WJ_LANE_MEASURE, i, survey->measures[i].items,
                          survey->measures[i].item_count);
    }
    for (size_t i = 0; status == WJ_OK && i < tally->joint_count; i++) {
        size_t pair[] = {tally->joints[i].first, tally->joints[i].second};
        status = add_list(lane, WJ_LANE_JOINT, i, pair, 2);
    }
    if (status == WJ_OK && tally->scale.count > 0) {
        status = add_list(lane, WJ_LANE_SCALE, 0, tally->scale.items, tally->scale.count);
    }
    for (size_t i = 0; status == WJ_OK && i < tally->all_count + tally->cross_count; i++) {
        status = add_cross(lane, i);
    }
    return status;
}

/* ---- counting a part of the response at hand ---- */

static void fill_answer(struct wj_lane *lane, size_t column, size_t number)
{
    const struct wj_question *question = &lane->survey->questions[column];
    const struct wj_answer *answer = &lane->columns[column].answers[number];
    bool in_rate = wj_counts_in_rate(lane->survey, question, answer);
    lane->response.answers[column] = *answer;
    lane->tally->states[column] = wj_joint_state(question, answer, in_rate);
}

static void count_part(struct wj_lane *lane, const struct wj_lane_part *part)
{
    struct wj_tally *tally = lane->tally;
    const struct wj_response *response = &lane->response;
    switch (part->kind) {
    case WJ_LANE_QUESTION:
        wj_question_add(tally, part->number, &response->answers[part->number]);
        break;
    case WJ_LANE_MEASURE:
        wj_measure_add(tally, part->number, response);
        break;
    case WJ_LANE_JOINT:
        wj_joint_add(tally, part->number, response);
        break;
    case WJ_LANE_SCALE:
        if (wj_scale_add(tally)) {
            wj_joints_add_complete(tally);
        }
        break;
    case WJ_LANE_WHOLE:
        wj_tally_add(tally, response, 1);
        break;
    case WJ_LANE_CROSS:
        wj_cross_add(tally, part->number, response);
        break;
    }
}

/* ---- histograms ---- */

/* A response per place that is not empty, and empties it. */
static void fold_group(struct wj_lane *lane, struct wj_lane_group *group)
{
    for (size_t place = 0; place < group->radix.cells; place++) {
        if (group->counts[place] == 0) {
            continue;
        }
        for (size_t i = 0; i < group->radix.count; i++) {
            size_t column = group->radix.columns[i];
            fill_answer(lane, column, place / group->radix.strides[i] % lane->columns[column].room);
        }
        lane->tally->times = group->counts[place];
        for (size_t i = 0; i < group->part_count; i++) {
            count_part(lane, &lane->joints.parts[group->parts[i]]);
        }
        group->counts[place] = 0;
    }
}

enum wj_status wj_lane_fold(struct wj_lane *lane)
{
    unsigned long failures = wj_memory_failures();
    for (size_t i = 0; lane->joints.pending > 0 && i < lane->joints.group_count; i++) {
        fold_group(lane, &lane->joints.groups[i]);
    }
    lane->tally->effective += lane->joints.whole ? 0 : lane->joints.pending;
    lane->joints.pending = 0;
    return wj_memory_status(failures);
}

/* How many times more places a group would have with a part's columns. */
static size_t growth(const struct wj_lane *lane, const struct wj_lane_group *group,
                     const struct wj_lane_part *part)
{
    size_t times = 1;
    for (size_t i = 0; i < part->count && times <= MOST_PLACES; i++) {
        times *= group->has[part->columns[i]] ? 1 : lane->columns[part->columns[i]].room;
    }
    return times;
}

/* The group that grows least, where one may grow so much. */
static struct wj_lane_group *find_group(struct wj_lane *lane, const struct wj_lane_part *part)
{
    struct wj_lane_group *best = NULL;
    size_t least = SIZE_MAX;
    for (size_t i = 0; least > 1 && i < lane->joints.group_count; i++) {
        struct wj_lane_group *group = &lane->joints.groups[i];
        size_t times = growth(lane, group, part);
        if (times < least && (times == 1 || group->radix.cells * times <= MOST_JOINED)) {
            best = group;
            least = times;
        }
    }
    return best;
}

static struct wj_lane_group *add_group(struct wj_lane *lane)
{
    struct wj_lane_joints *joints = &lane->joints;
    size_t columns = lane->column_count;
    if (wj_grow(&joints->groups, &joints->group_capacity, joints->group_count + 1,
                sizeof *joints->groups) != WJ_OK) {
        return NULL;
    }
    struct wj_lane_group *group = &joints->groups[joints->group_count];
    *group = (struct wj_lane_group){.radix = {.cells = 1}};
    group->radix.columns = wj_arena_alloc(&joints->arena, columns * sizeof(uint32_t));
    group->radix.strides = wj_arena_alloc(&joints->arena, columns * sizeof(uint32_t));
    group->has = wj_arena_alloc(&joints->arena, columns * sizeof *group->has);
    group->parts = wj_arena_alloc(&joints->arena, joints->part_count * sizeof *group->parts);
    if (group->radix.columns == NULL || group->radix.strides == NULL || group->has == NULL ||
        group->parts == NULL) {
        return NULL;
    }
    joints->group_count++;
    return group;
}

static void join(struct wj_lane *lane, struct wj_lane_group *group, size_t number)
{
    const struct wj_lane_part *part = &lane->joints.parts[number];
    struct wj_lane_radix *radix = &group->radix;
    group->parts[group->part_count++] = (uint32_t)number;
    for (size_t i = 0; i < part->count; i++) {
        uint32_t column = part->columns[i];
        if (!group->has[column]) {
            group->has[column] = true;
            radix->columns[radix->count] = column;
            radix->strides[radix->count++] = (uint32_t)radix->cells;
            radix->cells *= lane->columns[column].room;
        }
    }
}

/* Gives a part its place in a histogram, or among those that are counted at once. */
static enum wj_status place_part(struct wj_lane *lane, size_t number)
{
    struct wj_lane_joints *joints = &lane->joints;
    const struct wj_lane_part *part = &joints->parts[number];
    bool themes =
        part->kind == WJ_LANE_QUESTION && lane->columns[part->number].kind == WJ_LANE_THEMES;
    if (themes || part->kind == WJ_LANE_WHOLE || part->places > MOST_PLACES) {
        joints->direct[joints->direct_count++] = (uint32_t)number;
        return WJ_OK;
    }
    struct wj_lane_group *group = find_group(lane, part);
    group = group != NULL ? group : add_group(lane);
    if (group == NULL) {
        return WJ_MEMORY;
    }
    join(lane, group, number);
    return WJ_OK;
}

static int by_places(const void *left, const void *right)
{
    const struct wj_lane_part *a = left;
    const struct wj_lane_part *b = right;
    if (a->places != b->places) {
        return a->places > b->places ? -1 : 1;
    }
    if (a->kind != b->kind) {
        return a->kind < b->kind ? -1 : 1;
    }
    return (a->number > b->number) - (a->number < b->number);
}

/* The largest parts first: the others may find room beside them. */
static void sort_parts(struct wj_lane *lane)
{
    struct wj_lane_group nothing = {.has = lane->joints.none};
    for (size_t i = 0; i < lane->joints.part_count; i++) {
        lane->joints.parts[i].places = growth(lane, &nothing, &lane->joints.parts[i]);
    }
    qsort(lane->joints.parts, lane->joints.part_count, sizeof *lane->joints.parts, by_places);
}

/* The columns that parts without histogram look at. */
static void list_direct(struct wj_lane *lane)
{
    struct wj_lane_joints *joints = &lane->joints;
    bool *listed = joints->listed;
    memset(listed, 0, lane->column_count * sizeof *listed);
    joints->look_count = 0;
    for (size_t i = 0; i < joints->direct_count; i++) {
        const struct wj_lane_part *part = &joints->parts[joints->direct[i]];
        for (size_t j = 0; j < part->count; j++) {
            uint32_t column = part->columns[j];
            if (!listed[column]) {
                listed[column] = true;
                joints->look[joints->look_count++] = column;
            }
        }
    }
}

static enum wj_status allocate(struct wj_lane *lane)
{
    struct wj_lane_joints *joints = &lane->joints;
    size_t columns = lane->column_count;
    joints->none = wj_arena_alloc(&joints->arena, columns * sizeof *joints->none);
    joints->listed = wj_arena_alloc(&joints->arena, columns * sizeof *joints->listed);
    joints->look = wj_arena_alloc(&joints->arena, columns * sizeof *joints->look);
    joints->direct =
        wj_arena_alloc(&joints->arena, (joints->part_count + 1) * sizeof *joints->direct);
    return joints->none != NULL && joints->listed != NULL && joints->look != NULL &&
                   joints->direct != NULL
               ? WJ_OK
               : WJ_MEMORY;
}

enum wj_status wj_lane_joints_lay(struct wj_lane *lane)
{
    struct wj_lane_joints *joints = &lane->joints;
    joints->group_count = 0;
    joints->direct_count = 0;
    wj_arena_clear(&joints->arena);
    enum wj_status status = allocate(lane);
    if (status == WJ_OK) {
        sort_parts(lane);
    }
    for (size_t i = 0; status == WJ_OK && i < joints->part_count; i++) {
        status = place_part(lane, i);
    }
    for (size_t i = 0; status == WJ_OK && i < joints->group_count; i++) {
        struct wj_lane_group *group = &joints->groups[i];
        group->counts = wj_arena_alloc(&joints->arena, group->radix.cells * sizeof(uint32_t));
        group->places = wj_arena_alloc(&joints->arena, WJ_LANE_BATCH * sizeof(uint32_t));
        status = group->counts != NULL && group->places != NULL ? WJ_OK : WJ_MEMORY;
    }
    if (status == WJ_OK) {
        list_direct(lane);
    } else {
        joints->group_count = 0;
    }
    return status;
}

void wj_lane_joints_clear(struct wj_lane *lane)
{
    wj_free(lane->joints.parts);
    wj_free(lane->joints.groups);
    wj_arena_clear(&lane->joints.arena);
}

/* ---- counting ---- */

void wj_lane_load(struct wj_lane *lane, size_t record)
{
    for (size_t i = 0; i < lane->survey->question_count; i++) {
        lane->values[i] = lane->batch.values[i * WJ_LANE_BATCH + record];
    }
}

static void count_direct(struct wj_lane *lane)
{
    const struct wj_lane_joints *joints = &lane->joints;
    for (size_t i = 0; i < joints->look_count; i++) {
        fill_answer(lane, joints->look[i], lane->values[joints->look[i]] & WJ_LANE_NUMBER);
    }
    lane->tally->times = 1;
    for (size_t i = 0; i < joints->direct_count; i++) {
        count_part(lane, &joints->parts[joints->direct[i]]);
    }
}

void wj_lane_count(struct wj_lane *lane)
{
    struct wj_lane_joints *joints = &lane->joints;
    for (size_t i = 0; i < joints->group_count; i++) {
        struct wj_lane_group *group = &joints->groups[i];
        group->counts[wj_lane_place(&group->radix, lane->values)]++;
    }
    if (joints->direct_count > 0) {
        count_direct(lane);
    }
    joints->pending++;
    lane->outgrown = lane->outgrown || joints->pending >= MOST_PENDING;
}

void wj_lane_count_batch(struct wj_lane *lane, size_t first, size_t count)
{
    struct wj_lane_joints *joints = &lane->joints;
    for (size_t i = 0; i < joints->group_count; i++) {
        uint32_t *counts = joints->groups[i].counts;
        const uint32_t *places = joints->groups[i].places + first;
        for (size_t r = 0; r < count; r++) {
            counts[places[r]]++;
        }
    }
    joints->pending += count;
    lane->outgrown = lane->outgrown || joints->pending >= MOST_PENDING;
}
