#include <string.h>

#include "wjtab/base/memory.h"
#include "wjtab/base/message.h"
#include "xlsx_sheet.h"

enum { BLOCK = 1 << 16 };

static const char word[] = "mergeCell";

/* Looks for the word in a part's bytes, which is far quicker than reading its XML. In an encoding
 * that is not ASCII's extension it can't be ruled out. */
static enum wj_status mentions_merges(const struct wj_xlsx_package *package, struct wj_diags *diags,
                                      const char *part, bool *found)
{
    enum { KEEP = sizeof word - 2 };
    struct wj_xlsx_stream stream = {0};
    char *block = wj_alloc(KEEP + BLOCK);
    enum wj_status status = block != NULL
                                ? wj_xlsx_stream_open(&stream, package, diags, part, WJ_XLSX_LARGE)
                                : WJ_MEMORY;
    size_t kept = 0;
    int got = 1;
    *found = false;
    while (status == WJ_OK && got > 0) {
        bool start = stream.unpacked == 0;
        got = wj_xlsx_stream_read(&stream, block + kept, BLOCK);
        if (got < 0) {
            status = wj_xlsx_stream_fail(&stream, diags);
            break;
        }
        size_t len = kept + (size_t)got;
        *found = *found || memmem(block, len, word, sizeof word - 1) != NULL ||
                 (start && len >= 2 &&
                  (block[0] == '\0' || block[1] == '\0' || (unsigned char)block[0] >= 0xFE));
        kept = len < KEEP ? len : KEEP;
        memmove(block, block + len - kept, kept);
    }
    wj_xlsx_stream_close(&stream);
    wj_free(block);
    return status;
}

/* Does the range, A1:C1, hold several cells, some of them in this row? */
static bool touches(struct wj_slice range, uint64_t row)
{
    size_t first_column = 0;
    size_t last_column = 0;
    uint64_t first = 0;
    uint64_t last = 0;
    size_t used = wj_xlsx_cell_name(range, &first_column, &first);
    if (used == 0 || used == range.len || range.ptr[used] != ':' ||
        wj_xlsx_cell_name(wj_slice_from(range, used + 1), &last_column, &last) == 0) {
        return false;
    }
    return first <= row && row <= last && (first_column != last_column || first != last);
}

static enum wj_status check_range(const struct wj_xlsx_part *file, struct wj_diags *diags,
                                  uint64_t row)
{
    struct wj_slice range = wj_xlsx_part_attribute(file, "ref");
    struct wj_place place = {.file = file->stream.package->path, .line = row};
    if (!touches(range, row)) {
        return WJ_OK;
    }
    return wj_fail(diags, WJ_DATA, "merged_header", &place,
                   _("the cells %.*s are merged, and row %llu should be the header, with one name "
                     "for every column; undo the merge in a spreadsheet program, delete title rows "
                     "above the header, and save again"),
                   WJ_SLICE_ARG(range), (unsigned long long)row);
}

enum wj_status wj_xlsx_merges_check(const struct wj_xlsx_package *package, struct wj_diags *diags,
                                    const char *part, uint64_t header_row)
{
    struct wj_xlsx_part file = {0};
    bool in_merges = false;
    bool found = false;
    enum wj_status status = mentions_merges(package, diags, part, &found);
    if (status != WJ_OK || !found) {
        return status;
    }
    status = wj_xlsx_part_open(&file, package, diags, part, WJ_XLSX_LARGE);
    if (status == WJ_OK) {
        status = wj_xlsx_part_next(&file, diags);
    }
    while (status == WJ_OK && file.event != WJ_XLSX_DONE) {
        if (file.event == WJ_XLSX_START && file.depth == 1) {
            in_merges = wj_xlsx_part_starts(&file, 1, "mergeCells");
        } else if (in_merges && wj_xlsx_part_starts(&file, 2, "mergeCell")) {
            status = check_range(&file, diags, header_row);
        }
        if (status == WJ_OK) {
            status = wj_xlsx_part_next(&file, diags);
        }
    }
    wj_xlsx_part_close(&file);
    return status;
}
