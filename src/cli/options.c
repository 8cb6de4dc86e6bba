#include "options.h"

#include <stdlib.h>
#include <string.h>

#include "wjtab/base/buf.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

/* getopt_long returned '?' or ':': names the faulty option and the nearest one there is. */
static enum wj_status refuse(struct wj_diags *diags, const struct option *known, int result,
                             char **argv)
{
    const char *written = argv[optind - 1];
    if (result == ':') {
        return wj_fail(diags, WJ_USAGE, "usage", NULL, _("option “%s” needs a value"), written);
    }
    struct wj_buf hint = {0};
    const char *name = strncmp(written, "--", 2) == 0 ? written + 2 : written;
    struct wj_nearest nearest = wj_nearest(wj_slice(name, strcspn(name, "=")));
    for (size_t i = 0; known[i].name != NULL; i++) {
        wj_nearest_try(&nearest, wj_slice_of(known[i].name));
    }
    if (nearest.best.len > 0) {
        wj_buf_addf(&hint, _(" (did you mean “--%.*s”?)"), WJ_SLICE_ARG(nearest.best));
    }
    enum wj_status status = wj_fail(diags, WJ_USAGE, "usage", NULL,
                                    _("there is no option “%s”%s; see “wjtab %s --help”"), written,
                                    wj_buf_text(&hint), argv[0]);
    wj_buf_clear(&hint);
    return status;
}

static enum wj_status take_encoding(struct wj_options *options, struct wj_diags *diags,
                                    const char *value)
{
    options->encoding = value;
    if (wj_encoding_parse(wj_slice_of(value), &options->read.encoding)) {
        return WJ_OK;
    }
    return wj_fail(diags, WJ_USAGE, "usage", NULL,
                   _("there is no encoding “%s”; it is auto, utf-8, gb18030 or utf-16"), value);
}

static enum wj_status take_delimiter(struct wj_options *options, struct wj_diags *diags,
                                     const char *value)
{
    options->delimiter = value;
    if (wj_delimiter_parse(wj_slice_of(value), &options->read.delimiter)) {
        return WJ_OK;
    }
    return wj_fail(diags, WJ_USAGE, "usage", NULL,
                   _("“%s” can't separate fields; use auto, tab, or one ASCII character"), value);
}

static enum wj_status take_digest(struct wj_options *options, struct wj_diags *diags,
                                  const char *value)
{
    options->no_digest = strcmp(value, "none") == 0;
    if (!options->no_digest && strcmp(value, "sha256") != 0) {
        return wj_fail(diags, WJ_USAGE, "usage", NULL,
                       _("there is no digest “%s”; it is sha256 or none"), value);
    }
    return WJ_OK;
}

static enum wj_status take_threads(struct wj_options *options, struct wj_diags *diags,
                                   const char *value)
{
    size_t digits = strspn(value, "0123456789");
    unsigned long number = digits > 0 && digits < 4 ? strtoul(value, NULL, 10) : 0;
    options->threads = number;
    if (value[digits] == '\0' && number > 0 && number <= WJ_CLI_MOST_THREADS) {
        return WJ_OK;
    }
    return wj_fail(diags, WJ_USAGE, "usage", NULL,
                   _("there can't be “%s” threads; it is a number from 1 to %d"), value,
                   WJ_CLI_MOST_THREADS);
}

static enum wj_status take_language(struct wj_options *options, struct wj_diags *diags,
                                    const char *value)
{
    bool chinese = strcmp(value, "zh") == 0;
    options->has_language = true;
    options->language = chinese ? WJ_CHINESE : WJ_ENGLISH;
    if (!chinese && strcmp(value, "en") != 0) {
        return wj_fail(diags, WJ_USAGE, "usage", NULL,
                       _("there is no report language “%s”; it is zh or en"), value);
    }
    return WJ_OK;
}

/* Shared options with a value. */
static enum wj_status take_value(struct wj_options *options, struct wj_diags *diags, int option,
                                 const char *value)
{
    switch (option) {
    case WJ_OPTION_ENCODING:
        return take_encoding(options, diags, value);
    case WJ_OPTION_DELIMITER:
        return take_delimiter(options, diags, value);
    case WJ_OPTION_DIGEST:
        return take_digest(options, diags, value);
    case WJ_OPTION_THREADS:
        return take_threads(options, diags, value);
    case WJ_OPTION_LANGUAGE:
        return take_language(options, diags, value);
    case WJ_OPTION_SHEET:
        options->read.sheet = value;
        return WJ_OK;
    default:
        options->output = value;
        return WJ_OK;
    }
}

/* The switch of a shared option without a value; NULL: it has one. */
static bool *switch_of(struct wj_options *options, int option)
{
    switch (option) {
    case WJ_OPTION_HELP:
        return &options->helped;
    case WJ_OPTION_QUIET:
        return &options->quiet;
    case WJ_OPTION_FORCE:
        return &options->force;
    case WJ_OPTION_JSON:
        return &options->json;
    case WJ_OPTION_STRICT:
        return &options->strict;
    case WJ_OPTION_KEEP_PERSONAL:
        return &options->keep_personal;
    default:
        return NULL;
    }
}

static bool is_shared(int option)
{
    return option >= WJ_OPTION_FORCE || option == WJ_OPTION_HELP || option == WJ_OPTION_QUIET ||
           option == WJ_OPTION_OUTPUT;
}

static enum wj_status take_shared(struct wj_options *options, struct wj_diags *diags, int option,
                                  const char *value)
{
    bool *given = switch_of(options, option);
    if (given == NULL) {
        return take_value(options, diags, option, value);
    }
    *given = true;
    return WJ_OK;
}

/* -h, -q, and -o where the command has it. */
static const char *short_options(const struct option *known)
{
    while (known->name != NULL && known->val != WJ_OPTION_OUTPUT) {
        known++;
    }
    return known->name != NULL ? ":hqo:" : ":hq";
}

enum wj_status wj_options_take(struct wj_options *options, struct wj_diags *diags,
                               const struct option *known, int argc, char **argv,
                               wj_option_taker *take, void *chosen)
{
    const char *letters = short_options(known);
    enum wj_status status = WJ_OK;
    int option;
    while (status == WJ_OK && !options->helped &&
           (option = getopt_long(argc, argv, letters, known, NULL)) != -1) {
        if (option == '?' || option == ':') {
            status = refuse(diags, known, option, argv);
        } else if (is_shared(option)) {
            status = take_shared(options, diags, option, optarg);
        } else {
            status = take(chosen, diags, option, optarg);
        }
    }
    return status;
}

void wj_options_apply(const struct wj_options *options, struct wj_survey *survey)
{
    if (options->has_language) {
        survey->output.language = options->language;
    }
    if (options->encoding != NULL) {
        survey->encoding = options->read.encoding;
    }
    if (options->delimiter != NULL) {
        survey->delimiter = options->read.delimiter;
    }
    survey->keep_personal = options->keep_personal;
}

bool wj_option_formats(const char *list, const struct wj_option_format *known, size_t count,
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
