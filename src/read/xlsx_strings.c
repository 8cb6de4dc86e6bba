#include "xlsx_strings.h"

#include "wjtab/base/memory.h"
#include "wjtab/base/message.h"
#include "xlsx_part.h"

static enum wj_status take_string(struct wj_xlsx_strings *strings, struct wj_xlsx_part *file,
                                  struct wj_diags *diags)
{
    enum wj_status status =
        wj_grow(&strings->ends, &strings->capacity, strings->count + 1, sizeof *strings->ends);
    if (status == WJ_OK) {
        status = wj_xlsx_part_rich(file, diags, &strings->texts, WJ_XLSX_STRINGS_MAX);
    }
    if (status != WJ_OK) {
        return status;
    }
    strings->ends[strings->count++] = strings->texts.len;
    if (strings->texts.len + strings->count * sizeof *strings->ends > WJ_XLSX_STRINGS_MAX) {
        struct wj_place place = {.file = file->stream.package->path};
        return wj_fail(diags, WJ_DATA, "workbook_too_big", &place,
                       _("this workbook holds more than %d MiB of different texts; save the sheet "
                         "as CSV"),
                       WJ_XLSX_STRINGS_MAX >> 20);
    }
    return WJ_OK;
}

enum wj_status wj_xlsx_strings_read(struct wj_xlsx_strings *strings,
                                    const struct wj_xlsx_package *package, struct wj_diags *diags,
                                    const char *part)
{
    struct wj_xlsx_part file = {0};
    if (part == NULL) {
        return WJ_OK;
    }
    enum wj_status status = wj_xlsx_part_open(&file, package, diags, part, WJ_XLSX_LARGE);
    if (status == WJ_OK) {
        status = wj_xlsx_part_next(&file, diags);
    }
    while (status == WJ_OK && file.event != WJ_XLSX_DONE) {
        if (wj_xlsx_part_starts(&file, 1, "si")) {
            status = take_string(strings, &file, diags);
        }
        if (status == WJ_OK) {
            status = wj_xlsx_part_next(&file, diags);
        }
    }
    wj_xlsx_part_close(&file);
    return status;
}

struct wj_slice wj_xlsx_strings_get(const struct wj_xlsx_strings *strings, size_t index)
{
    size_t start = index > 0 ? strings->ends[index - 1] : 0;
    size_t len = strings->ends[index] - start;
    return wj_slice(len > 0 ? strings->texts.ptr + start : "", len);
}

void wj_xlsx_strings_clear(struct wj_xlsx_strings *strings)
{
    wj_buf_clear(&strings->texts);
    wj_free(strings->ends);
    *strings = (struct wj_xlsx_strings){0};
}
