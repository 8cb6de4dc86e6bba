#include "decode.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "convert.h"
#include "wjtab/base/digest.h"
#include "wjtab/base/interrupt.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

enum {
    BLOCK = 1 << 20,
    SETTLED = 1 << 18, /* once the encoding is known: it stays in a near cache */
    CHARACTER_MAX = 4  /* bytes, in every encoding we know */
};

struct wj_source {
    const char *path; /* NULL: reads `memory` */
    int file;
    bool standard; /* standard input: not ours to close */
    struct wj_slice memory;
    size_t block; /* bytes to read at once */
    atomic_ullong *count;
    const struct wj_scan_kernel *kernel;
    bool end; /* nothing is left to be read */
    bool raw; /* bytes are handed out as they are: who takes them adds to the digest */
    struct wj_digest *digest;
    char digest_text[WJ_DIGEST_TEXT];

    bool begun;   /* the byte order mark was looked for */
    bool settled; /* the form is known */
    bool neither; /* both encodings that auto tries were broken */
    bool sound;   /* the piece at hand is known to be UTF-8 without NUL */
    size_t bom;
    enum wj_form form;
    struct wj_converter converter;

    uint64_t offset; /* of bytes[0] in the file */
    size_t len;
    size_t used; /* bytes that the block handed out last was made from */
    struct wj_buf text;
    struct wj_fault fault; /* to be reported by the next call */
    char *bytes;           /* `room`, or a piece that somebody else read */
    char room[];
};

static struct wj_source *source_new(const struct wj_read_options *options)
{
    struct wj_source *source = wj_alloc(sizeof *source + CHARACTER_MAX + BLOCK + CHARACTER_MAX);
    if (source != NULL) {
        source->bytes = source->room;
        source->file = -1;
        source->block = BLOCK;
        source->kernel = wj_scan_kernel();
        source->count = options->count;
        source->form = wj_form_of(options->encoding);
        source->settled = options->encoding != WJ_ENCODING_AUTO;
    }
    return source;
}

enum wj_status wj_source_open(struct wj_diags *diags, const char *path,
                              const struct wj_read_options *options, struct wj_source **result)
{
    struct wj_place place = {.file = path};
    struct wj_source *source = source_new(options);
    if (source == NULL) {
        return WJ_MEMORY;
    }
    source->path = path;
    if (!options->no_digest) {
        source->digest = wj_digest_new();
        if (source->digest == NULL) {
            wj_source_free(source);
            return WJ_MEMORY;
        }
    }
    source->standard = strcmp(path, "-") == 0;
    source->file = source->standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (source->file < 0) {
        int reason = errno;
        wj_source_free(source);
        if (reason == EINTR && wj_interrupted()) { /* while it waited for a pipe's writer */
            return WJ_INTERRUPTED;
        }
        return wj_fail(diags, WJ_IO, "open", &place,
                       _("can't open this file: %s; check the name and the folder"),
                       strerror(reason));
    }
    *result = source;
    return WJ_OK;
}

enum wj_status wj_source_bytes(struct wj_slice bytes, const struct wj_read_options *options,
                               struct wj_source **result)
{
    *result = source_new(options);
    if (*result == NULL) {
        return WJ_MEMORY;
    }
    (*result)->memory = bytes;
    return WJ_OK;
}

enum wj_status wj_source_pieces(struct wj_source **result)
{
    struct wj_source *source = wj_alloc(sizeof *source);
    if (source == NULL) {
        return WJ_MEMORY;
    }
    source->file = -1;
    source->begun = true;
    source->settled = true;
    source->end = true;
    *result = source;
    return WJ_OK;
}

void wj_source_tune(struct wj_source *source, const struct wj_scan_kernel *kernel, size_t block)
{
    source->kernel = kernel != NULL ? kernel : wj_scan_kernels[wj_scan_kernel_count - 1];
    source->block = block > 0 && block < BLOCK ? block : BLOCK;
}

static size_t take_memory(struct wj_source *source, size_t want)
{
    size_t got = source->memory.len < want ? source->memory.len : want;
    if (got > 0) {
        memcpy(source->bytes + source->len, source->memory.ptr, got);
        source->memory = wj_slice_from(source->memory, got);
    }
    return got;
}

/* Waits until a pipe has something, and looks up now and then: a signal may reach another thread.
 * False when the process was interrupted. */
static bool wait_for_bytes(const struct wj_source *source)
{
    enum { LOOK_UP_MS = 100 };
    struct pollfd file = {.fd = source->file, .events = POLLIN};
    int ready = 0;
    while (ready <= 0 && !wj_interrupted()) {
        ready = poll(&file, 1, LOOK_UP_MS);
    }
    return !wj_interrupted();
}

static enum wj_status fail_to_read(const struct wj_source *source, struct wj_diags *diags)
{
    struct wj_place place = {.file = source->path};
    return wj_fail(diags, WJ_IO, "read", &place, _("can't read this file: %s"), strerror(errno));
}

static void note_read(const struct wj_source *source, size_t bytes)
{
    if (source->count != NULL) {
        atomic_fetch_add_explicit(source->count, (unsigned long long)bytes, memory_order_relaxed);
    }
}

/* Reads `want` bytes, fewer only at the end: a pipe hands out less than was asked for. */
static enum wj_status read_bytes(struct wj_source *source, struct wj_diags *diags, char *room,
                                 size_t want, size_t *len)
{
    *len = 0;
    while (*len < want && !source->end) {
        if (!wait_for_bytes(source)) {
            return WJ_INTERRUPTED;
        }
        ssize_t got = read(source->file, room + *len, want - *len);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return fail_to_read(source, diags);
        }
        source->end = got == 0;
        *len += (size_t)got;
        note_read(source, (size_t)got);
    }
    return WJ_OK;
}

/* Reads `want` more bytes behind those at hand. */
static enum wj_status fill(struct wj_source *source, struct wj_diags *diags, size_t want)
{
    char *room = source->bytes + source->len;
    size_t len = 0;
    enum wj_status status = WJ_OK;
    if (source->path != NULL) {
        status = read_bytes(source, diags, room, want, &len);
    } else {
        len = take_memory(source, want);
        source->end = len < want;
    }
    if (source->digest != NULL && !source->raw) {
        wj_digest_add(source->digest, wj_slice(room, len));
    }
    source->len += len;
    return status;
}

static bool has_high_byte(struct wj_slice bytes)
{
    unsigned char all = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        all |= (unsigned char)bytes.ptr[i];
    }
    return (all & 0x80) != 0;
}

static enum wj_status open_converter(struct wj_source *source, struct wj_diags *diags,
                                     enum wj_form form)
{
    struct wj_place place = {.file = source->path};
    enum wj_status status = wj_converter_open(&source->converter, form);
    if (status == WJ_INTERNAL) {
        return wj_fail(diags, status, "no_converter", &place,
                       _("this system can't convert %s (iconv); install its converters, or save "
                         "the file as UTF-8"),
                       wj_form_charset(form));
    }
    return status;
}

/* So many bytes at the start are UTF-8: a NUL is no reason to take them for something else. */
static size_t count_utf8(const struct wj_source *source, struct wj_slice bytes)
{
    size_t count = source->kernel->valid(bytes);
    while (count < bytes.len && bytes.ptr[count] == '\0') {
        count++;
        count += source->kernel->valid(wj_slice_from(bytes, count));
    }
    return count;
}

/* Chooses the encoding by the block at hand. Where both break, the one that got further is taken:
 * the message then points at the byte that is wrong, not at the first Chinese character. */
static enum wj_status detect(struct wj_source *source, struct wj_diags *diags)
{
    size_t window = source->len;
    size_t gb18030 = 0;
    /* The window may end inside a character. */
    enum wj_status status = fill(source, diags, CHARACTER_MAX - 1);
    if (status != WJ_OK) {
        return status;
    }
    struct wj_slice bytes = wj_slice(source->bytes, source->len);
    size_t utf8 = count_utf8(source, bytes);
    source->settled = true;
    source->form = WJ_FORM_UTF8;
    if (utf8 >= window) {
        return WJ_OK;
    }
    status = open_converter(source, diags, WJ_FORM_GB18030);
    if (status == WJ_OK) {
        wj_buf_reset(&source->text);
        status = wj_convert_decode(&source->converter, bytes, &source->text, &gb18030);
    }
    source->neither = gb18030 < window;
    source->form = gb18030 > utf8 ? WJ_FORM_GB18030 : WJ_FORM_UTF8;
    return status;
}

/* Drops what was handed out, reads on, and settles what the first bytes can settle. */
static enum wj_status advance(struct wj_source *source, struct wj_diags *diags)
{
    if (source->used > 0) {
        memmove(source->bytes, source->bytes + source->used, source->len - source->used);
    }
    source->len -= source->used;
    source->offset += source->used;
    source->used = 0;
    size_t wanted = source->settled && source->block > SETTLED ? SETTLED : source->block;
    enum wj_status status = fill(source, diags, wanted);
    if (status != WJ_OK) {
        return status;
    }
    if (!source->begun) {
        source->begun = true;
        source->bom = wj_form_bom(wj_slice(source->bytes, source->len), &source->form);
        source->settled = source->settled || source->bom > 0;
        memmove(source->bytes, source->bytes + source->bom, source->len - source->bom);
        source->len -= source->bom;
        source->offset = source->bom;
    }
    if (!source->settled && has_high_byte(wj_slice(source->bytes, source->len))) {
        status = detect(source, diags);
    }
    return status;
}

/* The valid characters at the start of the bytes. */
static enum wj_status decode(struct wj_source *source, struct wj_diags *diags,
                             struct wj_slice *text)
{
    struct wj_slice bytes = wj_slice(source->bytes, source->len);
    if (source->form == WJ_FORM_UTF8) {
        source->used = source->sound ? bytes.len : source->kernel->valid(bytes);
        *text = wj_slice(bytes.ptr, source->used);
        return WJ_OK;
    }
    if (!source->converter.opened) {
        enum wj_status status = open_converter(source, diags, source->form);
        if (status != WJ_OK) {
            return status;
        }
    }
    wj_buf_reset(&source->text);
    enum wj_status status =
        wj_convert_decode(&source->converter, bytes, &source->text, &source->used);
    *text = wj_buf_slice(&source->text);
    return status;
}

/* The first NUL in a text; NULL: there is none. The check of UTF-8 stopped before it. */
static const char *find_nul(const struct wj_source *source, struct wj_slice text)
{
    if (source->form == WJ_FORM_UTF8) {
        const char *next = source->bytes + source->used;
        return source->used < source->len && *next == '\0' ? next : NULL;
    }
    return text.len > 0 ? memchr(text.ptr, '\0', text.len) : NULL;
}

/* Looks for what ends the trust in this block: the first NUL, or a byte that begins no character
 * though enough bytes, or all there are, stand behind it. */
static void find_fault(struct wj_source *source, struct wj_slice *text)
{
    const char *nul = find_nul(source, *text);
    struct wj_slice bytes = wj_slice(source->bytes, source->len);
    size_t left = source->len - source->used;
    if (nul != NULL) {
        size_t position = (size_t)(nul - text->ptr);
        size_t before = wj_form_offset(source->form, bytes, *text, position);
        text->len = position;
        source->fault = (struct wj_fault){.kind = WJ_FAULT_NUL, .byte = source->offset + before};
    } else if (left >= CHARACTER_MAX || (left > 0 && source->end)) {
        source->fault = (struct wj_fault){
            .kind = WJ_FAULT_ENCODING,
            .byte = source->offset + source->used,
            .encoding = source->neither ? WJ_ENCODING_AUTO : wj_form_encoding(source->form),
        };
    }
}

enum wj_status wj_source_next(struct wj_source *source, struct wj_diags *diags,
                              struct wj_slice *text, struct wj_fault *fault)
{
    *text = wj_slice(NULL, 0);
    while (text->len == 0 && source->fault.kind == WJ_FAULT_NONE) {
        enum wj_status status = advance(source, diags);
        if (status == WJ_OK && source->len == 0 && source->end) {
            break;
        }
        if (status == WJ_OK) {
            status = decode(source, diags, text);
        }
        if (status != WJ_OK) {
            return status;
        }
        find_fault(source, text);
    }
    if (text->len > 0) {
        return WJ_OK;
    }
    if (source->fault.kind != WJ_FAULT_NONE) {
        *fault = source->fault;
        return WJ_DATA;
    }
    wj_source_finish(source);
    return WJ_OK;
}

/* ---- bytes for others to decode ---- */

bool wj_source_may_hand_over(const struct wj_source *source)
{
    bool wide = source->form == WJ_FORM_UTF16LE || source->form == WJ_FORM_UTF16BE;
    return source->path != NULL && source->begun && !source->end && !wide &&
           source->fault.kind == WJ_FAULT_NONE;
}

struct wj_slice wj_source_hand_over(struct wj_source *source, const char *from, uint64_t *offset)
{
    struct wj_slice bytes = wj_slice(source->bytes, source->len);
    bool same = source->form == WJ_FORM_UTF8;
    struct wj_slice text = same ? bytes : wj_buf_slice(&source->text);
    size_t position = (size_t)(from - text.ptr);
    size_t before = wj_form_offset(source->form, bytes, text, position);
    source->raw = true;
    source->used = source->len;
    *offset = source->offset + before;
    return wj_slice_from(bytes, before);
}

enum wj_status wj_source_raw(struct wj_source *source, struct wj_diags *diags, size_t want,
                             struct wj_buf *out)
{
    size_t len = 0;
    if (!source->settled) {
        /* The same blocks as otherwise: who looks at others may find another encoding. */
        enum wj_status status = advance(source, diags);
        source->used = source->len;
        wj_buf_add(out, wj_slice(source->bytes, source->len));
        return status == WJ_OK ? wj_buf_status(out) : status;
    }
    char *room = wj_buf_reserve(out, want);
    if (room == NULL) {
        return WJ_MEMORY;
    }
    enum wj_status status = read_bytes(source, diags, room, want, &len);
    out->len += len;
    return status;
}

bool wj_source_may_read_at(const struct wj_source *source, uint64_t *offset)
{
    struct stat info;
    if (!source->settled || source->end || fstat(source->file, &info) != 0 ||
        !S_ISREG(info.st_mode)) {
        return false;
    }
    off_t at = lseek(source->file, 0, SEEK_CUR);
    *offset = (uint64_t)at;
    return at >= 0;
}

enum wj_status wj_source_read_at(const struct wj_source *source, struct wj_diags *diags, char *room,
                                 size_t want, uint64_t offset, size_t *len)
{
    bool end = false;
    *len = 0;
    while (*len < want && !end) {
        if (wj_interrupted()) {
            return WJ_INTERRUPTED;
        }
        ssize_t got = pread(source->file, room + *len, want - *len, (off_t)(offset + *len));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return fail_to_read(source, diags);
        }
        end = got == 0;
        note_read(source, (size_t)got);
        *len += (size_t)got;
    }
    return WJ_OK;
}

struct wj_decoding wj_source_decoding(const struct wj_source *source)
{
    return (struct wj_decoding){.form = source->form, .neither = source->neither};
}

void wj_source_digest_add(struct wj_source *source, struct wj_slice bytes)
{
    if (source->digest != NULL) {
        wj_digest_add(source->digest, bytes);
    }
}

void wj_source_finish(struct wj_source *source)
{
    if (source->digest != NULL && source->digest_text[0] == '\0') {
        wj_digest_text(source->digest, source->digest_text);
    }
}

void wj_source_piece(struct wj_source *source, char *bytes, size_t len, struct wj_decoding decoding)
{
    if (source->converter.opened && source->form != decoding.form) {
        wj_converter_close(&source->converter);
    }
    source->form = decoding.form;
    source->neither = decoding.neither;
    source->sound = decoding.sound;
    source->offset = decoding.offset;
    source->bytes = bytes;
    source->len = len;
    source->used = 0;
    source->fault = (struct wj_fault){0};
}

enum wj_form wj_source_form(const struct wj_source *source)
{
    return source->form;
}

size_t wj_source_bom(const struct wj_source *source)
{
    return source->bom;
}

const char *wj_source_digest(const struct wj_source *source)
{
    return source->digest_text;
}

void wj_source_free(struct wj_source *source)
{
    if (source == NULL) {
        return;
    }
    if (source->file >= 0 && !source->standard) {
        close(source->file);
    }
    wj_digest_free(source->digest);
    wj_converter_close(&source->converter);
    wj_buf_clear(&source->text);
    wj_free(source);
}
