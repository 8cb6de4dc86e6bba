/* Counts: who stands in which base, who chose what, and who stands in which cell of a table. */
#include "../measure/job_support.h"

/* base/rate base/answered/not asked: counts; one question after the other. */
static const char *question_text(const struct job *job, size_t number, struct wj_buf *out)
{
    const struct wj_question_tally *tally = &job->tally.questions[number];
    wj_buf_reset(out);
    wj_buf_addf(out, "%llu/%llu/%llu/%llu:", (unsigned long long)tally->base,
                (unsigned long long)tally->rate_base, (unsigned long long)tally->answered,
                (unsigned long long)tally->not_asked);
    for (size_t i = 0; i < job->survey->questions[number].option_count; i++) {
        wj_buf_addf(out, " %llu", (unsigned long long)tally->counts[i]);
    }
    return wj_buf_text(out);
}

struct expected {
    const char *question;
    const char *counts;
};

static size_t check_questions(const struct job *job, const struct expected *expected, size_t count)
{
    struct wj_buf text = {0};
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        long number = wj_survey_question(job->survey, wj_slice_of(expected[i].question));
        assert_true(number >= 0);
        wrong += differs(expected[i].question, question_text(job, (size_t)number, &text),
                         expected[i].counts);
    }
    wj_buf_clear(&text);
    return wrong;
}

#define DEFINITION(base, more)                                                                     \
    "survey: t\n"                                                                                  \
    "responses: responses.csv\n"                                                                   \
    "questions:\n"                                                                                 \
    "  - {name: 分, type: single, options: [{code: A, score: 100}, {code: B, score: 0},"          \
    " {code: Z, label: 说不清}]}\n"                                                             \
    "  - {name: 评, type: single, options: [{code: A, score: 2}, {code: B, score: 1}],"           \
    " asked_if: '用=\"A\"'}\n"                                                                    \
    "  - {name: 用, type: single, options: [{code: A}, {code: B}]}\n"                             \
    "  - {name: 多, type: multiple, options: [{code: A, score: 5}, {code: B, score: 3},"          \
    " {code: C}]}\n"                                                                               \
    "  - {name: 龄, type: quantity}\n"                                                            \
    "  - {name: 言, type: text}\n"                                                                \
    "valid: {required: [], unknown: missing, several_ticks: missing, rules: [{name: 废, "         \
    "reject_if: '言=\"废\"'}]}\n"                                                                \
    "base: " base "\n" more

/* Eight effective forms and one that is not. */
static const char responses[] = "分,评,用,多,龄,言\n"
                                "A,A,A,A;B,30,x\n"
                                "A,B,A,C,40,\n"
                                "B,,A,,,\n"       /* 评 asked, empty */
                                "Z,,B,A;C,,\n"    /* 评 not asked; Z has no score */
                                ",A,B,B,,\n"      /* 评 answered all the same */
                                "X,AB,A,A;X,x,\n" /* made missing */
                                "-3,-3,-3,-3,-3,-3\n"
                                "B,B,,\"A,B,C\",1,y\n"
                                "A,A,A,A,1,废\n";

/* By hand, line after line:
 * 分: A 2, B 2, Z 1; empty 2 (5th, 6th), not asked 1.
 * 评: A 2, B 2; empty 2 (3rd, 6th); not asked 2 (4th, 7th).
 * 用: A 4, B 2, empty 1 (8th), not asked 1.
 * 多: A 3, B 3, C 3; empty 2 (3rd, 6th); not asked 1. C alone (2nd) has no score; A and C has.
 * 龄: 3 numbers. 言: 2 texts. */
static void the_base_is_who_was_asked(void **state)
{
    static const struct expected expected[] = {
        {"分", "7/6/5/1: 2 2 1"}, {"评", "6/6/4/2: 2 2"}, {"用", "7/0/6/1: 4 2"},
        {"多", "7/6/5/1: 3 3 3"}, {"龄", "7/0/3/1:"},     {"言", "7/0/2/1:"},
    };
    char *folder = folder_new();
    struct job job;
    (void)state;
    job_open(&job, folder, DEFINITION("valid", ""), responses);
    assert_int_equal(job.tally.effective, 8);
    size_t wrong = check_questions(&job, expected, COUNT(expected));
    job_clear(&job);
    folder_remove(folder);
    assert_int_equal(wrong, 0);
}

static void or_who_answered(void **state)
{
    static const struct expected expected[] = {
        {"分", "5/4/5/1: 2 2 1"}, {"评", "4/4/4/2: 2 2"}, {"用", "6/0/6/1: 4 2"},
        {"多", "5/4/5/1: 3 3 3"}, {"龄", "3/0/3/1:"},     {"言", "2/0/2/1:"},
    };
    char *folder = folder_new();
    struct job job;
    (void)state;
    job_open(&job, folder, DEFINITION("answered", ""), responses);
    size_t wrong = check_questions(&job, expected, COUNT(expected));
    job_clear(&job);
    folder_remove(folder);
    assert_int_equal(wrong, 0);
}

/* ---- measures ---- */

#define MEASURES                                                                                   \
    "measures:\n"                                                                                  \
    "  - {name: 均, mean_of: [分, 评]}\n"                                                       \
    "  - {name: 一, mean_of: [评]}\n"                                                            \
    "  - {name: 单份, share_of: {question: 用, codes: [B]}}\n"                                  \
    "  - {name: 多份, share_of: {question: 多, codes: [A, C]}}\n"                               \
    "  - {name: 全份, share_of: {question: 多, codes: [A, B, C]}}\n"

static void measures_have_bases_and_shares_count_people_once(void **state)
{
    /* 均: in the rate base of 分 or 评: lines 1, 2, 3, 5, 6, 8 (分), 1, 2, 3, 5, 6, 8 (评). Line 4
     * chose Z and was not asked 评.
     * 多份: A or C: lines 1, 2, 4, 8. 全份: line 5 too. */
    static const struct {
        const char *base;
        uint64_t bases[5];
        uint64_t any_of[5];
    } cases[] = {
        {DEFINITION("valid", MEASURES), {6, 6, 7, 7, 7}, {0, 0, 2, 4, 5}},
        /* answered: 分 with a score 1, 2, 3, 8; 评 1, 2, 5, 8. */
        {DEFINITION("answered", MEASURES), {5, 4, 6, 5, 5}, {0, 0, 2, 4, 5}},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *folder = folder_new();
        struct job job;
        job_open(&job, folder, cases[i].base, responses);
        for (size_t j = 0; j < 5; j++) {
            assert_int_equal(job.tally.measures[j].base, cases[i].bases[j]);
            assert_int_equal(job.tally.measures[j].any_of, cases[i].any_of[j]);
        }
        job_clear(&job);
        folder_remove(folder);
    }
}

/* ---- cross tables ---- */

/* `table row | column bases | total base`, then per row `counts = total`. */
static const char *cross_text(const struct job *job, size_t number, struct wj_buf *out)
{
    const struct wj_cross_tally *cross = &job->tally.crosses[number];
    wj_buf_reset(out);
    wj_buf_addf(out, "%zu %s |", cross->table, job->survey->questions[cross->row].name);
    for (size_t i = 0; i < cross->column_count; i++) {
        wj_buf_addf(out, " %llu", (unsigned long long)cross->column_base[i]);
    }
    wj_buf_addf(out, " | %llu", (unsigned long long)cross->total_base);
    for (size_t row = 0; row < cross->row_count; row++) {
        wj_buf_add_text(out, " |");
        for (size_t i = 0; i < cross->column_count; i++) {
            wj_buf_addf(out, " %llu",
                        (unsigned long long)cross->cells[row * cross->column_count + i]);
        }
        wj_buf_addf(out, " = %llu", (unsigned long long)cross->totals[row]);
    }
    return wj_buf_text(out);
}

#define TABLES                                                                                     \
    "tables:\n"                                                                                    \
    "  - {rows: [分, 多, 龄], by: [用]}\n"                                                     \
    "  - {rows: [分], by: [多]}\n"                                                               \
    "  - {rows: [分], by: [[用, 多]]}\n"                                                        \
    "  - {rows: [分], by: [用], where: 'HAS(多,\"A\")'}\n"                                      \
    "  - {rows: [用], by: [分, 评], where: '龄>=30'}\n"                                        \
    "  - {rows: [用], by: [分], where: '龄+1>=31'}\n"

/* The eight lines as (分, 用, 多): 1 A A AB; 2 A A C; 3 B A -; 4 Z B AC; 5 - B B; 6 - A -;
 * 7 nothing asked; 8 B - ABC. */
static const char *const valid_tables[] = {
    /* 分 by 用: column A holds 1, 2, 3, 6 (blank counts in the base), B 4, 5. */
    "0 分 | 4 2 | 6 | 2 0 = 2 | 1 0 = 1 | 0 1 = 1",
    /* 多 by 用: A holds 1, 2, 3, 6; B 4, 5. */
    "0 多 | 4 2 | 6 | 1 1 = 2 | 1 1 = 2 | 1 1 = 2",
    /* 龄 by 用: all seven were asked it. */
    "0 龄 | 4 2 | 6",
    /* 分 by 多: columns overlap. A: 1, 4, 8; B: 1, 5, 8; C: 2, 4, 8; in one at least: 1, 2, 4, 5,
     * 8. */
    "1 分 | 3 3 3 | 5 | 1 1 1 = 2 | 1 1 1 = 1 | 1 0 1 = 1",
    /* 分 by 用 × 多, the last runs fastest: AA 1; AB 1; AC 2; BA 4; BB 5; BC 4. */
    "2 分 | 1 1 1 1 1 1 | 4 | 1 1 1 0 0 0 = 2 | 0 0 0 0 0 0 = 0 | 0 0 0 1 0 1 = 1",
    /* 多 holds A: 1, 4, 8; 8 has no 用. */
    "3 分 | 1 1 | 2 | 1 0 = 1 | 0 0 = 0 | 0 1 = 1",
    /* 龄 at least 30: 1, 2, both A in 分; 评 is A and B. */
    "4 用 | 2 0 0 | 2 | 2 0 0 = 2 | 0 0 0 = 0",
    "4 用 | 1 1 | 2 | 1 1 = 2 | 0 0 = 0",
    /* the same, but the formula errs on those without a number: 3, 4, 5, 6, 7. */
    "5 用 | 2 0 0 | 2 | 2 0 0 = 2 | 0 0 0 = 0",
};

static const char *const answered_tables[] = {
    /* only who answered the row question: 3 and 6 leave 多; 5 and 6 leave 分. */
    "0 分 | 3 1 | 4 | 2 0 = 2 | 1 0 = 1 | 0 1 = 1",
    "0 多 | 2 2 | 4 | 1 1 = 2 | 1 1 = 2 | 1 1 = 2",
    "0 龄 | 2 0 | 2",
    "1 分 | 3 2 3 | 4 | 1 1 1 = 2 | 1 1 1 = 1 | 1 0 1 = 1",
    "2 分 | 1 1 1 1 0 1 | 3 | 1 1 1 0 0 0 = 2 | 0 0 0 0 0 0 = 0 | 0 0 0 1 0 1 = 1",
    "3 分 | 1 1 | 2 | 1 0 = 1 | 0 0 = 0 | 0 1 = 1",
    "4 用 | 2 0 0 | 2 | 2 0 0 = 2 | 0 0 0 = 0",
    "4 用 | 1 1 | 2 | 1 1 = 2 | 0 0 = 0",
    "5 用 | 2 0 0 | 2 | 2 0 0 = 2 | 0 0 0 = 0",
};

static void check_tables(const char *yaml, const char *const *expected, size_t count)
{
    char *folder = folder_new();
    struct wj_buf text = {0};
    size_t wrong = 0;
    struct job job;
    job_open(&job, folder, yaml, responses);
    assert_int_equal(job.tally.cross_count, count);
    for (size_t i = 0; i < count; i++) {
        wrong += differs("table", cross_text(&job, i, &text), expected[i]);
    }
    wrong += differs("messages", kinds_of(&job.diags, &text), "where_error@0:0 ");
    assert_non_null(strstr(job.diags.list[0].message, "table 6"));
    assert_non_null(strstr(job.diags.list[0].message, "5 responses"));
    wj_buf_clear(&text);
    job_clear(&job);
    folder_remove(folder);
    assert_int_equal(wrong, 0);
}

static void tables_count_who_stands_in_both(void **state)
{
    (void)state;
    check_tables(DEFINITION("valid", TABLES), valid_tables, COUNT(valid_tables));
    check_tables(DEFINITION("answered", TABLES), answered_tables, COUNT(answered_tables));
}

static void columns_of_nested_questions_are_numbered_last_first(void **state)
{
    char *folder = folder_new();
    struct job job;
    (void)state;
    job_open(&job, folder, DEFINITION("valid", "tables: [{rows: [分], by: [[用, 多, 评]]}]\n"),
             responses);
    const struct wj_cross_tally *cross = &job.tally.crosses[0];
    assert_int_equal(cross->column_count, 2 * 3 * 2);
    for (size_t column = 0; column < cross->column_count; column++) {
        assert_int_equal(wj_cross_option(&job.tally, cross, column, 0), column / 6);
        assert_int_equal(wj_cross_option(&job.tally, cross, column, 1), column / 2 % 3);
        assert_int_equal(wj_cross_option(&job.tally, cross, column, 2), column % 2);
    }
    job_clear(&job);
    folder_remove(folder);
}

static void a_table_of_ten_thousand_columns_is_the_widest(void **state)
{
    /* 21 and 22 options: 21^3 = 9,261 columns are fine, 22^3 = 10,648 are too many. */
    static const struct {
        int options;
        enum wj_status status;
    } cases[] = {{21, WJ_OK}, {22, WJ_DEFINITION}};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *folder = folder_new();
        struct wj_buf yaml = {0};
        struct wj_buf kinds = {0};
        struct job job = {0};
        wj_buf_add_text(&yaml, "survey: t\nresponses: responses.csv\nquestions:\n");
        for (int question = 0; question < 3; question++) {
            wj_buf_addf(&yaml, "  - {name: q%d, type: single, options: [{code: A}", question);
            for (int option = 1; option < cases[i].options; option++) {
                wj_buf_addf(&yaml, ", {code: K%d}", option);
            }
            wj_buf_add_text(&yaml, "]}\n");
        }
        wj_buf_add_text(&yaml, "tables: [{rows: [q0], by: [[q0, q1, q2]]}]\n");
        write_text(in_folder(folder, "survey.yaml"), wj_buf_text(&yaml));
        write_text(in_folder(folder, "responses.csv"), "q0,q1,q2\nK20,K20,K20\n");
        assert_int_equal(job_count(&job, in_folder(folder, "survey.yaml"), NULL), cases[i].status);
        if (cases[i].status == WJ_OK) {
            assert_int_equal(job.tally.crosses[0].column_base[9260], 1);
        } else {
            assert_non_null(strstr(kinds_of(&job.diags, &kinds), "too_many_columns"));
        }
        wj_buf_clear(&yaml);
        wj_buf_clear(&kinds);
        job_clear(&job);
        folder_remove(folder);
    }
}

/* ---- nothing ---- */

static void a_survey_that_nobody_answered_counts_nothing(void **state)
{
    static const struct expected expected[] = {
        {"分", "0/0/0/0: 0 0 0"}, {"评", "0/0/0/0: 0 0"}, {"多", "0/0/0/0: 0 0 0"}};
    static const char *const files[] = {"分,评,用,多,龄,言\n", "分,评,用,多,龄,言\n,,,,,废\n"};
    (void)state;
    for (size_t i = 0; i < COUNT(files); i++) {
        char *folder = folder_new();
        struct job job;
        job_open(&job, folder, DEFINITION("valid", MEASURES TABLES), files[i]);
        assert_int_equal(job.tally.effective, 0);
        assert_int_equal(check_questions(&job, expected, COUNT(expected)), 0);
        assert_int_equal(job.tally.crosses[0].total_base, 0);
        assert_int_equal(job.diags.count, 0);
        job_clear(&job);
        folder_remove(folder);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_base_is_who_was_asked),
        cmocka_unit_test(or_who_answered),
        cmocka_unit_test(measures_have_bases_and_shares_count_people_once),
        cmocka_unit_test(tables_count_who_stands_in_both),
        cmocka_unit_test(columns_of_nested_questions_are_numbered_last_first),
        cmocka_unit_test(a_table_of_ten_thousand_columns_is_the_widest),
        cmocka_unit_test(a_survey_that_nobody_answered_counts_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
