/* A workbook with one sheet changed; every other part keeps its bytes. */
#include <zip.h>

#include "table_xlsx.h"
#include "xlsx_edit.h"
#include "xlsx_package.h"

enum { BLOCK = 1 << 16 };

static enum wj_status zip_status(zip_error_t *error)
{
    return zip_error_code_zip(error) == ZIP_ER_MEMORY ? WJ_MEMORY : WJ_INTERNAL;
}

static enum wj_status read_part(zip_t *zip, const char *name, struct wj_buf *out)
{
    zip_int64_t index = zip_name_locate(zip, name, ZIP_FL_NOCASE);
    zip_file_t *file = index >= 0 ? zip_fopen_index(zip, (zip_uint64_t)index, 0) : NULL;
    zip_int64_t got = 1;
    if (file == NULL) {
        return zip_status(zip_get_error(zip));
    }
    while (got > 0 && out->len <= WJ_XLSX_LARGE) {
        char *room = wj_buf_reserve(out, BLOCK);
        got = room != NULL ? zip_fread(file, room, BLOCK) : -1;
        out->len += got > 0 ? (size_t)got : 0;
    }
    zip_fclose(file);
    return wj_buf_status(out) != WJ_OK ? WJ_MEMORY : got == 0 ? WJ_OK : WJ_INTERNAL;
}

static enum wj_status edit_sheet(const struct wj_table *table, zip_t *zip,
                                 const struct wj_table_edit *edits, size_t edit_count,
                                 struct wj_buf *sheet)
{
    struct wj_xlsx_percents percents = {0};
    struct wj_buf xml = {0};
    enum wj_status status = WJ_OK;
    if (table->styles != NULL) {
        status = read_part(zip, table->styles, &xml);
    }
    if (status == WJ_OK) {
        status = wj_xlsx_percents_read(&percents, wj_buf_slice(&xml));
        wj_buf_reset(&xml);
    }
    if (status == WJ_OK) {
        status = read_part(zip, table->part, &xml);
    }
    if (status == WJ_OK) {
        status = wj_xlsx_edit(table, wj_buf_slice(&xml), &percents, edits, edit_count, sheet);
    }
    wj_xlsx_percents_clear(&percents);
    wj_buf_clear(&xml);
    return status;
}

/* Puts the sheet in its place, with the time that its old form had. */
static enum wj_status replace_part(zip_t *zip, const char *name, const struct wj_buf *sheet)
{
    zip_stat_t info;
    zip_int64_t index = zip_name_locate(zip, name, ZIP_FL_NOCASE);
    zip_source_t *source = zip_source_buffer(zip, sheet->ptr, sheet->len, 0);
    bool replaced = index >= 0 && source != NULL &&
                    zip_stat_index(zip, (zip_uint64_t)index, 0, &info) == 0 &&
                    zip_file_replace(zip, (zip_uint64_t)index, source, 0) == 0;
    if (!replaced) {
        zip_source_free(source);
        return zip_status(zip_get_error(zip));
    }
    return zip_file_set_mtime(zip, (zip_uint64_t)index, info.mtime, 0) == 0
               ? WJ_OK
               : zip_status(zip_get_error(zip));
}

static enum wj_status read_source(zip_source_t *source, struct wj_buf *out)
{
    zip_int64_t got = 1;
    if (zip_source_open(source) != 0) {
        return zip_status(zip_source_error(source));
    }
    while (got > 0) {
        char *room = wj_buf_reserve(out, BLOCK);
        got = room != NULL ? zip_source_read(source, room, BLOCK) : -1;
        out->len += got > 0 ? (size_t)got : 0;
    }
    zip_source_close(source);
    return wj_buf_status(out) != WJ_OK ? WJ_MEMORY : got == 0 ? WJ_OK : WJ_INTERNAL;
}

static bool changes_anything(const struct wj_table_edit *edits, size_t edit_count)
{
    for (size_t i = 0; i < edit_count; i++) {
        if (!edits[i].kept) {
            return true;
        }
    }
    return false;
}

enum wj_status wj_table_write_xlsx(const struct wj_table *table, const struct wj_table_edit *edits,
                                   size_t edit_count, struct wj_buf *out)
{
    struct wj_buf sheet = {0};
    struct wj_buf written = {0};
    zip_error_t error;
    zip_error_init(&error);
    if (!changes_anything(edits, edit_count)) {
        wj_buf_add(out, wj_buf_slice(&table->bytes));
        return wj_buf_status(out);
    }
    zip_source_t *source = zip_source_buffer_create(table->bytes.ptr, table->bytes.len, 0, &error);
    zip_t *zip = source != NULL ? zip_open_from_source(source, 0, &error) : NULL;
    enum wj_status status = zip != NULL ? WJ_OK : zip_status(&error);
    if (zip != NULL) {
        zip_source_keep(source);
        status = edit_sheet(table, zip, edits, edit_count, &sheet);
    }
    if (status == WJ_OK) {
        status = replace_part(zip, table->part, &sheet);
    }
    if (zip != NULL && (status != WJ_OK || zip_close(zip) != 0)) {
        status = status != WJ_OK ? status : zip_status(zip_get_error(zip));
        zip_discard(zip);
    }
    if (status == WJ_OK) {
        status = read_source(source, &written);
    }
    if (status == WJ_OK) {
        status = wj_table_check_xlsx(table, edits, edit_count, wj_buf_slice(&written));
    }
    if (status == WJ_OK) {
        wj_buf_add(out, wj_buf_slice(&written));
        status = wj_buf_status(out);
    }
    zip_source_free(source);
    zip_error_fini(&error);
    wj_buf_clear(&sheet);
    wj_buf_clear(&written);
    return status == WJ_INTERNAL ? WJ_DEFINITION : status;
}
