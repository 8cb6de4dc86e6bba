/* Text as people see it: valid UTF-8, cleaning, width, safe display, excerpts, nearest names. */
#include "random.h"
#include "support.h"

#include <utf8proc.h>

#include "wjtab/base/text.h"

/* ---- UTF-8 ---- */

/* Unicode 15, table 3-7: what may stand where. */
static const struct {
    const char *name;
    struct wj_slice bytes;
    size_t valid;
} sequences[] = {
    {"nothing", BYTES(""), 0},
    {"NUL", BYTES("\0"), 1},
    {"last of one byte", BYTES("\x7F"), 1},
    {"lone continuation", BYTES("\x80"), 0},
    {"last continuation", BYTES("\xBF"), 0},
    {"C0 overlong NUL", BYTES("\xC0\x80"), 0},
    {"C1 overlong", BYTES("\xC1\xBF"), 0},
    {"first of two bytes", BYTES("\xC2\x80"), 2},
    {"last of two bytes", BYTES("\xDF\xBF"), 2},
    {"two bytes, no continuation", BYTES("\xC2\x7F"), 0},
    {"two bytes, lead for continuation", BYTES("\xC2\xC0"), 0},
    {"two bytes cut", BYTES("\xC2"), 0},
    {"E0 overlong", BYTES("\xE0\x9F\xBF"), 0},
    {"first of three bytes", BYTES("\xE0\xA0\x80"), 3},
    {"before the surrogates", BYTES("\xED\x9F\xBF"), 3},
    {"first surrogate", BYTES("\xED\xA0\x80"), 0},
    {"last surrogate", BYTES("\xED\xBF\xBF"), 0},
    {"behind the surrogates", BYTES("\xEE\x80\x80"), 3},
    {"U+FEFF", BYTES("\xEF\xBB\xBF"), 3},
    {"last of three bytes", BYTES("\xEF\xBF\xBF"), 3},
    {"three bytes, bad second", BYTES("\xE6\x41\x81"), 0},
    {"three bytes, bad third", BYTES("\xE6\x81\x41"), 0},
    {"three bytes cut to two", BYTES("\xE6\xBB"), 0},
    {"three bytes cut to one", BYTES("\xE6"), 0},
    {"F0 overlong", BYTES("\xF0\x8F\xBF\xBF"), 0},
    {"first of four bytes", BYTES("\xF0\x90\x80\x80"), 4},
    {"last of all", BYTES("\xF4\x8F\xBF\xBF"), 4},
    {"above U+10FFFF", BYTES("\xF4\x90\x80\x80"), 0},
    {"F5", BYTES("\xF5\x80\x80\x80"), 0},
    {"FE", BYTES("\xFE"), 0},
    {"FF", BYTES("\xFF"), 0},
    {"four bytes cut", BYTES("\xF0\x9F\x98"), 0},
    {"four bytes, bad last", BYTES("\xF0\x9F\x98\x41"), 0},
    {"surrogate pair in UTF-8", BYTES("\xED\xA0\xBD\xED\xB8\x80"), 0},
    {"good before bad", BYTES("A满\xFF"), 4},
    {"good before cut", BYTES("A满\xE6\xBB"), 4},
    {"good after bad does not count", BYTES("\xFF@"), 0},
};

static void only_strict_utf8_is_valid(void **state)
{
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(sequences); i++) {
        struct wj_slice copy = exact_copy(sequences[i].bytes);
        size_t valid = wj_utf8_valid(copy);
        if (valid != sequences[i].valid) {
            print_error("%s: %zu, not %zu\n", sequences[i].name, valid, sequences[i].valid);
            wrong++;
        }
        free_copy(copy);
    }
    assert_int_equal(wrong, 0);
}

static void every_code_point_comes_back(void **state)
{
    struct wj_buf buf = {0};
    (void)state;
    for (int32_t point = 0; point <= 0x10FFFF; point++) {
        if (point >= 0xD800 && point <= 0xDFFF) {
            continue;
        }
        int32_t decoded = -1;
        wj_buf_reset(&buf);
        wj_buf_add_codepoint(&buf, point);
        if (wj_utf8_valid(wj_buf_slice(&buf)) != buf.len ||
            wj_utf8_next(wj_buf_slice(&buf), &decoded) != buf.len || decoded != point) {
            print_error("U+%04X came back as U+%04X\n", (unsigned)point, (unsigned)decoded);
            fail();
        }
    }
    wj_buf_clear(&buf);
}

/* What utf8proc reads, character by character. */
static size_t valid_by_characters(struct wj_slice text)
{
    size_t at = 0;
    utf8proc_ssize_t some = 1;
    while (at < text.len && some > 0) {
        utf8proc_int32_t point = 0;
        some = utf8proc_iterate((const utf8proc_uint8_t *)text.ptr + at,
                                (utf8proc_ssize_t)(text.len - at), &point);
        at += some > 0 ? (size_t)some : 0;
    }
    return at;
}

/* Long enough for many bytes at once, from any place on, mostly with one byte that is changed. */
static void a_fault_is_found_wherever_it_is(void **state)
{
    static const int32_t some[] = {',',    'a',    '"',    0x7F,   0x80,   0x7FF,   0x800,
                                   0xFFF,  0x1000, 0x4E00, 0x6EE1, 0x9FFF, 0xD7FF,  0xE000,
                                   0xFF0C, 0xFFFF, 0x6EE1, 0x610F, 0x4E00, 0x1F600, 0x10FFFF};
    static const char odd[] = "\x80\xBF\xC0\xC2\xE0\xE1\xED\xEF\xF0\xF4\xFF"
                              "a";
    struct wj_buf text = {0};
    (void)state;
    for (size_t i = 0; i < 60000; i++) {
        size_t kinds = 1 + random_below(COUNT(some));
        size_t first = random_below(COUNT(some) - kinds + 1);
        wj_buf_reset(&text);
        for (size_t left = random_below(120); left > 0; left--) {
            wj_buf_add_codepoint(&text, some[first + random_below(kinds)]);
        }
        if (text.len > 0 && i % 4 > 0) {
            text.ptr[random_below(text.len)] = odd[random_below(sizeof odd - 1)];
        }
        struct wj_slice copy = exact_copy(wj_buf_slice(&text));
        size_t skipped = copy.len > 0 ? random_below(copy.len < 9 ? copy.len : 9) : 0;
        struct wj_slice from = wj_slice_from(copy, skipped);
        assert_int_equal(wj_utf8_valid(from), valid_by_characters(from));
        free_copy(copy);
    }
    wj_buf_clear(&text);
}

static void characters_are_counted(void **state)
{
    (void)state;
    assert_int_equal(wj_utf8_count(wj_slice_of("")), 0);
    assert_int_equal(wj_utf8_count(wj_slice_of("A满é😀")), 4);
    assert_int_equal(wj_utf8_count(wj_slice_of("e\u0301")), 2);
}

/* ---- blanks ---- */

/* Unicode's White_Space, and the two that spreadsheets and web pages leave behind. */
static const int32_t blanks[] = {0x9,    0xA,    0xB,    0xC,    0xD,    0x20,   0x85,
                                 0xA0,   0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004,
                                 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200A, 0x2028,
                                 0x2029, 0x202F, 0x205F, 0x3000, 0x200B, 0xFEFF};

static void blanks_are_these_and_no_others(void **state)
{
    size_t next = 0;
    size_t found = 0;
    (void)state;
    for (int32_t point = 0; point <= 0x10FFFF; point++) {
        found += wj_text_is_blank(point) ? 1 : 0;
    }
    for (; next < COUNT(blanks); next++) {
        assert_true(wj_text_is_blank(blanks[next]));
    }
    assert_int_equal(found, COUNT(blanks));
}

static void outer_blanks_are_trimmed(void **state)
{
    struct wj_buf buf = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(blanks); i++) {
        wj_buf_reset(&buf);
        wj_buf_add_codepoint(&buf, blanks[i]);
        wj_buf_add_codepoint(&buf, blanks[(i + 1) % COUNT(blanks)]);
        wj_buf_add_text(&buf, "满 意");
        wj_buf_add_codepoint(&buf, blanks[i]);
        wj_buf_add_codepoint(&buf, blanks[i]);
        struct wj_slice copy = exact_copy(wj_buf_slice(&buf));
        assert_true(wj_slice_is(wj_text_trim(copy), "满 意"));
        free_copy(copy);
    }
    wj_buf_reset(&buf);
    wj_buf_add_text(&buf, " \u3000\u00A0 \n");
    struct wj_slice copy = exact_copy(wj_buf_slice(&buf));
    assert_int_equal(wj_text_trim(copy).len, 0);
    free_copy(copy);
    wj_buf_clear(&buf);
    assert_int_equal(wj_text_trim(wj_slice(NULL, 0)).len, 0);
}

/* ---- cleaning ---- */

static const struct {
    const char *written;
    const char *upper;
    const char *kept; /* letters as they were */
} cleanings[] = {
    {"", "", ""},
    {" a ", "A", "a"},
    {"满意", "满意", "满意"},
    {"Ａｂ１２", "AB12", "Ab12"},
    {"（Ａ）：，；．", "(A):,;.", "(A):,;."},
    {"、。", "、。", "、。"},
    {"\u3000\u00A0满 意\u200B\uFEFF", "满 意", "满 意"},
    {"a\u00A0b\u3000c", "A B C", "a b c"},
    {"a\u200Bb", "A\u200BB", "a\u200Bb"}, /* inside: stays */
    {"e\u0301", "\u00C9", "\u00E9"},      /* NFD meets NFC */
    {"\u00E9", "\u00C9", "\u00E9"},
    {"①", "1", "1"},
    {"㈠", "(一)", "(一)"},
    {"ﬁ", "FI", "fi"},
    {"\u212B", "\u00C5", "\u00C5"}, /* ångström sign */
    {"ĸ", "ĸ", "ĸ"},                /* has no upper case */
    {"ｶﾞ", "ガ", "ガ"},
    {"яЯ", "ЯЯ", "яЯ"},
    {"\u00A0", "", ""},
    {"-３", "-3", "-3"},
    {"－３", "-3", "-3"},
    {"½", "1\u20442", "1\u20442"},
    {"〖其他〗【Ｑ】", "〖其他〗【Q】", "〖其他〗【Q】"},
    {"\u2F00", "一", "一"}, /* a radical is compatible with the character */
};

static void cleaning_is_nfkc_trimmed_and_upper(void **state)
{
    struct wj_buf buf = {0};
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(cleanings); i++) {
        struct wj_slice copy = exact_copy(wj_slice_of(cleanings[i].written));
        wj_buf_reset(&buf);
        assert_int_equal(wj_text_clean(&buf, copy, true), WJ_OK);
        wrong += differs(cleanings[i].written, wj_buf_text(&buf), cleanings[i].upper);
        wj_buf_reset(&buf);
        assert_int_equal(wj_text_clean(&buf, copy, false), WJ_OK);
        wrong += differs(cleanings[i].written, wj_buf_text(&buf), cleanings[i].kept);
        free_copy(copy);
    }
    wj_buf_clear(&buf);
    assert_int_equal(wrong, 0);
}

static void cleaning_appends(void **state)
{
    (void)state;
    struct wj_buf buf = {0};
    wj_buf_add_text(&buf, "x ");
    wj_text_clean(&buf, wj_slice_of(" Ａ "), true);
    wj_text_clean(&buf, wj_slice_of(" b "), true);
    assert_string_equal(wj_buf_text(&buf), "x AB");
    wj_buf_clear(&buf);
}

static void cleaning_says_when_memory_is_out(void **state)
{
    struct wj_buf buf = {0};
    (void)state;
    for (unsigned long n = 1; n <= 2; n++) { /* what is composed, and what is appended */
        unsigned long failures = wj_memory_failures();
        wj_memory_fail_at(n);
        assert_int_equal(wj_text_clean(&buf, wj_slice_of("满意"), true), WJ_MEMORY);
        assert_int_equal(wj_memory_status(failures), WJ_MEMORY);
        wj_buf_clear(&buf);
    }
    wj_memory_fail_at(0);
}

/* ---- width ---- */

static void chinese_takes_two_columns(void **state)
{
    static const struct {
        const char *text;
        size_t width;
    } cases[] = {
        {"", 0},  {"abc", 3},     {"满意", 4},     {"（Ａ）", 6}, {"a满b", 4},   {"、", 2},
        {"ｱ", 1}, {"e\u0301", 1}, {"a\u200Bb", 2}, {"😀", 2},      {"84.53%", 6},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        if (wj_text_width(wj_slice_of(cases[i].text)) != cases[i].width) {
            print_error("%s: %zu\n", cases[i].text, wj_text_width(wj_slice_of(cases[i].text)));
            fail();
        }
    }
}

/* ---- showing safely ---- */

static const struct {
    struct wj_slice raw;
    const char *shown;
} escapes[] = {
    {BYTES("满意 ok ~"), "满意 ok ~"},
    {BYTES("\0a"), "\\x00a"},
    {BYTES("a\tb\nc\rd"), "a\\tb\\nc\\rd"},
    {BYTES("\x1b[31m"), "\\x1b[31m"},
    {BYTES("\x01\x1F\x7F"), "\\x01\\x1f\\x7f"},
    {BYTES("\xC2\x80\xC2\x9B\xC2\x9F"), "\\u0080\\u009b\\u009f"},
    {BYTES("\xC2\xA0x"), "\xC2\xA0x"},
    {BYTES("\u202Eabc\u202C"), "\\u202eabc\\u202c"},
    {BYTES("\u202A\u202B\u202D"), "\\u202a\\u202b\\u202d"},
    {BYTES("\u2066\u2067\u2068\u2069"), "\\u2066\\u2067\\u2068\\u2069"},
    {BYTES("\u200E\u200F\u061C"), "\\u200e\\u200f\\u061c"},
    {BYTES("\u2028\u2029\uFEFF"), "\\u2028\\u2029\\ufeff"},
    {BYTES("\xFF满\xE6\xBB"), "\\xff满\\xe6\\xbb"},
    {BYTES("\xED\xA0\x80"), "\\xed\\xa0\\x80"},
    {BYTES("\xC0\x9B"), "\\xc0\\x9b"},
};

static void nothing_reaches_a_terminal_raw(void **state)
{
    struct wj_buf buf = {0};
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(escapes); i++) {
        struct wj_slice copy = exact_copy(escapes[i].raw);
        wj_buf_reset(&buf);
        wj_text_escape(&buf, copy);
        wrong += differs("escape", wj_buf_text(&buf), escapes[i].shown);
        free_copy(copy);
    }
    for (int32_t point = 0; point < 0xA0; point++) {
        struct wj_buf raw = {0};
        wj_buf_add_codepoint(&raw, point);
        wj_buf_reset(&buf);
        wj_text_escape(&buf, wj_buf_slice(&raw));
        bool control = point < 0x20 || point >= 0x7F;
        assert_int_equal(wj_buf_text(&buf)[0] == '\\', control || point == '\\');
        wj_buf_clear(&raw);
    }
    wj_buf_clear(&buf);
    assert_int_equal(wrong, 0);
}

#define TEN "一二三四五六七八九十"

static void excerpts_end_after_forty_characters(void **state)
{
    (void)state;
    struct wj_buf store = {0};
    assert_string_equal(wj_text_excerpt(&store, wj_slice_of("")), "");
    assert_string_equal(wj_text_excerpt(&store, wj_slice_of(TEN TEN TEN TEN)), TEN TEN TEN TEN);
    assert_string_equal(wj_text_excerpt(&store, wj_slice_of(TEN TEN TEN TEN "x")),
                        TEN TEN TEN TEN "…");
    assert_string_equal(wj_text_excerpt(&store, wj_slice("abc", 2)), "ab");
    wj_buf_clear(&store);
}

/* ---- nearest ---- */

static const char *const known_names[] = {"通知发布",  "评定标准", "评定程序", "questions",
                                          "responses", "A",        "编号"};

static const struct {
    const char *wanted;
    const char *nearest; /* "" when none is near */
} guesses[] = {
    {"通知发步", "通知发布"},   /* one wrong */
    {"通知发", "通知发布"},     /* one missing */
    {"通知的发布", "通知发布"}, /* one too many */
    {"号编", "编号"},           /* the same, in a name so short that two changes are too many */
    {"知通发布", "通知发布"},   /* two exchanged */
    {"评定标淮", "评定标准"},   /* nearer than 评定程序 */
    {"qestions", "questions"},
    {"QUESTIONS", "questions"}, /* case alone is no distance */
    {"quesitons", "questions"},
    {"问卷", ""},
    {"满意度", ""},
    {"", ""},
    {"zzzzzzzzz", ""},
};

static void the_nearest_name_is_found(void **state)
{
    struct wj_buf hint = {0};
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(guesses); i++) {
        struct wj_nearest nearest = wj_nearest(wj_slice_of(guesses[i].wanted));
        for (size_t j = 0; j < COUNT(known_names); j++) {
            wj_nearest_try(&nearest, wj_slice_of(known_names[j]));
        }
        wj_buf_reset(&hint);
        wj_buf_add(&hint, nearest.best);
        wrong += differs(guesses[i].wanted, wj_buf_text(&hint), guesses[i].nearest);
        wj_buf_reset(&hint);
        wj_nearest_hint(&nearest, &hint);
        bool named = strstr(wj_buf_text(&hint), guesses[i].nearest) != NULL;
        assert_true(guesses[i].nearest[0] == '\0' ? hint.len == 0 : named);
    }
    wj_buf_clear(&hint);
    assert_int_equal(wrong, 0);
}

static void long_names_are_compared_by_their_start(void **state)
{
    (void)state;
    struct wj_nearest nearest = wj_nearest(wj_slice_of(TEN TEN TEN TEN TEN TEN "x"));
    wj_nearest_try(&nearest, wj_slice_of(TEN TEN TEN TEN TEN TEN "y"));
    assert_true(nearest.best.len > 0);
}

/* ---- JSON ---- */

static void json_hides_what_a_terminal_must_not_see(void **state)
{
    static const struct {
        const char *name;
        const char *json;
        const char *expected;
    } cases[] = {
        {"nothing to do", "{\"a\": \"满意\\u001b\"}\n", "{\"a\": \"满意\\u001b\"}\n"},
        {"DEL", "\"\x7F\"", "\"\\u007f\""},
        {"C1", "\"\xC2\x9B\"", "\"\\u009b\""},
        {"bidi", "\"a\xE2\x80\xAE\xE2\x81\xA6z\"", "\"a\\u202e\\u2066z\""},
        {"line and paragraph", "\"\xE2\x80\xA8\xE2\x80\xA9\"", "\"\\u2028\\u2029\""},
        {"at the ends", "\xEF\xBB\xBFx\x7F", "\\ufeffx\\u007f"},
        {"beyond the BMP", "\"\xF0\x9F\x98\x80\"", "\"\xF0\x9F\x98\x80\""},
    };
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct wj_buf out = {0};
        wj_text_escape_json(&out, wj_slice_of(cases[i].json));
        wrong += differs(cases[i].name, wj_buf_text(&out), cases[i].expected);
        wj_buf_clear(&out);
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_strict_utf8_is_valid),
        cmocka_unit_test(every_code_point_comes_back),
        cmocka_unit_test(a_fault_is_found_wherever_it_is),
        cmocka_unit_test(characters_are_counted),
        cmocka_unit_test(blanks_are_these_and_no_others),
        cmocka_unit_test(outer_blanks_are_trimmed),
        cmocka_unit_test(cleaning_is_nfkc_trimmed_and_upper),
        cmocka_unit_test(cleaning_appends),
        cmocka_unit_test(cleaning_says_when_memory_is_out),
        cmocka_unit_test(chinese_takes_two_columns),
        cmocka_unit_test(nothing_reaches_a_terminal_raw),
        cmocka_unit_test(excerpts_end_after_forty_characters),
        cmocka_unit_test(the_nearest_name_is_found),
        cmocka_unit_test(long_names_are_compared_by_their_start),
        cmocka_unit_test(json_hides_what_a_terminal_must_not_see),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
