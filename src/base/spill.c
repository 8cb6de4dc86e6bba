#include "wjtab/base/spill.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "wjtab/base/file.h"
#include "wjtab/base/message.h"
#include "wjtab/base/pack.h"

enum { WINDOW = 64 * 1024 };

static enum wj_status scratch_failed(struct wj_diags *diags, int error)
{
    return diags == NULL
               ? WJ_IO
               : wj_fail(diags, WJ_IO, "scratch", NULL,
                         _("the temporary file fails: %s; name a folder with more room with "
                           "TMPDIR"),
                         strerror(error));
}

static enum wj_status open_file(struct wj_spill *spill, struct wj_diags *diags)
{
    struct wj_diags ignored = {0};
    enum wj_status status = wj_file_scratch(diags != NULL ? diags : &ignored, &spill->file);
    wj_diags_clear(&ignored);
    return status;
}

/* Moves what is in memory into the file. */
static enum wj_status put_away(struct wj_spill *spill, struct wj_diags *diags)
{
    enum wj_status status = spill->file == NULL ? open_file(spill, diags) : WJ_OK;
    if (status != WJ_OK) {
        return status;
    }
    if (fwrite(spill->tail.ptr, 1, spill->tail.len, spill->file) != spill->tail.len ||
        fflush(spill->file) != 0) {
        return scratch_failed(diags, errno);
    }
    wj_buf_reset(&spill->tail);
    return WJ_OK;
}

enum wj_status wj_spill_add(struct wj_spill *spill, struct wj_diags *diags, struct wj_slice bytes)
{
    enum wj_status status = WJ_OK;
    if (spill->tail.len > 0 && spill->tail.len + bytes.len > WJ_SPILL_MEMORY) {
        status = put_away(spill, diags);
    }
    if (status != WJ_OK) {
        return status;
    }
    wj_buf_add(&spill->tail, bytes);
    spill->size += bytes.len;
    return wj_buf_status(&spill->tail);
}

enum wj_status wj_spill_read(const struct wj_spill *spill, struct wj_diags *diags, uint64_t offset,
                             size_t count, char *into)
{
    uint64_t in_file = spill->size - spill->tail.len;
    while (count > 0 && offset < in_file) {
        size_t wanted = count < in_file - offset ? count : (size_t)(in_file - offset);
        ssize_t got = pread(fileno(spill->file), into, wanted, (off_t)offset);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return scratch_failed(diags, got < 0 ? errno : EIO);
        }
        into += got;
        offset += (uint64_t)got;
        count -= (size_t)got;
    }
    if (count > 0) {
        memcpy(into, spill->tail.ptr + (offset - in_file), count);
    }
    return WJ_OK;
}

void wj_spill_reset(struct wj_spill *spill)
{
    if (spill->file != NULL) {
        fclose(spill->file);
        spill->file = NULL;
    }
    wj_buf_reset(&spill->tail);
    spill->size = 0;
}

void wj_spill_clear(struct wj_spill *spill)
{
    wj_spill_reset(spill);
    wj_buf_clear(&spill->tail);
    *spill = (struct wj_spill){0};
}

/* ---- reading from a place on ---- */

enum wj_status wj_spill_peek(struct wj_spill_walk *walk, struct wj_diags *diags, size_t most,
                             struct wj_slice *bytes)
{
    uint64_t left = walk->spill->size - walk->at;
    size_t wanted = left < most ? (size_t)left : most;
    uint64_t skip = walk->at - walk->window_at;
    if (walk->window.len == 0 || skip > walk->window.len || walk->window.len - skip < wanted) {
        size_t size = wanted > WINDOW ? wanted : WINDOW;
        size = left < size ? (size_t)left : size;
        wj_buf_reset(&walk->window);
        char *room = wj_buf_reserve(&walk->window, size);
        if (room == NULL) {
            return WJ_MEMORY;
        }
        enum wj_status status = wj_spill_read(walk->spill, diags, walk->at, size, room);
        if (status != WJ_OK) {
            return status;
        }
        walk->window.len = size;
        walk->window_at = walk->at;
        skip = 0;
    }
    *bytes = wj_slice(walk->window.ptr + skip, wanted);
    return WJ_OK;
}

enum wj_status wj_spill_next(struct wj_spill_walk *walk, struct wj_diags *diags,
                             struct wj_slice *entry)
{
    struct wj_slice bytes = {0};
    *entry = (struct wj_slice){0};
    if (walk->at == walk->spill->size) {
        return WJ_OK;
    }
    enum wj_status status = wj_spill_peek(walk, diags, WJ_PACK_LONGEST, &bytes);
    struct wj_unpack head = {.rest = bytes};
    uint64_t length = status == WJ_OK ? wj_unpack_number(&head) : 0;
    size_t used = bytes.len - head.rest.len;
    if (status == WJ_OK && (head.failed || length > walk->spill->size - walk->at - used)) {
        status = WJ_DATA;
    }
    if (status == WJ_OK) {
        status = wj_spill_peek(walk, diags, used + (size_t)length, &bytes);
    }
    if (status == WJ_OK) {
        *entry = wj_slice(bytes.ptr + used, (size_t)length);
        walk->at += bytes.len;
    }
    return status;
}

void wj_spill_walk_clear(struct wj_spill_walk *walk)
{
    wj_buf_clear(&walk->window);
}
