/* Files: read whole small ones, and write a set of outputs completely or not at all. */
#ifndef WJTAB_BASE_FILE_H
#define WJTAB_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "wjtab/base/api.h"
#include "wjtab/base/buf.h"
#include "wjtab/base/diag.h"
#include "wjtab/base/status.h"

/* Reads a whole file ("-": standard input) of at most `limit` bytes. WJ_IO with a message. */
WJ_API enum wj_status wj_file_read(struct wj_diags *diags, const char *path, size_t limit,
                                   struct wj_buf *out);

/* Appends `name`, seen from the folder in which the file `base` lies; absolute names stay. */
WJ_API void wj_path_beside(struct wj_buf *out, const char *base, const char *name);

/* The part of a path behind the last slash. */
WJ_API const char *wj_path_name(const char *path);

/* True when something stands at the path. */
WJ_API bool wj_path_exists(const char *path);

/* True when both paths lead to the same existing file. */
WJ_API bool wj_path_same(const char *a, const char *b);

/* True when the path leads to a file to which one of the others leads, too; NULLs lead nowhere. */
WJ_API bool wj_path_among(const char *path, const char *const *others, size_t count);

/* Makes a folder and those above it. WJ_IO with a message. */
WJ_API enum wj_status wj_folder_make(struct wj_diags *diags, const char *path);

struct wj_output {
    char *path;
    char *temporary; /* NULL once it stands at its path */
    char *before;    /* second name of what stood there, until all outputs stand */
    bool replaces;   /* something stood there */
};

/* A set of outputs. A zeroed struct is an empty set. */
struct wj_outputs {
    struct wj_output *list;
    size_t count;
    size_t capacity;
};

/* Writes the content beside its final path under a temporary name, and makes it durable.
 * A path that is a device (a terminal, /dev/null) is written at once. WJ_IO with a message. */
WJ_API enum wj_status wj_outputs_add(struct wj_outputs *outputs, struct wj_diags *diags,
                                     const char *path, struct wj_slice content);

/* The same for a content too large for memory: opens the temporary file, to be written into and
 * then given to wj_outputs_close. WJ_IO with a message. */
WJ_API enum wj_status wj_outputs_open(struct wj_outputs *outputs, struct wj_diags *diags,
                                      const char *path, FILE **file);

/* Makes the file that was opened last durable, and closes it. WJ_IO with a message when it did not
 * take everything that was written. */
WJ_API enum wj_status wj_outputs_close(struct wj_outputs *outputs, struct wj_diags *diags,
                                       FILE *file);

/* Opens a file without a name for what does not fit into memory, in $TMPDIR or else /tmp. WJ_IO
 * with a message. */
WJ_API enum wj_status wj_file_scratch(struct wj_diags *diags, FILE **file);

/* Puts every output at its path, in the order in which they were added. WJ_IO with a message, or
 * WJ_INTERRUPTED: then every path holds what it held before. */
WJ_API enum wj_status wj_outputs_commit(struct wj_outputs *outputs, struct wj_diags *diags);

/* Removes what was not committed, and frees the set. */
WJ_API void wj_outputs_clear(struct wj_outputs *outputs);

#endif
