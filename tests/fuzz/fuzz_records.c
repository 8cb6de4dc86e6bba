/* Any bytes, in any encoding and with any delimiter: the reader gives records or refuses, and a
 * second reading gives the same. */
#include "input.h"
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
    if (size < 1) {
        return 0;
    }
    const char *path = input_file(data + 1, size - 1);
    struct wj_read_options options = {.encoding = (enum wj_encoding)(data[0] % 4),
                                      .delimiter = delimiters[data[0] / 4 % 5]};
    struct seen first = read_once(path, &options);
    struct seen second = read_once(path, &options);
    if (!same_seen(first, second)) {
        abort();
    }
    return 0;
}
