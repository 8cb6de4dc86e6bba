/* Any bytes as a workbook, or as one part of an otherwise sound workbook: the reader gives
 * records or refuses, and a second reading gives the same.
 *
 * An input that begins with a digit is a part's text behind it: 0 the sheet, 1 the shared strings,
 * 2 the styles, 3 the workbook, 4 its relationships, 5 the content types. Anything else is the file
 * itself. */
#include "input.h"
#include "reading.h"

static const struct part parts[] = {
    {"xl/sheet.xml", "<worksheet " MAIN "><sheetData><row><c t=\"s\" s=\"1\"><v>0</v></c>"
                     "<c s=\"1\"><v>45187.42</v></c></row></sheetData></worksheet>"},
    {"xl/strings.xml", "<sst " MAIN "><si><t>a</t></si></sst>"},
    {"xl/styles.xml", "<styleSheet " MAIN "><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/>"
                      "</cellXfs></styleSheet>"},
    BOOK_PARTS,
};

enum { PARTS = sizeof parts / sizeof *parts, CHOICES = 6 };

/* A workbook that is refused is refused with a message. */
static struct seen read_once(const char *path)
{
    struct wj_read_options options = {0};
    struct seen seen = read_all(path, &options, NULL, NULL);
    if (seen.status != WJ_OK && seen.status != WJ_MEMORY && seen.errors == 0) {
        abort();
    }
    return seen;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1) {
        return 0;
    }
    struct wj_slice behind = wj_slice((const char *)data + 1, size - 1);
    bool part = data[0] >= '0' && data[0] < '0' + CHOICES;
    const char *path = part ? input_package(parts, PARTS, (size_t)(data[0] - '0'), behind)
                            : input_file(data, size);
    struct seen first = read_once(path);
    struct seen second = read_once(path);
    if (!same_seen(first, second)) {
        abort();
    }
    return 0;
}
