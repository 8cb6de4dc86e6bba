/* A file in chunks, read by several threads, against the same file read by one reader that leaves
 * everything to libcsv: the same records at the same places, the same encoding and digest, the same
 * refusals. Some of the files come through standard input.
 *
 *   test_split           some hundred files
 *   test_split FILES     so many */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "convert.h"
#include "csv_reader.h"
#include "fault.h"
#include "random_files.h"
#include "wjtab/base/text.h"
#include "wjtab/read/split.h"

static unsigned long random_count = 300;

enum { MOST_READERS = 8 };

/* What one chunk gave. */
struct part {
    struct wj_buf records; /* numbers and lines as they are in the chunk */
    struct wj_extent extent;
    struct wj_diags diags;
    enum wj_status status;
};

struct run {
    struct wj_split *split;
    pthread_mutex_t lock;
    pthread_cond_t turns;
    uint64_t turn;
    struct wj_extent done;
    struct wj_buf *out;
    struct wj_diags diags;
    enum wj_status status;
    bool over;
};

static void show_end(struct wj_buf *out, const struct wj_reader *reader, enum wj_status status,
                     const struct wj_diags *diags)
{
    wj_buf_addf(out, "%s %d", wj_encoding_name(wj_reader_encoding(reader)),
                wj_reader_delimiter(reader));
    wj_buf_addf(out, " %s", status == WJ_OK ? wj_reader_digest(reader) : "");
    for (size_t i = 0; i < diags->count; i++) {
        wj_buf_addf(out, "!%s@%llu:%llu %s", diags->list[i].kind,
                    (unsigned long long)diags->list[i].line,
                    (unsigned long long)diags->list[i].column, diags->list[i].message);
    }
    assert_int_equal(wj_buf_status(out), WJ_OK);
}

static void show_whole(struct wj_buf *out, const char *path, const struct wj_read_options *options,
                       const struct wj_csv_way *way)
{
    struct wj_diags diags = {0};
    struct wj_reader *reader = NULL;
    struct wj_batch batch = {0};
    enum wj_status status = wj_csv_open(&diags, path, options, way, &reader);
    wj_buf_reset(out);
    bool opened = status == WJ_OK;
    while (status == WJ_OK) {
        status = wj_reader_next(reader, &diags, &batch);
        if (status != WJ_OK || batch.count == 0) {
            break;
        }
        show_batch(out, &batch);
    }
    if (opened) {
        show_end(out, reader, status, &diags);
    }
    wj_reader_free(reader);
    wj_diags_clear(&diags);
}

/* Reads the records of a chunk before its turn, for they stand at no place yet. */
static void read_part(struct wj_reader *reader, struct wj_chunk *chunk, struct part *part)
{
    struct wj_batch batch;
    wj_split_read(reader, chunk);
    part->status = wj_reader_next(reader, &part->diags, &batch);
    while (part->status == WJ_OK && batch.count > 0) {
        for (size_t i = 0; i < batch.count; i++) {
            const struct wj_record *record = &batch.records[i];
            wj_buf_addf(&part->records, "%llu %llu %zu", (unsigned long long)record->number,
                        (unsigned long long)record->line, record->count);
            for (size_t f = 0; f < record->count; f++) {
                struct wj_slice field = batch.fields[record->first + f];
                wj_buf_addf(&part->records, " %zu:", field.len);
                wj_buf_add(&part->records, field);
            }
            wj_buf_add_char(&part->records, '\n');
        }
        part->status = wj_reader_next(reader, &part->diags, &batch);
    }
    part->extent = wj_split_extent(reader);
}

/* The records of a part as show_batch shows them, at their places in the file. */
static void show_part(struct wj_buf *out, const struct part *part, struct wj_extent before)
{
    const char *at = part->records.ptr;
    const char *end = at != NULL ? at + part->records.len : at;
    while (at < end) {
        char *next;
        uint64_t number = strtoull(at, &next, 10) + before.records;
        uint64_t line = strtoull(next, &next, 10) + before.lines;
        size_t count = (size_t)strtoull(next, &next, 10);
        wj_buf_addf(out, "%llu@%llu[", (unsigned long long)number, (unsigned long long)line);
        for (size_t f = 0; f < count; f++) {
            size_t len = (size_t)strtoull(next, &next, 10);
            wj_buf_addf(out, "%zu:", len);
            wj_buf_add(out, wj_slice(next + 1, len));
            next += 1 + len;
        }
        wj_buf_add_text(out, "]");
        at = next + 1;
    }
}

static void commit(struct run *run, struct wj_chunk *chunk, struct part *part)
{
    pthread_mutex_lock(&run->lock);
    while (!run->over && run->turn != chunk->number) {
        pthread_cond_wait(&run->turns, &run->lock);
    }
    if (!run->over) {
        show_part(run->out, part, run->done);
        wj_split_digest(run->split, chunk);
        wj_diags_move(&run->diags, &part->diags, run->done.lines);
        run->done.records += part->extent.records;
        run->done.lines += part->extent.lines;
        run->status = part->status;
        run->over = part->status != WJ_OK;
        run->turn++;
        pthread_cond_broadcast(&run->turns);
    }
    pthread_mutex_unlock(&run->lock);
}

static void *read_chunks(void *user)
{
    struct run *run = user;
    struct wj_reader *reader = NULL;
    struct wj_chunk chunk = {0};
    struct part part = {0};
    assert_int_equal(wj_split_reader(run->split, &reader), WJ_OK);
    while (part.status == WJ_OK) {
        assert_int_equal(wj_split_next(run->split, &part.diags, &chunk), WJ_OK);
        if (chunk.bytes.len == 0) {
            break;
        }
        wj_buf_reset(&part.records);
        read_part(reader, &chunk, &part);
        assert_false(part.status == WJ_OK && chunk.cut_short);
        commit(run, &chunk, &part);
    }
    wj_reader_free(reader);
    wj_chunk_clear(&chunk);
    wj_buf_clear(&part.records);
    wj_diags_clear(&part.diags);
    return NULL;
}

static enum wj_status read_split(struct wj_buf *out, struct wj_split *split, struct wj_diags *diags,
                                 size_t threads)
{
    struct run run = {.split = split, .out = out};
    pthread_t ids[MOST_READERS];
    run.done = wj_split_start(split);
    pthread_mutex_init(&run.lock, NULL);
    pthread_cond_init(&run.turns, NULL);
    for (size_t i = 1; i < threads; i++) {
        assert_int_equal(pthread_create(&ids[i], NULL, read_chunks, &run), 0);
    }
    read_chunks(&run);
    for (size_t i = 1; i < threads; i++) {
        pthread_join(ids[i], NULL);
    }
    wj_split_finish(split);
    pthread_cond_destroy(&run.turns);
    pthread_mutex_destroy(&run.lock);
    wj_diags_move(diags, &run.diags, 0);
    return run.status;
}

static unsigned long splits;

static void show_split(struct wj_buf *out, const char *path, const struct wj_read_options *options,
                       const struct wj_csv_way *way, size_t block, size_t threads)
{
    struct wj_diags diags = {0};
    struct wj_reader *reader = NULL;
    struct wj_split *split = NULL;
    struct wj_batch batch = {0};
    enum wj_status status = wj_csv_open(&diags, path, options, way, &reader);
    bool opened = status == WJ_OK;
    wj_buf_reset(out);
    while (status == WJ_OK && split == NULL) {
        status = wj_reader_next(reader, &diags, &batch);
        if (status != WJ_OK || batch.count == 0) {
            break;
        }
        show_batch(out, &batch);
        assert_int_equal(wj_split_new(reader, block, &split), WJ_OK);
    }
    if (split != NULL) {
        splits++;
        status = read_split(out, split, &diags, threads);
    }
    wj_split_free(split);
    if (opened) {
        show_end(out, reader, status, &diags);
    }
    wj_reader_free(reader);
    wj_diags_clear(&diags);
}

struct feed {
    struct wj_slice bytes;
    int end;
};

/* Writes until all is written or nobody reads any more. */
static void *feed_pipe(void *user)
{
    struct feed *feed = user;
    ssize_t put = 0;
    while (feed->bytes.len > 0 && put >= 0) {
        put = write(feed->end, feed->bytes.ptr, feed->bytes.len);
        feed->bytes = put > 0 ? wj_slice_from(feed->bytes, (size_t)put) : feed->bytes;
    }
    close(feed->end);
    return NULL;
}

/* As show_split, through standard input. */
static void show_piped(struct wj_buf *out, struct wj_slice bytes,
                       const struct wj_read_options *options, const struct wj_csv_way *way,
                       size_t block, size_t threads)
{
    int ends[2];
    pthread_t feeder;
    assert_int_equal(pipe(ends), 0);
    struct feed feed = {bytes, ends[1]};
    assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    close(ends[0]);
    assert_int_equal(pthread_create(&feeder, NULL, feed_pipe, &feed), 0);
    show_split(out, "-", options, way, block, threads);
    int nothing = open("/dev/null", O_RDONLY);
    assert_int_equal(dup2(nothing, STDIN_FILENO), STDIN_FILENO); /* closes the pipe */
    close(nothing);
    pthread_join(feeder, NULL);
}

static void compare(struct wj_slice bytes, const struct wj_read_options *options, size_t first,
                    size_t block, size_t threads)
{
    static struct wj_buf expected;
    static struct wj_buf seen;
    const char *path = file_with(bytes);
    struct wj_csv_way way = {.kernel = NULL, .block = first};
    show_whole(&expected, path, options, &way);
    way.kernel = wj_scan_kernel();
    if (random_below(4) == 0) {
        show_piped(&seen, bytes, options, &way, block, threads);
    } else {
        show_split(&seen, path, options, &way, block, threads);
    }
    if (!wj_slice_equal(wj_buf_slice(&seen), wj_buf_slice(&expected))) {
        FILE *file = fopen("/tmp/wjtab-split-failed.csv", "wb");
        fwrite(bytes.ptr, 1, bytes.len, file);
        fclose(file);
        print_error("first block %zu, blocks %zu, %zu threads, /tmp/wjtab-split-failed.csv:\n%s\n"
                    "not\n%s\n",
                    first, block, threads, wj_buf_text(&seen), wj_buf_text(&expected));
        fail();
    }
    remove_file(path);
}

/* The same characters in GB18030; what is no UTF-8 stays as it is. */
static void to_gb18030(struct wj_buf *bytes)
{
    struct wj_converter converter = {0};
    struct wj_buf out = {0};
    assert_int_equal(wj_converter_open(&converter, WJ_FORM_GB18030), WJ_OK);
    size_t valid = wj_utf8_valid(wj_buf_slice(bytes));
    assert_int_equal(wj_convert_encode(&converter, wj_slice(bytes->ptr, valid), &out), WJ_OK);
    wj_buf_add(&out, wj_slice_from(wj_buf_slice(bytes), valid));
    wj_converter_close(&converter);
    wj_buf_clear(bytes);
    *bytes = out;
}

static void random_files_in_chunks(void **state)
{
    static const struct wj_read_options options[] = {
        {0}, {0}, {.encoding = WJ_ENCODING_UTF8}, {.delimiter = ','}};
    static const struct wj_read_options gb18030[] = {{0}, {.encoding = WJ_ENCODING_GB18030}};
    struct wj_buf bytes = {0};
    (void)state;
    for (unsigned long i = 0; i < random_count; i++) {
        const struct wj_read_options *chosen = &PICK(options);
        random_file(&bytes);
        if (random_below(3) == 0) {
            to_gb18030(&bytes);
            chosen = &gb18030[random_below(2)];
        }
        size_t threads = 1 + random_below(MOST_READERS);
        compare(wj_buf_slice(&bytes), chosen, 64 + random_below(64), 64 + random_below(64), 1);
        compare(wj_buf_slice(&bytes), chosen, 64 + random_below(400), 64 + random_below(600),
                threads);
        compare(wj_buf_slice(&bytes), chosen, 256 + random_below(4000), 64 + random_below(9000),
                1 + threads / 3);
        compare(wj_buf_slice(&bytes), chosen, 64, 1 << 20, 2);
    }
    wj_buf_clear(&bytes);
    assert_true(splits > random_count);
}

/* Letters that mean something, one after the other: most faults are met within a few. */
static void letters_in_chunks(void **state)
{
    static const char *const letters[] = {"a",  ",",  "\"", "\"",  "\"\"",
                                          "\n", "\r", "汉", ",\"", "\","};
    struct wj_buf bytes = {0};
    (void)state;
    for (unsigned long i = 0; i < 4 * random_count; i++) {
        uint32_t before = 3 + random_below(20);
        uint32_t count = random_below(120);
        wj_buf_reset(&bytes);
        wj_buf_add_text(&bytes, "x,y\n");
        for (uint32_t j = 0; j < before; j++) {
            wj_buf_add_text(&bytes, random_below(3) == 0 ? "12345,\"5\n\"\r" : "1,22222\n");
        }
        for (uint32_t j = 0; j < count; j++) {
            wj_buf_add_text(&bytes, PICK(letters));
        }
        compare(wj_buf_slice(&bytes), &(struct wj_read_options){.delimiter = ','}, 64,
                64 + random_below(30), 1 + random_below(4));
    }
    wj_buf_clear(&bytes);
}

/* A quote that is never closed, a field and a record that are too long: chunks end somewhere. */
static void what_is_too_long(void **state)
{
    enum { MIB = 1 << 20 };
    static const struct {
        const char *start;
        const char *filling;
        size_t mib;
    } cases[] = {
        {"a,b\n1,2\n3,\"4\n", "text in quotes, and a line end\n", 3},
        {"a,b\n1,2\n3,\"4\n", "text in quotes, and a line end\n", 20},
        {"a,b\n1,2\n3,4", "one long field ", 20},
        {"a,b\n1,2\n3,4", "short,fields,of,a,record,", 70},
        {"a,b\n1,\"2\n", "\",\"", 3},
        {"a,b\n1,\"2\n", "\",\"", 17},
    };
    struct wj_buf bytes = {0};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        wj_buf_reset(&bytes);
        wj_buf_add_text(&bytes, cases[i].start);
        while (bytes.len < cases[i].mib * MIB) {
            wj_buf_add_text(&bytes, cases[i].filling);
        }
        wj_buf_add_text(&bytes, "\n5,6\n");
        compare(wj_buf_slice(&bytes), &(struct wj_read_options){0}, 8, 0, 2);
    }
    wj_buf_clear(&bytes);
}

/* A field of as many bytes as it may have, one less and one more, with and without quotes, which
 * are no part of it; and with a doubled one. */
static void the_longest_field(void **state)
{
    struct wj_buf bytes = {0};
    (void)state;
    for (size_t i = 0; i < 9; i++) {
        const char *quote = i < 3 ? "" : "\"";
        const char *doubled = i < 6 ? "" : "\"\"";
        size_t len = WJ_FIELD_MAX - 1 + i % 3 - (i < 6 ? 0 : 1);
        wj_buf_reset(&bytes);
        wj_buf_addf(&bytes, "a,b\n1,2\n3,%s%s", quote, doubled);
        memset(wj_buf_reserve(&bytes, len), 'x', len);
        bytes.len += len;
        wj_buf_addf(&bytes, "%s\n5,6\n", quote);
        compare(wj_buf_slice(&bytes), &(struct wj_read_options){0}, 0, 1 << 16, 1 + i % 3);
    }
    wj_buf_clear(&bytes);
}

/* Before the first byte above 0x7F the encoding is not known; the blocks in which it is looked for
 * are the same. */
static void late_encodings(void **state)
{
    static const char *const late[] = {"\xB7\xC7\xB3\xA3", "非常", "\xFF\xFF", "\xE9\x9D", ""};
    struct wj_buf bytes = {0};
    (void)state;
    for (size_t i = 0; i < sizeof late / sizeof late[0]; i++) {
        for (size_t lines = 1; lines < 60; lines++) {
            wj_buf_reset(&bytes);
            wj_buf_add_text(&bytes, "a,b\n");
            for (size_t j = 0; j < lines; j++) {
                wj_buf_add_text(&bytes, "plain,\"text\"\r\n");
            }
            wj_buf_addf(&bytes, "x,%s\n", late[i]);
            for (size_t j = 0; j < 30; j++) {
                wj_buf_addf(&bytes, "%s,y\n", late[random_below(3)]);
            }
            compare(wj_buf_slice(&bytes), &(struct wj_read_options){0}, 64, 64, 2);
        }
    }
    wj_buf_clear(&bytes);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_files_in_chunks), cmocka_unit_test(letters_in_chunks),
        cmocka_unit_test(what_is_too_long),       cmocka_unit_test(the_longest_field),
        cmocka_unit_test(late_encodings),
    };
    signal(SIGPIPE, SIG_IGN);
    random_count = argc > 1 ? strtoul(argv[1], NULL, 10) : random_count;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
