/* Several threads against one: whole jobs over the same answers give the same report, ledger, rows
 * and messages, whatever the number of threads and the size of what they read at once.
 *
 *   test_crew                         the samples, and jobs over random answers
 *   test_crew ROUNDS                  so many of these
 *   test_crew DEFINITION FILE…        this job */
#include "../base/random.h"
#include "../base/support.h"

#include <stdio.h>

#include "../../../src/cli/job.h"
#include "wjtab/base/text.h"
#include "wjtab/read/codes.h"
#include "wjtab/write/write.h"

static unsigned long rounds = 12;
static uint64_t taken; /* records that lanes took of the last files */

/* How a job is done. */
struct way {
    size_t threads;
    size_t block;
    bool careful;
    bool book;    /* keeps the rows for the workbook */
    bool failing; /* of memory */
};

static void show_ledger(const struct wj_ledger *ledger, struct wj_buf *out)
{
    struct wj_ledger_walk walk = {.ledger = ledger};
    bool any = false;
    enum wj_status status = wj_ledger_next(&walk, &any);
    for (; status == WJ_OK && any; status = wj_ledger_next(&walk, &any)) {
        const struct wj_rejection *rejection = &walk.rejection;
        wj_buf_addf(out, "%s %llu@%llu %s", rejection->file, (unsigned long long)rejection->record,
                    (unsigned long long)rejection->line, rejection->id);
        for (size_t i = 0; i < rejection->breach_count; i++) {
            const struct wj_breach *breach = &rejection->breaches[i];
            wj_buf_addf(out, " %zu %s %s;", breach->rule, breach->questions, breach->answers);
        }
        wj_buf_add_char(out, '\n');
    }
    wj_buf_addf(out, "ledger: %d\n", (int)status);
    wj_ledger_walk_clear(&walk);
}

static void show_report(struct wj_job *job, struct wj_buf *out)
{
    struct wj_report report = {0};
    struct wj_findings findings = wj_job_findings(job);
    show_ledger(findings.ledger, out);
    wj_buf_addf(out, "%zu rows%s: ", job->spool.count, job->spool.overflow ? ", too many" : "");
    wj_buf_add(out, wj_buf_slice(&job->spool.bytes));
    enum wj_status status = wj_report_build(&job->diags, &findings, &report);
    if (status == WJ_OK) {
        status = wj_write_text(&report, out);
    }
    for (size_t i = 0; status == WJ_OK && i < report.grid_count; i++) {
        status = wj_write_csv(&report.grids[i], false, out);
    }
    unsigned long failures = wj_memory_failures();
    char *results = report.results != NULL ? json_dumps(report.results, JSON_INDENT(1)) : NULL;
    bool whole = results != NULL && wj_memory_status(failures) == WJ_OK;
    wj_buf_addf(out, "%s\nreport: %d\n", whole ? results : "none: 6", (int)status);
    free(results);
    wj_report_clear(&report);
}

static void do_job(const char *definition, char **files, int count, const struct way *way,
                   struct wj_buf *out)
{
    struct wj_job job = {.threads = way->threads, .block = way->block, .careful = way->careful};
    wj_buf_reset(out);
    enum wj_status status = wj_job_open(&job, definition, files, count);
    if (status == WJ_OK) {
        unsigned book = WJ_FORMAT_XLSX;
        job.survey->output.formats &= ~book;
        job.survey->output.formats |= way->book ? book : 0;
        status = wj_job_read(&job);
    }
    if (status == WJ_OK) {
        status = wj_job_compute(&job);
    }
    if (status == WJ_OK) {
        show_report(&job, out);
    }
    wj_buf_addf(out, "status: %d\n", (int)status);
    taken += job.lane != NULL ? wj_lane_records(job.lane) : 0;
    wj_job_clear(&job);
    for (size_t i = 0; i < job.diags.count; i++) {
        wj_diag_write(&job.diags.list[i], out);
    }
    wj_diags_clear(&job.diags);
    assert_true(way->failing || wj_buf_status(out) == WJ_OK);
}

static void compare_with(const char *definition, char **files, int count, struct way way,
                         struct way alone)
{
    struct wj_buf one = {0};
    struct wj_buf several = {0};
    do_job(definition, files, count, &alone, &one);
    assert_null(strstr(wj_buf_text(&one), "status: 3\n")); /* the definition is in order */
    do_job(definition, files, count, &way, &several);
    if (!wj_slice_equal(wj_buf_slice(&one), wj_buf_slice(&several))) {
        write_bytes("/tmp/wjtab-crew-one", wj_buf_slice(&one));
        write_bytes("/tmp/wjtab-crew-several", wj_buf_slice(&several));
        print_error("%zu threads, blocks of %zu bytes%s: /tmp/wjtab-crew-one and -several\n",
                    way.threads, way.block, way.careful ? ", with care" : "");
        fail();
    }
    wj_buf_clear(&one);
    wj_buf_clear(&several);
}

static void compare(const char *definition, char **files, int count, struct way way)
{
    struct way alone = way;
    alone.threads = 1;
    compare_with(definition, files, count, way, alone);
}

/* ---- random answers ---- */

static const char definition[] =
    "survey: 示例\n"
    "responses: a.csv\n"
    "id: 序号\n"
    "scales:\n"
    "  满意度:\n"
    "    - {code: A, label: 非常满意, score: 100}\n"
    "    - {code: B, label: 满意, score: 80, pattern: '^满+意$'}\n"
    "    - {code: C, label: 一般, score: 60}\n"
    "    - {code: D, label: 不满意, score: 0}\n"
    "questions:\n"
    "  - {name: 性别, type: single, options: [{code: 1, label: 男}, {code: 2, label: 女}]}\n"
    "  - {name: 服务, type: single, scale: 满意度}\n"
    "  - {name: 效率, type: single, scale: 满意度}\n"
    "  - {name: 来源, type: multiple, options: [{code: A, label: 电视}, {code: B, label: 报纸},"
    " {code: C, label: 其他, other: true}], exclusive: [C]}\n"
    "  - {name: 金额, type: quantity, min: 0}\n"
    "  - {name: 意见, type: text, themes: [{label: 及时, pattern: 及时, not: 不及时},"
    " {label: 快, pattern: '快+'}]}\n"
    "measures:\n"
    "  - {name: 满意度, mean_of: [服务, 效率]}\n"
    "tables:\n"
    "  - {rows: [服务, 来源], by: [性别]}\n"
    "  - {rows: [效率], by: [性别], where: '金额>10'}\n";

static const char *const valids[] = {
    "valid: {required: scored, straight_line: {questions: [服务, 效率], reject: true}}\n",
    "valid: {required: [], unknown: missing, several_ticks: missing}\n",
    ("valid: {required: [服务], rules: [{name: 奇怪, reject_if: '意见*2>1'},"
     " {name: 太多, reject_if: '金额>90'}]}\n"),
    "valid: {required: [], unknown: stop}\n",
    "valid: {required: [], unique: {columns: [序号], keep: first}}\n",
    "valid: {required: [], unique: {columns: [序号], keep: last}}\n",
};

static const char *const genders[] = {"男", "女", "1", "2", "", "男", "女"};
static const char *const grades[] = {"非常满意", "满意", "一般", "不满意", "A", "满满意", "B.满意"};
static const char *const sources[] = {"电视", "电视┋报纸", "A,B", "", "其他（网络）", "报纸"};
static const char *const opinions[] = {
    "", "及时", "不及时", "很快快", "\"多行\n意见，\"\"好\"\"\"", "电话 13800138000", "7"};
static const char *const odd_grades[] = {"不知道", "A B", "满意┋一般", "", "13800138000"};
static const char *const faults[] = {"5\" 太小", "\"a\"b", "\xFF\xFF", "\"", "\xE4\xBD"};

static const char *grade(uint32_t odd)
{
    return random_below(odd) == 0 ? PICK(odd_grades) : PICK(grades);
}

static void random_answers(struct wj_buf *out, uint32_t records, bool faulty)
{
    uint32_t odd = 2 + random_below(60);
    wj_buf_reset(out);
    wj_buf_add_text(out, "序号,性别,服务,效率,来源,金额,意见\n");
    for (uint32_t i = 0; i < records; i++) {
        const char *source = PICK(sources);
        const char *quote = strchr(source, ',') != NULL ? "\"" : "";
        wj_buf_addf(out, "%u,%s,%s,", i - random_below(3), PICK(genders), grade(odd));
        wj_buf_addf(out, "%s,%s%s%s,", grade(odd), quote, source, quote);
        if (random_below(odd) == 0) {
            wj_buf_addf(out, "%s\n", random_below(2) == 0 ? "x,y,z" : "");
            continue;
        }
        wj_buf_addf(out, "%u.%u,%s%s", random_below(100), random_below(10), PICK(opinions),
                    random_below(9) == 0 ? "\r\n\r\n" : "\n");
    }
    if (faulty) {
        wj_buf_addf(out, "1,男,%s,满意,,,\n2,男,满意,%s,,,\n", PICK(faults), PICK(faults));
    }
}

static void random_answers_come_out_the_same(void **state)
{
    struct wj_buf text = {0};
    struct wj_buf answers = {0};
    char *folder = folder_new();
    (void)state;
    for (unsigned long i = 0; i < rounds * COUNT(valids); i++) {
        struct way way = {.threads = 2 + random_below(7),
                          .block = 64 + random_below(random_below(2) == 0 ? 200 : 5000),
                          .careful = random_below(3) == 0,
                          .book = random_below(3) == 0};
        wj_buf_reset(&text);
        wj_buf_add_text(&text, definition);
        wj_buf_add_text(&text, valids[i % COUNT(valids)]);
        char *path = strdup(in_folder(folder, "survey.yaml"));
        write_bytes(path, wj_buf_slice(&text));
        random_answers(&answers, 20 + random_below(600), random_below(4) == 0);
        char *file = strdup(in_folder(folder, "a.csv"));
        write_bytes(file, wj_buf_slice(&answers));
        char *files[] = {file, file};
        compare(path, files, random_below(3) == 0 ? 2 : 1, way);
        free(path);
        free(file);
    }
    folder_remove(folder);
    wj_buf_clear(&text);
    wj_buf_clear(&answers);
}

/* ---- GB18030, which is cut before it is decoded ---- */

static const char codes_definition[] =
    "survey: 示例\n"
    "responses: a.csv\n"
    "id: 序号\n"
    "questions:\n"
    "  - {name: 性别, type: single, options: [{code: 1, label: 男}, {code: 2, label: 女}]}\n"
    "  - {name: 服务, type: single, options: [{code: A, label: 非常满意, score: 100},"
    " {code: B, label: 满意, score: 80, pattern: '^满+意$'}, {code: C, label: 一般, score: 60},"
    " {code: D, label: 不满意, score: 0}]}\n"
    "  - {name: 来源, type: multiple, options: [{code: A, label: 电视}, {code: B, label: 报纸},"
    " {code: C, label: 其他, other: true}], exclusive: [C]}\n"
    "  - {name: 金额, type: quantity, min: 0}\n"
    "  - {name: 意见, type: text}\n"
    "valid: {required: [服务]}\n"
    "measures:\n"
    "  - {name: 满意度, mean_of: [服务]}\n";

/* Bytes that are no characters, or only together with what stands behind them; and NUL. */
static const struct wj_slice code_faults[] = {
    {"\xFF", 1},         {"\x80", 1},         {"\x81", 1}, {"\x81\x30", 2}, {"\x81\x30\x81", 3},
    {"\xB0\xA1\xB0", 3}, {"\x82\x35\x8F", 3}, {"\0", 1},   {"满\0", 4},     {"\xFE\x39", 2}};

/* Puts a fault somewhere, or, as seldom as that, nothing. */
static void spoil(struct wj_buf *codes)
{
    struct wj_slice fault = PICK(code_faults);
    struct wj_buf spoilt = {0};
    size_t at = 60 + random_below((uint32_t)codes->len - 60);
    wj_buf_add(&spoilt, wj_slice(codes->ptr, at));
    wj_buf_add(&spoilt, fault);
    wj_buf_add(&spoilt, wj_slice_from(wj_buf_slice(codes), at));
    wj_buf_clear(codes);
    *codes = spoilt;
}

static void encode(struct wj_slice text, struct wj_buf *codes)
{
    struct wj_codes *encoder = NULL;
    wj_buf_reset(codes);
    assert_int_equal(wj_codes_new(&encoder), WJ_OK);
    assert_int_equal(wj_codes_encode(encoder, text, codes), WJ_OK);
    wj_codes_free(encoder);
}

static void codes_come_out_as_with_care(void **state)
{
    struct wj_buf answers = {0};
    struct wj_buf codes = {0};
    char *folder = folder_new();
    (void)state;
    write_text(in_folder(folder, "survey.yaml"), codes_definition);
    for (unsigned long i = 0; i < rounds * 8; i++) {
        struct way way = {.threads = 1 + random_below(4), .block = 64 + random_below(9000)};
        struct way careful = {.threads = 1, .block = way.block, .careful = true};
        char *path = strdup(in_folder(folder, "survey.yaml"));
        char *file = strdup(in_folder(folder, "a.csv"));
        random_answers(&answers, 20 + random_below(900), false);
        encode(wj_buf_slice(&answers), &codes);
        if (random_below(4) == 0) {
            spoil(&codes);
        }
        write_bytes(file, wj_buf_slice(&codes));
        char *files[] = {file, file};
        compare_with(path, files, random_below(3) == 0 ? 2 : 1, way, careful);
        free(path);
        free(file);
    }
    folder_remove(folder);
    wj_buf_clear(&answers);
    wj_buf_clear(&codes);
}

/* ---- cells longer than what is listed at once ---- */

static const char *const long_pieces[] = {"x\n", "行\r\n", "好", ",", "\r", "甲\n乙,", "\"\""};

/* A quoted cell of up to some hundred thousand bytes. */
static void add_long(struct wj_buf *out)
{
    const char *piece = PICK(long_pieces);
    uint32_t count = 1000 + random_below(50000);
    wj_buf_add_char(out, '"');
    for (uint32_t i = 0; i < count; i++) {
        wj_buf_add_text(out, piece);
    }
    wj_buf_add_char(out, '"');
}

/* Where a long cell stands first, its record begins with a quote; what comes behind it has lines.
 */
static void long_answers(struct wj_buf *out)
{
    wj_buf_reset(out);
    wj_buf_add_text(out, "意见,性别,服务,序号,来源,金额\n");
    for (uint32_t i = 0; i < 4000; i++) {
        uint32_t place = random_below(600); /* 0: the first cell is long, 1: the last but one */
        if (place == 0) {
            add_long(out);
        }
        wj_buf_addf(out, ",%s,%s,%u,", PICK(genders), grade(50), i);
        if (place == 1) {
            add_long(out);
        }
        wj_buf_addf(out, ",%u\n", random_below(100));
    }
}

static void long_cells_come_out_as_with_care(void **state)
{
    struct wj_buf answers = {0};
    struct wj_buf codes = {0};
    char *folder = folder_new();
    (void)state;
    write_text(in_folder(folder, "survey.yaml"), codes_definition);
    for (unsigned long i = 0; i < rounds; i++) {
        struct way way = {.threads = 1 + i % 3,
                          .block = random_below(2) == 0 ? 0 : 10000 + random_below(100000)};
        struct way careful = {.threads = 1, .careful = true};
        char *path = strdup(in_folder(folder, "survey.yaml"));
        char *file = strdup(in_folder(folder, "a.csv"));
        long_answers(&answers);
        encode(wj_buf_slice(&answers), &codes);
        write_bytes(file, i % 4 == 3 ? wj_buf_slice(&codes) : wj_buf_slice(&answers));
        compare_with(path, &file, 1, way, careful);
        free(path);
        free(file);
    }
    folder_remove(folder);
    wj_buf_clear(&answers);
    wj_buf_clear(&codes);
}

/* ---- unique ---- */

static const char unique_questions[] =
    "survey: 示例\n"
    "responses: a.csv\n"
    "id: 编号\n"
    "questions:\n"
    "  - {name: 性别, type: single, options: [{code: 1, label: 男}, {code: 2, label: 女}]}\n"
    "  - {name: 服务, type: single, options: [{code: A, label: 非常满意, score: 100},"
    " {code: B, label: 满意, score: 80}, {code: C, label: 不满意, score: 0}]}\n"
    "  - {name: 来源, type: multiple, options: [{code: A, label: 电视}, {code: B, label: 报纸}]}\n"
    "  - {name: 金额, type: quantity, min: 0}\n";

static const char *const unique_texts[] = {
    "  - {name: 意见, type: text}\n",
    ("  - {name: 意见, type: text, themes: [{label: 及时, pattern: 及时, not: 不及时},"
     " {label: 快, pattern: '快+'}]}\n"),
};

static const char *const unique_rules[] = {
    "valid: {required: [服务], unique: 键}\n",
    "valid: {required: [], unique: {columns: [键, 性别], keep: first}, max_missing: '30%'}\n",
    "valid: {required: [服务], unique: {columns: [编号, 键], keep: last}}\n",
    ("valid: {required: [], unique: {columns: 键, keep: last},"
     " rules: [{name: 太多, reject_if: '金额>90'}]}\n"),
    "valid: {required: [服务], unique: {columns: 意见}}\n",
};

/* Spellings of few keys: with blanks, full width, quotes, composed and not, long. */
static const char *const odd_keys[] = {
    "７",   "　8 ", "\"9\"",   "\"1\"\"2\"", "\"1\"\"3\"", "é",  "e\xCC\x81", "",
    "\"\"", "　",   "张三",    " 张三",      "張三",       "①",  "ⅳ",         "A",
    "a",    "0",    "\"1,2\"", "\"1\n2\"",   "5:ab",       "5 ", "\"5 \"",
};

static void add_key(struct wj_buf *out, uint32_t kind, uint32_t keys)
{
    uint32_t key = random_below(keys);
    if (random_below(kind) == 0) {
        wj_buf_add_text(out, PICK(odd_keys));
    } else if (key % 50 == 7) {
        wj_buf_addf(out, "%0150u", key);
    } else {
        wj_buf_addf(out, "%u", key);
    }
}

static void answers_with_keys(struct wj_buf *out, uint32_t records, bool faulty)
{
    uint32_t kind = 2 + random_below(40);
    uint32_t keys = 1 + random_below(random_below(2) == 0 ? 40 : 4 * records);
    wj_buf_reset(out);
    wj_buf_add_text(out, "编号,性别,服务,来源,金额,意见,键\n");
    for (uint32_t i = 0; i < records; i++) {
        add_key(out, 9, 3 * records);
        wj_buf_addf(out, ",%s,%s,%s,", PICK(genders), grade(kind), random_below(3) ? "电视" : "");
        wj_buf_addf(out, "%u.%u,%s,", random_below(100), random_below(10), PICK(opinions));
        add_key(out, kind, keys);
        wj_buf_add_text(out, random_below(9) == 0 ? "\r\n\r\n" : "\n");
    }
    if (faulty) {
        wj_buf_addf(out, "1,男,满意,%s,1,,2\n", PICK(faults));
    }
}

static void unique_comes_out_as_with_care(void **state)
{
    struct wj_buf text = {0};
    struct wj_buf answers = {0};
    struct wj_buf codes = {0};
    char *folder = folder_new();
    (void)state;
    taken = 0;
    for (unsigned long i = 0; i < rounds * 10; i++) {
        struct way way = {.threads = 1 + random_below(8),
                          .block = 64 + random_below(random_below(2) == 0 ? 900 : 20000),
                          .book = random_below(9) == 0};
        struct way careful = {.threads = 1, .careful = true, .block = way.block, .book = way.book};
        wj_buf_reset(&text);
        wj_buf_add_text(&text, unique_questions);
        wj_buf_add_text(&text, PICK(unique_texts));
        wj_buf_add_text(&text, unique_rules[i % COUNT(unique_rules)]);
        char *path = strdup(in_folder(folder, "survey.yaml"));
        write_bytes(path, wj_buf_slice(&text));
        answers_with_keys(&answers, 20 + random_below(1500), random_below(6) == 0);
        char *file = strdup(in_folder(folder, "a.csv"));
        wj_buf_reset(&codes);
        wj_buf_add(&codes, wj_buf_slice(&answers));
        if (random_below(4) == 0 && wj_utf8_valid(wj_buf_slice(&answers)) == answers.len) {
            encode(wj_buf_slice(&answers), &codes);
        }
        write_bytes(file, wj_buf_slice(&codes));
        char *files[] = {file, file};
        compare_with(path, files, random_below(3) == 0 ? 2 : 1, way, careful);
        free(path);
        free(file);
    }
    assert_true(taken > 100 * rounds);
    folder_remove(folder);
    wj_buf_clear(&text);
    wj_buf_clear(&answers);
    wj_buf_clear(&codes);
}

/* ---- memory ---- */

/* The n-th request fails, in the first thread and in every other: the job says so, or what
 * comes out is the same. */
static void fail_each(const char *path, char *file)
{
    struct way way = {.threads = 3, .block = 512, .failing = true};
    struct wj_buf expected = {0};
    struct wj_buf seen = {0};
    wj_memory_fail_at(0);
    do_job(path, &file, 1, &way, &expected);
    unsigned long requests = wj_memory_requests();
    unsigned long ended = 0;
    for (unsigned long n = 1; n <= requests; n += 1 + requests / (20 * rounds)) {
        wj_buf_reserve(&seen, 2 * expected.len);
        wj_memory_fail_at(n);
        do_job(path, &file, 1, &way, &seen);
        wj_memory_fail_at(0);
        bool said = strstr(wj_buf_text(&seen), ": 6\n") != NULL || seen.failed;
        ended += said ? 1 : 0;
        assert_true(said || wj_slice_equal(wj_buf_slice(&seen), wj_buf_slice(&expected)));
        seen.failed = false;
    }
    assert_true(ended > 0);
    wj_buf_clear(&expected);
    wj_buf_clear(&seen);
}

static void want_of_memory_ends_it(void **state)
{
    struct wj_buf answers = {0};
    struct wj_buf text = {0};
    char *folder = folder_new();
    (void)state;
    char *path = strdup(in_folder(folder, "survey.yaml"));
    char *file = strdup(in_folder(folder, "a.csv"));
    wj_buf_add_text(&text, definition);
    wj_buf_add_text(&text, valids[0]);
    write_bytes(path, wj_buf_slice(&text));
    random_answers(&answers, 200, false);
    write_bytes(file, wj_buf_slice(&answers));
    fail_each(path, file);
    for (size_t i = 0; i < 3; i++) {
        wj_buf_reset(&text);
        wj_buf_add_text(&text, unique_questions);
        wj_buf_add_text(&text, unique_texts[i % COUNT(unique_texts)]);
        wj_buf_add_text(&text, unique_rules[i]);
        write_bytes(path, wj_buf_slice(&text));
        answers_with_keys(&answers, 200, false);
        write_bytes(file, wj_buf_slice(&answers));
        fail_each(path, file);
    }
    folder_remove(folder);
    free(path);
    free(file);
    wj_buf_clear(&answers);
    wj_buf_clear(&text);
}

/* ---- the samples ---- */

#define SAMPLES WJTAB_SOURCE_DIR "/samples/"

static void the_samples_come_out_the_same(void **state)
{
    static const struct {
        const char *definition;
        char *files[2];
        int count;
    } samples[] = {
        {SAMPLES "zhifu-2022/survey.yaml", {SAMPLES "zhifu-2022/responses-paper.csv"}, 1},
        {SAMPLES "zhifu-2022/survey.yaml", {SAMPLES "zhifu-2022/responses-online.csv"}, 1},
        {SAMPLES "zhifu-2022/survey.yaml",
         {SAMPLES "zhifu-2022/responses-paper.csv", SAMPLES "zhifu-2022/responses-online.csv"},
         2},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(samples); i++) {
        for (size_t block = 64; block < 20000; block *= 3) {
            char *files[] = {samples[i].files[0], samples[i].files[1]};
            compare(samples[i].definition, files, samples[i].count,
                    (struct way){.threads = 2 + block % 3, .block = block, .book = true});
        }
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_answers_come_out_the_same),
        cmocka_unit_test(codes_come_out_as_with_care),
        cmocka_unit_test(long_cells_come_out_as_with_care),
        cmocka_unit_test(unique_comes_out_as_with_care),
        cmocka_unit_test(want_of_memory_ends_it),
        cmocka_unit_test(the_samples_come_out_the_same),
    };
    if (argc > 2) {
        compare(argv[1], argv + 2, argc - 2, (struct way){.threads = 3, .block = 4096});
        return EXIT_SUCCESS;
    }
    rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : rounds;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
