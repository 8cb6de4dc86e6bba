/* Every request for memory of a command fails once. The command then says that memory is out, or
 * ends with the very same output; it never crashes, leaks, or ends with another one. */
#include "../unit/base/support.h"

#include <fcntl.h>
#include <getopt.h>

#include "../../src/cli/cli.h"
#include "wjtab/base/memory.h"

/* As many runs as fit into some seconds; with WJTAB_FAULT_ALL set, every request fails. */
enum { MOST_RUNS = 200, MOST_WORDS = 12 };

#define SAMPLE WJTAB_SOURCE_DIR "/samples/zhifu-2022/"
#define CASE WJTAB_SOURCE_DIR "/tests/golden/cases/tables-weighted/"
#define FAULT WJTAB_SOURCE_DIR "/tests/fault/"

struct command {
    int (*run)(int argc, char **argv);
    const char *words[MOST_WORDS];
    const char *written; /* NULL, or the file that the command writes */
    int status;          /* without a failure */
};

static char *folder;

/* Standard output and error go to a file until they come back. */
static void send_away(int kept[2])
{
    static const char *const names[] = {"stdout", "stderr"};
    fflush(NULL);
    for (int i = 0; i < 2; i++) {
        int file = open(in_folder(folder, names[i]), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        assert_true(file >= 0);
        kept[i] = dup(i + 1);
        assert_true(kept[i] >= 0 && dup2(file, i + 1) == i + 1);
        close(file);
    }
}

static void bring_back(const int kept[2])
{
    fflush(NULL);
    for (int i = 0; i < 2; i++) {
        assert_true(dup2(kept[i], i + 1) == i + 1);
        close(kept[i]);
    }
}

static int run_failing(const struct command *command, unsigned long n, unsigned long *requests)
{
    char *words[MOST_WORDS];
    int kept[2];
    int count = 0;
    for (; command->words[count] != NULL; count++) {
        words[count] = strdup(command->words[count]); /* getopt puts them into another order */
    }
    words[count] = NULL;
    char *given[MOST_WORDS];
    memcpy(given, words, sizeof given);
    optind = 0; /* getopt begins anew */
    send_away(kept);
    wj_memory_fail_at(n);
    int status = command->run(count, words);
    *requests = wj_memory_requests();
    wj_memory_fail_at(0);
    bring_back(kept);
    for (int i = 0; i < count; i++) {
        free(given[i]);
    }
    return status;
}

/* What the command printed and wrote. */
static char *output_of(const struct command *command)
{
    char *printed = read_text(in_folder(folder, "stdout"));
    struct wj_buf all = {0};
    wj_buf_addf(&all, "%s\n", printed);
    free(printed);
    FILE *file = command->written != NULL ? fopen(command->written, "rb") : NULL;
    for (int byte = file != NULL ? getc(file) : EOF; byte != EOF; byte = getc(file)) {
        wj_buf_addf(&all, "%02x", (unsigned)byte);
    }
    if (file != NULL) {
        fclose(file);
    }
    char *copy = strdup(wj_buf_text(&all));
    wj_buf_clear(&all);
    return copy;
}

static bool says_memory(void)
{
    char *messages = read_text(in_folder(folder, "stderr"));
    bool says = strstr(messages, "wjtab: out of memory") != NULL;
    free(messages);
    return says;
}

static bool is_right(const struct command *command, unsigned long n, int status, const char *whole)
{
    char *output = output_of(command);
    bool same = strcmp(output, whole) == 0;
    bool right =
        status == wj_status_exit(WJ_MEMORY) ? says_memory() : status == command->status && same;
    if (!right) {
        char *messages = read_text(in_folder(folder, "stderr"));
        print_error("%s, request %lu: exit status %d, output %s; %s\n", command->words[0], n,
                    status, same ? "the same" : "another", messages);
        free(messages);
    }
    free(output);
    return right;
}

static void fail_every_request(const struct command *command)
{
    unsigned long requests;
    unsigned long ignored;
    size_t wrong = 0;
    size_t refused = 0;
    assert_int_equal(run_failing(command, 0, &requests), command->status);
    char *whole = output_of(command);
    assert_true(strlen(whole) > 100);
    unsigned long step = getenv("WJTAB_FAULT_ALL") != NULL ? 1 : (requests / MOST_RUNS + 1) | 1;
    for (unsigned long n = 1; n <= requests; n += step) {
        if (command->written != NULL) {
            remove(command->written);
        }
        int status = run_failing(command, n, &ignored);
        wrong += is_right(command, n, status, whole) ? 0 : 1;
        refused += status == wj_status_exit(WJ_MEMORY) ? 1 : 0;
    }
    print_message("%lu requests, every %lu. failed: %zu times no memory\n", requests, step,
                  refused);
    free(whole);
    assert_true(refused > 0);
    assert_int_equal(wrong, 0);
}

/* Targets, dates, words, the explanation, and the workbook written back. */
static void a_workbook_is_filled(void **state)
{
    char out[1024];
    (void)state;
    snprintf(out, sizeof out, "%s/filled.xlsx", folder);
    fail_every_request(
        &(struct command){.run = wj_cmd_score,
                          .words = {"score", FAULT "scoring.xlsx", "--facts", FAULT "facts.csv",
                                    "--set", "率=85.5%", "--explain", "-o", out, "--force"},
                          .written = out});
    fail_every_request(&(struct command){
        .run = wj_cmd_score,
        .words = {"score", FAULT "scoring.xlsx", "--facts", FAULT "facts.csv", "--json"}});
}

/* Two projects, a definition and a workbook, and one that can't be scored. */
static void projects_are_ranked(void **state)
{
    static const char definition[] = "survey: 甲项目\nscore: {file: 表.csv, facts: f.csv}\n";
    static const char table[] = "一级指标,分值,公式,得分\n决策,40,,35\n效果,60,60*率,\n";
    char projects[512];
    char out[1024];
    struct wj_buf book = {0};
    FILE *file = fopen(FAULT "scoring.xlsx", "rb");
    (void)state;
    assert_non_null(file);
    for (int byte = getc(file); byte != EOF; byte = getc(file)) {
        wj_buf_add_char(&book, (char)byte);
    }
    fclose(file);
    snprintf(projects, sizeof projects, "%s/projects", folder);
    snprintf(out, sizeof out, "%s/ranking.csv", folder);
    char *facts = read_text(FAULT "facts.csv");
    static const char *const names[] = {"", "/a", "/b", "/c"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[1024];
        snprintf(path, sizeof path, "%s%s", projects, names[i]);
        assert_int_equal(mkdir(path, 0700), 0);
    }
    write_text(in_folder(projects, "a/survey.yaml"), definition);
    write_text(in_folder(projects, "a/表.csv"), table);
    write_text(in_folder(projects, "a/f.csv"), "名称,值\n率,12/13\n");
    write_bytes(in_folder(projects, "b/scoring.xlsx"), wj_buf_slice(&book));
    write_text(in_folder(projects, "b/facts.csv"), facts);
    write_text(in_folder(projects, "c/scoring.csv"), table);
    free(facts);
    wj_buf_clear(&book);
    fail_every_request(&(struct command){.run = wj_cmd_score,
                                         .words = {"score", "--all", projects, "-o", out},
                                         .written = out,
                                         .status = 1});
    fail_every_request(&(struct command){
        .run = wj_cmd_score, .words = {"score", "--all", projects, "--json"}, .status = 1});
}

static void what_does_not_add_up_is_printed(void **state)
{
    static const char *const formats[] = {"--json", "--csv", NULL};
    (void)state;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        fail_every_request(&(struct command){
            .run = wj_cmd_audit,
            .words = {"audit", FAULT "../golden/cases/audit-table/scoring.csv", "--stated",
                      FAULT "../golden/cases/audit-table/stated.csv", formats[i]},
            .status = 1});
    }
}

static void responses_are_looked_at(void **state)
{
    static const struct command list[] = {
        {.run = wj_cmd_check, .words = {"check", SAMPLE "survey.yaml"}, .status = 1},
        {.run = wj_cmd_check, .words = {"check", SAMPLE "survey.yaml", "--json"}, .status = 1},
        {.run = wj_cmd_records, .words = {"records", SAMPLE "responses-online.csv"}},
        {.run = wj_cmd_init, .words = {"init", SAMPLE "responses-online.csv"}},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(list); i++) {
        fail_every_request(&list[i]);
    }
}

/* With `unique`, rejected responses, a quantity and a table; then without `unique`. */
static void parts_are_tallied_merged_and_reported(void **state)
{
    static const char *const valid[] = {
        "valid: {required: [], unique: {columns: [号], keep: last}}\n", "valid: {required: []}\n"};
    (void)state;
    for (size_t i = 0; i < COUNT(valid); i++) {
        struct wj_buf yaml = {0};
        char paths[5][1024];
        static const char *const names[] = {"survey.yaml", "a.csv", "a.tally", "b.tally", "out"};
        char written[1100];
        for (size_t j = 0; j < COUNT(names); j++) {
            snprintf(paths[j], sizeof paths[j], "%s/%zu-%s", folder, i, names[j]);
        }
        snprintf(written, sizeof written, "%s/results.json", paths[4]);
        wj_buf_addf(
            &yaml,
            "survey: t\nresponses: a.csv\nquestions:\n"
            "  - {name: 甲, type: single, options: [{code: A, score: 1}, {code: B, score: 0}]}\n"
            "  - {name: 乙, type: multiple, options: [{code: A}, {code: B}]}\n"
            "  - {name: 丙, type: quantity}\n%s"
            "tables: [{rows: [甲], by: [乙]}]\noutput: {formats: [json]}\n",
            valid[i]);
        write_text(paths[0], wj_buf_text(&yaml));
        write_text(paths[1], "号,甲,乙,丙\n1,A,A,1\n2,B,A;B,2.5\n1,B,,\n3,X,A,9\n");
        fail_every_request(&(struct command){
            .run = wj_cmd_tally,
            .words = {"tally", paths[0], paths[1], "-o", paths[2], "--keep", "rows"},
            .written = paths[2]});
        fail_every_request(&(struct command){.run = wj_cmd_merge,
                                             .words = {"merge", paths[2], paths[2], "-o", paths[3]},
                                             .written = paths[3]});
        fail_every_request(&(struct command){
            .run = wj_cmd_run,
            .words = {"run", paths[0], "--from", paths[3], "-o", paths[4], "--force"},
            .written = written});
        wj_buf_clear(&yaml);
    }
}

/* Weighted bands side by side and nested, summaries, tests; a grid; quantities. */
static void a_table_is_printed(void **state)
{
    static const char *const formats[] = {"text", "csv", "json"};
    (void)state;
    for (size_t i = 0; i < COUNT(formats); i++) {
        fail_every_request(&(struct command){
            .run = wj_cmd_table,
            .words = {"table", CASE "survey.yaml", "--rows=服务,年龄", "--by=性别,性别*街道",
                      "--summaries=rate,mean,quartiles", "--show=row_share,no_answer",
                      "--tests=95%", "--quiet", "--format", formats[i]}});
    }
    fail_every_request(&(struct command){
        .run = wj_cmd_table,
        .words = {"table", CASE "survey.yaml", "--grid=满意度", "--by=性别", "--quiet"}});
}

/* Grids, shares of rows and tables, indexes, and weighted figures in a workbook. */
static void a_weighted_workbook_is_written(void **state)
{
    char out[1024];
    char written[1100];
    (void)state;
    snprintf(out, sizeof out, "%s/weighted", folder);
    snprintf(written, sizeof written, "%s/workbook.xlsx", out);
    fail_every_request(&(struct command){
        .run = wj_cmd_run,
        .words = {"run", CASE "survey.yaml", "--format", "xlsx", "--quiet", "--force", "-o", out},
        .written = written});
}

static int make_folder(void **state)
{
    (void)state;
    folder = folder_new();
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    folder_remove(folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_workbook_is_filled),
        cmocka_unit_test(projects_are_ranked),
        cmocka_unit_test(what_does_not_add_up_is_printed),
        cmocka_unit_test(responses_are_looked_at),
        cmocka_unit_test(parts_are_tallied_merged_and_reported),
        cmocka_unit_test(a_table_is_printed),
        cmocka_unit_test(a_weighted_workbook_is_written),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
