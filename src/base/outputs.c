#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wjtab/base/file.h"
#include "wjtab/base/interrupt.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/message.h"

static int write_all(int file, struct wj_slice content)
{
    while (content.len > 0) {
        ssize_t put = write(file, content.ptr, content.len);
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put < 0) {
            return errno;
        }
        content = wj_slice_from(content, (size_t)put);
    }
    return 0;
}

static enum wj_status cannot_write(struct wj_diags *diags, const char *path, int error)
{
    struct wj_place place = {.file = path};
    return wj_fail(diags, WJ_IO, "write", &place,
                   _("can't write this file: %s; nothing was changed"), strerror(error));
}

static bool is_device(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode);
}

static enum wj_status write_device(struct wj_diags *diags, const char *path,
                                   struct wj_slice content)
{
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0) {
        return cannot_write(diags, path, errno);
    }
    int error = write_all(file, content);
    if (close(file) != 0 && error == 0) {
        error = errno;
    }
    return error != 0 ? cannot_write(diags, path, error) : WJ_OK;
}

/* mkstemp makes files that only their owner may read; outputs get what the umask allows. */
static void open_to_others(int file)
{
    mode_t mask = umask(0);
    umask(mask);
    fchmod(file, 0666 & ~mask);
}

static int write_temporary(char *name, struct wj_slice content)
{
    int file = mkstemp(name);
    if (file < 0) {
        return errno;
    }
    open_to_others(file);
    int error = write_all(file, content);
    if (error == 0 && fsync(file) != 0) {
        error = errno;
    }
    if (close(file) != 0 && error == 0) {
        error = errno;
    }
    if (error != 0) {
        unlink(name);
    }
    return error;
}

static char *copy_text(const char *text, const char *more)
{
    size_t len = strlen(text);
    size_t size = len + strlen(more) + 1;
    char *copy = wj_alloc(size);
    if (copy != NULL) {
        memcpy(copy, text, len);
        memcpy(copy + len, more, size - len);
    }
    return copy;
}

static void free_names(struct wj_output *output)
{
    wj_free(output->path);
    wj_free(output->temporary);
    wj_free(output->before);
}

/* The names of a further output; NULL without memory. */
static struct wj_output *name_output(struct wj_outputs *outputs, const char *path)
{
    if (wj_grow(&outputs->list, &outputs->capacity, outputs->count + 1, sizeof *outputs->list) !=
        WJ_OK) {
        return NULL;
    }
    struct wj_output *output = &outputs->list[outputs->count];
    *output = (struct wj_output){.path = copy_text(path, ""),
                                 .temporary = copy_text(path, ".tmp-XXXXXX"),
                                 .before = copy_text(path, ".tmp-XXXXXX~")};
    if (output->path == NULL || output->temporary == NULL || output->before == NULL) {
        free_names(output);
        return NULL;
    }
    return output;
}

/* Keeps an output whose temporary file stands. */
static void keep_output(struct wj_outputs *outputs)
{
    struct wj_output *output = &outputs->list[outputs->count++];
    memcpy(output->before, output->temporary, strlen(output->temporary));
}

enum wj_status wj_outputs_add(struct wj_outputs *outputs, struct wj_diags *diags, const char *path,
                              struct wj_slice content)
{
    if (is_device(path)) {
        return write_device(diags, path, content);
    }
    struct wj_output *output = name_output(outputs, path);
    if (output == NULL) {
        return WJ_MEMORY;
    }
    int error = write_temporary(output->temporary, content);
    if (error != 0) {
        free_names(output);
        return cannot_write(diags, path, error);
    }
    keep_output(outputs);
    return WJ_OK;
}

enum wj_status wj_outputs_open(struct wj_outputs *outputs, struct wj_diags *diags, const char *path,
                               FILE **file)
{
    struct wj_output *output = name_output(outputs, path);
    if (output == NULL) {
        return WJ_MEMORY;
    }
    int opened = mkstemp(output->temporary);
    if (opened < 0) {
        free_names(output);
        return cannot_write(diags, path, errno);
    }
    open_to_others(opened);
    keep_output(outputs);
    *file = fdopen(opened, "wb");
    if (*file == NULL) {
        close(opened);
        return WJ_MEMORY;
    }
    return WJ_OK;
}

enum wj_status wj_outputs_close(struct wj_outputs *outputs, struct wj_diags *diags, FILE *file)
{
    int error = ferror(file) ? EIO : 0;
    if (fflush(file) != 0 || (error == 0 && fsync(fileno(file)) != 0)) {
        error = errno;
    }
    if (fclose(file) != 0 && error == 0) {
        error = errno;
    }
    return error != 0 ? cannot_write(diags, outputs->list[outputs->count - 1].path, error) : WJ_OK;
}

enum wj_status wj_file_scratch(struct wj_diags *diags, FILE **file)
{
    const char *folder = getenv("TMPDIR");
    folder = folder != NULL && folder[0] != '\0' ? folder : "/tmp";
    char *name = copy_text(folder, "/wjtab-XXXXXX");
    if (name == NULL) {
        return WJ_MEMORY;
    }
    int opened = mkstemp(name);
    int error = opened < 0 ? errno : 0;
    if (opened >= 0) {
        unlink(name);
    }
    wj_free(name);
    if (error != 0) {
        struct wj_place place = {.file = folder};
        return wj_fail(diags, WJ_IO, "scratch", &place,
                       _("can't make a temporary file here: %s; name another folder with TMPDIR"),
                       strerror(error));
    }
    *file = fdopen(opened, "w+b");
    if (*file == NULL) {
        close(opened);
        return WJ_MEMORY;
    }
    return WJ_OK;
}

/* Makes a rename durable; a file system that can't sync folders does not matter. */
static void sync_folder(const char *path)
{
    struct wj_buf folder = {0};
    wj_path_beside(&folder, path, "");
    int file = open(folder.len > 0 ? wj_buf_text(&folder) : ".", O_RDONLY | O_CLOEXEC);
    if (file >= 0) {
        fsync(file);
        close(file);
    }
    wj_buf_clear(&folder);
}

/* Gives what stands at the path a second name. Where a file system knows no such thing, it is moved
 * there. */
static int keep_old(struct wj_output *output)
{
    struct stat info;
    if (lstat(output->path, &info) != 0) {
        return errno == ENOENT ? 0 : errno;
    }
    if (S_ISDIR(info.st_mode)) {
        return EISDIR;
    }
    if (link(output->path, output->before) != 0 && rename(output->path, output->before) != 0) {
        return errno;
    }
    output->replaces = true;
    return 0;
}

static int put(struct wj_output *output)
{
    int error = keep_old(output);
    if (error == 0 && rename(output->temporary, output->path) != 0) {
        error = errno;
    }
    if (error == 0) {
        wj_free(output->temporary);
        output->temporary = NULL;
    }
    return error;
}

/* Puts back what stood at the path before. */
static void take_back(struct wj_output *output)
{
    if (output->replaces) {
        rename(output->before, output->path);
        unlink(output->before); /* a rename between two names of one file does nothing */
    } else if (output->temporary == NULL) {
        unlink(output->path);
    }
}

enum wj_status wj_outputs_commit(struct wj_outputs *outputs, struct wj_diags *diags)
{
    if (wj_interrupted()) {
        return WJ_INTERRUPTED;
    }
    for (size_t i = 0; i < outputs->count; i++) {
        int error = put(&outputs->list[i]);
        if (error != 0) {
            for (size_t j = 0; j <= i; j++) {
                take_back(&outputs->list[j]);
            }
            return cannot_write(diags, outputs->list[i].path, error);
        }
    }
    for (size_t i = 0; i < outputs->count; i++) {
        if (outputs->list[i].replaces) {
            unlink(outputs->list[i].before);
        }
    }
    if (outputs->count > 0) {
        sync_folder(outputs->list[0].path);
    }
    return WJ_OK;
}

void wj_outputs_clear(struct wj_outputs *outputs)
{
    for (size_t i = 0; i < outputs->count; i++) {
        struct wj_output *output = &outputs->list[i];
        if (output->temporary != NULL) {
            unlink(output->temporary);
        }
        free_names(output);
    }
    wj_free(outputs->list);
    *outputs = (struct wj_outputs){0};
}
