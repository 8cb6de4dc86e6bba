/* SPSS files: written here with ReadStat's writer, or by PSPP (sav/paper.sps), and read back. */
#include <readstat.h>

#include "sav.h"
#include "support.h"
#include "wjtab/base/digest.h"
#include "wjtab/base/memory.h"

static ssize_t write_bytes(const void *bytes, size_t len, void *data)
{
    wj_buf_add(data, wj_slice(bytes, len));
    return (ssize_t)len;
}

static readstat_writer_t *writer_new(void)
{
    readstat_writer_t *writer = readstat_writer_init();
    assert_non_null(writer);
    readstat_set_data_writer(writer, write_bytes);
    return writer;
}

static void begin(readstat_writer_t *writer, struct wj_buf *out, long rows)
{
    assert_int_equal(readstat_begin_writing_sav(writer, out, rows), READSTAT_OK);
}

static void end(readstat_writer_t *writer)
{
    assert_int_equal(readstat_end_writing(writer), READSTAT_OK);
    readstat_writer_free(writer);
}

/* What stands in the file, as support.h shows it. */
static void expect(const struct wj_buf *file, enum wj_encoding encoding, const char *wanted)
{
    struct wj_read_options options = {.encoding = encoding};
    struct wj_buf seen = {0};
    show_bytes(&seen, wj_buf_slice(file), &options);
    assert_string_equal(wj_buf_text(&seen), wanted);
    wj_buf_clear(&seen);
}

/* Where the code page stands in a file of ReadStat's. */
static size_t code_at(const struct wj_buf *file)
{
    static const char head[] = "\7\0\0\0\3\0\0\0\4\0\0\0\10\0\0";
    for (size_t i = 0; i + 48 <= file->len; i++) {
        if (memcmp(file->ptr + i, head, sizeof head) == 0) {
            return i + 16 + 28;
        }
    }
    fail();
    return 0;
}

static void set_code(struct wj_buf *file, int32_t code)
{
    memcpy(file->ptr + code_at(file), &code, sizeof code);
}

static void add_answer(readstat_writer_t *writer, readstat_variable_t *const *variables,
                       double answer, const char *text)
{
    readstat_begin_row(writer);
    readstat_insert_double_value(writer, variables[0], answer);
    readstat_insert_string_value(writer, variables[1], text);
    readstat_end_row(writer);
}

/* A labelled number with user-missing values, and a text with a label and a missing value. */
static void write_answers(struct wj_buf *out, readstat_compress_t compression)
{
    readstat_writer_t *writer = writer_new();
    readstat_writer_set_compression(writer, compression);
    readstat_label_set_t *set = readstat_add_label_set(writer, READSTAT_TYPE_DOUBLE, "scale");
    readstat_label_double_value(set, 1, "非常满意");
    readstat_label_double_value(set, 0, "无");
    readstat_label_double_value(set, -3, "不适用");
    readstat_label_double_value(set, -2, "拒答");
    readstat_label_set_t *texts = readstat_add_label_set(writer, READSTAT_TYPE_STRING, "texts");
    readstat_label_string_value(texts, "m", "男");
    readstat_label_string_value(texts, "x", "跳过");
    readstat_variable_t *variables[2];
    variables[0] = readstat_add_variable(writer, "Q1", READSTAT_TYPE_DOUBLE, 0);
    readstat_variable_set_label(variables[0], "总体满意度");
    readstat_variable_set_label_set(variables[0], set);
    readstat_variable_add_missing_double_range(variables[0], -9, -1);
    variables[1] = readstat_add_variable(writer, "Q2", READSTAT_TYPE_STRING, 8);
    readstat_variable_set_label_set(variables[1], texts);
    readstat_variable_add_missing_string_value(variables[1], "x");
    begin(writer, out, 8);
    add_answer(writer, variables, 1, "m");
    add_answer(writer, variables, -3, "x");
    add_answer(writer, variables, -2, "");
    add_answer(writer, variables, -4, "f  ");
    add_answer(writer, variables, -0.0, "  a");
    add_answer(writer, variables, NAN, "跳过");
    add_answer(writer, variables, 2.5, "m m");
    add_answer(writer, variables, 1e15, "M");
    end(writer);
}

static const char answers[] = "1[总体满意度|Q2]2[非常满意|男]3[(跳过)|(跳过)]4[|]5[|f]6[无|  a]"
                              "7[|跳过]8[2.5|m m]9[1000000000000000|M]";

static void labels_and_missing_values_are_text(void **state)
{
    (void)state;
    static const readstat_compress_t compressions[] = {
        READSTAT_COMPRESS_NONE, READSTAT_COMPRESS_ROWS, READSTAT_COMPRESS_BINARY};
    for (size_t i = 0; i < sizeof compressions / sizeof *compressions; i++) {
        struct wj_buf file = {0};
        write_answers(&file, compressions[i]);
        expect(&file, WJ_ENCODING_AUTO, answers);
        wj_buf_clear(&file);
    }
}

static void a_label_names_a_column_only_if_it_names_no_other(void **state)
{
    static const char *const names[][2] = {
        {"A", "同名"}, {"B", "同名"}, {"C", "D"}, {"D", "单独"}, {"E", ""}, {"F", "F"}, {"G", "  "},
    };
    (void)state;
    struct wj_buf file = {0};
    readstat_writer_t *writer = writer_new();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        readstat_variable_t *variable =
            readstat_add_variable(writer, names[i][0], READSTAT_TYPE_DOUBLE, 0);
        readstat_variable_set_label(variable, names[i][1]);
    }
    begin(writer, &file, 0);
    end(writer);
    expect(&file, WJ_ENCODING_AUTO, "1[A|B|C|单独|E|F|G]");
    wj_buf_clear(&file);
}

static void very_long_texts_stay_whole(void **state)
{
    (void)state;
    struct wj_buf file = {0};
    struct wj_buf wanted = {0};
    char text[1201] = "";
    for (size_t i = 0; i < 400; i++) {
        memcpy(text + 3 * i, i % 2 == 0 ? "意" : "见", 4);
    }
    readstat_writer_t *writer = writer_new();
    readstat_variable_t *variable =
        readstat_add_variable(writer, "opinion", READSTAT_TYPE_STRING, 1300);
    begin(writer, &file, 2);
    readstat_begin_row(writer);
    readstat_insert_string_value(writer, variable, text);
    readstat_end_row(writer);
    readstat_begin_row(writer);
    readstat_insert_string_value(writer, variable, "短");
    readstat_end_row(writer);
    end(writer);
    wj_buf_addf(&wanted, "1[opinion]2[%s]3[短]", text);
    expect(&file, WJ_ENCODING_AUTO, wj_buf_text(&wanted));
    wj_buf_clear(&wanted);
    wj_buf_clear(&file);
}

/* One text variable with a label, one row. */
static void write_text(struct wj_buf *out, const char *label, const char *text, int32_t code)
{
    readstat_writer_t *writer = writer_new();
    readstat_variable_t *variable =
        readstat_add_variable(writer, "V", READSTAT_TYPE_STRING, strlen(text));
    readstat_variable_set_label(variable, label);
    begin(writer, out, 1);
    readstat_begin_row(writer);
    readstat_insert_string_value(writer, variable, text);
    readstat_end_row(writer);
    end(writer);
    set_code(out, code);
}

static void texts_are_decoded_as_the_file_says(void **state)
{
    static const struct {
        const char *label;
        const char *text;
        int32_t code; /* page; 2: none */
        enum wj_encoding forced;
        const char *wanted;
    } cases[] = {
        {"满意", "好", 65001, WJ_ENCODING_AUTO, "1[满意]2[好]"},
        {"\xC2\xFA\xD2\xE2", "\xBA\xC3", 936, WJ_ENCODING_AUTO, "1[满意]2[好]"},
        {"\xC2\xFA\xD2\xE2", "\xBA\xC3", 54936, WJ_ENCODING_AUTO, "1[满意]2[好]"},
        {"\xC2\xFA\xD2\xE2", "\xBA\xC3", 2, WJ_ENCODING_AUTO, "1[满意]2[好]"},
        {"\xC2\xFA\xD2\xE2", "\xBA\xC3", 65001, WJ_ENCODING_GB18030, "1[满意]2[好]"},
        {"满意", "好", 2, WJ_ENCODING_AUTO, "1[满意]2[好]"},
        {"满意", "好", 936, WJ_ENCODING_UTF8, "1[满意]2[好]"},
        {"\xA5\xB2", "caf\xA5\xB2", 950, WJ_ENCODING_AUTO, "1[必]2[caf必]"},
        {"\xE9t\xE9", "caf\xE9", 1252, WJ_ENCODING_AUTO, "1[été]2[café]"},
        /* cut off where the variable's width ends */
        {"V", "满\xE6\x84", 65001, WJ_ENCODING_AUTO, "1[V]2[满]"},
        {"V", "\xC2\xFA\xD2", 936, WJ_ENCODING_AUTO, "1[V]2[满]"},
        /* not what was said */
        {"V", "\xC2\xFA\xD2\xE2", 65001, WJ_ENCODING_AUTO, "1[V]!invalid_encoding@2:1"},
        {"\xC2\xFA\xD2\xE2", "V", 65001, WJ_ENCODING_AUTO, "!invalid_encoding@1:1"},
        {"V", "a\xFF\xFFz", 2, WJ_ENCODING_AUTO, "1[V]!invalid_encoding@2:1"},
        {"V", "a\xFF\xFFz", 936, WJ_ENCODING_AUTO, "1[V]!invalid_encoding@2:1"},
        {"V", "v", 65001, WJ_ENCODING_UTF16, "!invalid_encoding@0:0"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct wj_buf file = {0};
        write_text(&file, cases[i].label, cases[i].text, cases[i].code);
        expect(&file, cases[i].forced, cases[i].wanted);
        wj_buf_clear(&file);
    }
}

/* Dates as PSPP 1.6.2 shows them (DATETIME20, TIME), decimals by hand. */
static void numbers_and_dates_are_exact(void **state)
{
    static const struct {
        const char *number;
        const char *format;
        const char *wanted;
    } cases[] = {
        {"0.1", "F8.2", "0.1"},
        {"1e+20", "F8.2", "100000000000000000000"},
        {"1.25e-07", "F8.2", "0.000000125"},
        {"-0", "F8.2", "0"},
        {"-12.5", "COMMA8.2", "-12.5"},
        {"inf", "F8.2", "inf"},
        {"86400", "DATE11", "1582/10/15"},
        {"13914374400", "DATE11", "2023/9/18"},
        {"13914374400", "ADATE10", "2023/9/18"},
        {"13914410833", "DATETIME20", "2023/9/18 10:07:13"},
        {"13914410833.25", "YMDHMS20", "2023/9/18 10:07:13.25"},
        {"13914374400", "MOYR8", "2023/9/18"},
        {"265621593600", "SDATE10", "9999/12/31"},
        {"265621680000", "SDATE10", "265621680000"},
        {"-86400", "DATE11", "-86400"},
        {"97", "TIME8", "0:01:37"},
        {"90000", "TIME8", "25:00:00"},
        {"-97.5", "DTIME12.1", "-0:01:37.5"},
        {"3", "WKDAY3", "3"},
        {"3", "MONTH3", "3"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct wj_buf out = {0};
        wj_sav_show(&out, wj_slice_of(cases[i].number), wj_sav_show_of(cases[i].format));
        assert_string_equal(wj_buf_text(&out), cases[i].wanted);
        wj_buf_clear(&out);
    }
}

static void write_rows(struct wj_buf *out, int rows, readstat_compress_t compression)
{
    readstat_writer_t *writer = writer_new();
    readstat_writer_set_compression(writer, compression);
    readstat_variable_t *number = readstat_add_variable(writer, "N", READSTAT_TYPE_DOUBLE, 0);
    readstat_variable_t *when = readstat_add_variable(writer, "W", READSTAT_TYPE_DOUBLE, 0);
    readstat_variable_set_format(when, "DATETIME20");
    begin(writer, out, rows);
    for (int i = 0; i < rows; i++) {
        readstat_begin_row(writer);
        readstat_insert_double_value(writer, number, i / 4.0);
        readstat_insert_double_value(writer, when, 13914410833.0 + i);
        readstat_end_row(writer);
    }
    end(writer);
}

static void many_rows_come_in_batches(void **state)
{
    (void)state;
    enum { ROWS = 3000 };
    struct wj_buf file = {0};
    struct wj_diags diags = {0};
    struct wj_reader *reader = NULL;
    struct wj_batch batch = {0};
    struct wj_read_options options = {0};
    uint64_t records = 0;
    size_t batches = 0;
    char digest[WJ_DIGEST_TEXT];
    write_rows(&file, ROWS, READSTAT_COMPRESS_ROWS);
    const char *path = file_with(wj_buf_slice(&file));
    assert_int_equal(wj_reader_open(&diags, path, &options, &reader), WJ_OK);
    assert_string_equal(wj_reader_format(reader), "sav");
    assert_int_equal(wj_reader_delimiter(reader), 0);
    assert_string_equal(wj_reader_digest(reader), "");
    do {
        assert_int_equal(wj_reader_next(reader, &diags, &batch), WJ_OK);
        for (size_t i = 0; i < batch.count; i++) {
            assert_int_equal(batch.records[i].number, ++records);
            assert_int_equal(batch.records[i].line, records);
            assert_int_equal(batch.records[i].count, 2);
        }
        batches++;
    } while (batch.count > 0);
    assert_int_equal(records, ROWS + 1);
    assert_true(batches > 3);
    assert_int_equal(wj_digest_of(wj_buf_slice(&file), digest), WJ_OK);
    assert_string_equal(wj_reader_digest(reader), digest);
    assert_int_equal(wj_reader_encoding(reader), WJ_ENCODING_UTF8);
    wj_reader_free(reader);
    remove_file(path);
    wj_buf_clear(&file);
}

/* Counts the records of a file; *kind is the message's, or NULL. */
static uint64_t count_records(struct wj_slice bytes, const char **kind)
{
    struct wj_read_options options = {.no_digest = true};
    struct wj_diags diags = {0};
    struct wj_reader *reader = NULL;
    struct wj_batch batch = {0};
    uint64_t records = 0;
    const char *path = file_with(bytes);
    enum wj_status status = wj_reader_open(&diags, path, &options, &reader);
    do {
        status = status == WJ_OK ? wj_reader_next(reader, &diags, &batch) : status;
        records += status == WJ_OK ? batch.count : 0;
    } while (status == WJ_OK && batch.count > 0);
    assert_int_equal(diags.count, status == WJ_OK ? 0 : 1);
    assert_true(status == WJ_OK || status == WJ_DATA);
    *kind = status == WJ_OK ? NULL : diags.list[0].kind; /* a literal */
    wj_reader_free(reader);
    wj_diags_clear(&diags);
    remove_file(path);
    return records;
}

static void a_cut_file_is_refused_wherever_it_ends(void **state)
{
    static const readstat_compress_t compressions[] = {
        READSTAT_COMPRESS_NONE, READSTAT_COMPRESS_ROWS, READSTAT_COMPRESS_BINARY};
    (void)state;
    for (size_t i = 0; i < sizeof compressions / sizeof *compressions; i++) {
        struct wj_buf file = {0};
        const char *kind = NULL;
        write_rows(&file, 20, compressions[i]);
        for (size_t len = 4; len < file.len; len++) {
            uint64_t records = count_records(wj_slice(file.ptr, len), &kind);
            /* All rows may stand before what is missing. */
            bool all = kind == NULL && records == 21 && file.len - len <= 16;
            assert_true(all || (kind != NULL && strcmp(kind, "damaged_file") == 0));
            assert_true(records <= 21);
        }
        count_records(wj_buf_slice(&file), &kind);
        assert_null(kind);
        wj_buf_clear(&file);
    }
}

static void the_rows_before_the_damage_are_handed_out(void **state)
{
    (void)state;
    struct wj_buf file = {0};
    struct wj_buf seen = {0};
    struct wj_read_options options = {0};
    write_rows(&file, 3, READSTAT_COMPRESS_NONE);
    show_bytes(&seen, wj_slice(file.ptr, file.len - 8), &options);
    assert_string_equal(wj_buf_text(&seen), "1[N|W]2[0|2023/9/18 10:07:13]"
                                            "3[0.25|2023/9/18 10:07:14]!damaged_file@4:0");
    wj_buf_clear(&seen);
    wj_buf_clear(&file);
}

static void a_file_without_a_count_of_rows_may_not_end_inside_one(void **state)
{
    static const readstat_compress_t compressions[] = {READSTAT_COMPRESS_NONE,
                                                       READSTAT_COMPRESS_ROWS};
    (void)state;
    for (size_t i = 0; i < sizeof compressions / sizeof *compressions; i++) {
        struct wj_buf file = {0};
        const char *kind = NULL;
        write_rows(&file, 3, compressions[i]);
        memset(file.ptr + 80, 0xFF, 4);
        assert_int_equal(count_records(wj_buf_slice(&file), &kind), 4);
        assert_null(kind);
        count_records(wj_slice(file.ptr, file.len - 4), &kind);
        assert_string_equal(kind, "damaged_file");
        wj_buf_clear(&file);
    }
}

static void a_spoilt_byte_never_breaks_the_reader(void **state)
{
    (void)state;
    static const unsigned char spoils[] = {0x00, 0xFF, 0x80};
    struct wj_buf file = {0};
    write_answers(&file, READSTAT_COMPRESS_ROWS);
    for (size_t i = 4; i < file.len; i++) {
        char kept = file.ptr[i];
        for (size_t j = 0; j < sizeof spoils; j++) {
            const char *kind = NULL;
            file.ptr[i] = (char)spoils[j];
            count_records(wj_buf_slice(&file), &kind);
        }
        file.ptr[i] = kept;
    }
    wj_buf_clear(&file);
}

static void the_date_in_the_header_does_not_matter(void **state)
{
    (void)state;
    struct wj_buf file = {0};
    write_answers(&file, READSTAT_COMPRESS_NONE);
    memcpy(file.ptr + 92, "18 9\xD4\xC2 23 10.07.13", 17);
    expect(&file, WJ_ENCODING_AUTO, answers);
    wj_buf_clear(&file);
}

static void too_many_variables_are_refused(void **state)
{
    (void)state;
    static const char variable[] = "\2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\2\10\5\0\2\10\5\0V       ";
    struct wj_buf file = {0};
    struct wj_buf good = {0};
    const char *kind = NULL;
    write_rows(&good, 0, READSTAT_COMPRESS_NONE);
    wj_buf_add(&file, wj_slice(good.ptr, 176));
    for (size_t i = 0; i < 100001; i++) {
        wj_buf_add(&file, BYTES(variable));
    }
    wj_buf_add(&file, wj_slice_from(wj_buf_slice(&good), 176));
    count_records(wj_buf_slice(&file), &kind);
    assert_string_equal(kind, "too_many_columns");
    wj_buf_clear(&good);
    wj_buf_clear(&file);
}

static void every_failed_request_for_memory_is_reported(void **state)
{
    (void)state;
    struct wj_buf file = {0};
    write_answers(&file, READSTAT_COMPRESS_ROWS);
    const char *path = file_with(wj_buf_slice(&file));
    enum wj_status status = WJ_MEMORY;
    unsigned long n = 0;
    while (status == WJ_MEMORY) {
        struct wj_diags diags = {0};
        struct wj_reader *reader = NULL;
        struct wj_batch batch = {0};
        struct wj_read_options options = {0};
        wj_memory_fail_at(++n);
        status = wj_reader_open(&diags, path, &options, &reader);
        if (status == WJ_OK) {
            status = wj_reader_next(reader, &diags, &batch);
        }
        wj_memory_fail_at(0);
        wj_reader_free(reader);
        wj_diags_clear(&diags);
    }
    assert_int_equal(status, WJ_OK);
    assert_true(n > 10);
    remove_file(path);
    wj_buf_clear(&file);
}

/* PSPP's file from the paper sample, letters turned into numbers with labels. */
static void a_file_of_pspp_holds_the_answers_of_the_csv(void **state)
{
    static const char *const labels[11][8] = {
        [1] = {"引进人才生活补贴", "引进人才购房补贴", "留学费用补贴"},
        [2] = {"博士研究生", "硕士研究生", "双一流本科", NULL, "副高级职称", "普通本科", "专科"},
        [3] = {"非常了解", "了解", "一般", "不了解"},
        [4] = {"非常满意", "满意", "一般", "不满意"},
    };
    static const char *const files[] = {"tests/unit/read/sav/paper.sav",
                                        "tests/unit/read/sav/paper.zsav"};
    (void)state;
    for (size_t f = 0; f < 2; f++) {
        struct wj_diags diags = {0};
        struct wj_read_options options = {0};
        struct wj_reader *csv = NULL;
        struct wj_reader *sav = NULL;
        struct wj_batch plain = {0};
        struct wj_batch coded = {0};
        assert_int_equal(
            wj_reader_open(&diags, "samples/zhifu-2022/responses-paper.csv", &options, &csv),
            WJ_OK);
        assert_int_equal(wj_reader_open(&diags, files[f], &options, &sav), WJ_OK);
        assert_int_equal(wj_reader_next(csv, &diags, &plain), WJ_OK);
        assert_int_equal(wj_reader_next(sav, &diags, &coded), WJ_OK);
        assert_int_equal(coded.count, 57);
        assert_int_equal(coded.count, plain.count);
        for (size_t i = 0; i < coded.count * 11; i++) {
            struct wj_slice letter = plain.fields[i];
            size_t column = i % 11;
            size_t set = column > 4 && column < 9 ? 4 : column;
            bool labelled = i >= 11 && labels[set][0] != NULL && letter.len == 1;
            const char *label = labelled ? labels[set][letter.ptr[0] - 'A'] : NULL;
            bool broken = column == 10 && memchr(letter.ptr, '\n', letter.len) != NULL;
            assert_true(broken || wj_slice_equal(coded.fields[i],
                                                 label != NULL ? wj_slice_of(label) : letter));
        }
        wj_reader_free(csv);
        wj_reader_free(sav);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_and_missing_values_are_text),
        cmocka_unit_test(a_label_names_a_column_only_if_it_names_no_other),
        cmocka_unit_test(very_long_texts_stay_whole),
        cmocka_unit_test(texts_are_decoded_as_the_file_says),
        cmocka_unit_test(numbers_and_dates_are_exact),
        cmocka_unit_test(many_rows_come_in_batches),
        cmocka_unit_test(a_cut_file_is_refused_wherever_it_ends),
        cmocka_unit_test(the_rows_before_the_damage_are_handed_out),
        cmocka_unit_test(a_file_without_a_count_of_rows_may_not_end_inside_one),
        cmocka_unit_test(a_spoilt_byte_never_breaks_the_reader),
        cmocka_unit_test(the_date_in_the_header_does_not_matter),
        cmocka_unit_test(too_many_variables_are_refused),
        cmocka_unit_test(every_failed_request_for_memory_is_reported),
        cmocka_unit_test(a_file_of_pspp_holds_the_answers_of_the_csv),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
