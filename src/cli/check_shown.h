/* Small pieces that the outputs of `check` share. */
#ifndef WJTAB_CLI_CHECK_SHOWN_H
#define WJTAB_CLI_CHECK_SHOWN_H

#include <jansson.h>

#include "job.h"
#include "wjtab/base/buf.h"
#include "wjtab/report/grid.h"

/* Every answer, id and header that `check` keeps in order to print it goes through here: a copy as
 * outputs may show it, what is personal masked, all of it where `hidden`; at most `most` bytes,
 * and then `…`. NULL when there is no memory. */
const char *wj_check_shown(struct wj_arena *arena, const struct wj_survey *survey,
                           struct wj_slice cell, bool hidden, size_t most);

/* Appends a JSON value, a terminal's control characters escaped, and frees it. */
enum wj_status wj_check_dump(json_t *found, struct wj_buf *out);

/* Adds a cell. */
void wj_check_cell(struct wj_grid *grid, const char *text);

/* Opens a section of one table with this header; NULL when memory ran out. */
struct wj_grid *wj_check_table(struct wj_report *report, const char *title,
                               const char *const *header, size_t columns);

/* WJ_MEMORY when a cell did not fit. */
enum wj_status wj_check_grid_status(const struct wj_grid *grid);

/* The columns, from 1, where a question stands in a file: its cell's, or those of its options. */
enum wj_status wj_check_columns(const struct wj_survey *survey, const struct wj_columns *columns,
                                size_t question, json_t *list);

/* Appends numbers as text, runs of them as `7-12`. */
void wj_check_add_runs(struct wj_buf *out, const json_t *list);

#endif
