/* Every request for memory of a whole job fails once. The job then says that memory is out, or
 * ends with the very same output; it never crashes, leaks, or ends with another one. */
#include "../unit/measure/job_support.h"

#include <jansson.h>

#include "wjtab/report/form.h"
#include "wjtab/write/write.h"

/* As many runs as fit into a quarter of a minute; with WJTAB_FAULT_ALL set, every request fails. */
enum { MOST_RUNS = 500 };

#define SAMPLE WJTAB_SOURCE_DIR "/samples/zhifu-2022/"

/* What a job is made of, and what came out of it. */
struct run {
    const char *definition;
    const char *responses; /* NULL: the definition's */
    char *folder;          /* where to write; NULL: nowhere */
    bool form;             /* the blank questionnaire instead */
    struct wj_buf output;
    bool lost; /* a message was lost, and the sink knows */
    enum wj_status status;
};

static void add_messages(const struct wj_diags *diags, struct wj_buf *out)
{
    for (size_t i = 0; i < diags->count; i++) {
        wj_diag_write(&diags->list[i], out);
    }
}

static void add_results(const json_t *results, struct wj_buf *out)
{
    char *text = json_dumps(results, JSON_COMPACT);
    wj_buf_add_text(out, text);
    free(text);
}

static enum wj_status write_all(struct job *job, const struct run *run, struct wj_buf *text)
{
    enum wj_status status = wj_write_text(&job->report, text);
    if (status == WJ_OK && run->folder != NULL) {
        struct wj_write_options options = {.folder = run->folder,
                                           .formats = WJ_FORMAT_TEXT | WJ_FORMAT_CSV |
                                                      WJ_FORMAT_HTML | WJ_FORMAT_XLSX |
                                                      WJ_FORMAT_DOCX};
        status = wj_write_folder(&job->diags, &job->report, &options);
    }
    return status;
}

static enum wj_status run_form(struct job *job, const struct run *run, struct wj_buf *text)
{
    enum wj_status status = wj_survey_load(&job->diags, run->definition, &job->survey);
    if (status == WJ_OK) {
        job->has_report = true;
        status = wj_form_build(&job->diags, job->survey, 0, &job->report);
    }
    if (status == WJ_OK) {
        status = wj_write_html(&job->report, text);
    }
    return status == WJ_OK ? wj_write_docx(&job->diags, &job->report, text) : status;
}

static enum wj_status run_survey(struct job *job, const struct run *run, struct wj_buf *text)
{
    enum wj_status status = job_run(job, run->definition, run->responses);
    return status == WJ_OK ? write_all(job, run, text) : status;
}

/* Runs the job while its n-th request fails; 0: none. */
static void run_failing(struct run *run, unsigned long n)
{
    struct job job = {0};
    struct wj_buf text = {0};
    wj_memory_fail_at(n);
    run->status = run->form ? run_form(&job, run, &text) : run_survey(&job, run, &text);
    unsigned long requests = wj_memory_requests();
    wj_memory_fail_at(0);
    wj_buf_reset(&run->output);
    run->lost = job.diags.failed;
    if (run->status == WJ_OK) {
        add_messages(&job.diags, &run->output);
        wj_buf_add(&run->output, wj_buf_slice(&text));
        add_results(job.report.results, &run->output);
        wj_buf_add(&run->output, wj_buf_slice(&job.report.scoring.bytes));
    } else if (run->status != WJ_MEMORY) {
        show_diags(&job.diags);
    }
    wj_buf_clear(&text);
    job_clear(&job);
    if (n == 0) {
        wj_buf_addf(&run->output, "\n%lu", requests); /* taken off again by its reader */
    }
}

/* Without a failure: what should come out. Returns how many requests there were. */
static unsigned long run_whole(struct run *run)
{
    run_failing(run, 0);
    assert_int_equal(run->status, WJ_OK);
    size_t end = run->output.len;
    while (run->output.ptr[end - 1] != '\n') {
        end--;
    }
    unsigned long requests = strtoul(wj_buf_text(&run->output) + end, NULL, 10);
    run->output.len = end - 1;
    return requests;
}

static bool is_right(const struct run *run, const struct run *whole, unsigned long n)
{
    if (run->status == WJ_MEMORY) {
        return true;
    }
    if (run->status != WJ_OK) {
        print_error("request %lu: status %s\n", n, wj_status_text(run->status));
        return false;
    }
    if (run->lost || wj_slice_equal(wj_buf_slice(&run->output), wj_buf_slice(&whole->output))) {
        return true;
    }
    size_t same = 0;
    while (same < run->output.len && same < whole->output.len &&
           run->output.ptr[same] == whole->output.ptr[same]) {
        same++;
    }
    print_error("request %lu: another output at byte %zu: %.60s, not %.60s\n", n, same,
                run->output.ptr + same, whole->output.ptr + same);
    return false;
}

static void fail_every_request(struct run *run)
{
    struct run whole = {
        .definition = run->definition, .responses = run->responses, .form = run->form};
    size_t wrong = 0;
    size_t refused = 0;
    whole.folder = run->folder;
    run_whole(&whole); /* so that with a folder there is an earlier run */
    unsigned long requests = run_whole(&whole);
    unsigned long step = getenv("WJTAB_FAULT_ALL") != NULL ? 1 : (requests / MOST_RUNS + 1) | 1;
    for (unsigned long n = 1; n <= requests; n += step) {
        run_failing(run, n);
        wrong += is_right(run, &whole, n) ? 0 : 1;
        refused += run->status == WJ_MEMORY ? 1 : 0;
    }
    print_message("%lu requests, every %lu. failed: %zu times no memory\n", requests, step,
                  refused);
    assert_true(refused > 0);
    wj_buf_clear(&whole.output);
    wj_buf_clear(&run->output);
    assert_int_equal(wrong, 0);
}

static void the_sample_runs_out_of_memory_everywhere(void **state)
{
    struct run run = {.definition = SAMPLE "survey.yaml"};
    (void)state;
    fail_every_request(&run);
}

static void and_with_the_responses_of_the_web_form(void **state)
{
    struct run run = {.definition = SAMPLE "survey.yaml",
                      .responses = SAMPLE "responses-online.csv"};
    (void)state;
    fail_every_request(&run);
}

static void and_where_counts_are_hidden(void **state)
{
    struct run run = {.definition = WJTAB_SOURCE_DIR "/tests/golden/cases/suppressed/survey.yaml"};
    (void)state;
    fail_every_request(&run);
}

/* Everything that the sample has not: routes, patterns, tails, columns per option, named rules,
 * `unique` that keeps the last, weights, pooled and nested figures. */
static const char definition[] =
    "survey: t\n"
    "distributed: 40\n"
    "responses: responses.csv\n"
    "id: 号\n"
    "questions:\n"
    "  - {name: 甲, type: single, numbered: true, options: [{code: A, score: 2, also: [好, 很好]},"
    " {code: B, score: 1, pattern: '^差'}, {code: C, label: 其他, other: true}]}\n"
    "  - {name: 乙, type: single, options: [{code: A, score: 100}, {code: B, score: 0}],"
    " asked_if: '甲<>\"C\"'}\n"
    "  - {name: 丙, type: multiple, columns: '/丙(?<option>.)/', options: [{code: X}, {code: Y}]}\n"
    "  - {name: 丁, type: multiple, options: [{code: X, score: 2}, {code: Y, score: 1}, {code: Z, "
    "other: true}],"
    " exclusive: [X]}\n"
    "  - {name: 龄, type: quantity, min: 16, max: 100}\n"
    "  - {name: 言, type: text, themes: [{label: 数, pattern: 一|二}, {label: 母, pattern: x, not: "
    "xx}]}\n"
    "valid:\n"
    "  required: [甲]\n"
    "  unknown: missing\n"
    "  several_ticks: missing\n"
    "  min_seconds: {column: 秒, at_least: 45}\n"
    "  max_missing: 60%\n"
    "  straight_line: {questions: [甲, 乙], reject: true}\n"
    "  rules: [{name: 一, reject_if: 'AND(龄>60,HAS(丁,\"Y\"))'}, {name: 二, reject_if: '言>1'}]\n"
    "  unique: {columns: [号, 言], keep: last}\n"
    "base: answered\n"
    "population: 40\n"
    "sample_size: 3%\n"
    "intervals: {shares: clopper-pearson}\n"
    "measures:\n"
    "  - {name: 均, mean_of: [甲, 乙], weights: [2, 1]}\n"
    "  - {name: 合, pooled_of: [甲, 乙, 丁]}\n"
    "  - {name: 份, share_of: {question: 丁, codes: [X, Y]}}\n"
    "tables: [{rows: [甲, 丁], by: [乙, [丙, 乙]], where: '龄+1>20'}]\n"
    "tests: {columns: [95%, 90%], adjust: holm}\n"
    "summaries: [alpha, paired, importance]\n"
    "open_answers: {list: 1, least: 2}\n"
    "previous: last.json\n"
    "report: {texts: {title: '{标题} {均}', intro: \"一\\n{{二}} {有效率}\", items.before: 前, "
    "tables.after: 后, themes.title: 言}}\n";

static const char last[] =
    "{\"schema\": \"wjtab-results/1\", \"survey\": {\"title\": \"s\", \"base\": \"answered\"}, "
    "\"returns\": {\"valid\": 9}, \"questions\": [{\"name\": \"甲\", \"type\": \"single\", "
    "\"base\": 9, \"options\": [{\"code\": \"A\", \"label\": \"A\", \"score\": 2, \"count\": 4}, "
    "{\"code\": \"B\", \"label\": \"B\", \"score\": 1, \"count\": 2}, {\"code\": \"C\", "
    "\"label\": \"别的\", \"count\": 3}], \"rate\": {\"num\": 5, \"den\": 6}, "
    "\"rate_statistics\": {\"mean\": 0.833, \"se\": 0.1, \"df\": 5}}], "
    "\"measures\": [{\"name\": \"份\", \"kind\": \"share_of\", \"base\": 9, "
    "\"rate\": {\"num\": 1, \"den\": 3}}]}";

static const char responses[] = "号,甲,乙,丙X,丙Y,丁,龄,言,秒\n"
                                "1,A,B,1,0,\"X,Y\",30,一,97\n"
                                "2,很好,B,,1,Y;Z(甲),40,二,1分37秒\n"
                                "2,Ｂ,A,1,1,\"Z:甲\",50,二,0:01:37\n"
                                "3,差得很,A,-3,-3,XY,70,审批慢,60\n"
                                "4,C：别的,,1,,YZ,17,审批慢,50\n"
                                "5,1,2,1,,Q,17,x,30\n"
                                "6,AB,B,,,,x,5,99\n"
                                "7,,,,,,,,\n"
                                "8,A,A,1,1,Y,200,y,99\n"
                                "9,B\n"
                                "10,A,B,1,1,Y,70,y,99\n";

static void a_survey_of_everything_runs_out_of_memory_everywhere(void **state)
{
    char *folder = folder_new();
    char yaml[1024];
    char out[1024];
    (void)state;
    snprintf(yaml, sizeof yaml, "%s/survey.yaml", folder);
    snprintf(out, sizeof out, "%s/out", folder);
    write_text(yaml, definition);
    write_text(in_folder(folder, "responses.csv"), responses);
    write_text(in_folder(folder, "last.json"), last);
    struct run run = {.definition = yaml, .folder = out};
    fail_every_request(&run);
    assert_int_equal(files_in(out), 12); /* the last run stands, and no temporary file */
    folder_remove(folder);
}

/* Raked and by a column. */
static void weighted_surveys_run_out_of_memory_everywhere(void **state)
{
    static const char *const weightings[] = {
        "{targets: {性别: {1: 30, 2: 70}, 年级: {1: 55, 2: 45}}, trim: 1.2}", "{column: 权重}"};
    char *folder = folder_new();
    char yaml[1024];
    (void)state;
    snprintf(yaml, sizeof yaml, "%s/survey.yaml", folder);
    write_text(in_folder(folder, "responses.csv"),
               "性别,年级,服务,多,龄,权重\n1,1,A,\"X,Y\",3,0.5\n2,1,B,X,10,1000.25\n1,2,B,Y,8,１\n"
               "2,2,,X,7,2\n,1,A,,9,0\n");
    for (size_t i = 0; i < COUNT(weightings); i++) {
        struct wj_buf text = {0};
        wj_buf_addf(
            &text,
            "survey: t\nresponses: responses.csv\nquestions:\n"
            "  - {name: 性别, type: single, options: [{code: 1}, {code: 2}]}\n"
            "  - {name: 年级, type: single, options: [{code: 1}, {code: 2}]}\n"
            "  - {name: 服务, type: single, options: [{code: A, score: 2}, {code: B, score: 1}]}\n"
            "  - {name: 多, type: multiple, options: [{code: X, score: 2}, {code: Y, score: 1}]}\n"
            "  - {name: 龄, type: quantity, min: 0, max: 10}\n"
            "valid: {required: []}\n"
            "measures: [{name: 均, mean_of: [服务, 多]}, {name: 合, pooled_of: [服务, 多]},"
            " {name: 份, share_of: {question: 多, codes: [X]}}]\n"
            "tables: [{rows: [服务], by: [性别]}]\nweighting: %s\n",
            weightings[i]);
        write_text(yaml, wj_buf_text(&text));
        wj_buf_clear(&text);
        struct run run = {.definition = yaml};
        fail_every_request(&run);
    }
    folder_remove(folder);
}

static void a_form_runs_out_of_memory_everywhere(void **state)
{
    static const char printed[] =
        "survey: 用水调查\nid: 号\nform: {greeting: \"一\\n二\"}\n"
        "scales: {度: [{code: A, label: 好}, {code: B, label: 差, other: true}]}\nquestions:\n"
        "  - {name: 甲, type: single, options: [{code: A, label: 是}, {code: B, other: true}]}\n"
        "  - {name: 乙, type: single, scale: 度, asked_if: '甲=\"A\"'}\n"
        "  - {name: 丙, type: single, scale: 度, asked_if: 'NOT(甲=\"A\")'}\n"
        "  - {name: 丁, type: single, scale: 度}\n"
        "  - {name: 龄, type: quantity, min: 16, max: 100}\n"
        "  - {name: 言, type: text}\n";
    char *folder = folder_new();
    char yaml[1024];
    (void)state;
    snprintf(yaml, sizeof yaml, "%s/survey.yaml", folder);
    write_text(yaml, printed);
    struct run run = {.definition = yaml, .form = true};
    fail_every_request(&run);
    folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sample_runs_out_of_memory_everywhere),
        cmocka_unit_test(and_with_the_responses_of_the_web_form),
        cmocka_unit_test(and_where_counts_are_hidden),
        cmocka_unit_test(a_survey_of_everything_runs_out_of_memory_everywhere),
        cmocka_unit_test(weighted_surveys_run_out_of_memory_everywhere),
        cmocka_unit_test(a_form_runs_out_of_memory_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
