/* The lowest and the highest value that a group of indicators can have while the measures vary
 * within their intervals: branch and bound. A box is enclosed by interval arithmetic; what its
 * enclosure allows and no point has shown yet is looked for in its parts. */
#include "sure.h"

#include "wjtab/base/message.h"

/* Ceilings of one search; most need less than ten boxes. After as many as four searches may take,
 * those that follow have to do with little. */
enum {
    MOST_BOXES = 4096,
    MOST_WORK = 300000,
    FEW_BOXES = 64,
    LITTLE_WORK = 5000,
    FULL_SEARCHES = 4,
    MOST_CORNERS = 4
};

struct search {
    struct wj_sure_job *job;
    const struct wj_sure_query *query;
    uint64_t names;
    size_t name_count;         /* of the box: all there are */
    struct wj_sure_box *boxes; /* those from `next` on are to be looked at */
    size_t next;
    size_t count;
    size_t capacity;
    uint64_t work;
    bool has_reached;
    struct wj_span reached; /* the lowest and the highest value that was found */
    bool has_rest;
    bool rest_fails;
    struct wj_span rest; /* what boxes that can't be looked into may hold */
    const char *why;     /* a point has no value */
    enum wj_status status;
};

static bool is_used(const struct search *search, size_t name)
{
    return (search->names >> name & 1) != 0;
}

/* ---- boxes ---- */

struct wj_span *wj_sure_spans(const struct wj_sure *sure)
{
    struct wj_span *spans = wj_alloc(sure->name_count * sizeof *spans);
    for (size_t i = 0; i < sure->name_count && spans != NULL; i++) {
        wj_span_init(&spans[i]);
        wj_span_set_ends(&spans[i], sure->names[i].lower, sure->names[i].upper, false);
    }
    return spans;
}

void wj_sure_spans_free(const struct wj_sure *sure, struct wj_span *spans)
{
    for (size_t i = 0; i < sure->name_count && spans != NULL; i++) {
        wj_span_clear(&spans[i]);
    }
    wj_free(spans);
}

static struct wj_span *copy_spans(struct search *search, const struct wj_span *from)
{
    struct wj_span *spans = wj_sure_spans(search->job->sure);
    for (size_t i = 0; i < search->name_count && spans != NULL; i++) {
        wj_span_set(&spans[i], &from[i]);
    }
    search->status = spans == NULL ? WJ_MEMORY : search->status;
    return spans;
}

static void box_clear(struct search *search, struct wj_sure_box *box)
{
    wj_sure_spans_free(search->job->sure, box->spans);
    wj_span_clear(&box->outcome.range);
    box->spans = NULL;
}

static bool is_point(const struct search *search, const struct wj_span *spans)
{
    for (size_t i = 0; i < search->name_count; i++) {
        if (is_used(search, i) && !wj_span_is_point(&spans[i])) {
            return false;
        }
    }
    return true;
}

/* ---- what is found ---- */

static bool is_finite(const struct wj_span *range)
{
    return range->lower.infinite == 0 && range->upper.infinite == 0;
}

/* Does it hold nothing that was not reached already? */
static bool adds_nothing(const struct search *search, const struct wj_sure_outcome *outcome)
{
    if (outcome->none) {
        return !outcome->fails;
    }
    return !outcome->fails && search->has_reached && is_finite(&outcome->range) &&
           mpq_cmp(search->reached.lower.at, outcome->range.lower.at) <= 0 &&
           mpq_cmp(outcome->range.upper.at, search->reached.upper.at) <= 0;
}

static void widen(struct wj_span *range, bool *there, const struct wj_span *more)
{
    if (*there) {
        wj_span_hull(range, more);
    } else {
        wj_span_set(range, more);
    }
    *there = true;
}

/* Takes what a box shows for certain. False when there is more in it. */
static bool settle(struct search *search, const struct wj_span *spans,
                   const struct wj_sure_outcome *outcome)
{
    if (adds_nothing(search, outcome)) {
        return true;
    }
    bool point = is_point(search, spans);
    if (outcome->none) {
        search->why = wj_sure_explain(search->job, search->query, spans);
        search->status = search->why == NULL ? WJ_MEMORY : search->status;
        return true;
    }
    bool sure_to_occur = search->query->aim != WJ_AIM_COMPARISON || point;
    if (!outcome->fails && sure_to_occur && wj_span_is_point(&outcome->range)) {
        widen(&search->reached, &search->has_reached, &outcome->range);
        return true;
    }
    if (point) {
        widen(&search->rest, &search->has_rest, &outcome->range);
        search->rest_fails = search->rest_fails || outcome->fails;
    }
    return point;
}

/* Looks at one box and keeps it if there is more in it. Takes `spans`, which may be NULL. */
static void take_box(struct search *search, struct wj_span *spans)
{
    if (spans == NULL) {
        return;
    }
    struct wj_sure_box box = {.spans = spans};
    wj_span_init(&box.outcome.range);
    search->work += wj_sure_probe(search->job, search->query, spans, &box.outcome);
    if (settle(search, spans, &box.outcome)) {
        box_clear(search, &box);
        return;
    }
    enum wj_status status =
        wj_grow(&search->boxes, &search->capacity, search->count + 1, sizeof *search->boxes);
    if (status != WJ_OK) {
        search->status = status;
        box_clear(search, &box);
        return;
    }
    search->boxes[search->count++] = box;
}

/* ---- points ---- */

enum place { AT_LOWER, AT_UPPER, AT_MIDDLE };

static void put_point(struct wj_span *span, enum place place)
{
    mpq_t at;
    if (wj_span_is_point(span)) {
        return;
    }
    mpq_init(at);
    if (place == AT_MIDDLE) {
        wj_sure_middle(at, span);
    } else {
        mpq_set(at, place == AT_LOWER ? span->lower.at : span->upper.at);
    }
    wj_span_set_point(span, at);
    mpq_clear(at);
}

/* Looks at a point of a box: an end of each name by the bits of `upper`, or the middle. */
static void look_at(struct search *search, const struct wj_span *spans, bool middle, uint64_t upper)
{
    struct wj_span *point = copy_spans(search, spans);
    size_t bit = 0;
    for (size_t i = 0; i < search->name_count && point != NULL; i++) {
        if (is_used(search, i)) {
            bool high = (upper >> bit & 1) != 0;
            put_point(&point[i], middle ? AT_MIDDLE : high ? AT_UPPER : AT_LOWER);
            bit++;
        }
    }
    take_box(search, point);
}

static void look_at_corners(struct search *search, const struct wj_span *spans)
{
    size_t used = 0;
    for (size_t i = 0; i < search->name_count; i++) {
        used += is_used(search, i);
    }
    if (used > MOST_CORNERS) {
        look_at(search, spans, false, 0);
        look_at(search, spans, false, UINT64_MAX);
        return;
    }
    for (uint64_t upper = 0; upper >> used == 0 && search->why == NULL; upper++) {
        look_at(search, spans, false, upper);
    }
}

/* ---- parts ---- */

/* The name whose span is widest, measured by the whole of its interval. */
static size_t widest(const struct search *search, const struct wj_span *spans)
{
    size_t found = 0;
    mpq_t most;
    mpq_t width;
    mpq_t whole;
    mpq_inits(most, width, whole, NULL);
    for (size_t i = 0; i < search->name_count; i++) {
        const struct wj_sure_name *name = &search->job->sure->names[i];
        if (!is_used(search, i) || wj_span_is_point(&spans[i])) {
            continue;
        }
        mpq_sub(width, spans[i].upper.at, spans[i].lower.at);
        mpq_sub(whole, name->upper, name->lower);
        mpq_div(width, width, whole);
        if (mpq_cmp(width, most) > 0) {
            mpq_set(most, width);
            found = i;
        }
    }
    mpq_clears(most, width, whole, NULL);
    return found;
}

static void take_part(struct search *search, const struct wj_span *spans, size_t name,
                      const mpq_t lower, const mpq_t upper)
{
    bool point = mpq_equal(lower, upper) != 0;
    struct wj_span *part = search->why == NULL ? copy_spans(search, spans) : NULL;
    if (part != NULL) {
        wj_span_set_ends(&part[name], lower, upper, !point);
        take_box(search, part);
    }
}

/* Cuts a box at a simple fraction, which becomes a part of its own, as do ends that belong to the
 * box: jumps are at such places, and what is left is open. */
static void cut(struct search *search, const struct wj_span *spans)
{
    size_t name = widest(search, spans);
    const struct wj_span *span = &spans[name];
    mpq_t middle;
    mpq_init(middle);
    wj_sure_middle(middle, span);
    if (!span->lower.open) {
        take_part(search, spans, name, span->lower.at, span->lower.at);
    }
    if (!span->upper.open) {
        take_part(search, spans, name, span->upper.at, span->upper.at);
    }
    take_part(search, spans, name, middle, middle);
    take_part(search, spans, name, span->lower.at, middle);
    take_part(search, spans, name, middle, span->upper.at);
    mpq_clear(middle);
}

static bool goes_on(const struct search *search)
{
    const struct wj_sure_job *job = search->job;
    bool full = job->boxes < FULL_SEARCHES * MOST_BOXES && job->work < FULL_SEARCHES * MOST_WORK;
    return search->status == WJ_OK && search->why == NULL && search->next < search->count &&
           search->count < (full ? MOST_BOXES : FEW_BOXES) &&
           search->work < (full ? MOST_WORK : LITTLE_WORK);
}

static void look_into_boxes(struct search *search)
{
    while (goes_on(search)) {
        struct wj_sure_box box = search->boxes[search->next++];
        if (!adds_nothing(search, &box.outcome)) {
            look_at(search, box.spans, true, 0);
        }
        if (search->why == NULL && !adds_nothing(search, &box.outcome)) {
            cut(search, box.spans);
        }
        box_clear(search, &box);
    }
    for (; search->next < search->count; search->next++) {
        struct wj_sure_box *box = &search->boxes[search->next];
        if (!adds_nothing(search, &box->outcome)) {
            search->rest_fails = search->rest_fails || box->outcome.fails;
            widen(&search->rest, &search->has_rest, &box->outcome.range);
        }
        box_clear(search, box);
    }
}

static void conclude(struct search *search, struct wj_spread *spread)
{
    if (search->has_rest && search->has_reached) {
        wj_span_hull(&search->reached, &search->rest);
    }
    bool bounded = !search->has_rest || (!search->rest_fails && is_finite(&search->rest));
    spread->state = search->has_rest ? WJ_SPREAD_BOUNDED : WJ_SPREAD_EXACT;
    if (search->why != NULL || !bounded || !search->has_reached) {
        spread->state = WJ_SPREAD_UNKNOWN;
        spread->why = search->why != NULL ? search->why
                                          : _("the formula is too intricate to find its bounds");
        return;
    }
    mpq_set(spread->lower, search->reached.lower.at);
    mpq_set(spread->upper, search->reached.upper.at);
}

enum wj_status wj_sure_search(struct wj_sure_job *job, const struct wj_sure_query *query,
                              uint64_t names, struct wj_spread *spread)
{
    struct search search = {
        .job = job, .query = query, .names = names, .name_count = job->sure->name_count};
    wj_span_init(&search.reached);
    wj_span_init(&search.rest);
    struct wj_span *all = wj_sure_spans(job->sure);
    if (all != NULL) {
        look_at_corners(&search, all);
        take_box(&search, search.why == NULL ? copy_spans(&search, all) : NULL);
        look_into_boxes(&search);
    } else {
        search.status = WJ_MEMORY;
    }
    conclude(&search, spread);
    job->boxes += search.count;
    job->work += search.work;
    wj_sure_spans_free(job->sure, all);
    wj_free(search.boxes);
    wj_span_clear(&search.reached);
    wj_span_clear(&search.rest);
    return search.status;
}
