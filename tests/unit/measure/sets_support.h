/* The reference's figures of the ten random surveys against results.json. */
#ifndef TESTS_UNIT_MEASURE_SETS_SUPPORT_H
#define TESTS_UNIT_MEASURE_SETS_SUPPORT_H

#include "job_support.h"

#include <math.h>

#include <jansson.h>

static const char *const set_names[] = {"d01", "d04", "d09", "d16", "d24",
                                        "d27", "d29", "d31", "d36", "d39"};

/* To 1e-9, relatively; where figures cancel out to nothing, absolutely. */
static inline bool is_close(const char *key, double got, double expected, double tolerance)
{
    double floor = key[0] == 'p' ? 1e-300 : 1e-5;
    double size = fabs(expected) > floor ? fabs(expected) : floor;
    return fabs(got - expected) <= tolerance * size;
}

static inline size_t check_number(const char *name, const char *key, const json_t *got,
                                  const json_t *expected)
{
    double tolerance = strcmp(key, "fisher_p") == 0 ? 1e-6 : 1e-9;
    if (json_is_null(expected)
            ? json_is_null(got)
            : json_is_number(got) &&
                  is_close(key, json_number_value(got), json_number_value(expected), tolerance)) {
        return 0;
    }
    print_error("%s %s: got %.17g%s, expected %.17g%s\n", name, key, json_number_value(got),
                got == NULL ? " (nothing)" : "", json_number_value(expected),
                json_is_null(expected) ? " (null)" : "");
    return 1;
}

static inline size_t check_keys(const char *name, const json_t *got, const json_t *expected,
                                const char *const *keys, size_t count)
{
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        const json_t *value = json_object_get(expected, keys[i]);
        wrong += check_number(name, keys[i], json_object_get(got, keys[i]), value);
    }
    return wrong;
}

static inline json_t *set_expected(const char *set)
{
    char path[1024];
    json_error_t error;
    snprintf(path, sizeof path, WJTAB_SOURCE_DIR "/tests/unit/measure/sets/%s/tests.json", set);
    json_t *expected = json_load_file(path, 0, &error);
    assert_non_null(expected);
    return expected;
}

/* A set with more keys in its definition. */
static inline void set_run(struct job *job, const char *folder, const char *set, const char *more)
{
    char path[1024];
    struct wj_buf yaml = {0};
    *job = (struct job){0};
    snprintf(path, sizeof path, WJTAB_SOURCE_DIR "/tests/unit/measure/sets/%s/survey.yaml", set);
    assert_int_equal(wj_file_read(&job->diags, path, 1 << 20, &yaml), WJ_OK);
    wj_buf_add_text(&yaml, more);
    write_text(in_folder(folder, "survey.yaml"), wj_buf_text(&yaml));
    wj_buf_clear(&yaml);
    snprintf(path, sizeof path, WJTAB_SOURCE_DIR "/tests/unit/measure/sets/%s/responses.csv", set);
    enum wj_status status = job_run(job, in_folder(folder, "survey.yaml"), path);
    if (status != WJ_OK) {
        show_diags(&job->diags);
    }
    assert_int_equal(status, WJ_OK);
}

#endif
