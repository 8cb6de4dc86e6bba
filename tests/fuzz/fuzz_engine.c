/* Any bytes through every way that an answer may take: the same records, refusals and places,
 * counts and rejected responses as libcsv and the careful path give.
 *
 * The first bytes say how: `struct choice`. The rest is the file, possibly behind a header that
 * fits the definitions below, and possibly several times, for the lane takes what it has seen
 * before. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../src/cli/job_files.h"
#include "../../src/read/kind.h"
#include "../unit/tally/counts_shown.h"
#include "../unit/tally/lane_support.h"
#include "wjtab/read/split.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

enum { CONTROLS = 6, LONGEST = 12 << 10 /* a pipe holds it at once */ };

struct choice {
    size_t scan; /* number of the kernel */
    size_t memo;
    size_t threads;
    size_t block; /* bytes read at once */
    size_t chunk; /* bytes read at once for a chunk */
    size_t survey;
    bool book;
    struct wj_read_options read;
};

/* ---- definitions ---- */

#define QUESTIONS                                                                                  \
    "survey: t\nresponses: r.csv\nid: n\nquestions:\n"                                             \
    "  - {name: a, type: single, options: [{code: A, label: 满意, score: 100},"                  \
    " {code: B, label: 一般, score: 50}, {code: C, label: 其他, other: true}]}\n"              \
    "  - {name: b, type: single, options: [{code: A, score: 2}, {code: B, score: 1}]}\n"           \
    "  - {name: m, type: multiple, options: [{code: A}, {code: B}, {code: C, label: 无}],"        \
    " exclusive: [C]}\n"                                                                           \
    "  - {name: q, type: quantity}\n"                                                              \
    "  - {name: t, type: text}\n"                                                                  \
    "measures:\n  - {name: s, mean_of: [a, b]}\n"

static const char *const definitions[] = {
    QUESTIONS,
    QUESTIONS "valid: {required: [], unknown: missing, several_ticks: missing}\n",
    QUESTIONS "valid: {required: [b], straight_line: {questions: [a, b]}}\n",
    QUESTIONS "valid: {required: [], rules: [{name: r, reject_if: 'AND(a=\"A\",q+1>2)'}]}\n"
              "tables: [{rows: [a, m], by: [b]}]\n",
    QUESTIONS "valid: {required: [a], max_missing: 40%}\nbase: answered\n",
    QUESTIONS "valid: {required: [b]}\nweighting: {targets: {b: {A: 1, B: 2}}}\n",
    QUESTIONS "valid: {required: [b], unique: {columns: [n], keep: first}}\n",
    QUESTIONS "valid: {required: [b], unique: {columns: [n, a], keep: last}}\n",
};

static struct wj_survey *surveys[COUNT(definitions)];

static int file_new(void)
{
    int file = memfd_create("wjtab-fuzz", 0);
    if (file < 0) {
        abort();
    }
    return file;
}

static void put(int file, struct wj_slice bytes)
{
    if (ftruncate(file, 0) != 0 || pwrite(file, bytes.ptr, bytes.len, 0) != (ssize_t)bytes.len) {
        abort();
    }
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    struct wj_diags diags = {0};
    char path[64];
    int file = file_new();
    (void)argc;
    (void)argv;
    sprintf(path, "/proc/self/fd/%d", file);
    for (size_t i = 0; i < COUNT(definitions); i++) {
        put(file, wj_slice_of(definitions[i]));
        if (wj_survey_load(&diags, path, &surveys[i]) != WJ_OK) {
            abort();
        }
    }
    wj_diags_clear(&diags);
    close(file);
    return 0;
}

/* ---- records ---- */

static void show_records(struct wj_buf *out, const struct wj_batch *batch, struct wj_extent before)
{
    for (size_t i = 0; i < batch->count; i++) {
        const struct wj_record *record = &batch->records[i];
        wj_buf_addf(out, "%llu@%llu", (unsigned long long)(record->number + before.records),
                    (unsigned long long)(record->line + before.lines));
        for (size_t j = 0; j < record->count; j++) {
            wj_buf_addf(out, " %zu:", batch->fields[record->first + j].len);
            wj_buf_add(out, batch->fields[record->first + j]);
        }
    }
}

static void show_faults(struct wj_buf *out, const struct wj_diags *diags)
{
    for (size_t i = 0; i < diags->count; i++) {
        const struct wj_diag *diag = &diags->list[i];
        if (diag->severity == WJ_ERROR) {
            wj_buf_addf(out, "\n%s@%llu:%llu %s", diag->kind, (unsigned long long)diag->line,
                        (unsigned long long)diag->column, diag->message);
        }
    }
}

static void show_end(struct wj_buf *out, const struct wj_reader *reader, enum wj_status status,
                     const struct wj_diags *diags)
{
    wj_buf_addf(out, "\nstatus %d", (int)status);
    if (status == WJ_OK) {
        wj_buf_addf(out, " %s %d %s", wj_encoding_name(wj_reader_encoding(reader)),
                    wj_reader_delimiter(reader), wj_reader_digest(reader));
    }
    show_faults(out, diags);
}

static void read_whole(struct wj_buf *out, const char *path, const struct choice *choice,
                       const struct wj_scan_kernel *kernel)
{
    struct wj_diags diags = {0};
    struct wj_reader *reader = NULL;
    struct wj_batch batch = {0};
    struct wj_csv_way way = {kernel, choice->block};
    enum wj_status status = wj_csv_open(&diags, path, &choice->read, &way, &reader);
    wj_buf_reset(out);
    while (status == WJ_OK) {
        status = wj_reader_next(reader, &diags, &batch);
        if (status != WJ_OK || batch.count == 0) {
            break;
        }
        show_records(out, &batch, (struct wj_extent){0});
    }
    show_end(out, reader, status, &diags);
    wj_reader_free(reader);
    wj_diags_clear(&diags);
}

/* All chunks, one after the other: several threads at once are the job's part. */
static enum wj_status read_chunks(struct wj_buf *out, struct wj_split *split,
                                  struct wj_diags *diags)
{
    struct wj_extent before = wj_split_start(split);
    struct wj_reader *reader = NULL;
    struct wj_chunk chunk = {0};
    enum wj_status status = wj_split_reader(split, &reader);
    while (status == WJ_OK) {
        struct wj_diags own = {0};
        struct wj_batch batch = {0};
        status = wj_split_next(split, &own, &chunk);
        if (status == WJ_OK && chunk.bytes.len == 0) {
            break;
        }
        wj_split_read(reader, &chunk);
        do {
            status = status == WJ_OK ? wj_reader_next(reader, &own, &batch) : status;
            if (status == WJ_OK) {
                show_records(out, &batch, before);
            }
        } while (status == WJ_OK && batch.count > 0);
        wj_split_digest(split, &chunk);
        wj_diags_move(diags, &own, before.lines);
        wj_diags_clear(&own);
        before.records += wj_split_extent(reader).records;
        before.lines += wj_split_extent(reader).lines;
    }
    wj_split_finish(split);
    wj_reader_free(reader);
    wj_chunk_clear(&chunk);
    return status;
}

static void read_split(struct wj_buf *out, const char *path, const struct choice *choice)
{
    struct wj_diags diags = {0};
    struct wj_reader *reader = NULL;
    struct wj_split *split = NULL;
    struct wj_batch batch = {0};
    struct wj_csv_way way = {wj_scan_kernels[choice->scan], choice->block};
    enum wj_status status = wj_csv_open(&diags, path, &choice->read, &way, &reader);
    wj_buf_reset(out);
    while (status == WJ_OK && split == NULL) {
        status = wj_reader_next(reader, &diags, &batch);
        if (status != WJ_OK || batch.count == 0) {
            break;
        }
        show_records(out, &batch, (struct wj_extent){0});
        status = wj_split_new(reader, choice->chunk, &split);
    }
    if (split != NULL) {
        status = read_chunks(out, split, &diags);
    }
    wj_split_free(split);
    show_end(out, reader, status, &diags);
    wj_reader_free(reader);
    wj_diags_clear(&diags);
}

/* The same bytes through standard input. */
static void read_pipe(struct wj_buf *out, struct wj_slice bytes, const struct choice *choice)
{
    int ends[2];
    if (pipe(ends) != 0 || write(ends[1], bytes.ptr, bytes.len) != (ssize_t)bytes.len ||
        close(ends[1]) != 0 || dup2(ends[0], STDIN_FILENO) < 0 || close(ends[0]) != 0) {
        abort();
    }
    read_whole(out, "-", choice, wj_scan_kernels[choice->scan]);
}

/* ---- counts ---- */

static void show_counts(struct wj_buf *out, struct wj_tally *tally, const struct wj_screen *screen)
{
    wj_buf_addf(out, "%llu effective, %llu straight\n", (unsigned long long)tally->effective,
                (unsigned long long)wj_screen_straight(screen));
    show_counters(out, tally);
    show_quantities(out, tally);
    show_ledger(out, screen);
}

/* Reads and counts without a job; `faulty`: what was counted before a fault, too. */
static void count(struct wj_buf *out, const char *path, const struct choice *choice, bool careful,
                  bool faulty)
{
    struct counting counting = {
        .survey = surveys[choice->survey],
        .path = path,
        .way = {careful ? NULL : wj_scan_kernels[choice->scan], choice->block},
        .read = choice->read,
        .kernel = careful ? NULL : wj_memo_kernels[choice->memo],
        .careful = careful,
    };
    enum wj_status status = counting_do(&counting);
    wj_buf_reset(out);
    wj_buf_addf(out, "status %d", (int)status);
    show_faults(out, &counting.diags);
    if (status == WJ_OK || (faulty && counting.has_tally)) {
        wj_screen_finish(counting.screen, &counting.diags);
        wj_tally_finish(&counting.tally, &counting.diags);
        show_counts(out, &counting.tally, counting.screen);
    }
    counting_clear(&counting);
}

/* The survey is kept for the next input. */
static void clear_job(struct wj_job *job)
{
    for (size_t i = 0; i < job->file_count; i++) {
        wj_columns_free(job->survey, job->files[i].columns);
    }
    job->file_count = 0;
    job->survey = NULL;
    wj_job_clear(job);
}

/* A job as `wjtab run` does it, up to the counts. `messages`: all of them, and not only faults. */
static void do_job(struct wj_buf *out, const char *path, const struct choice *choice, bool careful,
                   bool messages)
{
    struct wj_survey *survey = surveys[choice->survey];
    struct wj_job job = {.survey = survey,
                         .threads = careful ? 1 : choice->threads,
                         .block = choice->block,
                         .careful = careful};
    char *files[] = {(char *)(uintptr_t)path};
    survey->encoding = choice->read.encoding;
    survey->delimiter = choice->read.delimiter;
    survey->output.formats = choice->book ? WJ_FORMAT_XLSX : 0;
    enum wj_status status = wj_job_find_files(&job, files, 1);
    status = status == WJ_OK ? wj_job_read(&job) : status;
    wj_buf_reset(out);
    wj_buf_addf(out, "status %d", (int)status);
    show_faults(out, &job.diags);
    if (status == WJ_OK) {
        show_counts(out, &job.tally, job.screen);
    }
    for (size_t i = 0; messages && i < job.diags.count; i++) {
        wj_diag_write(&job.diags.list[i], out);
    }
    if (messages && status == WJ_OK) {
        wj_buf_addf(out, "%zu rows: ", job.spool.count);
        wj_buf_add(out, wj_buf_slice(&job.spool.bytes));
    }
    clear_job(&job);
    wj_diags_clear(&job.diags);
}

/* ---- both ways ---- */

static struct wj_buf expected;
static struct wj_buf seen;

static void compare(const char *what, const struct choice *choice)
{
    if (!wj_slice_equal(wj_buf_slice(&seen), wj_buf_slice(&expected))) {
        fprintf(stderr,
                "%s: kernel %zu, memo %zu, %zu threads, blocks of %zu bytes, chunks of %zu, "
                "definition %zu:\n%s\nnot\n%s\n",
                what, choice->scan, choice->memo, choice->threads, choice->block, choice->chunk,
                choice->survey, wj_buf_text(&seen), wj_buf_text(&expected));
        abort();
    }
}

static void compare_all(const char *path, struct wj_slice bytes, const struct choice *choice)
{
    read_whole(&expected, path, choice, NULL);
    read_whole(&seen, path, choice, wj_scan_kernels[choice->scan]);
    compare("records", choice);
    read_split(&seen, path, choice);
    compare("records of chunks", choice);
    read_pipe(&seen, bytes, choice);
    compare("records of a pipe", choice);
    if (surveys[choice->survey]->valid.unique_count == 0) { /* else only a job holds answers back */
        count(&expected, path, choice, true, true);
        count(&seen, path, choice, false, true);
        compare("counts in the lane", choice);
        count(&expected, path, choice, true, false);
        do_job(&seen, path, choice, false, false);
        compare("counts of a job", choice);
    }
    do_job(&expected, path, choice, true, true);
    do_job(&seen, path, choice, false, true);
    compare("messages of a job", choice);
}

/* ---- the input ---- */

static size_t size_of(uint8_t control)
{
    return control == 255 ? 0 : control < 192 ? 64 + control : (size_t)(control - 191) * 256;
}

static struct choice choose(const uint8_t *data)
{
    static const char delimiters[] = {0, ',', ';', '\t', '|', 0, 0, 0};
    struct choice choice = {
        .scan = data[0] % wj_scan_kernel_count,
        .memo = (data[0] >> 2) % wj_memo_kernel_count,
        .threads = 1 + (data[0] >> 4) % 4,
        .block = size_of(data[2]),
        .chunk = size_of(data[3]),
        .survey = (data[4] & 31) % COUNT(definitions),
        .book = (data[4] & 128) != 0,
    };
    while (!wj_scan_kernels[choice.scan]->runs()) {
        choice.scan++;
    }
    while (!wj_memo_kernels[choice.memo]->runs()) {
        choice.memo++;
    }
    choice.read.encoding = (enum wj_encoding)(data[1] % 4);
    choice.read.delimiter = delimiters[data[1] >> 2 & 7];
    return choice;
}

static void make_file(struct wj_buf *bytes, const uint8_t *data, size_t size, char delimiter)
{
    struct wj_slice rest = {(const char *)data + CONTROLS, size - CONTROLS};
    size_t times = (size_t)1 << (data[5] & 7);
    bool mark = (data[1] & 64) != 0;
    bool header = (data[1] & 32) == 0;
    wj_buf_reset(bytes);
    wj_buf_add_text(bytes, mark ? "\xEF\xBB\xBF" : "");
    for (const char *name = "nabmqt"; header && *name != '\0'; name++) {
        wj_buf_add_char(bytes, *name);
        wj_buf_add_char(bytes, name[1] == '\0' ? '\n' : delimiter != 0 ? delimiter : ',');
    }
    while (times > 0 && bytes->len + rest.len <= LONGEST) {
        wj_buf_add(bytes, rest);
        times--;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct wj_buf bytes;
    static char path[64];
    static int file = -1;
    if (size < CONTROLS) {
        return 0;
    }
    if (file < 0) {
        file = file_new();
        sprintf(path, "/proc/self/fd/%d", file);
    }
    struct choice choice = choose(data);
    make_file(&bytes, data, size, choice.read.delimiter);
    if (wj_buf_status(&bytes) != WJ_OK) {
        abort();
    }
    struct wj_slice all = wj_buf_slice(&bytes);
    if (wj_xlsx_kind.fits(all) || wj_sav_kind.fits(all)) {
        return 0;
    }
    put(file, all);
    compare_all(path, all, &choice);
    return 0;
}
