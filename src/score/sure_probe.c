#include "sure.h"

#include "wjtab/base/message.h"

/* A box that is looked at. */
struct looking {
    struct wj_sure_job *job;
    const struct wj_span *spans;
    size_t position;      /* of the comparison that is looked for; 0: none is */
    struct wj_span truth; /* how it came out */
    bool seen;
    struct wj_sure_threshold *list; /* of comparisons that are open */
    size_t count;
};

/* The measure behind a name's number, or -1. */
static long measure_behind(const struct wj_sure_job *job, long number, bool *done)
{
    long behind = wj_score_behind(&job->score, number, done);
    long first = (long)job->scoring->fact_count;
    for (size_t i = 0; i < job->sure->name_count && behind >= first; i++) {
        if (job->sure->names[i].known == &job->score.options->known[behind - first]) {
            return (long)i;
        }
    }
    return -1;
}

static void get_value(struct wj_sure_job *job, long number, struct wj_enclosure *enclosure)
{
    struct wj_value value;
    wj_value_init(&value);
    bool fact = number < (long)job->scoring->fact_count;
    const char *text = fact ? job->scoring->facts[number].text : NULL;
    if (text != NULL) {
        wj_value_set_text(&value, wj_slice_of(text));
        wj_enclosure_set_value(enclosure, &value);
    } else if (fact) {
        wj_value_set_number(&value, job->scoring->facts[number].value);
        wj_enclosure_set_value(enclosure, &value);
    } else if (wj_score_get(&job->score, number, &value) == NULL) {
        wj_enclosure_set_value(enclosure, &value);
    } else {
        enclosure->fails = true;
    }
    wj_value_clear(&value);
}

/* 完成率 of an actual value within a span; of a division that may be by 0 nothing is said. */
static void set_done(const struct wj_indicator *row, const struct wj_span *actual,
                     struct wj_enclosure *enclosure)
{
    const bool inverse = row->target.goal == WJ_GOAL_AT_MOST;
    mpq_srcptr target = row->target.number;
    struct wj_span done;
    if (!row->has_done || mpq_sgn(target) <= 0 || (inverse && mpq_sgn(actual->lower.at) <= 0)) {
        enclosure->fails = true;
        return;
    }
    wj_span_init(&done);
    wj_span_set(&done, actual);
    if (inverse) {
        struct wj_bound lower = done.lower;
        done.lower = done.upper;
        done.upper = lower;
        mpq_div(done.lower.at, target, done.lower.at);
        mpq_div(done.upper.at, target, done.upper.at);
    } else {
        mpq_div(done.lower.at, done.lower.at, target);
        mpq_div(done.upper.at, done.upper.at, target);
    }
    wj_enclosure_set_range(enclosure, &done);
    wj_span_clear(&done);
}

static void get_range(void *user, long number, struct wj_enclosure *enclosure)
{
    struct looking *looking = user;
    bool done;
    long measure = measure_behind(looking->job, number, &done);
    if (measure < 0) {
        get_value(looking->job, number, enclosure);
    } else if (done) {
        set_done(looking->job->score.row, &looking->spans[measure], enclosure);
    } else {
        wj_enclosure_set_range(enclosure, &looking->spans[measure]);
    }
}

/* A value inside: the lower end of a point, the middle of a span. */
static const char *get_inside(void *user, long number, struct wj_value *value)
{
    struct looking *looking = user;
    const char *missing = _("a name in it has no value");
    struct wj_enclosure enclosure;
    wj_enclosure_init(&enclosure);
    get_range(user, number, &enclosure);
    if (enclosure.number) {
        mpq_add(enclosure.range.lower.at, enclosure.range.lower.at, enclosure.range.upper.at);
        mpq_div_2exp(enclosure.range.lower.at, enclosure.range.lower.at, 1);
        wj_value_set_number(value, enclosure.range.lower.at);
        missing = NULL;
    } else if (enclosure.text) {
        missing = wj_score_get(&looking->job->score, number, value);
    }
    wj_enclosure_clear(&enclosure);
    return missing;
}

static void see(void *user, const struct wj_comparison_seen *seen)
{
    struct looking *looking = user;
    mpq_t ends[2];
    if (seen->position != looking->position) {
        return;
    }
    mpq_inits(ends[0], ends[1], NULL);
    mpq_set_ui(ends[0], !seen->can_be_false, 1);
    mpq_set_ui(ends[1], seen->can_be_true, 1);
    wj_span_set_ends(&looking->truth, ends[0], ends[1], false);
    looking->seen = true;
    mpq_clears(ends[0], ends[1], NULL);
}

static void list(void *user, const struct wj_comparison_seen *seen)
{
    struct looking *looking = user;
    bool listed = looking->count == WJ_SURE_THRESHOLDS;
    for (size_t i = 0; i < looking->count; i++) {
        listed = listed || looking->list[i].position == seen->position;
    }
    if (listed || !seen->can_be_true || !seen->can_be_false) {
        return;
    }
    bool done;
    struct wj_sure_threshold *threshold = &looking->list[looking->count++];
    long name = seen->name >= 0 ? measure_behind(looking->job, seen->name, &done) : -1;
    threshold->position = seen->position;
    threshold->name = name >= 0 && !done ? name : -1;
    if (threshold->name >= 0) {
        mpq_set(threshold->with, seen->with);
    }
}

static uint64_t enclose(struct looking *looking, size_t number, struct wj_enclosure *enclosure)
{
    struct wj_sure_job *job = looking->job;
    const struct wj_indicator *indicator = &job->scoring->indicators[number];
    const struct wj_values inside = {looking, get_inside, NULL};
    const struct wj_ranges ranges = {looking, get_range, &inside,
                                     looking->list != NULL   ? list
                                     : looking->position > 0 ? see
                                                             : NULL};
    job->score.row = indicator;
    return wj_formula_enclose(indicator->formula, &ranges, enclosure);
}

static uint64_t probe_sum(struct looking *looking, const struct wj_sure_query *query,
                          struct wj_sure_outcome *outcome)
{
    const struct wj_rounding rounding = looking->job->score.options->rounding;
    uint64_t work = 0;
    struct wj_enclosure enclosure;
    wj_enclosure_init(&enclosure);
    wj_span_set_point(&outcome->range, query->base);
    for (size_t i = 0; i < query->count && !outcome->none; i++) {
        work += enclose(looking, query->indicators[i], &enclosure);
        wj_enclosure_make_number(&enclosure);
        outcome->fails = outcome->fails || enclosure.fails;
        outcome->none = !enclosure.number;
        wj_span_round(&enclosure.range, (int)rounding.places, rounding.mode);
        wj_span_add(&outcome->range, &enclosure.range);
    }
    wj_enclosure_clear(&enclosure);
    return work;
}

static uint64_t probe_comparison(struct looking *looking, const struct wj_sure_query *query,
                                 struct wj_sure_outcome *outcome)
{
    struct wj_enclosure enclosure;
    wj_enclosure_init(&enclosure);
    wj_span_init(&looking->truth);
    looking->position = query->position;
    uint64_t work = enclose(looking, query->indicators[0], &enclosure);
    wj_span_set(&outcome->range, &looking->truth);
    outcome->none = !looking->seen;
    wj_span_clear(&looking->truth);
    wj_enclosure_clear(&enclosure);
    return work;
}

/* Makes a total whether it lies in the band. */
static void find_in_band(const struct wj_sure_query *query, struct wj_rounding rounding,
                         struct wj_sure_outcome *outcome)
{
    mpq_t ends[2];
    wj_span_round(&outcome->range, (int)rounding.places, rounding.mode);
    const struct wj_bound *lower = &outcome->range.lower;
    const struct wj_bound *upper = &outcome->range.upper;
    bool from_below = lower->infinite != 0 || mpq_cmp(lower->at, query->from) < 0;
    bool from_above = upper->infinite != 0 || mpq_cmp(upper->at, query->below) >= 0;
    bool outside = (upper->infinite == 0 && mpq_cmp(upper->at, query->from) < 0) ||
                   (lower->infinite == 0 && mpq_cmp(lower->at, query->below) >= 0);
    mpq_inits(ends[0], ends[1], NULL);
    mpq_set_ui(ends[0], !outside && !from_below && !from_above, 1);
    mpq_set_ui(ends[1], !outside, 1);
    wj_span_set_ends(&outcome->range, ends[0], ends[1], false);
    mpq_clears(ends[0], ends[1], NULL);
}

uint64_t wj_sure_probe(struct wj_sure_job *job, const struct wj_sure_query *query,
                       const struct wj_span *spans, struct wj_sure_outcome *outcome)
{
    struct looking looking = {.job = job, .spans = spans};
    outcome->none = outcome->fails = false;
    if (query->aim == WJ_AIM_COMPARISON) {
        return probe_comparison(&looking, query, outcome);
    }
    uint64_t work = probe_sum(&looking, query, outcome);
    if (query->aim == WJ_AIM_BAND && !outcome->none) {
        find_in_band(query, job->score.options->rounding, outcome);
    }
    return work;
}

size_t wj_sure_undecided(struct wj_sure_job *job, size_t indicator, const struct wj_span *spans,
                         struct wj_sure_threshold *list_of)
{
    struct looking looking = {.job = job, .spans = spans, .list = list_of};
    struct wj_enclosure enclosure;
    wj_enclosure_init(&enclosure);
    enclose(&looking, indicator, &enclosure);
    wj_enclosure_clear(&enclosure);
    return looking.count;
}

const char *wj_sure_explain(struct wj_sure_job *job, const struct wj_sure_query *query,
                            const struct wj_span *spans)
{
    struct looking looking = {.job = job, .spans = spans};
    const struct wj_values inside = {&looking, get_inside, NULL};
    struct wj_buf reason = {0};
    bool failed = false;
    for (size_t i = 0; i < query->count && !failed; i++) {
        struct wj_value value;
        wj_value_init(&value);
        job->score.row = &job->scoring->indicators[query->indicators[i]];
        failed = !wj_formula_evaluate(job->score.row->formula, &inside, &value, &reason) ||
                 value.kind == WJ_VALUE_TEXT;
        if (failed && reason.len == 0) {
            wj_buf_add_text(&reason, _("it is a text"));
        }
        wj_value_clear(&value);
    }
    const char *kept = wj_buf_status(&reason) == WJ_OK
                           ? wj_arena_copy(&job->sure->arena, wj_buf_slice(&reason))
                           : NULL;
    wj_buf_clear(&reason);
    return kept;
}
