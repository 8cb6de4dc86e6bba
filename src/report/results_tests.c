#include "results.h"

#include "print.h"

/* Tests in cross tables. Computed in binary floating point, so plain JSON numbers. */

static void set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new(object, key, value);
}

static void set_reason(json_t *object, enum wj_no_test missing)
{
    if (missing != WJ_TEST_THERE) {
        set(object, "why", json_string(wj_no_test_name(missing)));
    }
}

/* ---- pairs of columns ---- */

static json_t *pair_of(const struct wj_findings *findings, const struct wj_cross_tally *cross,
                       const struct wj_pair_test *pair, const char *statistic)
{
    bool there = pair->missing == WJ_TEST_THERE;
    json_t *object = json_object();
    json_t *columns = json_array();
    json_array_append_new(columns, wj_results_column(findings, cross, pair->first));
    json_array_append_new(columns, wj_results_column(findings, cross, pair->second));
    set(object, "pair", columns);
    set(object, "diff", pair->has_diff ? json_real(pair->diff) : json_null());
    set(object, statistic, there ? json_real(pair->statistic) : json_null());
    if (statistic[0] == 't') {
        set(object, "df", there ? json_real(pair->df) : json_null());
    }
    set(object, "p", there ? json_real(pair->p) : json_null());
    set(object, "p_bonferroni", there ? json_real(pair->p_bonferroni) : json_null());
    set(object, "p_holm", there ? json_real(pair->p_holm) : json_null());
    return object;
}

json_t *wj_results_z_tests(const struct wj_findings *findings, const struct wj_cross_tally *cross,
                           size_t row)
{
    struct wj_pair_test pairs[WJ_MOST_PAIRS];
    json_t *list = json_array();
    wj_test_shares(cross, row, pairs);
    for (size_t i = 0; i < wj_tests_pairs(cross); i++) {
        json_t *object = pair_of(findings, cross, &pairs[i], "z");
        if (pairs[i].missing == WJ_TEST_THERE) {
            set(object, "zero_or_hundred", json_boolean(pairs[i].is_extreme));
        }
        if (cross->shared != NULL) {
            set(object, "n12", wj_json_count(pairs[i].shared));
        }
        set_reason(object, pairs[i].missing);
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *means_of(const struct wj_cross_tally *cross, const struct wj_statistics *means)
{
    json_t *list = json_array();
    for (size_t i = 0; i < cross->column_count; i++) {
        bool spread = means[i].missing == WJ_INTERVAL_THERE;
        json_t *object = json_object();
        set(object, "n", wj_json_count(means[i].n));
        set(object, "mean", means[i].has_mean ? json_real(means[i].mean) : json_null());
        set(object, "sd", spread ? json_real(means[i].sd) : json_null());
        json_array_append_new(list, object);
    }
    return list;
}

static void set_means(const struct wj_findings *findings, const struct wj_cross_tally *cross,
                      json_t *object)
{
    struct wj_statistics means[WJ_MOST_TESTED];
    struct wj_pair_test pairs[WJ_MOST_PAIRS];
    json_t *list = json_array();
    wj_column_means(findings->tally, cross, means);
    wj_test_means(findings->tally, cross, means, pairs);
    for (size_t i = 0; i < wj_tests_pairs(cross); i++) {
        json_t *test = pair_of(findings, cross, &pairs[i], "t");
        set_reason(test, pairs[i].missing);
        json_array_append_new(list, test);
    }
    set(object, "means", means_of(cross, means));
    set(object, "mean_tests", list);
}

/* ---- rows against columns ---- */

static json_t *independence_of(const struct wj_independence *independence)
{
    bool there = independence->missing == WJ_TEST_THERE;
    json_t *object = json_object();
    set(object, "n", wj_json_count(independence->n));
    set(object, "df", there ? wj_json_count(independence->df) : json_null());
    set(object, "chi_square", there ? json_real(independence->chi_square) : json_null());
    set(object, "p", there ? json_real(independence->p) : json_null());
    set(object, "min_expected", there ? json_real(independence->min_expected) : json_null());
    set(object, "cramers_v", there ? json_real(independence->cramers_v) : json_null());
    set(object, "fisher_p",
        independence->has_fisher ? json_real(independence->fisher_p) : json_null());
    if (independence->is_small && !independence->has_fisher) {
        set(object, "note", json_string("expected_below_5"));
    }
    set_reason(object, independence->missing);
    return object;
}

static bool is_possible(const struct wj_independence *independence)
{
    return independence->missing == WJ_TEST_THERE || independence->missing == WJ_FEW_CATEGORIES;
}

static void set_independence(const struct wj_findings *findings, const struct wj_cross_tally *cross,
                             json_t *object)
{
    struct wj_independence independence;
    /* That memory ran out is noticed where all of its requests are counted. */
    if (wj_test_independence(findings->tally, cross, &independence) != WJ_OK) {
        return;
    }
    if (is_possible(&independence)) {
        set(object, "independence", independence_of(&independence));
    } else {
        set(object, "independence", json_null());
        set(object, "no_independence", json_string(wj_no_test_name(independence.missing)));
    }
}

void wj_results_tests(const struct wj_findings *findings, const struct wj_cross_tally *cross,
                      json_t *object)
{
    if (cross->quantities == NULL) {
        set_independence(findings, cross, object);
    }
    if (wj_tests_means(findings->tally, cross)) {
        set_means(findings, cross, object);
    }
}
