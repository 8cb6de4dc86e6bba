#include <errno.h>
#include <string.h>

#include "fault.h"
#include "kind.h"
#include "sav.h"
#include "store.h"
#include "wjtab/base/digest.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

enum { BLOCK = 1 << 16 };

struct sav_reader {
    struct wj_reader head;
    const char *path;
    struct wj_sav_text text;
    struct wj_sav_content content;
    struct wj_slice *header;
    struct wj_slice *labels; /* of values, decoded */
    struct wj_buf raw;
    struct wj_buf decoded;
    struct wj_store store;
    uint64_t handed; /* rows */
    bool begun;      /* the header was handed out */
    bool failed;
    bool ended;
    struct wj_fault fault; /* of the row at which it `failed` */
    char digest[WJ_DIGEST_TEXT];
};

static const char not_asked[] = "(跳过)";

/* Labels of user-missing values that say that the question was not asked. */
static const char *const not_asked_labels[] = {not_asked, "（跳过）", "跳过", "不适用", "未问"};

static enum wj_status fail_text(const struct sav_reader *reader, struct wj_diags *diags,
                                const struct wj_place *place)
{
    if (!reader->text.settled) {
        return wj_fail(diags, WJ_DATA, "invalid_encoding", place,
                       _("this text fits neither UTF-8 nor GB18030; save the file again as UTF-8, "
                         "or name its encoding with --encoding"));
    }
    const char *name = reader->text.other     ? reader->text.name
                       : reader->text.gb18030 ? "gb18030"
                                              : "utf-8";
    return wj_fail(diags, WJ_DATA, "invalid_encoding", place,
                   _("this text is not valid in %s; save the file again as UTF-8, or name another "
                     "encoding with --encoding"),
                   name);
}

static enum wj_status fail_file(const struct sav_reader *reader, struct wj_diags *diags)
{
    const struct wj_sav_content *content = &reader->content;
    struct wj_place place = {.file = reader->path};
    switch (content->fault.kind) {
    case WJ_SAV_UNREADABLE:
        return wj_fail(diags, WJ_IO, "read", &place, _("can't read this file: %s"),
                       strerror(content->fault.reason));
    case WJ_SAV_NO_SPOOL:
        return wj_fail(diags, WJ_IO, "write", &place,
                       _("can't write a temporary file: %s; make room in /tmp"),
                       strerror(content->fault.reason));
    case WJ_SAV_TOO_WIDE:
        return wj_fail(diags, WJ_DATA, "too_many_columns", &place,
                       _("this file has more than %d variables; check that it is the right one"),
                       WJ_COLUMNS_MAX);
    case WJ_SAV_BOMB:
        return wj_fail(diags, WJ_DATA, "zip_bomb", &place,
                       _("this file unpacks to more than %d times its size, as no table of "
                         "responses does; check where it comes from, or save it as CSV"),
                       WJ_SAV_RATIO_MOST);
    default:
        place.line = content->complete ? content->rows + 2 : 0;
        return wj_fail(diags, WJ_DATA, "damaged_file", &place,
                       _("this SPSS file is damaged: %s; export it again"), content->fault.text);
    }
}

/* A decoded copy of a text of the dictionary. */
static enum wj_status decode_kept(struct sav_reader *reader, struct wj_slice raw,
                                  struct wj_slice *result)
{
    struct wj_slice text = {0};
    enum wj_status status = wj_sav_text_decode(&reader->text, raw, &reader->decoded, &text);
    if (status != WJ_OK) {
        return status;
    }
    const char *copy = wj_arena_copy(&reader->content.arena, text);
    *result = wj_slice(copy, text.len);
    return copy != NULL ? WJ_OK : WJ_MEMORY;
}

static enum wj_status decode_labels(struct sav_reader *reader, struct wj_diags *diags)
{
    const struct wj_sav_content *content = &reader->content;
    struct wj_place place = {.file = reader->path};
    enum wj_status status = WJ_OK;
    reader->labels = wj_alloc((content->label_count + 1) * sizeof *reader->labels);
    if (reader->labels == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; status == WJ_OK && i < content->label_count; i++) {
        status = decode_kept(reader, content->labels[i], &reader->labels[i]);
    }
    return status == WJ_DATA ? fail_text(reader, diags, &place) : status;
}

static enum wj_status count_title(struct wj_map *titles, struct wj_slice title)
{
    uint64_t *count = NULL;
    enum wj_status status = wj_map_put(titles, title, &count);
    if (status == WJ_OK) {
        (*count)++;
    }
    return status;
}

/* Counts names and labels: a label that is there twice, or is another variable's name, names no
 * column. */
static enum wj_status count_titles(const struct wj_sav_content *content, struct wj_map *titles)
{
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < content->variable_count; i++) {
        const struct wj_sav_variable *variable = &content->variables[i];
        status = count_title(titles, variable->name);
        if (status == WJ_OK && !wj_slice_equal(variable->name, variable->label)) {
            status = count_title(titles, variable->label);
        }
    }
    return status;
}

static enum wj_status make_header(struct sav_reader *reader, struct wj_diags *diags)
{
    const struct wj_sav_content *content = &reader->content;
    struct wj_map titles = {0};
    reader->header = wj_alloc(content->variable_count * sizeof *reader->header);
    if (reader->header == NULL) {
        return WJ_MEMORY;
    }
    enum wj_status status = count_titles(content, &titles);
    for (size_t i = 0; status == WJ_OK && i < content->variable_count; i++) {
        const struct wj_sav_variable *variable = &content->variables[i];
        const uint64_t *count = wj_map_get(&titles, variable->label);
        bool labelled = variable->label.len > 0 && count != NULL && *count == 1;
        status =
            decode_kept(reader, labelled ? variable->label : variable->name, &reader->header[i]);
        if (status == WJ_DATA) {
            struct wj_place place = {.file = reader->path, .line = 1, .column = i + 1};
            status = fail_text(reader, diags, &place);
        }
    }
    wj_map_clear(&titles);
    return status;
}

static enum wj_status make_digest(FILE *file, char text[WJ_DIGEST_TEXT])
{
    char *block = wj_alloc(BLOCK);
    struct wj_digest *digest = wj_digest_new();
    enum wj_status status = block != NULL && digest != NULL ? WJ_OK : WJ_MEMORY;
    size_t got = 0;
    rewind(file);
    while (status == WJ_OK && (got = fread(block, 1, BLOCK, file)) > 0) {
        wj_digest_add(digest, wj_slice(block, got));
    }
    if (status == WJ_OK) {
        wj_digest_text(digest, text);
    }
    wj_digest_free(digest);
    wj_free(block);
    return status;
}

/* Parses an open file, and gets its header ready. */
static enum wj_status load(struct sav_reader *reader, struct wj_diags *diags, FILE *file,
                           const struct wj_read_options *options)
{
    struct wj_sav_content *content = &reader->content;
    struct wj_place place = {.file = reader->path};
    struct wj_sav_scan scan;
    enum wj_status status = WJ_OK;
    wj_sav_scan(file, &scan);
    if (!ferror(file) && !options->no_digest) {
        status = make_digest(file, reader->digest);
    }
    if (ferror(file)) {
        content->fault = (struct wj_sav_fault){.kind = WJ_SAV_UNREADABLE, .reason = errno};
        return fail_file(reader, diags);
    }
    if (scan.variables > WJ_COLUMNS_MAX) {
        content->fault.kind = WJ_SAV_TOO_WIDE;
        return fail_file(reader, diags);
    }
    if (status == WJ_OK) {
        status = wj_sav_text_open(&reader->text, options->encoding, &scan);
    }
    if (status == WJ_OK) {
        bool utf8 = reader->text.settled && !reader->text.gb18030 && !reader->text.other;
        status = wj_sav_parse(file, utf8, !reader->text.settled, content);
    }
    if (status == WJ_OK && content->utf8_broken) {
        status = wj_sav_text_settle(&reader->text, true);
    }
    if (status == WJ_INTERNAL) {
        return wj_fail(diags, status, "no_converter", &place,
                       _("this system can't convert %s (iconv); install its converters, or save "
                         "the file as UTF-8"),
                       wj_form_charset(WJ_FORM_GB18030));
    }
    bool fatal = content->fault.kind != WJ_SAV_SOUND && content->fault.kind != WJ_SAV_DAMAGED;
    if (status == WJ_OK && (fatal || !content->complete)) {
        return fail_file(reader, diags);
    }
    if (status == WJ_OK) {
        status = make_header(reader, diags);
    }
    return status == WJ_OK ? decode_labels(reader, diags) : status;
}

static void free_sav(struct wj_reader *head)
{
    struct sav_reader *reader = (struct sav_reader *)head;
    wj_sav_text_close(&reader->text);
    wj_sav_content_clear(&reader->content);
    wj_free(reader->header);
    wj_free(reader->labels);
    wj_buf_clear(&reader->raw);
    wj_buf_clear(&reader->decoded);
    wj_store_clear(&reader->store);
    wj_free(reader);
}

static enum wj_status open_sav(struct wj_diags *diags, const char *path,
                               const struct wj_read_options *options, struct wj_reader **result)
{
    struct wj_place place = {.file = path};
    if (options->encoding == WJ_ENCODING_UTF16) {
        return wj_fail(diags, WJ_DATA, "invalid_encoding", &place,
                       _("the texts of an SPSS file are never UTF-16; leave --encoding out, or "
                         "name utf-8 or gb18030"));
    }
    struct sav_reader *reader = wj_alloc(sizeof *reader);
    if (reader == NULL) {
        return WJ_MEMORY;
    }
    reader->head.kind = &wj_sav_kind;
    reader->path = path;
    FILE *file = fopen(path, "rbe");
    enum wj_status status = WJ_OK;
    if (file == NULL) {
        status =
            wj_fail(diags, WJ_IO, "open", &place,
                    _("can't open this file: %s; check the name and the folder"), strerror(errno));
    }
    if (status == WJ_OK) {
        status = load(reader, diags, file, options);
    }
    if (file != NULL) {
        fclose(file);
    }
    if (status != WJ_OK) {
        free_sav(&reader->head);
        return status;
    }
    *result = &reader->head;
    return WJ_OK;
}

static enum wj_status fail_spool(const struct sav_reader *reader, struct wj_diags *diags)
{
    struct wj_place place = {.file = reader->path};
    return wj_fail(diags, WJ_IO, "read", &place, _("can't read a temporary file: %s"),
                   strerror(errno));
}

/* Reads what a cell begins with; false at the end of the spool. */
static bool read_cell(FILE *spool, enum wj_sav_cell *kind, uint64_t *number)
{
    uint64_t value = 0;
    int byte = 0x80;
    for (unsigned shift = 0; (byte & 0x80) != 0; shift += 7) {
        byte = shift < 64 ? getc_unlocked(spool) : EOF;
        if (byte == EOF) {
            return false;
        }
        value |= (uint64_t)(byte & 0x7F) << shift;
    }
    *kind = (enum wj_sav_cell)(value & ((1 << WJ_SAV_CELL_BITS) - 1));
    *number = value >> WJ_SAV_CELL_BITS;
    return true;
}

static struct wj_slice label_text(const struct sav_reader *reader, enum wj_sav_cell kind,
                                  uint64_t number)
{
    struct wj_slice label = reader->labels[number];
    if (kind == WJ_SAV_CELL_LABEL) {
        return label;
    }
    struct wj_slice trimmed = wj_text_trim(label);
    for (size_t i = 0; i < sizeof not_asked_labels / sizeof *not_asked_labels; i++) {
        if (wj_slice_is(trimmed, not_asked_labels[i])) {
            return wj_slice_of(not_asked);
        }
    }
    return wj_slice(NULL, 0);
}

/* Takes a cell from the spool into the store. WJ_DATA without a message. */
static enum wj_status take_cell(struct sav_reader *reader, struct wj_diags *diags)
{
    FILE *spool = reader->content.spool;
    enum wj_sav_cell kind = WJ_SAV_CELL_TEXT;
    uint64_t number = 0;
    struct wj_slice text = {0};
    if (!read_cell(spool, &kind, &number)) {
        return fail_spool(reader, diags);
    }
    if (kind != WJ_SAV_CELL_TEXT) {
        return wj_store_field(&reader->store, label_text(reader, kind, number));
    }
    wj_buf_reset(&reader->raw);
    char *room = wj_buf_reserve(&reader->raw, (size_t)number + 1);
    if (room == NULL) {
        return WJ_MEMORY;
    }
    if (fread(room, 1, (size_t)number, spool) != number) {
        return fail_spool(reader, diags);
    }
    struct wj_slice raw = wj_slice(room, (size_t)number);
    enum wj_status status = wj_sav_text_decode(&reader->text, raw, &reader->decoded, &text);
    return status == WJ_OK ? wj_store_field(&reader->store, text) : status;
}

static enum wj_status take_row(struct sav_reader *reader, struct wj_diags *diags)
{
    size_t count = reader->content.variable_count;
    size_t start = reader->store.texts.len;
    reader->fault = (struct wj_fault){.line = reader->handed + 2};
    for (size_t i = 0; i < count; i++) {
        enum wj_status status = take_cell(reader, diags);
        if (status == WJ_DATA) {
            reader->fault.kind = WJ_FAULT_ENCODING;
            reader->fault.column = i + 1;
        } else if (status == WJ_OK && reader->store.texts.len - start > WJ_RECORD_MAX) {
            reader->fault.kind = WJ_FAULT_RECORD_TOO_LONG;
            status = WJ_DATA;
        }
        if (status != WJ_OK) {
            return status;
        }
    }
    reader->handed++;
    return wj_store_record(&reader->store, reader->handed + 1, count);
}

static enum wj_status take_header(struct sav_reader *reader)
{
    size_t count = reader->content.variable_count;
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < count; i++) {
        status = wj_store_field(&reader->store, reader->header[i]);
    }
    reader->begun = true;
    return status == WJ_OK ? wj_store_record(&reader->store, 1, count) : status;
}

static enum wj_status fail_row(const struct sav_reader *reader, struct wj_diags *diags)
{
    const struct wj_fault *fault = &reader->fault;
    struct wj_place place = {reader->path, fault->line, fault->column};
    return fault->kind == WJ_FAULT_ENCODING ? fail_text(reader, diags, &place)
                                            : wj_fault_report(fault, diags, WJ_DATA, reader->path);
}

static enum wj_status next_sav(struct wj_reader *head, struct wj_diags *diags,
                               struct wj_batch *batch)
{
    struct sav_reader *reader = (struct sav_reader *)head;
    *batch = (struct wj_batch){0};
    enum wj_status status = wj_store_reset(&reader->store);
    if (status == WJ_OK && !reader->begun) {
        status = take_header(reader);
    }
    while (status == WJ_OK && !reader->failed && reader->handed < reader->content.rows &&
           wj_store_has_room(&reader->store)) {
        status = take_row(reader, diags);
        reader->failed = status == WJ_DATA;
    }
    if (status != WJ_OK && status != WJ_DATA) {
        return status;
    }
    /* What came before the fault goes out first. */
    if (reader->store.record_count == 0 && reader->failed) {
        return fail_row(reader, diags);
    }
    if (reader->store.record_count == 0 && reader->content.fault.kind != WJ_SAV_SOUND) {
        return fail_file(reader, diags);
    }
    reader->ended = reader->store.record_count == 0;
    *batch = wj_store_batch(&reader->store);
    return WJ_OK;
}

static bool fits_sav(struct wj_slice start)
{
    return wj_slice_starts(start, wj_slice_of("$FL2")) ||
           wj_slice_starts(start, wj_slice_of("$FL3"));
}

static enum wj_encoding encoding_sav(const struct wj_reader *head)
{
    return ((const struct sav_reader *)head)->text.gb18030 ? WJ_ENCODING_GB18030 : WJ_ENCODING_UTF8;
}

static char delimiter_sav(const struct wj_reader *head)
{
    (void)head;
    return '\0';
}

static const char *digest_sav(const struct wj_reader *head)
{
    const struct sav_reader *reader = (const struct sav_reader *)head;
    return reader->ended ? reader->digest : "";
}

const struct wj_reader_kind wj_sav_kind = {
    "sav", fits_sav, open_sav, next_sav, encoding_sav, delimiter_sav, digest_sav, free_sav, NULL,
};
