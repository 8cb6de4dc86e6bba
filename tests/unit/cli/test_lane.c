/* The fast lane against the careful path: whole jobs done both ways give the same report, the same
 * ledger and the same messages.
 *
 *   test_lane                            the samples
 *   test_lane DEFINITION [RESPONSES…]    this job; prints how many records the lane took */
#include "../base/support.h"

#include <stdio.h>

#include "../../../src/cli/job.h"
#include "wjtab/write/write.h"

/* Every file is read so often: what the lane knows it has learnt in the first pass. */
enum { PASSES = 3, MOST_FILES = 16, SMALL_BLOCK = 1500 };

static void show_report(struct wj_job *job, struct wj_report *report, struct wj_buf *out)
{
    struct wj_findings findings = wj_job_findings(job);
    enum wj_status status = wj_report_build(&job->diags, &findings, report);
    if (status == WJ_OK) {
        status = wj_write_text(report, out);
    }
    if (status == WJ_OK) {
        status = wj_write_html(report, out);
    }
    for (size_t i = 0; status == WJ_OK && i < report->grid_count; i++) {
        status = wj_write_csv(&report->grids[i], false, out);
    }
    char *results = report->results != NULL ? json_dumps(report->results, JSON_INDENT(1)) : NULL;
    wj_buf_addf(out, "%s\nreport: %d\n", results != NULL ? results : "", (int)status);
    free(results);
}

static uint64_t do_job(const char *definition, char **files, int count, bool careful,
                       struct wj_buf *out)
{
    struct wj_job job = {.careful = careful};
    struct wj_report report = {0};
    enum wj_status status = wj_job_open(&job, definition, files, count);
    if (status == WJ_OK) {
        job.survey->output.formats &= ~(unsigned)WJ_FORMAT_XLSX;
        /* With `unique` only what is read in chunks takes the lane. */
        job.block = job.survey->valid.unique_count > 0 ? SMALL_BLOCK : 0;
        status = wj_job_read(&job);
    }
    if (status == WJ_OK) {
        status = wj_job_compute(&job);
    }
    if (status == WJ_OK) {
        show_report(&job, &report, out);
    }
    uint64_t taken = job.lane != NULL ? wj_lane_records(job.lane) : 0;
    wj_buf_addf(out, "status: %d\n", (int)status);
    wj_report_clear(&report);
    wj_job_clear(&job);
    for (size_t i = 0; i < job.diags.count; i++) {
        const struct wj_diag *diag = &job.diags.list[i];
        wj_diag_write(diag, out);
    }
    wj_diags_clear(&job.diags);
    assert_int_equal(wj_buf_status(out), WJ_OK);
    return taken;
}

/* Does a job both ways; records of the last file that the lane took. */
static uint64_t compare_ways(const char *definition, char **files, int count)
{
    struct wj_buf fast = {0};
    struct wj_buf slow = {0};
    char *repeated[PASSES * MOST_FILES];
    assert_true(count <= MOST_FILES);
    for (int i = 0; i < PASSES * count; i++) {
        repeated[i] = files[i % count];
    }
    do_job(definition, repeated, PASSES * count, true, &slow);
    uint64_t taken = do_job(definition, repeated, PASSES * count, false, &fast);
    assert_string_equal(wj_buf_text(&fast), wj_buf_text(&slow));
    wj_buf_clear(&fast);
    wj_buf_clear(&slow);
    return taken;
}

#define SAMPLES WJTAB_SOURCE_DIR "/samples/"

static void test_the_samples_come_out_the_same(void **state)
{
    (void)state;
    char *paper[] = {SAMPLES "zhifu-2022/responses-paper.csv"};
    char *online[] = {SAMPLES "zhifu-2022/responses-online.csv"};
    assert_true(compare_ways(SAMPLES "zhifu-2022/survey.yaml", paper, 1) > 40);
    compare_ways(SAMPLES "zhifu-2022/survey.yaml", online, 1);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_samples_come_out_the_same),
    };
    if (argc > 1) {
        uint64_t taken = compare_ways(argv[1], argv + 2, argc - 2);
        printf("%llu\n", (unsigned long long)taken);
        return EXIT_SUCCESS;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
