#include "docx.h"

#include <time.h>

#include <zip.h>

#include "wjtab/base/message.h"

enum { DEFLATE_LEVEL = 6, FIRST_YEAR = 1980, LAST_YEAR = 2107 };

/* The date as ZIP files have it: from 1980, in steps of two seconds. */
static void dos_date(int64_t seconds, zip_uint16_t *date, zip_uint16_t *time)
{
    struct tm tm = {0};
    time_t when = (time_t)seconds;
    int year = gmtime_r(&when, &tm) != NULL ? tm.tm_year + 1900 : 0;
    if (year < FIRST_YEAR || year > LAST_YEAR) {
        tm = (struct tm){.tm_mday = 1};
        year = year > LAST_YEAR ? LAST_YEAR : FIRST_YEAR;
    }
    *date = (zip_uint16_t)((year - FIRST_YEAR) << 9 | (tm.tm_mon + 1) << 5 | tm.tm_mday);
    *time = (zip_uint16_t)(tm.tm_hour << 11 | tm.tm_min << 5 | tm.tm_sec / 2);
}

static enum wj_status fail_zip(struct wj_docx *docx, const zip_error_t *error)
{
    if (zip_error_code_zip(error) == ZIP_ER_MEMORY) {
        return WJ_MEMORY;
    }
    return wj_fail(docx->diags, WJ_INTERNAL, "zip", NULL, _("can't pack report.docx (error %d)"),
                   zip_error_code_zip(error));
}

static enum wj_status add_part(struct wj_docx *docx, zip_t *zip, const struct wj_docx_part *part)
{
    zip_uint16_t date;
    zip_uint16_t time;
    struct wj_slice bytes = wj_buf_slice(&part->bytes);
    zip_source_t *source = zip_source_buffer(zip, bytes.ptr != NULL ? bytes.ptr : "", bytes.len, 0);
    zip_int64_t index =
        source != NULL ? zip_file_add(zip, part->name, source, ZIP_FL_ENC_UTF_8) : -1;
    if (index < 0) {
        zip_source_free(source);
        return fail_zip(docx, zip_get_error(zip));
    }
    dos_date(docx->report->date, &date, &time);
    if (zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_DEFLATE, DEFLATE_LEVEL) != 0 ||
        zip_file_set_dostime(zip, (zip_uint64_t)index, time, date, 0) != 0) {
        return fail_zip(docx, zip_get_error(zip));
    }
    return WJ_OK;
}

/* Reads what was packed. */
static enum wj_status take(struct wj_docx *docx, zip_source_t *source, struct wj_buf *out)
{
    zip_stat_t info;
    zip_stat_init(&info);
    if (zip_source_stat(source, &info) != 0 || zip_source_open(source) != 0) {
        return fail_zip(docx, zip_source_error(source));
    }
    char *room = wj_buf_reserve(out, info.size);
    zip_int64_t got = room != NULL ? zip_source_read(source, room, info.size) : 0;
    zip_source_close(source);
    if (room == NULL) {
        return WJ_MEMORY;
    }
    if (got < 0 || (zip_uint64_t)got != info.size) {
        return fail_zip(docx, zip_source_error(source));
    }
    out->len += info.size;
    return WJ_OK;
}

enum wj_status wj_docx_pack(struct wj_docx *docx, struct wj_buf *out)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *zip = source != NULL ? zip_open_from_source(source, ZIP_TRUNCATE, &error) : NULL;
    if (zip == NULL) {
        enum wj_status failed = fail_zip(docx, &error);
        zip_source_free(source);
        zip_error_fini(&error);
        return failed;
    }
    zip_source_keep(source);
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < docx->part_count; i++) {
        status = add_part(docx, zip, &docx->parts[i]);
    }
    if (status == WJ_OK && zip_close(zip) != 0) {
        status = fail_zip(docx, zip_get_error(zip));
        zip_discard(zip);
    } else if (status != WJ_OK) {
        zip_discard(zip);
    }
    if (status == WJ_OK) {
        status = take(docx, source, out);
    }
    zip_source_free(source);
    zip_error_fini(&error);
    return status;
}
