/* What the commands share. Here, and only here, things are printed. */
#ifndef WJTAB_CLI_CLI_H
#define WJTAB_CLI_CLI_H

#include <stdbool.h>
#include <stdint.h>

#include "wjtab/base/diag.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"
#include "wjtab/survey/survey.h"

/* The commands; each gets its own name as argv[0] and returns the exit status. */
int wj_cmd_run(int argc, char **argv);
int wj_cmd_check(int argc, char **argv);
int wj_cmd_init(int argc, char **argv);
int wj_cmd_form(int argc, char **argv);
int wj_cmd_score(int argc, char **argv);
int wj_cmd_audit(int argc, char **argv);
int wj_cmd_records(int argc, char **argv);
int wj_cmd_table(int argc, char **argv);
int wj_cmd_export(int argc, char **argv);
int wj_cmd_tally(int argc, char **argv);
int wj_cmd_merge(int argc, char **argv);

/* Writes to standard output; WJ_IO with a message when it does not take everything, WJ_INTERRUPTED
 * when somebody wants to stop. */
enum wj_status wj_cli_put(struct wj_diags *diags, struct wj_slice bytes);

/* Says, by errno, why standard output did not take everything. */
enum wj_status wj_cli_cannot_put(struct wj_diags *diags);

/* WJ_IO with a message when the output is one of the inputs. NULLs are no files. */
enum wj_status wj_cli_spare_inputs(struct wj_diags *diags, const char *output,
                                   const char *const *inputs, size_t count);

/* WJ_IO with a message when a file is there and nothing forces it away. */
enum wj_status wj_cli_spare_file(struct wj_diags *diags, const char *path, bool force);

/* Writes a file ("-": standard output). One that is there is replaced only by force. */
enum wj_status wj_cli_write(struct wj_diags *diags, const char *path, struct wj_slice bytes,
                            bool force);

/* In which the messages are. */
enum wj_language wj_cli_language(void);

/* Prints a text (a help page) to standard output; returns the exit status. */
int wj_cli_help(const char *text);

/* Writes the messages to standard error (notes only unless `quiet`), clears the sink and returns
 * the exit status. Without any message a failure still gets a sentence. */
int wj_cli_finish(struct wj_diags *diags, enum wj_status status, bool quiet);

/* The date that documents bear, in seconds since 1970: SOURCE_DATE_EPOCH, else 1980-01-01, the
 * earliest that their containers know, so that equal input makes equal bytes. WJ_USAGE. */
enum wj_status wj_cli_date(struct wj_diags *diags, int64_t *date);

#endif
