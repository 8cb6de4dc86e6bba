#include <string.h>

#include "cli.h"
#include "job_part.h"
#include "wjtab/base/message.h"

struct merge_options {
    const char *output; /* -o */
    bool quiet;
    bool force;
};

static const struct option options[] = {
    {"output", required_argument, NULL, 'o'},
    {"force", no_argument, NULL, 'F'},
    {"quiet", no_argument, NULL, 'q'},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

static const char *help(void)
{
    return _("wjtab merge TALLY… -o TALLY — the sum of tallies\n"
             "\n"
             "Adds up tallies of one definition, which `wjtab tally` or `wjtab merge` made. Their\n"
             "order is that of the responses: it decides in which order rejected responses are\n"
             "listed, and which of two with the same `unique` key counts.\n"
             "\n"
             "  -o, --output TALLY    the file to write; - is standard output\n"
             "      --force           replaces a file that is no tally\n"
             "  -q, --quiet           prints no notes\n"
             "\n"
             "A TALLY of - is standard input.\n"
             "\n"
             "Examples:\n"
             "  wjtab merge site-a.tally site-b.tally -o all.tally\n"
             "  wjtab run survey.yaml --from all.tally\n");
}

/* Reads the options; false when one is wrong. *helped: the help page was wanted. */
static bool take_options(struct wj_diags *diags, int argc, char **argv, struct merge_options *merge,
                         bool *helped)
{
    int option;
    while ((option = getopt_long(argc, argv, ":o:qh", options, NULL)) != -1) {
        switch (option) {
        case 'o':
            merge->output = optarg;
            break;
        case 'F':
            merge->force = true;
            break;
        case 'q':
            merge->quiet = true;
            break;
        case 'h':
            *helped = true;
            return true;
        default:
            wj_cli_bad_option(diags, options, option, argv);
            return false;
        }
    }
    if (optind >= argc) {
        wj_diag_add(diags, WJ_ERROR, "usage", NULL,
                    _("name the tallies: wjtab merge a.tally b.tally -o all.tally"));
        return false;
    }
    if (merge->output == NULL || merge->output[0] == '\0') {
        wj_diag_add(diags, WJ_ERROR, "usage", NULL,
                    _("name the tally file with -o; - is standard output"));
        return false;
    }
    return true;
}

static enum wj_status merge_all(struct wj_diags *diags, const struct merge_options *merge,
                                const char *const *tallies, size_t count)
{
    struct wj_part part;
    enum wj_status status = wj_part_init(&part, diags, NULL);
    for (size_t i = 0; status == WJ_OK && i < count; i++) {
        status = wj_part_load(&part, tallies[i]);
    }
    if (status == WJ_OK) {
        status = wj_part_settle(&part);
    }
    if (status == WJ_OK) {
        wj_job_warn_same(diags, part.inputs, part.input_count);
        status = wj_job_put_part(diags, &part, merge->output, tallies, count, merge->force);
    }
    wj_part_clear(&part);
    return status;
}

int wj_cmd_merge(int argc, char **argv)
{
    struct merge_options merge = {0};
    struct wj_diags diags = {0};
    bool helped = false;
    enum wj_status status = WJ_USAGE;
    if (take_options(&diags, argc, argv, &merge, &helped)) {
        if (helped) {
            return wj_cli_help(help());
        }
        status =
            merge_all(&diags, &merge, (const char *const *)argv + optind, (size_t)(argc - optind));
    }
    return wj_cli_finish(&diags, status, merge.quiet);
}
