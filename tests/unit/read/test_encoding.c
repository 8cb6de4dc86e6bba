/* Encodings: what is found out, what is refused, and that no block end shows. */
#include "support.h"

#include <fcntl.h>
#include <sys/wait.h>

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

enum { BLOCK = 1 << 20 };

static const struct wj_read_options automatic;

static void names(void **state)
{
    static const char *const good[] = {"auto", "utf-8", "gb18030", "utf-16"};
    static const char *const bad[] = {"", "utf8", "gbk", "utf-16le", "auto ", "UTF-8 "};
    enum wj_encoding encoding = WJ_ENCODING_AUTO;
    (void)state;
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_true(wj_encoding_parse(wj_slice_of(good[i]), &encoding));
        assert_int_equal(encoding, i);
        assert_string_equal(wj_encoding_name(encoding), good[i]);
    }
    assert_true(wj_encoding_parse(wj_slice_of("UTF-8"), &encoding));
    assert_int_equal(encoding, WJ_ENCODING_UTF8);
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_false(wj_encoding_parse(wj_slice_of(bad[i]), &encoding));
    }
}

static void delimiters(void **state)
{
    static const struct {
        struct wj_slice name;
        bool good;
        char delimiter;
    } cases[] = {
        {{"auto", 4}, true, '\0'}, {{"tab", 3}, true, '\t'},  {{"\t", 1}, true, '\t'},
        {{"|", 1}, true, '|'},     {{",", 1}, true, ','},     {{" ", 1}, true, ' '},
        {{"", 0}, false, 'x'},     {{"\"", 1}, false, 'x'},   {{"\n", 1}, false, 'x'},
        {{"\r", 1}, false, 'x'},   {{"", 1}, false, 'x'},     {{"||", 2}, false, 'x'},
        {{"，", 3}, false, 'x'},   {{"\xA3", 1}, false, 'x'},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char delimiter = 'x';
        assert_int_equal(wj_delimiter_parse(cases[i].name, &delimiter), cases[i].good);
        assert_int_equal(delimiter, cases[i].delimiter);
    }
}

struct sample {
    const char *name;
    enum wj_encoding asked;
    struct wj_slice bytes;
    enum wj_encoding found;
    const char *expected;
};

#define SAMPLE(name, asked, bytes, found, expected)                                                \
    {                                                                                              \
        name, WJ_ENCODING_##asked, {bytes, sizeof(bytes) - 1}, WJ_ENCODING_##found, expected       \
    }

/* 汉 is E6B189 in UTF-8, BABA in GB18030, 6C49 in UTF-16. */
static const struct sample samples[] = {
    SAMPLE("ASCII", AUTO, "a\n", UTF8, "1[a]"),
    SAMPLE("UTF-8", AUTO, "\xE6\xB1\x89\n", UTF8, "1[汉]"),
    SAMPLE("GB18030", AUTO, "\xBA\xBA\n", GB18030, "1[汉]"),
    SAMPLE("both would do", AUTO, "\xC4\x8F\n", UTF8, "1[ď]"),
    SAMPLE("GB18030 as told", GB18030, "\xC4\xE3\n", GB18030, "1[你]"),
    SAMPLE("UTF-8 mark", AUTO, "\xEF\xBB\xBF\"a\"\n", UTF8, "1[a]"),
    SAMPLE("UTF-8 mark wins", GB18030, "\xEF\xBB\xBF\xE6\xB1\x89", UTF8, "1[汉]"),
    SAMPLE("second mark is text", UTF8, "\xEF\xBB\xBF\xEF\xBB\xBFz", UTF8, "1[\xEF\xBB\xBFz]"),
    SAMPLE("GB18030 mark", AUTO, "\x84\x31\x95\x33\xBA\xBA", GB18030, "1[汉]"),
    SAMPLE("GB18030 mark wins", UTF8, "\x84\x31\x95\x33z", GB18030, "1[z]"),
    SAMPLE("UTF-16 LE mark", AUTO, "\xFF\xFE\x49\x6C\n\0", UTF16, "1[汉]"),
    SAMPLE("UTF-16 BE mark", UTF8, "\xFE\xFF\x6C\x49\0\n", UTF16, "1[汉]"),
    SAMPLE("UTF-16 without mark", UTF16, "\x49\x6C\n\0", UTF16, "1[汉]"),
    SAMPLE("UTF-16 pair", UTF16, "\x3D\xD8\x00\xDE", UTF16, "1[😀]"),
    SAMPLE("UTF-16 noncharacter", UTF16, "\xFF\xFF", UTF16, "1[\xEF\xBF\xBF]"),
    SAMPLE("only a mark", AUTO, "\xFF\xFE", UTF16, "!empty_input@0:0"),
    SAMPLE("UTF-8 breaks", UTF8, "a\nb\xE6\xB1", UTF8, "1[a]!invalid_encoding@2:1 byte 3"),
    SAMPLE("behind a mark", AUTO, "\xEF\xBB\xBF\xBA\xBA", UTF8, "!invalid_encoding@1:1 byte 3"),
    SAMPLE("neither", AUTO, "a,b\n\xE6\xB1\x89,\xFF", UTF8, "1[a|b]!invalid_encoding@2:2 byte 8"),
    SAMPLE("neither, rather GB18030", AUTO, "a\n\xBA\xBA\xBA\n", GB18030,
           "1[a]!invalid_encoding@2:1 byte 4"),
    SAMPLE("cut GB18030", GB18030, "a\n\x81\x30\x81", GB18030, "1[a]!invalid_encoding@2:1 byte 2"),
    SAMPLE("odd UTF-16", UTF16, "a\0\n\0b", UTF16, "1[a]!invalid_encoding@2:1 byte 4"),
    SAMPLE("UTF-16 high alone", UTF16, "a\0\n\0\x3D\xD8z\0", UTF16,
           "1[a]!invalid_encoding@2:1 byte 4"),
    SAMPLE("UTF-16 high last", UTF16, "a\0\n\0\x3D\xD8", UTF16, "1[a]!invalid_encoding@2:1 byte 4"),
    SAMPLE("UTF-16 low first", UTF16, "a\0\n\0\x00\xDE", UTF16, "1[a]!invalid_encoding@2:1 byte 4"),
    SAMPLE("UTF-16 NUL", AUTO, "\xFF\xFE\x3D\xD8\x00\xDE\n\0\0\0", UTF16,
           "1[😀]!nul_byte@2:1 byte 8"),
    SAMPLE("GB18030 NUL", GB18030, "\x94\x39\xFC\x36\xBA\xBA\n\0", GB18030,
           "1[😀汉]!nul_byte@2:1 byte 7"),
    SAMPLE("NUL before a broken byte", UTF8, "a\n\0\xFF", UTF8, "1[a]!nul_byte@2:1 byte 2"),
    SAMPLE("UTF-16 nobody named", AUTO, "a\0,\0", UTF8, "!nul_byte@1:1 byte 1"),
};

static void samples_are_read(void **state)
{
    struct wj_buf seen = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(samples); i++) {
        struct wj_read_options options = {.encoding = samples[i].asked};
        wj_buf_reset(&seen);
        show_bytes(&seen, samples[i].bytes, &options);
        if (strcmp(wj_buf_text(&seen), samples[i].expected) != 0) {
            print_error("%s: %s\n", samples[i].name, wj_buf_text(&seen));
            fail();
        }
    }
    wj_buf_clear(&seen);
}

static void encoding_is_reported(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(samples); i++) {
        struct wj_read_options options = {.encoding = samples[i].asked};
        struct wj_diags diags = {0};
        struct wj_reader *reader = NULL;
        struct wj_batch batch = {0};
        const char *path = file_with(samples[i].bytes);
        if (wj_reader_open(&diags, path, &options, &reader) == WJ_OK) {
            wj_reader_next(reader, &diags, &batch);
            assert_int_equal(wj_reader_encoding(reader), samples[i].found);
        }
        wj_reader_free(reader);
        wj_diags_clear(&diags);
        remove_file(path);
    }
}

/* GB/T 18030-2022 against 2005: the 18 exchanges, and A8BC of the edition before. Code positions
 * as published with the standard (and in ICU's gb18030-2022.ucm). */
static void gb18030_is_the_2022_edition(void **state)
{
    static const struct {
        const char *gb18030;
        uint32_t codepoint;
    } cases[] = {
        {"\xA6\xD9", 0xFE10},         {"\xA6\xDA", 0xFE12},         {"\xA6\xDB", 0xFE11},
        {"\xA6\xDC", 0xFE13},         {"\xA6\xDD", 0xFE14},         {"\xA6\xDE", 0xFE15},
        {"\xA6\xDF", 0xFE16},         {"\xA6\xEC", 0xFE17},         {"\xA6\xED", 0xFE18},
        {"\xA6\xF3", 0xFE19},         {"\xFE\x59", 0x9FB4},         {"\xFE\x61", 0x9FB5},
        {"\xFE\x66", 0x9FB6},         {"\xFE\x67", 0x9FB7},         {"\xFE\x6D", 0x9FB8},
        {"\xFE\x7E", 0x9FB9},         {"\xFE\x90", 0x9FBA},         {"\xFE\xA0", 0x9FBB},
        {"\xA8\xBC", 0x1E3F},         {"\x81\x35\xF4\x37", 0xE7C7}, {"\x82\x35\x90\x37", 0xE81E},
        {"\x82\x35\x90\x38", 0xE826}, {"\x82\x35\x90\x39", 0xE82B}, {"\x82\x35\x91\x30", 0xE82C},
        {"\x82\x35\x91\x31", 0xE832}, {"\x82\x35\x91\x32", 0xE843}, {"\x82\x35\x91\x33", 0xE854},
        {"\x82\x35\x91\x34", 0xE864}, {"\x84\x31\x82\x36", 0xE78D}, {"\x84\x31\x82\x37", 0xE78F},
        {"\x84\x31\x82\x38", 0xE78E}, {"\x84\x31\x82\x39", 0xE790}, {"\x84\x31\x83\x30", 0xE791},
        {"\x84\x31\x83\x31", 0xE792}, {"\x84\x31\x83\x32", 0xE793}, {"\x84\x31\x83\x33", 0xE794},
        {"\x84\x31\x83\x34", 0xE795}, {"\x84\x31\x83\x35", 0xE796},
    };
    struct wj_read_options options = {.encoding = WJ_ENCODING_GB18030};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct wj_buf bytes = {0};
        struct wj_buf expected = {0};
        struct wj_buf seen = {0};
        wj_buf_addf(&bytes, "x%sy\n%s", cases[i].gb18030, cases[i].gb18030);
        wj_buf_add_text(&expected, "1[x");
        wj_buf_add_codepoint(&expected, cases[i].codepoint);
        wj_buf_add_text(&expected, "y]2[");
        wj_buf_add_codepoint(&expected, cases[i].codepoint);
        wj_buf_add_text(&expected, "]");
        show_bytes(&seen, wj_buf_slice(&bytes), &options);
        assert_string_equal(wj_buf_text(&seen), wj_buf_text(&expected));
        wj_buf_clear(&bytes);
        wj_buf_clear(&expected);
        wj_buf_clear(&seen);
    }
}

/* A header line, then lines of ASCII up to `size` bytes in all, then `tail`. */
static void fill_up(struct wj_buf *bytes, size_t size, struct wj_slice tail)
{
    wj_buf_add_text(bytes, "h\n");
    while (bytes->len < size) {
        size_t left = size - bytes->len;
        size_t take = left < 64 ? left : 64;
        for (size_t i = 1; i < take; i++) {
            wj_buf_add_char(bytes, 'x');
        }
        wj_buf_add_char(bytes, '\n');
    }
    wj_buf_add(bytes, tail);
}

static void check_tail(size_t size, enum wj_encoding asked, struct wj_slice tail,
                       const char *expected)
{
    struct wj_read_options options = {.encoding = asked};
    struct wj_buf bytes = {0};
    struct wj_buf seen = {0};
    fill_up(&bytes, size, tail);
    show_bytes(&seen, wj_buf_slice(&bytes), &options);
    const char *text = wj_buf_text(&seen);
    size_t length = strlen(expected);
    assert_true(strlen(text) > length);
    assert_string_equal(text + strlen(text) - length, expected);
    wj_buf_clear(&bytes);
    wj_buf_clear(&seen);
}

/* The tail begins 1 to 8 bytes before the end of the first block: whatever is cut, is cut. */
static void no_block_end_shows(void **state)
{
    (void)state;
    for (size_t before = 0; before < 9; before++) {
        size_t size = BLOCK - before;
        check_tail(size, WJ_ENCODING_UTF8, BYTES("\xE6\xB1\x89😀\n"), "[汉😀]");
        check_tail(size, WJ_ENCODING_AUTO, BYTES("\xE6\xB1\x89😀\n"), "[汉😀]");
        check_tail(size, WJ_ENCODING_GB18030, BYTES("\xBA\xBA\x94\x39\xFC\x36\n"), "[汉😀]");
        check_tail(size, WJ_ENCODING_AUTO, BYTES("\xBA\xBA\x94\x39\xFC\x36\n"), "[汉😀]");
        check_tail(size, WJ_ENCODING_GB18030, BYTES("\x84\x31\x82\x38\x82\x35\x91\x34\n"),
                   "[\xEE\x9E\x8E\xEE\xA1\xA4]");
        check_tail(size, WJ_ENCODING_AUTO, BYTES("\"a\r\nb\"\"\"\r\n"), "[a\r\nb\"]");
    }
}

static void check_last(size_t size, struct wj_slice tail, const char *expected)
{
    char text[128];
    snprintf(text, sizeof text, "%s%zu", expected, size);
    check_tail(size, WJ_ENCODING_AUTO, tail, text);
}

static void faults_at_block_ends_keep_their_byte(void **state)
{
    (void)state;
    for (size_t before = 0; before < 6; before++) {
        size_t lines = (BLOCK - before - 2 + 63) / 64 + 2; /* the line of the tail */
        char expected[64];
        snprintf(expected, sizeof expected, "!invalid_encoding@%zu:1 byte ", lines);
        check_last(BLOCK - before, BYTES("\xFF"), expected);
        check_last(BLOCK - before, BYTES("\x80\x80"), expected);
        check_last(BLOCK - before, BYTES("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"), expected);
    }
}

static void later_blocks_decide_or_break(void **state)
{
    (void)state;
    /* Only ASCII in the first MiB: the second decides. */
    check_tail(BLOCK + 100, WJ_ENCODING_AUTO, BYTES("\xBA\xBA\n"), "[汉]");
    check_tail(2 * BLOCK, WJ_ENCODING_AUTO, BYTES("\xBA\xBA\n"), "[汉]");
    /* The first MiB is UTF-8: GB18030 behind it is an error. */
    struct wj_buf bytes = {0};
    struct wj_buf seen = {0};
    wj_buf_add_text(&bytes, "汉");
    fill_up(&bytes, BLOCK + 3, BYTES("ab\xBA\xBA"));
    show_bytes(&seen, wj_buf_slice(&bytes), &automatic);
    const char *failure = strchr(wj_buf_text(&seen), '!');
    assert_non_null(failure);
    assert_string_equal(strstr(failure, "byte"), "byte 1048581");
    wj_buf_clear(&bytes);
    wj_buf_clear(&seen);
}

/* The writer hands out odd pieces; the reader must fill its blocks all the same. */
static void standard_input_may_be_a_pipe(void **state)
{
    struct wj_buf bytes = {0};
    struct wj_buf from_pipe = {0};
    struct wj_buf from_file = {0};
    int ends[2];
    (void)state;
    fill_up(&bytes, BLOCK + 5000, BYTES("\xBA\xBA,\"\xBA\xBA\n\"\n"));
    assert_int_equal(pipe(ends), 0);
    pid_t writer = fork();
    assert_true(writer >= 0);
    if (writer == 0) {
        close(ends[0]);
        for (size_t at = 0; at < bytes.len;) {
            size_t piece = bytes.len - at < 7919 ? bytes.len - at : 7919;
            ssize_t sent = write(ends[1], bytes.ptr + at, piece);
            at += sent > 0 ? (size_t)sent : 0;
        }
        _exit(0);
    }
    int standard = dup(STDIN_FILENO);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    close(ends[1]);
    show_file(&from_pipe, "-", &automatic);
    dup2(standard, STDIN_FILENO);
    close(standard);
    waitpid(writer, NULL, 0);
    show_bytes(&from_file, wj_buf_slice(&bytes), &automatic);
    assert_string_equal(wj_buf_text(&from_pipe), wj_buf_text(&from_file));
    assert_non_null(strstr(wj_buf_text(&from_pipe), "[汉|汉\n]"));
    wj_buf_clear(&bytes);
    wj_buf_clear(&from_pipe);
    wj_buf_clear(&from_file);
}

static void read_to_end(struct wj_slice bytes, const struct wj_read_options *options, char *digest)
{
    struct wj_diags diags = {0};
    struct wj_reader *reader = NULL;
    struct wj_batch batch = {0};
    const char *path = file_with(bytes);
    assert_int_equal(wj_reader_open(&diags, path, options, &reader), WJ_OK);
    assert_string_equal(wj_reader_digest(reader), "");
    do {
        assert_int_equal(wj_reader_next(reader, &diags, &batch), WJ_OK);
    } while (batch.count > 0);
    snprintf(digest, WJ_DIGEST_TEXT, "%s", wj_reader_digest(reader));
    wj_reader_free(reader);
    remove_file(path);
}

/* printf '\357\273\277a\n' | sha256sum */
static void digest_is_of_the_original_bytes(void **state)
{
    char digest[WJ_DIGEST_TEXT];
    struct wj_read_options none = {.no_digest = true};
    (void)state;
    read_to_end(BYTES("\xEF\xBB\xBF"
                      "a\n"),
                &automatic, digest);
    assert_string_equal(digest, "be4fccb045869c7ad387b9081a44cfd495b37efc020da4b44542de0d980c747f");
    read_to_end(BYTES("a\n"), &none, digest);
    assert_string_equal(digest, "");
}

static void files_that_cannot_be_read(void **state)
{
    struct wj_diags diags = {0};
    struct wj_reader *reader = NULL;
    (void)state;
    assert_int_equal(wj_reader_open(&diags, "/nowhere/at/all", &automatic, &reader), WJ_IO);
    assert_string_equal(diags.list[0].kind, "open");
    assert_int_equal(wj_reader_open(&diags, "/tmp", &automatic, &reader), WJ_IO);
    assert_string_equal(diags.list[1].kind, "read");
    wj_diags_clear(&diags);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),
        cmocka_unit_test(delimiters),
        cmocka_unit_test(samples_are_read),
        cmocka_unit_test(encoding_is_reported),
        cmocka_unit_test(gb18030_is_the_2022_edition),
        cmocka_unit_test(no_block_end_shows),
        cmocka_unit_test(faults_at_block_ends_keep_their_byte),
        cmocka_unit_test(later_blocks_decide_or_break),
        cmocka_unit_test(standard_input_may_be_a_pipe),
        cmocka_unit_test(digest_is_of_the_original_bytes),
        cmocka_unit_test(files_that_cannot_be_read),
    };
    return cmocka_run_group_tests_name("read/encoding", tests, NULL, NULL);
}
