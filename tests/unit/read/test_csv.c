/* CSV: what is a record, what is refused, and where. */
#include "support.h"

struct rule {
    const char *name;
    struct wj_slice bytes;
    const char *expected;
};

static const struct wj_read_options automatic;

static void check_rules(const struct rule *rules, size_t count,
                        const struct wj_read_options *options)
{
    struct wj_buf seen = {0};
    for (size_t i = 0; i < count; i++) {
        wj_buf_reset(&seen);
        show_bytes(&seen, rules[i].bytes, options);
        if (strcmp(wj_buf_text(&seen), rules[i].expected) != 0) {
            print_error("%s: %s, not %s\n", rules[i].name, wj_buf_text(&seen), rules[i].expected);
            fail();
        }
    }
    wj_buf_clear(&seen);
}

#define COUNT(list) (sizeof(list) / sizeof(list)[0])
#define RULE(name, bytes, expected)                                                                \
    {                                                                                              \
        name, {bytes, sizeof(bytes) - 1}, expected                                                 \
    }

static void records_and_lines(void **state)
{
    static const struct rule rules[] = {
        RULE("LF", "a,b\n1,2\n", "1[a|b]2[1|2]"),
        RULE("CRLF", "a,b\r\n1,2\r\n", "1[a|b]2[1|2]"),
        RULE("CR", "a,b\r1,2\r", "1[a|b]2[1|2]"),
        RULE("mixed", "a,b\r1,2\r\n3,4\n5,6", "1[a|b]2[1|2]3[3|4]4[5|6]"),
        RULE("LF CR", "a,b\n\r1,2", "1[a|b]3[1|2]"),
        RULE("end in a delimiter", "a,b\n1,", "1[a|b]2[1|]"),
        RULE("only delimiters", ",\n,", "1[|]2[|]"),
        RULE("end in a quote", "a,b\n1,\"x\"", "1[a|b]2[1|x]"),
        RULE("doubled quotes", "a\n\"\"\"\"\n\"x\"\"y\"\n", "1[a]2[\"]3[x\"y]"),
        RULE("line ends in quotes", "a,b\n\"1\r\n2\r3\n4\",5\n6,7",
             "1[a|b]2[1\r\n2\r3\n4|5]6[6|7]"),
        RULE("blanks stay", " a ,\tb\n\" 1 \", 2 ", "1[ a |\tb]2[ 1 | 2 ]"),
        RULE("blank lines before the header", "\r\n\n\ra,b\n1,2", "4[a|b]5[1|2]"),
        RULE("blank lines between", "a,b\n\n\r\n\r1,2\n\n", "1[a|b]5[1|2]"),
        RULE("blank lines in one column", "a\n\n1\r\n\r\n", "1[a]2[]3[1]4[]"),
        RULE("blank line at the end of one column", "a\n\n", "1[a]2[]"),
        RULE("empty quotes in one column", "a\n\"\"\n", "1[a]2[]"),
        RULE("empty quotes at the end", "a\n\"\"", "1[a]2[]"),
        RULE("empty quoted header", "\"\"\n1\n", "1[]2[1]"),
        RULE("records of any length", "a,b\n1\n1,2,3\n", "1[a|b]2[1]3[1|2|3]"),
    };
    (void)state;
    check_rules(rules, COUNT(rules), &automatic);
}

static void refusals_name_the_place(void **state)
{
    static const struct rule rules[] = {
        RULE("nothing", "", "!empty_input@0:0"),
        RULE("blank lines only", "\r\n\n\r", "!empty_input@0:0"),
        RULE("bare quote", "a,b\n1,2\"\n", "1[a|b]!bare_quote@2:2"),
        RULE("quote after a blank", "a\n \"x\"\n", "1[a]!bare_quote@2:1"),
        RULE("text after a quote", "a,b\n\"x\ny\"z,1\n", "1[a|b]!text_after_closing_quote@3:1"),
        RULE("unclosed in the middle", "a,b\n1,\"2\n3,4\n5,6\n", "1[a|b]!unclosed_quote@2:2"),
        RULE("unclosed by a doubled quote", "a\n\"x\"\"\n", "1[a]!unclosed_quote@2:1"),
        RULE("only a quote", "\"", "!unclosed_quote@1:1"),
        RULE("NUL", "a,b\n1,\0\n", "1[a|b]!nul_byte@2:2 byte 6"),
        RULE("NUL after a record", "a,b\n1,2\n\0", "1[a|b]2[1|2]!nul_byte@3:1 byte 8"),
        RULE("NUL in quotes", "\"a\n\0\"", "!nul_byte@2:1 byte 3"),
        RULE("NUL first", "\0", "!nul_byte@1:1 byte 0"),
        RULE("NUL behind blank lines", "\n\n\0", "!nul_byte@3:1 byte 2"),
        RULE("broken byte", "a,b\n1,2\n3,\xFF", "1[a|b]2[1|2]!invalid_encoding@3:2 byte 10"),
    };
    (void)state;
    check_rules(rules, COUNT(rules), &automatic);
}

static void delimiter_is_the_headers_most_frequent(void **state)
{
    static const struct {
        struct wj_slice bytes;
        char delimiter;
    } cases[] = {
        {{"a\n1;2\n", 6}, ','},        {{"a;b,c;d\n", 8}, ';'},      {{"a\tb\n1,2,3", 9}, '\t'},
        {{"a;b,c\n", 6}, ','},         {{"a\tb;c\n", 6}, ';'},       {{"\"a,b,c\";d\n", 10}, ';'},
        {{"\"a\n,,\";b\n,", 11}, ';'}, {{"\n\n\ra;b\n,,", 10}, ';'}, {{"a;b", 3}, ';'},
        {{"a;b\r,,,", 7}, ';'},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct wj_diags diags = {0};
        struct wj_reader *reader = NULL;
        const char *path = file_with(cases[i].bytes);
        assert_int_equal(wj_reader_open(&diags, path, &automatic, &reader), WJ_OK);
        assert_int_equal(wj_reader_delimiter(reader), cases[i].delimiter);
        wj_reader_free(reader);
        remove_file(path);
    }
}

static void delimiter_as_told(void **state)
{
    static const struct rule pipes[] = {
        RULE("pipe", "a|b,c\n\"1|2\"|3\n", "1[a|b,c]2[1|2|3]"),
    };
    static const struct rule blanks[] = {
        RULE("blank", "a b\n1 \n", "1[a|b]2[1|]"),
    };
    (void)state;
    check_rules(pipes, 1, &(struct wj_read_options){.delimiter = '|'});
    check_rules(blanks, 1, &(struct wj_read_options){.delimiter = ' '});
}

/* A header longer than a block still decides about the delimiter as a whole. */
static void delimiter_of_a_long_header(void **state)
{
    struct wj_buf bytes = {0};
    struct wj_diags diags = {0};
    struct wj_reader *reader = NULL;
    struct wj_batch batch = {0};
    (void)state;
    wj_buf_add_text(&bytes, "a,b,\"");
    for (int i = 0; i < (1 << 20); i++) {
        wj_buf_add_text(&bytes, "x,");
    }
    wj_buf_add_text(&bytes, "\";c;d;e\n1;2");
    const char *path = file_with(wj_buf_slice(&bytes));
    assert_int_equal(wj_reader_open(&diags, path, &automatic, &reader), WJ_OK);
    assert_int_equal(wj_reader_delimiter(reader), ';');
    /* … and then `a,b,"` is a bare quote. */
    assert_int_equal(wj_reader_next(reader, &diags, &batch), WJ_DATA);
    assert_string_equal(diags.list[0].kind, "bare_quote");
    wj_reader_free(reader);
    wj_diags_clear(&diags);
    wj_buf_clear(&bytes);
    remove_file(path);
}

/* Reads `before`, `count` times `middle`, `after`, and keeps only the failure. */
static void check_limit(const char *before, char middle, size_t count, const char *after,
                        const char *expected)
{
    struct wj_buf bytes = {0};
    struct wj_buf seen = {0};
    wj_buf_add_text(&bytes, before);
    char *room = wj_buf_reserve(&bytes, count);
    assert_non_null(room);
    memset(room, middle, count);
    bytes.len += count;
    wj_buf_add_text(&bytes, after);
    show_bytes(&seen, wj_buf_slice(&bytes), &automatic);
    const char *failure = strrchr(wj_buf_text(&seen), '!');
    assert_string_equal(failure != NULL ? failure : "", expected);
    wj_buf_clear(&bytes);
    wj_buf_clear(&seen);
}

static void sizes_have_ceilings(void **state)
{
    const size_t most = 16 << 20;
    (void)state;
    check_limit("a,b\n1,", 'x', most, ",3\n", "");
    check_limit("a,b\n1,", 'x', most + 1, ",3\n", "!field_too_long@2:2");
    check_limit("a,b\n1,\"", 'x', most, "\",3\n", "");
    check_limit("a,b\n1,\"", 'x', most - 1, "\"\"\",3\n", "");
    check_limit("a,b\n1,\"", 'x', most, "\"\"\",3\n", "!field_too_long@2:2");
    check_limit("a,b\n1,\"", ',', most + 1, "\",3\n", "!field_too_long@2:2");
    check_limit("a,b\n1,\"\n", '\n', most + 1, "", "!field_too_long@2:2");
    check_limit("a,b\n", ',', 99999, "\n1", "");
    check_limit("a,b\n", ',', 100000, "\n1", "!too_many_columns@2:100001");
}

/* ---- against a splitter that shares nothing with the reader ---- */

struct splitter {
    struct wj_buf *out;
    struct wj_buf field;
    unsigned long line;
    unsigned long record_line;
    unsigned long column; /* fields begun in this record */
    size_t header;        /* fields of the header */
};

/* Reads one field at *at; false after a fault, which was shown. */
static bool split_field(struct splitter *s, struct wj_slice text, char delimiter, size_t *at)
{
    size_t i = *at;
    wj_buf_reset(&s->field);
    s->column++;
    if (i < text.len && text.ptr[i] == '"') {
        unsigned long opened = s->line;
        for (i++;; i++) {
            if (i >= text.len) {
                wj_buf_addf(s->out, "!unclosed_quote@%lu:%lu", opened, s->column);
                return false;
            }
            if (text.ptr[i] == '"' && (i + 1 >= text.len || text.ptr[i + 1] != '"')) {
                break;
            }
            i += text.ptr[i] == '"' ? 1 : 0;
            s->line += text.ptr[i] == '\n' && text.ptr[i - 1] != '\r' ? 1 : 0;
            s->line += text.ptr[i] == '\r' ? 1 : 0;
            wj_buf_add_char(&s->field, text.ptr[i]);
        }
        i++;
        if (i < text.len && text.ptr[i] != delimiter && text.ptr[i] != '\r' &&
            text.ptr[i] != '\n') {
            wj_buf_addf(s->out, "!text_after_closing_quote@%lu:%lu", s->line, s->column);
            return false;
        }
    } else {
        for (;
             i < text.len && text.ptr[i] != delimiter && text.ptr[i] != '\r' && text.ptr[i] != '\n';
             i++) {
            if (text.ptr[i] == '"') {
                wj_buf_addf(s->out, "!bare_quote@%lu:%lu", s->line, s->column);
                return false;
            }
            wj_buf_add_char(&s->field, text.ptr[i]);
        }
    }
    *at = i;
    return true;
}

static size_t line_end(struct wj_slice text, size_t at)
{
    if (at + 1 < text.len && text.ptr[at] == '\r' && text.ptr[at + 1] == '\n') {
        return 2;
    }
    return at < text.len && (text.ptr[at] == '\r' || text.ptr[at] == '\n') ? 1 : 0;
}

static void split(struct wj_buf *out, struct wj_slice text, char delimiter)
{
    struct splitter s = {.out = out, .line = 1};
    struct wj_buf record = {0};
    for (size_t at = 0; at < text.len;) {
        bool blank = line_end(text, at) > 0;
        bool good = true;
        wj_buf_reset(&record);
        s.column = 0;
        s.record_line = s.line;
        while ((good = split_field(&s, text, delimiter, &at))) {
            wj_buf_add_text(&record, s.column > 1 ? "|" : "");
            wj_buf_add(&record, wj_buf_slice(&s.field));
            if (at >= text.len || text.ptr[at] != delimiter) {
                break;
            }
            at++;
        }
        if (!good) {
            goto done;
        }
        s.line += line_end(text, at) > 0 ? 1 : 0;
        at += line_end(text, at);
        if (!blank || s.header == 1) {
            wj_buf_addf(out, "%lu[%s]", s.record_line, wj_buf_text(&record));
            s.header = s.header == 0 ? s.column : s.header;
        }
    }
    if (s.header == 0) {
        wj_buf_add_text(out, "!empty_input@0:0");
    }
done:
    wj_buf_clear(&record);
    wj_buf_clear(&s.field);
}

/* The same text in three encodings; 汉 and 😀 take 3/2/2 and 4/4/4 bytes. */
struct letter {
    const char *utf8;
    const char *gb18030;
    char utf16[4];
    size_t utf16_len;
};

static const struct letter letters[] = {
    {"a", "a", "a", 2},
    {",", ",", ",", 2},
    {"\"", "\"", "\"", 2},
    {"\n", "\n", "\n", 2},
    {"\r", "\r", "\r", 2},
    {";", ";", ";", 2},
    {"汉", "\xBA\xBA", {0x49, 0x6C, 0, 0}, 2},
    {"😀", "\x94\x39\xFC\x36", {0x3D, (char)0xD8, 0x00, (char)0xDE}, 4},
};

struct texts {
    struct wj_buf utf8;
    struct wj_buf gb18030;
    struct wj_buf utf16;
};

static void add_letter(struct texts *texts, const struct letter *letter)
{
    wj_buf_add_text(&texts->utf8, letter->utf8);
    wj_buf_add_text(&texts->gb18030, letter->gb18030);
    wj_buf_add(&texts->utf16, wj_slice(letter->utf16, letter->utf16_len));
}

/* Quotes, line ends and commas often, so that most rules are met within a few letters; quotes
 * seldom enough that whole files are good. */
static void add_random(struct texts *texts, uint32_t count)
{
    uint32_t seldom = random_below(3) == 0 ? 0 : 8;
    for (uint32_t i = 0; i < count; i++) {
        const struct letter *letter = &letters[random_below(8)];
        if (letter->utf8[0] == '"' && seldom > 0 && random_below(seldom) > 0) {
            add_letter(texts, &letters[2]);
        }
        add_letter(texts, letter);
    }
}

static void clear_texts(struct texts *texts)
{
    wj_buf_clear(&texts->utf8);
    wj_buf_clear(&texts->gb18030);
    wj_buf_clear(&texts->utf16);
}

static void compare(const struct texts *texts)
{
    static const struct wj_read_options forms[] = {
        {.encoding = WJ_ENCODING_UTF8, .delimiter = ','},
        {.encoding = WJ_ENCODING_GB18030, .delimiter = ','},
        {.encoding = WJ_ENCODING_UTF16, .delimiter = ','},
    };
    const struct wj_buf *bytes[] = {&texts->utf8, &texts->gb18030, &texts->utf16};
    struct wj_buf expected = {0};
    struct wj_buf seen = {0};
    split(&expected, wj_buf_slice(&texts->utf8), ',');
    for (size_t i = 0; i < COUNT(forms); i++) {
        wj_buf_reset(&seen);
        show_bytes(&seen, wj_buf_slice(bytes[i]), &forms[i]);
        assert_string_equal(wj_buf_text(&seen), wj_buf_text(&expected));
    }
    wj_buf_clear(&expected);
    wj_buf_clear(&seen);
}

static void random_texts_as_the_splitter_sees_them(void **state)
{
    (void)state;
    for (int round = 0; round < 2000; round++) {
        struct texts texts = {0};
        add_random(&texts, random_below(24));
        compare(&texts);
        clear_texts(&texts);
    }
}

static void random_texts_across_block_ends(void **state)
{
    const size_t block = 1 << 20;
    (void)state;
    for (int round = 0; round < 20; round++) {
        struct texts texts = {0};
        bool quoted = random_below(2) == 0;
        size_t units = block / (round % 2 == 0 ? 1 : 2); /* UTF-16 has two bytes a letter */
        add_letter(&texts, &letters[quoted ? 2 : 0]);
        for (size_t i = 0; i < units - 12; i++) {
            add_letter(&texts, &letters[i % 100 == 99 ? 3 : 0]);
        }
        add_letter(&texts, &letters[quoted ? 2 : 0]);
        add_random(&texts, 24);
        compare(&texts);
        clear_texts(&texts);
    }
}

static void records_that_fit(void **state)
{
    const struct wj_slice header[] = {wj_slice("a", 1), wj_slice("", 0), wj_slice("", 0)};
    const struct wj_slice fields[] = {wj_slice("", 0), wj_slice("1", 1), wj_slice("", 0)};
    (void)state;
    assert_true(wj_record_fits(header, 3, fields, 3));
    assert_true(wj_record_fits(header, 3, fields, 1)); /* the header's surplus is empty */
    assert_false(wj_record_fits(header, 1, fields, 2));
    assert_false(wj_record_fits(header, 1, fields, 3));
    assert_true(wj_record_fits(header, 2, fields, 3));
    assert_false(wj_record_fits(fields, 3, header, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_and_lines),
        cmocka_unit_test(refusals_name_the_place),
        cmocka_unit_test(delimiter_is_the_headers_most_frequent),
        cmocka_unit_test(delimiter_as_told),
        cmocka_unit_test(delimiter_of_a_long_header),
        cmocka_unit_test(sizes_have_ceilings),
        cmocka_unit_test(random_texts_as_the_splitter_sees_them),
        cmocka_unit_test(random_texts_across_block_ends),
        cmocka_unit_test(records_that_fit),
    };
    return cmocka_run_group_tests_name("read/csv", tests, NULL, NULL);
}
