/* The keys of `unique`: what is equal, and finding it again. */
#include "../base/random.h"
#include "../base/support.h"

#include "../../../src/screen/key.h"
#include "../../../src/screen/keys.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/pack.h"
#include "wjtab/base/text.h"
#include "wjtab/screen/claims.h"

static void assert_cleaned(struct wj_slice cell)
{
    struct wj_buf key = {0};
    struct wj_buf cleaned = {0};
    struct wj_buf expected = {0};
    assert_int_equal(wj_text_clean(&cleaned, cell, false), WJ_OK);
    wj_pack_text(&expected, wj_buf_slice(&cleaned));
    uint64_t hash = WJ_KEY_HASH;
    assert_int_equal(wj_key_add(&key, &hash, cell), cleaned.len > 0);
    assert_true(wj_slice_equal(wj_buf_slice(&key), wj_buf_slice(&expected)));
    wj_buf_clear(&key);
    wj_buf_clear(&cleaned);
    wj_buf_clear(&expected);
}

static void cells_are_cleaned(void **state)
{
    struct wj_buf cell = {0};
    (void)state;
    for (long i = 1; i < 0x30000; i++) {
        bool surrogate = i >= 0xD800 && i < 0xE000;
        wj_buf_reset(&cell);
        wj_buf_add_codepoint(&cell, surrogate ? ' ' : i);
        assert_cleaned(wj_buf_slice(&cell));
    }
    static const long some[] = {' ',    'a', '7', 0x3000, 0xFF17, 0x301,  0x5F20, 0x4E09,
                                0x9FFF, 'e', 9,   1,      0x3FFF, 0xA000, 0x200B};
    for (size_t i = 0; i < 20000; i++) {
        wj_buf_reset(&cell);
        for (size_t j = random_below(i % 50 == 0 ? 200 : 20); j > 0; j--) {
            wj_buf_add_codepoint(&cell, some[random_below(COUNT(some))]);
        }
        assert_cleaned(wj_buf_slice(&cell));
    }
    wj_buf_clear(&cell);
}

/* Returns its hash. */
static uint64_t make_key(struct wj_buf *key, uint64_t number, bool cells)
{
    char text[200];
    uint64_t hash = WJ_KEY_HASH;
    wj_buf_reset(key);
    int len = snprintf(text, sizeof text, "%0*llu", number % 100 == 3 ? 150 : 1,
                       (unsigned long long)number);
    wj_key_add(key, &hash, wj_slice(text, (size_t)len));
    wj_key_add(key, &hash, wj_slice(text, cells ? (size_t)len : 0));
    return wj_key_spread(hash);
}

/* Adds keys twice; `hashes`: how many different hashes there are, 0: theirs. */
static void put_all(uint64_t count, uint64_t hashes, bool numbered)
{
    struct wj_keys keys = {.numbered = numbered};
    struct wj_buf key = {0};
    for (uint64_t i = 0; i < 2 * count; i++) {
        bool known = false;
        uint64_t number = i;
        uint64_t hash = make_key(&key, i % count, i % count % 3 == 0);
        hash = hashes > 0 ? hash % hashes * 0x123456789ABCDEFu : hash;
        wj_keys_expect(&keys, hash);
        assert_int_equal(wj_keys_put(&keys, hash, wj_buf_slice(&key), &number, &known), WJ_OK);
        assert_int_equal(known, i >= count);
        assert_true(!known || !numbered || number == i - count);
    }
    wj_buf_clear(&key);
    wj_keys_clear(&keys);
}

static void keys_are_found_again(void **state)
{
    (void)state;
    put_all(200000, 0, false);
    put_all(200000, 0, true);
}

/* One that is longer than what is asked for at once, among others. */
static void a_long_key_is_found_again(void **state)
{
    enum { LONG = 20 << 20, COUNT_OF_KEYS = 9 };
    struct wj_keys keys = {.numbered = true};
    struct wj_buf key = {0};
    struct wj_buf cell = {0};
    (void)state;
    char *long_cell = wj_buf_reserve(&cell, LONG);
    assert_non_null(long_cell);
    memset(long_cell, 'x', LONG);
    for (uint64_t i = 0; i < 2 * COUNT_OF_KEYS; i++) {
        bool known = false;
        uint64_t number = i;
        uint64_t hash = WJ_KEY_HASH;
        wj_buf_reset(&key);
        wj_key_add(&key, &hash, wj_slice(long_cell, i % 3 == 1 ? LONG - i % COUNT_OF_KEYS : i % 9));
        assert_int_equal(
            wj_keys_put(&keys, wj_key_spread(hash), wj_buf_slice(&key), &number, &known), WJ_OK);
        assert_int_equal(known, i >= COUNT_OF_KEYS);
        assert_true(!known || number == i - COUNT_OF_KEYS);
    }
    wj_buf_clear(&cell);
    wj_buf_clear(&key);
    wj_keys_clear(&keys);
}

/* Nobody relies on hashes being different. */
static void equal_hashes_are_no_equal_keys(void **state)
{
    (void)state;
    put_all(2000, 1, true);
    put_all(2000, 1, false);
    put_all(20000, 50, true);
}

/* Each request fails in its turn, until there are no more. */
static void want_of_memory_is_told(void **state)
{
    (void)state;
    struct wj_buf key = {0};
    unsigned long n = 0;
    bool failed = true;
    while (failed) {
        struct wj_keys keys = {0};
        enum wj_status status = WJ_OK;
        n++;
        wj_buf_reserve(&key, 400);
        wj_memory_fail_at(n);
        for (uint64_t i = 0; status == WJ_OK && i < 2000; i++) {
            bool known = false;
            uint64_t number = 0;
            uint64_t hash = make_key(&key, i, false);
            status = wj_keys_put(&keys, hash, wj_buf_slice(&key), &number, &known);
        }
        failed = wj_memory_fails_in() == 0;
        wj_memory_fail_at(0);
        assert_int_equal(status, failed ? WJ_MEMORY : WJ_OK);
        wj_keys_clear(&keys);
    }
    assert_true(n > 10);
    wj_buf_clear(&key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_cleaned),
        cmocka_unit_test(keys_are_found_again),
        cmocka_unit_test(a_long_key_is_found_again),
        cmocka_unit_test(equal_hashes_are_no_equal_keys),
        cmocka_unit_test(want_of_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
