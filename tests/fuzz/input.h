/* Inputs of targets that want a file, or a ZIP file of which the input is one part. */
#ifndef WJTAB_FUZZ_INPUT_H
#define WJTAB_FUZZ_INPUT_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <zip.h>

#include "wjtab/base/slice.h"

#define MAIN "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"

/* A file for the inputs of this process. */
static inline const char *input_path(void)
{
    static char path[] = "/tmp/wjtab-fuzz-XXXXXX";
    static int file = -1;
    if (file < 0) {
        file = mkstemp(path);
    }
    if (file < 0) {
        abort();
    }
    return path;
}

/* Writes the input into it. */
static inline const char *input_file(const uint8_t *data, size_t size)
{
    const char *path = input_path();
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(data, 1, size, file) != size || fclose(file) != 0) {
        abort();
    }
    return path;
}

struct part {
    const char *name;
    const char *text;
};

#define BOOK_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

/* The parts of a workbook with one sheet, sheet.xml, but for that, the strings and the styles. */
#define BOOK_PARTS                                                                                 \
    {"xl/workbook.xml", "<workbook " MAIN " xmlns:r=\"" OFFICE                                     \
                        "\"><sheets><sheet name=\"a\" r:id=\"s\"/></sheets></workbook>"},          \
        {"xl/_rels/workbook.xml.rels",                                                             \
         "<Relationships xmlns=\"" PACKAGE "relationships\">"                                      \
         "<Relationship Id=\"s\" Type=\"" OFFICE "/worksheet\" Target=\"sheet.xml\"/>"             \
         "<Relationship Id=\"t\" Type=\"" OFFICE "/sharedStrings\" Target=\"strings.xml\"/>"       \
         "<Relationship Id=\"u\" Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/>"               \
         "</Relationships>"},                                                                      \
        {"[Content_Types].xml",                                                                    \
         "<Types xmlns=\"" PACKAGE                                                                 \
         "content-types\"><Override PartName=\"/xl/workbook.xml\" ContentType=\"" BOOK_TYPE        \
         "\"/></Types>"},                                                                          \
    {                                                                                              \
        "_rels/.rels", "<Relationships xmlns=\"" PACKAGE                                           \
                       "relationships\"><Relationship Id=\"a\" Type=\"" OFFICE                     \
                       "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"            \
    }

/* Adds the parts, one of them with another text. They are stored, not packed: the fuzzer should
 * spend its time behind the ZIP file. */
static inline void add_parts(zip_t *zip, const struct part *parts, size_t count, size_t chosen,
                             struct wj_slice text)
{
    for (size_t i = 0; zip != NULL && i < count; i++) {
        struct wj_slice part = i == chosen ? text : wj_slice_of(parts[i].text);
        zip_source_t *source = zip_source_buffer(zip, part.ptr, part.len, 0);
        zip_int64_t index = source != NULL ? zip_file_add(zip, parts[i].name, source, 0) : -1;
        if (index < 0 || zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_STORE, 0) != 0) {
            abort();
        }
    }
}

/* The same as a file. */
static inline const char *input_package(const struct part *parts, size_t count, size_t chosen,
                                        struct wj_slice text)
{
    const char *path = input_path();
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    add_parts(zip, parts, count, chosen, text);
    if (zip == NULL || zip_close(zip) != 0) {
        abort();
    }
    return path;
}

#endif
