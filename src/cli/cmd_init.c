#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "options.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/file.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"
#include "wjtab/survey/draft.h"

static const struct option options[] = {
    {"output", required_argument, NULL, WJ_OPTION_OUTPUT},
    {"encoding", required_argument, NULL, WJ_OPTION_ENCODING},
    {"delimiter", required_argument, NULL, WJ_OPTION_DELIMITER},
    {"sheet", required_argument, NULL, WJ_OPTION_SHEET},
    {"force", no_argument, NULL, WJ_OPTION_FORCE},
    {"quiet", no_argument, NULL, WJ_OPTION_QUIET},
    {"help", no_argument, NULL, WJ_OPTION_HELP},
    {NULL, 0, NULL, 0},
};

static const char *help(void)
{
    return _("wjtab init FILE — drafts a definition from the responses\n"
             "\n"
             "Reads an export of a survey platform, or a table keyed from paper, and writes a\n"
             "definition that “run” accepts as it is: questions, options, the usual scores,\n"
             "when a response is effective. What is guessed is marked 请核对, to be confirmed;\n"
             "what only a person knows stands there as a comment. Columns that seem to hold\n"
             "personal data become no questions. FILE may be -, standard input.\n"
             "\n"
             "  -o, --output FILE     where to write it (default: standard output)\n"
             "      --encoding E      auto, utf-8, gb18030, utf-16: of the responses\n"
             "      --delimiter D     auto, tab, or one character: of the responses\n"
             "      --sheet NAME      of a workbook (default: the first)\n"
             "      --force           replaces a file that is there already\n"
             "  -q, --quiet           prints only warnings and errors besides\n"
             "\n"
             "Examples:\n"
             "  wjtab init responses.csv -o survey.yaml\n"
             "  wjtab init responses.xlsx --sheet 数据 | less\n");
}

static enum wj_status take_options(struct wj_diags *diags, int argc, char **argv,
                                   struct wj_options *chosen)
{
    enum wj_status status = wj_options_take(chosen, diags, options, argc, argv, NULL, NULL);
    if (status == WJ_OK && !chosen->helped && optind + 1 != argc) {
        return wj_fail(diags, WJ_USAGE, "usage", NULL, _("name one file: wjtab init FILE"));
    }
    if (chosen->output != NULL && strcmp(chosen->output, "-") == 0) {
        chosen->output = NULL;
    }
    return status;
}

/* ---- how the definition calls the file ---- */

/* The file's name without its folder and its ending. */
static void make_title(struct wj_buf *title, const char *path)
{
    struct wj_slice name = wj_slice_of(wj_path_name(path));
    const char *dot = memrchr(name.ptr, '.', name.len);
    if (dot != NULL && dot > name.ptr) {
        name.len = (size_t)(dot - name.ptr);
    }
    bool usable =
        strcmp(path, "-") != 0 && wj_utf8_valid(name) == name.len && wj_text_trim(name).len > 0;
    wj_buf_add(title, usable ? name : wj_slice_of("问卷调查"));
}

/* The file as the definition's folder sees it: as it was written where that is the same folder,
 * else by its full path. False where a definition can't hold its name. */
static bool name_responses(struct wj_buf *name, const char *path, const char *output)
{
    const char *folder_end = output != NULL ? wj_path_name(output) : "";
    size_t folder = output != NULL ? (size_t)(folder_end - output) : 0;
    if (strcmp(path, "-") == 0) {
        return false;
    }
    if (folder == 0 || path[0] == '/') {
        wj_buf_add_text(name, path);
    } else if (strncmp(path, output, folder) == 0) {
        wj_buf_add_text(name, path + folder);
    } else {
        char *full = realpath(path, NULL);
        wj_buf_add_text(name, full != NULL ? full : path);
        free(full);
    }
    struct wj_slice text = wj_buf_slice(name);
    bool good =
        text.len > 0 && wj_utf8_valid(text) == text.len && wj_text_trim(text).len == text.len;
    for (size_t i = 0; good && i < text.len; i++) {
        good = (unsigned char)text.ptr[i] >= 0x20;
    }
    return good;
}

/* ---- output ---- */

static enum wj_status write_file(struct wj_diags *diags, const struct wj_options *chosen,
                                 const char *input, struct wj_slice text)
{
    struct wj_place place = {.file = chosen->output};
    enum wj_status status = wj_cli_spare_inputs(diags, chosen->output, &input, 1);
    if (status == WJ_OK) {
        status = wj_cli_write(diags, chosen->output, text, chosen->force);
    }
    if (status == WJ_OK) {
        wj_diag_add(diags, WJ_NOTE, "written", &place,
                    _("the draft is here; confirm what is marked 请核对, then: wjtab check %s"),
                    chosen->output);
    }
    return status;
}

/* `failures`: of memory, before the draft was begun. */
static enum wj_status put_draft(struct wj_diags *diags, const struct wj_options *chosen,
                                const char *input, struct wj_draft *draft, unsigned long failures)
{
    struct wj_buf title = {0};
    struct wj_buf responses = {0};
    struct wj_buf out = {0};
    make_title(&title, input);
    bool named = name_responses(&responses, input, chosen->output);
    struct wj_draft_text text = {
        .title = wj_buf_text(&title),
        .responses = named ? wj_buf_text(&responses) : NULL,
        .encoding = chosen->encoding,
        .delimiter = chosen->delimiter,
        .sheet = chosen->read.sheet,
    };
    enum wj_status status = wj_draft_write(draft, &text, &out);
    if (status == WJ_OK) {
        status = wj_memory_status(failures);
    }
    if (status == WJ_OK) {
        status = chosen->output != NULL ? write_file(diags, chosen, input, wj_buf_slice(&out))
                                        : wj_cli_put(diags, wj_buf_slice(&out));
    }
    wj_buf_clear(&title);
    wj_buf_clear(&responses);
    wj_buf_clear(&out);
    return status;
}

int wj_cmd_init(int argc, char **argv)
{
    struct wj_options chosen = {.read = {.no_digest = true}};
    struct wj_diags diags = {0};
    struct wj_draft *draft = NULL;
    enum wj_status status = take_options(&diags, argc, argv, &chosen);
    if (status == WJ_OK && chosen.helped) {
        return wj_cli_help(help());
    }
    unsigned long failures = wj_memory_failures();
    if (status == WJ_OK) {
        status = wj_draft_read(&diags, argv[optind], &chosen.read, &draft);
    }
    if (status == WJ_OK) {
        status = put_draft(&diags, &chosen, argv[optind], draft, failures);
    }
    wj_draft_free(draft);
    return wj_cli_finish(&diags, status, chosen.quiet);
}
