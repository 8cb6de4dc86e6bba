/* What the scan says of a text at a look: against the plain check of UTF-8, and against what iconv
 * makes of GB18030. */
#include "random_files.h"
#include "scan.h"
#include "wjtab/base/text.h"
#include "wjtab/read/codes.h"

enum { ROUNDS = 20000 };

static struct wj_slice nothing(void)
{
    return wj_slice(NULL, 0);
}

/* ---- quotes and UTF-8 ---- */

static bool has_nul(struct wj_slice text)
{
    return text.len > 0 && memchr(text.ptr, '\0', text.len) != NULL;
}

static bool has_odd_quotes(struct wj_slice text)
{
    bool odd = false;
    for (size_t i = 0; i < text.len; i++) {
        odd = odd != (text.ptr[i] == '"');
    }
    return odd;
}

/* Two halves are sound, and the character between them is whole, where the text is valid: wherever
 * it is cut. */
static void check_look(struct wj_slice text, size_t cut)
{
    struct wj_slice before = wj_slice(text.ptr, cut);
    struct wj_slice behind = wj_slice_from(text, cut);
    bool valid = wj_utf8_valid(text) == text.len && !has_nul(text);
    for (size_t i = 0; i < wj_scan_kernel_count; i++) {
        const struct wj_scan_kernel *kernel = wj_scan_kernels[i];
        if (!kernel->runs()) {
            continue;
        }
        struct wj_scan_look first = kernel->look(before);
        struct wj_scan_look second = kernel->look(behind);
        assert_int_equal(first.odd, has_odd_quotes(before));
        assert_int_equal(second.odd, has_odd_quotes(behind));
        bool sound = first.sound && second.sound && wj_scan_joins(nothing(), before) &&
                     wj_scan_joins(before, behind) && wj_scan_joins(behind, nothing());
        assert_int_equal(sound, valid);
    }
}

static void halves_are_sound_where_the_whole_is(void **state)
{
    static const char *const parts[] = {
        "a",  "\"",   "é",  "汉字",       "😀", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF", "\xEE\x80\x80",
        "\n", "满意", "\"", "0123456789",
    };
    struct wj_buf text = {0};
    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        uint32_t count = 2 + random_below(60);
        wj_buf_reset(&text);
        for (uint32_t j = 0; j < count; j++) {
            wj_buf_add_text(&text, PICK(parts));
        }
        if (random_below(2) == 0) {
            text.ptr[random_below((uint32_t)text.len)] = (char)random_below(256);
        }
        /* Of less than three bytes, a half may hold no more than the middle of a character. */
        size_t cut = 3 + random_below((uint32_t)text.len);
        if (cut + 3 <= text.len) {
            check_look(wj_buf_slice(&text), cut);
        }
    }
    wj_buf_clear(&text);
}

/* ---- GB18030 ---- */

static void every_pair_is_a_character(void **state)
{
    struct wj_codes *codes = NULL;
    (void)state;
    assert_int_equal(wj_codes_new(&codes), WJ_OK);
    for (unsigned first = 0; first < 256; first++) {
        for (unsigned second = 0; second < 256; second++) {
            char text[] = {',', (char)first, (char)second, ','};
            struct wj_slice bytes = wj_slice(text, sizeof text);
            bool expected = first > 0 && second > 0 && wj_codes_valid(codes, bytes);
            for (size_t i = 0; i < wj_scan_kernel_count; i++) {
                const struct wj_scan_kernel *kernel = wj_scan_kernels[i];
                assert_true(!kernel->runs() || kernel->pairs(bytes) == expected);
            }
        }
    }
    wj_codes_free(codes);
}

/* True where there are only ASCII and pairs, false where anything is wrong. */
static void pairs_are_seen(void **state)
{
    static const char *const parts[] = {"a",        ",",        "\n",       "\xBA\xBA", "\x81\x40",
                                        "\xFE\xFE", "\xC2\xFA", "\xD2\xE2", "\x8F\x80", "7"};
    struct wj_codes *codes = NULL;
    struct wj_buf text = {0};
    (void)state;
    assert_int_equal(wj_codes_new(&codes), WJ_OK);
    for (int i = 0; i < ROUNDS; i++) {
        uint32_t count = random_below(120);
        wj_buf_reset(&text);
        for (uint32_t j = 0; j < count; j++) {
            wj_buf_add_text(&text, PICK(parts));
        }
        bool pairs = true;
        if (text.len > 0 && random_below(2) == 0) {
            text.ptr[random_below((uint32_t)text.len)] = (char)random_below(256);
            pairs = false;
        }
        struct wj_slice bytes = wj_buf_slice(&text);
        for (size_t k = 0; k < wj_scan_kernel_count; k++) {
            bool seen = wj_scan_kernels[k]->runs() ? wj_scan_kernels[k]->pairs(bytes) : pairs;
            assert_true(seen || !pairs);
            assert_true(!seen || (wj_codes_valid(codes, bytes) && !has_nul(bytes)));
        }
    }
    wj_buf_clear(&text);
    wj_codes_free(codes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(halves_are_sound_where_the_whole_is),
        cmocka_unit_test(every_pair_is_a_character),
        cmocka_unit_test(pairs_are_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
