#include "wjtab/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wjtab/base/interrupt.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/message.h"

enum { BLOCK = 64 * 1024 };

static enum wj_status read_all(struct wj_diags *diags, int file, const char *path, size_t limit,
                               struct wj_buf *out)
{
    struct wj_place place = {.file = path};
    for (;;) {
        char *room = wj_buf_reserve(out, BLOCK);
        if (room == NULL) {
            return WJ_MEMORY;
        }
        ssize_t got = read(file, room, BLOCK);
        if (got == 0) {
            return WJ_OK;
        }
        if (got < 0 && errno == EINTR) {
            if (wj_interrupted()) {
                return WJ_INTERRUPTED;
            }
            continue;
        }
        if (got < 0) {
            return wj_fail(diags, WJ_IO, "read", &place, _("can't read this file: %s"),
                           strerror(errno));
        }
        out->len += (size_t)got;
        if (out->len > limit) {
            return wj_fail(diags, WJ_IO, "too_large", &place,
                           _("this file is larger than %zu MiB, too large for its purpose"),
                           limit >> 20);
        }
    }
}

enum wj_status wj_file_read(struct wj_diags *diags, const char *path, size_t limit,
                            struct wj_buf *out)
{
    struct wj_place place = {.file = path};
    bool standard = strcmp(path, "-") == 0;
    int file = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 && errno == EINTR && wj_interrupted()) { /* while it waited for a pipe's writer */
        return WJ_INTERRUPTED;
    }
    if (file < 0) {
        return wj_fail(diags, WJ_IO, "open", &place,
                       _("can't open this file: %s; check the name and the folder"),
                       strerror(errno));
    }
    enum wj_status status = read_all(diags, file, path, limit, out);
    if (!standard) {
        close(file);
    }
    return status;
}

void wj_path_beside(struct wj_buf *out, const char *base, const char *name)
{
    const char *slash = strrchr(base, '/');
    if (name[0] != '/' && slash != NULL) {
        wj_buf_add(out, wj_slice(base, (size_t)(slash - base) + 1));
    }
    wj_buf_add_text(out, name);
}

const char *wj_path_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

bool wj_path_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

bool wj_path_same(const char *a, const char *b)
{
    struct stat one;
    struct stat other;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

bool wj_path_among(const char *path, const char *const *others, size_t count)
{
    bool found = false;
    for (size_t i = 0; path != NULL && !found && i < count; i++) {
        found = others[i] != NULL && wj_path_same(path, others[i]);
    }
    return found;
}

/* Makes one folder, if it is not there yet. */
static int make_one(const char *path)
{
    struct stat info;
    if (mkdir(path, 0777) == 0) {
        return 0;
    }
    if (errno != EEXIST) {
        return errno;
    }
    if (stat(path, &info) != 0) {
        return errno;
    }
    return S_ISDIR(info.st_mode) ? 0 : ENOTDIR;
}

enum wj_status wj_folder_make(struct wj_diags *diags, const char *path)
{
    struct wj_buf partial = {0};
    int error = 0;
    for (size_t i = 0; error == 0 && path[i] != '\0'; i++) {
        if (path[i] == '/' && i > 0) {
            error = make_one(wj_buf_text(&partial));
        }
        wj_buf_add_char(&partial, path[i]);
    }
    if (error == 0) {
        error = make_one(wj_buf_text(&partial));
    }
    enum wj_status status = wj_buf_status(&partial);
    wj_buf_clear(&partial);
    if (status == WJ_OK && error != 0) {
        struct wj_place place = {.file = path};
        return wj_fail(diags, WJ_IO, "folder", &place,
                       _("can't make this folder: %s; choose another one with -o"),
                       strerror(error));
    }
    return status;
}
