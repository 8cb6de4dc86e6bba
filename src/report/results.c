#include "results.h"

#include <stdlib.h>

#include "print.h"
#include "wjtab/base/file.h"
#include "wjtab/measure/hide.h"

#ifndef WJ_VERSION
#error "the build sets WJ_VERSION"
#endif

static void set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new(object, key, value);
}

void wj_results_mark(json_t *object, bool hidden)
{
    if (hidden) {
        set(object, "suppressed", json_true());
    }
}

/* ---- where it comes from ---- */

/* Null where there was no definition: `wjtab score` without --survey. */
static json_t *survey_of(const struct wj_survey *survey)
{
    if (survey->path[0] == '\0') {
        return json_null();
    }
    const char *title = survey->title != NULL && survey->title[0] != '\0' ? survey->title : NULL;
    json_t *object = json_object();
    set(object, "title", wj_json_text(title));
    set(object, "file", json_string(wj_path_name(survey->path)));
    set(object, "sha256", json_string(survey->digest));
    if (survey->question_count > 0) {
        set(object, "base", json_string(survey->base == WJ_BASE_VALID ? "valid" : "answered"));
    }
    return object;
}

static json_t *inputs_of(const struct wj_findings *findings)
{
    json_t *list = json_array();
    for (size_t i = 0; i < findings->input_count; i++) {
        const struct wj_input *input = &findings->inputs[i];
        char delimiter[2] = {input->delimiter, '\0'};
        json_t *object = json_object();
        set(object, "file", json_string(input->file));
        set(object, "sha256", wj_json_text(input->digest[0] != '\0' ? input->digest : NULL));
        set(object, "encoding", json_string(wj_encoding_name(input->encoding)));
        set(object, "format", json_string(input->format));
        set(object, "delimiter", wj_json_text(input->delimiter != '\0' ? delimiter : NULL));
        set(object, "records", wj_json_count(input->records));
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *returns_of(struct wj_arena *arena, const struct wj_findings *findings)
{
    const struct wj_survey *survey = findings->survey;
    const struct wj_figures *figures = findings->figures;
    json_t *object = json_object();
    set(object, "distributed",
        survey->has_distributed ? wj_json_count(survey->distributed) : json_null());
    set(object, "returned", wj_json_count(findings->returned));
    set(object, "valid", wj_json_count(findings->tally->effective));
    set(object, "return_rate", wj_json_percent(arena, &figures->return_rate, survey->percent));
    set(object, "valid_rate", wj_json_percent(arena, &figures->valid_rate, survey->percent));
    return object;
}

static json_t *rejected_of(const struct wj_findings *findings)
{
    json_t *object = json_object();
    json_t *rules = json_object();
    set(object, "total", wj_json_count(findings->ledger->count));
    for (size_t i = 0; i < wj_rule_count(findings->survey); i++) {
        if (findings->ledger->by_rule[i] > 0) {
            set(rules, wj_rule_name(findings->survey, i),
                wj_json_count(findings->ledger->by_rule[i]));
        }
    }
    set(object, "by_rule", rules);
    return object;
}

/* ---- figures ---- */

/* A decimal as a JSON number: 100, 66.67. */
static json_t *number_of(struct wj_arena *arena, const mpq_t number)
{
    if (mpz_cmp_ui(mpq_denref(number), 1) == 0 && mpz_fits_slong_p(mpq_numref(number))) {
        return json_integer(mpz_get_si(mpq_numref(number)));
    }
    return json_real(strtod(wj_print_exact(arena, number), NULL));
}

static json_t *score_of(struct wj_arena *arena, const struct wj_option *option)
{
    return option->scored ? number_of(arena, option->score) : json_null();
}

static json_t *options_of(struct wj_arena *arena, const struct wj_findings *findings, size_t number)
{
    const struct wj_question *question = &findings->survey->questions[number];
    const struct wj_question_tally *tally = &findings->tally->questions[number];
    const struct wj_question_figures *figures = &findings->figures->questions[number];
    struct wj_rounding percent = findings->survey->percent;
    json_t *list = json_array();
    for (size_t i = 0; i < question->option_count; i++) {
        const struct wj_option *option = &question->options[i];
        json_t *object = json_object();
        set(object, "code", json_string(option->code));
        set(object, "label", json_string(option->label));
        set(object, "score", score_of(arena, option));
        set(object, "count", wj_json_count(tally->counts[i]));
        set(object, "share", wj_json_percent(arena, &figures->shares[i], percent));
        set(object, "contribution", wj_json_percent(arena, &figures->contributions[i], percent));
        wj_results_option(findings, number, i, object);
        wj_results_mark(object, figures->shares[i].hidden || tally->counts[i] == WJ_HIDDEN);
        wj_results_weigh_option(arena, findings, number, i, object);
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *questions_of(struct wj_arena *arena, const struct wj_findings *findings)
{
    static const char *const types[] = {"single", "multiple", "quantity", "text"};
    json_t *list = json_array();
    for (size_t i = 0; i < findings->survey->question_count; i++) {
        const struct wj_question *question = &findings->survey->questions[i];
        const struct wj_question_tally *tally = &findings->tally->questions[i];
        json_t *object = json_object();
        set(object, "name", json_string(question->name));
        set(object, "label", json_string(question->label));
        set(object, "type", json_string(types[question->type]));
        set(object, "base", wj_json_count(tally->base));
        set(object, "answered", wj_json_count(tally->answered));
        set(object, "not_asked", wj_json_count(tally->not_asked));
        set(object, "rate_base", question->scored ? wj_json_count(tally->rate_base) : json_null());
        set(object, "options", options_of(arena, findings, i));
        set(object, "rate",
            wj_json_percent(arena, &findings->figures->questions[i].rate,
                            findings->survey->percent));
        wj_results_question(arena, findings, i, object);
        wj_results_mark(object, findings->figures->hidden != NULL &&
                                    findings->figures->hidden->questions[i].any);
        wj_results_weigh_question(arena, findings, i, object);
        json_array_append_new(list, object);
    }
    return list;
}

/* What a measure is made of: `items`, their `weights` (null: equal ones), and the `codes` of a
 * share. */
static void set_parts(struct wj_arena *arena, const struct wj_survey *survey,
                      const struct wj_measure *measure, json_t *object)
{
    json_t *items = json_array();
    json_t *weights = measure->weights != NULL ? json_array() : json_null();
    for (size_t i = 0; i < measure->item_count; i++) {
        json_array_append_new(items, json_string(survey->questions[measure->items[i]].name));
        if (measure->weights != NULL) {
            json_array_append_new(weights, number_of(arena, measure->weights[i]));
        }
    }
    set(object, "items", items);
    set(object, "weights", weights);
    if (measure->kind != WJ_SHARE_OF) {
        return;
    }
    const struct wj_question *question = &survey->questions[measure->items[0]];
    json_t *codes = json_array();
    for (size_t i = 0; i < question->option_count; i++) {
        if (measure->codes[i]) {
            json_array_append_new(codes, json_string(question->options[i].code));
        }
    }
    set(object, "codes", codes);
}

static json_t *measures_of(struct wj_arena *arena, const struct wj_findings *findings)
{
    static const char *const kinds[] = {"mean_of", "pooled_of", "share_of"};
    json_t *list = json_array();
    for (size_t i = 0; i < findings->survey->measure_count; i++) {
        const struct wj_measure *measure = &findings->survey->measures[i];
        json_t *object = json_object();
        set(object, "name", json_string(measure->name));
        set(object, "kind", json_string(kinds[measure->kind]));
        set_parts(arena, findings->survey, measure, object);
        set(object, "base", wj_json_count(findings->tally->measures[i].base));
        set(object, "rate",
            wj_json_percent(arena, &findings->figures->measures[i], findings->survey->percent));
        wj_results_measure(findings, i, object);
        wj_results_mark(object, findings->figures->measures[i].hidden);
        wj_results_weigh_measure(arena, findings, i, object);
        json_array_append_new(list, object);
    }
    return list;
}

/* ---- published figures ---- */

static json_t *stated_of(const struct wj_comparison *comparison)
{
    json_t *object = json_object();
    json_t *differing = json_array();
    for (size_t i = 0; i < comparison->count; i++) {
        const struct wj_difference *difference = &comparison->list[i];
        json_t *one = json_object();
        set(one, "scope", json_string(difference->scope));
        set(one, "name", json_string(difference->name));
        set(one, "stated", json_string(difference->stated));
        set(one, "computed", json_string(difference->computed));
        json_array_append_new(differing, one);
    }
    set(object, "compared", wj_json_count(comparison->compared));
    set(object, "differing", differing);
    return object;
}

json_t *wj_results(struct wj_arena *arena, const struct wj_findings *findings,
                   const struct wj_comparison *comparison)
{
    json_t *results = json_object();
    set(results, "schema", json_string("wjtab-results/1"));
    set(results, "tool", json_string("wjtab " WJ_VERSION));
    set(results, "survey", survey_of(findings->survey));
    set(results, "inputs", inputs_of(findings));
    set(results, "outputs", json_array());
    if (findings->tally != NULL && findings->figures->hidden != NULL) {
        set(results, "suppress_below", wj_json_count(findings->figures->hidden->below));
    }
    if (findings->tally != NULL) {
        set(results, "returns", returns_of(arena, findings));
        set(results, "rejected", rejected_of(findings));
        set(results, "straight_line", wj_json_count(findings->straight));
        set(results, "questions", questions_of(arena, findings));
        set(results, "measures", measures_of(arena, findings));
        wj_results_tables(arena, findings, results);
        set(results, "sample_size", wj_results_sample_size(findings->survey));
        wj_results_scale(arena, findings, results);
        wj_results_weighting(findings, results);
    }
    if (findings->scoring != NULL) {
        set(results, "facts", wj_results_facts(arena, findings->scoring));
        set(results, "score", wj_results_score(arena, findings));
    }
    if (findings->stated != NULL) {
        set(results, "stated", stated_of(comparison));
    }
    return results;
}
