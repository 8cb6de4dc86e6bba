#include <string.h>

#include "sav.h"

/* Layout of the file: PSPP developer's guide, "System File Format". */
enum {
    HEADER_SIZE = 176,
    LAYOUT_AT = 64, /* 2 or 3 in the file's byte order */
    RECORD_VARIABLE = 2,
    RECORD_LABELS = 3,
    RECORD_LABELLED = 4,
    RECORD_DOCUMENT = 6,
    RECORD_EXTENSION = 7,
    DOCUMENT_LINE = 80,
    MACHINE_INFO = 3,
    MACHINE_INFO_SIZE = 32,
    CODE_AT = 28,
    ENCODING_NAME = 20,
    WORD = 4,
    VALUE = 8
};

struct scanner {
    FILE *file;
    bool swapped;
    struct wj_sav_scan *scan;
};

static uint32_t word_of(const struct scanner *scanner, const unsigned char *bytes)
{
    uint32_t low = (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
                   (uint32_t)bytes[3] << 24;
    uint32_t high = (uint32_t)bytes[3] | (uint32_t)bytes[2] << 8 | (uint32_t)bytes[1] << 16 |
                    (uint32_t)bytes[0] << 24;
    return scanner->swapped ? high : low;
}

static bool read_words(const struct scanner *scanner, uint32_t *words, size_t count)
{
    unsigned char bytes[WORD];
    for (size_t i = 0; i < count; i++) {
        if (fread(bytes, 1, WORD, scanner->file) != WORD) {
            return false;
        }
        words[i] = word_of(scanner, bytes);
    }
    return true;
}

static bool pass_over(const struct scanner *scanner, uint64_t bytes)
{
    return bytes <= INT64_MAX && fseeko(scanner->file, (off_t)bytes, SEEK_CUR) == 0;
}

static bool scan_variable(const struct scanner *scanner)
{
    uint32_t words[5]; /* type, has label, missing values, print, write */
    uint32_t label = 0;
    if (!read_words(scanner, words, 5) || !pass_over(scanner, VALUE)) {
        return false;
    }
    scanner->scan->variables += (int32_t)words[0] >= 0 ? 1 : 0;
    if (words[1] != 0 &&
        (!read_words(scanner, &label, 1) || !pass_over(scanner, ((uint64_t)label + 3) / 4 * 4))) {
        return false;
    }
    int64_t missing = (int32_t)words[2];
    return pass_over(scanner, (uint64_t)(missing < 0 ? -missing : missing) * VALUE);
}

static bool scan_labels(const struct scanner *scanner)
{
    uint32_t count = 0;
    bool good = read_words(scanner, &count, 1);
    for (uint32_t i = 0; good && i < count; i++) {
        good = pass_over(scanner, VALUE);
        int length = good ? getc(scanner->file) : EOF;
        good = length != EOF && pass_over(scanner, (uint64_t)(length + 8) / 8 * 8 - 1);
    }
    return good;
}

static bool scan_extension(const struct scanner *scanner)
{
    uint32_t words[3]; /* subtype, size, count */
    unsigned char bytes[64];
    if (!read_words(scanner, words, 3)) {
        return false;
    }
    uint64_t size = (uint64_t)words[1] * words[2];
    bool machine = words[0] == MACHINE_INFO && size == MACHINE_INFO_SIZE;
    bool name = words[0] == ENCODING_NAME && size > 0 && size < sizeof bytes;
    if (!machine && !name) {
        return pass_over(scanner, size);
    }
    if (fread(bytes, 1, (size_t)size, scanner->file) != size) {
        return false;
    }
    if (machine) {
        scanner->scan->code = (int32_t)word_of(scanner, bytes + CODE_AT);
    } else {
        memcpy(scanner->scan->name, bytes, (size_t)size);
        scanner->scan->name[size] = '\0';
    }
    return true;
}

static bool scan_record(const struct scanner *scanner)
{
    uint32_t type = 0;
    uint32_t count = 0;
    if (!read_words(scanner, &type, 1)) {
        return false;
    }
    switch (type) {
    case RECORD_VARIABLE:
        return scan_variable(scanner);
    case RECORD_LABELS:
        return scan_labels(scanner);
    case RECORD_LABELLED:
        return read_words(scanner, &count, 1) && pass_over(scanner, (uint64_t)count * WORD);
    case RECORD_DOCUMENT:
        return read_words(scanner, &count, 1) &&
               pass_over(scanner, (uint64_t)count * DOCUMENT_LINE);
    case RECORD_EXTENSION:
        return scan_extension(scanner);
    default:
        return false;
    }
}

void wj_sav_scan(FILE *file, struct wj_sav_scan *scan)
{
    unsigned char header[HEADER_SIZE];
    struct scanner scanner = {.file = file, .scan = scan};
    *scan = (struct wj_sav_scan){0};
    rewind(file);
    if (fread(header, 1, HEADER_SIZE, file) != HEADER_SIZE) {
        return;
    }
    uint32_t layout = word_of(&scanner, header + LAYOUT_AT);
    scanner.swapped = layout != 2 && layout != 3;
    while (scan_record(&scanner)) {
    }
}
