#include <string.h>

#include "cli.h"
#include "job_part.h"
#include "options.h"
#include "wjtab/base/message.h"

static const struct option options[] = {
    {"output", required_argument, NULL, WJ_OPTION_OUTPUT},
    {"force", no_argument, NULL, WJ_OPTION_FORCE},
    {"quiet", no_argument, NULL, WJ_OPTION_QUIET},
    {"help", no_argument, NULL, WJ_OPTION_HELP},
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

static enum wj_status take_options(struct wj_diags *diags, int argc, char **argv,
                                   struct wj_options *merge)
{
    enum wj_status status = wj_options_take(merge, diags, options, argc, argv, NULL, NULL);
    if (status != WJ_OK || merge->helped) {
        return status;
    }
    if (optind >= argc) {
        return wj_fail(diags, WJ_USAGE, "usage", NULL,
                       _("name the tallies: wjtab merge a.tally b.tally -o all.tally"));
    }
    if (merge->output == NULL || merge->output[0] == '\0') {
        return wj_fail(diags, WJ_USAGE, "usage", NULL,
                       _("name the tally file with -o; - is standard output"));
    }
    return WJ_OK;
}

static enum wj_status merge_all(struct wj_diags *diags, const struct wj_options *merge,
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
    struct wj_options merge = {0};
    struct wj_diags diags = {0};
    enum wj_status status = take_options(&diags, argc, argv, &merge);
    if (status == WJ_OK && merge.helped) {
        return wj_cli_help(help());
    }
    if (status == WJ_OK) {
        status =
            merge_all(&diags, &merge, (const char *const *)argv + optind, (size_t)(argc - optind));
    }
    return wj_cli_finish(&diags, status, merge.quiet);
}
