/* `keep: last` with more responses than are held in memory. */
#include "../survey/match_support.h"

#include "wjtab/base/spill.h"
#include "wjtab/screen/screen.h"

enum { RECORDS = 3000, KEYS = 1100, TEXT = 3000 /* bytes of each answer in words */ };

static const char definition[] = "survey: s\n"
                                 "questions:\n"
                                 "  - {name: 号, type: text}\n"
                                 "  - {name: 甲, type: text}\n"
                                 "valid: {required: [], unique: {columns: [号], keep: last}}\n";

/* A text of TEXT bytes that differs from record to record. */
static void add_text(struct wj_buf *out, size_t record)
{
    for (size_t i = 0; i < TEXT; i++) {
        wj_buf_add_char(out, (char)('a' + (record * 31 + i * i) % 23));
    }
}

static void assert_is(const struct wj_response *response, size_t record)
{
    struct wj_buf text = {0};
    add_text(&text, record);
    assert_int_equal(response->line, 2 * record);
    assert_true(wj_slice_equal(response->fields[1], wj_buf_slice(&text)));
    wj_buf_clear(&text);
}

static void hold_all(struct bench *bench, struct wj_screen *screen)
{
    for (size_t i = 0; i < RECORDS; i++) {
        struct wj_buf record = {0};
        enum wj_verdict verdict;
        wj_buf_addf(&record, "%zu\t", i % KEYS);
        add_text(&record, i);
        struct wj_response *response = bench_code(bench, wj_buf_text(&record));
        response->record = i;
        response->line = 2 * i;
        assert_int_equal(wj_screen_judge(screen, response, &verdict), WJ_OK);
        assert_int_equal(verdict, WJ_HELD);
        wj_buf_clear(&record);
    }
}

static void held_responses_spill(void **state)
{
    struct bench bench;
    struct wj_screen *screen = NULL;
    bool any = true;
    (void)state;
    assert_true((uint64_t)RECORDS * TEXT > 2 * (uint64_t)WJ_SPILL_MEMORY);
    bench_open(&bench, definition, "号\t甲");
    assert_int_equal(wj_screen_new(bench.survey, &screen), WJ_OK);
    hold_all(&bench, screen);
    struct wj_response *response = wj_coder_response(bench.coder);
    for (size_t i = RECORDS - KEYS; i < RECORDS; i++) {
        assert_int_equal(wj_screen_next_held(screen, response, &any), WJ_OK);
        assert_true(any);
        assert_is(response, i);
    }
    assert_int_equal(wj_screen_next_held(screen, response, &any), WJ_OK);
    assert_false(any);
    assert_int_equal(wj_screen_ledger(screen)->count, RECORDS - KEYS);
    for (size_t i = 0; i < RECORDS - KEYS; i++) {
        assert_int_equal(wj_screen_next_superseded(screen, response, &any), WJ_OK);
        assert_true(any);
        assert_is(response, i);
    }
    assert_int_equal(wj_screen_next_superseded(screen, response, &any), WJ_OK);
    assert_false(any);
    wj_screen_free(screen);
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(held_responses_spill),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
