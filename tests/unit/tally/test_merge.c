/* Merging: a tally of parts is the tally of the whole, and no counter is forgotten. */
#include <stddef.h>

#include "../../../src/base/memory_arena.h"
#include "../base/random.h"
#include "../measure/job_support.h"
#include "counters.h"
#include "quantity.h"

/* A definition in which everything is counted that can be. */
static const char definition[] =
    "survey: t\n"
    "responses: responses.csv\n"
    "questions:\n"
    "  - {name: 分, type: single, options: [{code: A, score: 100}, {code: B, score: 50},"
    " {code: C, score: 0}, {code: Z, label: 说不清}]}\n"
    "  - {name: 评, type: single, options: [{code: A, score: 2}, {code: B, score: 1}],"
    " asked_if: '用=\"A\"'}\n"
    "  - {name: 再, type: single, options: [{code: A, score: 9}, {code: B, score: 1}]}\n"
    "  - {name: 用, type: single, options: [{code: A}, {code: B}]}\n"
    "  - {name: 多, type: multiple, options: [{code: A, score: 5}, {code: B, score: 3},"
    " {code: C}]}\n"
    "  - {name: 龄, type: quantity}\n"
    "  - {name: 言, type: text, themes: [{label: 快, pattern: '快'}, {label: 慢, pattern: '慢'},"
    " {label: 难, pattern: '(a+)+$'}]}\n"
    "valid: {required: [], unknown: missing, several_ticks: missing}\n"
    "measures:\n"
    "  - {name: 均, mean_of: [分, 评, 再]}\n"
    "  - {name: 合, pooled_of: [分, 多]}\n"
    "  - {name: 份, share_of: {question: 多, codes: [A, C]}}\n"
    "tables:\n"
    "  - {rows: [分, 多, 用, 龄], by: [用, 多]}\n"
    "  - {rows: [分], by: [[用, 多]], where: '龄+1>=31'}\n"
    "tests: {columns: [95%]}\n"
    "summaries: [mean, alpha]\n";

static void add_line(struct wj_buf *out)
{
    static const char *const first[] = {"A", "B", "C", "Z", "", "AB", "-3", "A"};
    static const char *const second[] = {"A", "B", "", "-3"};
    static const char *const many[] = {"A", "A;B", "C", "", "B;C", "A;B;C", "-3"};
    static const char *const numbers[] = {"30", "41.5", "", "x", "18", "1e40", "-7", "30.0", "-3"};
    static const char *const texts[] = {"", "快", "又快又慢", "别的",
                                        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"};
    wj_buf_addf(out, "%s,%s,%s,%s,%s,%s,%s\n", first[random_below(8)], second[random_below(4)],
                second[random_below(4)], second[random_below(4)], many[random_below(7)],
                numbers[random_below(9)], texts[random_below(5)]);
}

static void add_header(struct wj_buf *out)
{
    wj_buf_reset(out);
    wj_buf_add_text(out, "分,评,再,用,多,龄,言\n");
}

/* ---- every word that counting changes is a counter ---- */

/* A picture of memory. */
struct picture {
    const char *at;
    char *copy;
    size_t size;
};

struct pictures {
    struct picture list[64];
    size_t count;
};

static void take_picture(struct pictures *pictures, const void *at, size_t size)
{
    struct picture *picture = &pictures->list[pictures->count++];
    assert_true(pictures->count < COUNT(pictures->list));
    *picture = (struct picture){at, malloc(size), size};
    assert_non_null(picture->copy);
    memcpy(picture->copy, at, size);
}

/* The struct and everything in its arena. */
static void take_pictures(struct pictures *pictures, const struct wj_tally *tally)
{
    take_picture(pictures, tally, sizeof *tally);
    for (const struct wj_arena_block *block = tally->arena.last; block != NULL;
         block = block->before) {
        take_picture(pictures, block->bytes, block->used);
    }
}

static bool lies_in(const char *at, const void *start, size_t size)
{
    return at >= (const char *)start && at < (const char *)start + size;
}

/* What a response at hand needs, and no count. */
static bool is_scratch(const struct wj_tally *tally, const char *at)
{
    return lies_in(at, tally->states, tally->survey->question_count * sizeof *tally->states) ||
           lies_in(at, tally->columns, 10000 * sizeof *tally->columns) ||
           lies_in(at, &tally->times, sizeof tally->times) ||
           lies_in(at, &tally->failed, sizeof tally->failed) ||
           lies_in(at, &tally->value, sizeof tally->value) ||
           lies_in(at, &tally->reason, sizeof tally->reason);
}

static bool is_counter(const struct wj_counters *counters, const char *at)
{
    for (size_t i = 0; i < counters->count; i++) {
        const struct wj_counter *counter = &counters->list[i];
        if (counter->quantity != NULL
                ? lies_in(at, counter->quantity, sizeof *counter->quantity)
                : lies_in(at, counter->cells, counter->count * sizeof *counter->cells)) {
            return true;
        }
    }
    return false;
}

static size_t changes_beyond(const struct pictures *pictures, struct wj_tally *tally)
{
    struct wj_counters counters = {0};
    size_t wrong = 0;
    size_t changed = 0;
    assert_int_equal(wj_counters_list(&counters, tally), WJ_OK);
    for (size_t i = 0; i < pictures->count; i++) {
        const struct picture *picture = &pictures->list[i];
        for (size_t j = 0; j < picture->size; j++) {
            if (picture->at[j] != picture->copy[j]) {
                changed++;
                wrong +=
                    is_counter(&counters, picture->at + j) || is_scratch(tally, picture->at + j)
                        ? 0
                        : 1;
            }
        }
        free(picture->copy);
    }
    wj_counters_clear(&counters);
    assert_true(changed > 100);
    return wrong;
}

static void every_word_that_counting_changes_is_listed(void **state)
{
    char *folder = folder_new();
    struct wj_buf csv = {0};
    struct job job = {0};
    struct pictures pictures = {0};
    (void)state;
    add_header(&csv);
    for (int i = 0; i < 500; i++) {
        add_line(&csv);
    }
    write_text(in_folder(folder, "survey.yaml"), definition);
    write_text(in_folder(folder, "responses.csv"), wj_buf_text(&csv));
    assert_int_equal(wj_survey_load(&job.diags, in_folder(folder, "survey.yaml"), &job.survey),
                     WJ_OK);
    job.responses = job_path(&job, "responses.csv");
    assert_int_equal(wj_coder_new(job.survey, &job.coder), WJ_OK);
    assert_int_equal(wj_screen_new(job.survey, &job.screen), WJ_OK);
    assert_int_equal(wj_tally_init(&job.tally, &job.diags, job.survey), WJ_OK);
    job.has_tally = true;
    job.spool.survey = job.survey;
    take_pictures(&pictures, &job.tally);
    assert_int_equal(job_read(&job), WJ_OK);
    assert_int_equal(changes_beyond(&pictures, &job.tally), 0);
    job_clear(&job);
    folder_remove(folder);
    wj_buf_clear(&csv);
}

/* ---- parts and the whole ---- */

enum { LINES = 240, MOST_PARTS = 8 };

/* Everything that is computed of the tally, as a text. */
static char *results_of(struct job *job)
{
    assert_int_equal(job_figures(job), WJ_OK);
    assert_int_equal(job_scores(job), WJ_OK);
    assert_int_equal(job_report(job), WJ_OK);
    char *text = json_dumps(job->report.results, JSON_SORT_KEYS | JSON_INDENT(1));
    assert_non_null(text);
    wj_report_clear(&job->report);
    job->has_report = false;
    wj_known_clear(job->known, job->known_count);
    job->known = NULL;
    job->known_count = 0;
    wj_figures_clear(&job->figures);
    job->figures = (struct wj_figures){0};
    return text;
}

/* Deals the lines to files, and counts each. */
static void count_parts(struct job *parts, size_t count, const char *folder,
                        const struct wj_slice *lines)
{
    struct wj_buf csv[MOST_PARTS] = {0};
    for (size_t i = 0; i < count; i++) {
        add_header(&csv[i]);
    }
    for (size_t i = 0; i < LINES; i++) {
        wj_buf_add(&csv[random_below(count)], lines[i]);
    }
    for (size_t i = 0; i < count; i++) {
        wj_buf_add_text(&csv[i], "-3,-3,-3,-3,-3,-3,-3\n"); /* no file is empty */
        write_text(in_folder(folder, "part.csv"), wj_buf_text(&csv[i]));
        assert_int_equal(
            job_count(&parts[i], in_folder(folder, "survey.yaml"), in_folder(folder, "part.csv")),
            WJ_OK);
        wj_buf_clear(&csv[i]);
    }
}

/* Any tree: two of those that are left become one, until one is left. */
static void merge_at_random(struct wj_tally *into, struct job *parts, size_t count)
{
    struct wj_tally *left[MOST_PARTS] = {0};
    for (size_t i = 0; i < count; i++) {
        left[i] = &parts[i].tally;
    }
    for (size_t n = count; n > 1; n--) {
        size_t one = random_below(n);
        size_t other = (one + 1 + random_below(n - 1)) % n;
        assert_int_equal(wj_tally_merge(left[one], left[other]), WJ_OK);
        left[other] = left[n - 1];
    }
    assert_int_equal(wj_tally_merge(into, left[0]), WJ_OK);
}

/* The whole, with as many lines that answer nothing as there are parts. */
static void open_whole(struct job *whole, const char *folder, const struct wj_slice *lines,
                       size_t parts)
{
    struct wj_buf csv = {0};
    add_header(&csv);
    for (size_t i = 0; i < LINES; i++) {
        wj_buf_add(&csv, lines[i]);
    }
    for (size_t i = 0; i < parts; i++) {
        wj_buf_add_text(&csv, "-3,-3,-3,-3,-3,-3,-3\n");
    }
    write_text(in_folder(folder, "survey.yaml"), definition);
    write_text(in_folder(folder, "responses.csv"), wj_buf_text(&csv));
    *whole = (struct job){0};
    assert_int_equal(job_count(whole, in_folder(folder, "survey.yaml"), NULL), WJ_OK);
    wj_buf_clear(&csv);
}

static void compare_parts_with_whole(const char *folder, size_t count)
{
    struct wj_buf bytes = {0};
    struct wj_slice lines[LINES];
    size_t starts[LINES + 1] = {0};
    struct job whole;
    struct job parts[MOST_PARTS] = {0};
    for (size_t i = 0; i < LINES; i++) {
        add_line(&bytes);
        starts[i + 1] = bytes.len;
    }
    for (size_t i = 0; i < LINES; i++) {
        lines[i] = wj_slice(bytes.ptr + starts[i], starts[i + 1] - starts[i]);
    }
    open_whole(&whole, folder, lines, count);
    char *expected = results_of(&whole);
    count_parts(parts, count, folder, lines);
    wj_tally_clear(&whole.tally);
    assert_int_equal(wj_tally_init(&whole.tally, &whole.diags, whole.survey), WJ_OK);
    merge_at_random(&whole.tally, parts, count);
    char *merged = results_of(&whole);
    assert_string_equal(merged, expected);
    free(merged);
    free(expected);
    for (size_t i = 0; i < count; i++) {
        job_clear(&parts[i]);
    }
    job_clear(&whole);
    wj_buf_clear(&bytes);
}

static void parts_merged_in_any_tree_are_the_whole(void **state)
{
    (void)state;
    for (unsigned long seed = 1; seed <= 24; seed++) {
        char *folder = folder_new();
        random_seed(seed);
        compare_parts_with_whole(folder, 1 + seed % MOST_PARTS);
        folder_remove(folder);
    }
}

/* ---- quantities of many numbers, and of too many answers ---- */

static void add_numbers(struct wj_quantity_tally *quantity, unsigned long from, unsigned long to)
{
    mpq_t number;
    mpq_init(number);
    for (unsigned long i = from; i < to; i++) {
        mpq_set_ui(number, i, 1);
        wj_quantity_add(quantity, number, 1);
    }
    mpq_clear(number);
}

static void open_quantity(struct wj_quantity_tally *quantity, unsigned long from, unsigned long to)
{
    *quantity = (struct wj_quantity_tally){0};
    mpq_inits(quantity->rest_sum, quantity->rest_squares, quantity->rest_min, quantity->rest_max,
              NULL);
    add_numbers(quantity, from, to);
}

static void clear_quantity(struct wj_quantity_tally *quantity)
{
    mpq_clears(quantity->rest_sum, quantity->rest_squares, quantity->rest_min, quantity->rest_max,
               NULL);
    wj_map_clear(&quantity->values);
}

static void too_many_numbers_together_are_summed(void **state)
{
    /* 1 … 60,000 and 40,001 … 100,000 have 100,000 distinct ones, with 100,001 one too many. Their
     * sums are n (n + 1) / 2 with 20,000 numbers twice. */
    static const struct {
        unsigned long to;
        bool overflow;
        size_t values;
        const char *sum;
    } cases[] = {{100001, false, 100000, "0"}, {100002, true, 0, "6000160001"}};
    (void)state;
    for (size_t i = 0; i < 2 * COUNT(cases); i++) {
        struct wj_quantity_tally one;
        struct wj_quantity_tally other;
        mpq_t sum;
        bool long_one = i % 2 == 1;
        open_quantity(&one, long_one ? 40001 : 1, long_one ? cases[i / 2].to : 60001);
        open_quantity(&other, long_one ? 1 : 40001, long_one ? 60001 : cases[i / 2].to);
        assert_int_equal(wj_quantity_merge(&one, &other), WJ_OK);
        assert_int_equal(one.overflow, cases[i / 2].overflow);
        assert_int_equal(one.values.count, cases[i / 2].values);
        mpq_init(sum);
        mpq_set_str(sum, cases[i / 2].sum, 10);
        assert_true(mpq_equal(one.rest_sum, sum));
        assert_true(!one.overflow || mpq_cmp_ui(one.rest_max, 100001, 1) == 0);
        mpq_clear(sum);
        clear_quantity(&one);
        clear_quantity(&other);
    }
}

static void numbers_that_no_longer_fit_are_refused(void **state)
{
    struct wj_quantity_tally one;
    struct wj_quantity_tally other;
    struct job job;
    struct wj_tally more;
    char *folder = folder_new();
    (void)state;
    open_quantity(&one, 1, 2);
    open_quantity(&other, 1, 2);
    one.values.entries[0].value = UINT64_MAX - 1;
    assert_int_equal(wj_quantity_merge(&other, &one), WJ_DATA);
    clear_quantity(&one);
    clear_quantity(&other);

    job_open(&job, folder, definition, "分,评,再,用,多,龄,言\nA,A,A,A,A,1,\n");
    assert_int_equal(wj_tally_init(&more, &job.diags, job.survey), WJ_OK);
    more.questions[0].counts[0] = UINT64_MAX - 1;
    assert_int_equal(wj_tally_merge(&more, &job.tally), WJ_OK);
    assert_int_equal(wj_tally_merge(&more, &job.tally), WJ_DATA);
    wj_tally_clear(&more);
    job_clear(&job);
    folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_that_counting_changes_is_listed),
        cmocka_unit_test(parts_merged_in_any_tree_are_the_whole),
        cmocka_unit_test(too_many_numbers_together_are_summed),
        cmocka_unit_test(numbers_that_no_longer_fit_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
