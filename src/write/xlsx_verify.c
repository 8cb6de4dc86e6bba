/* Is the finished workbook whole? The library notices no full disk: a part may be cut short, or
 * lack a piece in the middle. */
#include <string.h>

#include <libxml/parser.h>
#include <zip.h>

#include "xlsx.h"

enum { LARGEST_SMALL = 1 << 24, LAST_ROW = 400 /* bytes of an empty row */ };

static const char folder[] = "xl/worksheets/sheet";

static uint64_t count(struct wj_slice text, const char *wanted)
{
    uint64_t found = 0;
    size_t len = strlen(wanted);
    const char *at = text.ptr;
    const char *end = text.ptr + text.len;
    while (at < end && (at = memmem(at, (size_t)(end - at), wanted, len)) != NULL) {
        found++;
        at += len;
    }
    return found;
}

/* Whatever line ends follow. */
static bool ends_with(struct wj_slice text, const char *end)
{
    while (wj_slice_ends(text, "\n")) {
        text.len--;
    }
    return wj_slice_ends(text, end);
}

/* Its rows have as many bytes as were given, and as many values. */
static bool is_sheet_whole(struct wj_slice part, const struct wj_xlsx_written *written)
{
    static const char open[] = "<sheetData>";
    static const char close[] = "</sheetData>";
    const char *start = memmem(part.ptr, part.len, open, sizeof open - 1);
    const char *end = memmem(part.ptr, part.len, close, sizeof close - 1);
    if (!ends_with(part, "</worksheet>")) {
        return false;
    }
    if (start == NULL || end == NULL) {
        return written->cells == 0;
    }
    start += sizeof open - 1;
    struct wj_slice rows = wj_slice(start, (size_t)(end - start));
    return rows.len >= written->bytes && rows.len <= written->bytes + LAST_ROW &&
           count(rows, "<v>") + count(rows, "<is>") == written->cells;
}

static bool is_well_formed(struct wj_slice part)
{
    xmlDocPtr document = xmlReadMemory(part.ptr, (int)part.len, NULL, NULL,
                                       XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET);
    bool good = document != NULL;
    xmlFreeDoc(document);
    return good;
}

static bool is_part_whole(const struct wj_xlsx *xlsx, const char *name, struct wj_slice part)
{
    if (strncmp(name, folder, sizeof folder - 1) != 0) {
        return part.len <= LARGEST_SMALL && is_well_formed(part);
    }
    size_t number = strtoul(name + sizeof folder - 1, NULL, 10);
    return number >= 1 && number <= xlsx->model->sheet_count &&
           is_sheet_whole(part, &xlsx->written[number - 1]);
}

static enum wj_status check_part(const struct wj_xlsx *xlsx, zip_t *archive, zip_uint64_t number,
                                 bool *whole)
{
    zip_stat_t stat;
    struct wj_buf part = {0};
    *whole = false;
    if (zip_stat_index(archive, number, 0, &stat) != 0) {
        return WJ_OK;
    }
    zip_file_t *file = zip_fopen_index(archive, number, 0);
    if (file == NULL) {
        return WJ_OK;
    }
    char *room = wj_buf_reserve(&part, stat.size + 1);
    enum wj_status status = room != NULL ? WJ_OK : WJ_MEMORY;
    if (status == WJ_OK && zip_fread(file, room, stat.size) == (zip_int64_t)stat.size) {
        part.len = stat.size;
        *whole = is_part_whole(xlsx, stat.name, wj_buf_slice(&part));
    }
    zip_fclose(file);
    wj_buf_clear(&part);
    return status;
}

enum wj_status wj_xlsx_verify(const struct wj_xlsx *xlsx, struct wj_slice file, bool *whole)
{
    zip_source_t *source = zip_source_buffer_create(file.ptr, file.len, 0, NULL);
    zip_t *archive =
        source != NULL ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, NULL) : NULL;
    enum wj_status status = WJ_OK;
    *whole = false;
    if (archive == NULL) {
        zip_source_free(source);
        return WJ_OK;
    }
    zip_int64_t parts = zip_get_num_entries(archive, 0);
    *whole = parts > 0;
    for (zip_int64_t i = 0; status == WJ_OK && *whole && i < parts; i++) {
        status = check_part(xlsx, archive, (zip_uint64_t)i, whole);
    }
    zip_discard(archive);
    return status;
}
