/* Small tables: where cells stand, and that changes change nothing else. */
#include "support.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static const struct wj_read_options automatic;

static void read_table(struct wj_table *table, struct wj_slice bytes,
                       const struct wj_read_options *options)
{
    struct wj_diags diags = {0};
    const char *path = file_with(bytes);
    assert_int_equal(wj_table_read(&diags, path, options, table), WJ_OK);
    assert_string_equal(table->path, path);
    assert_int_equal(diags.count, 0);
    remove_file(path);
}

static void cells_and_lines(void **state)
{
    struct wj_table table;
    (void)state;
    read_table(&table, BYTES("\n名称,值\n\"a\n\"\"b\",1\n\nc\n"), &automatic);
    assert_int_equal(table.row_count, 3);
    assert_int_equal(table.rows[0].line, 2);
    assert_int_equal(table.rows[1].line, 3);
    assert_int_equal(table.rows[2].line, 6);
    assert_int_equal(table.rows[2].count, 1);
    assert_true(wj_slice_is(wj_table_cell(&table, 0, 0)->text, "名称"));
    assert_true(wj_slice_is(wj_table_cell(&table, 1, 0)->text, "a\n\"b"));
    assert_int_equal(wj_table_cell(&table, 1, 1)->line, 4);
    assert_null(wj_table_cell(&table, 2, 1));
    assert_null(wj_table_cell(&table, 3, 0));
    assert_int_equal(table.encoding, WJ_ENCODING_UTF8);
    assert_int_equal(table.delimiter, ',');
    wj_table_clear(&table);
    wj_table_clear(&table);
}

/* The same table in every form; ends are offsets in the file. */
static void cells_stand_where_the_file_has_them(void **state)
{
    static const struct {
        struct wj_slice bytes; /* [mark]汉,"😀x"\nb,c */
        enum wj_encoding encoding;
        size_t places[8];
    } cases[] = {
        {{"\xE6\xB1\x89,\"😀x\"\nb,c", 15}, WJ_ENCODING_AUTO, {0, 3, 4, 11, 12, 13, 14, 15}},
        {{"\xEF\xBB\xBF\xE6\xB1\x89,\"😀x\"\nb,c", 18},
         WJ_ENCODING_AUTO,
         {3, 6, 7, 14, 15, 16, 17, 18}},
        {{"\xBA\xBA,\"\x94\x39\xFC\x36x\"\nb,c", 14},
         WJ_ENCODING_AUTO,
         {0, 2, 3, 10, 11, 12, 13, 14}},
        {{"\x49\x6C,\0\"\0\x3D\xD8\x00\xDEx\0\"\0\n\0b\0,\0c\0", 24},
         WJ_ENCODING_UTF16,
         {0, 2, 4, 14, 16, 18, 20, 22}},
        {{"\xFE\xFF\x6C\x49\0,\0\"\xD8\x3D\xDE\x00\0x\0\"\0\n\0b\0,\0c", 24},
         WJ_ENCODING_AUTO,
         {2, 4, 6, 16, 18, 20, 22, 24}},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct wj_read_options options = {.encoding = cases[i].encoding};
        struct wj_table table;
        struct wj_slice bytes = cases[i].bytes;
        if (cases[i].encoding == WJ_ENCODING_UTF16) {
            bytes.len = 22;
        }
        read_table(&table, bytes, &options);
        assert_int_equal(table.cell_count, 4);
        assert_true(wj_slice_is(table.cells[1].text, "😀x"));
        for (size_t c = 0; c < 4; c++) {
            assert_int_equal(table.cells[c].start, cases[i].places[2 * c]);
            assert_int_equal(table.cells[c].end, cases[i].places[2 * c + 1]);
        }
        wj_table_clear(&table);
    }
}

struct change {
    const char *name;
    struct wj_slice bytes;
    enum wj_encoding encoding;
    struct wj_table_edit edits[4];
    size_t count;
    struct wj_slice expected;
};

#define SLICE(literal)                                                                             \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

static const struct change changes[] = {
    {"none",
     SLICE("\xEF\xBB\xBF"
           "a;\"b\"\r\n\r\n1; 2\r"),
     0,
     {{0}},
     0,
     SLICE("\xEF\xBB\xBF"
           "a;\"b\"\r\n\r\n1; 2\r")},
    {"one", SLICE("a,b\r\n1,2\r\n"), 0, {{1, 1, SLICE("33"), false}}, 1, SLICE("a,b\r\n1,33\r\n")},
    {"last without line end",
     SLICE("a,b\n1,"),
     0,
     {{1, 1, SLICE("x"), false}},
     1,
     SLICE("a,b\n1,x")},
    {"emptied", SLICE("a,b\n1,2\n"), 0, {{1, 0, SLICE(""), false}}, 1, SLICE("a,b\n,2\n")},
    {"several",
     SLICE("a,b\n1,2\n3,4"),
     0,
     {{0, 1, SLICE("B"), false},
      {1, 0, SLICE("x"), false},
      {2, 0, SLICE("y"), false},
      {2, 1, SLICE("z"), false}},
     4,
     SLICE("a,B\nx,2\ny,z")},
    {"quoted stays quoted",
     SLICE("a,b\n\"1\",\"\"\n"),
     0,
     {{1, 0, SLICE("x"), false}, {1, 1, SLICE("y"), false}},
     2,
     SLICE("a,b\n\"x\",\"y\"\n")},
    {"quoted where needed",
     SLICE("a,b\n1,2\n3,4\n"),
     0,
     {{1, 0, SLICE("x,y"), false},
      {1, 1, SLICE("x\"y"), false},
      {2, 0, SLICE("x\ny"), false},
      {2, 1, SLICE("x;y"), false}},
     4,
     SLICE("a,b\n\"x,y\",\"x\"\"y\"\n\"x\ny\",x;y\n")},
    {"quotes by the file's delimiter",
     SLICE("a;b\n1;2"),
     0,
     {{1, 0, SLICE("x,y"), false}, {1, 1, SLICE("x;y"), false}},
     2,
     SLICE("a;b\nx,y;\"x;y\"")},
    {"short row",
     SLICE("a,b,c,d\n1\n2,3"),
     0,
     {{1, 2, SLICE("x"), false}, {2, 3, SLICE("y"), false}},
     2,
     SLICE("a,b,c,d\n1,,x\n2,3,,y")},
    {"short row, twice",
     SLICE("a,b,c,d\n1\r\n"),
     0,
     {{1, 0, SLICE("0"), false}, {1, 1, SLICE("x"), false}, {1, 3, SLICE("y,z"), false}},
     3,
     SLICE("a,b,c,d\n0,x,,\"y,z\"\r\n")},
    {"only cell stays a record",
     SLICE("a,b\n1\n"),
     0,
     {{1, 0, SLICE(""), false}},
     1,
     SLICE("a,b\n\"\"\n")},
    {"blank answer filled", SLICE("a\n\n1"), 0, {{1, 0, SLICE("x"), false}}, 1, SLICE("a\nx\n1")},
    {"GB18030",
     SLICE("\xBA\xBA,b\n1,\"\xBA\xBA\"\n"),
     0,
     {{1, 0, SLICE("汉,"), false}, {1, 1, SLICE("\xEE\x9E\x8E😀"), false}},
     2,
     SLICE("\xBA\xBA,b\n\"\xBA\xBA,\",\"\x84\x31\x82\x38\x94\x39\xFC\x36\"\n")},
    {"UTF-16 LE",
     SLICE("\xFF\xFE"
           "a\0,\0b\0\n\0"
           "1\0,\0\"\0\"\0"),
     0,
     {{1, 0, SLICE("汉"), false}, {1, 1, SLICE("x"), false}},
     2,
     SLICE("\xFF\xFE"
           "a\0,\0b\0\n\0\x49\x6C,\0\"\0x\0\"\0")},
    {"UTF-16 BE",
     SLICE("\xFE\xFF\0a\0,\0b\0\n\0"
           "1"),
     0,
     {{1, 1, SLICE("\""), false}},
     1,
     SLICE("\xFE\xFF\0a\0,\0b\0\n\0"
           "1\0,\0\"\0\"\0\"\0\"")},
    {"UTF-16 without mark",
     SLICE("a\0\n\0"
           "1\0"),
     WJ_ENCODING_UTF16,
     {{1, 0, SLICE("2"), false}},
     1,
     SLICE("a\0\n\0"
           "2\0")},
};

static void only_the_changes_change(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(changes); i++) {
        const struct change *change = &changes[i];
        struct wj_read_options options = {.encoding = change->encoding};
        struct wj_table table;
        struct wj_buf out = {0};
        read_table(&table, change->bytes, &options);
        assert_int_equal(wj_table_write(&table, change->edits, change->count, &out), WJ_OK);
        if (!wj_slice_equal(wj_buf_slice(&out), change->expected)) {
            print_error("%s: %s\n", change->name, wj_buf_text(&out));
            fail();
        }
        wj_buf_clear(&out);
        wj_table_clear(&table);
    }
}

static void changes_that_cannot_be_written(void **state)
{
    static const struct {
        struct wj_table_edit edits[2];
        size_t count;
        enum wj_status status;
    } cases[] = {
        {{{2, 0, SLICE("x"), false}}, 1, WJ_INTERNAL},
        {{{0, 100000, SLICE("x"), false}}, 1, WJ_INTERNAL},
        {{{1, 0, SLICE("x"), false}, {0, 0, SLICE("y"), false}}, 2, WJ_INTERNAL},
        {{{1, 0, SLICE("x"), false}, {1, 0, SLICE("y"), false}}, 2, WJ_INTERNAL},
        {{{1, 0, SLICE("\xFF"), false}}, 1, WJ_DEFINITION},
        {{{1, 0, SLICE("a\0b"), false}}, 1, WJ_DEFINITION},
        {{{1, 0, SLICE("\xEE\xA0\x96"), false}},
         1,
         WJ_DEFINITION}, /* U+E816: not in glibc's table */
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct wj_table table;
        struct wj_buf out = {0};
        read_table(&table, BYTES("\xBA\xBA,b\n1,2\n"), &automatic);
        assert_int_equal(wj_table_write(&table, cases[i].edits, cases[i].count, &out),
                         cases[i].status);
        wj_buf_clear(&out);
        wj_table_clear(&table);
    }
}

static void refusals_are_errors_of_the_definition(void **state)
{
    static const struct {
        struct wj_slice bytes;
        const char *expected;
    } cases[] = {
        {SLICE(""), "!empty_input@0:0"},
        {SLICE("\n\n"), "!empty_input@0:0"},
        {SLICE("a,b\n1,\"x"), "!unclosed_quote@2:2"},
        {SLICE("a,b\n1,x\"y"), "!bare_quote@2:2"},
        {SLICE("a,b\n1,\0"), "!nul_byte@2:2 byte 6"},
        {SLICE("a\n\xFF"), "!invalid_encoding@2:1 byte 2"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct wj_diags diags = {0};
        struct wj_table table;
        struct wj_buf seen = {0};
        const char *path = file_with(cases[i].bytes);
        assert_int_equal(wj_table_read(&diags, path, &automatic, &table), WJ_DEFINITION);
        assert_int_equal(table.row_count, 0);
        assert_null(table.bytes.ptr);
        show_failure(&seen, &diags);
        assert_string_equal(wj_buf_text(&seen), cases[i].expected);
        wj_buf_clear(&seen);
        wj_diags_clear(&diags);
        remove_file(path);
    }
}

static void too_many_cells_are_refused(void **state)
{
    struct wj_diags diags = {0};
    struct wj_table table;
    struct wj_buf bytes = {0};
    (void)state;
    for (size_t i = 0; i < (4 << 20) / 64 + 1; i++) {
        wj_buf_add_text(&bytes,
                        ",,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n");
    }
    const char *path = file_with(wj_buf_slice(&bytes));
    assert_int_equal(wj_table_read(&diags, path, &automatic, &table), WJ_DEFINITION);
    assert_string_equal(diags.list[0].kind, "too_many_cells");
    assert_int_equal(diags.list[0].line, (4 << 20) / 64 + 1);
    wj_diags_clear(&diags);
    wj_buf_clear(&bytes);
    remove_file(path);
}

/* Random tables: the cells' bytes read again as a file are the cells' texts, and nothing but a
 * delimiter, a line end or a mark stands outside cells. */
static void random_cells_cover_the_file(void **state)
{
    static const char *const letters[] = {
        "a", ",", "\"\"", "\n", "\r\n", "\xBA\xBA", "\x94\x39\xFC\x36"};
    struct wj_read_options options = {.encoding = WJ_ENCODING_GB18030, .delimiter = ','};
    (void)state;
    for (int round = 0; round < 500; round++) {
        struct wj_buf bytes = {0};
        struct wj_table table;
        wj_buf_add_text(&bytes, round % 2 == 0 ? "\x84\x31\x95\x33h,i\n" : "h,i\n");
        for (uint32_t fields = random_below(12); fields > 0; fields--) {
            bool quoted = random_below(2) == 0;
            wj_buf_add_text(&bytes, quoted ? "\"" : "");
            for (uint32_t i = random_below(5); i > 0; i--) {
                wj_buf_add_text(&bytes, letters[quoted ? random_below(7) : 5 + random_below(2)]);
            }
            wj_buf_add_text(&bytes, quoted ? "\"" : "");
            wj_buf_add_text(&bytes, random_below(3) == 0 ? "\r\n" : ",");
        }
        read_table(&table, wj_buf_slice(&bytes), &options);
        size_t at = round % 2 == 0 ? 4 : 0;
        for (size_t i = 0; i < table.cell_count; i++) {
            const struct wj_cell *cell = &table.cells[i];
            for (; at < cell->start; at++) {
                assert_non_null(memchr(",\r\n", bytes.ptr[at], 3));
            }
            struct wj_table again;
            if (cell->end > cell->start) {
                read_table(&again, wj_slice(bytes.ptr + cell->start, cell->end - cell->start),
                           &options);
                assert_int_equal(again.cell_count, 1);
                assert_true(wj_slice_equal(again.cells[0].text, cell->text));
                wj_table_clear(&again);
            } else {
                assert_int_equal(cell->text.len, 0);
            }
            at = cell->end;
        }
        wj_table_clear(&table);
        wj_buf_clear(&bytes);
    }
}

/* Every single request for memory fails once: never a crash, never anything but WJ_MEMORY. */
static void memory_may_run_out_anywhere(void **state)
{
    const struct wj_table_edit edit = {1, 3, wj_slice("汉,", 4), false};
    enum wj_status status = WJ_MEMORY;
    const char *path = file_with(BYTES("\xBA\xBA,b\n1,\"2\n\"\n3\n"));
    (void)state;
    for (unsigned long n = 1; status != WJ_OK; n++) {
        struct wj_diags diags = {0};
        struct wj_table table = {0};
        struct wj_reader *reader = NULL;
        struct wj_batch batch = {0};
        struct wj_buf out = {0};
        wj_memory_fail_at(n);
        status = wj_table_read(&diags, path, &automatic, &table);
        if (status == WJ_OK) {
            status = wj_table_write(&table, &edit, 1, &out);
        }
        if (status == WJ_OK) {
            status = wj_reader_open(&diags, path, &automatic, &reader);
        }
        if (status == WJ_OK) {
            status = wj_reader_next(reader, &diags, &batch);
        }
        assert_true(status == WJ_OK || status == WJ_MEMORY);
        assert_int_equal(diags.count, 0);
        wj_reader_free(reader);
        wj_buf_clear(&out);
        wj_table_clear(&table);
    }
    assert_true(wj_memory_requests() > 10);
    wj_memory_fail_at(0);
    remove_file(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_and_lines),
        cmocka_unit_test(cells_stand_where_the_file_has_them),
        cmocka_unit_test(only_the_changes_change),
        cmocka_unit_test(changes_that_cannot_be_written),
        cmocka_unit_test(refusals_are_errors_of_the_definition),
        cmocka_unit_test(too_many_cells_are_refused),
        cmocka_unit_test(random_cells_cover_the_file),
        cmocka_unit_test(memory_may_run_out_anywhere),
    };
    return cmocka_run_group_tests_name("read/table", tests, NULL, NULL);
}
