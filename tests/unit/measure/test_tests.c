/* Tests in cross tables, against what R made of ten random surveys and of two tables. */
#include "sets_support.h"

#include "fisher.h"
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

/* R made no tables with a quantity in the rows. */
static size_t quantity_tables(const json_t *tables)
{
    size_t count = 0;
    for (size_t i = 0; i < json_array_size(tables); i++) {
        count += json_object_get(json_array_get(tables, i), "quantity") != NULL ? 1 : 0;
    }
    return count;
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
        assert_int_equal(json_array_size(got) - quantity_tables(got), json_array_size(tables));
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

/* ---- tables of R, and what the ten surveys do not hold ---- */

/* One line of answers per respondent: the row question's option, the column question's. */
static void add_answers(struct wj_buf *csv, const unsigned *counts, size_t columns)
{
    wj_buf_add_text(csv, "行,列\n");
    for (size_t i = 0; i < columns * 4; i++) {
        for (unsigned n = 0; n < counts[i]; n++) {
            wj_buf_addf(csv, "%c,%c\n", (int)('A' + i % 4), (int)('A' + i / 4));
        }
    }
}

#define TWO_QUESTIONS(more)                                                                        \
    "survey: t\n"                                                                                  \
    "responses: responses.csv\n"                                                                   \
    "questions:\n"                                                                                 \
    "  - {name: 行, type: single, options: [{code: A, score: 100}, {code: B, score: 80},"         \
    " {code: C, score: 60}, {code: D, score: 0}]}\n"                                               \
    "  - {name: 列, type: single, options: [{code: A}, {code: B}, {code: C}]}\n"                  \
    "tables: [{rows: [行], by: [列]}]\n" more

static void open_counts(struct job *job, const char *folder, const char *yaml,
                        const unsigned *counts, size_t columns)
{
    struct wj_buf csv = {0};
    add_answers(&csv, counts, columns);
    job_open(job, folder, yaml, wj_buf_text(&csv));
    wj_buf_clear(&csv);
}

/* Their p-values after R: chisq.test, fisher.test, t.test. */
static void check_two(const struct job *job)
{
    const struct wj_cross_tally *cross = &job->tally.crosses[0];
    struct wj_pair_test pairs[WJ_MOST_PAIRS];
    struct wj_statistics means[WJ_MOST_TESTED];
    struct wj_independence independence;
    wj_test_shares(cross, 0, pairs);
    assert_true(is_close("", pairs[0].statistic, 2.64163987411036, 1e-9));
    assert_true(is_close("p", pairs[0].p, 0.00825057312518624, 1e-9));
    wj_column_means(&job->tally, cross, means);
    wj_test_means(&job->tally, cross, means, pairs);
    assert_true(is_close("", pairs[0].diff, 13.0285714285714, 1e-9));
    assert_true(is_close("", pairs[0].statistic, 2.64273291493167, 1e-9));
    assert_true(is_close("", pairs[0].df, 37.9261268200166, 1e-9));
    assert_true(is_close("p", pairs[0].p, 0.0118868802902196, 1e-9));
    assert_int_equal(wj_test_independence(&job->tally, cross, &independence), WJ_OK);
    assert_int_equal(independence.df, 3);
    assert_true(is_close("", independence.chi_square, 7.78083265306122, 1e-9));
    assert_true(is_close("p", independence.p, 0.0507651942757947, 1e-9));
    assert_true(is_close("", independence.min_expected, 0.471698113207547, 1e-9));
    assert_true(is_close("", independence.cramers_v, 0.383155534039776, 1e-9));
    assert_true(is_close("", independence.fisher_p, 0.0339122411869605, 1e-6));
}

static void check_three(const struct job *job)
{
    static const double bonferroni[] = {0.0662105877964224, 0.00561518933775173, 0.403507404703599};
    const struct wj_cross_tally *cross = &job->tally.crosses[0];
    struct wj_pair_test pairs[WJ_MOST_PAIRS];
    struct wj_statistics means[WJ_MOST_TESTED];
    struct wj_independence independence;
    /* R: p.adjust. */
    wj_test_shares(cross, 0, pairs);
    assert_true(is_close("p", pairs[0].p_bonferroni, 0.0108695033199248, 1e-9));
    assert_true(is_close("p", pairs[0].p_holm, 0.00724633554661652, 1e-9));
    assert_true(is_close("p", pairs[1].p_bonferroni, 0.000282448803779291, 1e-9));
    assert_true(is_close("p", pairs[2].p_holm, 0.181903929622916, 1e-9));
    /* R: pairwise.t.test(pool.sd = FALSE, p.adjust = "bonferroni"). */
    wj_column_means(&job->tally, cross, means);
    wj_test_means(&job->tally, cross, means, pairs);
    for (size_t i = 0; i < COUNT(bonferroni); i++) {
        assert_true(is_close("p", pairs[i].p_bonferroni, bonferroni[i], 1e-9));
    }
    assert_int_equal(wj_test_independence(&job->tally, cross, &independence), WJ_OK);
    assert_true(is_close("", independence.chi_square, 20.4516203703704, 1e-9));
    assert_true(is_close("p", independence.p, 0.00230051528069215, 1e-9));
    assert_true(is_close("p", independence.fisher_p, 0.000927568846204915, 1e-6));
}

static void two_and_three_columns_agree_with_r(void **state)
{
    static const unsigned two[] = {18, 8, 2, 0, 7, 12, 5, 1};
    static const unsigned three[] = {16, 3, 1, 0, 6, 9, 2, 1, 2, 6, 5, 2};
    char *folder = folder_new();
    struct job job = {0};
    (void)state;
    open_counts(&job, folder, TWO_QUESTIONS("tests: {}\n"), two, 2);
    check_two(&job);
    job_clear(&job);
    open_counts(&job, folder, TWO_QUESTIONS("tests: {}\n"), three, 3);
    check_three(&job);
    job_clear(&job);
    folder_remove(folder);
}

/* Appends a row's cells, each with a | behind it. */
static void add_row(struct wj_buf *out, const struct wj_grid *grid, size_t row)
{
    for (size_t i = 0; i < grid->columns; i++) {
        wj_buf_addf(out, "%s|", wj_grid_cell(grid, row, i)->text);
    }
}

/* The first row of figures in the cross table, and every remark under it. */
static const char *shown(const struct job *job, bool remarks, struct wj_buf *out)
{
    wj_buf_reset(out);
    for (size_t i = 0; i < job->report.section_count; i++) {
        const struct wj_section *section = &job->report.sections[i];
        for (size_t j = 0; strcmp(section->key, "tables") == 0 && j < section->block_count; j++) {
            const struct wj_block *block = &section->blocks[j];
            if (block->kind == WJ_TABLE) {
                add_row(out, block->grid, 2);
            } else if (remarks && block->kind == WJ_REMARK && !block->detail) {
                wj_buf_addf(out, "\n%s", block->text);
            }
        }
    }
    return wj_buf_text(out);
}

/* p: 0.0036 (A above B), 0.000094 (A above C), 0.18. At 99.5 % the first passes unadjusted, not by
 * Holm (0.0072) or Bonferroni (0.011). */
static void letters_name_the_lower_columns(void **state)
{
    static const unsigned three[] = {16, 3, 1, 0, 6, 9, 2, 1, 2, 6, 5, 2};
    static const struct {
        const char *tests;
        const char *row;
    } cases[] = {
        {"", "A|16 (80.00%)|6 (33.33%)|2 (13.33%)|24 (45.28%)|"},
        {"tests: {}\n", "A|16 (80.00%) BC|6 (33.33%)|2 (13.33%)|24 (45.28%)|"},
        {"tests: {columns: [95%, 99.5%]}\n", "A|16 (80.00%) BC|6 (33.33%)|2 (13.33%)|24 (45.28%)|"},
        {"tests: {columns: [95%, 99.5%], adjust: holm}\n",
         "A|16 (80.00%) bC|6 (33.33%)|2 (13.33%)|24 (45.28%)|"},
        {"tests: {columns: [99%], adjust: bonferroni}\n",
         "A|16 (80.00%) C|6 (33.33%)|2 (13.33%)|24 (45.28%)|"},
        {"tests: {columns: [99%], adjust: holm}\n",
         "A|16 (80.00%) BC|6 (33.33%)|2 (13.33%)|24 (45.28%)|"},
    };
    char *folder = folder_new();
    struct wj_buf text = {0};
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct job job;
        struct wj_buf yaml = {0};
        wj_buf_addf(&yaml, "%s%s", TWO_QUESTIONS(""), cases[i].tests);
        open_counts(&job, folder, wj_buf_text(&yaml), three, 3);
        wrong += differs(cases[i].tests, shown(&job, false, &text), cases[i].row);
        wj_buf_clear(&yaml);
        job_clear(&job);
    }
    wj_buf_clear(&text);
    folder_remove(folder);
    assert_int_equal(wrong, 0);
}

/* Columns of a multiple question share responses; B and C are the same people. */
static void what_cannot_be_tested_says_why(void **state)
{
    static const char yaml[] =
        "survey: t\n"
        "responses: responses.csv\n"
        "questions:\n"
        "  - {name: 行, type: single, options: [{code: A, score: 2}, {code: B, score: 1}]}\n"
        "  - {name: 列, type: multiple, options: [{code: A}, {code: B}, {code: C}, {code: D}]}\n"
        "output: {language: en}\n"
        "valid: {required: []}\n"
        "tables: [{rows: [行], by: [列]}]\n"
        "tests: {adjust: holm}\n";
    static const char *const why[] = {
        "", "", "empty_column", "same_responses", "empty_column", "empty_column"};
    char *folder = folder_new();
    struct wj_buf text = {0};
    struct job job;
    (void)state;
    job_open(&job, folder, yaml, "行,列\nA,A\nA,ABC\nB,A\nB,A\nB,BC\n,BC\n");
    const json_t *table = json_array_get(json_object_get(job.report.results, "tables"), 0);
    const json_t *row = json_array_get(json_object_get(table, "rows"), 0);
    for (size_t i = 0; i < COUNT(why); i++) {
        const json_t *test = json_array_get(json_object_get(row, "z_tests"), i);
        const char *reason = json_string_value(json_object_get(test, "why"));
        assert_string_equal(reason != NULL ? reason : "", why[i]);
    }
    assert_string_equal(json_string_value(json_object_get(table, "no_independence")),
                        "several_answers");
    assert_int_equal(
        differs("remarks", shown(&job, true, &text),
                "A|2 (50.00%)|1 (33.33%)|1 (33.33%)|0 (–)|2 (33.33%)|\n"
                "列 = D: “–”, since no effective response belongs there.\n"
                "Letters behind a share: it is significantly above that of the columns named (95%; "
                "two-sided z test with pooled variance, unweighted, adjusted by Holm; columns at 0 "
                "or 100% are not tested).\n"
                "Columns share responses, so that means are not tested.\n"
                "Columns share responses, which the test of shares takes into account.\n"
                "No test of independence: a response counts several times in a multiple "
                "question."),
        0);
    wj_buf_clear(&text);
    job_clear(&job);
    folder_remove(folder);
}

/* R: fisher.test. Tables of every shape, standing and lying, one of the largest at the end. */
static void fisher_takes_every_shape(void **state)
{
    static const struct {
        size_t rows;
        size_t columns;
        unsigned cells[WJ_FISHER_CELLS];
        double p;
    } cases[] = {
        {3, 5, {0, 1, 2, 0, 0, 1, 0, 1, 3, 3, 0, 0, 0, 1, 1}, 0.356643356643356},
        {5, 3, {6, 8, 1, 6, 9, 2, 3, 11, 0, 0, 2, 1, 4, 4, 4}, 0.187111977296022},
        {4, 4, {0, 0, 3, 0, 0, 2, 2, 2, 0, 0, 0, 1, 1, 1, 0, 0}, 0.184523809523809},
        {8, 2, {3, 2, 1, 4, 0, 3, 1, 1, 0, 1, 0, 5, 2, 1, 0, 2}, 0.213370325326846},
        {2, 8, {0, 0, 3, 5, 2, 4, 1, 1, 4, 1, 5, 6, 0, 1, 4, 3}, 0.151253266643945},
        {4, 4, {12, 3, 7, 6, 2, 9, 7, 9, 7, 5, 3, 12, 7, 11, 10, 0}, 0.000161000728654019},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        double p = 0;
        assert_int_equal(wj_fisher(cases[i].cells, cases[i].rows, cases[i].columns, &p), WJ_OK);
        assert_true(is_close("p", p, cases[i].p, 1e-9));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_surveys_agree_with_r),
        cmocka_unit_test(two_and_three_columns_agree_with_r),
        cmocka_unit_test(letters_name_the_lower_columns),
        cmocka_unit_test(what_cannot_be_tested_says_why),
        cmocka_unit_test(fisher_takes_every_shape),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
