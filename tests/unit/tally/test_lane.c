/* The fast lane against the careful path over random bytes, for every kernel and many block sizes:
 * the same counts, the same ledger, the same refusals at the same places.
 *
 *   test_lane           some dozen files
 *   test_lane FILES     so many */
#include "../base/random.h"
#include "../base/support.h"

#include "counts_shown.h"
#include "lane_support.h"

static unsigned long random_files = 60;

/* ---- everything that counting gives ---- */

static void show_counts(struct wj_buf *out, enum wj_status status, struct counting *counting)
{
    wj_buf_reset(out);
    wj_screen_finish(counting->screen, &counting->diags);
    wj_tally_finish(&counting->tally, &counting->diags);
    wj_buf_addf(out, "%d %llu %llu %llu\n", (int)status, (unsigned long long)counting->records,
                (unsigned long long)counting->tally.effective,
                (unsigned long long)wj_screen_straight(counting->screen));
    show_counters(out, &counting->tally);
    show_quantities(out, &counting->tally);
    show_ledger(out, counting->screen);
    for (size_t i = 0; i < counting->diags.count; i++) {
        wj_diag_write(&counting->diags.list[i], out);
    }
    assert_int_equal(wj_buf_status(out), WJ_OK);
}

static uint64_t show_counting(struct wj_buf *out, struct counting *counting)
{
    show_counts(out, counting_do(counting), counting);
    uint64_t taken = counting->taken;
    counting_clear(counting);
    return taken;
}

static uint64_t compare_ways(const struct wj_survey *survey, const char *path, size_t block)
{
    static struct wj_buf expected;
    static struct wj_buf seen;
    uint64_t taken = 0;
    struct counting careful = {.survey = survey, .path = path, .careful = true};
    careful.way = (struct wj_csv_way){.kernel = NULL, .block = block};
    show_counting(&expected, &careful);
    for (size_t i = 0; i < wj_memo_kernel_count; i++) {
        const struct wj_scan_kernel *scan = wj_scan_kernels[i % wj_scan_kernel_count];
        if (!scan->runs() || !wj_memo_kernels[i]->runs()) {
            continue;
        }
        struct counting fast = {.survey = survey, .path = path, .kernel = wj_memo_kernels[i]};
        fast.runs_due = i % 2 == 0 ? 3 : 0;
        fast.way = (struct wj_csv_way){.kernel = scan, .block = block};
        taken += show_counting(&seen, &fast);
        if (!wj_slice_equal(wj_buf_slice(&seen), wj_buf_slice(&expected))) {
            print_error("%s, blocks of %zu bytes, %s:\n%s\nnot\n%s\n", wj_memo_kernels[i]->name,
                        block, path, wj_buf_text(&seen), wj_buf_text(&expected));
            fail();
        }
    }
    return taken;
}

/* ---- random files ---- */

#define QUESTIONS                                                                                              \
    "survey: t\nresponses: responses.csv\nid: 号\nquestions:\n"                                               \
    "  - {name: 分, type: single, options: [{code: A, label: 非常满意, score: 100},"                      \
    " {code: B, label: 对窗口服务的态度和效率都比较满意, score: 50}, {code: C, score: 0},"     \
    " {code: Z, label: 说不清, other: true}]}\n"                                                            \
    "  - {name: 评, type: single, options: [{code: A, score: 2}, {code: B, score: 1}]%s}\n"                   \
    "  - {name: 再, type: single, options: [{code: A, score: 9}, {code: B, score: 1}]}\n"                     \
    "  - {name: 用, type: single, options: [{code: A}, {code: B}]}\n"                                         \
    "  - {name: 多, type: multiple, options: [{code: A, label: 申报审批环节的材料要求, score: 5}," \
    " {code: B, label: 资金拨付, score: 3}, {code: C, label: 政策宣传和解读}], exclusive: [C]}\n"   \
    "  - {name: 龄, type: quantity%s}\n"                                                                      \
    "  - {name: 言, type: text%s}\n"                                                                          \
    "  - {name: 选, type: multiple, columns: '/^选\\((?<option>.*)\\)$/',"                                   \
    " options: [{code: A}, {code: B}, {code: C, label: 其他}]%s}\n"                                          \
    "measures:\n"                                                                                              \
    "  - {name: 均, mean_of: [分, 评, 再]}\n"                                                              \
    "  - {name: 合, pooled_of: [分, 多]}\n"                                                                 \
    "  - {name: 份, share_of: {question: 多, codes: [A, C]}}\n"

static const char *const asked[] = {"", "", ", asked_if: '用=\"A\"'", ", asked_if: 'NOT(龄>40)'"};
static const char *const limits[] = {"", ", min: 0, max: 100"};
static const char *const themes[] = {
    "", "", ", themes: [{label: 快, pattern: '快'}, {label: 慢, pattern: '慢'}]"};

static const char *const settings[] = {
    "",
    "base: answered\nvalid: {required: []}\n",
    "valid: {required: [], unknown: missing, several_ticks: missing}\n"
    "summaries: [mean, alpha]\n",
    "valid: {required: all, min_seconds: {column: 秒, at_least: 45}}\n",
    "valid: {required: [用], max_missing: 30%, straight_line: {questions: [评, 再, 用]}}\n",
    "valid: {required: [], straight_line: {questions: [评, 再, 用], reject: false}}\n",
    "valid: {required: [], rules: [{name: 一, reject_if: 'AND(分=\"A\",再=\"B\")'},"
    " {name: 二, reject_if: '龄+1>60'}]}\n",
    "valid: {required: [评], unknown: missing}\n"
    "tables:\n"
    "  - {rows: [分, 多, 用, 龄], by: [用, 多]}\n"
    "  - {rows: [分], by: [[用, 多]], where: '龄+1>=31'}\n"
    "tests: {columns: [95%]}\n",
    "valid: {required: [用], unknown: missing}\n"
    "weighting: {targets: {用: {A: 100, B: 200}}}\n",
};

static const char *const singles[] = {"A",  "B",  "A", "B",     "A",   "",
                                      "-3", "AB", "x", "\"A\"", "\"\""};
static const char *const scored[] = {"A",
                                     "非常满意",
                                     "非常满意",
                                     "B",
                                     "对窗口服务的态度和效率都比较满意",
                                     "C",
                                     "\"非常满意\"",
                                     "Z",
                                     "说不清（都有）",
                                     "",
                                     "ＡＡ",
                                     " A ",
                                     "\"A\n\"",
                                     "\"说不清,\"\"不好说\"\"\""};
static const char *const many[] = {"A",
                                   "申报审批环节的材料要求┋资金拨付",
                                   "资金拨付",
                                   "C",
                                   "A;B",
                                   "",
                                   "\"A,B\"",
                                   "A;C",
                                   "申报审批环节的材料要求┋资金拨付┋政策宣传和解读",
                                   "-3",
                                   "申报审批环节的材料要求 ; 资金拨付 ; 申报审批环节的材料要求"};
static const char *const numbers[] = {"30",   "41.5", "",   "x",  "18",      "1e40",      "-7",
                                      "30.0", "-3",   "99", "７", "1234567", "\"1,000\"", "2²"};
static const char *const texts[] = {"",
                                    "",
                                    "快",
                                    "又快又慢",
                                    "(空)",
                                    "（跳过）",
                                    "-2",
                                    "-20",
                                    "\"窗口写着\"\"暂停\"\"\"",
                                    " ",
                                    "\u3000",
                                    "\u200b",
                                    "\"\"\"快\"\"\"",
                                    "别的",
                                    "\"一,\n二\"",
                                    "no",
                                    "(a)",
                                    "“引”",
                                    "\"\r\n\""};
static const char *const ticks[] = {"1",  "0",  "",   "是", "否",    "-3",
                                    "-3", "-3", "-2", " 0", "\"1\"", "一个很长的其他理由"};
static const char *const seconds[] = {"97", "46", "12", "1分37秒", "", "0:01:37", "很快"};

/* What is refused or has the wrong shape. */
static const char *const bad[] = {"5\" 太小", "\"a\"b", "\xFF", "\"", "a,b", "\xE4\xBD"};

static void add_cell(struct wj_buf *out, const char *cell, size_t badness)
{
    bool spoilt = badness > 0 && random_below(badness) == 0;
    wj_buf_add_text(out, spoilt ? PICK(bad) : cell);
    wj_buf_add_text(out, ",");
}

static void add_record(struct wj_buf *out, size_t badness, size_t mess)
{
    bool tidy = random_below(100) >= mess;
    if (random_below(100) == 0) {
        wj_buf_add_text(out, "7,,,,,,,,,,,"); /* nothing but its number */
        return;
    }
    wj_buf_addf(out, "%u,", random_below(1000));
    add_cell(out, tidy ? scored[random_below(6)] : PICK(scored), badness);
    if (random_below(300) == 0) {
        out->ptr[out->len - 1] = '\n'; /* two records that have as many marks as one */
    }
    for (size_t i = 0; i < 3; i++) {
        add_cell(out, tidy ? singles[random_below(5)] : PICK(singles), badness);
    }
    add_cell(out, tidy ? many[random_below(5)] : PICK(many), badness);
    add_cell(out, tidy ? numbers[random_below(2)] : PICK(numbers), badness);
    add_cell(out, tidy ? ticks[random_below(4)] : PICK(ticks), badness);
    add_cell(out, tidy ? ticks[random_below(4)] : PICK(ticks), badness);
    add_cell(out, tidy ? texts[random_below(4)] : PICK(texts), badness);
    add_cell(out, tidy ? ticks[random_below(4)] : PICK(ticks), badness);
    wj_buf_add_text(out, PICK(seconds));
}

static void add_file(struct wj_buf *out)
{
    static const char *const ends[] = {"\n", "\n", "\r\n", "\r"};
    const char *end = PICK(ends);
    size_t records = 1 + random_below(3000);
    size_t badness = random_below(3) == 0 ? 20000 : 0;
    size_t mess = 1 + random_below(30);
    size_t blank = random_below(2) * 20;
    wj_buf_reset(out);
    wj_buf_addf(out, "%s号,分,评,再,用,多,龄,选(A),选(B),言,选(C),秒%s",
                random_below(4) == 0 ? "\xEF\xBB\xBF" : "", end);
    for (size_t i = 0; i < records; i++) {
        add_record(out, badness, mess);
        wj_buf_add_text(out, i + 1 < records || random_below(2) == 0 ? end : "");
        wj_buf_add_text(out, blank > 0 && random_below(blank) == 0 ? end : "");
    }
}

static struct wj_survey *make_survey(const char *path)
{
    struct wj_buf text = {0};
    struct wj_diags diags = {0};
    struct wj_survey *survey = NULL;
    wj_buf_addf(&text, QUESTIONS "%s", PICK(asked), PICK(limits), PICK(themes), PICK(asked),
                PICK(settings));
    write_text(path, wj_buf_text(&text));
    wj_survey_load(&diags, path, &survey);
    show_diags(&diags);
    assert_non_null(survey);
    wj_diags_clear(&diags);
    wj_buf_clear(&text);
    return survey;
}

static void test_random_files_are_counted_the_same(void **state)
{
    static const size_t blocks[] = {0, 0, 64, 1000, 5000, 65536};
    struct wj_buf bytes = {0};
    char *folder = folder_new();
    uint64_t taken = 0;
    (void)state;
    for (unsigned long i = 0; i < random_files; i++) {
        random_seed(i);
        struct wj_survey *survey = make_survey(in_folder(folder, "survey.yaml"));
        add_file(&bytes);
        write_bytes(in_folder(folder, "responses.csv"), wj_buf_slice(&bytes));
        taken += compare_ways(survey, in_folder(folder, "responses.csv"), PICK(blocks));
        wj_survey_free(survey);
    }
    /* It would be no test if the lane left everything. */
    assert_true(taken > 500 * random_files);
    wj_buf_clear(&bytes);
    folder_remove(folder);
}

/* ---- memory ---- */

static void test_memory_may_run_out_anywhere(void **state)
{
    static struct wj_buf expected;
    static struct wj_buf seen;
    struct wj_buf bytes = {0};
    char *folder = folder_new();
    (void)state;
    random_seed(8);
    struct wj_survey *survey = make_survey(in_folder(folder, "survey.yaml"));
    wj_buf_add_text(&bytes, "号,分,评,再,用,多,龄,选(A),选(B),言,选(C),秒\n");
    for (size_t i = 0; i < 900; i++) {
        add_record(&bytes, 0, 10);
        wj_buf_add_text(&bytes, "\n");
    }
    write_bytes(in_folder(folder, "responses.csv"), wj_buf_slice(&bytes));
    struct counting counting = {
        .survey = survey, .path = in_folder(folder, "responses.csv"), .runs_due = 3};
    counting.way.kernel = wj_scan_kernel();
    struct counting all = counting;
    wj_memory_fail_at(0);
    assert_true(show_counting(&expected, &all) > 100);
    unsigned long requests = wj_memory_requests();
    for (unsigned long n = 1; n < requests; n += 1 + requests / 300) {
        struct counting one = counting;
        wj_memory_fail_at(n);
        enum wj_status status = counting_do(&one);
        wj_memory_fail_at(0);
        /* What asks for memory beside the counting may do without. */
        if (status == WJ_OK && !one.tally.failed) {
            show_counts(&seen, status, &one);
            assert_string_equal(wj_buf_text(&seen), wj_buf_text(&expected));
        } else {
            assert_true(one.tally.failed || status == WJ_MEMORY);
        }
        counting_clear(&one);
    }
    wj_survey_free(survey);
    wj_buf_clear(&bytes);
    wj_buf_clear(&seen);
    wj_buf_clear(&expected);
    folder_remove(folder);
}

/* ---- the memo ---- */

static void add_random_cell(struct wj_buf *out)
{
    static const char *const parts[] = {"满意", "A", "┋", "不", "1", "审批", ",", "较"};
    size_t count = random_below(30);
    wj_buf_reset(out);
    for (size_t i = 0; i < count; i++) {
        wj_buf_add_text(out, PICK(parts));
    }
}

/* Looks a cell up as the lane does, between two others. */
static uint32_t find_cell(const struct wj_memo *memo, struct wj_slice cell)
{
    struct wj_buf text = {0};
    uint32_t values[WJ_MEMO_BATCH];
    wj_buf_add_text(&text, "B,");
    wj_buf_add(&text, cell);
    wj_buf_add_text(&text, ",");
    uint32_t ends[] = {1, (uint32_t)text.len - 1};
    for (size_t i = 0; i < WJ_MEMO_WIDE; i++) {
        wj_buf_add_text(&text, "x");
    }
    struct wj_memo_rows rows = {.text = wj_buf_text(&text), .marks = ends, .stride = 2};
    memo->kernel->find(memo, &rows, 1, 1, 1, values);
    wj_buf_clear(&text);
    assert_int_equal(wj_memo_get(memo, cell), values[0]);
    return values[0];
}

static void test_the_memo_finds_what_was_put(void **state)
{
    (void)state;
    for (size_t i = 0; i < wj_memo_kernel_count; i++) {
        struct wj_memo memo = {0};
        struct wj_map known = {0};
        struct wj_buf cell = {0};
        random_seed(i);
        if (!wj_memo_kernels[i]->runs()) {
            continue;
        }
        assert_int_equal(wj_memo_init(&memo, wj_memo_kernels[i]), WJ_OK);
        for (uint32_t number = 0; number < 3000; number++) {
            uint64_t *value = NULL;
            add_random_cell(&cell);
            const uint64_t *expected = wj_map_get(&known, wj_buf_slice(&cell));
            uint32_t found = find_cell(&memo, wj_slice(wj_buf_text(&cell), cell.len));
            assert_int_equal(found, expected != NULL ? *expected : WJ_MEMO_NONE);
            if (expected == NULL && random_below(3) > 0) {
                struct wj_slice text = wj_slice(wj_buf_text(&cell), cell.len);
                assert_int_equal(wj_map_put(&known, text, &value), WJ_OK);
                assert_int_equal(wj_memo_put(&memo, text, number), WJ_OK);
                *value = number;
            }
        }
        wj_memo_clear(&memo);
        wj_map_clear(&known);
        wj_buf_clear(&cell);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_files_are_counted_the_same),
        cmocka_unit_test(test_memory_may_run_out_anywhere),
        cmocka_unit_test(test_the_memo_finds_what_was_put),
    };
    random_files = argc > 1 ? strtoul(argv[1], NULL, 10) : random_files;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
