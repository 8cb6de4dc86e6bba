/* Three random surveys of the reference against what R and Python made of them. */
#include "job_support.h"

#include <jansson.h>

#include "wjtab/base/number.h"

static json_t *load(const char *set, const char *name)
{
    char path[1024];
    json_error_t error;
    snprintf(path, sizeof path, WJTAB_SOURCE_DIR "/tests/unit/measure/sets/%s/%s", set, name);
    json_t *json = json_load_file(path, 0, &error);
    assert_non_null(json);
    return json;
}

/* A number of exact.json stands as a text, of expected.json as an integer. */
static void add_integer(struct wj_buf *out, const json_t *number)
{
    if (json_is_string(number)) {
        wj_buf_add_text(out, json_string_value(number));
    } else {
        wj_buf_addf(out, "%lld", (long long)json_integer_value(number));
    }
}

/* `num/den text`, or `none`. */
static void add_expected(struct wj_buf *out, const json_t *fraction)
{
    if (!json_is_object(fraction)) {
        wj_buf_add_text(out, "none");
        return;
    }
    add_integer(out, json_object_get(fraction, "num"));
    wj_buf_add_char(out, '/');
    add_integer(out, json_object_get(fraction, "den"));
    wj_buf_addf(out, " %s", json_string_value(json_object_get(fraction, "text")));
}

static void add_figure(struct wj_buf *out, const struct wj_figure *figure,
                       struct wj_rounding rounding)
{
    if (!figure->exists) {
        wj_buf_add_text(out, "none");
        return;
    }
    char *fraction = mpq_get_str(NULL, 10, figure->value);
    wj_buf_addf(out, "%s%s ", fraction, strchr(fraction, '/') != NULL ? "" : "/1");
    wj_number_percent(out, figure->value, rounding, false);
    free(fraction);
}

static size_t compare(const char *name, struct wj_buf *got, struct wj_buf *expected)
{
    size_t wrong = differs(name, wj_buf_text(got), wj_buf_text(expected));
    wj_buf_reset(got);
    wj_buf_reset(expected);
    return wrong;
}

static uint64_t count_of(const json_t *object, const char *key)
{
    const json_t *number = json_object_get(object, key);
    assert_true(json_is_integer(number));
    return (uint64_t)json_integer_value(number);
}

/* ---- questions ---- */

static size_t check_options(const struct job *job, long number, const json_t *options)
{
    const struct wj_question *question = &job->survey->questions[number];
    struct wj_buf got = {0};
    struct wj_buf expected = {0};
    size_t wrong = 0;
    size_t i;
    json_t *option;
    assert_int_equal(json_array_size(options), question->option_count);
    json_array_foreach(options, i, option)
    {
        const char *code = json_string_value(json_object_get(option, "code"));
        assert_string_equal(question->options[i].code, code);
        assert_int_equal(job->tally.questions[number].counts[i], count_of(option, "count"));
        assert_int_equal(job->tally.questions[number].base, count_of(option, "base"));
        add_figure(&got, &job->figures.questions[number].shares[i], job->survey->percent);
        add_expected(&expected, json_object_get(option, "share"));
        wrong += compare(question->name, &got, &expected);
    }
    wj_buf_clear(&got);
    wj_buf_clear(&expected);
    return wrong;
}

static size_t check_questions(const struct job *job, const json_t *questions)
{
    struct wj_buf got = {0};
    struct wj_buf expected = {0};
    size_t wrong = 0;
    size_t i;
    json_t *question;
    json_array_foreach(questions, i, question)
    {
        const char *name = json_string_value(json_object_get(question, "name"));
        long number = wj_survey_question(job->survey, wj_slice_of(name));
        assert_true(number >= 0);
        const struct wj_question_tally *tally = &job->tally.questions[number];
        assert_int_equal(tally->base, count_of(question, "base"));
        assert_int_equal(tally->answered, count_of(question, "answered"));
        if (json_object_get(question, "rate") != NULL) {
            assert_int_equal(tally->not_asked, count_of(question, "not_asked"));
            assert_int_equal(tally->rate_base, count_of(question, "rate_base"));
            add_figure(&got, &job->figures.questions[number].rate, job->survey->percent);
            add_expected(&expected, json_object_get(question, "rate"));
            wrong += compare(name, &got, &expected);
        }
        wrong += check_options(job, number, json_object_get(question, "options"));
    }
    wj_buf_clear(&got);
    wj_buf_clear(&expected);
    return wrong;
}

/* ---- exact rates and measures ---- */

static size_t check_exact(const struct job *job, json_t *exact)
{
    struct wj_buf got = {0};
    struct wj_buf expected = {0};
    size_t wrong = 0;
    const char *name;
    json_t *fraction;
    json_object_foreach(json_object_get(exact, "items"), name, fraction)
    {
        long number = wj_survey_question(job->survey, wj_slice_of(name));
        add_figure(&got, &job->figures.questions[number].rate, job->survey->percent);
        add_expected(&expected, fraction);
        wrong += compare(name, &got, &expected);
    }
    json_t *measures = json_object_get(exact, "measures");
    assert_int_equal(json_object_size(measures), job->survey->measure_count);
    for (size_t i = 0; i < job->survey->measure_count; i++) {
        name = job->survey->measures[i].name;
        add_figure(&got, &job->figures.measures[i], job->survey->percent);
        add_expected(&expected, json_object_get(measures, name));
        wrong += compare(name, &got, &expected);
    }
    wj_buf_clear(&got);
    wj_buf_clear(&expected);
    return wrong;
}

/* ---- cross tables ---- */

static bool is_table(const struct job *job, const struct wj_cross_tally *cross, const json_t *table)
{
    const json_t *by = json_object_get(table, "by");
    const char *row = json_string_value(json_object_get(table, "row"));
    bool same = cross->table + 1 == count_of(table, "table") &&
                strcmp(job->survey->questions[cross->row].name, row) == 0 &&
                cross->by->count == json_array_size(by);
    for (size_t i = 0; same && i < cross->by->count; i++) {
        const char *name = json_string_value(json_array_get(by, i));
        same = strcmp(job->survey->questions[cross->by->questions[i]].name, name) == 0;
    }
    return same;
}

static void add_counts(struct wj_buf *out, const uint64_t *counts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        wj_buf_addf(out, "%llu ", (unsigned long long)counts[i]);
    }
}

static void add_array(struct wj_buf *out, const json_t *numbers)
{
    size_t i;
    json_t *number;
    json_array_foreach(numbers, i, number)
    {
        wj_buf_addf(out, "%lld ", (long long)json_integer_value(number));
    }
}

static size_t check_cross(const struct wj_cross_tally *cross, const json_t *table)
{
    struct wj_buf got = {0};
    struct wj_buf expected = {0};
    size_t i;
    json_t *row;
    add_counts(&got, cross->column_base, cross->column_count);
    add_counts(&got, &cross->total_base, 1);
    add_array(&expected, json_object_get(table, "column_base"));
    add_integer(&expected, json_object_get(table, "respondents"));
    wj_buf_add_char(&expected, ' ');
    size_t wrong = compare("bases", &got, &expected);
    assert_int_equal(json_array_size(json_object_get(table, "rows")), cross->row_count);
    json_array_foreach(json_object_get(table, "rows"), i, row)
    {
        add_counts(&got, &cross->cells[i * cross->column_count], cross->column_count);
        add_counts(&got, &cross->totals[i], 1);
        add_array(&expected, json_object_get(row, "counts"));
        add_integer(&expected, json_object_get(row, "total"));
        wj_buf_add_char(&expected, ' ');
        wrong += compare("row", &got, &expected);
    }
    wj_buf_clear(&got);
    wj_buf_clear(&expected);
    return wrong;
}

static size_t check_tables(const struct job *job, const json_t *tables)
{
    size_t wrong = 0;
    size_t i;
    json_t *table;
    size_t quantities = 0; /* which the reference leaves out */
    for (size_t j = 0; j < job->tally.cross_count; j++) {
        quantities += job->tally.crosses[j].quantities != NULL ? 1 : 0;
    }
    assert_int_equal(json_array_size(tables), job->tally.cross_count - quantities);
    json_array_foreach(tables, i, table)
    {
        size_t found = 0;
        while (found < job->tally.cross_count &&
               !is_table(job, &job->tally.crosses[found], table)) {
            found++;
        }
        assert_true(found < job->tally.cross_count);
        wrong += check_cross(&job->tally.crosses[found], table);
    }
    return wrong;
}

/* ---- all of a set ---- */

static void check_set(const char *set)
{
    char path[1024];
    struct job job = {0};
    json_t *expected = load(set, "expected.json");
    json_t *exact = load(set, "exact.json");
    snprintf(path, sizeof path, WJTAB_SOURCE_DIR "/tests/unit/measure/sets/%s/survey.yaml", set);
    enum wj_status status = job_run(&job, path, NULL);
    if (status != WJ_OK) {
        show_diags(&job.diags);
    }
    assert_int_equal(status, WJ_OK);
    assert_int_equal(job.input.records, count_of(expected, "records"));
    assert_int_equal(job.tally.effective, count_of(expected, "effective"));
    size_t wrong = check_questions(&job, json_object_get(expected, "questions"));
    wrong += check_exact(&job, exact);
    wrong += check_tables(&job, json_object_get(expected, "tables"));
    json_decref(expected);
    json_decref(exact);
    job_clear(&job);
    assert_int_equal(wrong, 0);
}

/* Eight forms, answered base, empty columns. */
static void set_09(void **state)
{
    (void)state;
    check_set("d09");
}

/* Valid base, routed questions, an option without score, nested columns. */
static void set_27(void **state)
{
    (void)state;
    check_set("d27");
}

/* Many missing answers, eight different scales, weights, large fractions. */
static void set_31(void **state)
{
    (void)state;
    check_set("d31");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(set_09),
        cmocka_unit_test(set_27),
        cmocka_unit_test(set_31),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
