#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wjtab/base/buf.h"
#include "wjtab/base/file.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

static enum wj_status cannot_put(struct wj_diags *diags)
{
    return wj_fail(diags, WJ_IO, "write", NULL,
                   _("can't write to standard output: %s; the output is not complete"),
                   strerror(errno));
}

enum wj_status wj_cli_put(struct wj_diags *diags, struct wj_slice bytes)
{
    size_t put = bytes.len > 0 ? fwrite(bytes.ptr, 1, bytes.len, stdout) : 0;
    if (put != bytes.len || fflush(stdout) != 0) {
        return cannot_put(diags);
    }
    return WJ_OK;
}

enum wj_status wj_cli_write(struct wj_diags *diags, const char *path, struct wj_slice bytes,
                            bool force)
{
    struct wj_outputs outputs = {0};
    struct wj_place place = {.file = path};
    if (strcmp(path, "-") == 0) {
        return wj_cli_put(diags, bytes);
    }
    if (wj_path_exists(path) && !force) {
        return wj_fail(diags, WJ_IO, "not_ours", &place,
                       _("this file is there already; choose another name, or replace it with "
                         "--force"));
    }
    enum wj_status status = wj_outputs_add(&outputs, diags, path, bytes);
    if (status == WJ_OK) {
        status = wj_outputs_commit(&outputs, diags);
    }
    wj_outputs_clear(&outputs);
    return status;
}

int wj_cli_help(const char *text)
{
    struct wj_diags diags = {0};
    enum wj_status status = wj_cli_put(&diags, wj_slice_of(text));
    return wj_cli_finish(&diags, status, false);
}

static void print_messages(const struct wj_diags *diags, bool quiet)
{
    struct wj_buf out = {0};
    for (size_t i = 0; i < diags->count; i++) {
        if (!quiet || diags->list[i].severity != WJ_NOTE) {
            wj_diag_write(&diags->list[i], &out);
        }
    }
    if (diags->dropped > 0) {
        wj_buf_addf(&out, _("… and %zu more messages\n"), diags->dropped);
    }
    fputs(wj_buf_text(&out), stderr);
    wj_buf_clear(&out);
}

int wj_cli_finish(struct wj_diags *diags, enum wj_status status, bool quiet)
{
    print_messages(diags, quiet);
    if (status == WJ_MEMORY || status == WJ_INTERNAL || diags->failed) {
        fprintf(stderr, "wjtab: %s\n",
                status == WJ_INTERNAL ? _("internal error") : _("out of memory"));
    } else if (status != WJ_OK && status != WJ_FINDINGS && diags->errors == 0) {
        fprintf(stderr, "wjtab: %s\n", _(wj_status_text(status)));
    }
    wj_diags_clear(diags);
    return wj_status_exit(status);
}

void wj_cli_bad_option(struct wj_diags *diags, const struct option *options, int result,
                       char **argv)
{
    const char *written = argv[optind - 1];
    if (result == ':') {
        wj_diag_add(diags, WJ_ERROR, "usage", NULL, _("option “%s” needs a value"), written);
        return;
    }
    struct wj_buf hint = {0};
    const char *name = strncmp(written, "--", 2) == 0 ? written + 2 : written;
    struct wj_nearest nearest = wj_nearest(wj_slice(name, strcspn(name, "=")));
    for (size_t i = 0; options[i].name != NULL; i++) {
        wj_nearest_try(&nearest, wj_slice_of(options[i].name));
    }
    if (nearest.best.len > 0) {
        wj_buf_addf(&hint, _("; did you mean “--%.*s”?"), WJ_SLICE_ARG(nearest.best));
    }
    wj_diag_add(diags, WJ_ERROR, "usage", NULL,
                _("there is no option “%s”%s; see “wjtab %s --help”"), written, wj_buf_text(&hint),
                argv[0]);
    wj_buf_clear(&hint);
}

bool wj_cli_encoding(struct wj_diags *diags, const char *value, struct wj_read_options *options)
{
    if (wj_encoding_parse(wj_slice_of(value), &options->encoding)) {
        return true;
    }
    wj_diag_add(diags, WJ_ERROR, "usage", NULL,
                _("there is no encoding “%s”; it is auto, utf-8, gb18030 or utf-16"), value);
    return false;
}

bool wj_cli_delimiter(struct wj_diags *diags, const char *value, struct wj_read_options *options)
{
    if (wj_delimiter_parse(wj_slice_of(value), &options->delimiter)) {
        return true;
    }
    wj_diag_add(diags, WJ_ERROR, "usage", NULL,
                _("“%s” can't separate fields; use auto, tab, or one ASCII character"), value);
    return false;
}

bool wj_cli_digest(struct wj_diags *diags, const char *value, bool *no_digest)
{
    *no_digest = strcmp(value, "none") == 0;
    if (!*no_digest && strcmp(value, "sha256") != 0) {
        wj_diag_add(diags, WJ_ERROR, "usage", NULL,
                    _("there is no digest “%s”; it is sha256 or none"), value);
        return false;
    }
    return true;
}

bool wj_cli_threads(struct wj_diags *diags, const char *value, size_t *threads)
{
    size_t digits = strspn(value, "0123456789");
    unsigned long number = digits > 0 && digits < 4 ? strtoul(value, NULL, 10) : 0;
    *threads = number;
    if (value[digits] == '\0' && number > 0 && number <= WJ_CLI_MOST_THREADS) {
        return true;
    }
    wj_diag_add(diags, WJ_ERROR, "usage", NULL,
                _("there can't be “%s” threads; it is a number from 1 to %d"), value,
                WJ_CLI_MOST_THREADS);
    return false;
}

bool wj_cli_language(struct wj_diags *diags, const char *value, enum wj_language *language)
{
    bool chinese = strcmp(value, "zh") == 0;
    *language = chinese ? WJ_CHINESE : WJ_ENGLISH;
    if (!chinese && strcmp(value, "en") != 0) {
        wj_diag_add(diags, WJ_ERROR, "usage", NULL,
                    _("there is no report language “%s”; it is zh or en"), value);
        return false;
    }
    return true;
}

bool wj_cli_formats(const char *list, const struct wj_cli_format *known, size_t count,
                    unsigned *formats, struct wj_slice *unknown)
{
    while (*list != '\0') {
        size_t len = strcspn(list, ",");
        struct wj_slice name = wj_text_trim(wj_slice(list, len));
        unsigned found = 0;
        for (size_t i = 0; i < count; i++) {
            found |= wj_slice_is(name, known[i].name) ? known[i].format : 0;
        }
        if (found == 0) {
            *unknown = name;
            return false;
        }
        *formats |= found;
        list += len + (list[len] == ',' ? 1 : 0);
    }
    return true;
}

enum wj_status wj_cli_date(struct wj_diags *diags, int64_t *date)
{
    static const int64_t earliest = 315532800; /* 1980-01-01 */
    static const int64_t latest = 4354819199;  /* 2107-12-31, the last of a zip archive */
    const char *given = getenv("SOURCE_DATE_EPOCH");
    char *end = NULL;
    *date = earliest;
    if (given == NULL || given[0] == '\0') {
        return WJ_OK;
    }
    long long seconds = strtoll(given, &end, 10);
    if (*end != '\0' || given[0] < '0' || given[0] > '9' || seconds > latest) {
        return wj_fail(diags, WJ_USAGE, "usage", NULL,
                       _("SOURCE_DATE_EPOCH is “%s”; it is a number of seconds since 1970, up to "
                         "the year 2107"),
                       given);
    }
    *date = seconds < earliest ? earliest : seconds;
    return WJ_OK;
}
