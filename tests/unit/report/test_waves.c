/* A survey beside an earlier one: what is compared, what is not and why, and what is said about an
 * earlier file that is no good. */
#include "dump_support.h"

#include <math.h>

#include <jansson.h>

#include "waves.h"

#define SCALE                                                                                      \
    "scales:\n  度: [{code: A, label: 很好, score: 100}, {code: B, label: 好, score: 80},\n"   \
    "    {code: C, label: 一般, score: 60}, {code: D, label: 差, score: 0}]\n"
#define ITEMS                                                                                      \
    "  - {name: 甲, label: 服务, type: single, scale: 度}\n"                                   \
    "  - {name: 乙, label: 效率, type: single, scale: 度}\n"
#define MEASURES                                                                                      \
    "measures: [{name: 满意度, mean_of: [甲, 乙]}, {name: 满意率, share_of: {question: 甲, " \
    "codes: [A, B]}}]\n"
#define LAST "survey: 去年\nresponses: responses.csv\n" SCALE "questions:\n" ITEMS MEASURES
#define THIS                                                                                       \
    "survey: 今年\nresponses: responses.csv\nprevious: last.json\n" SCALE                          \
    "questions:\n" ITEMS MEASURES

/* 甲 100 80 60 100 0 80 80, before 60 60 80 0 0 100 60 80 60; 乙 80 80 100 60 60 100 0, before
 * 0 60 60 80 0 80 60 60 60. */
#define ANSWERS "甲,乙\nA,B\nB,B\nC,A\nA,C\nD,C\nB,A\nB,D\n"
#define BEFORE "甲,乙\nC,D\nC,C\nB,C\nD,B\nD,D\nA,B\nC,C\nB,C\nC,C\n"

static char *folder;

static void keep_last(const char *yaml, const char *csv)
{
    struct job job;
    job_open(&job, folder, yaml, csv);
    char *text = json_dumps(job.report.results, JSON_INDENT(1) | JSON_REAL_PRECISION(15));
    write_text(in_folder(folder, "last.json"), text);
    free(text);
    job_clear(&job);
}

/* The row of a list of the comparison; `code` NULL: the first one without. */
static const json_t *row_of(const struct job *job, const char *list, const char *name,
                            const char *code)
{
    const json_t *rows = json_object_get(json_object_get(job->report.results, "comparison"), list);
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        const char *its = json_string_value(
            json_object_get(row, strcmp(list, "measures") == 0 ? "measure" : "question"));
        const char *its_code = json_string_value(json_object_get(row, "code"));
        if (strcmp(its, name) == 0 &&
            (code == NULL ? its_code == NULL : its_code != NULL && strcmp(code, its_code) == 0)) {
            return row;
        }
    }
    print_error("no %s %s in %s\n", name, code != NULL ? code : "", list);
    fail();
    return NULL;
}

static const char *text_of(const json_t *row, const char *key)
{
    const char *text = json_string_value(json_object_get(row, key));
    return text != NULL ? text : "";
}

static void check_limits(const json_t *row, double lower, double upper, const char *method)
{
    const json_t *interval = json_object_get(row, "interval");
    double got_lower = json_number_value(json_object_get(interval, "lower"));
    double got_upper = json_number_value(json_object_get(interval, "upper"));
    if (fabs(got_lower - lower) > 1e-9 * fabs(lower) ||
        fabs(got_upper - upper) > 1e-9 * fabs(upper)) {
        print_error("%.15g to %.15g, expected %.15g to %.15g\n", got_lower, got_upper, lower,
                    upper);
        fail();
    }
    assert_string_equal(text_of(interval, "method"), method);
}

/* a<-c(100,80,60,100,0,80,80)/100; c<-c(80,80,100,60,60,100,0)/100;
 * b<-c(60,60,80,0,0,100,60,80,60)/100; d<-c(0,60,60,80,0,80,60,60,60)/100;
 * print(t.test(a,b)$conf.int,digits=15); print(t.test((a+c)/2,(b+d)/2)$conf.int,digits=15)
 * f<-function(x1,n1,x2,n2,l=.95){w<-function(x,n)prop.test(x,n,conf.level=l,correct=FALSE)$conf.int;
 * a<-w(x1,n1);b<-w(x2,n2);p<-x1/n1;q<-x2/n2;
 * c(p-q-sqrt((p-a[1])^2+(b[2]-q)^2),p-q+sqrt((a[2]-p)^2+(q-b[1])^2))}; f(2,7,1,9) */
static void differences_agree_with_r(void **state)
{
    struct job job;
    (void)state;
    keep_last(LAST, BEFORE);
    job_open(&job, folder, THIS, ANSWERS);
    const json_t *row = row_of(&job, "rates", "甲", NULL);
    check_limits(row, -0.215085195299183, 0.532545512759500, "welch");
    assert_string_equal(text_of(json_object_get(row, "difference"), "text"), "15.87%");
    assert_string_equal(text_of(row, "change"), "none");
    row = row_of(&job, "measures", "满意度", NULL);
    check_limits(row, -0.108539673822112, 0.441873007155445, "welch");
    row = row_of(&job, "shares", "甲", "A");
    check_limits(row, -0.207907196318246, 0.541475971219922, "newcombe");
    assert_string_equal(text_of(json_object_get(row, "previous"), "text"), "11.11%");
    job_clear(&job);
    job_open(&job, folder, THIS "confidence: 90%\n", ANSWERS);
    check_limits(row_of(&job, "measures", "满意率", NULL), -0.0257966195872059, 0.6479183389318229,
                 "newcombe");
    job_clear(&job);
}

/* w<-function(x,y,N,M){s<-var(x)/length(x)*(1-length(x)/N);u<-var(y)/length(y)*(1-length(y)/M);
 * df<-(s+u)^2/(s^2/(length(x)-1)+u^2/(length(y)-1));mean(x)-mean(y)+c(-1,1)*qt(.975,df)*sqrt(s+u)};
 * print(w((a+c)/2,(b+d)/2,50,40),digits=15) */
static void the_population_corrects_both(void **state)
{
    struct job job;
    (void)state;
    keep_last(LAST "population: 40\n", BEFORE);
    job_open(&job, folder, THIS "population: 50\n", ANSWERS);
    check_limits(row_of(&job, "measures", "满意度", NULL), -0.0830159519359218, 0.4163492852692552,
                 "welch-fpc");
    job_clear(&job);
}

/* Ten against none, ten times: no doubt about that. */
static void what_changed_has_an_arrow_and_a_word(void **state)
{
    struct job job;
    struct wj_buf said = {0};
    (void)state;
    keep_last(LAST, "甲,乙\nD,B\nD,B\nD,B\nC,B\nD,B\nD,C\n");
    job_open(&job, folder, THIS, "甲,乙\nA,B\nB,B\nA,B\nA,B\nA,B\nB,C\n");
    assert_string_equal(text_of(row_of(&job, "rates", "甲", NULL), "change"), "up");
    assert_string_equal(text_of(row_of(&job, "shares", "甲", "D"), "change"), "down");
    dump(&job.report, "comparison", &said);
    const char *text = wj_buf_text(&said);
    assert_non_null(
        strstr(text, " 上期为《去年》（last.json），有效问卷 6 份；本期有效问卷 6 份。\n"));
    assert_non_null(strstr(text, " 与上期相比上升：满意度（+41.67 个百分点）、满意率（+100.00 "
                                 "个百分点）、服务（+83.33 个百分点）。\n"));
    assert_non_null(strstr(text, "|▲ 上升\n"));
    assert_non_null(strstr(text, "|▼ 下降\n"));
    assert_non_null(strstr(text, "|＝ 无明显变化\n"));
    wj_buf_clear(&said);
    job_clear(&job);
}

/* ---- what does not match ---- */

static const struct {
    const char *last;
    const char *csv;
    const char *list;
    const char *name;
    const char *code;
    const char *why; /* "" is none */
} mismatches[] = {
    {LAST, BEFORE, "rates", "甲", NULL, ""},
    /* Another definition, yet the same questions. */
    {"survey: 另\nresponses: responses.csv\n" SCALE "questions:\n" ITEMS, BEFORE, "measures",
     "满意度", NULL, "new"},
    {LAST "  # 丙\n", BEFORE, "shares", "甲", "B", ""},
    {"survey: 去年\nresponses: responses.csv\n" SCALE "questions:\n" ITEMS
     "  - {name: 丙, type: single, options: [{code: A}, {code: B}]}\n" MEASURES,
     "甲,乙,丙\nA,A,A\nB,B,B\n", "shares", "丙", NULL, "gone"},
    {"survey: 去年\nresponses: responses.csv\n" SCALE
     "questions:\n  - {name: 甲, type: single, scale: 度}\n"
     "measures: [{name: 满意度, mean_of: [甲]}]\n",
     "甲\nA\nB\n", "rates", "乙", NULL, "new"},
    {"survey: 去年\nresponses: responses.csv\n" SCALE
     "questions:\n  - {name: 甲, type: single, scale: 度}\n"
     "measures: [{name: 满意度, mean_of: [甲]}]\n",
     "甲\nA\nB\n", "measures", "满意度", NULL, "other_items"},
    {"survey: 去年\nresponses: responses.csv\n"
     "scales: {度: [{code: A, label: 很好, score: 100}, {code: B, label: 好, score: 70}, {code: C, "
     "label: 一般, score: 60}, {code: D, label: 差, score: 0}]}\n"
     "questions:\n" ITEMS MEASURES,
     BEFORE, "rates", "甲", NULL, "other_scores"},
    {"survey: 去年\nresponses: responses.csv\n"
     "scales: {度: [{code: A, label: 很好, score: 100}, {code: B, label: 好, score: 70}, {code: C, "
     "label: 一般, score: 60}, {code: D, label: 差, score: 0}]}\n"
     "questions:\n" ITEMS MEASURES,
     BEFORE, "measures", "满意度", NULL, "other_items"},
    {"survey: 去年\nresponses: responses.csv\n"
     "scales: {度: [{code: A, label: 最好, score: 100}, {code: B, label: 好, score: 80}, {code: C, "
     "label: 一般, score: 60}, {code: E, label: 很差, score: 0}]}\n"
     "questions:\n" ITEMS MEASURES,
     "甲,乙\nA,A\nE,B\n", "shares", "甲", "A", "other_options"},
    {"survey: 去年\nresponses: responses.csv\n"
     "scales: {度: [{code: A, label: 最好, score: 100}, {code: B, label: 好, score: 80}, {code: C, "
     "label: 一般, score: 60}, {code: E, label: 很差, score: 0}]}\n"
     "questions:\n" ITEMS MEASURES,
     "甲,乙\nA,A\nE,B\n", "shares", "甲", "D", "new"},
    {"survey: 去年\nresponses: responses.csv\n"
     "scales: {度: [{code: A, label: 最好, score: 100}, {code: B, label: 好, score: 80}, {code: C, "
     "label: 一般, score: 60}, {code: E, label: 很差, score: 0}]}\n"
     "questions:\n" ITEMS MEASURES,
     "甲,乙\nA,A\nE,B\n", "shares", "甲", "E", "gone"},
    {LAST "base: answered\n", BEFORE, "rates", "甲", NULL, "other_base"},
    {LAST, "甲,乙\nA,A\n", "rates", "甲", NULL, "no_interval"},
    {LAST, "甲,乙\n", "rates", "甲", NULL, "no_value"},
    {"survey: 去年\nresponses: responses.csv\n" SCALE "questions:\n"
     "  - {name: 甲, type: multiple, scale: 度}\n  - {name: 乙, type: single, scale: 度}\n"
     "measures: [{name: 满意度, mean_of: [甲, 乙]}]\n",
     "甲,乙\nA,A\nB,B\n", "rates", "甲", NULL, "other_type"},
};

static void what_does_not_match_says_why(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(mismatches); i++) {
        struct job job;
        keep_last(mismatches[i].last, mismatches[i].csv);
        job_open(&job, folder, THIS, ANSWERS);
        const json_t *row =
            row_of(&job, mismatches[i].list, mismatches[i].name, mismatches[i].code);
        if (strcmp(text_of(row, "why"), mismatches[i].why) != 0) {
            print_error("case %zu: “%s”, expected “%s”\n", i, text_of(row, "why"),
                        mismatches[i].why);
            fail();
        }
        bool there = mismatches[i].why[0] == '\0';
        assert_int_equal(json_is_object(json_object_get(row, "interval")), there);
        assert_int_equal(json_is_string(json_object_get(row, "change")), there);
        job_clear(&job);
    }
}

/* Results of the versions before `base` and `items` were written: what they don't say is taken to
 * be the same. */
static void older_results_do(void **state)
{
    struct job job;
    (void)state;
    keep_last(LAST, BEFORE);
    json_t *last = json_load_file(in_folder(folder, "last.json"), 0, NULL);
    json_object_del(json_object_get(last, "survey"), "base");
    json_object_del(json_array_get(json_object_get(last, "measures"), 0), "items");
    json_dump_file(last, in_folder(folder, "last.json"), 0);
    json_decref(last);
    job_open(&job, folder, THIS, ANSWERS);
    assert_string_equal(text_of(row_of(&job, "measures", "满意度", NULL), "change"), "none");
    job_clear(&job);
}

/* ---- weighted figures ---- */

static void weigh(json_t *object)
{
    json_object_set_new(object, "weighted",
                        json_pack("{s:f,s:f,s:f,s:f}", "value", 0.5, "se_raked", 0.125, "se_fixed",
                                  0.25, "df", 8.0));
}

/* Both have them: 0.5 - 0.5, and se = √(2/64), df = 16: qt(.975, 16) = 2.11990529922125. */
static void weighted_figures_are_compared_where_both_have_them(void **state)
{
    struct job job;
    struct wj_waves waves = {0};
    (void)state;
    keep_last(LAST, BEFORE);
    job_open(&job, folder, THIS, ANSWERS);
    json_t *last = json_load_file(in_folder(folder, "last.json"), 0, NULL);
    weigh(json_array_get(json_object_get(job.report.results, "measures"), 0));
    assert_int_equal(wj_waves_compare(&job.diags, &job.arena, in_folder(folder, "last.json"),
                                      job.survey->confidence, job.report.results, &waves),
                     WJ_OK);
    assert_true(waves.one_weighted && !waves.weighted);
    assert_string_equal(waves.list[0].method, "welch");
    wj_waves_clear(&waves);
    weigh(json_array_get(json_object_get(last, "measures"), 0));
    json_dump_file(last, in_folder(folder, "last.json"), 0);
    json_decref(last);
    assert_int_equal(wj_waves_compare(&job.diags, &job.arena, in_folder(folder, "last.json"),
                                      job.survey->confidence, job.report.results, &waves),
                     WJ_OK);
    assert_true(waves.weighted);
    assert_string_equal(waves.list[0].method, "welch-weighted");
    assert_true(fabs(waves.list[0].change.upper - 2.11990529922125 * sqrt(2.0 / 64)) < 1e-9);
    assert_int_equal(mpq_cmp_ui(waves.list[0].now.value, 1, 2), 0);
    wj_waves_clear(&waves);
    job_clear(&job);
}

/* ---- earlier files that are no good ---- */

/* What is put in the place of a key of the earlier results; NULL: the key goes. */
static const struct {
    const char *key; /* the last is replaced; numbers are places in lists */
    const char *value;
    const char *says; /* in the message */
} faults[] = {
    {"schema", "\"wjtab-results/9\"", "is no results.json"},
    {"questions", NULL, "a scoring project without a survey"},
    {"measures", "{}", "“measures” is not a list"},
    {"returns", NULL, "“returns.valid” is not a count"},
    {"questions 1 name", "7", "“questions[1].name” is not a text"},
    {"questions 0 base", "-1", "“questions[0].base” is not a count"},
    {"questions 0 base", "\"1e5\"", "“questions[0].base” is not a count"},
    {"questions 0 base", "1.5", "“questions[0].base” is not a count"},
    {"questions 0 base", "true", "“questions[0].base” is not a count"},
    {"questions 0 options", "7", "“questions[0].options” is not a list"},
    {"questions 0 options 2 count", "100", "“questions[0].options[2].count” is not at most"},
    {"questions 0 options 2 code", NULL, "“questions[0].options[2].code” is not a text"},
    {"questions 0 rate", "0.5", "“questions[0].rate” is not a fraction"},
    {"questions 0 rate den", "0", "“questions[0].rate” is not a fraction"},
    {"questions 0 rate num", "\"x\"", "“questions[0].rate” is not a fraction"},
    {"questions 0 rate num", "-3", "“questions[0].rate” is not a fraction"},
    {"questions 0 rate_statistics se", "-0.1", "“questions[0].rate_statistics.se” is not"},
    {"questions 0 rate_statistics df", "0", "“questions[0].rate_statistics.df” is not"},
    {"questions 0 rate_statistics mean", "\"m\"", "“questions[0].rate_statistics.mean” is not"},
    {"measures 0 se", "true", "“measures[0].se” is not a standard error"},
    {"measures 1 rate", "{\"num\": 1, \"den\": 7}", "“measures[1].rate” is not a share"},
    {"measures 0 kind", "null", "“measures[0].kind” is not a text"},
};

static void replace(json_t *node, const char *key, const char *value)
{
    char part[64];
    size_t length = strcspn(key, " ");
    json_t *set = value != NULL ? json_loads(value, JSON_DECODE_ANY, NULL) : NULL;
    memcpy(part, key, length);
    part[length] = '\0';
    while (key[length] != '\0') {
        node = json_is_array(node) ? json_array_get(node, strtoul(part, NULL, 10))
                                   : json_object_get(node, part);
        key += length + 1;
        length = strcspn(key, " ");
        memcpy(part, key, length);
        part[length] = '\0';
    }
    assert_non_null(node);
    if (set == NULL) {
        json_object_del(node, part);
    } else {
        json_object_set_new(node, part, set);
    }
}

static void refuse(const char *says)
{
    struct job job = {0};
    write_text(in_folder(folder, "survey.yaml"), THIS);
    write_text(in_folder(folder, "responses.csv"), ANSWERS);
    assert_int_equal(job_run(&job, in_folder(folder, "survey.yaml"), NULL), WJ_DEFINITION);
    assert_int_equal(job.diags.errors, 1);
    if (strstr(job.diags.list[0].message, says) == NULL) {
        print_error("“%s” does not say “%s”\n", job.diags.list[0].message, says);
        fail();
    }
    assert_non_null(strstr(job.diags.list[0].file, "last.json"));
    job_clear(&job);
}

static void an_earlier_file_that_is_no_good_is_refused(void **state)
{
    (void)state;
    keep_last(LAST, BEFORE);
    json_t *good = json_load_file(in_folder(folder, "last.json"), 0, NULL);
    for (size_t i = 0; i < COUNT(faults); i++) {
        json_t *copy = json_deep_copy(good);
        replace(copy, faults[i].key, faults[i].value);
        json_dump_file(copy, in_folder(folder, "last.json"), 0);
        json_decref(copy);
        refuse(faults[i].says);
    }
    json_decref(good);
    write_text(in_folder(folder, "last.json"), "{\"schema\": \"wjtab-results/1\", ");
    refuse("is no results.json");
    write_text(in_folder(folder, "last.json"),
               "{\"schema\": \"wjtab-results/1\", \"schema\": \"wjtab-results/1\"}");
    refuse("is no results.json");
}

static void an_earlier_file_that_is_not_there_is_an_error(void **state)
{
    struct job job = {0};
    (void)state;
    remove(in_folder(folder, "last.json"));
    write_text(in_folder(folder, "survey.yaml"), THIS);
    write_text(in_folder(folder, "responses.csv"), ANSWERS);
    assert_int_equal(job_run(&job, in_folder(folder, "survey.yaml"), NULL), WJ_IO);
    job_clear(&job);
}

/* Every request of the comparison fails once; it then says so, and leaks nothing. */
static void without_memory_it_says_so(void **state)
{
    struct job job;
    (void)state;
    keep_last(LAST, BEFORE);
    job_open(&job, folder, THIS, ANSWERS);
    char path[1024];
    snprintf(path, sizeof path, "%s", in_folder(folder, "last.json"));
    for (unsigned long n = 1;; n++) {
        struct wj_diags diags = {0};
        struct wj_arena arena = {0};
        struct wj_waves waves = {0};
        wj_memory_fail_at(n);
        enum wj_status status = wj_waves_compare(&diags, &arena, path, job.survey->confidence,
                                                 job.report.results, &waves);
        bool failed = wj_memory_requests() >= n;
        wj_memory_fail_at(0);
        wj_waves_clear(&waves);
        wj_diags_clear(&diags);
        wj_arena_clear(&arena);
        assert_int_equal(status, failed ? WJ_MEMORY : WJ_OK);
        if (!failed) {
            assert_true(n > 100);
            break;
        }
    }
    job_clear(&job);
}

static int begin(void **state)
{
    (void)state;
    folder = folder_new();
    return 0;
}

static int end(void **state)
{
    (void)state;
    folder_remove(folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(differences_agree_with_r),
        cmocka_unit_test(the_population_corrects_both),
        cmocka_unit_test(what_changed_has_an_arrow_and_a_word),
        cmocka_unit_test(what_does_not_match_says_why),
        cmocka_unit_test(older_results_do),
        cmocka_unit_test(weighted_figures_are_compared_where_both_have_them),
        cmocka_unit_test(an_earlier_file_that_is_no_good_is_refused),
        cmocka_unit_test(an_earlier_file_that_is_not_there_is_an_error),
        cmocka_unit_test(without_memory_it_says_so),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
