/* Any bytes as an SPSS file: the reader ends with an answer, twice the same one, what it hands out
 * is UTF-8 without NUL, and every record is as wide as the header. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "wjtab/base/text.h"
#include "wjtab/read/reader.h"

struct seen {
    enum wj_status status;
    uint64_t records;
    uint64_t bytes;
    size_t columns;
};

static void see_batch(const struct wj_batch *batch, struct seen *seen)
{
    for (size_t i = 0; i < batch->count; i++) {
        const struct wj_record *record = &batch->records[i];
        seen->columns = record->number == 1 ? record->count : seen->columns;
        if (record->number != ++seen->records || record->count != seen->columns) {
            abort();
        }
        for (size_t j = 0; j < record->count; j++) {
            struct wj_slice text = batch->fields[record->first + j];
            if (wj_utf8_valid(text) != text.len ||
                (text.len > 0 && memchr(text.ptr, '\0', text.len) != NULL)) {
                abort();
            }
            seen->bytes += text.len;
        }
    }
}

static struct seen read_all(const char *path, const struct wj_read_options *options)
{
    struct wj_diags diags = {0};
    struct wj_reader *reader = NULL;
    struct wj_batch batch = {0};
    struct seen seen = {.status = wj_reader_open(&diags, path, options, &reader)};
    while (seen.status == WJ_OK) {
        seen.status = wj_reader_next(reader, &diags, &batch);
        if (seen.status != WJ_OK || batch.count == 0) {
            break;
        }
        see_batch(&batch, &seen);
    }
    if ((seen.status != WJ_OK) != (diags.errors > 0)) {
        abort();
    }
    wj_reader_free(reader);
    wj_diags_clear(&diags);
    return seen;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum wj_encoding encodings[] = {WJ_ENCODING_AUTO, WJ_ENCODING_GB18030};
    static char path[] = "/tmp/wjtab-fuzz-sav-XXXXXX";
    static int file = -1;
    if (size < 4) {
        return 0;
    }
    if (file < 0) {
        file = mkstemp(path);
    }
    if (file < 0 || ftruncate(file, 0) != 0 || pwrite(file, data, size, 0) != (ssize_t)size ||
        pwrite(file, data[3] == '3' ? "$FL3" : "$FL2", 4, 0) != 4) {
        abort();
    }
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++) {
        struct wj_read_options options = {.encoding = encodings[i], .no_digest = true};
        struct seen first = read_all(path, &options);
        struct seen second = read_all(path, &options);
        if (first.status != second.status || first.records != second.records ||
            first.bytes != second.bytes) {
            abort();
        }
    }
    return 0;
}
