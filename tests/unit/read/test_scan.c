/* The structural scan against libcsv, which cuts byte by byte, and against the plain check of
 * UTF-8: the same records, the same refusals at the same places.
 *
 *   test_scan           some hundred files
 *   test_scan FILES     so many */
#include "csv_reader.h"
#include "random_files.h"
#include "wjtab/base/text.h"

static unsigned long random_files = 400;

/* ---- everything that a reading gives ---- */

static void show_way(struct wj_buf *out, const char *path, const struct wj_read_options *options,
                     const struct wj_csv_way *way)
{
    struct wj_diags diags = {0};
    struct wj_reader *reader = NULL;
    struct wj_batch batch = {0};
    enum wj_status status = wj_csv_open(&diags, path, options, way, &reader);
    wj_buf_reset(out);
    while (status == WJ_OK) {
        status = wj_reader_next(reader, &diags, &batch);
        if (status != WJ_OK || batch.count == 0) {
            break;
        }
        show_batch(out, &batch);
    }
    if (reader != NULL) {
        wj_buf_addf(out, "%s %d", wj_encoding_name(wj_reader_encoding(reader)),
                    wj_reader_delimiter(reader));
    }
    for (size_t i = 0; i < diags.count; i++) {
        wj_buf_addf(out, "!%s@%llu:%llu %s", diags.list[i].kind,
                    (unsigned long long)diags.list[i].line,
                    (unsigned long long)diags.list[i].column, diags.list[i].message);
    }
    assert_int_equal(wj_buf_status(out), WJ_OK);
    wj_reader_free(reader);
    wj_diags_clear(&diags);
}

static void compare_kernels(struct wj_slice bytes, const struct wj_read_options *options,
                            size_t block)
{
    static struct wj_buf expected;
    static struct wj_buf seen;
    const char *path = file_with(bytes);
    show_way(&expected, path, options, &(struct wj_csv_way){.block = block});
    for (size_t i = 0; i < wj_scan_kernel_count; i++) {
        const struct wj_scan_kernel *kernel = wj_scan_kernels[i];
        if (!kernel->runs()) {
            continue;
        }
        show_way(&seen, path, options, &(struct wj_csv_way){.kernel = kernel, .block = block});
        if (!wj_slice_equal(wj_buf_slice(&seen), wj_buf_slice(&expected))) {
            FILE *file = fopen("/tmp/wjtab-scan-failed.csv", "wb");
            fwrite(bytes.ptr, 1, bytes.len, file);
            fclose(file);
            print_error("%s, blocks of %zu bytes, /tmp/wjtab-scan-failed.csv:\n%s\nnot\n%s\n",
                        kernel->name, block, wj_buf_text(&seen), wj_buf_text(&expected));
            fail();
        }
    }
    remove_file(path);
}

/* ---- records ---- */

static void files_as_libcsv_reads_them(void **state)
{
    static const struct wj_read_options options[] = {
        {0}, {.encoding = WJ_ENCODING_UTF8}, {.delimiter = ','}, {.encoding = WJ_ENCODING_GB18030}};
    struct wj_buf bytes = {0};
    (void)state;
    for (unsigned long i = 0; i < random_files; i++) {
        const struct wj_read_options *chosen = &PICK(options);
        random_file(&bytes);
        compare_kernels(wj_buf_slice(&bytes), chosen, 64 + random_below(64));
        compare_kernels(wj_buf_slice(&bytes), chosen, 128 + random_below(4000));
        compare_kernels(wj_buf_slice(&bytes), chosen, 16384 + random_below(40000));
        compare_kernels(wj_buf_slice(&bytes), chosen, 0);
    }
    wj_buf_clear(&bytes);
}

/* Letters that mean something, one after the other: most rules are met within a few. */
static void letters_as_libcsv_reads_them(void **state)
{
    static const char *const letters[] = {"a",  ",",  "\"", "\"",  "\"\"",
                                          "\n", "\r", "汉", ",\"", "\","};
    struct wj_buf bytes = {0};
    (void)state;
    for (unsigned long i = 0; i < 10 * random_files; i++) {
        uint32_t before = random_below(2) == 0 ? 0 : random_below(140);
        uint32_t count = random_below(40);
        wj_buf_reset(&bytes);
        wj_buf_add_text(&bytes, "x,y\n");
        for (uint32_t j = 0; j < before; j++) {
            wj_buf_add_text(&bytes, random_below(9) == 0 ? "," : "x");
        }
        wj_buf_add_text(&bytes, ",");
        for (uint32_t j = 0; j < count; j++) {
            wj_buf_add_text(&bytes, PICK(letters));
        }
        compare_kernels(wj_buf_slice(&bytes), &(struct wj_read_options){.delimiter = ','},
                        random_below(2) == 0 ? 0 : 64 + random_below(100));
    }
    wj_buf_clear(&bytes);
}

/* Every block size from 64 bytes up, over one file that has everything that is allowed. */
static void every_block_size(void **state)
{
    struct recipe recipe = {
        .columns = 6, .records = 40, .delimiter = ",", .quoted = 4, .ragged = 9, .blank = 9};
    struct wj_buf bytes = {0};
    (void)state;
    add_record(&bytes, &recipe, true);
    for (uint32_t i = 0; i < recipe.records; i++) {
        add_line_end(&bytes, &recipe);
        add_record(&bytes, &recipe, false);
    }
    size_t step = random_files >= 10000 ? 1 : 7;
    for (size_t block = 64; block < bytes.len + 8; block += step) {
        compare_kernels(wj_buf_slice(&bytes), &(struct wj_read_options){0}, block);
    }
    wj_buf_clear(&bytes);
}

/* Records longer than a window and than a block, with line ends inside. */
static void long_records(void **state)
{
    static const char *const cells[] = {"\"a\nb\r\nc\",", "x,", "\"q\"\"\",", "\"\r\","};
    struct wj_buf bytes = {0};
    (void)state;
    wj_buf_add_text(&bytes, "a,b\n");
    for (uint32_t i = 0; i < 8; i++) {
        uint32_t kinds = i % 2 == 0 ? 2 : 4;
        for (uint32_t j = 0; j < 9000 + 700 * i; j++) {
            wj_buf_add_text(&bytes, cells[random_below(kinds)]);
        }
        wj_buf_add_text(&bytes, "\nshort,record\n");
    }
    compare_kernels(wj_buf_slice(&bytes), &(struct wj_read_options){0}, 0);
    compare_kernels(wj_buf_slice(&bytes), &(struct wj_read_options){0}, 100000);
    compare_kernels(wj_buf_slice(&bytes), &(struct wj_read_options){0}, 5000);
    wj_buf_clear(&bytes);
}

/* A record of more fields than there may be, where one block holds it. */
static void too_many_columns(void **state)
{
    struct wj_buf bytes = {0};
    (void)state;
    for (size_t count = 99998; count < 100003; count++) {
        wj_buf_reset(&bytes);
        wj_buf_add_text(&bytes, "a,b\n1,2\n");
        char *room = wj_buf_reserve(&bytes, count);
        assert_non_null(room);
        memset(room, ',', count);
        bytes.len += count;
        wj_buf_add_text(&bytes, "\n3,4\n");
        compare_kernels(wj_buf_slice(&bytes), &(struct wj_read_options){0}, 0);
    }
    wj_buf_clear(&bytes);
}

/* ---- UTF-8 ---- */

static void check_valid(struct wj_slice text)
{
    const char *nul = text.len > 0 ? memchr(text.ptr, '\0', text.len) : NULL;
    size_t expected =
        wj_utf8_valid(nul != NULL ? wj_slice(text.ptr, (size_t)(nul - text.ptr)) : text);
    for (size_t i = 0; i < wj_scan_kernel_count; i++) {
        if (wj_scan_kernels[i]->runs()) {
            assert_int_equal(wj_scan_kernels[i]->valid(text), expected);
        }
    }
}

/* Every pair of bytes, and each with every third and fourth that makes a difference, at places
 * around the end of a vector. */
static void broken_utf8_is_found_where_it_is(void **state)
{
    static const unsigned char followers[] = {'a',  0x80, 0x8F, 0x90, 0x9F,
                                              0xA0, 0xBF, 0xC2, 0xE4, 0xFF};
    enum { SIZE = 200, KINDS = sizeof followers };
    static const size_t places[] = {0, 29, 30, 31, 61, 62, 63, 64, 125, 130};
    char text[SIZE];
    (void)state;
    for (unsigned first = 0x80; first < 0x100; first++) {
        for (unsigned rest = 0; rest < KINDS * KINDS * KINDS; rest++) {
            size_t place = places[(first + rest) % (sizeof places / sizeof places[0])];
            memset(text, 'x', sizeof text);
            text[place] = (char)first;
            text[place + 1] = (char)followers[rest % KINDS];
            text[place + 2] = (char)followers[rest / KINDS % KINDS];
            text[place + 3] = (char)followers[rest / KINDS / KINDS];
            check_valid(wj_slice(text, sizeof text));
            check_valid(wj_slice(text, place + 1 + rest % 5));
        }
    }
}

static void random_utf8(void **state)
{
    static const char *const characters[] = {
        "a",           "é", "汉", "字", "😀", "\xF4\x8F\xBF\xBF", "\xEF\xBF\xBF", "\xED\x9F\xBF",
        "\xEE\x80\x80"};
    struct wj_buf text = {0};
    (void)state;
    for (unsigned long i = 0; i < 20 * random_files; i++) {
        uint32_t count = random_below(150);
        wj_buf_reset(&text);
        for (uint32_t j = 0; j < count; j++) {
            wj_buf_add_text(&text, PICK(characters));
        }
        if (text.len > 0 && random_below(2) == 0) {
            text.ptr[random_below((uint32_t)text.len)] = (char)random_below(256);
        }
        check_valid(wj_buf_slice(&text));
    }
    wj_buf_clear(&text);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_as_libcsv_reads_them),
        cmocka_unit_test(letters_as_libcsv_reads_them),
        cmocka_unit_test(every_block_size),
        cmocka_unit_test(long_records),
        cmocka_unit_test(too_many_columns),
        cmocka_unit_test(broken_utf8_is_found_where_it_is),
        cmocka_unit_test(random_utf8),
    };
    random_files = argc > 1 ? strtoul(argv[1], NULL, 10) : random_files;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
