/* Any bytes as a scoring file: scores or messages, and what is written back holds every byte that
 * was not computed. An input that begins with < is the sheet of an otherwise sound workbook: it is
 * written back with nothing but the scores changed, or refused. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <zip.h>

#include "wjtab/base/diag.h"
#include "wjtab/score/score.h"

#define MAIN "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"

static const struct {
    const char *name;
    const char *text;
} parts[] = {
    {"xl/styles.xml", "<styleSheet " MAIN "><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"10\"/>"
                      "</cellXfs></styleSheet>"},
    {"xl/strings.xml", "<sst " MAIN "><si><t>分值</t></si><si><t>一级指标</t></si></sst>"},
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
    {"_rels/.rels", "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"w\" "
                    "Type=\"" OFFICE "/officeDocument\" Target=\"xl/workbook.xml\"/>"
                    "</Relationships>"},
};

static void add_part(zip_t *zip, const char *name, const void *bytes, size_t len)
{
    zip_source_t *source = zip_source_buffer(zip, bytes, len, 0);
    zip_int64_t index = source != NULL ? zip_file_add(zip, name, source, 0) : -1;
    if (index < 0 || zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_STORE, 0) != 0) {
        abort();
    }
}

static void write_book(const char *path, const uint8_t *data, size_t size)
{
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    if (zip == NULL) {
        abort();
    }
    add_part(zip, "xl/sheet.xml", data, size);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        add_part(zip, parts[i].name, parts[i].text, strlen(parts[i].text));
    }
    if (zip_close(zip) != 0) {
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
    struct wj_diags diags = {0};
    struct wj_scoring scoring = {0};
    struct wj_buf out = {0};
    if (file < 0) {
        file = mkstemp(path);
    }
    bool book = size > 0 && data[0] == '<';
    (book ? write_book : write_file)(path, data, size);
    struct wj_score_options options = {.file = path, .rounding = {1, WJ_HALF_UP}};
    enum wj_status status = wj_scoring_compute(&diags, &options, &scoring);
    if (status != WJ_OK && diags.errors == 0) {
        abort();
    }
    if (status == WJ_OK) {
        status =
            wj_scoring_write(&scoring, (struct wj_rounding){2, WJ_HALF_UP}, options.rounding, &out);
        if (status != WJ_OK && (status != WJ_DEFINITION || scoring.table.part == NULL)) {
            abort();
        }
    }
    wj_buf_clear(&out);
    wj_scoring_clear(&scoring);
    wj_diags_clear(&diags);
    return 0;
}
