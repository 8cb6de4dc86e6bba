/* Any bytes as a workbook, or as one part of an otherwise sound workbook: the reader gives
 * records or refuses, and a second reading gives the same.
 *
 * An input that begins with a digit is a part's text behind it: 0 the sheet, 1 the shared strings,
 * 2 the styles, 3 the workbook, 4 its relationships, 5 the content types. Anything else is the file
 * itself. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <zip.h>

#include "reading.h"

#define MAIN "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"

static const struct {
    const char *name;
    const char *text;
} parts[] = {
    {"xl/sheet.xml", "<worksheet " MAIN "><sheetData><row><c t=\"s\" s=\"1\"><v>0</v></c>"
                     "<c s=\"1\"><v>45187.42</v></c></row></sheetData></worksheet>"},
    {"xl/strings.xml", "<sst " MAIN "><si><t>a</t></si></sst>"},
    {"xl/styles.xml", "<styleSheet " MAIN "><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/>"
                      "</cellXfs></styleSheet>"},
    {"xl/workbook.xml", "<workbook " MAIN " xmlns:r=\"" OFFICE "\"><sheets><sheet name=\"a\" "
                        "r:id=\"s\"/></sheets></workbook>"},
    {"xl/_rels/workbook.xml.rels",
     "<Relationships xmlns=\"" PACKAGE "relationships\">"
     "<Relationship Id=\"s\" Type=\"" OFFICE "/worksheet\" Target=\"sheet.xml\"/>"
     "<Relationship Id=\"t\" Type=\"" OFFICE "/sharedStrings\" Target=\"strings.xml\"/>"
     "<Relationship Id=\"u\" Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/>"
     "</Relationships>"},
    {"[Content_Types].xml",
     "<Types xmlns=\"" PACKAGE "content-types\"><Override PartName=\"/xl/workbook.xml\" "
     "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
     "</Types>"},
    {"_rels/.rels", "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"a\" "
                    "Type=\"" OFFICE "/officeDocument\" Target=\"xl/workbook.xml\"/>"
                    "</Relationships>"},
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

/* The workbook is stored, not packed: the fuzzer should spend its time in the reader. */
static void write_book(const char *path, size_t choice, const uint8_t *text, size_t size)
{
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    for (size_t i = 0; zip != NULL && i < PARTS; i++) {
        struct wj_slice part =
            i == choice ? wj_slice((const char *)text, size) : wj_slice_of(parts[i].text);
        zip_source_t *source = zip_source_buffer(zip, part.ptr, part.len, 0);
        zip_int64_t index = zip_file_add(zip, parts[i].name, source, 0);
        if (index < 0 || zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_STORE, 0) != 0) {
            abort();
        }
    }
    if (zip == NULL || zip_close(zip) != 0) {
        abort();
    }
}

static void write_file(const char *path, const uint8_t *data, size_t size)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(data, 1, size, file) != size || fclose(file) != 0) {
        abort();
    }
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
    if (file < 0) {
        abort();
    }
    if (data[0] >= '0' && data[0] < '0' + CHOICES) {
        write_book(path, (size_t)(data[0] - '0'), data + 1, size - 1);
    } else {
        write_file(path, data, size);
    }
    struct seen first = read_once(path);
    struct seen second = read_once(path);
    if (!same_seen(first, second)) {
        abort();
    }
    return 0;
}
