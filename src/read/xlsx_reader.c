#include "kind.h"
#include "store.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/message.h"
#include "xlsx_book.h"
#include "xlsx_sheet.h"
#include "xlsx_strings.h"
#include "xlsx_styles.h"

struct xlsx_reader {
    struct wj_reader head;
    struct wj_xlsx_package package;
    struct wj_xlsx_book book;
    struct wj_xlsx_strings strings;
    struct wj_xlsx_styles styles;
    struct wj_xlsx_sheet sheet;
    struct wj_store store;
    bool begun; /* the header, read while opening, was handed out */
    bool ended;
    enum wj_status failed;   /* why reading ended before its time */
    struct wj_diags pending; /* its messages, for the call after the records before it */
    char digest[WJ_DIGEST_TEXT];
};

static bool fits_xlsx(struct wj_slice start)
{
    /* A ZIP file; a compound file, which `open` refuses with advice. */
    return wj_slice_starts(start, wj_slice("PK\x03\x04", 4)) ||
           wj_slice_starts(start, wj_slice("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8));
}

static void free_xlsx(struct wj_reader *head)
{
    struct xlsx_reader *reader = (struct xlsx_reader *)head;
    wj_xlsx_sheet_close(&reader->sheet);
    wj_xlsx_styles_clear(&reader->styles);
    wj_xlsx_strings_clear(&reader->strings);
    wj_xlsx_book_clear(&reader->book);
    wj_xlsx_package_close(&reader->package);
    wj_store_clear(&reader->store);
    wj_diags_clear(&reader->pending);
    wj_free(reader);
}

/* Reads the header, so that an empty sheet and merged header cells are refused at once. */
static enum wj_status read_header(struct xlsx_reader *reader, struct wj_diags *diags,
                                  const struct wj_xlsx_sheet_entry *entry)
{
    bool found = false;
    enum wj_status status = wj_store_reset(&reader->store);
    if (status == WJ_OK) {
        status = wj_xlsx_sheet_next(&reader->sheet, diags, &reader->store, &found);
    }
    if (status == WJ_OK && !found) {
        struct wj_place place = {.file = reader->package.path};
        status = wj_fail(diags, WJ_DATA, "empty_input", &place,
                         _("the sheet “%s” holds no record at all; name another one with sheet:, "
                           "or export the file again, with its header line"),
                         entry->name);
    }
    if (status == WJ_OK) {
        status = wj_xlsx_merges_check(&reader->package, diags, entry->part, reader->sheet.row);
    }
    return status;
}

static enum wj_status open_sheet(struct xlsx_reader *reader, struct wj_diags *diags,
                                 const char *name)
{
    const struct wj_xlsx_sheet_entry *entry = NULL;
    const struct wj_xlsx_package *package = &reader->package;
    enum wj_status status = wj_xlsx_book_read(&reader->book, package, diags);
    if (status == WJ_OK) {
        status = wj_xlsx_book_sheet(&reader->book, diags, package->path, name, &entry);
    }
    if (status == WJ_OK) {
        status = wj_xlsx_strings_read(&reader->strings, package, diags, reader->book.strings);
    }
    if (status == WJ_OK) {
        status = wj_xlsx_styles_read(&reader->styles, package, diags, reader->book.styles);
    }
    if (status == WJ_OK) {
        reader->sheet.strings = &reader->strings;
        reader->sheet.styles = &reader->styles;
        reader->sheet.from_1904 = reader->book.from_1904;
        status = wj_xlsx_sheet_open(&reader->sheet, package, diags, entry->part);
    }
    return status == WJ_OK ? read_header(reader, diags, entry) : status;
}

static enum wj_status open_xlsx(struct wj_diags *diags, const char *path,
                                const struct wj_read_options *options, struct wj_reader **result)
{
    struct xlsx_reader *reader = wj_alloc(sizeof *reader);
    if (reader == NULL) {
        return WJ_MEMORY;
    }
    reader->head.kind = &wj_xlsx_kind;
    enum wj_status status = wj_xlsx_package_open(&reader->package, diags, path,
                                                 options->no_digest ? NULL : reader->digest);
    if (status == WJ_OK) {
        status = open_sheet(reader, diags, options->sheet);
    }
    if (status != WJ_OK) {
        free_xlsx(&reader->head);
        return status;
    }
    *result = &reader->head;
    return WJ_OK;
}

/* Hands the messages that were kept to the caller's sink. */
static enum wj_status report(const struct xlsx_reader *reader, struct wj_diags *diags)
{
    for (size_t i = 0; i < reader->pending.count; i++) {
        const struct wj_diag *diag = &reader->pending.list[i];
        struct wj_place place = {diag->file, diag->line, diag->column};
        wj_diag_add(diags, diag->severity, diag->kind, &place, "%s", diag->message);
    }
    diags->failed = diags->failed || reader->pending.failed;
    return reader->failed;
}

static enum wj_status next_xlsx(struct wj_reader *head, struct wj_diags *diags,
                                struct wj_batch *batch)
{
    struct xlsx_reader *reader = (struct xlsx_reader *)head;
    *batch = (struct wj_batch){0};
    enum wj_status status = reader->begun ? wj_store_reset(&reader->store) : WJ_OK;
    reader->begun = true;
    while (status == WJ_OK && reader->failed == WJ_OK && !reader->ended &&
           wj_store_has_room(&reader->store)) {
        bool found = false;
        reader->failed =
            wj_xlsx_sheet_next(&reader->sheet, &reader->pending, &reader->store, &found);
        reader->ended = !found;
    }
    if (status != WJ_OK) {
        return status;
    }
    /* What came before the fault goes out first. */
    bool data = reader->failed == WJ_OK || reader->failed == WJ_DATA;
    if (reader->failed != WJ_OK && (!data || reader->store.record_count == 0)) {
        return report(reader, diags);
    }
    *batch = wj_store_batch(&reader->store);
    return WJ_OK;
}

static enum wj_encoding encoding_xlsx(const struct wj_reader *head)
{
    (void)head;
    return WJ_ENCODING_UTF8;
}

static char delimiter_xlsx(const struct wj_reader *head)
{
    (void)head;
    return '\0';
}

static const char *digest_xlsx(const struct wj_reader *head)
{
    return ((const struct xlsx_reader *)head)->digest;
}

const struct wj_reader_kind wj_xlsx_kind = {
    "xlsx",         fits_xlsx,   open_xlsx, next_xlsx, encoding_xlsx,
    delimiter_xlsx, digest_xlsx, free_xlsx, NULL,
};
