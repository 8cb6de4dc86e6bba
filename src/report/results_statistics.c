#include "results.h"

#include "print.h"

/* Intervals, and what they rest on. Computed in binary floating point, so plain JSON numbers. */

static void set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new(object, key, value);
}

/* ---- intervals ---- */

static json_t *interval_of(const struct wj_interval *interval)
{
    if (interval->missing != WJ_INTERVAL_THERE) {
        return json_null();
    }
    json_t *object = json_object();
    set(object, "level", json_real(interval->level));
    set(object, "lower", json_real(interval->lower));
    set(object, "upper", json_real(interval->upper));
    set(object, "method", json_string(wj_interval_method_name(interval->method)));
    return object;
}

/* With the reason where there is none. */
static void set_interval(json_t *object, const struct wj_interval *interval)
{
    set(object, "interval", interval_of(interval));
    if (interval->missing != WJ_INTERVAL_THERE) {
        set(object, "no_interval", json_string(wj_no_interval_name(interval->missing)));
    }
}

static void set_limits(const struct wj_survey *survey, json_t *object, const char *key,
                       enum wj_interval_method method, uint64_t count, uint64_t base)
{
    struct wj_interval interval = wj_interval_share(count, base, survey->confidence, method);
    json_t *limits = json_null();
    if (interval.missing == WJ_INTERVAL_THERE) {
        limits = json_object();
        set(limits, "lower", json_real(interval.lower));
        set(limits, "upper", json_real(interval.upper));
    }
    set(object, key, limits);
}

/* `wilson`, and `clopper_pearson` where the definition asks for it. */
static void set_share_limits(const struct wj_survey *survey, json_t *object, uint64_t count,
                             uint64_t base)
{
    set_limits(survey, object, "wilson", WJ_BY_WILSON, count, base);
    if (survey->exact_shares) {
        set_limits(survey, object, "clopper_pearson", WJ_BY_CLOPPER_PEARSON, count, base);
    }
}

/* ---- means ---- */

/* Everything behind n and mean. */
static void set_spread(const struct wj_survey *survey, json_t *object,
                       const struct wj_statistics *statistics)
{
    bool there = statistics->missing == WJ_INTERVAL_THERE;
    set(object, "sd", there ? json_real(statistics->sd) : json_null());
    set(object, "se", there ? json_real(statistics->se) : json_null());
    set(object, "df", there ? wj_json_count(statistics->n - 1) : json_null());
    set(object, "t", there ? json_real(statistics->t) : json_null());
    set(object, "lower", there ? json_real(statistics->lower) : json_null());
    set(object, "upper", there ? json_real(statistics->upper) : json_null());
    if (survey->has_population) {
        bool corrected = there && statistics->has_fpc;
        set(object, "se_fpc", corrected ? json_real(statistics->se_fpc) : json_null());
        set(object, "lower_fpc", corrected ? json_real(statistics->lower_fpc) : json_null());
        set(object, "upper_fpc", corrected ? json_real(statistics->upper_fpc) : json_null());
    }
}

static json_t *mean_of(const struct wj_survey *survey, const struct wj_statistics *statistics)
{
    json_t *object = json_object();
    set(object, "n", wj_json_count(statistics->n));
    set(object, "mean", statistics->has_mean ? json_real(statistics->mean) : json_null());
    set_spread(survey, object, statistics);
    return object;
}

/* ---- sample sizes ---- */

static json_t *size_of(const struct wj_sample_size *size)
{
    if (!size->exists) {
        return json_null();
    }
    json_t *object = json_object();
    set(object, "n0", json_real(size->n0));
    set(object, "n", wj_json_count(size->n));
    if (size->has_fpc) {
        set(object, "n0_fpc", json_real(size->n0_fpc));
        set(object, "n_fpc", wj_json_count(size->n_fpc));
    }
    return object;
}

static void set_sample_size(const struct wj_survey *survey, json_t *object,
                            const struct wj_statistics *statistics)
{
    if (survey->has_sample_size) {
        struct wj_sample_size size = wj_sample_size_mean(statistics, survey->sample_size,
                                                         survey->confidence, survey->population);
        set(object, "sample_size", size_of(&size));
    }
}

json_t *wj_results_sample_size(const struct wj_survey *survey)
{
    if (!survey->has_sample_size) {
        return json_null();
    }
    struct wj_sample_size size =
        wj_sample_size_share(survey->sample_size, survey->confidence, survey->population);
    json_t *object = size_of(&size);
    set(object, "margin", json_real(mpq_get_d(survey->sample_size)));
    set(object, "level", json_real(mpq_get_d(survey->confidence)));
    return object;
}

/* ---- boxes ---- */

static json_t *box_of(struct wj_arena *arena, const struct wj_findings *findings, size_t number,
                      bool top)
{
    const struct wj_survey *survey = findings->survey;
    const struct wj_question *question = &survey->questions[number];
    const struct wj_question_tally *tally = &findings->tally->questions[number];
    const struct wj_question_figures *figures = &findings->figures->questions[number];
    json_t *object = json_object();
    json_t *codes = json_array();
    uint64_t count = 0;
    for (size_t i = 0; i < question->option_count; i++) {
        if (wj_question_in_box(question, i, top)) {
            json_array_append_new(codes, json_string(question->options[i].code));
            count += tally->counts[i];
        }
    }
    count = figures->top2.hidden ? WJ_HIDDEN : count;
    set(object, "codes", codes);
    set(object, "count", wj_json_count(count));
    set(object, "base", wj_json_count(tally->rate_base));
    set(object, "share",
        wj_json_percent(arena, top ? &figures->top2 : &figures->bottom2, survey->percent));
    set_share_limits(survey, object, count, tally->rate_base);
    return object;
}

static json_t *net_of(struct wj_arena *arena, const struct wj_findings *findings, size_t number)
{
    const struct wj_question_figures *figures = &findings->figures->questions[number];
    struct wj_figure net = {.exists = figures->top2.exists};
    mpq_init(net.value);
    mpq_sub(net.value, figures->top2.value, figures->bottom2.value);
    json_t *json = wj_json_percent(arena, &net, findings->survey->percent);
    mpq_clear(net.value);
    return json;
}

/* ---- open answers ---- */

static json_t *themes_of(struct wj_arena *arena, const struct wj_findings *findings, size_t number)
{
    const struct wj_survey *survey = findings->survey;
    const struct wj_question *question = &survey->questions[number];
    const struct wj_question_tally *tally = &findings->tally->questions[number];
    const struct wj_question_figures *figures = &findings->figures->questions[number];
    struct wj_figure of_base = {0};
    json_t *list = json_array();
    mpq_init(of_base.value);
    for (size_t i = 0; i < question->theme_count; i++) {
        json_t *object = json_object();
        wj_figure_ratio(&of_base, tally->themes[i], tally->base);
        set(object, "label", json_string(question->themes[i].label));
        set(object, "count", wj_json_count(tally->themes[i]));
        set(object, "share", wj_json_percent(arena, &figures->themes[i], survey->percent));
        set(object, "share_of_base", wj_json_percent(arena, &of_base, survey->percent));
        set_share_limits(survey, object, tally->themes[i], tally->answered);
        wj_results_mark(object, tally->themes[i] == WJ_HIDDEN);
        json_array_append_new(list, object);
    }
    mpq_clear(of_base.value);
    return list;
}

static void set_themes(struct wj_arena *arena, const struct wj_findings *findings, size_t number,
                       json_t *object)
{
    const struct wj_question_tally *tally = &findings->tally->questions[number];
    const struct wj_question_figures *figures = &findings->figures->questions[number];
    json_t *uncoded = json_object();
    set(uncoded, "count", wj_json_count(tally->uncoded));
    set(uncoded, "share", wj_json_percent(arena, &figures->uncoded, findings->survey->percent));
    wj_results_mark(uncoded, tally->uncoded == WJ_HIDDEN);
    set(object, "themes", themes_of(arena, findings, number));
    set(object, "uncoded", uncoded);
}

/* ---- quantities ---- */

/* Null where there is none, or it is too large for a double. */
static json_t *number_of(const struct wj_figure *figure)
{
    json_t *number = figure->exists ? json_real(mpq_get_d(figure->value)) : NULL;
    return number != NULL ? number : json_null();
}

json_t *wj_results_quantity(const struct wj_survey *survey,
                            const struct wj_quantity_figures *figures)
{
    json_t *object = mean_of(survey, &figures->mean);
    set(object, "min", number_of(&figures->min));
    set(object, "q1_type7", number_of(&figures->q1));
    set(object, "median", number_of(&figures->median));
    set(object, "q3_type7", number_of(&figures->q3));
    set(object, "max", number_of(&figures->max));
    return object;
}

static json_t *nps_of(const struct wj_survey *survey, const struct wj_quantity_figures *figures)
{
    const struct wj_statistics *nps = &figures->nps;
    json_t *object = json_object();
    set(object, "n", wj_json_count(nps->n));
    set(object, "promoters", wj_json_count(figures->promoters));
    set(object, "passives", wj_json_count(figures->passives));
    set(object, "detractors", wj_json_count(figures->detractors));
    set(object, "nps", nps->has_mean ? json_real(nps->mean) : json_null());
    set_spread(survey, object, nps);
    return object;
}

static void set_quantity(const struct wj_survey *survey, json_t *object,
                         const struct wj_quantity_figures *figures)
{
    set(object, "quantity", wj_results_quantity(survey, figures));
    if (figures->has_nps) {
        set(object, "nps", nps_of(survey, figures));
    }
}

/* ---- what is added ---- */

void wj_results_option(const struct wj_findings *findings, size_t question, size_t option,
                       json_t *object)
{
    const struct wj_question_tally *tally = &findings->tally->questions[question];
    set_share_limits(findings->survey, object, tally->counts[option], tally->base);
}

void wj_results_question(struct wj_arena *arena, const struct wj_findings *findings,
                         size_t question, json_t *object)
{
    const struct wj_survey *survey = findings->survey;
    const struct wj_question_figures *figures = &findings->figures->questions[question];
    if (survey->questions[question].theme_count > 0) {
        set_themes(arena, findings, question, object);
    }
    wj_results_open(arena, findings, question, object);
    if (figures->quantity != NULL) {
        set_quantity(survey, object, figures->quantity);
    }
    if (!survey->questions[question].scored) {
        set(object, "interval", json_null());
        return;
    }
    struct wj_interval interval = wj_question_interval(findings->figures, question);
    set_interval(object, &interval);
    set(object, "rate_statistics", mean_of(survey, &figures->rate_statistics));
    set(object, "mean_statistics", mean_of(survey, &figures->mean_statistics));
    if (survey->questions[question].type == WJ_SINGLE) {
        set(object, "top2", box_of(arena, findings, question, true));
        set(object, "bottom2", box_of(arena, findings, question, false));
        set(object, "net", net_of(arena, findings, question));
    }
    set_sample_size(survey, object, &figures->rate_statistics);
}

void wj_results_measure(const struct wj_findings *findings, size_t measure, json_t *object)
{
    const struct wj_survey *survey = findings->survey;
    const struct wj_statistics *statistics = &findings->figures->measure_statistics[measure];
    const struct wj_measure_tally *tally = &findings->tally->measures[measure];
    struct wj_interval interval = wj_measure_interval_shown(findings->figures, measure);
    set_interval(object, &interval);
    if (survey->measures[measure].kind == WJ_SHARE_OF) {
        set_share_limits(survey, object, tally->any_of, tally->base);
        return;
    }
    set(object, "n", wj_json_count(statistics->n));
    set_spread(survey, object, statistics);
    set_sample_size(survey, object, statistics);
}
