#include "wjtab/read/reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kind.h"
#include "wjtab/base/interrupt.h"

/* The kinds of files, the most particular first: the last takes what is left. */
static const struct wj_reader_kind *const kinds[] = {&wj_sav_kind, &wj_xlsx_kind, &wj_csv_kind};

enum { START = 16 };

/* The first bytes of a regular file; none of anything else: a pipe can't be read twice, and what
 * can't be opened is for the kind to report. */
static size_t peek(const char *path, char start[START])
{
    struct stat info;
    if (stat(path, &info) != 0 || !S_ISREG(info.st_mode)) {
        return 0;
    }
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = file >= 0 ? pread(file, start, START, 0) : 0;
    if (file >= 0) {
        close(file);
    }
    return got > 0 ? (size_t)got : 0;
}

bool wj_path_is_workbook(const char *path)
{
    char start[START];
    size_t len = peek(path, start);
    return wj_xlsx_kind.fits(wj_slice(start, len));
}

enum wj_status wj_reader_open(struct wj_diags *diags, const char *path,
                              const struct wj_read_options *options, struct wj_reader **reader)
{
    char start[START];
    size_t len = peek(path, start);
    size_t kind = 0;
    while (!kinds[kind]->fits(wj_slice(start, len))) {
        kind++;
    }
    return kinds[kind]->open(diags, path, options, reader);
}

enum wj_status wj_reader_next(struct wj_reader *reader, struct wj_diags *diags,
                              struct wj_batch *batch)
{
    return wj_interrupted() ? WJ_INTERRUPTED : reader->kind->next(reader, diags, batch);
}

enum wj_encoding wj_reader_encoding(const struct wj_reader *reader)
{
    return reader->kind->encoding(reader);
}

char wj_reader_delimiter(const struct wj_reader *reader)
{
    return reader->kind->delimiter(reader);
}

const char *wj_reader_format(const struct wj_reader *reader)
{
    return reader->kind->name;
}

const char *wj_reader_digest(const struct wj_reader *reader)
{
    return reader->kind->digest(reader);
}

void wj_reader_offer(struct wj_reader *reader, const struct wj_taker *taker)
{
    if (reader->kind->offer != NULL) {
        reader->kind->offer(reader, taker);
    }
}

void wj_reader_free(struct wj_reader *reader)
{
    if (reader != NULL) {
        reader->kind->free(reader);
    }
}

bool wj_record_fits(const struct wj_slice *header, size_t header_count,
                    const struct wj_slice *fields, size_t count)
{
    const struct wj_slice *longer = count > header_count ? fields : header;
    size_t longer_count = count > header_count ? count : header_count;
    size_t shorter_count = count > header_count ? header_count : count;
    for (size_t i = shorter_count; i < longer_count; i++) {
        if (longer[i].len > 0) {
            return false;
        }
    }
    return true;
}
