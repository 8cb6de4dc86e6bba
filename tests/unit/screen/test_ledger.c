/* The ledger: any number of entries come back in file order, from memory or from a file. */
#include "../base/random.h"
#include "../survey/match_support.h"

#include "wjtab/screen/ledger.h"
#include "wjtab/screen/screen.h"

static const char definition[] = "survey: t\nresponses: r.csv\nquestions:\n"
                                 "  - {name: 甲, type: text}\n";

static void put(struct wj_ledger *ledger, uint64_t file, uint64_t record, size_t id_len)
{
    static char id[4096];
    memset(id, 'x', id_len);
    id[id_len] = '\0';
    struct wj_rejection rejection = {
        .file_number = (size_t)file, .record = record, .line = record + 1, .id = id};
    assert_int_equal(wj_ledger_add_rule(ledger, &rejection, WJ_RULE_SHAPE), WJ_OK);
}

/* Reads all, which must be the records from 0 on, `per_file` of each file. */
static void check_order(const struct wj_ledger *ledger, uint64_t count, uint64_t per_file)
{
    struct wj_ledger_walk walk = {.ledger = ledger};
    bool any = false;
    for (uint64_t i = 0; i < count; i++) {
        assert_int_equal(wj_ledger_next(&walk, &any), WJ_OK);
        assert_true(any);
        assert_int_equal(walk.rejection.file_number, i / per_file);
        assert_int_equal(walk.rejection.record, i % per_file);
        assert_int_equal(walk.rejection.line, i % per_file + 1);
        assert_int_equal(strlen(walk.rejection.id), (i * 7919) % 400);
        assert_int_equal(walk.rejection.breach_count, 1);
    }
    assert_int_equal(wj_ledger_next(&walk, &any), WJ_OK);
    assert_false(any);
    assert_int_equal(ledger->count, count);
    assert_int_equal(ledger->by_rule[WJ_RULE_SHAPE], count);
    assert_int_equal(ledger->broken[WJ_RULE_SHAPE], count);
    wj_ledger_walk_clear(&walk);
}

/* A tenth comes in any order. */
static void put_all(struct wj_ledger *ledger, uint64_t count, uint64_t per_file)
{
    uint64_t *late = calloc(count, sizeof *late);
    size_t late_count = 0;
    assert_non_null(late);
    for (uint64_t i = 0; i < count; i++) {
        if (random_below(10) == 0) {
            late[late_count++] = i;
        } else {
            put(ledger, i / per_file, i % per_file, (i * 7919) % 400);
        }
    }
    while (late_count > 0) {
        size_t pick = random_below(late_count);
        put(ledger, late[pick] / per_file, late[pick] % per_file, (late[pick] * 7919) % 400);
        late[pick] = late[--late_count];
    }
    wj_ledger_sort(ledger);
    free(late);
}

static void entries_come_back_in_file_order(void **state)
{
    static const struct {
        uint64_t count;
        bool spilled;
    } cases[] = {{0, false}, {1, false}, {500, false}, {60000, true}};
    struct bench bench;
    (void)state;
    bench_open(&bench, definition, "甲");
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct wj_ledger ledger;
        random_seed(i);
        assert_int_equal(wj_ledger_init(&ledger, bench.survey, &bench.diags), WJ_OK);
        put_all(&ledger, cases[i].count, 150);
        assert_int_equal(ledger.entries.file != NULL, cases[i].spilled);
        check_order(&ledger, cases[i].count, 150);
        check_order(&ledger, cases[i].count, 150); /* it can be read again */
        wj_ledger_clear(&ledger);
    }
    bench_close(&bench);
}

static void ledgers_of_parts_are_appended(void **state)
{
    struct bench bench;
    struct wj_ledger whole;
    struct wj_ledger part;
    (void)state;
    bench_open(&bench, definition, "甲");
    assert_int_equal(wj_ledger_init(&whole, bench.survey, NULL), WJ_OK);
    assert_int_equal(wj_ledger_init(&part, bench.survey, NULL), WJ_OK);
    for (uint64_t start = 0; start < 30000; start += 100) {
        for (uint64_t i = 0; i < 100; i++) {
            put(&part, 0, i, ((start + i) * 7919) % 400);
        }
        assert_int_equal(wj_ledger_append(&whole, &part, start, start), WJ_OK);
        wj_ledger_reset(&part);
    }
    check_order(&whole, 30000, 30000);
    wj_ledger_clear(&part);
    wj_ledger_clear(&whole);
    bench_close(&bench);
}

/* What is no entry of the survey is refused when it is put, so that reading need not ask. */
static void no_entries_are_refused(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
        enum wj_status status;
    } cases[] = {
        {"\x00\x02\x03\x01x\x01\x00\x01\x00\x00", 10, WJ_OK},
        {"\x00\x02\x03\x01x\x01\x00\x01\x00", 9, WJ_DATA},          /* too short */
        {"\x00\x02\x03\x01x\x01\x00\x01\x00\x00\x00", 11, WJ_DATA}, /* too long */
        {"\x00\x02\x03\x01x\x01\x00\x01\x01\x00", 10, WJ_DATA},     /* no such question */
        {"\x00\x02\x03\x01x\x01\x0A\x01\x00\x00", 10, WJ_DATA},     /* no such rule */
        {"\x00\x02\x03\x01x\x00", 6, WJ_DATA},                      /* breaks nothing */
        {"\x02\x02\x03\x01x\x01\x00\x01\x00\x00", 10, WJ_DATA},     /* no such file */
        {"\x00\x02\x03\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01x", 14, WJ_DATA},
        {"", 0, WJ_DATA},
    };
    struct bench bench;
    (void)state;
    bench_open(&bench, definition, "甲");
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct wj_ledger ledger;
        assert_int_equal(wj_ledger_init(&ledger, bench.survey, NULL), WJ_OK);
        assert_int_equal(wj_ledger_put(&ledger, wj_slice(cases[i].bytes, cases[i].len), 1, 3),
                         cases[i].status);
        wj_ledger_clear(&ledger);
    }
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_come_back_in_file_order),
        cmocka_unit_test(ledgers_of_parts_are_appended),
        cmocka_unit_test(no_entries_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
