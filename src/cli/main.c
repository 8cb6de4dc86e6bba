#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/interrupt.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
} commands[] = {
    {"run", wj_cmd_run},     {"check", wj_cmd_check},     {"init", wj_cmd_init},
    {"form", wj_cmd_form},   {"records", wj_cmd_records}, {"score", wj_cmd_score},
    {"audit", wj_cmd_audit}, {"table", wj_cmd_table},     {"export", wj_cmd_export},
    {"tally", wj_cmd_tally}, {"merge", wj_cmd_merge},
};

enum { COMMANDS = sizeof commands / sizeof *commands };

static const char *help(void)
{
    return _(
        "wjtab: tabulates questionnaires, from raw answers to the scored table\n"
        "\n"
        "  wjtab run SURVEY.yaml [FILE…]     the whole job: statistics, annex, scores\n"
        "  wjtab check SURVEY.yaml [FILE…]   the definition against the data; writes nothing\n"
        "  wjtab init FILE                   drafts a definition from the responses\n"
        "  wjtab form SURVEY.yaml            the blank questionnaire, to print and hand out\n"
        "  wjtab score SCORING.csv           fills a scoring table\n"
        "  wjtab audit SCORING.csv           does a scoring table add up?\n"
        "  wjtab table SURVEY.yaml [FILE…]   one table, now: --rows A,B --by C\n"
        "  wjtab export SURVEY.yaml [FILE…]  the coded responses for SPSS and others\n"
        "  wjtab tally SURVEY.yaml [FILE…]   partial counts, for many files or machines\n"
        "  wjtab merge TALLY…                their sum\n"
        "  wjtab records FILE                how a file is read\n"
        "\n"
        "  wjtab COMMAND --help              more about a command, with examples\n"
        "  wjtab --version\n"
        "\n"
        "Exit status: 0 done; 1 done, with findings (--strict, check, audit); 2 wrong usage or\n"
        "an error in a definition, scoring or facts file; 3 the responses can't be trusted;\n"
        "4 could not read or write; 5 out of memory, or an internal error; 130 interrupted.\n");
}

/* The folder of message catalogues beside the program: ../share/locale where it is installed,
 * ./locale where it was built. */
static void bind_messages(void)
{
    char path[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path - 32);
    if (len <= 0) {
        return;
    }
    path[len] = '\0';
    char *slash = strrchr(path, '/');
    strcpy(slash, "/locale");
    if (access(path, F_OK) != 0) {
        strcpy(slash, "/../share/locale");
    }
    bindtextdomain(WJ_TEXT_DOMAIN, path);
    bind_textdomain_codeset(WJ_TEXT_DOMAIN, "UTF-8");
}

/* A language that is asked for but whose locale is not installed still gets its messages: gettext
 * looks at LANGUAGE in any locale but "C". */
static void choose_language(void)
{
    const char *names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    const char *wanted = NULL;
    for (size_t i = 0; i < 3 && (wanted == NULL || *wanted == '\0'); i++) {
        wanted = getenv(names[i]);
    }
    if (setlocale(LC_CTYPE, "") == NULL) {
        setlocale(LC_CTYPE, "C.UTF-8");
    }
    if (setlocale(LC_MESSAGES, "") == NULL && wanted != NULL) {
        setlocale(LC_MESSAGES, "C.UTF-8");
        setenv("LANGUAGE", wanted, 0);
    }
    bind_messages();
}

static int unknown_command(const char *name)
{
    struct wj_diags diags = {0};
    struct wj_buf hint = {0};
    struct wj_nearest nearest = wj_nearest(wj_slice_of(name));
    for (size_t i = 0; i < COMMANDS; i++) {
        wj_nearest_try(&nearest, wj_slice_of(commands[i].name));
    }
    wj_nearest_hint(&nearest, &hint);
    wj_diag_add(&diags, WJ_ERROR, "usage", NULL,
                _("there is no command “%s”%s; see “wjtab --help”"), name, wj_buf_text(&hint));
    wj_buf_clear(&hint);
    return wj_cli_finish(&diags, WJ_USAGE, false);
}

int main(int argc, char **argv)
{
    choose_language();
    opterr = 0;
    if (argc < 2) {
        fputs(help(), stderr);
        return wj_status_exit(WJ_USAGE);
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0) {
        return wj_cli_help(help());
    }
    if (strcmp(argv[1], "--version") == 0) {
        return wj_cli_help("wjtab " WJ_VERSION "\n");
    }
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(argv[1], commands[i].name) == 0) {
            wj_interrupt_catch();
            return commands[i].run(argc - 1, argv + 1);
        }
    }
    return unknown_command(argv[1]);
}
