#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wjtab/base/buf.h"
#include "wjtab/base/file.h"
#include "wjtab/base/interrupt.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

enum wj_status wj_cli_cannot_put(struct wj_diags *diags)
{
    if (wj_interrupted()) {
        return wj_fail(diags, WJ_INTERRUPTED, "interrupted", NULL,
                       _("interrupted; the output is not complete"));
    }
    return wj_fail(diags, WJ_IO, "write", NULL,
                   _("can't write to standard output: %s; the output is not complete"),
                   strerror(errno));
}

enum wj_status wj_cli_put(struct wj_diags *diags, struct wj_slice bytes)
{
    bool put = !wj_interrupted() &&
               (bytes.len == 0 || fwrite(bytes.ptr, 1, bytes.len, stdout) == bytes.len);
    if (!put || fflush(stdout) != 0) {
        return wj_cli_cannot_put(diags);
    }
    return WJ_OK;
}

enum wj_status wj_cli_spare_inputs(struct wj_diags *diags, const char *output,
                                   const char *const *inputs, size_t count)
{
    struct wj_place place = {.file = output};
    if (!wj_path_among(output, inputs, count)) {
        return WJ_OK;
    }
    return wj_fail(diags, WJ_IO, "input_overwritten", &place,
                   _("this output would overwrite an input; choose another name"));
}

enum wj_status wj_cli_spare_file(struct wj_diags *diags, const char *path, bool force)
{
    struct wj_place place = {.file = path};
    if (force || !wj_path_exists(path)) {
        return WJ_OK;
    }
    return wj_fail(diags, WJ_IO, "not_ours", &place,
                   _("this file is there already; choose another name, or replace it with "
                     "--force"));
}

enum wj_status wj_cli_write(struct wj_diags *diags, const char *path, struct wj_slice bytes,
                            bool force)
{
    struct wj_outputs outputs = {0};
    if (strcmp(path, "-") == 0) {
        return wj_cli_put(diags, bytes);
    }
    enum wj_status status = wj_cli_spare_file(diags, path, force);
    if (status == WJ_OK) {
        status = wj_outputs_add(&outputs, diags, path, bytes);
    }
    if (status == WJ_OK) {
        status = wj_outputs_commit(&outputs, diags);
    }
    wj_outputs_clear(&outputs);
    return status;
}

enum wj_language wj_cli_language(void)
{
    static const char header[] = ""; /* whose translation is what a catalogue says of itself */
    const char *said = dgettext(WJ_TEXT_DOMAIN, header);
    return strstr(said, "\nLanguage: zh") != NULL ? WJ_CHINESE : WJ_ENGLISH;
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
