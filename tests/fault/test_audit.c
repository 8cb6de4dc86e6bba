/* Every request for memory of an audit fails once. The audit then says that memory is out, or ends
 * with the very same findings; it never crashes, leaks, or ends with others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "wjtab/base/memory.h"
#include "wjtab/score/audit.h"

/* As many runs as fit into some seconds; with WJTAB_FAULT_ALL set, every request fails. */
enum { MOST_RUNS = 1500 };

static enum wj_status run(const struct wj_audit_options *options, unsigned long n,
                          struct wj_buf *out, unsigned long *requests)
{
    struct wj_diags diags = {0};
    struct wj_audit audit = {0};
    wj_memory_fail_at(n);
    enum wj_status status = wj_audit_run(&diags, options, &audit);
    *requests = wj_memory_requests();
    wj_memory_fail_at(0);
    wj_buf_reset(out);
    for (size_t i = 0; i < audit.finding_count && status == WJ_OK; i++) {
        const struct wj_audit_finding *finding = &audit.findings[i];
        wj_buf_addf(out, "%s:%llu:%llu %s|%s|%s|%s|%s|%s\n", finding->file,
                    (unsigned long long)finding->line, (unsigned long long)finding->column,
                    finding->kind, finding->subject, finding->stated, finding->computed,
                    finding->arithmetic, finding->message);
    }
    wj_audit_clear(&audit);
    wj_diags_clear(&diags);
    return status;
}

static void fail_every_request(const struct wj_audit_options *options)
{
    struct wj_buf whole = {0};
    struct wj_buf out = {0};
    unsigned long requests;
    unsigned long ignored;
    size_t refused = 0;
    assert_int_equal(run(options, 0, &whole, &requests), WJ_OK);
    assert_true(whole.len > 0);
    unsigned long step = getenv("WJTAB_FAULT_ALL") != NULL ? 1 : (requests / MOST_RUNS + 1) | 1;
    for (unsigned long n = 1; n <= requests; n += step) {
        enum wj_status status = run(options, n, &out, &ignored);
        refused += status == WJ_MEMORY ? 1 : 0;
        if (status == WJ_OK) {
            assert_string_equal(wj_buf_text(&out), wj_buf_text(&whole));
        } else {
            assert_int_equal(status, WJ_MEMORY);
        }
    }
    print_message("%lu requests, every %lu. failed: %zu times no memory\n", requests, step,
                  refused);
    assert_true(refused > 0);
    wj_buf_clear(&whole);
    wj_buf_clear(&out);
}

#define SAMPLES WJTAB_SOURCE_DIR "/samples/"
#define CASES WJTAB_SOURCE_DIR "/tests/golden/cases/"

static void the_samples_run_out_of_memory_everywhere(void **state)
{
    struct wj_audit_options options = {.file = SAMPLES "xinzhou-2019/published.csv",
                                       .stated = SAMPLES "xinzhou-2019/audit-stated.csv",
                                       .facts = SAMPLES "xinzhou-2019/facts.csv"};
    (void)state;
    fail_every_request(&options);
    options.file = SAMPLES "jinchang-2021/scoring.csv";
    options.stated = SAMPLES "jinchang-2021/audit-stated.csv";
    options.facts = SAMPLES "jinchang-2021/facts.csv";
    options.formulas = true;
    fail_every_request(&options);
}

static void and_a_table_with_everything(void **state)
{
    struct wj_audit_options options = {.file = CASES "audit-table/scoring.csv",
                                       .stated = CASES "audit-table/stated.csv"};
    (void)state;
    fail_every_request(&options);
    options.file = CASES "audit-shares/table.csv";
    options.stated = NULL;
    fail_every_request(&options);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_samples_run_out_of_memory_everywhere),
        cmocka_unit_test(and_a_table_with_everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
