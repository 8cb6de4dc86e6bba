/* Every request for memory of an export fails once: it says so, or writes the very same files. */
#include "../unit/measure/job_support.h"

#include "wjtab/measure/weights.h"
#include "wjtab/tally/cases.h"
#include "wjtab/write/export.h"

static const char definition[] =
    "survey: t\n"
    "responses: responses.csv\n"
    "id: 号\n"
    "weighting: {column: 号}\n"
    "questions:\n"
    "  - {name: 甲, type: single, options: [{code: A, score: 2}, {code: B, score: 1},"
    " {code: C, label: 其他, other: true}]}\n"
    "  - {name: 丙, type: multiple, options: [{code: OPTION_X}, {code: Y, label: 乙}]}\n"
    "  - {name: 龄, type: quantity}\n"
    "  - {name: 言, type: text}\n"
    "valid: {required: [], unknown: missing}\n";

static const char responses[] = "号,甲,丙,龄,言\n"
                                "1,A,OPTION_X,30,一\n"
                                "2,其他:说明,乙,4.25,x\n"
                                "3,Q,OPTION_X;Y,-7,13800138000\n"
                                "4,-3,,,\n";

static enum wj_status keep_records(struct job *job, struct wj_reader *reader,
                                   struct wj_cases *cases)
{
    struct wj_batch batch;
    enum wj_status status = wj_reader_next(reader, &job->diags, &batch);
    for (size_t i = 1; status == WJ_OK && i < batch.count; i++) {
        struct wj_response *response = wj_coder_response(job->coder);
        response->file_number = 0;
        response->record = batch.records[i].number;
        response->columns = job->columns;
        response->fields = batch.fields + batch.records[i].first;
        response->field_count = batch.records[i].count;
        response->id = wj_response_cell(response, job->columns->id);
        status = wj_coder_code(job->coder, &job->diags);
        wj_screen_settle(job->survey, response);
        if (status == WJ_OK) {
            status = wj_cases_add(cases, &job->diags, response, -1);
        }
    }
    return status;
}

static enum wj_status keep(struct job *job, struct wj_cases *cases)
{
    struct wj_read_options options = {0};
    struct wj_reader *reader = NULL;
    cases->keep_text = true;
    enum wj_status status = wj_cases_open(cases, &job->diags, job->survey);
    if (status == WJ_OK) {
        status = wj_reader_open(&job->diags, job->responses, &options, &reader);
    }
    if (status == WJ_OK) {
        status = keep_records(job, reader, cases);
    }
    wj_reader_free(reader);
    return status;
}

static enum wj_status export_all(struct job *job, struct wj_cases *cases, const char *folder)
{
    static const char *const files[] = {"responses.csv"};
    struct wj_dataset_options made = {
        .files = files, .file_count = 1, .rejected = true, .keep_text = true};
    struct wj_export_options write = {.folder = folder,
                                      .formats = WJ_EXPORT_SAV | WJ_EXPORT_TRIPLE_S | WJ_EXPORT_DDI,
                                      .force = true};
    struct wj_dataset dataset = {0};
    struct wj_weights weights = {0};
    made.weights = &weights;
    enum wj_status status = wj_weighting_init(&weights, &job->diags, &job->tally);
    if (status == WJ_OK) {
        status = wj_dataset_open(&dataset, &job->diags, job->survey, cases, &made);
    }
    if (status == WJ_OK) {
        status = wj_write_export(&job->diags, &dataset, &write);
    }
    wj_dataset_clear(&dataset);
    wj_weighting_clear(&weights);
    return status;
}

/* What stands in the folder, one file after the other. */
static void add_files(const char *folder, struct wj_buf *out)
{
    static const char *const names[] = {"data.sav", "data.sss", "data.csv", "codebook.xml"};
    struct wj_diags diags = {0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[1200];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        assert_int_equal(wj_file_read(&diags, path, 1 << 20, out), WJ_OK);
    }
    wj_diags_clear(&diags);
}

/* The job's own memory does not fail here: another test does that. */
static enum wj_status run_failing(const char *yaml, const char *out, unsigned long n,
                                  unsigned long *requests)
{
    struct job job = {0};
    struct wj_cases cases = {0};
    assert_int_equal(job_count(&job, yaml, NULL), WJ_OK);
    wj_memory_fail_at(n);
    enum wj_status status = keep(&job, &cases);
    if (status == WJ_OK) {
        status = export_all(&job, &cases, out);
    }
    *requests = wj_memory_requests();
    wj_memory_fail_at(0);
    wj_cases_clear(&cases);
    job_clear(&job);
    return status;
}

static void an_export_runs_out_of_memory_everywhere(void **state)
{
    char *folder = folder_new();
    char yaml[1024];
    char out[1024];
    struct wj_buf whole = {0};
    struct wj_buf files = {0};
    unsigned long requests = 0;
    unsigned long ignored = 0;
    size_t refused = 0;
    (void)state;
    snprintf(yaml, sizeof yaml, "%s/survey.yaml", folder);
    snprintf(out, sizeof out, "%s/out", folder);
    write_text(yaml, definition);
    write_text(in_folder(folder, "responses.csv"), responses);
    assert_int_equal(run_failing(yaml, out, 0, &requests), WJ_OK);
    add_files(out, &whole);
    for (unsigned long n = 1; n <= requests; n++) {
        enum wj_status status = run_failing(yaml, out, n, &ignored);
        assert_true(status == WJ_OK || status == WJ_MEMORY);
        refused += status == WJ_MEMORY ? 1 : 0;
        wj_buf_reset(&files);
        add_files(out, &files);
        assert_true(wj_slice_equal(wj_buf_slice(&files), wj_buf_slice(&whole)));
        assert_int_equal(files_in(out), 4);
    }
    print_message("%lu requests, failed: %zu times no memory\n", requests, refused);
    assert_true(refused > 100);
    wj_buf_clear(&whole);
    wj_buf_clear(&files);
    folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_export_runs_out_of_memory_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
