#include "results.h"

#include <stdlib.h>

#include "print.h"
#include "wjtab/base/file.h"

#ifndef WJ_VERSION
#error "the build sets WJ_VERSION"
#endif

static void set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new(object, key, value);
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

/* A score as a JSON number: 100, 66.67. */
static json_t *score_of(struct wj_arena *arena, const struct wj_option *option)
{
    if (!option->scored) {
        return json_null();
    }
    mpq_srcptr score = option->score;
    if (mpz_cmp_ui(mpq_denref(score), 1) == 0 && mpz_fits_slong_p(mpq_numref(score))) {
        return json_integer(mpz_get_si(mpq_numref(score)));
    }
    return json_real(strtod(wj_print_exact(arena, score), NULL));
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
        json_array_append_new(list, object);
    }
    return list;
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
        set(object, "base", wj_json_count(findings->tally->measures[i].base));
        set(object, "rate",
            wj_json_percent(arena, &findings->figures->measures[i], findings->survey->percent));
        wj_results_measure(findings, i, object);
        json_array_append_new(list, object);
    }
    return list;
}

/* ---- cross tables ---- */

static json_t *row_of(struct wj_arena *arena, const struct wj_findings *findings,
                      const struct wj_cross_tally *cross, size_t row)
{
    const struct wj_option *option = &findings->survey->questions[cross->row].options[row];
    json_t *object = json_object();
    json_t *counts = json_array();
    json_t *shares = json_array();
    struct wj_figure share = {0};
    mpq_init(share.value);
    for (size_t i = 0; i < cross->column_count; i++) {
        uint64_t count = cross->cells[row * cross->column_count + i];
        share.exists = cross->column_base[i] > 0;
        if (share.exists) {
            wj_number_ratio(share.value, count, cross->column_base[i]);
        }
        json_array_append_new(counts, wj_json_count(count));
        json_array_append_new(shares, wj_json_percent(arena, &share, findings->survey->percent));
    }
    mpq_clear(share.value);
    set(object, "code", json_string(option->code));
    set(object, "label", json_string(option->label));
    set(object, "counts", counts);
    set(object, "shares", shares);
    set(object, "total", wj_json_count(cross->totals[row]));
    if (wj_tests_wanted(findings->tally, cross)) {
        set(object, "z_tests", wj_results_z_tests(findings, cross, row));
    }
    return object;
}

/* The codes of a column, joined by × where questions are nested. */
json_t *wj_results_column(const struct wj_findings *findings, const struct wj_cross_tally *cross,
                          size_t column)
{
    struct wj_buf code = {0};
    for (size_t i = 0; i < cross->by->count; i++) {
        const struct wj_question *question = &findings->survey->questions[cross->by->questions[i]];
        size_t option = wj_cross_option(findings->tally, cross, column, i);
        wj_buf_addf(&code, "%s%s", i > 0 ? "×" : "", question->options[option].code);
    }
    json_t *text = json_string(wj_buf_text(&code));
    wj_buf_clear(&code);
    return text;
}

static json_t *table_of(struct wj_arena *arena, const struct wj_findings *findings,
                        const struct wj_cross_tally *cross)
{
    const struct wj_survey *survey = findings->survey;
    const struct wj_formula *where = survey->tables[cross->table].where;
    json_t *object = json_object();
    json_t *by = json_array();
    json_t *columns = json_array();
    json_t *bases = json_array();
    json_t *rows = json_array();
    for (size_t i = 0; i < cross->by->count; i++) {
        json_array_append_new(by, json_string(survey->questions[cross->by->questions[i]].name));
    }
    for (size_t i = 0; i < cross->column_count; i++) {
        json_array_append_new(columns, wj_results_column(findings, cross, i));
        json_array_append_new(bases, wj_json_count(cross->column_base[i]));
    }
    for (size_t i = 0; i < cross->row_count; i++) {
        json_array_append_new(rows, row_of(arena, findings, cross, i));
    }
    struct wj_slice text = where != NULL ? wj_formula_text(where) : wj_slice(NULL, 0);
    set(object, "table", wj_json_count(cross->table + 1));
    set(object, "row", json_string(survey->questions[cross->row].name));
    set(object, "by", by);
    set(object, "where", where != NULL ? json_stringn(text.ptr, text.len) : json_null());
    set(object, "columns", columns);
    set(object, "column_base", bases);
    set(object, "total_base", wj_json_count(cross->total_base));
    set(object, "rows", rows);
    if (wj_tests_wanted(findings->tally, cross)) {
        wj_results_tests(findings, cross, object);
    }
    return object;
}

static json_t *tables_of(struct wj_arena *arena, const struct wj_findings *findings)
{
    json_t *list = json_array();
    for (size_t i = 0; i < findings->tally->cross_count; i++) {
        json_array_append_new(list, table_of(arena, findings, &findings->tally->crosses[i]));
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
    if (findings->tally != NULL) {
        set(results, "returns", returns_of(arena, findings));
        set(results, "rejected", rejected_of(findings));
        set(results, "straight_line", wj_json_count(findings->straight));
        set(results, "questions", questions_of(arena, findings));
        set(results, "measures", measures_of(arena, findings));
        set(results, "tables", tables_of(arena, findings));
        set(results, "sample_size", wj_results_sample_size(findings->survey));
        wj_results_scale(arena, findings, results);
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
