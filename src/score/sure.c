#include "sure.h"

#include "wjtab/base/message.h"

void wj_spread_init(struct wj_spread *spread)
{
    *spread = (struct wj_spread){.state = WJ_SPREAD_NONE};
    mpq_inits(spread->lower, spread->upper, NULL);
}

void wj_spread_clear(struct wj_spread *spread)
{
    mpq_clears(spread->lower, spread->upper, NULL);
}

/* ---- names ---- */

/* The measure behind a name of a row's formula, or NULL. */
static const struct wj_known *measure_of(const struct wj_score_job *job, long number)
{
    bool done;
    long first = (long)job->scoring->fact_count;
    long behind = wj_score_behind(job, number, &done) - first;
    if (behind < 0 || behind >= (long)job->options->known_count) {
        return NULL;
    }
    const struct wj_known *known = &job->options->known[behind];
    return known->sampled ? known : NULL;
}

static size_t find_name(const struct wj_sure *sure, const struct wj_known *known)
{
    size_t i = 0;
    while (i < sure->name_count && sure->names[i].known != known) {
        i++;
    }
    return i;
}

static enum wj_status add_name(struct wj_sure *sure, const struct wj_known *known, size_t *capacity)
{
    if (find_name(sure, known) < sure->name_count) {
        return WJ_OK;
    }
    enum wj_status status =
        wj_grow(&sure->names, capacity, sure->name_count + 1, sizeof *sure->names);
    if (status == WJ_OK) {
        struct wj_sure_name *name = &sure->names[sure->name_count++];
        *name = (struct wj_sure_name){.known = known};
        mpq_inits(name->lower, name->upper, NULL);
    }
    return status;
}

/* level = 1 - (1 - confidence) / count */
static void set_level(struct wj_sure *sure)
{
    mpq_t one;
    mpq_t count;
    mpq_inits(one, count, NULL);
    mpq_set_ui(one, 1, 1);
    mpq_set_ui(count, sure->name_count > 0 ? sure->name_count : 1, 1);
    mpq_sub(sure->level, one, sure->confidence);
    mpq_div(sure->level, sure->level, count);
    mpq_sub(sure->level, one, sure->level);
    mpq_clears(one, count, NULL);
}

enum wj_status wj_sure_init(struct wj_sure *sure, const struct wj_score_options *options,
                            const struct wj_scoring *scoring, const mpq_t confidence)
{
    struct wj_score_job job = {.options = options, .scoring = (struct wj_scoring *)scoring};
    size_t capacity = 0;
    enum wj_status status = WJ_OK;
    mpq_inits(sure->confidence, sure->level, NULL);
    mpq_set(sure->confidence, confidence);
    wj_spread_init(&sure->total);
    for (size_t i = 0; i < scoring->indicator_count; i++) {
        const struct wj_formula *formula = scoring->indicators[i].formula;
        job.row = &scoring->indicators[i];
        for (size_t j = 0; formula != NULL && j < wj_formula_name_count(formula); j++) {
            const struct wj_known *known = measure_of(&job, wj_formula_name(formula, j));
            if (status == WJ_OK && known != NULL) {
                status = add_name(sure, known, &capacity);
            }
        }
    }
    set_level(sure);
    return status;
}

/* Which names an indicator's formula uses, as bits. */
static uint64_t used_by(struct wj_sure_job *job, const struct wj_indicator *indicator)
{
    uint64_t used = 0;
    job->score.row = indicator;
    for (size_t i = 0; indicator->formula != NULL && i < wj_formula_name_count(indicator->formula);
         i++) {
        const struct wj_known *known =
            measure_of(&job->score, wj_formula_name(indicator->formula, i));
        if (known != NULL) {
            used |= (uint64_t)1 << find_name(job->sure, known);
        }
    }
    return used;
}

/* ---- sums of scores ---- */

/* Why nothing can be said where these names are used, or NULL. */
static const char *find_gap(const struct wj_sure *sure, uint64_t names)
{
    for (size_t i = 0; i < sure->name_count; i++) {
        if ((names >> i & 1) != 0 && !sure->names[i].has_range) {
            return sure->names[i].why;
        }
    }
    return NULL;
}

/* Indicators of which the sum is searched. */
struct summing {
    struct wj_sure_job *job;
    size_t *list; /* those that use names; as many places as indicators, twice */
    size_t count;
    uint64_t names; /* that they use */
    mpq_t base;     /* the sum of the others */
    bool complete;  /* every one has a score */
};

static void summing_start(struct summing *summing)
{
    summing->count = 0;
    summing->names = 0;
    summing->complete = true;
    mpq_set_ui(summing->base, 0, 1);
}

static void summing_take(struct summing *summing, size_t number)
{
    const struct wj_indicator *indicator = &summing->job->scoring->indicators[number];
    summing->complete = summing->complete && indicator->has_score;
    if (summing->job->used[number] != 0) {
        summing->list[summing->count++] = number;
        summing->names |= summing->job->used[number];
    } else {
        mpq_add(summing->base, summing->base, indicator->score);
    }
}

/* Puts the indicators that share names, directly or not, with the first of `list` at its start. */
static size_t gather(const struct wj_sure_job *job, size_t *list, size_t count, uint64_t *names)
{
    size_t together = 1;
    *names = job->used[list[0]];
    for (size_t i = together; i < count; i++) {
        if ((job->used[list[i]] & *names) != 0) {
            size_t found = list[i];
            list[i] = list[together];
            list[together++] = found;
            *names |= job->used[found];
            i = together - 1;
        }
    }
    return together;
}

/* Adds the spread of indicators that share names. */
static enum wj_status add_group(struct summing *summing, const size_t *list, size_t count,
                                uint64_t names, struct wj_spread *spread)
{
    mpq_t zero;
    struct wj_spread group;
    mpq_init(zero);
    wj_spread_init(&group);
    const struct wj_sure_query query = {
        .aim = WJ_AIM_SUM, .indicators = list, .count = count, .base = zero};
    const struct wj_spread *known = &summing->job->sure->indicators[list[0]];
    enum wj_status status = WJ_OK;
    if (count == 1 && known->state != WJ_SPREAD_NONE) {
        group.state = known->state;
        group.why = known->why;
        mpq_set(group.lower, known->lower);
        mpq_set(group.upper, known->upper);
    } else {
        status = wj_sure_search(summing->job, &query, names, &group);
    }
    mpq_add(spread->lower, spread->lower, group.lower);
    mpq_add(spread->upper, spread->upper, group.upper);
    if (group.state > spread->state) {
        spread->state = group.state;
        spread->why = group.why;
    }
    wj_spread_clear(&group);
    mpq_clear(zero);
    return status;
}

/* Groups that share no name vary by themselves: the bounds of their sum are the sums of theirs. */
static enum wj_status sum_up(struct summing *summing, struct wj_spread *spread)
{
    if (!summing->complete || summing->count == 0) {
        return WJ_OK;
    }
    spread->why = find_gap(summing->job->sure, summing->names);
    if (spread->why != NULL) {
        spread->state = WJ_SPREAD_UNKNOWN;
        return WJ_OK;
    }
    enum wj_status status = WJ_OK;
    size_t *list = summing->list;
    for (size_t left = summing->count; left > 0 && status == WJ_OK;) {
        uint64_t names;
        size_t together = gather(summing->job, list, left, &names);
        status = add_group(summing, list, together, names, spread);
        list += together;
        left -= together;
    }
    mpq_add(spread->lower, spread->lower, summing->base);
    mpq_add(spread->upper, spread->upper, summing->base);
    return status;
}

static enum wj_status find_indicators(struct summing *summing)
{
    struct wj_sure *sure = summing->job->sure;
    enum wj_status status = WJ_OK;
    size_t capacity = 0;
    for (size_t i = 0; i < sure->indicator_count && status == WJ_OK; i++) {
        summing_start(summing);
        summing_take(summing, i);
        status = sum_up(summing, &sure->indicators[i]);
        enum wj_spread_state state = sure->indicators[i].state;
        if (status == WJ_OK && (state == WJ_SPREAD_EXACT || state == WJ_SPREAD_BOUNDED)) {
            status = wj_sure_thresholds(summing->job, i, &capacity);
        }
    }
    return status;
}

/* Does an indicator stand below a level? */
static bool stands_below(const struct wj_scoring *scoring, long number,
                         const struct wj_indicator *indicator)
{
    size_t deepest = scoring->levels[number].level;
    bool below = indicator->depth > deepest;
    for (size_t depth = deepest; depth > 0 && below; depth--) {
        const char *name = indicator->levels[depth - 1];
        const struct wj_level *level = number >= 0 ? &scoring->levels[number] : NULL;
        if (level != NULL && level->level == depth) {
            below = name != NULL && strcmp(name, level->name) == 0;
            number = level->parent;
        } else {
            below = name == NULL;
        }
    }
    return below;
}

static enum wj_status find_levels(struct summing *summing)
{
    const struct wj_scoring *scoring = summing->job->scoring;
    struct wj_sure *sure = summing->job->sure;
    enum wj_status status = WJ_OK;
    for (size_t i = 0; i < sure->level_count && status == WJ_OK; i++) {
        summing_start(summing);
        for (size_t j = 0; j < scoring->indicator_count; j++) {
            if (stands_below(scoring, (long)i, &scoring->indicators[j])) {
                summing_take(summing, j);
            }
        }
        status = sum_up(summing, &sure->levels[i]);
    }
    return status;
}

static enum wj_status find_total(struct summing *summing)
{
    struct wj_sure *sure = summing->job->sure;
    summing_start(summing);
    for (size_t i = 0; i < sure->indicator_count; i++) {
        summing_take(summing, i);
    }
    enum wj_status status = sum_up(summing, &sure->total);
    bool found = sure->total.state == WJ_SPREAD_EXACT || sure->total.state == WJ_SPREAD_BOUNDED;
    const struct wj_sure_query query = {.aim = WJ_AIM_SUM,
                                        .indicators = summing->list,
                                        .count = summing->count,
                                        .base = summing->base};
    return status == WJ_OK && found ? wj_sure_grades(summing->job, &query, summing->names) : status;
}

/* ---- all of it ---- */

static enum wj_status make_spreads(struct wj_sure *sure, size_t count, struct wj_spread **list)
{
    *list = wj_arena_alloc(&sure->arena, (count + 1) * sizeof **list);
    for (size_t i = 0; i < count && *list != NULL; i++) {
        wj_spread_init(&(*list)[i]);
    }
    return *list != NULL ? WJ_OK : WJ_MEMORY;
}

static enum wj_status prepare(struct wj_sure_job *job, struct summing *summing)
{
    struct wj_sure *sure = job->sure;
    const size_t count = job->scoring->indicator_count;
    const size_t level_count = job->scoring->level_count;
    enum wj_status status = make_spreads(sure, count, &sure->indicators);
    sure->indicator_count = status == WJ_OK ? count : 0;
    if (status == WJ_OK) {
        status = make_spreads(sure, level_count, &sure->levels);
        sure->level_count = status == WJ_OK ? level_count : 0;
    }
    job->used = wj_arena_alloc(&sure->arena, (count + 1) * sizeof *job->used);
    summing->list = wj_arena_alloc(&sure->arena, (count + 1) * sizeof *summing->list);
    if (status != WJ_OK || job->used == NULL || summing->list == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        job->used[i] = used_by(job, &job->scoring->indicators[i]);
    }
    return WJ_OK;
}

static void set_unknown(struct wj_sure *sure, const char *why)
{
    sure->total.state = WJ_SPREAD_UNKNOWN;
    sure->total.why = why;
}

enum wj_status wj_sure_compute(struct wj_sure *sure, const struct wj_score_options *options,
                               const struct wj_scoring *scoring)
{
    struct wj_sure_job job = {
        .score = {.options = options, .scoring = (struct wj_scoring *)scoring},
        .scoring = scoring,
        .sure = sure};
    struct summing summing = {.job = &job};
    if (sure->name_count == 0) {
        return WJ_OK;
    }
    if (sure->name_count > WJ_SURE_NAMES) {
        set_unknown(sure, _("the formulas use too many measures"));
        return WJ_OK;
    }
    mpq_init(summing.base);
    enum wj_status status = prepare(&job, &summing);
    if (status == WJ_OK) {
        status = find_indicators(&summing);
    }
    if (status == WJ_OK) {
        status = find_levels(&summing);
    }
    if (status == WJ_OK) {
        status = find_total(&summing);
    }
    mpq_clear(summing.base);
    wj_buf_clear(&job.score.scratch);
    wj_buf_clear(&job.score.reason);
    return job.score.out_of_memory ? WJ_MEMORY : status;
}

void wj_sure_clear(struct wj_sure *sure)
{
    for (size_t i = 0; i < sure->name_count; i++) {
        mpq_clears(sure->names[i].lower, sure->names[i].upper, NULL);
    }
    for (size_t i = 0; i < sure->threshold_count; i++) {
        mpq_clear(sure->thresholds[i].with);
    }
    for (size_t i = 0; i < sure->indicator_count; i++) {
        wj_spread_clear(&sure->indicators[i]);
    }
    for (size_t i = 0; i < sure->level_count; i++) {
        wj_spread_clear(&sure->levels[i]);
    }
    wj_spread_clear(&sure->total);
    mpq_clears(sure->confidence, sure->level, NULL);
    wj_free(sure->names);
    wj_free(sure->thresholds);
    wj_free(sure->grades);
    wj_arena_clear(&sure->arena);
    *sure = (struct wj_sure){0};
}
