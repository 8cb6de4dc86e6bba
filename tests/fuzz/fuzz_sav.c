/* Any bytes as an SPSS file: the reader ends with an answer, twice the same one, what it hands out
 * is UTF-8 without NUL, and every record is as wide as the header. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "reading.h"
#include "wjtab/base/text.h"

/* How far a reading has come. */
struct progress {
    uint64_t records;
    size_t columns;
};

static void look(const struct wj_batch *batch, void *user)
{
    struct progress *progress = user;
    for (size_t i = 0; i < batch->count; i++) {
        const struct wj_record *record = &batch->records[i];
        progress->columns = record->number == 1 ? record->count : progress->columns;
        if (record->number != ++progress->records || record->count != progress->columns) {
            abort();
        }
        for (size_t j = 0; j < record->count; j++) {
            struct wj_slice text = batch->fields[record->first + j];
            if (wj_utf8_valid(text) != text.len ||
                (text.len > 0 && memchr(text.ptr, '\0', text.len) != NULL)) {
                abort();
            }
        }
    }
}

static struct seen read_once(const char *path, const struct wj_read_options *options)
{
    struct progress progress = {0};
    struct seen seen = read_all(path, options, look, &progress);
    if ((seen.status != WJ_OK) != (seen.errors > 0)) {
        abort();
    }
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
        struct seen first = read_once(path, &options);
        struct seen second = read_once(path, &options);
        if (!same_seen(first, second)) {
            abort();
        }
    }
    return 0;
}
