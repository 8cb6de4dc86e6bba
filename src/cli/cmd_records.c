#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "options.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

/* What is found goes to temporary files first: a file that turns out to be bad at its end must
 * not leave half an output, and memory must not grow with the file. */
struct listing {
    struct wj_diags *diags;
    bool json;
    struct wj_buf out;
    FILE *records;
    FILE *shape; /* JSON only: the list of records of the wrong length */
    struct wj_buf header_text;
    struct wj_slice *header;
    size_t columns;
    uint64_t count;
    uint64_t misfits;
};

static const struct option options[] = {
    {"json", no_argument, NULL, WJ_OPTION_JSON},
    {"quiet", no_argument, NULL, WJ_OPTION_QUIET},
    {"encoding", required_argument, NULL, WJ_OPTION_ENCODING},
    {"delimiter", required_argument, NULL, WJ_OPTION_DELIMITER},
    {"sheet", required_argument, NULL, WJ_OPTION_SHEET},
    {"help", no_argument, NULL, WJ_OPTION_HELP},
    {NULL, 0, NULL, 0},
};

static const char *help(void)
{
    return _("wjtab records FILE — how a file is read\n"
             "\n"
             "Shows the records of a file as wjtab sees them: the header is record 1, the\n"
             "line is the one on which a record starts. FILE may be -, standard input. Nothing is\n"
             "printed but a message when the file can't be trusted (exit status 3).\n"
             "Unlike the other commands it shows the file as it is, personal data included.\n"
             "\n"
             "      --json            for programs\n"
             "      --encoding E      auto, utf-8, gb18030, utf-16\n"
             "      --delimiter D     auto, tab, or one character\n"
             "      --sheet NAME      of a workbook (default: the first)\n"
             "  -q, --quiet           prints only warnings and errors besides\n"
             "\n"
             "Examples:\n"
             "  wjtab records responses.csv\n"
             "  wjtab records responses.csv --encoding gb18030 --json\n");
}

static enum wj_status take_options(struct wj_diags *diags, int argc, char **argv,
                                   struct wj_options *chosen)
{
    enum wj_status status = wj_options_take(chosen, diags, options, argc, argv, NULL, NULL);
    if (status == WJ_OK && !chosen->helped && optind + 1 != argc) {
        return wj_fail(diags, WJ_USAGE, "usage", NULL, _("name one file: wjtab records FILE"));
    }
    return status;
}

/* The short escapes of JSON, as jansson writes them. */
static void add_json_byte(struct wj_buf *out, char byte)
{
    static const char plain[] = "\"\\\b\f\n\r\t";
    static const char letters[] = "\"\\bfnrt";
    const char *found = byte != '\0' ? strchr(plain, byte) : NULL;
    if (found != NULL) {
        wj_buf_add_char(out, '\\');
        wj_buf_add_char(out, letters[found - plain]);
    } else if ((unsigned char)byte < 0x20) {
        wj_buf_addf(out, "\\u%04x", (unsigned)byte);
    } else {
        wj_buf_add_char(out, byte);
    }
}

static void add_json_text(struct wj_buf *out, struct wj_slice text)
{
    wj_buf_add_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        add_json_byte(out, text.ptr[i]);
    }
    wj_buf_add_char(out, '"');
}

/* Moves what `out` holds to a temporary file. */
static enum wj_status spill(struct listing *listing, FILE *file)
{
    enum wj_status status = wj_buf_status(&listing->out);
    if (status == WJ_OK && listing->out.len > 0 &&
        fwrite(listing->out.ptr, 1, listing->out.len, file) != listing->out.len) {
        status = wj_fail(listing->diags, WJ_IO, "write", NULL,
                         _("can't write a temporary file: %s; make room in /tmp"), strerror(errno));
    }
    wj_buf_reset(&listing->out);
    return status;
}

/* Keeps the header, which the reader takes back with its first batch. */
static enum wj_status keep_header(struct listing *listing, const struct wj_slice *fields,
                                  size_t count)
{
    listing->header = wj_alloc(count * sizeof *fields);
    if (listing->header == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        wj_buf_add(&listing->header_text, fields[i]);
    }
    enum wj_status status = wj_buf_status(&listing->header_text);
    const char *text = wj_buf_text(&listing->header_text);
    for (size_t i = 0; status == WJ_OK && i < count; i++) {
        listing->header[i] = wj_slice(text, fields[i].len);
        text += fields[i].len;
    }
    listing->columns = count;
    return status;
}

static void add_json_record(struct wj_buf *out, const struct wj_record *record,
                            const struct wj_slice *fields)
{
    wj_buf_add_text(out, record->number > 1 ? ",\n[" : "\n[");
    for (size_t i = 0; i < record->count; i++) {
        wj_buf_add_text(out, i > 0 ? ", " : "");
        add_json_text(out, fields[i]);
    }
    wj_buf_add_char(out, ']');
}

static void add_text_record(struct listing *listing, const struct wj_record *record,
                            const struct wj_slice *fields, bool fits)
{
    struct wj_buf *out = &listing->out;
    wj_buf_addf(out, _("record %llu, line %llu: "), (unsigned long long)record->number,
                (unsigned long long)record->line);
    for (size_t i = 0; i < record->count; i++) {
        wj_buf_add_text(out, i > 0 ? " | " : "");
        wj_text_escape(out, fields[i]);
    }
    if (!fits) {
        wj_buf_addf(out, _("   <- number of fields: %zu, in the header: %zu"), record->count,
                    listing->columns);
    }
    wj_buf_add_char(out, '\n');
}

static enum wj_status list_misfit(struct listing *listing, const struct wj_record *record)
{
    wj_buf_addf(&listing->out, "%s{\"line\": %llu, \"record\": %llu}",
                listing->misfits > 0 ? ", " : "", (unsigned long long)record->line,
                (unsigned long long)record->number);
    return spill(listing, listing->shape);
}

static enum wj_status list_record(struct listing *listing, const struct wj_record *record,
                                  const struct wj_slice *fields)
{
    enum wj_status status = WJ_OK;
    if (record->number == 1) {
        status = keep_header(listing, fields, record->count);
    }
    if (status != WJ_OK) {
        return status;
    }
    bool fits = wj_record_fits(listing->header, listing->columns, fields, record->count);
    if (listing->json) {
        add_json_record(&listing->out, record, fields);
    } else {
        add_text_record(listing, record, fields, fits);
    }
    status = spill(listing, listing->records);
    if (status == WJ_OK && listing->json && !fits) {
        status = list_misfit(listing, record);
    }
    listing->misfits += fits ? 0 : 1;
    listing->count++;
    return status;
}

static enum wj_status list_all(struct listing *listing, struct wj_reader *reader)
{
    struct wj_batch batch = {0};
    enum wj_status status = WJ_OK;
    do {
        status = wj_reader_next(reader, listing->diags, &batch);
        for (size_t i = 0; status == WJ_OK && i < batch.count; i++) {
            const struct wj_record *record = &batch.records[i];
            status = list_record(listing, record, batch.fields + record->first);
        }
    } while (status == WJ_OK && batch.count > 0);
    return status;
}

/* Puts `text` and then what a temporary file holds to standard output. */
static enum wj_status put_file(struct listing *listing, const char *text, FILE *file)
{
    char block[1 << 16];
    enum wj_status status = wj_cli_put(listing->diags, wj_slice_of(text));
    if (status != WJ_OK) {
        return status;
    }
    size_t got = 0;
    bool good = fflush(file) == 0 && fseek(file, 0, SEEK_SET) == 0;
    while (good && status == WJ_OK && (got = fread(block, 1, sizeof block, file)) > 0) {
        status = wj_cli_put(listing->diags, wj_slice(block, got));
    }
    if (!good || ferror(file)) {
        return wj_fail(listing->diags, WJ_IO, "write", NULL,
                       _("can't write a temporary file: %s; make room in /tmp"), strerror(errno));
    }
    return status;
}

static enum wj_status put_listing(struct listing *listing, const struct wj_reader *reader)
{
    const char *encoding = wj_encoding_name(wj_reader_encoding(reader));
    char delimiter = wj_reader_delimiter(reader);
    struct wj_buf head = {0};
    struct wj_slice sign = wj_slice(&delimiter, 1);
    if (listing->json) {
        wj_buf_addf(&head, "{\"encoding\": \"%s\", \"delimiter\": ", encoding);
        if (delimiter != '\0') {
            add_json_text(&head, sign);
        } else {
            wj_buf_add_text(&head, "null");
        }
        wj_buf_addf(&head, ", \"columns\": %zu, \"records\": [", listing->columns);
    } else {
        struct wj_buf shown = {0};
        wj_text_escape(&shown, delimiter != '\0' ? sign : wj_slice_of("–"));
        wj_buf_addf(&head,
                    _("encoding: %s, delimiter: “%s”, columns: %zu, records with the header: %llu, "
                      "of another length: %llu\n"),
                    encoding, wj_buf_text(&shown), listing->columns,
                    (unsigned long long)listing->count, (unsigned long long)listing->misfits);
        head.failed = head.failed || wj_buf_status(&shown) != WJ_OK;
        wj_buf_clear(&shown);
    }
    enum wj_status status = wj_buf_status(&head);
    if (status == WJ_OK) {
        status = put_file(listing, wj_buf_text(&head), listing->records);
    }
    if (status == WJ_OK && listing->json) {
        status = put_file(listing, "\n], \"shape\": [", listing->shape);
    }
    if (status == WJ_OK && listing->json) {
        status = wj_cli_put(listing->diags, wj_slice_of("]}\n"));
    }
    wj_buf_clear(&head);
    return status;
}

static enum wj_status open_files(struct listing *listing)
{
    listing->records = tmpfile();
    listing->shape = listing->records != NULL ? tmpfile() : NULL;
    if (listing->shape == NULL) {
        return wj_fail(listing->diags, WJ_IO, "open", NULL,
                       _("can't make a temporary file: %s; make room in /tmp"), strerror(errno));
    }
    return WJ_OK;
}

static void listing_clear(struct listing *listing)
{
    if (listing->records != NULL) {
        fclose(listing->records);
    }
    if (listing->shape != NULL) {
        fclose(listing->shape);
    }
    wj_buf_clear(&listing->out);
    wj_buf_clear(&listing->header_text);
    wj_free(listing->header);
}

int wj_cmd_records(int argc, char **argv)
{
    struct wj_options chosen = {.read = {.no_digest = true}};
    struct wj_diags diags = {0};
    struct wj_reader *reader = NULL;
    enum wj_status status = take_options(&diags, argc, argv, &chosen);
    if (status == WJ_OK && chosen.helped) {
        return wj_cli_help(help());
    }
    struct listing listing = {.diags = &diags, .json = chosen.json};
    if (status == WJ_OK) {
        status = open_files(&listing);
    }
    if (status == WJ_OK) {
        status = wj_reader_open(&diags, argv[optind], &chosen.read, &reader);
    }
    if (status == WJ_OK) {
        status = list_all(&listing, reader);
    }
    if (status == WJ_OK) {
        status = put_listing(&listing, reader);
    }
    wj_reader_free(reader);
    listing_clear(&listing);
    return wj_cli_finish(&diags, status, chosen.quiet);
}
