#include "waves.h"

#include <string.h>

#include "snapshot.h"
#include "wjtab/base/digest.h"
#include "wjtab/base/file.h"
#include "wjtab/base/message.h"

enum { MOST_BYTES = 256 << 20, DECIMALS = 15, LEAST_BASE = 2 };

struct comparing {
    struct wj_arena *arena;
    mpq_srcptr level;
    struct wj_snapshot now;
    struct wj_snapshot before;
    struct wj_waves *waves;
};

/* ---- rows ---- */

/* NULL without memory, which is counted. */
static struct wj_wave *add_wave(struct comparing *comparing, enum wj_wave_kind kind,
                                const char *name, const char *label)
{
    struct wj_waves *waves = comparing->waves;
    if (wj_grow(&waves->list, &waves->capacity, waves->count + 1, sizeof *waves->list) != WJ_OK) {
        return NULL;
    }
    struct wj_wave *wave = &waves->list[waves->count++];
    *wave = (struct wj_wave){.kind = kind,
                             .name = wj_arena_copy(comparing->arena, wj_slice_of(name)),
                             .label = wj_arena_copy(comparing->arena, wj_slice_of(label))};
    mpq_inits(wave->before.value, wave->now.value, wave->difference.value, NULL);
    return wave;
}

static void set_bases(struct wj_wave *wave, uint64_t now, uint64_t before)
{
    wave->base_now = now;
    wave->base_before = before;
}

static void set_figure(struct wj_figure *figure, const struct wj_snap_figure *from, bool weighted)
{
    figure->exists = weighted || from->fraction != NULL;
    if (weighted) {
        mpq_set_d(figure->value, from->weighted.value);
        wj_number_round(figure->value, figure->value, DECIMALS, WJ_HALF_EVEN);
    } else if (figure->exists) {
        wj_snapshot_fraction(from->fraction, figure->value);
    }
}

static void set_difference(struct wj_wave *wave)
{
    wave->difference.exists =
        wave->now.exists && wave->before.exists &&
        (wave->missing == WJ_WAVE_THERE || wave->missing == WJ_WAVE_NO_INTERVAL ||
         wave->missing == WJ_WAVE_SUPPRESSED);
    if (wave->difference.exists) {
        mpq_sub(wave->difference.value, wave->now.value, wave->before.value);
    }
}

/* The figures are there; what is still missing may be their change. */
static void set_change(struct wj_wave *wave, struct wj_change change, const char *method)
{
    bool values = wave->now.exists && wave->before.exists;
    if (wave->missing == WJ_WAVE_THERE) {
        wave->missing = values && change.exists ? WJ_WAVE_THERE
                        : wave->hidden          ? WJ_WAVE_SUPPRESSED
                        : !values               ? WJ_WAVE_NO_VALUE
                                                : WJ_WAVE_NO_INTERVAL;
    }
    if (wave->missing == WJ_WAVE_THERE) {
        wave->change = change;
        wave->method = method;
    }
    set_difference(wave);
}

/* Is there a weighted figure in both? That one of the two alone has one is to be said. */
static bool are_weighted(struct comparing *comparing, const struct wj_estimate *now,
                         const struct wj_estimate *before)
{
    bool both = now->exists && before->exists;
    struct wj_waves *waves = comparing->waves;
    waves->weighted = waves->weighted || both;
    waves->one_weighted = waves->one_weighted || now->exists != before->exists;
    return both;
}

/* Rates and composites. */
static void compare_estimates(struct comparing *comparing, struct wj_wave *wave,
                              const struct wj_snap_figure *now, const struct wj_snap_figure *before)
{
    bool weighted = are_weighted(comparing, &now->weighted, &before->weighted);
    const struct wj_estimate *first = weighted ? &now->weighted : &now->plain;
    const struct wj_estimate *second = weighted ? &before->weighted : &before->plain;
    bool corrected = !weighted && (now->fpc || before->fpc);
    wave->hidden = now->hidden || before->hidden;
    set_figure(&wave->now, now, weighted);
    set_figure(&wave->before, before, weighted);
    /* What the weighting of one survey decides is no change, however large it is. */
    if (weighted && wave->missing == WJ_WAVE_THERE && (now->given || before->given)) {
        wave->missing = WJ_WAVE_TARGET;
    }
    set_change(wave, wj_change_of_estimates(first, second, comparing->level),
               weighted    ? "welch-weighted"
               : corrected ? "welch-fpc"
                           : "welch");
}

static void set_ratio(struct wj_figure *figure, bool exists, uint64_t count, uint64_t base)
{
    figure->exists = exists && base > 0;
    if (figure->exists) {
        wj_number_ratio(figure->value, count, base);
    }
}

/* Also where rounding left an error to the categories of a target question. */
static enum wj_no_wave or_target(enum wj_no_wave missing, const struct wj_snap_question *now,
                                 const struct wj_snap_question *before)
{
    return missing == WJ_WAVE_THERE && (now->target || before->target) ? WJ_WAVE_TARGET : missing;
}

/* The figure of one survey alone; weighted, as all others are, where both surveys are. */
static void set_alone(struct comparing *comparing, struct wj_wave *wave, enum wj_no_wave missing,
                      const struct wj_snap_figure *from, uint64_t base)
{
    bool weighted = comparing->now.weighted && comparing->before.weighted && from->weighted.exists;
    bool gone = missing == WJ_WAVE_GONE;
    struct wj_waves *waves = comparing->waves;
    waves->weighted = waves->weighted || weighted;
    wave->missing = missing;
    set_bases(wave, gone ? 0 : base, gone ? base : 0);
    set_figure(gone ? &wave->before : &wave->now, from, weighted);
}

static void add_alone(struct comparing *comparing, enum wj_wave_kind kind, const char *name,
                      const char *label, enum wj_no_wave missing, const struct wj_snap_figure *from,
                      uint64_t base)
{
    struct wj_wave *wave = add_wave(comparing, kind, name, label);
    if (wave != NULL) {
        set_alone(comparing, wave, missing, from, base);
    }
}

/* ---- measures ---- */

static const struct wj_snap_measure *find_measure(const struct wj_snapshot *snapshot,
                                                  const char *name)
{
    for (size_t i = 0; i < snapshot->measure_count; i++) {
        if (strcmp(snapshot->measures[i].name, name) == 0) {
            return &snapshot->measures[i];
        }
    }
    return NULL;
}

static const struct wj_snap_question *find_question(const struct wj_snapshot *snapshot,
                                                    const char *name)
{
    for (size_t i = 0; name != NULL && i < snapshot->question_count; i++) {
        if (strcmp(snapshot->questions[i].name, name) == 0) {
            return &snapshot->questions[i];
        }
    }
    return NULL;
}

static const struct wj_snap_option *find_option(const struct wj_snap_question *question,
                                                const char *code)
{
    for (size_t i = 0; i < question->option_count; i++) {
        if (strcmp(question->options[i].code, code) == 0) {
            return &question->options[i];
        }
    }
    return NULL;
}

/* Every option with a score must be in the other one, with the same label and score. */
static enum wj_no_wave scores_differ(const struct wj_snap_question *question,
                                     const struct wj_snap_question *other)
{
    for (size_t i = 0; i < question->option_count; i++) {
        const struct wj_snap_option *option = &question->options[i];
        const struct wj_snap_option *match = find_option(other, option->code);
        if (match == NULL || strcmp(match->label, option->label) != 0) {
            return WJ_WAVE_OTHER_OPTIONS;
        }
        bool both = option->score != NULL && match->score != NULL;
        if ((option->score == NULL) != (match->score == NULL) ||
            (both && json_number_value(option->score) != json_number_value(match->score))) {
            return WJ_WAVE_OTHER_SCORES;
        }
    }
    return WJ_WAVE_THERE;
}

/* Are the rates of two questions about the same thing? */
static enum wj_no_wave rates_differ(const struct wj_snap_question *question,
                                    const struct wj_snap_question *other)
{
    if (strcmp(question->type, other->type) != 0) {
        return WJ_WAVE_OTHER_TYPE;
    }
    enum wj_no_wave differ = scores_differ(question, other);
    return differ != WJ_WAVE_THERE ? differ : scores_differ(other, question);
}

static bool lists_differ(const json_t *list, const json_t *other)
{
    return (list == NULL) != (other == NULL) || (list != NULL && json_equal(list, other) == 0);
}

/* What an older version did not write can't be compared: then it is taken to be the same. */
static bool items_differ(const struct comparing *comparing, const struct wj_snap_measure *now,
                         const struct wj_snap_measure *before)
{
    if (now->items == NULL || before->items == NULL) {
        return false;
    }
    if (lists_differ(now->items, before->items) || lists_differ(now->weights, before->weights) ||
        lists_differ(now->codes, before->codes)) {
        return true;
    }
    for (size_t i = 0; i < json_array_size(now->items); i++) {
        const char *name = json_string_value(json_array_get(now->items, i));
        const struct wj_snap_question *question = find_question(&comparing->now, name);
        const struct wj_snap_question *other = find_question(&comparing->before, name);
        if (question == NULL || other == NULL || rates_differ(question, other) != WJ_WAVE_THERE) {
            return true;
        }
    }
    return false;
}

/* A single answer tells nothing of the others, though a Wilson interval has limits for it. */
static struct wj_change change_of_counts(const struct comparing *comparing, uint64_t count_now,
                                         uint64_t base_now, uint64_t count_before,
                                         uint64_t base_before)
{
    if (base_now < LEAST_BASE || base_before < LEAST_BASE) {
        return (struct wj_change){0};
    }
    return wj_change_of_shares(count_now, base_now, count_before, base_before, comparing->level);
}

static void compare_measure(struct comparing *comparing, const struct wj_snap_measure *now)
{
    const struct wj_snap_measure *before = find_measure(&comparing->before, now->name);
    if (before == NULL) {
        add_alone(comparing, WJ_WAVE_MEASURE, now->name, now->name, WJ_WAVE_NEW, &now->rate,
                  now->shown_base);
        return;
    }
    struct wj_wave *wave = add_wave(comparing, WJ_WAVE_MEASURE, now->name, now->name);
    if (wave == NULL) {
        return;
    }
    set_bases(wave, now->shown_base, before->shown_base);
    bool same_kind = strcmp(now->kind, before->kind) == 0;
    wave->missing = comparing->waves->other_base           ? WJ_WAVE_OTHER_BASE
                    : !same_kind                           ? WJ_WAVE_OTHER_TYPE
                    : items_differ(comparing, now, before) ? WJ_WAVE_OTHER_ITEMS
                                                           : WJ_WAVE_THERE;
    bool weighted = are_weighted(comparing, &now->rate.weighted, &before->rate.weighted);
    wave->hidden = now->rate.hidden || before->rate.hidden;
    if (now->is_share && before->is_share && !weighted) {
        set_figure(&wave->now, &now->rate, false);
        set_figure(&wave->before, &before->rate, false);
        set_change(wave,
                   change_of_counts(comparing, now->count, now->base, before->count, before->base),
                   "newcombe");
    } else {
        compare_estimates(comparing, wave, &now->rate, &before->rate);
    }
}

static void compare_measures(struct comparing *comparing)
{
    for (size_t i = 0; i < comparing->now.measure_count; i++) {
        compare_measure(comparing, &comparing->now.measures[i]);
    }
    for (size_t i = 0; i < comparing->before.measure_count; i++) {
        const struct wj_snap_measure *before = &comparing->before.measures[i];
        if (find_measure(&comparing->now, before->name) == NULL) {
            add_alone(comparing, WJ_WAVE_MEASURE, before->name, before->name, WJ_WAVE_GONE,
                      &before->rate, before->shown_base);
        }
    }
}

/* ---- rates ---- */

static void compare_rate(struct comparing *comparing, const struct wj_snap_question *now)
{
    const struct wj_snap_question *before = find_question(&comparing->before, now->name);
    if (!now->scored && (before == NULL || !before->scored)) {
        return;
    }
    if (before == NULL) {
        add_alone(comparing, WJ_WAVE_RATE, now->name, now->label, WJ_WAVE_NEW, &now->rate,
                  now->rate_base);
        return;
    }
    struct wj_wave *wave = add_wave(comparing, WJ_WAVE_RATE, now->name, now->label);
    if (wave == NULL) {
        return;
    }
    set_bases(wave, now->rate_base, before->rate_base);
    wave->missing = comparing->waves->other_base ? WJ_WAVE_OTHER_BASE : rates_differ(now, before);
    bool both = now->rate.weighted.exists && before->rate.weighted.exists;
    wave->missing = both ? or_target(wave->missing, now, before) : wave->missing;
    compare_estimates(comparing, wave, &now->rate, &before->rate);
}

static void compare_rates(struct comparing *comparing)
{
    for (size_t i = 0; i < comparing->now.question_count; i++) {
        compare_rate(comparing, &comparing->now.questions[i]);
    }
    for (size_t i = 0; i < comparing->before.question_count; i++) {
        const struct wj_snap_question *before = &comparing->before.questions[i];
        if (before->scored && find_question(&comparing->now, before->name) == NULL) {
            add_alone(comparing, WJ_WAVE_RATE, before->name, before->label, WJ_WAVE_GONE,
                      &before->rate, before->rate_base);
        }
    }
}

/* ---- shares ---- */

static struct wj_wave *add_share(struct comparing *comparing,
                                 const struct wj_snap_question *question,
                                 const struct wj_snap_option *option)
{
    struct wj_wave *wave = add_wave(comparing, WJ_WAVE_SHARE, question->name, question->label);
    if (wave != NULL && option != NULL) {
        wave->code = wj_arena_copy(comparing->arena, wj_slice_of(option->code));
        wave->option = wj_arena_copy(comparing->arena, wj_slice_of(option->label));
    }
    return wave;
}

static void compare_weighted_share(struct comparing *comparing, struct wj_wave *wave,
                                   const struct wj_snap_option *now,
                                   const struct wj_snap_option *before)
{
    struct wj_snap_figure first = {.weighted = now->weighted, .given = now->given};
    struct wj_snap_figure second = {.weighted = before->weighted, .given = before->given};
    compare_estimates(comparing, wave, &first, &second);
}

/* The share of an option that one survey alone has. */
static void set_alone_share(struct comparing *comparing, struct wj_wave *wave,
                            enum wj_no_wave missing, const struct wj_snap_question *question,
                            const struct wj_snap_option *option)
{
    struct wj_snap_figure figure = {.weighted = option->weighted};
    set_alone(comparing, wave, missing, &figure, question->shown_base);
    struct wj_figure *share = missing == WJ_WAVE_GONE ? &wave->before : &wave->now;
    if (!share->exists) {
        set_ratio(share, option->counted, option->count, question->base);
    }
}

static void compare_share(struct comparing *comparing, const struct wj_snap_question *now,
                          const struct wj_snap_question *before,
                          const struct wj_snap_option *option)
{
    const struct wj_snap_option *match = find_option(before, option->code);
    struct wj_wave *wave = add_share(comparing, now, option);
    if (wave == NULL) {
        return;
    }
    bool relabelled = match != NULL && strcmp(match->label, option->label) != 0;
    wave->missing = match == NULL ? WJ_WAVE_NEW
                    : relabelled  ? WJ_WAVE_OTHER_OPTIONS
                                  : WJ_WAVE_THERE;
    set_bases(wave, now->shown_base, before->shown_base);
    if (match != NULL && are_weighted(comparing, &option->weighted, &match->weighted)) {
        wave->missing = or_target(wave->missing, now, before);
        compare_weighted_share(comparing, wave, option, match);
        return;
    }
    if (match == NULL) {
        set_alone_share(comparing, wave, WJ_WAVE_NEW, now, option);
        return;
    }
    set_ratio(&wave->now, option->counted, option->count, now->base);
    set_ratio(&wave->before, match->counted, match->count, before->base);
    struct wj_change change = {0};
    wave->hidden = !option->counted || !match->counted;
    if (option->counted && match->counted) {
        change = change_of_counts(comparing, option->count, now->base, match->count, before->base);
    }
    set_change(wave, change, "newcombe");
}

/* A question as a whole, whose options are not compared. */
static void add_uncompared(struct comparing *comparing, const struct wj_snap_question *question,
                           enum wj_no_wave missing)
{
    struct wj_wave *wave = add_share(comparing, question, NULL);
    if (wave != NULL) {
        wave->missing = missing;
    }
}

static void compare_options(struct comparing *comparing, const struct wj_snap_question *now,
                            const struct wj_snap_question *before)
{
    for (size_t i = 0; i < now->option_count; i++) {
        compare_share(comparing, now, before, &now->options[i]);
    }
    for (size_t i = 0; i < before->option_count; i++) {
        const struct wj_snap_option *option = &before->options[i];
        struct wj_wave *wave =
            find_option(now, option->code) == NULL ? add_share(comparing, now, option) : NULL;
        if (wave != NULL) {
            set_alone_share(comparing, wave, WJ_WAVE_GONE, before, option);
        }
    }
}

static void compare_question(struct comparing *comparing, const struct wj_snap_question *now)
{
    const struct wj_snap_question *before = find_question(&comparing->before, now->name);
    if (now->option_count == 0 && (before == NULL || before->option_count == 0)) {
        return;
    }
    if (before == NULL) {
        add_uncompared(comparing, now, WJ_WAVE_NEW);
    } else if (strcmp(now->type, before->type) != 0) {
        add_uncompared(comparing, now, WJ_WAVE_OTHER_TYPE);
    } else if (comparing->waves->other_base) {
        add_uncompared(comparing, now, WJ_WAVE_OTHER_BASE);
    } else {
        compare_options(comparing, now, before);
    }
}

static void compare_shares(struct comparing *comparing)
{
    for (size_t i = 0; i < comparing->now.question_count; i++) {
        compare_question(comparing, &comparing->now.questions[i]);
    }
    for (size_t i = 0; i < comparing->before.question_count; i++) {
        const struct wj_snap_question *before = &comparing->before.questions[i];
        if (before->option_count > 0 && find_question(&comparing->now, before->name) == NULL) {
            add_uncompared(comparing, before, WJ_WAVE_GONE);
        }
    }
}

/* ---- the whole ---- */

static enum wj_status compare_all(struct wj_diags *diags, struct comparing *comparing,
                                  const char *path, const json_t *earlier, const json_t *results)
{
    struct wj_waves *waves = comparing->waves;
    unsigned long failures = wj_memory_failures();
    enum wj_status status =
        wj_snapshot_take(diags, comparing->arena, path, earlier, &comparing->before);
    if (status == WJ_OK) {
        status =
            wj_snapshot_take(diags, comparing->arena, "results.json", results, &comparing->now);
    }
    if (status != WJ_OK) {
        return status;
    }
    const char *base = comparing->now.base;
    const char *base_before = comparing->before.base;
    waves->title = wj_arena_copy(comparing->arena, wj_slice_of(comparing->before.title));
    waves->valid_before = comparing->before.valid;
    waves->valid_now = comparing->now.valid;
    waves->other_base = base != NULL && base_before != NULL && strcmp(base, base_before) != 0;
    compare_measures(comparing);
    compare_rates(comparing);
    compare_shares(comparing);
    return wj_memory_status(failures);
}

/* The tree of a file, or NULL with a message. */
static json_t *read_tree(struct wj_diags *diags, const char *path, struct wj_waves *waves,
                         enum wj_status *status)
{
    struct wj_buf bytes = {0};
    struct wj_place place = {.file = path};
    json_error_t fault = {.line = 0};
    json_t *tree = NULL;
    unsigned long failures = wj_memory_failures();
    *status = wj_file_read(diags, path, MOST_BYTES, &bytes);
    if (*status == WJ_OK) {
        *status = wj_digest_of(wj_buf_slice(&bytes), waves->digest);
    }
    if (*status == WJ_OK) {
        tree = json_loadb(wj_buf_text(&bytes), bytes.len, JSON_REJECT_DUPLICATES, &fault);
        *status = wj_memory_status(failures);
    }
    wj_buf_clear(&bytes);
    const char *schema = json_string_value(json_object_get(tree, "schema"));
    if (*status == WJ_OK && (schema == NULL || strcmp(schema, "wjtab-results/1") != 0)) {
        place.line = tree == NULL ? (uint64_t)fault.line : 0;
        place.column = tree == NULL ? (uint64_t)fault.column : 0;
        *status = wj_fail(diags, WJ_DEFINITION, "not_results", &place,
                          _("“previous” names this file, but it is no results.json; name one as "
                            "“wjtab run” wrote it, unchanged"));
    }
    if (*status == WJ_OK && !json_is_array(json_object_get(tree, "questions"))) {
        *status = wj_fail(diags, WJ_DEFINITION, "not_results", &place,
                          _("“previous” names the results of a scoring project without a survey; "
                            "there is nothing to compare with"));
    }
    return tree;
}

enum wj_status wj_waves_compare(struct wj_diags *diags, struct wj_arena *arena, const char *path,
                                const mpq_t level, const json_t *results, struct wj_waves *waves)
{
    struct comparing comparing = {.arena = arena, .level = level, .waves = waves};
    enum wj_status status;
    *waves = (struct wj_waves){.file = wj_path_name(path)};
    json_t *earlier = read_tree(diags, path, waves, &status);
    if (status == WJ_OK) {
        status = compare_all(diags, &comparing, path, earlier, results);
    }
    json_decref(earlier);
    return status;
}

void wj_waves_clear(struct wj_waves *waves)
{
    for (size_t i = 0; i < waves->count; i++) {
        mpq_clears(waves->list[i].before.value, waves->list[i].now.value,
                   waves->list[i].difference.value, NULL);
    }
    wj_free(waves->list);
    *waves = (struct wj_waves){0};
}

const char *wj_no_wave_name(enum wj_no_wave missing)
{
    static const char *const names[WJ_WAVE_REASONS] = {
        NULL,           "new",         "gone",   "other_type", "other_base",  "other_options",
        "other_scores", "other_items", "target", "no_value",   "no_interval", "suppressed"};
    return names[missing];
}
