/* Buffers, growing arrays, arenas, maps, and requests that fail on purpose. */
#include "support.h"

#include <stdalign.h>

#include "wjtab/base/map.h"
#include "wjtab/base/status.h"

/* ---- buffers ---- */

static void buffer_keeps_what_is_added(void **state)
{
    (void)state;
    struct wj_buf buf = {0};
    assert_string_equal(wj_buf_text(&buf), "");
    assert_int_equal(buf.len, 0);
    wj_buf_add(&buf, wj_slice(NULL, 0));
    wj_buf_add_text(&buf, NULL);
    wj_buf_add_text(&buf, "甲");
    wj_buf_add_char(&buf, '\0');
    wj_buf_add(&buf, wj_slice("xyz", 2));
    wj_buf_addf(&buf, "%d%s", 12, "%");
    assert_int_equal(buf.len, 3 + 1 + 2 + 3);
    assert_memory_equal(wj_buf_text(&buf), "甲\0xy12%", 10);
    assert_int_equal(wj_buf_status(&buf), WJ_OK);
    wj_buf_reset(&buf);
    assert_string_equal(wj_buf_text(&buf), "");
    wj_buf_clear(&buf);
    assert_null(buf.ptr);
}

static void code_points_become_utf8(void **state)
{
    static const struct {
        long codepoint;
        const char *utf8;
    } cases[] = {
        {0x41, "A"},
        {0x7F, "\x7F"},
        {0x80, "\xC2\x80"},
        {0x7FF, "\xDF\xBF"},
        {0x800, "\xE0\xA0\x80"},
        {0x6EE1, "满"},
        {0xFFFD, "\xEF\xBF\xBD"},
        {0x10000, "\xF0\x90\x80\x80"},
        {0x10FFFF, "\xF4\x8F\xBF\xBF"},
    };
    struct wj_buf buf = {0};
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        wj_buf_reset(&buf);
        wj_buf_add_codepoint(&buf, cases[i].codepoint);
        wrong += differs("code point", wj_buf_text(&buf), cases[i].utf8);
    }
    wj_buf_clear(&buf);
    assert_int_equal(wrong, 0);
}

static void buffer_grows_byte_by_byte(void **state)
{
    (void)state;
    struct wj_buf buf = {0};
    for (size_t i = 0; i < 100000; i++) {
        wj_buf_add_char(&buf, (char)('a' + i % 26));
    }
    assert_int_equal(buf.len, 100000);
    for (size_t i = 0; i < 100000; i++) {
        assert_int_equal(buf.ptr[i], 'a' + i % 26);
    }
    wj_buf_clear(&buf);
}

static void buffer_remembers_a_failure(void **state)
{
    (void)state;
    struct wj_buf buf = {0};
    wj_buf_add_text(&buf, "abc");
    assert_null(wj_buf_reserve(&buf, SIZE_MAX));
    assert_int_equal(wj_buf_status(&buf), WJ_MEMORY);
    wj_buf_add_text(&buf, "def");
    assert_int_equal(buf.len, 3);
    assert_string_equal(wj_buf_text(&buf), "");
    wj_buf_reset(&buf);
    assert_int_equal(wj_buf_status(&buf), WJ_OK);
    wj_buf_clear(&buf);
}

static void a_request_fails_when_told_to(void **state)
{
    (void)state;
    struct wj_buf buf = {0};
    wj_memory_fail_at(2);
    void *first = wj_alloc(1);
    void *second = wj_alloc(1);
    void *third = wj_alloc(1);
    assert_non_null(first);
    assert_null(second);
    assert_non_null(third);
    assert_int_equal(wj_memory_requests(), 3);
    wj_memory_fail_at(1);
    wj_buf_add_text(&buf, "x");
    wj_buf_add_text(&buf, "y"); /* the first failure counts, though there is memory again */
    wj_memory_fail_at(0);
    assert_int_equal(wj_buf_status(&buf), WJ_MEMORY);
    assert_int_equal(buf.len, 0);
    wj_free(first);
    wj_free(third);
    wj_free(NULL);
    wj_buf_clear(&buf);
}

/* ---- growing ---- */

/* Around the size from which memory is mapped. */
static void much_memory_is_zeroed_and_fails_when_told_to(void **state)
{
    static const size_t sizes[] = {1, (2 << 20) - 1, 2 << 20, (2 << 20) + 1, (6 << 20) + 5};
    (void)state;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        unsigned long failures = wj_memory_failures();
        wj_memory_fail_at(1);
        assert_null(wj_alloc_large(sizes[i]));
        wj_memory_fail_at(0);
        assert_int_equal(wj_memory_status(failures), WJ_MEMORY);
        for (size_t j = 0; j < 3; j++) {
            char *memory = wj_alloc_large(sizes[i]);
            assert_non_null(memory);
            for (size_t at = 0; at < sizes[i]; at++) {
                assert_true(memory[at] == 0);
            }
            memset(memory, 'x', sizes[i]);
            wj_free_large(memory, sizes[i]);
        }
    }
    unsigned long failures = wj_memory_failures();
    assert_null(wj_alloc_large(SIZE_MAX));
    assert_null(wj_alloc_large(SIZE_MAX / 4));
    assert_int_equal(wj_memory_failures(), failures + 2);
    wj_free_large(NULL, 0);
    wj_free_large(NULL, 4 << 20);
}

static void arrays_grow_zeroed_and_keep_their_content(void **state)
{
    (void)state;
    uint32_t *list = NULL;
    size_t capacity = 0;
    for (uint32_t i = 0; i < 1000; i++) {
        assert_int_equal(wj_grow(&list, &capacity, i + 1, sizeof *list), WJ_OK);
        assert_true(capacity > i);
        assert_int_equal(list[i], 0);
        list[i] = i + 7;
    }
    for (uint32_t i = 0; i < 1000; i++) {
        assert_int_equal(list[i], i + 7);
    }
    uint32_t *before = list;
    size_t room = capacity;
    assert_int_equal(wj_grow(&list, &capacity, 1000, sizeof *list), WJ_OK);
    assert_ptr_equal(list, before);
    assert_int_equal(wj_grow(&list, &capacity, SIZE_MAX, sizeof *list), WJ_MEMORY);
    assert_int_equal(wj_grow(&list, &capacity, SIZE_MAX / 2, sizeof *list), WJ_MEMORY);
    wj_memory_fail_at(1);
    assert_int_equal(wj_grow(&list, &capacity, 5000, sizeof *list), WJ_MEMORY);
    wj_memory_fail_at(0);
    assert_ptr_equal(list, before);
    assert_int_equal(capacity, room);
    assert_int_equal(list[999], 1006);
    wj_free(list);
}

/* ---- arenas ---- */

static const char blank_page[64 * 1024]; /* larger than a block of an arena */

static void arena_memory_is_zeroed_aligned_and_separate(void **state)
{
    static const size_t sizes[] = {0, 1, 3, 16, 17, 1000, 16 * 1024, 16 * 1024 + 1, 100000, 5};
    struct wj_arena arena = {0};
    char *blocks[COUNT(sizes) * 10];
    size_t count = 0;
    (void)state;
    for (size_t round = 0; round < 10; round++) {
        for (size_t i = 0; i < COUNT(sizes); i++) {
            char *block = wj_arena_alloc(&arena, sizes[i]);
            assert_non_null(block);
            assert_int_equal((uintptr_t)block % alignof(max_align_t), 0);
            for (size_t j = 0; j < sizes[i]; j++) {
                assert_int_equal(block[j], 0);
            }
            memset(block, (int)(count + 1), sizes[i]);
            blocks[count++] = block;
        }
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < sizes[i % COUNT(sizes)]; j++) {
            assert_int_equal((unsigned char)blocks[i][j], i + 1);
        }
    }
    assert_null(wj_arena_alloc(&arena, SIZE_MAX));
    wj_arena_clear(&arena);
    wj_arena_clear(&arena);
}

static void arena_copies_are_terminated(void **state)
{
    (void)state;
    struct wj_arena arena = {0};
    char source[] = "甲乙";
    char *copy = wj_arena_copy(&arena, wj_slice(source, 3));
    source[0] = 'x';
    assert_string_equal(copy, "甲");
    assert_string_equal(wj_arena_copy(&arena, wj_slice(NULL, 0)), "");
    wj_memory_fail_at(1);
    assert_null(wj_arena_copy(&arena, wj_slice(blank_page, sizeof blank_page)));
    wj_memory_fail_at(0);
    wj_arena_clear(&arena);
}

/* ---- maps ---- */

enum { MANY = 10000 };

static struct wj_slice key_of(char text[16], size_t number)
{
    /* Keys of one byte to five, so that some are the start of others. */
    return wj_slice(text, (size_t)snprintf(text, 16, "%zu", number));
}

static void map_holds_ten_thousand_keys(void **state)
{
    (void)state;
    struct wj_map map = {0};
    char text[16];
    uint64_t *value;
    assert_null(wj_map_get(&map, wj_slice_of("0")));
    for (size_t i = 0; i < MANY; i++) {
        assert_int_equal(wj_map_put(&map, key_of(text, i), &value), WJ_OK);
        assert_int_equal(*value, 0);
        *value = i * 3;
    }
    memset(text, '?', sizeof text); /* keys were copied */
    assert_int_equal(map.count, MANY);
    for (size_t i = 0; i < MANY; i++) {
        uint64_t *found = wj_map_get(&map, key_of(text, i));
        assert_non_null(found);
        assert_int_equal(*found, i * 3);
        assert_true(wj_slice_equal(map.entries[i].key, key_of(text, i))); /* in order of arrival */
    }
    assert_int_equal(wj_map_put(&map, wj_slice_of("17"), &value), WJ_OK);
    assert_int_equal(*value, 51);
    assert_int_equal(map.count, MANY);
    assert_null(wj_map_get(&map, wj_slice_of("10000")));
    assert_null(wj_map_get(&map, wj_slice_of("")));
    wj_map_clear(&map);
    assert_null(wj_map_get(&map, wj_slice_of("17")));
}

static void map_tells_apart_keys_of_any_bytes(void **state)
{
    static const struct wj_slice keys[] = {
        BYTES(""), BYTES("\0"), BYTES("\0\0"), BYTES("a"), BYTES("a\0"), BYTES("A"), BYTES("\xFF"),
    };
    struct wj_map map = {0};
    uint64_t *value;
    (void)state;
    for (size_t i = 0; i < COUNT(keys); i++) {
        assert_int_equal(wj_map_put(&map, keys[i], &value), WJ_OK);
        *value = i + 1;
    }
    assert_int_equal(map.count, COUNT(keys));
    for (size_t i = 0; i < COUNT(keys); i++) {
        assert_int_equal(*wj_map_get(&map, keys[i]), i + 1);
    }
    wj_map_clear(&map);
}

static void map_is_whole_after_any_failed_request(void **state)
{
    (void)state;
    for (unsigned long n = 1; n < 40; n++) {
        struct wj_map map = {0};
        char text[16];
        uint64_t *value = NULL;
        size_t put = 0;
        wj_memory_fail_at(n);
        while (put < 3000 && wj_map_put(&map, key_of(text, put), &value) == WJ_OK) {
            *value = put++;
        }
        wj_memory_fail_at(0);
        assert_int_equal(map.count, put);
        for (size_t i = 0; i < put; i++) {
            assert_int_equal(*wj_map_get(&map, key_of(text, i)), i);
        }
        assert_null(wj_map_get(&map, key_of(text, put)));
        assert_int_equal(wj_map_put(&map, key_of(text, put), &value), WJ_OK);
        assert_int_equal(map.count, put + 1);
        wj_map_clear(&map);
    }
}

/* ---- statuses ---- */

static void statuses_exit_as_the_manual_says(void **state)
{
    static const int exits[] = {
        [WJ_OK] = 0, [WJ_FINDINGS] = 1, [WJ_USAGE] = 2,    [WJ_DEFINITION] = 2,    [WJ_DATA] = 3,
        [WJ_IO] = 4, [WJ_MEMORY] = 5,   [WJ_INTERNAL] = 5, [WJ_INTERRUPTED] = 130,
    };
    (void)state;
    for (size_t i = 0; i < COUNT(exits); i++) {
        assert_int_equal(wj_status_exit((enum wj_status)i), exits[i]);
        assert_true(strlen(wj_status_text((enum wj_status)i)) > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buffer_keeps_what_is_added),
        cmocka_unit_test(code_points_become_utf8),
        cmocka_unit_test(buffer_grows_byte_by_byte),
        cmocka_unit_test(buffer_remembers_a_failure),
        cmocka_unit_test(a_request_fails_when_told_to),
        cmocka_unit_test(much_memory_is_zeroed_and_fails_when_told_to),
        cmocka_unit_test(arrays_grow_zeroed_and_keep_their_content),
        cmocka_unit_test(arena_memory_is_zeroed_aligned_and_separate),
        cmocka_unit_test(arena_copies_are_terminated),
        cmocka_unit_test(map_holds_ten_thousand_keys),
        cmocka_unit_test(map_tells_apart_keys_of_any_bytes),
        cmocka_unit_test(map_is_whole_after_any_failed_request),
        cmocka_unit_test(statuses_exit_as_the_manual_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
