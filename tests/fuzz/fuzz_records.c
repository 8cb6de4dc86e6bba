/* Any bytes, in any encoding and with any delimiter: the reader gives records or refuses, and a
 * second reading gives the same. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "wjtab/base/diag.h"
#include "wjtab/read/reader.h"

static const char delimiters[] = {0, ',', ';', '\t', '|'};

/* What a reading gave, in a few numbers. */
struct seen {
    enum wj_status status;
    uint64_t records;
    uint64_t fields;
    uint64_t bytes;
};

static void see_batch(const struct wj_batch *batch, struct seen *seen)
{
    for (size_t i = 0; i < batch->count; i++) {
        const struct wj_record *record = &batch->records[i];
        seen->records++;
        seen->fields += record->count;
        for (size_t j = 0; j < record->count; j++) {
            seen->bytes += batch->fields[record->first + j].len;
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
    if (seen.status != WJ_OK && diags.errors == 0) {
        abort();
    }
    wj_reader_free(reader);
    wj_diags_clear(&diags);
    return seen;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char path[] = "/tmp/wjtab-fuzz-XXXXXX";
    static int file = -1;
    if (size < 1) {
        return 0;
    }
    if (file < 0) {
        file = mkstemp(path);
    }
    if (file < 0 || ftruncate(file, 0) != 0 ||
        pwrite(file, data + 1, size - 1, 0) != (ssize_t)(size - 1)) {
        abort();
    }
    struct wj_read_options options = {.encoding = (enum wj_encoding)(data[0] % 4),
                                      .delimiter = delimiters[data[0] / 4 % 5]};
    struct seen first = read_all(path, &options);
    struct seen second = read_all(path, &options);
    if (first.status != second.status || first.records != second.records ||
        first.fields != second.fields || first.bytes != second.bytes) {
        abort();
    }
    return 0;
}
