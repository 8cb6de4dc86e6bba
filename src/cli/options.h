/* The options of a command: those that several commands share are taken here, once, so that they
 * mean the same everywhere. */
#ifndef WJTAB_CLI_OPTIONS_H
#define WJTAB_CLI_OPTIONS_H

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>

#include "wjtab/base/diag.h"
#include "wjtab/base/status.h"
#include "wjtab/read/reader.h"
#include "wjtab/survey/survey.h"

enum { WJ_CLI_MOST_THREADS = 256 };

/* `val` of a shared option in a command's table, which names those that the command takes; its own
 * are letters. */
enum wj_shared_option {
    WJ_OPTION_HELP = 'h',   /* -h, too */
    WJ_OPTION_QUIET = 'q',  /* -q, too */
    WJ_OPTION_OUTPUT = 'o', /* -o, too */
    WJ_OPTION_FORCE = 256,
    WJ_OPTION_JSON,
    WJ_OPTION_STRICT,
    WJ_OPTION_KEEP_PERSONAL,
    WJ_OPTION_ENCODING,
    WJ_OPTION_DELIMITER,
    WJ_OPTION_SHEET,
    WJ_OPTION_DIGEST,
    WJ_OPTION_THREADS,
    WJ_OPTION_LANGUAGE,
};

/* What they said; zeros where they were not given. */
struct wj_options {
    bool helped; /* the help page is wanted, whatever else is there */
    bool quiet;
    bool force;
    bool json;
    bool strict;
    bool keep_personal;
    bool no_digest;
    bool has_language;
    enum wj_language language;
    const char *output;
    const char *encoding; /* as written; `read` has what it means */
    const char *delimiter;
    struct wj_read_options read; /* encoding, delimiter and sheet */
    size_t threads;              /* 0: as many as there are processors */
};

/* Takes an option of the command's own; with a message where its value is wrong. */
typedef enum wj_status wj_option_taker(void *chosen, struct wj_diags *diags, int option,
                                       const char *value);

/* Reads the options up to a --help; optind is then at the first operand. WJ_USAGE with a message.
 */
enum wj_status wj_options_take(struct wj_options *options, struct wj_diags *diags,
                               const struct option *known, int argc, char **argv,
                               wj_option_taker *take, void *chosen);

/* Puts what was given in the place of what the definition says. */
void wj_options_apply(const struct wj_options *options, struct wj_survey *survey);

struct wj_option_format {
    const char *name;
    unsigned format; /* a bit */
};

/* Adds the formats that a list, separated by commas, names; false where a name is none of the
 * known ones: it is left in *unknown. */
bool wj_option_formats(const char *list, const struct wj_option_format *known, size_t count,
                       unsigned *formats, struct wj_slice *unknown);

#endif
