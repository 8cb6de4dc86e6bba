/* Quantities: mean, spread, quartiles and the net promoter score, also of very long numbers. */
#include "job_support.h"

#include <jansson.h>

static const char definition[] = "survey: t\n"
                                 "responses: responses.csv\n"
                                 "questions:\n"
                                 "  - {name: 号, type: text}\n"
                                 "  - {name: 数, type: quantity}\n"
                                 "  - {name: 荐, type: quantity, min: 0, max: 10}\n"
                                 "valid: {required: []}\n";

/* The key of a question in results.json, as text with six digits; also a key of an object in it. */
static const char *result(const struct job *job, size_t question, const char *key,
                          const char *inner, char *text, size_t size)
{
    const json_t *list = json_object_get(job->report.results, "questions");
    const json_t *value =
        json_object_get(json_object_get(json_array_get(list, question), key), inner);
    char *dumped = json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(6));
    snprintf(text, size, "%s", dumped != NULL ? dumped : "nothing");
    free(dumped);
    return text;
}

struct expected {
    size_t question;
    const char *key;
    const char *inner;
    const char *value;
};

static void check(const char *csv, const struct expected *expected, size_t count)
{
    char *folder = folder_new();
    char text[512];
    struct job job;
    size_t wrong = 0;
    job_open(&job, folder, definition, csv);
    for (size_t i = 0; i < count; i++) {
        const struct expected *one = &expected[i];
        wrong += differs(one->inner,
                         result(&job, one->question, one->key, one->inner, text, sizeof text),
                         one->value);
    }
    job_clear(&job);
    folder_remove(folder);
    assert_int_equal(wrong, 0);
}

/* R: x <- c(8, 1, 2, 4); mean(x); sd(x); quantile(x, type = 7). 荐: 9.5 and 10 promote, 6.5 is
 * neither, 6 detracts. */
static void quartiles_lie_between_answers(void **state)
{
    static const struct expected expected[] = {
        {1, "quantity", "n", "4"},           {1, "quantity", "mean", "3.75"},
        {1, "quantity", "sd", "3.0957"},     {1, "quantity", "min", "1.0"},
        {1, "quantity", "q1_type7", "1.75"}, {1, "quantity", "median", "3.0"},
        {1, "quantity", "q3_type7", "5.0"},  {1, "quantity", "max", "8.0"},
        {1, "nps", "n", "nothing"},          {2, "nps", "n", "4"},
        {2, "nps", "promoters", "2"},        {2, "nps", "passives", "1"},
        {2, "nps", "detractors", "1"},       {2, "nps", "nps", "0.25"},
        {2, "quantity", "median", "8.0"},
    };
    (void)state;
    check("号,数,荐\n1,8,9.5\n2,1.0,10\n3,2,6.5\n4,4.00,6\n5,,\n6,-3,-3\n", expected,
          COUNT(expected));
}

static void equal_numbers_are_one_whatever_their_spelling(void **state)
{
    char *folder = folder_new();
    struct job job;
    (void)state;
    job_open(&job, folder, definition, "号,数,荐\n1,1.50,1\n2,1.5,1\n3,+1.500,1\n4,-4,1\n");
    assert_int_equal(job.tally.questions[1].quantity->values.count, 2);
    assert_int_equal(mpq_cmp_si(job.figures.questions[1].quantity->min.value, -4, 1), 0);
    job_clear(&job);
    folder_remove(folder);
}

/* A number of 69 digits is not kept as such: there are no quartiles, but the rest. */
static void long_numbers_leave_mean_and_limits(void **state)
{
    static const struct expected expected[] = {
        {1, "quantity", "n", "3"},           {1, "quantity", "mean", "1.33333"},
        {1, "quantity", "median", "null"},   {1, "quantity", "min", "0.0"},
        {1, "quantity", "q1_type7", "null"}, {1, "quantity", "max", "3.0"},
        {1, "quantity", "sd", "1.52753"},
    };
    (void)state;
    check("号,数,荐\n1,0,1\n2,3,1\n"
          "3,1.00000000000000000000000000000000000000000000000000000000000000000001,1\n",
          expected, COUNT(expected));
}

/* 10^400 has no double. */
static void numbers_beyond_floating_point_have_no_figures(void **state)
{
    static const struct expected expected[] = {
        {1, "quantity", "n", "2"},        {1, "quantity", "mean", "null"},
        {1, "quantity", "sd", "null"},    {1, "quantity", "min", "0.0"},
        {1, "quantity", "upper", "null"}, {1, "quantity", "max", "null"},
    };
    char csv[600] = "号,数,荐\n1,0,1\n2,1";
    size_t length = strlen(csv);
    (void)state;
    memset(csv + length, '0', 400);
    strcpy(csv + length + 400, ",1\n");
    check(csv, expected, COUNT(expected));
}

static void nobody_is_no_figure(void **state)
{
    static const struct expected expected[] = {
        {1, "quantity", "n", "0"},         {1, "quantity", "mean", "null"},
        {1, "quantity", "median", "null"}, {1, "quantity", "max", "null"},
        {2, "nps", "nps", "null"},         {2, "nps", "promoters", "0"},
    };
    (void)state;
    check("号,数,荐\n1,,\n", expected, COUNT(expected));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quartiles_lie_between_answers),
        cmocka_unit_test(equal_numbers_are_one_whatever_their_spelling),
        cmocka_unit_test(long_numbers_leave_mean_and_limits),
        cmocka_unit_test(numbers_beyond_floating_point_have_no_figures),
        cmocka_unit_test(nobody_is_no_figure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
