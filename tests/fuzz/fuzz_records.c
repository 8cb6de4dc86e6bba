/* Any bytes, in any encoding and with any delimiter: the reader gives records or refuses, and a
 * second reading gives the same. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "reading.h"

static const char delimiters[] = {0, ',', ';', '\t', '|'};

/* A file that is refused is refused with a message. */
static struct seen read_once(const char *path, const struct wj_read_options *options)
{
    struct seen seen = read_all(path, options, NULL, NULL);
    if (seen.status != WJ_OK && seen.errors == 0) {
        abort();
    }
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
    struct seen first = read_once(path, &options);
    struct seen second = read_once(path, &options);
    if (!same_seen(first, second)) {
        abort();
    }
    return 0;
}
