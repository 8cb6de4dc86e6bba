/* Tests in cross tables, against what R made of ten random surveys and of two tables. */
#include "sets_support.h"

#include "wjtab/measure/tests.h"

/* ---- the ten surveys ---- */

static size_t check_pairs(const char *name, const json_t *got, const json_t *expected,
                          const char *const *keys, size_t count)
{
    size_t wrong = json_array_size(got) == json_array_size(expected) ? 0 : 1;
    for (size_t i = 0; i < json_array_size(expected); i++) {
        const json_t *one = json_array_get(got, i);
        wrong += check_keys(name, one, json_array_get(expected, i), keys, count);
        wrong += json_is_null(json_object_get(one, "p")) == (json_object_get(one, "why") != NULL)
                     ? 0
                     : 1;
    }
    return wrong;
}

/* Where columns overlap, the reference has the test of the convention beside the one that leaves
 * the overlap out, and adjusts the latter; p is adjusted here by hand. */
static size_t check_overlap(const char *name, const json_t *got, const json_t *expected)
{
    size_t count = json_array_size(expected);
    size_t wrong = json_array_size(got) == count ? 0 : 1;
    for (size_t i = 0; i < count; i++) {
        const json_t *one = json_array_get(got, i);
        const json_t *other = json_array_get(expected, i);
        double p = json_number_value(json_object_get(other, "p_overlap"));
        double bonferroni = json_number_value(json_object_get(one, "p_bonferroni"));
        wrong += check_number(name, "diff", json_object_get(one, "diff"),
                              json_object_get(other, "diff"));
        wrong +=
            check_number(name, "n12", json_object_get(one, "n12"), json_object_get(other, "n12"));
        wrong +=
            check_number(name, "z", json_object_get(one, "z"), json_object_get(other, "z_overlap"));
        wrong +=
            check_number(name, "p", json_object_get(one, "p"), json_object_get(other, "p_overlap"));
        wrong += is_close("p", bonferroni, fmin(1, p * (double)count), 1e-9) ? 0 : 1;
    }
    return wrong;
}

static size_t check_rows(const char *name, const json_t *got, const json_t *expected)
{
    static const char *const keys[] = {"diff", "z", "p", "p_bonferroni", "p_holm"};
    size_t wrong = 0;
    for (size_t i = 0; i < json_array_size(expected); i++) {
        const json_t *tests = json_object_get(json_array_get(expected, i), "z_tests");
        const json_t *ours = json_object_get(json_array_get(got, i), "z_tests");
        bool overlaps = json_object_get(json_array_get(tests, 0), "z_overlap") != NULL;
        wrong += overlaps ? check_overlap(name, ours, tests)
                          : check_pairs(name, ours, tests, keys, COUNT(keys));
    }
    return wrong;
}

static size_t check_means(const char *name, const json_t *got, const json_t *expected)
{
    static const char *const keys[] = {"n", "mean", "sd"};
    static const char *const tests[] = {"diff", "t", "df", "p", "p_bonferroni", "p_holm"};
    const json_t *means = json_object_get(expected, "means");
    const json_t *pairs = json_object_get(expected, "mean_tests");
    size_t wrong = 0;
    for (size_t i = 0; i < json_array_size(means); i++) {
        wrong += check_keys(name, json_array_get(json_object_get(got, "means"), i),
                            json_array_get(means, i), keys, COUNT(keys));
    }
    return json_is_null(pairs) ? wrong
                               : wrong + check_pairs(name, json_object_get(got, "mean_tests"),
                                                     pairs, tests, COUNT(tests));
}

static size_t check_table(const json_t *got, const json_t *expected)
{
    static const char *const keys[] = {"n",         "df",      "chi_square", "p", "min_expected",
                                       "cramers_v", "fisher_p"};
    const char *name = json_string_value(json_object_get(expected, "row"));
    const json_t *theirs = json_object_get(expected, "independence");
    const json_t *ours = json_object_get(got, "independence");
    size_t wrong = 0;
    if (json_is_null(theirs)) {
        wrong += json_is_null(ours) && json_object_get(got, "no_independence") != NULL ? 0 : 1;
    } else {
        wrong += check_keys(name, ours, theirs, keys, COUNT(keys));
    }
    wrong += check_rows(name, json_object_get(got, "rows"), json_object_get(expected, "rows"));
    return wrong + check_means(name, got, expected);
}

/* The reference goes through the row questions first, the results through the columns. */
static const json_t *find_table(const json_t *list, const json_t *expected)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *table = json_array_get(list, i);
        bool same = true;
        for (size_t key = 0; key < 3; key++) {
            static const char *const keys[] = {"table", "row", "by"};
            same = same && json_equal(json_object_get(table, keys[key]),
                                      json_object_get(expected, keys[key]));
        }
        if (same) {
            return table;
        }
    }
    fail_msg("a table is not there");
    return NULL;
}

static void ten_surveys_agree_with_r(void **state)
{
    char *folder = folder_new();
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(set_names); i++) {
        struct job job;
        json_t *expected = set_expected(set_names[i]);
        const json_t *tables = json_object_get(expected, "tables");
        print_message("%s\n", set_names[i]);
        set_run(&job, folder, set_names[i], "tests: {columns: [95%]}\n");
        const json_t *got = json_object_get(job.report.results, "tables");
        assert_int_equal(json_array_size(got), json_array_size(tables));
        for (size_t j = 0; j < json_array_size(tables); j++) {
            const json_t *table = json_array_get(tables, j);
            wrong += check_table(find_table(got, table), table);
        }
        json_decref(expected);
        job_clear(&job);
    }
    folder_remove(folder);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_surveys_agree_with_r),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
