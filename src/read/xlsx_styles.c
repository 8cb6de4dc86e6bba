#include "xlsx_styles.h"

#include "wjtab/base/memory.h"
#include "xlsx_number.h"
#include "xlsx_part.h"

enum { NUMBER_MAX = 1000000 }; /* programs stop at 64,000 styles */

/* Reads a small whole number; anything else is above NUMBER_MAX. */
static unsigned long read_number(struct wj_slice text)
{
    unsigned long value = 0;
    for (size_t i = 0; i < text.len && value <= NUMBER_MAX; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') {
            return NUMBER_MAX + 1;
        }
        value = value * 10 + (unsigned long)(text.ptr[i] - '0');
    }
    return text.len > 0 ? value : NUMBER_MAX + 1;
}

static enum wj_status take_code(struct wj_xlsx_styles *styles, const struct wj_xlsx_part *file)
{
    uint64_t *format = NULL;
    struct wj_slice code = wj_xlsx_part_attribute(file, "formatCode");
    enum wj_status status =
        wj_map_put(&styles->codes, wj_xlsx_part_attribute(file, "numFmtId"), &format);
    if (status == WJ_OK) {
        *format = wj_xlsx_format_of(code);
    }
    return status;
}

static enum wj_status take_style(struct wj_xlsx_styles *styles, const struct wj_xlsx_part *file)
{
    struct wj_slice id = wj_xlsx_part_attribute(file, "numFmtId");
    const uint64_t *custom = wj_map_get(&styles->codes, id);
    enum wj_status status =
        wj_grow(&styles->formats, &styles->capacity, styles->count + 1, sizeof *styles->formats);
    if (status == WJ_OK) {
        styles->formats[styles->count++] =
            custom != NULL ? (unsigned)*custom : wj_xlsx_format_builtin(read_number(id));
    }
    return status;
}

enum wj_status wj_xlsx_styles_read(struct wj_xlsx_styles *styles,
                                   const struct wj_xlsx_package *package, struct wj_diags *diags,
                                   const char *part)
{
    struct wj_xlsx_part file = {0};
    bool in_cells = false;
    if (part == NULL) {
        return WJ_OK;
    }
    enum wj_status status = wj_xlsx_part_open(&file, package, diags, part, WJ_XLSX_SMALL);
    if (status == WJ_OK) {
        status = wj_xlsx_part_next(&file, diags);
    }
    /* The schema puts the formats before the styles that name them. */
    while (status == WJ_OK && file.event != WJ_XLSX_DONE) {
        if (file.event == WJ_XLSX_START && file.depth == 1) {
            in_cells = wj_xlsx_part_starts(&file, 1, "cellXfs");
        } else if (wj_xlsx_part_starts(&file, 2, "numFmt")) {
            status = take_code(styles, &file);
        } else if (in_cells && wj_xlsx_part_starts(&file, 2, "xf")) {
            status = take_style(styles, &file);
        }
        if (status == WJ_OK) {
            status = wj_xlsx_part_next(&file, diags);
        }
    }
    wj_xlsx_part_close(&file);
    return status;
}

unsigned wj_xlsx_styles_get(const struct wj_xlsx_styles *styles, struct wj_slice number)
{
    unsigned long index = read_number(number);
    return index < styles->count ? styles->formats[index] : 0;
}

void wj_xlsx_styles_clear(struct wj_xlsx_styles *styles)
{
    wj_map_clear(&styles->codes);
    wj_free(styles->formats);
    *styles = (struct wj_xlsx_styles){0};
}
