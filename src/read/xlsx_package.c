#include "xlsx_package.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <zip.h>

#include "wjtab/base/memory.h"
#include "wjtab/base/message.h"

enum {
    BLOCK = 1 << 16,
    RATIO_FROM = 10 << 20, /* unpacked bytes up to which any ratio passes */
    RATIO_MOST = 200       /* unpacked : packed */
};

static enum wj_status fail_read(struct wj_diags *diags, const char *path)
{
    struct wj_place place = {.file = path};
    return wj_fail(diags, WJ_IO, "read", &place, _("can't read this file: %s"), strerror(errno));
}

static enum wj_status digest_file(struct wj_diags *diags, const char *path, int file, char *text)
{
    enum wj_status status = WJ_OK;
    struct wj_digest *digest = wj_digest_new();
    char *block = wj_alloc(BLOCK);
    off_t at = 0;
    ssize_t got = 1;
    if (digest == NULL || block == NULL) {
        status = WJ_MEMORY;
    }
    while (status == WJ_OK && got > 0) {
        got = pread(file, block, BLOCK, at);
        if (got < 0 && errno == EINTR) {
            got = 1;
        } else if (got < 0) {
            status = fail_read(diags, path);
        } else {
            wj_digest_add(digest, wj_slice(block, (size_t)got));
            at += got;
        }
    }
    if (status == WJ_OK) {
        wj_digest_text(digest, text);
    }
    wj_digest_free(digest);
    wj_free(block);
    return status;
}

/* The compound file of old Excel, which is also what an encrypted workbook lies in. */
static enum wj_status refuse_compound(struct wj_diags *diags, const char *path, int file)
{
    static const char mark[] = {'\xD0', '\xCF', '\x11', '\xE0'};
    struct wj_place place = {.file = path};
    char start[sizeof mark] = {0};
    if (pread(file, start, sizeof start, 0) < 0) {
        return fail_read(diags, path);
    }
    if (memcmp(start, mark, sizeof mark) != 0) {
        return WJ_OK;
    }
    return wj_fail(diags, WJ_DATA, "old_excel", &place,
                   _("this is a workbook of an old Excel (.xls), or one with a password, and can't "
                     "be read; open it in a spreadsheet program, take the password off, and save "
                     "it as .xlsx or CSV"));
}

static enum wj_status open_zip(struct wj_xlsx_package *package, struct wj_diags *diags, int file)
{
    struct wj_place place = {.file = package->path};
    int code = 0;
    /* Takes the file over where it succeeds. */
    package->zip = zip_fdopen(file, 0, &code);
    if (package->zip != NULL) {
        return WJ_OK;
    }
    close(file);
    if (code == ZIP_ER_MEMORY) {
        return WJ_MEMORY;
    }
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    enum wj_status status =
        wj_fail(diags, WJ_DATA, "damaged_file", &place,
                _("this workbook is damaged: its ZIP directory can't be read (%s); fetch or save "
                  "the file again"),
                zip_error_strerror(&error));
    zip_error_fini(&error);
    return status;
}

enum wj_status wj_xlsx_package_open(struct wj_xlsx_package *package, struct wj_diags *diags,
                                    const char *path, char *digest)
{
    struct wj_place place = {.file = path};
    struct stat info;
    *package = (struct wj_xlsx_package){.path = path};
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return wj_fail(diags, WJ_IO, "open", &place,
                       _("can't open this file: %s; check the name and the folder"),
                       strerror(errno));
    }
    enum wj_status status = fstat(file, &info) == 0 ? WJ_OK : fail_read(diags, path);
    if (status == WJ_OK) {
        package->size = (uint64_t)info.st_size;
        status = refuse_compound(diags, path, file);
    }
    if (status == WJ_OK && digest != NULL) {
        status = digest_file(diags, path, file, digest);
    }
    if (status != WJ_OK) {
        close(file);
        return status;
    }
    return open_zip(package, diags, file);
}

enum wj_status wj_xlsx_package_of(struct wj_xlsx_package *package, const char *path,
                                  struct wj_slice bytes)
{
    zip_error_t error;
    zip_error_init(&error);
    *package = (struct wj_xlsx_package){.path = path, .size = bytes.len};
    zip_source_t *source = zip_source_buffer_create(bytes.ptr, bytes.len, 0, &error);
    if (source != NULL) {
        package->zip = zip_open_from_source(source, ZIP_RDONLY, &error);
    }
    if (package->zip == NULL) {
        zip_source_free(source);
    }
    bool no_memory = zip_error_code_zip(&error) == ZIP_ER_MEMORY;
    zip_error_fini(&error);
    return package->zip != NULL ? WJ_OK : no_memory ? WJ_MEMORY : WJ_INTERNAL;
}

void wj_xlsx_package_close(struct wj_xlsx_package *package)
{
    if (package->zip != NULL) {
        zip_discard(package->zip);
        package->zip = NULL;
    }
}

bool wj_xlsx_package_has(const struct wj_xlsx_package *package, const char *name)
{
    return zip_name_locate(package->zip, name, ZIP_FL_NOCASE) >= 0;
}

static enum wj_status fail_part(const struct wj_xlsx_stream *stream, struct wj_diags *diags,
                                const char *reason)
{
    struct wj_place place = {.file = stream->package->path};
    return wj_fail(diags, WJ_DATA, "damaged_file", &place,
                   _("this workbook is damaged: its part %s can't be unpacked (%s); fetch or save "
                     "the file again"),
                   stream->name, reason);
}

enum wj_status wj_xlsx_stream_open(struct wj_xlsx_stream *stream,
                                   const struct wj_xlsx_package *package, struct wj_diags *diags,
                                   const char *name, uint64_t most)
{
    *stream = (struct wj_xlsx_stream){.package = package, .name = name, .most = most};
    zip_stat_t info;
    zip_int64_t index = zip_name_locate(package->zip, name, 0);
    if (index < 0) {
        index = zip_name_locate(package->zip, name, ZIP_FL_NOCASE);
    }
    if (index < 0) {
        return fail_part(stream, diags, _("it is missing"));
    }
    if (zip_stat_index(package->zip, (zip_uint64_t)index, 0, &info) == 0) {
        stream->packed = info.comp_size < package->size ? info.comp_size : package->size;
        stream->file = zip_fopen_index(package->zip, (zip_uint64_t)index, 0);
    }
    if (stream->file == NULL) {
        zip_error_t *error = zip_get_error(package->zip);
        return zip_error_code_zip(error) == ZIP_ER_MEMORY
                   ? WJ_MEMORY
                   : fail_part(stream, diags, zip_error_strerror(error));
    }
    return WJ_OK;
}

int wj_xlsx_stream_read(struct wj_xlsx_stream *stream, char *room, int len)
{
    if (stream->bomb || stream->damaged) {
        return -1;
    }
    zip_int64_t got = zip_fread(stream->file, room, (zip_uint64_t)len);
    if (got < 0) {
        stream->damaged = true;
        return -1;
    }
    stream->unpacked += (uint64_t)got;
    stream->bomb =
        stream->unpacked > stream->most ||
        (stream->unpacked > RATIO_FROM && stream->unpacked / RATIO_MOST > stream->packed);
    return stream->bomb ? -1 : (int)got;
}

enum wj_status wj_xlsx_stream_fail(const struct wj_xlsx_stream *stream, struct wj_diags *diags)
{
    struct wj_place place = {.file = stream->package->path};
    if (stream->bomb) {
        return wj_fail(diags, WJ_DATA, "zip_bomb", &place,
                       _("the part %s of this workbook unpacks to more than %llu MiB, or to more "
                         "than %d times its packed size, as no table of responses does; check "
                         "where the file comes from, or save it as CSV"),
                       stream->name, (unsigned long long)(stream->most >> 20), RATIO_MOST);
    }
    zip_error_t *error = zip_file_get_error(stream->file);
    return zip_error_code_zip(error) == ZIP_ER_MEMORY
               ? WJ_MEMORY
               : fail_part(stream, diags, zip_error_strerror(error));
}

void wj_xlsx_stream_close(struct wj_xlsx_stream *stream)
{
    if (stream->file != NULL) {
        zip_fclose(stream->file);
        stream->file = NULL;
    }
}
