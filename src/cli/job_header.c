#include "job_header.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "wjtab/base/file.h"
#include "wjtab/base/message.h"

static enum wj_status cannot_read(struct wj_diags *diags, const char *path)
{
    struct wj_place place = {.file = path};
    return wj_fail(diags, WJ_IO, "read", &place, _("can't read this file: %s"), strerror(errno));
}

/* The line without its end, and without a byte order mark. */
static struct wj_slice bare(struct wj_slice line)
{
    if (line.len >= 3 && memcmp(line.ptr, "\xEF\xBB\xBF", 3) == 0) {
        line = wj_slice_from(line, 3);
    }
    while (line.len > 0 && (line.ptr[line.len - 1] == '\n' || line.ptr[line.len - 1] == '\r')) {
        line.len--;
    }
    return line;
}

/* A line with an odd number of quotes ends inside a quoted field. */
static enum wj_status check_line(struct wj_diags *diags, const char *path, uint64_t number,
                                 struct wj_slice line)
{
    struct wj_place place = {.file = path, .line = number};
    size_t quotes = 0;
    for (size_t i = 0; i < line.len; i++) {
        quotes += line.ptr[i] == '"' ? 1 : 0;
    }
    if (quotes % 2 == 0) {
        return WJ_OK;
    }
    return wj_fail(diags, WJ_DATA, "cut_record", &place,
                   _("this line leaves a quote open: a record runs over several lines, so the file "
                     "can't be cut by lines; give wjtab whole files"));
}

/* The first line of the file, as it stands there. */
static enum wj_status read_header(struct wj_diags *diags, const char *path, char **line,
                                  ssize_t *len)
{
    struct wj_place place = {.file = path};
    size_t size = 0;
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return cannot_read(diags, path);
    }
    *len = getline(line, &size, file);
    bool failed = *len < 0 && ferror(file) != 0;
    fclose(file);
    if (failed) {
        return cannot_read(diags, path);
    }
    struct wj_slice text = wj_slice(*line, *len > 0 ? (size_t)*len : 0);
    if (bare(text).len == 0 || memchr(text.ptr, 0, text.len) != NULL) {
        return wj_fail(diags, WJ_DATA, "no_header", &place,
                       _("the first line of this file is no header; it is one line of CSV in "
                         "UTF-8 or GB18030"));
    }
    return check_line(diags, path, 1, text);
}

/* Copies the lines behind a header; lines are counted as if it stood before them. */
static enum wj_status copy_lines(struct wj_diags *diags, FILE *from, const char *path, FILE *to,
                                 struct wj_slice header)
{
    enum wj_status status = WJ_OK;
    char *line = NULL;
    size_t size = 0;
    ssize_t len;
    uint64_t number = 1;
    while (status == WJ_OK && (len = getline(&line, &size, from)) > 0) {
        struct wj_slice text = wj_slice(line, (size_t)len);
        if (number++ == 1 && wj_slice_equal(bare(text), bare(header))) {
            number = 1;
            header.len = 0;
            continue;
        }
        status = check_line(diags, path, number, text);
        if (status == WJ_OK) {
            fwrite(text.ptr, 1, text.len, to);
        }
    }
    free(line);
    return status == WJ_OK && ferror(from) != 0 ? cannot_read(diags, path) : status;
}

static enum wj_status fill(struct wj_job *job, FILE *from, FILE *to, struct wj_slice header)
{
    struct wj_diags *diags = &job->diags;
    fwrite(header.ptr, 1, header.len, to);
    if (header.ptr[header.len - 1] != '\n') {
        fputc('\n', to);
    }
    enum wj_status status = copy_lines(diags, from, job->files[0].shown, to, header);
    if (status == WJ_OK && (fflush(to) != 0 || ferror(to) != 0)) {
        return wj_fail(diags, WJ_IO, "scratch", NULL,
                       _("the temporary file fails: %s; name a folder with more room with TMPDIR"),
                       strerror(errno));
    }
    return status;
}

/* Lets the job read the file that is open. */
static enum wj_status use_file(struct wj_job *job, FILE *file)
{
    struct wj_buf path = {0};
    wj_buf_addf(&path, "/dev/fd/%d", fileno(file));
    job->files[0].path = wj_arena_copy(&job->arena, wj_buf_slice(&path));
    wj_buf_clear(&path);
    return job->files[0].path != NULL ? WJ_OK : WJ_MEMORY;
}

enum wj_status wj_job_put_header(struct wj_job *job, const char *header, FILE **file)
{
    const char *path = job->files[0].path;
    char *line = NULL;
    ssize_t len = 0;
    if (job->file_count != 1) {
        return wj_fail(&job->diags, WJ_USAGE, "usage", NULL,
                       _("--header goes with one piece of responses; it is given %zu"),
                       job->file_count);
    }
    enum wj_status status = read_header(&job->diags, header, &line, &len);
    if (status == WJ_OK) {
        status = wj_file_scratch(&job->diags, file);
    }
    if (status == WJ_OK) {
        FILE *from = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
        status = from != NULL ? fill(job, from, *file, wj_slice(line, (size_t)len))
                              : cannot_read(&job->diags, path);
        if (from != NULL && from != stdin) {
            fclose(from);
        }
    }
    free(line);
    return status == WJ_OK ? use_file(job, *file) : status;
}
