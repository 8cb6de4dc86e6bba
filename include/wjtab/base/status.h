/* The one list of statuses: what a fallible function returns, and what the command exits with. */
#ifndef WJTAB_BASE_STATUS_H
#define WJTAB_BASE_STATUS_H

#include "wjtab/base/api.h"

/* name, text, exit status */
#define WJ_STATUS_LIST(X)                                                                          \
    X(WJ_OK, "done", 0)                                                                            \
    X(WJ_FINDINGS, "done, with findings", 1)                                                       \
    X(WJ_USAGE, "wrong usage", 2)                                                                  \
    X(WJ_DEFINITION, "error in a definition, scoring or facts file", 2)                            \
    X(WJ_DATA, "the responses can't be trusted", 3)                                                \
    X(WJ_IO, "could not read or write", 4)                                                         \
    X(WJ_MEMORY, "out of memory", 5)                                                               \
    X(WJ_INTERNAL, "internal error", 5)                                                            \
    X(WJ_INTERRUPTED, "interrupted; nothing was written", 130)

enum wj_status {
#define WJ_STATUS_NAME(name, text, exit_status) name,
    WJ_STATUS_LIST(WJ_STATUS_NAME)
#undef WJ_STATUS_NAME
};

/* A short English text for a status; never NULL. */
WJ_API const char *wj_status_text(enum wj_status status);

/* The exit status of the command: 0..5, or 130. */
WJ_API int wj_status_exit(enum wj_status status);

#endif
