#include "snapshot.h"

#include <string.h>

#include "wjtab/base/message.h"
#include "wjtab/base/number.h"

/* As many as a definition may have, so that a file of another making can't cost more. */
enum { MOST_QUESTIONS = 2000, MOST_OPTIONS = 500, MOST_MEASURES = 2000, MOST_DIGITS = 4000 };

struct taking {
    struct wj_diags *diags;
    const char *file;
    struct wj_arena *arena;
    enum wj_status status;
};

/* Where in the tree: questions[3].options[2]. */
struct spot {
    const char *list; /* NULL: the top */
    size_t number;
    bool in_option;
    size_t option;
    const char *part; /* an object below; NULL: none */
};

/* ---- faults ---- */

static void name_key(struct wj_buf *out, const struct spot *spot, const char *key)
{
    if (spot->list != NULL) {
        wj_buf_addf(out, "%s[%zu].", spot->list, spot->number);
    }
    if (spot->in_option) {
        wj_buf_addf(out, "options[%zu].", spot->option);
    }
    if (spot->part != NULL) {
        wj_buf_addf(out, "%s.", spot->part);
    }
    wj_buf_add_text(out, key);
}

/* `what` is a translated noun: what should stand there. */
static void fault(struct taking *taking, const struct spot *spot, const char *key, const char *what)
{
    struct wj_place place = {.file = taking->file};
    struct wj_buf name = {0};
    if (taking->status != WJ_OK) {
        return;
    }
    name_key(&name, spot, key);
    taking->status =
        wj_fail(taking->diags, WJ_DEFINITION, "wrong_results", &place,
                _("“%s” is not %s; name a results.json as “wjtab run” wrote it, unchanged"),
                wj_buf_text(&name), what);
    wj_buf_clear(&name);
}

/* ---- single values ---- */

static const char *take_text(struct taking *taking, const struct spot *spot, const json_t *object,
                             const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    if (text == NULL) {
        fault(taking, spot, key, _("a text"));
    }
    return text != NULL ? text : "";
}

/* A count is a number, or decimal text beyond 2^53. */
static bool count_of(const json_t *value, uint64_t *count)
{
    mpq_t number;
    bool fine = false;
    mpq_init(number);
    if (json_is_integer(value) && json_integer_value(value) >= 0) {
        *count = (uint64_t)json_integer_value(value);
        fine = true;
    } else if (json_is_string(value) && json_string_length(value) <= 20 &&
               wj_number_parse(number, wj_slice_of(json_string_value(value)), 0)) {
        fine = mpq_sgn(number) >= 0 && mpz_cmp_ui(mpq_denref(number), 1) == 0 &&
               mpz_fits_ulong_p(mpq_numref(number)) != 0;
        *count = fine ? mpz_get_ui(mpq_numref(number)) : 0;
    }
    mpq_clear(number);
    return fine;
}

static uint64_t take_count(struct taking *taking, const struct spot *spot, const json_t *object,
                           const char *key)
{
    uint64_t count = 0;
    if (!count_of(json_object_get(object, key), &count)) {
        fault(taking, spot, key, _("a count"));
    }
    return count;
}

/* As take_count, 0 where small counts are hidden: then it is null. */
static uint64_t take_base(struct taking *taking, const struct spot *spot, const json_t *object)
{
    return json_is_null(json_object_get(object, "base")) ? 0
                                                         : take_count(taking, spot, object, "base");
}

/* As it is printed. Older versions did not write each of them: then it is `otherwise`. */
static uint64_t take_shown(struct taking *taking, const struct spot *spot, const json_t *object,
                           const char *key, uint64_t otherwise)
{
    const json_t *value = json_object_get(object, key);
    return value == NULL         ? otherwise
           : json_is_null(value) ? WJ_HIDDEN
                                 : take_count(taking, spot, object, key);
}

/* A list, with what it may hold; NULL, and reported, where it is none. */
static const json_t *take_list(struct taking *taking, const struct spot *spot, const json_t *object,
                               const char *key, size_t most)
{
    const json_t *list = json_object_get(object, key);
    if (!json_is_array(list)) {
        fault(taking, spot, key, _("a list"));
    } else if (json_array_size(list) > most) {
        fault(taking, spot, key, _("a list of the length that a definition allows"));
    }
    return taking->status == WJ_OK ? list : NULL;
}

static void set_integer(mpz_t result, const json_t *value)
{
    if (json_is_integer(value)) {
        mpz_set_si(result, (long)json_integer_value(value));
    } else {
        mpz_set_str(result, json_string_value(value), 10);
    }
}

static bool is_integer(const json_t *value)
{
    mpz_t parsed;
    if (!json_is_string(value)) {
        return json_is_integer(value);
    }
    bool fits = json_string_length(value) <= MOST_DIGITS;
    mpz_init(parsed);
    fits = fits && mpz_set_str(parsed, json_string_value(value), 10) == 0;
    mpz_clear(parsed);
    return fits;
}

void wj_snapshot_fraction(const json_t *fraction, mpq_t value)
{
    set_integer(mpq_numref(value), json_object_get(fraction, "num"));
    set_integer(mpq_denref(value), json_object_get(fraction, "den"));
    mpq_canonicalize(value);
}

/* A rate, 0 or more; NULL where it is null. */
static const json_t *take_fraction(struct taking *taking, const struct spot *spot,
                                   const json_t *object, const char *key)
{
    const json_t *fraction = json_object_get(object, key);
    const json_t *num = json_object_get(fraction, "num");
    const json_t *den = json_object_get(fraction, "den");
    bool fine = is_integer(num) && is_integer(den);
    if (json_is_null(fraction)) {
        return NULL;
    }
    if (fine) {
        mpz_t part;
        mpz_init(part);
        set_integer(part, den);
        fine = mpz_sgn(part) > 0;
        set_integer(part, num);
        fine = fine && mpz_sgn(part) >= 0;
        mpz_clear(part);
    }
    if (!fine) {
        fault(taking, spot, key, _("a fraction of a numerator and a denominator"));
    }
    return fine ? fraction : NULL;
}

/* ---- estimates ---- */

/* None where the standard error is null or not there. */
static struct wj_estimate take_estimate(struct taking *taking, const struct spot *spot,
                                        const json_t *object, const char *value, const char *se)
{
    struct wj_estimate estimate = {0};
    const json_t *middle = json_object_get(object, value);
    const json_t *error = json_object_get(object, se);
    const json_t *df = json_object_get(object, "df");
    if (error == NULL || json_is_null(error)) {
        return estimate;
    }
    if (!json_is_number(error) || json_number_value(error) < 0) {
        fault(taking, spot, se, _("a standard error, a number from 0 up"));
    } else if (!json_is_number(df) || json_number_value(df) <= 0) {
        fault(taking, spot, "df", _("a number above 0"));
    } else if (!json_is_number(middle)) {
        fault(taking, spot, value, _("a number"));
    } else {
        estimate.exists = true;
        estimate.value = json_number_value(middle);
        estimate.se = json_number_value(error);
        estimate.df = json_number_value(df);
    }
    return estimate;
}

/* What a report prints: the interval that knows of the population and of the raking, where there is
 * one; null where a weight column was given. */
static struct wj_estimate take_weighted(struct taking *taking, const struct spot *spot,
                                        const json_t *object)
{
    const json_t *weighted = json_object_get(object, "weighted");
    struct spot below = *spot;
    below.part = "weighted";
    static const char *const keys[] = {"se_raked_fpc", "se_raked", "se_fixed_fpc", "se_fixed"};
    size_t first = 0;
    while (first < 3 && !json_is_number(json_object_get(weighted, keys[first]))) {
        first++;
    }
    return take_estimate(taking, &below, weighted, "value", keys[first]);
}

/* Does it vary from response to response, but not within the margins of the weighting? */
static bool is_given(const json_t *object)
{
    const json_t *weighted = json_object_get(object, "weighted");
    const json_t *raked = json_object_get(weighted, "se_raked");
    const json_t *fixed = json_object_get(weighted, "se_fixed");
    return json_is_number(raked) && json_number_value(raked) == 0.0 && json_is_number(fixed) &&
           json_number_value(fixed) > 0.0;
}

static bool is_suppressed(const json_t *object)
{
    const char *why = json_string_value(json_object_get(object, "no_interval"));
    return json_is_true(json_object_get(object, "suppressed")) ||
           (why != NULL && strcmp(why, "suppressed") == 0);
}

/* Where the population is known, unweighted figures are corrected for it even if the report prints
 * weighted ones. */
static bool is_corrected(const json_t *statistics)
{
    return json_object_get(statistics, "se_fpc") != NULL;
}

static void set_value(struct wj_snap_figure *figure)
{
    mpq_t value;
    if (figure->fraction == NULL) {
        figure->plain.exists = false;
        return;
    }
    mpq_init(value);
    wj_snapshot_fraction(figure->fraction, value);
    figure->plain.value = mpq_get_d(value);
    mpq_clear(value);
}

/* ---- questions ---- */

static void take_option(struct taking *taking, const struct spot *spot, const json_t *object,
                        const struct wj_snap_question *question, struct wj_snap_option *option)
{
    const json_t *score = json_object_get(object, "score");
    option->code = take_text(taking, spot, object, "code");
    option->label = take_text(taking, spot, object, "label");
    option->score = json_is_number(score) ? score : NULL;
    option->counted = !json_is_null(json_object_get(object, "count"));
    if (option->counted) {
        option->count = take_count(taking, spot, object, "count");
        if (option->count > question->base) {
            fault(taking, spot, "count", _("at most the question's base"));
        }
    }
    option->weighted = take_weighted(taking, spot, object);
    option->given = is_given(object);
}

static void take_options(struct taking *taking, struct spot spot, const json_t *object,
                         struct wj_snap_question *question)
{
    const json_t *list = take_list(taking, &spot, object, "options", MOST_OPTIONS);
    size_t count = list != NULL ? json_array_size(list) : 0;
    question->options = wj_arena_alloc(taking->arena, (count + 1) * sizeof *question->options);
    if (question->options == NULL) {
        taking->status = WJ_MEMORY;
        return;
    }
    spot.in_option = true;
    for (size_t i = 0; taking->status == WJ_OK && i < count; i++) {
        spot.option = i;
        take_option(taking, &spot, json_array_get(list, i), question, &question->options[i]);
        question->scored = question->scored || question->options[i].score != NULL;
        question->option_count++;
    }
}

static void take_question(struct taking *taking, struct spot spot, const json_t *object,
                          struct wj_snap_question *question)
{
    const char *label = json_string_value(json_object_get(object, "label"));
    question->name = take_text(taking, &spot, object, "name");
    question->label = label != NULL ? label : question->name;
    question->type = take_text(taking, &spot, object, "type");
    question->base = take_base(taking, &spot, object);
    question->shown_base = take_shown(taking, &spot, object, "base", 0);
    question->rate_base = take_shown(taking, &spot, object, "rate_base", question->shown_base);
    take_options(taking, spot, object, question);
    struct wj_snap_figure *rate = &question->rate;
    rate->fraction = take_fraction(taking, &spot, object, "rate");
    rate->weighted = take_weighted(taking, &spot, object);
    rate->given = is_given(object);
    rate->hidden = is_suppressed(object);
    const json_t *statistics = json_object_get(object, "rate_statistics");
    spot.part = "rate_statistics";
    rate->fpc = is_corrected(statistics);
    rate->plain = take_estimate(taking, &spot, statistics, "mean", rate->fpc ? "se_fpc" : "se");
    set_value(rate);
}

static bool is_target(const json_t *results, const char *name)
{
    const json_t *weighting = json_object_get(results, "weighting");
    return json_object_get(json_object_get(weighting, "targets"), name) != NULL;
}

static void take_questions(struct taking *taking, const json_t *results,
                           struct wj_snapshot *snapshot)
{
    struct spot top = {0};
    const json_t *list = take_list(taking, &top, results, "questions", MOST_QUESTIONS);
    size_t count = list != NULL ? json_array_size(list) : 0;
    snapshot->questions = wj_arena_alloc(taking->arena, (count + 1) * sizeof *snapshot->questions);
    if (snapshot->questions == NULL) {
        taking->status = WJ_MEMORY;
        return;
    }
    for (size_t i = 0; taking->status == WJ_OK && i < count; i++) {
        struct spot spot = {.list = "questions", .number = i};
        struct wj_snap_question *question = &snapshot->questions[i];
        take_question(taking, spot, json_array_get(list, i), question);
        question->target = taking->status == WJ_OK && is_target(results, question->name);
        snapshot->question_count++;
    }
}

/* ---- measures ---- */

static const json_t *optional_list(const json_t *object, const char *key)
{
    const json_t *list = json_object_get(object, key);
    return json_is_array(list) ? list : NULL;
}

/* How many of the base the share is of. */
static void set_share(struct taking *taking, const struct spot *spot,
                      struct wj_snap_measure *measure)
{
    mpq_t count;
    mpq_t base;
    if (measure->rate.fraction == NULL) {
        return;
    }
    mpq_inits(count, base, NULL);
    wj_snapshot_fraction(measure->rate.fraction, count);
    wj_number_ratio(base, measure->base, 1);
    mpq_mul(count, count, base);
    if (mpz_cmp_ui(mpq_denref(count), 1) != 0 || mpq_cmp(count, base) > 0) {
        fault(taking, spot, "rate", _("a share of its base"));
    } else {
        measure->count = mpz_get_ui(mpq_numref(count));
    }
    mpq_clears(count, base, NULL);
}

static void take_measure(struct taking *taking, const struct spot *spot, const json_t *object,
                         struct wj_snap_measure *measure)
{
    measure->name = take_text(taking, spot, object, "name");
    measure->kind = take_text(taking, spot, object, "kind");
    measure->is_share = strcmp(measure->kind, "share_of") == 0;
    measure->base = take_base(taking, spot, object);
    measure->shown_base = take_shown(taking, spot, object, "base", 0);
    measure->items = optional_list(object, "items");
    measure->weights = optional_list(object, "weights");
    measure->codes = optional_list(object, "codes");
    struct wj_snap_figure *rate = &measure->rate;
    rate->fraction = take_fraction(taking, spot, object, "rate");
    rate->weighted = take_weighted(taking, spot, object);
    rate->given = is_given(object);
    rate->hidden = is_suppressed(object);
    if (measure->is_share) {
        set_share(taking, spot, measure);
        return;
    }
    rate->fpc = is_corrected(object);
    const char *se = rate->fpc ? "se_fpc" : "se";
    rate->plain = take_estimate(taking, spot, object, se, se); /* set_value has the value */
    set_value(rate);
}

static void take_measures(struct taking *taking, const json_t *results,
                          struct wj_snapshot *snapshot)
{
    struct spot top = {0};
    const json_t *list = take_list(taking, &top, results, "measures", MOST_MEASURES);
    size_t count = list != NULL ? json_array_size(list) : 0;
    snapshot->measures = wj_arena_alloc(taking->arena, (count + 1) * sizeof *snapshot->measures);
    if (snapshot->measures == NULL) {
        taking->status = WJ_MEMORY;
        return;
    }
    for (size_t i = 0; taking->status == WJ_OK && i < count; i++) {
        struct spot spot = {.list = "measures", .number = i};
        take_measure(taking, &spot, json_array_get(list, i), &snapshot->measures[i]);
        snapshot->measure_count++;
    }
}

enum wj_status wj_snapshot_take(struct wj_diags *diags, struct wj_arena *arena, const char *file,
                                const json_t *results, struct wj_snapshot *snapshot)
{
    struct taking taking = {.diags = diags, .file = file, .arena = arena};
    struct spot returns = {.part = "returns"};
    const json_t *survey = json_object_get(results, "survey");
    const char *title = json_string_value(json_object_get(survey, "title"));
    *snapshot = (struct wj_snapshot){
        .title = title != NULL ? title : "",
        .base = json_string_value(json_object_get(survey, "base")),
        .weighted = json_is_object(json_object_get(results, "weighting")),
    };
    snapshot->valid = take_count(&taking, &returns, json_object_get(results, "returns"), "valid");
    take_questions(&taking, results, snapshot);
    if (taking.status == WJ_OK) {
        take_measures(&taking, results, snapshot);
    }
    return taking.status;
}
